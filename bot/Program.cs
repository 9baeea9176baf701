using ChatOpportunities.Bot;
using ChatOpportunities.Bot.Hosting;
using ChatOpportunities.Bot.Playground;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Portal;
using Microsoft.Extensions.Options;

if (await CommandLine.RunAsync(args) is { } exitCode)
{
    return exitCode;
}

// Settings lie beside the program; data/ lies where it is started.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
try
{
    var roles = HostRoles.From(builder.Configuration);
    builder.Services.AddSingleton(TimeProvider.System);
    builder.Services.AddCompanySettings(builder.Configuration);
    var database = HostSettings.Database(builder.Configuration);
    builder.Services.AddDomain(database);
    builder.Services.AddChannel(builder.Configuration, builder.Environment);
    builder.Services.AddChat(builder.Configuration);
    builder.Services.AddHostedService<CalendarRefresher>();
    var runsJobs = Schedule.RunsJobs(roles, database);
    builder.Services.AddHealth(runsJobs);
    builder.Services.AddSingleton<Welcome>();
    builder.Services.AddTelemetry(builder.Configuration);
    if (roles.Portal || runsJobs)
    {
        builder.Services.AddSchedule(roles, database, PortalHost.JobQueue);
    }

    if (runsJobs)
    {
        builder.Services.AddPortalJobs();
        builder.Services.AddWebhooks(builder.Configuration, builder.Environment);
    }

    if (roles.Bot || roles.Reminders)
    {
        builder.Services.AddOutboxRecovery();
    }

    if (roles.Bot)
    {
        builder.Services.AddPlayground(
            builder.Configuration, builder.Environment, Startup.PlaygroundPeopleAsync,
            (services, address, person) => services.GetRequiredService<Welcome>().Playground(address, person));
    }

    if (roles.Portal)
    {
        builder.Services.AddPortal(builder.Configuration, builder.Environment);
    }

    await using var app = builder.Build();
    // Neither needs the other, and both take a good part of the start.
    await Task.WhenAll(Task.Run(() => Startup.PrepareAsync(app)), Task.Run(() => LayOut(app, roles)));
    await app.RunAsync();
    return 0;
}
catch (Exception wrong) when (wrong is OptionsValidationException or DatabaseException
    or InvalidOperationException { InnerException: null or FormatException or ArgumentException })
{
    // A wrong setting or an unusable database: one sentence that names it, not a page of stack.
    await Console.Error.WriteLineAsync("Not started. " + wrong.Message);
    return 1;
}

static void LayOut(WebApplication app, HostRoles roles)
{
    if (roles.Portal)
    {
        app.MapPortal();
        Startup.SayWherePortalIs(app);
    }

    app.MapHealth();
    if (roles.Bot)
    {
        app.MapChannel();
    }

    Startup.MakeEndpoints(app);
}
