using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Domain.Opportunities;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>What comes next, and on which day.</summary>
internal static class NextStepCard
{
    public static AdaptiveCard Form(
        BotTexts t, Opportunity opportunity, string? step, DateOnly? date, IReadOnlyDictionary<string, string> wrong)
    {
        var form = new OpportunityForm(t, wrong);
        form.Add(new InputText
        {
            Id = "nextStep",
            Label = t["Next step"],
            Value = step.CutTo(Opportunity.MaxNextStepLength),
            MaxLength = Opportunity.MaxNextStepLength,
            Placeholder = t["What comes next?"],
        });
        form.Add(new InputDate { Id = "nextStepDate", Label = t["Day"], Value = date });
        return form.Card(opportunity, t["Next step"], "opportunity.step", CardParts.Line(t["Leave both empty to have none."]));
    }
}
