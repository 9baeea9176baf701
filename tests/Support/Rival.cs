using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Tests.Support;

/// <summary>
/// Somebody else's write that comes between an act's checks and its save, once; SQLite, which lets one writer in at a time, has
/// no such moment of its own.
/// </summary>
internal sealed class Rival : SaveChangesInterceptor
{
    private FormattableString? _sql;
    private int _savesBefore;

    /// <summary>Whether what it was to write is written.</summary>
    public bool HasWritten { get; private set; }

    /// <summary>The host in which it writes: bare rows, past the rules, so that the data need not be whole in the end.</summary>
    public async Task<DomainHost> StartWithDemoAsync()
    {
        var host = await DomainHost.StartWithDemoAsync(services =>
        {
            DomainHost.AllAhead(services); // rows of reminders, in which an act may be overtaken
            services.ConfigureDbContext<SqliteContext>(options => options.AddInterceptors(this));
            services.ConfigureDbContext<PostgreSqlContext>(options => options.AddInterceptors(this));
            services.ConfigureDbContext<SqlServerContext>(options => options.AddInterceptors(this));
        });
        host.IsBroken = true;
        return host;
    }

    /// <summary>What it writes before the next save, or a later one, with names in double quotes, which every database takes.</summary>
    public void Writes(FormattableString sql, int beforeSave = 1) => (_sql, _savesBefore) = (sql, beforeSave - 1);

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (_savesBefore-- <= 0 && Interlocked.Exchange(ref _sql, null) is { } sql)
        {
            await WriteAsync(eventData.Context!, sql, cancellationToken);
            HasWritten = true;
        }

        return result;
    }

    /// <summary>On a server on a connection of its own, as anybody else would; SQLite takes it only as a part of the act.</summary>
    private static async Task WriteAsync(DbContext acting, FormattableString sql, CancellationToken cancellationToken)
    {
        if (acting is SqliteContext)
        {
            await acting.Database.ExecuteSqlAsync(sql, cancellationToken);
            return;
        }

        var address = acting.Database.GetConnectionString();
        await using DbContext other = acting is PostgreSqlContext
            ? new PostgreSqlContext(new DbContextOptionsBuilder<PostgreSqlContext>().UseNpgsql(address).Options)
            : new SqlServerContext(new DbContextOptionsBuilder<SqlServerContext>().UseSqlServer(address).Options);
        await other.Database.ExecuteSqlAsync(sql, cancellationToken);
    }
}
