using System.Text.RegularExpressions;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests;

/// <summary>A line of code ends at 140 columns, but for what nobody can break (docs/contributing.md).</summary>
public sealed partial class LineWidthTests
{
    private const int Columns = 140;

    // What may stand beside a text too long for any line: a name, brackets, an operator.
    private const int MostBesideAText = 40;

    private static readonly string[] Code = [".cs", ".cshtml", ".js", ".mjs", ".css"];

    [Fact]
    public void NoLineIsWiderThan140Columns()
    {
        // What dotnet-ef writes is kept as written.
        var ours = Repository.Files
            .Where(f => Code.Contains(Path.GetExtension(f)) && !f.StartsWith("domain/Data/Migrations/", StringComparison.Ordinal));

        Assert.Empty(ours.SelectMany(f => Wide(Repository.Read(f)).Select(line => $"{f}:{line}")));
    }

    [Theory]
    [InlineData("a call of many arguments", 1)]
    [InlineData("text in several lines", 0)]
    [InlineData("a call after such a text", 4)]
    [InlineData("one long text alone on its line", 0)]
    [InlineData("the same beside other arguments", 1)]
    public void AWideLineIsRecognised(string kind, int line)
    {
        var (wide, text) = ($"Call({string.Join(", ", Enumerable.Repeat("argument", 20))});", new string('x', Columns));
        var source = kind switch
        {
            "a call of many arguments" => wide,
            "text in several lines" => $"var a = \"\"\"\n{wide}\n    \"\"\";",
            "a call after such a text" => $"var a = \"\"\"\n{wide}\n    \"\"\";\n{wide}",
            "one long text alone on its line" => $"    t[\"{text}\"],",
            _ => $"Call(first, second, third, fourth, fifth, sixth, \"{text}\");",
        };

        Assert.Equal(line == 0 ? [] : [line], Wide(source));
    }

    private static IEnumerable<int> Wide(string source)
    {
        var isInText = false;
        foreach (var (index, line) in source.Split('\n').Index())
        {
            // Breaking a line of a text would change what it says.
            var wasInText = isInText;
            isInText ^= TextOfLines().Count(line) % 2 == 1;
            if (line.Length > Columns && !(wasInText && isInText) && !IsOneText(line))
            {
                yield return index + 1;
            }
        }
    }

    // A sentence stays whole, so that it is found in the catalogues and by whoever looks for it.
    private static bool IsOneText(string line) =>
        line.Trim().Length - Text().Matches(line).Select(m => m.Length).DefaultIfEmpty().Max() <= MostBesideAText;

    [GeneratedRegex("\"\"\"+")]
    private static partial Regex TextOfLines();

    [GeneratedRegex("\"\"\".*?\"\"\"+|\"(\\\\.|[^\"\\\\])*\"")]
    private static partial Regex Text();
}
