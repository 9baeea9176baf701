using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Bot.Tasks;

/// <summary>The open tasks of one opportunity, and a new one.</summary>
internal static class OpportunityTasksCard
{
    /// <summary>Tasks shown at once, each with a button.</summary>
    public const int ShownTasks = 4;

    /// <summary>The open tasks, each with the button that closes it, and a way to add one.</summary>
    public static AdaptiveCard List(
        BotTexts t, Opportunity opportunity, IReadOnlyList<SalesTask> tasks, DateOnly today, string? done = null, string? refused = null)
    {
        var data = OpportunityCard.Data(opportunity);
        List<CardElement> body = [.. OpportunityCard.Head(t, opportunity, done, refused), CardParts.Subheading(t["Tasks"])];
        var open = tasks.Where(task => !task.Closed).ToList();
        if (open.Count == 0)
        {
            body.Add(CardParts.Paragraph(t["There are no open tasks."]));
        }

        foreach (var task in open.Take(ShownTasks))
        {
            var due = task.Date < today ? t["late, was due {0}", t.Date(task.Date)] : t["due {0}", t.Date(task.Date)];
            body.Add(new Container
            {
                Items =
                [
                    CardParts.RowTitle(task.Description),
                    CardParts.Line(string.Join(" · ", new[] { due, task.Salesperson?.Name,
                        task.Priority == Priority.High ? t["High priority"] : null }.OfType<string>())),
                    CardParts.Buttons(Button.Of(t["Done"], "task.done", data with { Task = task.Id }) with { Tooltip = task.Description }),
                ],
            });
        }

        if (open.Count > ShownTasks)
        {
            body.Add(CardParts.Line(t["{0} more; they follow as these are done.", open.Count - ShownTasks]));
        }

        body.Add(CardParts.Buttons(
            Button.Of(t["Add a task…"], "task.adding", data),
            Button.Of(t["Back"], "opportunity.show", data)));
        return CardParts.Card(t, $"{opportunity.No}: {t["Tasks"]}", body);
    }

    public static AdaptiveCard Form(BotTexts t, Opportunity opportunity, TaskDetails task, IReadOnlyDictionary<string, string> wrong)
    {
        var form = new OpportunityForm(t, wrong);
        form.Add(new InputText
        {
            Id = "description",
            Label = CardParts.Required(t, t["What is to be done"]),
            Value = task.Description.CutTo(Activity.MaxDescriptionLength),
            MaxLength = Activity.MaxDescriptionLength,
        });
        form.Add(new InputDate { Id = "date", Label = CardParts.Required(t, t["Day"]), Value = task.Date });
        form.Add(new InputChoiceSet
        {
            Id = "type",
            Label = t["Kind"],
            Style = ChoiceSetStyle.Compact,
            Choices = [new(t["Task"], "none"), new(t["Phone call"], "phoneCall"), new(t["Meeting"], "meeting")],
            Value = OpportunityCard.ApiName(Enum.IsDefined(task.Type) ? task.Type : TaskType.None),
        });
        return form.Card(opportunity, t["Add a task"], "task.add", back: "opportunity.tasks");
    }
}
