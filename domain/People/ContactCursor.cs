using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ChatOpportunities.Domain.People;

/// <summary>The last line of a page of contacts; the next page begins after it, whatever came or went meanwhile.</summary>
/// <param name="Search">Its name as it is searched.</param>
/// <param name="Id">Its key.</param>
public sealed record ContactCursor(string Search, long Id)
{
    /// <summary>Text that <see cref="TryParse"/> reads, to be put into a link.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Id}.{Search}");

    /// <summary>Reads what <see cref="ToString"/> wrote; any other text is no cursor.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ContactCursor? cursor)
    {
        var dot = text?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        cursor = dot > 0 && !text!.Contains('\0', StringComparison.Ordinal)
            && long.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new ContactCursor(text[(dot + 1)..], id)
            : null;
        return cursor is not null;
    }
}
