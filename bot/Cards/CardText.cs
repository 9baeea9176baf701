using System.Buffers;
using System.Globalization;
using System.Text;

namespace ChatOpportunities.Bot.Cards;

/// <summary>
/// Makes text written by people safe to stand in a card.
/// <para>
/// Markdown is active in <see cref="TextBlock"/> and in both columns of a <see cref="FactSet"/>: there, <see cref="Escape"/>.
/// It is not in labels, input values, placeholders, choice titles (compact and filtered), button titles, badges, text runs,
/// <c>fallbackText</c> and <c>speak</c>, where a backslash would be shown: there, <see cref="Plain"/>.
/// </para>
/// </summary>
internal static class CardText
{
    private static readonly SearchValues<char> LettersAndDigits =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>
    /// The text so that a Markdown reader shows it letter for letter: no emphasis, list, link, picture, mention or entity.
    /// </summary>
    /// <remarks>
    /// A mark gets a backslash only where it would act: "R&amp;D (Paris)" stays as it is, because some phones show the backslash.
    /// </remarks>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var range in text.AsSpan().SplitAny('\r', '\n'))
        {
            var line = Clean(text[range]).AsSpan().Trim();
            if (line.IsEmpty)
            {
                continue;
            }

            // A single line break is a blank in Markdown; an empty line makes a new one in every client.
            escaped.Append(escaped.Length == 0 ? "" : "\n\n");
            AppendEscaped(escaped, line);
        }

        return escaped.ToString();
    }

    /// <summary>The text on one line, without control characters, for places where Markdown is not read.</summary>
    public static string Plain(string text) => Clean(text).Trim();

    private static void AppendEscaped(StringBuilder escaped, ReadOnlySpan<char> line)
    {
        var start = LengthOfLeadingMark(line);
        if (start > 0)
        {
            escaped.Append(line[..(start - 1)]).Append('\\').Append(line[start - 1]);
        }

        for (var i = start; i < line.Length; i++)
        {
            if (IsMarkdown(line, i))
            {
                escaped.Append('\\');
            }

            escaped.Append(line[i]);
        }
    }

    private static bool IsMarkdown(ReadOnlySpan<char> line, int i) => line[i] switch
    {
        '*' or '_' or '~' or '`' or '[' or ']' => true,
        '\\' => i + 1 == line.Length || char.IsPunctuation(line[i + 1]) || char.IsSymbol(line[i + 1]),
        // Older phones make a link of "\](" all the same, but not of "\]\(".
        '(' => i > 0 && line[i - 1] == ']',
        '<' => i + 1 < line.Length && (char.IsAsciiLetter(line[i + 1]) || line[i + 1] is '/' or '!' or '?'),
        '&' => StartsEntity(line[(i + 1)..]),
        // Two opening braces start a date function, which the client would replace by a date.
        '{' => i > 0 && line[i - 1] == '{',
        _ => false,
    };

    /// <summary><c>amp;</c>, <c>#38;</c> and the like; the longest name has 31 letters.</summary>
    private static bool StartsEntity(ReadOnlySpan<char> rest)
    {
        rest = rest[..Math.Min(rest.Length, 33)].TrimStart('#');
        var end = rest.IndexOfAnyExcept(LettersAndDigits);
        return end > 0 && rest[end] == ';';
    }

    /// <summary>
    /// How far "- ", "+ ", "1. ", "1) ", "# ", "&gt; ", a rule or an underline reaches that would make a list, heading or quotation of the
    /// line.
    /// </summary>
    private static int LengthOfLeadingMark(ReadOnlySpan<char> line)
    {
        if (line[0] is '-' or '+' or '=' or '#' or '>')
        {
            return 1;
        }

        var digits = line.IndexOfAnyExceptInRange('0', '9');
        return digits is > 0 and < 10 && line[digits] is '.' or ')' && (digits + 1 == line.Length || line[digits + 1] == ' ') ? digits + 1
            : 0;
    }

    /// <summary>
    /// Blanks for controls, nothing for characters that turn the writing direction of what follows (they could disguise text
    /// behind them), and a replacement sign for halves of characters. Joiners stay: emoji and Persian need them.
    /// </summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFEFF)
            {
                continue;
            }

            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                clean.Append(' ');
            }
            else
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString();
    }
}
