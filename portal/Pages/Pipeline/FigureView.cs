using ChatOpportunities.Portal.Language;

namespace ChatOpportunities.Portal.Pages.Pipeline;

/// <summary>One figure: the bars, the table beside them and the file all say what stands here.</summary>
/// <param name="Id">Name in addresses.</param>
/// <param name="Title">Heading.</param>
/// <param name="Hint">What is counted, in a line.</param>
/// <param name="Columns">Headings of the table; the first is of the labels.</param>
/// <param name="Rows">Lines in order.</param>
/// <param name="Legend">What the full and the strong part of a bar mean; without the second, all is strong.</param>
public sealed record FigureView(
    string Id, string Title, string Hint, IReadOnlyList<string> Columns, IReadOnlyList<FigureRow> Rows, (string All, string? Part) Legend)
{
    /// <summary>Most of all bars, by which they are drawn.</summary>
    public decimal Longest => Rows.Select(r => r.All).DefaultIfEmpty().Max();
}

/// <summary>One line of a figure.</summary>
/// <param name="Label">What it is about.</param>
/// <param name="Cells">Its values.</param>
/// <param name="All">Length of the bar.</param>
/// <param name="Part">Length of its strong part.</param>
/// <param name="Link">Where the opportunities of the line are listed.</param>
public sealed record FigureRow(string Label, IReadOnlyList<FigureCell> Cells, decimal All, decimal Part, string? Link);

/// <summary>One value, as it is read and as it is computed with: a number or a text, null where there is none.</summary>
public sealed record FigureCell(string Text, object? Plain, bool IsCount = false)
{
    public static FigureCell Count(PortalTexts t, int count) => new(count.ToString("N0", t.Culture), count, IsCount: true);

    public static FigureCell Money(PortalTexts t, decimal amount) => new(t.Money(decimal.Round(amount)), decimal.Round(amount, 2));

    public static FigureCell Percent(PortalTexts t, decimal? percent) => new(percent is { } p ? t.Percent(p) : "–", percent);

    public static FigureCell Number(PortalTexts t, decimal? number) => new(number?.ToString("0.#", t.Culture) ?? "–", number);
}
