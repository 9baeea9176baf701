using ChatOpportunities.Bot.Chat;
using ChatOpportunities.Bot.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Bot.Reminders;

/// <summary>Takes a reminder to its person's personal chat.</summary>
internal sealed class ReminderSender(
    PersonalChats chats, Callers callers, WorkingCalendar calendar, TimeProvider clock) : IReminderSender
{
    public async Task<SendOutcome> SendAsync(Reminder reminder, CancellationToken cancellationToken)
    {
        var person = reminder.Salesperson!;
        if (person.Blocked || reminder.Opportunity!.IsClosed)
        {
            return new SendOutcome.GivenUp(person.Blocked ? "person blocked" : "opportunity closed");
        }

        if (reminder.Opportunity.SalespersonId != person.Id)
        {
            // Given on before this was told: they may no longer be allowed to see it.
            return new SendOutcome.GivenUp("opportunity given to somebody else");
        }

        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), person.Zone).DateTime);
        var days = reminder.Opportunity.Current is { } entry ? calendar.WorkingDaysBetween(entry.StageEnteredOn, today) : 0;
        var delivery = await chats.SendAsync(
            person,
            reference => Task.FromResult(new Answer(ReminderCard.Show(callers.TextsFor(person, reference.Locale), reminder, days)).ToActivity()),
            cancellationToken);
        return delivery switch
        {
            Delivery.Taken taken => new SendOutcome.Sent($"{taken.ConversationId}|{taken.MessageId}"),
            Delivery.NotReachable nobody => new SendOutcome.NotReachable(nobody.Why),
            Delivery.Later later => new SendOutcome.TryAgain(later.Why, later.After),
            Delivery.Refused refused => new SendOutcome.GivenUp(refused.Why),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
