using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Domain.Opportunities;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>A small form about one opportunity: its head, some inputs, each followed by what is wrong with it, Save and Back.</summary>
internal sealed class OpportunityForm(BotTexts t, IReadOnlyDictionary<string, string> wrong)
{
    private readonly List<CardElement> _inputs = [.. wrong.Where(w => w.Key.Length == 0).Select(w => CardParts.Warning(t, w.Value))];

    public void Add(CardInput input)
    {
        _inputs.Add(input);
        if (wrong.GetValueOrDefault(input.Id!) is { } sentence)
        {
            _inputs.Add(CardParts.Wrong(t, sentence, input.Id));
        }
    }

    /// <param name="opportunity">What it is about.</param>
    /// <param name="title">What is done.</param>
    /// <param name="verb">Of the button that does it.</param>
    /// <param name="hint">A quiet line below the inputs.</param>
    /// <param name="back">Verb of the button that leaves the form.</param>
    /// <param name="saves">What the button is called, where that is not "Save".</param>
    public AdaptiveCard Card(
        Opportunity opportunity, string title, string verb, CardElement? hint = null, string back = "opportunity.show",
        string? saves = null)
    {
        List<CardElement> body = [.. OpportunityCard.Head(t, opportunity, null, null), CardParts.Subheading(title), .. _inputs];
        if (hint is not null)
        {
            body.Add(hint);
        }

        body.Add(Buttons(t, opportunity, saves ?? t["Save"], verb, back));
        return CardParts.Card(t, $"{opportunity.No}: {title}", body);
    }

    public static ActionSet Buttons(BotTexts t, Opportunity opportunity, string title, string verb, string back = "opportunity.show") =>
        CardParts.Buttons(
        Button.Of(title, verb, OpportunityCard.Data(opportunity)) with { Style = ActionStyle.Positive },
        Button.Leaving(t["Back"], back, OpportunityCard.Data(opportunity)));
}
