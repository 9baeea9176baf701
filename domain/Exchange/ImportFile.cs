using System.Text.Json.Serialization;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Domain.Exchange;

/// <summary>What the lines of a file become.</summary>
public enum ImportKind
{
    /// <summary>Companies and persons.</summary>
    Contacts = 0,

    /// <summary>Opportunities, with contacts made along where they are new.</summary>
    Opportunities = 1,
}

/// <summary>How far an import has come.</summary>
public enum ImportState
{
    /// <summary>Every line was tried; nothing is kept of it.</summary>
    Tried = 0,

    /// <summary>Lines are being taken in, some at a time.</summary>
    Running = 1,

    /// <summary>All lines were dealt with.</summary>
    Finished = 2,
}

/// <summary>A file of lines to be taken in, and what became or would become of each.</summary>
public sealed class ImportFile
{
    public required string Id { get; init; }

    public required ImportKind Kind { get; init; }

    public required string FileName { get; init; }

    /// <summary>Key of the person who brought it, and in whose name it is taken in.</summary>
    public required long SalespersonId { get; init; }

    /// <summary>UTC instant it was brought.</summary>
    public required DateTimeOffset BroughtAt { get; init; }

    /// <summary>UTC instant of the last progress.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    public ImportState State { get; set; }

    /// <summary>Names of the columns as we know them; null for one that is not read.</summary>
    public required IReadOnlyList<string?> Columns { get; init; }

    /// <summary>The encoding by which it was read; null in a file brought before that was kept.</summary>
    public string? Encoding { get; init; }

    /// <summary>The encoding follows from what the bytes are not; another one could be meant.</summary>
    [JsonIgnore]
    public bool IsEncodingGuessed => Encoding == ImportText.Windows;

    /// <summary>Whose way of writing numbers and dates its values follow: what was tried is taken in the same way.</summary>
    public string? Culture { get; init; }

    /// <summary>Headings of the columns that are not read.</summary>
    public IReadOnlyList<string> Unread { get; set; } = []; // an init would come back as null from a file without it

    public required IReadOnlyList<IReadOnlyList<string>> Rows { get; init; }

    /// <summary>What became of the lines so far, in order.</summary>
    public IReadOnlyList<ImportLine> Lines { get; set; } = [];

    /// <summary>Lines dealt with.</summary>
    [JsonIgnore]
    public int Done => State == ImportState.Tried ? 0 : Lines.Count;

    /// <summary>A cell by the name of its column; null when there is none or it is blank.</summary>
    internal string? Cell(int row, string column)
    {
        for (var i = 0; i < Columns.Count && i < Rows[row].Count; i++)
        {
            if (Columns[i] == column)
            {
                return Checks.Tidy(Rows[row][i]);
            }
        }

        return null;
    }
}

/// <summary>What became of one line, or would.</summary>
/// <param name="Number">Line of the file, counting its heading.</param>
/// <param name="Name">What the line is about.</param>
/// <param name="Key">Number of what was made; null when nothing was.</param>
/// <param name="Problem">Why not, in the language of who brought the file; null when all is well.</param>
/// <param name="Skipped">It is there already, and was left out for that.</param>
public sealed record ImportLine(int Number, string Name, string? Key, string? Problem, bool Skipped = false)
{
    /// <summary>The estimated value of an opportunity, as it was read.</summary>
    public decimal? Value { get; init; }

    /// <summary>Its expected closing date, as it was read or proposed.</summary>
    public DateOnly? CloseDate { get; init; }
}

/// <summary>The columns a file may have, and by which names they are known.</summary>
internal static class ImportColumns
{
    private static readonly Dictionary<ImportKind, (string Name, string[] Also)[]> Known = new()
    {
        [ImportKind.Contacts] =
        [
            ("name", ["nom", "contact"]), ("type", ["kind", "genre"]), ("company", ["société", "entreprise", "companyno"]),
            ("email", ["mail", "e-mail", "courriel"]), ("phone", ["telephone", "téléphone"]),
            ("salesperson", ["vendeur", "salespersoncode", "owner"]),
        ],
        [ImportKind.Opportunities] =
        [
            ("description", ["opportunity", "opportunité", "title", "titre", "name", "nom"]),
            ("contact", ["company", "société", "contactno", "client"]), ("salesperson", ["vendeur", "salespersoncode", "owner"]),
            ("cycle", ["salescycle", "salescyclecode", "cycledevente"]), ("created", ["creationdate", "créée", "datedecréation"]),
            ("priority", ["priorité"]), ("value", ["estimatedvalue", "valeur", "montant", "amount"]), ("chances", ["chancesofsuccess"]),
            ("close", ["estimatedclosedate", "expectedclose", "closedate", "clôture"]), ("start", ["startnow", "démarrer"]),
            ("source", ["origine", "provenance", "leadsource"]),
        ],
    };

    /// <summary>The names of a heading, as we know them; null for one that is unknown, or is there already under another name.</summary>
    public static IReadOnlyList<string?> Read(ImportKind kind, IReadOnlyList<string> heading)
    {
        List<string?> columns = [];
        foreach (var cell in heading.Select(Folded))
        {
            var name = Known[kind].FirstOrDefault(c => c.Name == cell || c.Also.Any(also => Folded(also) == cell)).Name;
            columns.Add(columns.Contains(name) ? null : name);
        }

        return columns;
    }

    /// <summary>Headings are compared as names are, and without blanks.</summary>
    private static string Folded(string heading) => SearchText.Fold(heading).Replace(" ", "", StringComparison.Ordinal);

    /// <summary>The heading of a file to begin with.</summary>
    public static IEnumerable<string> Of(ImportKind kind) => Known[kind].Select(c => c.Name);
}

[JsonSerializable(typeof(ImportFile))]
internal sealed partial class ImportJson : JsonSerializerContext;
