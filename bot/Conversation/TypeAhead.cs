using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using Microsoft.Bot.Builder;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Bot.Conversation;

/// <summary>Choices while somebody types into a drop-down of a card: contacts, salespeople, opportunities.</summary>
internal sealed class TypeAhead(OpportunitiesContext db, ContactActs contacts, OpportunityQueries opportunities, OpportunityActions acts) : IInvokeHandler
{
    private const int LongestText = 100;
    private const int MostPeople = 500;

    public async Task<InvokeResponse> HandleAsync(InvokeRequest request, ChatTurn turn, CancellationToken cancellationToken)
    {
        // Nothing typed yet is a question for the first choices, not an error.
        var typed = request.Text("queryText") ?? "";
        var text = typed.Length > LongestText ? typed[..LongestText] : typed;
        var top = Math.Max(1, request.Count("queryOptions", "top", 15, InvokeResponses.PageSize));
        switch (request.Text("dataset"))
        {
            case "contacts":
                var page = await contacts.ListAsync(new ContactFilter(text, Blocked: false), top, null, cancellationToken);
                return InvokeResponses.Choices(page.Rows.Select(row => new SearchResult(row.Company is null ? row.Name : $"{row.Name} ({row.Company})", row.No)));
            case "salespeople":
                // A company has few people: they are compared here, as a person compares, without accents and in any case.
                var people = await db.Salespeople.AsNoTracking().Where(AccessPolicy.MayActFor(turn.Caller)).Where(p => !p.Blocked)
                    .OrderBy(p => p.Name).ThenBy(p => p.Code).Select(p => new SearchResult(p.Name, p.Code)).Take(MostPeople).ToListAsync(cancellationToken);
                var wanted = SearchText.Fold(text);
                return InvokeResponses.Choices(people.Where(p => SearchText.Fold($"{p.Title} {p.Value}").Contains(wanted, StringComparison.Ordinal)).Take(top));
            case "colleagues": // to whom something can be given: anybody who works here
                return InvokeResponses.Choices((await acts.SearchColleaguesAsync(text, top, cancellationToken)).Select(c => new SearchResult(c.Title, c.Value)));
            case "opportunities":
                var found = await opportunities.ListAsync(new OpportunityFilter(Text: Checks.Tidy(text), Open: true), top, null, turn.Caller, cancellationToken);
                return InvokeResponses.Choices(found.Rows.Select(row => new SearchResult($"{row.No}: {row.Description}", row.No)));
            default:
                return InvokeResponses.Error(400, "BadRequest", turn.Texts["I did not understand that."]);
        }
    }
}
