using System.Security.Cryptography;
using System.Text;
using ChatOpportunities.Domain.Data;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Bot.Teams;

/// <summary>
/// Once only: what the bot does in a turn, its answer and its messages are saved in one transaction, under the identity of the activity. A
/// repeated delivery does not act again: it gets the stored answer, and the messages that did not go out. The innermost middleware, so that
/// every other one sees a turn once.
/// </summary>
internal sealed class TurnLedger(OpportunitiesContext db, TimeProvider clock) : IMiddleware
{
    private const int MaxTries = 3;
    private const string KeyPrefix = "turn/";

    /// <summary>How long a repeat gets the same answer.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    /// <summary>
    /// How long the messages of a turn are left to whoever ran it. The channel repeats after about fifteen seconds: by then
    /// a sender that died is no longer waited for.
    /// </summary>
    private static readonly TimeSpan SendersClaim = TimeSpan.FromSeconds(12);

    /// <summary>The part of a key that names the activity.</summary>
    public static string HashOf(string key) => key[KeyPrefix.Length..];

    public async Task OnTurnAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken = default)
    {
        if (turnContext.Activity.OnlyAsks())
        {
            // A card looking for its present state: nothing is changed, so nothing needs remembering.
            await AgainAsync(
                async token =>
                {
                    await TryAsync(turnContext, next, token);
                    return true;
                },
                cancellationToken);
            return;
        }

        var key = KeyOf(turnContext.Activity);
        var record = await AgainAsync(
            token => db.InTransactionAsync(inner => ActAsync(turnContext, next, key, inner), token), cancellationToken);
        turnContext.TurnState.Get<TurnOutbox>()?.Decided(record, key);
        turnContext.Answer = record.Answer?.ToResponse();
    }

    /// <summary>
    /// Someone was faster: with the same activity, whose answer is there now, or with something it leans on. Nothing of this try
    /// was saved, so it looks again with fresh eyes.
    /// </summary>
    private static async Task<T> AgainAsync<T>(Func<CancellationToken, Task<T>> run, CancellationToken cancellationToken)
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

    /// <summary>Null where nobody could deliver it again: it has no id, or is a turn that the bot began itself.</summary>
    private static string? KeyOf(Activity activity) =>
        activity.Name != ActivityEventNames.ContinueConversation && activity.Identity() is { } identity
        ? KeyPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))
        : null;

    /// <summary>The bot's turn, from a clean slate.</summary>
    private async Task TryAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        turnContext.Outbox?.Clear();
        turnContext.Answer = null;
        await next(cancellationToken);
    }

    private async Task<TurnRecord> ActAsync(ITurnContext turnContext, NextDelegate next, string? key, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        var (activity, now) = (turnContext.Activity, clock.GetUtcNow());
        var mine = new[] { key, References.KeyOf(activity) }.OfType<string>().ToList();
        await db.StoredItems.Where(i => mine.Contains(i.Key)).LoadAsync(cancellationToken);
        if (key is not null && await ClaimAsync(key, now, cancellationToken) is { } earlier)
        {
            return earlier;
        }

        await References.KeepAsync(db, activity, now, cancellationToken);
        // Saved before the act: an equal activity on another machine waits here until this one has ended.
        await db.SaveChangesAsync(cancellationToken);

        await TryAsync(turnContext, next, cancellationToken);

        var messages = turnContext.Outbox?.Messages ?? [];
        var record = new TurnRecord(
            RecordedAnswer.Of(turnContext.Answer), messages, messages.Count == 0 ? null : clock.GetUtcNow() + SendersClaim);
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
            db.StoredItems.Add(new StoredItem { Key = key, Value = new TurnRecord(null, [], null).Write(), ExpiresAt = now + Memory });
            return null;
        }

        item.Version++;
        if (item.ExpiresAt <= now)
        {
            item.ExpiresAt = now + Memory;
            return null;
        }

        var record = TurnRecord.Read(item.Value);
        if (record.Unsent.Count == 0 || record.SendingUntil > now)
        {
            db.ChangeTracker.Clear();
            return record with { Unsent = [], IsRepeat = true };
        }

        record = record with { SendingUntil = now + SendersClaim };
        item.Value = record.Write();
        await db.SaveChangesAsync(cancellationToken);
        return record with { IsRepeat = true };
    }

    private Task<int> RememberAsync(string key, TurnRecord record, CancellationToken cancellationToken)
    {
        var value = record.Write();
        return db.StoredItems.Where(i => i.Key == key).ExecuteUpdateAsync(
            set => set.SetProperty(i => i.Value, value).SetProperty(i => i.Version, i => i.Version + 1), cancellationToken);
    }
}
