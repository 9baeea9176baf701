using System.Text.Json;
using ChatOpportunities.Bot.Teams;
using Microsoft.Bot.Builder;

namespace ChatOpportunities.Bot.Conversation;

/// <summary>Answers one kind of invoke for a known person; <see cref="ChatServices"/> says which.</summary>
internal interface IInvokeHandler
{
    Task<InvokeResponse> HandleAsync(InvokeRequest request, ChatTurn turn, CancellationToken cancellationToken);
}

/// <summary>An invoke as a feature sees it. Everything in the value comes from outside.</summary>
/// <param name="Name">Its name, for one who answers several.</param>
/// <param name="Value">An object.</param>
internal sealed record InvokeRequest(string Name, JsonElement Value)
{
    /// <summary>A text in the value; null when there is none, or something else.</summary>
    public string? Text(string name) => TextOf(Value, name);

    /// <summary>An object in the value.</summary>
    public JsonElement? Object(string name) =>
        Value.TryGetProperty(name, out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : null;

    /// <summary>A count in an object of the value, within bounds.</summary>
    public int Count(string of, string name, int absent, int most) =>
        Object(of) is { } inner && inner.TryGetProperty(name, out var count) && count.ValueKind == JsonValueKind.Number
            && count.TryGetInt32(out var number)
            ? Math.Clamp(number, 0, most)
            : absent;

    /// <summary>A parameter of a message extension's query.</summary>
    public string? Parameter(string? name = null)
    {
        if (!Value.TryGetProperty("parameters", out var parameters) || parameters.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        foreach (var parameter in parameters.EnumerateArray().Where(p => p.ValueKind == JsonValueKind.Object))
        {
            var called = TextOf(parameter, "name");
            if (name is null ? called != "initialRun" : called == name)
            {
                return TextOf(parameter, "value");
            }
        }

        return null;
    }

    public static string? TextOf(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString() : null;
}
