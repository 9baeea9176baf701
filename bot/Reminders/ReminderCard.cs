using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.HandOver;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Reminders;

namespace ChatOpportunities.Bot.Reminders;

/// <summary>What is asked about one opportunity: why, in one line each, and what can be done about it right here.</summary>
internal static class ReminderCard
{
    private const int LongestNameOnButton = 20;
    private const int MostWhys = 12;

    /// <param name="t">Language of the reader.</param>
    /// <param name="row">What is open about the opportunity.</param>
    /// <param name="message">The message among whose rows this is; null when it came alone.</param>
    /// <param name="hasBrief">Whether the message asks about other opportunities, too, and there is a way back to it.</param>
    /// <param name="next">Next step and day as typed so far.</param>
    /// <param name="wrong">By input id: what was refused.</param>
    /// <param name="done">What was just done, if anything.</param>
    public static AdaptiveCard Show(
        BotTexts t, BriefRow row, Guid? message, bool hasBrief = false, (string? Step, DateOnly? Day) next = default,
        IReadOnlyDictionary<string, string>? wrong = null, string? done = null)
    {
        List<CardElement> body =
        [
            .. done is null ? [] : new[] { CardParts.Done(t, done) },
            .. Whys(t, row).Select(CardParts.Paragraph),
            .. About(t, row, wrong?.GetValueOrDefault("")),
        ];
        if (row.MayChange)
        {
            foreach (var input in NextStepInputs(t, next))
            {
                body.Add(input);
                if (wrong?.GetValueOrDefault(input.Id!) is { } sentence)
                {
                    body.Add(CardParts.Wrong(t, sentence, input.Id));
                }
            }
        }

        body.Add(new ActionSet { Actions = Actions(t, row, Data(row, message), hasBrief) });
        var opportunity = row.Opportunity;
        return CardParts.Card(t, done
            ?? (row.Whys.Count == 1 ? row.Whys[0] : row.MaySee ? $"{opportunity.No}: {opportunity.Description}" : opportunity.No), body);
    }

    /// <summary>What the reader may see of the opportunity, and why something was refused, if so.</summary>
    private static IEnumerable<CardElement> About(BotTexts t, BriefRow row, string? refused) => row.MaySee
        ? [.. OpportunityCard.Notices(t, null, refused), .. OpportunityCard.Whole(t, row.Opportunity)]
        :
        [
            .. refused is null ? [] : new[] { CardParts.Warning(t, refused) },
            CardParts.Line(t["{0}: you have a task of it; the opportunity itself is for others to see.", row.Opportunity.No]),
        ];

    private static IEnumerable<CardInput> NextStepInputs(BotTexts t, (string? Step, DateOnly? Day) typed) =>
    [
        new InputText
        {
            Id = "nextStep",
            Label = t["Next step"],
            Placeholder = t["What you do next, such as a call"],
            Value = typed.Step,
            MaxLength = Opportunity.MaxNextStepLength,
        },
        new InputDate { Id = "nextStepDate", Label = t["Day of the next step"], Value = typed.Day },
    ];

    /// <summary>Six buttons at most; what gives way stands under More, too.</summary>
    private static List<CardAction> Actions(BotTexts t, BriefRow row, ButtonData data, bool hasBrief)
    {
        List<CardAction> actions = [.. TaskDone(t, row, data)];
        if (row.MayChange)
        {
            actions.Add(Button.Of(t["Save next step"], "reminder.nextstep", data));
            if (row.Opportunity.Moves().FirstOrDefault(m => m.Action is MoveAction.First or MoveAction.Next) is { } forward)
            {
                actions.Add(Button.Leaving(
                    forward.Action == MoveAction.First ? t["Start"] : t["Next stage"], "opportunity.move",
                    data with { Action = OpportunityCard.ApiName(forward.Action) }));
            }
        }

        List<CardAction> last = [.. Ways(t, row, data, hasBrief)];
        actions.Add(last[0]);
        // What was put off and is due again can only be put off anew, or answered.
        if (row.MayChange && row.Open[0].State != ReminderState.Snoozed
            && row.Open[0].Kind is not (ReminderKind.Escalation or ReminderKind.NotMine or ReminderKind.TaskDue))
        {
            actions.Add(Button.Leaving(t["Not mine"], "reminder.notmine", data));
        }

        actions = [.. actions.Take(7 - last.Count), .. last.Skip(1)];
        actions[0] = actions[0] with { Style = ActionStyle.Positive };
        return actions;
    }

    /// <summary>An opportunity that was given to the reader, with all else that is asked about it.</summary>
    public static AdaptiveCard Given(
        BotTexts t, BriefRow row, Guid? message, bool hasBrief, IReadOnlyList<AuditEntry> lastSteps, string? done, string? refused)
    {
        if (message is null)
        {
            return HandOverCard.Given(t, row.Opportunity, Whys(t, row), lastSteps, done: done, refused: refused);
        }

        var data = Data(row, message);
        return HandOverCard.Given(
            t, row.Opportunity, Whys(t, row), lastSteps, data, [.. TaskDone(t, row, data), .. Ways(t, row, data, hasBrief)], done, refused);
    }

    private static List<string> Whys(BotTexts t, BriefRow row) =>
        [.. row.Whys.Take(MostWhys),
            .. row.Whys.Count > MostWhys ? [t["And {0} more.", row.Whys.Count - MostWhys]] : Array.Empty<string>()];

    /// <summary>Closes the first of the due tasks; the next one is offered when the card is shown again.</summary>
    private static IEnumerable<CardAction> TaskDone(BotTexts t, BriefRow row, ButtonData data)
    {
        var due = row.Open.Where(r => r.Kind == ReminderKind.TaskDue).ToList();
        if (due.Count > 0)
        {
            var name = row.Opportunity.Tasks.FirstOrDefault(task => task.Id == due[0].TaskId)?.Description ?? "";
            name = name.Length > LongestNameOnButton ? name[..(LongestNameOnButton - 1)].TrimEnd() + "…" : name;
            yield return Button.Leaving(
                due.Count == 1 ? t["Task done"] : t["Task done: {0}", name], "reminder.taskdone", data with { Reminder = due[0].Id })
                with
            { Tooltip = due.Count == 1 ? null : name };
        }
    }

    /// <summary>Putting off, the rest and the way back.</summary>
    private static IEnumerable<CardAction> Ways(BotTexts t, BriefRow row, ButtonData data, bool hasBrief)
    {
        yield return Button.Leaving(t["Remind me later"], "reminder.later", data);
        if (row.MaySee)
        {
            yield return Button.Leaving(t["More"], "opportunity.more", data);
        }

        if (hasBrief)
        {
            yield return Button.Leaving(t["Back"], "reminder.brief", data);
        }
    }

    /// <summary>When it shall come again.</summary>
    public static AdaptiveCard Later(
        BotTexts t, Reminder reminder, Guid? message, IReadOnlyList<(string Title, string Value)> days, string? wrong, bool maySee = true)
    {
        List<CardElement> body =
        [
            .. maySee ? OpportunityCard.Head(t, reminder.Opportunity!, null, null) : [CardParts.Line(reminder.Opportunity!.No)],
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

        var data = OpportunityCard.Data(reminder.Opportunity!) with { Reminder = reminder.Id, Message = message };
        body.Add(CardParts.Buttons(
            Button.Of(t["Remind me later"], "reminder.snooze", data) with { Style = ActionStyle.Positive },
            Button.Leaving(t["Back"], "reminder.row", data)));
        return CardParts.Card(t, t["When shall I remind you?"], body);
    }

    /// <summary>A reminder that was dealt with takes one line.</summary>
    public static AdaptiveCard Folded(BotTexts t, Opportunity opportunity, string what, bool maySee = true) => CardParts.Card(
        t,
        what,
        CardParts.Done(t, what),
        CardParts.Line(maySee ? $"{opportunity.No}: {opportunity.Description}" : opportunity.No),
        CardParts.Buttons(maySee
            ? Button.Of(t["Open {0}", opportunity.No], "opportunity.show", new ButtonData(opportunity.No))
            : Button.Of(t["My opportunities"], "list.mine", new ButtonData())));

    private static ButtonData Data(BriefRow row, Guid? message) =>
        OpportunityCard.Data(row.Opportunity) with { Reminder = row.Open[0].Id, Message = message };
}
