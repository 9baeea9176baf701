using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ChatOpportunities.Portal.Api.Http;

/// <summary>The body of a request, read strictly: what is not understood is told with its field, as 400.</summary>
internal sealed class JsonBody<T>(T value, IReadOnlySet<string> given) : IBindableFromHttpContext<JsonBody<T>>
    where T : class
{
    public T Value => value;

    /// <summary>Whether the body names a field, even as null: in a PATCH an absent field stays as it is.</summary>
    public bool Has(string field) => given.Contains(field);

    /// <summary>
    /// A body that is not understood is told by <see cref="Idempotency"/>, in front of every endpoint, and never reaches one: that
    /// way a repeat of it gets the same answer as a repeat of any other.
    /// </summary>
    public static async ValueTask<JsonBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        try
        {
            return await ReadAsync(context);
        }
        catch (MalformedRequestException malformed)
        {
            context.Items[RawBody.ProblemKey] = malformed.In(ApiLanguage.Texts(context));
        }
        catch (BadHttpRequestException bad) when (bad.StatusCode == StatusCodes.Status415UnsupportedMediaType)
        {
            context.Items[RawBody.ProblemKey] = ApiProblem.Of(bad.StatusCode, ApiLanguage.Texts(context));
        }

        return new JsonBody<T>(null!, new HashSet<string>());
    }

    private static async Task<JsonBody<T>> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, context.RequestAborted);
        var json = buffer.ToArray();
        context.Items[RawBody.Key] = json;
        if (json.Length == 0)
        {
            json = "{}"u8.ToArray(); // acts whose fields may all be left out need no body
        }
        else if (!request.HasJsonContentType())
        {
            throw new BadHttpRequestException("Not JSON.", StatusCodes.Status415UnsupportedMediaType);
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new MalformedRequestException("badJson", null, t => t["Send a JSON object."]);
            }

            RefuseNul(document.RootElement, null);
            var given = document.RootElement.EnumerateObject().Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
            return new JsonBody<T>(JsonSerializer.Deserialize(json, ApiJson.Of<T>())!, given);
        }
        catch (JsonException wrong)
        {
            throw Malformed(wrong);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, written as an escape.
            throw new MalformedRequestException("badJson", null, t => t["This is not valid JSON."]);
        }
    }

    private static MalformedRequestException Malformed(JsonException wrong)
    {
        var field = Field(wrong.Path);
        return field is null || wrong is not { LineNumber: not null }
            ? new MalformedRequestException(
                field is null ? "badJson" : "badValue", field,
                t => field is null ? t["This is not valid JSON."] : t["This value was not understood."])
            : new MalformedRequestException(
                IsUnknownField(field) ? "unknownField" : "badValue",
                field,
                t => IsUnknownField(field) ? t["There is no field of this name."] : t["This value was not understood."]);
    }

    /// <summary>Only the first step of a path is one of the type's own fields; deeper ones are told as values.</summary>
    private static bool IsUnknownField(string field) =>
        !field.Contains('.', StringComparison.Ordinal) && !field.Contains('[', StringComparison.Ordinal)
        && ApiJson.Of<T>().Properties.All(p => p.Name != field);

    /// <summary><c>$.steps[0].type</c> is told as <c>steps[0].type</c>, <c>$['a b']</c> as <c>a b</c>.</summary>
    private static string? Field(string? path) => path switch
    {
        null or "$" => null,
        _ when path.StartsWith("$.", StringComparison.Ordinal) => path[2..],
        _ when path.StartsWith("$['", StringComparison.Ordinal) && path.EndsWith("']", StringComparison.Ordinal) => path[3..^2],
        _ => path[1..],
    };

    private static void RefuseNul(JsonElement element, string? field)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    RefuseNul(property.Value, field is null ? property.Name : $"{field}.{property.Name}");
                }

                break;
            case JsonValueKind.Array:
                foreach (var (index, item) in element.EnumerateArray().Index())
                {
                    RefuseNul(item, $"{field}[{index}]");
                }

                break;
            case JsonValueKind.String when element.GetString()!.Contains('\0', StringComparison.Ordinal):
                throw new MalformedRequestException("badValue", field, t => t["This value was not understood."]);
            default:
                break;
        }
    }
}

/// <summary>Where the bytes of a body are kept once they were read, and what is wrong with them.</summary>
internal static class RawBody
{
    internal static readonly object Key = new();

    internal static readonly object ProblemKey = new();

    /// <summary>Why a body was not understood; null when it was, or there is none.</summary>
    public static ApiAnswer? ProblemOf(HttpContext context) =>
        context.Items[ProblemKey] is ApiProblem problem ? ApiAnswer.Of(problem) : null;

    public static byte[] Of(HttpContext context) => context.Items[Key] as byte[] ?? [];
}
