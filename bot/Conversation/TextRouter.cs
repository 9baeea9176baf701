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
        return (said.IsComplete(company.Value.OpportunityNumberPrefix) ? null
            : await AskAsync(CommandName.AnswerToForm, said, turn, cancellationToken))
            ?? await HandleAsync(said, turn, cancellationToken);
    }

    /// <summary>The same for a line that was read already, or that another handler would rather have said.</summary>
    public async Task<Answer> HandleAsync(TextCommand said, ChatTurn turn, CancellationToken cancellationToken) =>
        await AskAsync(said.Name, said, turn, cancellationToken)
        ?? await AskAsync(CommandName.Unknown, said, turn, cancellationToken)
        ?? new Answer(
            said.Name == CommandName.Hi ? GreetingCards.Hello(turn.Texts, turn.Caller.Name) : GreetingCards.NotUnderstood(turn.Texts));

    private async Task<Answer?> AskAsync(CommandName name, TextCommand said, ChatTurn turn, CancellationToken cancellationToken) =>
        services.GetKeyedService<IWordHandler>(name) is { } handler
            ? await handler.HandleAsync(said with { Name = name }, turn, cancellationToken) : null;
}
