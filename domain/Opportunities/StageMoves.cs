using ChatOpportunities.Domain.SalesCycles;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>first: start at the first stage. next: the following stage. previous: one stage back. skip: on, over stages that may be
/// skipped. update: new figures on the same stage. jump: back to any stage before. Skip and jump are open only with two stages or more to
/// choose from.</summary>
/// <remarks>Section 4.3 of the trade's reference.</remarks>
public enum MoveAction
{
    /// <summary>Starts: enters the first stage.</summary>
    First = 0,

    /// <summary>To the stage that follows.</summary>
    Next = 1,

    /// <summary>Back to the stage before.</summary>
    Previous = 2,

    /// <summary>On to a later stage, over stages that may be skipped.</summary>
    Skip = 3,

    /// <summary>Stays on the stage with new figures.</summary>
    Update = 4,

    /// <summary>Back to any stage before.</summary>
    Jump = 5,
}

/// <summary>A way to move that is open, with the stages it may lead to.</summary>
/// <param name="Action">The way.</param>
/// <param name="Candidates">Reachable stages in order; never empty.</param>
/// <param name="Proposed">The one taken when none is named.</param>
public sealed record MoveOption(MoveAction Action, IReadOnlyList<SalesCycleStage> Candidates, SalesCycleStage Proposed);

/// <summary>A way to move that is open, and what each stage it may lead to would mean.</summary>
/// <param name="Action">The way.</param>
/// <param name="Stages">Reachable stages in order; never empty.</param>
public sealed record MovePreview(MoveAction Action, IReadOnlyList<StagePreview> Stages)
{
    /// <summary>The stage taken when none is named.</summary>
    public StagePreview Proposed => Stages.Single(s => s.IsProposed);
}

/// <summary>What entering a stage by a move would mean.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="IsProposed">Whether it is the one taken when none is named.</param>
/// <param name="Values">The figures taken when none are given.</param>
/// <param name="Missing">What has to be given before the move is possible.</param>
public sealed record StagePreview(SalesCycleStage Stage, bool IsProposed, MoveValues Values, IReadOnlyList<Refusal> Missing);

/// <summary>What a move asks for; what is left out is proposed by <see cref="Opportunity.Propose"/>.</summary>
/// <param name="Action">The way to move.</param>
/// <param name="Stage">Number of the target stage; needed only by Skip and Jump.</param>
/// <param name="DateOfChange">The day it counts from.</param>
/// <param name="EstimatedValue">Company currency.</param>
/// <param name="ChancesOfSuccess">Percent 0–100; Skip and Jump take the stage's instead.</param>
/// <param name="EstimatedCloseDate">Expected closing date.</param>
/// <param name="CancelOpenTasks">Whether open tasks are cancelled.</param>
/// <param name="SlipReason">Why the closing date goes to a later day; needed from the third time on.</param>
public sealed record MoveRequest(
    MoveAction Action,
    int? Stage = null,
    DateOnly? DateOfChange = null,
    decimal? EstimatedValue = null,
    decimal? ChancesOfSuccess = null,
    DateOnly? EstimatedCloseDate = null,
    bool CancelOpenTasks = false,
    string? SlipReason = null);

/// <summary>Which moves are open from a stage.</summary>
public static class StageMoves
{
    /// <summary>The open moves, in the order in which a dialog should prefer them: First, Next, Update, Previous, Skip, Jump.</summary>
    /// <param name="stages">Stages of the cycle, in order.</param>
    /// <param name="current">Number of the present stage; null before the start.</param>
    public static IReadOnlyList<MoveOption> From(IReadOnlyList<SalesCycleStage> stages, int? current)
    {
        ArgumentNullException.ThrowIfNull(stages);
        if (current is null)
        {
            return stages.Count == 0 ? [] : [new(MoveAction.First, [stages[0]], stages[0])];
        }

        List<MoveOption> open = [];
        var above = stages.Where(s => s.Number > current).ToList();
        var below = stages.Where(s => s.Number < current).ToList();
        var here = stages.FirstOrDefault(s => s.Number == current);
        if (above.Count > 0)
        {
            open.Add(new(MoveAction.Next, [above[0]], above[0]));
        }

        if (here is not null)
        {
            open.Add(new(MoveAction.Update, [here], here));
        }

        if (below.Count > 0)
        {
            open.Add(new(MoveAction.Previous, [below[^1]], below[^1]));
        }

        // The stages that may be passed over, and the first one that may not.
        var skip = above.Take(above.TakeWhile(s => s.AllowSkip).Count() + 1).ToList();
        if (skip.Count > 1)
        {
            open.Add(new(MoveAction.Skip, skip, skip[0]));
        }

        if (below.Count > 1)
        {
            open.Add(new(MoveAction.Jump, below, below[^1]));
        }

        return open;
    }

    /// <summary>Of open moves the first that leads to a stage, an update apart, which leads nowhere; null when none does.</summary>
    /// <param name="open">The open moves.</param>
    /// <param name="stageId">Key of the stage.</param>
    public static MoveOption? WayTo(this IReadOnlyList<MoveOption> open, long stageId) =>
        open.FirstOrDefault(m => m.Action != MoveAction.Update && m.Candidates.Any(s => s.Id == stageId));
}
