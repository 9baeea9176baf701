using ChatOpportunities.Domain.Data;
using Hangfire;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ChatOpportunities.Bot.Hosting;

/// <summary><c>/health/live</c> says that the process answers; <c>/health/ready</c> that its database and scheduler do.</summary>
internal static class Health
{
    private const string Ready = "ready";

    public static IServiceCollection AddHealth(this IServiceCollection services, bool runsJobs)
    {
        var checks = services.AddHealthChecks().AddCheck<DatabaseCheck>("database", tags: [Ready]);
        if (runsJobs)
        {
            checks.AddCheck<SchedulerCheck>("scheduler", tags: [Ready]);
        }

        return services;
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false }).AllowAnonymous().DisableHttpMetrics();
        app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains(Ready) }).AllowAnonymous()
            .DisableHttpMetrics();
    }

    private sealed class DatabaseCheck(OpportunitiesContext db) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            await db.Database.CanConnectAsync(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
    }

    /// <summary>
    /// The schedule's storage answers, and this process is at work on it: it signs on a moment after the host has started.
    /// </summary>
    private sealed class SchedulerCheck(JobStorage storage) : IHealthCheck
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            for (var waited = TimeSpan.Zero; waited < Patience; waited += Pause)
            {
                if (storage.GetMonitoringApi().Servers().Any(Schedule.IsOfThisProcess))
                {
                    return HealthCheckResult.Healthy();
                }

                await Task.Delay(Pause, cancellationToken);
            }

            return HealthCheckResult.Unhealthy();
        }
    }
}
