using System.Globalization;
using System.Text;

namespace ChatOpportunities.Domain.Language;

/// <summary>
/// The one folding of what people type: as names and titles are stored to be searched, as what is looked for is folded, and as two names
/// are compared. Done here and never by a database, so that it is the same on each of them.
/// </summary>
/// <remarks>
/// What differs only by keyboard, program or habit becomes one; what tells two names apart stays.
/// <list type="bullet">
/// <item>Capitals become small. Marks upon letters go, also those that are characters of their own: É, é and e are e.</item>
/// <item>Letters that are not another one with a mark become what people write who do not have them: ß ss, ł l, ø o, đ and ð d, þ th,
/// æ ae, œ oe, ħ h, ŧ t, ŋ n, ı i, and the ς that ends a Greek word σ. But ä is a, not ae: that holds in one language only.</item>
/// <item>Blanks of every kind and ends of lines are one blank, however many stand together, and none at either end: programs put
/// no-break ones where nobody sees them.</item>
/// <item>Apostrophes of every shape are <c>'</c>, quotation marks <c>"</c>, dashes and the minus <c>-</c>: programs put the curly and the
/// long ones in place of what was typed.</item>
/// <item>What takes no place goes: soft hyphens, joiners, marks of direction.</item>
/// <item>One character in two encodings is one: ﬁ is fi, the wide Ａ is a, ² is 2. Not ½: 1/2 would be read as a date.</item>
/// </list>
/// </remarks>
public static class SearchText
{
    /// <summary>
    /// Which folding this is. Raise it with any change: what is stored is then folded anew at the next start.
    /// </summary>
    public const int Version = 2;

    private const char FractionSlash = '\u2044';

    /// <summary>The text folded; at most twice as long, and unchanged when it is folded again.</summary>
    public static string Fold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) // half a surrogate pair comes out as U+FFFD
        {
            Add(folded, rune);
        }

        return Bounded(folded.ToString().Normalize(NormalizationForm.FormC), 2 * text.Length);
    }

    /// <summary>How much of a text its first folded characters take, with the marks upon the last of them.</summary>
    /// <param name="text">The text, with no blank at its beginning.</param>
    /// <param name="folded">How many characters of what <see cref="Fold"/> makes of it, ASCII letters all of them.</param>
    public static int LengthOf(string text, int folded)
    {
        ArgumentNullException.ThrowIfNull(text);
        var before = new StringBuilder();
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            Add(before, rune);
            if (before.Length > folded)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return length;
    }

    private static void Add(StringBuilder folded, Rune rune)
    {
        if (rune.IsAscii || Plain(rune) is not null)
        {
            AddPart(folded, rune);
            return;
        }

        // A character that no text may hold is refused by Normalize.
        var parts = rune.Value == 0xFFFE ? "" : rune.ToString().Normalize(NormalizationForm.FormKD);
        foreach (var part in (parts.Contains(FractionSlash, StringComparison.Ordinal) ? rune.ToString() : parts).EnumerateRunes())
        {
            AddPart(folded, part);
        }
    }

    private static void AddPart(StringBuilder folded, Rune part)
    {
        var small = Rune.ToLowerInvariant(part);
        switch (Rune.GetUnicodeCategory(small))
        {
            case var _ when Plain(small) is { } plain:
                folded.Append(plain);
                break;
            case UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format:
                break;
            case UnicodeCategory.DashPunctuation:
                folded.Append('-');
                break;
            case UnicodeCategory.Control or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator:
                folded.Append(folded.Length == 0 || folded[^1] == ' ' ? "" : " ");
                break;
            default:
                _ = small.IsBmp ? folded.Append((char)small.Value) : folded.Append(small.ToString());
                break;
        }
    }

    /// <summary>What a character stands for that no decomposition tells; null for most.</summary>
    private static string? Plain(Rune rune) => rune.Value switch
    {
        '`' or '´' or '‘' or '’' or '‚' or '‛' or 'ʹ' or 'ʻ' or 'ʼ' or 'ʽ' or 'ʾ' or 'ʿ' or '′' or '‵' => "'",
        '“' or '”' or '„' or '‟' or '«' or '»' or '″' or '‶' => "\"",
        '\u2212' => "-", // the minus
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'đ' or 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ł' => "l",
        'ŋ' => "n",
        'ø' => "o",
        'ŧ' => "t",
        'ς' => "σ",
        _ => null,
    };

    /// <summary>A few characters stand for whole words: a text of nothing else is cut, though not inside a character.</summary>
    private static string Bounded(string folded, int longest)
    {
        var length = Math.Min(folded.Length, longest);
        length -= length > 0 && char.IsHighSurrogate(folded[length - 1]) ? 1 : 0;
        return folded[..length].TrimEnd(' ');
    }
}
