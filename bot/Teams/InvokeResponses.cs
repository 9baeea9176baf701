using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Bot.Builder;

namespace ChatOpportunities.Bot.Teams;

/// <summary>Makes the answers to invokes, which travel in the HTTP response; each client shows only the shape it knows.</summary>
internal static class InvokeResponses
{
    /// <summary>The customary page of a message extension and of a type-ahead.</summary>
    public const int PageSize = 25;

    /// <summary>Replaces the card the button is on, for the person who pressed it.</summary>
    public static InvokeResponse Card(JsonElement card) => CardAction(200, ActivityExtensions.AdaptiveCard, card);

    /// <summary>Shows a short text to the person who pressed.</summary>
    public static InvokeResponse Message(string text) =>
        CardAction(200, "application/vnd.microsoft.activity.message", JsonSerializer.SerializeToElement(text, ChannelJson.Default.String));

    /// <summary>Refuses a card action; HTTP itself stays 200, as the channel wants it.</summary>
    public static InvokeResponse Error(int status, string code, string message) => CardAction(
        status, "application/vnd.microsoft.error",
        JsonSerializer.SerializeToElement(new InvokeError(code, message), ChannelJson.Default.InvokeError));

    /// <summary>Taken, with nothing to show.</summary>
    public static InvokeResponse Empty() => Ok(new Nothing(), ChannelJson.Default.Nothing);

    /// <summary>The value of the invoke is not what its name promises.</summary>
    public static InvokeResponse Malformed() => new() { Status = StatusCodes.Status400BadRequest };

    /// <summary>Choices for a drop-down that is typed into.</summary>
    public static InvokeResponse Choices(IEnumerable<SearchResult> results) => CardAction(
        200,
        "application/vnd.microsoft.search.searchResponse",
        JsonSerializer.SerializeToElement(new SearchResults([.. results]), ChannelJson.Default.SearchResults));

    /// <summary>Opens a dialog, or shows its next page.</summary>
    public static InvokeResponse Dialog(string title, JsonElement card) => Ok(
        new TaskAnswer(new("continue", JsonSerializer.SerializeToElement(
            new TaskDialog(title, "medium", "medium", new CardAttachment(ActivityExtensions.AdaptiveCard, card)),
            ChannelJson.Default.TaskDialog))),
        ChannelJson.Default.TaskAnswer);

    /// <summary>What a message extension found.</summary>
    public static InvokeResponse Found(IEnumerable<ExtensionItem> items) =>
        Ok(new ExtensionAnswer(new("result", AttachmentLayout: "list", Attachments: [.. items])), ChannelJson.Default.ExtensionAnswer);

    /// <summary>Configuration of the bot in a group: a card.</summary>
    public static InvokeResponse Config(string title, JsonElement card) => Ok(
        new ConfigAnswer("config", new("continue", JsonSerializer.SerializeToElement(
            new TaskDialog(title, "medium", "medium", new CardAttachment(ActivityExtensions.AdaptiveCard, card)),
            ChannelJson.Default.TaskDialog))),
        ChannelJson.Default.ConfigAnswer);

    /// <summary>The client's own sign-in was not wanted; it shows the usual button then.</summary>
    public static InvokeResponse NotExchanged(string? id, string? connection, string why) => new()
    {
        Status = StatusCodes.Status412PreconditionFailed,
        Body = new RawJson(
            JsonSerializer.SerializeToElement(new ExchangeFailure(id, connection, why), ChannelJson.Default.ExchangeFailure)),
    };

    /// <summary>A sentence in the shape that the client of this invoke shows.</summary>
    public static InvokeResponse Said(string? name, string text) => name switch
    {
        InvokeNames.CardAction => Message(text),
        InvokeNames.Search => Choices([]),
        InvokeNames.TaskFetch or InvokeNames.TaskSubmit or InvokeNames.ExtensionFetchTask or InvokeNames.ExtensionSubmitAction
            or InvokeNames.FeedbackForm =>
            Ok(new TaskAnswer(new("message", Text(text))), ChannelJson.Default.TaskAnswer),
        InvokeNames.ConfigFetch or InvokeNames.ConfigSubmit =>
            Ok(new ConfigAnswer("config", new("message", Text(text))), ChannelJson.Default.ConfigAnswer),
        not null when name.StartsWith(InvokeNames.ExtensionPrefix, StringComparison.Ordinal) =>
            Ok(new ExtensionAnswer(new("message", Text: text)), ChannelJson.Default.ExtensionAnswer),
        _ => Empty(),
    };

    /// <summary>Tabs made of cards are retired; who still asks is shown an empty one.</summary>
    internal static InvokeResponse EmptyTab() => Ok(new TabAnswer(new("continue", new([]))), ChannelJson.Default.TabAnswer);

    /// <summary>What an invoke whose turn failed is told: each client shows only the shape it knows.</summary>
    internal static InvokeResponse Failure(string? name, string message) => name is InvokeNames.CardAction or InvokeNames.Search
        ? Error(500, "InternalServerError", message)
        : Said(name, message);

    private static JsonElement Text(string text) => JsonSerializer.SerializeToElement(text, ChannelJson.Default.String);

    private static InvokeResponse Ok<T>(T body, JsonTypeInfo<T> type) =>
        new() { Status = StatusCodes.Status200OK, Body = new RawJson(JsonSerializer.SerializeToElement(body, type)) };

    private static InvokeResponse CardAction(int status, string type, JsonElement value) =>
        Ok(new CardActionAnswer(status, type, value), ChannelJson.Default.CardActionAnswer);
}

internal sealed record CardActionAnswer(int StatusCode, string Type, JsonElement Value);

internal sealed record InvokeError(string Code, string Message);

internal sealed record TaskAnswer(TaskContent Task);

/// <summary><c>continue</c> with a dialog, or <c>message</c> with a text.</summary>
internal sealed record TaskContent(string Type, JsonElement Value);

internal sealed record TaskDialog(string Title, string Height, string Width, CardAttachment Card);

internal sealed record CardAttachment(string ContentType, JsonElement Content);

internal sealed record ConfigAnswer(string ResponseType, TaskContent Config);

internal sealed record TabAnswer(TabContent Tab);

internal sealed record TabContent(string Type, TabCards Value);

internal sealed record TabCards(IReadOnlyList<Nothing> Cards);

internal sealed record ExchangeFailure(string? Id, string? ConnectionName, string FailureDetail);

internal sealed record ExtensionAnswer(ExtensionContent ComposeExtension);

internal sealed record ExtensionContent(
    string Type, string? Text = null, string? AttachmentLayout = null, IReadOnlyList<ExtensionItem>? Attachments = null);

/// <summary>A card that can be put into a message, and its line in the list.</summary>
internal sealed record ExtensionItem(string ContentType, JsonElement Content, CardAttachment? Preview)
{
    public static ExtensionItem Of(JsonElement card, string title, string text, string icon, JsonElement? tapped = null) => new(
        ActivityExtensions.AdaptiveCard,
        card,
        new CardAttachment(
            "application/vnd.microsoft.card.thumbnail",
            JsonSerializer.SerializeToElement(
                new ThumbnailCard(title, text, [new ThumbnailImage(icon)], tapped is { } value ? new ThumbnailTap("invoke", value) : null),
                ChannelJson.Default.ThumbnailCard)));
}

internal sealed record ThumbnailCard(string Title, string Text, IReadOnlyList<ThumbnailImage> Images, ThumbnailTap? Tap);

internal sealed record ThumbnailImage(string Url);

internal sealed record ThumbnailTap(string Type, JsonElement Value);

internal sealed record SearchResults(IReadOnlyList<SearchResult> Results);

/// <summary>A choice: what is shown, and what comes back.</summary>
internal sealed record SearchResult(string Title, string Value);

internal sealed record Nothing;
