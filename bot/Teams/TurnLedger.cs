using System.Security.Cryptography;
using System.Text;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Delivery;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Bot.Teams;

/// <summary>
/// Once only: what the bot does in a turn, its answer and its messages are saved in one transaction, under the identity of the activity
/// (its idempotency key). A repeated delivery does not act again: it gets the stored answer, and what is to be sent is the outbox's
/// affair. The innermost middleware, so that every other one sees a turn once.
/// </summary>
internal sealed class TurnLedger(
    OpportunitiesContext db, OutboxSender sender, IEnumerable<ITurnItems> items, TimeProvider clock) : IMiddleware
{
    private const int MaxTries = 3;
    private const string KeyPrefix = "turn/";

    /// <summary>How long a repeat gets the same answer.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    public async Task OnTurnAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken = default)
    {
        for (var left = MaxTries; ; left--)
        {
            try
            {
                if (turnContext.Activity.OnlyAsks())
                {
                    // A card looking for its present state: nothing is changed, so nothing needs remembering.
                    BeginAnew(turnContext);
                    await next(cancellationToken);
                    await db.SaveChangesAsync(cancellationToken);
                    return;
                }

                var key = KeyOf(turnContext.Activity);
                var turn = await db.InTransactionAsync(
                    async token =>
                    {
                        if (await RepeatedAsync(key, turnContext, token) is { } earlier)
                        {
                            return new LedgerEntry(earlier, null);
                        }

                        await next(token);
                        return await RecordAsync(turnContext, token);
                    },
                    cancellationToken);
                turnContext.Answer = turn.Record.Answer?.ToResponse();
                if (turn.Messages is { } messages)
                {
                    turnContext.TurnState.Get<TurnOutbox>()?.Keep(messages);
                }
                else
                {
                    turnContext.TurnState.Get<TurnOutbox>()?.Repeat();
                }

                return;
            }
            catch (DbUpdateException) when (left > 1 && !cancellationToken.IsCancellationRequested)
            {
                // Someone was faster: with the same activity, whose answer is there now, or with something it leans on. Nothing of this
                // try was saved, so it looks again with fresh eyes.
            }
            finally
            {
                db.ForgetItems();
            }
        }
    }

    /// <summary>The row of this turn, once it is ours.</summary>
    private StoredItem? _claim;

    /// <summary>Null where nobody could deliver it again: it has no id, or is a turn that the bot began itself.</summary>
    private static string? KeyOf(Activity activity) =>
        activity.Name != ActivityEventNames.ContinueConversation && activity.Identity() is { } identity
        ? KeyPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))
        : null;

    /// <summary>Forgets what was loaded and said in a try that came to nothing.</summary>
    private void BeginAnew(ITurnContext turnContext)
    {
        db.ChangeTracker.Clear();
        turnContext.Outbox?.Clear();
        turnContext.Answer = null;
    }

    /// <summary>Makes the activity ours, before the act; what was answered when it was handled before, or null.</summary>
    private async Task<TurnRecord?> RepeatedAsync(string? key, ITurnContext turnContext, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        var (activity, now) = (turnContext.Activity, clock.GetUtcNow());
        _claim = null;
        await LoadAsync(key, [.. items.SelectMany(i => i.KeysOf(activity))], ConversationReferences.KeyOf(activity), cancellationToken);
        if (key is not null && Claim(key, now) is { } earlier)
        {
            db.ChangeTracker.Clear();
            return earlier;
        }

        await ConversationReferences.KeepAsync(db, activity, now, cancellationToken);
        // Saved before the act: an equal activity on another machine waits here until this one has ended.
        await db.SaveChangesAsync(cancellationToken);

        BeginAnew(turnContext);
        return null;
    }

    /// <summary>Keeps what came of the act, with its messages.</summary>
    private async Task<LedgerEntry> RecordAsync(ITurnContext turnContext, CancellationToken cancellationToken)
    {
        var record = new TurnRecord(RecordedAnswer.Of(turnContext.Answer));
        if (_claim is { } claim && record.Answer is not null)
        {
            db.StoredItems.Attach(claim);
            (claim.Value, claim.Version) = (record.Write(), claim.Version + 1);
        }

        var messages = sender.Prepare(turnContext.Activity, turnContext.Outbox?.Messages ?? [], areSaved: true);
        db.OutboxMessages.AddRange(messages.Select(m => m.Row));
        await db.SaveChangesAsync(cancellationToken);
        return new LedgerEntry(record, messages);
    }

    /// <summary>
    /// Reads with one command what was kept of the activity, what is known of its conversation, and what the turn will ask for.
    /// </summary>
    private async Task LoadAsync(
        string? key, IReadOnlyList<string> ahead, ConversationKey? conversation, CancellationToken cancellationToken)
    {
        List<string> keys = key is null ? [.. ahead] : [.. ahead, key];
        var (tenant, kind, name) = (conversation?.TenantId, conversation?.Kind ?? KnownConversationKind.Person, conversation?.Name);
        var rows = await db.StoredItems.Where(i => keys.Contains(i.Key))
            .Select(i => new { Key = (string?)i.Key, i.Value, i.Version, i.OwnerId, i.ExpiresAt })
            .Concat(db.KnownConversations.Where(c => c.TenantId == tenant && c.Kind == kind && c.Name == name).Select(c => new
            {
                Key = (string?)null,
                Value = c.Reference,
                c.Version,
                OwnerId = (long?)null,
                ExpiresAt = (DateTimeOffset?)null,
            }))
            .ToListAsync(cancellationToken);
        var found = rows.Where(r => r.Key is not null).ToDictionary(r => r.Key!, r => new StoredItem
        {
            Key = r.Key!,
            Value = r.Value,
            Version = r.Version,
            OwnerId = r.OwnerId,
            ExpiresAt = r.ExpiresAt,
        });
        db.KnowItems(ahead, ahead.Select(found.GetValueOrDefault).OfType<StoredItem>());
        if (key is not null && found.GetValueOrDefault(key) is { } turn)
        {
            db.Attach(turn);
        }

        foreach (var row in rows)
        {
            if (row.Key is null)
            {
                db.Attach(new KnownConversation
                {
                    TenantId = tenant!,
                    Kind = kind,
                    Name = name!,
                    Reference = row.Value,
                    Version = row.Version,
                });
            }
        }
    }

    /// <summary>Makes the activity ours; or, when it was handled before, what was answered then. Its record is loaded, if any.</summary>
    private TurnRecord? Claim(string key, DateTimeOffset now)
    {
        if (db.StoredItems.Local.FindEntry(key)?.Entity is not { } item)
        {
            _claim = new StoredItem { Key = key, Value = new TurnRecord(null).Write(), ExpiresAt = now + Memory };
            db.StoredItems.Add(_claim);
            return null;
        }

        if (item.ExpiresAt > now)
        {
            return TurnRecord.Read(item.Value);
        }

        (item.Value, item.ExpiresAt, item.Version) = (new TurnRecord(null).Write(), now + Memory, item.Version + 1);
        _claim = item;
        return null;
    }

    /// <summary>What is kept of a turn and what it says; messages are null when it was handled before.</summary>
    private sealed record LedgerEntry(TurnRecord Record, IReadOnlyList<QueuedMessage>? Messages);
}
