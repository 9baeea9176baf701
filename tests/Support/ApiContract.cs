using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace ChatOpportunities.Tests.Support;

/// <summary>
/// The description of the API as a judge: every answer that any test gets is held against it. An undocumented status, header, field,
/// code or choice, a field that is missing, a value of the wrong type: each fails the test that met it.
/// </summary>
public sealed class ApiContract(JsonNode document)
{
    private static readonly Lock Gate = new();
    private static Task<ApiContract>? _loaded;

    /// <summary>The description itself.</summary>
    public JsonNode Document => document;

    /// <summary>Every operation, with its address and method.</summary>
    public IEnumerable<(string Path, string Method, JsonNode Operation)> Operations =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (path.Key, operation.Key.ToUpperInvariant(), operation.Value!);

    /// <summary>What an operation takes beside its body.</summary>
    public IEnumerable<JsonNode> Parameters(JsonNode operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return operation["parameters"]!.AsArray().Select(p => Resolve(p!));
    }

    /// <summary>What a reference leads to; anything else is itself.</summary>
    public JsonNode Resolve(JsonNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node["$ref"] is { } reference ? ((string)reference!).Split('/').Skip(1).Aggregate(document, (at, step) => at[step]!) : node;
    }

    /// <summary>Read once; it is the same for every server of a test run.</summary>
    public static Task<ApiContract> LoadAsync(HttpClient client)
    {
        lock (Gate)
        {
            return _loaded is { IsFaulted: false } loaded ? loaded : _loaded = ReadAsync(client);
        }
    }

    /// <summary>What is wrong with an answer; nothing, when it is as described.</summary>
    public IReadOnlyList<string> Check(
        string method, string address, int status, string body, HttpResponseHeaders headers, string? contentType)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(headers);
        List<string> wrong = [];
        var (path, query) = address.Split('?', 2) is [var before, var after] ? (before, after) : (address, "");
        var content = body.Length == 0 ? null : JsonNode.Parse(body);
        if (Find(method, path) is not { } operation)
        {
            if (status == 400 && content is null)
            {
                return wrong; // the web server itself did not understand the address
            }

            if (status is not (400 or 401 or 404 or 405))
            {
                wrong.Add("there is no such operation");
            }

            Validate(document["components"]!["schemas"]!["ApiProblem"]!, content, "", wrong);
            return wrong;
        }

        var known = Parameters(operation).Where(p => (string)p["in"]! == "query").Select(p => (string)p["name"]!).ToHashSet();
        wrong.AddRange(query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(q => q.Split('=')[0]).Where(q => !known.Contains(q))
            .Select(q => $"the query's {q} is not described"));
        if (operation["responses"]![status.ToString(CultureInfo.InvariantCulture)] is not { } found)
        {
            wrong.Add($"the status {status} is not described");
            return wrong;
        }

        var response = Resolve(found);
        if (status is >= 200 and < 400)
        {
            foreach (var (header, present) in new[] { ("ETag", headers.ETag is not null), ("Location", headers.Location is not null) })
            {
                if (present != (response["headers"]?[header] is not null))
                {
                    wrong.Add($"{header} is {(present ? "not described" : "missing")}");
                }
            }
        }

        var media = contentType is null ? null : response["content"]?[contentType];
        if (media is null != content is null)
        {
            wrong.Add($"content of type {contentType ?? "none"} with {body.Length} characters is not described");
        }
        else if (media is not null)
        {
            Validate(media["schema"]!, content, "", wrong);
        }

        return wrong;
    }

    /// <summary>Holds a value against a schema.</summary>
    public void Validate(JsonNode schema, JsonNode? value, string at, ICollection<string> wrong)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(wrong);
        if (schema["$ref"] is not null)
        {
            Validate(Resolve(schema), value, at, wrong);
            return;
        }

        foreach (var part in schema["allOf"]?.AsArray() ?? [])
        {
            Validate(part!, value, at, wrong);
        }

        if (schema["oneOf"] is JsonArray choices && choices.Count(c => Holds(c!, value)) != 1)
        {
            wrong.Add($"{at}: {Short(value)} is not exactly one of what it may be");
        }

        if (schema["type"] is { } type
            && !(type is JsonArray several ? several.Select(t => (string)t!) : [(string)type!]).Any(t => IsOf(t, value)))
        {
            wrong.Add($"{at}: {Short(value)} is not of type {type.ToJsonString()}");
            return;
        }

        if (schema["enum"] is JsonArray words && !words.Any(w => JsonNode.DeepEquals(w, value)))
        {
            wrong.Add($"{at}: {Short(value)} is not among {words.ToJsonString()}");
        }

        if (schema["format"] is { } format && value is JsonValue text && !HasFormat((string)format!, text))
        {
            wrong.Add($"{at}: {Short(value)} is no {format}");
        }

        if (value is JsonArray items && schema["items"] is { } itemSchema)
        {
            for (var i = 0; i < items.Count; i++)
            {
                Validate(itemSchema, items[i], $"{at}[{i}]", wrong);
            }
        }

        if (value is JsonObject fields)
        {
            foreach (var missing in (schema["required"]?.AsArray() ?? []).Select(r => (string)r!).Where(r => !fields.ContainsKey(r)))
            {
                wrong.Add($"{at}.{missing} is missing");
            }

            foreach (var (name, field) in fields)
            {
                if ((schema["properties"]?[name] ?? schema["additionalProperties"]) is not { } own)
                {
                    continue;
                }

                if (own is JsonObject)
                {
                    Validate(own, field, $"{at}.{name}", wrong);
                }
                else if (!(bool)own)
                {
                    wrong.Add($"{at}.{name} is not described");
                }
            }
        }
    }

    private static async Task<ApiContract> ReadAsync(HttpClient client) =>
        new(JsonNode.Parse(await client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)))!);

    private bool Holds(JsonNode schema, JsonNode? value)
    {
        List<string> wrong = [];
        Validate(schema, value, "", wrong);
        return wrong.Count == 0;
    }

    private JsonNode? Find(string method, string path)
    {
        var steps = path.Trim('/').Split('/');
        return Operations.Where(o => o.Method == method).FirstOrDefault(o =>
        {
            var pattern = o.Path.Trim('/').Split('/');
            return pattern.Length == steps.Length && pattern.Zip(steps).All(p =>
                p.First == p.Second
                || (p.First.StartsWith('{') && p.Second.Length > 0
                    && (TypeOf(o.Operation, p.First.Trim('{', '}')) != "integer" || long.TryParse(p.Second, out _))));
        }).Operation;
    }

    private string? TypeOf(JsonNode operation, string parameter) =>
        (string?)Parameters(operation).First(p => (string)p["in"]! == "path" && (string)p["name"]! == parameter)["schema"]!["type"];

    private static bool IsOf(string type, JsonNode? value) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        _ when value is not JsonValue single => false,
        "string" => value.GetValueKind() == System.Text.Json.JsonValueKind.String,
        "boolean" => value.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False,
        "number" => value.GetValueKind() == System.Text.Json.JsonValueKind.Number,
        "integer" => value.GetValueKind() == System.Text.Json.JsonValueKind.Number
            && long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        _ => false,
    };

    private static bool HasFormat(string format, JsonValue value) => format switch
    {
        "date" => DateOnly.TryParseExact((string?)value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => DateTimeOffset.TryParse((string?)value, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
            && instant.Offset == TimeSpan.Zero,
        "int32" => int.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        "int64" or "decimal" => true,
        _ => throw new NotSupportedException($"The format {format} is new: say here what it means."),
    };

    private static string Short(JsonNode? value) => value?.ToJsonString() is { } json ? json[..Math.Min(json.Length, 60)] : "null";
}
