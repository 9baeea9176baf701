using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;

namespace ChatOpportunities.Bot.Wins;

/// <summary>Tells the channel of a team what it won; the amount only where that was allowed.</summary>
internal sealed class WinTeller(WinsChannels channels, TeamsConnector connector, Callers callers, TimeProvider clock)
{
    /// <summary>The opportunity and its salesperson are loaded.</summary>
    public async Task<SendOutcome> TellAsync(Reminder reminder, CancellationToken cancellationToken)
    {
        var opportunity = reminder.Opportunity!;
        if (opportunity.Status != OpportunityStatus.Won)
        {
            return new SendOutcome.GivenUp("not won any more");
        }

        if (await channels.FindAsync(opportunity.Salesperson!.TeamId, cancellationToken) is not { } channel
            || ActivityReader.ReadReference(channel.Address) is not { } reference)
        {
            return new SendOutcome.GivenUp("no channel chosen");
        }

        var t = await callers.TextsForAllAsync(reference.Conversation, reference.Conversation?.TenantId, cancellationToken);
        var card = Card(t, opportunity, channel.WithAmount);
        try
        {
            var id = await connector.SendAsync(reference, new Answer(card).ToActivity(), cancellationToken);
            return new SendOutcome.Sent($"{reference.Conversation?.Id}|{id}");
        }
        catch (ConnectorException failure)
        {
            var why = $"{failure.Kind}: {failure.Code}";
            if (failure is { Kind: ConnectorFailure.NotFound } or { Code: "BotNotInConversationRoster" })
            {
                // Removed without a word, or the channel was deleted: its manager chooses another.
                await channels.ForgetAsync(told => told.Address == channel.Address, clock.GetUtcNow(), cancellationToken);
            }

            return failure.IsOwnFault ? new SendOutcome.OwnFault(why)
                : failure.Kind is ConnectorFailure.Throttled or ConnectorFailure.Transient
                    ? new SendOutcome.TryAgain(why, failure.RetryAfter)
                : new SendOutcome.GivenUp(why);
        }
    }

    private static AdaptiveCard Card(BotTexts t, Opportunity opportunity, bool withAmount)
    {
        var title = t["Won: {0}", opportunity.Description];
        return CardParts.Card(
            t,
            title,
            CardParts.Heading(title),
            CardParts.Facts(
                (t["Salesperson"], opportunity.Salesperson!.Name),
                (t["Closed on"], opportunity.ClosedOn is { } day ? t.Date(day) : null),
                (t["Sold for"], withAmount && opportunity.Current is { } won ? t.Money(won.CurrentValue) : null)),
            CardParts.Line(t["Congratulations!"]));
    }
}
