using System.Text.Json.Serialization;

namespace ChatOpportunities.Bot.Cards;

/// <summary>Elements that belong together.</summary>
internal sealed record Container : CardElement
{
    public required IReadOnlyList<CardElement> Items { get; init; }

    public ContainerStyle? Style { get; init; }

    public bool? Bleed { get; init; }

    public bool? ShowBorder { get; init; }

    public bool? RoundedCorners { get; init; }

    public VerticalAlignment? VerticalContentAlignment { get; init; }

    /// <summary>Pixels, as <c>8px</c>.</summary>
    public string? MinHeight { get; init; }

    public CardAction? SelectAction { get; init; }
}

/// <summary>Elements side by side; more than three are cramped on a phone.</summary>
internal sealed record ColumnSet : CardElement
{
    public required IReadOnlyList<Column> Columns { get; init; }

    public ContainerStyle? Style { get; init; }

    public CardAction? SelectAction { get; init; }
}

/// <summary>One column of a <see cref="ColumnSet"/>.</summary>
internal sealed record Column
{
    [JsonPropertyOrder(-1)]
    public string Type { get; } = "Column";

    public string? Id { get; init; }

    /// <summary><c>auto</c>, <c>stretch</c>, a weight (<c>2</c>) or pixels (<c>50px</c>).</summary>
    public string? Width { get; init; }

    public bool? IsVisible { get; init; }

    public Spacing? Spacing { get; init; }

    public ContainerStyle? Style { get; init; }

    public VerticalAlignment? VerticalContentAlignment { get; init; }

    public required IReadOnlyList<CardElement> Items { get; init; }

    public CardAction? SelectAction { get; init; }
}

/// <summary>Names and values in two columns; both are read as Markdown.</summary>
internal sealed record FactSet : CardElement
{
    public required IReadOnlyList<Fact> Facts { get; init; }
}

/// <summary>One line of a <see cref="FactSet"/>.</summary>
internal sealed record Fact(string Title, string Value);

/// <summary>Buttons in the body. Those with a fallback stand here, where old clients honour it.</summary>
internal sealed record ActionSet : CardElement
{
    public required IReadOnlyList<CardAction> Actions { get; init; }
}

/// <summary>Background of a container, by meaning; never the only sign of that meaning.</summary>
internal enum ContainerStyle
{
    [JsonStringEnumMemberName("default")]
    Default,
    [JsonStringEnumMemberName("emphasis")]
    Emphasis,
    [JsonStringEnumMemberName("accent")]
    Accent,
    [JsonStringEnumMemberName("good")]
    Good,
    [JsonStringEnumMemberName("attention")]
    Attention,
    [JsonStringEnumMemberName("warning")]
    Warning,
}
