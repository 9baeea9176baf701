using System.Net;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Portal.Api;

/// <summary>What programs do with opportunities, through a real web server with the bootstrap token.</summary>
[Trait("Suite", "Database")]
public sealed class OpportunityLifeApiTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    private readonly ApiClient _api = portal.Api();

    [Fact]
    public async Task AnOpportunityLivesFromCreationToReopening()
    {
        var made = (await _api.PostAsync("opportunities", """
            {"description":"Arena lights","contactNo":"CT-00001","salespersonCode":"ANNA","salesCycleCode":"NEW","priority":"high","estimatedValue":50000}
            """)).Done(HttpStatusCode.Created);
        var no = made["no"];
        Assert.Equal($"/api/v1/opportunities/{no}", made.Headers.Location!.OriginalString);
        Assert.Equal(
            ["notStarted", "high", "2026-03-02", "50000"],
            [made["status"], made["priority"], made["creationDate"], made["estimatedValue"]]);

        var started = (await _api.PostAsync($"opportunities/{no}/start")).Done();
        Assert.Equal(["inProgress", "1"], [started["opportunity.status"], started["opportunity.stage"]]);
        Assert.Equal(["first", "True", "10"], [started["entry.actionTaken"], started["entry.active"], started["entry.chancesOfSuccess"]]);

        var moved = (await _api.PostAsync(
            $"opportunities/{no}/moves", """{"action":"next","estimatedValue":60000,"dateOfChange":"2026-03-05"}"""))
            .Done();
        Assert.Equal(
            ["2", "60000", "1", "next"],
            [moved["opportunity.stage"], moved["opportunity.estimatedValue"], moved["entry.previousStage"], moved["entry.actionTaken"]]);
        Assert.Equal("updated", (await _api.PostAsync($"opportunities/{no}/moves", """{"action":"update","chancesOfSuccess":33.5}"""))
            .Done()["entry.actionTaken"]);

        var quoted = (await _api.PostAsync(
            $"opportunities/{no}/quote", """{"number":"Q-7","amount":58000,"link":"https://quotes.example/7"}"""))
            .Done();
        Assert.Equal(["Q-7", "58000"], [quoted["opportunity.quote.number"], quoted["opportunity.quote.amount"]]);
        Assert.Equal("", quoted["entry"]);

        var given = (await _api.PostAsync($"opportunities/{no}/assign", """{"salespersonCode":"BEN"}""")).Done();
        Assert.Equal("BEN", given["opportunity.salespersonCode"]);

        var won =
            (await _api.PostAsync($"opportunities/{no}/close", $$"""{"outcome":"won","reasonCode":"{{await ReasonAsync()}}"}""")).Done();
        Assert.Equal(
            ["won", "", "58000", "won"],
            [won["opportunity.status"], won["opportunity.stage"], won["entry.currentValue"], won["entry.actionTaken"]]);
        Assert.Equal("", won["entry.stage"]);

        var again = (await _api.PostAsync($"opportunities/{no}/reopen", """{"note":"They came back"}""")).Done();
        Assert.Equal(
            ["inProgress", "2", "60000"], [again["opportunity.status"], again["opportunity.stage"], again["opportunity.estimatedValue"]]);

        var history = (await _api.GetAsync($"opportunities/{no}/entries")).Done().Json.GetProperty("items").EnumerateArray()
            .Select(e => e.GetProperty("actionTaken").GetString());
        Assert.Equal(["reopened", "won", "updated", "next", "first"], history);

        (await _api.SendAsync("DELETE", $"opportunities/{no}")).Refused(409, "deleteInProgress");
    }

    [Theory]
    [InlineData("""{"action":"next"}""", "next", "4")]
    [InlineData("""{"action":"previous"}""", "previous", "2")]
    [InlineData("""{"action":"update"}""", "updated", "3")]
    [InlineData("""{"action":"jump","stage":1}""", "jumped", "1")]
    [InlineData("""{"action":"jump"}""", "previous", "2")]
    public async Task EachMoveLeadsWhereItSays(string body, string taken, string stage)
    {
        var no = await StartedAsync();
        (await _api.PostAsync($"opportunities/{no}/quote", """{"number":"Q-1","amount":1}""")).Done();
        foreach (var _ in Enumerable.Range(0, 2))
        {
            (await _api.PostAsync($"opportunities/{no}/moves", """{"action":"next"}""")).Done();
        }

        var moved = (await _api.PostAsync($"opportunities/{no}/moves", body)).Done();

        Assert.Equal([taken, stage], [moved["entry.actionTaken"], moved["entry.stage"]]);
    }

    [Fact]
    public async Task TheOpenMovesSayWhatEachStageProposesAndWhatIsMissing()
    {
        var no = await StartedAsync();

        var moves = (await _api.GetAsync($"opportunities/{no}/moves")).Done().Json.GetProperty("items").EnumerateArray().ToList();

        Assert.Equal("next", moves[0].GetProperty("action").GetString());
        var next = moves[0].GetProperty("stages")[0];
        Assert.Equal(2, next.GetProperty("number").GetInt32());
        Assert.Equal("2026-03-02", next.GetProperty("proposed").GetProperty("dateOfChange").GetString());
        Assert.Empty(next.GetProperty("missing").EnumerateArray());

        var empty = await MadeAsync();
        var first = Assert.Single((await _api.GetAsync($"opportunities/{empty}/moves")).Done().Json.GetProperty("items").EnumerateArray());
        Assert.Equal("valueRequired", first.GetProperty("stages")[0].GetProperty("missing")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task WhatARuleRefusesIsToldWithItsCodeAndFields()
    {
        var no = await StartedAsync();
        var moves = $"opportunities/{no}/moves";

        (await _api.PostAsync("opportunities", """{"startNow":true}""")).Refused(
            422, "descriptionRequired", "description", "contactNo", "salespersonCode", "salesCycleCode", "estimatedValue");
        (await _api.PostAsync(
            "opportunities", """{"description":"x","contactNo":"CT-99999","salespersonCode":"NOBODY","salesCycleCode":"NONE"}"""))
            .Refused(422, "contactUnknown", "contactNo", "salespersonCode", "salesCycleCode");
        (await _api.PostAsync($"opportunities/{no}/start")).Refused(409, "alreadyStarted");
        (await _api.PostAsync(moves, "{}")).Refused(422, "required", "action");
        (await _api.PostAsync(moves, """{"action":"first"}""")).Refused(409, "alreadyStarted");
        (await _api.PostAsync(moves, """{"action":"previous"}""")).Refused(422, "actionNotOffered", "action");
        (await _api.PostAsync(moves, """{"action":"next","stage":5}""")).Refused(422, "stageNotCandidate", "stage");
        (await _api.PostAsync(moves, """{"action":"next","estimatedValue":0,"chancesOfSuccess":101}"""))
            .Refused(422, "valueRequired", "estimatedValue", "chancesOfSuccess");
        (await _api.PostAsync(moves, """{"action":"update","dateOfChange":"2026-03-01"}""")).Refused(
            422, "dateBeforeLastChange", "dateOfChange");
        (await _api.PostAsync($"opportunities/{no}/quote", """{"number":"","link":"http://x"}""")).Refused(
            422, "quoteNumberRequired", "number", "amount", "link");
        (await _api.PostAsync($"opportunities/{no}/assign", """{"salespersonCode":"ANNA"}""")).Refused(
            422, "sameSalesperson", "salespersonCode");
        (await _api.PostAsync($"opportunities/{no}/close", "{}")).Refused(422, "outcomeRequired", "outcome");
        (await _api.PostAsync($"opportunities/{no}/close", $$"""{"outcome":"won","reasonCode":"{{await ReasonAsync()}}"}""")).Refused(
            422, "amountRequired", "amount");
        (await _api.PostAsync($"opportunities/{no}/reopen", """{"note":"x"}""")).Refused(409, "notClosed");
        (await _api.GetAsync("opportunities/OPP-99999")).Refused(404, "notFound");
        (await _api.GetAsync("opportunities/OPP-99999/tasks")).Refused(404, "notFound");
        (await _api.PostAsync("tasks/999999/complete")).Refused(404, "notFound");
    }

    [Fact]
    public async Task AChangeKeepsWhatItDoesNotName()
    {
        var no = await MadeAsync();

        var changed = (await _api.SendAsync("PATCH", $"opportunities/{no}", """{"priority":"low"}""")).Done();

        Assert.Equal(["low", "To be made", "CT-00001"], [changed["priority"], changed["description"], changed["contactNo"]]);
        (await _api.SendAsync("PATCH", $"opportunities/{no}", """{"description":null}""")).Refused(
            422, "descriptionRequired", "description");
        (await _api.SendAsync("PATCH", $"opportunities/{no}", """{"status":"won"}""")).Refused(400, "unknownField", "status");
        (await _api.SendAsync("DELETE", $"opportunities/{no}")).Done(HttpStatusCode.NoContent);
        (await _api.GetAsync($"opportunities/{no}")).Refused(404, "notFound");
    }

    [Fact]
    public async Task TasksAreCompletedCancelledAndOpenedAgain()
    {
        var no = await StartedAsync("EXISTING");
        var task = (await _api.GetAsync($"opportunities/{no}/tasks")).Done().Json.GetProperty("items")[0];
        var id = task.GetProperty("id").GetInt64();
        Assert.Equal("ANNA", task.GetProperty("salespersonCode").GetString());
        Assert.Equal(no, task.GetProperty("opportunityNo").GetString());

        var done = (await _api.PostAsync($"tasks/{id}/complete")).Done();
        Assert.Equal(["completed", "True", "False"], [done["task.status"], done["task.closed"], done["task.cancelled"]]);
        (await _api.PostAsync($"tasks/{id}/cancel")).Refused(409, "taskClosed");
        Assert.Equal("inProgress", (await _api.PostAsync($"tasks/{id}/reopen")).Done()["task.status"]);
        Assert.Equal("True", (await _api.PostAsync($"tasks/{id}/cancel")).Done()["task.cancelled"]);
    }

    [Fact]
    public async Task TasksComeInPagesOpenOnesByDayFirst()
    {
        var no = await StartedAsync();
        foreach (var action in new[] { "next", "previous", "next" })
        {
            (await _api.PostAsync($"opportunities/{no}/moves", $$"""{"action":"{{action}}"}""")).Done();
        }

        var all = (await _api.GetAsync($"opportunities/{no}/tasks?limit=100")).Done().Json.GetProperty("items").EnumerateArray().ToList();
        Assert.True(all.Count >= 4, $"{all.Count} tasks.");
        foreach (var task in all.Take(all.Count / 2))
        {
            (await _api.PostAsync($"tasks/{task.GetProperty("id")}/complete")).Done();
        }

        List<string> seen = [];
        string? cursor = null;
        do
        {
            var page = (await _api.GetAsync($"opportunities/{no}/tasks?limit=1" + (cursor is null ? "" : "&cursor=" + cursor))).Done().Json;
            seen.Add(Assert.Single(page.GetProperty("items").EnumerateArray()).ToString());
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        var now = (await _api.GetAsync($"opportunities/{no}/tasks?limit=100")).Done().Json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(now.Select(t => t.ToString()), seen);
        Assert.Equal(now.OrderBy(t => t.GetProperty("closed").GetBoolean()).Select(t => t.ToString()), seen);
        var open = now.Where(t => !t.GetProperty("closed").GetBoolean()).Select(t => t.GetProperty("date").GetString()).ToList();
        Assert.Equal(open.Order(), open);
    }

    [Fact]
    public async Task FiguresHaveTheirShapes()
    {
        var cycle = (await _api.GetAsync("sales-cycles/NEW/statistics")).Done();
        Assert.Equal(5, cycle.Json.GetProperty("stages").GetArrayLength());
        Assert.NotEmpty(cycle["averageDays"]);
        var anna = (await _api.GetAsync("salespeople/ANNA/statistics")).Done();
        Assert.Equal("1", anna["won.opportunities"]);
        Assert.Equal("54600", anna["won.averageCurrentValue"].Split('.')[0]);
        var pipeline = (await _api.GetAsync("pipeline?cycle=NEW&groupBy=stage")).Done();
        Assert.Equal("1", pipeline.Json.GetProperty("groups")[0].GetProperty("key").GetString());
        Assert.Equal("Number", pipeline.Json.GetProperty("notStarted").ValueKind.ToString());
        (await _api.GetAsync("pipeline?groupBy=colour")).Refused(400, "badValue", "groupBy");
        (await _api.GetAsync("pipeline?cycle=NONE")).Refused(404, "notFound");
        (await _api.GetAsync("salespeople/NOBODY/statistics")).Refused(404, "notFound");
        (await _api.GetAsync("sales-cycles/NONE/statistics")).Refused(404, "notFound");
    }

    private async Task<string> MadeAsync() => (await _api.PostAsync("opportunities", """
        {"description":"To be made","contactNo":"CT-00001","salespersonCode":"ANNA","salesCycleCode":"NEW"}
        """)).Done(HttpStatusCode.Created)["no"];

    private async Task<string> StartedAsync(string cycle = "NEW") => (await _api.PostAsync("opportunities", $$"""
        {"description":"Started","contactNo":"CT-00001","salespersonCode":"ANNA","salesCycleCode":"{{cycle}}","startNow":true,"estimatedValue":1000}
        """)).Done(HttpStatusCode.Created)["no"];

    private async Task<string> ReasonAsync()
    {
        var code = "";
        await portal.DoAsync<ChatOpportunities.Domain.Data.OpportunitiesContext>(db =>
        {
            code = db.CloseReasons.First(r => r.Outcome == ChatOpportunities.Domain.SalesCycles.Outcome.Won).Code;
            return Task.CompletedTask;
        });
        return code;
    }
}
