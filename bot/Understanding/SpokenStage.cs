using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.SalesCycles;

namespace ChatOpportunities.Bot.Understanding;

/// <summary>"to Proposal", "vers l'étape Négociation", "back": where a typed move leads.</summary>
/// <param name="Stage">The stage that was named.</param>
/// <param name="Action">The way there; null when there is none from where the opportunity stands.</param>
internal sealed record SpokenStage(SalesCycleStage Stage, MoveAction? Action)
{
    private static readonly HashSet<string> Fillers = ["to", "into", "the", "stage", "vers", "a", "au", "en", "la", "le", "l", "etape"];
    private static readonly HashSet<string> Forward = ["next", "forward", "on", "suivant", "suivante"];
    private static readonly HashSet<string> Backward = ["back", "previous", "precedent", "precedente", "arriere"];

    /// <summary>
    /// What was said names a stage of the cycle in full, or the next or previous one, and nothing else; null when it does not.
    /// </summary>
    public static SpokenStage? Read(string said, Opportunity opportunity)
    {
        var words = SearchText.Fold(said)
            .Split([' ', '\'', '.', '!', ':', '"'], StringSplitOptions.RemoveEmptyEntries);
        var moves = opportunity.Moves().Where(m => m.Action != MoveAction.Update).ToList();
        if (words.Where(w => !Fillers.Contains(w)).ToList() is [var only])
        {
            var way = Forward.Contains(only) ? moves.Find(m => m.Action is MoveAction.First or MoveAction.Next)
                : Backward.Contains(only) ? moves.Find(m => m.Action == MoveAction.Previous) : null;
            if (way is not null)
            {
                return new SpokenStage(way.Proposed, way.Action);
            }
        }

        // Words before the name may be fillers or a part of it ("En négociation").
        for (var skip = 0; skip < words.Length; skip++)
        {
            var name = string.Join(' ', words[skip..]);
            var named = opportunity.SalesCycle!.Stages.Where(s => Words(s.Description) == name).ToList();
            if (named is [var stage])
            {
                return new SpokenStage(stage, moves.Find(m => m.Candidates.Any(c => c.Number == stage.Number))?.Action);
            }

            if (!Fillers.Contains(words[skip]))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>
    /// The step forward: the first stage before the start, else the next one; null at the end of the cycle and once closed.
    /// </summary>
    public static SpokenStage? Next(Opportunity opportunity) =>
        opportunity.Moves().FirstOrDefault(m => m.Action is MoveAction.First or MoveAction.Next) is { } forward
            ? new SpokenStage(forward.Proposed, forward.Action) : null;

    private static string Words(string description) =>
        string.Join(' ', SearchText.Fold(description).Split([' ', '\'', '.', '!', ':'], StringSplitOptions.RemoveEmptyEntries));
}
