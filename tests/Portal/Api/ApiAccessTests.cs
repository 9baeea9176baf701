using System.Net;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Portal.Api;

/// <summary>Every endpoint with every role, on records of one's own and of others. An endpoint without a row fails.</summary>
public sealed class ApiAccessTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    private const string Annas =
        """{"description":"Anna's","contactNo":"CT-00001","salespersonCode":"ANNA","salesCycleCode":"EXISTING","startNow":true,"estimatedValue":1000}""";

    /// <summary>
    /// What comes of a call to Anna's records, by who calls: Anna, her colleague Ben, David who leads both, Emma the admin, and a token of
    /// nobody's that sees nothing. "ok" is let in, whatever a rule then says; a list or a figure then holds only what the caller may see.
    /// </summary>
    private static readonly Row[] Table =
    [
        new("GET opportunities", "ok", "ok", "ok", "ok", "ok"),
        new("POST opportunities", "ok", "403", "ok", "ok", "403"),
        new("GET opportunities/{no}", "ok", "ok", "ok", "ok", "404"),
        new("PATCH opportunities/{no}", "ok", "403", "ok", "ok", "404"),
        new("DELETE opportunities/{no}", "403", "403", "403", "ok", "404"),
        new("POST opportunities/{no}/start", "ok", "403", "ok", "ok", "404"),
        new("POST opportunities/{no}/moves", "ok", "403", "ok", "ok", "404"),
        new("GET opportunities/{no}/moves", "ok", "ok", "ok", "ok", "404"),
        new("POST opportunities/{no}/quote", "ok", "403", "ok", "ok", "404"),
        new("POST opportunities/{no}/assign", "ok", "403", "ok", "ok", "404"),
        new("POST opportunities/{no}/close", "ok", "403", "ok", "ok", "404"),
        new("POST opportunities/{no}/reopen", "403", "403", "ok", "ok", "404"),
        new("GET opportunities/{no}/entries", "ok", "ok", "ok", "ok", "404"),
        new("GET opportunities/{no}/tasks", "ok", "ok", "ok", "ok", "404"),
        new("GET opportunities/{no}/reminders", "ok", "ok", "ok", "ok", "404"),
        new("POST tasks/{id:long}/complete", "ok", "403", "ok", "ok", "404"),
        new("POST tasks/{id:long}/cancel", "ok", "403", "ok", "ok", "404"),
        new("POST tasks/{id:long}/reopen", "ok", "403", "ok", "ok", "404"),
        new("GET sales-cycles/{code}/statistics", "ok", "ok", "ok", "ok", "ok"),
        new("GET salespeople/{code}/statistics", "ok", "ok", "ok", "ok", "ok"),
        new("GET pipeline", "ok", "ok", "ok", "ok", "ok"),
        new("GET sales-cycles", "ok", "ok", "ok", "ok", "ok"),
        new("POST sales-cycles", "403", "403", "403", "ok", "403"),
        new("GET sales-cycles/{code}", "ok", "ok", "ok", "ok", "ok"),
        new("PATCH sales-cycles/{code}", "403", "403", "403", "ok", "403"),
        new("DELETE sales-cycles/{code}", "403", "403", "403", "ok", "403"),
        new("GET sales-cycles/{code}/stages", "ok", "ok", "ok", "ok", "ok"),
        new("GET sales-cycles/{code}/stages/{number:int}", "ok", "ok", "ok", "ok", "ok"),
        new("PUT sales-cycles/{code}/stages/{number:int}", "403", "403", "403", "ok", "403"),
        new("DELETE sales-cycles/{code}/stages/{number:int}", "403", "403", "403", "ok", "403"),
        new("GET close-reasons", "ok", "ok", "ok", "ok", "ok"),
        new("POST close-reasons", "403", "403", "403", "ok", "403"),
        new("GET close-reasons/{code}", "ok", "ok", "ok", "ok", "ok"),
        new("PUT close-reasons/{code}", "403", "403", "403", "ok", "403"),
        new("DELETE close-reasons/{code}", "403", "403", "403", "ok", "403"),
        new("GET activities", "ok", "ok", "ok", "ok", "ok"),
        new("POST activities", "403", "403", "403", "ok", "403"),
        new("GET activities/{code}", "ok", "ok", "ok", "ok", "ok"),
        new("PUT activities/{code}", "403", "403", "403", "ok", "403"),
        new("DELETE activities/{code}", "403", "403", "403", "ok", "403"),
        new("GET salespeople", "ok", "ok", "ok", "ok", "ok"),
        new("POST salespeople", "403", "403", "403", "ok", "403"),
        new("GET salespeople/{code}", "ok", "ok", "ok", "ok", "ok"),
        new("PATCH salespeople/{code}", "403", "403", "403", "ok", "403"),
        new("DELETE salespeople/{code}", "403", "403", "403", "ok", "403"),
        new("GET teams", "ok", "ok", "ok", "ok", "ok"),
        new("POST teams", "403", "403", "403", "ok", "403"),
        new("GET teams/{code}", "ok", "ok", "ok", "ok", "ok"),
        new("PATCH teams/{code}", "403", "403", "403", "ok", "403"),
        new("DELETE teams/{code}", "403", "403", "403", "ok", "403"),
        new("GET people/waiting", "403", "403", "ok", "ok", "403"),
        new("GET contacts", "ok", "ok", "ok", "ok", "ok"),
        new("POST contacts", "ok", "ok", "ok", "ok", "ok"),
        new("GET contacts/{no}", "ok", "ok", "ok", "ok", "ok"),
        new("PATCH contacts/{no}", "ok", "ok", "ok", "ok", "ok"),
        new("DELETE contacts/{no}", "403", "403", "403", "ok", "403"),
        new("POST imports", "403", "403", "403", "ok", "403"),
        new("GET imports/{import}", "404", "404", "404", "404", "404"),
        new("PATCH imports/{import}", "404", "404", "404", "404", "404"),
        new("GET imports/{import}/rows", "404", "404", "404", "404", "404"),
        new("POST imports/{import}/take-in", "404", "404", "404", "404", "404"),
        new("POST imports/{import}/take-back", "404", "404", "404", "404", "404"),
        new("GET webhooks", "403", "403", "403", "ok", "403"),
        new("POST webhooks", "403", "403", "403", "ok", "403"),
        new("GET webhooks/{id:long}", "403", "403", "403", "ok", "403"),
        new("PATCH webhooks/{id:long}", "403", "403", "403", "ok", "403"),
        new("PUT webhooks/{id:long}/secret", "403", "403", "403", "ok", "403"),
        new("POST webhooks/{id:long}/test", "403", "403", "403", "ok", "403"),
        new("GET webhooks/{id:long}/deliveries", "403", "403", "403", "ok", "403"),
        new("POST webhooks/{id:long}/deliveries/{delivery:long}/send", "403", "403", "403", "404", "403"),
        new("DELETE webhooks/{id:long}", "403", "403", "403", "ok", "403"),
        new("GET audit", "403", "403", "ok", "ok", "403"),
    ];

    [Fact]
    public void EveryEndpointHasARow() =>
        Assert.Equal(portal.ApiEndpoints.Order(StringComparer.Ordinal), Table.Select(r => r.Endpoint).Order(StringComparer.Ordinal));

    [Fact]
    public async Task EachCallerIsLetInOrRefusedAsTheTableSays()
    {
        (string Name, ApiClient Client, Func<Row, string> Expected)[] callers =
        [
            ("a stranger", portal.Api(null), _ => "401"),
            ("Anna", await AsAsync(Role.Salesperson, "ANNA"), r => r.Owner),
            ("Ben", await AsAsync(Role.Salesperson, "BEN"), r => r.Colleague),
            ("David", await AsAsync(Role.Manager, "DAVID"), r => r.Manager),
            ("Emma", await AsAsync(Role.Admin, "EMMA"), r => r.Admin),
            ("nobody", await AsAsync(Role.Salesperson, null), r => r.Nobody),
        ];
        // Nothing that is sent below ends it: whoever is let in is then refused by a rule, or changes what the next one does not mind.
        var no = (await portal.Api().PostAsync("opportunities", Annas)).Done(HttpStatusCode.Created)["no"];
        var task = (await portal.Api().GetAsync($"opportunities/{no}/tasks")).Done().Json.GetProperty("items")[0].GetProperty("id")
            .ToString();
        var webhook = (await portal.Api().PostAsync("webhooks", """{"name":"Told","address":"https://example.com/hook"}""")).Done(
            HttpStatusCode.Created)["id"];
        List<string> wrong = [];
        foreach (var row in Table)
        {
            foreach (var (name, client, expected) in callers)
            {
                var (method, route) = (row.Endpoint.Split(' ')[0], row.Endpoint.Split(' ')[1]);
                var code = route.Split('/')[0] switch
                {
                    "salespeople" => "ANNA",
                    "close-reasons" => "PRICE_W",
                    "activities" => "INIT",
                    "teams" => "LIGHT",
                    _ => "NEW",
                };
                var path = route.Replace("contacts/{no}", "contacts/CT-00001", StringComparison.Ordinal)
                    .Replace("{number:int}", "1", StringComparison.Ordinal).Replace("{no}", no, StringComparison.Ordinal)
                    .Replace("webhooks/{id:long}", "webhooks/" + webhook, StringComparison.Ordinal)
                    .Replace("{id:long}", task, StringComparison.Ordinal).Replace("{delivery:long}", "999999", StringComparison.Ordinal)
                    .Replace("{code}", code, StringComparison.Ordinal);
                var body = method is "GET" or "DELETE" || row.Endpoint == "POST imports" ? null
                    : row.Endpoint == "POST opportunities" ? Annas : Body(route);

                var reply = await client.SendAsync(method, path, body);

                var got = (int)reply.Status is 401 or 403 or 404 or >= 500 ? $"{(int)reply.Status}" : "ok";
                if (got != expected(row))
                {
                    wrong.Add($"{row.Endpoint} by {name}: {got} instead of {expected(row)}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task WhoSeesNothingCountsNothing()
    {
        var nobody = await AsAsync(Role.Manager, null);

        Assert.Empty((await nobody.GetAsync("opportunities")).Done().Json.GetProperty("items").EnumerateArray());
        Assert.Equal("0", (await nobody.GetAsync("salespeople/ANNA/statistics")).Done()["open.opportunities"]);
        Assert.Equal("0", (await nobody.GetAsync("sales-cycles/NEW/statistics")).Done()["opportunities"]);
        Assert.Equal("0", (await nobody.GetAsync("pipeline")).Done()["notStarted"]);
    }

    [Fact]
    public async Task TheDescriptionIsOpenAndNamesEveryEndpoint()
    {
        var description = (await portal.Api(null).SendAsync("GET", "../../openapi/v1.json")).Done().Json.GetProperty("paths");

        Assert.Equal(
            portal.ApiEndpoints.Order(StringComparer.Ordinal),
            description.EnumerateObject().SelectMany(p => p.Value.EnumerateObject(), (p, m) =>
                m.Name.ToUpperInvariant() + " " + p.Name["/api/v1/".Length..].Replace("{id}", "{id:long}", StringComparison.Ordinal)
                    .Replace("{number}", "{number:int}", StringComparison.Ordinal)
                    .Replace("{delivery}", "{delivery:long}", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
    }

    private static string Body(string route) => route.EndsWith("/close", StringComparison.Ordinal) ? """{"outcome":"lost"}""" : "{}";

    private async Task<ApiClient> AsAsync(Role role, string? person) => portal.Api((await portal.MakeTokenAsync(role, person)).Secret);

    private sealed record Row(string Endpoint, string Owner, string Colleague, string Manager, string Admin, string Nobody);
}
