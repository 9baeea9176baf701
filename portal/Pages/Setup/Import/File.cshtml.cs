using System.Runtime.CompilerServices;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Portal.Forms;
using ChatOpportunities.Portal.Web;
using Hangfire;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Setup.Import;

/// <summary>A file that was brought: its columns, what has to be answered, its lines, and taking in and back.</summary>
public sealed class FileModel(ImportActs imports, IBackgroundJobClient jobs, TimeProvider clock) : PortalPage
{
    private const int AtOnce = 500;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public ImportFile Import { get; private set; } = null!;

    /// <summary>Some of its lines.</summary>
    public ImportRowsPage Rows { get; private set; } = null!;

    /// <summary>Only lines of this state; null for all.</summary>
    [BindProperty(SupportsGet = true)]
    public ImportRowState? Show { get; set; }

    /// <summary>Place after which the lines begin.</summary>
    [BindProperty(SupportsGet = true)]
    public int? After { get; set; }

    /// <summary>Fields by the place of their column.</summary>
    [BindProperty]
    public IReadOnlyList<string?> Field { get; set; } = [];

    /// <summary>Name under which the mapping is kept.</summary>
    [BindProperty]
    public string? KeepAs { get; set; }

    /// <summary>Choices by the place of their question.</summary>
    [BindProperty]
    public IReadOnlyList<string?> Answer { get; set; } = [];

    /// <summary>Keys of the questions that the page showed, in order.</summary>
    [BindProperty]
    public IReadOnlyList<string?> Question { get; set; } = [];

    [BindProperty]
    public string? DateOrder { get; set; }

    [BindProperty]
    public string? DecimalSign { get; set; }

    [BindProperty]
    public ImportExisting Existing { get; set; }

    public bool MayWrite => AccessPolicy.MaySetUp(Caller);

    public bool IsBefore => Import.State is ImportState.Ready or ImportState.Asking or ImportState.Read;

    public bool IsRunning => Import.State is ImportState.TakingIn or ImportState.TakingBack;

    /// <summary>Nothing has moved for a while: the host that took the lines in may have ended, and no other has begun to go on.</summary>
    public bool StandsStill => clock.GetUtcNow() - Import.ChangedAt > Patience;

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken) =>
        await LoadAsync(id, cancellationToken) ? Page() : NotFound();

    /// <summary>Takes the columns as they were chosen.</summary>
    public async Task<IActionResult> OnPostColumnsAsync(string id, CancellationToken cancellationToken)
    {
        if (await imports.FindAsync(id, Caller, cancellationToken) is not { } file)
        {
            return NotFound();
        }

        var mapping = file.Columns.Select((c, i) => (c.Heading, Field: i < Field.Count ? Field[i] : c.Field))
            .ToDictionary(c => c.Heading, c => c.Field);
        return await ChangeAsync(id, new ImportChange(mapping, KeepAs: Checks.Tidy(KeepAs)), T["The columns are taken so."],
            cancellationToken);
    }

    /// <summary>Takes the answers and what holds for all lines.</summary>
    public Task<IActionResult> OnPostAnswersAsync(string id, CancellationToken cancellationToken)
    {
        List<ImportAnswer> answers = [];
        for (var i = 0; i < Math.Min(Question.Count, Answer.Count); i++)
        {
            if (Checks.Tidy(Answer[i]) is { } choice && Question[i]?.Split('|', 3) is [var code, var field, var value])
            {
                answers.Add(new(code, field.Length == 0 ? null : field, value.Length == 0 ? null : value, choice));
            }
        }

        var options = new ImportOptions(
            Enum.TryParse<DateOrder>(DateOrder, out var order) ? order : null, Checks.Tidy(DecimalSign), Existing);
        return ChangeAsync(id, new ImportChange(Answers: answers, Options: options), T["Every line was looked through anew."],
            cancellationToken);
    }

    /// <summary>Lets it be taken in, or go on with that.</summary>
    public async Task<IActionResult> OnPostAsync(string id, CancellationToken cancellationToken) =>
        Began(id, await imports.BeginAsync(id, Caller, cancellationToken));

    /// <summary>Lets all that was made be taken back, or go on with that.</summary>
    public async Task<IActionResult> OnPostTakeBackAsync(string id, CancellationToken cancellationToken) =>
        Began(id, await imports.TakeBackAsync(id, Caller, cancellationToken));

    /// <summary>The lines that were refused, as they stood in the file, with the reasons behind them.</summary>
    public async Task<IActionResult> OnGetRefusedAsync(string id, CancellationToken cancellationToken) =>
        await imports.FindAsync(id, Caller, cancellationToken) is not { } file ? NotFound()
            : new SheetResult(
                $"refused-{file.BroughtAt:yyyyMMdd}", SheetFormat.Csv, Sheet.Of(RefusedColumns(file), token => RefusedAsync(file, token)));

    private SheetColumn<ImportRow>[] RefusedColumns(ImportFile file) =>
    [
        .. file.Columns.Select((c, i) => new SheetColumn<ImportRow>(
            c.Heading, row => i < row.Cells.Count ? ImportRowTexts.Plain(row.Cells[i]) : "")),
        new(T["Line"], row => row.Line),
        new(T["Reasons"], row => string.Join(' ', row.Reasons.Select(r => r.Message))),
    ];

    private async IAsyncEnumerable<ImportRow> RefusedAsync(ImportFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int? after = null;
        do
        {
            if (await imports.RowsAsync(file.Id, ImportRowState.Refused, after, AtOnce, Caller, cancellationToken) is not { } page)
            {
                yield break;
            }

            foreach (var row in page.Rows)
            {
                yield return row;
            }

            after = page.Next;
        }
        while (after is not null);
    }

    private IActionResult Began(string id, Result<ImportFile> result)
    {
        switch (result)
        {
            case Result<ImportFile>.Refused refused:
                return RefusedTo(refused.Refusals, "File", new { id });
            case Result<ImportFile>.Done(var file):
                ImportJob.Enqueue(jobs, file.Id);
                return RedirectToPage("File", new { id });
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<IActionResult> ChangeAsync(string id, ImportChange change, string done, CancellationToken cancellationToken) =>
        await imports.ChangeAsync(id, change, T, Caller, cancellationToken) switch
        {
            Result<ImportFile>.Refused refused => RefusedTo(refused.Refusals, "File", new { id }),
            _ => Done(done, "File", new { id }),
        };

    private async Task<bool> LoadAsync(string id, CancellationToken cancellationToken)
    {
        if (await imports.FindAsync(id, Caller, cancellationToken) is not { } file
            || await imports.RowsAsync(id, Show, After, ImportActs.PageOfRows, Caller, cancellationToken) is not { } rows)
        {
            return false;
        }

        (Import, Rows, Existing) = (file, rows, file.Options.Existing);
        return true;
    }
}
