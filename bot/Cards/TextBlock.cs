using System.Text.Json.Serialization;

namespace ChatOpportunities.Bot.Cards;

/// <summary>
/// Text in Teams' Markdown. What people wrote goes through <see cref="CardText.Escape"/> first; the parts in
/// <see cref="CardParts"/> do that by themselves. Wraps unless told otherwise, as phones are narrow.
/// </summary>
internal sealed record TextBlock : CardElement
{
    public required string Text { get; init; }

    public TextSize? Size { get; init; }

    public TextWeight? Weight { get; init; }

    public TextColor? Color { get; init; }

    public bool? IsSubtle { get; init; }

    public bool? Wrap { get; init; } = true;

    public int? MaxLines { get; init; }

    public TextBlockStyle? Style { get; init; }

    /// <summary>Id of the input this text speaks of.</summary>
    public string? LabelFor { get; init; }
}

/// <summary>Text without Markdown, in runs of different looks: nothing in it needs escaping.</summary>
internal sealed record RichTextBlock : CardElement
{
    public required IReadOnlyList<TextRun> Inlines { get; init; }
}

/// <summary>One run of a <see cref="RichTextBlock"/>.</summary>
internal sealed record TextRun
{
    [JsonPropertyOrder(-1)]
    public string Type { get; } = "TextRun";

    public required string Text { get; init; }

    public TextSize? Size { get; init; }

    public TextWeight? Weight { get; init; }

    public TextColor? Color { get; init; }

    public bool? IsSubtle { get; init; }

    public bool? Italic { get; init; }

    public bool? Strikethrough { get; init; }

    public bool? Highlight { get; init; }

    public CardAction? SelectAction { get; init; }
}

/// <summary>Size of text.</summary>
internal enum TextSize
{
    Small,
    Default,
    Medium,
    Large,
    ExtraLarge,
}

/// <summary>Weight of text.</summary>
internal enum TextWeight
{
    Lighter,
    Default,
    Bolder,
}

/// <summary>Colour of text, by meaning; never the only sign of that meaning.</summary>
internal enum TextColor
{
    Default,
    Dark,
    Light,
    Accent,
    Good,
    Warning,
    Attention,
}

/// <summary>What a text is to a screen reader.</summary>
internal enum TextBlockStyle
{
    [JsonStringEnumMemberName("default")]
    Default,
    [JsonStringEnumMemberName("heading")]
    Heading,
    [JsonStringEnumMemberName("columnHeader")]
    ColumnHeader,
}
