using System.Text.Json;

namespace ChatOpportunities.Bot.Channel;

/// <summary>The answer to an invoke; it travels in the HTTP response.</summary>
internal sealed record InvokeResponse(int Status, JsonElement? Body = null)
{
    /// <summary>Replaces the card the button is on, for the person who pressed it.</summary>
    public static InvokeResponse Card(JsonElement card) => CardAction(200, Activity.AdaptiveCard, card);

    /// <summary>Shows a short text to the person who pressed.</summary>
    public static InvokeResponse Message(string text) =>
        CardAction(200, "application/vnd.microsoft.activity.message", JsonSerializer.SerializeToElement(text, ChannelJson.Default.String));

    /// <summary>Refuses a card action; HTTP itself stays 200, as the channel wants it.</summary>
    public static InvokeResponse Error(int status, string code, string message) => CardAction(
        status,
        "application/vnd.microsoft.error",
        JsonSerializer.SerializeToElement(new InvokeError(code, message), ChannelJson.Default.InvokeError));

    /// <summary>What an invoke whose turn failed is told: each client shows only the shape it knows.</summary>
    internal static InvokeResponse Failure(string? name, string message) => name switch
    {
        "adaptiveCard/action" or "application/search" => Error(500, "InternalServerError", message),
        "task/fetch" or "task/submit" or "composeExtension/fetchTask" or "composeExtension/submitAction" =>
            new(200, JsonSerializer.SerializeToElement(new TaskAnswer(new("message", message)), ChannelJson.Default.TaskAnswer)),
        not null when name.StartsWith("composeExtension/", StringComparison.Ordinal) =>
            new(200, JsonSerializer.SerializeToElement(new ExtensionAnswer(new("message", message)), ChannelJson.Default.ExtensionAnswer)),
        _ => new(200, JsonSerializer.SerializeToElement(new Nothing(), ChannelJson.Default.Nothing)),
    };

    private static InvokeResponse CardAction(int status, string type, JsonElement value) =>
        new(200, JsonSerializer.SerializeToElement(new CardActionAnswer(status, type, value), ChannelJson.Default.CardActionAnswer));
}

internal sealed record CardActionAnswer(int StatusCode, string Type, JsonElement Value);

internal sealed record InvokeError(string Code, string Message);

internal sealed record TaskAnswer(TaskMessage Task);

internal sealed record TaskMessage(string Type, string Value);

internal sealed record ExtensionAnswer(ExtensionMessage ComposeExtension);

internal sealed record ExtensionMessage(string Type, string Text);

internal sealed record Nothing;
