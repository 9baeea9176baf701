using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using Microsoft.Bot.Builder;

namespace ChatOpportunities.Bot.Conversation;

/// <summary>Choices while somebody types into a drop-down of a card: contacts, salespeople, opportunities.</summary>
internal sealed class TypeAhead(Choices choices, ContactActs contacts, OpportunityQueries opportunities) : IInvokeHandler
{
    private const int LongestText = 100;

    public async Task<InvokeResponse> HandleAsync(InvokeRequest request, ChatTurn turn, CancellationToken cancellationToken)
    {
        // Nothing typed yet is a question for the first choices, not an error.
        var text = (request.Text("queryText") ?? "").CutTo(LongestText);
        var top = Math.Max(1, request.Count("queryOptions", "top", 15, InvokeResponses.PageSize));
        switch (request.Text("dataset"))
        {
            case "contacts":
                var page = await contacts.ListAsync(new ContactFilter(text, Blocked: false), top, null, cancellationToken);
                return InvokeResponses.Choices(
                    page.Rows.Select(row => new SearchResult(row.Company is null ? row.Name : $"{row.Name} ({row.Company})", row.No)));
            case "salespeople":
                return Named(await choices.MayActForAsync(turn.Caller, cancellationToken), text, top);
            case "colleagues": // to whom something can be given: anybody who works here
                return Named(await choices.ColleaguesAsync(cancellationToken), text, top);
            case "opportunities":
                var filter = new OpportunityFilter(Text: Checks.Tidy(text), Open: true);
                var found = await opportunities.ListAsync(filter, top, null, turn.Caller, cancellationToken);
                return InvokeResponses.Choices(found.Rows.Select(row => new SearchResult($"{row.No}: {row.Description}", row.No)));
            default:
                return InvokeResponses.Error(400, "BadRequest", turn.Texts["I did not understand that."]);
        }
    }

    /// <summary>
    /// A company has few people: they are compared here, as a person compares, without accents and in any case. Names that begin with
    /// what was typed stand first.
    /// </summary>
    private static InvokeResponse Named(IReadOnlyList<NamedRecord> people, string typed, int top)
    {
        var wanted = SearchText.Fold(typed);
        bool Begins(string text) => SearchText.Fold(text).StartsWith(wanted, StringComparison.Ordinal);
        return InvokeResponses.Choices(people
            .Where(p => SearchText.Fold(p.Name).Contains(wanted, StringComparison.Ordinal) || Begins(p.Code))
            .OrderByDescending(p => Begins(p.Name)).Take(top).Select(p => new SearchResult(p.Name, p.Code)));
    }
}
