namespace ChatOpportunities.Bench;

/// <summary>
/// Moves that succeed, each opportunity once before any comes a second time; and no more than there are, so that nobody is measured on
/// refusals.
/// </summary>
internal sealed class Moves(IReadOnlyList<long> ready, string serviceUrl)
{
    private int _used;
    private int _end;

    public int Count => ready.Count;

    /// <summary>How many were not given out for want of more.</summary>
    public bool IsUsedUp => _used >= ready.Count;

    /// <summary>Those of the people who were added, in an order that has nothing to do with whose they are.</summary>
    public static async Task<IReadOnlyList<long>> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        using var connection = Company.Open(folder);
        using var command = connection.CreateCommand();
        // How often each can go to a stage that asks for no quote.
        command.CommandText = """
            SELECT o.Id - 1000000,
                (SELECT COUNT(*) FROM SalesCycleStage x WHERE x.SalesCycleId = s.SalesCycleId AND x.Number > s.Number
                    AND x.Number < COALESCE((SELECT MIN(q.Number) FROM SalesCycleStage q
                        WHERE q.SalesCycleId = s.SalesCycleId AND q.Number > s.Number AND q.QuoteRequired), 1000))
            FROM Opportunities o JOIN Entries e ON e.OpportunityId = o.Id AND e.Active JOIN SalesCycleStage s ON s.Id = e.StageId
            WHERE o.Status = 1 AND o.Id > 1000000 AND e.EstimatedCloseDate > date('now', '+5 days')
            ORDER BY (o.Id * 2654435761) % 1000003 LIMIT 120000
            """;
        List<(long K, int Moves)> all = [];
        using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            all.Add((reader.GetInt64(0), reader.GetInt32(1)));
        }

        return [.. Enumerable.Range(1, all.Max(a => a.Moves)).SelectMany(pass => all.Where(a => a.Moves >= pass).Select(a => a.K))];
    }

    /// <summary>No more than so many until the next time this is said.</summary>
    public void Allow(double share) => _end = Math.Min(ready.Count, Volatile.Read(ref _used) + (int)(share * ready.Count));

    /// <summary>The next one; null when there is none, or no more are allowed.</summary>
    public byte[]? Next(long _)
    {
        var at = Interlocked.Increment(ref _used) - 1;
        if (at < _end)
        {
            var k = ready[at];
            return Turns.Message(serviceUrl, k, "move " + Company.No(k));
        }

        Interlocked.Decrement(ref _used);
        return null;
    }
}
