using ChatOpportunities.Bot.Channel;
using ChatOpportunities.Bot.Chat;
using ChatOpportunities.Bot.People;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Bot.Reminders;

/// <summary>Takes a reminder to its person's personal chat.</summary>
internal sealed class ReminderSender(
    OpportunitiesContext db, ConnectorClient connector, Callers callers, WorkingCalendar calendar, TimeProvider clock) : IReminderSender
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

        if (await Callers.AddressAsync(db, person, cancellationToken) is not { } reference)
        {
            return new SendOutcome.NotReachable("no chat with this person yet");
        }

        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), person.Zone).DateTime);
        var days = reminder.Opportunity.Current is { } entry ? calendar.WorkingDaysBetween(entry.StageEnteredOn, today) : 0;
        var card = ReminderCard.Show(callers.TextsFor(person, reference.Locale), reminder, days);
        try
        {
            var id = await connector.SendAsync(reference, new Answer(card).ToActivity(), cancellationToken);
            return new SendOutcome.Sent($"{reference.Conversation?.Id}|{id}");
        }
        catch (ConnectorException failure)
        {
            var why = $"{failure.Kind}: {failure.Code}";
            switch (failure.Kind)
            {
                case ConnectorFailure.Blocked or ConnectorFailure.NotFound:
                    await Callers.ForgetAddressAsync(db, person, cancellationToken);
                    return new SendOutcome.NotReachable(why);
                case ConnectorFailure.Throttled or ConnectorFailure.Transient:
                    return new SendOutcome.TryAgain(why, failure.RetryAfter);
                default:
                    return new SendOutcome.GivenUp(why);
            }
        }
    }
}
