using System.Globalization;
using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.SalesCycles;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>The form of a move, and the gate when something is missing: everything that is, as inputs; one press saves and moves.</summary>
internal static class MoveCard
{
    /// <param name="t">Language of the reader.</param>
    /// <param name="opportunity">With cycle and active entry.</param>
    /// <param name="move">The move.</param>
    /// <param name="target">The stage it leads to.</param>
    /// <param name="values">What stands in the inputs.</param>
    /// <param name="given">What was said so far beside the values; null when the form is opened.</param>
    /// <param name="quote">Quote typed so far.</param>
    /// <param name="wrong">By input id: what stops the move.</param>
    /// <param name="onlyMissing">Whether this is a gate: only the inputs named in <paramref name="wrong"/> are shown, and what would be
    /// lost otherwise.</param>
    public static AdaptiveCard Form(
        BotTexts t, Opportunity opportunity, MovePreview move, SalesCycleStage target, MoveValues values, MoveRequest? given,
        QuoteRequest? quote, IReadOnlyDictionary<string, string> wrong, bool onlyMissing)
    {
        List<CardElement> body = [.. OpportunityCard.Head(t, opportunity, null, null), CardParts.Subheading(Title(t, move, target))];
        if (onlyMissing)
        {
            body.Add(CardParts.Warning(t, t["Something is missing before it can move. Fill it in here; one press saves and moves."]));
        }

        body.AddRange(wrong.Where(w => w.Key.Length == 0).Select(w => CardParts.Warning(t, w.Value)));
        body.AddRange(
            WhichStage(t, move, target).Concat(Figures(t, move, values).Where(input => !onlyMissing || wrong.ContainsKey(input.Id!)))
            .Concat(Slip(t, given, wrong)).SelectMany(input => WithNote(t, input, wrong)));
        if (wrong.ContainsKey("quote") || quote is not null)
        {
            body.AddRange(wrong.GetValueOrDefault("quote") is { } asked
                ? [CardParts.Missing(t, asked, "quote") with { Spacing = Spacing.Medium }] : []);
            body.AddRange(Quote(t, quote, values).SelectMany(input => WithNote(t, input, wrong)));
        }

        var open = opportunity.Tasks.Count(task => !task.Closed);
        var cancels = given is { CancelOpenTasks: true };
        if ((!onlyMissing || cancels) && open > 0 && move.Action != MoveAction.Update)
        {
            body.Add(new InputToggle
            {
                Id = "cancelTasks",
                Label = t["Tasks"],
                Title = t["Cancel the {0} open {0:task|tasks}", open],
                Value = cancels ? "true" : "false",
            });
        }

        body.Add(new ActionSet { Actions = [.. Actions(t, opportunity, move, target)] });
        return CardParts.Card(t, $"{opportunity.No}: {Title(t, move, target)}", body);
    }

    /// <summary>Which stage, where there are several.</summary>
    private static IEnumerable<CardInput> WhichStage(BotTexts t, MovePreview move, SalesCycleStage target) => move.Stages.Count <= 1
        ? []
        : [new InputChoiceSet
        {
            Id = "stage",
            Label = CardParts.Required(t, t["Stage"]),
            Style = ChoiceSetStyle.Compact,
            Choices = [.. move.Stages.Select(s => new Choice(s.Stage.Description, s.Stage.Number.ToString(CultureInfo.InvariantCulture)))],
            Value = target.Number.ToString(CultureInfo.InvariantCulture),
        }];

    /// <summary>Skip and Jump take the stage's chances: they are not asked for.</summary>
    private static IEnumerable<CardInput> Figures(BotTexts t, MovePreview move, MoveValues values)
    {
        yield return new InputNumber
        {
            Id = "value",
            Label = CardParts.Required(t, t["Estimated value"]),
            Value = values.EstimatedValue == 0 ? null : values.EstimatedValue,
            Min = 0,
        };
        if (move.Action is not (MoveAction.Skip or MoveAction.Jump))
        {
            yield return new InputNumber
            {
                Id = "chances",
                Label = CardParts.Required(t, t["Chances in percent"]),
                Value = values.ChancesOfSuccess == 0 ? null : values.ChancesOfSuccess,
                Min = 0,
                Max = 100,
            };
        }

        yield return new InputDate
        {
            Id = "closeDate",
            Label = CardParts.Required(t, t["Expected closing date"]),
            Value = values.EstimatedCloseDate,
        };
    }

    /// <summary>Why the closing date moves, once it was asked for.</summary>
    private static IEnumerable<CardInput> Slip(BotTexts t, MoveRequest? given, IReadOnlyDictionary<string, string> wrong) =>
        !wrong.ContainsKey("slipReason") && given?.SlipReason is null
            ? []
            : [new InputText
            {
                Id = "slipReason",
                Label = CardParts.Required(t, t["Why the closing date moves"]),
                Value = given?.SlipReason.CutTo(Opportunity.MaxSlipReasonLength),
                MaxLength = Opportunity.MaxSlipReasonLength,
            }];

    private static IEnumerable<CardInput> Quote(BotTexts t, QuoteRequest? quote, MoveValues values)
    {
        yield return new InputText
        {
            Id = "quoteNumber",
            Label = CardParts.Required(t, t["Number of the quote"]),
            Value = quote?.Number.CutTo(Opportunity.MaxQuoteNumberLength),
            MaxLength = Opportunity.MaxQuoteNumberLength,
        };
        yield return new InputNumber
        {
            Id = "quoteAmount",
            Label = CardParts.Required(t, t["Amount of the quote"]),
            Value = quote?.Amount ?? values.EstimatedValue,
            Min = 0,
        };
    }

    private static IEnumerable<CardAction> Actions(BotTexts t, Opportunity opportunity, MovePreview move, SalesCycleStage target)
    {
        var data = OpportunityCard.Data(opportunity) with
        {
            Action = OpportunityCard.ApiName(move.Action),
            Stage = move.Action != MoveAction.Update && move.Stages.Count == 1 ? target.Number : null,
        };
        var isUpdate = move.Action == MoveAction.Update;
        yield return Button.Of(isUpdate ? t["Save"] : t["Save and move"], MoveCommand.VerbName, data) with { Style = ActionStyle.Positive };
        if (isUpdate)
        {
            yield return Button.Leaving(t["Quote…"], "opportunity.quoting", OpportunityCard.Data(opportunity));
        }

        yield return Button.Leaving(t["Back"], "opportunity.show", data);
    }

    /// <summary>An input, and below it what is still missing.</summary>
    private static IEnumerable<CardElement> WithNote(BotTexts t, CardInput input, IReadOnlyDictionary<string, string> wrong) =>
        wrong.GetValueOrDefault(input.Id!) is { } sentence ? [input, CardParts.Missing(t, sentence, input.Id)] : [input];

    /// <summary>Every stage that can be reached, each by the one step that leads there, and what it would ask for.</summary>
    public static AdaptiveCard Stages(BotTexts t, Opportunity opportunity, IReadOnlyList<MovePreview> moves, string? wrong)
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
                    s.Missing.Any(r => r.Field == "quote") ? t["{0} (needs a quote)", Way(t, s.Action, s.Stage)]
                        : Way(t, s.Action, s.Stage),
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
            body.Add(new InputToggle
            {
                Id = "cancelTasks",
                Label = t["Tasks"],
                Title = t["Cancel the {0} open {0:task|tasks}", open],
                Value = "false"
            });
        }

        body.Add(OpportunityForm.Buttons(t, opportunity, t["Move"], "opportunity.target"));
        return CardParts.Card(t, $"{opportunity.No}: {t["Move to another stage"]}", body);
    }

    /// <summary>What a move is called on its button.</summary>
    /// <param name="t">Language of the reader.</param>
    /// <param name="action">The way to move.</param>
    /// <param name="proposed">The stage taken when none is named.</param>
    public static string Title(BotTexts t, MoveAction action, SalesCycleStage proposed) => action switch
    {
        MoveAction.First => t["Start"],
        MoveAction.Next => t["Next stage"],
        MoveAction.Previous => t["Previous: {0}", proposed.Description],
        MoveAction.Skip => t["Skip to…"],
        MoveAction.Update => t["Update"],
        _ => t["Jump back to…"],
    };

    private static string Title(BotTexts t, MovePreview move, SalesCycleStage target) => move.Action switch
    {
        MoveAction.Update => t["Update at {0}", target.Description],
        MoveAction.First => t["Start at {0}", target.Description],
        _ when move.Stages.Count > 1 => Title(t, move.Action, target),
        _ => t["Move to {0}", target.Description],
    };

    private static string Way(BotTexts t, MoveAction action, SalesCycleStage stage) => action switch
    {
        MoveAction.Next => t["Next: {0}", stage.Description],
        MoveAction.Previous => t["Previous: {0}", stage.Description],
        MoveAction.Skip => t["Skip to {0}", stage.Description],
        _ => t["Jump back to {0}", stage.Description],
    };
}
