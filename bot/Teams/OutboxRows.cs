using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Delivery;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Bot.Teams;

/// <summary>
/// The rows of the outbox as one process sees them: it claims them for a while (a lease), and nobody else sends them until that has ended.
/// What is to be deleted while one deletion is under way is deleted together by the next, with one commit.
/// </summary>
internal sealed class OutboxRows(IServiceScopeFactory scopes, TimeProvider clock)
{
    /// <summary>
    /// How long a claim holds. One call of the connector takes 25 seconds at most, with its retries and its wait for a place.
    /// </summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(40);

    /// <summary>Most that one statement touches.</summary>
    private const int AtOnce = 500;

    private readonly Guid _process = Guid.CreateVersion7(clock.GetUtcNow());
    private readonly Lock _gate = new();
    private List<long> _sent = [];
    private Task _last = Task.CompletedTask;
    private Task? _next;
    private long _lastId;

    /// <summary>A row for a message that is saved with its act, claimed by this process, which sends it at once.</summary>
    public OutboxMessage New(OutboundMessage message, long? turn, bool isSaved, (string? EntraObjectId, string? TenantId) who)
    {
        var id = NextId();
        return new OutboxMessage
        {
            Id = id,
            TurnId = turn ?? id,
            EntraObjectId = Storable(who.EntraObjectId),
            TenantId = Storable(who.TenantId),
            ConversationId = Storable(message.To?.Conversation?.Id),
            Payload = isSaved ? message.Write() : "",
            ClaimedBy = _process,
            ClaimedUntil = clock.GetUtcNow() + Lease,
        };
    }

    /// <summary>The channel took a message. Ends when its row is gone, and fails when that could not be done.</summary>
    public Task DeleteAsync(long id)
    {
        lock (_gate)
        {
            _sent.Add(id);
            return _next ??= _last = DeleteAfterAsync(_last);
        }
    }

    /// <summary>Notes a failed attempt. The message stays this process's own until it is due again, and a lease beyond.</summary>
    public async Task PutBackAsync(OutboxMessage row, bool isSaved, TimeSpan pause, string? why)
    {
        row.ClaimedUntil = clock.GetUtcNow() + pause + Lease;
        if (why is not null)
        {
            (row.Attempts, row.FailedAt, row.LastError) = (row.Attempts + 1, clock.GetUtcNow(), why);
        }

        if (isSaved)
        {
            await InDatabaseAsync(db => Mine(db, [row.Id]).ExecuteUpdateAsync(
                set => set.SetProperty(m => m.Attempts, row.Attempts).SetProperty(m => m.FailedAt, row.FailedAt)
                    .SetProperty(m => m.LastError, row.LastError).SetProperty(m => m.ClaimedUntil, row.ClaimedUntil),
                CancellationToken.None));
        }
    }

    /// <summary>Gives a message up: it stays for the administrator to see, without what was to be said.</summary>
    public async Task GiveUpAsync(OutboxMessage row, bool isSaved, string why)
    {
        (row.Payload, row.ClaimedBy, row.ClaimedUntil) = ("", null, null);
        (row.Attempts, row.FailedAt, row.LastError) = (row.Attempts + 1, clock.GetUtcNow(), why);
        await InDatabaseAsync(async db =>
        {
            if (!isSaved)
            {
                db.OutboxMessages.Add(row);
                return await db.SaveChangesAsync();
            }

            return await Mine(db, [row.Id]).ExecuteUpdateAsync(
                set => set.SetProperty(m => m.Payload, "")
                    .SetProperty(m => m.ClaimedBy, (Guid?)null).SetProperty(m => m.ClaimedUntil, (DateTimeOffset?)null)
                    .SetProperty(m => m.Attempts, row.Attempts).SetProperty(m => m.FailedAt, row.FailedAt)
                    .SetProperty(m => m.LastError, why));
        });
    }

    /// <summary>Lengthens the claims on messages that wait here; whether all of them were still this process's own.</summary>
    public async Task<bool> RenewAsync(IReadOnlyList<OutboxMessage> rows, CancellationToken cancellationToken)
    {
        var isAll = true;
        foreach (var some in rows.Chunk(AtOnce))
        {
            var (ids, until) = (some.Select(r => r.Id).ToList(), clock.GetUtcNow() + Lease);
            if (await InDatabaseAsync(db => Mine(db, ids).ExecuteUpdateAsync(
                set => set.SetProperty(m => m.ClaimedUntil, until), cancellationToken)) == ids.Count)
            {
                Array.ForEach(some, row => row.ClaimedUntil = until);
            }
            else
            {
                isAll = false; // who sends one of them asks for it alone before
            }
        }

        return isAll;
    }

    /// <summary>Lets any process take over what this one will not send any more.</summary>
    public Task ReleaseAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return InDatabaseAsync(db => Mine(db, ids).ExecuteUpdateAsync(set => set.SetProperty(m => m.ClaimedUntil, now), cancellationToken));
    }

    /// <summary>Claims what nobody sends any more: its process died, or was stopped. In order.</summary>
    /// <param name="known">What waits in this process already.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<List<OutboxMessage>> TakeOverAsync(IReadOnlyCollection<long> known, CancellationToken cancellationToken) =>
        InDatabaseAsync<List<OutboxMessage>>(async db =>
        {
            var now = clock.GetUtcNow();
            var until = now + Lease;
            var due = await db.OutboxMessages.Where(m => m.ClaimedUntil <= now).OrderBy(m => m.Id).Select(m => m.Id).Take(AtOnce)
                .ToListAsync(cancellationToken);
            var ids = due.Except(known).ToList();
            if (ids.Count == 0 || await db.OutboxMessages.Where(m => ids.Contains(m.Id) && m.ClaimedUntil <= now).ExecuteUpdateAsync(
                set => set.SetProperty(m => m.ClaimedBy, _process).SetProperty(m => m.ClaimedUntil, until), cancellationToken) == 0)
            {
                return [];
            }

            return await Mine(db, ids).AsNoTracking().OrderBy(m => m.Id).ToListAsync(cancellationToken);
        });

    private IQueryable<OutboxMessage> Mine(OpportunitiesContext db, IReadOnlyList<long> ids) =>
        db.OutboxMessages.Where(m => ids.Contains(m.Id) && m.ClaimedBy == _process);

    /// <summary>
    /// Microseconds, and twelve bits of chance that keep two processes apart: what a process saves later comes later, without asking the
    /// database for a number. Two that are equal all the same end in a conflict of keys, and the turn is tried again.
    /// </summary>
    private long NextId()
    {
        lock (_gate)
        {
            var now = (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
            return _lastId = Math.Max(_lastId + 1, (now << 12) | (long)Random.Shared.Next(1 << 12));
        }
    }

    /// <summary>Comes from outside and is only shown: what a database would refuse is left out.</summary>
    private static string? Storable(string? id) => id is { Length: <= 400 } && !id.Contains('\0', StringComparison.Ordinal) ? id : null;

    private async Task DeleteAfterAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        List<long> ids;
        lock (_gate)
        {
            (ids, _sent, _next) = (_sent, [], null);
        }

        foreach (var some in ids.Chunk(AtOnce))
        {
            await InDatabaseAsync(db => Mine(db, some).ExecuteDeleteAsync());
        }
    }

    private async Task<T> InDatabaseAsync<T>(Func<OpportunitiesContext, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<OpportunitiesContext>());
    }
}
