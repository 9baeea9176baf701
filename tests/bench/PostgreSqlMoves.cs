using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace ChatOpportunities.Bench;

/// <summary>
/// Statements that the driver keeps prepared, in as few trips to the server as by hand: one for what is read and the ids of what will be
/// made, one for everything that is written, one for the commit.
/// </summary>
internal sealed class PostgreSqlMoves : IMoves
{
    private const string Ids = """
        SELECT nextval(pg_get_serial_sequence('"Entries"', 'Id'))
        UNION ALL SELECT nextval(pg_get_serial_sequence('"Tasks"', 'Id')) FROM generate_series(1, 4)
        """;

    private readonly NpgsqlDataSource _source;
    private readonly Lock _gate = new();
    private readonly Guid _process = Guid.NewGuid();
    private Known _known = null!;
    private List<long> _sent = [];
    private long _lastMessage = DateTimeOffset.UnixEpoch.Ticks;

    private PostgreSqlMoves(NpgsqlDataSource source) => _source = source;

    public static async Task<PostgreSqlMoves> OpenAsync(string connectionString)
    {
        var source = NpgsqlDataSource.Create(connectionString + ";Max Auto Prepare=50;Auto Prepare Min Usages=2");
        return new PostgreSqlMoves(source) { _known = await ReadAsync(source) };
    }

    public async Task<(long Message, byte[] Payload)> MoveAsync(Said said)
    {
        var person = _known.Person(said.Person);
        await using var connection = await _source.OpenConnectionAsync();
        var (was, tasks, ids) = await FindAsync(connection, said.No, person.Id);
        var now = _known.Next(was);
        var clock = TimeProvider.System.GetUtcNow();
        long message;
        List<long> sent;
        lock (_gate)
        {
            message = _lastMessage = Math.Max(_lastMessage + 1, clock.Ticks);
            (sent, _sent) = (_sent, []);
        }

        var payload = Known.Payload(said, was, now, person.Name, tasks + now.Tasks.Count);
        await using var transaction = await connection.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(connection, transaction);
        Write(batch, said, was, now, person, ids, clock);
        Add(
            batch, MoveSql.Enqueue, message, message, said.Person.ToString(), "bench", said.Conversation, payload, 0, _process,
            clock.AddSeconds(40));
        if (sent.Count > 0)
        {
            Add(batch, "DELETE FROM \"OutboxMessages\" WHERE \"Id\" = ANY($1)", sent.ToArray());
        }

        await batch.ExecuteNonQueryAsync();
        if (batch.BatchCommands[0].RecordsAffected != 1 || batch.BatchCommands[1].RecordsAffected != 1)
        {
            throw new InvalidOperationException("Somebody else was faster.");
        }

        await transaction.CommitAsync();
        return (message, Encoding.UTF8.GetBytes(payload));
    }

    public void Sent(long message)
    {
        lock (_gate)
        {
            _sent.Add(message);
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static void Write(
        NpgsqlBatch batch, Said said, Standing was, Stage now, (long Id, string Name) person, long[] ids, DateTimeOffset at)
    {
        var today = DateOnly.FromDateTime(at.DateTime);
        Add(batch, MoveSql.EndEntry, false, today.DayNumber - was.Entered.DayNumber, was.Entry);
        Add(batch, MoveSql.Change, at, was.Id, was.Version);
        Add(
            batch, MoveSql.BeginEntry(true), ids[0], 1, true, person.Id, person.Name, now.Chances, now.Completed, was.Contact,
            was.Value * now.Chances / 100, today, was.Closes, was.Value, at, was.Id, was.Stage, now.Chances, was.Cycle, person.Id, 0,
            now.Description, today, now.Id, now.Number, was.Visit + 1, 1L);
        Add(batch, MoveSql.EndStay, today.DayNumber - was.Entered.DayNumber, true, was.Id);
        Add(batch, MoveSql.BeginStay, ids[0], was.Id, was.Cycle, now.Id, person.Id, today, null, null, false);
        for (var i = 0; i < now.Tasks.Count; i++)
        {
            var task = now.Tasks[i];
            Add(
                batch, MoveSql.AddTask(true), ids[1 + i], false, false, today.AddDays(7), task.Description, ids[0], was.Id, task.Priority,
                person.Id, 0, task.Type, 1L);
        }

        Add(
            batch, MoveSql.Audit, new[] { now.Description }, at, person.Id, person.Name, "Moved to {0}.", 0, "opportunity", was.No);
        var turn = "turn/" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said.Id + said.Conversation)));
        Add(batch, MoveSql.Remember, turn, at.AddHours(1), null, "{}", 1L);
        var told = at.ToString("O", CultureInfo.InvariantCulture);
        Add(
            batch, MoveSql.Replace, "undo//" + was.Id.ToString(CultureInfo.InvariantCulture), at.AddDays(1), null,
            Known.UndoNote(was, ids[0], ids[1..(1 + now.Tasks.Count)], person, now, told), 1L);
        Add(
            batch, MoveSql.Replace, string.Create(CultureInfo.InvariantCulture, $"shown/{person.Id}/{said.Conversation}"), at.AddHours(2),
            person.Id, $$"""{"No":"{{was.No}}","At":"{{told}}"}""", 1L);
    }

    private static async Task<(Standing Was, int Tasks, long[] Ids)> FindAsync(NpgsqlConnection connection, string no, long person)
    {
        await using var batch = new NpgsqlBatch(connection);
        Add(batch, MoveSql.Find, no, person);
        // By the number once more: the id is not known before the answer.
        Add(
            batch, """
                SELECT t."Id", t."Type", t."Description", t."Priority", t."Date" FROM "Tasks" t
                JOIN "Opportunities" o ON o."Id" = t."OpportunityId" WHERE o."No" = $1 AND NOT t."Closed"
                """, no);
        Add(
            batch, """
                SELECT s."EntryId", s."StageId", s."EnteredOn", s."EarlierOn", s."Days", s."WentOn" FROM "StageStays" s
                JOIN "Opportunities" o ON o."Id" = s."OpportunityId" WHERE o."No" = $1
                """, no);
        Add(batch, Ids);
        await using var row = await batch.ExecuteReaderAsync();
        if (!await row.ReadAsync())
        {
            throw new InvalidOperationException(no + " is not here.");
        }

        var was = new Standing(
            row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetInt64(4), row.GetString(5), row.GetInt64(6),
            row.GetInt64(7), row.GetInt32(8), row.GetDecimal(9), row.GetFieldValue<DateOnly>(10), row.GetFieldValue<DateOnly>(11),
            row.GetInt32(12));
        await row.NextResultAsync();
        var tasks = 0;
        for (; await row.ReadAsync(); tasks++)
        {
            _ = row.GetString(2);
        }

        await row.NextResultAsync();
        while (await row.ReadAsync())
        {
            _ = row.GetInt64(0);
        }

        await row.NextResultAsync();
        var ids = new long[5];
        for (var i = 0; await row.ReadAsync(); i++)
        {
            ids[i] = row.GetInt64(0);
        }

        return (was, tasks, ids);
    }

    private static async Task<Known> ReadAsync(NpgsqlDataSource source)
    {
        Dictionary<Guid, (long, string)> people = [];
        await using (var command = source.CreateCommand(MoveSql.People))
        await using (var row = await command.ExecuteReaderAsync())
        {
            while (await row.ReadAsync())
            {
                people[row.GetGuid(0)] = (row.GetInt64(1), row.GetString(2));
            }
        }

        List<Stage> stages = [];
        await using (var command = source.CreateCommand(MoveSql.Stages))
        await using (var row = await command.ExecuteReaderAsync())
        {
            while (await row.ReadAsync())
            {
                if (stages.LastOrDefault()?.Id != row.GetInt64(0))
                {
                    stages.Add(new Stage(
                        row.GetInt64(0), row.GetInt64(1), row.GetInt32(2), row.GetString(3), row.GetDecimal(4), row.GetDecimal(5), []));
                }

                if (!await row.IsDBNullAsync(6))
                {
                    stages[^1].Tasks.Add((row.GetInt32(6), row.GetString(7), row.GetInt32(8)));
                }
            }
        }

        return new Known(people, stages);
    }

    private static void Add(NpgsqlBatch batch, string sql, params object?[] values)
    {
#pragma warning disable CA2100 // Written in this file and the one of the limit.
        var command = new NpgsqlBatchCommand(sql);
#pragma warning restore CA2100
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        batch.BatchCommands.Add(command);
    }
}
