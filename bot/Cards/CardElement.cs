using System.Text.Json.Serialization;

namespace ChatOpportunities.Bot.Cards;

/// <summary>Anything that can stand in a card's body.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(TextBlock), "TextBlock")]
[JsonDerivedType(typeof(RichTextBlock), "RichTextBlock")]
[JsonDerivedType(typeof(Container), "Container")]
[JsonDerivedType(typeof(ColumnSet), "ColumnSet")]
[JsonDerivedType(typeof(FactSet), "FactSet")]
[JsonDerivedType(typeof(ActionSet), "ActionSet")]
[JsonDerivedType(typeof(Table), "Table")]
[JsonDerivedType(typeof(Image), "Image")]
[JsonDerivedType(typeof(Badge), "Badge")]
[JsonDerivedType(typeof(ProgressBar), "ProgressBar")]
[JsonDerivedType(typeof(InputText), "Input.Text")]
[JsonDerivedType(typeof(InputNumber), "Input.Number")]
[JsonDerivedType(typeof(InputDate), "Input.Date")]
[JsonDerivedType(typeof(InputTime), "Input.Time")]
[JsonDerivedType(typeof(InputToggle), "Input.Toggle")]
[JsonDerivedType(typeof(InputChoiceSet), "Input.ChoiceSet")]
internal abstract record CardElement
{
    [JsonPropertyOrder(-1)]
    public string? Id { get; init; }

    public bool? IsVisible { get; init; }

    public bool? Separator { get; init; }

    public Spacing? Spacing { get; init; }

    public HorizontalAlignment? HorizontalAlignment { get; init; }

    /// <summary>
    /// <c>VeryNarrow</c>, <c>Narrow</c>, <c>Standard</c> or <c>Wide</c>, also with <c>atLeast:</c> or <c>atMost:</c> before it.
    /// </summary>
    public string? TargetWidth { get; init; }

    /// <summary>What a client shows that does not know this element; it must tell the same.</summary>
    [JsonPropertyOrder(100)]
    public CardElement? Fallback { get; init; }
}

/// <summary>Distance from the element before.</summary>
internal enum Spacing
{
    None,
    ExtraSmall,
    Small,
    Default,
    Medium,
    Large,
    ExtraLarge,
    Padding,
}

/// <summary>Where an element stands between left and right.</summary>
internal enum HorizontalAlignment
{
    Left,
    Center,
    Right,
}

/// <summary>Where content stands between top and bottom.</summary>
internal enum VerticalAlignment
{
    Top,
    Center,
    Bottom,
}
