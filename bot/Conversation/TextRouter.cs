using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Conversation;

/// <summary>
/// Finds who answers a typed line: an open form, unless the line can be nothing but a command; else the handler registered for its
/// words; else whoever makes something of a line without any (<see cref="CommandName.Unknown"/>).
/// </summary>
internal sealed class TextRouter(IServiceProvider services, IOptions<CompanyOptions> company)
{
    /// <param name="said">The line.</param>
    /// <param name="turn">Who said it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="isTyped">Whether a person typed it; else another handler would rather have it said, and no form is asked.</param>
    public async Task<Answer> HandleAsync(TextCommand said, ChatTurn turn, CancellationToken cancellationToken, bool isTyped = false)
    {
        CommandName[] names = isTyped && !said.IsComplete(company.Value.OpportunityNumberPrefix)
            ? [CommandName.AnswerToForm, said.Name, CommandName.Unknown] : [said.Name, CommandName.Unknown];
        foreach (var name in names)
        {
            if (services.GetKeyedService<IWordHandler>(name) is { } handler
                && await handler.HandleAsync(said with { Name = name }, turn, cancellationToken) is { } answer)
            {
                return answer;
            }
        }

        return new Answer(
            said.Name == CommandName.Hi ? GreetingCards.Hello(turn.Texts, turn.Caller.Name) : GreetingCards.NotUnderstood(turn.Texts));
    }
}
