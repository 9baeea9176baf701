using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain.Opportunities;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>Shows one opportunity.</summary>
internal sealed record ShowCommand(string No)
{
    public static ShowCommand Of(Press press) => new(press.Button.No ?? "");
}

/// <summary>Shows the rest of what can be done to it.</summary>
internal sealed record MoreCommand(string No)
{
    public static MoreCommand Of(Press press) => new(press.Button.No ?? "");
}

/// <summary>The card of one opportunity, by button and by word; a number alone is one to be shown.</summary>
internal sealed class ShowHandler(OpportunityQueries queries, OpportunityAnswers answers, MessageNotes messages, MeantOpportunity meant)
    : IHandler<ShowCommand>, IHandler<MoreCommand>, IWordHandler
{
    public Task<Answer> HandleAsync(ShowCommand command, ChatTurn turn, CancellationToken cancellationToken) =>
        answers.ShowAsync(command.No, turn, cancellationToken);

    public async Task<Answer> HandleAsync(MoreCommand command, ChatTurn turn, CancellationToken cancellationToken) =>
        await queries.FindAsync(command.No, turn.Caller, cancellationToken) is { } view
            ? new Answer(OpportunityCard.More(
                turn.Texts, view, await messages.OfAsync(
                    view.Opportunity.No, OpportunityCard.ShownMessages, turn.Caller, cancellationToken)))
            : OpportunityAnswers.NotFound(turn.Texts);

    public async Task<Answer?> HandleAsync(TextCommand said, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (said.Name == CommandName.Unknown && !said.Text.Any(char.IsDigit))
        {
            return null;
        }

        var isNumber = said.Name == CommandName.Unknown;
        var (no, rest) = await meant.FindAsync(isNumber ? said.Text : said.Rest, turn, cancellationToken);
        return no is not null && (!isNumber || rest.Length == 0) ? await answers.ShowAsync(no, turn, cancellationToken)
            : isNumber ? null
            : await meant.WhichAsync(rest, turn, cancellationToken);
    }
}
