using System.Text.Json.Serialization;

namespace ChatOpportunities.Bot.Cards;

/// <summary>Rows and columns; the first row names the columns unless told otherwise.</summary>
internal sealed record Table : CardElement
{
    public required IReadOnlyList<TableColumn> Columns { get; init; }

    public required IReadOnlyList<TableRow> Rows { get; init; }

    public bool? FirstRowAsHeaders { get; init; } = true;

    public bool? ShowGridLines { get; init; }

    public ContainerStyle? GridStyle { get; init; }
}

/// <summary>Width of a column, as a weight against the others.</summary>
internal sealed record TableColumn(int Width, HorizontalAlignment? HorizontalCellContentAlignment = null);

/// <summary>One row of a <see cref="Table"/>.</summary>
internal sealed record TableRow
{
    [JsonPropertyOrder(-1)]
    public string Type { get; } = "TableRow";

    public ContainerStyle? Style { get; init; }

    public required IReadOnlyList<TableCell> Cells { get; init; }
}

/// <summary>One cell of a <see cref="TableRow"/>.</summary>
internal sealed record TableCell
{
    [JsonPropertyOrder(-1)]
    public string Type { get; } = "TableCell";

    public ContainerStyle? Style { get; init; }

    public required IReadOnlyList<CardElement> Items { get; init; }

    public CardAction? SelectAction { get; init; }
}
