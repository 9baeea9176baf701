using System.Net;

namespace ChatOpportunities.Bot.Teams;

/// <summary>What became of a message that could not be delivered, and so what to do about it.</summary>
internal enum ConnectorFailure
{
    /// <summary>The person or their administrator does not want it, or the app is not installed: stop until they write again.</summary>
    Blocked,

    /// <summary>The conversation or message is gone.</summary>
    NotFound,

    /// <summary>Too much at once: try later.</summary>
    Throttled,

    /// <summary>The service or the way there failed: try later.</summary>
    Transient,

    /// <summary>It is wrong as it stands: trying again does not help.</summary>
    Rejected,
}

/// <summary>The connector did not take a message.</summary>
internal sealed class ConnectorException(
    ConnectorFailure kind, HttpStatusCode? status, string? code, TimeSpan? retryAfter = null, Exception? inner = null)
    : Exception($"The connector did not take the message: {kind}, status {(int?)status}, code {code}.", inner)
{
    public ConnectorFailure Kind { get; } = kind;

    /// <summary>Null when there was no answer at all.</summary>
    public HttpStatusCode? Status { get; } = status;

    public string? Code { get; } = code;

    /// <summary>
    /// Whether it is this host's own fault: it may not send to that address, has no token, or has one that the service does not take. It
    /// says nothing about the message, which another host, or this one once it is set right, can send.
    /// </summary>
    public bool IsOwnFault => Code is "HostNotAllowed" or "NoToken" || Status == HttpStatusCode.Unauthorized;

    /// <summary>How long the service asked to wait.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    internal static ConnectorFailure KindOf(HttpStatusCode status, string? code) => (status, code) switch
    {
        (HttpStatusCode.Forbidden, "BotDisabledByAdmin" or "BotNotInConversationRoster" or "ConversationBlockedByUser"
            or "MessageWritesBlocked" or "ForbiddenOperationException") => ConnectorFailure.Blocked,
        (HttpStatusCode.NotFound, _) => ConnectorFailure.NotFound,
        (HttpStatusCode.TooManyRequests, _) => ConnectorFailure.Throttled,
        (HttpStatusCode.PreconditionFailed or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError, _) =>
            ConnectorFailure.Transient,
        _ => ConnectorFailure.Rejected,
    };
}
