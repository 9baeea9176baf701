using ChatOpportunities.Bot.Understanding.Talk;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Understanding;

/// <summary>The French words by which a line is read, without accents as all words are compared.</summary>
internal static class FrenchWords
{
    /// <summary>Phrases of sentences by what they tell, in small letters. The longest phrase that fits wins.</summary>
    private static IReadOnlyList<(Sign Sign, string Phrases)> Phrases { get; } =
    [
        (Sign.Filler,
            "svp, stp, s'il te plaît, s'il vous plaît, merci de, il faut, le, la, les, l, un, une, des, du, de, d, au, aux, est, "
            + "sont, a, ai, ont, as, avons, été, était, qu, ce, ça, cela, il, ils, elles, on, nous, tu, vous, en, dans, sur, pour, "
            + "y, s, se, c, m, n, ne, pas, donc, alors, aussi, actuellement, encore, déjà, à, à l, par, qui sont, qui est, t, doit, "
            + "doivent, va, vont, son, sa, ses, leur, puis, prévue, prévues, prévu, me, te, au total, cette, ces, cet, plutôt, "
            + "finalement, bon, euh, vraiment, quand même, en fait, je veux dire, je voulais dire, dessus, dessous, là, y a, "
            + "petites, petite, petits, directement, faut, et, où, ou, mais, existe, faite, fait, que c est, vers, à l étape, à la, "
            + "affaire que, entière, et puis, dites, dis, bien, voilà, trop longtemps, mettons, t as, de la part de, que tu as, "
            + "que t as, qu il, parce que, parce qu, ton, ta, tes, votre, eux, lui, rien que, du coup, je pense, à peu près"),
        (Sign.Polite,
            "peux-tu, peux tu, pouvez-vous, tu peux, vous pouvez, pourrais-tu, pourriez-vous, tu pourrais, je veux, je voudrais, "
            + "j'aimerais, tu peux me dire, peux-tu me dire, tu peux me donner, dis-moi, dites-moi, merci de me dire, tu veux bien, "
            + "est-ce que tu peux, j'aimerais savoir, je voudrais savoir"),
        (Sign.New,
            "nouveau, nouvelle, nouvelles, nouveaux, créer, crée, j'ai une piste, on a une piste, saisis une affaire, "
            + "saisir une affaire, ajoute une opportunité, ajouter une opportunité, ajoute une affaire, ajouter une affaire, "
            + "affaire possible, vente possible, nouvelle affaire, nouvelle opportunité, nouvelle piste, nouvelle opp, "
            + "créer affaire, vu, j'ai vu, je viens de voir, enregistre une affaire, ajoute une piste"),
        (Sign.Thanks,
            "merci, merci beaucoup, merci bien, super, parfait, génial, top merci, bravo, nickel, super merci, impeccable, "
            + "bien joué, parfait merci, merci à toi, merci infiniment, excellent, pour ton aide, pour votre aide"),
        (Sign.Hello, "bonjour, salut, bonsoir, coucou, bonjour à toi, bonjour à tous, hello"),
        (Sign.Goodbye,
            "au revoir, à plus, à bientôt, à demain, bonne journée, bonne soirée, à plus tard, c'est tout, ce sera tout, "
            + "bon week-end, bonne nuit, ciao, c'est tout pour aujourd'hui, ce sera tout pour aujourd'hui, allez, allez à demain, "
            + "à lundi, à la prochaine, à tout à l'heure"),
        (Sign.Yes, "oui, d'accord, ok, vas-y, entendu, ouais, oui merci, oui vas-y, c'est bon, ça marche, exact"),
        (Sign.Refusal,
            "non, laisse tomber, laissez tomber, oublie, oubliez, non merci, tant pis, pas maintenant, laisse, annule tout, oublie ça, "
            + "oubliez ça, n'enregistre pas, ne l'enregistre pas, n'enregistrez pas, abandonne, abandonnez, pas la peine, pas besoin, annule, annuler, ne sauvegarde pas"),
        (Sign.Save,
            "enregistre, enregistre-la, enregistre la, enregistrez, enregistrez-la, sauvegarde, sauvegarde-la, sauvegarder, enregistrer, "
            + "garde-la, enregistre ça, valide, validez, confirme, confirmez"),
        (Sign.Sorry, "pardon, oups, désolé, désolée, zut, mince, attends, pas celle-là, pas celle-ci, pas la bonne, je me suis trompé"),
        (Sign.SmallTalk,
            "ça va, ça va aujourd'hui, comment ça va, comment vas-tu, tu vas bien, comment tu vas, t'es le meilleur, "
            + "tu es le meilleur, t'es la meilleure, tu es génial, t'es génial, quoi de beau, la forme, comment allez-vous, "
            + "je t'aime, t'es au top"),
        (Sign.Undo,
            "défaire, défais, défais ça, annule ça, annule la dernière action, reviens en arrière, revenir en arrière, annule-la"),
        (Sign.Help,
            "aide, aide-moi, aide moi, tu sais faire quoi, que sais-tu faire, qu'est-ce que tu sais faire, tu peux faire quoi, "
            + "que peux-tu faire, comment ça marche, à quoi tu sers"),
        (Sign.Vague, "dont on a parlé, dont on parlait, dont je t'ai parlé, de l'autre jour, qu'on a vu ensemble"),
        (Sign.WhatAbout,
            "et pour, qu'en est-il de, et alors, quid de, quid, et de, et concernant, et chez, et avec, et celles de, et ceux de, "
            + "qu'en est-il pour"),
        (Sign.Only, "juste, seulement, uniquement, juste celles, seulement celles, rien que celles, que celles"),
        (Sign.Same, "pareil pour, la même chose pour, idem pour, même chose pour, même question pour, pareil avec, idem chez"),
        (Sign.Ask,
            "quelle, quelles, quel, quels, qu'est-ce que, qu'est-ce qui, qu'est ce qui, qu'est ce que, combien de, combien d, "
            + "lesquelles, laquelle, est-ce que, est-ce qu, ai-je, avons-nous, a-t-on, qu'ai-je, qu'avons-nous, qu'a-t-on, quoi, "
            + "c'est quoi, quelles sont, quels sont, quelle est, quel est, qu'est-ce qu, que"),
        (Sign.Those,
            "ce qui, ce que, ce qu, celles qui, ceux qui, celles où, tout ce qui, tout ce que, tout ce qu, y a-t-il, il y a, "
            + "y a du, tout ce qu'on a, celles que, ce qu'on a"),
        (Sign.OrNot, "ou pas, ou non"),
        (Sign.Show,
            "montre, montre-moi, montrer, affiche, affiche-moi, afficher, liste, donne-moi la liste, voir, ouvre, ouvrir, "
            + "ouvre-moi, sors, sors-moi, me sortir, sortir, ressors, me montrer, me donner, donne-moi, fais voir, me dire, consulter"),
        (Sign.Find,
            "cherche, chercher, trouve, trouver, recherche, rechercher, retrouve, cherche ce qui parle, cherche tout ce qui parle, "
            + "qui parle, qui parlent"),
        (Sign.Who, "qui, à qui, c'est qui, qui est-ce qui, qui a, c'est à qui, est à qui, elle est à qui, on s'en occupe qui"),
        (Sign.When, "quand, c'est quand, quand est-ce que, pour quand, à quelle date, quel jour, quand est-ce qu, elle est pour quand"),
        (Sign.HowMuch,
            "combien, à combien, total, le total, quel total, quel montant total, ça fait combien, somme, pour combien, "
            + "combien vaut"),
        (Sign.How,
            "comment, comment va, comment vont, comment ça va avec, où en est, où en sont, où en est-on avec, où en est on avec, "
            + "où en sommes-nous avec, comment se porte, comment s'en sort, où on en est avec, ça donne quoi, ça donne quoi chez, "
            + "fais-moi le point sur, fais moi le point sur, le point sur, on en est où, on en est où avec, comment ça se passe, "
            + "comment ça se passe avec, ça se passe comment, ça se passe comment avec, fais le point sur, qu'est-ce que ça donne, "
            + "quelle est la situation avec, comment se débrouille"),
        (Sign.Why,
            "pourquoi, pour quelle raison, pour quelles raisons, raison, raisons, à cause de quoi, grâce à quoi, "
            + "qu'est-ce qui fait qu"),
        (Sign.Doing, "en sort, se débrouille, s'en sort"),
        (Sign.Deals, "affaires, opportunités, pistes, dossiers, ventes, choses, tout, celles, ceux, toutes, tous, toutes les, tous les"),
        (Sign.One,
            "affaire, opportunité, l'affaire, l'opportunité, dossier, celle, celui, le dossier, celle de, celui de, l'affaire de, "
            + "vente, le truc, l'opp, et celle de, celle du, celle d, et celle d"),
        (Sign.With, "avec, chez"),
        (Sign.Alive,
            "vit encore, encore en vie, fermée, toujours ouverte, toujours en cours, est-elle fermée, encore ouverte, "
            + "toujours vivante, encore en cours"),
        (Sign.Overdue, "en retard, retard, en souffrance, dépassée, dépassées, dépassé, à la traîne, du retard, hors délai, le retard"),
        (Sign.NeedsMe,
            "dois-je faire, je dois faire, m'attend, a besoin de moi, ont besoin de moi, à traiter, dois-je traiter, "
            + "faire aujourd'hui, à faire aujourd'hui, urgent aujourd'hui, mon attention, a besoin de mon attention, "
            + "par quoi commencer, prévu pour moi, prévu pour moi aujourd'hui, je commence par quoi, je commence par quoi ce matin, "
            + "par quoi je commence, quoi faire aujourd'hui, je fais quoi aujourd'hui, m'attend aujourd'hui, j'ai quoi aujourd'hui, "
            + "au programme, au programme aujourd'hui, de prévu aujourd'hui"),
        (Sign.Close,
            "clôture, se clôture, se clôturent, clôturer, se termine, se terminent, ferme, ferment, se ferme, se ferment, "
            + "se conclut, se concluent, signe, signent, date de clôture, échéance, closing, date de fin, à conclure, à clôturer, "
            + "à signer, closent, clôturent, arrive à échéance, arrivent à échéance, doit se fermer, doit fermer, la date, tombe, "
            + "tombent, se signe, se signent, se clot, se clôt, se closent, close, doit tomber, doit se signer, doivent se signer, "
            + "doivent tomber, se conclure, se signer, doit se conclure, conclure"),
        (Sign.Wins, "gagner, gagnées, gagnés, victoires, victoire, vendues, gagnons"),
        (Sign.Won,
            "gagne, comme gagnée, gagné, gagnée, remporte, remporté, remportées, remportée, vendu, vendue, signé, signée, "
            + "on a gagné, on a signé, ai signé, avons signé, a signé, ont signé, ils ont signé, marque comme gagnée, "
            + "clôture en gagnée, est gagnée, c'est gagné, c'est signé"),
        (Sign.Losses, "perdues, perdus, perd, perdons, pertes, perte, perdre"),
        (Sign.Lost,
            "perdu, comme perdue, perdue, marque comme perdue, clôture en perdue, est perdue, c'est perdu, est morte, morte, "
            + "est mort, mort"),
        (Sign.Open, "ouverte, ouvertes, en cours, actives, ouvert, ouverts, d'ouvert, active"),
        (Sign.Worth,
            "vaut, valent, pèse, pèsent, portefeuille, pipeline, pipe, représente, représentent, dans le pipe, prévision, "
            + "prévisions, mon portefeuille, valeur du portefeuille, le pipe, prévisionnel"),
        (Sign.Weighted, "pondéré, pondérée, pondérées, valeur pondérée, en pondéré, pondérés, pipeline pondéré, prévision pondérée"),
        (Sign.Owner,
            "responsable, propriétaire, s'occupe, s'en occupe, s'en charge, appartient, gère, commercial, vendeur, suit, "
            + "s'occupe de, à qui appartient, qui suit, qui gère"),
        (Sign.NextStep,
            "prochaine étape, prochaine action, la suite, prochaines étapes, et ensuite, ensuite, une suite, suite prévue, "
            + "une suite de prévue, la suite prévue, de prévu ensuite, la suite pour, prochaine chose à faire"),
        (Sign.Stage,
            "étape, phase, à quelle étape, quelle étape, stade, à quel stade, quelle phase, étapes, à quelle phase, d'une étape, "
            + "une étape"),
        (Sign.Latest,
            "que s'est-il passé, s'est passé, s'est-il passé, dernier changement, dernière activité, dernières nouvelles, "
            + "historique, du nouveau, quoi de neuf, quoi de neuf sur, dernièrement, dernière chose, passé en dernier, en dernier, "
            + "dernière chose faite, des nouvelles de"),
        (Sign.Value, "valeur, montant, prix, budget, valeur estimée, estimation, taille"),
        (Sign.Chances, "chances, chance, probabilité, proba, chances de succès"),
        (Sign.Contact, "contact, client, société, entreprise, interlocuteur, avec qui, avec qui on traite, chez qui, le contact, traite"),
        (Sign.Priority, "priorité, prio, importance, priorités"),
        (Sign.WithoutNextStep,
            "sans prochaine étape, sans étape suivante, sans prochaine action, n'ont pas de prochaine étape, sans suite, "
            + "pas de prochaine étape, sans suite prévue, rien n'est prévu, où rien n'est prévu, rien de prévu, sans rien de prévu, "
            + "n'ont rien de prévu, n'a pas de prochaine étape"),
        (Sign.Stale,
            "bloquée, bloquées, stagnent, stagne, dormantes, oubliées, à risque, immobiles, n'avancent pas, n'avance pas, "
            + "au point mort, en panne, qui traînent, traîne, traînent, dorment, dort, qui dorment, à l'arrêt"),
        (Sign.Title, "titre, intitulé, nom, nouveau titre, nouveau nom, nouveau titre pour, nouveau nom pour"),
        (Sign.Status, "statut, état, où en est-elle, où elle en est, en est où"),
        (Sign.High,
            "haute, hautes, urgent, urgente, élevée, importante, prioritaire, prioritaires, urgentes, haute priorité, "
            + "priorité haute, priorités hautes"),
        (Sign.Normal, "normale, normales, moyenne, priorité normale"),
        (Sign.Low, "basse, basses, faible, priorité basse, priorités basses"),
        (Sign.Mine, "mes, mon, ma, à moi, les miennes, miennes, mes propres, la mienne, de mon côté, toutes mes"),
        (Sign.Team, "équipe, l'équipe, mon équipe, notre équipe, de l'équipe, toute l'équipe, de toute l'équipe"),
        (Sign.Everybody, "tout le monde, de tous, peu importe à qui, peu importe le vendeur, tous vendeurs confondus, n'importe qui"),
        (Sign.Myself, "moi, moi-même, à moi-même"),
        (Sign.I, "j, je"),
        (Sign.Over,
            "plus de, au-dessus de, au dessus de, supérieures à, supérieure à, supérieur à, au moins, au delà de, au-delà de, "
            + "dépassant, plus grand que, à plus de, de plus de, dépassent, supérieurs à"),
        (Sign.Under,
            "moins de, en dessous de, sous, inférieures à, inférieure à, au plus, à moins de, de moins de, inférieurs à, "
            + "au-dessous de"),
        (Sign.Between, "entre"),
        (Sign.Before, "avant"),
        (Sign.Until, "d'ici, jusqu'au, jusqu'à, d'ici le, d'ici la, d'ici au, au plus tard"),
        (Sign.After, "après"),
        (Sign.Since, "depuis, à partir de, à partir du, dès le, dès"),
        (Sign.Is, "maintenant, c'est maintenant, c'est, c'est plutôt, est maintenant"),
        (Sign.Set,
            "marque, marquer, mets, met, mettre, remets, change, changer, modifie, modifier, passe, passer, fixe, fixer, corrige, "
            + "augmente, baisse, ajuste, met à jour, mets à jour, remplace, monte, monter, descends, descendre, remonte, redescends"),
        (Sign.Push,
            "repousse, repousser, décale, décaler, reporte, reporter, retarde, retarder, recule, reculer, prolonge, prolonger, "
            + "leur faut"),
        (Sign.Pull, "avance la date, rapproche, avance la clôture, ramène la date, ramène, ramener"),
        (Sign.Rename,
            "renomme, renommer, appelle celle-ci, change le titre, intitule celle-ci, retitre, change le nom, appelle cette affaire"),
        (Sign.Give,
            "confie, confier, donne, donner, affecte, affecter, attribue, attribuer, transfère, transférer, transmets, "
            + "transmettre, refile, file, passe la main, réaffecte, retire, retirer, filer"),
        (Sign.Claim, "je reprends, je prends, je la prends, je m'en charge, je m'occupe de"),
        (Sign.Reopen, "rouvre, rouvrir, réouvre, réouvrir, réactive, réactiver"),
        (Sign.Note,
            "noter, à noter, à noter sur, ajoute une note, ajouter une note, nota, note que, prends note, commentaire, "
            + "ajoute un commentaire, remarque, prends une note, note bien"),
        (Sign.Task, "tâche, à faire, nouvelle tâche, ajoute une tâche, ajouter une tâche, tâches"),
        (Sign.Remind, "rappelle-moi, rappelle moi, rappelle-moi de, rappelez-moi"),
        (Sign.Call,
            "appeler, appelle, rappeler, rappelle, téléphoner, téléphone, envoyer, envoie, rencontrer, rencontre, écrire à, "
            + "écris à, relancer, relance, demander, demande, visiter, préparer, prépare, inviter, invite, rendez-vous avec, "
            + "rdv avec, rdv"),
        (Sign.Move, "déplace, déplacer, avancer, avance, bascule, basculer, saute"),
        (Sign.Onward,
            "étape suivante, l'étape suivante, étape d'après, à l'étape suivante, fais avancer, faire avancer, à la suivante, "
            + "fais passer à la suite"),
        (Sign.Back,
            "en arrière, étape précédente, retour arrière, à l'étape précédente, étape d'avant, à l'étape d'avant, "
            + "reviens à l'étape d'avant, recule d'une étape, reviens à l'étape précédente"),
        (Sign.It,
            "elle, celle-ci, celle-là, celui-ci, celui-là, cette affaire, cette opportunité, ce dossier, elle-même, la même, "
            + "cette dernière, cette piste, cette vente, je celle-ci veux, cette opp"),
        (Sign.Last, "la dernière, le dernier, dernière de la liste, dernier de la liste, la dernière de la liste"),
        (Sign.Previous,
            "celle d'avant, reviens à celle d'avant, retour à celle d'avant, la précédente, celle précédente, "
            + "reviens à la précédente, retour à la précédente"),
        (Sign.Row, "ligne, rang, numéro de la liste, ligne numéro, de la liste, dans la liste"),
        (Sign.Number, "numéro, n, num, l'affaire numéro, affaire numéro"),
        (Sign.Discount, "remise, rabais, ristourne"),
    ];

    /// <summary>Ordinals by row, from the first on.</summary>
    private static IReadOnlyList<string> Rows { get; } =
    [
        "première premier 1re 1ère 1er", "deuxième seconde 2e 2ème second", "troisième 3e 3ème", "quatrième 4e 4ème", "cinquième 5e 5ème",
        "sixième 6e 6ème", "septième 7e 7ème", "huitième 8e 8ème", "neuvième 9e 9ème", "dixième 10e 10ème",
    ];

    /// <summary>All of it.</summary>
    public static readonly LanguageWords Words = new()
    {
        Numbers =
        [
            "un une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze",
            "quinze", "seize", "", "", "",
        ],
        Tens = ["", "vingt vingts", "trente", "quarante", "cinquante", "soixante", "septante", "huitante octante", "nonante"],
        Score = "vingt vingts",
        Hundred = "cent cents",
        BareThousand = "mille",
        And = "et",
        Half = "demi demie",
        QuarterPart = "",
        Point = "virgule",
        Ordinals = ["premier 1er premiere 1ere", "deuxieme second seconde 2e 2eme", "troisieme 3e 3eme", "quatrieme 4e 4eme"],
        Thirtieth = "",
        AmountLeadIns = "valeur montant budget de pour environ est vaut a presque env estime estimee d'environ pres peu",
        AmountNames = "valeur montant budget vaut prix",
        RangeFrom = "entre de",
        RangeTo = "a et",
        Times = "fois",
        At = "a",
        Each = "chacun chacune piece unite l'unite poste mois mensuel semaine heure jour utilisateur personne mensuels",
        Per = "par la le l' a",
        Things = "licences licence postes poste utilisateurs unites pieces personnes heures jours km kg lumens watts kw metres exemplaires "
            + "cartons bureaux portables chambres lits m2 tonnes salaries visiteurs",
        Less = "moins",
        Discounts = "remise remises rabais ristourne reduction moins remisee escompte",
        ChanceWords = "chance chances probabilite proba prob probable reussite",
        ChanceLeadIns = "a de avec est environ",
        Percent = "pourcent pct",
        OutOf = "sur",
        Months = MonthWords.French,
        Weekdays = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
        ShortWeekdays = ["lun", "mar", "mer merc", "jeu", "ven vend", "sam", "dim"],
        UnsureWeekdays = "mar mer jeu sam dim",
        NotWeekdays = "",
        DateLeadIns = "pour avant cloture cloturer cloturee clore le la a au en d'ici ici prevu prevue signature signer signe echeance "
            + "vers courant jusqu'a jusqu'au partir de des du debut debutant livraison plus tard l'",
        WeakDateLeadIns = "de des du debut plus tard livraison l'",
        NotBeforeMonth = "la le",
        LaterThan = "plus-tard",
        ClosingWords = "avant cloture cloturer cloturee clore d'ici prevu prevue signature signer signe echeance jusqu'a jusqu'au",
        MeetingWords = "reunion rencontre rencontree rencontres vu vue vus appel appele appelee visite visites rdv rendez-vous cr "
            + "compte-rendu compte notes echange discute parle recu recue envoye envoyee hier entretien atelier",
        Next = "prochain prochaine prochains",
        NextBehind = "prochain prochaine",
        This = "ce cette cet",
        Last = "",
        LastBehind = "dernier derniere passe passee",
        Fillers = "de du la le l' ce cette prochain prochaine",
        In = "dans sous d'ici",
        About = "environ les",
        AboutInDoubt = "environ",
        FromNow = "",
        Day = "jour jours j",
        Week = "semaine semaines",
        Month = "mois",
        Quarter = "trimestre trimestres",
        HalfYear = "semestre semestres",
        Year = "an ans annee annees l'annee d'annee",
        Working = "ouvres ouvre ouvrables ouvrable",
        Time = "",
        Fortnights = "quinzaine=14 huitaine=7",
        End = "fin",
        Late = "",
        Middle = "mi milieu",
        Start = "debut",
        Today = "aujourd'hui",
        Tomorrow = "demain",
        AfterTomorrow = "apres-demain",
        Yesterday = "hier",
        EndOfWeek = "",
        EndOfMonth = "",
        EndOfQuarter = "",
        EndOfYear = "",
        Behind = "",
        QuarterLetter = 't',
        HalfLetter = 's',
        WeekOnWords = "",
        Seasons = ["printemps", "ete l'ete d'ete", "automne l'automne d'automne", "hiver l'hiver d'hiver"],
        SeasonLeadIns = "avant au cet cette en d'ici pour le l' pendant courant du debut fin ce",
        Before = "avant pour d'ici",
        Of = "de d' du",
        The = "le",
        WeeksLater = "de la semaine prochaine=0|en huit=1|en quinze=2",
        PercentPhrases = "pour cent",
        BeforeTax = "ht h.t",
        StrictlyBefore = "avant",
        AfterNext = "",
        On = "",
        Christmas = "noel",
        Priority = "priorite prio",
        High = "haute haut elevee forte urgent urgente",
        Low = "basse faible",
        Normal = "normale moyenne",
        Urgent = "urgent urgente",
        Not = "pas non",
        Very = "tres",
        Connectors = "pour chez avec et a de du le la en cloture avant valeur montant vendeur",
        PersonLeadIns = "pour par avec a",
        ContactLeads = "pour chez avec client contact",
        SureContactLeads = "chez client",
        NamedContactLeads = "pour",
        FromLeads = "de chez avec pour",
        CompanyLeads = "de chez",
        TitleWords = "affaire affaires piste opportunite opp lead prospect",
        TitleArticles = "un une le la l' nouvelle nouveau nouvel autre notre ma mon",
        TitleVerbs = "saisis saisir enregistre j'ai on a nous avons eu recu tiens voici ajoute ajouter cree creer noter une belle grosse "
            + "petite bonne",
        NotTitleWords = "piste=cyclable piste=d'athletisme piste=de affaire=de lead=generation lead=nurturing lead=scoring",
        Indefinite = "un une nouvelle nouveau nouvel autre",
        SaleVerbs = "ai j'ai avons a eu recu trouve decroche ajoute",
        SaleOrigins = "de chez avec pour",
        AroundWishes = "il elle ils elles on qui a ont de des du d' le la les l' un une pour je client cliente",
        TitleTrailing = "possible potentielle potentiel",
        Wishes = "veut veulent souhaite souhaitent besoin interesse interesses interessee demande demandent demandes cherche cherchent "
            + "voudrait voudraient recherche s'interesse appele",
        QuestionWords = "qui que quoi quand ou pourquoi comment combien quel quelle quels quelles est-ce qu'est-ce",
        NoSaleWords = "note tache pas aucun aucune gagne gagnee perdu perdue annule annuler supprime change changer modifie modifier "
            + "deplace deplacer repousse repousser montre montrer cherche-moi trouve-moi ouvre rappelle rappelle-moi mets passe",
        Short = "st=saint ste=sainte ets=etablissements etabl=etablissements cie=compagnie constr=constructions htl=hotel htls=hotels "
            + "ste.=societe soc=societe gpe=groupe grp=groupe assoc=association univ=universite",
        MailSubject = "objet sujet",
        MailSender = "de",
        MailHeaders = "a envoye cc cci date pieces-jointes importance",
        MailReplies = "re tr rep",
        MailQuotes = "a ecrit :|a ecrit:",
        MailOriginal = "message original|message d'origine|message transfere|message initial",
        MailEnds = "cordialement|bien cordialement|bien a vous|cdlt|merci|merci d'avance|salutations|bonne journee|envoye de mon|"
            + "sinceres salutations",
        MailGreetings = "bonjour bonsoir salut cher chere",
        NoteHeads = "reunion compte-rendu compte cr notes appel visite rdv rendez-vous atelier entretien",
        NoteFields = "participants|presents|date|lieu|heure|ordre du jour|redacteur|personnes presentes",
        Phrases = Phrases,
        Rows = Rows,
    };
}
