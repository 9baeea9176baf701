using System.ComponentModel.DataAnnotations;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Privacy;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Setup.Privacy;

/// <summary>What is kept of somebody as a file, and erasing it; for admins.</summary>
public sealed class IndexModel(PrivacyActs privacy) : PortalPage
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    [BindProperty]
    public Form Input { get; set; } = new();

    private IReadOnlyList<string> Also =>
        (Input.Also ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public async Task<IActionResult> OnPostExportAsync(CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var found = await privacy.FindPersonAsync(Input.Code ?? "", Also, Caller, cancellationToken);
        if (found is Result<PersonalData>.Refused { First.Rule.Kind: RefusalKind.NotFound })
        {
            found = await privacy.FindContactAsync(Input.Code ?? "", Also, Caller, cancellationToken);
        }

        return found switch
        {
            Result<PersonalData>.Done(var data) => File(
                JsonSerializer.SerializeToUtf8Bytes(data, Readable), "application/json", $"{data.Key}.json"),
            Result<PersonalData>.Refused refused => Shown(refused.Refusals),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public async Task<IActionResult> OnPostEraseAsync(CancellationToken cancellationToken)
    {
        if (!string.Equals(Input.Code?.Trim(), Input.Again?.Trim(), StringComparison.OrdinalIgnoreCase))
        {
            ModelState.AddModelError("Input.Again", T["Type the code or number once more, so that nobody is erased by mistake."]);
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        var erased = await privacy.ErasePersonAsync(Input.Code ?? "", Also, Caller, cancellationToken);
        if (erased is Result<Erasure>.Refused { First.Rule.Kind: RefusalKind.NotFound })
        {
            erased = await privacy.EraseContactAsync(Input.Code ?? "", Also, Caller, cancellationToken);
        }

        return erased switch
        {
            Result<Erasure>.Done(var done) => Done(T["Erased. The record is {0} now.", done.Key], "Index"),
            Result<Erasure>.Refused refused => Shown(refused.Refusals),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Nobody of that name is a mistake in the form here, not a page that is missing.</summary>
    private IActionResult Shown(IReadOnlyList<Refusal> refusals)
    {
        if (refusals[0].Rule.Kind != RefusalKind.NotFound)
        {
            return Refused(refusals);
        }

        ModelState.AddModelError("Input.Code", T["Nobody has this code or number."]);
        return Page();
    }

    /// <summary>What the form sends; the domain checks it.</summary>
    public sealed class Form
    {
        [Display(Name = "Code or number")]
        public string? Code { get; set; }

        [Display(Name = "Other names")]
        public string? Also { get; set; }

        [Display(Name = "The code or number once more")]
        public string? Again { get; set; }
    }
}
