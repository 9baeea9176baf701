using System.Globalization;
using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>The small forms of an opportunity: another stage, next step, quote, tasks, how it ends, opening it again.</summary>
internal static class OpportunityForms
{
    /// <summary>Tasks shown at once, each with a button.</summary>
    public const int ShownTasks = 4;

    /// <summary>Every stage that can be reached, each by the one step that leads there, and what it would ask for.</summary>
    public static AdaptiveCard Targets(BotTexts t, Opportunity opportunity, IReadOnlyList<MovePreview> moves, string? wrong)
    {
        var reachable = moves.Where(m => m.Action is MoveAction.Previous or MoveAction.Skip or MoveAction.Jump or MoveAction.Next)
            // The step to the neighbour is Next or Previous, whatever else leads there too.
            .OrderBy(m => m.Action is MoveAction.Next or MoveAction.Previous ? 0 : 1)
            .SelectMany(m => m.Stages, (move, stage) => (move.Action, stage.Stage, stage.Missing)).DistinctBy(s => s.Stage.Number)
            .OrderBy(s => s.Stage.Number).ToList();
        List<CardElement> body =
        [
            .. OpportunityCard.Head(t, opportunity, null, null),
            CardParts.Subheading(t["Move to another stage"]),
            new InputChoiceSet
            {
                Id = "target",
                Label = CardParts.Required(t, t["Stage"]),
                Style = ChoiceSetStyle.Compact,
                Choices = [.. reachable.Select(s => new Choice(
                    s.Missing.Any(r => r.Field == "quote") ? t["{0} (needs a quote)", Way(t, s.Action, s.Stage)] : Way(t, s.Action, s.Stage),
                    string.Create(CultureInfo.InvariantCulture, $"{OpportunityCard.ApiName(s.Action)}:{s.Stage.Number}")))],
                Placeholder = t["Choose a stage"],
            },
        ];
        if (wrong is not null)
        {
            body.Add(CardParts.Missing(t, wrong, "target"));
        }

        var open = opportunity.Tasks.Count(task => !task.Closed);
        if (open > 0)
        {
            body.Add(new InputToggle { Id = "cancelTasks", Label = t["Tasks"], Title = t["Cancel the {0} open {0:task|tasks}", open], Value = "false" });
        }

        body.Add(Buttons(t, opportunity, t["Move"], "opportunity.target"));
        return CardParts.Card(t, $"{opportunity.No}: {t["Move to another stage"]}", body);
    }

    public static AdaptiveCard NextStep(BotTexts t, Opportunity opportunity, string? step, DateOnly? date, IReadOnlyDictionary<string, string> wrong)
    {
        var form = new Form(t, wrong);
        form.Add(new InputText { Id = "nextStep", Label = t["Next step"], Value = Cut(step, Opportunity.MaxNextStepLength), MaxLength = Opportunity.MaxNextStepLength, Placeholder = t["What comes next?"] });
        form.Add(new InputDate { Id = "nextStepDate", Label = t["Day"], Value = date });
        return Card(t, opportunity, t["Next step"], form, "opportunity.step", CardParts.Line(t["Leave both empty to have none."]));
    }

    public static AdaptiveCard Quote(BotTexts t, Opportunity opportunity, QuoteRequest quote, IReadOnlyDictionary<string, string> wrong)
    {
        var form = new Form(t, wrong);
        form.Add(new InputText { Id = "quoteNumber", Label = CardParts.Required(t, t["Number of the quote"]), Value = Cut(quote.Number, Opportunity.MaxQuoteNumberLength), MaxLength = Opportunity.MaxQuoteNumberLength });
        form.Add(new InputNumber { Id = "quoteAmount", Label = CardParts.Required(t, t["Amount of the quote"]), Value = quote.Amount, Min = 0, Max = Checks.MaxAmount });
        form.Add(new InputText { Id = "quoteLink", Label = t["Where the quote can be seen"], Value = Cut(quote.Link, Opportunity.MaxQuoteLinkLength), MaxLength = Opportunity.MaxQuoteLinkLength, Style = InputTextStyle.Url, Placeholder = "https://" });
        return Card(t, opportunity, t["Quote"], form, "opportunity.quote");
    }

    /// <summary>The open tasks, each with the button that closes it, and a way to add one.</summary>
    public static AdaptiveCard Tasks(BotTexts t, Opportunity opportunity, IReadOnlyList<SalesTask> tasks, DateOnly today, string? done = null, string? refused = null)
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
                    CardParts.Line(string.Join(" · ", new[] { due, task.Salesperson?.Name, task.Priority == Priority.High ? t["High priority"] : null }.OfType<string>())),
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

    public static AdaptiveCard AddTask(BotTexts t, Opportunity opportunity, TaskDetails task, IReadOnlyDictionary<string, string> wrong)
    {
        var form = new Form(t, wrong);
        form.Add(new InputText { Id = "description", Label = CardParts.Required(t, t["What is to be done"]), Value = Cut(task.Description, Activity.MaxDescriptionLength), MaxLength = Activity.MaxDescriptionLength });
        form.Add(new InputDate { Id = "date", Label = CardParts.Required(t, t["Day"]), Value = task.Date });
        form.Add(new InputChoiceSet
        {
            Id = "type",
            Label = t["Kind"],
            Style = ChoiceSetStyle.Compact,
            Choices = [new(t["Task"], "none"), new(t["Phone call"], "phoneCall"), new(t["Meeting"], "meeting")],
            Value = OpportunityCard.ApiName(Enum.IsDefined(task.Type) ? task.Type : TaskType.None),
        });
        return Card(t, opportunity, t["Add a task"], form, "task.add", back: "opportunity.tasks");
    }

    /// <summary>Won or lost?</summary>
    public static AdaptiveCard HowItEnds(BotTexts t, Opportunity opportunity)
    {
        var data = OpportunityCard.Data(opportunity);
        return CardParts.Card(
            t,
            $"{opportunity.No}: {t["How does it end?"]}",
            [
                .. OpportunityCard.Head(t, opportunity, null, null),
                CardParts.Subheading(t["How does it end?"]),
                CardParts.Buttons(
                    Button.Of(t["Close as won"], "opportunity.closing", data with { Action = "won" }) with { Style = ActionStyle.Positive },
                    Button.Of(t["Close as lost"], "opportunity.closing", data with { Action = "lost" }) with { Style = ActionStyle.Destructive },
                    Button.Of(t["Back"], "opportunity.show", data)),
            ]);
    }

    public static AdaptiveCard Reopen(BotTexts t, Opportunity opportunity, string? note, IReadOnlyDictionary<string, string> wrong)
    {
        var form = new Form(t, wrong);
        form.Add(new InputText { Id = "note", Label = CardParts.Required(t, t["Why it is opened again"]), Value = Cut(note, Opportunity.MaxNoteLength), MaxLength = Opportunity.MaxNoteLength, IsMultiline = true });
        return Card(t, opportunity, t["Reopen"], form, "opportunity.reopen", saves: t["Reopen"]);
    }

    /// <summary>Why somebody gives an opportunity back.</summary>
    public static AdaptiveCard Decline(BotTexts t, Opportunity opportunity, string? note, IReadOnlyDictionary<string, string> wrong)
    {
        var form = new Form(t, wrong);
        form.Add(new InputText { Id = "note", Label = CardParts.Required(t, t["Why you decline"]), Value = Cut(note, Opportunity.MaxNoteLength), MaxLength = Opportunity.MaxNoteLength, IsMultiline = true });
        return Card(t, opportunity, t["Give it back"], form, "handover.decline", CardParts.Line(t["Who gave it to you gets it back and is told why."]), saves: t["Decline"]);
    }

    private static string Way(BotTexts t, MoveAction action, SalesCycleStage stage) => action switch
    {
        MoveAction.Next => t["Next: {0}", stage.Description],
        MoveAction.Previous => t["Previous: {0}", stage.Description],
        MoveAction.Skip => t["Skip to {0}", stage.Description],
        _ => t["Jump back to {0}", stage.Description],
    };

    private static AdaptiveCard Card(
        BotTexts t, Opportunity opportunity, string title, Form form, string verb, CardElement? hint = null, string back = "opportunity.show", string? saves = null)
    {
        List<CardElement> body = [.. OpportunityCard.Head(t, opportunity, null, null), CardParts.Subheading(title), .. form.Elements];
        if (hint is not null)
        {
            body.Add(hint);
        }

        body.Add(Buttons(t, opportunity, saves ?? t["Save"], verb, back));
        return CardParts.Card(t, $"{opportunity.No}: {title}", body);
    }

    private static ActionSet Buttons(BotTexts t, Opportunity opportunity, string title, string verb, string back = "opportunity.show") => CardParts.Buttons(
        Button.Of(title, verb, OpportunityCard.Data(opportunity)) with { Style = ActionStyle.Positive },
        Button.Leaving(t["Back"], back, OpportunityCard.Data(opportunity)));

    private static string? Cut(string? text, int length) => text?.Length > length ? text[..length] : text;

    /// <summary>Inputs, each followed by what is wrong with it.</summary>
    private sealed class Form(BotTexts t, IReadOnlyDictionary<string, string> wrong)
    {
        public List<CardElement> Elements { get; } = [.. wrong.Where(w => w.Key.Length == 0).Select(w => CardParts.Warning(t, w.Value))];

        public void Add(CardInput input)
        {
            Elements.Add(input);
            if (wrong.GetValueOrDefault(input.Id!) is { } sentence)
            {
                Elements.Add(CardParts.Wrong(t, sentence, input.Id));
            }
        }
    }
}
