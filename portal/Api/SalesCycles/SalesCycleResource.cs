using System.ComponentModel.DataAnnotations;
using ChatOpportunities.Domain.SalesCycles;

namespace ChatOpportunities.Portal.Api.SalesCycles;

/// <summary>A sales cycle with its stages in order.</summary>
/// <param name="Code">Its name for programs and links: 1 to 10 letters, digits, dots, hyphens or underscores, kept in capitals; never
/// changes.</param>
/// <param name="Description">In a few words, at most 100 characters.</param>
/// <param name="ProbabilityMethod">How its opportunities' probability is made.</param>
/// <param name="Blocked">A blocked one keeps its history and takes nothing new.</param>
/// <param name="Stages">The stages, in order.</param>
internal sealed record SalesCycleResource(
    string Code, string Description, ProbabilityMethod ProbabilityMethod, bool Blocked, IReadOnlyList<StageResource> Stages)
{
    public static SalesCycleResource Example => new(
        "NEW", "New business", ProbabilityMethod.Multiply, false, [StageResource.Example]);

    public static SalesCycleResource Of(SalesCycle cycle) => new(
        cycle.Code, cycle.Description, cycle.ProbabilityMethod, cycle.Blocked, [.. cycle.Stages.Select(StageResource.Of)]);
}

/// <summary>One stage; its number is its name within the cycle and gives the order.</summary>
/// <param name="Number">Number of the stage, 1 to 1,000,000; gives the order.</param>
/// <param name="Description">In a few words, at most 100 characters.</param>
/// <param name="CompletedPercent">How far the stage is on the way, percent 0–100.</param>
/// <param name="ChancesOfSuccessPercent">Chances that an opportunity takes on when it gets here, percent 0–100; 0 leaves the present
/// ones.</param>
/// <param name="ActivityCode">Code of the activity whose steps become tasks when an opportunity gets here.</param>
/// <param name="QuoteRequired">Whether going here or past here asks for a quote.</param>
/// <param name="AllowSkip">Whether it may be passed over.</param>
/// <param name="DateFormula">Proposes the closing date, counted from the day of change; blank: none.</param>
/// <param name="LimitWorkingDays">After so many working days here its salesperson is reminded, 1 to 999; null: never.</param>
internal sealed record StageResource(
    int Number, string Description, decimal CompletedPercent, decimal ChancesOfSuccessPercent, string? ActivityCode, bool QuoteRequired,
    bool AllowSkip, string DateFormula, int? LimitWorkingDays)
{
    public static StageResource Example => new(2, "Qualification", 25, 20, "QUALC", false, true, "6W", 10);

    public static StageResource Of(SalesCycleStage stage) => new(
        stage.Number, stage.Description, stage.CompletedPercent, stage.ChancesOfSuccessPercent, stage.Activity?.Code, stage.QuoteRequired,
        stage.AllowSkip, stage.DateFormula, stage.LimitWorkingDays);
}

/// <summary>A sales cycle; with PATCH, what is left out stays as it is.</summary>
/// <param name="Code">Its name for programs and links: 1 to 10 letters, digits, dots, hyphens or underscores, kept in capitals; never
/// changes.</param>
/// <param name="Description">In a few words, at most 100 characters.</param>
/// <param name="ProbabilityMethod">Left out, multiply.</param>
/// <param name="Blocked">A blocked one keeps its history and takes nothing new.</param>
internal sealed record SalesCycleBody(
    string? Code = null, string? Description = null, ProbabilityMethod? ProbabilityMethod = null, bool? Blocked = null)
{
    public static SalesCycleBody Example => new("NEW", "New business", Domain.SalesCycles.ProbabilityMethod.Multiply);
}

/// <summary>A stage; what is left out is 0, false or none.</summary>
/// <param name="Number">May be left out, as it stands in the address.</param>
/// <param name="Description">In a few words, at most 100 characters.</param>
/// <param name="CompletedPercent">How far the stage is on the way, percent 0–100.</param>
/// <param name="ChancesOfSuccessPercent">Chances that an opportunity takes on when it gets here, percent 0–100; 0 leaves the present
/// ones.</param>
/// <param name="ActivityCode">Code of the activity whose steps become tasks when an opportunity gets here.</param>
/// <param name="QuoteRequired">Whether going here or past here asks for a quote.</param>
/// <param name="AllowSkip">Whether it may be passed over.</param>
/// <param name="DateFormula">Proposes the closing date, counted from the day of change, such as 1W or 30D; at most 20 characters; blank:
/// none.</param>
/// <param name="LimitWorkingDays">After so many working days here its salesperson is reminded, 1 to 999; null: never.</param>
internal sealed record StageBody(
    int? Number = null, [property: Required] string? Description = null, decimal? CompletedPercent = null,
    decimal? ChancesOfSuccessPercent = null, string? ActivityCode = null, bool? QuoteRequired = null,
    bool? AllowSkip = null, string? DateFormula = null, int? LimitWorkingDays = null)
{
    public static StageBody Example => new(
        null, "Qualification", 25, 20, QuoteRequired: false, AllowSkip: true, DateFormula: "6W", LimitWorkingDays: 10);

    public StageForm ToForm() => new(
        Description, CompletedPercent ?? 0, ChancesOfSuccessPercent ?? 0, ActivityCode, QuoteRequired ?? false, AllowSkip ?? false,
        DateFormula, LimitWorkingDays);
}
