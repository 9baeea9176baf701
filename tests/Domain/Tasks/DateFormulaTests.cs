using System.Globalization;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Tests.Domain.Tasks;

public sealed class DateFormulaTests
{
    // 21 May 1996 was a Tuesday; its first three rows are the examples Business Central's own documentation works out.
    [Theory]
    [InlineData("CQ+1M-10D", "1996-05-21", "1996-07-20")]
    [InlineData("-WD2", "1996-05-21", "1996-05-14")]
    [InlineData("CM+30D", "1996-05-21", "1996-06-30")]
    [InlineData("", "1996-05-21", "1996-05-21")]
    [InlineData(null, "1996-05-21", "1996-05-21")]
    [InlineData("  ", "1996-05-21", "1996-05-21")]
    public void TheExamplesLeadToTheDay(string? text, string from, string expected) => AssertLeads(text, from, expected);

    [Theory]
    [InlineData("4D", "2026-02-26", "2026-03-02")]
    [InlineData("0D", "2026-02-26", "2026-02-26")]
    [InlineData("-1D", "2024-03-01", "2024-02-29")]
    [InlineData("1W", "2026-03-04", "2026-03-11")]
    [InlineData("-2W", "2026-03-04", "2026-02-18")]
    [InlineData("1M", "2026-01-31", "2026-02-28")]
    [InlineData("1M", "2024-01-31", "2024-02-29")]
    [InlineData("-1M", "2026-03-31", "2026-02-28")]
    [InlineData("1M+1M", "2026-01-31", "2026-03-28")]
    [InlineData("2M", "2026-01-31", "2026-03-31")]
    [InlineData("1Q", "2025-11-30", "2026-02-28")]
    [InlineData("-1Q", "2026-01-15", "2025-10-15")]
    [InlineData("1Y", "2024-02-29", "2025-02-28")]
    [InlineData("-4Y", "2024-02-29", "2020-02-29")]
    [InlineData("9999D", "2000-01-01", "2027-05-18")]
    public void ANumberBeforeTheUnitAdds(string text, string from, string expected) => AssertLeads(text, from, expected);

    [Theory]
    [InlineData("1WD", "2026-03-06", "2026-03-09")] // Friday
    [InlineData("1WD", "2026-03-07", "2026-03-09")] // Saturday
    [InlineData("1WD", "2026-03-08", "2026-03-09")] // Sunday
    [InlineData("5WD", "2026-03-04", "2026-03-11")]
    [InlineData("3WD", "2026-03-04", "2026-03-09")]
    [InlineData("10WD", "2026-03-08", "2026-03-20")]
    [InlineData("-1WD", "2026-03-09", "2026-03-06")]
    [InlineData("-1WD", "2026-03-07", "2026-03-06")]
    [InlineData("-1WD", "2026-03-08", "2026-03-06")]
    [InlineData("-5WD", "2026-03-04", "2026-02-25")]
    [InlineData("0WD", "2026-03-08", "2026-03-08")]
    public void WeekdaysPassOverSaturdayAndSunday(string text, string from, string expected) => AssertLeads(text, from, expected);

    [Theory]
    [InlineData("CD", "2026-05-20", "2026-05-20")]
    [InlineData("-CD", "2026-05-20", "2026-05-20")]
    [InlineData("CWD", "2026-05-20", "2026-05-20")]
    [InlineData("CW", "2026-05-20", "2026-05-24")]
    [InlineData("-CW", "2026-05-20", "2026-05-18")]
    [InlineData("CW", "2026-05-24", "2026-05-24")]
    [InlineData("-CW", "2026-05-24", "2026-05-18")]
    [InlineData("-CW", "2026-05-18", "2026-05-18")]
    [InlineData("CM", "2024-02-10", "2024-02-29")]
    [InlineData("-CM", "2024-02-10", "2024-02-01")]
    [InlineData("CM", "2026-12-31", "2026-12-31")]
    [InlineData("CQ", "2026-05-20", "2026-06-30")]
    [InlineData("-CQ", "2026-05-20", "2026-04-01")]
    [InlineData("CQ", "2026-12-01", "2026-12-31")]
    [InlineData("CY", "2026-05-20", "2026-12-31")]
    [InlineData("-CY", "2026-05-20", "2026-01-01")]
    public void CurrentIsTheEndOfThePeriodAndItsNegativeTheStart(string text, string from, string expected) =>
        AssertLeads(text, from, expected);

    [Theory]
    [InlineData("D10", "2026-05-09", "2026-05-10")]
    [InlineData("D10", "2026-05-10", "2026-06-10")]
    [InlineData("D10", "2026-12-11", "2027-01-10")]
    [InlineData("-D10", "2026-05-11", "2026-05-10")]
    [InlineData("-D10", "2026-05-10", "2026-04-10")]
    [InlineData("-D10", "2026-01-03", "2025-12-10")]
    [InlineData("D31", "2026-04-15", "2026-04-30")]
    [InlineData("D31", "2026-04-30", "2026-05-31")]
    [InlineData("D30", "2026-01-31", "2026-02-28")]
    [InlineData("-D31", "2026-03-01", "2026-02-28")]
    [InlineData("WD1", "2026-03-04", "2026-03-09")]
    [InlineData("WD3", "2026-03-04", "2026-03-11")]
    [InlineData("WD7", "2026-03-04", "2026-03-08")]
    [InlineData("-WD2", "2026-03-04", "2026-03-03")]
    [InlineData("-WD3", "2026-03-04", "2026-02-25")]
    [InlineData("-WD7", "2026-03-04", "2026-03-01")]
    [InlineData("W10", "2026-01-15", "2026-03-02")]
    [InlineData("W10", "2026-03-02", "2027-03-08")]
    [InlineData("-W10", "2026-03-03", "2026-03-02")]
    [InlineData("-W10", "2026-03-02", "2025-03-03")]
    [InlineData("W1", "2025-12-20", "2025-12-29")]
    [InlineData("W1", "2025-12-29", "2027-01-04")]
    [InlineData("-W1", "2025-12-31", "2025-12-29")]
    [InlineData("-W53", "2027-01-01", "2026-12-28")]
    [InlineData("W53", "2025-06-01", "2025-12-22")]
    [InlineData("M3", "2026-02-28", "2026-03-01")]
    [InlineData("M3", "2026-03-01", "2027-03-01")]
    [InlineData("M3", "2026-03-15", "2027-03-01")]
    [InlineData("-M3", "2026-03-15", "2026-03-01")]
    [InlineData("-M3", "2026-03-01", "2025-03-01")]
    [InlineData("Q2", "2026-02-01", "2026-04-01")]
    [InlineData("Q2", "2026-04-01", "2027-04-01")]
    [InlineData("-Q4", "2026-02-01", "2025-10-01")]
    [InlineData("Y2030", "2026-02-01", "2030-01-01")]
    [InlineData("Y2030", "2031-02-01", "2030-01-01")]
    [InlineData("-Y2030", "2026-02-01", "2030-01-01")]
    public void ANumberAfterTheUnitIsAPlaceBesideTheDate(string text, string from, string expected) => AssertLeads(text, from, expected);

    [Theory]
    [InlineData("1M+CM", "2026-01-31", "2026-02-28")]
    [InlineData("CM+1M", "2026-01-15", "2026-02-28")]
    [InlineData("3M-CQ+WD1", "2021-06-15", "2021-07-05")]
    [InlineData("-CY-1D", "2026-06-15", "2025-12-31")]
    public void PartsAreTakenFromLeftToRight(string text, string from, string expected) => AssertLeads(text, from, expected);

    [Theory]
    [InlineData("1D", "9999-12-31")]
    [InlineData("-1D", "0001-01-01")]
    [InlineData("1M", "9999-12-01")]
    [InlineData("-1M", "0001-01-31")]
    [InlineData("9999Y", "2026-01-01")]
    [InlineData("-9999Q", "2026-01-01")]
    [InlineData("9999W", "9990-01-01")]
    [InlineData("1WD", "9999-12-31")]
    [InlineData("D1", "9999-12-31")]
    [InlineData("-D1", "0001-01-01")]
    [InlineData("WD1", "9999-12-31")]
    [InlineData("M1", "9999-12-31")]
    [InlineData("-Q1", "0001-01-01")]
    [InlineData("W1", "9999-12-31")]
    [InlineData("-W1", "0001-01-01")]
    [InlineData("CW", "9999-12-31")]
    [InlineData("1Y-1Y", "9999-12-31")]
    [InlineData("-M1", "0001-01-01")]
    [InlineData("-2M", "0001-02-28")]
    public void GivenADateAtTheEdgeOfTheCalendar_WhenTheFormulaLeadsBeyond_ThenItIsRefused(string text, string from) =>
        Assert.False(DateFormula.Parse(text).TryEvaluate(Date(from), out _));

    [Theory]
    [InlineData("1D", "9999-12-30", "9999-12-31")]
    [InlineData("-1D", "0001-01-02", "0001-01-01")]
    [InlineData("1M", "9999-11-30", "9999-12-30")]
    [InlineData("-1M", "0001-02-01", "0001-01-01")]
    [InlineData("M12", "9999-01-01", "9999-12-01")]
    [InlineData("-M1", "0001-06-15", "0001-01-01")]
    public void TheFirstAndLastDaysThereAreCanBeReached(string text, string from, string expected) => AssertLeads(text, from, expected);

    [Fact]
    public void EveryFormulaIsSafeOnTheFirstAndLastDaysThereAre()
    {
        string[] texts =
        [
            "CD", "CWD", "CW", "CM", "CQ", "CY", "D31", "D1", "WD1", "WD7", "W1", "W53", "M1", "M12", "Q1", "Q4", "Y1", "Y9999", "9999Y",
            "9999WD",
        ];
        foreach (var formula in texts.SelectMany(text => new[] { DateFormula.Parse(text), DateFormula.Parse("-" + text) }))
        {
            for (var day = 0; day < 800; day++)
            {
                _ = formula.TryEvaluate(DateOnly.MinValue.AddDays(day), out _);
                _ = formula.TryEvaluate(DateOnly.MaxValue.AddDays(-day), out _);
            }
        }
    }

    [Theory]
    [InlineData("cq+1m-10d", "CQ+1M-10D")]
    [InlineData("+2w", "2W")]
    [InlineData(" -wd2 ", "-WD2")]
    [InlineData("1M10D", "1M+10D")]
    [InlineData("cwcm", "CW+CM")]
    [InlineData("007D", "7D")]
    [InlineData("-Y2030", "Y2030")]
    [InlineData("", "")]
    [InlineData("-9999M-9999M-9999M", "-9999M-9999M-9999M")]
    [InlineData("      -9999M-9999M-9999M      ", "-9999M-9999M-9999M")]
    [InlineData("-9999WD-9999WD-9999D", "-9999WD-9999WD-9999D")] // as long as one may be
    public void TheStoredTextIsUpperCaseAndReadsBackAlike(string typed, string stored)
    {
        Assert.True(DateFormula.TryParse(typed, out var formula, out var error));
        Assert.Null(error);
        Assert.Equal(stored, formula.ToString());
        Assert.Equal(formula, DateFormula.Parse(stored));
        Assert.Equal(stored.Length == 0, formula.IsBlank);
    }

    [Theory]
    [InlineData("tomorrow", 1, DateFormulaError.UnitExpected)]
    [InlineData("2X", 2, DateFormulaError.UnitExpected)]
    [InlineData("12", 3, DateFormulaError.UnitExpected)]
    [InlineData("C", 2, DateFormulaError.UnitExpected)]
    [InlineData("CX", 2, DateFormulaError.UnitExpected)]
    [InlineData("1D 1D", 3, DateFormulaError.UnitExpected)]
    [InlineData("--1D", 2, DateFormulaError.UnitExpected)]
    [InlineData("1D+", 3, DateFormulaError.NothingAfterSign)]
    [InlineData("-", 1, DateFormulaError.NothingAfterSign)]
    [InlineData("D", 2, DateFormulaError.NumberExpected)]
    [InlineData("CM+WDx", 6, DateFormulaError.NumberExpected)]
    [InlineData("10000D", 1, DateFormulaError.NumberTooLarge)]
    [InlineData("1D+99999999999D", 4, DateFormulaError.NumberTooLarge)]
    [InlineData("Y10000", 2, DateFormulaError.NumberTooLarge)]
    [InlineData("D0", 2, DateFormulaError.NoSuchPlace)]
    [InlineData("D32", 2, DateFormulaError.NoSuchPlace)]
    [InlineData("1D-WD8", 6, DateFormulaError.NoSuchPlace)]
    [InlineData("W54", 2, DateFormulaError.NoSuchPlace)]
    [InlineData("M13", 2, DateFormulaError.NoSuchPlace)]
    [InlineData("Q5", 2, DateFormulaError.NoSuchPlace)]
    [InlineData("Y0", 2, DateFormulaError.NoSuchPlace)]
    [InlineData("1D+1D+1D+1D", 9, DateFormulaError.TooManyParts)]
    [InlineData("0001D+0001D+0001D+00000", 21, DateFormulaError.TooLong)]
    [InlineData("-9999WD9999WD9999WD", 19, DateFormulaError.TooLong)]
    [InlineData("٣D", 1, DateFormulaError.UnitExpected)]
    public void GivenNoFormula_WhenItIsRead_ThenTheErrorSaysWhereAndWhy(string typed, int position, string sentence)
    {
        Assert.False(DateFormula.TryParse(typed, out var formula, out var error));
        Assert.True(formula.IsBlank || sentence == DateFormulaError.TooLong);
        Assert.Equal((position, sentence), (error.Position, error.Sentence));
        foreach (var language in Texts.Languages)
        {
            var said = new Texts(CultureInfo.GetCultureInfo(language), "EUR")[error.Sentence, error.Arguments];
            Assert.Contains(position.ToString(CultureInfo.InvariantCulture), said, StringComparison.Ordinal);
            Assert.StartsWith(language == "fr" ? "Caractère" : "Character", said, StringComparison.Ordinal);
        }
    }

    private static void AssertLeads(string? text, string from, string expected)
    {
        Assert.True(DateFormula.Parse(text).TryEvaluate(Date(from), out var date));
        Assert.Equal(Date(expected), date);
    }

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
