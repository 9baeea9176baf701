using ChatOpportunities.Bot.Reminders;
using ChatOpportunities.Domain.Data;
using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.Storage.Monitoring;

namespace ChatOpportunities.Bot.Hosting;

/// <summary>
/// What happens without being asked: Hangfire decides when, and keeps what waits in the database that several hosts share, or in
/// memory on SQLite, which one process serves. The truth stays in our rows; a job is one bounded batch on them.
/// </summary>
internal static class Schedule
{
    /// <summary>The queue of what is short and comes again; workers look into it first.</summary>
    private const string Short = "default";

    /// <summary>A few: the ticks need one, imports are taken in beside them, and each waits with a connection of its own.</summary>
    private const int Workers = 4;

    private static readonly string ServerName = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>
    /// Whether a host works through the jobs itself. The role <c>reminders</c> is the one that works without being asked; what a
    /// portal enqueues in memory can be done by nobody else.
    /// </summary>
    public static bool RunsJobs(HostRoles roles, DatabaseOptions database) =>
        roles.Reminders || (roles.Portal && database.Provider == DatabaseProvider.Sqlite);

    /// <summary>Whether a server of the schedule is this process; Hangfire adds a number of its own to the name it was given.</summary>
    public static bool IsOfThisProcess(ServerDto server) => server.Name.StartsWith(ServerName + ":", StringComparison.OrdinalIgnoreCase);

    /// <summary>The storage, for those who enqueue and those who look; where jobs are run, the server and what comes again too.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="roles">What this process does.</param>
    /// <param name="database">Where the truth is, and on servers the schedule too.</param>
    /// <param name="longQueue">The queue of what takes long.</param>
    public static IServiceCollection AddSchedule(
        this IServiceCollection services, HostRoles roles, DatabaseOptions database, string longQueue)
    {
        // Both before Hangfire's own, which are those of the process: two hosts in one process would take each other's.
        services.AddSingleton(_ => ScheduleStorage.Create(database));
        services.AddSingleton<JobActivator, AspNetCoreJobActivator>();
        services.AddHangfire((provider, hangfire) => hangfire.SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings()
            .UseLogProvider(new ScheduleLogs(provider.GetRequiredService<ILoggerFactory>())));
        if (!RunsJobs(roles, database))
        {
            return services;
        }

        services.AddSingleton<OneTick>();
        services.AddHangfireServer(server =>
        {
            server.ServerName = ServerName;
            server.Queues = [Short, longQueue];
            server.WorkerCount = Workers;
            // Otherwise a tick is up to 15 seconds late.
            server.SchedulePollingInterval = TimeSpan.FromSeconds(1);
            // A host that was killed is gone from the dashboard a minute later, not five.
            server.HeartbeatInterval = TimeSpan.FromSeconds(10);
            server.ServerCheckInterval = TimeSpan.FromSeconds(30);
            server.ServerTimeout = TimeSpan.FromMinutes(1);
        });
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<RecurringJobs>(provider, roles));
        return services;
    }
}
