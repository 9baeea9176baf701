using System.Globalization;
using System.Text.Json.Nodes;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Portal.Api;

/// <summary>Setting the company up by programs: cycles, stages, reasons, activities, people and contacts.</summary>
public sealed class SetupApiTests(PortalApplication portal) : IClassFixture<PortalApplication>
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

    [Theory]
    [InlineData("contacts?cursor=nonsense")]
    [InlineData("contacts?limit=x")]
    [InlineData("contacts?limit=0")]
    [InlineData("contacts?type=both")]
    [InlineData("contacts?blocked=perhaps")]
    [InlineData("audit?cursor=nonsense")]
    [InlineData("audit?from=yesterday")]
    [InlineData("salespeople?limit=-1")]
    [InlineData("sales-cycles?limit=99999999999")]
    [InlineData("close-reasons?cursor=%00")]
    public async Task AListThatCannotBeReadAsAskedIsRefused(string path)
    {
        var answer = await (await AdminAsync()).SendAsync("GET", path);

        Assert.True(answer.Status == 400, $"{answer.Status} {answer.Body}");
    }

    public static TheoryData<string, string, string?, int, string, string?> Refused => new()
    {
        { "POST", "sales-cycles", """{"code":"NEW","description":"X"}""", 409, "codeExists", "code" },
        { "POST", "sales-cycles", """{"description":"X"}""", 422, "badCode", "code" },
        { "POST", "sales-cycles", """{"code":"X"}""", 422, "required", "description" },
        { "PATCH", "sales-cycles/NEW", """{"description":" "}""", 422, "required", "description" },
        { "PATCH", "sales-cycles/NEW", """{"code":"OTHER"}""", 409, "codeFixed", "code" },
        { "PATCH", "sales-cycles/NOPE", """{"description":"X"}""", 404, "notFound", null },
        { "DELETE", "sales-cycles/NOPE", null, 404, "notFound", null },
        { "DELETE", "sales-cycles/NEW", null, 409, "cycleInUse", null },
        { "GET", "sales-cycles/NOPE/stages", null, 404, "notFound", null },
        { "GET", "sales-cycles/NEW/stages/99", null, 404, "notFound", null },
        { "PUT", "sales-cycles/NOPE/stages/1", """{"description":"X"}""", 404, "notFound", null },
        { "PUT", "sales-cycles/NEW/stages/0", """{"description":"X"}""", 422, "stageNumberOutOfRange", "number" },
        { "PUT", "sales-cycles/NEW/stages/9", """{"number":8,"description":"X"}""", 409, "codeFixed", "number" },
        {
            "PUT", "sales-cycles/NEW/stages/9", """{"description":"X","completedPercent":101}""",
            422, "percentOutOfRange", "completedPercent"
        },
        { "PUT", "sales-cycles/NEW/stages/9", """{"description":"X","dateFormula":"2X"}""", 422, "badDateFormula", "dateFormula" },
        { "PUT", "sales-cycles/NEW/stages/9", """{"description":"X","limitWorkingDays":0}""", 422, "limitOutOfRange", "limitWorkingDays" },
        { "PUT", "sales-cycles/NEW/stages/9", """{"description":"X","activityCode":"NOPE"}""", 422, "activityUnknown", "activityCode" },
        { "DELETE", "sales-cycles/NEW/stages/1", null, 409, "stageInUse", null },
        { "DELETE", "sales-cycles/NEW/stages/9", null, 404, "notFound", null },
        { "POST", "close-reasons", """{"code":"PRICE_W","description":"X","outcome":"won"}""", 409, "codeExists", "code" },
        { "PUT", "close-reasons/XX", """{"description":"X"}""", 422, "outcomeRequired", "outcome" },
        { "PUT", "close-reasons/A%20B", """{"description":"X","outcome":"won"}""", 422, "badCode", "code" },
        { "PUT", "close-reasons/PRICE_W", """{"code":"PRICE_L","description":"X","outcome":"won"}""", 409, "codeFixed", "code" },
        { "DELETE", "close-reasons/NOPE", null, 404, "notFound", null },
        { "POST", "activities", """{"code":"INIT","description":"X"}""", 409, "codeExists", "code" },
        {
            "PUT", "activities/X", """{"description":"X","steps":[{"description":"ok"},{"description":"","dateFormula":"2X"}]}""",
            422, "required", "steps[1].description"
        },
        { "PUT", "activities/X", """{"description":"X","steps":[null]}""", 422, "required", "steps[0].description" },
        { "DELETE", "activities/INIT", null, 409, "activityInUse", null },
        { "POST", "salespeople", """{"code":"ANNA","name":"X"}""", 409, "codeExists", "code" },
        { "POST", "salespeople", """{"code":"X","name":"X","email":"nothing"}""", 422, "badEmail", "email" },
        { "POST", "salespeople", """{"code":"X","name":"X","teamCode":"NOPE"}""", 422, "teamUnknown", "teamCode" },
        { "POST", "salespeople", """{"code":"X","name":"X","entraObjectId":"12"}""", 422, "badObjectId", "entraObjectId" },
        { "POST", "salespeople", """{"code":"X","name":"X","language":"xx"}""", 422, "unknownValue", "language" },
        { "POST", "salespeople", """{"code":"X","name":"X","timeZone":"Moon/Sea"}""", 422, "unknownValue", "timeZone" },
        { "PATCH", "salespeople/EMMA", """{"role":"manager"}""", 409, "lastAdmin", "role" },
        { "PATCH", "salespeople/EMMA", """{"blocked":true}""", 409, "lastAdmin", "role" },
        { "DELETE", "salespeople/EMMA", null, 409, "lastAdmin", "role" },
        { "DELETE", "salespeople/ANNA", null, 409, "personInUse", null },
        { "PATCH", "salespeople/NOPE", """{"name":"X"}""", 404, "notFound", null },
        { "POST", "teams", """{"code":"X","name":"X","managerCode":"NOPE"}""", 422, "salespersonUnknown", "managerCode" },
        { "PATCH", "teams/NOPE", """{"name":"X"}""", 404, "notFound", null },
        { "POST", "contacts", """{"type":"company"}""", 422, "required", "name" },
        { "POST", "contacts", """{"type":"company","name":"X","companyNo":"CT-00001"}""", 422, "companyOfPersonsOnly", "companyNo" },
        { "POST", "contacts", """{"type":"person","name":"X","companyNo":"NOPE"}""", 422, "companyUnknown", "companyNo" },
        { "POST", "contacts", """{"type":"person","name":"X","salespersonCode":"NOPE"}""", 422, "salespersonUnknown", "salespersonCode" },
        { "POST", "contacts", """{"no":"A B","name":"X"}""", 422, "badCode", "no" },
        { "PATCH", "contacts/CT-00001", """{"no":"CT-77777"}""", 409, "codeFixed", "no" },
        { "DELETE", "contacts/CT-00001", null, 409, "contactInUse", null },
        { "DELETE", "contacts/NOPE", null, 404, "notFound", null },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task WhatARuleRefusesIsSaidInBothLanguagesAndChangesNothing(
        string method, string path, string? body, int status, string code, string? field)
    {
        var api = await AdminAsync();
        var before = await FootprintAsync();

        var english = await api.SendAsync(method, path, body);
        var french = await api.SendAsync(method, path, body, language: "fr");

        Assert.True((status, code) == english.Refusal, $"{english.Status} {english.Body}");
        Assert.Equal((status, code), french.Refusal);
        if (field is not null)
        {
            var (inEnglish, inFrench) = (english.Body!["errors"]![field]!.ToJsonString(), french.Body!["errors"]![field]!.ToJsonString());
            Assert.NotEqual(inEnglish, inFrench);
        }

        Assert.Equal(before, await FootprintAsync());
    }

    public static TheoryData<string, string, string> Malformed
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            var writes = new (string Method, string Path, string Good)[]
            {
                ("POST", "sales-cycles", "code"), ("PATCH", "sales-cycles/NEW", "description"),
                ("PUT", "sales-cycles/NEW/stages/9", "description"),
                ("POST", "close-reasons", "code"), ("PUT", "close-reasons/PRICE_W", "description"), ("POST", "activities", "code"),
                ("PUT", "activities/INIT", "description"), ("POST", "salespeople", "code"), ("PATCH", "salespeople/ANNA", "name"),
                ("POST", "teams", "code"), ("PATCH", "teams/LIGHT", "name"), ("POST", "contacts", "no"),
                ("PATCH", "contacts/CT-00001", "name"),
            };
            foreach (var (method, path, good) in writes)
            {
                foreach (var body in new[]
                {
                    "{", "[]", "null", "7", "\"text\"", """{"nonsense":1}""", $$"""{"{{good}}":7}""", $$"""{"{{good}}":{"a":1} }""",
                    $$"""{"{{good}}":["a"]}""",
                })
                {
                    data.Add(method, path, body);
                }
            }

            data.Add("POST", "sales-cycles", """{"code":"X","description":"X","probabilityMethod":"guess"}""");
            data.Add("POST", "sales-cycles", """{"code":"X","description":"X","probabilityMethod":1}""");
            data.Add("PATCH", "sales-cycles/NEW", """{"blocked":"yes"}""");
            data.Add("PATCH", "sales-cycles/NEW", """{"stages":[]}""");
            data.Add("PUT", "sales-cycles/NEW/stages/9", """{"description":"X","completedPercent":"much"}""");
            data.Add("PUT", "sales-cycles/NEW/stages/9", """{"description":"X","completedPercent":1e99}""");
            data.Add("PUT", "sales-cycles/NEW/stages/9", """{"description":"X","limitWorkingDays":1.5}""");
            data.Add("PUT", "close-reasons/X", """{"description":"X","outcome":"draw"}""");
            data.Add("PUT", "activities/X", """{"description":"X","steps":{}}""");
            data.Add("PUT", "activities/X", """{"description":"X","steps":[{"type":"lunch","description":"X"}]}""");
            data.Add("PUT", "activities/X", """{"description":"X","steps":[{"priority":"urgent","description":"X"}]}""");
            data.Add("POST", "salespeople", """{"code":"X","name":"X","role":"king"}""");
            data.Add("POST", "contacts", """{"type":"ghost","name":"X"}""");
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task WhatCannotBeReadIsABadRequestAndChangesNothing(string method, string path, string body)
    {
        var api = await AdminAsync();
        var before = await FootprintAsync();

        var answer = await api.SendAsync(method, path, body);

        Assert.True(answer.Status == 400, $"{answer.Status} {answer.Body}");
        Assert.Equal(before, await FootprintAsync());
    }

    [Theory]
    [InlineData("POST", "sales-cycles", """{"code":"X","description":"{0}"}""", "description")]
    [InlineData("POST", "sales-cycles", """{"code":"{0}","description":"X"}""", "code")]
    [InlineData("PATCH", "sales-cycles/NEW", """{"description":"{0}"}""", "description")]
    [InlineData("PUT", "sales-cycles/NEW/stages/9", """{"description":"{0}"}""", "description")]
    [InlineData("PUT", "sales-cycles/NEW/stages/9", """{"description":"X","dateFormula":"{0}"}""", "dateFormula")]
    [InlineData("PUT", "sales-cycles/NEW/stages/9", """{"description":"X","activityCode":"{0}"}""", "activityCode")]
    [InlineData("PUT", "close-reasons/X", """{"description":"{0}","outcome":"won"}""", "description")]
    [InlineData("PUT", "activities/X", """{"description":"X","steps":[{"description":"{0}"}]}""", "steps[0].description")]
    [InlineData("POST", "salespeople", """{"code":"X","name":"{0}"}""", "name")]
    [InlineData("POST", "salespeople", """{"code":"X","name":"X","email":"{0}"}""", "email")]
    [InlineData("POST", "salespeople", """{"code":"X","name":"X","timeZone":"{0}"}""", "timeZone")]
    [InlineData("POST", "salespeople", """{"code":"X","name":"X","language":"{0}"}""", "language")]
    [InlineData("POST", "salespeople", """{"code":"X","name":"X","entraObjectId":"{0}"}""", "entraObjectId")]
    [InlineData("POST", "teams", """{"code":"X","name":"{0}"}""", "name")]
    [InlineData("POST", "contacts", """{"name":"{0}"}""", "name")]
    [InlineData("POST", "contacts", """{"name":"X","phone":"{0}"}""", "phone")]
    [InlineData("POST", "contacts", """{"no":"{0}","name":"X"}""", "no")]
    public async Task WhatIsTooLongIsRefusedByItsField(string method, string path, string body, string field)
    {
        var api = await AdminAsync();
        var before = await FootprintAsync();

        var answer = await api.SendAsync(method, path, body.Replace("{0}", new string('x', 10_000), StringComparison.Ordinal));

        Assert.True(answer.Status == 422, $"{answer.Status} {answer.Body}");
        Assert.NotNull(answer.Body!["errors"]![field]);
        Assert.Equal(before, await FootprintAsync());
    }

    [Theory]
    [InlineData("sales-cycles")]
    [InlineData("sales-cycles/NEW/stages")]
    [InlineData("close-reasons")]
    [InlineData("activities")]
    [InlineData("salespeople")]
    [InlineData("teams")]
    [InlineData("contacts")]
    public async Task ItemsWithLongOrOddNamesAreNotThere(string collection)
    {
        var api = await AdminAsync();

        foreach (var name in new[]
        {
            new string('x', 3000), "%00", "a%2Fb", "%F0%9F%92%A9", "..%5C", "'%20OR%201=1", "-1", "99999999999999999999",
        })
        {
            var expected = name == "%00" ? 400 : 404;
            Assert.Equal(expected, (await api.SendAsync("GET", $"{collection}/{name}")).Status);
            Assert.Equal(expected, (await api.SendAsync("DELETE", $"{collection}/{name}")).Status);
        }
    }

    [Theory]
    [InlineData("sales-cycles/NEW", "PATCH", """{"description":"New"}""")]
    [InlineData("sales-cycles/NEW/stages/1", "PUT", """{"description":"Initial"}""")]
    [InlineData("close-reasons/PRICE_W", "PUT", """{"description":"X","outcome":"won"}""")]
    [InlineData("activities/INIT", "PUT", """{"description":"X"}""")]
    [InlineData("salespeople/ANNA", "PATCH", """{"name":"Anna"}""")]
    [InlineData("teams/LIGHT", "PATCH", """{"name":"Sales"}""")]
    [InlineData("contacts/CT-00001", "PATCH", """{"name":"Contoso"}""")]
    public async Task AStaleWriteIsRefusedAndChangesNothing(string path, string method, string body)
    {
        var api = await AdminAsync();
        var seen = await api.SendAsync("GET", path);
        Assert.Equal(200, seen.Status);
        var before = await FootprintAsync();

        Assert.Equal((412, "stale"), (await api.SendAsync(method, path, body, ifMatch: "\"777\"")).Refusal);
        Assert.Equal((412, "stale"), (await api.SendAsync("DELETE", path, ifMatch: "\"777\"")).Refusal);

        Assert.Equal(before, await FootprintAsync());
        Assert.Equal(200, (await api.SendAsync(method, path, body, ifMatch: "*")).Status);
        Assert.Equal((412, "stale"), (await api.SendAsync(method, path, body, ifMatch: seen.ETag)).Refusal);
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
