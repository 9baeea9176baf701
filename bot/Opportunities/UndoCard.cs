using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Domain.Opportunities;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>What can be taken back beside what was.</summary>
internal static class UndoCard
{
    /// <summary>One of many was taken back by word: says how many others can be, and takes them back by one press.</summary>
    public static AdaptiveCard WithOthers(BotTexts t, AdaptiveCard card, IReadOnlyList<LastAct> others, Guid form) => card with
    {
        Body =
        [
            .. card.Body,
            CardParts.Line(t["{0} {0:other|others} given at the same time can be taken back too.", others.Count]),
            CardParts.Buttons(Button.Of(
                t["Take {0} more back", others.Count], "handover.undo",
                new ButtonData(Draft: form.ToString("N"), Text: ActMarks.Of(others)))),
        ],
    };
}
