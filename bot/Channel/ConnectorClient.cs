using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace ChatOpportunities.Bot.Channel;

/// <summary>
/// Sends to the channel. Tries again what is safe to try again, within ten seconds; whatever else goes wrong is a
/// <see cref="ConnectorException"/>.
/// </summary>
internal sealed class ConnectorClient(HttpClient http, ServiceHosts hosts, ConnectorToken token, TimeProvider clock)
{
    private const int MaxTries = 3;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(10);
    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");

    /// <summary>Sends a message; its id, when the channel gives one.</summary>
    public Task<string?> SendAsync(ConversationReference reference, Activity activity, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Post, reference, Activities(reference), Addressed(reference, activity), cancellationToken);

    /// <summary>Sends a message as the answer to the activity it names in <see cref="Activity.ReplyToId"/>, or the reference does.</summary>
    public Task<string?> ReplyAsync(ConversationReference reference, Activity activity, CancellationToken cancellationToken)
    {
        var reply = activity with { ReplyToId = activity.ReplyToId ?? reference.ActivityId };
        return reply.ReplyToId is null
            ? SendAsync(reference, activity, cancellationToken)
            : CallAsync(HttpMethod.Post, reference, $"{Activities(reference)}/{Part(reply.ReplyToId)}", Addressed(reference, reply), cancellationToken);
    }

    /// <summary>Replaces a message the bot sent before.</summary>
    public Task<string?> UpdateAsync(
        ConversationReference reference, string activityId, Activity activity, CancellationToken cancellationToken) =>
        CallAsync(
            HttpMethod.Put,
            reference,
            $"{Activities(reference)}/{Part(activityId)}",
            Addressed(reference, activity) with { Id = activityId },
            cancellationToken);

    /// <summary>Opens the personal conversation with a person, or finds the one there is.</summary>
    public async Task<ConversationReference> CreatePersonalConversationAsync(
        string serviceUrl, string tenantId, ChannelAccount bot, ChannelAccount user, CancellationToken cancellationToken)
    {
        var reference = new ConversationReference { ChannelId = "msteams", ServiceUrl = serviceUrl, Bot = bot, User = user };
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new NewConversation(bot, [new ChannelAccount { Id = user.Id ?? user.AadObjectId }], tenantId, new(new(tenantId)), false),
            ChannelJson.Default.NewConversation);
        // Asking twice gives the same conversation, so unlike a message it may be asked again after silence.
        var id = await CallAsync(HttpMethod.Post, reference, "/v3/conversations", body, isSafeToRepeat: true, cancellationToken)
            ?? throw new ConnectorException(ConnectorFailure.Rejected, null, "NoConversationId");
        return reference with { Conversation = new ConversationAccount { Id = id, ConversationType = "personal", TenantId = tenantId } };
    }

    /// <summary>What the channel's directory says of a member of a conversation; asked once, as it can be asked again with the next activity.</summary>
    public async Task<ConversationMember?> GetMemberAsync(ConversationReference reference, CancellationToken cancellationToken)
    {
        if (!hosts.Allow(reference.ServiceUrl))
        {
            throw new ConnectorException(ConnectorFailure.Rejected, null, "HostNotAllowed");
        }

        try
        {
            var path = $"/v3/conversations/{Part(reference.Conversation?.Id)}/members/{Part(reference.User?.Id)}";
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(reference.ServiceUrl!.TrimEnd('/') + path));
            if (await token.GetAsync(cancellationToken) is { } bearer)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
            }

            using var response = await http.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode
                ? Read(await response.Content.ReadAsByteArrayAsync(cancellationToken), ChannelJson.Default.ConversationMember)
                : null;
        }
        catch (Exception failure) when (failure is HttpRequestException or Azure.Identity.AuthenticationFailedException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new ConnectorException(ConnectorFailure.Transient, null, failure.GetType().Name, inner: failure);
        }
    }

    private static string Activities(ConversationReference reference) => $"/v3/conversations/{Part(reference.Conversation?.Id)}/activities";

    /// <summary>An id as one part of a path. Dots alone would climb out of it.</summary>
    private static string Part(string? id) => string.IsNullOrEmpty(id) || id is "." or ".."
        ? throw new ConnectorException(ConnectorFailure.Rejected, null, "NoId")
        : Uri.EscapeDataString(id);

    private static Activity Addressed(ConversationReference reference, Activity activity) => activity with
    {
        Id = null,
        ChannelId = reference.ChannelId,
        ServiceUrl = reference.ServiceUrl,
        From = reference.Bot,
        Recipient = reference.User,
        Conversation = reference.Conversation,
    };

    private Task<string?> CallAsync(
        HttpMethod method, ConversationReference reference, string path, Activity activity, CancellationToken cancellationToken) =>
        CallAsync(
            method,
            reference,
            path,
            JsonSerializer.SerializeToUtf8Bytes(activity, ChannelJson.Default.Activity),
            isSafeToRepeat: method == HttpMethod.Put,
            cancellationToken);

    private async Task<string?> CallAsync(
        HttpMethod method, ConversationReference reference, string path, byte[] body, bool isSafeToRepeat, CancellationToken cancellationToken)
    {
        if (!hosts.Allow(reference.ServiceUrl))
        {
            throw new ConnectorException(ConnectorFailure.Rejected, null, "HostNotAllowed");
        }

        var address = new Uri(reference.ServiceUrl!.TrimEnd('/') + path);
        var startedAt = clock.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            var (id, failure, mayRepeat) = await TryAsync(method, address, body, isSafeToRepeat, cancellationToken);
            if (failure is null)
            {
                return id;
            }

            var pause = failure.RetryAfter ?? Backoff(attempt);
            if (!mayRepeat || attempt == MaxTries || clock.GetElapsedTime(startedAt) + pause > Budget)
            {
                throw failure;
            }

            await Task.Delay(pause, clock, cancellationToken);
        }
    }

    private async Task<(string? Id, ConnectorException? Failure, bool MayRepeat)> TryAsync(
        HttpMethod method, Uri address, byte[] body, bool isSafeToRepeat, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(method, address) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = Json;
            if (await token.GetAsync(cancellationToken) is { } bearer)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
            }

            using var response = await http.SendAsync(request, cancellationToken);
            var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return (Read(answer, ChannelJson.Default.ResourceAnswer)?.Id, null, false);
            }

            var code = CodeOf(Read(answer, ChannelJson.Default.ErrorAnswer));
            var failure = new ConnectorException(
                ConnectorException.KindOf(response.StatusCode, code), response.StatusCode, code, RetryAfter(response));
            return (null, failure, IsWorthRepeating(response.StatusCode));
        }
        catch (HttpRequestException failure)
        {
            var neverSent = failure.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
            return (null, new ConnectorException(ConnectorFailure.Transient, null, failure.HttpRequestError.ToString(), inner: failure),
                neverSent || isSafeToRepeat);
        }
        catch (OperationCanceledException failure) when (!cancellationToken.IsCancellationRequested)
        {
            // Silence: the message may have arrived, so it is not sent again.
            return (null, new ConnectorException(ConnectorFailure.Transient, null, "Timeout", inner: failure), isSafeToRepeat);
        }
        catch (Azure.Identity.AuthenticationFailedException failure)
        {
            return (null, new ConnectorException(ConnectorFailure.Transient, null, "NoToken", inner: failure), false);
        }
    }

    private static bool IsWorthRepeating(HttpStatusCode status) => status is HttpStatusCode.PreconditionFailed
        or HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    /// <summary>One second, two, …, a fifth more or less, so that many senders do not come back together.</summary>
    private static TimeSpan Backoff(int attempt) => TimeSpan.FromSeconds(Math.Pow(2, attempt - 1) * (0.8 + (0.4 * Random.Shared.NextDouble())));

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } date } => date > clock.GetUtcNow() ? date - clock.GetUtcNow() : TimeSpan.Zero,
        _ => null,
    };

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
        catch (JsonException)
        {
            // An empty or odd body is no failure: the status says what happened.
            return null;
        }
    }
}

internal sealed record NewConversation(
    ChannelAccount Bot, IReadOnlyList<ChannelAccount> Members, string TenantId, NewConversationData ChannelData, bool IsGroup);

internal sealed record NewConversationData(NewConversationTenant Tenant);

internal sealed record NewConversationTenant(string Id);

internal sealed record ResourceAnswer(string? Id);

internal sealed record ErrorAnswer(ErrorDetail? Error, string? SubCode);

internal sealed record ErrorDetail(string? Code, string? SubCode);
