using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Portal.Pages.Opportunities;

/// <summary>Where a stage lies from where the opportunity stands.</summary>
public enum StagePlace
{
    Ahead,
    Here,
    Passed,
}

/// <summary>One opportunity: state, tasks, history, reminders.</summary>
public sealed class DetailsModel(OpportunityQueries opportunities, OpportunitiesContext db) : PortalPage
{
    public Opportunity Opportunity { get; private set; } = null!;

    public bool MayChange { get; private set; }

    public IReadOnlyList<SalesTask> Tasks { get; private set; } = [];

    public IReadOnlyList<OpportunityEntry> History { get; private set; } = [];

    public IReadOnlyList<AuditEntry> Acts { get; private set; } = [];

    public IReadOnlyList<Reminder> Reminders { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string no, CancellationToken cancellationToken)
    {
        if (await opportunities.FindAsync(no, Caller, cancellationToken) is not { } view)
        {
            return NotFound();
        }

        (Opportunity, MayChange) = view;
        Tasks = await db.Tasks.AsNoTracking().Include(t => t.Salesperson).Where(t => t.OpportunityId == Opportunity.Id)
            .OrderBy(t => t.Closed).ThenBy(t => t.Date).Take(100).ToListAsync(cancellationToken);
        History = await opportunities.HistoryAsync(Opportunity.Id, cancellationToken);
        Acts = await opportunities.ActsAsync(Opportunity.No, cancellationToken);
        Reminders = await opportunities.RemindersAsync(Opportunity.Id, cancellationToken);
        return Page();
    }

    /// <summary>The stages of the cycle, and how far this opportunity came.</summary>
    public IEnumerable<(SalesCycleStage Stage, StagePlace Place)> Road()
    {
        var current = Opportunity.Current;
        var reached = Opportunity.Status == OpportunityStatus.Won
            ? int.MaxValue
            : current?.StageNumberNow ?? current?.PreviousStageNumber ?? 0;
        return Opportunity.SalesCycle!.Stages.Select(stage => (
            stage,
            !Opportunity.IsClosed && stage.Number == reached ? StagePlace.Here
            : stage.Number <= reached ? StagePlace.Passed
            : StagePlace.Ahead));
    }

    /// <summary>Colour of a status; the word stands in it.</summary>
    public static string Colour(OpportunityStatus status) => status switch
    {
        OpportunityStatus.Won => "text-bg-success",
        OpportunityStatus.Lost => "text-bg-danger",
        OpportunityStatus.InProgress => "text-bg-primary",
        _ => "text-bg-secondary",
    };
}
