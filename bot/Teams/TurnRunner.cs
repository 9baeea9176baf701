using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ChatOpportunities.Bot.Chat;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Delivery;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Bot.Teams;

/// <summary>
/// Runs one activity, after those that came before it in its conversation: the act, its answer and the messages it queued are saved as one; then the messages go out. A repeated
/// delivery does not act again: it gets the stored answer. Nothing thrown in here leaves it.
/// </summary>
internal sealed partial class TurnRunner(
    IServiceProvider services,
    OpportunitiesContext db,
    ConnectorClient connector,
    ConversationOrder order,
    SentMarks marks,
    TimeProvider clock,
    ILogger<TurnRunner> logger)
{
    /// <summary>A turn outlives its request, within bounds of its own.</summary>
    private static readonly TimeSpan TurnTime = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan SendingTime = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the messages of a turn are left to whoever ran it. The channel repeats after about fifteen seconds: by then
    /// a sender that died is no longer waited for.
    /// </summary>
    private static readonly TimeSpan SendersClaim = TimeSpan.FromSeconds(12);

    /// <summary>How long a repeat gets the same answer.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    /// <summary>From when on a person is shown that an answer is being made, and how often: it is seen for about three seconds.</summary>
    private static readonly TimeSpan TypingAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TypingAgain = TimeSpan.FromSeconds(3);

    /// <summary>The HTTP answer to an activity.</summary>
    public async Task<InvokeResponse> RunAsync(Activity activity)
    {
        var startedAt = clock.GetTimestamp();
        using var span = ChannelTelemetry.StartTurn(activity);
        var (answer, outcome) = await RunInOrderAsync(activity);
        span?.SetTag("channel.turn.outcome", outcome);
        ChannelTelemetry.Turned(activity, outcome, clock.GetElapsedTime(startedAt));
        return answer;
    }

    private async Task<(InvokeResponse Answer, string Outcome)> RunInOrderAsync(Activity activity)
    {
        var isLook = activity.OnlyAsks();
        using var place = isLook ? null : await order.EnterAsync(activity);
        var key = KeyOf(activity);
        TurnRecord record;
        using (var time = new CancellationTokenSource(TurnTime, clock))
        {
            try
            {
                record = isLook ? await LookAsync(activity, time.Token) : await WithTypingAsync(activity, () => ActOnceAsync(activity, key, time.Token));
            }
            catch (Exception failure)
            {
                return await ApologiseAsync(activity, failure, ranOutOfTime: time.IsCancellationRequested);
            }
        }

        if (record.Unsent.Count > 0)
        {
            await SendAsync(activity, key, record);
        }

        return (
            record.Answer ?? new InvokeResponse(activity.IsInvoke ? StatusCodes.Status501NotImplemented : StatusCodes.Status200OK),
            record.IsRepeat ? "repeated" : "done");
    }

    /// <summary>Only for messages: whoever waits for an invoke is shown so by their own client.</summary>
    private async Task<TurnRecord> WithTypingAsync(Activity activity, Func<Task<TurnRecord>> act)
    {
        if (!activity.IsMessage)
        {
            return await act();
        }

        using var done = new CancellationTokenSource();
        var typing = ShowTypingAsync(ConversationReference.Of(activity), done.Token);
        try
        {
            return await act();
        }
        finally
        {
            // Awaited, so that it never shows after the answer.
            await done.CancelAsync();
            await typing;
        }
    }

    private async Task ShowTypingAsync(ConversationReference reference, CancellationToken cancellationToken)
    {
        try
        {
            for (var pause = TypingAfter; ; pause = TypingAgain)
            {
                // Nearly every turn ends first: that is no exception.
                await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (cancellationToken.IsCancellationRequested)
                {
                    return;
                }

                await connector.SendAsync(reference, Activity.Typing(), cancellationToken);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or ConnectorException)
        {
            // A courtesy: its failure is none of the turn's.
        }
    }

    private const int MaxTries = 3;
    private const string KeyPrefix = "turn/";

    private static string? KeyOf(Activity activity) => activity.Identity() is { } identity
        ? KeyPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))
        : null;

    private static string Write(TurnRecord record) => JsonSerializer.Serialize(record, ChannelJson.Default.TurnRecord);

    private static TurnRecord Read(string value) => JsonSerializer.Deserialize(value, ChannelJson.Default.TurnRecord)!;

    /// <summary>A card looking for its present state: nothing is changed, so nothing needs remembering.</summary>
    private async Task<TurnRecord> LookAsync(Activity activity, CancellationToken cancellationToken)
    {
        return await AgainAsync(async token =>
        {
            db.ChangeTracker.Clear();
            var turn = new TurnContext(activity);
            await Bot.OnTurnAsync(turn, token);
            return new TurnRecord(turn.Answer, turn.Queued, null);
        }, cancellationToken);
    }

    /// <summary>
    /// Someone was faster: with the same activity, whose answer is there now, or with something it leans on. Nothing of this try
    /// was saved, so it looks again with fresh eyes.
    /// </summary>
    private static async Task<TurnRecord> AgainAsync(Func<CancellationToken, Task<TurnRecord>> run, CancellationToken cancellationToken)
    {
        for (var left = MaxTries; ; left--)
        {
            try
            {
                return await run(cancellationToken);
            }
            catch (DbUpdateException) when (left > 1 && !cancellationToken.IsCancellationRequested)
            {
            }
        }
    }

    private IBot Bot => services.GetRequiredService<IBot>();

    private async Task<TurnRecord> ActOnceAsync(Activity activity, string? key, CancellationToken cancellationToken)
    {
        await Bot.BeforeTurnAsync(activity, cancellationToken);
        return await AgainAsync(token => db.InTransactionAsync(inner => ActAsync(activity, key, inner), token), cancellationToken);
    }

    private async Task<TurnRecord> ActAsync(Activity activity, string? key, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        var now = clock.GetUtcNow();
        var mine = new[] { key, References.KeyOf(activity) }.OfType<string>().ToList();
        await db.StoredItems.Where(i => mine.Contains(i.Key)).LoadAsync(cancellationToken);
        if (key is not null && await ClaimAsync(key, now, cancellationToken) is { } earlier)
        {
            return earlier;
        }

        await References.KeepAsync(db, activity, now, cancellationToken);
        // Saved before the act: an equal activity on another machine waits here until this one has ended.
        await db.SaveChangesAsync(cancellationToken);

        var turn = new TurnContext(activity);
        await Bot.OnTurnAsync(turn, cancellationToken);

        var record = new TurnRecord(turn.Answer, turn.Queued, turn.Queued.Count == 0 ? null : clock.GetUtcNow() + SendersClaim);
        if (key is not null)
        {
            await RememberAsync(key, record, cancellationToken);
        }

        return record;
    }

    /// <summary>
    /// Makes the activity ours; or, when it was handled before, what was decided then, with the messages left to us. Its record is
    /// loaded if there is one.
    /// </summary>
    private async Task<TurnRecord?> ClaimAsync(string key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (db.StoredItems.Local.FindEntry(key)?.Entity is not { } item)
        {
            db.StoredItems.Add(new StoredItem { Key = key, Value = Write(new TurnRecord(null, [], null)), ExpiresAt = now + Memory });
            return null;
        }

        item.Version++;
        if (item.ExpiresAt <= now)
        {
            item.ExpiresAt = now + Memory;
            return null;
        }

        var record = Read(item.Value);
        if (record.Unsent.Count == 0 || record.SendingUntil > now)
        {
            db.ChangeTracker.Clear();
            return record with { Unsent = [], IsRepeat = true };
        }

        record = record with { SendingUntil = now + SendersClaim };
        item.Value = Write(record);
        await db.SaveChangesAsync(cancellationToken);
        return record with { IsRepeat = true };
    }

    private Task<int> RememberAsync(string key, TurnRecord record, CancellationToken cancellationToken)
    {
        var value = Write(record);
        return db.StoredItems.Where(i => i.Key == key).ExecuteUpdateAsync(
            set => set.SetProperty(i => i.Value, value).SetProperty(i => i.Version, i => i.Version + 1), cancellationToken);
    }

    private async Task SendAsync(Activity activity, string? key, TurnRecord record)
    {
        var reference = ConversationReference.Of(activity);
        var sent = 0;
        try
        {
            using var time = new CancellationTokenSource(SendingTime, clock);
            foreach (var outbound in record.Unsent)
            {
                await SendAsync(outbound.To ?? reference, outbound, time.Token);
                sent++;
            }
        }
        catch (Exception failure)
        {
            var why = failure is ConnectorException refused ? $"{refused.Kind}: {refused.Code}" : failure.GetType().Name;
            LogNotSent(failure, activity.Id, reference.Conversation?.Id, record.Unsent.Count - sent);
            await KeepUndeliveredAsync(activity, key, record.Unsent.Count - sent, why);
        }

        if (key is null)
        {
            return;
        }

        try
        {
            if (record.IsRepeat && sent == record.Unsent.Count)
            {
                await Undelivered.ForgetAsync(db, key[KeyPrefix.Length..], CancellationToken.None);
            }

            await marks.WriteAsync(key, Write(record with { Unsent = [.. record.Unsent.Skip(sent)], SendingUntil = null }));
        }
        catch (Exception failure)
        {
            LogNotMarked(failure, activity.Id, reference.Conversation?.Id);
        }
    }

    /// <summary>An admin shall see that somebody did not get their answer.</summary>
    private async Task KeepUndeliveredAsync(Activity activity, string? key, int messages, string why)
    {
        try
        {
            db.ChangeTracker.Clear();
            await new Undelivered(clock.GetUtcNow(), activity.From?.AadObjectId, activity.TenantId, activity.Conversation?.Id, messages, why)
                .KeepAsync(db, key?[KeyPrefix.Length..] ?? Guid.NewGuid().ToString("N"), CancellationToken.None);
        }
        catch (Exception failure)
        {
            LogNotMarked(failure, activity.Id, activity.Conversation?.Id);
        }
    }

    private async Task SendAsync(ConversationReference reference, Outbound outbound, CancellationToken cancellationToken)
    {
        switch (outbound)
        {
            case { Replaces: { } id }:
                try
                {
                    await connector.UpdateAsync(reference, id, outbound.Activity, cancellationToken);
                }
                catch (ConnectorException gone) when (gone.Kind == ConnectorFailure.NotFound && outbound.IsTheAnswer)
                {
                    // The card was deleted; the answer to its button is not lost with it.
                    await connector.SendAsync(reference, outbound.Activity, cancellationToken);
                }

                break;
            case { Activity.ReplyToId: not null }:
                await connector.ReplyAsync(reference, outbound.Activity, cancellationToken);
                break;
            default:
                await connector.SendAsync(reference, outbound.Activity, cancellationToken);
                break;
        }
    }

    private async Task<(InvokeResponse Answer, string Outcome)> ApologiseAsync(Activity activity, Exception failure, bool ranOutOfTime)
    {
        var code = Guid.NewGuid().ToString("N")[..8];
        LogFailed(failure, code, activity.Type, activity.Id, activity.Conversation?.Id, activity.TenantId);
        var t = BotTexts.For(activity.Locale);
        var outcome = ranOutOfTime ? "timed out" : "failed";
        var apology = ranOutOfTime
            ? t["This took longer than {0} seconds, so I stopped, and nothing was saved. Please try again. If it happens again, give your administrator the code {1}.", (int)TurnTime.TotalSeconds, code]
            : t["Something went wrong here, and nothing was saved. Please try again. If it happens again, give your administrator the code {0}.", code];
        if (activity.IsInvoke)
        {
            return (InvokeResponse.Failure(activity.Name, apology), outcome);
        }

        if (activity.IsMessage)
        {
            await SendAsync(activity, key: null, new TurnRecord(null, [new Outbound(Activity.Message(apology))], null));
        }

        return (new InvokeResponse(StatusCodes.Status200OK), outcome);
    }

    [LoggerMessage(LogLevel.Error, "Turn {Code} failed: {Type} {ActivityId} in conversation {ConversationId} of tenant {TenantId}.")]
    private partial void LogFailed(Exception failure, string code, string type, string? activityId, string? conversationId, string? tenantId);

    [LoggerMessage(LogLevel.Error, "The answer to activity {ActivityId} in conversation {ConversationId} was not delivered; {Count} messages wait for a repeat.")]
    private partial void LogNotSent(Exception failure, string? activityId, string? conversationId, int count);

    [LoggerMessage(LogLevel.Error, "The answer to activity {ActivityId} in conversation {ConversationId} could not be marked as delivered.")]
    private partial void LogNotMarked(Exception failure, string? activityId, string? conversationId);
}
