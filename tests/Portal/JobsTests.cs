using System.Net;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Portal;

/// <summary>Hangfire's dashboard: for admins alone, whatever of it is asked for.</summary>
public sealed class JobsTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    [Theory]
    [InlineData("/jobs")]
    [InlineData("/jobs/recurring")]
    [InlineData("/jobs/servers")]
    [InlineData("/jobs/jobs/enqueued")]
    [InlineData("/jobs/fonts/glyphicons-halflings-regular/woff2")]
    [InlineData("/JOBS/recurring")]
    public async Task OnlyAdminsSeeIt(string address)
    {
        var stranger = await portal.Stranger().OpenAsync(address);
        Assert.Equal(HttpStatusCode.Redirect, stranger.Status);
        Assert.StartsWith("/signin?returnUrl=", stranger.Location, StringComparison.Ordinal);
        foreach (var code in new[] { "ANNA", "DAVID" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await (await portal.SignInAsync(code)).OpenAsync(address)).Status);
        }

        Assert.Equal(HttpStatusCode.OK, (await (await portal.SignInAsync("EMMA")).OpenAsync(address)).Status);
    }

    [Fact]
    public async Task AHostThatHasEndedTakesNoLogFromAnotherOneOfItsProcess()
    {
        await using var first = await PortalApplication.StartAsync("Development");
        var admin = await first.SignInAsync("EMMA");
        var last = await PortalApplication.StartAsync("Development");
        await last.DisposeAsync();

        var page = await admin.OpenAsync("/setup/import/none");

        page.MustBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/jobs/stats")]
    [InlineData("/jobs/recurring/trigger")]
    [InlineData("/jobs/recurring/remove")]
    [InlineData("/jobs/jobs/enqueued/delete")]
    public async Task OnlyAdminsChangeIt_AndOnlyFromItsOwnPages(string address)
    {
        (string, string)[] fields = [("jobs[]", "clean-up")];
        var stranger = await portal.Stranger().PostAsync(address, fields);
        Assert.Equal(HttpStatusCode.Redirect, stranger.Status);
        Assert.StartsWith("/signin", stranger.Location, StringComparison.Ordinal);
        foreach (var code in new[] { "ANNA", "DAVID" })
        {
            var person = await portal.SignInAsync(code);
            var token = AccessTests.Token(await person.SeeAsync("/me"));
            Assert.Equal(HttpStatusCode.Forbidden, (await person.PostAsync(address, [token, .. fields])).Status);
        }

        var admin = await portal.SignInAsync("EMMA");
        Assert.Equal(HttpStatusCode.Forbidden, (await admin.PostAsync(address, fields)).Status);
        if (!address.EndsWith("remove", StringComparison.Ordinal))
        {
            var token = AccessTests.Token(await admin.SeeAsync("/me"));
            Assert.True((int)(await admin.PostAsync(address, [token, .. fields])).Status is 200 or 204);
        }
    }

    [Fact]
    public async Task ItsPagesHaveThePortalsHeaders_AndMayColourByAttribute_WhichOthersMayNot()
    {
        var admin = await portal.SignInAsync("EMMA");
        var jobs = (await admin.SeeAsync("/jobs")).Headers;
        var settings = (await admin.SeeAsync("/setup/settings")).Headers;

        string Policy(System.Net.Http.Headers.HttpResponseHeaders headers) => Assert.Single(headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("style-src-attr 'unsafe-inline'; style-src-elem 'self' 'sha256-", Policy(jobs), StringComparison.Ordinal);
        Assert.EndsWith("'; " + Policy(settings), Policy(jobs), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", Policy(settings), StringComparison.Ordinal);
        Assert.All(
            ["X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy"],
            name => Assert.Equal(settings.GetValues(name), jobs.GetValues(name)));
    }

    [Fact]
    public async Task SettingsLeadThere_ForAdminsInTheirLanguage_AndItLeadsBack()
    {
        await using var own = await PortalApplication.StartAsync("Development");
        Assert.Null((await (await own.SignInAsync("DAVID")).SeeAsync("/setup/settings")).Document.QuerySelector("main a[href='/jobs']"));
        var admin = await own.SignInAsync("EMMA");
        Assert.Equal("Jobs", (await admin.SeeAsync("/setup/settings")).Document.QuerySelector("main a[href='/jobs']")!.TextContent);
        Assert.Contains("Recurring Jobs", (await admin.SeeAsync("/jobs")).Document.Body!.TextContent, StringComparison.Ordinal);

        await own.DoAsync<OpportunitiesContext>(db => db.Salespeople.Where(p => p.Role == Role.Admin)
            .ExecuteUpdateAsync(s => s.SetProperty(p => p.Language, "fr")));
        Assert.Equal(
            "Tâches de fond", (await admin.SeeAsync("/setup/settings")).Document.QuerySelector("main a[href='/jobs']")!.TextContent);
        var jobs = await admin.SeeAsync("/jobs");
        Assert.Contains("Tâches récurrentes", jobs.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(jobs.Document.QuerySelector("a[href='/setup/settings']"));
    }
}
