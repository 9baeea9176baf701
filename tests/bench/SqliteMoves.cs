using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace ChatOpportunities.Bench;

/// <summary>One connection with statements that are kept, and one turn after another; journal and safety as the product has them.</summary>
internal sealed class SqliteMoves : IMoves
{
    private readonly SqliteConnection _connection;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _gate = new();
    private readonly Guid _process = Guid.NewGuid();
    private readonly Statement _begin, _commit, _rollback, _find, _openTasks, _stays, _endEntry, _beginEntry, _endStay, _beginStay;
    private readonly Statement _change, _addTask, _audit, _remember;
    private readonly Statement _replace, _enqueue, _forget;
    private Known _known = null!;
    private List<long> _sent = [];
    private long _lastMessage = DateTimeOffset.UnixEpoch.Ticks;

    private SqliteMoves(SqliteConnection connection)
    {
        _connection = connection;
        Statement Of(string sql, int parameters = 0) => new(connection, sql, parameters);
        (_begin, _commit, _rollback) = (Of("BEGIN IMMEDIATE"), Of("COMMIT"), Of("ROLLBACK"));
        (_find, _openTasks, _stays) = (Of(MoveSql.Find, 2), Of(MoveSql.OpenTasks, 1), Of(MoveSql.Stays, 1));
        (_endStay, _beginStay) = (Of(MoveSql.EndStay, 3), Of(MoveSql.BeginStay, 9));
        (_endEntry, _change) = (Of(MoveSql.EndEntry, 3), Of(MoveSql.Change, 3));
        _beginEntry = Of(MoveSql.BeginEntry(false) + " RETURNING \"Id\"", 24);
        _addTask = Of(MoveSql.AddTask(false) + " RETURNING \"Id\"", 11);
        (_audit, _remember, _replace) = (Of(MoveSql.Audit, 8), Of(MoveSql.Remember, 5), Of(MoveSql.Replace, 5));
        (_enqueue, _forget) = (Of(MoveSql.Enqueue, 9), Of("DELETE FROM \"OutboxMessages\" WHERE \"Id\" = $1", 1));
    }

    public static async Task<SqliteMoves> OpenAsync(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync();
        await using (var pragmas = connection.CreateCommand())
        {
            pragmas.CommandText = "PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 15000; PRAGMA synchronous = FULL; "
                + "PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 4000; PRAGMA temp_store = MEMORY;";
            await pragmas.ExecuteNonQueryAsync();
        }

        return new SqliteMoves(connection) { _known = Read(connection) };
    }

    public async Task<(long Message, byte[] Payload)> MoveAsync(Said said)
    {
        await _turn.WaitAsync();
        try
        {
            _begin.Run();
            try
            {
                var moved = Move(said);
                _commit.Run();
                return moved;
            }
            catch
            {
                _rollback.Run();
                throw;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Sent(long message)
    {
        lock (_gate)
        {
            _sent.Add(message);
        }
    }

    public ValueTask DisposeAsync()
    {
        _turn.Dispose();
        return _connection.DisposeAsync();
    }

    private (long Message, byte[] Payload) Move(Said said)
    {
        var person = _known.Person(said.Person);
        var was = Find(said.No, person.Id);
        var tasks = _openTasks.Count(was.Id);
        _ = _stays.Count(was.Id);
        var now = _known.Next(was);
        var clock = TimeProvider.System.GetUtcNow();
        var (today, at) = (Day(DateOnly.FromDateTime(clock.DateTime)), Instant(clock));
        var days = DateOnly.FromDateTime(clock.DateTime).DayNumber - was.Entered.DayNumber;
        if (_endEntry.Run(0, days, was.Entry) != 1 || _change.Run(at, was.Id, was.Version) != 1)
        {
            throw new InvalidOperationException("Somebody else was faster.");
        }

        var entry = _beginEntry.Id(
            1, 1, person.Id, person.Name, Cents(now.Chances), Cents(now.Completed), was.Contact,
            (was.Value * now.Chances / 100).ToString(CultureInfo.InvariantCulture), today, Day(was.Closes), Cents(was.Value), at, was.Id,
            was.Stage, now.Chances.ToString(CultureInfo.InvariantCulture), was.Cycle, person.Id, 0, now.Description, today, now.Id,
            now.Number, was.Visit + 1, 1);
        _endStay.Run(days, 1, was.Id);
        _beginStay.Run(entry, was.Id, was.Cycle, now.Id, person.Id, today, null, null, 0);
        var made = now.Tasks.ConvertAll(t => _addTask.Id(
            0, 0, Day(DateOnly.FromDateTime(clock.DateTime).AddDays(7)), t.Description, entry, was.Id, t.Priority, person.Id, 0, t.Type,
            1));
        _audit.Run($"[\"{now.Description}\"]", at, person.Id, person.Name, "Moved to {0}.", 0, "opportunity", was.No);
        var turn = "turn/" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said.Id + said.Conversation)));
        _remember.Run(turn, Instant(clock.AddHours(1)), null, "{}", 1);
        _replace.Run(
            "undo//" + was.Id.ToString(CultureInfo.InvariantCulture), Instant(clock.AddDays(1)), null,
            Known.UndoNote(was, entry, made, person, now, at), 1);
        _replace.Run(
            string.Create(CultureInfo.InvariantCulture, $"shown/{person.Id}/{said.Conversation}"), Instant(clock.AddHours(2)), person.Id,
            $$"""{"No":"{{was.No}}","At":"{{at}}"}""", 1);
        var payload = Known.Payload(said, was, now, person.Name, tasks + made.Count);
        var message = _lastMessage = Math.Max(_lastMessage + 1, clock.Ticks);
        _enqueue.Run(
            message, message, Name(said.Person), "bench", said.Conversation, payload, 0, Name(_process), Instant(clock.AddSeconds(40)));
        DeleteSent();
        return (message, Encoding.UTF8.GetBytes(payload));
    }

    private void DeleteSent()
    {
        List<long> sent;
        lock (_gate)
        {
            (sent, _sent) = (_sent, []);
        }

        sent.ForEach(id => _forget.Run(id));
    }

    private Standing Find(string no, long person)
    {
        using var row = _find.Read(no, person);
        return row.Read()
            ? new Standing(
                row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetInt64(4), row.GetString(5), row.GetInt64(6),
                row.GetInt64(7), row.GetInt32(8), row.GetInt64(9) / 100m, Date(row.GetString(10)), Date(row.GetString(11)),
                row.GetInt32(12))
            : throw new InvalidOperationException(no + " is not here.");
    }

    private static Known Read(SqliteConnection connection)
    {
        Dictionary<Guid, (long, string)> people = [];
        using (var row = new Statement(connection, MoveSql.People, 0).Read())
        {
            while (row.Read())
            {
                people[Guid.Parse(row.GetString(0))] = (row.GetInt64(1), row.GetString(2));
            }
        }

        List<Stage> stages = [];
        using (var row = new Statement(connection, MoveSql.Stages, 0).Read())
        {
            while (row.Read())
            {
                if (stages.LastOrDefault()?.Id != row.GetInt64(0))
                {
                    stages.Add(new Stage(
                        row.GetInt64(0), row.GetInt64(1), row.GetInt32(2), row.GetString(3), row.GetInt64(4) / 100m,
                        row.GetInt64(5) / 100m, []));
                }

                if (!row.IsDBNull(6))
                {
                    stages[^1].Tasks.Add((row.GetInt32(6), row.GetString(7), row.GetInt32(8)));
                }
            }
        }

        return new Known(people, stages);
    }

    private static long Cents(decimal amount) => decimal.ToInt64(amount * 100);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly Date(string stored) => DateOnly.ParseExact(stored, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Instant(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    private static string Name(Guid id) => id.ToString().ToUpperInvariant();

    /// <summary>A statement that stays prepared.</summary>
    private sealed class Statement
    {
        private readonly SqliteCommand _command;

        public Statement(SqliteConnection connection, string sql, int parameters)
        {
            _command = connection.CreateCommand();
#pragma warning disable CA2100 // Written in this file and the one of the limit.
            _command.CommandText = sql;
#pragma warning restore CA2100
            for (var i = 1; i <= parameters; i++)
            {
                _command.Parameters.Add(new SqliteParameter { ParameterName = "$" + i.ToString(CultureInfo.InvariantCulture) });
            }
        }

        public int Run(params object?[] values) => With(values).ExecuteNonQuery();

        public long Id(params object?[] values) => (long)With(values).ExecuteScalar()!;

        public SqliteDataReader Read(params object?[] values) => With(values).ExecuteReader();

        public int Count(params object?[] values)
        {
            using var rows = Read(values);
            var count = 0;
            for (; rows.Read(); count++)
            {
                _ = rows.GetString(2);
            }

            return count;
        }

        private SqliteCommand With(object?[] values)
        {
            for (var i = 0; i < values.Length; i++)
            {
                _command.Parameters[i].Value = values[i] ?? DBNull.Value;
            }

            return _command;
        }
    }
}
