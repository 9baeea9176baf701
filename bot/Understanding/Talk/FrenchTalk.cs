namespace ChatOpportunities.Bot.Understanding.Talk;

/// <summary>French phrases by what they tell; folded: small letters without accents, elided articles apart from their words.</summary>
internal static class FrenchTalk
{
    public static IReadOnlyList<(Sign Sign, string Phrases)> Phrases { get; } =
    [
        (Sign.Filler,
            "svp, stp, s il te plait, s il vous plait, merci de, peux-tu, peux tu, pouvez-vous, tu peux, vous pouvez, je veux, je voudrais, "
            + "j aimerais, il faut, le, la, les, l, un, une, des, du, de, d, au, aux, est, sont, a, ai, ont, as, avons, ete, etait, que, qu, "
            + "qui, ce, ca, cela, il, elle, ils, elles, on, nous, je, j, tu, vous, en, dans, sur, pour, avec, chez, y, s, se, c, m, n, ne, pas, "
            + "donc, alors, aussi, maintenant, actuellement, encore, deja, a l, par, est-ce que, est ce que, qui sont, qui est, la-dessus, "
            + "t-il, t-elle, c est, doit, doivent, va, vont, celles, ceux, son, sa, ses, leur, puis, juste, prevue, prevues, prevu, me, te, "
            + "au total, cette, ces, cet, sont-elles, sont-ils"),
        (Sign.Thanks, "merci, merci beaucoup, merci bien, super, parfait, genial, top merci, bravo, nickel, super merci, impeccable, bien joue, "
            + "parfait merci, merci a toi"),
        (Sign.Hello, "bonjour, salut, bonsoir, coucou, bonjour a toi"),
        (Sign.Goodbye, "au revoir, a plus, a bientot, a demain, bonne journee, bonne soiree, a plus tard, c est tout, ce sera tout, bon week-end, "
            + "bonne nuit, ciao"),
        (Sign.Yes, "oui, d accord, ok, vas-y, entendu, ouais, oui merci"),
        (Sign.Refusal, "non, laisse tomber, oublie, non merci, tant pis, pas maintenant, laisse, annule tout, oublie ca"),
        (Sign.WhatAbout, "et, et pour, qu en est-il de, et alors, quid de, quid, et de, et concernant, et chez"),
        (Sign.Ask, "quelle, quelles, quel, quels, qu est-ce que, qu est-ce qui, qu est ce qui, qu est ce que, montre, montre-moi, montre moi, "
            + "affiche, affiche-moi, liste, donne-moi la liste, y a-t-il, y a t il, il y a, combien de, combien d, dis-moi, lesquelles, "
            + "est-ce qu, voir, ai-je, avons-nous, a-t-on, qu ai-je, qu avons-nous, qu a-t-on, quoi, que, c est quoi, quelles sont, quels sont, "
            + "quelle est, quel est"),
        (Sign.Who, "qui, a qui, c est qui, qui est-ce qui, chez qui, qui a"),
        (Sign.When, "quand, c est quand, quand est-ce que, pour quand, a quelle date, quel jour, quand est-ce qu"),
        (Sign.HowMuch, "combien, a combien, total, le total, quel total, quel montant total, ca fait combien, somme"),
        (Sign.How, "comment, comment va, comment vont, comment ca va avec, ou en est, ou en sont, ou en est-on avec, ou en est on avec, "
            + "ou en sommes-nous avec, comment se porte, comment s en sort, ou on en est avec"),
        (Sign.Why, "pourquoi, pour quelle raison, pour quelles raisons, raison, raisons, a cause de quoi"),
        (Sign.Doing, "en sort, se debrouille, s en sort, avance"),
        (Sign.Deals, "affaire, affaires, opportunite, opportunites, pistes, dossiers, ventes, choses, tout"),
        (Sign.Overdue, "en retard, retard, en souffrance, depassee, depassees, depasse, a la traine, du retard, hors delai"),
        (Sign.NeedsMe, "a faire, dois-je faire, je dois faire, m attend, a besoin de moi, ont besoin de moi, a traiter, dois-je traiter, "
            + "faire aujourd hui, urgent aujourd hui, mon attention, a besoin de mon attention, par quoi commencer"),
        (Sign.Close, "cloture, se cloture, se cloturent, cloturer, se termine, se terminent, ferme, ferment, se ferme, se ferment, se conclut, "
            + "se concluent, signe, signent, date de cloture, echeance, closing, date de fin, a conclure, a cloturer, a signer, "
            + "cloturent, arrive a echeance, arrivent a echeance, doit se fermer, doit fermer, la date, tombe, tombent, se signe, se signent"),
        (Sign.Won, "gagne, gagnee, gagnees, gagnes, ai-je gagne, ai-je gagnees, avons-nous gagne, a-t-on gagne, on a gagne, j ai gagne, "
            + "victoires, victoire, a ete gagne, remporte, remportees, avons gagne, ai gagne"),
        (Sign.Lost, "perdu, perdue, perdues, perdus, ai-je perdu, avons-nous perdu, a-t-on perdu, on a perdu, j ai perdu, pertes, a ete perdu, "
            + "avons perdu, ai perdu, perdre"),
        (Sign.Open, "ouverte, ouvertes, en cours, actives, ouvert, ouverts"),
        (Sign.Worth, "vaut, valent, pese, pesent, portefeuille, pipeline, pipe, represente, representent, dans le pipe, prevision, previsions, "
            + "mon portefeuille, valeur du portefeuille, valeur de"),
        (Sign.Weighted, "pondere, ponderee, ponderees, valeur ponderee, en pondere, ponderes"),
        (Sign.Owner, "responsable, proprietaire, s occupe, s en occupe, s en charge, appartient, gere, commercial, vendeur, suit, s occupe de, "
            + "a qui appartient, est a qui"),
        (Sign.NextStep, "prochaine etape, etape suivante, prochaine action, la suite, suite, prochaines etapes, et ensuite, ensuite"),
        (Sign.Stage, "etape, phase, a quelle etape, quelle etape, stade, a quel stade, a l etape, quelle phase"),
        (Sign.Latest, "que s est-il passe, s est passe, s est-il passe, dernier changement, derniere activite, dernieres nouvelles, nouvelles, "
            + "historique, du nouveau, quoi de neuf, quoi de neuf sur, dernierement, derniere chose, passe en dernier"),
        (Sign.Value, "valeur, montant, prix, budget, valeur estimee, estimation, taille"),
        (Sign.Chances, "chances, chance, probabilite, proba, chances de succes"),
        (Sign.Contact, "contact, client, societe, entreprise, interlocuteur, le contact"),
        (Sign.Priority, "priorite, prio, importance"),
        (Sign.WithoutNextStep, "sans prochaine etape, sans etape suivante, sans prochaine action, n ont pas de prochaine etape, "
            + "sans suite, pas de prochaine etape, sans suite prevue"),
        (Sign.Stale, "bloquee, bloquees, stagnent, stagne, dormantes, oubliees, a risque, immobiles, n avancent pas, n avance pas, au point mort, "
            + "en panne, qui trainent, traine, trainent"),
        (Sign.Title, "titre, intitule, nom"),
        (Sign.Status, "statut, etat, ou en est-elle, ou elle en est"),
        (Sign.High, "haute, urgent, urgente, elevee, importante, prioritaire, prioritaires, urgentes, haute priorite"),
        (Sign.Normal, "normale, moyenne"),
        (Sign.Low, "basse, faible, priorite basse"),
        (Sign.Mine, "mes, mon, ma, a moi, les miennes, miennes, mes propres"),
        (Sign.Team, "equipe, l equipe, mon equipe, notre equipe, de l equipe, nos, notre, toute l equipe"),
        (Sign.Everybody, "tout le monde, tous, de tous, toutes"),
        (Sign.Myself, "moi, moi-meme, a moi-meme, me le, je la prends, je prends"),
        (Sign.Over, "plus de, au-dessus de, superieures a, superieure a, superieur a, au moins, au dela de, au-dela de, depassant, plus grand que, "
            + "a plus de, de plus de, depassent, superieurs a"),
        (Sign.Under, "moins de, en dessous de, sous, inferieures a, inferieure a, au plus, a moins de, de moins de, jusqu a, inferieurs a"),
        (Sign.Between, "entre"),
        (Sign.Before, "avant, d ici, jusqu au, d ici le, d ici la"),
        (Sign.After, "apres, depuis, a partir de, a partir du, des le"),
        (Sign.Set, "mets, met, mettre, change, changer, modifie, modifier, passe, passer, fixe, fixer, corrige, augmente, baisse, ajuste, "
            + "maintenant c est, met a jour, mets a jour, ramene, remplace"),
        (Sign.Push, "repousse, repousser, decale, decaler, reporte, reporter, retarde, retarder, recule, prolonge, repousses"),
        (Sign.Pull, "avance la date, rapproche, avance la cloture, ramene la date"),
        (Sign.Rename, "renomme, renommer, appelle-la, change le titre, intitule-la, retitre"),
        (Sign.Give, "confie, confier, donne, donner, affecte, affecter, attribue, attribuer, transfere, transferer, transmets, transmettre, "
            + "refile, passe la main, reaffecte"),
        (Sign.Note, "noter, ajoute une note, ajouter une note, nota, note que, prends note, commentaire, ajoute un commentaire, remarque"),
        (Sign.Call, "appeler, appelle, rappeler, rappelle, telephoner, telephone, envoyer, envoie, rencontrer, rencontre, ecrire a, ecris a, "
            + "relancer, relance, demander, demande, visiter, preparer, prepare, inviter, invite, rendez-vous avec, rdv avec, rdv"),
        (Sign.Move, "deplace, deplacer, avancer, fais avancer, fais passer, bascule, fais-la passer"),
        (Sign.Won, "gagnee a, on l a gagnee, je l ai gagnee, c est gagne, c est signe, ils ont signe, marque comme gagnee, cloture en gagnee, "
            + "est gagnee, vendu, vendue"),
        (Sign.Lost, "on l a perdue, je l ai perdue, c est perdu, marque comme perdue, cloture en perdue, est perdue"),
        (Sign.Onward, "etape d apres, l etape suivante, suivante, suivant, a la suivante"),
        (Sign.Back, "en arriere, etape precedente, retour arriere, a l etape precedente, precedente"),
        (Sign.It, "celle-ci, celle-la, celui-ci, celui-la, cette affaire, cette opportunite, ce dossier, la-la, elle-meme, la meme, l affaire, "
            + "l opportunite, cette derniere, celle ci, celle la, cette piste, cette vente"),
        (Sign.Last, "la derniere, le dernier, derniere de la liste, dernier de la liste, la derniere de la liste"),
        (Sign.Row, "ligne, rang, numero de la liste, ligne numero"),
        (Sign.Number, "numero, no, n, num, l affaire numero, affaire numero"),
    ];

    /// <summary>Ordinals by row, from the first on.</summary>
    public static IReadOnlyList<string> Rows { get; } =
    [
        "premiere premier 1re 1ere 1er", "deuxieme seconde 2e 2eme second", "troisieme 3e 3eme", "quatrieme 4e 4eme", "cinquieme 5e 5eme",
        "sixieme 6e 6eme", "septieme 7e 7eme", "huitieme 8e 8eme", "neuvieme 9e 9eme", "dixieme 10e 10eme",
    ];
}
