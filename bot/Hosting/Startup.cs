using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Playground;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Demo;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Bot.Hosting;

/// <summary>What happens once at each start, before anything is answered.</summary>
internal static partial class Startup
{
    /// <summary>
    /// Brings the database up to date, makes the first admins, and in Development fills an empty database with the demo company.
    /// </summary>
    public static async Task PrepareAsync(WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var stopping = app.Lifetime.ApplicationStopping;
        var db = services.GetRequiredService<OpportunitiesContext>();
        if (SqliteFile.Use(db) is { } use)
        {
            app.Lifetime.ApplicationStopped.Register(use.Dispose);
        }

        LogDatabase(app.Logger, WhereDataIs(db));
        // All of it under one lock: of two hosts starting at once, the second finds everything made.
        await DatabaseSetup.PrepareAsync(
            db,
            async token =>
            {
                await SchedulerTables.EnsureAsync(db, token);
                if (app.Environment.IsDevelopment() && app.Configuration.GetValue("Demo:Seed", true))
                {
                    await FillAsync(app, services, db, token);
                }

                await services.GetRequiredService<FirstAdmins>().EnsureAsync(HostSettings.FirstAdmins(app.Configuration), token);
            },
            stopping);
        await services.GetRequiredService<CompanyCalendar>().RefreshAsync(db, stopping);
    }

    private static async Task FillAsync(
        WebApplication app, IServiceProvider services, OpportunitiesContext db, CancellationToken cancellationToken)
    {
        if (await db.Salespeople.AnyAsync(cancellationToken))
        {
            return;
        }

        LogFilling(app.Logger);
        if (await services.GetRequiredService<DemoData>().SeedAsync(cancellationToken))
        {
            LogDemo(app.Logger);
        }
    }

    /// <summary>A file as it can be found, or the kind of server: where a server is may be a secret.</summary>
    private static string WhereDataIs(OpportunitiesContext db) =>
        db.Database.IsSqlite() ? Path.GetFullPath(db.Database.GetDbConnection().DataSource) : db.Database.ProviderName!.Split('.')[^1];

    /// <summary>
    /// Makes pages and endpoints, which the host would do when it begins to listen, and what writes a card, which the first turn would wait
    /// for.
    /// </summary>
    public static void MakeEndpoints(IEndpointRouteBuilder app)
    {
        _ = new AdaptiveCard { Body = [] }.ToJson();
        foreach (var source in app.DataSources)
        {
            _ = source.Endpoints;
        }
    }

    /// <summary>In Development, says once where the portal can be opened; the addresses are known only when the host listens.</summary>
    public static void SayWherePortalIs(WebApplication app)
    {
        if (app.Environment.IsDevelopment())
        {
            app.Lifetime.ApplicationStarted.Register(() =>
            {
                if (app.Urls.FirstOrDefault() is { } address)
                {
                    LogPortal(app.Logger, address);
                    app.Services.GetRequiredService<Welcome>().Portal(address);
                }
            });
        }
    }

    /// <summary>Those of the people table whom Teams would know; the Playground speaks as the first salesperson.</summary>
    public static async Task<IReadOnlyList<PlaygroundPerson>> PlaygroundPeopleAsync(
        IServiceProvider services, CancellationToken cancellationToken)
    {
        var people = await services.GetRequiredService<OpportunitiesContext>().Salespeople.AsNoTracking()
            .Where(p => p.EntraObjectId != null && !p.Blocked).OrderBy(p => p.Role).ThenBy(p => p.Id).Take(20)
                .ToListAsync(cancellationToken);
        return [.. people.Select(p => new PlaygroundPerson(p.Name, p.Email ?? p.Code, p.EntraObjectId!.Value.ToString()))];
    }

    [LoggerMessage(LogLevel.Information, "Preparing the database ({Where}): it is made, or brought up to date, where it is not.")]
    private static partial void LogDatabase(ILogger logger, string where);

    [LoggerMessage(LogLevel.Information, "Filling the empty database with the demo company …")]
    private static partial void LogFilling(ILogger logger);

    [LoggerMessage(LogLevel.Information, "The empty database was filled with the demo company.")]
    private static partial void LogDemo(ILogger logger);

    [LoggerMessage(LogLevel.Information, "Portal: {Address}")]
    private static partial void LogPortal(ILogger logger, string address);
}
