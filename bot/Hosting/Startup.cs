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

        // All of it under one lock: of two hosts starting at once, the second finds everything made.
        await DatabaseSetup.PrepareAsync(
            db,
            async token =>
            {
                await SchedulerTables.EnsureAsync(db, token);
                if (app.Environment.IsDevelopment() && app.Configuration.GetValue("Demo:Seed", true)
                    && await services.GetRequiredService<DemoData>().SeedAsync(token))
                {
                    LogDemo(app.Logger);
                }

                await services.GetRequiredService<FirstAdmins>().EnsureAsync(HostSettings.FirstAdmins(app.Configuration), token);
            },
            stopping);
        await services.GetRequiredService<CompanyCalendar>().RefreshAsync(db, stopping);
    }

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

    [LoggerMessage(LogLevel.Information, "The empty database was filled with the demo company.")]
    private static partial void LogDemo(ILogger logger);

    [LoggerMessage(LogLevel.Information, "Portal: {Address}")]
    private static partial void LogPortal(ILogger logger, string address);
}
