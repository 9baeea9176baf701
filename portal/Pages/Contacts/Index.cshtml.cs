using System.Runtime.CompilerServices;
using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Portal.Forms;
using ChatOpportunities.Portal.Language;
using ChatOpportunities.Portal.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace ChatOpportunities.Portal.Pages.Contacts;

/// <summary>Companies and persons, in order of their names.</summary>
public sealed class IndexModel(ContactActs contacts) : PortalPage
{
    private const int PageSize = 50;
    private const int MostProposed = 20;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public ContactType? Type { get; set; }

    /// <summary>Cursor: what comes after this one.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<ContactRow> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public bool IsFiltered => Q is not null || Type is not null;

    public IEnumerable<SelectListItem> Types => Enum.GetValues<ContactType>()
        .Select(t => new SelectListItem(T.Of(t), t.ToString(), t == Type));

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var page = await contacts.ListAsync(
            new ContactFilter(Q, Type), PageSize, ContactCursor.TryParse(After, out var after) ? after : null, cancellationToken);
        (Rows, Next) = (page.Rows, page.Next?.ToString());
    }

    /// <summary>All that the list shows, on every page of it, as a file.</summary>
    public IActionResult OnGetCsv() => new SheetResult("contacts", SheetFormat.Csv, List);

    /// <summary>The same as a workbook.</summary>
    public IActionResult OnGetXlsx() => new SheetResult("contacts", SheetFormat.Xlsx, List);

    /// <summary>Contacts that a form proposes while somebody types, as options of its list.</summary>
    public async Task<IActionResult> OnGetSuggestAsync(CancellationToken cancellationToken)
    {
        var page = await contacts.ListAsync(new ContactFilter(Q, Type, Blocked: false), MostProposed, null, cancellationToken);
        return new JsonResult(page.Rows.Select(c => new { value = c.No, label = c.Company is null ? c.Name : $"{c.Name} ({c.Company})" }));
    }

    private Sheet List => Sheet.Of(ContactSheet.Columns(T), AllAsync);

    /// <summary>Companies before persons, so that whoever reads the file knows the company when its people come.</summary>
    private async IAsyncEnumerable<ContactRow> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var type in Type is { } one ? [one] : Enum.GetValues<ContactType>())
        {
            ContactCursor? after = null;
            do
            {
                var page = await contacts.ListAsync(new ContactFilter(Q, type), ContactActs.MaxPage, after, cancellationToken);
                foreach (var row in page.Rows)
                {
                    yield return row;
                }

                after = page.Next;
            }
            while (after is not null);
        }
    }
}
