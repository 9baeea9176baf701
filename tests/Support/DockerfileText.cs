using System.Text.RegularExpressions;

namespace ChatOpportunities.Tests.Support;

/// <summary>The instructions of the Dockerfile, stage by stage; no engine is asked.</summary>
internal static partial class DockerfileText
{
    /// <summary>Of each stage its instructions, the FROM first.</summary>
    public static IReadOnlyList<IReadOnlyList<(string Name, string Text)>> Stages { get; } = Read();

    public static IReadOnlyList<(string Name, string Text)> Build => Stages[^2];

    /// <summary>What is run.</summary>
    public static IReadOnlyList<(string Name, string Text)> Final => Stages[^1];

    /// <summary>The variables that what is run is given.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = Final.Where(i => i.Name == "ENV")
        .SelectMany(i => Pair().Matches(i.Text)).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value.Trim('"'));

    public static string Of(string instruction) => Final.Last(i => i.Name == instruction).Text;

    private static List<IReadOnlyList<(string Name, string Text)>> Read()
    {
        var text = Continued().Replace(Repository.Read("Dockerfile"), " ");
        var stages = new List<IReadOnlyList<(string Name, string Text)>>();
        List<(string Name, string Text)>? stage = null;
        foreach (var line in text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#'))
        {
            var parts = line.Split(' ', 2);
            if (parts[0] == "FROM")
            {
                stages.Add(stage = []);
            }

            stage?.Add((parts[0], parts[1].Trim()));
        }

        return stages;
    }

    [GeneratedRegex(@"\\\r?\n\s*")]
    private static partial Regex Continued();

    [GeneratedRegex("""(\w+)=("[^"]*"|\S+)""")]
    private static partial Regex Pair();
}
