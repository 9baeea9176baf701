using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Portal.Forms;
using Hangfire;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Setup.Import;

/// <summary>What became of a file's lines, or would.</summary>
public sealed class FileModel(ImportActs imports, IBackgroundJobClient jobs, TimeProvider clock) : PortalPage
{
    /// <summary>Lines the page shows; those with mistakes come first.</summary>
    public const int MostLines = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public ImportFile Import { get; private set; } = null!;

    /// <summary>Nothing has moved for a while: the host that took the lines in may have ended, and no other has begun to go on.</summary>
    public bool StandsStill => clock.GetUtcNow() - Import.ChangedAt > Patience;

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        if (await imports.FindAsync(id, Caller, cancellationToken) is not { } file)
        {
            return NotFound();
        }

        Import = file;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken cancellationToken)
    {
        if (await imports.BeginAsync(id, Caller, cancellationToken) is not Result<ImportFile>.Done(var file))
        {
            return NotFound();
        }

        ImportJob.Enqueue(jobs, file.Id);
        return RedirectToPage("File", new { id });
    }
}
