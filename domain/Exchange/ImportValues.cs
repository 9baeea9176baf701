using System.Globalization;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Domain.Exchange;

/// <summary>
/// Numbers, days and words of a file, by the one reader of what people write, in the shape that was found or chosen for it.
/// </summary>
internal static class ImportValues
{
    /// <summary>Writes a point before decimals.</summary>
    private static readonly CultureInfo Point = CultureInfo.GetCultureInfo("en-US");

    /// <summary>Writes a comma.</summary>
    private static readonly CultureInfo Comma = CultureInfo.GetCultureInfo("de-DE");

    private static readonly (string Value, string Words)[] Statuses =
    [
        ("notStarted", "not started|notstarted|pas commencee|non demarree|nicht begonnen|nicht gestartet|new|nouveau|neu"),
        ("inProgress", "in progress|inprogress|open|en cours|ouverte|ouvert|offen|in bearbeitung|in arbeit|active|actif|pending|on hold"),
        ("won", "won|closed won|closedwon|close won|gagnee|gagne|gewonnen|signe|conclu|fermee gagnee"),
        ("lost", "lost|closed lost|closedlost|close lost|closed lost to competition|perdue|perdu|verloren|cancelled|canceled|abandonne"
            + "|abandonnee|out sold|deleted|fermee perdue"),
    ];

    private static readonly (string Value, string Words)[] Priorities =
    [
        ("low", "low|basse|faible|niedrig|cold|froid|0|1 star"), ("normal", "normal|normale|medium|moyenne|mittel|warm|tiede|1|2"),
        ("high", "high|haute|elevee|hoch|urgent|very high|hot|chaud|3|critical"),
    ];

    private static readonly (string Value, string Words)[] YesOrNo =
        [("true", "yes|oui|ja|true|vrai|wahr|1|y|o|x"), ("false", "no|non|nein|false|faux|falsch|0|n")];

    private static readonly (string Value, string Words)[] Types =
    [
        ("company", "company|societe|entreprise|unternehmen|firma|organization|organisation|account|true|yes|oui"),
        ("person", "person|personne|contact|kontakt|individual|false|no|non"),
    ];

    private static readonly (string Value, string Words)[] Roles =
        [("salesperson", "salesperson|vendeur|sales|verkaufer"), ("manager", "manager|responsable|leiter"), ("admin",
            "admin|administrator|administrateur")];

    /// <summary>An amount or a percentage; null when it cannot be read, or its sign is not settled.</summary>
    /// <param name="cell">As it is kept.</param>
    /// <param name="field">What it is of.</param>
    /// <param name="sign">Before decimals; null where nothing tells.</param>
    /// <param name="arePartsOfOne">See <see cref="ImportShape.ArePartsOfOne"/>.</param>
    public static Written<decimal>? Number(string cell, string field, string? sign, bool arePartsOfOne)
    {
        if (ImportCells.Number(cell) is { } held)
        {
            // A workbook keeps 40 % as 0.4, and 100 % as 1.
            var isPart = field == ImportFields.ChancesOfSuccess && (held is > 0 and < 1 || (held == 1 && arePartsOfOne));
            return new(isPart ? held * 100 : held);
        }

        var culture = sign == "," ? Comma : Point;
        if (field == ImportFields.ChancesOfSuccess)
        {
            // A file writes one way: "0.4" in a column of percentages is what it says.
            return WrittenNumbers.Percent(cell, culture) is { } percent ? new(percent.Other ?? percent.Value) : null;
        }

        if (WrittenNumbers.Amount(cell, culture) is not { } read)
        {
            return null;
        }

        if (sign is null)
        {
            // Read in both ways: where they differ, nothing in the file tells which is meant.
            var elsewhere = WrittenNumbers.Amount(cell, Comma)?.Value ?? read.Value;
            return read.IsAsked || elsewhere == read.Value ? read : read with { Other = elsewhere, IsAsked = true };
        }

        return read is not { IsAsked: true, Other: { } other } ? read
            : new(cell.Contains(sign, StringComparison.Ordinal) ? Smaller(read.Value, other) : Larger(read.Value, other))
            {
                Currency = read.Currency,
            };
    }

    /// <summary>A day; null when it is none.</summary>
    public static Written<DateOnly>? Day(string cell, DateOrder order) =>
        ImportCells.Day(cell) is { } held ? new(held) : WrittenDates.Read(cell, order);

    /// <summary>One of the words of a field that has few, in any language; null when it is none.</summary>
    public static string? Word(string field, string text)
    {
        var word = SearchText.Fold(ImportCells.Plain(text)).Replace('_', ' ').Replace('-', ' ');
        foreach (var (value, words) in Table(field))
        {
            if (value.Equals(word, StringComparison.OrdinalIgnoreCase) || words.Split('|').Contains(word))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>What such a field may be taken as.</summary>
    public static IEnumerable<string> Words(string field) => Table(field).Select(t => t.Value);

    private static (string Value, string Words)[] Table(string field) => field switch
    {
        ImportFields.Status => Statuses,
        ImportFields.Priority => Priorities,
        ImportFields.StartNow => YesOrNo,
        ImportFields.Type => Types,
        ImportFields.Role => Roles,
        _ => [],
    };

    private static decimal Smaller(decimal one, decimal other) => Math.Abs(one) < Math.Abs(other) ? one : other;

    private static decimal Larger(decimal one, decimal other) => Math.Abs(one) < Math.Abs(other) ? other : one;
}
