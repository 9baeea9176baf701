using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using ChatOpportunities.Domain.Data;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ChatOpportunities.Bench;

/// <summary>
/// How fast reminders can be sent at all: posts the same card again and again, as many at once as the product does, and commits one row for
/// each that was taken. Nothing is claimed, asked, put together or planned.
/// </summary>
internal static class Postman
{
    private const int AtOnce = 16;

    /// <summary>In a process of its own, with a card that the product has just sent.</summary>
    public static async Task<(double Seconds, TimeSpan Processor, double Peak)> RunAsync(
        DatabaseOptions database, Connector connector, long messages, string folder, CancellationToken cancellationToken)
    {
        var card = Path.Combine(folder, "card.json");
        await File.WriteAllBytesAsync(card, connector.Last, cancellationToken);
        var own = database.Provider == DatabaseProvider.Sqlite
            ? new DatabaseOptions { Provider = database.Provider, ConnectionString = "Data Source=" + Path.Combine(folder, "cards.db") }
            : database;
        var (self, arguments) = Served.Self("post-cards", card, connector.Url, messages.ToString(CultureInfo.InvariantCulture));
        var start = new ProcessStartInfo(self, arguments) { RedirectStandardOutput = true };
        foreach (var (name, value) in TargetDatabase.Environment_(own))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var said = (await process.StandardOutput.ReadToEndAsync(cancellationToken)).Split(' ');
        await process.WaitForExitAsync(cancellationToken);
        double Figure(int at) => double.Parse(said[at], CultureInfo.InvariantCulture);
        return process.ExitCode == 0
            ? (Figure(0), TimeSpan.FromSeconds(Figure(1)), Figure(2))
            : throw new InvalidOperationException("Not all cards were taken.");
    }

    public static async Task<int> PostAsync(string card, string connector, int messages)
    {
        var database = TargetDatabase.OfProcess();
        var body = await File.ReadAllBytesAsync(card);
        DbConnection Open()
        {
            DbConnection connection = database.Provider == DatabaseProvider.Sqlite
                ? new SqliteConnection(database.ConnectionString)
                : new NpgsqlConnection(database.ConnectionString);
            connection.Open();
            return connection;
        }

        await using (var connection = Open())
        {
            await PrepareAsync(connection, database.Provider, messages);
        }

        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = AtOnce });
        using var writer = new SemaphoreSlim(1);
        var next = 0;
        var used = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            await using var connection = Open();
            // SQLite waits for the disk unless told otherwise.
            await using var sent = Command(connection, "UPDATE bench_cards SET state = 2, sent_at = CURRENT_TIMESTAMP WHERE id = @id");
            var id = sent.CreateParameter();
            (id.ParameterName, id.Value) = ("id", 0);
            sent.Parameters.Add(id);
            for (int i; (i = Interlocked.Increment(ref next)) <= messages;)
            {
                using var content = new ByteArrayContent(body);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using var answer = await http.PostAsync(
                    new Uri(string.Create(CultureInfo.InvariantCulture, $"{connector}v3/conversations/a%3Abench-{i}/activities")), content);
                await answer.Content.ReadAsByteArrayAsync();
                answer.EnsureSuccessStatusCode();
                id.Value = i;
                await CommitAsync(sent, database.Provider == DatabaseProvider.Sqlite ? writer : null);
            }
        })));
        var seconds = watch.Elapsed.TotalSeconds;
        var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{seconds} {(self.TotalProcessorTime - used).TotalSeconds} {self.PeakWorkingSet64 / 1024.0 / 1024.0}"));
        return 0;
    }

    /// <summary>SQLite lets one in at a time, and who waits inside it sleeps in steps.</summary>
    private static async Task CommitAsync(DbCommand sent, SemaphoreSlim? writer)
    {
        if (writer is null)
        {
            await sent.ExecuteNonQueryAsync();
            return;
        }

        await writer.WaitAsync();
        try
        {
            await sent.ExecuteNonQueryAsync();
        }
        finally
        {
            writer.Release();
        }
    }

    private static async Task PrepareAsync(DbConnection connection, DatabaseProvider provider, int messages)
    {
        foreach (var statement in new[]
        {
            provider == DatabaseProvider.Sqlite ? "PRAGMA journal_mode = WAL" : "SELECT 1",
            "DROP TABLE IF EXISTS bench_cards",
            "CREATE TABLE bench_cards (id INTEGER NOT NULL PRIMARY KEY, state INTEGER NOT NULL, sent_at TIMESTAMP NULL)",
            provider == DatabaseProvider.Sqlite
                ? "INSERT INTO bench_cards WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < " + Number(messages)
                    + ") SELECT k, 0, NULL FROM n"
                : "INSERT INTO bench_cards SELECT k, 0, NULL FROM generate_series(1, " + Number(messages) + ") k",
        })
        {
            await using var command = Command(connection, statement);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static DbCommand Command(DbConnection connection, string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Written here.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
