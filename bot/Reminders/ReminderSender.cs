using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.HandOver;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Bot.Wins;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using Microsoft.Bot.Schema;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Bot.Reminders;

/// <summary>Takes a message to its person's personal chat.</summary>
internal sealed class ReminderSender(
    OpportunitiesContext db, WinTeller wins, PersonalChats chats, Callers callers, ReminderRows waiting, TimeProvider clock)
        : IReminderSender
{
    public async Task<IReadOnlyDictionary<long,
    object>> LocateAsync(IReadOnlyList<Salesperson> people, CancellationToken cancellationToken) =>
        (await chats.LocateAsync(people, cancellationToken)).ToDictionary(p => p.Key, p => (object)p.Value);

    public async Task<SendOutcome> SendAsync(ReminderMessage message, CancellationToken cancellationToken)
    {
        if (message.Reminders[0].Kind == ReminderKind.Won)
        {
            return await wins.TellAsync(message.Reminders[0], cancellationToken);
        }

        var delivery = await chats.SendAsync(
            message.Person,
            message.Whereabouts as Whereabouts,
            async reference => new Answer(await CardAsync(message, reference, cancellationToken)).ToActivity(),
            cancellationToken);
        return delivery switch
        {
            Delivery.Taken taken => new SendOutcome.Sent($"{taken.ConversationId}|{taken.MessageId}"),
            Delivery.NotReachable nobody => new SendOutcome.NotReachable(nobody.Why),
            Delivery.Later later => new SendOutcome.TryAgain(later.Why, later.After),
            Delivery.OwnFault ours => new SendOutcome.OwnFault(ours.Why),
            Delivery.Refused refused => new SendOutcome.GivenUp(refused.Why),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>The cards that gave what was taken back say so, as far as each came by itself.</summary>
    private async Task EndHandOversAsync(
        BotTexts t, ReminderMessage message, ConversationReference reference, CancellationToken cancellationToken)
    {
        foreach (var reminder in message.Reminders)
        {
            var delivery = await db.Reminders.AsNoTracking()
                .Where(r => r.OpportunityId == reminder.OpportunityId && r.SalespersonId == reminder.SalespersonId
                    && r.Kind == ReminderKind.HandOver && r.Delivery != null
                    && !db.Reminders.Any(other => other.MessageId == r.MessageId && other.Id != r.Id))
                .OrderByDescending(r => r.Id).Select(r => r.Delivery).FirstOrDefaultAsync(cancellationToken);
            if (delivery?.Split('|') is [var conversation, var card] && conversation == reference.Conversation?.Id)
            {
                var ended = HandOverCard.NotYours(t, [(reminder.Opportunity!, reminder.FromName ?? "")]);
                await chats.ReplaceAsync(reference, card, new Answer(ended).ToActivity(), cancellationToken);
            }
        }
    }

    /// <summary>One opportunity is asked about on its own card, several in a brief.</summary>
    private async Task<AdaptiveCard> CardAsync(
        ReminderMessage message, ConversationReference reference, CancellationToken cancellationToken)
    {
        var t = callers.TextsFor(message.Person, reference.Locale);
        if (message.Changes is { } changes)
        {
            return TeamBriefCard.Show(t, changes);
        }

        if (message.Reminders[0].Kind == ReminderKind.TakenBack)
        {
            await EndHandOversAsync(t, message, reference, cancellationToken);
            return HandOverCard.NotYours(t, [.. message.Reminders.Select(r => (r.Opportunity!, r.FromName ?? ""))]);
        }

        // While it is being sent, its reminders are neither open nor answered: all of them are rows.
        var reader = Caller.For(message.Person, ActSource.Chat, clock.GetUtcNow());
        var rows = await waiting.OfAsync(t, message.Reminders, reader, cancellationToken, isBeingSent: true);
        if (rows is not [var only])
        {
            return BriefCard.Show(t, rows, message.Id, reader: reference.User?.Id, earlier: message.Earlier);
        }

        // What is asked with other things stays until all of them are answered; it is found again by its message.
        var card = await waiting.CardAsync(t, only, only.Open.Count > 1 ? message.Id : null, reader, cancellationToken);
        return card with { Body = [.. card.Body, .. BriefCard.Earlier(t, message.Earlier)] };
    }
}
