using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Delivery;
using Microsoft.Bot.Schema;

namespace ChatOpportunities.Bot.Teams;

/// <summary>Sends the messages of a turn in order, notes what went out, and what did not where an admin sees it. Throws nothing.</summary>
internal sealed partial class OutboxSender(OpportunitiesContext db, TeamsConnector connector, SentMarks marks, TimeProvider clock, ILogger<OutboxSender> logger)
{
    private static readonly TimeSpan SendingTime = TimeSpan.FromSeconds(10);

    public async Task SendAsync(Activity activity, TurnOutbox outbox)
    {
        var reference = activity.GetConversationReference();
        var (sent, key) = (0, outbox.Key);
        try
        {
            using var time = new CancellationTokenSource(SendingTime, clock);
            foreach (var message in outbox.Messages)
            {
                await SendAsync(message.To ?? reference, message, time.Token);
                sent++;
            }
        }
        catch (Exception failure)
        {
            var left = outbox.Messages.Count - sent;
            var why = failure is ConnectorException refused ? $"{refused.Kind}: {refused.Code}" : failure.GetType().Name;
            LogNotSent(failure, activity.Id, reference.Conversation?.Id, left);
            await KeepUndeliveredAsync(activity, key, left, why);
        }

        if (key is null)
        {
            return;
        }

        try
        {
            var record = outbox.Record!;
            if (record.IsRepeat && sent == outbox.Messages.Count)
            {
                await Undelivered.ForgetAsync(db, TurnLedger.HashOf(key), CancellationToken.None);
            }

            await marks.WriteAsync(key, (record with { Unsent = [.. outbox.Messages.Skip(sent)], SendingUntil = null }).Write());
        }
        catch (Exception failure)
        {
            LogNotMarked(failure, activity.Id, reference.Conversation?.Id);
        }
    }

    private async Task SendAsync(ConversationReference reference, OutboundMessage message, CancellationToken cancellationToken)
    {
        switch (message)
        {
            case { Replaces: { } id }:
                try
                {
                    await connector.UpdateAsync(reference, id, message.Activity, cancellationToken);
                }
                catch (ConnectorException gone) when (gone.Kind == ConnectorFailure.NotFound && message.IsTheAnswer)
                {
                    // The card was deleted; the answer to its button is not lost with it.
                    await connector.SendAsync(reference, message.Activity, cancellationToken);
                }

                break;
            case { Activity.ReplyToId: not null }:
                await connector.ReplyAsync(reference, message.Activity, cancellationToken);
                break;
            default:
                await connector.SendAsync(reference, message.Activity, cancellationToken);
                break;
        }
    }

    private async Task KeepUndeliveredAsync(Activity activity, string? key, int messages, string why)
    {
        try
        {
            db.ChangeTracker.Clear();
            await new Undelivered(clock.GetUtcNow(), activity.From?.AadObjectId, activity.TenantId, activity.Conversation?.Id, messages, why)
                .KeepAsync(db, key is null ? Guid.NewGuid().ToString("N") : TurnLedger.HashOf(key), CancellationToken.None);
        }
        catch (Exception failure)
        {
            LogNotMarked(failure, activity.Id, activity.Conversation?.Id);
        }
    }

    [LoggerMessage(LogLevel.Error, "The answer to activity {ActivityId} in conversation {ConversationId} was not delivered; {Count} messages wait for a repeat.")]
    private partial void LogNotSent(Exception failure, string? activityId, string? conversationId, int count);

    [LoggerMessage(LogLevel.Error, "The answer to activity {ActivityId} in conversation {ConversationId} could not be marked as delivered.")]
    private partial void LogNotMarked(Exception failure, string? activityId, string? conversationId);
}
