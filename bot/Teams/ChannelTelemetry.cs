using System.Diagnostics;
using System.Diagnostics.Metrics;
using Activity = Microsoft.Bot.Schema.Activity;

namespace ChatOpportunities.Bot.Teams;

/// <summary>
/// What can be measured of the channel: a span per turn and per call, and counts by kind and reason. Ids, never contents.
/// </summary>
internal static class ChannelTelemetry
{
    public const string Name = "ChatOpportunities.Channel";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Histogram<double> Turns = Meter.CreateHistogram<double>(
        "channel.turn.duration", "s", "Turns, by activity type, invoke name and outcome.");

    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>(
        "channel.refusals", description: "Requests refused at the door, by status and reason.");
    private static readonly Histogram<double> Calls = Meter.CreateHistogram<double>(
        "channel.connector.duration", "s", "Calls to the connector with all their tries, by method and outcome.");

    private static readonly Counter<long> Retries = Meter.CreateCounter<long>(
        "channel.connector.retries", description: "Calls to the connector that were tried again, by reason.");
    private static readonly Histogram<double> Waits = Meter.CreateHistogram<double>(
        "channel.pacing.wait", "s", "Waits that keep the bot below the service's limits.");

    public static System.Diagnostics.Activity? StartTurn(Activity activity) =>
        Source.StartActivity("turn", ActivityKind.Server) is not { } span
        ? null
        : span.SetTag("channel.activity.type", activity.Type).SetTag("channel.invoke.name", KnownName(activity))
            .SetTag("channel.activity.id", activity.Id).SetTag("channel.conversation.id", activity.Conversation?.Id)
                .SetTag("channel.tenant.id", activity.TenantId);

    public static System.Diagnostics.Activity? StartCall(HttpMethod method) =>
        Source.StartActivity("connector " + method.Method, ActivityKind.Client);

    public static void Turned(Activity activity, string outcome, TimeSpan duration) => Turns.Record(
        duration.TotalSeconds, new("type", KnownType(activity.Type)), new("name", KnownName(activity)), new("outcome", outcome));

    public static void Refused(int status, string reason) => Refusals.Add(1, new("status", status), new("reason", reason));

    public static void Called(HttpMethod method, string outcome, TimeSpan duration) =>
        Calls.Record(duration.TotalSeconds, new("method", method.Method), new("outcome", outcome));

    public static void Retried(string reason) => Retries.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public static void Waited(TimeSpan wait) => Waits.Record(wait.TotalSeconds);

    /// <summary>A stranger's words must not become series without number.</summary>
    private static string KnownType(string type) =>
        type is "message" or "invoke" or "conversationUpdate" or "installationUpdate" or "messageReaction"
        or "messageUpdate" or "messageDelete" or "event" or "typing" ? type : "other";

    private static string? KnownName(Activity activity) =>
        !activity.IsInvoke ? null : InvokeNames.All.Contains(activity.Name ?? "") ? activity.Name : "other";
}
