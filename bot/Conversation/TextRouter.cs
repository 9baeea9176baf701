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
    public async Task<Answer> HandleAsync(string text, ChatTurn turn, CancellationToken cancellationToken)
    {
        var said = TextCommand.Read(text);
        if (!said.IsComplete(company.Value.OpportunityNumberPrefix) && Handler(CommandName.AnswerToForm) is { } form
            && await form.HandleAsync(said with { Name = CommandName.AnswerToForm }, turn, cancellationToken) is { } answer)
        {
            return answer;
        }

        return await HandleAsync(said, turn, cancellationToken);
    }

    /// <summary>The same for a line that was read already, or that another handler would rather have said.</summary>
    public async Task<Answer> HandleAsync(TextCommand said, ChatTurn turn, CancellationToken cancellationToken)
    {
        foreach (var name in new[] { said.Name, CommandName.Unknown })
        {
            if (Handler(name) is { } handler
                && await handler.HandleAsync(said with { Name = name }, turn, cancellationToken) is { } answer)
            {
                return answer;
            }
        }

        return new Answer(
            said.Name == CommandName.Hi ? GreetingCards.Hello(turn.Texts, turn.Caller.Name) : GreetingCards.NotUnderstood(turn.Texts));
    }

    private IWordHandler? Handler(CommandName name) => services.GetKeyedService<IWordHandler>(name);
}
