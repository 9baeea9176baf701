using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Domain.Opportunities;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>Opening a closed opportunity again, with a note.</summary>
internal static class ReopenCard
{
    public static AdaptiveCard Form(BotTexts t, Opportunity opportunity, string? note, IReadOnlyDictionary<string, string> wrong)
    {
        var form = new OpportunityForm(t, wrong);
        form.Add(new InputText
        {
            Id = "note",
            Label = CardParts.Required(t, t["Why it is opened again"]),
            Value = note.CutTo(Opportunity.MaxNoteLength),
            MaxLength = Opportunity.MaxNoteLength,
            IsMultiline = true,
        });
        return form.Card(opportunity, t["Reopen"], "opportunity.reopen", saves: t["Reopen"]);
    }
}
