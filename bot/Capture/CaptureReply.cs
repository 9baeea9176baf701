using System.Collections.Frozen;
using ChatOpportunities.Bot.Understanding.Talk;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Capture;

/// <summary>What a line typed under an open form is.</summary>
internal enum ReplyKind
{
    /// <summary>May be an answer to the form.</summary>
    Answer,

    /// <summary>A question, a greeting, thanks, a goodbye: nothing to the form.</summary>
    Talk,

    /// <summary>"ok, save it".</summary>
    Save,

    /// <summary>"never mind".</summary>
    Drop,

    /// <summary>"edit", or no more than "no".</summary>
    Change,
}

/// <summary>
/// Reads what a line typed under an open form is, by all of its words: "Thank you cards" is a title. What is no word of a form's own is
/// read as any other sentence is.
/// </summary>
internal static class CaptureReply
{
    private static readonly FrozenSet<string> Changes = new[]
    {
        "no", "nope", "change", "change it", "edit", "edit it", "modify", "non", "modifier", "modifie", "modifie la", "changer",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static ReplyKind Read(string text) =>
        Changes.Contains(SearchText.Fold(text.Trim()).Replace('-', ' ').TrimEnd('.', '!')) ? ReplyKind.Change
        : TalkReader.CourtesyOf(text) switch
        {
            CourtesyKind.Assent => ReplyKind.Save,
            CourtesyKind.Refusal => ReplyKind.Drop,
            not null => ReplyKind.Talk,
            null => TalkReader.IsTalk(text) ? ReplyKind.Talk : ReplyKind.Answer,
        };
}
