using System.Text;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Setup.Import;

/// <summary>Brings a file of contacts or opportunities.</summary>
public sealed class IndexModel(ImportActs imports) : PortalPage
{
    [BindProperty]
    public ImportKind Kind { get; set; }

    [BindProperty]
    public IFormFile? Upload { get; set; }

    public bool MayWrite => AccessPolicy.MaySetUp(Caller);

    /// <summary>A file with the heading alone.</summary>
    public IActionResult OnGetTemplate(ImportKind kind) =>
        File(
            Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(ImportActs.Template(kind))).ToArray(), "text/csv; charset=utf-8",
            $"{kind}.csv".ToLowerInvariant());

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (Upload is null || Upload.Length > 4 * ImportActs.MaxLength)
        {
            ModelState.AddModelError(
                nameof(Upload), Upload is null ? T["Choose a file."] : Refusals.FileTooLong.With(ImportActs.MaxLength / 1000).Say(T));
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        using var content = new MemoryStream();
        await Upload!.CopyToAsync(content, cancellationToken);
        switch (await imports.TryAsync(Kind, Upload.FileName, content.ToArray(), T, Caller, cancellationToken))
        {
            case Result<ImportFile>.Done(var file):
                return RedirectToPage("File", new { id = file.Id });
            case Result<ImportFile>.Refused refused:
                foreach (var refusal in refused.Refusals)
                {
                    ModelState.AddModelError(nameof(Upload), refusal.Say(T));
                }

                return Page();
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
