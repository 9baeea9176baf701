using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Bot.Schema;
using Microsoft.Bot.Schema.Teams;

namespace ChatOpportunities.Bot.Teams;

/// <summary>
/// Sends to the channel, below its limits. Tries again what is safe to try again, within ten seconds; whatever else goes wrong
/// is a <see cref="ConnectorException"/>.
/// </summary>
internal sealed class TeamsConnector(HttpClient http, ServiceHosts hosts, ConnectorToken token, Pacing pacing, TimeProvider clock)
{
    public const string HttpClientName = "connector";

    /// <summary>Code of a call that was not made, because the bot has said too much of late.</summary>
    public const string Paced = "Paced";

    /// <summary>Where tenants of the government community cloud are, when the public address says that they are not there.</summary>
    private const string GovernmentCommunityHost = "smba.infra.gcc.teams.microsoft.com";

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");

    /// <summary>Sends a message; its id, when the channel gives one.</summary>
    public Task<string?> SendAsync(ConversationReference reference, Activity activity, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Post, reference, Activities(reference), ActivityWriter.Write(activity, reference), cancellationToken);

    /// <summary>Sends a message that nobody waits for: when the channel asks for a rest, whoever sends it has to have it.</summary>
    public Task<string?> SendPatientlyAsync(ConversationReference reference, Activity activity, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Post, reference, Activities(reference), ActivityWriter.Write(activity, reference), cancellationToken,
            isPatient: true);

    /// <summary>Sends a message as the answer to the activity it names in <c>replyToId</c>, or the reference does.</summary>
    public Task<string?> ReplyAsync(ConversationReference reference, Activity activity, CancellationToken cancellationToken)
    {
        activity.ReplyToId ??= reference.ActivityId;
        return activity.ReplyToId is null
            ? SendAsync(reference, activity, cancellationToken)
            : CallAsync(
                HttpMethod.Post, reference, $"{Activities(reference)}/{Part(activity.ReplyToId)}",
                ActivityWriter.Write(activity, reference), cancellationToken);
    }

    /// <summary>Replaces a message the bot sent before.</summary>
    public Task<string?> UpdateAsync(
        ConversationReference reference, string activityId, Activity activity, CancellationToken cancellationToken) =>
        CallAsync(
            HttpMethod.Put, reference, $"{Activities(reference)}/{Part(activityId)}", ActivityWriter.Write(activity, reference, activityId),
            cancellationToken);

    /// <summary>Deletes a message the bot sent before.</summary>
    public Task DeleteAsync(ConversationReference reference, string activityId, CancellationToken cancellationToken) =>
        CallAsync(
            new Call(HttpMethod.Delete, reference, $"{Activities(reference)}/{Part(activityId)}", null, IsSafeToRepeat: true),
            cancellationToken);

    /// <summary>Opens the personal conversation with a person, or finds the one there is.</summary>
    public async Task<ConversationReference> CreatePersonalConversationAsync(
        string serviceUrl, string tenantId, ChannelAccount bot, ChannelAccount user, CancellationToken cancellationToken)
    {
        var reference = new ConversationReference { ChannelId = "msteams", ServiceUrl = serviceUrl, Bot = bot, User = user };
        // Asking twice gives the same conversation, so unlike a message it may be asked again after silence.
        var answer = await CallAsync(
            new Call(
                HttpMethod.Post, reference, "/v3/conversations", ActivityWriter.WriteNewConversation(bot, user, tenantId),
                IsSafeToRepeat: true, TenantId: tenantId),
            cancellationToken);
        var made = Read(answer, ChannelJson.Default.NewConversationAnswer);
        if (made?.Id is not { Length: > 0 } id)
        {
            throw new ConnectorException(ConnectorFailure.Rejected, null, "NoConversationId");
        }

        reference.ServiceUrl = hosts.Allow(made.ServiceUrl) ? made.ServiceUrl : serviceUrl;
        reference.Conversation = new ConversationAccount { Id = id, ConversationType = "personal", TenantId = tenantId };
        return reference;
    }

    /// <summary>
    /// What the channel's directory says of a member of a conversation; asked once, as it can be asked again with the next activity.
    /// </summary>
    public async Task<TeamsChannelAccount?> GetMemberAsync(ConversationReference reference, CancellationToken cancellationToken)
    {
        var path = $"/v3/conversations/{Part(reference.Conversation?.Id)}/members/{Part(reference.User?.Id)}";
        try
        {
            var answer = await CallAsync(
                new Call(HttpMethod.Get, reference, path, null, IsSafeToRepeat: true, MaxTries: 1), cancellationToken);
            return Read(answer, ChannelJson.Default.ConversationMember) is { } member
                ? new TeamsChannelAccount
                {
                    AadObjectId = member.AadObjectId ?? member.ObjectId,
                    Email = member.Email,
                    UserPrincipalName = member.UserPrincipalName
                }
                : null;
        }
        catch (ConnectorException failure) when (failure.Status is not null)
        {
            return null; // the directory does not tell
        }
    }

    private static string Activities(ConversationReference reference) => $"/v3/conversations/{Part(reference.Conversation?.Id)}/activities";

    /// <summary>An id as one part of a path. Dots alone would climb out of it.</summary>
    private static string Part(string? id) => string.IsNullOrEmpty(id) || id is "." or ".."
        ? throw new ConnectorException(ConnectorFailure.Rejected, null, "NoId")
        : Uri.EscapeDataString(id);

    private async Task<string?> CallAsync(
        HttpMethod method, ConversationReference reference, string path, byte[] body, CancellationToken cancellationToken,
        bool isPatient = false)
    {
        var answer = await CallAsync(
            new Call(method, reference, path, body, IsSafeToRepeat: method == HttpMethod.Put, IsPatient: isPatient), cancellationToken);
        return Read(answer, ChannelJson.Default.ResourceAnswer)?.Id;
    }

    private async Task<byte[]> CallAsync(Call call, CancellationToken cancellationToken)
    {
        var startedAt = clock.GetTimestamp();
        using var span = ChannelTelemetry.StartCall(call.Method);
        span?.SetTag("channel.conversation.id", call.Reference.Conversation?.Id);
        try
        {
            var answer = await RepeatAsync(call, startedAt, cancellationToken);
            ChannelTelemetry.Called(call.Method, "Taken", clock.GetElapsedTime(startedAt));
            return answer;
        }
        catch (ConnectorException failure)
        {
            span?.SetStatus(System.Diagnostics.ActivityStatusCode.Error, failure.Kind.ToString());
            ChannelTelemetry.Called(call.Method, failure.Kind.ToString(), clock.GetElapsedTime(startedAt));
            throw;
        }
    }

    private async Task<byte[]> RepeatAsync(Call call, long startedAt, CancellationToken cancellationToken)
    {
        if (!hosts.Allow(call.Reference.ServiceUrl))
        {
            throw new ConnectorException(ConnectorFailure.Rejected, null, "HostNotAllowed");
        }

        var address = new Uri(call.Reference.ServiceUrl!.TrimEnd('/') + call.Path);
        var (attempt, isRenewed) = (1, false);
        while (true)
        {
            if (await pacing.EnterAsync(
                call.Reference.Conversation?.TenantId ?? call.TenantId, call.Reference.Conversation?.Id,
                Budget - clock.GetElapsedTime(startedAt), cancellationToken) is { } wait)
            {
                throw new ConnectorException(ConnectorFailure.Throttled, null, Paced, wait);
            }

            var (answer, failure, mayRepeat, bearer) = await TryAsync(call, address, cancellationToken);
            if (failure is null)
            {
                return answer!;
            }

            if (failure.Status == HttpStatusCode.Unauthorized && bearer is not null && !isRenewed)
            {
                isRenewed = true;
                ChannelTelemetry.Retried("token");
                await RenewAsync(bearer, cancellationToken);
                continue;
            }

            if (failure.Code == "InvalidBotApiHost" && Elsewhere(address) is { } elsewhere)
            {
                address = elsewhere;
                ChannelTelemetry.Retried("host");
                continue;
            }

            var pause = failure.RetryAfter ?? Backoff(attempt);
            if (!mayRepeat || attempt == call.MaxTries || clock.GetElapsedTime(startedAt) + pause > Budget)
            {
                throw failure;
            }

            attempt++;
            ChannelTelemetry.Retried(failure.Status is { } status ? ((int)status).ToString(CultureInfo.InvariantCulture) : "connection");
            await Task.Delay(pause, clock, cancellationToken);
        }
    }

    private async Task RenewAsync(string refused, CancellationToken cancellationToken)
    {
        try
        {
            await token.RenewAsync(refused, cancellationToken);
        }
        catch (Azure.Identity.AuthenticationFailedException failure)
        {
            throw new ConnectorException(ConnectorFailure.Transient, HttpStatusCode.Unauthorized, "NoToken", inner: failure);
        }
    }

    private Uri? Elsewhere(Uri address)
    {
        var other = new UriBuilder(address) { Host = GovernmentCommunityHost }.Uri;
        return address.Host != GovernmentCommunityHost && hosts.Allow(other.GetLeftPart(UriPartial.Authority)) ? other : null;
    }

    private async Task<(byte[]? Answer, ConnectorException? Failure, bool MayRepeat, string? Bearer)> TryAsync(
        Call call, Uri address, CancellationToken cancellationToken)
    {
        string? bearer = null;
        try
        {
            using var request = new HttpRequestMessage(call.Method, address);
            if (call.Body is not null)
            {
                request.Content = new ByteArrayContent(call.Body) { Headers = { ContentType = Json } };
            }

            bearer = await token.GetAsync(cancellationToken);
            if (bearer is not null)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
            }

            using var response = await http.SendAsync(request, cancellationToken);
            var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return (answer, null, false, bearer);
            }

            var code = CodeOf(Read(answer, ChannelJson.Default.ErrorAnswer));
            var failure = new ConnectorException(
                ConnectorException.KindOf(response.StatusCode, code), response.StatusCode, code, RetryAfter(response));
            return (null, failure, IsWorthRepeating(response.StatusCode, call), bearer);
        }
        catch (HttpRequestException failure)
        {
            var neverSent = failure.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
            return (null, new ConnectorException(ConnectorFailure.Transient, null, failure.HttpRequestError.ToString(), inner: failure),
                neverSent || call.IsSafeToRepeat, bearer);
        }
        catch (OperationCanceledException failure) when (!cancellationToken.IsCancellationRequested)
        {
            // Silence: the message may have arrived, so it is not sent again.
            return (null, new ConnectorException(ConnectorFailure.Transient, null, "Timeout", inner: failure), call.IsSafeToRepeat, bearer);
        }
        catch (Azure.Identity.AuthenticationFailedException failure)
        {
            return (null, new ConnectorException(ConnectorFailure.Transient, null, "NoToken", inner: failure), false, bearer);
        }
    }

    /// <summary>
    /// 408, 500 and what is like it say nothing of whether the call was carried out: only what does no harm twice is repeated then.
    /// </summary>
    private static bool IsWorthRepeating(HttpStatusCode status, Call call) => status switch
    {
        HttpStatusCode.TooManyRequests => !call.IsPatient,
        HttpStatusCode.PreconditionFailed or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout => true,
        HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => call.IsSafeToRepeat,
        _ => false,
    };

    /// <summary>One second, two, …, a fifth more or less, so that many senders do not come back together.</summary>
    private static TimeSpan Backoff(int attempt) =>
        TimeSpan.FromSeconds(Math.Pow(2, attempt - 1) * (0.8 + (0.4 * Random.Shared.NextDouble())));

    /// <summary>What the service asked for, in either form; more than an hour is nobody's wish.</summary>
    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        TimeSpan? wait = response.Headers.RetryAfter switch
        {
            { Delta: { } span } => span,
            { Date: { } date } => date - clock.GetUtcNow(),
            _ => null,
        };
        return wait is { } asked ? TimeSpan.FromTicks(Math.Clamp(asked.Ticks, ShortestPause.Ticks, LongestPause.Ticks)) : null;
    }

    private static string? CodeOf(ErrorAnswer? answer)
    {
        var code = answer?.SubCode ?? answer?.Error?.SubCode ?? answer?.Error?.Code;
        // It goes into logs: nothing but a code may.
        return code is { Length: <= 64 } && code.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '_' or '-') ? code : null;
    }

    private static T? Read<T>(byte[] body, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return body.Length == 0 ? null : JsonSerializer.Deserialize(body, type);
        }
        catch (Exception odd) when (odd is JsonException or InvalidOperationException)
        {
            // An empty or odd body is no failure: the status says what happened.
            return null;
        }
    }
}

/// <summary>One call to the connector.</summary>
internal sealed record Call(
    HttpMethod Method, ConversationReference Reference, string Path, byte[]? Body, bool IsSafeToRepeat, int MaxTries = 3,
    string? TenantId = null, bool IsPatient = false);

/// <summary>A person as the channel's directory knows them; the Entra object id comes under either name.</summary>
internal sealed record ConversationMember(string? AadObjectId, string? ObjectId, string? Email, string? UserPrincipalName);

internal sealed record NewConversationAnswer(string? Id, string? ServiceUrl);

internal sealed record ResourceAnswer(string? Id);

internal sealed record ErrorAnswer(ErrorDetail? Error, string? SubCode);

internal sealed record ErrorDetail(string? Code, string? SubCode);
