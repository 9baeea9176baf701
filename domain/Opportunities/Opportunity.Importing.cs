using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;

namespace ChatOpportunities.Domain.Opportunities;

/// <content>What comes from another program has a past of which only its end is known.</content>
public sealed partial class Opportunity
{
    /// <summary>
    /// Puts one that is made just now on a stage where another program had it: its history begins there on the day given. Refuses what
    /// any entry of the history refuses; a quote is not asked for and no tasks are made, for the gate was passed elsewhere.
    /// </summary>
    internal Result<OpportunityEntry> BeginOn(SalesCycleStage stage, DateOnly date, Caller caller, string? note = null)
    {
        var chances = InitialChances is > 0 ? InitialChances.Value : stage.ChancesOfSuccessPercent;
        var close = InitialCloseDate ?? FromFormula(stage, date);
        var refusals = Checks.All([
            Checks.Date(date, "dateOfChange"),
            date < CreationDate ? Refusals.DateBeforeCreation.With(CreationDate) : null,
            .. WrongFigures(InitialValue ?? 0, chances, close, date),
            Checks.Length(Checks.Tidy(note), MaxNoteLength, "note"),
        ]);
        if (refusals.Count > 0)
        {
            return refusals;
        }

        var probability = Probability.Of(SalesCycle!.ProbabilityMethod, chances, stage.CompletedPercent);
        var entry = Append(ActionTaken.First, date, caller);
        (entry.Stage, entry.StageId, entry.StageNumber, entry.StageDescription) = (stage, stage.Id, stage.Number, stage.Description);
        (entry.StageEnteredOn, entry.StageVisit) = (date, 1);
        (entry.EstimatedValue, entry.ChancesOfSuccess, entry.CompletedPercent) = (InitialValue!.Value, chances, stage.CompletedPercent);
        (entry.Probability, entry.CurrentValue) = (probability, Probability.CurrentValue(entry.EstimatedValue, probability));
        (entry.EstimatedCloseDate, entry.Note) = (close!.Value, Checks.Tidy(note));
        Status = OpportunityStatus.InProgress;
        Enter(entry, null);
        return entry;
    }

    /// <summary>Remembers by what another program knows it.</summary>
    internal Refusal? KnownElsewhereAs(string? externalId)
    {
        if (Checks.Length(externalId, MaxExternalIdLength, "externalId") is { } tooLong)
        {
            return tooLong;
        }

        ExternalId = externalId;
        return null;
    }
}
