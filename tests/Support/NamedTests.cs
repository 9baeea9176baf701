using System.Reflection;
using System.Text.RegularExpressions;

namespace ChatOpportunities.Tests.Support;

/// <summary>The tests there are, for documents that name what shows a thing.</summary>
internal static partial class NamedTests
{
    /// <summary>As <c>Class.Method</c>.</summary>
    public static IReadOnlySet<string> All { get; } = typeof(NamedTests).Assembly.GetTypes()
        .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance)
            .Where(m => m.GetCustomAttribute<FactAttribute>() is not null).Select(m => $"{t.Name}.{m.Name}"))
        .ToHashSet();

    /// <summary>What stands in backquotes.</summary>
    public static IEnumerable<string> Quoted(string text) => Backquoted().Matches(text).Select(m => m.Groups[1].Value);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Backquoted();
}
