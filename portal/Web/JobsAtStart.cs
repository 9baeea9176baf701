using Hangfire;
using Microsoft.Extensions.Hosting;

namespace ChatOpportunities.Portal.Web;

/// <summary>At each start of a host that works through jobs: what was under way when a host ended goes on.</summary>
internal sealed class JobsAtStart(IBackgroundJobClient jobs) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        jobs.Enqueue<ImportJob>(job => job.ResumeAsync(CancellationToken.None));
        jobs.Enqueue<BulkJob>(job => job.ResumeAsync(CancellationToken.None));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
