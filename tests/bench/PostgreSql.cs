using System.Data;
using System.Diagnostics;
using System.Globalization;
using ChatOpportunities.Domain.Data;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace ChatOpportunities.Bench;

/// <summary>
/// A server for the run: the one that TEST_POSTGRESQL names, or one of its own, if PostgreSQL's programs are here. Its databases are made
/// by the product and filled with the rows of the SQLite file of that size, so that all databases tell the same.
/// </summary>
internal sealed class PostgreSql : IAsyncDisposable
{
    private readonly string _server;
    private readonly Process? _own;
    private readonly List<string> _made = [];
    private readonly Dictionary<(int, int?), string> _templates = [];

    private PostgreSql(string server, Process? own) => (_server, _own) = (server, own);

    /// <summary>Null when there is none.</summary>
    public static async Task<PostgreSql?> StartAsync(CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable("TEST_POSTGRESQL") is { Length: > 0 } named)
        {
            return new PostgreSql(named, null);
        }

        if (!Directory.Exists("/usr/lib/postgresql"))
        {
            return null;
        }

        const string Script = "set -e; . tests/postgresql.sh; start_postgresql >&2; echo \"$TEST_POSTGRESQL\"; read -r _ || true";
        var own = Process.Start(new ProcessStartInfo("bash", ["-c", Script])
        {
            WorkingDirectory = Company.FolderOf(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        if (await own.StandardOutput.ReadLineAsync(cancellationToken) is not { Length: > 0 } server)
        {
            throw new InvalidOperationException("PostgreSQL was not started.");
        }

        var started = new PostgreSql(server, own);
        // As a server that has something to lose: each commit waits for the disk.
        await started.RunAsync("ALTER SYSTEM SET fsync = on", "ALTER SYSTEM SET full_page_writes = on", "SELECT pg_reload_conf()");
        return started;
    }

    /// <summary>Settings of the product for a database.</summary>
    public static (string Name, string Value)[] Settings(DatabaseOptions database) =>
    [
        ("Database__Provider", database.Provider.ToString()), ("ConnectionStrings__Opportunities", database.ConnectionString),
        ("Demo__Seed", "false"),
    ];

    /// <summary>Name of the database of that size, made at the first time; nobody may be connected to it while it is copied.</summary>
    public async Task<string> TemplateAsync(int opportunities, int? openPercent, CancellationToken cancellationToken)
    {
        if (_templates.TryGetValue((opportunities, openPercent), out var there))
        {
            return there;
        }

        var file = Path.Combine(await Company.FolderAsync(opportunities, openPercent), "data", "opportunities.db");
        var database = NewDatabase();
        var folder = Company.Empty();
        await using (await Company.StartAsync(await Company.PublishedAsync(), folder, Settings(database)))
        {
            // The start makes the tables.
        }

        Directory.Delete(folder, recursive: true);
        var watch = Stopwatch.StartNew();
        await FillAsync(database.ConnectionString, file, cancellationToken);
        Console.WriteLine($"PostgreSQL: {opportunities:N0} opportunities copied in {watch.Elapsed.TotalSeconds:F0} s.");
        return _templates[(opportunities, openPercent)] = NameOf(database);
    }

    /// <summary>A database like it, to be changed.</summary>
    public async Task<DatabaseOptions> CopyAsync(string template, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var copy = NewDatabase();
        NpgsqlConnection.ClearAllPools();
        await RunAsync($"CREATE DATABASE {NameOf(copy)} TEMPLATE {template}");
        return copy;
    }

    public NpgsqlConnection Open(string database)
    {
        var connection = new NpgsqlConnection($"{_server};Database={database};Pooling=false");
        connection.Open();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_own is null)
        {
            foreach (var name in _made)
            {
                await RunAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            }

            return;
        }

        _own.StandardInput.Close();
        await _own.WaitForExitAsync();
        _own.Dispose();
    }

    /// <summary>Name and settings of a database that is not there yet.</summary>
    public DatabaseOptions NewDatabase()
    {
        var name = "bench_" + Guid.NewGuid().ToString("N");
        _made.Add(name);
        return new DatabaseOptions { Provider = DatabaseProvider.PostgreSql, ConnectionString = $"{_server};Database={name}" };
    }

    public static string NameOf(DatabaseOptions database) => new NpgsqlConnectionStringBuilder(database.ConnectionString).Database!;

    /// <summary>Everything that is in the file, table by table, column by column, into the same tables there.</summary>
    private static async Task FillAsync(string connectionString, string file, CancellationToken cancellationToken)
    {
        await using var target = new NpgsqlConnection(connectionString + ";Pooling=false;Command Timeout=0");
        await target.OpenAsync(cancellationToken);
        await using var source = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=false");
        await source.OpenAsync(cancellationToken);
        await ExecuteAsync(target, "SET session_replication_role = replica"); // no order of the tables has to be kept
        foreach (var table in await ListAsync(
            target, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE '\\_\\_EF%'"))
        {
            var there = await ListAsync(source, $"SELECT name FROM pragma_table_info('{table}')");
            if (there.Count == 0)
            {
                continue;
            }

            await ExecuteAsync(target, $"DELETE FROM \"{table}\"");
            await CopyTableAsync(target, source, table, there, cancellationToken);
            if (await ListAsync(target, $"SELECT pg_get_serial_sequence('\"{table}\"', column_name) FROM information_schema.columns WHERE table_name = '{table}' AND is_identity = 'YES'")
                is [var sequence])
            {
                await ExecuteAsync(target, $"SELECT setval('{sequence}', (SELECT COALESCE(MAX(\"Id\"), 0) + 1000000 FROM \"{table}\"))");
            }
        }

        await ExecuteAsync(target, "VACUUM ANALYZE"); // what a server does by itself after a while
    }

    private static async Task CopyTableAsync(
        NpgsqlConnection target, SqliteConnection source, string table, List<string> there, CancellationToken cancellationToken)
    {
        List<(string Name, NpgsqlDbType Type)> columns = [];
        await using (var command = Command(
            target, $"SELECT column_name, data_type FROM information_schema.columns WHERE table_name = '{table}' AND is_generated = 'NEVER'"))
        await using (var row = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await row.ReadAsync(cancellationToken))
            {
                if (there.Contains(row.GetString(0)))
                {
                    columns.Add((row.GetString(0), TypeOf(row.GetString(1))));
                }
            }
        }

        var names = string.Join(", ", columns.Select(c => $"\"{c.Name}\""));
        await using var read = Command(source, $"SELECT {names} FROM \"{table}\"");
        await using var rows = await read.ExecuteReaderAsync(cancellationToken);
        await using var import = await target.BeginBinaryImportAsync(
            $"COPY \"{table}\" ({names}) FROM STDIN (FORMAT BINARY)", cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            await import.StartRowAsync(cancellationToken);
            for (var i = 0; i < columns.Count; i++)
            {
                if (rows.IsDBNull(i))
                {
                    await import.WriteNullAsync(cancellationToken);
                }
                else
                {
                    await import.WriteAsync(ValueOf(rows.GetValue(i), columns[i].Type), columns[i].Type, cancellationToken);
                }
            }
        }

        await import.CompleteAsync(cancellationToken);
    }

    private static NpgsqlDbType TypeOf(string name) => name switch
    {
        "bigint" => NpgsqlDbType.Bigint,
        "integer" => NpgsqlDbType.Integer,
        "smallint" => NpgsqlDbType.Smallint,
        "boolean" => NpgsqlDbType.Boolean,
        "numeric" => NpgsqlDbType.Numeric,
        "date" => NpgsqlDbType.Date,
        "uuid" => NpgsqlDbType.Uuid,
        "bytea" => NpgsqlDbType.Bytea,
        "timestamp with time zone" => NpgsqlDbType.TimestampTz,
        "time without time zone" => NpgsqlDbType.Time,
        "character varying" => NpgsqlDbType.Varchar,
        "text" => NpgsqlDbType.Text,
        "ARRAY" => NpgsqlDbType.Array | NpgsqlDbType.Text,
        _ => throw new NotSupportedException(name),
    };

    /// <summary>As the product keeps it in SQLite, to what it is. Whole numbers are cents where the column is a decimal one.</summary>
    private static object ValueOf(object stored, NpgsqlDbType type) => (type, stored) switch
    {
        (NpgsqlDbType.Bigint, long number) => number,
        (NpgsqlDbType.Integer, long number) => (int)number,
        (NpgsqlDbType.Smallint, long number) => (short)number,
        (NpgsqlDbType.Boolean, long number) => number != 0,
        (NpgsqlDbType.Numeric, long cents) => cents / 100m,
        (NpgsqlDbType.Numeric, string text) => decimal.Parse(text, CultureInfo.InvariantCulture),
        (NpgsqlDbType.Date, string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture),
        (NpgsqlDbType.Time, string text) => TimeOnly.Parse(text, CultureInfo.InvariantCulture),
        (NpgsqlDbType.Uuid, string text) => Guid.Parse(text),
        (NpgsqlDbType.Array | NpgsqlDbType.Text, string json) => System.Text.Json.JsonSerializer.Deserialize<string[]>(json)!,
        (NpgsqlDbType.TimestampTz, string text) =>
            DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
        _ => stored,
    };

    private static async Task<List<string>> ListAsync(System.Data.Common.DbConnection connection, string sql)
    {
        await using var command = Command(connection, sql);
        await using var rows = await command.ExecuteReaderAsync();
        List<string> all = [];
        while (await rows.ReadAsync())
        {
            all.Add(rows.GetString(0));
        }

        return all;
    }

    private static async Task ExecuteAsync(System.Data.Common.DbConnection connection, string sql)
    {
        await using var command = Command(connection, sql);
        await command.ExecuteNonQueryAsync();
    }

    private static T Command<T>(Func<T> create, string sql)
        where T : IDbCommand
    {
        var command = create();
#pragma warning disable CA2100 // Written here, or names out of the database's own catalogue.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    private static System.Data.Common.DbCommand Command(System.Data.Common.DbConnection connection, string sql) =>
        Command(connection.CreateCommand, sql);

    private async Task RunAsync(params string[] statements)
    {
        await using var connection = new NpgsqlConnection(_server + ";Database=postgres;Pooling=false;Command Timeout=0");
        await connection.OpenAsync();
        foreach (var statement in statements)
        {
            await ExecuteAsync(connection, statement);
        }
    }
}
