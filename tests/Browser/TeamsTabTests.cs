using ChatOpportunities.Domain.Data;
using ChatOpportunities.Tests.Portal.Access;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatOpportunities.Tests.Browser;

/// <summary>The portal as a tab of Teams, in operation, inside a page that speaks as Teams does.</summary>
[Collection(BrowserTests.Name)]
public sealed class TeamsTabTests(Chromium chromium, TeamsTabTests.Tab tab) : IClassFixture<TeamsTabTests.Tab>
{
    private const string AppId = "11111111-1111-4111-8111-111111111111";

    [Fact]
    public async Task WhomTeamsNamesIsThere_AtTheRecordThatALinkMeant_InTheThemeOfTeams_AndComesBackToTheChat()
    {
        var teams = await OpenAsync();
        await teams.ShowAsync(tab.At("/today?theme=dark"), "/opportunities/" + tab.No, theme: "dark");

        await Expect(teams.Tab.Locator("h1")).ToContainTextAsync(tab.Title);
        await Expect(teams.Tab.Locator("html")).ToHaveAttributeAsync("data-bs-theme", "dark");
        await teams.ChangeThemeAsync("contrast");
        await Expect(teams.Tab.Locator("html")).ToHaveClassAsync("in-teams js contrast");
        await Expect(teams.Tab.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToBeHiddenAsync();
        await teams.Tab.GetByRole(AriaRole.Link, new() { Name = "Chat" }).ClickAsync();
        await Expect(teams.Tab.Locator("h1")).ToContainTextAsync(tab.Title);
        Assert.Equal([$"https://teams.microsoft.com/l/entity/{AppId}/conversations"], await teams.LinksAsync());

        // The next page keeps the theme, and the record leads nowhere by itself any more.
        await teams.Tab.GetByRole(AriaRole.Link, new() { Name = "Today", Exact = true }).ClickAsync();
        await Expect(teams.Tab.Locator("h1")).ToContainTextAsync("Today");
        await Expect(teams.Tab.Locator("html")).ToHaveClassAsync("in-teams js contrast");
        await teams.CloseAsync();
    }

    [Theory]
    [InlineData("for another audience")]
    [InlineData("an id token")]
    [InlineData("expired")]
    public async Task ATokenThatIsNotForTheTabIsRefusedInWords(string which)
    {
        var teams = await OpenAsync();
        teams.Token = () =>
        {
            tab.Provider.WrongAudience = which == "for another audience" ? "api://44444444-4444-4444-4444-444444444444" : null;
            tab.Provider.Lifetime = TimeSpan.FromMinutes(which == "expired" ? -6 : 30);
            return (tab.Provider.Token(which == "an id token" ? "nonce" : null), null);
        };
        try
        {
            await teams.ShowAsync(tab.At("/today?theme=default"));

            await Expect(teams.Tab.GetByText("Signing in did not work")).ToBeVisibleAsync();
            await Expect(teams.Tab.GetByText("Anna Keller")).ToHaveCountAsync(0);
        }
        finally
        {
            (tab.Provider.WrongAudience, tab.Provider.Lifetime) = (null, TimeSpan.FromMinutes(30));
        }

        await teams.CloseAsync();
    }

    [Theory]
    [InlineData("CancelledByUser", "nobody said yes")]
    [InlineData("resourceRequiresConsent", "has to allow it once")]
    [InlineData("resourceDisabled", "Teams does not say who you are")]
    public async Task WithoutATokenTheTabSaysWhy_AndMayBeTriedAgain(string refused, string sentence)
    {
        var teams = await OpenAsync();
        var real = teams.Token;
        teams.Token = () => (null, refused);
        await teams.ShowAsync(tab.At("/board?theme=default"));
        await Expect(teams.Tab.GetByText(sentence)).ToBeVisibleAsync();
        Assert.Equal(1, await teams.Tab.Locator("[data-teams]:visible").CountAsync());

        teams.Token = real;
        await teams.Tab.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();

        await Expect(teams.Tab.Locator("h1")).ToContainTextAsync("Board");
        await teams.CloseAsync();
    }

    [Fact]
    public async Task ASessionIsBegunAnewBeforeItEnds_AndWhatIsSentAfterItsEndIsNotLost()
    {
        var teams = await OpenAsync();
        await teams.Page.Clock.InstallAsync();
        await teams.ShowAsync(tab.At("/me"));
        var form = teams.Tab.Locator("main form").First;
        await Expect(form).ToBeVisibleAsync();
        var asked = teams.Asked;

        for (var time = 1; time <= 2; time++)
        {
            var renewed = await teams.Page.RunAndWaitForResponseAsync(
                () => teams.Page.Clock.FastForwardAsync("11:51:00"),
                answer => answer.Url.EndsWith("/signin/renew", StringComparison.Ordinal));
            Assert.Equal("43200", await renewed.TextAsync());
            Assert.Equal(asked + time, teams.Asked);
        }

        // As after a night: the session has ended, and no timer ran.
        await teams.Page.Context.ClearCookiesAsync(new() { Name = "opportunities" });
        await teams.Page.Clock.SetFixedTimeAsync(new DateTime(2031, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await form.Locator("button.btn-primary").ClickAsync();

        await Expect(teams.Tab.Locator("[role=status]").First).ToContainTextAsync("Your settings are saved.");
        Assert.Equal(asked + 3, teams.Asked);
        await teams.CloseAsync();
    }

    private async Task<TeamsHost> OpenAsync()
    {
        var teams = await TeamsHost.OpenAsync(chromium);
        teams.Token = () => (tab.Provider.Token(null), null);
        return teams;
    }

    /// <summary>The portal as it runs in operation, with Anna known to the company's directory.</summary>
    public sealed class Tab : IAsyncLifetime
    {
        private readonly System.Security.Cryptography.X509Certificates.X509Certificate2 _certificate = TestCertificate.Rsa();
        private PortalApplication _portal = null!;

        internal OpenIdProvider Provider { get; private set; } = null!;

        /// <summary>One of Anna's.</summary>
        internal string No { get; private set; } = "";

        internal string Title { get; private set; } = "";

        // By this name: the browser keeps cookies that ask for TLS on this machine, too.
        internal Uri At(string path) => new(new Uri($"http://localhost:{_portal.Address.Port}"), path);

        public async Task InitializeAsync()
        {
            Provider = await OpenIdProvider.StartAsync(_certificate);
            _portal = await EntraPortal.StartAsync("Production", Provider.Address, ("TeamsApp:Id", AppId));
            await _portal.DoAsync<OpportunitiesContext>(async db =>
            {
                var anna = await db.Salespeople.SingleAsync(p => p.Code == "ANNA");
                Provider.ObjectId = Guid.NewGuid();
                await db.Salespeople.Where(p => p.Id == anna.Id)
                    .ExecuteUpdateAsync(s => s.SetProperty(p => p.EntraObjectId, Provider.ObjectId));
                var one = await db.Opportunities.Where(o => o.SalespersonId == anna.Id).OrderBy(o => o.Id).FirstAsync();
                (No, Title) = (one.No, one.Description);
            });
        }

        public async Task DisposeAsync()
        {
            await _portal.DisposeAsync();
            await Provider.DisposeAsync();
            _certificate.Dispose();
        }
    }
}
