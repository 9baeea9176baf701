using System.Diagnostics.CodeAnalysis;

namespace ChatOpportunities.Bot.Language;

/// <summary>Cuts what may be of any length; never through the middle of a character.</summary>
internal static class TextLengths
{
    private const int Quotation = 40;

    /// <summary>The first characters, at most so many.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? CutTo(this string? text, int length) =>
        text is null || text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    /// <summary>As much of it as is quoted back to whoever said it.</summary>
    public static string Shortened(this string text) => text.Length <= Quotation ? text : text.CutTo(Quotation) + "…";
}
