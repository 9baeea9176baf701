using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatOpportunities.Tests.Bot.Teams;

/// <summary>
/// The product's own way out, with an app id, TLS and real names of hosts; but whatever host it dials, this machine answers: as
/// Teams, as the directory that gives tokens, and as the machine's identity service. Each behaves as badly as it is told to.
/// </summary>
internal sealed class TeamsOnLoopback : IAsyncDisposable
{
    public const string AppId = "11111111-1111-1111-1111-111111111111";
    public const string TeamsAddress = "https://smba.trafficmanager.net/emea/";
    private static readonly X509Certificate2 Certificate = SelfSigned();
    private WebApplication _app = null!;
    private ServiceProvider _services = null!;
    private int _tokens;

    public HurryingClock Clock { get; } = new();

    /// <summary>Hosts that were dialled, with the port.</summary>
    public ConcurrentQueue<string> Dialled { get; } = [];

    /// <summary>Calls the connector got: method, host, path and authorization.</summary>
    public ConcurrentQueue<(string Method, string Host, string Path, string? Authorization)> Calls { get; } = [];

    /// <summary>Forms the directory got, and questions the identity service got.</summary>
    public ConcurrentQueue<Dictionary<string, string>> TokenRequests { get; } = [];

    /// <summary>How the connector answers; when there is no more, it takes what it gets.</summary>
    public Queue<Func<HttpContext, Task>> Behaviour { get; } = [];

    /// <summary>Whether the directory gives tokens.</summary>
    public bool TokensAreGiven { get; set; } = true;

    public TeamsConnector Connector => _services.GetRequiredService<TeamsConnector>();

    public ConversationReference Reference { get; } = ReferenceTo();

    /// <summary>Ada's personal chat, or another conversation.</summary>
    public static ConversationReference ReferenceTo(ConversationAccount? conversation = null, string serviceUrl = TeamsAddress) => new()
    {
        ChannelId = "msteams",
        ServiceUrl = serviceUrl,
        Bot = new ChannelAccount { Id = "28:" + AppId },
        User = new ChannelAccount { Id = "29:ada" },
        Conversation = conversation ?? new ConversationAccount { Id = "a:1", ConversationType = "personal", TenantId = "tenant" },
    };

    public static async Task<TeamsOnLoopback> StartAsync(params (string Name, string? Value)[] settings)
    {
        var teams = new TeamsOnLoopback();
        await teams.ServeAsync();
        teams.Build(settings.Length > 0 ? settings : [("Bot:TenantId", "tenant"), ("Bot:Credential:Secret", "a secret")]);
        return teams;
    }

    public Task<string?> SendAsync(string serviceUrl = TeamsAddress) =>
        Connector.SendAsync(ReferenceTo(serviceUrl: serviceUrl), Activity.Message("hi"), CancellationToken.None);

    public Task<string?> UpdateAsync() => Connector.UpdateAsync(Reference, "card-1", Activity.Message("hi"), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _app.DisposeAsync();
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        using var made = new CertificateRequest("CN=loopback", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(
            now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private async Task ServeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(Certificate));
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        _app.Run(AnswerAsync);
        await _app.StartAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var request = http.Request;
        if (request.Path.Value!.EndsWith("/oauth2/v2.0/token", StringComparison.Ordinal))
        {
            var form = await request.ReadFormAsync();
            TokenRequests.Enqueue(form.ToDictionary(f => f.Key, f => f.Value.ToString()).Append(new("path", request.Path)).ToDictionary());
            await (TokensAreGiven
                ? http.Response.WriteAsJsonAsync(
                    new { token_type = "Bearer", expires_in = 3600, access_token = "token-" + Interlocked.Increment(ref _tokens) })
                : Status(400)(http));
        }
        else if (request.Path == "/metadata/identity/oauth2/token")
        {
            TokenRequests.Enqueue(request.Query.ToDictionary(q => q.Key, q => q.Value.ToString())
                .Append(new("Metadata", request.Headers["Metadata"].ToString())).ToDictionary());
            var ends = TimeProvider.System.GetUtcNow().AddHours(24).ToUnixTimeSeconds();
            await http.Response.WriteAsJsonAsync(new
            {
                token_type = "Bearer",
                expires_in = "86399",
                expires_on = ends.ToString(System.Globalization.CultureInfo.InvariantCulture),
                access_token = "machine-token",
                resource = request.Query["resource"].ToString(),
            });
        }
        else
        {
            Calls.Enqueue((request.Method, request.Host.Host, request.Path, request.Headers.Authorization));
            var how = Behaviour.Count > 0 ? Behaviour.Dequeue() : Status(201, """{"id":"sent-1"}""");
            await how(http);
        }
    }

    public static Func<HttpContext, Task> Status(int status, string body = "", params (string Name, string Value)[] headers) => http =>
    {
        http.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            http.Response.Headers[name] = value;
        }

        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(body);
    };

    public static Func<HttpContext, Task> Refusal(int status, string code) =>
        Status(status, $$$"""{"error":{"code":"{{{code}}}","message":"no"}}""");

    private void Build((string Name, string? Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Production });
        builder.Configuration.AddInMemoryCollection(
            [new("Bot:AppId", AppId), .. settings.Select(s => KeyValuePair.Create(s.Name, s.Value))]);
        builder.Services.AddLogging().AddSingleton(builder.Environment).AddSingleton<TimeProvider>(Clock);
        builder.Services.AddChannel(builder.Configuration, builder.Environment);
        Dial(builder.Services);
        builder.Services.AddHttpClient(TeamsConnector.HttpClientName, client => client.Timeout = TimeSpan.FromSeconds(1));
        _services = builder.Services.BuildServiceProvider();
    }

    /// <summary>Lets a product with services of its own dial this machine, whatever host it means.</summary>
    public void Dial(IServiceCollection services)
    {
        services.AddHttpClient(TeamsConnector.HttpClientName).ConfigurePrimaryHttpMessageHandler(Redirect);
        services.AddHttpClient(ConnectorToken.HttpClientName).ConfigurePrimaryHttpMessageHandler(Redirect);
    }

    /// <summary>The handler stays the product's; only where it dials changes.</summary>
    private void Redirect(HttpMessageHandler handler, IServiceProvider services)
    {
        var sockets = (SocketsHttpHandler)handler;
        sockets.UseProxy = false;
        sockets.SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == Certificate.GetCertHashString(),
        };
        sockets.ConnectCallback = async (context, cancellationToken) =>
        {
            Dialled.Enqueue($"{context.DnsEndPoint.Host}:{context.DnsEndPoint.Port}");
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            var address =
                _app.Urls.First(url => url.StartsWith(context.DnsEndPoint.Port == 443 ? "https:" : "http:", StringComparison.Ordinal));
            await socket.ConnectAsync(IPAddress.Loopback, new Uri(address).Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        };
    }
}
