using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;

namespace ChatOpportunities.Bot.HandOver;

/// <summary>
/// What became of a hand-over of many, or of taking one back; kept, so that a press that is repeated shows the same answer.
/// </summary>
/// <param name="To">Name of the person who has them now.</param>
/// <param name="Done">Number and version of each that changed hands, as <c>OPP-00001:5</c>.</param>
/// <param name="NotDone">Number of each other one, and why.</param>
internal sealed record HandOverOutcome(string To, IReadOnlyList<string> Done, IReadOnlyList<string> NotDone)
{
    private const int MostNamed = 20;

    public static HandOverOutcome Of(BotTexts t, string to, IReadOnlyList<(string No, Result<Acted> Result)> results) => new(
        to,
        [.. results.Select(r => r.Result).OfType<Result<Acted>.Done>()
            .Select(done => ActMarks.Of(done.Value.Opportunity.No, done.Value.Opportunity.Version))],
        [.. results.Where(r => r.Result is Result<Acted>.Refused).Take(MostNamed)
            .Select(r => $"{r.No}: {((Result<Acted>.Refused)r.Result).First.Say(t)}")]);
}
