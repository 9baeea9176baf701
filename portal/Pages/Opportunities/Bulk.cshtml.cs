using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Portal.Forms;
using ChatOpportunities.Portal.Language;
using ChatOpportunities.Portal.Web;
using Hangfire;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace ChatOpportunities.Portal.Pages.Opportunities;

/// <summary>Does the same with several opportunities, or with all that match, and says of each what became of it.</summary>
public sealed class BulkModel(
    OpportunityActs acts, OpportunityQueries opportunities, Choices choices, BulkOutcomes outcomes, BulkWork work,
    IBackgroundJobClient jobs) : ListedPage
{
    [BindProperty(SupportsGet = true)]
    public BulkAct Act { get; set; }

    /// <summary>What was marked, each as <see cref="Mark"/> writes it, or by its number alone.</summary>
    [BindProperty(SupportsGet = true, Name = "no")]
    public IReadOnlyList<string> Numbers { get; set; } = [];

    /// <summary>All that match <see cref="Query"/>, and not only what was marked.</summary>
    [BindProperty(SupportsGet = true)]
    public bool All { get; set; }

    /// <summary>Query of the list from which one came.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Query { get; set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public IReadOnlyList<SelectListItem> People { get; private set; } = [];

    /// <summary>Reasons to lose.</summary>
    public IReadOnlyList<SelectListItem> Reasons { get; private set; } = [];

    /// <summary>The stages of every cycle, as code/number.</summary>
    public IReadOnlyList<SelectListItem> Stages { get; private set; } = [];

    public IEnumerable<SelectListItem> Priorities => Enum.GetValues<Priority>().Select(p => new SelectListItem(T.Of(p), p.ToString()));

    /// <summary>Those that were marked and may be changed, with the version that was looked at.</summary>
    public IReadOnlyList<(string No, string Description, long Version)> Chosen { get; private set; } = [];

    /// <summary>How many it is done with.</summary>
    public int Count { get; private set; }

    /// <summary>What became of them, none while they are being dealt with; null before anything was done.</summary>
    public IReadOnlyList<BulkOutcome>? Outcomes { get; private set; }

    /// <summary>How far the work on all that match has come; null when there is none.</summary>
    public BulkState? State { get; private set; }

    /// <summary>Of the work.</summary>
    public Guid Id { get; private set; }

    /// <summary>What is done, in words.</summary>
    public string Title => T[(State?.Change.Act ?? Act) switch
    {
        BulkAct.Assign => "Assign several opportunities",
        BulkAct.Expect => "New expected close for several opportunities",
        BulkAct.Move => "Move several opportunities",
        BulkAct.Lose => "Close several opportunities as lost",
        BulkAct.Prioritize => "Priority of several opportunities",
        BulkAct.NextStep => "Next step of several opportunities",
        _ => "Take back a change of several opportunities",
    }];

    /// <summary>A mark in a list: the number, and the version the list shows.</summary>
    public static string Mark(string no, long version) => string.Create(CultureInfo.InvariantCulture, $"{no}/{version}");

    /// <param name="result">Id of a form that was sent.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task OnGetAsync(Guid? result, CancellationToken cancellationToken)
    {
        if (result is { } id)
        {
            (Id, State) = (id, await work.FindAsync(id, Caller, cancellationToken));
            Outcomes = State is null ? await outcomes.FindAsync(id, Caller, cancellationToken) : null;
        }

        if (State is null && Outcomes is null)
        {
            await LoadAsync(cancellationToken);
            Input.OperationId = Guid.NewGuid();
        }
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        var change = Input.ToChange(Act);
        AddErrors(Act == BulkAct.Undo ? [Refusals.NothingToUndo.With()] : change.WhyNot());
        if (!ModelState.IsValid || Count == 0)
        {
            return Page();
        }

        var id = Input.OperationId ?? Guid.NewGuid();
        if (All)
        {
            switch (await work.BeginAsync(id, change, await FilterAsync(), Caller, cancellationToken))
            {
                case Result<BulkState>.Refused refused:
                    AddErrors(refused.Refusals);
                    return Page();
                default:
                    BulkJob.Enqueue(jobs, new BulkKey(Caller.SalespersonId, id));
                    return RedirectToPage("Bulk", new { act = Act, result = id });
            }
        }

        if (await outcomes.TakeAsync(id, Caller, cancellationToken))
        {
            try
            {
                List<Marked> marked = [.. Chosen.Select(c => new Marked(c.No, c.Version))];
                var results = await acts.ChangeManyAsync(marked, change, Caller, cancellationToken);
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

    /// <summary>Takes back what was done to all of them.</summary>
    public async Task<IActionResult> OnPostUndoAsync(Guid id, Guid undoId, CancellationToken cancellationToken)
    {
        switch (await work.BeginUndoAsync(id, undoId, Caller, cancellationToken))
        {
            case Result<BulkState>.Refused refused:
                TempData[RefusedKey] = string.Join(' ', refused.Refusals.Select(r => r.Say(T)));
                return RedirectToPage("Bulk", new { act = Act, result = id });
            default:
                var by = (await work.FindAsync(id, Caller, cancellationToken))?.UndoneBy ?? undoId;
                BulkJob.Enqueue(jobs, new BulkKey(Caller.SalespersonId, by));
                return RedirectToPage("Bulk", new { act = BulkAct.Undo, result = by });
        }
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
        if (All)
        {
            Count = await opportunities.CountChangeableAsync(await FilterAsync(), Caller, cancellationToken);
        }
        else
        {
            var marks = Numbers.Select(Read).DistinctBy(m => m.No).Take(OpportunityQueries.MaxPage).ToDictionary(m => m.No, m => m.Version);
            var changeable = await opportunities.ChangeableAsync(marks.Keys, Caller, cancellationToken);
            Chosen = [.. changeable.Select(o => (o.No, o.Description, marks[o.No] ?? o.Version))];
            Count = Chosen.Count;
        }

        switch (Act)
        {
            case BulkAct.Assign:
                People = (await choices.ColleaguesInTeamsAsync(cancellationToken)).AsItems();
                break;
            case BulkAct.Lose:
                Reasons = (await choices.CloseReasonsAsync(Outcome.Lost, cancellationToken)).AsItems();
                break;
            case BulkAct.Move:
                Stages =
                [
                    .. (await choices.StagesAsync(null, cancellationToken)).Select(s => new SelectListItem(
                        $"{s.CycleCode}: {s.Name}", string.Create(CultureInfo.InvariantCulture, $"{s.CycleCode}/{s.Number}"))),
                ];
                break;
        }
    }

    /// <summary>What the list showed from which one came.</summary>
    private async Task<OpportunityFilter> FilterAsync() => (await ListOfAsync(Query)).ToFilter();

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

        /// <summary>Code of the cycle, and number of the stage.</summary>
        [Display(Name = "Stage")]
        public string? Stage { get; set; }

        [Display(Name = "Reason")]
        public string? ReasonCode { get; set; }

        [Display(Name = "Note")]
        public string? Note { get; set; }

        [Display(Name = "Priority")]
        public Priority? Priority { get; set; }

        [Display(Name = "Next step")]
        public string? NextStep { get; set; }

        [Display(Name = "On")]
        public DateOnly? NextStepDate { get; set; }

        internal BulkChange ToChange(BulkAct act)
        {
            var at = Stage?.LastIndexOf('/') ?? -1;
            int? number = at > 0 && int.TryParse(Stage![(at + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var read)
                ? read
                : null;
            return act switch
            {
                BulkAct.Assign => new(act, SalespersonCode, MoveOpenTasks),
                BulkAct.Expect => new(act, Day: EstimatedCloseDate),
                BulkAct.Move => new(act, SalesCycleCode: number is null ? null : Stage![..at], Stage: number),
                BulkAct.Lose => new(act, ReasonCode: ReasonCode, Note: Note),
                BulkAct.Prioritize => new(act, Priority: Priority),
                _ => new(act, Day: NextStepDate, NextStep: NextStep),
            };
        }
    }
}
