using System.Globalization;
using ChatOpportunities.Bot.Understanding;
using Xunit.Abstractions;
using static ChatOpportunities.Tests.Bot.Understanding.OneLineReading;

namespace ChatOpportunities.Tests.Bot.Understanding;

/// <summary>
/// Random amounts and days, spelled in every way, are read as they were meant or marked, or the form asks for them: never are they read
/// otherwise without a mark.
/// </summary>
public class MoneyAndDatesTests(ITestOutputHelper output)
{
    private const int Seed = 20_260_311;
    private const int Cases = 5_000;

    [Theory]
    [InlineData("en-US")]
    [InlineData("en-GB")]
    [InlineData("fr-FR")]
    public void AnAmountIsReadAsItWasMeantOrMarked(string culture)
    {
        var random = new Random(Seed);
        var spelling = new Spelling(random);
        var (marked, left) = (0, 0);
        for (var i = 0; i < Cases; i++)
        {
            var amount = Amount(random);
            var said = culture == "fr-FR" ? spelling.French(amount) : spelling.English(amount);
            var line = Around(random, culture, said);

            var read = Read(line, culture);

            var isMarked = read.Doubts.Any(d => d.Field == "value");
            Assert.True(
                read.Value is null || read.Value == amount || isMarked,
                $"Seed {Seed}, case {i}: “{line}” means {amount}, and was read as {Told(read)}.");
            marked += isMarked ? 1 : 0;
            left += read.Value is null && !isMarked ? 1 : 0;
        }

        output.WriteLine($"Seed {Seed}, {culture}: {Cases} amounts, {marked} of them marked, {left} left to be asked for.");
        Assert.InRange(marked, 0, Cases / 20);
        Assert.InRange(left, 0, Cases / 50);
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("en-GB")]
    [InlineData("fr-FR")]
    public void ADayIsReadAsItWasMeantOrMarked(string culture)
    {
        var random = new Random(Seed);
        var spelling = new Spelling(random);
        var (marked, left) = (0, 0);
        for (var i = 0; i < Cases; i++)
        {
            var today = new DateOnly(2026, 1, 1).AddDays(random.Next(1_500));
            var day = today.AddDays(random.Next(3) switch { 0 => random.Next(1, 15), 1 => random.Next(1, 200), _ => random.Next(1, 800) });
            day = random.Next(6) == 0 ? new DateOnly(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month)) : day;
            var said = culture == "fr-FR" ? spelling.French(day, today) : spelling.English(day, today, culture == "en-US");
            var line = Around(random, culture, said);

            var read = OneLine.Read(line, today, CultureInfo.GetCultureInfo(culture), People, Contacts, Cycles);

            var isMarked = read.Doubts.Any(d => d.Field == "closeDate");
            Assert.True(
                read.CloseDate is null || read.CloseDate == day || isMarked,
                $"Seed {Seed}, case {i}, on {today:yyyy-MM-dd}: “{line}” means {day:yyyy-MM-dd}, and was read as {Told(read)}.");
            marked += isMarked ? 1 : 0;
            left += read.CloseDate is null && !isMarked ? 1 : 0;
        }

        output.WriteLine($"Seed {Seed}, {culture}: {Cases} days, {marked} of them marked, {left} left to be asked for.");
        Assert.InRange(marked, 0, Cases / 5);
        Assert.InRange(left, 0, Cases / 200);
    }

    /// <summary>One beside the other, whose words and figures could run into each other.</summary>
    [Theory]
    [InlineData("en-US")]
    [InlineData("en-GB")]
    [InlineData("fr-FR")]
    public void AnAmountBesideADayIsReadAsItWasMeantOrMarked(string culture)
    {
        var random = new Random(Seed);
        var spelling = new Spelling(random);
        for (var i = 0; i < Cases; i++)
        {
            var (amount, today) = (Amount(random), new DateOnly(2026, 1, 1).AddDays(random.Next(1_500)));
            var day = today.AddDays(random.Next(1, 500));
            var money = culture == "fr-FR" ? spelling.French(amount) : spelling.English(amount);
            var date = culture == "fr-FR" ? spelling.French(day, today) : spelling.English(day, today, culture == "en-US");
            var line = "Contoso lobby, " + (random.Next(2) == 0 ? money + (random.Next(2) == 0 ? ", " : " ") + date : date + ", " + money);

            var read = OneLine.Read(line, today, CultureInfo.GetCultureInfo(culture), People, Contacts, Cycles);

            Assert.True(
                (read.Value is null || read.Value == amount || read.Doubts.Any(d => d.Field == "value"))
                    && (read.CloseDate is null || read.CloseDate == day || read.Doubts.Any(d => d.Field == "closeDate")),
                $"Seed {Seed}, case {i}, on {today:yyyy-MM-dd}: “{line}” means {amount}, {day:yyyy-MM-dd}, and was read as {Told(read)}.");
        }
    }

    /// <summary>Round ones mostly, as people estimate; some to the cent.</summary>
    private static decimal Amount(Random random)
    {
        var figure = random.Next(1, 1_000) * (decimal)Math.Pow(10, random.Next(0, 6));
        return random.Next(8) switch
        {
            0 => random.Next(100, 10_000_000) / 100m,
            1 => random.Next(1, 20) * 500_000m,
            2 => random.Next(11, 99) * 100_000m,
            3 => random.Next(1, 2_000_000),
            _ => figure,
        };
    }

    private static string Around(Random random, string culture, string said) => random.Next(5) switch
    {
        0 => $"Contoso lobby {said}",
        1 => culture == "fr-FR" ? $"Accueil chez Contoso, {said}, Anna" : $"Lobby for Contoso, {said}, Anna",
        2 => $"{said}, Contoso lobby",
        3 => culture == "fr-FR" ? $"Accueil {said} pour Contoso" : $"Lobby {said} for Contoso",
        _ => $"Contoso lobby, {said}",
    };
}
