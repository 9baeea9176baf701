using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.SalesCycles;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>Ending an opportunity as won or lost.</summary>
internal static class CloseCard
{
    /// <param name="t">Language of the reader.</param>
    /// <param name="opportunity">With active entry and open tasks.</param>
    /// <param name="reasons">Those of the outcome.</param>
    /// <param name="request">What stands in the inputs; its outcome is given.</param>
    /// <param name="wrong">By input id: what stops it.</param>
    /// <param name="channel">Where the team tells of what it won, if anywhere.</param>
    public static AdaptiveCard Form(
        BotTexts t, Opportunity opportunity, IReadOnlyList<NamedRecord> reasons, CloseOpportunity request,
        IReadOnlyDictionary<string, string> wrong, string? channel = null)
    {
        var won = request.Outcome == Outcome.Won;
        var title = won ? t["Close as won"] : t["Close as lost"];
        List<CardElement> body = [.. OpportunityCard.Head(t, opportunity, null, null), CardParts.Subheading(title)];
        foreach (var (_, sentence) in wrong.Where(w => w.Key.Length == 0))
        {
            body.Add(CardParts.Warning(t, sentence));
        }

        foreach (var input in OutcomeInputs(t, opportunity, reasons, request).Concat(ConsequenceInputs(t, opportunity, request, channel)))
        {
            body.Add(input);
            if (wrong.GetValueOrDefault(input.Id!) is { } refusal)
            {
                body.Add(CardParts.Missing(t, refusal, input.Id));
            }
        }

        var data = OpportunityCard.Data(opportunity) with { Action = OpportunityCard.ApiName(request.Outcome!) };
        body.Add(CardParts.Buttons(
            Button.Of(title, "opportunity.close", data) with { Style = won ? ActionStyle.Positive : ActionStyle.Destructive },
            Button.Leaving(t["Back"], "opportunity.show", data)));
        return CardParts.Card(t, $"{opportunity.No}: {title}", body);
    }

    /// <summary>Why it ends, for how much and when.</summary>
    private static IEnumerable<CardInput> OutcomeInputs(
        BotTexts t, Opportunity opportunity, IReadOnlyList<NamedRecord> reasons, CloseOpportunity request)
    {
        yield return new InputChoiceSet
        {
            Id = "reason",
            Label = CardParts.Required(t, t["Reason"]),
            Style = ChoiceSetStyle.Compact,
            Choices = [.. reasons.Select(r => new Choice(r.Name, r.Code))],
            Value = reasons.FirstOrDefault(r => r.Code == request.ReasonCode)?.Code ?? (reasons.Count == 1 ? reasons[0].Code : null),
            Placeholder = t["Choose a reason"],
        };
        if (request.Outcome == Outcome.Won)
        {
            yield return new InputNumber
            {
                Id = "amount",
                Label = CardParts.Required(t, t["Amount of the sale"]),
                Value = request.Amount ?? opportunity.QuoteAmount ?? opportunity.Current?.EstimatedValue ?? opportunity.InitialValue,
                Min = 0,
            };
        }

        yield return new InputDate { Id = "closingDate", Label = t["Closing date"], Value = request.ClosingDate };
        yield return new InputText
        {
            Id = "note",
            Label = t["Note"],
            Value = request.Note?.Length > Opportunity.MaxNoteLength
            ? request.Note[..Opportunity.MaxNoteLength] : request.Note,
            IsMultiline = true,
            MaxLength = Opportunity.MaxNoteLength
        };
    }

    /// <summary>What becomes of its open tasks, and who is told.</summary>
    private static IEnumerable<CardInput> ConsequenceInputs(
        BotTexts t, Opportunity opportunity, CloseOpportunity request, string? channel)
    {
        var open = opportunity.Tasks.Count(task => !task.Closed);
        if (open > 0)
        {
            yield return new InputToggle
            {
                Id = "cancelTasks",
                Label = t["Tasks"],
                Title = t["Cancel the {0} open {0:task|tasks}", open],
                Value = request.CancelOpenTasks ? "true" : "false"
            };
        }

        if (channel is not null)
        {
            yield return new InputToggle
            {
                Id = "tellChannel",
                Label = t["Tell the others"],
                Title = t["Tell it in {0}", CardText.Escape(channel)],
                Value = "true"
            };
        }
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
                    Button.Of(
                        t["Close as lost"], "opportunity.closing", data with { Action = "lost" }) with { Style = ActionStyle.Destructive },
                    Button.Of(t["Back"], "opportunity.show", data)),
            ]);
    }
}
