using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace ChatOpportunities.Domain.Data;

/// <summary>
/// What a context takes for its connection: open, it borrows one of <see cref="SqliteConnections"/> for as long as a command or a
/// transaction needs it. A transaction waits for its turn in <see cref="SqliteWriters"/>, and so does a statement that writes on its own.
/// </summary>
internal sealed class SqliteLentConnection : SqliteConnection
{
    private readonly SqliteConnections _connections;
    private readonly SqliteWriters _writers;
    private SqliteKeptConnection? _held;
    private bool _isOpen;
    private bool _isDisposed;

    /// <summary>Puts what was made into the stock and borrows from there.</summary>
    public SqliteLentConnection(SqliteConnections connections, SqliteConnection made, SqliteWriters writers)
        : base(made.ConnectionString)
    {
        (_connections, _writers, DefaultTimeout) = (connections, writers, made.DefaultTimeout);
        connections.Add(made);
    }

    /// <inheritdoc />
    public override ConnectionState State => _isOpen ? ConnectionState.Open : ConnectionState.Closed;

    /// <inheritdoc />
    public override SQLitePCL.sqlite3? Handle => _isOpen ? Held.Connection.Handle : null;

    /// <summary>The transaction that runs on it.</summary>
    public SqliteTurn? Turn { get; set; }

    /// <summary>The real connection, borrowed when it is first needed.</summary>
    public SqliteKeptConnection Held => _held ??= _connections.Take(ConnectionString);

    /// <inheritdoc />
    protected override SqliteTransaction? Transaction
    {
        get => Turn?.Transaction;
        set => throw new NotSupportedException();
    }

    /// <summary>The file it leads to; null when that is not shared by others, as in memory.</summary>
    public static string? FileOf(SqliteConnection connection)
    {
        var settings = new SqliteConnectionStringBuilder(connection.ConnectionString);
        return settings is { Mode: SqliteOpenMode.ReadWriteCreate or SqliteOpenMode.ReadWrite, DataSource.Length: > 0 }
            && settings.DataSource != ":memory:" && !settings.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
            ? Path.GetFullPath(settings.DataSource)
            : null;
    }

    /// <inheritdoc />
    public override void Open()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!_isOpen)
        {
            _isOpen = true;
            try
            {
                _ = Held; // a file that cannot be opened says so here
            }
            catch
            {
                _isOpen = false;
                throw;
            }
        }
    }

    /// <inheritdoc />
    public override void Close()
    {
        Turn?.Dispose();
        _isOpen = false;
        LetGo()?.GiveBack();
    }

    /// <inheritdoc />
    public override SqliteCommand CreateCommand() => new SqliteLentCommand(this) { CommandTimeout = DefaultTimeout };

    /// <summary>A transaction of its own, in its turn.</summary>
    public async Task<SqliteTurn> BeginTurnAsync(CancellationToken cancellationToken)
    {
        if (!_isOpen || Turn is not null)
        {
            throw new InvalidOperationException("A transaction needs an open connection on which no other one runs.");
        }

        var shared = await _writers.EnterAsync(alone: _held is { IsChanged: true }, cancellationToken);
        try
        {
            return Turn = Begin(shared, _writers);
        }
        catch (Exception error)
        {
            if (shared is not null)
            {
                LetGo(); // it belongs to those before
            }

            _writers.GiveUp(shared, error);
            throw;
        }
    }

    /// <summary>Takes another real connection in place of its own.</summary>
    public void Hold(SqliteKeptConnection other)
    {
        LetGo()?.GiveBack();
        _held = other;
    }

    /// <summary>Whoever has it from now on gives it back.</summary>
    public SqliteKeptConnection? LetGo()
    {
        var held = _held;
        _held = null;
        return held;
    }

    /// <inheritdoc />
    protected override DbCommand CreateDbCommand() => CreateCommand();

    /// <inheritdoc />
    /// <remarks>Without queueing: SQLite itself lets it wait. The product always waits by <see cref="BeginTurnAsync"/>.</remarks>
    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => Turn = Begin(null, null);

    /// <inheritdoc />
    protected override async ValueTask<DbTransaction> BeginDbTransactionAsync(
        IsolationLevel isolationLevel, CancellationToken cancellationToken) => await BeginTurnAsync(cancellationToken);

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            Close();
            _connections.Remove();
        }

        base.Dispose(disposing);
    }

    private SqliteTurn Begin(SqliteSharedCommit? shared, SqliteWriters? writers)
    {
        if (shared is not null)
        {
            Hold(shared.Kept);
            return new SqliteTurn(this, shared, writers, "Turn");
        }

        var kept = Held;
        return new SqliteTurn(this, new SqliteSharedCommit(kept, kept.Connection.BeginTransaction(deferred: false)), writers, null);
    }
}

/// <summary>
/// A command of a <see cref="SqliteLentConnection"/>: it runs as the statement that was prepared of the same text before.
/// </summary>
internal sealed class SqliteLentCommand(SqliteLentConnection lent) : SqliteCommand
{
    private SqliteKeptCommand? _kept;

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing && _kept?.User == this)
        {
            _kept.Parameters.Clear(); // values may be long
            _kept.User = null;
        }

        base.Dispose(disposing);
    }

    /// <inheritdoc />
    protected override DbConnection? DbConnection
    {
        get => lent;
        set
        {
            if (value != lent)
            {
                throw new NotSupportedException("A command stays with the connection that made it.");
            }
        }
    }

    /// <inheritdoc />
    /// <remarks>It is always that of its connection.</remarks>
    protected override DbTransaction? DbTransaction
    {
        get => lent.Turn;
        set
        {
            // SQLite has one transaction for a connection.
        }
    }

    /// <inheritdoc />
    public override SqliteDataReader ExecuteReader(CommandBehavior behavior)
    {
        var held = lent.Held;
        held.IsChanged |= IsSetting;
        if (held.StatementOf(CommandText) is not { } kept)
        {
            (Connection, Transaction) = (held.Connection, lent.Turn?.Transaction);
            return base.ExecuteReader(behavior);
        }

        (_kept, kept.User, kept.Transaction, kept.CommandTimeout) = (kept, this, lent.Turn?.Transaction, CommandTimeout);
        kept.Parameters.Clear();
        foreach (SqliteParameter parameter in Parameters)
        {
            kept.Parameters.Add(parameter);
        }

        try
        {
            return kept.ExecuteReader(behavior);
        }
        catch
        {
            held.Drop(CommandText);
            throw;
        }
    }

    /// <inheritdoc />
    public override int ExecuteNonQuery()
    {
        var reader = ExecuteReader(CommandBehavior.Default);
        reader.Dispose();
        return reader.RecordsAffected;
    }

    /// <inheritdoc />
    public override object? ExecuteScalar()
    {
        using var reader = ExecuteReader(CommandBehavior.Default);
        return reader.Read() ? reader.GetValue(0) : null;
    }

    /// <inheritdoc />
    public override async Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (lent.Turn is not null || IsSetting || Begins("VACUUM"))
        {
            return ExecuteNonQuery();
        }

        await using var turn = await lent.BeginTurnAsync(cancellationToken);
        var rows = ExecuteNonQuery();
        await turn.CommitAsync(CancellationToken.None);
        return rows;
    }

    private bool IsSetting => Begins("PRAGMA");

    private bool Begins(string word) => CommandText.AsSpan().TrimStart().StartsWith(word, StringComparison.OrdinalIgnoreCase);
}
