using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Portal.Api.Description;
using ChatOpportunities.Portal.Language;

namespace ChatOpportunities.Portal.Api.Opportunities;

/// <summary>What an act made: the opportunity as it stands now, and the new line of its history.</summary>
/// <param name="Opportunity">The opportunity as it stands now.</param>
/// <param name="Entry">The line of the history this act made; null when it made none.</param>
internal sealed record ActResource(OpportunityResource Opportunity, EntryResource? Entry)
{
    public static ActResource Example => new(
        OpportunityResource.Example with
        {
            Stage = 2,
            StageDescription = "Qualification",
            ChancesOfSuccess = 20,
            CompletedPercent = 25,
            Probability = 5,
            CurrentValue = 2_250,
            Version = 2,
        },
        EntryResource.Example);
}

/// <summary>One line of the history: an act with the figures as they were then. It never changes but for `active` and `daysOpen`.</summary>
/// <param name="EntryNo">Number of the line; later ones are higher.</param>
/// <param name="ActionTaken">What was done.</param>
/// <param name="Active">Whether this is the present state; exactly one line of a started opportunity is.</param>
/// <param name="Stage">Number of the stage as it is today; null for won, lost and what never started.</param>
/// <param name="StageDescription">Description of the stage as it was then; null for won, lost and what never started.</param>
/// <param name="PreviousStage">Number of the stage it came from; null when it came from none.</param>
/// <param name="DateOfChange">The day it counts from.</param>
/// <param name="DaysOpen">Calendar days until the next line; null while this is the last one.</param>
/// <param name="EstimatedValue">What the sale is thought to bring, company currency, two decimals.</param>
/// <param name="ChancesOfSuccess">How likely it is thought to be won, percent 0–100.</param>
/// <param name="CompletedPercent">How far the stage is on the way, percent 0–100.</param>
/// <param name="Probability">Percent 0–100 by the method of the cycle, not rounded.</param>
/// <param name="CurrentValue">Estimated value × probability, company currency, not rounded; once won, the amount of the sale; once lost,
/// 0.</param>
/// <param name="EstimatedCloseDate">The day by which it is thought to close.</param>
/// <param name="ReasonCode">Code of the reason; only of won and lost.</param>
/// <param name="Note">What was said about it, at most 500 characters.</param>
/// <param name="SlippedFrom">The expected closing date before, when this line moved it to a later day; else null.</param>
/// <param name="SlipReason">Why the expected closing date went to a later day.</param>
/// <param name="MadeBy">Name of who did it.</param>
/// <param name="MadeAt">When it was done.</param>
internal sealed record EntryResource(
    long EntryNo, ActionTaken ActionTaken, bool Active, int? Stage, string? StageDescription, int? PreviousStage, DateOnly DateOfChange,
    int? DaysOpen, decimal EstimatedValue, decimal ChancesOfSuccess, decimal CompletedPercent, decimal Probability, decimal CurrentValue,
    DateOnly EstimatedCloseDate, string? ReasonCode, string? Note, DateOnly? SlippedFrom, string? SlipReason, string MadeBy,
    DateTimeOffset MadeAt)
{
    public static EntryResource Example => new(
        31, ActionTaken.Next, true, 2, "Qualification", 1, ExampleTime.Day, null, 45_000, 20, 25, 5, 2_250, ExampleTime.Day.AddDays(42),
        null, null, null, null, "Anna Keller", ExampleTime.Instant);

    public static EntryResource Of(OpportunityEntry entry) => new(
        entry.Id, entry.ActionTaken, entry.Active, entry.StageNumber, entry.StageNumber is null ? null : entry.StageDescription,
        entry.PreviousStageNumber, entry.DateOfChange, entry.DaysOpen, entry.EstimatedValue, entry.ChancesOfSuccess, entry.CompletedPercent,
        entry.Probability, entry.CurrentValue, entry.EstimatedCloseDate, entry.CloseReason?.Code, entry.Note, entry.SlippedFrom,
        entry.SlipReason, entry.ByName, entry.MadeAt);
}

/// <summary>A move that is open.</summary>
/// <param name="Action">The way to move.</param>
/// <param name="Stages">The stages it may lead to, in order; at least one.</param>
internal sealed record MoveResource(MoveAction Action, IReadOnlyList<MoveStageResource> Stages)
{
    public static MoveResource Example => new(
        MoveAction.Next,
        [
            new MoveStageResource(
                2, "Qualification", true, new ProposedResource(ExampleTime.Day, 45_000, 20, ExampleTime.Day.AddDays(42)), []),
        ]);

    public static MoveResource Of(MovePreview move, PortalTexts t) => new(
        move.Action,
        [.. move.Stages.Select(s => new MoveStageResource(
            s.Stage.Number,
            s.Stage.Description,
            s.IsProposed,
            new ProposedResource(s.Values.DateOfChange, s.Values.EstimatedValue, s.Values.ChancesOfSuccess, s.Values.EstimatedCloseDate),
            [.. s.Missing.Select(r => new MissingResource(r.Code, r.Field, r.Say(t)))]))]);
}

/// <summary>A stage that a move may lead to.</summary>
/// <param name="Number">Number of the stage.</param>
/// <param name="Description">Description of the stage.</param>
/// <param name="Default">Whether this stage is taken when none is named.</param>
/// <param name="Proposed">The figures taken when none are given.</param>
/// <param name="Missing">What still stands in the way; empty when the move can be made as it is proposed.</param>
internal sealed record MoveStageResource(
    int Number, string Description, bool Default, ProposedResource Proposed, IReadOnlyList<MissingResource> Missing);

/// <summary>The figures a move takes when none are given.</summary>
/// <param name="DateOfChange">The day it counts from: today, or the day of the last change when that lies ahead.</param>
/// <param name="EstimatedValue">What the sale is thought to bring, company currency, two decimals.</param>
/// <param name="ChancesOfSuccess">How likely it is thought to be won, percent 0–100.</param>
/// <param name="EstimatedCloseDate">Null when there is none to propose; then it has to be given.</param>
internal sealed record ProposedResource(
    DateOnly DateOfChange, decimal EstimatedValue, decimal ChancesOfSuccess, DateOnly? EstimatedCloseDate);

/// <summary>What has to be given before a move is possible.</summary>
/// <param name="Code">Stable name of the rule for programs.</param>
/// <param name="Field">The field that is to be given; null when it is none of the move's.</param>
/// <param name="Detail">A sentence for people, in their language.</param>
internal sealed record MissingResource(string Code, string? Field, string Detail);
