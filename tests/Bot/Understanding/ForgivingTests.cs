using ChatOpportunities.Bot.Understanding;

namespace ChatOpportunities.Tests.Bot.Understanding;

/// <summary>Lines dictated, shortened and misspelt, and what in them may mean something else.</summary>
public class ForgivingTests
{
    [Theory]
    [InlineData("pool lights twenty five thousand", "title=pool lights | value=25000")]
    [InlineData("pool lights one hundred and twenty thousand euros", "title=pool lights | value=120000")]
    [InlineData("pool lights 35 grand", "title=pool lights | value=35000")]
    [InlineData("pool lights two and a half million", "title=pool lights | value=2500000")]
    [InlineData("pool lights a quarter of a million", "title=pool lights | value=250000")]
    [InlineData("pool lights one point five million", "title=pool lights | value=1500000")]
    [InlineData("pool lights twelve hundred euros", "title=pool lights | value=1200")]
    [InlineData("pool lights 1 million 200 thousand", "title=pool lights | value=1200000")]
    [InlineData("pool lights four twenty thousand", "title=pool lights | value=420000 | doubts=value")]
    [InlineData("pool lights 3k5", "title=pool lights | value=3500 | doubts=value")]
    [InlineData("pool lights .5m", "title=pool lights | value=500000")]
    [InlineData("pool lights 1,250k", "title=pool lights | value=1250 | doubts=value")]
    [InlineData("pool lights 3 x 40k", "title=pool lights | value=120000")]
    [InlineData("pool lights 3x40k", "title=pool lights | value=120000")]
    [InlineData("pool lights 40k x 3", "title=pool lights | value=120000")]
    [InlineData("pool lights 40-50k", "title=pool lights | value=40000 | doubts=value")]
    [InlineData("pool lights between 40 and 50k", "title=pool lights | value=40000 | doubts=value")]
    [InlineData("pool lights from €40k to €50k", "title=pool lights | value=40000 | doubts=value")]
    [InlineData("pool lights 40 to 50 thousand", "title=pool lights | value=40000 | doubts=value")]
    [InlineData("pool lights 45k with a 10% discount", "title=pool lights 10% discount | value=45000 | doubts=title,value")]
    [InlineData("pool lights 45k, 5k off", "title=pool lights 5k off | value=45000 | doubts=title,value")]
    [InlineData("pool lights 5k discount", "title=pool lights discount | value=5000 | doubts=title,value")]
    [InlineData("12 pool lights at 450 €", "title=12 pool lights | value=450 | doubts=value")]
    [InlineData("pool lights 450 € each", "title=pool lights each | value=450 | doubts=title,value")]
    [InlineData("pool lights 45k per month", "title=pool lights per month | value=45000 | doubts=title,value")]
    [InlineData("pool lights 10k users", "title=pool lights users | value=10000 | doubts=title,value")]
    [InlineData("pool lights $45k", "title=pool lights | value=45000 | doubts=value")]
    [InlineData("pool lights 45k USD", "title=pool lights | value=45000 | doubts=value")]
    [InlineData("pool lights 45,000 pounds", "title=pool lights | value=45000 | doubts=value")]
    [InlineData("pool lights EUR 45k", "title=pool lights | value=45000")]
    [InlineData("pool lights 45k fri", "title=pool lights | value=45000 | close=2026-03-13")]
    [InlineData("pool lights 45k thurs", "title=pool lights | value=45000 | close=2026-03-12")]
    [InlineData("pool lights 45k by mon", "title=pool lights | value=45000 | close=2026-03-16 | doubts=closeDate")]
    [InlineData("pool lights 45k wendesday", "title=pool lights | value=45000 | close=2026-03-18 | doubts=closeDate")]
    [InlineData("sun shades 45k", "title=sun shades | value=45000")]
    [InlineData("pool lights 45k on the 28th", "title=pool lights | value=45000 | close=2026-03-28")]
    [InlineData("pool lights 45k by the 5th", "title=pool lights | value=45000 | close=2026-04-05")]
    [InlineData("2nd floor lights 45k", "title=2nd floor lights | value=45000")]
    [InlineData("pool lights 45k on the 28th of next month", "title=pool lights | value=45000 | close=2026-04-28")]
    [InlineData("pool lights 45k in 10 working days", "title=pool lights | value=45000 | close=2026-03-25")]
    [InlineData("pool lights 45k end of H1", "title=pool lights | value=45000 | close=2026-06-30")]
    [InlineData("pool lights 45k H2 2027", "title=pool lights | value=45000 | close=2027-12-31")]
    [InlineData("pool lights 45k second half of 2027", "title=pool lights | value=45000 | close=2027-12-31")]
    [InlineData("pool lights 45k Q3'27", "title=pool lights | value=45000 | close=2027-09-30")]
    [InlineData("pool lights 45k Friday week", "title=pool lights | value=45000 | close=2026-03-20")]
    [InlineData("pool lights 45k a week on Friday", "title=pool lights | value=45000 | close=2026-03-20")]
    [InlineData("pool lights 45k EOQ", "title=pool lights | value=45000 | close=2026-03-31")]
    [InlineData("pool lights 45k mid next month", "title=pool lights | value=45000 | close=2026-04-15")]
    [InlineData("pool lights 45k in six weeks' time", "title=pool lights | value=45000 | close=2026-04-22")]
    [InlineData("pool lights 45k the thirtieth of June", "title=pool lights | value=45000 | close=2026-06-30")]
    [InlineData("pool lights 45k twenty first of May", "title=pool lights | value=45000 | close=2026-05-21")]
    [InlineData("pool lights 45k 30 Septmber", "title=pool lights | value=45000 | close=2026-09-30 | doubts=closeDate")]
    [InlineData("pool lights 45k by spring", "title=pool lights | value=45000 | close=2026-05-31 | doubts=closeDate")]
    [InlineData("pool lights 45k this summer", "title=pool lights | value=45000 | close=2026-08-31 | doubts=closeDate")]
    [InlineData("Spring campaign 45k", "title=Spring campaign | value=45000")]
    [InlineData("pool lights 45k 3 June 30 June", "title=pool lights 30 June | value=45000 | close=2026-06-03 | doubts=closeDate,title")]
    [InlineData(
        "pool lights 45k 3 June event, close 30 June",
        "title=pool lights 3 June event | value=45000 | close=2026-06-30 | doubts=title")]
    [InlineData(
        "Met Contoso Hotels yesterday, pool lights 45k by end of June",
        "title=pool lights | contact=31 | value=45000 | close=2026-06-30")]
    [InlineData("pool lights 45k, demo on Tuesday", "title=pool lights | value=45000")]
    [InlineData("pool lights 45k prob 15", "title=pool lights | value=45000 | chances=15")]
    [InlineData("pool lights 45k 0.6", "title=pool lights | value=45000 | chances=60 | doubts=chances")]
    [InlineData("pool lights 45k chance 0.6", "title=pool lights | value=45000 | chances=60")]
    [InlineData("pool lights 45k 50/50", "title=pool lights | value=45000 | chances=50")]
    [InlineData("pool lights 45k fifty-fifty", "title=pool lights | value=45000 | chances=50")]
    [InlineData("pool lights 45k one in three chance", "title=pool lights | value=45000 | chances=33")]
    [InlineData("pool lights 45k sixty percent", "title=pool lights | value=45000 | chances=60")]
    [InlineData("pool lights contoso hotels 45k", "title=pool lights | contact=31 | value=45000")]
    [InlineData("pool lights contoso htls 45k", "title=pool lights | contact=31 | value=45000 | doubts=contact")]
    [InlineData("pool lights for contosso hotels 45k", "title=pool lights | contact=31 | value=45000 | doubts=contact")]
    [InlineData("pool lights contoso   hotels 45k", "title=pool lights | contact=31 | value=45000")]
    [InlineData("pool lights for contoso 45k", "title=pool lights | contact=31 | value=45000 | doubts=contact")]
    [InlineData("roof northwind 45k", "title=roof | contact=35 | value=45000 | doubts=contact")]
    [InlineData("roof northwind constr 45k", "title=roof | contact=35 | value=45000 | doubts=contact")]
    [InlineData("roof north wind construction 45k", "title=roof | contact=35 | value=45000 | doubts=contact")]
    [InlineData("roof fabrikm clinics 45k", "title=roof | contact=36 | value=45000 | doubts=contact")]
    [InlineData("roof for Claire 45k", "title=roof | contact?=Claire | value=45000 | doubts=contact")]
    [InlineData("roof claire petit 45k", "title=roof | contact=38 | value=45000")]
    [InlineData("roof 45k for jhon", "title=roof | value=45000 | doubts=salesperson")]
    [InlineData("deal: pool lights Contoso Hotels 45k", "title=pool lights | contact=31 | value=45000")]
    [InlineData("new opp for pool lights at Contoso Hotels 45k", "title=pool lights | contact=31 | value=45000")]
    [InlineData("got a lead from Northwind, about 20k, spring", "contact=35 | value=20000 | close=2026-05-31 | doubts=closeDate")]
    [InlineData("got a lead from Zephyr, about 20k, spring", "contact?=Zephyr | value=20000 | close=2026-05-31 | doubts=closeDate,contact")]
    [InlineData("Lead generation campaign for Contoso Hotels 20k", "title=Lead generation campaign | contact=31 | value=20000")]
    public void English(string line, string expected) => Assert.Equal(expected, Told(line, "en-US"));

    [Theory]
    [InlineData("Éclairage vingt cinq mille", "title=Éclairage | value=25000")]
    [InlineData("Éclairage un million deux", "title=Éclairage | value=1200000")]
    [InlineData("Éclairage un million deux cent mille euros", "title=Éclairage | value=1200000")]
    [InlineData("Éclairage 3,1 millions", "title=Éclairage | value=3100000")]
    [InlineData("Éclairage trois virgule un millions", "title=Éclairage | value=3100000")]
    [InlineData("Éclairage quatre-vingt-dix-sept mille trois cents euros", "title=Éclairage | value=97300")]
    [InlineData("Éclairage soixante et onze mille", "title=Éclairage | value=71000")]
    [InlineData("Éclairage deux millions et demi", "title=Éclairage | value=2500000")]
    [InlineData("Éclairage deux mille cinq", "title=Éclairage | value=2500 | doubts=value")]
    [InlineData("Éclairage mille deux cents euros", "title=Éclairage | value=1200")]
    [InlineData("Éclairage 1M2", "title=Éclairage | value=1200000 | doubts=value")]
    [InlineData("Éclairage 2 millions 5", "title=Éclairage | value=2500000 | doubts=value")]
    [InlineData("Éclairage trois fois 40 000 €", "title=Éclairage | value=120000")]
    [InlineData("Éclairage entre 40 et 50k", "title=Éclairage | value=40000 | doubts=value")]
    [InlineData("Éclairage de 40 000 à 50 000 €", "title=Éclairage | value=40000 | doubts=value")]
    [InlineData("Éclairage 45k avec 10 % de remise", "title=Éclairage 10 % de remise | value=45000 | doubts=title,value")]
    [InlineData("Éclairage 45k, remise de 5k", "title=Éclairage remise de 5k | value=45000 | doubts=title,value")]
    [InlineData("40 licences à 450 €", "title=40 licences | value=450 | doubts=value")]
    [InlineData("Éclairage 450 € pièce", "title=Éclairage pièce | value=450 | doubts=title,value")]
    [InlineData("Éclairage 450 € par mois", "title=Éclairage par mois | value=450 | doubts=title,value")]
    [InlineData("Éclairage 45 000 francs", "title=Éclairage | value=45000 | doubts=value")]
    [InlineData("Éclairage 45k vendrdi", "title=Éclairage | value=45000 | close=2026-03-13 | doubts=closeDate")]
    [InlineData("Éclairage 45k lun", "title=Éclairage | value=45000 | close=2026-03-16")]
    [InlineData("Éclairage 45k pour mar", "title=Éclairage | value=45000 | close=2026-03-17 | doubts=closeDate")]
    [InlineData("Éclairage 45k le 28", "title=Éclairage | value=45000 | close=2026-03-28")]
    [InlineData("Éclairage 45k le 5", "title=Éclairage | value=45000 | close=2026-04-05")]
    [InlineData("Éclairage 45k le 28 du mois prochain", "title=Éclairage | value=45000 | close=2026-04-28")]
    [InlineData("Éclairage 45k dans 10 jours ouvrés", "title=Éclairage | value=45000 | close=2026-03-25")]
    [InlineData("Éclairage 45k fin S1", "title=Éclairage | value=45000 | close=2026-06-30")]
    [InlineData("Éclairage 45k premier semestre 2027", "title=Éclairage | value=45000 | close=2027-06-30")]
    [InlineData("Éclairage 45k vendredi en quinze", "title=Éclairage | value=45000 | close=2026-03-27")]
    [InlineData("Éclairage 45k le trente et un mars", "title=Éclairage | value=45000 | close=2026-03-31")]
    [InlineData("Éclairage 45k cet été", "title=Éclairage | value=45000 | close=2026-08-31 | doubts=closeDate")]
    [InlineData("Éclairage 45k avant l'été", "title=Éclairage | value=45000 | close=2026-05-31 | doubts=closeDate")]
    [InlineData("Éclairage 45k une chance sur deux", "title=Éclairage | value=45000 | chances=50")]
    [InlineData("Éclairage 45k proba 15", "title=Éclairage | value=45000 | chances=15")]
    [InlineData("Éclairage 45k soixante pour cent", "title=Éclairage | value=45000 | chances=60")]
    [InlineData(
        "Réunion Saint-Gobain du 3 mars, éclairage 45k, signature le 30 juin",
        "title=éclairage | contact=32 | value=45000 | close=2026-06-30")]
    [InlineData("Rénovation ets durand 45k", "title=Rénovation | contact=33 | value=45000 | doubts=contact")]
    [InlineData("Rénovation chez Ets Durand 45k", "title=Rénovation | contact=33 | value=45000 | doubts=contact")]
    [InlineData("Rénovation st gobain 45k", "title=Rénovation | contact=32 | value=45000 | doubts=contact")]
    [InlineData("Rénovation saint gobain 45k", "title=Rénovation | contact=32 | value=45000 | doubts=contact")]
    [InlineData("Rénovation loreal 45k", "title=Rénovation | contact=34 | value=45000 | doubts=contact")]
    [InlineData("Rénovation l oreal 45k", "title=Rénovation | contact=34 | value=45000 | doubts=contact")]
    [InlineData("Rénovation l'oréal 45k", "title=Rénovation | contact=34 | value=45000")]
    [InlineData("affaire rénovation chez Saint-Gobain 45k", "title=rénovation | contact=32 | value=45000")]
    [InlineData(
        "j'ai une piste chez Saint-Gobain, éclairage du hall, 20k, fin juin",
        "title=éclairage du hall | contact=32 | value=20000 | close=2026-06-30")]
    [InlineData("nouvelle opportunité éclairage du hall chez Durand 20k", "title=éclairage du hall | contact=33 | value=20000")]
    [InlineData("opportunité de rénovation chez Contoso Hotels 20k", "title=rénovation | contact=31 | value=20000")]
    [InlineData("Piste cyclable chez Contoso Hotels 20k", "title=Piste cyclable | contact=31 | value=20000")]
    public void French(string line, string expected) => Assert.Equal(expected, Told(line, "fr-FR"));

    [Theory]
    [InlineData("pool lights 40-50k", Doubt.Range)]
    [InlineData("pool lights 45k USD", Doubt.OtherCurrency)]
    [InlineData("pool lights 45k less 10%", Doubt.BesideDiscount)]
    [InlineData("12 pool lights at 450 €", Doubt.BesideQuantity)]
    [InlineData("pool lights 3 June 30 June", Doubt.SecondDate)]
    public void ADoubtSaysWhatItIs(string line, string sentence) =>
        Assert.Contains(OneLineReading.ReadAmongOthers(line, "en-US").Doubts, d => d.Sentence == sentence);

    [Theory]
    [InlineData("pool lights $45k", "USD")]
    [InlineData("pool lights $45k", "CAD")]
    [InlineData("pool lights 45 000 francs", "CHF")]
    [InlineData("pool lights 45k €", "EUR")]
    public void TheCompanysOwnCurrencyLeavesNoDoubt(string line, string currency) =>
        Assert.Empty(OneLine.Read(
            line, OneLineReading.Today, System.Globalization.CultureInfo.GetCultureInfo("fr-CA"), OneLineReading.People,
            OneLineReading.Others, OneLineReading.Cycles, currency).Doubts);

    /// <summary>The contact's number, and of the doubts those of the contact.</summary>
    [Theory]
    [InlineData("roof for Claire 45k", "Claire Moreau, Claire Petit")]
    [InlineData("toiture pour claire 45k", "Claire Moreau, Claire Petit")]
    public void GivenTwoContactsOfAFirstName_ThenBothAreNamedAndNoneIsTaken(string line, string names)
    {
        var read = OneLineReading.ReadAmongOthers(line, "fr-FR");

        Assert.Null(read.ContactId);
        Assert.Equal(names, Assert.Single(read.Doubts, d => d.Sentence == Doubt.Several).Arguments[1]);
    }

    private static string Told(string line, string culture) => OneLineReading.Told(OneLineReading.ReadAmongOthers(line, culture));
}
