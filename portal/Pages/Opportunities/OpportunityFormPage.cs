using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Opportunities;

/// <summary>A form that acts on one opportunity: only for who may change it, and only until it is closed.</summary>
public abstract class OpportunityFormPage(OpportunityQueries opportunities) : PortalPage
{
    protected OpportunityQueries Opportunities { get; } = opportunities;

    public Opportunity Opportunity { get; private set; } = null!;

    /// <summary>Finds the opportunity; where the visitor goes instead when the form is not for them or comes too late.</summary>
    protected async Task<IActionResult?> FindAsync(string no, CancellationToken cancellationToken)
    {
        if (await Opportunities.FindAsync(no, Caller, cancellationToken) is not { } view)
        {
            return NotFound();
        }

        if (!view.MayChange)
        {
            return Forbid();
        }

        Opportunity = view.Opportunity;
        return Opportunity.IsClosed ? RefusedTo([Refusals.AlreadyClosed], "Details", new { no }) : null;
    }
}
