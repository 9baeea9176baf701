using System.Diagnostics.Metrics;

namespace ChatOpportunities.Bot.Talk;

/// <summary>What is counted of the talk for the operator's collector: kinds and outcomes, never what was said.</summary>
internal static class TalkTelemetry
{
    public const string Name = "ChatOpportunities.Chat";

    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Lines = Meter.CreateCounter<long>(
        "chat.not_understood", description: "Lines that nothing was made of, by kind.");

    private static readonly Counter<long> Questions = Meter.CreateCounter<long>(
        "chat.model_asked", description: "Lines that the language model was asked about, by outcome.");

    public static void NotUnderstood(string kind) => Lines.Add(1, new KeyValuePair<string, object?>("kind", kind));

    /// <param name="outcome">proposed, nothing, refused, slow or failed.</param>
    /// <param name="status">The status with which its address refused, or the kind of failure; null where there was none.</param>
    public static void ModelAsked(string outcome, string? status) => Questions.Add(
        1, new KeyValuePair<string, object?>("outcome", outcome), new KeyValuePair<string, object?>("error.type", status));
}
