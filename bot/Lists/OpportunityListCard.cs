using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain.Opportunities;

namespace ChatOpportunities.Bot.Lists;

/// <summary>Some opportunities, the riskiest first, each with why and a button that opens it; one page in one card.</summary>
internal static class OpportunityListCard
{
    /// <summary>Rows on a page.</summary>
    public const int PageSize = 5;

    private static readonly string[] Filters =
        [ListFilter.Open, ListFilter.Stale, ListFilter.Month, ListFilter.NotStarted, ListFilter.Won, ListFilter.Lost, ListFilter.All];

    /// <param name="t">Language of the reader.</param>
    /// <param name="title">What the list is of.</param>
    /// <param name="list">All of it.</param>
    /// <param name="place">Which list it is and which page of it is shown.</param>
    /// <param name="showsOwner">Whether the rows may be of different people.</param>
    public static AdaptiveCard Show(BotTexts t, string title, RiskList list, OpportunityListPlace place, bool showsOwner)
    {
        List<CardElement> body = [CardParts.Heading(title)];
        if (list.Rows.Count == 0)
        {
            body.Add(CardParts.Paragraph(t["There is nothing here: {0}.", ListFilter.Name(t, place.Filter)]));
        }
        else
        {
            body.Add(CardParts.Line(t["{0} to {1} of {2}; what needs attention comes first.", place.From + 1,
                Math.Min(place.From + PageSize, list.Rows.Count), list.Rows.Count]));
        }

        if (list.Rows.Count > 0)
        {
            body.Add(CardParts.Line(t["Press a row to open it."]));
        }

        foreach (var row in list.Rows.Skip(place.From).Take(PageSize))
        {
            body.Add(Row(t, row, showsOwner));
        }

        if (list.IsCut)
        {
            body.Add(CardParts.Line(t["Only {0} are listed, the most urgent ones. Search for a word to see others.", RiskLists.Most]));
        }

        body.Add(new InputChoiceSet
        {
            Id = "filter",
            Label = t["Which ones"],
            Style = ChoiceSetStyle.Compact,
            Choices = [.. Filters.Select(f => new Choice(ListFilter.Name(t, f), f))],
            Value = place.Filter,
        });
        var data = new ButtonData(Text: place.Text, Action: place.Filter);
        List<CardAction> actions = [Button.Of(t["Show these"], place.Verb, data)];
        if (place.From > 0)
        {
            actions.Add(Button.Leaving(t["Previous page"], place.Verb, data with { Before = place.From - PageSize }));
        }

        if (place.From + PageSize < list.Rows.Count)
        {
            actions.Add(Button.Leaving(t["Next page"], place.Verb, data with { Before = place.From + PageSize }));
        }

        body.Add(CardParts.Buttons(actions));
        return CardParts.Card(t, title, body);
    }

    /// <summary>
    /// One of them: what it is, with whom and where it stands; on the right, one below the other, what it is worth and when it closes;
    /// below, without alarm, what is late about it.
    /// </summary>
    public static Container Row(BotTexts t, RiskRow row, bool showsOwner)
    {
        var opportunity = row.Opportunity;
        var facts = new[]
        {
            opportunity.No,
            opportunity.Contact!.DisplayName,
            !opportunity.IsClosed && opportunity.Current is { StageDescription: { Length: > 0 } stage } ? stage
                : OpportunityCard.StatusName(t, opportunity.Status),
            showsOwner ? opportunity.Salesperson!.Name : null,
        };
        List<CardElement> figures = [];
        if ((opportunity.Current?.EstimatedValue ?? opportunity.InitialValue) is { } value)
        {
            figures.Add(CardParts.RowTitle(t.Money(value)));
        }

        if ((opportunity.ClosedOn ?? row.CloseDate) is { } date)
        {
            figures.Add(CardParts.Line(t.Date(date)));
        }

        List<CardElement> items =
        [
            CardParts.LeftAndRight(
                [CardParts.RowTitle(opportunity.Description), CardParts.Line(string.Join(" · ", facts.OfType<string>()))], figures),
        ];
        if (row.Reasons.Count > 0)
        {
            items.Add(Late(t, row.Reasons[0]));
        }

        return CardParts.Row(Button.Leaving(t["Open {0}", opportunity.No], "opportunity.show", new ButtonData(opportunity.No)), items);
    }

    /// <summary>One mark for whatever is late, and why: runs of text, which need no escaping.</summary>
    private static RichTextBlock Late(BotTexts t, StaleReason reason) => new()
    {
        Spacing = Spacing.Small,
        Inlines =
        [
            new TextRun { Text = t["Late"], Weight = TextWeight.Bolder },
            new TextRun { Text = " · " + CardText.Plain(reason.Say(t)), IsSubtle = true },
        ],
    };
}

/// <summary>Which list a card shows, and from where on.</summary>
/// <param name="Verb">What its buttons ask for.</param>
/// <param name="Filter">One of <see cref="ListFilter"/>.</param>
/// <param name="Text">What was searched for, if anything.</param>
/// <param name="From">Place of the first row of the page, from 0.</param>
internal sealed record OpportunityListPlace(string Verb, string Filter, string? Text, int From)
{
    /// <summary>The numbers of the page, from its first row on.</summary>
    public IReadOnlyList<string> Numbers(RiskList list) =>
        [.. list.Rows.Skip(From).Take(OpportunityListCard.PageSize).Select(r => r.Opportunity.No)];
}
