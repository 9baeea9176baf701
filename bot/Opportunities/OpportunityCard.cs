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
        List<CardElement> body = [.. Notices(t, done, refused), .. Whole(t, opportunity, with?.Worries, view.MayChange, with?.Tab)];
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
                .. Whole(t, opportunity),
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

    /// <summary>Above a form: title, contact and where it stands, with what was done or refused before them.</summary>
    public static IEnumerable<CardElement> Head(BotTexts t, Opportunity opportunity, string? done, string? refused) =>
        [.. Notices(t, done, refused), .. Title(t, opportunity), .. Stage(t, opportunity)];

    /// <summary>What was done, or why it was not.</summary>
    public static IEnumerable<CardElement> Notices(BotTexts t, string? done, string? refused)
    {
        if (done is not null)
        {
            yield return CardParts.Done(t, done);
        }

        if (refused is not null)
        {
            yield return CardParts.Warning(t, refused);
        }
    }

    /// <summary>
    /// All of it at a look: what it is, what it is worth, when it closes and where it stands; then the one thing that needs attention and
    /// what comes next. The rest is folded away.
    /// </summary>
    /// <param name="t">Language of the reader.</param>
    /// <param name="opportunity">With its state loaded.</param>
    /// <param name="worries">Why it needs an eye, the weightiest first.</param>
    /// <param name="mayAct">Whether the reader is told what to do about it.</param>
    /// <param name="tab">Leads to its page in the app's tab.</param>
    public static IEnumerable<CardElement> Whole(
        BotTexts t, Opportunity opportunity, IReadOnlyList<StaleReason>? worries = null, bool mayAct = false, Uri? tab = null)
    {
        worries ??= [];
        List<CardElement> shown = [.. Title(t, opportunity), Figures(t, opportunity), .. Stage(t, opportunity)];
        if (worries.Count > 0)
        {
            shown.Add(Attention(t, worries[0], mayAct));
        }

        string?[] lines =
        [
            opportunity.Current?.CloseReason is { } reason ? t["Reason: {0}", reason.Description] : null,
            NextStep(t, opportunity) is { } step ? t["Next step: {0}", step] : null,
            worries is not [{ Sentence: Staleness.TaskLate }, ..] && NextTask(opportunity) is { } task
                ? t["Task due {0}: {1}", t.Date(task.Date), task.Description] : null,
        ];
        shown.AddRange(lines.OfType<string>().Select(CardParts.Line));
        List<CardElement> details = Details(t, opportunity, worries);
        if (tab is not null)
        {
            details.Add(CardParts.Row(
                new ActionOpenUrl { Title = t["Open its page"], Url = tab }, CardParts.Line(t["Its history and notes: open its page"])));
        }

        return [.. shown, .. CardParts.Folded(t["Details"], details)];
    }

    /// <summary>Why it needs an eye, and how that is mended: a field of its own, told apart by words and by its ground.</summary>
    private static Container Attention(BotTexts t, StaleReason worry, bool mayAct)
    {
        // The ground is coloured, so the words are not: they would be too pale on it.
        var warning = CardParts.Warning(t, worry.Say(t)) with { Color = null };
        return new Container
        {
            Style = ContainerStyle.Warning,
            RoundedCorners = true,
            Spacing = Spacing.Medium,
            Items = mayAct ? [warning, CardParts.Paragraph(WhatToDo(t, worry)) with { Spacing = Spacing.Small }] : [warning],
        };
    }

    private static string WhatToDo(BotTexts t, StaleReason worry) => worry.Sentence switch
    {
        Staleness.StageLimit => t["Move it on, or set the next step under “More”."],
        Staleness.ClosePassed => t["Set a new closing day with “Update”, or close it under “More”."],
        Staleness.NextStepPassed => t["Set the next one under “More”."],
        Staleness.TaskLate => t["Say “tasks” to mark it done or to put it off."],
        _ => t["Start it, or give it to a colleague."],
    };

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

    private static IEnumerable<CardElement> Title(BotTexts t, Opportunity opportunity) =>
    [
        CardParts.Heading(opportunity.Description),
        CardParts.Line($"{opportunity.Contact!.DisplayName} · {opportunity.No} · {StatusName(t, opportunity.Status)}"),
    ];

    /// <summary>What it is worth, when it closes and where it stands, side by side.</summary>
    private static ColumnSet Figures(BotTexts t, Opportunity opportunity)
    {
        var now = opportunity.Current;
        var day = opportunity.ClosedOn ?? now?.EstimatedCloseDate ?? opportunity.InitialCloseDate;
        return new ColumnSet
        {
            Spacing = Spacing.Medium,
            Columns =
            [
                Figure(opportunity.Status == OpportunityStatus.Won ? t["Sold for"] : t["Value"], Value(t, opportunity), 4, TextSize.Large),
                Figure(opportunity.IsClosed ? t["Closed on"] : t["Closes"], day is { } date ? t.Date(date) : null, 3),
                now is { StageId: not null } ? Figure(t["Stage"], StageName(opportunity, now), 4)
                    : Figure(t["Status"], StatusName(t, opportunity.Status), 4),
            ],
        };
    }

    /// <param name="name">What it is.</param>
    /// <param name="figure">Null when nobody has said.</param>
    /// <param name="width">Its share: the day needs least, and no name of a stage shall break on a phone.</param>
    /// <param name="size">Larger than text for the one that is looked for.</param>
    private static Column Figure(string name, string? figure, int width, TextSize size = TextSize.Default) => new()
    {
        Width = width.ToString(CultureInfo.InvariantCulture),
        Items =
        [
            CardParts.Line(name),
            new TextBlock
            {
                // The column is narrow: a line rather breaks before a unit than inside it.
                Text = CardText.Escape(figure ?? "–").Replace('\u00A0', ' '),
                Size = size,
                Weight = size == TextSize.Large ? TextWeight.Bolder : null,
                Spacing = Spacing.None,
            },
        ],
    };

    /// <summary>Who has it, how likely it is and how that weighs its value, and what else is known.</summary>
    private static List<CardElement> Details(BotTexts t, Opportunity opportunity, IReadOnlyList<StaleReason> worries)
    {
        var now = opportunity.Current;
        var weighing = opportunity.IsClosed ? null : now;
        var chances = opportunity.IsClosed ? null : now?.ChancesOfSuccess ?? opportunity.InitialChances;
        var tasks = opportunity.Tasks.Count(task => !task.Closed);
        return
        [
            .. worries.Skip(1).Select(worry => CardParts.Paragraph(worry.Say(t))),
            CardParts.Facts(
                (t["Salesperson"], opportunity.Salesperson!.Name),
                (t["Priority"], PriorityName(t, opportunity.Priority)),
                (t["Chances"], chances is { } percent ? t.Percent(percent) : null),
                (t["Probability"], weighing is null ? null : HowProbable(t, opportunity.SalesCycle, weighing)),
                (t["Weighted value"], weighing is null ? null : HowWeighted(t, weighing)),
                (t["Source"], opportunity.Source),
                (t["Quote"], opportunity.QuoteNumber is null ? null
                    : t["{0} over {1}", opportunity.QuoteNumber, t.Money(opportunity.QuoteAmount ?? 0)]),
                (t["Open tasks"], tasks == 0 ? null : tasks.ToString(CultureInfo.InvariantCulture))),
        ];
    }

    private static string HowWeighted(BotTexts t, OpportunityEntry now) =>
        $"{t.Money(decimal.Round(now.CurrentValue, 2))} = {t.Money(now.EstimatedValue)} × {t.Percent(now.Probability)}";

    /// <summary>The probability, and what it was made from; only the figure where the cycle's way has changed since.</summary>
    private static string HowProbable(BotTexts t, SalesCycle? cycle, OpportunityEntry now)
    {
        var (figure, chances, completed) = (t.Percent(now.Probability), t.Percent(now.ChancesOfSuccess), t.Percent(now.CompletedPercent));
        return cycle is null || now.Probability != Probability.Of(cycle.ProbabilityMethod, now.ChancesOfSuccess, now.CompletedPercent)
            ? figure
            : cycle.ProbabilityMethod switch
            {
                ProbabilityMethod.Multiply => t["{0}: chances {1} × completed {2}", figure, chances, completed],
                ProbabilityMethod.Add => t["{0}: the average of chances {1} and completed {2}", figure, chances, completed],
                ProbabilityMethod.ChancesOfSuccess => t["{0}: the chances alone", figure],
                _ => t["{0}: the share of the cycle that is completed", figure],
            };
    }

    private static SalesTask? NextTask(Opportunity opportunity) =>
        opportunity.Tasks.Where(task => !task.Closed).OrderBy(task => task.Date).FirstOrDefault();

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
            yield return CardParts.Segments(
                place, stages.Count, t["Stage {0} of {1}: {2}", place, stages.Count, StageName(opportunity, current)]) with
            {
                Spacing = Spacing.Medium,
            };
        }
    }

    /// <summary>As it is called today.</summary>
    private static string StageName(Opportunity opportunity, OpportunityEntry current) =>
        opportunity.SalesCycle?.Stages.FirstOrDefault(s => s.Id == current.StageId)?.Description ?? current.StageDescription;

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
/// <param name="Tab">Leads to its page in the app's tab; null where the app has none.</param>
internal sealed record CardExtras(
    IReadOnlyList<StaleReason> Worries, bool MayUndo = false, bool MayReopen = false, CardAction? Review = null,
    CardAction? Conflict = null, Refresh? Refresh = null, Uri? Tab = null);
