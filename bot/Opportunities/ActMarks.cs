using System.Globalization;
using ChatOpportunities.Domain.Opportunities;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>Numbers and versions of many opportunities as one button carries them: <c>OPP-00001:5,OPP-00002:3</c>.</summary>
internal static class ActMarks
{
    /// <summary>Most opportunities that are acted on in one go; the rest follow in the next.</summary>
    public const int AtOnce = 40;

    public static string Of(string no, long version) => string.Create(CultureInfo.InvariantCulture, $"{no}:{version}");

    public static string Of(IEnumerable<LastAct> acts) => string.Join(',', acts.Take(AtOnce).Select(a => Of(a.No, a.Version)));

    /// <summary>Numbers and versions out of what a button carries; what cannot be read is left out.</summary>
    public static IReadOnlyList<LastAct> Read(string? marks) =>
    [
        .. (marks ?? "").Split(',').Select(mark => mark.Split(':'))
            .Where(parts => parts.Length == 2 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(parts => new LastAct(parts[0], long.Parse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture))),
    ];
}
