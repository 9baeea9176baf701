using System.ComponentModel;
using System.Text.Json.Serialization;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Portal.Api.Assistants;

/// <summary>What came of a call.</summary>
internal enum AnswerStatus
{
    Done,
    Choose,
    Needs,
    Refused,
}

/// <summary>What every tool answers.</summary>
internal record Answer(
    [property: Description("done; choose: say which of the choices is meant; needs: give what is missing; refused: a rule says no. "
        + "Only done has changed anything.")] AnswerStatus Status,
    [property: Description("A sentence for the person.")] string Message)
{
    [Description("Among which to choose; call again with the value of one.")]
    public IReadOnlyList<Choice>? Choices { get; init; }

    [Description("What is still to be given; ask the person, then call again with it.")]
    public IReadOnlyList<Need>? Needs { get; init; }

    [Description("Stable names of the rules that refuse.")]
    public IReadOnlyList<string>? Reasons { get; init; }
}

internal sealed record Choice(
    [property: Description("The argument that is meant.")] string Field,
    [property: Description("What to send for it.")] string Value,
    [property: Description("What it is called.")] string Label);

internal sealed record Need(
    [property: Description("The argument to give.")] string Field, [property: Description("What to ask.")] string Question);

internal sealed record FoundAnswer(AnswerStatus Status, string Message) : Answer(Status, Message)
{
    public IReadOnlyList<OpportunityTold>? Opportunities { get; init; }

    [Description("Whether there are more than these.")]
    public bool? More { get; init; }
}

internal sealed record ReadAnswer(AnswerStatus Status, string Message) : Answer(Status, Message)
{
    public OpportunityTold? Opportunity { get; init; }

    [Description("Whether the token may act on it.")]
    public bool? MayChange { get; init; }

    [Description("What happened, the newest first.")]
    public IReadOnlyList<HappenedTold>? Timeline { get; init; }

    public IReadOnlyList<TaskTold>? OpenTasks { get; init; }

    [Description("The stages a move may lead to, and what each still needs.")]
    public IReadOnlyList<MoveTold>? Moves { get; init; }
}

internal sealed record ActAnswer(AnswerStatus Status, string Message) : Answer(Status, Message)
{
    public OpportunityTold? Opportunity { get; init; }

    public TaskTold? Task { get; init; }

    [Description("Until when it can be taken back with undo.")]
    public DateTimeOffset? UndoUntil { get; init; }
}

internal sealed record FiguresAnswer(AnswerStatus Status, string Message) : Answer(Status, Message)
{
    public IReadOnlyList<GroupTold>? Groups { get; init; }

    public int? NotStarted { get; init; }

    public decimal? NotStartedValue { get; init; }

    [Description("ISO code of the currency of all amounts.")]
    public string? Currency { get; init; }
}

internal sealed record AttentionAnswer(AnswerStatus Status, string Message) : Answer(Status, Message)
{
    public IReadOnlyList<PartTold>? Parts { get; init; }
}

internal sealed record OpportunityTold(
    string No, string Title, string Contact, string Salesperson, string SalesCycle, OpportunityStatus Status)
{
    public string? Stage { get; init; }

    public decimal? EstimatedValue { get; init; }

    public decimal? ChancesOfSuccess { get; init; }

    public decimal? CurrentValue { get; init; }

    public DateOnly? EstimatedCloseDate { get; init; }

    public string? NextStep { get; init; }

    public DateOnly? NextStepDate { get; init; }

    public string? Quote { get; init; }

    public static OpportunityTold Of(Opportunity opportunity)
    {
        var now = opportunity.Current;
        return new OpportunityTold(
            opportunity.No, opportunity.Description, opportunity.Contact?.Name ?? "", opportunity.Salesperson?.Name ?? "",
            opportunity.SalesCycle?.Description ?? "", opportunity.Status)
        {
            Stage = now?.StageNumberNow is null ? null : now.Stage?.Description ?? now.StageDescription,
            EstimatedValue = now is null ? opportunity.InitialValue : now.EstimatedValue,
            ChancesOfSuccess = now is null ? opportunity.InitialChances : now.ChancesOfSuccess,
            CurrentValue = now?.CurrentValue,
            EstimatedCloseDate = now is null ? opportunity.InitialCloseDate : now.EstimatedCloseDate,
            NextStep = opportunity.NextStep,
            NextStepDate = opportunity.NextStepDate,
            Quote = opportunity.QuoteNumber,
        };
    }
}

internal sealed record HappenedTold(DateTimeOffset At, string By, string From, string What);

internal sealed record TaskTold(string Description, DateOnly Date, TaskType Type, Priority Priority);

internal sealed record MoveTold(
    string Stage, MoveAction Action, IReadOnlyList<Need> Needs);

internal sealed record GroupTold(string Name, int Opportunities, decimal EstimatedValue, decimal CurrentValue)
{
    public string? SalesCycle { get; init; }
}

internal sealed record PartTold(
    string Name, [property: Description("How many there are in all.")] int Count, IReadOnlyList<WaitingTold> First);

internal sealed record WaitingTold(string No, string Title, string Why);

/// <summary>What tools are called with and answer.</summary>
[JsonSerializable(typeof(FindInput))]
[JsonSerializable(typeof(ReadInput))]
[JsonSerializable(typeof(CaptureInput))]
[JsonSerializable(typeof(MoveInput))]
[JsonSerializable(typeof(ChangeInput))]
[JsonSerializable(typeof(AssignInput))]
[JsonSerializable(typeof(CloseInput))]
[JsonSerializable(typeof(NoteInput))]
[JsonSerializable(typeof(TaskInput))]
[JsonSerializable(typeof(UndoInput))]
[JsonSerializable(typeof(FiguresInput))]
[JsonSerializable(typeof(AttentionInput))]
[JsonSerializable(typeof(FoundAnswer))]
[JsonSerializable(typeof(ReadAnswer))]
[JsonSerializable(typeof(ActAnswer))]
[JsonSerializable(typeof(FiguresAnswer))]
[JsonSerializable(typeof(AttentionAnswer))]
[JsonSerializable(typeof(KeptAnswer))]
internal sealed partial class AssistantJson : JsonSerializerContext;

/// <summary>The answer to an act, as it is kept under its key.</summary>
/// <param name="Request">Hash of what was asked.</param>
/// <param name="Given">The answer.</param>
internal sealed record KeptAnswer(string Request, ActAnswer Given);
