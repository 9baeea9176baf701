using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Bot.Lists;

/// <summary>Lists of opportunities: the caller's own, and what a search finds; the riskiest first, page by page in one card.</summary>
internal sealed class ListActions(OpportunitiesContext db, RiskLists lists)
{
    private const int LongestSearch = 100;

    /// <summary>The caller's own; what is open, unless a filter says otherwise.</summary>
    public async Task<Answer> MineAsync(string? filter, long? from, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var code = await db.Salespeople.Where(p => p.Id == turn.Caller.SalespersonId).Select(p => p.Code).SingleAsync(cancellationToken);
        var chosen = ListFilter.Known(filter) ?? ListFilter.Open;
        var list = await ListAsync(chosen, new OpportunityFilter(SalespersonCode: code), turn, cancellationToken);
        if (list.Rows.Count == 0 && chosen == ListFilter.Open)
        {
            return new Answer(GreetingCards.NoticeWithStarts(t, t["You have no open opportunities."], t["Say “new” and the first one is there in seconds."]));
        }

        var title = chosen == ListFilter.Open ? t["My open opportunities"] : t["My opportunities: {0}", ListFilter.Name(t, chosen)];
        return new Answer(OpportunityListCard.Show(t, title, list, new OpportunityListPlace("list.mine", chosen, null, Place(from, list)), showsOwner: false));
    }

    /// <summary>What the caller may see and matches a text, whatever its status unless a filter says otherwise.</summary>
    public async Task<Answer> FindAsync(string text, string? filter, long? from, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var wanted = Cut(text.Trim());
        if (wanted.Length == 0)
        {
            return new Answer(GreetingCards.NoticeWithStarts(t, t["What shall I look for? Say for instance “find Contoso”."]));
        }

        var chosen = ListFilter.Known(filter) ?? ListFilter.All;
        var list = await ListAsync(chosen, new OpportunityFilter(Text: wanted), turn, cancellationToken);
        return list.Rows.Count == 0 && chosen == ListFilter.All
            ? new Answer(GreetingCards.NoticeWithStarts(t, t["Nothing found for “{0}”.", wanted], t["Try part of the title, the number or the contact."]))
            : new Answer(OpportunityListCard.Show(
                t, t["Found for “{0}”", wanted], list, new OpportunityListPlace("list.find", chosen, wanted, Place(from, list)), showsOwner: true));
    }

    private Task<RiskList> ListAsync(string filter, OpportunityFilter list, ChatTurn turn, CancellationToken cancellationToken) =>
        lists.ListAsync(ListFilter.Apply(filter, list, turn.Caller.Today), filter == ListFilter.Stale, turn.Caller, cancellationToken);

    /// <summary>A place that is no page's first line, or beyond the end because the list has become shorter, is brought back.</summary>
    private static int Place(long? from, RiskList list) =>
        (int)Math.Clamp(from ?? 0, 0, Math.Max(0, list.Rows.Count - 1)) / OpportunityListCard.PageSize * OpportunityListCard.PageSize;

    private static string Cut(string text) =>
        text.Length <= LongestSearch ? text : text[..(char.IsHighSurrogate(text[LongestSearch - 1]) ? LongestSearch - 1 : LongestSearch)];
}
