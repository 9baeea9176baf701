using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ChatOpportunities.Bot.Cards;

/// <summary>A button. Its title is not Markdown.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ActionExecute), "Action.Execute")]
[JsonDerivedType(typeof(ActionSubmit), "Action.Submit")]
[JsonDerivedType(typeof(ActionOpenUrl), "Action.OpenUrl")]
[JsonDerivedType(typeof(ActionShowCard), "Action.ShowCard")]
[JsonDerivedType(typeof(ActionToggleVisibility), "Action.ToggleVisibility")]
internal abstract record CardAction
{
    [JsonPropertyOrder(-2)]
    public string? Id { get; init; }

    [JsonPropertyOrder(-1)]
    public string? Title { get; init; }

    /// <summary>Decoration only: some clients show every button alike.</summary>
    public ActionStyle? Style { get; init; }

    /// <summary><see cref="ActionMode.Secondary"/> goes to the overflow menu.</summary>
    public ActionMode? Mode { get; init; }

    public string? Tooltip { get; init; }

    /// <summary>Address of a picture, or the name of a Fluent icon.</summary>
    public string? IconUrl { get; init; }

    public bool? IsEnabled { get; init; }
}

/// <summary>
/// Calls the bot with <see cref="Verb"/> and <see cref="Data"/>, and the answer replaces the card. Made only by
/// <see cref="For{TData}"/>, so that no button lacks the fallback that clients without this action need.
/// </summary>
internal sealed record ActionExecute : CardAction
{
    private readonly bool _isRefresh;

    private ActionExecute(string verb, JsonElement data, bool isRefresh) => (Verb, Data, _isRefresh) = (verb, data, isRefresh);

    public string Verb { get; }

    public JsonElement Data { get; private init; }

    /// <summary><see cref="AssociatedInputs.None"/> for Cancel and the like, which empty required inputs must not stop.</summary>
    public AssociatedInputs? AssociatedInputs { get; init; }

    /// <summary>The card itself changes, so the client's own line that the press was sent is noise.</summary>
    public ActionTeamsOptions? Msteams => _isRefresh ? null : new();

    /// <summary>
    /// The same as a message: <c>verb</c> stands among the data there. A refresh has none, as old clients do not refresh.
    /// </summary>
    [JsonPropertyOrder(100)]
    public CardAction? Fallback => _isRefresh ? null : new ActionSubmit
    {
        Title = Title,
        Style = Style,
        Mode = Mode,
        Tooltip = Tooltip,
        IconUrl = IconUrl,
        IsEnabled = IsEnabled,
        AssociatedInputs = AssociatedInputs,
        Data = WithVerb(),
    };

    /// <param name="data">A record whose JSON is an object without a member <c>verb</c>.</param>
    public static ActionExecute For<TData>(string title, string verb, TData data, JsonTypeInfo<TData> typeInfo) =>
        new(verb, ToObject(data, typeInfo), isRefresh: false) { Title = title };

    internal static ActionExecute ForRefresh<TData>(string verb, TData data, JsonTypeInfo<TData> typeInfo) =>
        new(verb, ToObject(data, typeInfo), isRefresh: true);

    /// <summary>The same button with one more member among its data, or another value of it.</summary>
    public ActionExecute With(string member, JsonNode value)
    {
        var data = JsonObject.Create(Data)!;
        data[member] = value;
        return this with { Data = JsonSerializer.SerializeToElement(data, CardJson.Default.JsonObject) };
    }

    private static JsonElement ToObject<TData>(TData data, JsonTypeInfo<TData> typeInfo)
    {
        var json = JsonSerializer.SerializeToElement(data, typeInfo);
        return json.ValueKind == JsonValueKind.Object && !json.TryGetProperty("verb", out _)
            ? json
            : throw new ArgumentException("The data of a button is an object without a member 'verb'.", nameof(data));
    }

    private JsonElement WithVerb()
    {
        var data = new JsonObject { ["verb"] = Verb };
        foreach (var member in Data.EnumerateObject())
        {
            data[member.Name] = member.Value.ValueKind == JsonValueKind.Null ? null : JsonNode.Parse(member.Value.GetRawText());
        }

        return JsonSerializer.SerializeToElement(data, CardJson.Default.JsonObject);
    }
}

/// <summary>What only Teams reads on a button: no footer that says that it was pressed.</summary>
internal sealed record ActionTeamsOptions
{
    public ActionFeedback Feedback { get; } = new();
}

internal sealed record ActionFeedback
{
    public bool Hide { get; } = true;
}

/// <summary>Sends its data to the bot as a message; what clients without <see cref="ActionExecute"/> get.</summary>
internal sealed record ActionSubmit : CardAction
{
    public JsonElement? Data { get; init; }

    public AssociatedInputs? AssociatedInputs { get; init; }
}

/// <summary>Opens a page outside the chat.</summary>
internal sealed record ActionOpenUrl : CardAction
{
    public required Uri Url { get; init; }
}

/// <summary>Unfolds a card inside the card; such a card may not hold another one.</summary>
internal sealed record ActionShowCard : CardAction
{
    public required AdaptiveCard Card { get; init; }
}

/// <summary>Shows or hides elements by id, without asking the bot.</summary>
internal sealed record ActionToggleVisibility : CardAction
{
    public required IReadOnlyList<string> TargetElements { get; init; }
}

/// <summary>Look of a button.</summary>
internal enum ActionStyle
{
    [JsonStringEnumMemberName("default")]
    Default,
    [JsonStringEnumMemberName("positive")]
    Positive,
    [JsonStringEnumMemberName("destructive")]
    Destructive,
}

/// <summary>Place of a button.</summary>
internal enum ActionMode
{
    [JsonStringEnumMemberName("primary")]
    Primary,
    [JsonStringEnumMemberName("secondary")]
    Secondary,
}

/// <summary>Whether inputs are checked and sent along.</summary>
internal enum AssociatedInputs
{
    [JsonStringEnumMemberName("auto")]
    Auto,
    [JsonStringEnumMemberName("none")]
    None,
}
