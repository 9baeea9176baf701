using System.Globalization;

namespace ChatOpportunities.Bench;

/// <summary>How long and how large.</summary>
/// <param name="Seconds">Load per target and round.</param>
/// <param name="Rounds">Each round goes through all targets, so that a busy moment of the machine meets all of them.</param>
/// <param name="Opportunities">Sizes of the database.</param>
/// <param name="Reminders">How many are due at once.</param>
/// <param name="OpenPercent">How many of a hundred are in progress where pages are measured; null: as in the demo company.</param>
/// <param name="Page">Only addresses that begin so.</param>
/// <param name="Against">
/// Another build to be compared with, in turn with this one: a folder with its program, or a checkout; null for none.
/// </param>
/// <param name="IsQuick">Small sizes and short rounds, to see that everything runs.</param>
internal sealed record Options(
    double Seconds, int Rounds, IReadOnlyList<int> Opportunities, int Reminders, int? OpenPercent, string Page, string? Against,
    bool IsQuick)
{
    /// <summary>The size at which turns are compared: enough of them to move for some minutes.</summary>
    public int Middle => IsQuick ? Opportunities[0] : 100_000;

    public static Options Read(string[] args)
    {
        string Value(string name, string otherwise)
        {
            var at = Array.IndexOf(args, "--" + name);
            return at >= 0 && at + 1 < args.Length ? args[at + 1] : otherwise;
        }

        var isQuick = args.Contains("--quick");
        return new Options(
            double.Parse(Value("seconds", isQuick ? "1" : "5"), CultureInfo.InvariantCulture),
            int.Parse(Value("rounds", isQuick ? "1" : "3"), CultureInfo.InvariantCulture),
            [.. Value("opportunities", isQuick ? "10000,100000" : "10000,1000000").Split(',')
                .Select(n => int.Parse(n, CultureInfo.InvariantCulture))],
            int.Parse(Value("reminders", isQuick ? "2000" : "100000"), CultureInfo.InvariantCulture),
            Value("open", "10") is "demo" ? null : int.Parse(Value("open", "10"), CultureInfo.InvariantCulture),
            Value("page", "/"),
            Value("against", "") is { Length: > 0 } against ? Path.GetFullPath(against) : null,
            isQuick);
    }
}
