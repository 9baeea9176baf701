using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>Takes back what the person just did to an opportunity.</summary>
internal sealed record UndoCommand(string No, long? Version) : OpportunityCommand(No, Version)
{
    public const string VerbName = "opportunity.undo";

    public override string Verb => VerbName;

    public static UndoCommand Of(Press press) => new(press.Button.No ?? "", press.Button.Version) { Press = press };
}

/// <summary>Undo by button and by word, for ten minutes, by whoever acted.</summary>
internal sealed class UndoHandler(UndoActs undo, OpportunityAnswers answers, Once once, MeantOpportunity meant) : IHandler<UndoCommand>,
IWordHandler
{
    public async Task<Answer> HandleAsync(UndoCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (await once.RepeatedAsync(command, turn, cancellationToken) is { } before)
        {
            return before;
        }

        switch (await undo.UndoAsync(command.No, command.Version ?? 0, turn.Caller, cancellationToken))
        {
            case Result<Acted>.Done:
                once.Remember(command, turn);
                return await answers.ShowAsync(command.No, turn, cancellationToken, turn.Texts["Undone. Everything is as it was before."]);
            case Result<Acted>.Refused { First.Rule.Kind: RefusalKind.NotFound }:
                return OpportunityAnswers.NotFound(turn.Texts);
            case Result<Acted>.Refused refused:
                return await answers.ShowAsync(command.No, turn, cancellationToken, refused: refused.First.Say(turn.Texts));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>The person's last act that can still be taken back; with a number, the last on that one.</summary>
    public async Task<Answer?> HandleAsync(TextCommand said, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        string? named = null;
        if (said.Rest.Length > 0)
        {
            (named, var rest) = await meant.FindAsync(said.Rest, turn, cancellationToken);
            if (named is null)
            {
                return new Answer(GreetingCards.NotUnderstood(t));
            }

            if (rest.Length > 0)
            {
                return await answers.ShowAsync(
                    named, turn, cancellationToken,
                    refused: t["Nothing was done: I do not understand “{0}”. Choose here what you want.", rest.Shortened()]);
            }
        }

        if (await undo.LastAsync(named, turn.Caller, cancellationToken) is not { } last)
        {
            return new Answer(GreetingCards.NoticeWithStarts(
                t, t["There is nothing to take back."],
                t["Moves, assignments and endings can be taken back for ten minutes, by whoever made them. An open form is dropped by “cancel”."]));
        }

        var answer = await HandleAsync(new UndoCommand(last.No, last.Version), turn, cancellationToken);
        return last.Together.Count == 0 ? answer
            : answer with { Card = UndoCard.WithOthers(t, answer.Card, last.Together, Guid.NewGuid()) };
    }
}
