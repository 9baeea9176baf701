using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Portal.Access;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Portal;

/// <summary>Who may open what, and what every page has in common.</summary>
public sealed partial class AccessTests(PortalApplication portal) : IClassFixture<PortalApplication>, IAsyncLifetime
{
    /// <summary>Every page, with who may open it and an address at which it shows something.</summary>
    private static readonly (string Route, string OpenTo, string Address)[] Pages =
    [
        ("/", "all", "/"),
        ("/error/{status:int?}", "strangers", "/error/404"),
        ("/signin", "strangers", "/signin"),
        ("/signin/unavailable", "strangers", "/signin/unavailable"),
        ("/about", "strangers", "/about"),
        ("/privacy", "strangers", "/privacy"),
        ("/terms", "strangers", "/terms"),
        ("/signout", "all", "/signout"),
        ("/today", "all", "/today"),
        ("/tasks/{id:long}/undo", "all", "/tasks/1/undo"),
        ("/opportunities", "all", "/opportunities"),
        ("/opportunities/{no}", "all", "/opportunities/OPP-00001"),
        ("/opportunities/{no}/move/{act}", "all", "/opportunities/OPP-00001/move/update"),
        ("/opportunities/{no}/assign", "all", "/opportunities/OPP-00001/assign"),
        ("/opportunities/{no}/close", "all", "/opportunities/OPP-00001/close"),
        ("/opportunities/{no}/undo", "all", "/opportunities/OPP-00001/undo"),
        ("/opportunities/new", "all", "/opportunities/new"),
        ("/opportunities/bulk", "all", "/opportunities/bulk?act=Expect&no=OPP-00001&no=OPP-00002"),
        ("/opportunities/{no}/edit", "all", "/opportunities/OPP-00001/edit"),
        ("/opportunities/{no}/quote", "all", "/opportunities/OPP-00001/quote"),
        ("/opportunities/{no}/field/{field}", "all", "/opportunities/OPP-00001/field/value"),
        ("/opportunities/{no}/reopen", "managers", "/opportunities/OPP-00009/reopen"),
        ("/board", "all", "/board?cycle=NEW"),
        ("/pipeline/{part:regex(^results$)?}", "all", "/pipeline?cycle=NEW"),
        ("/pipeline/forecast", "all", "/pipeline/forecast"),
        ("/pipeline/targets", "all", "/pipeline/targets"),
        ("/pipeline/targets/{kind:regex(^(people|teams)$)}/{code}", "all", "/pipeline/targets/people/ANNA"),
        ("/contacts", "all", "/contacts"),
        ("/contacts/{no}", "all", "/contacts/new"),
        ("/contacts/{no}/merge", "all", "/contacts/CT-00001/merge"),
        ("/setup/settings", "managers", "/setup/settings"),
        ("/setup/activities", "managers", "/setup/activities"),
        ("/setup/activities/{code}", "admins", "/setup/activities/new"),
        ("/setup/close-reasons", "managers", "/setup/close-reasons"),
        ("/setup/close-reasons/{code}", "admins", "/setup/close-reasons/new"),
        ("/setup/import", "managers", "/setup/import"),
        ("/setup/import/{id}", "managers", "/setup/import/sample"),
        ("/setup/audit", "managers", "/setup/audit"),
        ("/undo", "all", "/undo"),
        ("/signin/{what:regex(^(failed|waiting|unreachable|out)$)}", "strangers", "/signin/failed"),
        ("/signin/company", "strangers", "/signin/company"),
        ("/setup/sales-cycles", "managers", "/setup/sales-cycles"),
        ("/setup/sales-cycles/{code}", "managers", "/setup/sales-cycles/NEW"),
        ("/setup/sales-cycles/{code:regex(^(?-i:new)$)}", "admins", "/setup/sales-cycles/new"),
        ("/setup/sales-cycles/{code}/edit", "admins", "/setup/sales-cycles/NEW/edit"),
        ("/setup/sales-cycles/{cycle}/stages/{stage}", "admins", "/setup/sales-cycles/NEW/stages/1"),
        ("/setup/people", "managers", "/setup/people"),
        ("/setup/reminders", "managers", "/setup/reminders"),
        ("/setup/people/{code}", "admins", "/setup/people/ANNA"),
        ("/setup/teams/{code}", "admins", "/setup/teams/LIGHT"),
        ("/setup/api-tokens", "admins", "/setup/api-tokens"),
        ("/setup/api-tokens/new", "admins", "/setup/api-tokens/new"),
        ("/setup/webhooks", "admins", "/setup/webhooks"),
        ("/setup/webhooks/{id}", "admins", "/setup/webhooks/new"),
        ("/setup/privacy", "admins", "/setup/privacy"),
        ("/setup/export", "admins", "/setup/export"),
        ("/me", "all", "/me"),
        ("/setup/settings/working-days", "admins", "/setup/settings/working-days"),
    ];

    public static TheoryData<string, string> ClosedPages
    {
        get
        {
            var pages = new TheoryData<string, string>();
            foreach (var (_, openTo, address) in Pages.Where(p => p.OpenTo != "strangers"))
            {
                pages.Add(openTo, address);
            }

            return pages;
        }
    }

    /// <summary>An imported file, so that its page has something to show.</summary>
    public Task InitializeAsync() => portal.DoAsync<OpportunitiesContext>(async db =>
    {
        if (!await db.KeptImports.AnyAsync(i => i.Id == "sample"))
        {
            db.KeptImports.Add(new KeptImport
            {
                Id = "sample",
                SalespersonId = 5,
                State = ImportState.Ready,
                Content = """
                    {"Id":"sample","Kind":0,"FileName":"contacts.csv","SalespersonId":5,"CallerName":"Emma Rossi","Language":"en",
                    "BroughtAt":"2026-03-02T08:00:00+00:00","ChangedAt":"2026-03-02T08:00:00+00:00","State":0,"Rows":2,
                    "Columns":[{"Heading":"name","Field":"name","Sample":"Contoso"}],"Counts":{"New":1,"Refused":1}}
                    """,
                ExpiresAt = DateTimeOffset.MaxValue,
            });
            db.ImportLots.Add(new ImportLot
            {
                ImportId = "sample",
                Number = 0,
                States = 9,
                Content = """
                    [{"Line":2,"Cells":["Contoso"],"State":0,"Values":{"name":"Contoso"}},
                    {"Line":3,"Cells":["="],"State":3,"Values":{"name":"="},"Reasons":[{"Field":"name","Code":"required","Message":"No."}]}]
                    """,
            });
            await db.SaveChangesAsync();
        }
    });

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void TheTableOfPagesIsComplete() =>
        Assert.Equal(Pages.Select(p => p.Route).Order(StringComparer.Ordinal), portal.Routes.Order(StringComparer.Ordinal));

    [Fact]
    public void EveryPageHasAPolicyAndAFolderClosesWhatIsPutIntoIt()
    {
        foreach (var (page, policies, isOpen) in portal.PageAccess)
        {
            Assert.Contains(PortalAccess.SignedIn, policies);
            Assert.Equal(isOpen, PortalAccess.OpenPages.Contains(page));
            Assert.Equal(page.StartsWith("/Setup/", StringComparison.Ordinal), policies.Contains(PortalAccess.Setup));
            Assert.Equal(PortalAccess.SetupFormPages.Contains(page), policies.Contains(PortalAccess.SetupForm));
        }

        // Each by its folder: those that are named are there, and there are more that nobody names.
        var pages = portal.PageAccess.Select(p => p.Page).ToList();
        Assert.Empty(PortalAccess.SetupFormPages.Concat(PortalAccess.OpenPages).Except(pages));
        Assert.Contains("/Setup/Audit/Index", pages.Except(PortalAccess.SetupFormPages));
    }

    /// <summary>Pages, what else they answer (files, suggestions), and the API: each is made for whoever asks, and nobody else.</summary>
    [Fact]
    public async Task NoCacheKeepsWhatAnybodyWasAnswered()
    {
        var emma = await portal.SignInAsync("EMMA");
        using var program = new HttpClient { BaseAddress = portal.Address };
        program.DefaultRequestHeaders.Authorization = new("Bearer", PortalApplication.BootstrapToken);
        var handlers = await portal.HandlersAsync();
        Assert.Contains(handlers, h => h.Handler == "Csv");
        List<string> kept = [];
        foreach (var (route, _, address) in Pages)
        {
            var page = await emma.OpenAsync(address);
            Note(address, page.Headers);
            foreach (var (_, handler) in handlers.Where(h => h.Route == route))
            {
                // With what the page itself asks for it, where it has a link.
                var link = page.Document.QuerySelector($"a[href*='handler={handler}']")?.GetAttribute("href")
                    ?? $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}handler={handler}";
                var answer = await emma.OpenAsync(link);
                Assert.Equal((link, HttpStatusCode.OK), (link, answer.Status));
                Note(link, answer.Headers);
            }
        }

        foreach (var endpoint in portal.ApiEndpoints.Where(e => e.StartsWith("GET ", StringComparison.Ordinal)))
        {
            var address = "/api/v1/" + RouteParameter().Replace(endpoint[4..], "1");
            using var answer = await program.GetAsync(new Uri(address, UriKind.Relative));
            Note(endpoint, answer.Headers);
        }

        Assert.Empty(kept);

        void Note(string what, System.Net.Http.Headers.HttpResponseHeaders headers)
        {
            if (headers.CacheControl?.NoStore != true)
            {
                kept.Add(what);
            }
        }
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex RouteParameter();

    [Fact]
    public void WhatIsSetUpStandsBelowSetup() => Assert.All(
        portal.PageAddresses.Where(p => p.Page is not "/Undo"),
        p => Assert.Equal(p.Page.StartsWith("/Setup/", StringComparison.Ordinal), p.Route.StartsWith("/setup/", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(ClosedPages))]
    public async Task APageIsClosedToStrangersAndOpenToWhomItIsFor(string openTo, string address)
    {
        var stranger = await portal.Stranger().OpenAsync(address);
        Assert.Equal(HttpStatusCode.Redirect, stranger.Status);
        Assert.StartsWith("/signin?returnUrl=", stranger.Location, StringComparison.Ordinal);

        foreach (var (code, role) in new[] { ("ANNA", "all"), ("DAVID", "managers"), ("EMMA", "admins") })
        {
            string[] allowed = role switch { "all" => ["all"], "managers" => ["all", "managers"], _ => ["all", "managers", "admins"] };
            var answer = await (await portal.SignInAsync(code)).OpenAsync(address);

            var leadsOn = address == "/" || address.EndsWith("/undo", StringComparison.Ordinal) && address != "/undo";
            answer.MustBe(!allowed.Contains(openTo) ? HttpStatusCode.Forbidden : leadsOn ? HttpStatusCode.Redirect : HttpStatusCode.OK);
        }
    }

    [Theory]
    [InlineData("/setup/sales-cycles/NEW?handler=DeleteStage", "number", "1")]
    [InlineData("/setup/sales-cycles/NEW?handler=Move", "number", "1")]
    [InlineData("/setup/sales-cycles/NEW?handler=Block", "blocked", "true")]
    [InlineData("/setup/sales-cycles/NEW?handler=Delete", "version", "1")]
    [InlineData("/setup/sales-cycles/NEW/edit", "Input.Description", "x")]
    [InlineData("/setup/people/EMMA", "Input.Name", "x")]
    [InlineData("/setup/api-tokens/new", "Input.Name", "x")]
    [InlineData("/setup/api-tokens?handler=Revoke", "id", "1")]
    [InlineData("/setup/webhooks/new", "Input.Name", "x")]
    [InlineData("/setup/webhooks/1?handler=Renew", "x", "1")]
    [InlineData("/setup/webhooks/1?handler=Test", "x", "1")]
    [InlineData("/setup/reminders", "Input.AlonePerHour", "1")]
    [InlineData("/setup/reminders?handler=Retry&id=1", "x", "1")]
    public async Task AManagerReadsSetupAndDoesNotChangeIt(string address, string field, string value)
    {
        var manager = await portal.SignInAsync("DAVID");
        var token = Token(await manager.SeeAsync("/setup/sales-cycles"));

        var answer = await manager.PostAsync(address, [token, (field, value)]);

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Contains("Not for you", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AManagerIsShownNoButtonsOfSetup()
    {
        var manager = await portal.SignInAsync("DAVID");

        Assert.Empty((await manager.SeeAsync("/setup/sales-cycles/NEW")).Document.QuerySelectorAll(
            "main form, main a[href$='/edit'], main a[href*='/stages/'], main a[href$='/new']"));
        Assert.Empty((await manager.SeeAsync("/setup/people")).Document.QuerySelectorAll(
            "main form, main a[href^='/setup/people/'], main a[href^='/setup/teams/']"));
    }

    [Fact]
    public async Task WhenTheDatabaseFailsThePageSaysSoWithoutAskingItAgain()
    {
        var production = await PortalApplication.StartAsync("Production");
        try
        {
            var admin = production.WithCookieOf(5);
            await admin.SeeAsync("/setup/sales-cycles");
            production.IsBroken = true;
            await production.DoAsync<OpportunitiesContext>(db => TestDatabase.RenameAsync(db, "Salespeople", "Gone"));

            var answer = await admin.OpenAsync("/setup/sales-cycles");

            Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
            Assert.Contains("Something went wrong", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("Salespeople", answer.Text, StringComparison.Ordinal);
        }
        finally
        {
            await production.DisposeAsync();
        }
    }

    [Fact]
    public async Task AFormWithoutItsTokenIsRefusedWithAPage()
    {
        var admin = await portal.SignInAsync("EMMA");

        var answer = await admin.PostAsync("/setup/sales-cycles/new", [("Input.Code", "X"), ("Input.Description", "X")]);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("This form could not be read", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryPageRunsOnlyItsOwnFilesAndMayBeFramedByTeams()
    {
        var admin = await portal.SignInAsync("EMMA");
        foreach (var (_, _, address) in Pages.Where(p => p.Address != "/"))
        {
            var page = await admin.OpenAsync(address);
            var policy = page.Headers.GetValues("Content-Security-Policy").Single();

            Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'self' https://teams.microsoft.com", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.False(page.Headers.Contains("X-Frame-Options"));
            Assert.Empty(page.Document.QuerySelectorAll("style, [style], script:not([src])"));
            Assert.DoesNotContain(page.Document.All.SelectMany(e => e.Attributes), a => a.Name.StartsWith("on", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task EveryPageReadsWellWithoutEyes()
    {
        var admin = await portal.SignInAsync("EMMA");
        foreach (var (_, _, address) in Pages.Where(p => p.Address != "/" && !p.Address.EndsWith("/undo", StringComparison.Ordinal)))
        {
            var page = (await admin.OpenAsync(address)).Document;

            Assert.Single(page.QuerySelectorAll("h1"));
            Assert.NotEmpty(page.Title!.Split('–')[0].Trim());
            Assert.EndsWith("– Opportunity Desk", page.Title, StringComparison.Ordinal);
            Assert.Equal("#content", page.QuerySelector("body > a")!.GetAttribute("href"));
            Assert.All(
                page.QuerySelectorAll("input:not([type=hidden]), select, textarea"),
                field => Assert.True(
                    page.QuerySelector($"label[for='{field.Id}']") is not null || field.HasAttribute("aria-label"),
                    $"{address}: {field.OuterHtml}"));
            Assert.All(
                page.QuerySelectorAll("[aria-describedby]").SelectMany(e => e.GetAttribute("aria-describedby")!.Split(' ')),
                id => Assert.True(page.GetElementById(id) is not null, $"{address}: {id}"));
            Assert.Equal(page.QuerySelectorAll("[id]").Length, page.QuerySelectorAll("[id]").Select(e => e.Id).Distinct().Count());
        }
    }

    [Fact]
    public async Task ProgramsGetNeitherPagesNorTheirHeaders()
    {
        var answer = await portal.Stranger().OpenAsync("/api/nothing");

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal("", answer.Text);
        Assert.False(answer.Headers.Contains("Content-Security-Policy"));
    }

    [Fact]
    public async Task TheLanguageIsThePersonsAndForStrangersTheBrowsers()
    {
        var chloe = await (await portal.SignInAsync("CHLOE")).SeeAsync("/opportunities");
        var missing = await portal.Stranger("fr-CA, en;q=0.5").OpenAsync("/nowhere");

        Assert.Equal("fr", chloe.Document.DocumentElement.GetAttribute("lang"));
        Assert.Contains("Opportunités", chloe.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, missing.Status);
        Assert.Contains("Il n’y a rien ici", missing.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/assets/portal.css")]
    [InlineData("/assets/theme.js")]
    [InlineData("/assets/icon.svg")]
    [InlineData("/assets/lib/bootstrap/bootstrap.min.css")]
    [InlineData("/assets/lib/bootstrap/bootstrap.bundle.min.js")]
    public async Task TheFilesOfThePagesAreOpenToAll(string address) =>
        Assert.Equal(HttpStatusCode.OK, (await portal.Stranger().OpenAsync(address)).Status);

    [Fact]
    public void TheStylesheetDrawsNothingFromElsewhere() =>
        Assert.DoesNotMatch(ForeignAddress(), Repository.Read("portal/wwwroot/portal.css"));

    internal static (string Name, string Value) Token(PortalAnswer page) =>
        ("__RequestVerificationToken", page.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!);

    [GeneratedRegex(@"url\(|@import|https?://")]
    private static partial Regex ForeignAddress();
}
