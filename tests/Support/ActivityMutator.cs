using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ChatOpportunities.Tests.Support;

/// <summary>Spoils activities: the same seed spoils the same way.</summary>
internal sealed class ActivityMutator(Random random)
{
    private static readonly string[] Texts =
    [
        "", " ", "\0", "\u202e\u2066", "é̂", "💥", "<at>Bot</at>", "&nbsp;&#xD800;", "{0}{1}{2}", "%s%n", "'; DROP TABLE x;--", "../../..",
        ".", "..", "new Contoso 45k", "won OPP-00001", "move 1", "help", "cancel", "assign 1 Ben",
        "new " + new string('9', 400) + "k close 99.99.9999", "find %_[", "0001-01-01", "9999-12-31", "2026-02-30", "1e309", "-1", "NaN",
        "true", "OPP-00001", "capture.save", "opportunity.move", "reminder.snooze", "opportunity.assign", "list.find", "opportunity.close",
        "Action.Execute", "automatic", "personal", "channel", "editMessage", "29:x", "28:bot", "{\"verb\":\"help\"}", "[[[[", "fr-FR",
        "xx-YY", "tlh", "http://127.0.0.1@evil/", new('x', 300), new('x', 5000), "\ud83d", "a\r\nb: c",
    ];

    private static readonly string[] Names =
    [
        "type", "id", "text", "value", "name", "from", "conversation", "channelData", "verb", "action", "data", "no", "version", "draft",
        "replyToId", "entities", "attachments", "membersAdded", "locale", "localTimestamp", "queryOptions", "parameters", "$type",
        "__proto__", "TYPE",
    ];

    /// <summary>A body near a good activity, and often none any more.</summary>
    public byte[] Spoil(JsonObject activity)
    {
        var times = 1 + random.Next(4);
        for (var i = 0; i < times; i++)
        {
            SpoilOne(activity);
        }

        var body = Encoding.UTF8.GetBytes(Write(activity));
        return random.Next(5) == 0 ? SpoilBytes(body) : body;
    }

    private static string Write(JsonObject activity)
    {
        // A half of a pair cannot be written by the serializer, and is just what a stranger would send.
        return activity.ToJsonString().Replace("\\uFFFD", "\\ud83d", StringComparison.Ordinal);
    }

    private void SpoilOne(JsonObject root)
    {
        var places = root.Places().ToList();
        var place = places[random.Next(places.Count)];
        if (place is JsonObject members)
        {
            var names = members.Select(m => m.Key).ToList();
            var name = names.Count == 0 || random.Next(8) == 0 ? Names[random.Next(Names.Length)] : names[random.Next(names.Count)];
            // The way back stays open, or most would end at the door.
            if (place == root && name is "serviceUrl" or "channelId" && random.Next(50) != 0)
            {
                return;
            }

            switch (random.Next(5))
            {
                case 0:
                    members.Remove(name);
                    break;
                case 1 when members[name] is { } value:
                    members.Remove(name);
                    members[Names[random.Next(Names.Length)]] = value;
                    break;
                case 2 when members[name] is { } value:
                    members[name] = value.ToJsonString();
                    break;
                case 3 when members[name] is { } value:
                    members[name] = new JsonArray(value.DeepClone(), value.DeepClone());
                    break;
                default:
                    members[name] = Value(depth: 0);
                    break;
            }
        }
        else if (place is JsonArray list)
        {
            if (list.Count > 0 && random.Next(3) == 0)
            {
                list.RemoveAt(random.Next(list.Count));
            }
            else
            {
                list.Insert(random.Next(list.Count + 1), Value(depth: 0));
            }
        }
    }

    private JsonNode? Value(int depth) => random.Next(12) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.Next(-5, 100),
        3 => long.MaxValue - random.Next(2),
        4 => random.NextDouble() * 1e300,
        5 => Deep(random.Next(100)),
        6 when depth < 4 => new JsonArray([.. Enumerable.Range(0, random.Next(5)).Select(_ => Value(depth + 1))]),
        7 when depth < 4 => new JsonObject(
            Enumerable.Range(0, random.Next(5)).Select(i => KeyValuePair.Create(Names[(i * 5) + random.Next(5)], Value(depth + 1)))),
        8 => TimeProvider.System.GetUtcNow().AddDays(random.Next(-400_000, 400_000)).ToString("O", CultureInfo.InvariantCulture),
        _ => Texts[random.Next(Texts.Length)],
    };

    private static JsonNode Deep(int depth)
    {
        JsonNode node = 1;
        for (var i = 0; i < depth; i++)
        {
            node = i % 2 == 0 ? new JsonArray(node) : new JsonObject { ["value"] = node };
        }

        return node;
    }

    private byte[] SpoilBytes(byte[] body)
    {
        var at = random.Next(body.Length);
        switch (random.Next(7))
        {
            case 0:
                return body[..at];
            case 1:
                body[at] = (byte)random.Next(256);
                return body;
            case 2:
                body[at] ^= (byte)(1 << random.Next(8));
                return body;
            case 3:
                var until = Math.Min(body.Length, at + random.Next(200));
                return [.. body[..until], .. body[at..]];
            case 4:
                return [.. body[..at], .. Encoding.UTF8.GetBytes(new string('[', random.Next(5000))), .. body[at..]];
            case 5:
                var noise = new byte[random.Next(64)];
                random.NextBytes(noise);
                return [.. body[..at], .. noise, .. body[at..]];
            default:
                // The same member twice: the last one counts.
                return [.. body[..^1], .. ",\"type\":\"message\",\"text\":\"twice\"}"u8];
        }
    }
}

/// <summary>Walks through JSON, lists too.</summary>
internal static class JsonPlaces
{
    public static IEnumerable<JsonNode> Places(this JsonNode node)
    {
        IEnumerable<JsonNode?> inner = node switch
        {
            JsonObject o => o.Select(m => m.Value),
            JsonArray a => a,
            _ => [],
        };
        return (node is JsonObject or JsonArray ? [node] : Array.Empty<JsonNode>()).Concat(inner.OfType<JsonNode>().SelectMany(Places));
    }
}
