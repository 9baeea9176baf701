using System.Text.Json.Serialization;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>Which columns somebody wants to see in their list. Everybody chooses for themselves.</summary>
public sealed class ListColumns(OpportunitiesContext db)
{
    /// <summary>Most columns, and longest name of one.</summary>
    private const int Most = 30;

    private static readonly Stored<List<string>> Chosen = new("columns", ListColumnsJson.Default.ListString, lifetime: null);

    /// <summary>The caller's columns by their names; null when they have not chosen.</summary>
    public async Task<IReadOnlyList<string>?> FindAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return await Chosen.FindAsync(db, new(caller.SalespersonId), cancellationToken);
    }

    /// <summary>Keeps the caller's columns; the last of two windows counts. None goes back to what everybody has at first.</summary>
    public Task KeepAsync(IEnumerable<string> columns, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        List<string> kept = [.. columns.Where(c => c.Length <= Most).Distinct().Take(Most)];
        return db.InTransactionAsync(
            async token =>
            {
                var key = new StoredKey(caller.SalespersonId);
                if (kept.Count == 0)
                {
                    await Chosen.RemoveAsync(db, key, token);
                }
                else
                {
                    await Chosen.PutAsync(db, key, kept, token);
                }

                return await db.SaveChangesAsync(token);
            },
            cancellationToken);
    }
}

[JsonSerializable(typeof(List<string>))]
internal sealed partial class ListColumnsJson : JsonSerializerContext;
