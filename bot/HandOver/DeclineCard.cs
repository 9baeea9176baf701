using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Domain.Opportunities;

namespace ChatOpportunities.Bot.HandOver;

/// <summary>Giving an opportunity back, with a note.</summary>
internal static class DeclineCard
{
    /// <summary>Why somebody gives an opportunity back.</summary>
    public static AdaptiveCard Form(BotTexts t, Opportunity opportunity, string? note, IReadOnlyDictionary<string, string> wrong)
    {
        var form = new OpportunityForm(t, wrong);
        form.Add(new InputText
        {
            Id = "note",
            Label = CardParts.Required(t, t["Why you decline"]),
            Value = note.CutTo(Opportunity.MaxNoteLength),
            MaxLength = Opportunity.MaxNoteLength,
            IsMultiline = true,
        });
        return form.Card(opportunity, t["Give it back"], "handover.decline",
            CardParts.Line(t["Who gave it to you gets it back and is told why."]), saves: t["Decline"]);
    }
}
