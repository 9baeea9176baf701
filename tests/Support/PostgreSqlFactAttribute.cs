namespace ChatOpportunities.Tests.Support;

/// <summary>A test that needs a real PostgreSQL: <c>tests/run.sh</c> starts one and names it in <c>TEST_POSTGRESQL</c>.</summary>
public sealed class PostgreSqlFactAttribute : FactAttribute
{
    public PostgreSqlFactAttribute()
    {
        if (Server is null)
        {
            Skip = "TEST_POSTGRESQL names no server; tests/run.sh starts one.";
        }
    }

    /// <summary>Connection string without a database.</summary>
    public static string? Server { get; } = Environment.GetEnvironmentVariable("TEST_POSTGRESQL") is { Length: > 0 } server ? server : null;
}
