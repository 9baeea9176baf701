using System.Collections.Frozen;

namespace ChatOpportunities.Domain.Language;

/// <summary>
/// The months by their names, January first; several spellings of one have blanks between them, without accents and dots.
/// </summary>
public static class MonthWords
{
    /// <summary>In English.</summary>
    public static readonly string[] English =
    [
        "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug", "september sep sept",
        "october oct", "november nov", "december dec",
    ];

    /// <summary>In French.</summary>
    public static readonly string[] French =
    [
        "janvier janv", "fevrier fevr fev", "mars", "avril avr", "mai", "juin", "juillet juil", "aout", "septembre sept", "octobre",
        "novembre", "decembre",
    ];

    /// <summary>In German, as files from there have them.</summary>
    private static readonly string[] German =
    [
        "januar jan janner", "februar feb", "marz mrz maerz", "april apr", "mai", "juni jun", "juli jul", "august aug",
        "september sep sept", "oktober okt", "november nov", "dezember dez",
    ];

    private static readonly FrozenDictionary<string, int> Numbers = new[] { English, French, German }
        .SelectMany(names => names.SelectMany((words, i) => words.Split(' ').Select(word => (word, Number: i + 1))))
        .DistinctBy(m => m.word).ToFrozenDictionary(m => m.word, m => m.Number, StringComparer.Ordinal);

    /// <summary>The month of a folded name, 1 to 12; null when it is none.</summary>
    public static int? Number(string folded) => Numbers.TryGetValue(folded, out var number) ? number : null;
}
