using ChatOpportunities.Domain.Data;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Quartz;

namespace ChatOpportunities.Bot.Hosting;

/// <summary><c>/health/live</c> says that the process answers; <c>/health/ready</c> that its database and scheduler do.</summary>
internal static class Health
{
    private const string Ready = "ready";

    public static IServiceCollection AddHealth(this IServiceCollection services, HostRoles roles)
    {
        var checks = services.AddHealthChecks().AddCheck<DatabaseCheck>("database", tags: [Ready]);
        if (roles.Reminders)
        {
            checks.AddCheck<SchedulerCheck>("scheduler", tags: [Ready]);
        }

        return services;
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false }).AllowAnonymous().DisableHttpMetrics();
        app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains(Ready) }).AllowAnonymous().DisableHttpMetrics();
    }

    private sealed class DatabaseCheck(OpportunitiesContext db) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            await db.Database.CanConnectAsync(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
    }

    private sealed class SchedulerCheck(ISchedulerFactory factory) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var scheduler = await factory.GetScheduler(cancellationToken);
            return scheduler.Status == SchedulerStatus.Running ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
        }
    }
}
