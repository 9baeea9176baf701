using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Portal.Language;
using Hangfire;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Portal.Web;

/// <summary>
/// Takes files in beside the requests. What was taken in is saved along with how far it has come, so that it goes on after a crash,
/// and no line is taken in twice.
/// </summary>
[Queue(Queue)]
[AutomaticRetry(Attempts = 5, DelaysInSeconds = [5, 15, 30, 60, 120])]
public sealed class ImportJob(ImportActs imports, IBackgroundJobClient jobs, IOptions<CompanyOptions> company)
{
    /// <summary>The queue of what pages begin and what takes long.</summary>
    public const string Queue = "long";

    /// <summary>So many lots are taken in by one job; then others get their turn.</summary>
    private const int Lots = 10;

    /// <summary>Takes in the next lots of one file, and enqueues itself again while there are more.</summary>
    [JobDisplayName("Take in the file {0}")]
    public async Task RunAsync(string id, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Lots; i++)
        {
            if (!await imports.GoOnAsync(id, TextsOf, cancellationToken))
            {
                return;
            }
        }

        Enqueue(jobs, id);
    }

    /// <summary>Enqueues the files that were being taken in when a host ended, whatever became of their jobs.</summary>
    [JobDisplayName("Go on with files that were being taken in")]
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        foreach (var id in await imports.RunningAsync(cancellationToken))
        {
            Enqueue(jobs, id);
        }
    }

    /// <summary>Puts a file behind those that are being taken in.</summary>
    internal static void Enqueue(IBackgroundJobClient jobs, string id) =>
        jobs.Enqueue<ImportJob>(job => job.RunAsync(id, CancellationToken.None));

    private PortalTexts TextsOf(Caller caller) => PortalTexts.Of(caller, company.Value);
}
