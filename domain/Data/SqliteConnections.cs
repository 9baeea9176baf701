using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ChatOpportunities.Domain.Data;

/// <summary>
/// The connections of one host to its SQLite file, kept open with their prepared statements and lent for a command or a transaction.
/// EF Core opens and closes one for each command, and opening costs more than most commands: pragmas, functions, and every statement is
/// read anew. Who comes last is given what was used last, so that few connections serve many contexts; what is idle beyond
/// <see cref="MostIdle"/> is closed.
/// </summary>
internal sealed class SqliteConnections : DbConnectionInterceptor, IDisposable
{
    private const int MostIdle = 8;

    /// <summary>
    /// Every connection waits for the writer before it inside SQLite (the driver's own waiting sleeps in steps of 150 ms), and an answer
    /// is only given once it is on the disk. The journal is played into the database every 16 MB instead of every 4: pages that many acts
    /// touch are written there once, and fewer people wait while it happens. What a savepoint may have to take back is kept in memory;
    /// SQLite would make and delete a file for it in every act.
    /// </summary>
    private const string Pragmas =
        "PRAGMA busy_timeout = 15000; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; "
            + "PRAGMA wal_autocheckpoint = 4000; PRAGMA temp_store = MEMORY;";

    private readonly Lock _gate = new();
    private readonly Stack<SqliteKeptConnection> _idle = [];
    private readonly Stack<SqliteConnection> _closed = [];
    private bool _ended;

    /// <summary>Lends connections to a file in place of the one that EF Core made; its own goes into the stock.</summary>
    public override DbConnection ConnectionCreated(ConnectionCreatedEventData eventData, DbConnection result) =>
        result is SqliteConnection made && SqliteLentConnection.FileOf(made) is { } file
            ? new SqliteLentConnection(this, made, SqliteWriters.Of(file))
            : result;

    /// <inheritdoc />
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (connection is not SqliteLentConnection)
        {
            SetUp((SqliteConnection)connection);
        }
    }

    /// <inheritdoc />
    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }

    /// <summary>One that is made already, for whoever may ask later; EF Core has given it its functions.</summary>
    public void Add(SqliteConnection made)
    {
        lock (_gate)
        {
            _closed.Push(made);
        }
    }

    /// <summary>One fewer is needed.</summary>
    public void Remove()
    {
        SqliteConnection? superfluous = null;
        lock (_gate)
        {
            if (!_closed.TryPop(out superfluous) && _idle.TryPop(out var idle))
            {
                superfluous = idle.Connection;
            }
        }

        superfluous?.Dispose();
    }

    /// <summary>An open connection that nobody else has.</summary>
    /// <param name="connectionString">Names the file where none is in stock.</param>
    public SqliteKeptConnection Take(string connectionString)
    {
        SqliteConnection? closed;
        lock (_gate)
        {
            if (_idle.TryPop(out var idle))
            {
                return idle;
            }

            _ = _closed.TryPop(out closed);
        }

        closed ??= new SqliteConnection(connectionString);
        try
        {
            closed.Open();
            SetUp(closed);
        }
        catch
        {
            closed.Close();
            Add(closed);
            throw;
        }

        return new SqliteKeptConnection(this, closed);
    }

    /// <summary>Takes it back; one whose settings were changed, or that is left with work, is closed.</summary>
    public void Return(SqliteKeptConnection kept)
    {
        lock (_gate)
        {
            if (!_ended && kept.IsAsItWas && _idle.Count < MostIdle)
            {
                _idle.Push(kept);
                return;
            }
        }

        kept.Connection.Close();
        Add(kept.Connection);
    }

    /// <summary>Closes all that nobody has, and from then on each when it is given back.</summary>
    public void Dispose()
    {
        List<SqliteKeptConnection> idle;
        lock (_gate)
        {
            _ended = true;
            idle = [.. _idle];
            _idle.Clear();
        }

        foreach (var kept in idle)
        {
            kept.Connection.Dispose();
        }
    }

    private static void SetUp(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }
}

/// <summary>An open connection and the statements that were prepared on it.</summary>
internal sealed class SqliteKeptConnection(SqliteConnections owner, SqliteConnection connection)
{
    private const int MostStatements = 256;
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);
    private long _uses;

    /// <summary>The real one.</summary>
    public SqliteConnection Connection => connection;

    /// <summary>Whether the next one finds it as this one did.</summary>
    public bool IsAsItWas => !IsChanged && connection.State == System.Data.ConnectionState.Open
        && !_statements.Values.Any(s => s.Command.IsBusy);

    /// <summary>Somebody gave it settings of their own.</summary>
    public bool IsChanged { get; set; }

    /// <summary>The prepared statement of this text; null while its rows are still being read.</summary>
    public SqliteKeptCommand? StatementOf(string text)
    {
        if (!_statements.TryGetValue(text, out var statement))
        {
            if (_statements.Count == MostStatements)
            {
                foreach (var (old, seldom) in _statements.Where(s => !s.Value.Command.IsBusy).OrderBy(s => s.Value.LastUse)
                    .Take(MostStatements / 2).ToList())
                {
                    _statements.Remove(old);
                    seldom.Command.Dispose();
                }
            }

            statement = new Statement(new SqliteKeptCommand { CommandText = text, Connection = connection });
            _statements.Add(text, statement);
        }

        statement.LastUse = ++_uses;
        return statement.Command.IsBusy ? null : statement.Command;
    }

    /// <summary>One that failed is prepared anew next time.</summary>
    public void Drop(string text)
    {
        if (_statements.Remove(text, out var statement))
        {
            statement.Command.Dispose();
        }
    }

    public void GiveBack() => owner.Return(this);

    private sealed class Statement(SqliteKeptCommand command)
    {
        public SqliteKeptCommand Command => command;

        public long LastUse { get; set; }
    }
}

/// <summary>A command that is kept with what SQLite made of its text.</summary>
internal sealed class SqliteKeptCommand : SqliteCommand
{
    /// <summary>Whether somebody still reads its rows.</summary>
    public bool IsBusy => DataReader is not null;

    /// <summary>Who used it last, and may still hold its values.</summary>
    public object? User { get; set; }
}
