using System.Globalization;
using ChatOpportunities.Bot.Chat;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Bot.Reminders;

/// <summary>Answers the buttons of reminder cards that are not those of the opportunity itself.</summary>
internal sealed class ReminderActions(OpportunitiesContext db, ReminderActs acts, WorkingCalendar calendar)
{
    /// <summary>Asks until when.</summary>
    public async Task<Answer> LaterAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken, string? wrong = null) =>
        await acts.FindAsync(submit.Button.Reminder ?? 0, turn.Caller, cancellationToken) is { } reminder
            ? new Answer(ReminderCard.Later(turn.Texts, reminder, Days(turn), wrong))
            : Gone(turn.Texts);

    public async Task<Answer> SnoozeAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var until = submit.Date("until")
            ?? (DateOnly.TryParseExact(submit.Text("when"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var chosen) ? chosen : null);
        if (submit.Unreadable.Count > 0 || until is null)
        {
            return await LaterAsync(submit, turn, cancellationToken, t["This is not a date."]);
        }

        switch (await acts.SnoozeAsync(submit.Button.Reminder ?? 0, until.Value, turn.Caller, cancellationToken))
        {
            case Result<Reminder>.Done(var reminder):
                await db.Entry(reminder).Reference(r => r.Opportunity).LoadAsync(cancellationToken);
                var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(reminder.DueAt, turn.Caller.TimeZone).DateTime);
                return new Answer(ReminderCard.Folded(t, reminder, t["I will remind you on {0}.", t.Date(day)]));
            case Result<Reminder>.Refused refused when refused.First.Code == Refusals.SnoozeInPast.Code:
                return await LaterAsync(submit, turn, cancellationToken, refused.First.Say(t));
            case Result<Reminder>.Refused refused when refused.First.Code == Refusals.ReminderDone.Code:
                return new Answer(GreetingCards.NoticeWithStarts(t, refused.First.Say(t)));
            default:
                return Gone(t);
        }
    }

    private static Answer Gone(BotTexts t) => new(GreetingCards.NoticeWithStarts(t, Refusals.ReminderDone.With().Say(t)));

    private List<(string Title, string Value)> Days(ChatTurn turn)
    {
        var t = turn.Texts;
        var today = turn.Caller.Today;
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

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
