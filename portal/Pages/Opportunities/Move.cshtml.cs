using System.ComponentModel.DataAnnotations;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Portal.Forms;
using ChatOpportunities.Portal.Pages.Board;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Opportunities;

/// <summary>Starts, moves or updates an opportunity; the form shows what would be proposed.</summary>
public sealed class MoveModel(OpportunityQueries opportunities, OpportunityActs acts) : OpportunityFormPage(opportunities)
{
    [BindProperty]
    public Form Input { get; set; } = new();

    /// <summary>The board from which it was opened, and to which it goes back; null when it was opened elsewhere.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Back { get; set; }

    /// <summary>The move, with each stage it may lead to and the values it would take.</summary>
    public MovePreview Move { get; private set; } = null!;

    /// <summary>The move meets a stage that needs a quote, and there is none yet.</summary>
    public bool AsksForQuote => Move.Stages.Any(s => s.Missing.Any(m => m.Rule == Refusals.QuoteRequired));

    public async Task<IActionResult> OnGetAsync(string no, MoveAction? act, int? stage, CancellationToken cancellationToken)
    {
        if (await LoadAsync(no, act, cancellationToken) is { } elsewhere)
        {
            return elsewhere;
        }

        var chosen = Move.Stages.FirstOrDefault(s => s.Stage.Number == stage) ?? Move.Proposed;
        var proposed = chosen.Values;
        Input = new()
        {
            Stage = chosen.Stage.Number,
            DateOfChange = proposed.DateOfChange,
            EstimatedValue = proposed.EstimatedValue == 0 ? null : proposed.EstimatedValue,
            ChancesOfSuccess = proposed.ChancesOfSuccess,
            EstimatedCloseDate = proposed.EstimatedCloseDate,
            Version = Opportunity.Version,
        };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string no, MoveAction? act, CancellationToken cancellationToken)
    {
        if (await LoadAsync(no, act, cancellationToken) is { } elsewhere)
        {
            return elsewhere;
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        var request = new MoveRequest(
            Move.Action, Move.Stages.Count > 1 ? Input.Stage : null, Input.DateOfChange, Input.EstimatedValue, Input.ChancesOfSuccess,
            Input.EstimatedCloseDate, Input.CancelOpenTasks, Input.SlipReason);
        var quote = new QuoteRequest(Input.QuoteNumber, Input.QuoteAmount, Input.QuoteLink);
        var result = AsksForQuote && quote != new QuoteRequest(null, null)
            ? await acts.MoveWithQuoteAsync(no, quote, request, Input.Version, Caller, cancellationToken)
            : await acts.MoveAsync(no, request, Input.Version, Caller, cancellationToken);
        var answer = result switch
        {
            Result<Acted>.Done(var acted) => Done(
                Move.Action == MoveAction.Update ? T["Saved: {0}.", acted.Opportunity.Description]
                    : T["Now at {0}.", acted.Entry!.StageDescription],
                acted,
                "Details",
                new { no }),
            Result<Acted>.Refused refused => Refused(refused.Refusals),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return answer is RedirectToPageResult && BoardChoice.BackTo(Back) is { } board ? board : answer;
    }

    private async Task<IActionResult?> LoadAsync(string no, MoveAction? act, CancellationToken cancellationToken)
    {
        if (act is null)
        {
            return NotFound();
        }

        if (await FindAsync(no, cancellationToken) is { } elsewhere)
        {
            return elsewhere;
        }

        if (Opportunity.PreviewMoves(Caller).FirstOrDefault(m => m.Action == act) is not { } move)
        {
            // Someone was faster, or an old link: the page of the opportunity shows what is open now.
            return RefusedTo([Refusals.ActionNotOffered], "Details", new { no });
        }

        Move = move;
        return null;
    }

    /// <summary>What the form sends; the domain checks it.</summary>
    public sealed class Form
    {
        [Display(Name = "Stage")]
        public int? Stage { get; set; }

        [Display(Name = "Date of change")]
        public DateOnly? DateOfChange { get; set; }

        [Display(Name = "Estimated value")]
        public decimal? EstimatedValue { get; set; }

        [Display(Name = "Chances of success %"), DataType(WrittenField.Percent)]
        public decimal? ChancesOfSuccess { get; set; }

        [Display(Name = "Expected close")]
        public DateOnly? EstimatedCloseDate { get; set; }

        [Display(Name = "Why the closing date moves (needed from the third time on)")]
        public string? SlipReason { get; set; }

        [Display(Name = "Number of the quote")]
        public string? QuoteNumber { get; set; }

        [Display(Name = "Amount of the quote")]
        public decimal? QuoteAmount { get; set; }

        [Display(Name = "Link to the quote")]
        public string? QuoteLink { get; set; }

        [Display(Name = "Cancel the open tasks")]
        public bool CancelOpenTasks { get; set; }

        public long Version { get; set; }
    }
}
