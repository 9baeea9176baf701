using System.Globalization;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Bot.Conversation;

/// <summary>The days to which something is put off with one press.</summary>
internal static class ComingDays
{
    /// <summary>The next working day, Monday and the day in a week, each once, as choices with their ISO dates.</summary>
    public static List<(string Title, string Value)> Of(BotTexts t, WorkingCalendar calendar, DateOnly today)
    {
        var tomorrow = calendar.NextWorkingDay(today);
        var monday = calendar.FirstWorkingDayFrom(today.AddDays((((int)DayOfWeek.Monday - (int)today.DayOfWeek + 6) % 7) + 1));
        var week = calendar.FirstWorkingDayFrom(today.AddDays(7));
        List<(string Title, string Value)> days =
        [
            (t["Next working day, {0}", t.Date(tomorrow)], Iso(tomorrow)),
            (t["Next Monday, {0}", t.Date(monday)], Iso(monday)),
            (t["In a week, {0}", t.Date(week)], Iso(week)),
        ];
        return [.. days.DistinctBy(day => day.Value)]; // at the end of a week the next working day is the next Monday
    }

    /// <summary>The day typed, or else the one chosen; null when there is neither.</summary>
    public static DateOnly? Chosen(Press press) => press.Date("until")
        ?? (DateOnly.TryParseExact(press.Text("when"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
            : null);

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
