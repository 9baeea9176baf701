using System.Globalization;
using System.Text.RegularExpressions;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Domain.Exchange;

/// <summary>
/// Numbers and dates of a file, as its reader writes them or as programs do. What could as well be another value is not read:
/// a wrong amount that nobody sees is worse than a line that has to be mended.
/// </summary>
internal static partial class ImportValues
{
    private static readonly DateOnly ExampleDate = new(2026, 12, 25);
    private static readonly char[] DateSeparators = ['/', '.', '-'];

    /// <summary>
    /// Digits with the reader's separators, groups being of three, or with a point for the decimals and no groups. Three digits after
    /// one separator may be decimals here and a group elsewhere, and are refused unless the reader writes groups that way.
    /// </summary>
    public static decimal? Number(string? text, CultureInfo culture, string column, List<Refusal> wrong)
    {
        if (text is null)
        {
            return null;
        }

        var format = culture.NumberFormat;
        var plain = Blanks().Replace(text, " ");
        var (group, point) = (Blanks().Replace(format.NumberGroupSeparator, " "), format.NumberDecimalSeparator);
        var own = new Regex(
            $@"^-?([0-9]+|[1-9][0-9]{{0,2}}({Regex.Escape(group)}[0-9]{{3}})+)({Regex.Escape(point)}[0-9]+)?\z",
            RegexOptions.NonBacktracking);
        var normal = own.IsMatch(plain) ? plain.Replace(group, "", StringComparison.Ordinal).Replace(point, ".", StringComparison.Ordinal)
            : Programs().IsMatch(plain) ? plain
            : null;
        var mayBeGroup = normal is not null && Doubtful().IsMatch(plain) && !plain.Contains(group, StringComparison.Ordinal);
        if (!mayBeGroup && decimal.TryParse(
            normal, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
        {
            return value;
        }

        wrong.Add(Refusals.NotReadableAs.For(column, text, column, "45000.50", 45_000.50m.ToString("N2", culture)));
        return null;
    }

    /// <summary>A day as 2026-12-25, or in the reader's order of day and month, never in the other one.</summary>
    public static DateOnly? Date(string? text, CultureInfo culture, string column, List<Refusal> wrong)
    {
        if (text is null)
        {
            return null;
        }

        var pattern = culture.DateTimeFormat.ShortDatePattern;
        var order =
            pattern.IndexOf('d', StringComparison.Ordinal) < pattern.IndexOf('M', StringComparison.Ordinal) ? "d{0}M{0}" : "M{0}d{0}";
        string[] patterns =
        [
            .. DateSeparators.SelectMany(
                s => new[] { order + "yyyy", order + "yy" }, (s, p) => p.Replace("{0}", $"'{s}'", StringComparison.Ordinal)),
            "d MMM yyyy", "d MMMM yyyy", "MMM d, yyyy", "MMMM d, yyyy",
        ];
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || DateOnly.TryParseExact(text, patterns, culture, DateTimeStyles.AllowWhiteSpaces, out day))
        {
            return day;
        }

        wrong.Add(Refusals.NotReadableAs.For(
            column, text, column, ExampleDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), ExampleDate.ToString("d", culture)));
        return null;
    }

    /// <summary>One of the words of a table, in either language.</summary>
    public static T? Word<T>(string? text, string column, List<Refusal> wrong, params (T Value, string[] Words)[] table)
        where T : struct
    {
        if (text is null)
        {
            return null;
        }

        var word = SearchText.Fold(text);
        foreach (var (value, words) in table)
        {
            if (words.Any(w => SearchText.Fold(w) == word))
            {
                return value;
            }
        }

        wrong.Add(Refusals.NotReadable.For(column, text, column));
        return null;
    }

    [GeneratedRegex(@"[ \u00A0\u202F\u2009]")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)?\z", RegexOptions.NonBacktracking)]
    private static partial Regex Programs();

    [GeneratedRegex(@"^-?[1-9][0-9]{0,2}[.,][0-9]{3}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Doubtful();
}
