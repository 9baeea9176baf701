using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace ChatOpportunities.Domain.Data;

/// <summary>Contexts for <c>dotnet ef</c> and for scripts, which need a provider but no database.</summary>
internal sealed class DesignTimeContexts :
    IDesignTimeDbContextFactory<SqliteContext>, IDesignTimeDbContextFactory<SqlServerContext>,
        IDesignTimeDbContextFactory<PostgreSqlContext>
{
    public static OpportunitiesContext Create(DatabaseProvider provider) => provider switch
    {
        DatabaseProvider.Sqlite =>
            new SqliteContext(new DbContextOptionsBuilder<SqliteContext>().UseSqlite("Data Source=design.db").Options),
        DatabaseProvider.SqlServer =>
            new SqlServerContext(new DbContextOptionsBuilder<SqlServerContext>().UseSqlServer("Server=design").Options),
        DatabaseProvider.PostgreSql =>
            new PostgreSqlContext(new DbContextOptionsBuilder<PostgreSqlContext>().UseNpgsql("Host=design").Options),
        _ => throw new ArgumentOutOfRangeException(nameof(provider)),
    };

    SqliteContext IDesignTimeDbContextFactory<SqliteContext>.CreateDbContext(string[] args) =>
        (SqliteContext)Create(DatabaseProvider.Sqlite);

    SqlServerContext IDesignTimeDbContextFactory<SqlServerContext>.CreateDbContext(string[] args) =>
        (SqlServerContext)Create(DatabaseProvider.SqlServer);

    PostgreSqlContext IDesignTimeDbContextFactory<PostgreSqlContext>.CreateDbContext(string[] args) =>
        (PostgreSqlContext)Create(DatabaseProvider.PostgreSql);
}
