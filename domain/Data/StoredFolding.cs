using System.Text.Json.Serialization;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Data;

/// <summary>
/// Keeps what is stored to be searched as <see cref="SearchText"/> folds it now. The database notes the version by which all of it was
/// folded; one that notes another, or none, comes from an older release.
/// </summary>
internal static partial class StoredFolding
{
    /// <summary>Most rows in one transaction.</summary>
    public const int AtOnce = 1000;

    private static readonly Stored<Folding> Notes = new("folding", FoldingJson.Default.Folding, lifetime: null);

    /// <summary>
    /// Folds anew what another version stored, some rows at a time; nothing else of them changes, nor their versions. Ended in between, it
    /// begins anew at the next start and passes over what is done.
    /// </summary>
    /// <returns>How many rows were changed.</returns>
    public static async Task<int> KeepUpAsync(OpportunitiesContext db, int atOnce, CancellationToken cancellationToken)
    {
        var key = new StoredKey(null);
        if ((await Notes.FindAsync(db, key, cancellationToken))?.Version == SearchText.Version)
        {
            return 0;
        }

        var changed = await FoldAsync(
            db,
            after => db.Contacts.Where(c => c.Id > after).OrderBy(c => c.Id).Take(atOnce).Select(c => new Row(c.Id, c.Name, "", c.Search)),
            row => SearchText.Fold(row.Text),
            (row, folded, token) => db.Contacts.Where(c => c.Id == row.Id && c.Search == row.Search)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.Search, folded), token),
            cancellationToken);
        changed += await FoldAsync(
            db,
            after => db.Opportunities.Where(o => o.Id > after).OrderBy(o => o.Id).Take(atOnce)
                .Select(o => new Row(o.Id, o.Description, o.No, o.Search)),
            row => Opportunity.SearchOf(row.No, row.Text),
            (row, folded, token) => db.Opportunities.Where(o => o.Id == row.Id && o.Search == row.Search)
                .ExecuteUpdateAsync(set => set.SetProperty(o => o.Search, folded), token),
            cancellationToken);
        await Notes.PutAsync(db, key, new Folding(SearchText.Version), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return changed;
    }

    private static async Task<int> FoldAsync(
        OpportunitiesContext db, Func<long, IQueryable<Row>> read, Func<Row, string> fold,
        Func<Row, string, CancellationToken, Task<int>> store, CancellationToken cancellationToken)
    {
        using var alone = OpportunitiesContext.LongWork();
        var changed = 0;
        List<Row> rows;
        for (var after = 0L; (rows = await read(after).ToListAsync(cancellationToken)).Count > 0; after = rows[^1].Id)
        {
            var others = rows.Select(row => (Row: row, Folded: fold(row))).Where(r => r.Folded != r.Row.Search).ToList();
            changed += others.Count == 0 ? 0 : await db.InTransactionAsync(
                async token =>
                {
                    // What somebody saves meanwhile on a host that runs already is folded by that.
                    var done = 0;
                    foreach (var (row, folded) in others)
                    {
                        done += await store(row, folded, token);
                    }

                    return done;
                },
                cancellationToken);
        }

        return changed;
    }

    private sealed record Row(long Id, string Text, string No, string Search);

    internal sealed record Folding(int Version);

    [JsonSerializable(typeof(Folding))]
    private sealed partial class FoldingJson : JsonSerializerContext;
}
