using System.ComponentModel.DataAnnotations;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace ChatOpportunities.Portal.Pages.Opportunities;

/// <summary>Ends an opportunity as won or lost; the reason says which.</summary>
public sealed class CloseModel(OpportunityQueries opportunities, OpportunityActs acts, WinsChannels wins, Choices choices)
    : OpportunityFormPage(opportunities)
{
    private IReadOnlyList<NamedRecord> _won = [];
    private IReadOnlyList<NamedRecord> _lost = [];

    /// <summary>Where the team tells of what it won, if anywhere.</summary>
    public string? WinsChannel { get; private set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public IEnumerable<SelectListItem> Reasons => [.. InGroup(T["Won"], _won), .. InGroup(T["Lost"], _lost)];

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
        Outcome? outcome = _won.Any(r => r.Code == Input.ReasonCode) ? Outcome.Won
            : _lost.Any(r => r.Code == Input.ReasonCode) ? Outcome.Lost : null;
        if (outcome is null)
        {
            AddErrors([Refusals.ReasonRequired]);
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        var request = new CloseOpportunity(
            outcome, Input.ReasonCode, Input.ClosingDate, Input.Amount, Input.Note, Input.CancelOpenTasks, Input.TellChannel);
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
        _won = await choices.CloseReasonsAsync(Outcome.Won, cancellationToken);
        _lost = await choices.CloseReasonsAsync(Outcome.Lost, cancellationToken);
        return null;
    }

    private static List<SelectListItem> InGroup(string name, IReadOnlyList<NamedRecord> reasons)
    {
        var group = new SelectListGroup { Name = name };
        var items = reasons.AsItems();
        items.ForEach(i => i.Group = group);
        return items;
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
