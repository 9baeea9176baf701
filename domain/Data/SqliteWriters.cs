using System.Collections.Concurrent;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ChatOpportunities.Domain.Data;

/// <summary>
/// The queue of those who write to a SQLite file. SQLite lets one writer in at a time, and whoever waits inside it holds a thread,
/// sleeps in steps and is overtaken until it gives up; so the writers of one process wait here, in the order they came. Those of
/// other processes wait inside SQLite. As an interceptor it lines up the statements that write on their own, outside a transaction.
/// </summary>
internal sealed class SqliteWriters : DbCommandInterceptor
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Queues = [];
    private static readonly ConcurrentDictionary<string, string> Files = [];
    private readonly ConditionalWeakTable<DbCommand, IDisposable> _turns = [];

    /// <summary>Waits for the turn of a writer; null when it took too long, and then SQLite decides.</summary>
    /// <param name="connectionString">Says which file.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<IDisposable?> EnterAsync(string connectionString, CancellationToken cancellationToken)
    {
        var file = Files.GetOrAdd(
            connectionString,
            text => new SqliteConnectionStringBuilder(text).DataSource is { Length: > 0 } source && source != ":memory:"
                ? Path.GetFullPath(source)
                : "");
        if (file.Length == 0)
        {
            return null;
        }

        var queue = Queues.GetOrAdd(file, _ => new SemaphoreSlim(1));
        return await queue.WaitAsync(LongestWait, cancellationToken) ? new Turn(queue) : null;
    }

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (command.Transaction is null && await EnterAsync(command.Connection!.ConnectionString, cancellationToken) is { } turn)
        {
            _turns.AddOrUpdate(command, turn);
        }

        return result;
    }

    public override ValueTask<int> NonQueryExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Leave(command);
        return ValueTask.FromResult(result);
    }

    public override Task CommandFailedAsync(
        DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Leave(command);
        return Task.CompletedTask;
    }

    public override Task CommandCanceledAsync(
        DbCommand command, CommandEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Leave(command);
        return Task.CompletedTask;
    }

    private void Leave(DbCommand command)
    {
        if (_turns.TryGetValue(command, out var turn))
        {
            _turns.Remove(command);
            turn.Dispose();
        }
    }

    private sealed class Turn(SemaphoreSlim queue) : IDisposable
    {
        public void Dispose() => queue.Release();
    }
}
