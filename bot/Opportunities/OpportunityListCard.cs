using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Chat;
using ChatOpportunities.Domain.Opportunities;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>Some opportunities, each with a button that opens it; one page in one card.</summary>
internal static class OpportunityListCard
{
    /// <summary>Rows on a page; with the button for the next page the card stays within six.</summary>
    public const int PageSize = 5;

    /// <param name="t">Language of the reader.</param>
    /// <param name="title">What the list is of.</param>
    /// <param name="page">The rows.</param>
    /// <param name="verb">Which list it is, for the next page.</param>
    /// <param name="text">What was searched for, for the next page.</param>
    public static AdaptiveCard Show(BotTexts t, string title, OpportunityPage page, string verb, string? text = null)
    {
        List<CardElement> body = [CardParts.Heading(title)];
        foreach (var row in page.Rows)
        {
            var facts = new[]
            {
                row.No,
                row.Contact,
                row.Stage is { Length: > 0 } stage ? stage : OpportunityCard.StatusName(t, row.Status),
                row.EstimatedValue is { } value ? t.Money(value) : null,
                row.EstimatedCloseDate is { } date ? t.Date(date) : null,
            };
            body.Add(new Container
            {
                Items =
                [
                    CardParts.RowTitle(row.Description),
                    CardParts.Line(string.Join(" · ", facts.OfType<string>())),
                    CardParts.Buttons(Button.Of(t["Open {0}", row.No], "opportunity.show", new ButtonData(row.No))),
                ],
            });
        }

        if (page.Next is { } next)
        {
            body.Add(CardParts.Buttons(Button.Of(t["Show more"], verb, new ButtonData(Text: text, Before: next))));
        }

        return CardParts.Card(t, title, body);
    }
}
