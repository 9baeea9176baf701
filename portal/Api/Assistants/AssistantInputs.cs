using System.ComponentModel;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Portal.Api.Assistants;

/// <summary>What every acting tool takes beside its own.</summary>
internal interface IActInput
{
    /// <summary>Names the act; the same key again gives the first answer.</summary>
    string? IdempotencyKey { get; }
}

/// <summary>What the descriptions of several fields say.</summary>
internal static class Told
{
    public const string Opportunity =
        "Which opportunity, in the words people use: its number (OPP-00012), its title or part of it, the contact's name.";

    public const string Key = "A text of your own that names this act, new for each act: sent again, nothing is done twice.";

    public const string Value = "What the sale is thought to bring, in company currency.";

    public const string Chances = "How likely it is to be won, percent 0 to 100.";

    public const string CloseDate = "The day by which it is thought to close, YYYY-MM-DD.";

    public const string Person = "A salesperson by name or code; \"me\" is who the token acts as.";
}

internal sealed record FindInput(
    [property: Description("Words of the title, the number or the contact's name; left out, all.")] string? Words = null,
    [property: Description("Only those of this salesperson: a name or code, or \"me\".")] string? Salesperson = null,
    [property: Description("Only those on the stage of this name.")] string? Stage = null,
    [property: Description("Closed ones too; left out, open ones only.")] bool? Closed = null,
    [property: Description("Only those expected to close on this day or later, YYYY-MM-DD.")] DateOnly? CloseFrom = null,
    [property: Description("Only those expected to close on this day or earlier, YYYY-MM-DD.")] DateOnly? CloseTo = null,
    [property: Description("How many at most, 1 to 50; left out, 20.")] int? Limit = null);

internal sealed record ReadInput([property: Description(Told.Opportunity)] string Opportunity);

internal sealed record CaptureInput(
    [property: Description("What it is about, at most 100 characters.")] string Title,
    [property: Description("The contact: a name or number.")] string Contact,
    [property: Description("Makes the contact, where there is none of this name. Ask the person first.")] bool? NewContact = null,
    [property: Description(Told.Value)] decimal? EstimatedValue = null,
    [property: Description(Told.CloseDate)] DateOnly? EstimatedCloseDate = null,
    [property: Description(Told.Chances)] decimal? ChancesOfSuccess = null,
    [property: Description(Told.Person + " Left out, the token's own person.")] string? Salesperson = null,
    [property: Description("The sales cycle by name or code; left out, the usual one.")] string? SalesCycle = null,
    [property: Description("Whether it enters the first stage at once; left out, it does, and then it needs a value.")] bool? Start = null,
    [property: Description("Where it came from, at most 50 characters.")] string? Source = null,
    [property: Description(Told.Key)] string? IdempotencyKey = null) : IActInput;

internal sealed record MoveInput(
    [property: Description(Told.Opportunity)] string Opportunity,
    [property: Description("The stage by its name or number; left out, the next one.")] string? Stage = null,
    [property: Description(Told.Value + " Left out, as it is.")] decimal? EstimatedValue = null,
    [property: Description(Told.Chances + " Left out, those of the stage.")] decimal? ChancesOfSuccess = null,
    [property: Description(Told.CloseDate + " Left out, as it is.")] DateOnly? EstimatedCloseDate = null,
    [property: Description("Why the closing date goes to a later day, where that is asked for.")] string? SlipReason = null,
    [property: Description("Number of the quote, where the stage asks for one.")] string? QuoteNumber = null,
    [property: Description("Amount of the quote, company currency.")] decimal? QuoteAmount = null,
    [property: Description(Told.Key)] string? IdempotencyKey = null) : IActInput;

internal sealed record ChangeInput(
    [property: Description(Told.Opportunity)] string Opportunity,
    [property: Description("A new title, at most 100 characters.")] string? Title = null,
    [property: Description("How pressing it is.")] Priority? Priority = null,
    [property: Description(Told.Value)] decimal? EstimatedValue = null,
    [property: Description(Told.Chances)] decimal? ChancesOfSuccess = null,
    [property: Description(Told.CloseDate)] DateOnly? EstimatedCloseDate = null,
    [property: Description("Why the closing date goes to a later day, where that is asked for.")] string? SlipReason = null,
    [property: Description("What comes next, in a few words; needs nextStepDate.")] string? NextStep = null,
    [property: Description("The day of the next step, today or later, YYYY-MM-DD.")] DateOnly? NextStepDate = null,
    [property: Description(Told.Key)] string? IdempotencyKey = null) : IActInput;

internal sealed record AssignInput(
    [property: Description(Told.Opportunity)] string Opportunity,
    [property: Description(Told.Person)] string Salesperson,
    [property: Description("Whether open tasks go along; left out, they do.")] bool? MoveOpenTasks = null,
    [property: Description(Told.Key)] string? IdempotencyKey = null) : IActInput;

internal sealed record CloseInput(
    [property: Description(Told.Opportunity)] string Opportunity,
    [property: Description("Won or lost.")] Outcome Outcome,
    [property: Description("Why, by the name or code of a reason the company has; left out, the answer lists them.")] string? Reason = null,
    [property: Description("What the sale brought, company currency; left out, the amount of the quote.")] decimal? Amount = null,
    [property: Description("What is to be remembered of it, at most 500 characters.")] string? Note = null,
    [property: Description("The day, YYYY-MM-DD; left out, today.")] DateOnly? ClosingDate = null,
    [property: Description(Told.Key)] string? IdempotencyKey = null) : IActInput;

internal sealed record NoteInput(
    [property: Description(Told.Opportunity)] string Opportunity,
    [property: Description("What it says, at most 1000 characters.")] string Text,
    [property: Description(Told.Key)] string? IdempotencyKey = null) : IActInput;

internal sealed record TaskInput(
    [property: Description(Told.Opportunity)] string Opportunity,
    [property: Description("What is to be done, at most 100 characters.")] string Description,
    [property: Description("The day by which it is to be done, YYYY-MM-DD.")] DateOnly? Date = null,
    [property: Description("What kind it is; left out, none in particular.")] TaskType? Type = null,
    [property: Description(Told.Person + " Left out, who has the opportunity.")] string? Salesperson = null,
    [property: Description(Told.Key)] string? IdempotencyKey = null) : IActInput;

internal sealed record UndoInput(
    [property: Description("Only an act on the opportunity with this number; left out, the last one.")] string? Opportunity = null,
    [property: Description(Told.Key)] string? IdempotencyKey = null) : IActInput;

internal sealed record FiguresInput(
    [property: Description("By what it is divided; left out, by stage.")] PipelineGrouping? GroupBy = null,
    [property: Description("Only those of this salesperson: a name or code, or \"me\".")] string? Salesperson = null,
    [property: Description("Only those in the sales cycle of this name or code.")] string? SalesCycle = null);

internal sealed record AttentionInput(
    [property: Description("How many of each part, 1 to 20; left out, 5.")] int? Limit = null);
