using System.Globalization;
using System.Text.Json.Serialization;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>
/// An act on all opportunities that match, some at a time beside the requests. What matches is noted with its versions when it begins:
/// what somebody changes meanwhile is left out. How far it has come is saved along with each part, so that it goes on after a crash and
/// nothing is done twice.
/// </summary>
public sealed class BulkWork(
    OpportunitiesContext db, OpportunityQueries queries, OpportunityActs acts, UndoActs undo, TimeProvider clock)
{
    /// <summary>Most opportunities at once.</summary>
    public const int Most = 5000;

    /// <summary>Opportunities of one transaction.</summary>
    private const int AtOnce = 20;

    /// <summary>Refusals that are kept with their reasons.</summary>
    private const int MostRefused = 100;

    private static readonly Stored<BulkState> States = new("bulkwork", BulkWorkJson.Default.BulkState, TimeSpan.FromDays(1));
    private static readonly Stored<List<BulkLine>> Lots = new("bulklot", BulkWorkJson.Default.ListBulkLine, TimeSpan.FromDays(1));
    private static readonly Stored<List<BulkKey>> Running = new("bulkrunning", BulkWorkJson.Default.ListBulkKey, lifetime: null);

    /// <summary>Notes all that match and that the caller may change; the acts follow by <see cref="GoOnAsync"/>.</summary>
    /// <param name="id">Of the form, its idempotency key: sent twice, it begins once.</param>
    /// <param name="change">What is done.</param>
    /// <param name="filter">With which ones; refused for more than <see cref="Most"/>.</param>
    /// <param name="caller">Who does it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Result<BulkState>> BeginAsync(
        Guid id, BulkChange change, OpportunityFilter filter, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(caller);
        return db.InTransactionAsync<Result<BulkState>>(
            async token =>
            {
                if (await States.LoadAsync(db, KeyOf(caller.SalespersonId, id), token) is { } begun)
                {
                    return begun;
                }

                if (change.WhyNot() is { Count: > 0 } missing)
                {
                    return missing.ToList();
                }

                var marked = await queries.MarkedAsync(filter, Most + 1, caller, token);
                return marked.Count > Most
                    ? Refusals.TooManyAtOnce.With(Most)
                    : await BeginAsync(id, change, [.. marked.Select(m => new BulkLine(m.No, m.Version!.Value))], caller, token);
            },
            cancellationToken);
    }

    /// <summary>Takes back what one of them did, as far as each can still be taken back; once.</summary>
    /// <param name="id">Of the one to take back.</param>
    /// <param name="undoId">Of this form.</param>
    /// <param name="caller">Who did it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Result<BulkState>> BeginUndoAsync(Guid id, Guid undoId, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return db.InTransactionAsync<Result<BulkState>>(
            async token =>
            {
                var key = KeyOf(caller.SalespersonId, id);
                if (await States.LoadAsync(db, key, token) is not { } done)
                {
                    return Refusals.NotFound;
                }

                if (done.UndoneBy is { } before)
                {
                    return await States.LoadAsync(db, KeyOf(caller.SalespersonId, before), token) is { } undone
                        ? undone
                        : Refusals.NothingToUndo;
                }

                if (!done.IsOver || done.Change.Act == BulkAct.Undo || done.Changed == 0)
                {
                    return Refusals.NothingToUndo;
                }

                var keys = Enumerable.Range(0, (done.Total + AtOnce - 1) / AtOnce)
                    .Select(lot => LotOf(caller.SalespersonId, id, lot)).ToList();
                var lots = await Lots.FindAsync(db, keys, clock.GetUtcNow(), token);
                List<BulkLine> lines =
                [
                    .. keys.SelectMany(key => lots.GetValueOrDefault(key) ?? [])
                        .Where(l => l.After is not null).Select(l => new BulkLine(l.No, l.After!.Value)),
                ];
                await States.PutAsync(db, key, done with { UndoneBy = undoId }, clock.GetUtcNow(), token);
                return await BeginAsync(undoId, new BulkChange(BulkAct.Undo), lines, caller, token);
            },
            cancellationToken);
    }

    /// <summary>How far it has come; null when there is no such work of the caller's.</summary>
    public Task<BulkState?> FindAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return States.FindAsync(db, KeyOf(caller.SalespersonId, id), clock.GetUtcNow(), cancellationToken);
    }

    /// <summary>
    /// Does the next ones, in the name of who began it; false when nothing is left to do.
    /// </summary>
    public async Task<bool> GoOnAsync(
        long ownerId, Guid id, Func<Caller, Texts> textsOf, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(textsOf);
        using var alone = OpportunitiesContext.LongWork();
        try
        {
            return await db.InTransactionAsync(
                async token =>
                {
                    var state = await States.LoadAsync(db, KeyOf(ownerId, id), token);
                    if (state is null or { IsOver: true })
                    {
                        await ForgetAsync(new BulkKey(ownerId, id), token);
                        return false;
                    }

                    state = await NextAsync(ownerId, id, state, textsOf, token);
                    await States.PutAsync(db, KeyOf(ownerId, id), state, clock.GetUtcNow(), token);
                    if (state.IsOver)
                    {
                        await ForgetAsync(new BulkKey(ownerId, id), token);
                    }

                    await db.SaveChangesAsync(token);
                    return !state.IsOver;
                },
                cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return true; // another host did these, and they were not done a second time here: what is left is looked for anew
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>What is under way, or was when its host ended.</summary>
    public async Task<IReadOnlyList<BulkKey>> RunningAsync(CancellationToken cancellationToken) =>
        await Running.FindAsync(db, new StoredKey(null), cancellationToken) ?? [];

    private async Task<BulkState> BeginAsync(
        Guid id, BulkChange change, List<BulkLine> lines, Caller caller, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var (lot, at) in lines.Chunk(AtOnce).Select((lot, at) => (lot, at)))
        {
            Lots.Add(db, LotOf(caller.SalespersonId, id, at), [.. lot], now);
        }

        var state = new BulkState(change, lines.Count);
        States.Add(db, KeyOf(caller.SalespersonId, id), state, now);
        if (!state.IsOver)
        {
            var running = await Running.LoadAsync(db, new StoredKey(null), cancellationToken) ?? [];
            await Running.PutAsync(db, new StoredKey(null), [.. running, new BulkKey(caller.SalespersonId, id)], cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        return state;
    }

    private async Task<BulkState> NextAsync(
        long ownerId, Guid id, BulkState state, Func<Caller, Texts> textsOf, CancellationToken cancellationToken)
    {
        var person = await db.Salespeople.AsNoTracking().SingleOrDefaultAsync(p => p.Id == ownerId && !p.Blocked, cancellationToken);
        var key = LotOf(ownerId, id, state.Done / AtOnce);
        if (person is null || await Lots.LoadAsync(db, key, cancellationToken) is not { Count: > 0 } lines)
        {
            return state with { Total = state.Done }; // nobody goes on in the name of who works here no more
        }

        var caller = Caller.For(person, ActSource.Portal, clock.GetUtcNow());
        var texts = textsOf(caller);
        List<BulkLine> told = [];
        foreach (var line in lines)
        {
            var result = state.Change.Act == BulkAct.Undo
                ? await undo.UndoAsync(line.No, line.Version, caller, cancellationToken)
                : (await acts.ChangeManyAsync([new Marked(line.No, line.Version)], state.Change, caller, cancellationToken))[0].Result;
            told.Add(result switch
            {
                Result<Acted>.Done(var acted) => line with { After = acted.Opportunity.Version },
                Result<Acted>.Refused refused => line with { Refusal = string.Join(' ', refused.Refusals.Select(r => r.Say(texts))) },
                _ => throw new System.Diagnostics.UnreachableException(),
            });
        }

        await Lots.PutAsync(db, key, told, clock.GetUtcNow(), cancellationToken);
        return state with
        {
            Done = state.Done + told.Count,
            Changed = state.Changed + told.Count(l => l.After is not null),
            Refused = [.. state.Refused.Concat(told.Where(l => l.Refusal is not null)).Take(MostRefused)],
        };
    }

    private async Task ForgetAsync(BulkKey key, CancellationToken cancellationToken)
    {
        var running = await Running.LoadAsync(db, new StoredKey(null), cancellationToken) ?? [];
        if (running.Remove(key))
        {
            await Running.PutAsync(db, new StoredKey(null), running, cancellationToken);
        }
    }

    private static StoredKey KeyOf(long ownerId, Guid id) => new(ownerId, id.ToString("N", CultureInfo.InvariantCulture));

    private static StoredKey LotOf(long ownerId, Guid id, int lot) =>
        new(ownerId, string.Create(CultureInfo.InvariantCulture, $"{id:N}/{lot}"));
}

/// <summary>An act on many, and how far it has come.</summary>
/// <param name="Change">What is done.</param>
/// <param name="Total">With how many.</param>
/// <param name="Done">How many have been dealt with.</param>
/// <param name="Changed">How many of these were changed.</param>
public sealed record BulkState(BulkChange Change, int Total, int Done = 0, int Changed = 0)
{
    /// <summary>The first hundred that were refused, each with its reason.</summary>
    public IReadOnlyList<BulkLine> Refused { get; init; } = [];

    /// <summary>What took it back.</summary>
    public Guid? UndoneBy { get; init; }

    /// <summary>Whether all have been dealt with.</summary>
    [JsonIgnore]
    public bool IsOver => Done >= Total;
}

/// <summary>One of many.</summary>
/// <param name="No">Number of the opportunity.</param>
/// <param name="Version">The version that is to be changed.</param>
/// <param name="After">The version the act left; null before it, and when it was refused.</param>
/// <param name="Refusal">Why it was refused.</param>
public sealed record BulkLine(string No, long Version, long? After = null, string? Refusal = null);

/// <summary>Names work that is under way.</summary>
/// <param name="OwnerId">Who began it.</param>
/// <param name="Id">Of its form.</param>
public sealed record BulkKey(long OwnerId, Guid Id);

[JsonSerializable(typeof(BulkState))]
[JsonSerializable(typeof(List<BulkLine>))]
[JsonSerializable(typeof(List<BulkKey>))]
internal sealed partial class BulkWorkJson : JsonSerializerContext;
