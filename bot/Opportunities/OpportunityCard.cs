using System.Globalization;
using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Chat;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>The card of one opportunity: what it is, where it stands, what can be done next.</summary>
internal static class OpportunityCard
{
    /// <param name="t">Language of the reader.</param>
    /// <param name="view">The opportunity as the reader may see it.</param>
    /// <param name="done">What was just done, if anything.</param>
    /// <param name="refused">Why something was not done, if so.</param>
    /// <param name="insteadOfAssign">A button that matters more just now; assigning then stands under More.</param>
    public static AdaptiveCard Show(BotTexts t, OpportunityView view, string? done = null, string? refused = null, CardAction? insteadOfAssign = null)
    {
        var opportunity = view.Opportunity;
        List<CardElement> body = [.. Head(t, opportunity, done, refused), .. Figures(t, opportunity)];
        body.Add(new ActionSet { Actions = view.MayChange && !opportunity.IsClosed ? Actions(t, opportunity, insteadOfAssign) : [Mine(t)] });

        return CardParts.Card(t, Summary(t, opportunity, done), body);
    }

    /// <summary>The rest of what can be done.</summary>
    public static AdaptiveCard More(BotTexts t, OpportunityView view)
    {
        var opportunity = view.Opportunity;
        var data = Data(opportunity);
        List<CardAction> actions = [];
        if (view.MayChange && !opportunity.IsClosed)
        {
            actions.Add(Button.Of(t["Assign"], "opportunity.assigning", data));
            actions.Add(Button.Of(t["Close as won"], "opportunity.closing", data with { Action = "won" }));
            actions.Add(Button.Of(t["Close as lost"], "opportunity.closing", data with { Action = "lost" }));
            // Six at most: where one can both skip and jump back, the jump leads to the previous stage too.
            var moves = opportunity.Moves();
            var both = moves.Any(m => m.Action == MoveAction.Skip) && moves.Any(m => m.Action == MoveAction.Jump);
            actions.AddRange(moves
                .Where(m => m.Action is MoveAction.Skip or MoveAction.Jump || (m.Action == MoveAction.Previous && !both))
                .Select(m => Button.Of(MoveCard.Title(t, m.Action, m.Proposed), "opportunity.moving", data with { Action = ApiName(m.Action) })));
        }

        actions.Add(Button.Of(t["Back"], "opportunity.show", data));
        return CardParts.Card(
            t, Summary(t, opportunity, null), [.. Head(t, opportunity, null, null), .. Figures(t, opportunity), new ActionSet { Actions = actions }]);
    }

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
        if (opportunity.Current is { StageId: not null } current)
        {
            var stages = opportunity.SalesCycle!.Stages;
            var place = stages.TakeWhile(s => s.Id != current.StageId).Count() + 1;
            yield return CardParts.Progress(
                place, stages.Count, t["Stage {0} of {1}: {2}", place, stages.Count, stages.FirstOrDefault(s => s.Id == current.StageId)?.Description ?? current.StageDescription]);
        }
    }

    public static ButtonData Data(Opportunity opportunity) => new(opportunity.No, opportunity.Version);

    public static string StatusName(BotTexts t, OpportunityStatus status) => status switch
    {
        OpportunityStatus.NotStarted => t["Not started"],
        OpportunityStatus.InProgress => t["In progress"],
        OpportunityStatus.Won => t["Won"],
        _ => t["Lost"],
    };

    /// <summary>An enum's member as the API writes it.</summary>
    public static string ApiName(Enum member) => JsonNamingPolicyName(member.ToString());

    private static string JsonNamingPolicyName(string name) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name);

    private static string Summary(BotTexts t, Opportunity opportunity, string? done) =>
        done is null ? $"{opportunity.No}: {opportunity.Description}" : $"{done} {opportunity.No}: {opportunity.Description}";

    public static IEnumerable<CardElement> Figures(BotTexts t, Opportunity opportunity)
    {
        var now = opportunity.Current;
        yield return CardParts.Facts(
            (opportunity.Status == OpportunityStatus.Won ? t["Sold for"] : t["Estimated value"], Value(t, opportunity)),
            (t["Chances"], opportunity.IsClosed ? null : now is not null ? t.Percent(now.ChancesOfSuccess) : opportunity.InitialChances is { } c ? t.Percent(c) : null),
            (t["Weighted value"], opportunity.IsClosed || now is null ? null : t.Money(decimal.Round(now.CurrentValue, 2))),
            (opportunity.IsClosed ? t["Closed on"] : t["Expected closing"], (opportunity.ClosedOn ?? now?.EstimatedCloseDate ?? opportunity.InitialCloseDate) is { } date ? t.Date(date) : null),
            (t["Reason"], now?.CloseReason?.Description),
            (t["Salesperson"], opportunity.Salesperson!.Name),
            (t["Priority"], opportunity.Priority == Priority.Normal ? null : opportunity.Priority == Priority.High ? t["High"] : t["Low"]),
            (t["Quote"], opportunity.QuoteNumber is null ? null : t["{0} over {1}", opportunity.QuoteNumber, t.Money(opportunity.QuoteAmount ?? 0)]),
            (t["Next step"], opportunity.NextStepDate is { } step ? opportunity.NextStep is null ? t.Date(step) : t["{0}, on {1}", opportunity.NextStep, t.Date(step)] : null),
            (t["Open tasks"], opportunity.Tasks.Count == 0 ? null : opportunity.Tasks.Count.ToString(CultureInfo.InvariantCulture)));
        if (opportunity.Tasks.OrderBy(task => task.Date).FirstOrDefault() is { } next)
        {
            yield return CardParts.Line(t["Task due {0}: {1}", t.Date(next.Date), next.Description]);
        }
    }

    private static string? Value(BotTexts t, Opportunity opportunity) =>
        opportunity.Status == OpportunityStatus.Won ? t.Money(opportunity.Current!.CurrentValue)
        : (opportunity.Current?.EstimatedValue ?? opportunity.InitialValue) is { } value ? t.Money(value) : null;

    private static ActionExecute Mine(BotTexts t) => Button.Of(t["My opportunities"], "list.mine", new ButtonData());

    private static List<CardAction> Actions(BotTexts t, Opportunity opportunity, CardAction? insteadOfAssign)
    {
        var data = Data(opportunity);
        List<CardAction> actions = [];
        var moves = opportunity.Moves();
        if (moves.FirstOrDefault(m => m.Action is MoveAction.First or MoveAction.Next) is { } forward)
        {
            var title = forward.Action == MoveAction.First ? t["Start"] : t["Next stage"];
            actions.Add(Button.Of(title, "opportunity.move", data with { Action = ApiName(forward.Action) }) with { Style = ActionStyle.Positive });
        }
        else
        {
            actions.Add(Button.Of(t["Close as won"], "opportunity.closing", data with { Action = "won" }) with { Style = ActionStyle.Positive });
        }

        if (moves.Any(m => m.Action == MoveAction.Update))
        {
            actions.Add(Button.Of(t["Update"], "opportunity.moving", data with { Action = "update" }));
        }

        actions.Add(insteadOfAssign ?? Button.Of(t["Assign"], "opportunity.assigning", data));
        actions.Add(Button.Of(t["More"], "opportunity.more", data));
        return actions;
    }
}
