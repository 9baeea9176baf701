using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Portal.Api.Description;

namespace ChatOpportunities.Portal.Api.Opportunities;

/// <summary>One message owed to somebody.</summary>
/// <param name="Id">Its key; never changes. 0 while it lies so far ahead that it is not stored.</param>
/// <param name="Kind">Why it is sent.</param>
/// <param name="State">Where it stands.</param>
/// <param name="SalespersonCode">Code of the person who is told.</param>
/// <param name="DueAt">When it is to be sent.</param>
/// <param name="SentAt">When it was delivered; null when it was not.</param>
/// <param name="ActedAt">When its reader acted on it; null when they did not.</param>
/// <param name="Snoozes">How often it was put off.</param>
/// <param name="Attempts">How often it was tried to send it.</param>
/// <param name="LastError">Why it was not delivered the last time.</param>
internal sealed record ReminderResource(
    long Id, ReminderKind Kind, ReminderState State, string SalespersonCode, DateTimeOffset DueAt, DateTimeOffset? SentAt,
    DateTimeOffset? ActedAt, int Snoozes, int Attempts, string? LastError)
{
    public static ReminderResource Example => new(
        5, ReminderKind.StageLimit, ReminderState.Pending, "ANNA", ExampleTime.Instant, null, null, 0, 0, null);

    public static ReminderResource Of(Reminder reminder) => new(
        reminder.Id, reminder.Kind, reminder.State, reminder.Salesperson!.Code, reminder.DueAt, reminder.SentAt, reminder.ActedAt,
        reminder.Snoozes, reminder.Attempts, reminder.LastError);
}
