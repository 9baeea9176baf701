using System.Text;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Setup.Import;

/// <summary>Brings a file of contacts, opportunities or salespeople, and lists those that were brought.</summary>
[RequestSizeLimit(MaxRequest)]
[RequestFormLimits(MultipartBodyLengthLimit = MaxRequest)]
public sealed class IndexModel(ImportActs imports) : PortalPage
{
    /// <summary>Bytes of a request with the largest file, its fields and their frame.</summary>
    private const int MaxRequest = ImportActs.MaxBytes + (1024 * 1024);

    [BindProperty]
    public ImportKind Kind { get; set; } = ImportKind.Opportunities;

    [BindProperty]
    public IFormFile? Upload { get; set; }

    /// <summary>A mapping that was kept; blank for what is known of the headings.</summary>
    [BindProperty]
    public string? Mapping { get; set; }

    /// <summary>Those that are still kept, the youngest first.</summary>
    public IReadOnlyList<ImportFile> Files { get; private set; } = [];

    /// <summary>Mappings that were kept, of all kinds.</summary>
    public IReadOnlyList<ImportMapping> Mappings { get; private set; } = [];

    public bool MayWrite => AccessPolicy.MaySetUp(Caller);

    public Task OnGetAsync(CancellationToken cancellationToken) => LoadAsync(cancellationToken);

    /// <summary>A file with the heading alone.</summary>
    public IActionResult OnGetTemplate(ImportKind kind) =>
        File(
            Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(ImportActs.Template(kind))).ToArray(), "text/csv; charset=utf-8",
            $"{kind}.csv".ToLowerInvariant());

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (Upload is null || Upload.Length > ImportActs.MaxBytes)
        {
            ModelState.AddModelError(
                nameof(Upload),
                Upload is null ? T["Choose a file."] : Refusals.FileTooLarge.With(ImportActs.MaxBytes / 1024 / 1024).Say(T));
        }

        if (!ModelState.IsValid)
        {
            await LoadAsync(cancellationToken);
            return Page();
        }

        using var content = new MemoryStream();
        await Upload!.CopyToAsync(content, cancellationToken);
        var change = new ImportChange(MappingName: Checks.Tidy(Mapping));
        switch (await imports.TryAsync(Kind, Upload.FileName, content.ToArray(), T, Caller, cancellationToken, change))
        {
            case Result<ImportFile>.Done(var file):
                return RedirectToPage("File", new { id = file.Id });
            case Result<ImportFile>.Refused refused:
                foreach (var refusal in refused.Refusals)
                {
                    ModelState.AddModelError(refusal.Field == "mapping" ? nameof(Mapping) : nameof(Upload), refusal.Say(T));
                }

                await LoadAsync(cancellationToken);
                return Page();
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        Files = await imports.ListAsync(Caller, cancellationToken);
        List<ImportMapping> mappings = [];
        foreach (var kind in Enum.GetValues<ImportKind>())
        {
            mappings.AddRange(await imports.MappingsAsync(kind, Caller, cancellationToken));
        }

        Mappings = mappings;
    }
}
