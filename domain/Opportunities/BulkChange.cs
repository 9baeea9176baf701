using System.Text.Json.Serialization;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>What is done with several opportunities at once.</summary>
public enum BulkAct
{
    /// <summary>Given to another salesperson.</summary>
    Assign,

    /// <summary>A new expected closing day.</summary>
    Expect,

    /// <summary>Moved to a stage of their cycle.</summary>
    Move,

    /// <summary>Closed as lost.</summary>
    Lose,

    /// <summary>Another priority.</summary>
    Prioritize,

    /// <summary>A new next step.</summary>
    NextStep,

    /// <summary>What was done to them is taken back.</summary>
    Undo,
}

/// <summary>An act on several opportunities, with what it needs; the rest is left out.</summary>
/// <param name="Act">What is done.</param>
/// <param name="SalespersonCode">To whom they are given.</param>
/// <param name="MoveOpenTasks">Whether the open tasks go along.</param>
/// <param name="Day">The new closing day, or that of the next step.</param>
/// <param name="SalesCycleCode">The cycle of the stage; what is in another is refused.</param>
/// <param name="Stage">Number of the stage.</param>
/// <param name="ReasonCode">Why they are lost.</param>
/// <param name="Note">What is said of it, at most 500 characters.</param>
/// <param name="Priority">The new priority.</param>
/// <param name="NextStep">What comes next, at most 200 characters.</param>
public sealed record BulkChange(
    BulkAct Act, string? SalespersonCode = null, bool MoveOpenTasks = true, DateOnly? Day = null, string? SalesCycleCode = null,
    int? Stage = null, string? ReasonCode = null, string? Note = null, Priority? Priority = null, string? NextStep = null)
{
    /// <summary>The stage that is meant, of a cycle; null where it is one of another cycle.</summary>
    internal SalesCycleStage? StageOf(SalesCycle cycle) => string.IsNullOrWhiteSpace(SalesCycleCode)
        || cycle.Code == Checks.NormalCode(SalesCycleCode) ? cycle.Stages.FirstOrDefault(s => s.Number == Stage) : null;

    /// <summary>What is missing before anything can be done.</summary>
    public IReadOnlyList<Refusal> WhyNot() => Checks.All(
        Act == BulkAct.Assign && string.IsNullOrWhiteSpace(SalespersonCode) ? Refusals.SalespersonRequired : null,
        Act == BulkAct.Expect && Day is null ? Refusals.CloseDateRequired : null,
        Act == BulkAct.Move && Stage is null ? Refusals.Required.For("stage") : null,
        Act == BulkAct.Lose && string.IsNullOrWhiteSpace(ReasonCode) ? Refusals.ReasonRequired : null,
        Act == BulkAct.Lose ? Checks.Length(Note, Opportunity.MaxNoteLength, "note") : null,
        Act == BulkAct.Prioritize && Priority is null ? Refusals.Required.For("priority") : null,
        Act == BulkAct.NextStep && Checks.Tidy(NextStep) is null && Day is null ? Refusals.Required.For("nextStep") : null,
        Act == BulkAct.NextStep ? Checks.Length(NextStep, Opportunity.MaxNextStepLength, "nextStep") : null);
}
