using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Portal.Api;

public sealed partial class SetupApiTests
{
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
}
