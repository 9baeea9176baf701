using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Bot.Lists;

/// <summary>Lists the caller's own opportunities.</summary>
/// <param name="Filter">One of <see cref="ListFilter"/>; null, or one there is not, takes what is open.</param>
/// <param name="From">Place of the first row, from 0.</param>
internal sealed record ListMineCommand(string? Filter, long? From)
{
    public static ListMineCommand Of(Press press) => new(press.Text("filter") ?? press.Button.Action, press.Button.Before);
}

/// <summary>Searches all that the caller may see.</summary>
internal sealed record FindCommand(string Text, string? Filter, long? From)
{
    public static FindCommand Of(Press press) =>
        new(press.Button.Text ?? "", press.Text("filter") ?? press.Button.Action, press.Button.Before);
}

/// <summary>Lists of opportunities: the caller's own, and what a search finds; the riskiest first, page by page in one card.</summary>
internal sealed class ListHandler(
    RiskLists lists, OpportunityQueries queries, OpportunityAnswers answers, MeantOpportunity meant)
    : IHandler<ListMineCommand>, IHandler<FindCommand>, IWordHandler
{
    private const int LongestSearch = 100;

    /// <summary>What is open, unless a filter says otherwise.</summary>
    public async Task<Answer> HandleAsync(ListMineCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var chosen = ListFilter.Known(command.Filter) ?? ListFilter.Open;
        var list = await ListAsync(chosen, new OpportunityFilter(SalespersonCode: turn.Caller.Code), turn, cancellationToken);
        if (list.Rows.Count == 0 && chosen == ListFilter.Open)
        {
            return new Answer(GreetingCards.NoticeWithStarts(
                t, t["You have no open opportunities."], t["Say “new” and the first one is there in seconds."]));
        }

        var title = chosen == ListFilter.Open ? t["My open opportunities"] : t["My opportunities: {0}", ListFilter.Name(t, chosen)];
        var place = new OpportunityListPlace("list.mine", chosen, null, Place(command.From, list));
        return new Answer(OpportunityListCard.Show(t, title, list, place, showsOwner: false)) { Rows = place.Numbers(list) };
    }

    /// <summary>Whatever its status, unless a filter says otherwise.</summary>
    public async Task<Answer> HandleAsync(FindCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var wanted = command.Text.Trim().CutTo(LongestSearch);
        if (wanted.Length == 0)
        {
            return new Answer(GreetingCards.NoticeWithStarts(t, t["What shall I look for? Say for instance “find Contoso”."]));
        }

        var chosen = ListFilter.Known(command.Filter) ?? ListFilter.All;
        var list = await ListAsync(chosen, new OpportunityFilter(Text: wanted), turn, cancellationToken);
        if (list.Rows.Count == 0 && chosen == ListFilter.All)
        {
            return new Answer(GreetingCards.NoticeWithStarts(
                t, t["Nothing found for “{0}”.", wanted], t["Try part of the title, the number or the contact."]));
        }

        var place = new OpportunityListPlace("list.find", chosen, wanted, Place(command.From, list));
        return new Answer(OpportunityListCard.Show(t, t["Found for “{0}”", wanted], list, place, showsOwner: true))
        {
            Rows = place.Numbers(list),
        };
    }

    /// <summary>"my opportunities won", "find Contoso"; a search for nothing but the number of one that is there opens it.</summary>
    public async Task<Answer?> HandleAsync(TextCommand said, ChatTurn turn, CancellationToken cancellationToken)
    {
        var filter = ListFilter.Read(said.Rest);
        if (said.Name == CommandName.Mine && (said.Rest.Length == 0 || filter is not null))
        {
            return (await HandleAsync(new ListMineCommand(filter, null), turn, cancellationToken)) with { Asked = said.Text };
        }

        if (said.Name == CommandName.Find && said.Rest.Length > 0
            && await meant.FindAsync(said.Rest, turn, cancellationToken) is ({ } no, { Length: 0 })
            && await queries.FindAsync(no, turn.Caller, cancellationToken) is not null)
        {
            return await answers.ShowAsync(no, turn, cancellationToken);
        }

        return await HandleAsync(new FindCommand(said.Rest, null, null), turn, cancellationToken);
    }

    private Task<RiskList> ListAsync(string filter, OpportunityFilter list, ChatTurn turn, CancellationToken cancellationToken) =>
        lists.ListAsync(
        ListFilter.Apply(filter, list, turn.Caller.Today), filter == ListFilter.Stale, turn.Caller, cancellationToken);

    /// <summary>A place that is no page's first line, or beyond the end because the list has become shorter, is brought back.</summary>
    internal static int Place(long? from, RiskList list) =>
        (int)Math.Clamp(from ?? 0, 0, Math.Max(0, list.Rows.Count - 1)) / OpportunityListCard.PageSize * OpportunityListCard.PageSize;
}
