using Microsoft.Bot.Schema;

namespace ChatOpportunities.Bot.Teams;

/// <summary>Where to write to, as it is kept to send messages nobody asked for just now.</summary>
internal sealed class StoredReference : ConversationReference
{
    public StoredReference()
    {
    }

    public StoredReference(ConversationReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        (ChannelId, ServiceUrl, Conversation, Bot, User, Locale) =
            (reference.ChannelId, reference.ServiceUrl, reference.Conversation, reference.Bot, reference.User, reference.Locale);
    }

    /// <summary>Why the person is not to be written to until they are heard from again; null when they may be.</summary>
    public string? SilentBecause { get; set; }

    /// <summary>UTC instant since when.</summary>
    public DateTimeOffset? SilentSince { get; set; }

    /// <summary>Of a channel: its team, by the id of the team's first channel. Null for chats, and where it was not told.</summary>
    public string? TeamId { get; set; }

    /// <summary>Of a group: Entra object ids of those who were heard from there, the latest last.</summary>
    public IReadOnlyList<string> Members { get; set; } = [];

    /// <summary>
    /// First day of the month, by UTC, in which the conversation was last heard from or opened: no day, so that it is written once a month
    /// and not with each turn. Null where it was kept before months were.
    /// </summary>
    public DateOnly? HeardIn { get; set; }

    /// <summary>The month of an instant, as <see cref="HeardIn"/> has it.</summary>
    public static DateOnly MonthOf(DateTimeOffset now) => new(now.UtcDateTime.Year, now.UtcDateTime.Month, 1);
}
