using System.ComponentModel.DataAnnotations;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Opportunities;

/// <summary>Opens a closed opportunity again; for managers and admins.</summary>
public sealed class ReopenModel(OpportunityQueries opportunities, OpportunityActs acts) : PortalPage
{
    [BindProperty]
    public Form Input { get; set; } = new();

    public Opportunity Opportunity { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string no, CancellationToken cancellationToken)
    {
        if (await LoadAsync(no, cancellationToken) is { } elsewhere)
        {
            return elsewhere;
        }

        Input.Version = Opportunity.Version;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string no, CancellationToken cancellationToken)
    {
        if (await LoadAsync(no, cancellationToken) is { } elsewhere)
        {
            return elsewhere;
        }

        return !ModelState.IsValid
            ? Page()
            : await acts.ReopenAsync(no, Input.Note, Input.Version, Caller, cancellationToken) switch
            {
                Result<Acted>.Done => Done(T["It is open again."], "Details", new { no }),
                Result<Acted>.Refused refused => Refused(refused.Refusals),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
    }

    private async Task<IActionResult?> LoadAsync(string no, CancellationToken cancellationToken)
    {
        if (await opportunities.FindAsync(no, Caller, cancellationToken) is not { } view)
        {
            return NotFound();
        }

        if (!view.MayChange || !AccessPolicy.MayReopen(Caller))
        {
            return Forbid();
        }

        Opportunity = view.Opportunity;
        return Opportunity.IsClosed ? null : RefusedTo([Refusals.NotClosed], "Details", new { no });
    }

    /// <summary>What the form sends; the domain checks it.</summary>
    public sealed class Form
    {
        [Display(Name = "Why")]
        public string? Note { get; set; }

        public long Version { get; set; }
    }
}
