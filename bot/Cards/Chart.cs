using System.Text.Json.Serialization;

namespace ChatOpportunities.Bot.Cards;

/// <summary>Horizontal bars; newer than 1.5, so it always carries a table with the same figures as its fallback.</summary>
internal sealed record BarChart : CardElement
{
    public required string Title { get; init; }

    public bool ShowTitle { get; } = true;

    [JsonPropertyName("xAxisTitle")]
    public string? ValueTitle { get; init; }

    public string ColorSet { get; } = "categorical";

    /// <summary>Bars with their figures beside them: nothing has to be read off an axis.</summary>
    public string DisplayMode { get; } = "AbsoluteNoAxis";

    public required IReadOnlyList<Bar> Data { get; init; }
}

/// <summary>One bar: its name, which is not Markdown, and its length.</summary>
internal sealed record Bar(string X, decimal Y);
