using System.Text.Json.Serialization;
using ChatOpportunities.Domain.Opportunities;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Data;

/// <summary>
/// Fills the table of stays from the history, after the migration that made it and left a note. The note says how far it has come, so that
/// a start that was ended in between goes on there; once all is done it is gone.
/// </summary>
internal static partial class StayFilling
{
    /// <summary>Opportunities in one transaction.</summary>
    public const int AtOnce = 5000;

    private static readonly Stored<Filling> Notes = new("stays", FillingJson.Default.Filling, lifetime: null);

    /// <summary>Fills what an older release had no table for, some opportunities at a time.</summary>
    /// <returns>How many stays were made.</returns>
    public static async Task<int> KeepUpAsync(OpportunitiesContext db, int atOnce, CancellationToken cancellationToken)
    {
        var key = new StoredKey(null);
        if (await Notes.FindAsync(db, key, cancellationToken) is not { } note)
        {
            return 0;
        }

        var (made, after) = (0, note.After);
        while (await db.Opportunities.Where(o => o.Id > after).OrderBy(o => o.Id).Select(o => (long?)o.Id).Take(atOnce)
            .MaxAsync(cancellationToken) is { } upTo)
        {
            var from = after;
            made += await db.InTransactionAsync(
                async token =>
                {
                    await db.StageStays.Where(s => s.OpportunityId > from && s.OpportunityId <= upTo).ExecuteDeleteAsync(token);
#pragma warning disable EF1002 // Written below; the two numbers are parameters.
                    var some = await db.Database.ExecuteSqlRawAsync(Statement(db), [from, upTo], token);
#pragma warning restore EF1002
                    await Notes.PutAsync(db, key, new Filling(upTo), token);
                    await db.SaveChangesAsync(token);
                    return some;
                },
                cancellationToken);
            after = upTo;
        }

        db.ChangeTracker.Clear();
        await Notes.DeleteAsync(db, key, cancellationToken);
        return made;
    }

    /// <summary>
    /// Inserts what <see cref="StageStay.Of"/> tells, for the opportunities after the key {0} up to the key {1}: as one statement, because
    /// a company has millions of them.
    /// </summary>
    internal static string Statement(OpportunitiesContext db)
    {
        var isPostgreSql = db is PostgreSqlContext;
        string Active(string entry) => isPostgreSql ? $"{entry}.\"Active\"" : $"{entry}.\"Active\" = 1";
        var (yes, no) = isPostgreSql ? ("true", "false") : ("1", "0");
        return $$"""
            INSERT INTO "StageStays" (
                "EntryId", "OpportunityId", "SalesCycleId", "StageId", "SalespersonId", "EnteredOn", "EarlierOn", "Days", "WentOn")
            SELECT g."EntryId", g."OpportunityId", g."SalesCycleId", g."StageId", o."SalespersonId", g."EnteredOn",
                LAG(g."EnteredOn") OVER (PARTITION BY g."OpportunityId", g."StageId" ORDER BY g."EnteredOn"),
                CASE WHEN g."Standing" = 0 THEN g."Days" END,
                CASE WHEN EXISTS (
                    SELECT 1 FROM "Entries" l LEFT JOIN "SalesCycleStage" t ON t."Id" = l."StageId"
                    WHERE l."OpportunityId" = g."OpportunityId" AND l."Id" > g."EntryId" AND ({{Active("l")}} OR l."DaysOpen" IS NOT NULL)
                        AND (({{Active("l")}} AND l."ActionTaken" = {{(int)ActionTaken.Won}})
                            OR COALESCE(t."Number", l."StageNumber") > s."Number"))
                    THEN {{yes}} ELSE {{no}} END
            FROM (
                SELECT MIN(e."Id") AS "EntryId", e."OpportunityId", MIN(e."SalesCycleId") AS "SalesCycleId", e."StageId",
                    e."StageEnteredOn" AS "EnteredOn", SUM(CASE WHEN {{Active("e")}} THEN 1 ELSE 0 END) AS "Standing",
                    SUM(e."DaysOpen") AS "Days"
                FROM "Entries" e
                WHERE e."StageId" IS NOT NULL AND ({{Active("e")}} OR e."DaysOpen" IS NOT NULL)
                    AND e."OpportunityId" > {0} AND e."OpportunityId" <= {1}
                GROUP BY e."OpportunityId", e."StageId", e."StageEnteredOn") g
            JOIN "Opportunities" o ON o."Id" = g."OpportunityId"
            JOIN "SalesCycleStage" s ON s."Id" = g."StageId"
            """;
    }

    internal sealed record Filling(long After);

    [JsonSerializable(typeof(Filling))]
    private sealed partial class FillingJson : JsonSerializerContext;
}
