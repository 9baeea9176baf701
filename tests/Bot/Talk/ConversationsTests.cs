using System.Text.Json.Nodes;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Talk;

/// <summary>
/// Whole conversations, six in each language: every line is answered with what it asks for, and what is stored in the end is what was said.
/// A line that begins with <c>→</c> presses that button of the card before, with what stands in braces typed into it.
/// </summary>
public sealed class ConversationsTests
{
    private static readonly DateOnly Friday = new(2026, 3, 6);

    [Fact]
    public async Task ALeadIsWrittenDown_Corrected_AndWorkedOn()
    {
        await using var bot = await BotApplication.StartAsync();
        await TalkAsync(bot, Anna, """
            good morning | Hello Anna Keller.
            got a lead from Northwind, quay lamps, about 20k, end of june | quay lamps · Northwind Harbour · 20,000 EUR · closes 30 Jun 2026
            make it 30k | 20,000 EUR → 30,000 EUR
            high priority that one | priority high
            what is overdue? | 6 opportunities are late
            save | quay lamps · Northwind Harbour · 30,000 EUR
            ok save | Saved as OPP-00041.
            who owns it? | OPP-00041 is with Anna Keller.
            note: they want warm white | Noted: “they want warm white”
            next step: send samples on friday | send samples (6 Mar 2026)
            next stage | Moved to Qualification.
            what's the next step? | Next step of OPP-00041: send samples
            thanks | With pleasure.
            """);
        await IsLeadAsync(bot, "quay lamps", "send samples", "they want warm white");
    }

    [Fact]
    public async Task UnePisteEstSaisie_Corrigee_EtSuivie()
    {
        await using var bot = await FrenchAsync();
        await TalkAsync(bot, FrenchAnna, """
            bonjour | Bonjour Anna Keller.
            j'ai une piste chez Northwind, lampes de quai, environ 20k, fin juin | lampes de quai · Northwind Harbour · 20 000 EUR
            mets plutôt 30k | 20 000 EUR → 30 000 EUR
            celle-là en priorité haute | priorité haute
            qu'est-ce qui est en retard ? | 6 opportunités en retard
            oui enregistre | lampes de quai · Northwind Harbour · 30 000 EUR
            enregistre | OPP-00041
            c'est à qui ? | OPP-00041 est suivie par Anna Keller.
            note : ils veulent du blanc chaud | Noté : « ils veulent du blanc chaud »
            prochaine étape : envoyer les échantillons vendredi | envoyer les échantillons (6 mars 2026)
            étape suivante | Passée à l’étape Qualification.
            merci | Avec plaisir.
            """);
        await IsLeadAsync(bot, "lampes de quai", "envoyer les échantillons", "ils veulent du blanc chaud");
    }

    [Fact]
    public async Task OfAListOneIsOpened_AskedAbout_Changed_AndTakenBack()
    {
        await using var bot = await BotApplication.StartAsync();
        await TalkAsync(bot, Anna, """
            what is overdue? | 6 opportunities are late, 369,650 EUR.
            the second one | Ward refit
            who is it with? | The contact of OPP-00003 is Fabrikam Clinics.
            push it to the 20th of march | 12 Mar 2026 → 20 Mar 2026
            what happened last? | Updated at Presentation.
            move it to Proposal | The stage Proposal needs a quote
            undo | Undone.
            what closes this month over 50k? | 2 opportunities, 157,250 EUR.
            and next month? | 1 opportunity, 128,000 EUR.
            the first | Clean room panels
            chances are more like 40% | 75% → 40%
            back to the one before | Ward refit
            cheers mate | With pleasure.
            """);
        Assert.Equal(new DateOnly(2026, 3, 12), (await bot.StoredAsync("OPP-00003")).Current!.EstimatedCloseDate);
        Assert.Equal(40, (await bot.StoredAsync("OPP-00007")).Current!.ChancesOfSuccess);
    }

    [Fact]
    public async Task DUneListeUneEstOuverte_Questionnee_Changee_EtReprise()
    {
        await using var bot = await FrenchAsync();
        await TalkAsync(bot, FrenchAnna, """
            qu'est-ce qui est en retard ? | 6 opportunités en retard, 369 650 EUR.
            la deuxième | Ward refit
            c'est avec qui ? | Le contact de OPP-00003 est Fabrikam Clinics.
            repousse-la d'une semaine | 12 mars 2026 → 19 mars 2026
            il s'est passé quoi en dernier ? | Mise à jour à l’étape Presentation.
            passe-la en Proposal | Il manque quelque chose pour avancer.
            défaire | Annulé. Tout est comme avant.
            qu'est-ce qui se conclut ce mois-ci au dessus de 50k | 2 opportunités, 157 250 EUR.
            et le mois prochain | 1 opportunité, 128 000 EUR.
            la première | Clean room panels
            les chances c'est plutôt 40 % | 75 % → 40 %
            reviens à celle d'avant | Ward refit
            merci bien | Avec plaisir.
            """);
        Assert.Equal(new DateOnly(2026, 3, 12), (await bot.StoredAsync("OPP-00003")).Current!.EstimatedCloseDate);
        Assert.Equal(40, (await bot.StoredAsync("OPP-00007")).Current!.ChancesOfSuccess);
    }

    [Fact]
    public async Task OneIsWonWithItsAmount_TakenBack_AndWonAgain()
    {
        await using var bot = await BotApplication.StartAsync();
        await TalkAsync(bot, Anna, """
            my deals | My open opportunities
            show me depot floodlights | Tailspin Rail · OPP-00005
            set it to 70k | 61,250 EUR → 70,000 EUR
            won it for 68k, better price | Close as won
            → Close as won {} | Won
            is it closed? | OPP-00005: Won.
            undo | Undone.
            has it been closed | OPP-00005: In progress.
            won it for 69k | Close as won
            → Close as won {"reason":"PRICE_W"} | Won
            what did I win this month? | 1 opportunity won, 69,000 EUR.
            why? | Better price
            thank you very much | With pleasure.
            """);
        var won = await bot.StoredAsync("OPP-00005");
        Assert.Equal((OpportunityStatus.Won, 69_000m), (won.Status, won.Current!.CurrentValue));
    }

    [Fact]
    public async Task UneAffaireEstGagnee_Reprise_PuisPerdue()
    {
        await using var bot = await FrenchAsync();
        await TalkAsync(bot, FrenchAnna, """
            mes affaires | Mes opportunités ouvertes
            montre Depot floodlights | Tailspin Rail · OPP-00005
            mets la valeur à 70k | 61 250 EUR → 70 000 EUR
            gagnée à 68k | Clôturer : gagnée
            → Clôturer : gagnée {"reason":"PRICE_W"} | Gagnée
            elle est fermée ? | OPP-00005 : Gagnée.
            défaire | Annulé. Tout est comme avant.
            elle est fermée ? | OPP-00005 : En cours.
            perdue, trop cher | Clôturer : perdue
            → Clôturer : perdue {"reason":"PRICE_L"} | Perdue
            j'ai perdu quoi ce mois-ci ? | 1 opportunité perdue
            et pourquoi | Price too high
            merci beaucoup | Avec plaisir.
            """);
        Assert.Equal(OpportunityStatus.Lost, (await bot.StoredAsync("OPP-00005")).Status);
    }

    [Fact]
    public async Task AManagerAsksForTheTeam_GivesOneAway_AndTakesItBack()
    {
        await using var bot = await BotApplication.StartAsync();
        await TalkAsync(bot, David, """
            what is overdue in the team? | 24 opportunities are late
            and chloé's | of Chloé Martin
            the first one | Ferry pier
            give it to Ben | Ben Okafor has it now
            undo | Undone.
            how is Ben doing? | Ben Okafor: 7 open
            and chloé? | Chloé Martin: 7 open
            how much is the team's pipeline worth this quarter? | 1,400,050 EUR in all
            and next quarter? | 871,700 EUR in all
            why are we losing? | Put off by the customer
            anything over 150k without a next step | 5 opportunities, 1,003,000 EUR.
            give the first one to Ben | Ben Okafor has it now
            bye | Goodbye, David Lindqvist.
            """);
        Assert.Equal("CHLOE", (await bot.StoredAsync("OPP-00023")).Salesperson!.Code);
        Assert.Equal("BEN", (await bot.StoredAsync("OPP-00033")).Salesperson!.Code);
    }

    [Fact]
    public async Task UnResponsableInterrogeLEquipe_EtConfieUneAffaire()
    {
        await using var bot = await FrenchAsync();
        await TalkAsync(bot, FrenchDavid, """
            le retard de toute l'équipe | 24 opportunités en retard
            et celles de Chloé | de Chloé Martin
            la première | Ferry pier
            confie-la à Ben | Ben Okafor en est maintenant responsable
            défaire | Annulé. Tout est comme avant.
            comment s'en sort Ben | Ben Okafor : 7 ouvertes
            et Chloé alors | Chloé Martin : 7 ouvertes
            le pipe de toute l'equipe ça fait combien | 2 271 750 EUR au total
            et le trimestre prochain | 871 700 EUR au total
            pourquoi on perd | Put off by the customer
            plus de 150k et pas de prochaine étape | 5 opportunités, 1 003 000 EUR.
            confie la première à Ben | Ben Okafor en est maintenant responsable
            à demain | Au revoir, David Lindqvist.
            """);
        Assert.Equal("CHLOE", (await bot.StoredAsync("OPP-00023")).Salesperson!.Code);
        Assert.Equal("BEN", (await bot.StoredAsync("OPP-00033")).Salesperson!.Code);
    }

    [Fact]
    public async Task OneIsChangedBySentences_AndEachSaysWhatItChanged()
    {
        await using var bot = await BotApplication.StartAsync();
        await TalkAsync(bot, Anna, """
            show 8 | Gallery spots
            change the value to 26k | 23,900 EUR → 26,000 EUR
            sorry, 25k i meant | 26,000 EUR → 25,000 EUR
            and the chances to 55 | 10% → 55%
            rename it to Gallery spotlights | Gallery spots, Adatum → Gallery spotlights
            contact is Marc Dubois | stays with the company Adatum Museum
            undo | Undone.
            note: budget is frozen till june | Noted: “budget is frozen till june”
            call Ana tomorrow at 9 | Task for 3 Mar 2026: call Ana
            what's the next step? | OPP-00008 has no next step.
            next step: send the offer on friday | send the offer (6 Mar 2026)
            and when does it close? | OPP-00008 is expected to close on 10 May 2026.
            make it low priority | Normal → Low
            ok thats all for today | Goodbye, Anna Keller.
            """);
        await IsChangedAsync(bot, "send the offer", "budget is frozen till june", "call Ana");
    }

    [Fact]
    public async Task UneAffaireEstChangeeParDesPhrases()
    {
        await using var bot = await FrenchAsync();
        await TalkAsync(bot, FrenchAnna, """
            voir 8 | Gallery spots
            mets la valeur à 26k | 23 900 EUR → 26 000 EUR
            pardon, 25k je voulais dire | 26 000 EUR → 25 000 EUR
            et les chances à 55 | 10 % → 55 %
            renomme-la en Spots galerie | Gallery spots, Adatum → Spots galerie
            le contact c'est Marc Dubois | reste dans la société Adatum Museum
            défaire | Annulé. Tout est comme avant.
            note : budget gelé jusqu'en juin | Noté : « budget gelé jusqu'en juin »
            appeler Ana demain à 9h | Tâche pour le 3 mars 2026 : appeler Ana
            c'est quoi la prochaine étape ? | OPP-00008 n’a pas de prochaine étape.
            prochaine étape : envoyer l'offre vendredi | envoyer l'offre (6 mars 2026)
            elle se clôture quand | La clôture de OPP-00008 est prévue le 10 mai 2026.
            remets la en priorité basse | Normale → Basse
            bon c'est tout pour aujourd'hui | Au revoir, Anna Keller.
            """);
        await IsChangedAsync(bot, "envoyer l'offre", "budget gelé jusqu'en juin", "appeler Ana");
    }

    [Fact]
    public async Task AnOpenFormIsFilledBetweenQuestions_AndWhatWasMadeIsLostAndReopened()
    {
        await using var bot = await BotApplication.StartAsync();
        await TalkAsync(bot, Anna, """
            new | type the title
            Reading lamps | type the contact
            what is overdue? | 6 opportunities are late
            Proseware Schools | type the value
            who owns radiology? | OPP-00022 is with Chloé Martin.
            12k | 12,000 EUR
            and close it 15 may | closes 15 May 2026
            ok save | Reading lamps · Proseware Schools · 12,000 EUR · closes 15 May 2026
            yes | Saved as OPP-00041.
            move it to qualification | Moved to Qualification.
            lost it, price too high | Close as lost
            → Close as lost {"reason":"PRICE_L"} | Lost
            reopen it | You may not do this.
            thx! | With pleasure.
            """);
        await IsLostAsync(bot, "Reading lamps");
    }

    [Fact]
    public async Task UnFormulaireOuvertNAvalePasLesQuestions()
    {
        await using var bot = await FrenchAsync();
        await TalkAsync(bot, FrenchAnna, """
            nouvelle opportunité | tapez le titre
            Lampes de lecture | tapez le contact
            qu'est-ce qui est en retard | 6 opportunités en retard
            Proseware Schools | tapez la valeur
            qui s'occupe de radiology ? | OPP-00022 est suivie par Chloé Martin.
            12k | 12 000 EUR
            et clôture 15 mai | clôture le 15 mai 2026
            oui enregistre | Lampes de lecture · Proseware Schools · 12 000 EUR · clôture le 15 mai 2026
            oui | OPP-00041
            passe-la en qualification | Passée à l’étape Qualification.
            perdue, trop cher | Clôturer : perdue
            → Clôturer : perdue {"reason":"PRICE_L"} | Perdue
            rouvre-la | Vous n’avez pas le droit de faire cela.
            super merci | Avec plaisir.
            """);
        await IsLostAsync(bot, "Lampes de lecture");
    }

    private static ChatPerson FrenchAnna => Anna with { Locale = "fr-FR" };

    private static ChatPerson FrenchDavid => David with { Locale = "fr-FR" };

    private static async Task<BotApplication> FrenchAsync()
    {
        var bot = await BotApplication.StartAsync();
        await bot.InDatabaseAsync(db => db.Salespeople.ExecuteUpdateAsync(set => set.SetProperty(p => p.Language, "fr")));
        return bot;
    }

    private static async Task IsLeadAsync(BotApplication bot, string title, string step, string note)
    {
        Assert.Equal(41, await bot.CountAsync());
        var made = await bot.StoredAsync("OPP-00041");
        Assert.Equal((title, "Northwind Harbour", "ANNA"), (made.Description, made.Contact!.Name, made.Salesperson!.Code));
        Assert.Equal((30_000m, Priority.High, 2), (made.Current!.EstimatedValue, made.Priority, made.Current.StageNumber));
        Assert.Equal((step, (DateOnly?)Friday), (made.NextStep, made.NextStepDate));
        Assert.Equal([note], await NotesAsync(bot, made.No));
    }

    private static async Task IsChangedAsync(BotApplication bot, string step, string note, string task)
    {
        var changed = await bot.StoredAsync("OPP-00008");
        Assert.Equal("Gallery spots, Adatum", changed.Description); // taken back
        Assert.Equal((25_000m, 55m, Priority.Low), (changed.Current!.EstimatedValue, changed.Current.ChancesOfSuccess, changed.Priority));
        Assert.Equal((step, (DateOnly?)Friday), (changed.NextStep, changed.NextStepDate));
        Assert.Equal([note], await NotesAsync(bot, changed.No));
        Assert.Contains(changed.Tasks, t => t.Description.StartsWith(task, StringComparison.Ordinal) && t.Date == new DateOnly(2026, 3, 3));
    }

    private static async Task IsLostAsync(BotApplication bot, string title)
    {
        var lost = await bot.StoredAsync("OPP-00041");
        Assert.Equal((title, "Proseware Schools", OpportunityStatus.Lost), (lost.Description, lost.Contact!.Name, lost.Status));
        Assert.Equal([2, 1], lost.Entries.Select(e => e.StageNumber).OfType<int>().Where(s => s > 0).Distinct().OrderDescending());
    }

    private static Task<List<string>> NotesAsync(BotApplication bot, string no) => bot.InDatabaseAsync(async db =>
        (await db.AuditEntries.AsNoTracking().Where(a => a.SubjectKey == no && a.Sentence == AuditSentences.NoteAdded).ToListAsync())
            .ConvertAll(a => a.Arguments[0]));

    private static async Task TalkAsync(BotApplication bot, ChatPerson person, string lines)
    {
        ShownCard? last = null;
        foreach (var (say, comes) in lines.Split('\n').Select(l => l.Split(" | ", 2)).Select(l => (l[0].Trim(), l[1].Trim())))
        {
            last = say.StartsWith('→') ? await PressAsync(bot, person, last!, say[1..].Split('{', 2)) : await bot.SayAsync(person, say);
            var answer = last.Text.Replace('\u202f', ' ').Replace('\u00a0', ' ');
            Assert.True(answer.Contains(comes, StringComparison.Ordinal), $"“{say}” was answered:\n{answer}\n\nwithout “{comes}”.");
        }

        Assert.Empty(bot.Failures);
    }

    private static Task<ShownCard> PressAsync(BotApplication bot, ChatPerson person, ShownCard card, string[] button) =>
        bot.PressAsync(person, card, button[0].Trim(), JsonNode.Parse("{" + button[1]));
}
