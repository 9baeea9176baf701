using System.Data.Common;
using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Tests.Support;

/// <summary>
/// Somebody else's act that comes at a chosen moment of an act, once: whoever is interrupted goes on when it has ended, or waits for
/// them in the database.
/// </summary>
internal sealed class Meanwhile : DbCommandInterceptor
{
    private string _before = "";
    private Func<Task>? _act;

    /// <summary>The other one's act: begun at the chosen moment, and perhaps not ended before the interrupted one is.</summary>
    public Task Act { get; private set; } = Task.CompletedTask;

    /// <summary>Whether the moment has come.</summary>
    public bool HasCome { get; private set; }

    /// <summary>The host in which it comes.</summary>
    public Task<DomainHost> StartWithDemoAsync(Action<IServiceCollection>? configure = null) =>
        DomainHost.StartWithDemoAsync(services =>
        {
            services.ConfigureDbContext<SqliteContext>(options => options.AddInterceptors(this));
            services.ConfigureDbContext<PostgreSqlContext>(options => options.AddInterceptors(this));
            services.ConfigureDbContext<SqlServerContext>(options => options.AddInterceptors(this));
            configure?.Invoke(services);
        });

    /// <summary>It comes before the next command that brings something back and holds these words.</summary>
    public void Comes(string before, Func<Task> act) => (_before, _act) = (before, act);

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        if (_act is not null && command.CommandText.Contains(_before, StringComparison.Ordinal)
            && Interlocked.Exchange(ref _act, null) is { } act)
        {
            HasCome = true;
            Act = Task.Run(act, cancellationToken);
            while (!Act.IsCompleted && !await WaitsAsync(eventData.Context!, command.Transaction is not null, cancellationToken))
            {
                await Task.Yield();
            }
        }

        return result;
    }

    /// <summary>Whether anybody waits for somebody else in this database; on SQLite everybody does who comes while one writes.</summary>
    private static async Task<bool> WaitsAsync(DbContext interrupted, bool isWriting, CancellationToken cancellationToken)
    {
        var address = interrupted.Database.GetConnectionString();
        DbContext looking;
        FormattableString waiting;
        switch (interrupted)
        {
            case PostgreSqlContext:
                looking = new PostgreSqlContext(new DbContextOptionsBuilder<PostgreSqlContext>().UseNpgsql(address).Options);
                waiting = $"""
                    SELECT COUNT(*)::int AS "Value" FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
                    """;
                break;
            case SqlServerContext:
                looking = new SqlServerContext(new DbContextOptionsBuilder<SqlServerContext>().UseSqlServer(address).Options);
                waiting = $"SELECT COUNT(*) AS [Value] FROM sys.dm_exec_requests WHERE blocking_session_id <> 0 AND database_id = DB_ID()";
                break;
            default:
                return isWriting;
        }

        await using (looking)
        {
            return await looking.Database.SqlQuery<int>(waiting).SingleAsync(cancellationToken) > 0;
        }
    }
}
