using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Portal.Language;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Opportunities;

/// <content>The columns of the list, of which everybody chooses their own.</content>
public sealed partial class IndexModel
{
    private static readonly string[] AtFirst = ["contact", "salesperson", "stage", "value", "close", "chances", "weighted", "status"];

    /// <summary>Those the reader sees.</summary>
    public IReadOnlyList<ListColumn> Columns { get; private set; } = [];

    /// <summary>All there are, in their order.</summary>
    public IReadOnlyList<ListColumn> AllColumns =>
    [
        new("contact", T["Contact"], o => o.Contact!.Name, "contact"),
        new("salesperson", T["Salesperson"], o => o.Salesperson!.Name, Page: "Assign"),
        new("cycle", T["Sales cycle"], o => o.SalesCycle!.Description),
        new("stage", T["Stage"], o => o.Current?.StageDescription),
        new("value", T["Value"], o => (o.Current?.EstimatedValue ?? o.InitialValue) is { } value ? T.Money(value) : "", "value", "number",
            Field: OpportunityField.Value),
        new(
            "close", T["Expected close"], o => (o.Current?.EstimatedCloseDate ?? o.InitialCloseDate) is { } day ? T.Date(day) : "", "close",
            "nowrap", Field: OpportunityField.Close),
        new(
            "chances", T["Chances"], o => (o.Current?.ChancesOfSuccess ?? o.InitialChances) is { } chances ? T.Percent(chances) : "", null,
            "number w-percent", Field: OpportunityField.Chances),
        new(
            "weighted", T["Weighted value"], o => o.Current is { } now ? T.Money(decimal.Round(now.CurrentValue)) : "", null, "number"),
        new("priority", T["Priority"], o => T.Of(o.Priority), Field: OpportunityField.Priority),
        new(
            "nextStep", T["Next step"], o => o.NextStepDate is { } day ? $"{T.Date(day)} {o.NextStep}".TrimEnd() : o.NextStep,
            Field: OpportunityField.Step),
        new("source", T["Source"], o => o.Source),
        new("created", T["Created"], o => T.Date(o.CreationDate), null, "nowrap"),
        new(
            "changed", T["Changed"],
            o => T.Date(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(o.ChangedAt, Caller.TimeZone).DateTime)), "changed", "nowrap"),
        new("status", T["Status"], o => T.Of(o.Status), null, "nowrap w-status"),
    ];

    public async Task<IActionResult> OnPostColumnsAsync(
        IReadOnlyList<string>? column, string? query, CancellationToken cancellationToken)
    {
        await columns.KeepAsync((column ?? []).Where(key => AllColumns.Any(c => c.Key == key)), Caller, cancellationToken);
        TempData[StatusKey] = T["Your columns are saved."];
        return Back(query);
    }

    private async Task<IReadOnlyList<ListColumn>> ColumnsAsync(CancellationToken cancellationToken)
    {
        var chosen = await columns.FindAsync(Caller, cancellationToken) ?? AtFirst;
        return [.. AllColumns.Where(c => chosen.Contains(c.Key))];
    }
}

/// <summary>A column of the list.</summary>
/// <param name="Key">Its name for programs.</param>
/// <param name="Label">Its heading.</param>
/// <param name="Text">What stands in it.</param>
/// <param name="Sort">The order of the list by it, as <see cref="ListChoice.Orders"/> names it; null where no index gives one.</param>
/// <param name="Css">How it looks.</param>
/// <param name="Field">What is changed in it, in the row; null where nothing is, or by a page with more to it.</param>
/// <param name="Page">That page.</param>
public sealed record ListColumn(
    string Key, string Label, Func<Opportunity, string?> Text, string? Sort = null, string Css = "", OpportunityField? Field = null,
    string? Page = null)
{
    /// <summary>Whether it is changed in the row.</summary>
    public bool IsChanged => Field is not null || Page is not null;
}
