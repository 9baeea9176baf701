using System.Reflection;
using System.Runtime.CompilerServices;
using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ChatOpportunities.Domain.Privacy;

/// <summary>
/// Every column that holds text, read off the model itself: one that is added tomorrow is looked into as well. Rows are read one after the
/// other, whatever their number, and nothing is tracked.
/// </summary>
internal static class TextColumns
{
    /// <summary>
    /// Text that is nobody's words: what the product counts, protects and translates by, and the codes and numbers by which records know
    /// each other. An admin changes those that were made of a name.
    /// </summary>
    public static IReadOnlySet<string> NobodysWords { get; } = new HashSet<string>
    {
        "Activity.Code", "ActivityStep.DateFormula", "ApiToken.Hash", "AuditEntry.Sentence", "AuditEntry.Subject", "AuditEntry.SubjectKey",
        "CloseReason.Code", "Contact.No", "ImportLot.ImportId", "KeptImport.Id", "NumberSeries.Code", "Opportunity.No",
        "OutboxMessage.LastError", "ProtectionKey.Name", "ProtectionKey.Xml", "Reminder.Delivery", "Reminder.Key", "Reminder.LastError",
        "SalesCycle.Code", "SalesCycleStage.DateFormula", "SalesTask.RecurringInterval", "SalesTeam.Code", "Salesperson.Code",
        "Salesperson.Language", "Salesperson.Region", "Salesperson.TimeZone", "Webhook.FormerSecret", "Webhook.Secret",
        "WebhookDelivery.MessageId", "WebhookDelivery.OpportunityNo",
    };

    private static readonly MethodInfo Reading =
        typeof(TextColumns).GetMethod(nameof(RowsAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>The columns of text of each table, and those that hold several texts.</summary>
    public static IReadOnlyList<(IEntityType Table, IReadOnlyList<IProperty> Columns)> Of(OpportunitiesContext db) =>
    [
        .. db.Model.GetEntityTypes().OrderBy(t => t.Name, StringComparer.Ordinal)
            .Select(t => (Table: t, Columns: (IReadOnlyList<IProperty>)
                [.. t.GetProperties().Where(p => HoldsText(p) && !NobodysWords.Contains($"{t.ClrType.Name}.{p.Name}"))]))
            .Where(t => t.Columns.Count > 0),
    ];

    /// <summary>All rows of a table.</summary>
    public static IAsyncEnumerable<object> Rows(OpportunitiesContext db, IEntityType table, CancellationToken cancellationToken) =>
        (IAsyncEnumerable<object>)Reading.MakeGenericMethod(table.ClrType).Invoke(null, [db, cancellationToken])!;

    /// <summary>What a column of a row holds; none where it is empty.</summary>
    public static IReadOnlyList<string> Texts(object row, IProperty column) => Value(row, column) switch
    {
        string text => [text],
        IEnumerable<string> texts => [.. texts],
        _ => [],
    };

    /// <summary>The row by its key, as it can be told.</summary>
    public static string KeyOf(object row, IEntityType table) =>
        string.Join('/', table.FindPrimaryKey()!.Properties.Select(p => Value(row, p)));

    private static object? Value(object row, IProperty column) =>
        column.PropertyInfo is { } property ? property.GetValue(row) : column.FieldInfo?.GetValue(row);

    private static bool HoldsText(IProperty property) =>
        property.ClrType == typeof(string) || typeof(IEnumerable<string>).IsAssignableFrom(property.ClrType);

    private static async IAsyncEnumerable<object> RowsAsync<T>(
        OpportunitiesContext db, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        await foreach (var row in db.Set<T>().AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            yield return row;
        }
    }
}
