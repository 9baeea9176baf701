namespace ChatOpportunities.Tests.Support;

/// <summary>
/// A test of what only a database server has, on a real PostgreSQL: <c>tests/run.sh</c> starts one and names it in <c>TEST_POSTGRESQL</c>.
/// </summary>
public sealed class PostgreSqlFactAttribute : FactAttribute
{
    public PostgreSqlFactAttribute()
    {
        if (TestDatabase.PostgreSqlServer is null)
        {
            Skip = "TEST_POSTGRESQL names no server; tests/run.sh starts one.";
        }
    }
}
