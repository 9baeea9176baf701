using System.ComponentModel.DataAnnotations;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Portal.Pages.Opportunities;

/// <summary>What is done with all that are marked.</summary>
public enum BulkAct
{
    Assign,
    Expect,
}

/// <summary>Does the same with several opportunities, and says of each what became of it.</summary>
public sealed class BulkModel(OpportunityActs acts, OpportunitiesContext db, PeopleActs people) : PortalPage
{
    [BindProperty(SupportsGet = true)]
    public BulkAct Act { get; set; }

    [BindProperty(SupportsGet = true, Name = "no")]
    public IReadOnlyList<string> Numbers { get; set; } = [];

    [BindProperty]
    public Form Input { get; set; } = new();

    public IReadOnlyList<SelectListItem> People { get; private set; } = [];

    /// <summary>Those that were marked and may be changed.</summary>
    public IReadOnlyList<(string No, string Description)> Chosen { get; private set; } = [];

    public IReadOnlyList<(string No, string? Refusal)> Outcomes { get; private set; } = [];

    public Task OnGetAsync(CancellationToken cancellationToken) => LoadAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        AddErrors(Checks.All(
            Act == BulkAct.Assign && string.IsNullOrWhiteSpace(Input.SalespersonCode) ? Refusals.SalespersonRequired : null,
            Act == BulkAct.Expect && Input.EstimatedCloseDate is null ? Refusals.CloseDateRequired : null));
        if (!ModelState.IsValid || Chosen.Count == 0)
        {
            return Page();
        }

        List<string> numbers = [.. Chosen.Select(c => c.No)];
        var results = Act == BulkAct.Assign
            ? await acts.AssignManyAsync(numbers, Input.SalespersonCode, Input.MoveOpenTasks, Caller, cancellationToken)
            : await acts.ExpectManyAsync(numbers, Input.EstimatedCloseDate, Caller, cancellationToken);
        Outcomes = [.. results.Select(r => (r.No, r.Result is Result<Acted>.Refused refused ? string.Join(' ', refused.Refusals.Select(x => x.Say(T))) : null))];
        return Page();
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var wanted = Numbers.Select(Checks.NormalCode).Distinct().Take(OpportunityQueries.MaxPage).ToList();
        var rows = await db.Opportunities.AsNoTracking().Where(AccessPolicy.MayChange(Caller)).Where(o => wanted.Contains(o.No)).OrderBy(o => o.Id)
            .Select(o => new { o.No, o.Description }).ToListAsync(cancellationToken);
        Chosen = [.. rows.Select(r => (r.No, r.Description))];
        People = [.. (await people.ListAsync(cancellationToken)).Where(p => !p.Blocked)
            .Select(p => new SelectListItem(p.Team is null ? p.Name : $"{p.Name} ({p.Team.Name})", p.Code))];
    }

    /// <summary>What the form sends; the domain checks it.</summary>
    public sealed class Form
    {
        [Display(Name = "New salesperson")]
        public string? SalespersonCode { get; set; }

        [Display(Name = "The open tasks go along")]
        public bool MoveOpenTasks { get; set; } = true;

        [Display(Name = "Expected close")]
        public DateOnly? EstimatedCloseDate { get; set; }
    }
}
