using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Exchange.Company;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Setup.Export;

/// <summary>All of the company as one archive, written while it is read; for admins.</summary>
public sealed class IndexModel(CompanyExport export) : PortalPage
{
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) =>
        await export.NoteAsync(Caller, cancellationToken) is Result<AuditEntry>.Refused refused
            ? RefusedTo(refused.Refusals, "Index")
            : new ArchiveResult(string.Create(CultureInfo.InvariantCulture, $"company-{Caller.Today:yyyy-MM-dd}.zip"), export);

    private sealed class ArchiveResult(string name, CompanyExport export) : IActionResult
    {
        public async Task ExecuteResultAsync(ActionContext context)
        {
            var response = context.HttpContext.Response;
            response.ContentType = "application/zip";
            response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
            await export.WriteAsync(response.Body, context.HttpContext.RequestAborted);
        }
    }
}
