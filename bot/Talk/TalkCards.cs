using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Lists;
using ChatOpportunities.Bot.Understanding.Talk;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;

namespace ChatOpportunities.Bot.Talk;

/// <summary>Answers to sentences: first the sentence that answers, below it the rows or figures, and a button for the next thing.</summary>
internal static class TalkCards
{
    /// <summary>A human line, and what may be begun.</summary>
    public static AdaptiveCard Courtesy(BotTexts t, CourtesyKind kind, string name)
    {
        var line = kind switch
        {
            CourtesyKind.Thanks => t["With pleasure."],
            CourtesyKind.Goodbye => t["Goodbye, {0}. I keep an eye on your opportunities.", name],
            CourtesyKind.Refusal => t["All right, nothing was changed."],
            CourtesyKind.Assent => t["There is nothing waiting for a yes. What shall we do?"],
            CourtesyKind.SmallTalk => t["I am well, thank you. What shall we do?"],
            _ => t["Hello {0}. What shall we do?", name],
        };
        return GreetingCards.NoticeWithStarts(t, line);
    }

    /// <summary>Several fit: each is a row to tap, and the answer goes on with what was said.</summary>
    /// <param name="t">Language of the reader.</param>
    /// <param name="found">Which ones, or why none.</param>
    /// <param name="text">What was said.</param>
    public static AdaptiveCard Which(BotTexts t, Meant found, string text) => found.Candidates.Count == 0
        ? GreetingCards.NoticeWithStarts(t, found.Why!)
        : CardParts.Card(
            t,
            found.Why!,
            [
                CardParts.Paragraph(found.Why!),
                .. found.Candidates.Select(c => CardParts.Row(
                    Button.Leaving(t["Take {0}", c.Code], SayCommand.VerbName, new ButtonData(c.Code, Text: text)),
                    CardParts.RowTitle(c.Name), CardParts.Line(c.Company is { } contact ? $"{c.Code} · {contact}" : c.Code))),
            ]);

    /// <summary>What was asked of one opportunity.</summary>
    /// <param name="t">Language of the reader.</param>
    /// <param name="opportunity">Which one.</param>
    /// <param name="sentence">The answer.</param>
    /// <param name="more">What else belongs to it, a line each.</param>
    public static AdaptiveCard OfOne(BotTexts t, Opportunity opportunity, string sentence, IEnumerable<string> more) => CardParts.Card(
        t,
        sentence,
        [
            CardParts.Paragraph(sentence),
            .. more.Select(CardParts.Line),
            CardParts.Line($"{opportunity.No} · {opportunity.Description} · {opportunity.Contact!.DisplayName}"),
            CardParts.Buttons(Button.Of(t["Open {0}", opportunity.No], "opportunity.show", new ButtonData(opportunity.No))),
        ]);

    /// <summary>A list that answers a question, a page of it in one card.</summary>
    /// <param name="t">Language of the reader.</param>
    /// <param name="sentence">The answer: how many, worth how much.</param>
    /// <param name="understood">The filter said back, and what was not used.</param>
    /// <param name="list">All of it.</param>
    /// <param name="from">Place of the first row of the page, from 0.</param>
    /// <param name="text">The question, for the next page.</param>
    /// <param name="showsOwner">Whether the rows may be of different people.</param>
    /// <param name="others">What may be asked next: what the button says, and the sentence that it says.</param>
    public static AdaptiveCard List(
        BotTexts t, string sentence, IEnumerable<string> understood, RiskList list, int from, string text, bool showsOwner,
        IReadOnlyList<(string Title, string Says)> others)
    {
        List<CardAction> actions = [];
        if (from > 0)
        {
            actions.Add(Button.Of(
                t["Previous page"], SayCommand.VerbName, new ButtonData(Text: text, Before: from - OpportunityListCard.PageSize)));
        }

        if (from + OpportunityListCard.PageSize < list.Rows.Count)
        {
            actions.Add(Button.Of(
                t["Next page"], SayCommand.VerbName, new ButtonData(Text: text, Before: from + OpportunityListCard.PageSize)));
        }

        actions.AddRange(others.Select(o => Button.Of(o.Title, SayCommand.VerbName, new ButtonData(Text: o.Says))));
        return CardParts.Card(
            t,
            sentence,
            [
                CardParts.Paragraph(sentence),
                .. understood.Select(CardParts.Line),
                .. list.Rows.Count > OpportunityListCard.PageSize
                    ? [CardParts.Line(t["{0} to {1} of {2}; what needs attention comes first.", from + 1,
                        Math.Min(from + OpportunityListCard.PageSize, list.Rows.Count), list.Rows.Count])]
                    : Array.Empty<CardElement>(),
                .. list.Rows.Skip(from).Take(OpportunityListCard.PageSize).Select(row => OpportunityListCard.Row(t, row, showsOwner)),
                .. actions.Count > 0 ? [CardParts.Buttons(actions)] : Array.Empty<CardElement>(),
            ]);
    }

    /// <summary>Figures that answer a question.</summary>
    public static AdaptiveCard Figures(
        BotTexts t, string sentence, IEnumerable<string> understood, IEnumerable<(string Title, string? Value)> facts,
        IReadOnlyList<(string Title, string Says)> others) => CardParts.Card(
        t,
        sentence,
        [
            CardParts.Paragraph(sentence),
            .. understood.Select(CardParts.Line),
            CardParts.Facts(facts),
            .. others.Count > 0
                ? [CardParts.Buttons([.. others.Select(o => Button.Of(o.Title, SayCommand.VerbName, new ButtonData(Text: o.Says)))])]
                : Array.Empty<CardElement>(),
        ]);

    /// <summary>Not understood, but perhaps one of these.</summary>
    /// <param name="t">Language of the reader.</param>
    /// <param name="said">What was said.</param>
    /// <param name="proposed">The sentence that a language model took it for; null where none was asked, or it knew none.</param>
    /// <param name="offers">The buttons, the proposed sentence first.</param>
    public static AdaptiveCard Guess(BotTexts t, string said, string? proposed, IReadOnlyList<CardAction> offers) => CardParts.Card(
        t,
        t["I did not understand that."],
        [
            .. proposed is null ? [CardParts.Paragraph(t["I did not understand “{0}”. Did you mean one of these?", said])]
                : new CardElement[]
                {
                    CardParts.Paragraph(t["I did not understand “{0}”. Did you mean: “{1}”?", said, proposed]),
                    CardParts.Line(t["A language model proposed this from your words. Nothing has been done."]),
                },
            CardParts.Line(t["Say “help” for everything that I understand."]),
            CardParts.Buttons(offers),
        ]);
}
