using System.Text.Json.Serialization;

namespace ChatOpportunities.Bot.Cards;

/// <summary>
/// A word in a coloured pill; newer than 1.5, so <see cref="CardParts.Badge"/> gives it a fallback. The text is not Markdown.
/// </summary>
internal sealed record Badge : CardElement
{
    public required string Text { get; init; }

    /// <summary>Name of a Fluent icon.</summary>
    public string? Icon { get; init; }

    public BadgeStyle? Style { get; init; }

    public BadgeAppearance? Appearance { get; init; }

    public BadgeSize? Size { get; init; }

    public string? Tooltip { get; init; }
}

/// <summary>
/// How far something is; newer than 1.5, so <see cref="CardParts.Bar"/> and <see cref="CardParts.Segments"/> give it a fallback.
/// </summary>
internal sealed record ProgressBar : CardElement
{
    public required decimal Value { get; init; }

    public decimal? Max { get; init; }

    public ProgressColor? Color { get; init; }
}

/// <summary>Meaning of a badge.</summary>
internal enum BadgeStyle
{
    Default,
    Subtle,
    Informative,
    Accent,
    Good,
    Attention,
    Warning,
}

/// <summary>Whether a badge is filled with its colour or only tinted.</summary>
internal enum BadgeAppearance
{
    Filled,
    Tint,
}

/// <summary>Size of a badge.</summary>
internal enum BadgeSize
{
    Medium,
    Large,
    ExtraLarge,
}

/// <summary>Colour of a progress bar, by meaning.</summary>
internal enum ProgressColor
{
    Accent,
    Good,
    Warning,
    Attention,
}
