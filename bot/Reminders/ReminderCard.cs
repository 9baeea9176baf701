using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Chat;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Reminders;

namespace ChatOpportunities.Bot.Reminders;

/// <summary>What is asked about one opportunity: why, in one line each, and what can be done about it right here.</summary>
internal static class ReminderCard
{
    /// <param name="t">Language of the reader.</param>
    /// <param name="reminder">The first of those about the opportunity, with its state loaded.</param>
    /// <param name="whys">Why they came.</param>
    /// <param name="message">The brief whose row this is; null when it came alone.</param>
    /// <param name="next">Next step and day as typed so far.</param>
    /// <param name="wrong">By input id: what was refused.</param>
    public static AdaptiveCard Show(
        BotTexts t, Reminder reminder, IReadOnlyList<string> whys, Guid? message, (string? Step, DateOnly? Day) next = default,
        IReadOnlyDictionary<string, string>? wrong = null)
    {
        var opportunity = reminder.Opportunity!;
        if (reminder.Kind == ReminderKind.HandOver && message is null)
        {
            var handOver = OpportunityCard.Show(t, new OpportunityView(opportunity, MayChange: true));
            return CardParts.Card(t, whys[0], [CardParts.Paragraph(whys[0]), .. handOver.Body]);
        }

        List<CardElement> body = [.. whys.Select(CardParts.Paragraph), .. OpportunityCard.Head(t, opportunity, null, wrong?.GetValueOrDefault(""))];
        body.AddRange(OpportunityCard.Figures(t, opportunity));
        void Add(CardInput input)
        {
            body.Add(input);
            if (wrong?.GetValueOrDefault(input.Id!) is { } sentence)
            {
                body.Add(CardParts.Wrong(t, sentence, input.Id));
            }
        }

        Add(new InputText
        {
            Id = "nextStep",
            Label = t["Next step"],
            Placeholder = t["What you do next, such as a call"],
            Value = next.Step,
            MaxLength = Opportunity.MaxNextStepLength,
        });
        Add(new InputDate { Id = "nextStepDate", Label = t["Day of the next step"], Value = next.Day });
        var data = Data(reminder, message);
        List<CardAction> actions = [Button.Of(t["Save next step"], "reminder.nextstep", data)];
        if (reminder.Kind == ReminderKind.TaskDue)
        {
            actions.Insert(0, Button.Leaving(t["Task done"], "reminder.taskdone", data) with { Style = ActionStyle.Positive });
        }

        if (opportunity.Moves().FirstOrDefault(m => m.Action is MoveAction.First or MoveAction.Next) is { } forward)
        {
            actions.Add(Button.Leaving(
                forward.Action == MoveAction.First ? t["Start"] : t["Next stage"], "opportunity.move", data with { Action = OpportunityCard.ApiName(forward.Action) }));
        }

        actions.Add(Button.Leaving(t["Remind me later"], "reminder.later", data));
        if (reminder.Kind is not (ReminderKind.Escalation or ReminderKind.NotMine or ReminderKind.TaskDue))
        {
            actions.Add(Button.Leaving(t["Not mine"], "reminder.notmine", data));
        }

        actions.Add(Button.Leaving(t["More"], "opportunity.more", data));
        if (message is not null)
        {
            actions.Add(Button.Leaving(t["Back"], "reminder.brief", data));
        }

        // Six buttons at most; what gives way stands under More, too.
        var surplus = actions.Count - 6;
        actions = surplus > 0 ? [.. actions.Take(actions.Count - 2 - surplus), .. actions.TakeLast(2)] : actions;
        actions[0] = actions[0] with { Style = ActionStyle.Positive };
        body.Add(new ActionSet { Actions = actions });
        return CardParts.Card(t, whys.Count == 1 ? whys[0] : $"{opportunity.No}: {opportunity.Description}", body);
    }

    /// <summary>When it shall come again.</summary>
    public static AdaptiveCard Later(
        BotTexts t, Reminder reminder, Guid? message, IReadOnlyList<(string Title, string Value)> days, string? wrong)
    {
        List<CardElement> body =
        [
            .. OpportunityCard.Head(t, reminder.Opportunity!, null, null),
            CardParts.Subheading(t["When shall I remind you?"]),
            new InputChoiceSet
            {
                Id = "when",
                Label = t["Remind me"],
                Style = ChoiceSetStyle.Expanded,
                Choices = [.. days.Select(d => new Choice(d.Title, d.Value))],
                Value = days[0].Value,
            },
            new InputDate { Id = "until", Label = t["Or on another day"] },
        ];
        if (wrong is not null)
        {
            body.Add(CardParts.Wrong(t, wrong, "until"));
        }

        var data = Data(reminder, message);
        body.Add(CardParts.Buttons(
            Button.Of(t["Remind me later"], "reminder.snooze", data) with { Style = ActionStyle.Positive },
            Button.Leaving(t["Back"], message is null ? "opportunity.show" : "reminder.row", data)));
        return CardParts.Card(t, t["When shall I remind you?"], body);
    }

    /// <summary>A reminder that was dealt with takes one line.</summary>
    public static AdaptiveCard Folded(BotTexts t, Opportunity opportunity, string what) => CardParts.Card(
        t,
        what,
        CardParts.Done(t, what),
        CardParts.Line($"{opportunity.No}: {opportunity.Description}"),
        CardParts.Buttons(Button.Of(t["Open {0}", opportunity.No], "opportunity.show", new ButtonData(opportunity.No))));

    private static ButtonData Data(Reminder reminder, Guid? message) =>
        OpportunityCard.Data(reminder.Opportunity!) with { Reminder = reminder.Id, Message = message };
}
