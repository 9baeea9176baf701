using System.Text;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Exchange;

namespace ChatOpportunities.Tests.Support;

/// <summary>The rows of a text with commas, as the product's own import reads them.</summary>
internal static class CsvRows
{
    /// <summary>All that can be read and are not blank, the heading first; none of what is no table.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Of(string text) =>
        ImportTable.Read(Encoding.UTF8.GetBytes(text), null) is Result<ImportTable>.Done(var table)
            ? [.. table.Rows.Where(r => r.Problem is null).Select(r => r.Cells)] : [];
}
