using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Portal.Language;
using Hangfire;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Portal.Web;

/// <summary>Acts on many opportunities beside the requests; see <see cref="BulkWork"/> for what makes it safe to repeat.</summary>
[Queue(ImportJob.Queue)]
[AutomaticRetry(Attempts = 5, DelaysInSeconds = [5, 15, 30, 60, 120])]
public sealed class BulkJob(BulkWork work, IBackgroundJobClient jobs, IOptions<CompanyOptions> company)
{
    /// <summary>So many parts are done by one job; then others get their turn.</summary>
    private const int Lots = 10;

    /// <summary>Does the next parts, and enqueues itself again while there are more.</summary>
    [JobDisplayName("Change many opportunities {1}")]
    public async Task RunAsync(long ownerId, Guid id, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Lots; i++)
        {
            if (!await work.GoOnAsync(ownerId, id, TextsOf, cancellationToken))
            {
                return;
            }
        }

        Enqueue(jobs, new BulkKey(ownerId, id));
    }

    /// <summary>Enqueues what was under way when a host ended, whatever became of its jobs.</summary>
    [JobDisplayName("Go on with changes of many opportunities")]
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        foreach (var key in await work.RunningAsync(cancellationToken))
        {
            Enqueue(jobs, key);
        }
    }

    /// <summary>Puts it behind what is being done.</summary>
    internal static void Enqueue(IBackgroundJobClient jobs, BulkKey key) =>
        jobs.Enqueue<BulkJob>(job => job.RunAsync(key.OwnerId, key.Id, CancellationToken.None));

    private PortalTexts TextsOf(Caller caller) => PortalTexts.Of(caller, company.Value);
}
