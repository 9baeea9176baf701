using System.Buffers.Text;
using System.Text;

namespace ChatOpportunities.Portal.Api.Http;

/// <summary>One page of a list.</summary>
/// <param name="Items">What is on it.</param>
/// <param name="NextCursor">To be sent as <c>cursor</c> for the next page; null on the last.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor = null);

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
