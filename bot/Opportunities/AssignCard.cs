using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>Choosing who takes an opportunity over.</summary>
internal static class AssignCard
{
    /// <summary>Whoever gave it away may not see it any more, but may take that back.</summary>
    public static AdaptiveCard OutOfSight(BotTexts t, Opportunity opportunity)
    {
        var told = t["{0} has {1} now.", opportunity.Salesperson!.Name, opportunity.No];
        return CardParts.Card(t, told, CardParts.Done(t, told), CardParts.Buttons(
            Button.Of(t["Undo"], "opportunity.undo", OpportunityCard.Data(opportunity)),
            Button.Of(t["My opportunities"], "list.mine", new ButtonData())));
    }

    public static AdaptiveCard Form(
        BotTexts t, Opportunity opportunity, IReadOnlyList<NamedRecord> colleagues, string? chosen, string? wrong, bool isWhole = true)
    {
        List<CardElement> body =
        [
            .. OpportunityCard.Head(t, opportunity, null, null),
            CardParts.Subheading(t["Assign to a colleague"]),
        ];
        if (colleagues.Count == 0)
        {
            body.Add(CardParts.Paragraph(t["There is nobody else to give it to yet. An admin adds people in the portal."]));
            body.Add(CardParts.Buttons(Button.Leaving(t["Back"], "opportunity.show", OpportunityCard.Data(opportunity))));
            return CardParts.Card(t, t["Assign {0}", opportunity.No], body);
        }

        body.Add(new InputChoiceSet
        {
            Id = "salesperson",
            Label = CardParts.Required(t, t["Salesperson"]),
            Style = ChoiceSetStyle.Filtered,
            // Where the list cannot hold everybody, the client looks names up while they are typed.
            ChoicesData = isWhole ? null : new DataQuery("colleagues"),
            Choices = [.. colleagues.Select(c => new Choice(c.Name, c.Code))],
            Value = chosen,
            Placeholder = t["Choose a colleague"],
        });
        if (wrong is not null)
        {
            body.Add(CardParts.Missing(t, wrong, "salesperson"));
        }

        var open = opportunity.Tasks.Count(task => !task.Closed && task.SalespersonId == opportunity.SalespersonId);
        if (open > 0)
        {
            body.Add(new InputToggle
            {
                Id = "moveTasks",
                Label = t["Tasks"],
                Title = t["Hand over the {0} open {0:task|tasks} too", open],
                Value = "true"
            });
        }

        body.Add(CardParts.Buttons(
            Button.Of(t["Assign"], "opportunity.assign", OpportunityCard.Data(opportunity)) with { Style = ActionStyle.Positive },
            Button.Leaving(t["Back"], "opportunity.show", OpportunityCard.Data(opportunity))));
        var card = CardParts.Card(t, t["Assign {0}", opportunity.No], body);
        return card.SizeInBytes() <= AdaptiveCard.MaxBytes || colleagues.Count == 1
            ? card
            : Form(t, opportunity, [.. colleagues.OrderByDescending(c => c.Code == chosen).Take(colleagues.Count / 2)], chosen, wrong,
                isWhole: false);
    }
}
