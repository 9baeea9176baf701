namespace ChatOpportunities.Bot.Teams;

/// <summary>Where to write to: kept to send messages nobody asked for just now.</summary>
internal sealed record ConversationReference
{
    public string? ChannelId { get; init; }
    public string? ServiceUrl { get; init; }
    public ConversationAccount? Conversation { get; init; }
    public ChannelAccount? Bot { get; init; }
    public ChannelAccount? User { get; init; }
    public string? Locale { get; init; }

    /// <summary>Why the person is not to be written to until they are heard from again; null when they may be.</summary>
    public string? SilentBecause { get; init; }

    public DateTimeOffset? SilentSince { get; init; }

    /// <summary>The activity it was read from; not kept.</summary>
    public string? ActivityId { get; init; }

    /// <summary>The conversation an activity came from.</summary>
    public static ConversationReference Of(Activity activity) => new()
    {
        ChannelId = activity.ChannelId,
        ServiceUrl = activity.ServiceUrl,
        Conversation = activity.Conversation,
        Bot = activity.Recipient,
        User = activity.From,
        Locale = activity.Locale,
        ActivityId = activity.Id,
    };
}
