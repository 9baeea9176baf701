using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Support;

/// <summary>How SQLite answers a statement: its steps, in order.</summary>
internal static class QueryPlan
{
    public static async Task<List<string>> OfAsync(
        OpportunitiesContext db, string statement, IEnumerable<(string Name, object? Value)> parameters)
    {
        await db.Database.OpenConnectionAsync();
        await using var explain = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // What the product asked just now.
        explain.CommandText = "EXPLAIN QUERY PLAN " + statement;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = explain.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
            explain.Parameters.Add(parameter);
        }

        await using var reader = await explain.ExecuteReaderAsync();
        List<string> steps = [];
        while (await reader.ReadAsync())
        {
            steps.Add(reader.GetString(3));
        }

        return steps;
    }
}
