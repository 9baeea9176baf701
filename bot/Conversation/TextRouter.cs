using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Conversation;

/// <summary>
/// Finds who answers a typed line: an open form, unless the line can be nothing but a command; else whoever reads it as a sentence; else
/// the handler registered for its words; else whoever makes something of a line without any (<see cref="CommandName.Unknown"/>), who writes
/// down sales, or who guesses.
/// </summary>
internal sealed class TextRouter(IServiceProvider services, OpportunitiesContext db, IOptions<CompanyOptions> company)
{
    /// <param name="said">The line.</param>
    /// <param name="turn">Who said it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="isTyped">
    /// Whether a person said it; else another handler would rather have it said, no form is asked, and nothing is remembered.
    /// </param>
    public async Task<Answer> HandleAsync(TextCommand said, ChatTurn turn, CancellationToken cancellationToken, bool isTyped = false)
    {
        CommandName[] names = !isTyped ? [said.Name, CommandName.Unknown]
            : said.IsComplete(company.Value.OpportunityNumberPrefix) ? [CommandName.Talk, said.Name, CommandName.Unknown]
            : [CommandName.AnswerToForm, CommandName.Talk, said.Name, CommandName.Unknown];
        foreach (var name in said.Name == CommandName.Hi ? names : [.. names, CommandName.Sale, CommandName.Guess])
        {
            if (services.GetKeyedService<IWordHandler>(name) is { } handler
                && await handler.HandleAsync(said with { Name = name, Said = said.Name }, turn, cancellationToken) is { } answer)
            {
                if (isTyped)
                {
                    await ShownThings.KeepAsync(db, answer, turn, cancellationToken);
                }

                return answer;
            }
        }

        return new Answer(
            said.Name == CommandName.Hi ? GreetingCards.Hello(turn.Texts, turn.Caller.Name) : GreetingCards.NotUnderstood(turn.Texts))
        {
            IsAside = true,
        };
    }
}
