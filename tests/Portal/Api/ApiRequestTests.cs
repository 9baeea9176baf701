using System.Globalization;
using System.Net;
using System.Text.Json;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Tests.Portal.Api;

/// <summary>What holds for every request to the API: who gets in, what is understood, and what happens twice.</summary>
public sealed class ApiRequestTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    private const string New = """{"description":"Once","contactNo":"CT-00001","salespersonCode":"ANNA","salesCycleCode":"NEW"}""";

    private readonly ApiClient _api = portal.Api();

    [Theory]
    [InlineData("POST", "opportunities", "{", "badJson", "")]
    [InlineData("POST", "opportunities", "[]", "badJson", "")]
    [InlineData("POST", "opportunities", "null", "badJson", "")]
    [InlineData("POST", "opportunities", "\"x\"", "badJson", "")]
    [InlineData("POST", "opportunities", """{"description":"\ud800"}""", "badJson", "")]
    [InlineData("POST", "opportunities", """{"description":"a\u0000b"}""", "badValue", "description")]
    [InlineData("POST", "opportunities", """{"description":1}""", "badValue", "description")]
    [InlineData("POST", "opportunities", """{"description":{}}""", "badValue", "description")]
    [InlineData("POST", "opportunities", """{"estimatedValue":"1000"}""", "badValue", "estimatedValue")]
    [InlineData("POST", "opportunities", """{"estimatedValue":1e999}""", "badValue", "estimatedValue")]
    [InlineData("POST", "opportunities", """{"estimatedCloseDate":"2026-02-31"}""", "badValue", "estimatedCloseDate")]
    [InlineData("POST", "opportunities", """{"creationDate":"01/03/2026"}""", "badValue", "creationDate")]
    [InlineData("POST", "opportunities", """{"priority":"urgent"}""", "badValue", "priority")]
    [InlineData("POST", "opportunities", """{"priority":2}""", "badValue", "priority")]
    [InlineData("POST", "opportunities", """{"startNow":"yes"}""", "badValue", "startNow")]
    [InlineData("POST", "opportunities", """{"Description":"x"}""", "unknownField", "Description")]
    [InlineData("POST", "opportunities", """{"colour":"red"}""", "unknownField", "colour")]
    [InlineData("POST", "opportunities/OPP-00001/moves", """{"action":"sideways"}""", "badValue", "action")]
    [InlineData("POST", "opportunities/OPP-00001/moves", """{"action":"next","stage":2.5}""", "badValue", "stage")]
    [InlineData("POST", "opportunities/OPP-00001/moves", """{"action":"next","stage":99999999999}""", "badValue", "stage")]
    [InlineData("GET", "opportunities?limit=0", null, "badValue", "limit")]
    [InlineData("GET", "opportunities?limit=101", null, "badValue", "limit")]
    [InlineData("GET", "opportunities?limit=ten", null, "badValue", "limit")]
    [InlineData("GET", "opportunities?cursor=!!", null, "badValue", "cursor")]
    [InlineData("GET", "opportunities?cursor=AAAA", null, "badValue", "cursor")]
    [InlineData("GET", "opportunities?sort=estimatedCloseDate&cursor=MS4wLjk5OTk5OTk5OS4x", null, "badValue", "cursor")]
    [InlineData("GET", "opportunities/OPP-00001/entries?cursor=eA", null, "badValue", "cursor")]
    [InlineData("GET", "opportunities/OPP-00001/tasks?cursor=eA", null, "badValue", "cursor")]
    [InlineData("GET", "opportunities/OPP-00001/tasks?cursor=OTk5OTk5OTk5LjE", null, "badValue", "cursor")]
    [InlineData("GET", "opportunities/OPP-00001/tasks?limit=0", null, "badValue", "limit")]
    [InlineData("GET", "opportunities?status=open,won", null, "badValue", "status")]
    [InlineData("GET", "opportunities?status=1", null, "badValue", "status")]
    [InlineData("GET", "opportunities?closeFrom=2026-02-31", null, "badValue", "closeFrom")]
    [InlineData("GET", "opportunities?stage=first", null, "badValue", "stage")]
    [InlineData("GET", "opportunities?sort=colour", null, "badValue", "sort")]
    [InlineData("GET", "opportunities?q=a%00b", null, "badRequest", "")]
    public async Task WhatIsNotUnderstoodIsToldWithItsField(string method, string path, string? body, string code, string field) =>
        (await _api.SendAsync(method, path, body)).Refused(400, code, field.Length == 0 ? [] : [field]);

    [Fact]
    public async Task AValueTwiceIsNotUnderstood() =>
        Assert.Equal(HttpStatusCode.BadRequest, (await _api.PostAsync("opportunities", """{"priority":"low","priority":"high"}""")).Status);

    [Fact]
    public async Task WhatIsNoJsonOrTooMuchIsRefused()
    {
        (await _api.PostAsync("opportunities", "x", ("Content-Type", "text/plain"))).Refused(415, "unsupportedMediaType");
        var large = await _api.PostAsync("opportunities", $$"""{"description":"{{new string('x', 1_100_000)}}"}""");
        large.Refused(413, "tooLarge");
    }

    [Fact]
    public async Task UnknownAddressesAndMethodsAreProblemsToo()
    {
        (await _api.GetAsync("nothing/here")).Refused(404, "notFound");
        var wrong = (await _api.SendAsync("PUT", "opportunities/OPP-00001", "{}")).Refused(405, "methodNotAllowed");
        Assert.Contains("PATCH", wrong.ContentHeaders.Allow);
        (await _api.PostAsync("tasks/x/complete")).Refused(404, "notFound");
    }

    [Fact]
    public async Task StrangersAreRefused()
    {
        Assert.Equal(
            "Bearer",
            Assert.Single((await portal.Api(null).GetAsync("opportunities")).Refused(401, "unauthorized").Headers.WwwAuthenticate).Scheme);
        (await portal.Api("cop_unknown").GetAsync("opportunities")).Refused(401, "unauthorized");
        (await portal.Api(PortalApplication.BootstrapToken + "x").GetAsync("opportunities")).Refused(401, "unauthorized");
    }

    [Fact]
    public async Task ATokenActsAsItsPersonUntilItIsRevokedOrThePersonIsBlocked()
    {
        var made = await portal.MakeTokenAsync(Role.Admin, "CHLOE");
        var chloe = portal.Api(made.Secret);
        var mine = (await chloe.PostAsync("opportunities", """{"description":"À moi","contactNo":"CT-00001","salesCycleCode":"NEW"}"""))
            .Done(HttpStatusCode.Created);
        Assert.Equal("CHLOE", mine["salespersonCode"]);
        // Her own role counts, not the higher one of the token; and her language, when she asks for none.
        Assert.Equal("Il n’y a rien ici", (await chloe.GetAsync("opportunities/OPP-99999")).Refused(404, "notFound")["title"]);
        (await chloe.SendAsync("DELETE", $"opportunities/{mine["no"]}")).Refused(403, "forbidden");

        await portal.DoAsync<OpportunitiesContext>(
            db => db.Salespeople.Where(p => p.Code == "CHLOE").ExecuteUpdateAsync(p => p.SetProperty(x => x.Blocked, true)));
        (await chloe.GetAsync("opportunities")).Refused(401, "unauthorized");
        await portal.DoAsync<OpportunitiesContext>(
            db => db.Salespeople.Where(p => p.Code == "CHLOE").ExecuteUpdateAsync(p => p.SetProperty(x => x.Blocked, false)));
        (await chloe.GetAsync("opportunities")).Done();

        var admin = new Caller(0, "Tests", Role.Admin, null, TimeZoneInfo.Utc, "en", ActSource.Portal, DateTimeOffset.UnixEpoch, default);
        await portal.DoAsync<ApiTokenActs>(async acts =>
        {
            var kept = Assert.IsType<Result<IReadOnlyList<ApiTokenRow>>.Done>(await acts.ListAsync(admin, default)).Value
                .Select(r => r.Token).Single(t => t.Id == made.Token.Id);
            Assert.NotNull(kept.LastUsedAt);
            Assert.DoesNotContain(made.Secret, kept.Hash, StringComparison.Ordinal);
            Assert.IsType<Result<ApiToken>.Done>(await acts.RevokeAsync(made.Token.Id, admin, default));
            Assert.IsType<Result<ApiToken>.Refused>(await acts.RevokeAsync(made.Token.Id, admin with { Role = Role.Manager }, default));
            Assert.IsType<Result<NewApiToken>.Refused>(
                await acts.CreateAsync("x", Role.Admin, null, admin with { Role = Role.Manager }, default));
            Assert.Equal(
                "required",
                Assert.IsType<Result<NewApiToken>.Refused>(await acts.CreateAsync(" ", Role.Admin, null, admin, default)).First.Code);
        });
        (await chloe.GetAsync("opportunities")).Refused(401, "unauthorized");
    }

    [Theory]
    [InlineData("fr-FR,en;q=0.5", "Choisissez le contact.")]
    [InlineData("de, fr;q=0.9, en;q=0.1", "Choisissez le contact.")]
    [InlineData("en-GB", "Choose the contact.")]
    [InlineData("de", "Choose the contact.")]
    public async Task RefusalsSpeakTheLanguageAskedFor(string accept, string sentence)
    {
        var refused = await _api.PostAsync(
            "opportunities", """{"description":"x","salespersonCode":"ANNA","salesCycleCode":"NEW"}""", ("Accept-Language", accept));

        Assert.Equal(sentence, refused.Refused(422, "contactRequired", "contactNo")["detail"]);
    }

    [Fact]
    public async Task WhatHasNotChangedIsNotToldTwice()
    {
        var contact = (await _api.GetAsync("contacts/CT-00002")).Done();

        var same = await _api.GetAsync("contacts/CT-00002", ("If-None-Match", contact.ETag!));

        Assert.Equal((HttpStatusCode.NotModified, "", contact.ETag), (same.Status, same.Text, same.ETag));
    }

    [Fact]
    public async Task AnOpportunityIsToldInFull_AsItsContactAndStageMayHaveOtherNamesByNow()
    {
        var contact = (await _api.PostAsync("contacts", """{"type":"company","name":"Before the merger"}""")).Done(HttpStatusCode.Created);
        var made = (await _api.PostAsync(
            "opportunities",
            $$"""{"description":"Named","salespersonCode":"ANNA","salesCycleCode":"NEW","contactNo":"{{contact["no"]}}","estimatedValue":1}"""))
            .Done(HttpStatusCode.Created);
        var path = $"opportunities/{made["no"]}";
        (await _api.SendAsync("PATCH", $"contacts/{contact["no"]}", """{"name":"After the merger"}""")).Done();

        var read = (await _api.GetAsync(path, ("If-None-Match", made.ETag!))).Done();
        var moves = (await _api.GetAsync(path + "/moves", ("If-None-Match", made.ETag!))).Done();

        Assert.Equal(("After the merger", made.ETag, made.ETag), ((string?)read["contactName"], read.ETag, moves.ETag));
    }

    [Fact]
    public async Task AVersionGuardsAgainstLostChanges()
    {
        var made = (await _api.PostAsync("opportunities", New)).Done(HttpStatusCode.Created);
        var path = $"opportunities/{made["no"]}";
        Assert.Equal(made.ETag, (await _api.GetAsync(path)).Done().ETag);

        var changed = (await _api.SendAsync("PATCH", path, """{"priority":"high"}""", ("If-Match", made.ETag!))).Done();
        Assert.NotEqual(made.ETag, changed.ETag);
        (await _api.GetAsync(path, ("If-None-Match", made.ETag!))).Done();

        (await _api.SendAsync("PATCH", path, """{"priority":"low"}""", ("If-Match", made.ETag!))).Refused(412, "stale");
        (await _api.PostAsync($"{path}/start", "{}", ("If-Match", made.ETag!))).Refused(412, "stale");
        (await _api.PostAsync($"{path}/start", "{}", ("If-Match", "nonsense"))).Refused(412, "stale");
        (await _api.SendAsync("DELETE", path, null, ("If-Match", made.ETag!))).Refused(412, "stale");
        (await _api.SendAsync("PATCH", path, """{"priority":"low"}""", ("If-Match", "*"))).Done();
    }

    [Fact]
    public async Task ARepeatedPostActsOnce()
    {
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var before = await CountAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _api.PostAsync("opportunities", New, key)));

        Assert.All(replies, r => r.Done(HttpStatusCode.Created));
        Assert.Single(replies.Select(r => (r.Text, r.ETag, r.Headers.Location)).Distinct());
        Assert.Equal(before + 1, await CountAsync());

        (await _api.PostAsync("opportunities", New.Replace("Once", "Twice", StringComparison.Ordinal), key)).Refused(
            422, "idempotencyKeyReused", "Idempotency-Key");
        Assert.Equal(before + 1, await CountAsync());

        // Another token has keys of its own.
        var emma = portal.Api((await portal.MakeTokenAsync(Role.Admin, "EMMA")).Secret);
        Assert.NotEqual(replies[0]["no"], (await emma.PostAsync("opportunities", New, key)).Done(HttpStatusCode.Created)["no"]);

    }

    [Fact]
    public async Task ARepeatedRefusalIsTheSameAndItsKeyIsTakenToo()
    {
        var no = (await _api.PostAsync("opportunities", New)).Done(HttpStatusCode.Created)["no"];
        var start = $"opportunities/{no}/start";
        (string, string) Key() => ("Idempotency-Key", Guid.NewGuid().ToString());
        var refused = Key();
        var first = (await _api.PostAsync(start, "{}", refused)).Refused(422, "valueRequired", "estimatedValue");

        // The state has changed meanwhile; the answer has not.
        (await _api.PostAsync(start, """{"estimatedValue":5}""", Key())).Done();
        Assert.Equal(first.Text, (await _api.PostAsync(start, "{}", refused)).Refused(422, "valueRequired", "estimatedValue").Text);
        (await _api.PostAsync(start, """{"estimatedValue":5}""", refused)).Refused(422, "idempotencyKeyReused", "Idempotency-Key");
        (await _api.PostAsync(start, "{}", Key())).Refused(409, "alreadyStarted");

        // What was not understood is a refusal like the others.
        foreach (var (body, code, fields) in new (string, string, string[])[]
        {
            ("{", "badJson", []),
            ("""{"colour":1}""", "unknownField", ["colour"]),
        })
        {
            var key = Key();
            (await _api.PostAsync("opportunities", body, key)).Refused(400, code, fields);
            (await _api.PostAsync("opportunities", body, key)).Refused(400, code, fields);
            (await _api.PostAsync("opportunities", New, key)).Refused(422, "idempotencyKeyReused", "Idempotency-Key");
        }

        // A stranger takes nobody's key.
        var late = Key();
        (await portal.Api("cop_unknown").PostAsync("opportunities", New, late)).Refused(401, "unauthorized");
        (await _api.PostAsync("opportunities", New, late)).Done(HttpStatusCode.Created);
    }

    [Fact]
    public async Task LeftOut_StartNowDoesNotStart()
    {
        Assert.Equal("notStarted", (await _api.PostAsync("opportunities", New)).Done(HttpStatusCode.Created)["status"]);
        Assert.Equal(
            "notStarted",
            (await _api.PostAsync("opportunities", New.Replace("}", ",\"startNow\":null}", StringComparison.Ordinal)))
                .Done(HttpStatusCode.Created)["status"]);
    }

    [Theory]
    [InlineData("no")]
    [InlineData("-no")]
    [InlineData("estimatedCloseDate")]
    [InlineData("-estimatedCloseDate")]
    [InlineData("estimatedValue")]
    [InlineData("-estimatedValue")]
    [InlineData("changedAt")]
    [InlineData("-changedAt")]
    public async Task PagesFollowEachOtherInEveryOrder(string sort)
    {
        List<JsonElement> seen = [];
        string? cursor = null;
        do
        {
            var page = (await _api.GetAsync($"opportunities?team=LIGHT&closeTo=2026-12-31&q=a&limit=7&sort={sort}"
                + (cursor is null ? "" : "&cursor=" + cursor))).Done().Json;
            seen.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        Assert.True(seen.Count > 14, $"{seen.Count} found.");
        Assert.Equal(seen.Count, seen.Select(o => o.GetProperty("no").GetString()).Distinct().Count());
        var keys = seen.Select(o => o.GetProperty(sort.TrimStart('-')).ToString()).ToList();
        var ordered = sort.EndsWith("Value", StringComparison.Ordinal)
            ? [.. keys.OrderBy(k => decimal.Parse(k, CultureInfo.InvariantCulture))]
            : sort.EndsWith("changedAt", StringComparison.Ordinal)
                ? [.. keys.OrderBy(k => DateTimeOffset.Parse(k, CultureInfo.InvariantCulture))]
                : keys.Order(StringComparer.Ordinal).ToList();
        Assert.Equal(sort[0] == '-' ? ordered.AsEnumerable().Reverse() : ordered, keys);
    }

    [Fact]
    public async Task AListIsNarrowedByEveryFilter()
    {
        var all = (await _api.GetAsync(
            "opportunities?cycle=new&status=inProgress&salesperson=anna&stage=3&contact=CT-00001&closeFrom=2026-01-01&q=LOBBY"))
            .Done();
        Assert.Equal("OPP-00001", Assert.Single(all.Json.GetProperty("items").EnumerateArray()).GetProperty("no").GetString());
        string[] none =
        [
            "cycle=EXISTING", "status=won", "salesperson=BEN", "stage=2", "contact=CT-00002", "closeFrom=2030-01-01", "closeTo=2020-01-01",
            "q=nowhere", "team=NONE",
        ];
        foreach (var filter in none)
        {
            Assert.DoesNotContain(
                "OPP-00001\"", (await _api.GetAsync("opportunities?sort=no&limit=100&" + filter)).Done().Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task OnlyMadeTokensAreCounted()
    {
        var slow = await PortalApplication.StartAsync("Development", ("Api:RequestsPerMinute", "2"));
        try
        {
            var anna = slow.Api((await slow.MakeTokenAsync(Role.Salesperson, "ANNA")).Secret);
            var replies = new List<ApiReply>();
            for (var i = 0; i < 5; i++)
            {
                (await slow.Api().GetAsync("pipeline")).Done();
                replies.Add(await anna.GetAsync("pipeline"));
            }

            // The window may have turned once in between.
            var refused = replies.First(r => r.Status != HttpStatusCode.OK);
            Assert.NotNull(refused.Refused(429, "tooManyRequests").Headers.RetryAfter);
        }
        finally
        {
            await slow.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("Api:BootstrapToken", "too-short")]
    [InlineData("Api:BootstrapToken", "long enough but with blanks in between, so no")]
    [InlineData("Api:RequestsPerMinute", "0")]
    public async Task AWrongSettingStopsTheStartAndIsNamed(string name, string value)
    {
        var stopped = await Assert.ThrowsAsync<OptionsValidationException>(
            () => PortalApplication.StartAsync("Development", (name, value)));

        Assert.Contains(name, stopped.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("too-short", stopped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ActsOfTheBootstrapTokenStandInTheLogInNobodysName()
    {
        var no = (await _api.PostAsync("opportunities", New)).Done(HttpStatusCode.Created)["no"];

        await portal.DoAsync<OpportunitiesContext>(async db =>
        {
            var line = await db.AuditEntries.SingleAsync(a => a.SubjectKey == no);
            Assert.Equal((null, "API", ActSource.Api), (line.ById, line.ByName, line.Source));
        });
    }

    private async Task<int> CountAsync()
    {
        var count = 0;
        await portal.DoAsync<OpportunitiesContext>(async db => count = await db.Opportunities.CountAsync());
        return count;
    }
}
