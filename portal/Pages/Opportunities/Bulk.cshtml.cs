using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace ChatOpportunities.Portal.Pages.Opportunities;

/// <summary>What is done with all that are marked.</summary>
public enum BulkAct
{
    Assign,
    Expect,
}

/// <summary>Does the same with several opportunities, and says of each what became of it.</summary>
public sealed class BulkModel(OpportunityActs acts, OpportunityQueries opportunities, Choices choices, BulkOutcomes outcomes) : PortalPage
{
    [BindProperty(SupportsGet = true)]
    public BulkAct Act { get; set; }

    /// <summary>What was marked, each as <see cref="Mark"/> writes it, or by its number alone.</summary>
    [BindProperty(SupportsGet = true, Name = "no")]
    public IReadOnlyList<string> Numbers { get; set; } = [];

    [BindProperty]
    public Form Input { get; set; } = new();

    public IReadOnlyList<SelectListItem> People { get; private set; } = [];

    /// <summary>Those that were marked and may be changed, with the version that was looked at.</summary>
    public IReadOnlyList<(string No, string Description, long Version)> Chosen { get; private set; } = [];

    /// <summary>What became of them, none while they are being dealt with; null before anything was done.</summary>
    public IReadOnlyList<BulkOutcome>? Outcomes { get; private set; }

    /// <summary>A mark in a list: the number, and the version the list shows.</summary>
    public static string Mark(string no, long version) => string.Create(CultureInfo.InvariantCulture, $"{no}/{version}");

    /// <param name="result">Id of a form that was sent.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task OnGetAsync(Guid? result, CancellationToken cancellationToken)
    {
        Outcomes = result is { } id ? await outcomes.FindAsync(id, Caller, cancellationToken) : null;
        if (Outcomes is null)
        {
            await LoadAsync(cancellationToken);
            Input.OperationId = Guid.NewGuid();
        }
    }

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

        var id = Input.OperationId ?? Guid.NewGuid();
        if (await outcomes.TakeAsync(id, Caller, cancellationToken))
        {
            try
            {
                List<Marked> marked = [.. Chosen.Select(c => new Marked(c.No, c.Version))];
                var results = Act == BulkAct.Assign
                    ? await acts.AssignManyAsync(marked, Input.SalespersonCode, Input.MoveOpenTasks, Caller, cancellationToken)
                    : await acts.ExpectManyAsync(marked, Input.EstimatedCloseDate, Caller, cancellationToken);
                string? Why(Result<Acted> result) =>
                    result is Result<Acted>.Refused refused ? string.Join(' ', refused.Refusals.Select(x => x.Say(T))) : null;
                await outcomes.KeepAsync(id, [.. results.Select(r => new BulkOutcome(r.No, Why(r.Result)))], Caller, cancellationToken);
            }
            catch
            {
                await outcomes.GiveBackAsync(id, Caller);
                throw;
            }
        }

        return RedirectToPage("Bulk", new { act = Act, result = id });
    }

    private static (string No, long? Version) Read(string mark)
    {
        var at = mark.LastIndexOf('/');
        return at > 0 && long.TryParse(mark.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? (Checks.NormalCode(mark[..at]), version)
            : (Checks.NormalCode(mark), null);
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var marks = Numbers.Select(Read).DistinctBy(m => m.No).Take(OpportunityQueries.MaxPage).ToDictionary(m => m.No, m => m.Version);
        var changeable = await opportunities.ChangeableAsync(marks.Keys, Caller, cancellationToken);
        Chosen = [.. changeable.Select(o => (o.No, o.Description, marks[o.No] ?? o.Version))];
        People = (await choices.ColleaguesInTeamsAsync(cancellationToken)).AsItems();
    }

    /// <summary>What the form sends; the domain checks it.</summary>
    public sealed class Form
    {
        /// <summary>Tells one filling of the form from another.</summary>
        public Guid? OperationId { get; set; }

        [Display(Name = "New salesperson")]
        public string? SalespersonCode { get; set; }

        [Display(Name = "The open tasks go along")]
        public bool MoveOpenTasks { get; set; } = true;

        [Display(Name = "Expected close")]
        public DateOnly? EstimatedCloseDate { get; set; }
    }
}
