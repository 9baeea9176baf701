using System.Reflection;
using System.Text.RegularExpressions;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Domain;

/// <summary>The table of rules in the documentation names tests that exist.</summary>
public partial class RulesTableTests
{
    [Fact]
    public void EveryTestThatTheTableOfRulesNamesIsThere()
    {
        var there = typeof(RulesTableTests).Assembly.GetTypes()
            .SelectMany(t =>
                t.GetMethods(BindingFlags.Public | BindingFlags.Instance).Where(m => m.GetCustomAttribute<FactAttribute>() is not null)
                    .Select(m => $"{t.Name}.{m.Name}"))
            .ToHashSet();
        var named = NamedTest().Matches(Repository.Read("docs/rules.md")).Select(m => m.Groups[1].Value).Distinct().ToList();

        Assert.True(named.Count > 50, $"Only {named.Count} tests are named.");
        Assert.Equal([], named.Where(n => !there.Contains(n)));
    }

    [GeneratedRegex(@"`(\w+Tests\.\w+)`")]
    private static partial Regex NamedTest();
}
