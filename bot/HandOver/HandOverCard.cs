using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Opportunities;

namespace ChatOpportunities.Bot.HandOver;

/// <summary>An opportunity that somebody was given, and the hand-over of many at once.</summary>
internal static class HandOverCard
{
    private const int MostNamed = 20;

    /// <summary>Everything the new owner needs to go on: last steps, what comes next, open tasks; they accept or decline.</summary>
    /// <param name="t">Language of the reader.</param>
    /// <param name="opportunity">Theirs now, with its state loaded.</param>
    /// <param name="whys">Who gave it, and what else is asked about it.</param>
    /// <param name="lastSteps">What was done to it, newest first.</param>
    /// <param name="data">What accepting and declining carry; left out: the opportunity alone.</param>
    /// <param name="others">What else can be done; left out: opening it.</param>
    /// <param name="done">What was just done, if anything.</param>
    /// <param name="refused">Why something was not done, if so.</param>
    public static AdaptiveCard Given(
        BotTexts t, Opportunity opportunity, IReadOnlyList<string> whys, IReadOnlyList<AuditEntry> lastSteps, ButtonData? data = null,
        IReadOnlyList<CardAction>? others = null, string? done = null, string? refused = null)
    {
        data ??= OpportunityCard.Data(opportunity);
        List<CardElement> body =
        [
            .. done is null ? [] : new[] { CardParts.Done(t, done) },
            .. whys.Select(CardParts.Paragraph),
            .. OpportunityCard.Notices(t, null, refused),
            .. OpportunityCard.Whole(t, opportunity),
        ];
        if (lastSteps.Count > 0)
        {
            body.Add(CardParts.Subheading(t["Last steps"]));
            body.AddRange(lastSteps.Select(
                step => CardParts.Line($"{t.Date(DateOnly.FromDateTime(step.At.UtcDateTime))} · {step.ByName}: {step.Say(t)}")));
        }

        body.Add(CardParts.Buttons(
        [
            Button.Of(t["Accept"], "handover.accept", data) with { Style = ActionStyle.Positive },
            Button.Of(t["Decline…"], "handover.declining", data),
            .. others ?? [Button.Of(t["Open"], "opportunity.show", data)],
        ]));
        return CardParts.Card(t, whys.Count == 1 ? whys[0] : $"{opportunity.No}: {opportunity.Description}", body);
    }

    /// <summary>What was given to the reader was taken back: it needs nothing of them any more.</summary>
    public static AdaptiveCard NotYours(BotTexts t, IReadOnlyList<(Opportunity Opportunity, string By)> taken)
    {
        var told = taken.Count == 1
            ? t["{0} has taken {1} back. It is not yours any more.", taken[0].By, taken[0].Opportunity.No]
            : t["Several opportunities were taken back. They are not yours any more."];
        List<CardElement> body =
        [
            CardParts.Paragraph(told),
            .. taken.Take(MostNamed).Select(
                one => CardParts.Line($"{one.Opportunity.No}: {one.Opportunity.Description}" + (taken.Count == 1 ? "" : $" · {one.By}"))),
        ];
        if (taken.Count > MostNamed)
        {
            body.Add(CardParts.Line(t["And {0} more.", taken.Count - MostNamed]));
        }

        body.Add(CardParts.Buttons(Button.Of(t["My opportunities"], "list.mine", new ButtonData())));
        return CardParts.Card(t, told, body);
    }

    public static AdaptiveCard Who(
        BotTexts t, IReadOnlyList<NamedRecord> theirs, IReadOnlyList<NamedRecord> everybody, string? from, string? to, string? wrong)
    {
        List<CardElement> body =
        [
            CardParts.Heading(t["Hand over many"]),
            new InputChoiceSet
            {
                Id = "from",
                Label = CardParts.Required(t, t["From"]),
                Style = ChoiceSetStyle.Filtered,
                Choices = [.. theirs.Select(p => new Choice(p.Name, p.Code))],
                Value = from,
                Placeholder = t["Choose a colleague"],
            },
            new InputChoiceSet
            {
                Id = "to",
                Label = CardParts.Required(t, t["To"]),
                Style = ChoiceSetStyle.Filtered,
                ChoicesData = everybody.Count < HandOverHandler.MostPeople ? null : new DataQuery("colleagues"),
                Choices = [.. everybody.Select(p => new Choice(p.Name, p.Code))],
                Value = to,
                Placeholder = t["Choose a colleague"],
            },
        ];
        if (wrong is not null)
        {
            body.Add(CardParts.Wrong(t, wrong, "to"));
        }

        body.Add(CardParts.Buttons(
            Button.Of(t["Show what is open"], "handover.choose", new ButtonData()) with { Style = ActionStyle.Positive }));
        return CardParts.Card(t, t["Hand over many"], body);
    }

    public static AdaptiveCard Which(BotTexts t, NamedRecord from, NamedRecord to, IReadOnlyList<NamedRecord> open, Guid form)
    {
        var title = t["From {0} to {1}", from.Name, to.Name];
        List<CardElement> body =
        [
            CardParts.Heading(title),
            new InputChoiceSet
            {
                Id = "which",
                Label = CardParts.Required(t, t["Opportunities"]),
                Style = ChoiceSetStyle.Compact,
                IsMultiSelect = true,
                Choices = [.. open.Select(o => new Choice($"{o.Code} {o.Name}", o.Code))],
                Value = string.Join(',', open.Select(o => o.Code)),
            },
            .. open.Count < ActMarks.AtOnce ? []
                : new[] { CardParts.Line(t["Only {0} at once: the others follow when you do this again.", ActMarks.AtOnce]) },
            new InputToggle { Id = "moveTasks", Label = t["Tasks"], Title = t["Hand over their open tasks too"], Value = "true" },
            CardParts.Buttons(
                Button.Of(t["Hand over"], "handover.give",
                    new ButtonData(Draft: form.ToString("N"), Text: to.Code, From: from.Code)) with { Style = ActionStyle.Positive },
                Button.Leaving(t["Back"], "handover.open", new ButtonData())),
        ];
        return CardParts.Card(t, title, body);
    }

    /// <summary>What was given at once, and what was not.</summary>
    /// <param name="t">Language of the reader.</param>
    /// <param name="outcome">What became of each.</param>
    /// <param name="form">Names the hand-over; it is taken back once.</param>
    public static AdaptiveCard Given(BotTexts t, HandOverOutcome outcome, string form)
    {
        var told = t["{0} has {1} more now and will be told.", outcome.To, outcome.Done.Count];
        List<CardElement> body = [outcome.Done.Count > 0 ? CardParts.Done(t, told) : CardParts.Warning(t, t["Nothing was handed over."]),
            .. outcome.NotDone.Select(CardParts.Line)];
        List<CardAction> actions = [];
        if (outcome.Done.Count > 0)
        {
            actions.Add(Button.Of(t["Undo"], "handover.undo", new ButtonData(Draft: form, Text: string.Join(',', outcome.Done))));
        }

        actions.Add(Button.Of(t["Hand over more…"], "handover.open", new ButtonData()));
        body.Add(new ActionSet { Actions = actions });
        return CardParts.Card(t, outcome.Done.Count > 0 ? told : t["Nothing was handed over."], body);
    }

    public static AdaptiveCard TakenBack(BotTexts t, HandOverOutcome outcome)
    {
        var told = t["{0} taken back.", outcome.Done.Count];
        return CardParts.Card(
            t, told,
            [CardParts.Done(t, told), .. outcome.NotDone.Select(CardParts.Line),
                CardParts.Buttons(Button.Of(t["Hand over more…"], "handover.open", new ButtonData()))]);
    }
}
