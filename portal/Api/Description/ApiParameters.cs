using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Portal.Api.Http;
using Microsoft.OpenApi;

namespace ChatOpportunities.Portal.Api.Description;

/// <summary>What stands in addresses, queries and headers: a name means the same wherever it is asked for.</summary>
internal static class ApiParameters
{
    private static readonly Dictionary<string, (string Description, Func<OpenApiSchema> Schema)> Queries = new()
    {
        ["q"] = ("Part of the text: number and description; of contacts, name and number. Upper and lower case and accents do not matter.", Text),
        ["status"] = ("Only those of this status.", Choices<OpportunityStatus>),
        ["salesperson"] = ("Only those of the person with this code.", Text),
        ["team"] = ("Only those of people in the team with this code.", Text),
        ["cycle"] = ("Only those in the sales cycle with this code.", Text),
        ["stage"] = ("Only those on the stage with this number.", Integer),
        ["contact"] = ("Only those of the contact with this number.", Text),
        ["closeFrom"] = ("Only those expected to close on this day or later.", Date),
        ["closeTo"] = ("Only those expected to close on this day or earlier.", Date),
        ["sort"] = ("The order; with - in front, descending.", () => Words(
            "no", "-no", "estimatedCloseDate", "-estimatedCloseDate", "estimatedValue", "-estimatedValue", "changedAt", "-changedAt")),
        ["outcome"] = ("Only those for this outcome.", Choices<Outcome>),
        ["type"] = ("Only those of this type.", Choices<ContactType>),
        ["company"] = ("Only the persons of the company with this number.", Text),
        ["blocked"] = ("Only those that are blocked, or only those that are not.", () => new OpenApiSchema { Type = JsonSchemaType.Boolean }),
        ["groupBy"] = ("What one group is; left out, a stage.", Choices<PipelineGrouping>),
        ["subject"] = ("Only lines about records of this kind.", () => Words([.. AuditSubjects.All])),
        ["key"] = ("Only lines about the record with this code or number.", Text),
        ["person"] = ("Only what the person with this code did.", Text),
        ["from"] = ("Only lines of this day or later, in the caller's time zone.", Date),
        ["to"] = ("Only lines of this day or earlier, in the caller's time zone.", Date),
        ["limit"] = ("How many items a page has at most.", () => new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Minimum = "1",
            Maximum = ApiCall.MaxLimit.ToString(CultureInfo.InvariantCulture),
            Default = ApiCall.DefaultLimit,
        }),
        ["cursor"] = ("`nextCursor` of the page before, as it was given; left out, the first page. The other values stay the same.", Text),
    };

    /// <summary>By the first step of the address and the name: what it is, and one of the demo company.</summary>
    private static readonly Dictionary<string, (string Description, JsonNode Example)> Places = new()
    {
        ["opportunities/no"] = ("Number of the opportunity.", "OPP-00001"),
        ["sales-cycles/code"] = ("Code of the sales cycle; upper and lower case are alike.", "NEW"),
        ["sales-cycles/number"] = ("Number of the stage.", 1),
        ["close-reasons/code"] = ("Code of the reason; upper and lower case are alike.", "PRICE_W"),
        ["activities/code"] = ("Code of the activity; upper and lower case are alike.", "INIT"),
        ["salespeople/code"] = ("Code of the person; upper and lower case are alike.", "ANNA"),
        ["teams/code"] = ("Code of the team; upper and lower case are alike.", "LIGHT"),
        ["contacts/no"] = ("Number of the contact.", "CT-00001"),
        ["tasks/id"] = ("Id of the task.", 1),
    };

    public static IOpenApiParameter Query(string name) => new OpenApiParameter
    {
        Name = name,
        In = ParameterLocation.Query,
        Description = Queries[name].Description,
        Schema = Queries[name].Schema(),
    };

    public static IOpenApiParameter Header(string name, string description, string example) => new OpenApiParameter
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = Text(),
        Example = example,
    };

    /// <summary>Says of a part of the address what it is.</summary>
    public static void Describe(OpenApiParameter parameter, string route)
    {
        var (description, example) = Places[$"{route.Split('/')[2]}/{parameter.Name}"];
        (parameter.Description, parameter.Example) = (description, example.DeepClone());
    }

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static OpenApiSchema Date() => new() { Type = JsonSchemaType.String, Format = "date" };

    private static OpenApiSchema Integer() => new() { Type = JsonSchemaType.Integer, Format = "int32" };

    private static OpenApiSchema Words(params IEnumerable<string> words) =>
        new() { Type = JsonSchemaType.String, Enum = [.. words.Select(w => (JsonNode)w)] };

    private static OpenApiSchema Choices<T>()
        where T : struct, Enum => Words(Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName));
}
