using System.Buffers;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Bot.Schema;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using JsonException = System.Text.Json.JsonException;

namespace ChatOpportunities.Bot.Teams;

/// <summary>
/// Reads an activity as the channel sends it, by System.Text.Json, with a bound on its size and depth. Unknown fields are skipped; one of
/// another type than the protocol says makes the whole malformed. <c>value</c> and the content of attachments stay <see cref="RawJson"/>;
/// <c>channelData</c> and entities are what the SDK's own code expects them to be.
/// </summary>
internal static class ActivityReader
{
    public const int MaxBodyBytes = 1024 * 1024;
    public const int MaxDepth = 64;

    private delegate void Field<in T>(T target, ref Utf8JsonReader reader);

    private static readonly FrozenDictionary<string, Field<ChannelAccount>> AccountFields = new Dictionary<string, Field<ChannelAccount>>
    {
        ["id"] = (a, ref r) => a.Id = Text(ref r),
        ["name"] = (a, ref r) => a.Name = Text(ref r),
        ["aadObjectId"] = (a, ref r) => a.AadObjectId = Text(ref r),
        ["role"] = (a, ref r) => a.Role = Text(ref r),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Field<ConversationAccount>> ConversationFields =
        new Dictionary<string, Field<ConversationAccount>>
        {
            ["id"] = (c, ref r) => c.Id = Text(ref r),
            ["name"] = (c, ref r) => c.Name = Text(ref r),
            ["conversationType"] = (c, ref r) => c.ConversationType = Text(ref r),
            ["isGroup"] = (c, ref r) => c.IsGroup = Flag(ref r),
            ["tenantId"] = (c, ref r) => c.TenantId = Text(ref r),
            ["aadObjectId"] = (c, ref r) => c.AadObjectId = Text(ref r),
            ["role"] = (c, ref r) => c.Role = Text(ref r),
        }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Field<Attachment>> AttachmentFields = new Dictionary<string, Field<Attachment>>
    {
        ["contentType"] = (a, ref r) => a.ContentType = Text(ref r),
        ["contentUrl"] = (a, ref r) => a.ContentUrl = Text(ref r),
        ["content"] = (a, ref r) => a.Content = Raw(ref r),
        ["name"] = (a, ref r) => a.Name = Text(ref r),
        ["thumbnailUrl"] = (a, ref r) => a.ThumbnailUrl = Text(ref r),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Field<MessageReaction>> ReactionFields = new Dictionary<string, Field<MessageReaction>>
    {
        ["type"] = (m, ref r) => m.Type = Text(ref r),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Field<Activity>> ActivityFields = new Dictionary<string, Field<Activity>>
    {
        ["type"] = (a, ref r) => a.Type = Text(ref r),
        ["id"] = (a, ref r) => a.Id = Text(ref r),
        ["timestamp"] = (a, ref r) => a.Timestamp = Instant(ref r),
        ["localTimestamp"] = (a, ref r) => a.LocalTimestamp = Instant(ref r),
        ["localTimezone"] = (a, ref r) => a.LocalTimezone = Text(ref r),
        ["serviceUrl"] = (a, ref r) => a.ServiceUrl = Text(ref r),
        ["channelId"] = (a, ref r) => a.ChannelId = Text(ref r),
        ["from"] = (a, ref r) => a.From = Object(ref r, AccountFields),
        ["conversation"] = (a, ref r) => a.Conversation = Object(ref r, ConversationFields),
        ["recipient"] = (a, ref r) => a.Recipient = Object(ref r, AccountFields),
        ["textFormat"] = (a, ref r) => a.TextFormat = Text(ref r),
        ["attachmentLayout"] = (a, ref r) => a.AttachmentLayout = Text(ref r),
        ["membersAdded"] = (a, ref r) => a.MembersAdded = List(ref r, AccountFields),
        ["membersRemoved"] = (a, ref r) => a.MembersRemoved = List(ref r, AccountFields),
        ["reactionsAdded"] = (a, ref r) => a.ReactionsAdded = List(ref r, ReactionFields),
        ["reactionsRemoved"] = (a, ref r) => a.ReactionsRemoved = List(ref r, ReactionFields),
        ["locale"] = (a, ref r) => a.Locale = Text(ref r),
        ["text"] = (a, ref r) => a.Text = Text(ref r),
        ["summary"] = (a, ref r) => a.Summary = Text(ref r),
        ["attachments"] = (a, ref r) => a.Attachments = List(ref r, AttachmentFields),
        ["entities"] = (a, ref r) => a.Entities = Entities(ref r),
        ["channelData"] = (a, ref r) => a.ChannelData = Loose(ref r),
        ["action"] = (a, ref r) => a.Action = Text(ref r),
        ["replyToId"] = (a, ref r) => a.ReplyToId = Text(ref r),
        ["name"] = (a, ref r) => a.Name = Text(ref r),
        ["value"] = (a, ref r) => a.Value = Raw(ref r),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Field<ConversationReference>> ReferenceFields =
        new Dictionary<string, Field<ConversationReference>>
        {
            ["activityId"] = (c, ref r) => c.ActivityId = Text(ref r),
            ["user"] = (c, ref r) => c.User = Object(ref r, AccountFields),
            ["bot"] = (c, ref r) => c.Bot = Object(ref r, AccountFields),
            ["conversation"] = (c, ref r) => c.Conversation = Object(ref r, ConversationFields),
            ["channelId"] = (c, ref r) => c.ChannelId = Text(ref r),
            ["serviceUrl"] = (c, ref r) => c.ServiceUrl = Text(ref r),
            ["locale"] = (c, ref r) => c.Locale = Text(ref r),
        }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Field<StoredReference>> StoredReferenceFields =
        ReferenceFields.ToDictionary(
            field => field.Key, field => (Field<StoredReference>)((StoredReference c, ref Utf8JsonReader r) => field.Value(c, ref r)))
            .Append(new("silentBecause", (c, ref r) => c.SilentBecause = Text(ref r)))
            .Append(new("silentSince", (c, ref r) => c.SilentSince = Instant(ref r)))
            .Append(new("teamId", (c, ref r) => c.TeamId = Text(ref r)))
            .Append(new("members", (c, ref r) => c.Members = Text(ref r)?.Split(' ') ?? []))
            .Append(new("heardIn", (c, ref r) => c.HeardIn = Instant(ref r) is { } month ? StoredReference.MonthOf(month) : null))
            .ToFrozenDictionary();

    /// <summary>Reads what was posted; false when it is no activity that could be answered.</summary>
    public static bool TryRead(ReadOnlySequence<byte> body, [NotNullWhen(true)] out Activity? activity)
    {
        activity = null;
        try
        {
            var bytes = body.IsSingleSegment ? body.FirstSpan : body.ToArray();
            // Values are handed on unread, and a broken string in one would only show when a feature reads it.
            if (!Utf8.IsValid(bytes) || !IsReadable(bytes))
            {
                return false;
            }

            activity = Read(bytes);
            return IsComplete(activity);
        }
        catch (Exception malformed) when (malformed is JsonException or Newtonsoft.Json.JsonException)
        {
            return false;
        }
    }

    /// <exception cref="JsonException">It is no activity.</exception>
    public static Activity? Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        var activity = Read(ref reader);
        return reader.Read() ? throw new JsonException("More follows the activity.") : activity;
    }

    /// <summary>Reads the next value.</summary>
    public static Activity? Read(ref Utf8JsonReader reader) => Object(ref reader, ActivityFields);

    /// <summary>Reads the next value.</summary>
    public static ConversationReference? ReadReference(ref Utf8JsonReader reader) => Object(ref reader, ReferenceFields);

    /// <summary>Reads a reference that was kept, with what is known of the person's silence.</summary>
    public static StoredReference? ReadReference(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), new JsonReaderOptions { MaxDepth = MaxDepth });
        return Object(ref reader, StoredReferenceFields);
    }

    /// <summary>Whether every string in a value read from a string can be read: half of an escaped surrogate pair cannot.</summary>
    public static bool IsReadable(JsonElement value) => IsReadable(Encoding.UTF8.GetBytes(value.GetRawText()));

    private static bool IsComplete([NotNullWhen(true)] Activity? activity) =>
        activity is { Type.Length: > 0 }
        && (activity.Type is not (ActivityTypes.Message or ActivityTypes.Invoke)
            || (!string.IsNullOrEmpty(activity.Conversation?.Id) && !string.IsNullOrEmpty(activity.From?.Id)));

    private static bool IsReadable(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0)
        {
            return true;
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    reader.GetString();
                }
            }
        }
        catch (InvalidOperationException)
        {
            return false;
        }

        return true;
    }

    private static T? Object<T>(ref Utf8JsonReader reader, FrozenDictionary<string, Field<T>> fields)
        where T : class, new() => Next(ref reader, JsonTokenType.StartObject) ? Members(ref reader, fields) : null;

    private static T Members<T>(ref Utf8JsonReader reader, FrozenDictionary<string, Field<T>> fields)
        where T : class, new()
    {
        var target = new T();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (fields.TryGetValue(reader.GetString()!, out var field))
            {
                field(target, ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return target;
    }

    /// <summary>A list; what is null in it is left out, because code of the SDK does not look.</summary>
    private static List<T>? List<T>(ref Utf8JsonReader reader, FrozenDictionary<string, Field<T>> fields)
        where T : class, new()
    {
        if (!Next(ref reader, JsonTokenType.StartArray))
        {
            return null;
        }

        List<T> list = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    list.Add(Members(ref reader, fields));
                    break;
                case JsonTokenType.Null:
                    break;
                default:
                    throw new JsonException("A list holds something else than objects.");
            }
        }

        return list;
    }

    /// <summary>Of the many kinds mentions are read at once; each keeps its members for code of the SDK.</summary>
    private static List<Entity>? Entities(ref Utf8JsonReader reader)
    {
        if (!Next(ref reader, JsonTokenType.StartArray))
        {
            return null;
        }

        List<Entity> list = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.Null)
            {
                continue;
            }

            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new JsonException("An entity is an object.");
            }

            list.Add(Entity(JsonElement.ParseValue(ref reader)));
        }

        return list;
    }

    private static Entity Entity(JsonElement json)
    {
        var type = TextOf(json, "type");
        var members = ToJObject(json);
        members.Remove("type");
        if (type != "mention")
        {
            return new Entity { Type = type, Properties = members };
        }

        var who = json.TryGetProperty("mentioned", out var mentioned) ? mentioned : default;
        return new Mention
        {
            Type = type,
            Text = TextOf(json, "text"),
            Mentioned = who.ValueKind switch
            {
                JsonValueKind.Object => new ChannelAccount
                {
                    Id = TextOf(who, "id"),
                    Name = TextOf(who, "name"),
                    AadObjectId = TextOf(who, "aadObjectId"),
                },
                JsonValueKind.Undefined or JsonValueKind.Null => null,
                _ => throw new JsonException("Who is mentioned is an object."),
            },
            Properties = members,
        };
    }

    private static string? TextOf(JsonElement json, string name) =>
        !json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw new JsonException($"'{name}' is no text.");

    /// <summary>An object as code of the SDK reads it; anything else is left out.</summary>
    private static JObject? Loose(ref Utf8JsonReader reader)
    {
        reader.Read();
        var json = JsonElement.ParseValue(ref reader);
        return json.ValueKind == JsonValueKind.Object ? ToJObject(json) : null;
    }

    private static JObject ToJObject(JsonElement json)
    {
        using var reader = new JsonTextReader(new StringReader(json.GetRawText()))
        {
            DateParseHandling = DateParseHandling.None,
            MaxDepth = MaxDepth,
        };
        return JObject.Load(reader);
    }

    private static RawJson? Raw(ref Utf8JsonReader reader)
    {
        reader.Read();
        var json = JsonElement.ParseValue(ref reader);
        return json.ValueKind == JsonValueKind.Null ? null : new RawJson(json);
    }

    private static string? Text(ref Utf8JsonReader reader) => Next(ref reader, JsonTokenType.String) ? reader.GetString() : null;

    private static bool? Flag(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.Null => null,
            _ => throw new JsonException("A flag is true or false."),
        };
    }

    private static DateTimeOffset? Instant(ref Utf8JsonReader reader) =>
        !Next(ref reader, JsonTokenType.String) ? null
        : reader.TryGetDateTimeOffset(out var instant) ? instant
        : throw new JsonException("A time is written as ISO 8601 says.");

    /// <summary>Steps to the next value; false when it is null, an exception when it is of another kind.</summary>
    private static bool Next(ref Utf8JsonReader reader, JsonTokenType kind)
    {
        // A reader that was handed over stands on its value already.
        if (reader.TokenType is JsonTokenType.None or JsonTokenType.PropertyName)
        {
            reader.Read();
        }

        return reader.TokenType == kind || (reader.TokenType == JsonTokenType.Null ? false
            : throw new JsonException($"A {kind} was expected and a {reader.TokenType} came."));
    }
}
