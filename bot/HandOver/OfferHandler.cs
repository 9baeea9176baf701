using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;

namespace ChatOpportunities.Bot.HandOver;

/// <summary>Keeps an opportunity that somebody gave.</summary>
internal sealed record AcceptCommand(string No, long? Version) : OpportunityCommand(No, Version)
{
    public const string VerbName = "handover.accept";

    public override string Verb => VerbName;

    public static AcceptCommand Of(Press press) => new(press.Button.No ?? "", press.Button.Version) { Press = press };
}

/// <summary>Gives it back to whoever gave it, with a note why.</summary>
internal sealed record DeclineCommand(string No, long? Version, string? Note) : OpportunityCommand(No, Version)
{
    public const string VerbName = "handover.decline";

    public override string Verb => VerbName;

    public static DeclineCommand Of(Press press) => new(press.Button.No ?? "", press.Button.Version, press.Text("note")) { Press = press };
}

/// <summary>Asks for the form of giving it back.</summary>
internal sealed record OpenDeclineCommand(string No)
{
    public static OpenDeclineCommand Of(Press press) => new(press.Button.No ?? "");
}

/// <summary>The new owner accepts or declines.</summary>
internal sealed class OfferHandler(
    OpportunityActs acts, OpportunityQueries queries, OpportunityAnswers answers, OpportunityForms forms, Once once)
    : IHandler<AcceptCommand>, IHandler<DeclineCommand>, IHandler<OpenDeclineCommand>
{
    private static readonly Dictionary<string, string> NothingWrong = [];

    public async Task<Answer> HandleAsync(AcceptCommand command, ChatTurn turn, CancellationToken cancellationToken) =>
        await acts.AcceptAsync(command.No, turn.Caller, cancellationToken) switch
        {
            Result<Acted>.Done => await answers.ShowAsync(command.No, turn, cancellationToken, turn.Texts["It is yours now."]),
            // Pressed twice: it is accepted.
            Result<Acted>.Refused { First.Code: var code } when code == Refusals.HandOverDone.Code =>
                await answers.ShowAsync(command.No, turn, cancellationToken),
            Result<Acted>.Refused refused => await answers.RefusedAsync(command, refused.First, turn, cancellationToken),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    public Task<Answer> HandleAsync(OpenDeclineCommand command, ChatTurn turn, CancellationToken cancellationToken) =>
        forms.OpenAsync(command.No, o => DeclineCard.Form(turn.Texts, o, null, NothingWrong), turn, cancellationToken);

    public async Task<Answer> HandleAsync(DeclineCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (await once.RepeatedAsync(command, turn, cancellationToken) is { } before)
        {
            return before;
        }

        var t = turn.Texts;
        var result = await acts.DeclineAsync(command.No, command.Note, turn.Caller, cancellationToken);
        if (result is Result<Acted>.Done(var acted))
        {
            once.Remember(command, turn);
            return await queries.FindAsync(command.No, turn.Caller, cancellationToken) is null
                ? OpportunityAnswers.OutOfSight(acted.Opportunity, t)
                : await answers.ShowAsync(
                    command.No, turn, cancellationToken, t["{0} has it again and is told why.", acted.Opportunity.Salesperson!.Name]);
        }

        var refusals = ((Result<Acted>.Refused)result).Refusals;
        return refusals.All(r => r.Field == "note")
            && await queries.FindAsync(command.No, turn.Caller, cancellationToken) is { Opportunity: var o }
            ? new Answer(DeclineCard.Form(t, o, command.Note, new Dictionary<string, string> { ["note"] = refusals[0].Say(t) }))
            : await answers.RefusedAsync(command, refusals[0], turn, cancellationToken);
    }
}
