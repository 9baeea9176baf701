using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace ChatOpportunities.Domain.Data;

/// <summary>
/// The queue of those who write to a SQLite file. SQLite lets one writer in at a time, and whoever waits inside it holds a thread,
/// sleeps in steps and is overtaken until it gives up; so the writers of one process wait here, in the order they came. Those of other
/// processes wait inside SQLite. Who finds others waiting leaves the transaction open to the next, who goes on in a savepoint: the last
/// of them commits for all, and each is answered after that. Nobody waits for company, and what one of them takes back is theirs alone.
/// </summary>
internal sealed class SqliteWriters
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private static readonly ConcurrentDictionary<string, SqliteWriters> Files = [];
    private static readonly AsyncLocal<bool> IsLong = new();
    private readonly Lock _gate = new();
    private readonly LinkedList<Writer> _queue = [];
    private bool _isBusy;

    /// <summary>How many wait for their turn.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _queue.Count;
            }
        }
    }

    /// <summary>Those of this process who write to the file.</summary>
    public static SqliteWriters Of(string file) => Files.GetOrAdd(file, _ => new SqliteWriters());

    /// <summary>What is written until this is disposed of takes long: nobody else's answer waits for it.</summary>
    public static IDisposable Alone()
    {
        IsLong.Value = true;
        return new Ending();
    }

    /// <summary>Waits for one's turn.</summary>
    /// <param name="alone">Whether it has to be a transaction of one's own.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The transaction to go on with; null when one begins one's own.</returns>
    /// <exception cref="SqliteException">Others have written for a minute.</exception>
    public async Task<SqliteSharedCommit?> EnterAsync(bool alone, CancellationToken cancellationToken)
    {
        var waiting = new Writer(alone || IsLong.Value);
        lock (_gate)
        {
            if (!_isBusy)
            {
                _isBusy = true;
                return null;
            }

            _queue.AddLast(waiting.Place);
        }

        try
        {
            return await waiting.Turn.Task.WaitAsync(LongestWait, cancellationToken);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            lock (_gate)
            {
                if (waiting.Place.List is not null)
                {
                    _queue.Remove(waiting.Place);
                    throw error is TimeoutException ? new SqliteException("database is locked", SQLitePCL.raw.SQLITE_BUSY) : error;
                }
            }

            return await waiting.Turn.Task; // it came at the same moment
        }
    }

    /// <summary>Leaves what was written to whoever is next, to be committed with theirs.</summary>
    /// <returns>False when there is nobody, or when those before have waited long enough: one commits oneself then.</returns>
    public bool TryHandOver(SqliteSharedCommit commit)
    {
        lock (_gate)
        {
            return _queue.First is { Value: { IsAlone: false } next } && commit.TakesMore && !IsLong.Value && Give(next, commit);
        }
    }

    /// <summary>Lets the next one in.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _isBusy = _queue.First is { Value: var next } && Give(next, null);
        }
    }

    /// <summary>Lets the next one in though one's own turn could not begin; what others had written before is committed.</summary>
    public void GiveUp(SqliteSharedCommit? shared, Exception error)
    {
        if (shared is null || !TryHandOver(shared))
        {
            shared?.Fail(error);
            Leave();
        }
    }

    private bool Give(Writer next, SqliteSharedCommit? commit)
    {
        _queue.Remove(next.Place);
        next.Turn.SetResult(commit);
        return true;
    }

    private sealed class Writer
    {
        public Writer(bool isAlone) => (IsAlone, Place) = (isAlone, new(this));

        public bool IsAlone { get; }

        public LinkedListNode<Writer> Place { get; }

        public TaskCompletionSource<SqliteSharedCommit?> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Ending : IDisposable
    {
        public void Dispose() => IsLong.Value = false;
    }
}

/// <summary>A transaction that several turns may share, and its commit.</summary>
internal sealed class SqliteSharedCommit(SqliteKeptConnection kept, SqliteTransaction transaction)
{
    private const int MostTurns = 8;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _turns;

    public SqliteKeptConnection Kept => kept;

    public SqliteTransaction Transaction => transaction;

    /// <summary>Whether the first of them may wait for one more.</summary>
    public bool TakesMore => !IsOwn && _turns < MostTurns;

    /// <summary>Whether its connection has settings of its only writer's, who keeps it.</summary>
    public bool IsOwn { get; } = kept.IsChanged;

    /// <summary>Ends once what was kept is on the disk, or with why it is not.</summary>
    public Task Ended => _ended.Task;

    /// <summary>One more turn's work is to be kept.</summary>
    public void Keep() => _turns++;

    /// <summary>Saves for good what all of them kept.</summary>
    public void Commit()
    {
        try
        {
            transaction.Commit();
            _ended.SetResult();
        }
        catch (Exception error)
        {
            Fail(error);
            return;
        }

        GiveBack();
    }

    /// <summary>Nothing of it is kept; whoever waits is told.</summary>
    public void Fail(Exception error)
    {
        try
        {
            transaction.Dispose();
        }
        catch (SqliteException)
        {
            kept.IsChanged = true; // SQLite has taken it back already, or closing does
        }

        GiveBack();
        _ended.SetException(error);
        _ = _ended.Task.Exception; // nobody may be waiting
    }

    /// <summary>Takes back the only turn there was.</summary>
    public void Rollback()
    {
        transaction.Rollback();
        GiveBack();
    }

    private void GiveBack()
    {
        if (!IsOwn)
        {
            kept.GiveBack();
        }
    }
}

/// <summary>One writer's part of a <see cref="SqliteSharedCommit"/>: a transaction as its context sees it.</summary>
internal sealed class SqliteTurn : DbTransaction
{
    private readonly SqliteLentConnection _lent;
    private readonly SqliteSharedCommit _commit;
    private readonly SqliteWriters? _writers;
    private readonly string? _start;
    private bool _hasEnded;

    /// <summary>Begins it.</summary>
    /// <param name="lent">On which it runs.</param>
    /// <param name="commit">With whom it is saved.</param>
    /// <param name="writers">Who else waits; null where it did not queue.</param>
    /// <param name="start">Savepoint behind those before it; null when it is the first.</param>
    public SqliteTurn(SqliteLentConnection lent, SqliteSharedCommit commit, SqliteWriters? writers, string? start)
    {
        (_lent, _commit, _writers, _start) = (lent, commit, writers, start);
        if (start is not null)
        {
            commit.Transaction.Save(start);
        }
    }

    public SqliteTransaction Transaction => _commit.Transaction;

    /// <inheritdoc />
    public override IsolationLevel IsolationLevel => IsolationLevel.Serializable;

    /// <inheritdoc />
    public override bool SupportsSavepoints => true;

    /// <inheritdoc />
    protected override DbConnection? DbConnection => _hasEnded ? null : _lent;

    /// <inheritdoc />
    public override void Commit() => Keep().GetAwaiter().GetResult();

    /// <inheritdoc />
    /// <remarks>It comes back when it is on the disk, also if its caller would no longer wait.</remarks>
    public override Task CommitAsync(CancellationToken cancellationToken = default) => Keep();

    /// <inheritdoc />
    public override void Rollback()
    {
        End();
        try
        {
            if (_start is null)
            {
                _commit.Rollback();
                _writers?.Leave();
                return;
            }

            _commit.Transaction.Rollback(_start);
            _commit.Transaction.Release(_start);
        }
        catch (Exception error)
        {
            // SQLite gave up the whole transaction, as on a full disk: nobody's part of it is there.
            _commit.Fail(error);
            _writers?.Leave();
            return;
        }

        Pass();
    }

    /// <inheritdoc />
    /// <remarks>
    /// Whoever was refused may have been so for what those before wrote in the same commit: they look again, or are told, only once
    /// others see it too.
    /// </remarks>
    public override async Task RollbackAsync(CancellationToken cancellationToken = default)
    {
        Rollback();
        if (_start is not null)
        {
            await _commit.Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // those who wrote are told of it
        }
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        if (!_hasEnded)
        {
            await RollbackAsync();
        }

        await base.DisposeAsync();
    }

    /// <inheritdoc />
    public override void Save(string savepointName) => _commit.Transaction.Save(savepointName);

    /// <inheritdoc />
    public override void Rollback(string savepointName) => _commit.Transaction.Rollback(savepointName);

    /// <inheritdoc />
    public override void Release(string savepointName) => _commit.Transaction.Release(savepointName);

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_hasEnded)
        {
            Rollback();
        }

        base.Dispose(disposing);
    }

    private Task Keep()
    {
        End();
        try
        {
            if (_start is not null)
            {
                _commit.Transaction.Release(_start);
            }
        }
        catch (Exception error)
        {
            _commit.Fail(error);
            _writers?.Leave();
            return _commit.Ended;
        }

        _commit.Keep();
        Pass();
        return _commit.Ended;
    }

    /// <summary>To whoever is next, or on the disk.</summary>
    private void Pass()
    {
        if (_writers?.TryHandOver(_commit) != true)
        {
            _commit.Commit();
            _writers?.Leave();
        }
    }

    private void End()
    {
        if (_hasEnded)
        {
            throw new InvalidOperationException("This transaction has ended already.");
        }

        _hasEnded = true;
        _lent.Turn = null;
        if (!_commit.IsOwn)
        {
            _lent.LetGo(); // whoever commits gives it back
        }
    }
}
