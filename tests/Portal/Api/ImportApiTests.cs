using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Portal.Api;

/// <summary>Files brought, looked through, taken in and back by a program.</summary>
public sealed class ImportApiTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    private const string Pipedrive =
        "Deal - Title,Deal - Value,Deal - Currency of value,Organization,Contact person,Deal - Owner,Deal - Stage (pipeline),"
        + "Deal - Expected close date,Deal - Status,Deal - Probability\n"
        + "Pipedrive deal,18000,EUR,Contoso Hotels,Ana Lima,Anna Keller,Contact Made (Pipeline),2027-04-15,Open,40\n"
        + "Other deal,abc,EUR,Contoso Hotels,Ana Lima,Anna Keller,Contact Made (Pipeline),2027-04-15,Open,40\n";

    [Fact]
    public async Task AFileIsBroughtAskedAboutTakenInAndTakenBack()
    {
        var api = portal.Api();
        var (status, made) = await BringAsync(Pipedrive, "opportunities");
        Assert.Equal(HttpStatusCode.Created, status);
        var id = made.GetProperty("id").GetString()!;
        Assert.Equal(("Pipedrive", "asking", "opportunities"), (Text(made, "layout"), Text(made, "state"), Text(made, "kind")));
        Assert.Equal(
            ["description", "estimatedValue", "currency", "contactName"],
            made.GetProperty("columns").EnumerateArray().Take(4).Select(c => Text(c, "field")));

        (await api.PostAsync($"imports/{id}/take-in")).Refused(409, "importAsks", "answers");
        for (var i = 0; i < 3; i++)
        {
            var open = (await api.GetAsync($"imports/{id}")).Done().Json.GetProperty("questions").EnumerateArray()
                .Where(q => q.GetProperty("answer").ValueKind == JsonValueKind.Null).ToList();
            var answers = open.Select(q => new
            {
                code = Text(q, "code"),
                field = Text(q, "field"),
                value = q.GetProperty("value").GetString(),
                choice = q.GetProperty("choices").EnumerateArray().Select(c => c.GetString()).FirstOrDefault(c => c == "NEW")
                    ?? q.GetProperty("choices")[0].GetString(),
            });
            (await api.SendAsync("PATCH", $"imports/{id}", JsonSerializer.Serialize(new { answers }))).Done();
        }

        var rows = (await api.GetAsync($"imports/{id}/rows?state=refused")).Done().Json.GetProperty("items");
        Assert.Equal(1, rows.GetArrayLength());
        Assert.Equal((3, "refused"), (rows[0].GetProperty("line").GetInt32(), Text(rows[0], "state")));
        Assert.Equal("estimatedValue", Text(rows[0].GetProperty("reasons")[0], "field"));
        var first = (await api.GetAsync($"imports/{id}/rows?limit=1")).Done().Json;
        Assert.Equal(18_000, first.GetProperty("items")[0].GetProperty("values").GetProperty("estimatedValue").GetDecimal());
        Assert.NotNull(first.GetProperty("nextCursor").GetString());

        Assert.Equal("takingIn", (await api.PostAsync($"imports/{id}/take-in")).Done()["state"]);
        Assert.Equal("1", (await UntilAsync(api, id, "takenIn"))["made"]);
        var no = (await api.GetAsync($"imports/{id}/rows?state=new")).Done().Json.GetProperty("items")[0].GetProperty("no").GetString();
        Assert.Equal("Pipedrive deal", (await api.GetAsync($"opportunities/{no}")).Done()["description"]);
        (await api.SendAsync("PATCH", $"imports/{id}", "{}")).Refused(409, "importNotReady");

        (await api.PostAsync($"imports/{id}/take-back")).Done();
        await UntilAsync(api, id, "takenBack");
        (await api.GetAsync($"opportunities/{no}")).Refused(404, "notFound");
    }

    [Theory]
    [InlineData("name\n", "contacts", "fileEmpty")]
    [InlineData("what,ever\n1,2\n", "contacts", "headingMissing")]
    [InlineData("name,type\nx\0,company\n", "contacts", "fileHasNul")]
    [InlineData("name\nx\n", "robots", "badValue")]
    public async Task WhatIsNoTableIsRefused(string file, string kind, string code)
    {
        var (status, problem) = await BringAsync(file, kind);

        Assert.Equal(code, Text(problem, "code"));
        Assert.True((int)status is 400 or 422, status.ToString());
    }

    [Fact]
    public async Task OptionsAndAMappingMayComeWithTheFile()
    {
        var (status, made) = await BringAsync(
            "What;Who;Cycle;Money;Until\nMapped;Contoso Hotels;NEW;45.000;05/06/2027\n", "opportunities",
            ("mapping", """{"What":"description","Who":"contactName","Money":"estimatedValue","Until":"estimatedCloseDate"}"""),
            ("options", """{"dateOrder":"dayFirst","decimalSign":","}"""));

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal("ready", Text(made, "state"));
        var values = (await portal.Api().GetAsync($"imports/{Text(made, "id")}/rows")).Done().Json.GetProperty("items")[0]
            .GetProperty("values");
        Assert.Equal((45_000m, "2027-06-05"), (values.GetProperty("estimatedValue").GetDecimal(), Text(values, "estimatedCloseDate")));
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static async Task<ApiReply> UntilAsync(ApiClient api, string id, string state)
    {
        for (var i = 0; ; i++)
        {
            var reply = (await api.GetAsync($"imports/{id}")).Done();
            if (reply["state"] == state || i == 600)
            {
                Assert.Equal(state, reply["state"]);
                return reply;
            }

            await Task.Delay(50); // the lines are taken in beside the requests
        }
    }

    private async Task<(HttpStatusCode Status, JsonElement Answer)> BringAsync(
        string file, string kind, params (string Name, string Value)[] more)
    {
        using var form = new MultipartFormDataContent();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(file));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        form.Add(content, "file", "list.csv");
        form.Add(new StringContent(kind), "kind");
        foreach (var (name, value) in more)
        {
            form.Add(new StringContent(value), name);
        }

        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = portal.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", PortalApplication.BootstrapToken);
        using var answer = await http.PostAsync(new Uri("/api/v1/imports", UriKind.Relative), form);
        return (answer.StatusCode, JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()));
    }
}
