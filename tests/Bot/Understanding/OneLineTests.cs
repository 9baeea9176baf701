using System.Diagnostics;
using System.Globalization;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using static ChatOpportunities.Tests.Bot.Understanding.OneLineReading;

namespace ChatOpportunities.Tests.Bot.Understanding;

public class OneLineTests
{
    [Theory]
    [InlineData(
        "Contoso rollout 45k close end of June, Anna", "title=Contoso rollout | contact=11 | value=45000 | close=2026-06-30 | who=1")]
    [InlineData(
        "Website relaunch for Fabrikam 12,500.00 by June 30 60%",
        "title=Website relaunch | contact=12 | value=12500 | close=2026-06-30 | chances=60")]
    [InlineData("contoso renewal", "title=contoso renewal | contact=11")]
    [InlineData("Contoso", "title=Contoso | contact=11")]
    [InlineData("for Contoso 45k", "contact=11 | value=45000")]
    [InlineData("Licences Northwind Traders $3000 @Anna", "title=Licences | contact=14 | value=3000 | who=1")]
    [InlineData("Licences for Claire Moreau 45000 eur owner Marc", "title=Licences | contact=14 | value=45000 | who=2")]
    [InlineData("Training for managers 8k", "title=Training for managers | value=8000")]
    [InlineData("Rollout for Globex Corp 45k", "title=Rollout | contact?=Globex Corp | value=45000 | doubts=contact")]
    [InlineData("Office 365 migration Adventure Works 1.2m", "title=Office 365 migration | contact=13 | value=1200000")]
    [InlineData("500 seats Contoso €45k", "title=500 seats | contact=11 | value=45000")]
    [InlineData("Big Contoso rollout 45 k", "title=Big Contoso rollout | contact=11 | value=45000")]
    [InlineData("Rollout, Contoso, 45,000, 2026-06-30, John Smith", "title=Rollout | contact=11 | value=45000 | close=2026-06-30 | who=4")]
    [InlineData("Rollout 45k John", "title=Rollout | value=45000 | doubts=salesperson")]
    [InlineData("Rollout 45k Smith", "title=Rollout | value=45000 | who=4")]
    [InlineData("Rollout 45k Lefevre", "title=Rollout | value=45000 | who=3")]
    [InlineData("Rollout 45k Lefevbre", "title=Rollout | value=45000 | who=3 | doubts=salesperson")]
    [InlineData("Contosso rollout 45k", "title=Contosso rollout | contact=11 | value=45000 | doubts=contact")]
    [InlineData("Tailspin refit 45k", "title=Tailspin refit | contact?=Tailspin | value=45000 | doubts=contact")]
    [InlineData("Tailspin Lyon refit 45k", "title=Tailspin Lyon refit | contact=17 | value=45000")]
    [InlineData("Refit 45", "title=Refit | value=45 | doubts=value")]
    [InlineData("Refit 450", "title=Refit | value=450")]
    [InlineData("Refit -5", "title=Refit | doubts=value")]
    [InlineData("Refit -45k€", "title=Refit | doubts=value")]
    [InlineData("Refit 1e309", "title=Refit | doubts=value")]
    [InlineData("Refit 9999999999999", "title=Refit | doubts=value")]
    [InlineData("Refit 999,999,999,999.99", "title=Refit | value=999999999999.99")]
    [InlineData("Refit 1 million dollars", "title=Refit | value=1000000")]
    [InlineData("Refit worth 2.5 million", "title=Refit | value=2500000")]
    [InlineData("Refit 12.500", "title=Refit | value=12500 | doubts=value")]
    [InlineData("Refit 12.5k", "title=Refit | value=12500")]
    [InlineData("Refit 45k 60k", "title=Refit 60k | value=45000 | doubts=title,value")]
    [InlineData("Refit 120%", "title=Refit | doubts=chances")]
    [InlineData("Refit -5 %", "title=Refit | doubts=chances")]
    [InlineData("Refit 62.5 percent chance 10k", "title=Refit | value=10000 | chances=62.5")]
    [InlineData("Refit high priority", "title=Refit | priority=high")]
    [InlineData("Refit low priority 10k", "title=Refit | value=10000 | priority=low")]
    [InlineData("Refit urgent", "title=Refit | priority=high")]
    [InlineData("Refit cycle EX-LARGE", "title=Refit | cycle=21")]
    [InlineData("Refit existing customer large 10k", "title=Refit | value=10000 | cycle=21")]
    [InlineData("New office 10k", "title=New office | value=10000")]
    [InlineData("Refit NEW cycle", "title=Refit | cycle=22")]
    [InlineData("Refit cycle Nowhere", "title=Refit | doubts=cycle")]
    [InlineData("24/7 support Contoso 10k", "title=24/7 support | contact=11 | value=10000")]
    [InlineData("Roadmap 2027 10k", "title=Roadmap 2027 | value=10000")]
    [InlineData("Refit 10k closing next Tuesday", "title=Refit | value=10000 | close=2026-03-17")]
    [InlineData("Refit 10k next Friday", "title=Refit | value=10000 | close=2026-03-13 | doubts=closeDate")]
    [InlineData("Refit 10k tomorrow", "title=Refit | value=10000 | close=2026-03-12")]
    [InlineData("Refit 10k in 2 weeks", "title=Refit | value=10000 | close=2026-03-25")]
    [InlineData("Refit 10k in 10 days", "title=Refit | value=10000 | close=2026-03-21")]
    [InlineData("Refit 10k in three months", "title=Refit | value=10000 | close=2026-06-11")]
    [InlineData("Refit 10k next month", "title=Refit | value=10000 | close=2026-04-30")]
    [InlineData("Refit 10k Q2", "title=Refit | value=10000 | close=2026-06-30")]
    [InlineData("Refit 10k by Q4 2027", "title=Refit | value=10000 | close=2027-12-31")]
    [InlineData("Refit 10k end of month", "title=Refit | value=10000 | close=2026-03-31")]
    [InlineData("Refit 10k end of the quarter", "title=Refit | value=10000 | close=2026-03-31")]
    [InlineData("Refit 10k at the end of year", "title=Refit | value=10000 | close=2026-12-31")]
    [InlineData("Refit 10k end of January", "title=Refit | value=10000 | close=2027-01-31 | doubts=closeDate")]
    [InlineData("Refit 10k 30 June 2027", "title=Refit | value=10000 | close=2027-06-30")]
    [InlineData("Refit 10k June 30th, 2027, Anna", "title=Refit | value=10000 | close=2027-06-30 | who=1")]
    [InlineData("Refit 10k 6/30", "title=Refit | value=10000 | close=2026-06-30")]
    [InlineData("Refit 10k 30/06/2027", "title=Refit | value=10000 | close=2027-06-30")]
    [InlineData("Refit 10k 4/5/2026", "title=Refit | value=10000 | close=2026-04-05 | doubts=closeDate")]
    [InlineData("Refit 10k 31 February", "title=Refit | value=10000 | doubts=closeDate")]
    [InlineData("Refit 10k 2025-01-31", "title=Refit | value=10000 | close=2025-01-31 | doubts=closeDate")]
    [InlineData("Refit 10k March 1", "title=Refit | value=10000 | close=2027-03-01 | doubts=closeDate")]
    [InlineData("Refit 10k by June", "title=Refit | value=10000 | close=2026-06-30 | doubts=closeDate")]
    [InlineData("March of progress 10k", "title=March of progress | value=10000")]
    [InlineData("Refit 10k, see mail, Anna", "title=Refit see mail | value=10000 | who=1 | doubts=title")]
    [InlineData("deal with Contoso worth 45k closing on 15 May", "contact=11 | value=45000 | close=2026-05-15")]
    [InlineData(
        "fabrikm ltd server refresh 12k by Friday",
        "title=fabrikm ltd server refresh | contact=12 | value=12000 | close=2026-03-13 | doubts=contact")]
    [InlineData("12 500 seats for Contoso 1.5M$", "title=12 500 seats | contact=11 | value=1500000")]
    [InlineData("Server refresh @AB 12k", "title=Server refresh | value=12000 | who=1")]
    [InlineData("Server refresh @Zoe 12k", "title=Server refresh | value=12000 | doubts=salesperson")]
    [InlineData("Rollout 45k for Contoso in 3 weeks owner Marc", "title=Rollout | contact=11 | value=45000 | close=2026-04-01 | who=2")]
    [InlineData("Contoso rollout EUR 45,000 end of next quarter", "title=Contoso rollout | contact=11 | value=45000 | close=2026-06-30")]
    [InlineData("Adventure camp 45k", "title=Adventure camp | contact=13 | value=45000 | doubts=contact")]
    [InlineData("", "")]
    [InlineData("  , ; ,, ", "")]
    public void AnEnglishLineIsUnderstood(string text, string told) => Assert.Equal(told, Told(Read(text, "en-US")));

    [Theory]
    [InlineData("Refit 10k 4/5/2026", "title=Refit | value=10000 | close=2026-05-04 | doubts=closeDate")]
    [InlineData("Refit 10k 30/06", "title=Refit | value=10000 | close=2026-06-30")]
    [InlineData("Refit £45k 30.6.", "title=Refit | value=45000 | close=2026-06-30")]
    public void ABritishLineReadsTheDayFirst(string text, string told) => Assert.Equal(told, Told(Read(text, "en-GB")));

    [Theory]
    [InlineData("Déploiement Contoso 45 k€ fin juin, Anna", "title=Déploiement | contact=11 | value=45000 | close=2026-06-30 | who=1")]
    [InlineData(
        "Contoso déploiement 45k€ clôture fin juin vendeur Anna",
        "title=Contoso déploiement | contact=11 | value=45000 | close=2026-06-30 | who=1")]
    [InlineData(
        "Refonte du site chez Fabrikam 12 500,00 € pour le 30 juin 60 %",
        "title=Refonte du site | contact=12 | value=12500 | close=2026-06-30 | chances=60")]
    [InlineData("Refonte du site pour societe lumiere 1,2 M€", "title=Refonte du site | contact=15 | value=1200000")]
    [InlineData("Licences chez Globex 3000 euros", "title=Licences | contact?=Globex | value=3000 | doubts=contact")]
    [InlineData("Licences 45 000 eur", "title=Licences | value=45000")]
    [InlineData("Licences 45\u202F000 €", "title=Licences | value=45000")]
    [InlineData("Licences 1,2 million d’euros", "title=Licences | value=1200000")]
    [InlineData("Licences 3 mille", "title=Licences | value=3000")]
    [InlineData("Licences 1.250.000 €", "title=Licences | value=1250000")]
    [InlineData("Licences 12,5k", "title=Licences | value=12500")]
    [InlineData("Licences montant 450", "title=Licences | value=450")]
    [InlineData("Licences 12,500 €", "title=Licences | value=12500 | doubts=value")]
    [InlineData("Licences 10k 30/06", "title=Licences | value=10000 | close=2026-06-30")]
    [InlineData("Licences 10k avant le 30/06/2027", "title=Licences | value=10000 | close=2027-06-30")]
    [InlineData("Licences 10k 4/5", "title=Licences | value=10000 | close=2026-05-04 | doubts=closeDate")]
    [InlineData("Licences 10k fin du mois", "title=Licences | value=10000 | close=2026-03-31")]
    [InlineData("Licences 10k fin de mois", "title=Licences | value=10000 | close=2026-03-31")]
    [InlineData("Licences 10k fin de l'année", "title=Licences | value=10000 | close=2026-12-31")]
    [InlineData("Licences 10k d’ici la fin du trimestre", "title=Licences | value=10000 | close=2026-03-31")]
    [InlineData("Licences 10k mardi prochain", "title=Licences | value=10000 | close=2026-03-17")]
    [InlineData("Licences 10k demain", "title=Licences | value=10000 | close=2026-03-12")]
    [InlineData("Licences 10k après-demain", "title=Licences | value=10000 | close=2026-03-13")]
    [InlineData("Licences 10k dans 2 semaines", "title=Licences | value=10000 | close=2026-03-25")]
    [InlineData("Licences 10k dans un mois", "title=Licences | value=10000 | close=2026-04-11")]
    [InlineData("Licences 10k le mois prochain", "title=Licences | value=10000 | close=2026-04-30")]
    [InlineData("Licences 10k T2", "title=Licences | value=10000 | close=2026-06-30")]
    [InlineData("Licences 10k 1er juillet", "title=Licences | value=10000 | close=2026-07-01")]
    [InlineData("Licences 10k 31 février", "title=Licences | value=10000 | doubts=closeDate")]
    [InlineData("Licences 10k fin janvier 2028", "title=Licences | value=10000 | close=2028-01-31")]
    [InlineData("Licences 10k mi-juin", "title=Licences | value=10000 | close=2026-06-15")]
    [InlineData("Licences 10k en août", "title=Licences | value=10000 | close=2026-08-31 | doubts=closeDate")]
    [InlineData("Licences 10k 5 mars", "title=Licences | value=10000 | close=2027-03-05 | doubts=closeDate")]
    [InlineData("Licences priorité haute", "title=Licences | priority=high")]
    [InlineData("Licences 10k priorité basse", "title=Licences | value=10000 | priority=low")]
    [InlineData("Licences urgent 10k", "title=Licences | value=10000 | priority=high")]
    [InlineData("Licences 10k 60 pour cent", "title=Licences | value=10000 | chances=60")]
    [InlineData("Licences 10k 60 % de chances", "title=Licences | value=10000 | chances=60")]
    [InlineData("Licences 10k, Helene", "title=Licences | value=10000 | who=3")]
    [InlineData("Licences 10k, Hélène Lefevre", "title=Licences | value=10000 | who=3")]
    [InlineData("Licences 10k, John", "title=Licences | value=10000 | doubts=salesperson")]
    [InlineData("Licences 10k cycle NEW", "title=Licences | value=10000 | cycle=22")]
    [InlineData("Société Lumière extension 10k", "title=Société Lumière extension | contact=15 | value=10000")]
    [InlineData("Support de production 10k", "title=Support de production | value=10000")]
    [InlineData("Licences -5 €", "title=Licences | doubts=value")]
    [InlineData(
        "Contrat chez Fabrikam à 12 000 € d'ici fin mars, 75 % de chances de réussite",
        "title=Contrat | contact=12 | value=12000 | close=2026-03-31 | chances=75")]
    [InlineData(
        "Offre de 3 000 € pour Claire Moreau, mi-avril, priorité élevée",
        "title=Offre | contact=14 | value=3000 | close=2026-04-15 | priority=high")]
    [InlineData(
        "Extension usine, Contoso, 1 200 000, fin T3, Anna Berg",
        "title=Extension usine | contact=11 | value=1200000 | close=2026-09-30 | who=1")]
    public void AFrenchLineIsUnderstood(string text, string told) => Assert.Equal(told, Told(Read(text, "fr-FR")));

    [Fact]
    public void GivenTwoPeopleOfAName_WhenOneIsNamed_ThenTheDoubtNamesBoth()
    {
        var doubt = Assert.Single(Read("Rollout 45k John", "en-US").Doubts);

        Assert.Equal("salesperson", doubt.Field);
        Assert.Contains("{0}", doubt.Sentence, StringComparison.Ordinal);
        Assert.Equal(["John", "John Smith, John Doe"], doubt.Arguments);
    }

    [Fact]
    public void EveryDoubtCanBeSaidInFrench()
    {
        var french = new ChatOpportunities.Domain.Language.Texts(CultureInfo.GetCultureInfo("fr-FR"), "EUR");

        Assert.All(Doubt.Sentences, sentence => Assert.NotEqual(sentence, french[sentence]));
    }

    [Theory]
    [InlineData("9")]
    [InlineData("1 ")]
    [InlineData("-")]
    [InlineData("45k ")]
    [InlineData("end of ")]
    [InlineData("30/06 ")]
    [InlineData("anna ")]
    [InlineData("for ")]
    [InlineData("@")]
    [InlineData("cycle ")]
    [InlineData("contosso ")]
    [InlineData("12 500,")]
    [InlineData("€")]
    [InlineData("%")]
    [InlineData("\u0000")]
    [InlineData("\uD83D")]
    [InlineData("é\u0301")]
    [InlineData("in 99999999999 weeks ")]
    [InlineData("dans 999999 mois ")]
    [InlineData("Q4 9999 ")]
    [InlineData("9999-12-31 ")]
    [InlineData("00/00/0000 ")]
    public void HostileTextNeitherThrowsNorTakesLong(string bit)
    {
        var text = string.Concat(Enumerable.Repeat(bit, 28_000 / bit.Length));
        var watch = Stopwatch.StartNew();

        var capture = Read(text, "fr-FR");

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"It took {watch.Elapsed}.");
        Assert.True((capture.Title?.Length ?? 0) <= OneLine.MaxLength);
        Assert.InRange(capture.Value ?? 0, 0, Checks.MaxAmount);
    }

    [Fact]
    public void AnyMixtureOfWordsIsReadWithoutAnException()
    {
        string[] bits =
        [
            "Contoso", "Anna", "John", "for", "chez", "@", "owner", "45k", "12", "500,00", "€", "-5", "1e309", "60", "%", "pour", "cent",
            "30/06", "31/02", "June", "juin", "end", "of", "fin", "du", "mois", "next", "Tuesday", "prochain", "in", "dans", "2",
            "semaines", "Q2", "2027", "cycle", "NEW", "priority", "high", ",", ";", "'", "d’", "...",
        ];
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Join(
                random.Next(4) == 0 ? "" : " ", Enumerable.Range(0, random.Next(12)).Select(_ => bits[random.Next(bits.Length)]));
            Assert.NotNull(Read(text, i % 2 == 0 ? "en-US" : "fr-FR"));
        }
    }
}
