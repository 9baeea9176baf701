using System.ComponentModel;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using ModelContextProtocol.Protocol;

namespace ChatOpportunities.Portal.Api.Assistants;

/// <summary>One thing an assistant can ask for: how it is described, what it takes and what it does.</summary>
/// <param name="Told">What assistants are told of it.</param>
/// <param name="CallAsync">Reads the arguments and does it.</param>
internal sealed record AssistantTool(Tool Told, Func<AssistantCall, JsonElement, CancellationToken, Task<CallToolResult>> CallAsync)
{
    /// <summary>As strict as the API, without what is null.</summary>
    internal static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        TypeInfoResolver = AssistantJson.Default,
    };

    public bool IsReading => Told.Annotations?.ReadOnlyHint == true;

    /// <summary>A tool that changes nothing.</summary>
    public static AssistantTool Reading<TIn, TOut>(
        string name, string title, string description, Func<AssistantCall, TIn, CancellationToken, Task<TOut>> work)
        where TIn : class
        where TOut : Answer => new(
            Described<TIn, TOut>(name, title, description, new ToolAnnotations
            {
                Title = title,
                ReadOnlyHint = true,
                DestructiveHint = false,
                IdempotentHint = true,
                OpenWorldHint = false,
            }),
            async (call, arguments, token) => Result(await work(call, AssistantCall.Read<TIn>(arguments), token)));

    /// <summary>A tool that acts, once for each key.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="title">Its name for people.</param>
    /// <param name="description">What it does.</param>
    /// <param name="destructive">Whether it replaces what was there.</param>
    /// <param name="idempotent">Whether the same again changes nothing more, without a key too.</param>
    /// <param name="work">What it does.</param>
    public static AssistantTool Acting<TIn>(
        string name, string title, string description, bool destructive, bool idempotent,
        Func<AssistantCall, TIn, CancellationToken, Task<ActAnswer>> work)
        where TIn : class, IActInput => new(
            Described<TIn, ActAnswer>(name, title, description, new ToolAnnotations
            {
                Title = title,
                ReadOnlyHint = false,
                DestructiveHint = destructive,
                IdempotentHint = idempotent,
                OpenWorldHint = false,
            }),
            async (call, arguments, token) =>
            {
                var input = AssistantCall.Read<TIn>(arguments);
                return Result(await call.OnceAsync(name, input.IdempotencyKey, arguments, again => work(call, input, again), token));
            });

    /// <summary>An answer as structured content, with its sentence beside it.</summary>
    public static CallToolResult Result<T>(T answer)
        where T : Answer => new()
        {
            Content = [new TextContentBlock { Text = Sentence(answer) }],
            StructuredContent = JsonSerializer.SerializeToElement(answer, Json.GetTypeInfo(typeof(T))),
            IsError = answer.Status == AnswerStatus.Refused,
        };

    private static string Sentence(Answer answer) => string.Join(
        '\n',
        (string[])[
            answer.Message, .. (answer.Choices ?? []).Select(c => $"- {c.Field}: {c.Value} ({c.Label})"),
            .. (answer.Needs ?? []).Select(n => $"- {n.Field}: {n.Question}")]);

    private static Tool Described<TIn, TOut>(string name, string title, string description, ToolAnnotations annotations) => new()
    {
        Name = name,
        Title = title,
        Description = description,
        InputSchema = Schema(typeof(TIn)),
        OutputSchema = Schema(typeof(TOut)),
        Annotations = annotations,
    };

    private static JsonElement Schema(Type type)
    {
        var node = Json.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, schema) =>
            {
                var description = (context.PropertyInfo?.AttributeProvider as MemberInfo)?.GetCustomAttribute<DescriptionAttribute>();
                if (description is not null && schema is JsonObject told)
                {
                    told["description"] = description.Description;
                }

                return schema;
            },
        });
        WithoutNull(node);
        return JsonSerializer.SerializeToElement(node, JsonContext.Default.JsonNode);
    }

    /// <summary>What may be null is left out, so no type needs to be two: several assistants cannot read that.</summary>
    private static void WithoutNull(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject told:
                told.Remove("default");
                if (told["type"] is JsonArray types)
                {
                    told["type"] = types.Select(t => t!.GetValue<string>()).First(t => t != "null");
                }

                if (told["enum"] is JsonArray values)
                {
                    told["enum"] = new JsonArray([.. values.Where(v => v is not null).Select(v => v!.DeepClone())]);
                    told["type"] ??= "string";
                }

                foreach (var (_, inner) in told.ToList())
                {
                    WithoutNull(inner);
                }

                break;
            case JsonArray list:
                foreach (var inner in list)
                {
                    WithoutNull(inner);
                }

                break;
        }
    }
}

[JsonSerializable(typeof(JsonNode))]
internal sealed partial class JsonContext : JsonSerializerContext;
