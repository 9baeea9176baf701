using System.Globalization;
using System.Text.Json.Serialization;
using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>
/// Brings the rows of stays into line with the history, where more than one opportunity changed at once, or just to be sure.
/// </summary>
public static partial class StayRecount
{
    /// <summary>Most opportunities that one check looks at.</summary>
    public const int AtOnce = 1000;

    private const int LoadedAtOnce = 200;

    private static readonly Stored<Turn> Turns = new("stay-check", TurnJson.Default.Turn, lifetime: null);

    /// <summary>
    /// Stages of a cycle changed places, or one of them is gone: says anew of each stay whether a higher stage was reached since.
    /// </summary>
    /// <returns>How many stays were told otherwise.</returns>
    internal static Task<int> AfterRenumberingAsync(OpportunitiesContext db, long cycleId, CancellationToken cancellationToken) =>
        db.StageStays
            .Where(s => s.SalesCycleId == cycleId
                && s.WentOn != db.Entries.Any(later => later.OpportunityId == s.OpportunityId && later.Id > s.EntryId
                    && (later.Active || later.DaysOpen != null)
                    && ((later.Active && later.ActionTaken == ActionTaken.Won)
                        || (((int?)later.Stage!.Number) ?? later.StageNumber) > s.Stage!.Number)))
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.WentOn, s => !s.WentOn), cancellationToken);

    /// <summary>Tells the stays of some opportunities anew from their history, within the caller's transaction.</summary>
    internal static async Task OfAsync(OpportunitiesContext db, IEnumerable<long> opportunityIds, CancellationToken cancellationToken)
    {
        foreach (var some in opportunityIds.Chunk(LoadedAtOnce))
        {
            foreach (var opportunity in await Loaded(db.Opportunities.Where(o => some.Contains(o.Id))).ToListAsync(cancellationToken))
            {
                opportunity.RecountStays();
            }

            await db.SaveChangesAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Recounts the stays of the next opportunities by their key, all of them by turns, and mends what is not as the history says.
    /// </summary>
    /// <param name="db">The data.</param>
    /// <param name="most">Most opportunities to look at.</param>
    /// <param name="cancellationToken">Gives up; what was mended stays mended.</param>
    public static async Task<IReadOnlyList<StayDifference>> CheckSomeAsync(
        OpportunitiesContext db, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var key = new StoredKey(null);
        var after = (await Turns.FindAsync(db, key, cancellationToken))?.After ?? 0;
        var ids = await db.Opportunities.Where(o => o.Id > after).OrderBy(o => o.Id).Select(o => o.Id).Take(most)
            .ToListAsync(cancellationToken);
        List<StayDifference> mended = [];
        foreach (var some in ids.Chunk(LoadedAtOnce))
        {
            var read = await Loaded(db.Opportunities.AsNoTrackingWithIdentityResolution().Where(o => some.Contains(o.Id)))
                .ToListAsync(cancellationToken);
            foreach (var wrong in read.Where(o => o.RecountStays() > 0))
            {
                // Looked at once more, alone: an act may have come between what was read of it.
                if (await db.InTransactionAsync(token => MendAsync(db, wrong.Id, token), cancellationToken) is { } difference)
                {
                    mended.Add(difference);
                }
            }
        }

        await db.InTransactionAsync(
            async token =>
            {
                await Turns.PutAsync(db, key, new Turn(ids.Count < most ? 0 : ids[^1]), token);
                return await db.SaveChangesAsync(token);
            },
            cancellationToken);
        return mended;
    }

    private static async Task<StayDifference?> MendAsync(OpportunitiesContext db, long id, CancellationToken cancellationToken)
    {
        await db.Opportunities.Where(o => o.Id == id).HoldAsync(cancellationToken);
        if (await Loaded(db.Opportunities.Where(o => o.Id == id)).SingleOrDefaultAsync(cancellationToken) is not { } opportunity)
        {
            return null;
        }

        var stored = Told(opportunity);
        if (opportunity.RecountStays() == 0)
        {
            return null;
        }

        await db.SaveChangesAsync(cancellationToken);
        return new StayDifference(opportunity.No, stored, Told(opportunity));
    }

    private static IQueryable<Opportunity> Loaded(IQueryable<Opportunity> opportunities) =>
        opportunities.Include(o => o.Entries).ThenInclude(e => e.Stage).WithItsStays().AsSplitQuery();

    private static string Told(Opportunity opportunity) => string.Join("; ", opportunity.Stays.OrderBy(s => s.EntryId).Select(s =>
    {
        var stay = string.Create(
            CultureInfo.InvariantCulture, $"stage {s.Stage?.Number} from {s.EnteredOn:yyyy-MM-dd}, days {s.Days}, went on {s.WentOn}");
        return string.Create(CultureInfo.InvariantCulture, $"{stay}, before {s.EarlierOn:yyyy-MM-dd}, person {s.SalespersonId}");
    }));

    internal sealed record Turn(long After);

    [JsonSerializable(typeof(Turn))]
    private sealed partial class TurnJson : JsonSerializerContext;
}

/// <summary>Stays that were not as the history says, and were mended.</summary>
/// <param name="No">Number of the opportunity.</param>
/// <param name="Stored">What was stored, a stay after the other.</param>
/// <param name="Recounted">What the history says, and is stored now.</param>
public sealed record StayDifference(string No, string Stored, string Recounted);
