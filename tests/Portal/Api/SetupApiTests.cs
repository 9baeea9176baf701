using System.Globalization;
using System.Text.Json.Nodes;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Portal.Api;

/// <summary>Setting the company up by programs: cycles, stages, reasons, activities, people and contacts.</summary>
public sealed partial class SetupApiTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    [Fact]
    public async Task ACycleWithItsStagesIsSetUpFromNothing()
    {
        var api = await AdminAsync();

        var activity = await api.SendAsync("PUT", "activities/visit", """
            {"description":" Visit ","steps":[{"type":"meeting","description":"See them","priority":"high","dateFormula":"1w"},{"description":"Write it down"}]}
            """);
        Assert.Equal((201, "\"1\"", "/api/v1/activities/VISIT"), (activity.Status, activity.ETag, activity.Path));
        Same("""
            {"code":"VISIT","description":"Visit","steps":[{"type":"meeting","description":"See them","priority":"high","dateFormula":"1W"},
             {"type":"none","description":"Write it down","priority":"normal","dateFormula":""}]}
            """, activity);

        var cycle = await api.SendAsync(
            "POST", "sales-cycles", """{"code":" solo ","description":"Alone","probabilityMethod":"chancesOfSuccess","blocked":true}""");
        Assert.Equal((201, "\"1\"", "/api/v1/sales-cycles/SOLO"), (cycle.Status, cycle.ETag, cycle.Path));
        Same("""{"code":"SOLO","description":"Alone","probabilityMethod":"chancesOfSuccess","blocked":true,"stages":[]}""", cycle);

        var second = await api.SendAsync(
            "PUT", "sales-cycles/solo/stages/20", """{"description":"Second","completedPercent":50.5,"chancesOfSuccessPercent":60}""");
        Assert.Equal((201, "\"1\"", "/api/v1/sales-cycles/SOLO/stages/20"), (second.Status, second.ETag, second.Path));
        var first = await api.SendAsync("PUT", "sales-cycles/SOLO/stages/5", """
            {"number":5,"description":"First","completedPercent":5,"chancesOfSuccessPercent":10,"activityCode":"visit","quoteRequired":true,"allowSkip":true,
             "dateFormula":"cm","limitWorkingDays":3}
            """);
        Assert.Equal(201, first.Status);
        Same("""
            {"number":5,"description":"First","completedPercent":5,"chancesOfSuccessPercent":10,"activityCode":"VISIT","quoteRequired":true,"allowSkip":true,
             "dateFormula":"CM","limitWorkingDays":3}
            """, first);
        var replaced = await api.SendAsync("PUT", "sales-cycles/SOLO/stages/5", """{"description":"First"}""", ifMatch: first.ETag);
        Assert.Equal((200, "\"2\""), (replaced.Status, replaced.ETag));
        Same("""
            {"number":5,"description":"First","completedPercent":0,"chancesOfSuccessPercent":0,"activityCode":null,"quoteRequired":false,"allowSkip":false,
             "dateFormula":"","limitWorkingDays":null}
            """, replaced);

        var open = await api.SendAsync("PATCH", "sales-cycles/SOLO", """{"blocked":false}""");
        Assert.Equal((200, "\"5\""), (open.Status, open.ETag)); // every change of a stage is one of its cycle
        Assert.Equal(["First", "Second"], open.Body!["stages"]!.AsArray().Select(s => (string)s!["description"]!));
        Assert.Equal("chancesOfSuccess", (string)open.Body["probabilityMethod"]!);
        var read = await api.SendAsync("GET", "sales-cycles/SOLO");
        Assert.Equal((200, open.ETag, open.Body.ToJsonString()), (read.Status, read.ETag, read.Body!.ToJsonString()));
        Assert.Equal([5, 20], (await api.SendAsync("GET", "sales-cycles/SOLO/stages")).Items.Select(s => (int)s!["number"]!));
        Assert.Equal("Second", (string)(await api.SendAsync("GET", "sales-cycles/SOLO/stages/20")).Body!["description"]!);
        Assert.Contains("SOLO", (await api.SendAsync("GET", "sales-cycles")).Items.Select(c => (string)c!["code"]!));

        Assert.Equal(204, (await api.SendAsync("DELETE", "sales-cycles/SOLO/stages/20")).Status);
        Assert.Equal(404, (await api.SendAsync("GET", "sales-cycles/SOLO/stages/20")).Status);
        Assert.Equal(204, (await api.SendAsync("DELETE", "sales-cycles/SOLO")).Status);
        Assert.Equal(404, (await api.SendAsync("GET", "sales-cycles/SOLO")).Status);
        Assert.Equal(204, (await api.SendAsync("DELETE", "activities/VISIT")).Status);
    }

    [Fact]
    public async Task ReasonsAreMadeReplacedAndDeleted()
    {
        var api = await AdminAsync();

        var made = await api.SendAsync("POST", "close-reasons", """{"code":"budget","description":"No budget","outcome":"lost"}""");
        Assert.Equal((201, "\"1\"", "/api/v1/close-reasons/BUDGET"), (made.Status, made.ETag, made.Path));
        var replaced = await api.SendAsync(
            "PUT", "close-reasons/BUDGET", """{"description":"Budget","outcome":"won","blocked":true}""", made.ETag);
        Assert.Equal((200, "\"2\""), (replaced.Status, replaced.ETag));
        Same("""{"code":"BUDGET","description":"Budget","outcome":"won","blocked":true}""", replaced);
        Same(replaced.Body!.ToJsonString(), await api.SendAsync("GET", "close-reasons/budget"));
        var again = await api.SendAsync("PUT", "close-reasons/BUDGET", replaced.Body.ToJsonString());
        Assert.Equal((200, "\"3\""), (again.Status, again.ETag));
        Assert.Contains("BUDGET", (await api.SendAsync("GET", "close-reasons")).Items.Select(c => (string)c!["code"]!));
        Assert.Equal(204, (await api.SendAsync("DELETE", "close-reasons/BUDGET", ifMatch: again.ETag)).Status);
        Assert.Equal(404, (await api.SendAsync("GET", "close-reasons/BUDGET")).Status);
        Assert.Equal(201, (await api.SendAsync("PUT", "close-reasons/BUDGET", """{"description":"Budget","outcome":"won"}""")).Status);
    }

    [Fact]
    public async Task ActivitiesAreMadeAndTheirStepsReplacedAsAWhole()
    {
        var api = await AdminAsync();

        var made = await api.SendAsync(
            "POST", "activities",
            """{"code":"calls","description":"Calls","steps":[{"type":"phoneCall","description":"One"},{"description":"Two"}]}""");
        Assert.Equal((201, "/api/v1/activities/CALLS"), (made.Status, made.Path));
        var fewer = await api.SendAsync(
            "PUT", "activities/CALLS", """{"description":"Calls","steps":[{"description":"Two","priority":"low"}]}""");
        Assert.Equal((200, "\"2\""), (fewer.Status, fewer.ETag));
        Same("""{"code":"CALLS","description":"Calls","steps":[{"type":"none","description":"Two","priority":"low","dateFormula":""}]}""",
            await api.SendAsync("GET", "activities/CALLS"));
        Assert.Contains(fewer.Body!.ToJsonString(), (await api.SendAsync("GET", "activities")).Items.Select(a => a!.ToJsonString()));
        Assert.Empty((await api.SendAsync("PUT", "activities/CALLS", """{"description":"Calls"}""")).Body!["steps"]!.AsArray());
    }

    [Fact]
    public async Task PeopleAndTeamsAreMadeChangedBlockedAndDeleted()
    {
        var api = await AdminAsync();

        Assert.Equal(201, (await api.SendAsync("POST", "teams", """{"code":"far","name":"Far away"}""")).Status);
        var made = await api.SendAsync(
            "POST", "salespeople", """{"code":"zoe","name":"Zoé Petit","email":"ZOE@x.example","teamCode":"far"}""");
        Assert.Equal((201, "\"1\"", "/api/v1/salespeople/ZOE"), (made.Status, made.ETag, made.Path));
        Same("""
            {"code":"ZOE","name":"Zoé Petit","email":"zoe@x.example","entraObjectId":null,"role":"salesperson","teamCode":"FAR","language":"en",
             "timeZone":"Europe/Paris","blocked":false}
            """, made);
        Assert.Equal("ZOE", (string)(await api.SendAsync("PATCH", "teams/FAR", """{"managerCode":"zoe"}""")).Body!["managerCode"]!);
        Assert.Equal((409, "personInUse"), (await api.SendAsync("DELETE", "salespeople/ZOE")).Refusal);
        Assert.Equal((409, "teamHasPeople"), (await api.SendAsync("DELETE", "teams/FAR")).Refusal);
        var changed = await api.SendAsync("PATCH", "salespeople/ZOE",
            """{"teamCode":null,"email":null,"entraObjectId":"0a0a0a0a-1111-2222-3333-0123456789AB","role":"manager","language":"fr","blocked":true}""",
            made.ETag);
        Assert.Equal(200, changed.Status);
        Same("""
            {"code":"ZOE","name":"Zoé Petit","email":null,"entraObjectId":"0a0a0a0a-1111-2222-3333-0123456789ab","role":"manager","teamCode":null,"language":"fr",
             "timeZone":"Europe/Paris","blocked":true}
            """, changed);
        Same(changed.Body!.ToJsonString(), await api.SendAsync("GET", "salespeople/zoe"));
        Assert.Contains("ZOE", (await api.SendAsync("GET", "salespeople")).Items.Select(p => (string)p!["code"]!));
        var free = await api.SendAsync("PATCH", "teams/FAR", """{"managerCode":null,"name":"Near"}""");
        Same("""{"code":"FAR","name":"Near","managerCode":null}""", free);
        Assert.Equal(204, (await api.SendAsync("DELETE", "teams/FAR", ifMatch: free.ETag)).Status);
        Assert.Equal(204, (await api.SendAsync("DELETE", "salespeople/ZOE", ifMatch: changed.ETag)).Status);
        Assert.Equal(404, (await api.SendAsync("GET", "salespeople/ZOE")).Status);
        Assert.Equal(404, (await api.SendAsync("GET", "teams/FAR")).Status);
    }

    [Fact]
    public async Task ContactsAreMadeChangedBlockedAndDeleted()
    {
        var api = await AdminAsync();

        var company = await api.SendAsync("POST", "contacts", """{"no":"k-1","type":"company","name":"Kites","salespersonCode":"anna"}""");
        Assert.Equal((201, "\"1\"", "/api/v1/contacts/K-1"), (company.Status, company.ETag, company.Path));
        var person = await api.SendAsync(
            "POST", "contacts", """{"name":"Noor","companyNo":"K-1","email":"Noor@kites.example","phone":"+33 1"}""");
        var no = (string)person.Body!["no"]!;
        Same($$"""
            {"no":"{{no}}","type":"person","name":"Noor","companyNo":"K-1","email":"noor@kites.example","phone":"+33 1","salespersonCode":null,"blocked":false}
            """, person);
        Assert.Equal((409, "contactInUse"), (await api.SendAsync("DELETE", "contacts/K-1")).Refusal);
        Assert.Equal((409, "contactTypeFixed"), (await api.SendAsync("PATCH", "contacts/K-1", """{"type":"person"}""")).Refusal);
        Assert.Equal((409, "codeExists"), (await api.SendAsync("POST", "contacts", """{"no":"K-1","name":"Again"}""")).Refusal);
        var changed = await api.SendAsync(
            "PATCH", $"contacts/{no}", """{"companyNo":null,"blocked":true,"salespersonCode":"ben"}""", person.ETag);
        Assert.Equal((200, "\"2\""), (changed.Status, changed.ETag));
        Same($$"""
            {"no":"{{no}}","type":"person","name":"Noor","companyNo":null,"email":"noor@kites.example","phone":"+33 1","salespersonCode":"BEN","blocked":true}
            """, changed);
        Same(changed.Body!.ToJsonString(), await api.SendAsync("GET", $"contacts/{no}"));
        Assert.Equal(["K-1"], (await api.SendAsync("GET", "contacts?q=kite&blocked=false")).Items.Select(c => (string)c!["no"]!));
        Assert.Equal(204, (await api.SendAsync("DELETE", "contacts/K-1")).Status);
        Assert.Equal(204, (await api.SendAsync("DELETE", $"contacts/{no}")).Status);
    }

    [Fact]
    public async Task ListsComeInPagesThatFollowEachOther()
    {
        var api = await AdminAsync();
        var everything = (await api.SendAsync("GET", "contacts?limit=100")).Items.Select(c => (string)c!["no"]!).ToList();
        Assert.True(everything.Count >= 12);

        foreach (var list in new[]
        {
            "contacts?limit=5", "salespeople?limit=2", "sales-cycles?limit=1", "close-reasons?limit=3", "activities?limit=1",
            "audit?limit=40",
        })
        {
            var whole = (await api.SendAsync("GET", list.Split('?')[0] + "?limit=100")).Items.Select(c => c!.ToJsonString()).ToList();
            List<string> paged = [];
            string? cursor = null;
            do
            {
                var page = await api.SendAsync("GET", cursor is null ? list : $"{list}&cursor={Uri.EscapeDataString(cursor)}");
                Assert.Equal(200, page.Status);
                paged.AddRange(page.Items.Select(c => c!.ToJsonString()));
                cursor = (string?)page.Body!["nextCursor"];
            }
            while (cursor is not null);
            Assert.Equal(whole, paged.Take(100)); // the log may be longer than a page can be
        }
    }

    [Fact]
    public async Task TheLogIsReadByRecordPersonAndDay()
    {
        var api = await AdminAsync();
        await api.SendAsync("PUT", "close-reasons/LOGGED", """{"description":"Logged","outcome":"won"}""");
        await api.SendAsync("DELETE", "close-reasons/LOGGED");

        var lines = (await api.SendAsync("GET", "audit?subject=close-reason&key=logged&from=2026-03-01&to=2026-03-31")).Items;

        Assert.Equal(["Deleted: Logged.", "Created: Logged."], lines.Select(l => (string)l!["description"]!));
        Assert.All(
            lines, l => Assert.Equal(("close-reason", "LOGGED", "api"), ((string)l!["subject"]!, (string)l["key"]!, (string)l["source"]!)));
        Assert.Equal(
            "Suppression : Logged.",
            ((string)(await api.SendAsync("GET", "audit?key=logged&limit=1", language: "fr")).Items[0]!["description"]!).WithPlainBlanks());
        Assert.Empty((await api.SendAsync("GET", "audit?key=logged&to=2026-03-01")).Items);
        Assert.Empty((await api.SendAsync("GET", "audit?key=logged&person=ANNA")).Items);
    }

    [Fact]
    public async Task WhoeverWroteToTheBotUnknownIsWaitingUntilTakenIn()
    {
        var api = await AdminAsync();
        var id = Guid.NewGuid();
        await portal.DoAsync<OpportunitiesContext>(async db =>
        {
            db.WaitingPeople.Add(WaitingPerson.Of(id, "Wanda", "wanda@x.example", new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero)));
            await db.SaveChangesAsync();
        });

        var waiting = Assert.Single((await api.SendAsync("GET", "people/waiting")).Items)!;
        Assert.Equal(("Wanda", "wanda@x.example", id.ToString("D", CultureInfo.InvariantCulture)),
            ((string)waiting["name"]!, (string)waiting["email"]!, (string)waiting["entraObjectId"]!));
        Assert.Equal(
            201, (await api.SendAsync("POST", "salespeople", $$"""{"code":"WANDA","name":"Wanda","entraObjectId":"{{id}}"}""")).Status);
        Assert.Empty((await api.SendAsync("GET", "people/waiting")).Items);
    }

    /// <summary>
    /// Who may do what; 200 to 204 is yes, 403 no. The items are not there, so that nothing is changed: then 404 or 422 is yes too.
    /// </summary>
    [Theory]
    [InlineData("GET", "sales-cycles", true, true)]
    [InlineData("GET", "sales-cycles/NEW", true, true)]
    [InlineData("GET", "sales-cycles/NEW/stages", true, true)]
    [InlineData("GET", "sales-cycles/NEW/stages/1", true, true)]
    [InlineData("POST", "sales-cycles", false, false)]
    [InlineData("PATCH", "sales-cycles/NOPE", false, false)]
    [InlineData("DELETE", "sales-cycles/NOPE", false, false)]
    [InlineData("PUT", "sales-cycles/NOPE/stages/1", false, false)]
    [InlineData("DELETE", "sales-cycles/NOPE/stages/1", false, false)]
    [InlineData("GET", "close-reasons", true, true)]
    [InlineData("GET", "close-reasons/PRICE_W", true, true)]
    [InlineData("POST", "close-reasons", false, false)]
    [InlineData("PUT", "close-reasons/NOPE", false, false)]
    [InlineData("DELETE", "close-reasons/NOPE", false, false)]
    [InlineData("GET", "activities", true, true)]
    [InlineData("GET", "activities/INIT", true, true)]
    [InlineData("POST", "activities", false, false)]
    [InlineData("PUT", "activities/NOPE", false, false)]
    [InlineData("DELETE", "activities/NOPE", false, false)]
    [InlineData("GET", "salespeople", true, true)]
    [InlineData("GET", "salespeople/ANNA", true, true)]
    [InlineData("POST", "salespeople", false, false)]
    [InlineData("PATCH", "salespeople/NOPE", false, false)]
    [InlineData("DELETE", "salespeople/NOPE", false, false)]
    [InlineData("GET", "people/waiting", false, true)]
    [InlineData("GET", "teams", true, true)]
    [InlineData("GET", "teams/LIGHT", true, true)]
    [InlineData("POST", "teams", false, false)]
    [InlineData("PATCH", "teams/NOPE", false, false)]
    [InlineData("DELETE", "teams/NOPE", false, false)]
    [InlineData("GET", "contacts", true, true)]
    [InlineData("GET", "contacts/CT-00001", true, true)]
    [InlineData("POST", "contacts", true, true)]
    [InlineData("PATCH", "contacts/NOPE", true, true)]
    [InlineData("DELETE", "contacts/NOPE", false, false)]
    [InlineData("GET", "audit", false, true)]
    public async Task EveryRoleMayDoWhatThePolicySays(string method, string path, bool salesperson, bool manager)
    {
        var body = method is "GET" or "DELETE" ? null : "{}";
        var programs = new[]
        {
            (new SetupProgram(portal.Api()), true), // nobody's, from the settings
            (await ProgramAsync(Role.Salesperson, "ANNA"), salesperson), (await ProgramAsync(Role.Manager, "DAVID"), manager),
            (await ProgramAsync(Role.Admin, "EMMA"), true),
            (await ProgramAsync(Role.Salesperson, "EMMA"), salesperson), // a token may do less than its person
        };
        var before = await FootprintAsync();

        foreach (var (program, may) in programs)
        {
            var answer = await program.SendAsync(method, path, body);
            Assert.True(
                may == (answer.Status != 403) && answer.Status != 401 && answer.Status < 500, $"{may}: {answer.Status} {answer.Body}");
            Assert.True(may || answer.Refusal.Code == "forbidden");
        }

        Assert.Equal(401, (await new SetupProgram(portal.Api(null)).SendAsync(method, path, body)).Status);
        Assert.Equal(401, (await new SetupProgram(portal.Api("wrong")).SendAsync(method, path, body)).Status);
        Assert.Equal(before, await FootprintAsync());
    }

    [Fact]
    public async Task SalespeopleSeeOfOthersOnlyWhatTheyNeedToChooseThem()
    {
        var admin = await AdminAsync();
        await admin.SendAsync("POST", "salespeople", """{"code":"SHY","name":"Shy","email":"shy@x.example"}""");
        var anna = await ProgramAsync(Role.Salesperson, "ANNA");

        var shy = (await anna.SendAsync("GET", "salespeople/SHY")).Body!;
        var self = (await anna.SendAsync("GET", "salespeople/ANNA")).Body!;

        Assert.Equal(("Shy", null, null), ((string)shy["name"]!, (string?)shy["email"], (string?)shy["timeZone"]));
        Assert.Equal("Europe/Paris", (string?)self["timeZone"]);
        Assert.Equal(
            "shy@x.example",
            (string?)(await (await ProgramAsync(Role.Manager, "DAVID")).SendAsync("GET", "salespeople/SHY")).Body!["email"]);
    }

    [Fact]
    public async Task OfManyChangesAtOnceInDifferentFieldsNoneIsLost()
    {
        var api = await AdminAsync();
        var no = (string)(await api.SendAsync("POST", "contacts", """{"type":"person","name":"Busy"}""")).Body!["no"]!;

        var answers = await Task.WhenAll(
            api.SendAsync("PATCH", $"contacts/{no}", """{"phone":"1"}"""),
            api.SendAsync("PATCH", $"contacts/{no}", """{"email":"b@x.example"}"""),
            api.SendAsync("PATCH", $"contacts/{no}", """{"companyNo":"CT-00001"}"""));

        Assert.All(answers, a => Assert.Equal(200, a.Status));
        var busy = (await api.SendAsync("GET", $"contacts/{no}")).Body!;
        Assert.Equal(("1", "b@x.example", "CT-00001"), ((string)busy["phone"]!, (string)busy["email"]!, (string)busy["companyNo"]!));
    }

    [Fact]
    public async Task APostRepeatedWithItsKeyMakesOneContact()
    {
        var api = await AdminAsync();

        var first = await api.SendAsync("POST", "contacts", """{"name":"Once"}""", idempotencyKey: "once-1");
        var again = await api.SendAsync("POST", "contacts", """{"name":"Once"}""", idempotencyKey: "once-1");

        Assert.Equal((201, first.Path, first.ETag), (again.Status, again.Path, again.ETag));
        Assert.Single((await api.SendAsync("GET", "contacts?q=once")).Items);
    }

    private static void Same(string json, SetupReply answer) =>
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(json), answer.Body),
            $"Expected {json}\nbut was {answer.Status} {answer.Body?.ToJsonString()}");

    private async Task<SetupProgram> ProgramAsync(Role role, string? of) => new(portal.Api((await portal.MakeTokenAsync(role, of)).Secret));

    private Task<SetupProgram> AdminAsync() => ProgramAsync(Role.Admin, "EMMA");

    /// <summary>Changes whenever anything that these endpoints write does.</summary>
    private async Task<string> FootprintAsync()
    {
        var footprint = "";
        await portal.DoAsync<OpportunitiesContext>(async db => footprint = string.Join(
            ' ', await db.AuditEntries.CountAsync(a => a.Subject != "api-token"), await db.SalesCycles.SumAsync(c => c.Version),
            await db.CloseReasons.SumAsync(c => c.Version), await db.Activities.SumAsync(c => c.Version),
            await db.Salespeople.SumAsync(c => c.Version), await db.Teams.SumAsync(c => c.Version),
            await db.Contacts.SumAsync(c => c.Version)));
        return footprint;
    }
}
