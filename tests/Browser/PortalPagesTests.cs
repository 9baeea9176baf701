using System.Globalization;
using System.Text;
using System.Text.Json;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace ChatOpportunities.Tests.Browser;

/// <summary>Every page in a real browser: no violation that axe finds, nothing wider than a phone, set-up by keyboard alone.</summary>
[Collection(BrowserTests.Name)]
public sealed partial class PortalPagesTests(Chromium chromium) : IAsyncLifetime
{
    private static readonly string[] Addresses =
    [
        "/today", "/opportunities", "/opportunities?status=Won&sort=-value", "/opportunities/OPP-00001", "/opportunities/OPP-00009",
        "/opportunities/OPP-00001/move/update", "/opportunities/OPP-00001/assign", "/opportunities/OPP-00001/close",
        "/opportunities/OPP-00001/edit", "/opportunities/OPP-00001/field/step", "/opportunities/OPP-00001/quote",
        "/opportunities/OPP-00009/reopen", "/opportunities/new",
        "/opportunities/bulk?act=Assign&no=OPP-00001", "/opportunities/bulk?act=Expect&no=OPP-00001",
        "/opportunities/bulk?act=Lose&no=OPP-00001", "/opportunities/bulk?act=Move&all=true&query=",
        "/opportunities?status=All&salesperson=ANNA&stale=true&valueFrom=1000", "/board?cycle=NEW", "/pipeline?cycle=NEW",
        "/pipeline/results?cycle=NEW", "/pipeline/forecast?period=ThisYear", "/pipeline/targets", "/pipeline/targets/teams/LIGHT",
        "/pipeline/targets/people/ANNA", "/contacts", "/contacts/new", "/contacts/CT-00001", "/contacts/CT-00001/merge",
        "/contacts/CT-00001/merge?with=CT-00003", "/setup/settings", "/setup/sales-cycles", "/setup/sales-cycles/new",
        "/setup/sales-cycles/NEW", "/setup/sales-cycles/NEW/edit", "/setup/sales-cycles/NEW/stages/1", "/setup/activities",
        "/setup/activities/new", "/setup/close-reasons", "/setup/close-reasons/new", "/setup/people", "/setup/people/new",
        "/setup/people/ANNA", "/setup/teams/LIGHT", "/setup/import", "/setup/export", "/setup/privacy", "/setup/audit",
        "/setup/api-tokens", "/setup/api-tokens/new", "/setup/webhooks", "/setup/webhooks/new",
        "/setup/reminders", "/me", "/setup/settings/working-days", "/undo",
        "/opportunities/OPP-00001/undo", "/tasks/1/undo", "/signout", "/signin/failed", "/signin/waiting", "/signin/unreachable",
        "/about", "/privacy", "/terms", "/nowhere",
    ];

    /// <summary>Looked at before anybody is signed in, on the way, or as the page of an error.</summary>
    private static readonly string[] LookedAtApart = ["/", "/signin", "/signin/company", "/setup/import/1", "/error/404"];

    /// <summary>What only a portal without any way to sign in has.</summary>
    private static readonly string[] NotHere = ["/signin/unavailable"];

    private readonly PortalApplication _portal = new();

    public Task InitializeAsync() => _portal.InitializeAsync();

    public Task DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public void EveryPageOfThePortalIsLookedAt()
    {
        var looked = Addresses.Concat(LookedAtApart).Select(address => new PathString(address.Split('?')[0])).ToList();
        var routes = _portal.PageRoutes.Except(NotHere).Select(route => (
            Route: route, Matcher: new TemplateMatcher(TemplateParser.Parse(route.TrimStart('/')), [])));

        Assert.True(_portal.PageRoutes.Count > 40);
        Assert.Empty(routes.Where(r => !looked.Exists(address => r.Matcher.TryMatch(address, []))).Select(r => r.Route));
    }

    [Theory]
    [InlineData("en", ColorScheme.Light)]
    [InlineData("en", ColorScheme.Dark)]
    [InlineData("fr", ColorScheme.Light)]
    [InlineData("fr", ColorScheme.Dark)]
    public async Task NoPageHasAViolationThatAxeFinds_NorIsWiderThanAPhone(string language, ColorScheme colours)
    {
        await _portal.DoAsync<OpportunitiesContext>(db => db.Salespeople.Where(p => p.Role == Role.Admin)
            .ExecuteUpdateAsync(s => s.SetProperty(p => p.Language, language)));
        var axe = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests", "Browser", "node_modules", "axe-core", "axe.min.js"));
        var page = await chromium.OpenAsync(colours, new() { Width = 1280, Height = 900 });
        await page.Context.SetExtraHTTPHeadersAsync([new("Accept-Language", language)]);
        List<string> wrong = [];
        foreach (var address in new[] { "/signin", "/signin/company" })
        {
            await LookAsync(address);
        }

        await SignInAsync(page);
        foreach (var address in Addresses)
        {
            await LookAsync(address);
        }

        // A file that was tried, with a line that is fine, one that is there already and one with a mistake.
        await page.GotoAsync(new Uri(_portal.Address, "/setup/import").ToString());
        await page.SetInputFilesAsync("#Upload", new FilePayload
        {
            Name = "contacts.csv",
            MimeType = "text/csv",
            Buffer = "name,type\nNew Company,company\nNew Company,company\nOther,nonsense\n"u8.ToArray(),
        });
        await page.ClickAsync("main form.form button");
        await page.WaitForURLAsync("**/import/*");
        await LookAsync(new Uri(page.Url).AbsolutePath, "import-file");

        // What was just done, with the way back.
        await page.SetViewportSizeAsync(1280, 900);
        await page.GotoAsync(new Uri(_portal.Address, "/opportunities/OPP-00001/move/update").ToString());
        await page.ClickAsync("main form.form button.btn-primary");
        await page.Locator("main .alert-success button").WaitForAsync();
        await LookHereAsync("after an act", "opportunity-after-act");

        await page.Context.CloseAsync();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));

        async Task LookAsync(string address, string? title = null)
        {
            await page.SetViewportSizeAsync(1280, 900);
            await page.GotoAsync(new Uri(_portal.Address, address).ToString());
            await LookHereAsync(address, title);
        }

        async Task LookHereAsync(string address, string? title)
        {
            await page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
            await page.EvaluateAsync(axe);
            var found = await page.EvaluateAsync<JsonElement>("() => axe.run(document, { resultTypes: ['violations'] })");
            wrong.AddRange(found.GetProperty("violations").EnumerateArray().Select(v =>
                $"{address}: {v.GetProperty("id").GetString()}: {v.GetProperty("help").GetString()}: "
                + v.GetProperty("nodes")[0].GetProperty("html").GetString()));
            var name = title ?? address.TrimStart('/').Replace('/', '-').Split('?')[0];
            await Pictures.WholeAsync(page, $"pages/{language}-{colours}/{name}");

            // The narrowest window in which a wide table is still a table.
            await page.SetViewportSizeAsync(1200, 900);
            if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth") > 1200)
            {
                wrong.Add($"{address}: wider than a small window");
            }

            await page.SetViewportSizeAsync(360, 740);
            await Pictures.WholeAsync(page, $"pages/{language}-{colours}/{name}-phone");
            if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth") > 360)
            {
                wrong.Add($"{address}: wider than a phone");
            }
        }
    }

    [Fact]
    public async Task InTeamsHighContrastNothingIsShaded_AndAllTextStandsOutSevenTimes()
    {
        var axe = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests", "Browser", "node_modules", "axe-core", "axe.min.js"));
        var page = await chromium.OpenAsync(ColorScheme.Light, new() { Width = 1280, Height = 900 });
        await SignInAsync(page);
        await page.GotoAsync(new Uri(_portal.Address, "/opportunities?theme=contrast").ToString()); // kept for the tab
        List<string> wrong = [];
        foreach (var address in Addresses)
        {
            await page.SetViewportSizeAsync(1280, 900);
            await page.GotoAsync(new Uri(_portal.Address, address).ToString());
            await page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
            await page.EvaluateAsync(axe);
            var found = await page.EvaluateAsync<JsonElement>(
                "() => axe.run(document, { resultTypes: ['violations'], runOnly: ['color-contrast', 'color-contrast-enhanced'] })");
            wrong.AddRange(found.GetProperty("violations").EnumerateArray().SelectMany(v => v.GetProperty("nodes").EnumerateArray())
                .Select(n => (Html: n.GetProperty("html").GetString(), Any: n.GetProperty("any")[0].GetProperty("message").GetString()))
                .Select(n => $"{address}: {n.Html}: {n.Any}"));
            var ground = await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
            if (ground != "rgb(0, 0, 0)")
            {
                wrong.Add($"{address}: on {ground}");
            }

            var name = address.TrimStart('/').Replace('/', '-').Split('?')[0];
            await Pictures.WholeAsync(page, $"pages/contrast/{name}");
            await page.SetViewportSizeAsync(375, 740);
            await Pictures.WholeAsync(page, $"pages/contrast/{name}-phone");
        }

        await page.Context.CloseAsync();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task WhereTheSystemChoosesTheColours_WhatOnlyAColourSaysIsDrawnInTheSystemsOwn()
    {
        var page = await chromium.OpenAsync(ColorScheme.Dark, new() { Width = 375, Height = 740 }, ForcedColors.Active);
        await SignInAsync(page);
        await page.GotoAsync(new Uri(_portal.Address, "/pipeline?cycle=NEW").ToString());
        await Pictures.WholeAsync(page, "pages/forced/pipeline-phone");
        await page.EvaluateAsync("""
            const probe = document.body.appendChild(document.createElement("b"));
            window.system = name => { probe.style.color = name; return getComputedStyle(probe).color; };
            """);

        Assert.True(await page.EvaluateAsync<bool>(
            "getComputedStyle(document.querySelector('.chart .part')).fill === system('Highlight')"), "bars");
        Assert.True(await page.EvaluateAsync<bool>(
            "getComputedStyle(document.querySelector('.navbar .active')).borderBottomColor === system('Highlight')"), "where one is");
        Assert.Equal("none", await page.EvaluateAsync<string>(
            "getComputedStyle(document.querySelector('.navbar-toggler-icon')).backgroundImage"));

        await page.GotoAsync(new Uri(_portal.Address, "/opportunities/OPP-00001/edit").ToString());
        await Pictures.WholeAsync(page, "pages/forced/edit-phone");
        Assert.Equal("none", await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.form-select')).backgroundImage"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task AnImportTellsHowFarItIs_WithoutTakingFocusOrPlaceFromWhoReads_AndCanBeMadeToStandStill()
    {
        var page = await chromium.OpenAsync(ColorScheme.Light, new() { Width = 1280, Height = 500 });
        await SignInAsync(page);
        var id = await BeginImportAsync(page, lines: 60);
        await GoOnAsync(id);
        await page.Clock.InstallAsync();
        await page.GotoAsync(new Uri(_portal.Address, "/setup/import/" + id).ToString());
        await SaysAsync(page, "20 of 60 lines are dealt with.");
        var asked = 0;
        page.Request += (_, request) =>
            Interlocked.Add(ref asked, request.Url.Contains("/setup/import/", StringComparison.Ordinal) ? 1 : 0);
        await page.EvaluateAsync("window.samePage = true; scrollTo(0, 300)");
        await page.GetByRole(AriaRole.Link, new() { Name = "Look again" }).EvaluateAsync("link => link.focus({ preventScroll: true })");
        await Pictures.WholeAsync(page, "pages/import-running");

        await GoOnAsync(id);
        await page.Clock.RunForAsync(2_100);
        await SaysAsync(page, "40 of 60 lines are dealt with.");
        Assert.Equal("Look again 300 40 60", await StateAsync(page));

        await page.GetByRole(AriaRole.Button, new() { Name = "Stop updating" }).EvaluateAsync("button => button.click()");
        var before = asked;
        await GoOnAsync(id);
        await page.Clock.RunForAsync(60_000);
        Assert.Equal(before, asked);
        await SaysAsync(page, "40 of 60 lines are dealt with.");

        await page.GetByRole(AriaRole.Button, new() { Name = "Go on updating" }).EvaluateAsync("button => button.click()");
        await SaysAsync(page, "Finished: 60 lines are taken in");
        await Assertions.Expect(page.Locator("[data-pause]")).ToBeHiddenAsync();
        Assert.Equal("state", await page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.True(await page.EvaluateAsync<bool>("window.samePage === true && scrollY === 300"));
        Assert.Equal(60, await page.Locator("#lines tbody tr").CountAsync());
        await Pictures.WholeAsync(page, "pages/import-finished");
        await page.Context.CloseAsync();

        static Task<string> StateAsync(IPage page) => page.EvaluateAsync<string>("""
            [document.activeElement.textContent, scrollY, document.querySelector("progress").value,
              document.querySelectorAll("#lines tbody tr").length].join(" ")
            """);
    }

    [Fact]
    public async Task SeveralThatAreBeingDealtWithTellTheirEndInPlace()
    {
        var page = await chromium.OpenAsync(ColorScheme.Light, new() { Width = 375, Height = 740 });
        await SignInAsync(page);
        var id = Guid.NewGuid();
        var caller = await EmmaAsync();
        await _portal.DoAsync<BulkOutcomes>(async outcomes => Assert.True(await outcomes.TakeAsync(id, caller, CancellationToken.None)));
        await page.Clock.InstallAsync();
        await page.GotoAsync(new Uri(_portal.Address, $"/opportunities/bulk?act=Assign&result={id}").ToString());
        await SaysAsync(page, "They are being dealt with.");
        await page.EvaluateAsync("window.samePage = true");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop updating" }).FocusAsync();
        await Pictures.WholeAsync(page, "pages/bulk-running-phone");

        await _portal.DoAsync<BulkOutcomes>(o => o.KeepAsync(id, [new BulkOutcome("OPP-00001", null)], caller, CancellationToken.None));
        await page.Clock.RunForAsync(2_100);

        await SaysAsync(page, "1 of 1 are changed.");
        Assert.Equal("state", await page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.True(await page.EvaluateAsync<bool>("window.samePage === true"));
        await page.GetByRole(AriaRole.Link, new() { Name = "OPP-00001" }).WaitForAsync();
        await page.Context.CloseAsync();
    }

    /// <summary>Brings a file of contacts and begins to take it in; nobody goes on with it but the test.</summary>
    private async Task<string> BeginImportAsync(IPage page, int lines)
    {
        await page.GotoAsync(new Uri(_portal.Address, "/setup/import").ToString());
        // None is like another one, which would be asked about.
        var file = "name,type\n" + string.Concat(Enumerable.Range(1, lines).Select(
            n => $"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData([(byte)n]))[..12]},company\n"));
        await page.CheckAsync("#kind-Contacts");
        await page.SetInputFilesAsync(
            "#Upload", new FilePayload { Name = "contacts.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(file) });
        await page.ClickAsync("main form.form button");
        await page.WaitForURLAsync("**/import/*");
        var id = new Uri(page.Url).Segments[^1];
        var caller = await EmmaAsync();
        await _portal.DoAsync<ImportActs>(async imports =>
            (await imports.BeginAsync(id, caller, CancellationToken.None)).Done());
        return id;
    }

    private Task GoOnAsync(string id) => _portal.DoAsync<ImportActs>(
        imports => imports.GoOnAsync(id, _ => new Texts(CultureInfo.GetCultureInfo("en"), "EUR"), CancellationToken.None));

    private async Task<Caller> EmmaAsync()
    {
        Caller? caller = null;
        await _portal.DoAsync<OpportunitiesContext>(async db => caller = Caller.For(
            await db.Salespeople.SingleAsync(p => p.Code == "EMMA"), ActSource.Portal, TimeProvider.System.GetUtcNow()));
        return caller!;
    }

    private async Task SignInAsync(IPage page)
    {
        await page.GotoAsync(new Uri(_portal.Address, "/signin").ToString());
        await page.Locator("form.people button", new() { HasText = "Emma Rossi" }).ClickAsync();
        await page.WaitForURLAsync("**/opportunities*");
    }
}
