using System.Data.Common;
using ChatOpportunities.Bot.Hosting;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Demo;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ChatOpportunities.Tests.Support;

/// <summary>
/// A database of a test's own, gone when disposed: a SQLite file, or what <c>TEST_DATABASE</c> names (<c>PostgreSql</c> on the
/// server of <c>TEST_POSTGRESQL</c>, <c>SqlServer</c> on that of <c>TEST_SQLSERVER</c>).
/// </summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    // Migrated once in a run and copied for each test; likewise with the demo company in it.
    private static readonly Dictionary<(DatabaseProvider Provider, bool Demo), Lazy<Task<TestDatabase>>> Templates =
        (from provider in Enum.GetValues<DatabaseProvider>()
         from demo in new[] { false, true }
         select (provider, demo)).ToDictionary(t => t, t => new Lazy<Task<TestDatabase>>(() => FilledAsync(t.provider, t.demo)));

    static TestDatabase() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var template in Templates.Values.Where(t => t is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }))
        {
            template.Value.Result.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("database-").FullName;
    private readonly string _name = $"test_{Guid.NewGuid():N}";
    private bool _isFilled;

    private TestDatabase(DatabaseProvider provider) => Options = new DatabaseOptions
    {
        Provider = provider,
        ConnectionString = provider switch
        {
            DatabaseProvider.Sqlite => $"Data Source={File};Pooling=false",
            DatabaseProvider.PostgreSql => $"{PostgreSqlServer};Database={_name};Maximum Pool Size=30;Timeout=120",
            _ => $"{SqlServer};Initial Catalog={_name};Max Pool Size=30;Connect Timeout=120",
        },
    };

    /// <summary>What the database suite runs on.</summary>
    public static DatabaseProvider Chosen { get; } =
        Named("TEST_DATABASE") is { } named ? Enum.Parse<DatabaseProvider>(named, ignoreCase: true) : DatabaseProvider.Sqlite;

    /// <summary>Connection strings without a database; null where there is no server.</summary>
    public static string? PostgreSqlServer { get; } = Named("TEST_POSTGRESQL");

    public static string? SqlServer { get; } = Named("TEST_SQLSERVER");

    public DatabaseOptions Options { get; }

    /// <summary>A test that breaks the data on purpose says so; every other one leaves it whole.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Key of the document that says how the text of a database is folded: it is there from the beginning.</summary>
    public const string Folding = "folding//";

    /// <summary>Documents that any database has, or has once something was set up.</summary>
    public static readonly string[] OwnItems = [Folding, ChatOpportunities.Domain.KnownSetup.StampKey];

    /// <summary>The database file, on SQLite.</summary>
    public string File => Path.Combine(_folder, "test.db");

    /// <summary>Only a name, and on SQLite a folder: nothing has been made yet.</summary>
    public static TestDatabase Missing(DatabaseProvider? provider = null) => new(provider ?? Chosen);

    /// <summary>With all tables, and the demo company if wanted.</summary>
    public static async Task<TestDatabase> CreateAsync(bool demo, DatabaseProvider? provider = null)
    {
        var kind = provider ?? Chosen;
        if (kind == DatabaseProvider.SqlServer)
        {
            return await FilledAsync(kind, demo); // copies nothing as cheaply as the other two
        }

        var template = await Templates[(kind, demo)].Value;
        var database = new TestDatabase(kind) { _isFilled = true };
        if (kind == DatabaseProvider.Sqlite)
        {
            System.IO.File.Copy(template.File, database.File);
        }
        else
        {
            await OnServerAsync(kind, $"CREATE DATABASE {database._name} TEMPLATE {template._name}");
        }

        return database;
    }

    /// <summary>Gives a table another name, which each kind of database says in its own way.</summary>
    public static Task RenameAsync(OpportunitiesContext db, string table, string name) => db is SqlServerContext
        ? db.Database.ExecuteSqlAsync($"EXEC sp_rename {table}, {name}")
#pragma warning disable EF1003 // Names cannot be parameters; these are written in a test.
        : db.Database.ExecuteSqlRawAsync("ALTER TABLE \"" + table + "\" RENAME TO \"" + name + "\"");
#pragma warning restore EF1003

    /// <summary>Checks the invariants of the data as an operator would; what that says, a line for each.</summary>
    public Task<string> CheckAsync() => CheckAsync(Options);

    /// <summary>The same of a SQLite file that is none of these.</summary>
    public static Task<string> CheckFileAsync(string file) =>
        CheckAsync(new DatabaseOptions { ConnectionString = $"Data Source={file};Pooling=false" });

    private static async Task<string> CheckAsync(DatabaseOptions options)
    {
        await using var db = options.Provider switch
        {
            DatabaseProvider.Sqlite => (OpportunitiesContext)new SqliteContext(
                new DbContextOptionsBuilder<SqliteContext>().UseSqlite(options.ConnectionString).Options),
            DatabaseProvider.PostgreSql => new PostgreSqlContext(
                new DbContextOptionsBuilder<PostgreSqlContext>().UseNpgsql(options.ConnectionString).Options),
            _ => new SqlServerContext(new DbContextOptionsBuilder<SqlServerContext>().UseSqlServer(options.ConnectionString).Options),
        };
        var (said, isRight) = DatabaseCommand.Told(await Invariants.CountAsync(db, CancellationToken.None));
        Assert.True(isRight, said);
        return said;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_isFilled && !IsBroken)
            {
                await CheckAsync();
            }
        }
        finally
        {
            await DeleteAsync();
        }
    }

    private async Task DeleteAsync()
    {
        Directory.Delete(_folder, recursive: true);
        switch (Options.Provider)
        {
            case DatabaseProvider.PostgreSql:
                ForgetConnections();
                await OnServerAsync(DatabaseProvider.PostgreSql, $"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
                break;
            case DatabaseProvider.SqlServer:
                ForgetConnections();
                await OnServerAsync(
                    DatabaseProvider.SqlServer,
                    $"IF DB_ID('{_name}') IS NOT NULL BEGIN ALTER DATABASE {_name} SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE {_name} END");
                break;
        }
    }

    private static async Task<TestDatabase> FilledAsync(DatabaseProvider provider, bool demo)
    {
        var database = new TestDatabase(provider) { _isFilled = true };
        await using (var host = DomainHost.StartOn(database, keep: true))
        {
            await host.DoAsync<OpportunitiesContext>(db => DatabaseSetup.PrepareAsync(db, CancellationToken.None));
            if (demo)
            {
                await host.DoAsync<DemoData>(data => data.SeedAsync(CancellationToken.None));
            }
        }

        database.ForgetConnections(); // a database somebody is connected to cannot be copied
        Assert.False(System.IO.File.Exists(database.File + "-wal"), "Everything stands in the one file.");
        return database;
    }

    private void ForgetConnections()
    {
        switch (Options.Provider)
        {
            case DatabaseProvider.PostgreSql:
                using (var connection = new NpgsqlConnection(Options.ConnectionString))
                {
                    NpgsqlConnection.ClearPool(connection);
                }

                break;
            case DatabaseProvider.SqlServer:
                using (var connection = new SqlConnection(Options.ConnectionString))
                {
                    SqlConnection.ClearPool(connection);
                }

                break;
        }
    }

    private static async Task OnServerAsync(DatabaseProvider provider, string sql)
    {
        await using DbConnection server = provider == DatabaseProvider.PostgreSql
            ? new NpgsqlConnection(PostgreSqlServer + ";Database=postgres;Maximum Pool Size=4;Timeout=120")
            : new SqlConnection(SqlServer + ";Initial Catalog=master");
        await server.OpenAsync();
        await using var command = server.CreateCommand();
#pragma warning disable CA2100 // Written here.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync();
    }

    private static string? Named(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
