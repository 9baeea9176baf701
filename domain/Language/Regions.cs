using System.Collections.Concurrent;
using System.Globalization;

namespace ChatOpportunities.Domain.Language;

/// <summary>Which of day and month comes first where both are numbers between slashes or hyphens.</summary>
public enum DateOrder
{
    /// <summary>Nothing tells: 05/06/2027 is asked about.</summary>
    Unknown,

    /// <summary>5 June is 05/06.</summary>
    DayFirst,

    /// <summary>5 June is 06/05.</summary>
    MonthFirst,
}

/// <summary>Regions of the world as far as numbers and dates are written differently in them.</summary>
public static class Regions
{
    private static readonly ConcurrentDictionary<(string Language, string Region), CultureInfo> Cultures = [];
    private static readonly Lazy<SortedDictionary<string, CultureInfo>> Loaded = new(Load);

    /// <summary>Read when first needed: a start waits for nothing of it.</summary>
    private static SortedDictionary<string, CultureInfo> Known => Loaded.Value;

    /// <summary>All of them by ISO code of two letters, such as GB or CH.</summary>
    public static IReadOnlyCollection<string> Codes => Known.Keys;

    /// <summary>The region in the words of a culture's language where the system has them, otherwise its own name.</summary>
    public static string NameOf(string code, CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(culture);
        if (!Known.TryGetValue(code, out var known))
        {
            return code;
        }

        try
        {
            return culture.TwoLetterISOLanguageName == "en"
                ? new RegionInfo(known.Name).EnglishName : new RegionInfo($"{culture.TwoLetterISOLanguageName}-{code}").NativeName;
        }
        catch (ArgumentException)
        {
            return new RegionInfo(known.Name).NativeName; // a system that knows no such pair
        }
    }

    /// <summary>
    /// How a language is written in a region; where the two are not written together anywhere, the language with the numbers and short
    /// dates of the region. Without a region the language alone, which does not tell English dates apart.
    /// </summary>
    /// <param name="language">Two letters.</param>
    /// <param name="regions">The first one that is known counts; null stands for none.</param>
    public static CultureInfo CultureOf(string language, params ReadOnlySpan<string?> regions)
    {
        foreach (var region in regions)
        {
            if (region is not null && Known.TryGetValue(region, out var home))
            {
                return Cultures.GetOrAdd((language, region), static (key, home) => In(key.Language, key.Region, home), home);
            }
        }

        return CultureInfo.GetCultureInfo(language);
    }

    /// <summary>
    /// Which of day and month a culture writes first; unknown for English without a region, and where the year comes first.
    /// </summary>
    public static DateOrder OrderOf(CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(culture);
        var pattern = culture.DateTimeFormat.ShortDatePattern.TrimStart('\'', ' ');
        var isOpen = culture is { IsNeutralCulture: true, TwoLetterISOLanguageName: "en" or "iv" } && pattern == Neutral(culture);
        var isCanada = culture.Name.EndsWith("-CA", StringComparison.Ordinal); // where all three orders are written
        return isOpen || isCanada || pattern.Length == 0 ? DateOrder.Unknown
            : char.ToUpperInvariant(pattern[0]) switch
            {
                'D' => DateOrder.DayFirst,
                'M' => DateOrder.MonthFirst,
                _ => DateOrder.Unknown,
            };
    }

    private static CultureInfo In(string language, string region, CultureInfo home)
    {
        try
        {
            return CultureInfo.GetCultureInfo($"{language}-{region}", predefinedOnly: true);
        }
        catch (CultureNotFoundException)
        {
            var mixed = (CultureInfo)CultureInfo.GetCultureInfo(language).Clone();
            if (home.NumberFormat.NumberDecimalSeparator is "." or ",")
            {
                mixed.NumberFormat = (NumberFormatInfo)home.NumberFormat.Clone(); // else of another script than the language
            }

            mixed.DateTimeFormat.ShortDatePattern = home.DateTimeFormat.ShortDatePattern;
            return CultureInfo.ReadOnly(mixed);
        }
    }

    private static string Neutral(CultureInfo culture) =>
        CultureInfo.GetCultureInfo(culture.TwoLetterISOLanguageName == "iv" ? "" : culture.TwoLetterISOLanguageName)
            .DateTimeFormat.ShortDatePattern;

    private static SortedDictionary<string, CultureInfo> Load()
    {
        // Of the cultures of a region that of its own name comes first, such as fr-FR and de-DE, then those of the larger languages.
        string[] large = ["en", "fr", "de", "es", "it", "nl", "pt"];
        var all = new SortedDictionary<string, CultureInfo>(StringComparer.Ordinal);
        foreach (var culture in CultureInfo.GetCultures(CultureTypes.SpecificCultures)
            .OrderBy(c => c.Name.Split('-') is [var l, var r] && l.Equals(r, StringComparison.OrdinalIgnoreCase) ? 0 : 1)
            .ThenBy(c => Array.IndexOf(large, c.TwoLetterISOLanguageName) is var at and >= 0 ? at : large.Length)
            .ThenBy(c => c.Name, StringComparer.Ordinal))
        {
            var code = culture.Name.Split('-')[^1];
            if (code.Length == 2 && code.All(char.IsAsciiLetterUpper))
            {
                all.TryAdd(code, culture);
            }
        }

        return all;
    }
}
