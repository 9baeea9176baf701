using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Opportunities;

namespace ChatOpportunities.Bot.Review;

/// <summary>One opportunity of a review, and what the review came to.</summary>
internal static class ReviewCard
{
    private const int MostChanges = 40;

    public static AdaptiveCard Show(BotTexts t, TeamReview review, OpportunityView view, IReadOnlyList<StaleReason> worries)
    {
        var o = view.Opportunity;
        var data = OpportunityCard.Data(o);
        var title = t["Review: {0} of {1}", review.Place + 1, review.Numbers.Count];
        List<CardElement> body =
        [
            CardParts.Line(title), .. OpportunityCard.Whole(t, o, worries),
            .. worries.Count == 0 && !o.IsClosed ? [CardParts.Line(t["Nothing worries about it."])] : Array.Empty<CardElement>(),
        ];
        List<CardAction> actions = [];
        if (review.Place + 1 < review.Numbers.Count)
        {
            actions.Add(
                Button.Of(t["Next one"], "review.at", new ButtonData(Place: review.Place + 1)) with { Style = ActionStyle.Positive });
        }

        if (review.Place > 0)
        {
            actions.Add(Button.Of(t["Previous one"], "review.at", new ButtonData(Place: review.Place - 1)));
        }

        actions.Add(Button.Of(t["Decide…"], "opportunity.show", data));
        actions.Add(Button.Of(t["End the review"], "review.end", new ButtonData()));
        body.Add(new ActionSet { Actions = actions });
        return CardParts.Card(t, $"{title}. {o.No}: {o.Description}", body);
    }

    /// <summary>Deleted meanwhile, or out of the reader's sight.</summary>
    public static AdaptiveCard Gone(BotTexts t, TeamReview review)
    {
        List<CardAction> actions = [];
        if (review.Place + 1 < review.Numbers.Count)
        {
            actions.Add(
                Button.Of(t["Next one"], "review.at", new ButtonData(Place: review.Place + 1)) with { Style = ActionStyle.Positive });
        }

        actions.Add(Button.Of(t["End the review"], "review.end", new ButtonData()));
        var told = t["This one is not there any more."];
        return CardParts.Card(
            t, told, CardParts.Line(t["Review: {0} of {1}", review.Place + 1, review.Numbers.Count]), CardParts.Paragraph(told),
            new ActionSet { Actions = actions });
    }

    /// <summary>What was changed in its course, in the order in which it was.</summary>
    public static AdaptiveCard End(BotTexts t, TeamReview review, IReadOnlyList<AuditEntry> changes)
    {
        var title = t["The review is over: {0} changes.", changes.Count];
        List<CardElement> body =
            [CardParts.Heading(title), CardParts.Line(t["{0} of {1} looked at.", review.Place + 1, review.Numbers.Count])];
        foreach (var of in changes.Take(MostChanges).GroupBy(c => c.SubjectKey))
        {
            body.Add(CardParts.RowTitle(of.Key));
            body.AddRange(of.Select(change => CardParts.Line(change.Say(t))));
        }

        if (changes.Count > MostChanges)
        {
            body.Add(CardParts.Line(t["{0} more are in the audit log of the portal.", changes.Count - MostChanges]));
        }

        body.Add(CardParts.Buttons(
            Button.Of(t["Pipeline"], "pipeline.show", new ButtonData()),
            Button.Of(t["Review again"], "review.new", new ButtonData())));
        return CardParts.Card(t, title, body);
    }
}
