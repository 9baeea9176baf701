namespace ChatOpportunities.Domain.Data;

/// <summary>The databases the product runs on.</summary>
public enum DatabaseProvider
{
    /// <summary>A file beside the product; for trying it out and for tests.</summary>
    Sqlite,

    /// <summary>SQL Server or Azure SQL.</summary>
    SqlServer,

    /// <summary>PostgreSQL.</summary>
    PostgreSql,
}

/// <summary>Where the data lies (settings <c>Database:Provider</c> and <c>ConnectionStrings:Opportunities</c>).</summary>
public sealed class DatabaseOptions
{
    /// <summary>Used with SQLite when no connection string is set; relative to the working directory.</summary>
    public const string DefaultConnectionString = "Data Source=data/opportunities.db";

    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    public string ConnectionString { get; set; } = DefaultConnectionString;
}
