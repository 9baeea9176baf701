using System.ComponentModel.DataAnnotations;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Portal.Forms;
using ChatOpportunities.Portal.Language;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Pipeline;

/// <summary>A year's targets of one person or team; whoever may not set them reads them.</summary>
public sealed class TargetModel(TargetActs targets) : PortalPage
{
    private const string Teams = "teams";

    /// <summary><c>people</c> or <c>teams</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string Kind { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string Code { get; set; } = "";

    /// <summary>The calendar year in which the company's year begins; left out, the present one.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Year { get; set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public TargetSheet Sheet { get; private set; } = null!;

    /// <summary>How addresses tell people from teams.</summary>
    public static string KindOf(TargetHolder holder)
    {
        ArgumentNullException.ThrowIfNull(holder);
        return holder.IsTeam ? Teams : "people";
    }

    /// <summary>What the fields of some months add up to; null where none is filled.</summary>
    public decimal? Sum(int first, int months)
    {
        var filled = Input.Amounts.Skip(first).Take(months).OfType<decimal>().ToList();
        return filled.Count == 0 ? null : filled.Sum();
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Input = Form.Of(Sheet); // a form that came back keeps what was typed, by its field
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        if (!Sheet.MayChange)
        {
            return StatusCode(403);
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        IReadOnlyList<decimal?> amounts = Input.EachMonth is { } same
            ? [.. Enumerable.Repeat((decimal?)same, FiscalYear.Months)]
            : [.. Input.Amounts.Concat(new decimal?[FiscalYear.Months]).Take(FiscalYear.Months)];
        var result = await targets.SaveAsync(
            Sheet.Holder.IsTeam, Code, Sheet.Year.Year, amounts, Input.Version, Caller, cancellationToken);
        return result switch
        {
            Result<TargetHolder>.Done(var holder) => Done(
                T["Saved: targets of {0} for {1}.", holder.Name, Sheet.Year.Name], "Target",
                new { kind = Kind, code = holder.Code, year = Sheet.Year.Year }),
            Result<TargetHolder>.Refused refused => NotSaved(refused.Refusals, amounts),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private IActionResult NotSaved(IReadOnlyList<Refusal> refusals, IReadOnlyList<decimal?> amounts)
    {
        if (refusals[0].Rule.Kind == RefusalKind.Stale)
        {
            ViewData[ConflictKey] = Sheet.Months.Zip(amounts)
                .Select(m => new ConflictLine(
                    T.Month(m.First.Month), m.Second is { } typed ? T.Money(typed) : "–",
                    m.First.Amount is { } stored ? T.Money(stored) : "–"))
                .Where(line => line.Typed != line.Stored).ToList();
            Input.Version = Sheet.Version;
            ModelState.Remove("Input." + nameof(Form.Version));
        }

        // A month that is refused is said beside its field.
        List<Refusal> others = [];
        foreach (var refusal in refusals)
        {
            if (Input.EachMonth is null && refusal.Field?.StartsWith(nameof(Form.Amounts), StringComparison.Ordinal) == true)
            {
                ModelState.AddModelError("Input." + refusal.Field, refusal.Say(T));
            }
            else if (others.TrueForAll(o => o.Rule != refusal.Rule))
            {
                others.Add(Input.EachMonth is null ? refusal : refusal with { Field = nameof(Form.EachMonth) });
            }
        }

        return others.Count == 0 ? Page() : Refused(others);
    }

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var year = Year ?? targets.YearOf(Caller.Today).Year;
        if (await targets.FindAsync(Kind == Teams, Code, year, Caller, cancellationToken) is not { } sheet)
        {
            return false;
        }

        Sheet = sheet;
        return true;
    }

    /// <summary>What the form sends; the domain checks it.</summary>
    public sealed class Form : IVersionedForm
    {
        /// <summary>Set, it stands for all twelve.</summary>
        [Display(Name = "The same each month")]
        public decimal? EachMonth { get; set; }

        /// <summary>Twelve, in the order of the year; null has no target.</summary>
        public IList<decimal?> Amounts { get; private init; } = [];

        public long Version { get; set; }

        internal static Form Of(TargetSheet sheet) =>
            new() { Amounts = [.. sheet.Months.Select(m => m.Amount)], Version = sheet.Version };
    }
}
