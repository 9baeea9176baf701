using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Portal.Language;

namespace ChatOpportunities.Portal.Pages.Contacts;

/// <summary>Contacts as they are handed out; the import knows these columns again in each language.</summary>
internal static class ContactSheet
{
    public static SheetColumn<ContactRow>[] Columns(PortalTexts t) =>
    [
        new(t["Number"], c => c.No),
        new(t["Name"], c => c.Name),
        new(t["Kind"], c => t.Of(c.Type)),
        new(t["Company"], c => c.Company),
        new(t["Company number"], c => c.CompanyNo),
        new(t["Mail"], c => c.Email),
        new(t["Phone"], c => c.Phone),
        new(t["Salesperson"], c => c.Salesperson),
        new(t["Salesperson code"], c => c.SalespersonCode),
        new(t["State"], c => c.Blocked ? t["Blocked"] : t["In use"]),
    ];
}
