using System.ComponentModel.DataAnnotations;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace ChatOpportunities.Portal.Pages.Opportunities;

/// <summary>Gives an opportunity to another salesperson.</summary>
public sealed class AssignModel(OpportunityQueries opportunities, OpportunityActs acts, Choices choices)
    : OpportunityFormPage(opportunities)
{
    [BindProperty]
    public Form Input { get; set; } = new();

    public IReadOnlyList<SelectListItem> People { get; private set; } = [];

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

        if (!ModelState.IsValid)
        {
            return Page();
        }

        var result = await acts.AssignAsync(no, Input.SalespersonCode, Input.MoveOpenTasks, Input.Version, Caller, cancellationToken);
        if (result is Result<Acted>.Refused refused)
        {
            return Refused(refused.Refusals);
        }

        var acted = ((Result<Acted>.Done)result).Value;
        var sentence = T["{0} has it now.", acted.Opportunity.Salesperson!.Name];

        // Who gives it away may lose sight of it.
        return await Opportunities.FindAsync(no, Caller, cancellationToken) is null
            ? Done(sentence, acted, "Index")
            : Done(sentence, acted, "Details", new { no });
    }

    private async Task<IActionResult?> LoadAsync(string no, CancellationToken cancellationToken)
    {
        if (await FindAsync(no, cancellationToken) is { } elsewhere)
        {
            return elsewhere;
        }

        var colleagues = await choices.ColleaguesInTeamsAsync(cancellationToken);
        People = colleagues.Where(p => p.Id != Opportunity.SalespersonId).AsItems();
        return null;
    }

    /// <summary>What the form sends; the domain checks it.</summary>
    public sealed class Form
    {
        [Display(Name = "New salesperson")]
        public string? SalespersonCode { get; set; }

        [Display(Name = "The open tasks go along")]
        public bool MoveOpenTasks { get; set; } = true;

        public long Version { get; set; }
    }
}
