using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;
using ChatOpportunities.Bot.Hosting;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Portal;

namespace ChatOpportunities.Tests.Support;

/// <summary>Every setting the product reads, by its name: those of the option classes, and the few that are read by themselves.</summary>
internal static partial class KnownSettings
{
    /// <summary>Read where they are used, each in one place.</summary>
    private static readonly string[] Single =
    [
        "ConnectionStrings:Opportunities", "Database:Provider", "Host:Roles", "Setup:Admins", "Demo:Seed", "Telemetry:OtlpEndpoint",
        "Telemetry:OtlpProtocol", "Portal:KeysFolder", "Portal:KeysCertificatePath", "Portal:KeysCertificatePassword",
        "Portal:FormerKeysCertificates:Path", "Portal:FormerKeysCertificates:Password",
    ];

    public static IReadOnlyList<string> All { get; } = [.. Sections().SelectMany(s => Of(s.Type, s.Section)), .. Single];

    /// <summary>Whether the product reads it; a place in a list, and the underscores of an environment variable, do not matter.</summary>
    public static bool IsKnown(string setting) => All.Contains(
        Place().Replace(setting.Replace("__", ":", StringComparison.Ordinal), ""), StringComparer.OrdinalIgnoreCase);

    /// <summary>What a text names that looks like one of the product's settings written as an environment variable.</summary>
    public static IReadOnlyList<string> NamedAsVariables(string text) => [.. Variable().Matches(text).Select(m => m.Value).Distinct()];

    /// <summary>Classes that say which section they are.</summary>
    internal static IEnumerable<(Type Type, string Section)> Sections() =>
        new[] { typeof(OpportunitiesContext), typeof(PortalHost), typeof(HostSettings) }.SelectMany(t => t.Assembly.GetTypes())
            .Select(type => (type, Section: type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue()))
            .Where(found => found.Section is string).Select(found => (found.type, (string)found.Section!));

    private static IEnumerable<string> Of(Type type, string section) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(IsGiven).SelectMany(property =>
            property.PropertyType.IsClass && property.PropertyType.Assembly == type.Assembly
                ? Of(property.PropertyType, $"{section}:{property.Name}")
                : [$"{section}:{property.Name}"]);

    private static bool IsGiven(PropertyInfo property) => property.SetMethod is { IsPublic: true }
        || (property.PropertyType != typeof(string) && typeof(IEnumerable).IsAssignableFrom(property.PropertyType)
            && property.GetMethod is { IsPublic: true });

    [GeneratedRegex(@":\d+(?=:|$)")]
    private static partial Regex Place();

    private const string Roots =
        "Api|Bot|Company|ConnectionStrings|Database|Demo|Host|Playground|Portal|Reminders|Retention|Setup|Telemetry|Understanding|Webhooks";

    [GeneratedRegex(@"\b(" + Roots + @")__\w+")]
    private static partial Regex Variable();
}
