using System.ComponentModel.DataAnnotations;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Setup.SalesCycles;

/// <summary>A new sales cycle, or the head of one that exists.</summary>
public sealed class EditModel(SalesCycleActs cycles) : PortalPage
{
    /// <summary>Figures of the example beside the methods.</summary>
    public const decimal ExampleValue = 10_000;
    public const decimal ExampleChances = 60;
    public const decimal ExampleCompleted = 40;

    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public bool IsNew => Code is null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (Code is null)
        {
            return Page();
        }

        if (await cycles.FindAsync(Code, cancellationToken) is not { } cycle)
        {
            return NotFound();
        }

        Input = Form.Of(cycle);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var stored = Code is null ? null : await cycles.FindAsync(Code, cancellationToken);
        if (Code is not null && stored is null)
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        var result = Code is null
            ? await cycles.CreateAsync(Input.Code, Input.Description, Input.ProbabilityMethod, Caller, cancellationToken)
            : await cycles.ChangeAsync(
                Code, Input.Description, Input.ProbabilityMethod, Input.Blocked, Input.Version, Caller, cancellationToken);
        return result switch
        {
            Result<SalesCycle>.Done(var cycle) => Done(
                Code is null ? T["The sales cycle {0} is there; now add its stages.", cycle.Description] : T["Saved: {0}.", cycle.Description],
                "Details",
                new { code = cycle.Code }),
            Result<SalesCycle>.Refused refused => Refused(refused.Refusals, Input, stored is null ? null : Form.Of(stored)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>What the form sends; the domain checks it.</summary>
    public sealed class Form : IVersionedForm
    {
        [Display(Name = "Code")]
        public string? Code { get; set; }

        [Display(Name = "Description")]
        public string? Description { get; set; }

        [Display(Name = "How the probability is made")]
        public ProbabilityMethod ProbabilityMethod { get; set; }

        [Display(Name = "Blocked")]
        public bool Blocked { get; set; }

        public long Version { get; set; }

        internal static Form Of(SalesCycle cycle) => new()
        {
            Description = cycle.Description,
            ProbabilityMethod = cycle.ProbabilityMethod,
            Blocked = cycle.Blocked,
            Version = cycle.Version,
        };
    }
}
