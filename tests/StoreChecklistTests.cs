using System.Text.RegularExpressions;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests;

/// <summary>The store's checklist in the documentation names tests and files that exist, in every row.</summary>
public sealed partial class StoreChecklistTests
{
    private const string Checklist = "docs/store-checklist.md";

    [Fact]
    public void EveryItemOfTheStoresChecklistIsShownByATestOrAFileThatIsThere()
    {
        var rows = Repository.Read(Checklist).Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| What is asked", StringComparison.Ordinal))
            .Select(line => line.Trim().Trim('|').Split('|').Select(cell => cell.Trim()).ToList()).ToList();

        var wrong = rows.SelectMany(row =>
        {
            var named = Quoted().Matches(row[^1]).Select(m => m.Groups[1].Value)
                .Where(name => !name.Contains('/', StringComparison.Ordinal)).ToList();
            var files = Linked().Matches(row[^1]).Select(m => m.Groups[1].Value.Split('#')[0]).Select(link => Path.Combine("docs", link))
                .Concat(
                    Quoted().Matches(row[^1]).Select(m => m.Groups[1].Value).Where(name => name.Contains('/', StringComparison.Ordinal)))
                .ToList();
            return named.Where(name => !NamedTests.All.Contains(name)).Select(name => $"There is no test {name}.")
                .Concat(files.Where(file => !File.Exists(Path.Combine(Repository.Root, file))).Select(file => $"There is no file {file}."))
                .Concat(row.Count != 3 || row.Any(cell => cell.Length == 0) ? [$"Not three cells: {string.Join(" | ", row)}"] : [])
                .Concat(named.Count + files.Count == 0 ? [$"Nothing shows: {row[0]}"] : [])
                .Concat(named.Count == 0 && !row[1].Contains("**For whoever publishes**", StringComparison.Ordinal)
                    && !row[^1].Contains("store-test-notes.md", StringComparison.Ordinal) ? [$"No test shows: {row[0]}"] : []);
        }).ToList();

        Assert.True(rows.Count >= 45, $"Only {rows.Count} items.");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Linked();
}
