using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>The reference to a quote: number, amount, where it can be seen.</summary>
internal static class QuoteCard
{
    public static AdaptiveCard Form(BotTexts t, Opportunity opportunity, QuoteRequest quote, IReadOnlyDictionary<string, string> wrong)
    {
        var form = new OpportunityForm(t, wrong);
        form.Add(new InputText
        {
            Id = "quoteNumber",
            Label = CardParts.Required(t, t["Number of the quote"]),
            Value = quote.Number.CutTo(Opportunity.MaxQuoteNumberLength),
            MaxLength = Opportunity.MaxQuoteNumberLength,
        });
        form.Add(new InputNumber
        {
            Id = "quoteAmount",
            Label = CardParts.Required(t, t["Amount of the quote"]),
            Value = quote.Amount,
            Min = 0,
            Max = Checks.MaxAmount,
        });
        form.Add(new InputText
        {
            Id = "quoteLink",
            Label = t["Where the quote can be seen"],
            Value = quote.Link.CutTo(Opportunity.MaxQuoteLinkLength),
            MaxLength = Opportunity.MaxQuoteLinkLength,
            Style = InputTextStyle.Url,
            Placeholder = "https://",
        });
        return form.Card(opportunity, t["Quote"], "opportunity.quote");
    }
}
