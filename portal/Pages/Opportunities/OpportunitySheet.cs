using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Portal.Language;

namespace ChatOpportunities.Portal.Pages.Opportunities;

/// <summary>Opportunities as they are handed out; the import knows these columns again in each language.</summary>
internal static class OpportunitySheet
{
    public static SheetColumn<Opportunity>[] Columns(PortalTexts t) =>
    [
        new(t["Number"], o => o.No),
        new(t["Opportunity"], o => o.Description),
        new(t["Contact"], o => o.Contact!.Name),
        new(t["Salesperson"], o => o.Salesperson!.Name),
        new(t["Sales cycle"], o => o.SalesCycle!.Description),
        new(t["Stage"], o => o.Current?.StageDescription),
        new(t["Status"], o => t.Of(o.Status)),
        new(t["Priority"], o => t.Of(o.Priority)),
        new(t["Estimated value"], o => o.Current?.EstimatedValue ?? o.InitialValue),
        new(t["Chances of success %"], o => o.Current?.ChancesOfSuccess ?? o.InitialChances),
        new(t["Probability"] + " %", o => o.Current?.Probability),
        new(t["Weighted value"], o => o.Current is { } now ? decimal.Round(now.CurrentValue, 2) : null),
        new(t["Expected close"], o => o.Current?.EstimatedCloseDate ?? o.InitialCloseDate),
        new(t["Created"], o => o.CreationDate),
        new(t["Closed"], o => o.ClosedOn),
        new(t["Reason"], o => o.Current?.CloseReason?.Description),
        new(t["Next step"], o => o.NextStep),
        new(t["Day of the next step"], o => o.NextStepDate),
        new(t["On the stage since"], o => o.Current?.StageEnteredOn),
        new(t["Note"], o => o.Current?.Note),
        new(t["Contact number"], o => o.Contact!.No),
        new(t["Salesperson code"], o => o.Salesperson!.Code),
        new(t["Sales cycle code"], o => o.SalesCycle!.Code),
        new(t["Reason code"], o => o.Current?.CloseReason?.Code),
        new(t["Source"], o => o.Source),
    ];
}
