using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Tests.Domain.Tasks;

public sealed class WorkingCalendarTests
{
    // Good Friday and Easter Monday 2026, and a holiday on a Sunday, which changes nothing.
    private static readonly DateOnly[] Easter = [new(2026, 4, 6), new(2026, 4, 3), new(2026, 4, 5)];
    private static readonly WorkingCalendar Calendar = new CompanyOptions { Holidays = Easter }.CreateCalendar();

    [Theory]
    [InlineData("2026-04-02", true)]
    [InlineData("2026-04-03", false)]
    [InlineData("2026-04-04", false)]
    [InlineData("2026-04-05", false)]
    [InlineData("2026-04-06", false)]
    [InlineData("2026-04-07", true)]
    public void HolidaysAndWeekendsAreFree(string date, bool works) => Assert.Equal(works, Calendar.IsWorkingDay(Date(date)));

    [Theory]
    [InlineData("2026-04-02", 1, "2026-04-07")]
    [InlineData("2026-04-03", 1, "2026-04-07")]
    [InlineData("2026-04-02", 2, "2026-04-08")]
    [InlineData("2026-04-04", 0, "2026-04-04")]
    [InlineData("2026-04-07", -1, "2026-04-02")]
    [InlineData("2026-04-05", -1, "2026-04-02")]
    [InlineData("2026-04-08", -3, "2026-04-01")]
    [InlineData("2026-03-02", 5, "2026-03-09")]
    [InlineData("9999-12-31", 1, "9999-12-31")]
    [InlineData("0001-01-01", -1, "0001-01-01")]
    [InlineData("2026-03-02", int.MaxValue, "9999-12-31")]
    [InlineData("2026-03-02", int.MinValue, "0001-01-01")]
    public void WorkingDaysAreAdded(string from, int count, string expected) =>
        Assert.Equal(Date(expected), Calendar.AddWorkingDays(Date(from), count));

    [Theory]
    [InlineData("2026-04-02", "2026-04-07", 1)]
    [InlineData("2026-04-02", "2026-04-06", 0)]
    [InlineData("2026-04-04", "2026-04-04", 0)]
    [InlineData("2026-04-07", "2026-04-02", -1)]
    [InlineData("2026-03-02", "2026-03-09", 5)]
    [InlineData("2026-01-01", "2026-12-31", 258)]
    public void WorkingDaysAreCounted(string from, string to, int expected) =>
        Assert.Equal(expected, Calendar.WorkingDaysBetween(Date(from), Date(to)));

    [Theory]
    [InlineData("2026-04-02", "2026-04-07", "2026-04-02")]
    [InlineData("2026-04-04", "2026-04-07", "2026-04-07")]
    public void TheNextWorkingDayIsAfterTheDateAndTheFirstFromItMayBeIt(string date, string next, string first)
    {
        Assert.Equal(Date(next), Calendar.NextWorkingDay(Date(date)));
        Assert.Equal(Date(first), Calendar.FirstWorkingDayFrom(Date(date)));
    }

    [Fact]
    public void TheAnswersAreThoseOfCountingDayByDay()
    {
        var random = new Random(7);
        DayOfWeek[][] weeks = [[DayOfWeek.Sunday, DayOfWeek.Monday, DayOfWeek.Thursday], [DayOfWeek.Saturday], Enum.GetValues<DayOfWeek>()];
        foreach (var week in weeks)
        {
            var holidays = Enumerable.Range(0, 40).Select(_ => new DateOnly(2026, 1, 1).AddDays(random.Next(400))).ToHashSet();
            var calendar = new WorkingCalendar(week, holidays);
            bool Works(DateOnly d) => week.Contains(d.DayOfWeek) && !holidays.Contains(d);
            for (var trial = 0; trial < 200; trial++)
            {
                var from = new DateOnly(2026, 1, 1).AddDays(random.Next(365));
                var count = random.Next(-30, 31);
                var (date, left) = (from, Math.Abs(count));
                while (left > 0)
                {
                    date = date.AddDays(Math.Sign(count));
                    left -= Works(date) ? 1 : 0;
                }

                Assert.Equal(date, calendar.AddWorkingDays(from, count));
                Assert.Equal(count, calendar.WorkingDaysBetween(from, date));
                Assert.Equal(Works(from), calendar.IsWorkingDay(from));
            }
        }
    }

    [Fact]
    public void AWeekWithoutWorkingDaysIsRefused() => Assert.Throws<ArgumentException>(() => new WorkingCalendar([], []));

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
