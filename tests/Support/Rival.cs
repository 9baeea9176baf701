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

    /// <summary>The host in which it writes.</summary>
    public Task<DomainHost> StartWithDemoAsync() =>
        DomainHost.StartWithDemoAsync(services =>
        {
            services.ConfigureDbContext<SqliteContext>(options => options.AddInterceptors(this));
            services.ConfigureDbContext<PostgreSqlContext>(options => options.AddInterceptors(this));
            services.ConfigureDbContext<SqlServerContext>(options => options.AddInterceptors(this));
        });

    /// <summary>What it writes before the next save, with names in double quotes, which every database takes.</summary>
    public void Writes(FormattableString sql) => _sql = sql;

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _sql, null) is { } sql)
        {
            await eventData.Context!.Database.ExecuteSqlAsync(sql, cancellationToken);
        }

        return result;
    }
}
