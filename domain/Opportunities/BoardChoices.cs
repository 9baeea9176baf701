using System.Text.Json.Serialization;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>The sales cycle whose board somebody looked at last. Everybody has their own.</summary>
public sealed class BoardChoices(OpportunitiesContext db)
{
    private static readonly Stored<BoardChoice> Kept = new("board", BoardChoiceJson.Default.BoardChoice, lifetime: null);

    /// <summary>Code of the cycle; null when they never chose one.</summary>
    public async Task<string?> LastAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return (await Kept.FindAsync(db, new(caller.SalespersonId), cancellationToken))?.Cycle;
    }

    /// <summary>Remembers it; where another window of the same person is faster, that one's choice stays.</summary>
    public Task KeepAsync(string cycle, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return db.InTransactionAsync<Result<string>>(
            async token =>
            {
                var key = new StoredKey(caller.SalespersonId);
                if ((await Kept.LoadAsync(db, key, token))?.Cycle == cycle)
                {
                    return cycle;
                }

                await Kept.PutAsync(db, key, new BoardChoice(cycle), token);
                try
                {
                    await db.SaveChangesAsync(token);
                }
                catch (DbUpdateException)
                {
                    return Refusals.StaleWithoutHistory;
                }

                return cycle;
            },
            cancellationToken);
    }
}

/// <summary>What is remembered of somebody's board.</summary>
internal sealed record BoardChoice(string Cycle);

[JsonSerializable(typeof(BoardChoice))]
internal sealed partial class BoardChoiceJson : JsonSerializerContext;
