using System.Text.Json;
using Microsoft.Playwright;

namespace ChatOpportunities.Tests.Browser;

/// <summary>
/// Stands in for Teams around a tab: a page at Teams' own address that frames the portal and answers the messages of its client library.
/// </summary>
internal sealed class TeamsHost
{
    private const string Address = "https://teams.microsoft.com/stand-in";

    private const string Html = """
        <!DOCTYPE html><title>Teams</title>
        <iframe id="tab" style="width: 100%; height: 850px; border: 0"></iframe>
        <script>
          const frame = document.getElementById("tab");
          const links = [];
          let told = {};
          const open = (address, context) => { told = context; frame.src = address; };
          const change = theme => {
            told.theme = theme;
            frame.contentWindow.postMessage({ func: "themeChange", args: [theme] }, "*");
          };
          window.addEventListener("message", async event => {
            if (event.source !== frame.contentWindow) { return; }
            const { id, uuid, func, args } = event.data;
            const answer = (...values) =>
              frame.contentWindow.postMessage({ id, uuid, uuidAsString: event.data.uuidAsString, args: values }, event.origin);
            if (func === "initialize") {
              const runtime = { apiVersion: 4, hostVersionsInfo: {}, isLegacyTeams: true, supports: {} };
              answer("content", "web", JSON.stringify(runtime), "2.58.0");
            } else if (func === "getContext") {
              answer({ locale: "en-gb", theme: "default", entityId: "today", hostName: "Teams", ...told });
            } else if (func === "authentication.getAuthToken") {
              const given = JSON.parse(await tokenOfTeams());
              answer(given.token !== undefined, given.token ?? given.refused);
            } else if (func === "executeDeepLink" || func === "app.openLink") {
              links.push(args[0]);
              answer(true);
            }
          });
        </script>
        """;

    private readonly IPage _page;

    private TeamsHost(IPage page) => _page = page;

    /// <summary>What Teams gives when it is asked who is there: a token, or the reason why there is none.</summary>
    public Func<(string? Token, string? Refused)> Token { get; set; } = () => (null, "resourceDisabled");

    /// <summary>How often it was asked.</summary>
    public int Asked { get; private set; }

    /// <summary>The tab's page.</summary>
    public IFrameLocator Tab => _page.FrameLocator("#tab");

    public IPage Page => _page;

    public static async Task<TeamsHost> OpenAsync(Chromium chromium)
    {
        var page = await chromium.OpenAsync();
        var host = new TeamsHost(page);
        // The portal of the tests is on this machine, which a page from elsewhere may show only with leave.
        await page.Context.GrantPermissionsAsync(["local-network-access"]);
        await page.ExposeFunctionAsync("tokenOfTeams", () =>
        {
            host.Asked++;
            var (token, refused) = host.Token();
            return JsonSerializer.Serialize(token is null ? new { refused } : (object)new { token });
        });
        await page.RouteAsync(Address, route => route.FulfillAsync(new() { ContentType = "text/html", Body = Html }));
        await page.GotoAsync(Address);
        return host;
    }

    /// <summary>Opens the tab at an address of its package, with the record that a link meant.</summary>
    public Task ShowAsync(Uri address, string? record = null, string theme = "default") => _page.EvaluateAsync(
        "([address, context]) => open(address, context)",
        new object[] { address.ToString(), record is null ? new { theme } : new { theme, subEntityId = record } });

    public Task ChangeThemeAsync(string theme) => _page.EvaluateAsync("theme => change(theme)", theme);

    /// <summary>Where Teams was asked to go.</summary>
    public Task<string[]> LinksAsync() => _page.EvaluateAsync<string[]>("links");

    public Task CloseAsync() => _page.Context.CloseAsync();
}
