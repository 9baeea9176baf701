using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>What a list of opportunities is sorted by.</summary>
public enum OpportunityOrder
{
    /// <summary>The order in which they were made.</summary>
    No = 0,

    /// <summary>By the expected closing date.</summary>
    EstimatedCloseDate = 1,

    /// <summary>By the estimated value, in company currency.</summary>
    EstimatedValue = 2,

    /// <summary>By the instant of the last act.</summary>
    ChangedAt = 3,

    /// <summary>By the name of the contact, as searches fold it.</summary>
    Contact = 4,
}

/// <summary>The last line of a page, in the order of its list.</summary>
/// <param name="Key">Day number, hundredths or ticks of what the list is sorted by; 0 when sorted by number.</param>
/// <param name="Id">Its key.</param>
public sealed record OpportunityCursor(long Key, long Id)
{
    /// <summary>Text that <see cref="TryParse"/> reads, to be put into a link.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Key}.{Id}");

    /// <summary>Reads what <see cref="ToString"/> wrote; any other text is no cursor.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out OpportunityCursor? cursor)
    {
        var parts = (text ?? "").Split('.');
        cursor = parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var key)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new OpportunityCursor(key, id)
            : null;
        return cursor is not null;
    }
}

/// <summary>One line of a list. Amounts in company currency, percentages 0–100.</summary>
public sealed record OpportunityRow(
    long Id, string No, string Description, string Contact, string Salesperson, string SalesCycle, OpportunityStatus Status,
    Tasks.Priority Priority, string? Stage, decimal? EstimatedValue, decimal? ChancesOfSuccess, decimal? CurrentValue,
    DateOnly? EstimatedCloseDate, DateTimeOffset ChangedAt);

/// <summary>One page of a list and the cursor of the next one, null at the end.</summary>
public sealed record OpportunityPage(IReadOnlyList<OpportunityRow> Rows, long? Next);
