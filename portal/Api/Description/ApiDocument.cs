using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Portal.Api.Http;
using ChatOpportunities.Portal.Language;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ChatOpportunities.Portal.Api.Description;

/// <summary>
/// Writes what endpoints say of themselves into the description of the API, along with what holds for all of them: bearer tokens,
/// headers, problems with their codes. What types and fields mean stands there already, from their comments in the code.
/// </summary>
internal static partial class ApiDocument
{
    private const string ProblemJson = "application/problem+json";
    private const string Security = "bearer";

    /// <summary>Statuses that mean the same for every operation: they are written down once.</summary>
    private static readonly int[] SameEverywhere = [401, 413, 415, 429, 500];

    private static readonly PortalTexts English = new(CultureInfo.GetCultureInfo("en"), "EUR");

    public static void Describe(OpenApiOptions options)
    {
        options.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        options.AddSchemaTransformer(DescribeAsync);
        options.AddOperationTransformer(DescribeAsync);
        options.AddDocumentTransformer((document, context, _) =>
        {
            Describe(document, context);
            return Task.CompletedTask;
        });
    }

    private static void Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context)
    {
        document.Info = new OpenApiInfo
        {
            Title = Texts.ProductName,
            Version = "v1",
            Description = """
                Sales opportunities from the first word to won or lost, by the same rules as in chat and portal.

                - **Who calls.** Each request carries `Authorization: Bearer …` with a token that an admin made in the portal under “API tokens”. A token acts as its person and never does more than its role and that person may. What the caller may not see is not there (404) and counts in no figure.
                - **Values.** JSON in UTF-8. Amounts are numbers in the company's currency, percentages numbers from 0 to 100, dates `YYYY-MM-DD` without a time, instants UTC. Names of fields and choices are in camel case; unknown fields are refused.
                - **Lists** answer `{ items, nextCursor }`. Send `nextCursor` as `cursor` for the next page; null says this is the last one.
                - **Changes at the same time.** Every item has an `ETag`. Sent back as `If-Match`, a change is refused (412) when somebody else was faster; without it, the change is made to whatever stands there now.
                - **Repeats.** A POST with an `Idempotency-Key` acts once: the same request with the same key gets the first answer again for a day, refusals too; another request with that key is refused.
                - **Refusals** are problem details (RFC 9457) with a stable `code`, a sentence in the language of `Accept-Language` (en, fr), and under `errors` every sentence by field. Whatever was refused changed nothing.
                - **How often.** Each token may send so many requests a minute; more are answered by 429 with `Retry-After`.
                """,
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Security] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A token made in the portal under “API tokens”, or the bootstrap token of the settings.",
            },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Security, document)] = [] }];
        var meanings = context.DescriptionGroups.SelectMany(g => g.Items)
            .SelectMany(i => i.ActionDescriptor.EndpointMetadata.OfType<TagMeaning>()).Distinct().ToDictionary(t => t.Tag, t => t.Meaning);
        foreach (var tag in document.Tags ?? new HashSet<OpenApiTag>())
        {
            tag.Description = meanings[tag.Name!];
        }

        foreach (var (_, schema) in document.Components.Schemas ?? new Dictionary<string, IOpenApiSchema>())
        {
            Tidy(schema);
            foreach (var (_, property) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
            {
                Tidy(property);
            }
        }
    }

    private static async Task DescribeAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo;
        if (Nullable.GetUnderlyingType(type.Type) is { IsEnum: true } choice)
        {
            // The comment stands with the type itself, and is not found by the name of its nullable form.
            schema.Description ??= (await context.GetOrCreateSchemaAsync(choice, null, cancellationToken)).Description;
        }

        if (schema.Enum is { Count: > 0 })
        {
            // Wherever a choice may be null, that stands beside it and not in it.
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. schema.Enum.Where(value => value is JsonValue v && v.GetValueKind() == JsonValueKind.String)];
        }

        if (schema.Format == "double")
        {
            schema.Format = "decimal";
        }

        if (type.Kind == JsonTypeInfoKind.Object)
        {
            // An answer has all its fields; what a request needs is refused by a rule when it is missing.
            var isBody = type.Type.Name.EndsWith("Body", StringComparison.Ordinal);
            schema.Required = type.Properties
                .Where(p => !isBody || p.AttributeProvider?.IsDefined(typeof(RequiredAttribute), inherit: false) == true)
                .Select(p => p.Name).ToHashSet();
        }
    }

    private static void Tidy(IOpenApiSchema schema)
    {
        // What may be null is described by the field, not by the one of two ways that is not null.
        if (schema.Description is null && schema.OneOf?.FirstOrDefault(way => way.Description is not null) is OpenApiSchemaReference way)
        {
            (schema.Description, way.Description) = (way.Description, null);
        }

        // Where a comment's line ends in the code says nothing.
        schema.Description = schema.Description is null ? null : LineEnd().Replace(schema.Description, " ");
    }

    private static async Task DescribeAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var route = "/" + context.Description.RelativePath!;
        var method = context.Description.HttpMethod!;
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var asked = metadata.OfType<AskedValues>().ToList();
        var version = metadata.OfType<VersionedAnswer>().FirstOrDefault();
        var versioned = version is not null;
        var maySayUnchanged = version is { TellsOthers: false };
        var writes = !HttpMethods.IsGet(method);
        var onItem = route.Contains('{', StringComparison.Ordinal);
        var body = context.Description.SupportedRequestFormats.Count > 0 || operation.RequestBody is not null;

        operation.OperationId = metadata.OfType<Microsoft.AspNetCore.Routing.IEndpointNameMetadata>().Single().EndpointName;
        operation.Parameters ??= [];
        DescribeAddress(operation.Parameters, metadata);
        foreach (var query in asked)
        {
            await AskAsync(operation, query.Record, context, cancellationToken);
        }

        AddHeaders(operation.Parameters, method, onItem, maySayUnchanged, context.Document!);
        if (operation.RequestBody?.Content is { } taken)
        {
            foreach (var media in taken.Values)
            {
                media.Example = Thin(Write(metadata.OfType<BodyExample>().Single().Body));
            }
        }

        operation.Responses!.Remove("400"); // stands there so that the type of problems is known
        foreach (var (status, response) in operation.Responses)
        {
            Describe(status, (OpenApiResponse)response, versioned, metadata.OfType<AnswerExample>());
        }

        if (maySayUnchanged && !writes)
        {
            operation.Responses!["304"] = new OpenApiResponse { Description = "Not changed since the ETag that was sent.", Headers = ETag };
        }

        var rules = metadata.OfType<RefusingRules>().SelectMany(r => r.Rules).ToList();
        AddProblems(operation.Responses!, Problems(rules, method, onItem, body, asked.Count > 0), context.Document!);
    }

    /// <summary>Says of each part of the address what it is.</summary>
    private static void DescribeAddress(IList<IOpenApiParameter> parameters, IList<object> metadata)
    {
        foreach (var place in parameters.OfType<OpenApiParameter>().Where(p => p.In == ParameterLocation.Path))
        {
            var part = metadata.OfType<AddressPart>().Last(p => p.Name == place.Name);
            (place.Description, place.Example) = (part.Description, part.Example.DeepClone());
        }
    }

    /// <summary>Adds the values of a query, as the record says of them that they are read into.</summary>
    private static async Task AskAsync(
        OpenApiOperation operation, Type record, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var described = await context.GetOrCreateSchemaAsync(record, null, cancellationToken);
        foreach (var property in ApiJson.Options.GetTypeInfo(record).Properties)
        {
            var schema = (OpenApiSchema)described.Properties![property.Name].CreateShallowCopy();
            // Of a choice, the sentence about this field lies beside the one about its type.
            var description = schema.Metadata?.TryGetValue("x-ref-description", out var own) == true ? own as string : schema.Description;
            schema.Description = null;
            schema.Type &= ~JsonSchemaType.Null; // what may be left out is never null
            if (Words(property.AttributeProvider!) is { } words)
            {
                schema.Enum = [.. words.Select(w => (JsonNode)w)];
            }

            operation.Parameters!.Add(new OpenApiParameter
            {
                Name = property.Name,
                In = ParameterLocation.Query,
                Description = LineEnd().Replace(description!, " "),
                Schema = schema,
            });
        }
    }

    /// <summary>Adds the headers that a request may have.</summary>
    private static void AddHeaders(
        IList<IOpenApiParameter> parameters, string method, bool onItem, bool maySayUnchanged, OpenApiDocument document)
    {
        var writes = !HttpMethods.IsGet(method);
        parameters.Add(Shared(Header("Accept-Language", "Language of sentences: en or fr; else the caller's.", "en"), document));
        if (writes && onItem)
        {
            parameters.Add(Shared(
                Header("If-Match", "The ETag of the item the caller looked at; left out, any version will do.", "\"1\""),
                document));
        }
        else if (maySayUnchanged && !writes)
        {
            parameters.Add(Shared(
                Header("If-None-Match", "An ETag: when the item still has it, the answer is 304 without content.", "\"1\""),
                document));
        }

        if (HttpMethods.IsPost(method))
        {
            parameters.Add(Shared(
                Header(
                    Idempotency.Header, "Any text of at most 200 characters, new for each act: makes repeats safe.", "4f1c9a52-order-17"),
                document));
        }
    }

    /// <summary>The texts that a value of a query may be; null when it may be any.</summary>
    private static IEnumerable<string>? Words(ICustomAttributeProvider property) =>
        property.GetCustomAttributes(inherit: false).Select(attribute => attribute switch
        {
            AllowedValuesAttribute allowed => allowed.Values.OfType<string>(),
            KnownValuesAttribute known => known.Values,
            _ => null,
        }).FirstOrDefault(words => words is not null);

    private static OpenApiResponseReference Shared(string name, OpenApiResponse response, OpenApiDocument document)
    {
        document.AddComponent(name, response); // the first one stays
        return new OpenApiResponseReference(name, document);
    }

    private static OpenApiParameterReference Shared(OpenApiParameter header, OpenApiDocument document)
    {
        document.AddComponent(header.Name!, header);
        return new OpenApiParameterReference(header.Name!, document);
    }

    private static OpenApiParameter Header(string name, string description, string example) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Example = example,
    };

    private static Dictionary<string, IOpenApiHeader> ETag => new()
    {
        ["ETag"] = new OpenApiHeader
        {
            Description = "Version of the item, to be sent as If-Match.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        },
    };

    private static void Describe(string status, OpenApiResponse response, bool versioned, IEnumerable<AnswerExample> examples)
    {
        response.Description = status switch { "201" => "Made.", "204" => "Deleted.", _ => "Done." };
        if (versioned)
        {
            response.Headers = ETag;
        }

        if (status == "201")
        {
            response.Headers ??= new Dictionary<string, IOpenApiHeader>();
            response.Headers["Location"] =
                new OpenApiHeader { Description = "Where the item stands.", Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        }

        foreach (var media in response.Content?.Values ?? [])
        {
            media.Example = Write(examples.Single(e => e.Status.ToString(CultureInfo.InvariantCulture) == status).Answer);
        }
    }

    private static JsonNode Write(object value) => JsonSerializer.SerializeToNode(value, ApiJson.Options.GetTypeInfo(value.GetType()))!;

    /// <summary>Takes away what would be left out of a request.</summary>
    private static JsonNode Thin(JsonNode node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array.OfType<JsonNode>())
            {
                Thin(item);
            }
        }
        else if (node is JsonObject body)
        {
            foreach (var (name, value) in body.ToList())
            {
                if (value is null)
                {
                    body.Remove(name);
                }
                else
                {
                    Thin(value);
                }
            }
        }

        return node;
    }

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\s*\n\s*")]
    private static partial Regex LineEnd();
}
