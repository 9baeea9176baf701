using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Conversation;

/// <summary>
/// Finds who answers a typed line: an open form, unless the line can be nothing but a command; else the handler registered for its
/// words; else whoever makes something of a line without any (<see cref="CommandName.Unknown"/>).
/// </summary>
internal sealed class TextRouter(IServiceProvider services, OpportunitiesContext db, IOptions<CompanyOptions> company)
{
    public async Task<Answer> HandleAsync(string text, ChatTurn turn, CancellationToken cancellationToken)
    {
        var said = TextCommand.Read(text);
        var answer = said.IsComplete(company.Value.OpportunityNumberPrefix) ? null
            : await FirstAsync(said, [CommandName.AnswerToForm, CommandName.Talk], turn, cancellationToken);
        answer ??= await HandleAsync(said, turn, cancellationToken);
        await ShownThings.KeepAsync(db, answer, turn, cancellationToken);
        return answer;
    }

    /// <summary>The same for a line that was read already, or that another handler would rather have said.</summary>
    public async Task<Answer> HandleAsync(TextCommand said, ChatTurn turn, CancellationToken cancellationToken)
    {
        CommandName[] names = said.Name == CommandName.Hi ? [said.Name, CommandName.Unknown]
            : [said.Name, CommandName.Unknown, CommandName.Guess];
        return await FirstAsync(said, names, turn, cancellationToken) ?? new Answer(
            said.Name == CommandName.Hi ? GreetingCards.Hello(turn.Texts, turn.Caller.Name) : GreetingCards.NotUnderstood(turn.Texts));
    }

    /// <summary>The answer of the first of these handlers that has one.</summary>
    private async Task<Answer?> FirstAsync(TextCommand said, CommandName[] names, ChatTurn turn, CancellationToken cancellationToken)
    {
        foreach (var name in names)
        {
            if (services.GetKeyedService<IWordHandler>(name) is { } handler
                && await handler.HandleAsync(said with { Name = name, Said = said.Name }, turn, cancellationToken) is { } answer)
            {
                return answer;
            }
        }

        return null;
    }
}
