using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Chat;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Reminders;

namespace ChatOpportunities.Bot.Reminders;

/// <summary>A reminder: why it came, in one line, and what can be done about it right here.</summary>
internal static class ReminderCard
{
    /// <param name="t">Language of the reader.</param>
    /// <param name="reminder">With its opportunity's state loaded.</param>
    /// <param name="workingDaysOnStage">How long it has stood there.</param>
    public static AdaptiveCard Show(BotTexts t, Reminder reminder, int workingDaysOnStage)
    {
        var opportunity = reminder.Opportunity!;
        var why = Why(t, reminder, workingDaysOnStage);
        var later = reminder.Kind == ReminderKind.StageLimit ? Button.Leaving(t["Remind me later"], "reminder.later", Data(reminder)) : null;
        var card = OpportunityCard.Show(t, new OpportunityView(opportunity, MayChange: true), insteadOfAssign: later);
        return CardParts.Card(t, why, [CardParts.Paragraph(why), .. card.Body]);
    }

    /// <summary>When it shall come again.</summary>
    public static AdaptiveCard Later(BotTexts t, Reminder reminder, IReadOnlyList<(string Title, string Value)> days, string? wrong)
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

        body.Add(CardParts.Buttons(
            Button.Of(t["Remind me later"], "reminder.snooze", Data(reminder)) with { Style = ActionStyle.Positive },
            Button.Leaving(t["Back"], "opportunity.show", OpportunityCard.Data(reminder.Opportunity!))));
        return CardParts.Card(t, t["When shall I remind you?"], body);
    }

    /// <summary>A reminder that was dealt with takes one line.</summary>
    public static AdaptiveCard Folded(BotTexts t, Reminder reminder, string what) => CardParts.Card(
        t,
        what,
        CardParts.Done(t, what),
        CardParts.Line($"{reminder.Opportunity!.No}: {reminder.Opportunity.Description}"),
        CardParts.Buttons(Button.Of(t["Open {0}", reminder.Opportunity.No], "opportunity.show", new ButtonData(reminder.Opportunity.No))));

    private static string Why(BotTexts t, Reminder reminder, int days) => reminder.Kind switch
    {
        ReminderKind.HandOver => t["{0} gave you this opportunity.", reminder.FromName],
        _ when reminder.Opportunity!.Current is { Stage: { } stage } => reminder.Snoozes == 0
            ? t["{0} working days on {1}; your limit is {2}. What comes next?", days, stage.Description, stage.LimitWorkingDays]
            : t["{0} working days on {1}; your limit is {2}; put off {3} times. What comes next?", days, stage.Description, stage.LimitWorkingDays, reminder.Snoozes],
        _ => t["This opportunity waits for you."],
    };

    private static ButtonData Data(Reminder reminder) => OpportunityCard.Data(reminder.Opportunity!) with { Reminder = reminder.Id };
}
