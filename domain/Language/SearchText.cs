using System.Globalization;
using System.Text;

namespace ChatOpportunities.Domain.Language;

/// <summary>Text as it is searched: without case and accents, alike on every database.</summary>
public static class SearchText
{
    /// <summary>Lower case, accents taken off; at most twice as long as the text, which is tidied first.</summary>
    public static string Fold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var folded = new StringBuilder(text.Length);
        foreach (var c in (Checks.Tidy(text) ?? "").Normalize(NormalizationForm.FormD)
            .Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark))
        {
            folded.Append(char.ToLowerInvariant(c));
        }

        return folded.ToString().Normalize(NormalizationForm.FormC);
    }
}
