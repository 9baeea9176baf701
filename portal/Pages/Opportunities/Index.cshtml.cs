using System.Globalization;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Portal.Pages.Opportunities;

/// <summary>What the list can be narrowed to.</summary>
public enum ListStatus
{
    Open,
    NotStarted,
    InProgress,
    Won,
    Lost,
    All,
}

/// <summary>The opportunities the signed-in person may see, newest first, page by page.</summary>
public sealed class IndexModel(OpportunityQueries opportunities, OpportunitiesContext db, AccessPolicy access) : PortalPage
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public ListStatus Status { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Salesperson { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Cycle { get; set; }

    /// <summary>Cursor: what comes after this one.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    public IReadOnlyList<OpportunityRow> Rows { get; private set; } = [];

    /// <summary>Cursor of the next page; null on the last.</summary>
    public long? Next { get; private set; }

    public IReadOnlyList<SelectListItem> Salespeople { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Cycles { get; private set; } = [];

    public bool IsFiltered => Q is not null || Status != ListStatus.Open || Salesperson is not null || Cycle is not null;

    public IEnumerable<SelectListItem> Statuses =>
    [
        new(T["Open"], nameof(ListStatus.Open), Status == ListStatus.Open),
        new(T.Of(OpportunityStatus.NotStarted), nameof(ListStatus.NotStarted), Status == ListStatus.NotStarted),
        new(T.Of(OpportunityStatus.InProgress), nameof(ListStatus.InProgress), Status == ListStatus.InProgress),
        new(T.Of(OpportunityStatus.Won), nameof(ListStatus.Won), Status == ListStatus.Won),
        new(T.Of(OpportunityStatus.Lost), nameof(ListStatus.Lost), Status == ListStatus.Lost),
        new(T["All"], nameof(ListStatus.All), Status == ListStatus.All),
    ];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var filter = new OpportunityFilter(
            Q,
            Status switch
            {
                ListStatus.NotStarted => OpportunityStatus.NotStarted,
                ListStatus.InProgress => OpportunityStatus.InProgress,
                ListStatus.Won => OpportunityStatus.Won,
                ListStatus.Lost => OpportunityStatus.Lost,
                _ => null,
            },
            Status == ListStatus.Open,
            Salesperson,
            Cycle);
        (Rows, Next) = await opportunities.ListAsync(filter, PageSize, Before, Caller, cancellationToken);

        // Only names that stand on what the person may see.
        var visible = db.Opportunities.Where(access.MaySee(Caller));
        Salespeople = await db.Salespeople.AsNoTracking().Where(p => visible.Any(o => o.SalespersonId == p.Id)).OrderBy(p => p.Name)
            .Select(p => new SelectListItem(p.Name, p.Code, p.Code == Salesperson)).Take(500).ToListAsync(cancellationToken);
        Cycles = await db.SalesCycles.AsNoTracking().OrderBy(c => c.Description)
            .Select(c => new SelectListItem(c.Description, c.Code, c.Code == Cycle)).Take(500).ToListAsync(cancellationToken);
    }

    /// <summary>The same list from another place.</summary>
    public Dictionary<string, string> Route(long? before)
    {
        var route = new Dictionary<string, string> { ["status"] = Status.ToString() };
        void Add(string key, string? value)
        {
            if (value is not null)
            {
                route[key] = value;
            }
        }

        Add("q", Q);
        Add("salesperson", Salesperson);
        Add("cycle", Cycle);
        Add("before", before?.ToString(CultureInfo.InvariantCulture));
        return route;
    }
}
