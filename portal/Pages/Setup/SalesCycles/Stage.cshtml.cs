using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace ChatOpportunities.Portal.Pages.Setup.SalesCycles;

/// <summary>A new stage at the end or before another one, or one that exists.</summary>
public sealed class StageModel(SalesCycleActs cycles, ReminderQueries reminders, Choices choices) : DateFormulaPage
{
    /// <summary>Formulas that the form shows as dates.</summary>
    public static readonly IReadOnlyList<string> ExampleFormulas = ["2W", "1M", "CM", "10WD"];

    [BindProperty(SupportsGet = true)]
    public string Cycle { get; set; } = "";

    /// <summary>The stage as the address names it: its number, or <see cref="PortalPage.NewRecord"/>.</summary>
    [BindProperty(SupportsGet = true)]
    public string Stage { get; set; } = NewRecord;

    /// <summary>Number of the stage; null for a new one.</summary>
    public int? Number => int.TryParse(Stage, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Number of the stage that the new one will stand before.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Before { get; set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public SalesCycle Owner { get; private set; } = null!;

    /// <summary>The stage that the new one will stand before, if any.</summary>
    public SalesCycleStage? Next => Number is null ? Owner.Stages.FirstOrDefault(s => s.Number == Before) : null;

    /// <summary>Opportunities that stand on it.</summary>
    public int Standing { get; private set; }

    /// <summary>Reminders that its limit has planned.</summary>
    public int Planned { get; private set; }

    /// <summary>What the limit in the form would have sent; null until it is asked for.</summary>
    public StageLimitPreview? Reminders { get; private set; }

    public IReadOnlyList<SelectListItem> Activities { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Input = Stored() ?? new() { CompletedPercent = 0, ChancesOfSuccessPercent = 0, Version = Owner.Version };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        AddErrors(Checks.All(
            Input.CompletedPercent is null ? Refusals.Required.For(nameof(Form.CompletedPercent)) : null,
            Input.ChancesOfSuccessPercent is null ? Refusals.Required.For(nameof(Form.ChancesOfSuccessPercent)) : null));
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var form = new StageForm(
            Input.Description, Input.CompletedPercent!.Value, Input.ChancesOfSuccessPercent!.Value, Input.ActivityCode, Input.QuoteRequired,
            Input.AllowSkip, Input.DateFormula, Input.LimitWorkingDays);
        var result = Number is { } number
            ? await cycles.ChangeStageAsync(Cycle, number, form, Input.Version, Caller, cancellationToken)
            : await cycles.AddStageAsync(Cycle, null, Before, form, Input.Version, Caller, cancellationToken);
        return result switch
        {
            Result<SalesCycleStage>.Done(var stage) => Done(T["Saved: {0}.", stage.Description], "Details", new { code = Owner.Code }),
            Result<SalesCycleStage>.Refused refused => Refused(refused.Refusals, Input, Stored() ?? new() { Version = Owner.Version }),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>The same form, with what the figures, the formula and the limit come to; nothing is saved.</summary>
    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        if (ModelState.IsValid && Owner.Stages.FirstOrDefault(s => s.Number == Number) is { } stage)
        {
            switch (await reminders.PreviewLimitAsync(stage.Id, Input.LimitWorkingDays, Caller, cancellationToken))
            {
                case Result<StageLimitPreview>.Refused refused:
                    return Refused(refused.Refusals);
                case Result<StageLimitPreview>.Done(var preview):
                    Reminders = preview;
                    break;
            }
        }

        return Page();
    }

    /// <summary>Where a formula leads from today.</summary>
    public string DateOf(string formula) =>
        DateFormula.Parse(formula).TryEvaluate(Caller.Today, out var date) ? T.Date(date) : "";

    private Form? Stored() => Owner.Stages.FirstOrDefault(s => s.Number == Number) is { } stage
        ? new()
        {
            Description = stage.Description,
            CompletedPercent = stage.CompletedPercent,
            ChancesOfSuccessPercent = stage.ChancesOfSuccessPercent,
            ActivityCode = stage.Activity?.Code,
            QuoteRequired = stage.QuoteRequired,
            AllowSkip = stage.AllowSkip,
            DateFormula = stage.DateFormula,
            LimitWorkingDays = stage.LimitWorkingDays,
            Version = Owner.Version,
        }
        : null;

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await cycles.FindAsync(Cycle, cancellationToken) is not { } cycle
            || (Number is null && Stage != NewRecord)
            || (Number is not null && cycle.Stages.All(s => s.Number != Number))
            || (Number is null && Before is not null && cycle.Stages.All(s => s.Number != Before)))
        {
            return false;
        }

        Owner = cycle;
        if (cycle.Stages.FirstOrDefault(s => s.Number == Number) is { } present)
        {
            Standing = (await cycles.OpportunitiesByStageAsync(cycle.Id, Caller, cancellationToken)).GetValueOrDefault(present.Id);
            Planned = await reminders.PlannedByLimitAsync(present.Id, Caller, cancellationToken);
        }

        Activities = (await choices.ActivitiesAsync(cancellationToken)).AsItems();
        return true;
    }

    /// <summary>What the form sends; the domain checks it.</summary>
    public sealed class Form : IVersionedForm
    {
        [Display(Name = "Description")]
        public string? Description { get; set; }

        [Display(Name = "Completed %"), DataType(WrittenField.Percent)]
        public decimal? CompletedPercent { get; set; }

        [Display(Name = "Chances of success %"), DataType(WrittenField.Percent)]
        public decimal? ChancesOfSuccessPercent { get; set; }

        [Display(Name = "Activity")]
        public string? ActivityCode { get; set; }

        [Display(Name = "Quote required")]
        public bool QuoteRequired { get; set; }

        [Display(Name = "May be skipped")]
        public bool AllowSkip { get; set; }

        [Display(Name = "Date formula for the expected close")]
        public string? DateFormula { get; set; }

        [Display(Name = "Limit in working days"), DataType(WrittenField.WorkingDays)]
        public int? LimitWorkingDays { get; set; }

        public long Version { get; set; }
    }
}
