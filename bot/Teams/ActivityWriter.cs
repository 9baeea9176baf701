using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Bot.Schema;
using Newtonsoft.Json;
using JsonException = System.Text.Json.JsonException;
using JsonSerializer = System.Text.Json.JsonSerializer;

namespace ChatOpportunities.Bot.Teams;

/// <summary>
/// Writes activities and references by System.Text.Json. What only a bot written for the SDK sets is written by the SDK's serializer.
/// </summary>
internal static class ActivityWriter
{
    private static readonly JsonSerializerSettings Sdk = new()
    {
        NullValueHandling = NullValueHandling.Ignore,
        DateFormatHandling = DateFormatHandling.IsoDateFormat,
        DateTimeZoneHandling = DateTimeZoneHandling.Utc,
        ContractResolver = new Newtonsoft.Json.Serialization.DefaultContractResolver
        {
            NamingStrategy = new Newtonsoft.Json.Serialization.CamelCaseNamingStrategy(),
        },
    };

    /// <summary>As it goes to the connector: said by the bot, to whom and where the reference says.</summary>
    /// <param name="activity">What is said.</param>
    /// <param name="to">The conversation.</param>
    /// <param name="id">Of a message that is replaced.</param>
    public static byte[] Write(Activity activity, ConversationReference to, string? id = null)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            Text(writer, "type"u8, activity.Type);
            Text(writer, "id"u8, id);
            Text(writer, "channelId"u8, to.ChannelId);
            Text(writer, "serviceUrl"u8, to.ServiceUrl);
            Account(writer, "from"u8, to.Bot);
            Account(writer, "recipient"u8, to.User);
            Conversation(writer, to.Conversation);
            WriteContent(writer, activity);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>What asks the connector for the personal conversation with somebody.</summary>
    public static byte[] WriteNewConversation(ChannelAccount bot, ChannelAccount user, string tenantId)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            Account(writer, "bot"u8, bot);
            writer.WriteStartArray("members"u8);
            Write(writer, new ChannelAccount { Id = user.Id ?? user.AadObjectId });
            writer.WriteEndArray();
            writer.WriteString("tenantId"u8, tenantId);
            writer.WriteStartObject("channelData"u8);
            writer.WriteStartObject("tenant"u8);
            writer.WriteString("id"u8, tenantId);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteBoolean("isGroup"u8, false);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>As it waits to be sent: without an address.</summary>
    public static void WriteUnaddressed(Utf8JsonWriter writer, Activity activity)
    {
        writer.WriteStartObject();
        Text(writer, "type"u8, activity.Type);
        WriteContent(writer, activity);
        writer.WriteEndObject();
    }

    /// <summary>A reference as it is kept, with what is known of the person or the group.</summary>
    public static string WriteReference(StoredReference reference)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            WriteMembers(writer, reference);
            Text(writer, "silentBecause"u8, reference.SilentBecause);
            if (reference.SilentSince is { } since)
            {
                writer.WriteString("silentSince"u8, since);
            }

            Text(writer, "teamId"u8, reference.TeamId);
            if (reference.Members.Count > 0)
            {
                Text(writer, "members"u8, string.Join(' ', reference.Members));
            }

            if (reference.HeardIn is { } month)
            {
                writer.WriteString("heardIn"u8, new DateTimeOffset(month, TimeOnly.MinValue, TimeSpan.Zero));
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static void WriteReference(Utf8JsonWriter writer, ConversationReference reference)
    {
        writer.WriteStartObject();
        WriteMembers(writer, reference);
        writer.WriteEndObject();
    }

    /// <summary>
    /// The body of an invoke's answer: written as it stands when it is ours, by the SDK's serializer when it is one of its types.
    /// </summary>
    public static void WriteBody(Utf8JsonWriter writer, object body) => Any(writer, body);

    /// <summary>An object of one of the SDK's types, as JSON text.</summary>
    public static string WriteSdkObject(object value) => JsonConvert.SerializeObject(value, Sdk);

    private static void WriteMembers(Utf8JsonWriter writer, ConversationReference reference)
    {
        Text(writer, "channelId"u8, reference.ChannelId);
        Text(writer, "serviceUrl"u8, reference.ServiceUrl);
        Conversation(writer, reference.Conversation);
        Account(writer, "bot"u8, reference.Bot);
        Account(writer, "user"u8, reference.User);
        Text(writer, "locale"u8, reference.Locale);
        Text(writer, "activityId"u8, reference.ActivityId);
    }

    private static void WriteContent(Utf8JsonWriter writer, Activity activity)
    {
        Text(writer, "replyToId"u8, activity.ReplyToId);
        Text(writer, "text"u8, activity.Text);
        Text(writer, "textFormat"u8, activity.TextFormat);
        Text(writer, "summary"u8, activity.Summary);
        Text(writer, "attachmentLayout"u8, activity.AttachmentLayout);
        if (activity.Attachments is { } attachments)
        {
            writer.WriteStartArray("attachments"u8);
            foreach (var attachment in attachments)
            {
                Write(writer, attachment);
            }

            writer.WriteEndArray();
        }

        Text(writer, "name"u8, activity.Name);
        Any(writer, "value"u8, activity.Value);
        Any(writer, "channelData"u8, activity.ChannelData);
        Text(writer, "speak"u8, activity.Speak);
        Text(writer, "inputHint"u8, activity.InputHint);
        Text(writer, "importance"u8, activity.Importance);
        Text(writer, "code"u8, activity.Code);
        Any(writer, "entities"u8, activity.Entities);
        Any(writer, "suggestedActions"u8, activity.SuggestedActions);
        Any(writer, "semanticAction"u8, activity.SemanticAction);
        Any(writer, "expiration"u8, activity.Expiration);
    }

    private static void Write(Utf8JsonWriter writer, Attachment attachment)
    {
        writer.WriteStartObject();
        Text(writer, "contentType"u8, attachment.ContentType);
        Any(writer, "content"u8, attachment.Content);
        Text(writer, "contentUrl"u8, attachment.ContentUrl);
        Text(writer, "name"u8, attachment.Name);
        Text(writer, "thumbnailUrl"u8, attachment.ThumbnailUrl);
        writer.WriteEndObject();
    }

    private static void Account(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ChannelAccount? account)
    {
        if (account is null)
        {
            return;
        }

        writer.WritePropertyName(name);
        Write(writer, account);
    }

    private static void Write(Utf8JsonWriter writer, ChannelAccount account)
    {
        writer.WriteStartObject();
        Text(writer, "id"u8, account.Id);
        Text(writer, "name"u8, account.Name);
        Text(writer, "aadObjectId"u8, account.AadObjectId);
        writer.WriteEndObject();
    }

    private static void Conversation(Utf8JsonWriter writer, ConversationAccount? conversation)
    {
        if (conversation is null)
        {
            return;
        }

        writer.WriteStartObject("conversation"u8);
        Text(writer, "id"u8, conversation.Id);
        Text(writer, "name"u8, conversation.Name);
        Text(writer, "conversationType"u8, conversation.ConversationType);
        if (conversation.IsGroup is { } isGroup)
        {
            writer.WriteBoolean("isGroup"u8, isGroup);
        }

        Text(writer, "tenantId"u8, conversation.TenantId);
        writer.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static void Any(Utf8JsonWriter writer, ReadOnlySpan<byte> name, object? value)
    {
        if (value is not null)
        {
            writer.WritePropertyName(name);
            Any(writer, value);
        }
    }

    private static void Any(Utf8JsonWriter writer, object value)
    {
        if (RawJson.Of(value) is { } json)
        {
            json.WriteTo(writer);
        }
        else
        {
            writer.WriteRawValue(WriteSdkObject(value));
        }
    }
}
