using System.Text.Json.Serialization;

namespace ChatOpportunities.Bot.Cards;

/// <summary>
/// A field to fill in. The client checks what it can and says <see cref="ErrorMessage"/>; the server checks everything again.
/// Labels, values, placeholders and titles are not Markdown.
/// </summary>
internal abstract record CardInput : CardElement
{
    [JsonPropertyOrder(-1)]
    public required string Label { get; init; }

    public bool? IsRequired { get; init; }

    public string? ErrorMessage { get; init; }
}

/// <summary>A line or a paragraph of text.</summary>
internal sealed record InputText : CardInput
{
    public string? Value { get; init; }

    public string? Placeholder { get; init; }

    public int? MaxLength { get; init; }

    public bool? IsMultiline { get; init; }

    public InputTextStyle? Style { get; init; }

    /// <summary>JavaScript dialect; anchored by hand with ^ and $.</summary>
    public string? Regex { get; init; }
}

/// <summary>A number; arrives back as text.</summary>
internal sealed record InputNumber : CardInput
{
    public decimal? Value { get; init; }

    public string? Placeholder { get; init; }

    public decimal? Min { get; init; }

    public decimal? Max { get; init; }
}

/// <summary>A day; arrives back as <c>yyyy-MM-dd</c>.</summary>
internal sealed record InputDate : CardInput
{
    public DateOnly? Value { get; init; }

    public DateOnly? Min { get; init; }

    public DateOnly? Max { get; init; }
}

/// <summary>A time of day; arrives back as <c>HH:mm</c>.</summary>
internal sealed record InputTime : CardInput
{
    /// <summary><c>HH:mm</c>.</summary>
    public string? Value { get; init; }

    public static string? Of(TimeOnly? time) => time?.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Yes or no; arrives back as <see cref="ValueOn"/> or <see cref="ValueOff"/>.</summary>
internal sealed record InputToggle : CardInput
{
    /// <summary>Text beside the box. The web renderer reads it as Markdown, others do not: only our own words here.</summary>
    public required string Title { get; init; }

    public string? Value { get; init; }

    public string? ValueOn { get; init; }

    public string? ValueOff { get; init; }

    public bool? Wrap { get; init; } = true;
}

/// <summary>One or several of a list.</summary>
internal sealed record InputChoiceSet : CardInput
{
    public IReadOnlyList<Choice> Choices { get; init; } = [];

    /// <summary>Where the client looks choices up while the person types.</summary>
    [JsonPropertyName("choices.data")]
    public DataQuery? ChoicesData { get; init; }

    /// <summary>
    /// The web renderer reads titles of <see cref="ChoiceSetStyle.Expanded"/> choices as Markdown: only our own words there.
    /// </summary>
    public ChoiceSetStyle? Style { get; init; }

    public bool? IsMultiSelect { get; init; }

    public string? Placeholder { get; init; }

    /// <summary>The chosen value; several are separated by commas.</summary>
    public string? Value { get; init; }

    public bool? Wrap { get; init; } = true;
}

/// <summary>What is shown, and what is sent back.</summary>
internal sealed record Choice(string Title, string Value);

/// <summary>A source of choices: our own data set, or Teams' directory of people.</summary>
internal sealed record DataQuery(string Dataset)
{
    [JsonPropertyOrder(-1)]
    public string Type { get; } = "Data.Query";
}

/// <summary>Which keyboard a phone offers.</summary>
internal enum InputTextStyle
{
    [JsonStringEnumMemberName("text")]
    Text,
    [JsonStringEnumMemberName("tel")]
    Tel,
    [JsonStringEnumMemberName("url")]
    Url,
    [JsonStringEnumMemberName("email")]
    Email,
}

/// <summary>How choices are laid out.</summary>
internal enum ChoiceSetStyle
{
    [JsonStringEnumMemberName("compact")]
    Compact,
    [JsonStringEnumMemberName("expanded")]
    Expanded,
    [JsonStringEnumMemberName("filtered")]
    Filtered,
}
