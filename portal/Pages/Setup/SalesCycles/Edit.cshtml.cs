using System.ComponentModel.DataAnnotations;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Setup.SalesCycles;

/// <summary>The head of a sales cycle: what it is called, how it counts, whether it takes opportunities.</summary>
public sealed class EditModel(SalesCycleActs cycles) : PortalPage
{
    [BindProperty(SupportsGet = true)]
    public string Code { get; set; } = "";

    [BindProperty]
    public SalesCycleForm Input { get; set; } = new();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await cycles.FindAsync(Code, cancellationToken) is not { } cycle)
        {
            return NotFound();
        }

        Input = SalesCycleForm.Of(cycle);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await cycles.FindAsync(Code, cancellationToken) is not { } stored)
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        return await cycles.ChangeAsync(
            Code, Input.Description, Input.ProbabilityMethod, Input.Blocked, Input.Version, Caller, cancellationToken) switch
        {
            Result<SalesCycle>.Done(var cycle) => Done(T["Saved: {0}.", cycle.Description], "Details", new { code = cycle.Code }),
            Result<SalesCycle>.Refused refused => Refused(refused.Refusals, Input, SalesCycleForm.Of(stored)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}

/// <summary>What the forms of a sales cycle send; the domain checks it.</summary>
public sealed class SalesCycleForm : IVersionedForm
{
    /// <summary>Figures of the example beside the methods.</summary>
    public const decimal ExampleValue = 10_000;
    public const decimal ExampleChances = 60;
    public const decimal ExampleCompleted = 40;

    [Display(Name = "Code")]
    public string? Code { get; set; }

    [Display(Name = "Description")]
    public string? Description { get; set; }

    [Display(Name = "How the probability is made")]
    public ProbabilityMethod ProbabilityMethod { get; set; }

    [Display(Name = "Blocked")]
    public bool Blocked { get; set; }

    /// <summary>0 for a new one.</summary>
    public long Version { get; set; }

    internal static SalesCycleForm Of(SalesCycle cycle) => new()
    {
        Description = cycle.Description,
        ProbabilityMethod = cycle.ProbabilityMethod,
        Blocked = cycle.Blocked,
        Version = cycle.Version,
    };
}
