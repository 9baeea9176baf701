namespace ChatOpportunities.Domain.Pipeline;

/// <summary>Which opportunities a figure counts, besides the rights of who asks; blank parts do not filter.</summary>
/// <param name="SalesCycleCode">In this cycle.</param>
/// <param name="SalespersonCode">Of whoever has this code and holds them today.</param>
/// <param name="TeamCode">Of the people who are in this team today.</param>
public sealed record FigureFilter(string? SalesCycleCode = null, string? SalespersonCode = null, string? TeamCode = null)
{
    /// <summary>Counts everything the caller may see.</summary>
    public static FigureFilter None { get; } = new();
}
