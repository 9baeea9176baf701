using System.Text.Json;

namespace ChatOpportunities.Bot.Teams;

/// <summary>A person or a bot in a channel. The id is opaque; tenant and <see cref="AadObjectId"/> tell who a person is.</summary>
internal sealed record ChannelAccount
{
    public string? Id { get; init; }
    public string? Name { get; init; }
    public string? AadObjectId { get; init; }
}

/// <summary>A person as the channel's directory knows them.</summary>
internal sealed record ConversationMember
{
    /// <summary>The Entra object id, under either name.</summary>
    public string? AadObjectId { get; init; }

    public string? ObjectId { get; init; }

    public string? Email { get; init; }

    public string? UserPrincipalName { get; init; }
}

/// <summary>A conversation: <c>personal</c>, <c>groupChat</c> or a thread in a <c>channel</c>.</summary>
internal sealed record ConversationAccount
{
    public string? Id { get; init; }
    public string? Name { get; init; }
    public string? ConversationType { get; init; }
    public bool? IsGroup { get; init; }
    public string? TenantId { get; init; }
}

/// <summary>A card or file in a message.</summary>
internal sealed record Attachment
{
    public string? ContentType { get; init; }
    public JsonElement? Content { get; init; }
    public string? ContentUrl { get; init; }
    public string? Name { get; init; }
}

/// <summary>What a message carries beside its text; of the many types, mentions are read.</summary>
internal sealed record Entity
{
    public string? Type { get; init; }
    public ChannelAccount? Mentioned { get; init; }

    /// <summary>Of a mention: the part of the message's text that is the mention.</summary>
    public string? Text { get; init; }
}
