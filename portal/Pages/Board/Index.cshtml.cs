using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace ChatOpportunities.Portal.Pages.Board;

/// <summary>
/// What is open in one sales cycle, a column per stage; cards go to another stage by a button or, where scripts run, by being dragged.
/// </summary>
public sealed class IndexModel(
    BoardQueries boards, BoardChoices last, Choices choices, OpportunityQueries opportunities, OpportunityActs acts) : PortalPage
{
    /// <summary>What a form of a move can give; any other reason is told on the board.</summary>
    private static readonly HashSet<string> Asked = new(
        ["quote", "estimatedValue", "chancesOfSuccess", "estimatedCloseDate", "dateOfChange", "slipReason"], StringComparer.Ordinal);

    [BindProperty(SupportsGet = true)]
    public BoardChoice Choice { get; set; } = new();

    public IReadOnlyList<BoardCycle> Cycles { get; private set; } = [];

    /// <summary>Null where there is no cycle.</summary>
    public Domain.Opportunities.Board? Board { get; private set; }

    /// <summary>The columns that are to be sent: all, or those that differ from what the asking page shows.</summary>
    public IReadOnlyList<BoardColumn> Columns { get; private set; } = [];

    /// <summary>What tells this board from a later one.</summary>
    public string Stamp { get; private set; } = "";

    public IReadOnlyList<SelectListItem> Salespeople { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Teams { get; private set; } = [];

    /// <summary>Where the columns alone are to be had.</summary>
    public string FragmentAddress => Url.Page("Index", "Columns", Choice.Route())!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Cycles = await boards.CyclesAsync(Caller, cancellationToken);
        var chosen = Checks.NormalCode(Choice.Cycle);
        if (chosen.Length > 0 && Cycles.All(c => c.Code != chosen))
        {
            return NotFound();
        }

        var kept = await last.LastAsync(Caller, cancellationToken);
        if (chosen.Length > 0 && chosen != kept)
        {
            await last.KeepAsync(chosen, Caller, cancellationToken);
        }

        Choice.Cycle = chosen.Length > 0 ? chosen
            : (Cycles.FirstOrDefault(c => c.Code == kept) ?? Cycles.MaxBy(c => c.InProgress))?.Code;
        if (Choice.Cycle is null)
        {
            return Page();
        }

        Stamp = await boards.StampAsync(Caller, cancellationToken);
        Board = await boards.FindAsync(Choice.ToRequest(Choice.Cycle, Caller), Caller, cancellationToken);
        Columns = Board?.Columns ?? [];
        Salespeople = (await choices.WithVisibleOpportunitiesAsync(Caller, cancellationToken)).AsItems().WithChosen(Choice.Salesperson);
        Teams = (await choices.TeamsAsync(cancellationToken)).AsItems().WithChosen(Choice.Team);
        return Page();
    }

    /// <summary>The columns that differ from those the page shows, and what is to be said; asked by the page's script.</summary>
    /// <param name="have">What the page shows: for each column its key, how many cards, and their stamp.</param>
    /// <param name="stamp">The stamp of the board it shows; where nothing was done since, nothing is answered.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IActionResult> OnGetColumnsAsync(string? have, string? stamp, CancellationToken cancellationToken)
    {
        Stamp = await boards.StampAsync(Caller, cancellationToken);
        if (Stamp == stamp)
        {
            return StatusCode(204);
        }

        var shown = Shown(have);
        var request = Choice.ToRequest(Choice.Cycle ?? "", Caller) with { Shown = shown.ToDictionary(s => s.Key, s => s.Value.Cards) };
        if (await boards.FindAsync(request, Caller, cancellationToken) is not { } board)
        {
            return NotFound();
        }

        Board = board;
        Columns = [.. board.Columns.Where(c => !shown.TryGetValue(c.Key, out var had) || had.Stamp != StampOf(c))];
        return Partial("_Columns", this);
    }

    /// <summary>Moves a card; what the stage asks for is asked in the form of the move.</summary>
    /// <param name="move">Number, version and stage of the card, as its buttons say them.</param>
    /// <param name="back">The address of the board.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IActionResult> OnPostMoveAsync(string? move, string? back, CancellationToken cancellationToken)
    {
        if (move?.Split('/') is not [{ } no, { } seen, { } to]
            || !long.TryParse(seen, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            || !long.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var stage))
        {
            return Say([Refusals.NotFound], back);
        }

        switch (await acts.MoveToAsync(no, stage, version, Caller, cancellationToken))
        {
            case Result<Acted>.Done(var acted):
                Done(T["{0} is now at {1}.", acted.Opportunity.Description, acted.Entry!.StageDescription], acted, "Index");
                return BoardChoice.BackTo(back) ?? RedirectToPage("Index");
            case Result<Acted>.Refused { Refusals: var refusals } when refusals.All(r => r.Field is { } field && Asked.Contains(field))
                && (await opportunities.FindAsync(no, Caller, cancellationToken))?.Opportunity is { } opportunity
                && opportunity.WayTo(stage) is { } way:
                return RedirectToPage("/Opportunities/Move", new
                {
                    no = opportunity.No,
                    act = way.Action,
                    stage = opportunity.SalesCycle!.Stages.Single(s => s.Id == stage).Number,
                    back = BoardChoice.IsBoard(back) ? back : BoardChoice.Address,
                });
            case Result<Acted>.Refused refused:
                return Say(refused.Refusals, back);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Tells two states of a column apart: what stands on it, and how it is said.</summary>
    public static string StampOf(BoardColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{column.Name}|{column.Totals}|{column.Next}");
        foreach (var target in column.Targets)
        {
            text.Append(CultureInfo.InvariantCulture, $"|{target.Id}{target.Description}");
        }

        foreach (var (card, mayChange, reasons) in column.Cards)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"|{card.No}/{card.Version}/{card.Description}/{card.Contact!.Name}/{card.Contact.Company?.Name}/{card.Salesperson!.Name}");
            text.Append(CultureInfo.InvariantCulture, $"/{mayChange}/{string.Join(';', reasons.Select(r => r.Sentence + r.Weight))}");
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 8));
    }

    private static Dictionary<long, (int Cards, string Stamp)> Shown(string? have)
    {
        Dictionary<long, (int Cards, string Stamp)> shown = [];
        foreach (var column in (have ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (column.Split('.') is [var key, var cards, var stamp]
                && long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && int.TryParse(cards, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                shown[id] = (count, stamp);
            }
        }

        return shown;
    }

    private IActionResult Say(IReadOnlyList<Refusal> refusals, string? back)
    {
        TempData[RefusedKey] = string.Join(' ', refusals.Select(r => r.Say(T)));
        return BoardChoice.BackTo(back) ?? RedirectToPage("Index");
    }
}
