using System.ComponentModel.DataAnnotations;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Portal.Pages.Opportunities;

/// <summary>Ends an opportunity as won or lost; the reason says which.</summary>
public sealed class CloseModel(OpportunityQueries opportunities, OpportunityActs acts, WinsChannels wins, OpportunitiesContext db)
    : OpportunityFormPage(opportunities)
{
    private IReadOnlyList<CloseReason> _reasons = [];

    /// <summary>Where the team tells of what it won, if anywhere.</summary>
    public string? WinsChannel { get; private set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public IEnumerable<SelectListItem> Reasons
    {
        get
        {
            var groups = new Dictionary<Outcome, SelectListGroup>
            {
                [Outcome.Won] = new() { Name = T["Won"] },
                [Outcome.Lost] = new() { Name = T["Lost"] },
            };
            return _reasons.Select(r => new SelectListItem(r.Description, r.Code) { Group = groups[r.Outcome] });
        }
    }

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

        // Without a reason there is no outcome either; only the field that is there is complained about.
        var outcome = _reasons.FirstOrDefault(r => r.Code == Input.ReasonCode)?.Outcome;
        if (outcome is null)
        {
            AddErrors([Refusals.ReasonRequired]);
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        var request = new CloseOpportunity(outcome, Input.ReasonCode, Input.ClosingDate, Input.Amount, Input.Note, Input.CancelOpenTasks, Input.TellChannel);
        return await acts.CloseAsync(no, request, Input.Version, Caller, cancellationToken) switch
        {
            Result<Acted>.Done(var acted) => Done(
                outcome == Outcome.Won ? T["Won: {0}.", acted.Opportunity.Description] : T["Lost: {0}.", acted.Opportunity.Description],
                acted,
                "Details",
                new { no }),
            Result<Acted>.Refused refused => Refused(refused.Refusals),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<IActionResult?> LoadAsync(string no, CancellationToken cancellationToken)
    {
        if (await FindAsync(no, cancellationToken) is { } elsewhere)
        {
            return elsewhere;
        }

        WinsChannel = (await wins.FindAsync(Opportunity.Salesperson!.TeamId, cancellationToken))?.Name;
        _reasons = await db.CloseReasons.AsNoTracking().Where(r => !r.Blocked).OrderBy(r => r.Outcome).ThenBy(r => r.Description)
            .Take(500).ToListAsync(cancellationToken);
        return null;
    }

    /// <summary>What the form sends; the domain checks it.</summary>
    public sealed class Form
    {
        [Display(Name = "Reason")]
        public string? ReasonCode { get; set; }

        [Display(Name = "Closing date")]
        public DateOnly? ClosingDate { get; set; }

        [Display(Name = "Amount of the sale")]
        public decimal? Amount { get; set; }

        [Display(Name = "Note")]
        public string? Note { get; set; }

        [Display(Name = "Cancel the open tasks")]
        public bool CancelOpenTasks { get; set; } = true;

        [Display(Name = "When won, tell the team's channel")]
        public bool TellChannel { get; set; }

        public long Version { get; set; }
    }
}
