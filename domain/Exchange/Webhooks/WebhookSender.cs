using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Domain.Exchange.Webhooks;

/// <summary>
/// Tells one receiver of one event. Where its name leads is looked up and checked for each connection, and the connection goes to just the
/// address that was checked; no redirect is followed, no cookie kept, no proxy asked, and of an answer only the beginning is read.
/// </summary>
public sealed class WebhookSender : IDisposable
{
    /// <summary>For all of it: connecting, sending, and the answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private const int MostOfAnswer = 4096;

    private readonly HttpClient _client;
    private readonly IWebhookSecrets _secrets;
    private readonly TimeProvider _clock;
    private readonly bool _privateAllowed;

    /// <summary>For the whole process: connections are kept for a while.</summary>
    public WebhookSender(IWebhookSecrets secrets, IOptions<WebhookOptions> options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_secrets, _clock, _privateAllowed) = (secrets, clock, options.Value.AllowPrivateAddresses);
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectCallback = ConnectAsync,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 16 * 1024,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
            ActivityHeadersPropagator = null,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>One attempt.</summary>
    internal async Task<WebhookAnswer> SendAsync(Webhook webhook, WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        List<string?> secrets = [_secrets.Open(webhook.Secret)];
        if (webhook.FormerSecret is { } former && webhook.FormerSecretUntil > now)
        {
            secrets.Add(_secrets.Open(former));
        }

        if (secrets[0] is null)
        {
            return new WebhookAnswer(WebhookOutcome.SecretUnreadable);
        }

        var timestamp = now.ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Address)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(delivery.Body)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.UserAgent.ParseAdd("ChatOpportunities");
        request.Headers.Add("webhook-id", delivery.MessageId);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(
            "webhook-signature", WebhookSignature.Of(delivery.MessageId, timestamp, delivery.Body, secrets.OfType<string>()));

        using var patience = new CancellationTokenSource(Patience, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var (status, outcome) = ((int)response.StatusCode, OutcomeOf(response.StatusCode));
            return new WebhookAnswer(
                outcome, status, outcome == WebhookOutcome.Delivered ? null : await BeginningAsync(response, either.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new WebhookAnswer(WebhookOutcome.TimedOut);
        }
        catch (HttpRequestException failure)
        {
            return new WebhookAnswer(OutcomeOf(failure));
        }
        catch (IOException)
        {
            return new WebhookAnswer(WebhookOutcome.NotConnected);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    private static WebhookOutcome OutcomeOf(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => WebhookOutcome.Delivered,
        >= 300 and < 400 => WebhookOutcome.Redirected,
        410 => WebhookOutcome.Gone,
        _ => WebhookOutcome.Refused,
    };

    private static WebhookOutcome OutcomeOf(HttpRequestException failure) => failure switch
    {
        { InnerException: PrivateAddressException } => WebhookOutcome.PrivateAddress,
        { InnerException: AuthenticationException } => WebhookOutcome.NotTrusted,
        { HttpRequestError: HttpRequestError.NameResolutionError } => WebhookOutcome.NameUnknown,
        { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } } =>
            WebhookOutcome.NameUnknown,
        _ => WebhookOutcome.NotConnected,
    };

    /// <summary>How an answer begins; what it says matters little, so a fault on the way is none.</summary>
    private static async Task<string?> BeginningAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var read = new byte[MostOfAnswer];
        var length = 0;
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            length = await stream.ReadAtLeastAsync(read, MostOfAnswer, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return Checks.Tidy(Encoding.UTF8.GetString(read, 0, length)) is { } text
            ? text[..Math.Min(text.Length, WebhookDelivery.MaxAnswerLength)] : null;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var target = context.DnsEndPoint;
        var found = IPAddress.TryParse(target.Host, out var given)
            ? [given] : await Dns.GetHostAddressesAsync(target.Host, cancellationToken);
        var allowed = _privateAllowed ? found : Array.FindAll(found, PublicAddresses.IsPublic);
        if (allowed.Length == 0)
        {
            throw new PrivateAddressException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class PrivateAddressException : IOException;
}

/// <summary>What came of one attempt.</summary>
/// <param name="Outcome">In a word.</param>
/// <param name="Status">Of the answer; null when there was none.</param>
/// <param name="Said">How an answer that said no begins.</param>
internal sealed record WebhookAnswer(WebhookOutcome Outcome, int? Status = null, string? Said = null);
