using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using ChatOpportunities.Domain;

namespace ChatOpportunities.Tests.Domain;

/// <summary>Whoever calls the domain reads its summaries: no public type, method or choice goes without one.</summary>
public sealed class DocumentationTests
{
    private static readonly Assembly Domain = typeof(Checks).Assembly;

    private static readonly ILookup<string, XElement> Members = XDocument.Load(Path.ChangeExtension(Domain.Location, ".xml"))
        .Descendants("member").ToLookup(m => NameOf(m.Attribute("name")!.Value));

    private static IEnumerable<Type> PublicTypes => Domain.GetExportedTypes()
        .Where(t => t.Namespace?.Contains(".Migrations", StringComparison.Ordinal) != true);

    [Fact]
    public void EveryPublicTypeSaysWhatItIs() =>
        Assert.DoesNotContain(PublicTypes.Select(t => "T:" + NameOf(t)), name => !IsDocumented(name, 1));

    [Fact]
    public void EveryChoiceSaysWhatItMeans() =>
        Assert.DoesNotContain(
            PublicTypes.Where(t => t.IsEnum).SelectMany(t => Enum.GetNames(t).Select(n => $"F:{NameOf(t)}.{n}")),
            name => !IsDocumented(name, 1));

    [Fact]
    public void EveryPublicMethodSaysWhatItDoes() =>
        Assert.Empty(PublicTypes
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Where(m => IsWritten(m) && m.GetBaseDefinition() == m)
                .GroupBy(m => $"M:{NameOf(t)}.{m.Name}"))
            .Where(overloads => !IsDocumented(overloads.Key, overloads.Count()))
            .Select(overloads => overloads.Key));

    /// <summary>What the compiler makes of a record or a property has no place of its own for a summary.</summary>
    private static bool IsWritten(MethodInfo method) =>
        method.GetCustomAttribute<CompilerGeneratedAttribute>() is null
        && (!method.IsSpecialName || method.Name is "op_Implicit" or "op_Explicit")
        && !method.Name.Contains('<', StringComparison.Ordinal);

    private static bool IsDocumented(string name, int times) =>
        Members[name].Count(m => m.Element("inheritdoc") is not null || !string.IsNullOrWhiteSpace(m.Element("summary")?.Value)) >= times;

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    /// <summary>The name without parameters and without the number of generic ones, so that overloads stand together.</summary>
    private static string NameOf(string id)
    {
        var name = id.Split('(', '~')[0];
        return name.IndexOf("``", StringComparison.Ordinal) is > 0 and var generic ? name[..generic] : name;
    }
}
