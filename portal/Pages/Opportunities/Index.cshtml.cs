using System.Globalization;
using System.Runtime.CompilerServices;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Portal.Forms;
using ChatOpportunities.Portal.Language;
using ChatOpportunities.Portal.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace ChatOpportunities.Portal.Pages.Opportunities;

/// <summary>The opportunities the signed-in person may see: filtered, sorted, page by page, as a file, and by views they saved.</summary>
public sealed partial class IndexModel(
    OpportunityQueries opportunities, SavedViews views, TeamViews teamViews, ListColumns columns, Choices choices,
    ContactActs contacts) : PortalPage
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

    /// <summary>Count and sums of all that match, on every page.</summary>
    public Totals Totals { get; private set; } = Totals.Zero;

    public IReadOnlyList<SavedView> Views { get; private set; } = [];

    /// <summary>Those that the reader's team shares.</summary>
    public IReadOnlyList<TeamView> TeamsViews { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Salespeople { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Teams { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Cycles { get; private set; } = [];

    /// <summary>The stages of the chosen cycle.</summary>
    public IReadOnlyList<SelectListItem> Stages { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Reasons { get; private set; } = [];

    /// <summary>The contact to which the list is narrowed; null for none, or one that nobody has.</summary>
    public Contact? Contact { get; private set; }

    /// <summary>Those among which to choose when what was typed names several.</summary>
    public IReadOnlyList<ContactRow> SeveralContacts { get; private set; } = [];

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
            "contact" => "By contact, A to Z",
            "-contact" => "By contact, Z to A",
            _ => "Newest first",
        }],
        o,
        o == Choice.Order));

    /// <summary>Before the page and the file: what was typed is read, by the day of who looks.</summary>
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        base.OnPageHandlerExecuting(context);
        Choice.Today = Caller.Today;
        Choice.Least = AmountOf(Choice.ValueFrom, "valueFrom");
        Choice.Most = AmountOf(Choice.ValueTo, "valueTo");
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var typed = Checks.Tidy(Choice.Contact);
        if (typed is not null)
        {
            (Choice.Contact, SeveralContacts) = await contacts.MeantAsync(typed, null, null, cancellationToken);
            Contact = Choice.Contact is { Length: <= Contact.MaxNameLength } no ? await contacts.FindAsync(no, cancellationToken) : null;
        }

        // Links say amounts and contacts in the way of programs, whoever reads them.
        if (SeveralContacts.Count == 0 && (IsWritten(Choice.ValueFrom, Choice.Least) || IsWritten(Choice.ValueTo, Choice.Most)
            || (Contact is not null && Contact.No != Checks.NormalCode(typed))))
        {
            return RedirectToPage("Index", Choice.Route());
        }

        var (by, descending) = Choice.OrderBy();
        var after = OpportunityCursor.TryParse(After, out var cursor) ? cursor : null;
        var filter = Choice.ToFilter();
        Totals = await opportunities.TotalsAsync(filter, Caller, cancellationToken);
        (Rows, var next) = await opportunities.PageAsync(filter, by, descending, after, PageSize, Caller, cancellationToken);
        Next = next?.ToString();
        TempData[ListedPage.ListKey] = Query.Length <= ListedPage.LongestKept ? Query : null;
        Columns = await ColumnsAsync(cancellationToken);
        Views = await views.ListAsync(Caller, cancellationToken);
        TeamsViews = await teamViews.ListAsync(Caller, cancellationToken);

        // Only names that stand on what the person may see.
        Salespeople = (await choices.WithVisibleOpportunitiesAsync(Caller, cancellationToken)).AsItems().WithChosen(Choice.Salesperson);
        var teams = await choices.TeamsAsync(cancellationToken);
        _myTeam = teams.FirstOrDefault(t => t.Id == Caller.TeamId)?.Code;
        Teams = teams.AsItems().WithChosen(Choice.Team);
        Cycles = (await choices.AllCyclesAsync(cancellationToken)).AsItems().WithChosen(Choice.Cycle);
        Reasons = (await choices.AllCloseReasonsAsync(cancellationToken)).AsItems().WithChosen(Choice.Reason);
        _stages = Checks.Tidy(Choice.Cycle) is not null || Choice.Stage is not null || Choice.Left is not null
            ? await choices.StagesAsync(Choice.Cycle, cancellationToken)
            : [];
        Stages = (Checks.Tidy(Choice.Cycle) is null ? [] : _stages)
            .Select(s => new SelectListItem(s.Name, s.Number.ToString(CultureInfo.InvariantCulture))).ToList()
            .WithChosen(Choice.Stage?.ToString(CultureInfo.InvariantCulture));
        return Page();
    }

    /// <summary>All that the list shows, on every page of it, as a file.</summary>
    public IActionResult OnGetCsv() => new SheetResult("opportunities", SheetFormat.Csv, List);

    /// <summary>The same as a workbook.</summary>
    public IActionResult OnGetXlsx() => new SheetResult("opportunities", SheetFormat.Xlsx, List);

    /// <param name="name">What it is to be called.</param>
    /// <param name="query">Of the list.</param>
    /// <param name="share">For the whole team, and not for oneself alone.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IActionResult> OnPostSaveViewAsync(string? name, string? query, bool share, CancellationToken cancellationToken)
    {
        if (share)
        {
            Say(await teamViews.ShareAsync(name, query, Caller, cancellationToken), v => T["Your team sees the view {0}.", v.Name]);
        }
        else
        {
            Say(await views.SaveAsync(name, query, Caller, cancellationToken), v => T["The view {0} is saved.", v.Name]);
        }

        return Back(query);
    }

    public async Task<IActionResult> OnPostDeleteViewAsync(string? name, string? query, bool share, CancellationToken cancellationToken)
    {
        if (share)
        {
            Say(await teamViews.RemoveAsync(name, Caller, cancellationToken), v => T["The view {0} is deleted.", v.Name]);
        }
        else if (await views.RemoveAsync(name, Caller, cancellationToken) is Result<SavedView>.Done(var view))
        {
            TempData[StatusKey] = T["The view {0} is deleted.", view.Name];
        }

        return Back(query);
    }

    private void Say<TView>(Result<TView> result, Func<TView, string> done)
    {
        switch (result)
        {
            case Result<TView>.Done(var view):
                TempData[StatusKey] = done(view);
                break;
            case Result<TView>.Refused refused:
                TempData[RefusedKey] = string.Join(' ', refused.Refusals.Select(r => r.Say(T)));
                break;
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
