namespace ChatOpportunities.Domain.Pipeline;

/// <summary>Twelve months by which the company reckons; they begin in the month that <c>Company:FirstMonthOfYear</c> names.</summary>
/// <param name="First">First day of its first month.</param>
public sealed record FiscalYear(DateOnly First)
{
    /// <summary>Months of a year.</summary>
    public const int Months = 12;

    /// <summary>The year in which a day lies.</summary>
    /// <param name="day">The day.</param>
    /// <param name="firstMonth">1–12.</param>
    public static FiscalYear Of(DateOnly day, int firstMonth)
    {
        var first = new DateOnly(day.Year, firstMonth, 1);
        return new(first <= day ? first : first.AddYears(-1));
    }

    /// <summary>The year that begins in this calendar year.</summary>
    /// <param name="year">1900–2998.</param>
    /// <param name="firstMonth">1–12.</param>
    public static FiscalYear Beginning(int year, int firstMonth) => new(new DateOnly(year, firstMonth, 1));

    /// <summary>Its last day.</summary>
    public DateOnly Last => First.AddMonths(Months).AddDays(-1);

    /// <summary>The calendar year in which it begins; how it stands in addresses.</summary>
    public int Year => First.Year;

    /// <summary>As people call it: <c>2026</c>, or <c>2026/27</c> where it is none of the calendar.</summary>
    public string Name => First.Month == 1
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{First.Year}")
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{First.Year}/{(First.Year + 1) % 100:00}");

    /// <summary>First days of its months, in order.</summary>
    public IReadOnlyList<DateOnly> FirstDays => [.. Enumerable.Range(0, Months).Select(First.AddMonths)];

    /// <summary>First and last day of the quarter in which a day lies, or of one after it.</summary>
    /// <param name="day">A day of the year.</param>
    /// <param name="later">How many quarters later.</param>
    public (DateOnly From, DateOnly To) Quarter(DateOnly day, int later = 0)
    {
        var months = ((day.Year - First.Year) * Months) + day.Month - First.Month;
        var from = First.AddMonths(((months / 3) + later) * 3);
        return (from, from.AddMonths(3).AddDays(-1));
    }
}
