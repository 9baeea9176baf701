using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Domain.Opportunities;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>Sets what comes next and on which day; without a day there is no next step any more.</summary>
internal sealed record NextStepCommand(string No, long? Version, string? Step, DateOnly? Day) : OpportunityCommand(No, Version)
{
    public const string VerbName = "opportunity.step";

    public override string Verb => VerbName;

    public static NextStepCommand Of(Press press) =>
        new(press.Button.No ?? "", press.Button.Version, press.Text("nextStep"), press.Date("nextStepDate")) { Press = press };
}

/// <summary>Asks for the form of the next step.</summary>
internal sealed record OpenNextStepCommand(string No)
{
    public static OpenNextStepCommand Of(Press press) => new(press.Button.No ?? "");
}

/// <summary>The next step by form.</summary>
internal sealed class NextStepHandler(OpportunityActs acts, OpportunityForms forms) : IHandler<NextStepCommand>,
IHandler<OpenNextStepCommand>
{
    private static readonly Dictionary<string, string> NothingWrong = [];

    public Task<Answer> HandleAsync(OpenNextStepCommand command, ChatTurn turn, CancellationToken cancellationToken) => forms.OpenAsync(
        command.No, o => NextStepCard.Form(turn.Texts, o, o.NextStep, o.NextStepDate, NothingWrong), turn, cancellationToken);

    public Task<Answer> HandleAsync(NextStepCommand command, ChatTurn turn, CancellationToken cancellationToken) => forms.SaveAsync(
        command,
        () => acts.SetNextStepAsync(command.No, command.Step, command.Day, command.Version, turn.Caller, cancellationToken),
        command.Day is { } day ? turn.Texts["Next step on {0}.", turn.Texts.Date(day)] : turn.Texts["No next step any more."],
        (o, wrong) => NextStepCard.Form(turn.Texts, o, command.Step, command.Day, wrong),
        field => field is "nextStep" or "nextStepDate" ? field : null,
        turn,
        cancellationToken);
}
