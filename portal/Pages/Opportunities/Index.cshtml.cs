using System.Runtime.CompilerServices;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Portal.Forms;
using ChatOpportunities.Portal.Language;
using ChatOpportunities.Portal.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace ChatOpportunities.Portal.Pages.Opportunities;

/// <summary>The opportunities the signed-in person may see: filtered, sorted, page by page, as a file, and by views they saved.</summary>
public sealed class IndexModel(OpportunityQueries opportunities, SavedViews views, Choices choices) : PortalPage
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public ListChoice Choice { get; set; } = new();

    /// <summary>Cursor: what comes after this one.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<Opportunity> Rows { get; private set; } = [];

    /// <summary>Cursor of the next page; null on the last.</summary>
    public string? Next { get; private set; }

    public IReadOnlyList<SavedView> Views { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Salespeople { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Teams { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Cycles { get; private set; } = [];

    /// <summary>The query of this list, to be saved as a view.</summary>
    public string Query => QueryString.Create(Choice.Route().Select(p => KeyValuePair.Create<string, string?>(p.Key, p.Value))).ToString();

    public IEnumerable<SelectListItem> Statuses => Enum.GetValues<ListStatus>().Select(s => new SelectListItem(
        s switch
        {
            ListStatus.Open => T["Open"],
            ListStatus.NotStarted => T.Of(OpportunityStatus.NotStarted),
            ListStatus.InProgress => T.Of(OpportunityStatus.InProgress),
            ListStatus.Won => T.Of(OpportunityStatus.Won),
            ListStatus.Lost => T.Of(OpportunityStatus.Lost),
            _ => T["All"],
        },
        s.ToString(),
        s == Choice.Status));

    public IEnumerable<SelectListItem> Orders => ListChoice.Orders.Select(o => new SelectListItem(
        T[o switch
        {
            "no" => "Oldest first",
            "close" => "Expected close, earliest first",
            "-close" => "Expected close, latest first",
            "-value" => "Highest value first",
            "value" => "Lowest value first",
            "-changed" => "Changed last first",
            "changed" => "Longest unchanged first",
            _ => "Newest first",
        }],
        o,
        o == Choice.Order));

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var (by, descending) = Choice.OrderBy();
        var after = OpportunityCursor.TryParse(After, out var cursor) ? cursor : null;
        (Rows, var next) = await opportunities.PageAsync(Choice.ToFilter(), by, descending, after, PageSize, Caller, cancellationToken);
        Next = next?.ToString();
        Views = await views.ListAsync(Caller, cancellationToken);

        // Only names that stand on what the person may see.
        Salespeople = (await choices.WithVisibleOpportunitiesAsync(Caller, cancellationToken)).AsItems().WithChosen(Choice.Salesperson);
        Teams = (await choices.TeamsAsync(cancellationToken)).AsItems().WithChosen(Choice.Team);
        Cycles = (await choices.AllCyclesAsync(cancellationToken)).AsItems().WithChosen(Choice.Cycle);
    }

    /// <summary>All that the list shows, on every page of it, as a file.</summary>
    public IActionResult OnGetCsv() => new SheetResult("opportunities", SheetFormat.Csv, List);

    /// <summary>The same as a workbook.</summary>
    public IActionResult OnGetXlsx() => new SheetResult("opportunities", SheetFormat.Xlsx, List);

    public async Task<IActionResult> OnPostSaveViewAsync(string? name, string? query, CancellationToken cancellationToken)
    {
        switch (await views.SaveAsync(name, query, Caller, cancellationToken))
        {
            case Result<SavedView>.Done(var view):
                TempData[StatusKey] = T["The view {0} is saved.", view.Name];
                break;
            case Result<SavedView>.Refused refused:
                TempData[RefusedKey] = string.Join(' ', refused.Refusals.Select(r => r.Say(T)));
                break;
        }

        return Back(query);
    }

    public async Task<IActionResult> OnPostDeleteViewAsync(string? name, string? query, CancellationToken cancellationToken)
    {
        if (await views.RemoveAsync(name, Caller, cancellationToken) is Result<SavedView>.Done(var view))
        {
            TempData[StatusKey] = T["The view {0} is deleted.", view.Name];
        }

        return Back(query);
    }

    /// <summary>What the address narrows the list to and no field of the filter shows: (name, value, words).</summary>
    public IEnumerable<(string Key, string Value, string Words)> More()
    {
        foreach (var (key, value) in Choice.Route())
        {
            var words = key switch
            {
                "stage" => T["on stage {0}", value],
                "left" => T["left stage {0}", value],
                "contact" => T["contact {0}", value],
                "reason" => T["reason {0}", value],
                "noTeam" => T["In no team"],
                "enteredFrom" when Choice.Left is not null => T["entered it on {0} or later", T.Date(Choice.EnteredFrom!.Value)],
                "enteredTo" when Choice.Left is not null => T["entered it on {0} or earlier", T.Date(Choice.EnteredTo!.Value)],
                "enteredFrom" => T["on their stage since {0} or later", T.Date(Choice.EnteredFrom!.Value)],
                "enteredTo" => T["on their stage since {0} or earlier", T.Date(Choice.EnteredTo!.Value)],
                "closedFrom" => T["closed on {0} or later", T.Date(Choice.ClosedFrom!.Value)],
                "closedTo" => T["closed on {0} or earlier", T.Date(Choice.ClosedTo!.Value)],
                _ => null,
            };
            if (words is not null)
            {
                yield return (key, value, words);
            }
        }
    }

    private LocalRedirectResult Back(string? query)
    {
        var address = "/opportunities" + (query?.StartsWith('?') == true ? query : "");
        return LocalRedirect(Url.IsLocalUrl(address) ? address : "/opportunities");
    }

    private Sheet List => Sheet.Of(OpportunitySheet.Columns(T), AllAsync);

    private async IAsyncEnumerable<Opportunity> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (by, descending) = Choice.OrderBy();
        OpportunityCursor? after = null;
        do
        {
            var (rows, next) = await opportunities.PageAsync(
                Choice.ToFilter(), by, descending, after, OpportunityQueries.MaxPage, Caller, cancellationToken);
            foreach (var row in rows)
            {
                yield return row;
            }

            after = next;
        }
        while (after is not null);
    }
}
