using System.Collections.Concurrent;
using System.Net;
using System.Security.Claims;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using ChatOpportunities.Bot.Hosting;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Exchange.Webhooks;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Portal;
using ChatOpportunities.Portal.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Tests.Support;

/// <summary>
/// The portal on a real web server on this machine, with the demo company (unless Demo:Seed is false) in a database of its own.
/// </summary>
public sealed class PortalApplication : IAsyncLifetime
{
    /// <summary>Opens the API as admin in nobody's name.</summary>
    public const string BootstrapToken = "a-token-for-tests-with-enough-characters";

    private readonly string _folder = Directory.CreateTempSubdirectory("chat-opportunities-").FullName;
    private readonly string _environment;
    private readonly (string Name, string Value)[] _settings;
    private readonly TimeProvider _clock = new StandingDate();
    private Action<IServiceCollection> _change = _ => { };
    private readonly ConcurrentQueue<string> _said = [];
    private string? _admin;
    private TestDatabase _database = null!;
    private WebApplication _app = null!;

    public PortalApplication()
        : this("Development")
    {
    }

    private PortalApplication(string environment, params (string Name, string Value)[] settings) =>
        (_environment, _settings) = (environment, settings);

    /// <summary>See <see cref="TestDatabase.IsBroken"/>.</summary>
    public bool IsBroken
    {
        set => _database.IsBroken = value;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Urls.Single());

    /// <summary>Warnings and errors so far.</summary>
    public IReadOnlyCollection<string> Said => _said;

    /// <summary>Everything a visitor can open, as routes.</summary>
    public IReadOnlyList<string> Routes => [.. PageAddresses.Select(p => p.Route).Distinct()];

    /// <summary>Every page by the path of its file, with its route.</summary>
    public IReadOnlyList<(string Page, string Route)> PageAddresses =>
        [.. PageEndpoints.Select(e => (PageOf(e), "/" + e.RoutePattern.RawText!.TrimStart('/')))];

    /// <summary>
    /// Every page by the path of its file: the policies that it asks for, and whether it is open to strangers all the same.
    /// </summary>
    public IReadOnlyList<(string Page, IReadOnlyList<string> Policies, bool IsOpen)> PageAccess =>
    [
        .. PageEndpoints.Select(e => (
            PageOf(e), (IReadOnlyList<string>)[.. e.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy ?? "")],
            e.Metadata.GetMetadata<IAllowAnonymous>() is not null)),
    ];

    private IEnumerable<RouteEndpoint> PageEndpoints =>
        _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<PageActionDescriptor>() is not null);

    /// <summary>What pages answer to a GET beside themselves, such as a file: the route of the page, and the name of its handler.</summary>
    public async Task<IReadOnlyList<(string Route, string Handler)>> HandlersAsync()
    {
        var loader = _app.Services.GetRequiredService<PageLoader>();
        List<(string, string)> handlers = [];
        foreach (var endpoint in PageEndpoints)
        {
            var page = await loader.LoadAsync(endpoint.Metadata.GetMetadata<PageActionDescriptor>()!, EndpointMetadataCollection.Empty);
            handlers.AddRange(page.HandlerMethods.Where(handler => handler is { Name: not null, HttpMethod: "Get" })
                .Select(handler => ("/" + endpoint.RoutePattern.RawText!.TrimStart('/'), handler.Name!)));
        }

        return handlers;
    }

    /// <summary>Every endpoint of the API, as <c>GET opportunities/{no}</c>.</summary>
    public IReadOnlyList<string> ApiEndpoints =>
        [.. _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api/v1/", StringComparison.Ordinal))
            .SelectMany(
                e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods,
                (e, method) => $"{method} {e.RoutePattern.RawText!["/api/v1/".Length..].TrimEnd('/')}")];

    /// <summary>The addresses of all pages, as their routes have them.</summary>
    public IReadOnlyList<string> PageRoutes =>
        [.. _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<PageActionDescriptor>() is not null)
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/')).Distinct()];

    private static string PageOf(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<PageActionDescriptor>()!.ViewEnginePath;

    /// <summary>In another environment than Development, or with other settings.</summary>
    public static async Task<PortalApplication> StartAsync(string environment, params (string Name, string Value)[] settings)
    {
        var portal = new PortalApplication(environment, settings);
        await portal.InitializeAsync();
        return portal;
    }

    /// <summary>With something of what it is made of exchanged.</summary>
    internal static async Task<PortalApplication> StartAsync(
        string environment, Action<IServiceCollection> change, params (string Name, string Value)[] settings)
    {
        var portal = new PortalApplication(environment, settings) { _change = change };
        await portal.InitializeAsync();
        return portal;
    }

    /// <summary>With an empty database but for one admin, by mail.</summary>
    public static async Task<PortalApplication> StartEmptyAsync(string admin)
    {
        var portal = new PortalApplication("Development") { _admin = admin };
        await portal.InitializeAsync();
        return portal;
    }

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = "ChatOpportunities.Bot",
            EnvironmentName = _environment,
            ContentRootPath = _folder,
        });
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.WebHost.UseStaticWebAssets(); // a build has them where they were made; only Development looks there by itself
        builder.Logging.ClearProviders().AddProvider(new LogLines(_said));
        builder.Configuration["Api:BootstrapToken"] = BootstrapToken;
        foreach (var (name, value) in _settings)
        {
            builder.Configuration[name] = value;
        }

        builder.Services.AddSingleton(_clock);
        builder.Services.AddSingleton<IReminderSender, RecordingSender>();
        builder.Services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(_folder));
        _database = await TestDatabase.CreateAsync(demo: _admin is null && builder.Configuration["Demo:Seed"] != "false");
        builder.Services.AddDomain(_database.Options);
        SqlServerTranslation.Watch(builder.Services);
        // The schedule of one process, whatever the database.
        builder.Services.AddSchedule(new HostRoles(Bot: false, Portal: true, Reminders: false), new DatabaseOptions(), PortalHost.JobQueue);
        builder.Services.Configure<WebhookOptions>(builder.Configuration.GetSection(WebhookOptions.Section));
        builder.Services.Configure<TeamsAppOptions>(builder.Configuration.GetSection(TeamsAppOptions.Section));
        builder.Services.AddPortal(builder.Configuration, builder.Environment);
        _change(builder.Services);
        _app = builder.Build();
        _app.MapPortal();
        if (_admin is not null)
        {
            await DoAsync<FirstAdmins>(admins => admins.EnsureAsync([_admin], CancellationToken.None));
        }

        await _app.StartAsync();
    }

    /// <summary>Works on the data as if another part of the product did.</summary>
    public async Task DoAsync<TService>(Func<TService, Task> work)
        where TService : notnull
    {
        ArgumentNullException.ThrowIfNull(work);
        await using var scope = _app.Services.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>A browser in which nobody is signed in.</summary>
    public PortalVisitor Stranger(string language = "en")
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        return new PortalVisitor(client, _said);
    }

    /// <summary>A program with a token, which is the bootstrap token unless said otherwise; null has none.</summary>
    public ApiClient Api(string? token = BootstrapToken)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, Expect100ContinueTimeout = TimeSpan.FromMinutes(1) })
        {
            BaseAddress = Address,
        };
        if (token is not null)
        {
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        }

        return new ApiClient(client);
    }

    /// <summary>A new token; without a person it acts in nobody's name.</summary>
    public async Task<NewApiToken> MakeTokenAsync(Role role, string? salespersonCode = null, bool onlyReads = false)
    {
        NewApiToken made = null!;
        var admin = new Caller(
            0, "Tests", Role.Admin, null, TimeZoneInfo.Utc, "en", ActSource.Portal, _clock.GetUtcNow(), new DateOnly(2026, 3, 2));
        await DoAsync<ApiTokenActs>(async acts => made = Assert.IsType<Result<NewApiToken>.Done>(
            await acts.CreateAsync("Token of a test", role, salespersonCode, admin, CancellationToken.None, onlyReads)).Value);
        return made;
    }

    /// <summary>A browser in which one of the demo people picked themselves, by code.</summary>
    public async Task<PortalVisitor> SignInAsync(string code)
    {
        long id = 0;
        await DoAsync<OpportunitiesContext>(
            async db => id = await db.Salespeople.Where(p => p.Code == code).Select(p => p.Id).SingleAsync());
        var visitor = Stranger();
        var page = await visitor.OpenAsync("/signin");
        var answer = await visitor.SubmitAsync(page, "form.people", ("id", id.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        return visitor;
    }

    /// <summary>A browser with a cookie as a person gets it by signing in, whatever the way.</summary>
    public PortalVisitor WithCookieOf(long personId)
    {
        var (name, value) = CookieOf(
            new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, $"{personId}")], PortalAccess.Scheme)));
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
        client.DefaultRequestHeaders.Add("Cookie", $"{name}={value}");
        return new PortalVisitor(client, _said);
    }

    /// <summary>The cookie of somebody who is signed in.</summary>
    internal (string Name, string Value) CookieOf(ClaimsPrincipal person)
    {
        var cookies = _app.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(PortalAccess.Scheme);
        return (cookies.Cookie.Name!, cookies.TicketDataFormat.Protect(new AuthenticationTicket(person, PortalAccess.Scheme)));
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>What came back for a request; where that is an error of the portal's, with what it logged last.</summary>
public sealed record PortalAnswer(
    string Path, HttpStatusCode Status, IHtmlDocument Document, System.Net.Http.Headers.HttpResponseHeaders Headers, string Logged)
{
    /// <summary>Fails where the page answers otherwise, with what the portal logged.</summary>
    public void MustBe(HttpStatusCode expected) => Assert.True(Status == expected, $"{Path}: {Status}, not {expected}. {Logged}");

    /// <summary>What the page says, without its frame and with single blanks.</summary>
    public string Text => Words(Document.QuerySelector("main"));

    /// <summary>Where a redirect leads, inside this portal.</summary>
    public string Location =>
        Headers.Location is { IsAbsoluteUri: true } absolute ? absolute.PathAndQuery : Headers.Location!.OriginalString;

    /// <summary>What is said beside a field.</summary>
    public string ErrorOf(string field) => Words(Document.QuerySelector($"#Input_{field}-error"));

    /// <summary>What stands in a field.</summary>
    public string? ValueOf(string field) => Document.GetElementById("Input_" + field) switch
    {
        IHtmlInputElement input => input.Value,
        IHtmlSelectElement select => select.Value,
        IHtmlTextAreaElement area => area.Value,
        _ => null,
    };

    /// <summary>What stands in several fields.</summary>
    public IEnumerable<string?> ValuesOf(params string[] fields) => fields.Select(ValueOf);

    private static string Words(IElement? element) =>
        string.Join(' ', (element?.TextContent ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>A browser without scripts: opens pages, fills in forms and sends them with what they hold.</summary>
public sealed class PortalVisitor(HttpClient client, IReadOnlyCollection<string> logged)
{
    public async Task<PortalAnswer> OpenAsync(string path) => await ReadAsync(path, await client.GetAsync(new Uri(path, UriKind.Relative)));

    /// <summary>Opens a page that must be there.</summary>
    public async Task<PortalAnswer> SeeAsync(string path)
    {
        var answer = await OpenAsync(path);
        answer.MustBe(HttpStatusCode.OK);
        return answer;
    }

    /// <summary>Sends the form of the page, changed in some fields; a button is a field too.</summary>
    public Task<PortalAnswer> SubmitAsync(PortalAnswer page, string form, params (string Name, string? Value)[] changes)
    {
        ArgumentNullException.ThrowIfNull(page);
        var element = Assert.IsType<IHtmlFormElement>(page.Document.QuerySelector(form), exactMatch: false);
        var fields = element.Elements.SelectMany(Successful).Where(f => changes.All(c => c.Name != f.Name)).ToList();
        fields.AddRange(changes.Where(c => c.Value is not null).Select(c => (c.Name, c.Value!)));
        var action = element.GetAttribute("action") is { Length: > 0 } given ? given : page.Path;
        return PostAsync(action, fields);
    }

    /// <summary>Sends the form and follows to the page that says what came of it.</summary>
    public async Task<PortalAnswer> SubmitAndFollowAsync(PortalAnswer page, string form, params (string Name, string? Value)[] changes)
    {
        var answer = await SubmitAsync(page, form, changes);
        Assert.True(answer.Status == HttpStatusCode.Redirect, $"{answer.Status}: {answer.Text}");
        return await SeeAsync(answer.Location);
    }

    public async Task<PortalAnswer> PostAsync(string path, IEnumerable<(string Name, string Value)> fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await ReadAsync(path, await client.PostAsync(new Uri(path, UriKind.Relative), content));
    }

    /// <summary>A file as it is.</summary>
    public async Task<string> ReadAsync(string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal((HttpStatusCode.OK, "text/csv"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>A file of any kind, byte by byte.</summary>
    public async Task<byte[]> DownloadAsync(string path, params (string Name, string Value)[] posted)
    {
        using var content = new FormUrlEncodedContent(posted.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using var answer = posted.Length == 0
            ? await client.GetAsync(new Uri(path, UriKind.Relative)) : await client.PostAsync(new Uri(path, UriKind.Relative), content);
        Assert.Equal(
            (HttpStatusCode.OK, "attachment"), (answer.StatusCode, answer.Content.Headers.ContentDisposition?.DispositionType));
        return await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Sends a form with a file.</summary>
    public Task<PortalAnswer> UploadAsync(
        string path, string field, string name, string text, params (string Name, string Value)[] fields) =>
        UploadAsync(path, field, name, System.Text.Encoding.UTF8.GetBytes(text), fields);

    /// <summary>Sends a form with a file, byte by byte.</summary>
    public async Task<PortalAnswer> UploadAsync(
        string path, string field, string name, byte[] bytes, params (string Name, string Value)[] fields)
    {
        using var content = new MultipartFormDataContent { { new ByteArrayContent(bytes), field, name } };
        foreach (var (key, value) in fields)
        {
            content.Add(new StringContent(value), key);
        }

        return await ReadAsync(path, await client.PostAsync(new Uri(path, UriKind.Relative), content));
    }

    private static IEnumerable<(string Name, string Value)> Successful(IElement element) => element switch
    {
        IHtmlInputElement { Type: "checkbox" or "radio" } box => box.IsChecked ? [(box.Name!, box.Value)] : [],
        IHtmlInputElement { Name.Length: > 0 } input => [(input.Name, input.Value)],
        IHtmlSelectElement { Name.Length: > 0, Value: not null } select => [(select.Name, select.Value)],
        IHtmlTextAreaElement { Name.Length: > 0 } area => [(area.Name, area.Value)],
        _ => [],
    };

    private async Task<PortalAnswer> ReadAsync(string path, HttpResponseMessage response)
    {
        using (response)
        {
            var html = await response.Content.ReadAsStringAsync();
            return new PortalAnswer(
                path, response.StatusCode, new HtmlParser().ParseDocument(html), response.Headers,
                (int)response.StatusCode < 500 ? "" : logged.LastOrDefault() ?? "");
        }
    }
}
