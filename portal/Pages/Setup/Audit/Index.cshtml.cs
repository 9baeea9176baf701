using System.Globalization;
using System.Runtime.CompilerServices;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Portal.Forms;
using ChatOpportunities.Portal.Language;
using ChatOpportunities.Portal.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace ChatOpportunities.Portal.Pages.Setup.Audit;

/// <summary>Who changed what, when and from where; page by page, newest first.</summary>
public sealed class IndexModel(AuditQueries audit, Choices choices) : PortalPage
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public string? Subject { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Key { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Person { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    /// <summary>The door through which it came.</summary>
    [BindProperty(SupportsGet = true)]
    public ActSource? Source { get; set; }

    /// <summary>Cursor: what comes after this one.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<AuditEntry> Entries { get; private set; } = [];

    public string? Next { get; private set; }

    public IReadOnlyList<SelectListItem> People { get; private set; } = [];

    public IEnumerable<SelectListItem> Subjects => AuditSubjects.All.Select(s => new SelectListItem(T.Subject(s), s, s == Subject));

    public IEnumerable<SelectListItem> Sources =>
        Enum.GetValues<ActSource>().Select(s => new SelectListItem(T.Of(s), s.ToString(), s == Source));

    private AuditFilter Filter => new(Subject, Key, Person, From, To, Source);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var after = AuditCursor.TryParse(After, out var cursor) ? cursor : null;
        if (await audit.ListAsync(Filter, PageSize, after, Caller, cancellationToken) is not Result<AuditPage>.Done(var page))
        {
            return Forbid();
        }

        (Entries, Next) = (page.Entries, page.Next?.ToString());
        People = (await choices.EverybodyAsync(cancellationToken)).AsItems().WithChosen(Person);
        return Page();
    }

    /// <summary>All lines of the choice, as a file.</summary>
    public IActionResult OnGetCsv() => new SheetResult("audit-log", SheetFormat.Csv, Log);

    /// <summary>The same as a workbook.</summary>
    public IActionResult OnGetXlsx() => new SheetResult("audit-log", SheetFormat.Xlsx, Log);

    /// <summary>The same choice from another place.</summary>
    public Dictionary<string, string> Route(string? after)
    {
        var route = new Dictionary<string, string>();
        foreach (var (key, value) in new[]
        {
            ("subject", Subject), ("key", Key), ("person", Person), ("from", From?.ToString("O", CultureInfo.InvariantCulture)),
            ("to", To?.ToString("O", CultureInfo.InvariantCulture)), ("source", Source?.ToString()), ("after", after),
        })
        {
            if (!string.IsNullOrEmpty(value))
            {
                route[key] = value;
            }
        }

        return route;
    }

    private Sheet Log => Sheet.Of<AuditEntry>(
        [
            new(T["When"], e => e.At),
            new(T["Who"], e => e.ByName),
            new(T["Where"], e => T.Of(e.Source)),
            new(T["Record"], e => T.Subject(e.Subject)),
            new(T["Code or number"], e => e.SubjectKey),
            new(T["What"], e => e.Say(T)),
            new(
                T["Changes"],
                e => string.Join(
                    "; ",
                    e.Changes.Select(c => $"{T["{0}:", T.Field(c.Field)]} {T.ValueOf(c.Field, c.From)} → {T.ValueOf(c.Field, c.To)}"))),
        ],
        AllAsync);

    private async IAsyncEnumerable<AuditEntry> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        AuditCursor? after = null;
        do
        {
            if (await audit.ListAsync(Filter, AuditQueries.MaxPage, after, Caller, cancellationToken)
                is not Result<AuditPage>.Done(var page))
            {
                yield break;
            }

            foreach (var entry in page.Entries)
            {
                yield return entry;
            }

            after = page.Next;
        }
        while (after is not null);
    }
}
