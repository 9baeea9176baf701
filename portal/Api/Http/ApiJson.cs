using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ChatOpportunities.Portal.Api.Opportunities;
using ChatOpportunities.Portal.Api.Pipeline;

namespace ChatOpportunities.Portal.Api.Http;

/// <summary>How the API reads and writes JSON: strictly, with names and choices in camel case.</summary>
internal static class ApiJson
{
    public static JsonSerializerOptions Options { get; } = MakeOptions();

    public static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    /// <summary>The same habits for other options, such as those the description of the API is made with.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping; // the answer is never part of a page
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        // One context for each group of resources.
        options.TypeInfoResolver = JsonTypeInfoResolver.Combine(
            CommonJson.Default, OpportunityJson.Default, FigureJson.Default, SetupJson.Default);
    }

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions();
        Apply(options);
        options.MakeReadOnly();
        return options;
    }
}

/// <summary>What all resources share.</summary>
[JsonSerializable(typeof(ApiProblem))]
[JsonSerializable(typeof(StoredAnswer))]
[JsonSerializable(typeof(PageQuery))]
internal sealed partial class CommonJson : JsonSerializerContext;
