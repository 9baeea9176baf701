using System.Globalization;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;

namespace ChatOpportunities.Bot.HandOver;

/// <summary>What became of a hand-over of many, or of taking one back; kept, so that a press that is repeated shows the same answer.</summary>
/// <param name="To">Name of the person who has them now.</param>
/// <param name="Done">Number and version of each that changed hands, as <c>OPP-00001:5</c>.</param>
/// <param name="NotDone">Number of each other one, and why.</param>
internal sealed record HandOverOutcome(string To, IReadOnlyList<string> Done, IReadOnlyList<string> NotDone)
{
    private const int MostNamed = 20;

    public static HandOverOutcome Of(BotTexts t, string to, IReadOnlyList<(string No, Result<Acted> Result)> results) => new(
        to,
        [.. results.Select(r => r.Result).OfType<Result<Acted>.Done>().Select(done => Mark(done.Value.Opportunity.No, done.Value.Opportunity.Version))],
        [.. results.Where(r => r.Result is Result<Acted>.Refused).Take(MostNamed).Select(r => $"{r.No}: {((Result<Acted>.Refused)r.Result).First.Say(t)}")]);

    /// <summary>Numbers and versions out of what a button carries; what cannot be read is left out.</summary>
    public static IReadOnlyList<LastAct> Read(string? marks) =>
    [
        .. (marks ?? "").Split(',').Select(mark => mark.Split(':'))
            .Where(parts => parts.Length == 2 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(parts => new LastAct(parts[0], long.Parse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture))),
    ];

    public static string Mark(string no, long version) => string.Create(CultureInfo.InvariantCulture, $"{no}:{version}");
}
