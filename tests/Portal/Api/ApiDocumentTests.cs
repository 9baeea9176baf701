using System.Text.Json.Nodes;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Portal.Api;

/// <summary>
/// The description of the API is complete, and its examples are what it says. That answers are as described is held by every
/// test that calls.
/// </summary>
public sealed class ApiDocumentTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    private static readonly string[] Said = ["operationId", "summary", "description"];

    private static readonly string[] Always = ["400", "401", "429", "500"];

    [Fact]
    public async Task EveryOperationSaysWhatItDoesWhatItTakesAndWhatMayGoWrong()
    {
        var contract = await LoadAsync();
        List<string> lacks = [];
        foreach (var (path, method, operation) in contract.Operations)
        {
            var name = $"{method} {path}";
            lacks.AddRange(Said.Where(f => Blank(operation[f])).Select(f => $"{name}: {f}"));
            lacks.AddRange(
                contract.Parameters(operation).Where(p => Blank(p["description"])).Select(p => $"{name}: description of {p["name"]}"));
            string[] headers = method switch
            {
                "POST" when path.Contains('{', StringComparison.Ordinal) => ["Accept-Language", "Idempotency-Key", "If-Match"],
                "POST" => ["Accept-Language", "Idempotency-Key"],
                "GET" => ["Accept-Language"],
                _ => ["Accept-Language", "If-Match"],
            };
            var described = contract.Parameters(operation).Where(p => (string)p["in"]! == "header").Select(p => (string)p["name"]!)
                .ToList();
            lacks.AddRange(headers.Except(described).Select(h => $"{name}: header {h}"));
            var responses = operation["responses"]!.AsObject();
            lacks.AddRange(Always.Where(s => !responses.ContainsKey(s)).Select(s => $"{name}: {s}"));
            foreach (var media in Media(contract, operation))
            {
                if (media["example"] is null)
                {
                    lacks.Add($"{name}: an example");
                    continue;
                }

                contract.Validate(media["schema"]!, media["example"], $"{name}: example", lacks);
            }
        }

        Assert.Equal(72, contract.Operations.Count());
        Assert.Equal(72, contract.Operations.Select(o => (string)o.Operation["operationId"]!).Distinct().Count());
        Assert.True(lacks.Count == 0, string.Join('\n', lacks));
    }

    [Fact]
    public async Task EveryTypeFieldAndTagIsExplained()
    {
        var contract = await LoadAsync();
        List<string> lacks = [];
        foreach (var (name, schema) in contract.Document["components"]!["schemas"]!.AsObject())
        {
            if (Blank(schema!["description"]))
            {
                lacks.Add(name);
            }

            lacks.AddRange(
                (schema["properties"]?.AsObject() ?? []).Where(p => Blank(p.Value!["description"])).Select(p => $"{name}.{p.Key}"));
            if (schema["enum"] is JsonArray words)
            {
                Assert.Equal("string", (string?)schema["type"]);
                Assert.DoesNotContain(words, w => w is null);
            }
        }

        lacks.AddRange(contract.Document["tags"]!.AsArray().Where(t => Blank(t!["description"])).Select(t => $"tag {t!["name"]}"));
        Assert.True(lacks.Count == 0, string.Join('\n', lacks));
    }

    [Fact]
    public async Task WhatTheQueryTakesIsDescribedByTheTypesItIsReadInto()
    {
        var contract = await LoadAsync();
        JsonNode Schema(string path, string name) => contract
            .Parameters(contract.Operations.Single(o => o.Path == path && o.Method == "GET").Operation)
            .Single(p => (string)p["name"]! == name && (string)p["in"]! == "query")["schema"]!;

        var limit = Schema("/api/v1/opportunities", "limit");
        Assert.Equal(
            ("integer", 1, 100, 50), ((string)limit["type"]!, (int)limit["minimum"]!, (int)limit["maximum"]!, (int)limit["default"]!));
        Assert.Equal("date", (string?)Schema("/api/v1/audit", "from")["format"]);
        Assert.Equal("boolean", (string?)Schema("/api/v1/contacts", "blocked")["type"]);
        Assert.Contains("-changedAt", Words(Schema("/api/v1/opportunities", "sort")));
        Assert.Contains("close-reason", Words(Schema("/api/v1/audit", "subject")));
        Assert.Equal(["stage", "salesperson", "month", "team"], Words(contract.Resolve(Schema("/api/v1/pipeline", "groupBy"))));

        static IEnumerable<string> Words(JsonNode schema) => schema["enum"]!.AsArray().Select(w => (string)w!);
    }

    [Fact]
    public async Task WhereACommentsLineEndsInTheCodeIsNotSeen()
    {
        var schemas = (await LoadAsync()).Document["components"]!["schemas"]!.AsObject();

        Assert.DoesNotContain(
            schemas.SelectMany(s => (s.Value!["properties"]?.AsObject() ?? []).Select(p => p.Value!).Prepend(s.Value!)),
            described => ((string)described["description"]!).Contains('\n', StringComparison.Ordinal));
    }

    [Fact]
    public async Task BearerTokensAreAskedForEverywhere()
    {
        var document = (await LoadAsync()).Document;

        Assert.Equal(("http", "bearer"), (
            (string?)document["components"]!["securitySchemes"]!["bearer"]!["type"],
            (string?)document["components"]!["securitySchemes"]!["bearer"]!["scheme"]));
        Assert.NotNull(document["security"]![0]!["bearer"]);
        Assert.Equal(Texts.ProductName, (string?)document["info"]!["title"]);
    }

    [Fact]
    public async Task NothingOfTheInsideIsTakenAsAField() =>
        (await portal.Api().PostAsync("close-reasons", """{"code":"X","description":"X","outcome":"won","form":{}}""")).Refused(
            400, "unknownField", "form");

    [Theory]
    [InlineData("""{"items":[],"nextCursor":null,"more":1}""", "more is not described")]
    [InlineData("""{"items":[]}""", "nextCursor is missing")]
    [InlineData("""{"items":[{"code":"A","name":1,"managerCode":null}],"nextCursor":null}""", "[0].name: 1 is not of type")]
    public async Task AnAnswerThatIsNotAsDescribedIsNoticed(string answer, string expected)
    {
        using var response = new HttpResponseMessage();
        var wrong = (await LoadAsync()).Check("GET", "/api/v1/teams", 200, answer, response.Headers, "application/json");

        Assert.Contains(expected, Assert.Single(wrong), StringComparison.Ordinal);
    }

    private static bool Blank(JsonNode? node) => string.IsNullOrWhiteSpace((string?)node);

    private static IEnumerable<JsonNode> Media(ApiContract contract, JsonNode operation) =>
        new[] { operation["requestBody"] }.Concat(operation["responses"]!.AsObject().Select(r => contract.Resolve(r.Value!)))
            .SelectMany(holder => holder?["content"]?.AsObject().Select(c => c.Value!) ?? []);

    private async Task<ApiContract> LoadAsync()
    {
        var text = (await portal.Api(null).SendAsync("GET", "../../openapi/v1.json")).Done().Text;
        return new ApiContract(JsonNode.Parse(text)!);
    }
}
