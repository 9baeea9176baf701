using System.Globalization;

namespace ChatOpportunities.Bench;

/// <summary>How long and how large.</summary>
/// <param name="Seconds">Load per target and round.</param>
/// <param name="Rounds">Each round goes through all targets, so that a busy moment of the machine meets all of them.</param>
/// <param name="Opportunities">Sizes of the database.</param>
/// <param name="Reminders">How many are due at once.</param>
/// <param name="OpenPercent">How many of a hundred are in progress where pages are measured; null: as in the demo company.</param>
/// <param name="Page">Only addresses that begin so.</param>
internal sealed record Options(double Seconds, int Rounds, IReadOnlyList<int> Opportunities, int Reminders, int? OpenPercent, string Page)
{
    public static Options Read(string[] args)
    {
        string Value(string name, string otherwise)
        {
            var at = Array.IndexOf(args, "--" + name);
            return at >= 0 && at + 1 < args.Length ? args[at + 1] : otherwise;
        }

        return new Options(
            double.Parse(Value("seconds", "5"), CultureInfo.InvariantCulture),
            int.Parse(Value("rounds", "3"), CultureInfo.InvariantCulture),
            [.. Value("opportunities", "10000,1000000").Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture))],
            int.Parse(Value("reminders", "100000"), CultureInfo.InvariantCulture),
            Value("open", "10") is "demo" ? null : int.Parse(Value("open", "10"), CultureInfo.InvariantCulture),
            Value("page", "/"));
    }
}
