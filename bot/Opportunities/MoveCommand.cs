using System.Globalization;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.SalesCycles;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>Moves an opportunity, or updates it where it stands.</summary>
/// <param name="No">Its number.</param>
/// <param name="Version">The version the person was looking at.</param>
/// <param name="Action">The way to move; null when a button names none that there is.</param>
/// <param name="Stage">Number of the stage; null takes the one proposed, 0 is no stage's number and is refused.</param>
internal sealed record MoveCommand(string No, long? Version, MoveAction? Action, int? Stage) : OpportunityCommand(No, Version)
{
    public const string VerbName = "opportunity.move";

    public override string Verb => VerbName;

    /// <summary>Company currency; null keeps the present one.</summary>
    public decimal? Value { get; init; }

    /// <summary>Percent 0–100; null takes what the move proposes.</summary>
    public decimal? Chances { get; init; }

    public DateOnly? CloseDate { get; init; }

    public bool CancelTasks { get; init; }

    /// <summary>Why the closing date moves, where the company asks for it.</summary>
    public string? SlipReason { get; init; }

    /// <summary>Typed beside the move, for a stage that asks for one.</summary>
    public QuoteRequest? Quote { get; init; }

    protected override string? Detail => Action is { } action ? OpportunityCard.ApiName(action) : null;

    protected override ButtonData Data => new(No, Version, Action: Detail, Stage: Stage);

    /// <summary>As the domain takes it.</summary>
    public MoveRequest Request => new(Action ?? MoveAction.Next, Stage, null, Value, Chances, CloseDate, CancelTasks, SlipReason);

    public static MoveCommand Of(Press press)
    {
        var quote = press.Text("quoteNumber") is null && press.Text("quoteAmount") is null
            ? null : new QuoteRequest(press.Text("quoteNumber"), press.Number("quoteAmount"));
        return new MoveCommand(press.Button.No ?? "", press.Button.Version, Way(press.Button.Action), StageOf(press))
        {
            Press = press,
            Value = press.Number("value"),
            Chances = press.Number("chances"),
            CloseDate = press.Date("closeDate"),
            CancelTasks = press.Flag("cancelTasks", absent: false),
            SlipReason = press.Text("slipReason"),
            Quote = quote,
        };
    }

    /// <summary>
    /// The stage chosen among all that can be reached, as <c>skip:4</c>: the way there and its number. Where none was chosen, there is no
    /// way.
    /// </summary>
    public static MoveCommand OfTarget(Press press)
    {
        string?[] target = press.Text("target")?.Split(':') is [var way, var number] ? [way, number] : [null, null];
        int? stage = int.TryParse(target[1], NumberStyles.None, CultureInfo.InvariantCulture, out var known) ? known : null;
        return new MoveCommand(press.Button.No ?? "", press.Button.Version, Way(target[0]), stage)
        {
            CancelTasks = press.Flag("cancelTasks", absent: false),
        };
    }

    /// <summary>Whether it still leads where it was meant to; an update always does.</summary>
    public bool StillLeadsSomewhere(Opportunity opportunity) => Action == MoveAction.Update || TargetIn(opportunity) is not null;

    /// <summary>The stage that was meant, if this way still leads there.</summary>
    public SalesCycleStage? TargetIn(Opportunity opportunity) => Action == MoveAction.Update
        ? null
        : opportunity.Moves().FirstOrDefault(m => m.Action == Action)?.Candidates.FirstOrDefault(s => s.Number == Stage);

    private static MoveAction? Way(string? name) =>
        Enum.TryParse<MoveAction>(name, ignoreCase: true, out var action) && Enum.IsDefined(action) ? action : null;

    /// <summary>A stage that cannot be one is not taken for "none named".</summary>
    private static int? StageOf(Press press) => press.Number("stage") is not { } number ? null
        : number == decimal.Truncate(number) && number is > 0 and <= SalesCycleStage.MaxNumber ? (int)number : 0;
}

/// <summary>Asks for the form of a move.</summary>
internal sealed record OpenMoveCommand(string No, string? Action)
{
    public static OpenMoveCommand Of(Press press) => new(press.Button.No ?? "", press.Button.Action);
}

/// <summary>Asks for all stages that can be reached, or moves to the one chosen among them.</summary>
/// <param name="Move">What was chosen; null opens the choice.</param>
/// <param name="No">Number of the opportunity.</param>
internal sealed record ChooseStageCommand(string No, MoveCommand? Move)
{
    public static ChooseStageCommand Open(Press press) => new(press.Button.No ?? "", null);

    public static ChooseStageCommand Chosen(Press press) => new(press.Button.No ?? "", MoveCommand.OfTarget(press));
}
