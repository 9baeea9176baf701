using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Domain.Opportunities;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>Opens a closed opportunity again: for managers and admins, with a note.</summary>
internal sealed record ReopenCommand(string No, long? Version, string? Note) : OpportunityCommand(No, Version)
{
    public const string VerbName = "opportunity.reopen";

    public override string Verb => VerbName;

    public static ReopenCommand Of(Press press) => new(press.Button.No ?? "", press.Button.Version, press.Text("note")) { Press = press };
}

/// <summary>Asks for the form of opening it again.</summary>
internal sealed record OpenReopenCommand(string No)
{
    public static OpenReopenCommand Of(Press press) => new(press.Button.No ?? "");
}

/// <summary>Opening again by form.</summary>
internal sealed class ReopenHandler(OpportunityActs acts, OpportunityForms forms) : IHandler<ReopenCommand>, IHandler<OpenReopenCommand>
{
    private static readonly Dictionary<string, string> NothingWrong = [];

    public Task<Answer> HandleAsync(OpenReopenCommand command, ChatTurn turn, CancellationToken cancellationToken) =>
        forms.OpenClosedAsync(command.No, o => ReopenCard.Form(turn.Texts, o, null, NothingWrong), turn, cancellationToken);

    public Task<Answer> HandleAsync(ReopenCommand command, ChatTurn turn, CancellationToken cancellationToken) => forms.SaveAsync(
        command,
        () => acts.ReopenAsync(command.No, command.Note, command.Version, turn.Caller, cancellationToken),
        turn.Texts["Opened again."],
        (o, wrong) => ReopenCard.Form(turn.Texts, o, command.Note, wrong),
        field => field == "note" ? field : null,
        turn,
        cancellationToken);
}
