using System.Globalization;
using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>The card of one opportunity: what it is, where it stands, what can be done next.</summary>
internal static class OpportunityCard
{
    /// <summary>Of the messages kept with it, the newest.</summary>
    public const int ShownMessages = 3;

    private const int ShownOfMessage = 200;

    /// <param name="t">Language of the reader.</param>
    /// <param name="view">The opportunity as the reader may see it.</param>
    /// <param name="done">What was just done, if anything.</param>
    /// <param name="refused">Why something was not done, if so.</param>
    /// <param name="insteadOfAssign">A button that matters more just now; assigning then stands under More.</param>
    /// <param name="with">What else the reader is told and offered.</param>
    public static AdaptiveCard Show(
        BotTexts t, OpportunityView view, string? done = null, string? refused = null, CardAction? insteadOfAssign = null,
        CardExtras? with = null)
    {
        var opportunity = view.Opportunity;
        List<CardElement> body = [.. Head(t, opportunity, done, refused), .. Worries(t, with?.Worries ?? []), .. Figures(t, opportunity)];
        body.Add(new ActionSet { Actions = Actions(t, view, insteadOfAssign, with) });
        return CardParts.Card(t, Summary(t, opportunity, done), body) with { Refresh = with?.Refresh };
    }

    /// <summary>The rest of what can be done.</summary>
    /// <param name="t">Language of the reader.</param>
    /// <param name="view">The opportunity as the reader may see it.</param>
    /// <param name="messages">Messages kept with it.</param>
    public static AdaptiveCard More(BotTexts t, OpportunityView view, IReadOnlyList<AuditEntry> messages)
    {
        var opportunity = view.Opportunity;
        var data = Data(opportunity);
        List<CardAction> actions = [];
        if (view.MayChange && !opportunity.IsClosed)
        {
            actions.Add(Button.Of(t["Next step…"], "opportunity.stepping", data));
            actions.Add(Button.Of(t["Tasks"], "opportunity.tasks", data));
            if (opportunity.Moves().Any(m => m.Action is MoveAction.Previous or MoveAction.Skip or MoveAction.Jump))
            {
                actions.Add(Button.Of(t["Other stage…"], "opportunity.targets", data));
            }

            actions.Add(Button.Of(t["Close…"], "opportunity.closing", data));
        }

        // Six buttons at most: the quote stands in the form of the figures.
        var back = Button.Of(t["Back"], "opportunity.show", data);
        return CardParts.Card(
            t,
            Summary(t, opportunity, null),
            [
                .. Head(t, opportunity, null, null),
                .. Figures(t, opportunity),
                .. messages.Select(message => Message(
                    t, message.Arguments[0], message.Arguments[1], message.ByName, message.MessageLink)),
                .. actions.Count == 0
                    ? [CardParts.Buttons(back)]
                    : new[] { new ActionSet { Actions = actions },
                        CardParts.Buttons(Button.Of(t["Assign"], "opportunity.assigning", data), back) },
            ]);
    }

    /// <summary>
    /// The card as everybody in a group or channel may see it: no values. The clients of those named ask for their own view.
    /// </summary>
    public static AdaptiveCard Shared(BotTexts t, Opportunity opportunity, Refresh? refresh) => CardParts.Card(
        t,
        $"{opportunity.No}: {opportunity.Description}",
        [
            CardParts.Heading(opportunity.Description),
            CardParts.Line($"{opportunity.No} · {StatusName(t, opportunity.Status)} · {opportunity.Salesperson!.Name}"),
            .. Stage(t, opportunity),
            CardParts.Line(t["Values and buttons are shown to those who may see them."]),
            CardParts.Buttons(Button.Of(t["Show mine"], "opportunity.view", new ButtonData(opportunity.No))),
        ]) with
    { Refresh = refresh };

    /// <summary>Title, number and status, with what was done or refused before it.</summary>
    public static IEnumerable<CardElement> Head(BotTexts t, Opportunity opportunity, string? done, string? refused)
    {
        if (done is not null)
        {
            yield return CardParts.Done(t, done);
        }

        if (refused is not null)
        {
            yield return CardParts.Warning(t, refused);
        }

        yield return CardParts.Heading(opportunity.Description);
        yield return CardParts.Line($"{opportunity.No} · {opportunity.Contact!.DisplayName} · {StatusName(t, opportunity.Status)}");
        foreach (var element in Stage(t, opportunity))
        {
            yield return element;
        }
    }

    /// <summary>Why it needs an eye, in words; the word says it, the colour repeats it.</summary>
    public static IEnumerable<CardElement> Worries(BotTexts t, IReadOnlyList<StaleReason> worries) =>
        worries.Select(worry => CardParts.Warning(t, worry.Say(t)) with { Spacing = Spacing.Small });

    /// <summary>What a message says, who wrote it and by whose word, cut short; a tap leads to it.</summary>
    /// <param name="t">Language of the reader.</param>
    /// <param name="sender">Who wrote it, as told.</param>
    /// <param name="text">What it says, as told.</param>
    /// <param name="by">Who passed it on; null where the reader does so just now.</param>
    /// <param name="link">Where it stands.</param>
    public static Container Message(BotTexts t, string sender, string text, string? by, Uri? link)
    {
        var beginning = text.Length <= ShownOfMessage ? text : text.CutTo(ShownOfMessage) + "…";
        var said = CardParts.Paragraph(by is null
            ? t["{0} wrote: “{1}”", sender, beginning]
            : t["{0} wrote, as passed on by {3}: “{1}”", sender, beginning, "", by]);
        return link is null
            ? new Container { Items = [said], Spacing = Spacing.Medium }
            : CardParts.Row(new ActionOpenUrl { Title = t["Open the message"], Url = link }, said, CardParts.Line(t["Open the message"]));
    }

    /// <summary>What it is worth, who has it, what comes next.</summary>
    public static IEnumerable<CardElement> Figures(BotTexts t, Opportunity opportunity)
    {
        var now = opportunity.Current;
        var tasks = opportunity.Tasks.Where(task => !task.Closed).OrderBy(task => task.Date).ToList();
        yield return CardParts.Facts(
            (opportunity.Status == OpportunityStatus.Won ? t["Sold for"] : t["Estimated value"], Value(t, opportunity)),
            (t["Chances"], opportunity.IsClosed ? null : now is not null ? t.Percent(now.ChancesOfSuccess)
                : opportunity.InitialChances is { } c ? t.Percent(c) : null),
            (t["Weighted value"], opportunity.IsClosed || now is null ? null : t.Money(decimal.Round(now.CurrentValue, 2))),
            (opportunity.IsClosed ? t["Closed on"] : t["Expected closing"],
                (opportunity.ClosedOn ?? now?.EstimatedCloseDate ?? opportunity.InitialCloseDate) is { } date ? t.Date(date) : null),
            (t["Reason"], now?.CloseReason?.Description),
            (t["Next step"], NextStep(t, opportunity)),
            (t["Salesperson"], opportunity.Salesperson!.Name),
            (t["Priority"], opportunity.Priority == Priority.Normal ? null : opportunity.Priority == Priority.High ? t["High"] : t["Low"]),
            (t["Source"], opportunity.Source),
            (t["Quote"],
                opportunity.QuoteNumber is null ? null : t["{0} over {1}", opportunity.QuoteNumber, t.Money(opportunity.QuoteAmount ?? 0)]),
            (t["Open tasks"], tasks.Count == 0 ? null : tasks.Count.ToString(CultureInfo.InvariantCulture)));
        if (tasks.FirstOrDefault() is { } next)
        {
            yield return CardParts.Line(t["Task due {0}: {1}", t.Date(next.Date), next.Description]);
        }
    }

    public static string? NextStep(BotTexts t, Opportunity opportunity) => (opportunity.NextStep, opportunity.NextStepDate) switch
    {
        (_, null) => null,
        (null, { } day) => t.Date(day),
        ({ } step, { } day) => $"{step} ({t.Date(day)})",
    };

    public static ButtonData Data(Opportunity opportunity) => new(opportunity.No, opportunity.Version);

    public static string StatusName(BotTexts t, OpportunityStatus status) => status switch
    {
        OpportunityStatus.NotStarted => t["Not started"],
        OpportunityStatus.InProgress => t["In progress"],
        OpportunityStatus.Won => t["Won"],
        _ => t["Lost"],
    };

    public static string PriorityName(BotTexts t, Priority priority) => priority switch
    {
        Priority.High => t["High"],
        Priority.Low => t["Low"],
        _ => t["Normal"],
    };

    /// <summary>An enum's member as the API writes it.</summary>
    public static string ApiName(Enum member) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(member.ToString());

    private static string Summary(BotTexts t, Opportunity opportunity, string? done) =>
        done is null ? $"{opportunity.No}: {opportunity.Description}" : $"{done} {opportunity.No}: {opportunity.Description}";

    private static IEnumerable<CardElement> Stage(BotTexts t, Opportunity opportunity)
    {
        if (opportunity.Current is { StageId: not null } current)
        {
            var stages = opportunity.SalesCycle!.Stages;
            var place = stages.TakeWhile(s => s.Id != current.StageId).Count() + 1;
            yield return CardParts.Progress(
                place, stages.Count, t["Stage {0} of {1}: {2}", place, stages.Count,
                    stages.FirstOrDefault(s => s.Id == current.StageId)?.Description ?? current.StageDescription]);
        }
    }

    private static string? Value(BotTexts t, Opportunity opportunity) =>
        opportunity.Status == OpportunityStatus.Won ? t.Money(opportunity.Current!.CurrentValue)
        : (opportunity.Current?.EstimatedValue ?? opportunity.InitialValue) is { } value ? t.Money(value) : null;

    /// <summary>At most four, the one that matters most first.</summary>
    private static List<CardAction> Actions(BotTexts t, OpportunityView view, CardAction? insteadOfAssign, CardExtras? with)
    {
        var opportunity = view.Opportunity;
        var data = Data(opportunity);
        var undo = with?.MayUndo == true ? Button.Of(t["Undo"], "opportunity.undo", data) : null;
        List<CardAction?> actions = [];
        if (!view.MayChange || opportunity.IsClosed)
        {
            actions.Add(undo);
            actions.Add(with?.MayReopen == true ? Button.Of(t["Reopen"], "opportunity.reopening", data) : null);
            actions.Add(with?.Review);
            actions.Add(Button.Of(t["My opportunities"], "list.mine", new ButtonData()));
            return [.. actions.OfType<CardAction>()];
        }

        var moves = opportunity.Moves();
        actions.Add(moves.FirstOrDefault(m => m.Action is MoveAction.First or MoveAction.Next) is { } forward
            ? Button.Of(
                forward.Action == MoveAction.First ? t["Start"] : t["Next stage"], "opportunity.move",
                data with { Action = ApiName(forward.Action), Stage = forward.Proposed.Number }) with
            { Style = ActionStyle.Positive }
            : Button.Of(t["Close as won"], "opportunity.closing", data with { Action = "won" }) with { Style = ActionStyle.Positive });
        if (with?.Conflict is { } mine)
        {
            actions.Add(mine);
            actions.Add(Button.Of(t["Keep theirs"], "opportunity.show", data));
        }
        else
        {
            // Just after an act, taking it back matters more than the next one; inside a review, so does going on.
            var update = moves.Any(m => m.Action == MoveAction.Update)
                ? Button.Of(t["Update"], "opportunity.moving", data with { Action = "update" }) : null;
            actions.Add(undo is not null && with?.Review is not null ? undo : update);
            actions.Add(insteadOfAssign ?? with?.Review ?? undo ?? Button.Of(t["Assign"], "opportunity.assigning", data));
        }

        actions.Add(Button.Of(t["More"], "opportunity.more", data));
        return [.. actions.OfType<CardAction>()];
    }
}

/// <summary>What a reader is told and offered beside the opportunity itself.</summary>
/// <param name="Worries">Why it needs an eye.</param>
/// <param name="MayUndo">Whether what they just did can be taken back.</param>
/// <param name="MayReopen">Whether they may open it again.</param>
/// <param name="Review">Leads back to the review they are in.</param>
/// <param name="Conflict">Does what they wanted on top of what somebody else did.</param>
/// <param name="Refresh">Lets the card be brought up to date when it is shown.</param>
internal sealed record CardExtras(
    IReadOnlyList<StaleReason> Worries, bool MayUndo = false, bool MayReopen = false, CardAction? Review = null,
    CardAction? Conflict = null, Refresh? Refresh = null);
