using System.ComponentModel.DataAnnotations;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Portal.Access;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Setup.Activities;

/// <summary>A new activity or one that exists, with its steps.</summary>
public sealed class EditModel(ActivityActs activities, DeletedRecords deleted) : DateFormulaPage
{
    private const int Spare = 2;

    /// <summary>The code in the address; null for a new one.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Code { get; set => field = RecordIn(value); }

    [BindProperty]
    public Form Input { get; set; } = new();

    public Activity? Stored { get; private set; }

    public IReadOnlyList<ActivityUse> Uses { get; private set; } = [];

    public bool IsNew => Code is null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Input = Form.Of(Stored) ?? Input;
        AddLines(Spare);
        return Page();
    }

    /// <summary>The same form with more lines for steps; nothing is saved.</summary>
    public async Task<IActionResult> OnPostMoreAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        AddLines(Spare + 1);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        // A line without a description and without a date was never filled; what is left out moves up.
        var kept = Input.Steps.Select((step, i) => (step, i)).Where(s => !string.IsNullOrWhiteSpace(s.step.Description)).ToList();
        var form = new ActivityForm(
            Input.Description,
            [.. kept.Select(s => new StepDetails(s.step.Type, s.step.Description, s.step.Priority, s.step.DateFormula))]);
        switch (await activities.SaveAsync(Code ?? Input.Code, form, IsNew, IsNew ? null : Input.Version, Caller, cancellationToken))
        {
            case Result<Activity>.Done(var activity):
                return Done(T["Saved: {0}.", activity.Description], "Index");
            case Result<Activity>.Refused refused:
                foreach (var refusal in refused.Refusals.Where(r => r.Field?.StartsWith("steps[", StringComparison.Ordinal) == true))
                {
                    var parts = refusal.Field!["steps[".Length..].Split("].");
                    var line = kept[int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture)].i;
                    ModelState.AddModelError($"Input.Steps[{line}].{char.ToUpperInvariant(parts[1][0])}{parts[1][1..]}", refusal.Say(T));
                }

                var others = refused.Refusals.Where(r => r.Field?.StartsWith("steps[", StringComparison.Ordinal) != true).ToList();
                return others.Count == 0 ? Page() : Refused(others, Input, Form.Of(Stored));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    public async Task<IActionResult> OnPostDeleteAsync(long? version, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken) || Stored is not { } activity)
        {
            return NotFound();
        }

        if (await activities.DeleteAsync(activity.Code, version, Caller, cancellationToken) is Result<Activity>.Refused refused)
        {
            return RefusedTo(refused.Refusals, "Edit", new { code = activity.Code });
        }

        TempData[UndoKey] = await deleted.KeepAsync(
            new DeletedRecord(activity.Code)
            {
                Activity = new(
                    activity.Description,
                    [.. activity.Steps.Select(s => new StepDetails(s.Type, s.Description, s.Priority, s.DateFormula))]),
            },
            Caller,
            cancellationToken);
        return Done(T["Deleted: {0}.", activity.Description], "Index");
    }

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (Code is null)
        {
            return true;
        }

        Stored = await activities.FindAsync(Code, cancellationToken);
        Uses = Stored is null ? [] : await activities.StagesAsync(Code, cancellationToken);
        return Stored is not null;
    }

    private void AddLines(int count)
    {
        for (var i = 0; i < count && Input.Steps.Count < Activity.MaxSteps; i++)
        {
            Input.Steps.Add(new Step());
        }
    }

    /// <summary>What the form sends; the domain checks it.</summary>
    public sealed class Form : IVersionedForm
    {
        [Display(Name = "Code")]
        public string? Code { get; set; }

        [Display(Name = "Description")]
        public string? Description { get; set; }

#pragma warning disable CA1002, CA2227 // Filled by the framework's form binding.
        public List<Step> Steps { get; set; } = [];
#pragma warning restore CA1002, CA2227

        /// <summary>The steps in a line, so that two versions can be compared.</summary>
        [Display(Name = "Steps")]
        public string AllSteps => string.Join(
            "; ", Steps.Where(s => s.Description is not null).Select(s => $"{s.Description} {s.DateFormula}".Trim()));

        public long Version { get; set; }

        internal static Form? Of(Activity? activity) => activity is null ? null : new()
        {
            Description = activity.Description,
            Steps = [.. activity.Steps.Select(s => new Step
            {
                Type = s.Type, Description = s.Description, Priority = s.Priority, DateFormula = s.DateFormula,
            })],
            Version = activity.Version,
        };
    }

    /// <summary>One step of the form; without a description it is none.</summary>
    public sealed class Step
    {
        [Display(Name = "What is to be done")]
        public string? Description { get; set; }

        [Display(Name = "Kind")]
        public TaskType Type { get; set; }

        [Display(Name = "Priority")]
        public Priority Priority { get; set; } = Priority.Normal;

        [Display(Name = "Due")]
        public string? DateFormula { get; set; }
    }
}
