using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Text;

namespace ChatOpportunities.Portal.Api.Http;

/// <summary>One page of a list.</summary>
/// <param name="Items">What is on this page.</param>
/// <param name="NextCursor">To be sent as <c>cursor</c> for the next page; null on the last.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor = null);

/// <summary>Which page of a list is asked for.</summary>
/// <param name="Limit">How many items a page has at most.</param>
/// <param name="Cursor">`nextCursor` of the page before, as it was given; left out, the first page. The other values stay the same.</param>
internal sealed record PageQuery([property: Range(1, PageQuery.LongestPage)] int Limit = PageQuery.UsualPage, string? Cursor = null)
{
    /// <summary>Most items of a page.</summary>
    private const int LongestPage = 100;

    /// <summary>Items of a page when nothing is said.</summary>
    private const int UsualPage = 50;

    /// <summary>The place after which the page begins, as it was written; null for the first page.</summary>
    public string? Place() => Cursor is null ? null : OpaqueCursor.Read(Cursor) ?? throw ApiCall.Bad("cursor");
}

/// <summary>A place in a list as programs see it: a text they send back without reading it.</summary>
internal static class OpaqueCursor
{
    public static string? Write(string? place) => place is null ? null : Base64Url.EncodeToString(Encoding.UTF8.GetBytes(place));

    /// <summary>Null when this is no cursor of ours.</summary>
    public static string? Read(string cursor)
    {
        if (!Base64Url.IsValid(cursor))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(cursor);
        return bytes.Contains((byte)0) ? null : Encoding.UTF8.GetString(bytes);
    }
}
