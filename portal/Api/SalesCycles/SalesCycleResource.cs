using ChatOpportunities.Domain.SalesCycles;

namespace ChatOpportunities.Portal.Api.SalesCycles;

/// <summary>A sales cycle with its stages in their order.</summary>
internal sealed record SalesCycleResource(
    string Code, string Description, ProbabilityMethod ProbabilityMethod, bool Blocked, IReadOnlyList<StageResource> Stages)
{
    public static SalesCycleResource Of(SalesCycle cycle) => new(
        cycle.Code, cycle.Description, cycle.ProbabilityMethod, cycle.Blocked, [.. cycle.Stages.Select(StageResource.Of)]);
}

/// <summary>One stage; its number is its name within the cycle.</summary>
internal sealed record StageResource(
    int Number, string Description, decimal CompletedPercent, decimal ChancesOfSuccessPercent, string? ActivityCode, bool QuoteRequired,
    bool AllowSkip, string DateFormula, int? LimitWorkingDays)
{
    public static StageResource Of(SalesCycleStage stage) => new(
        stage.Number, stage.Description, stage.CompletedPercent, stage.ChancesOfSuccessPercent, stage.Activity?.Code, stage.QuoteRequired,
        stage.AllowSkip, stage.DateFormula, stage.LimitWorkingDays);
}

/// <summary>What can be asked of a sales cycle; left out, the method is multiply.</summary>
internal sealed record SalesCycleBody(string? Code = null, string? Description = null, ProbabilityMethod? ProbabilityMethod = null, bool? Blocked = null);

/// <summary>What can be asked of a stage; what is left out is 0, false or none.</summary>
internal sealed record StageBody(
    int? Number = null, string? Description = null, decimal? CompletedPercent = null, decimal? ChancesOfSuccessPercent = null,
    string? ActivityCode = null, bool? QuoteRequired = null, bool? AllowSkip = null, string? DateFormula = null, int? LimitWorkingDays = null)
{
    public StageForm ToForm() => new(
        Description, CompletedPercent ?? 0, ChancesOfSuccessPercent ?? 0, ActivityCode, QuoteRequired ?? false, AllowSkip ?? false, DateFormula,
        LimitWorkingDays);
}
