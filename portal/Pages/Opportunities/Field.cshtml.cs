using System.ComponentModel.DataAnnotations;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Opportunities;

/// <summary>
/// One field of an opportunity, changed alone: where it stands where scripts run, otherwise on a page of its own that leads back.
/// </summary>
public sealed class FieldModel(OpportunityQueries opportunities, OpportunityActs acts) : OpportunityFormPage(opportunities)
{
    [BindProperty]
    public Form Input { get; set; } = new();

    /// <summary>Where it was opened and to where it goes back; left out: the opportunity.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Back { get; set; }

    public OpportunityField Field { get; private set; }

    public async Task<IActionResult> OnGetAsync(string no, string field, CancellationToken cancellationToken)
    {
        if (await LoadAsync(no, field, cancellationToken) is { } elsewhere)
        {
            return elsewhere;
        }

        Input = Form.Of(Opportunity);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string no, string field, CancellationToken cancellationToken)
    {
        if (await LoadAsync(no, field, cancellationToken) is { } elsewhere)
        {
            return elsewhere;
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        // The rest stays as it is stored, so that two versions are compared in this field alone.
        var stored = Form.Of(Opportunity);
        Input = Form.Of(Opportunity).With(Field, Input);
        if (Missing() is { } missing)
        {
            return Refused([missing]);
        }

        return await acts.EditAsync(no, Change(stored), Input.Version, Caller, cancellationToken) switch
        {
            Result<Acted>.Done(var acted) => GoneBack(Done(T["Saved: {0}.", acted.Opportunity.Description], acted, "Details", new { no })),
            Result<Acted>.Refused refused => Refused(refused.Refusals, Input, stored),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<IActionResult?> LoadAsync(string no, string field, CancellationToken cancellationToken)
    {
        if (!Enum.GetNames<OpportunityField>().Contains(field, StringComparer.OrdinalIgnoreCase))
        {
            return NotFound();
        }

        Field = Enum.Parse<OpportunityField>(field, ignoreCase: true);
        return await FindAsync(no, cancellationToken);
    }

    /// <summary>The field that has to say something and does not.</summary>
    private RefusalRule? Missing() => Field switch
    {
        OpportunityField.Value when Input.EstimatedValue is null => Refusals.ValueRequired,
        OpportunityField.Chances when Input.ChancesOfSuccess is null => Refusals.ChancesRequired,
        OpportunityField.Close when Input.EstimatedCloseDate is null => Refusals.CloseDateRequired,
        _ => null,
    };

    /// <summary>What stays as it is is left out: a next step set again would count as one more.</summary>
    private EditOpportunity Change(Form stored)
    {
        var step = Checks.Tidy(Input.NextStep);
        return new EditOpportunity(
            new ChangeOpportunity(
                Input.Description == stored.Description ? null : Input.Description ?? "",
                Input.Priority == stored.Priority ? null : Input.Priority,
                NextStep: step == stored.NextStep ? null : new Change<string?>(step),
                NextStepDate: Input.NextStepDate == stored.NextStepDate ? null : new Change<DateOnly?>(Input.NextStepDate)),
            Input.EstimatedValue == stored.EstimatedValue ? null : Input.EstimatedValue,
            Input.ChancesOfSuccess == stored.ChancesOfSuccess ? null : Input.ChancesOfSuccess,
            Input.EstimatedCloseDate == stored.EstimatedCloseDate ? null : Input.EstimatedCloseDate,
            Input.SlipReason);
    }

    private IActionResult GoneBack(IActionResult done) => Url.IsLocalUrl(Back) ? LocalRedirect(Back) : done;

    /// <summary>What the form sends; the domain checks it.</summary>
    public sealed class Form : IVersionedForm
    {
        [Display(Name = "What it is about")]
        public string? Description { get; set; }

        [Display(Name = "Priority")]
        public Priority Priority { get; set; }

        [Display(Name = "Estimated value")]
        public decimal? EstimatedValue { get; set; }

        [Display(Name = "Chances of success %"), DataType(WrittenField.Percent)]
        public decimal? ChancesOfSuccess { get; set; }

        [Display(Name = "Expected close")]
        public DateOnly? EstimatedCloseDate { get; set; }

        /// <summary>Not stored in the opportunity but with the move of its day, so no version differs in it.</summary>
        public string? SlipReason { get; set; }

        [Display(Name = "Next step")]
        public string? NextStep { get; set; }

        [Display(Name = "Day of the next step")]
        public DateOnly? NextStepDate { get; set; }

        public long Version { get; set; }

        internal static Form Of(Opportunity opportunity) => new()
        {
            Description = opportunity.Description,
            Priority = opportunity.Priority,
            EstimatedValue = opportunity.Current?.EstimatedValue ?? opportunity.InitialValue,
            ChancesOfSuccess = opportunity.Current?.ChancesOfSuccess ?? opportunity.InitialChances,
            EstimatedCloseDate = opportunity.Current?.EstimatedCloseDate ?? opportunity.InitialCloseDate,
            NextStep = opportunity.NextStep,
            NextStepDate = opportunity.NextStepDate,
            Version = opportunity.Version,
        };

        /// <summary>With what was typed into one field, as it was when its form was made.</summary>
        internal Form With(OpportunityField field, Form typed)
        {
            Version = typed.Version;
            switch (field)
            {
                case OpportunityField.Title:
                    Description = typed.Description;
                    break;
                case OpportunityField.Priority:
                    Priority = typed.Priority;
                    break;
                case OpportunityField.Value:
                    EstimatedValue = typed.EstimatedValue;
                    break;
                case OpportunityField.Chances:
                    ChancesOfSuccess = typed.ChancesOfSuccess;
                    break;
                case OpportunityField.Close:
                    (EstimatedCloseDate, SlipReason) = (typed.EstimatedCloseDate, typed.SlipReason);
                    break;
                case OpportunityField.Step:
                    (NextStep, NextStepDate) = (typed.NextStep, typed.NextStepDate);
                    break;
            }

            return this;
        }
    }
}

/// <summary>What can be changed of an opportunity where it stands.</summary>
public enum OpportunityField
{
    Title,
    Priority,
    Value,
    Chances,
    Close,

    /// <summary>The next step and its day.</summary>
    Step,
}

/// <summary>A link to the form that changes one thing of an opportunity.</summary>
/// <param name="No">The opportunity.</param>
/// <param name="Field">What is changed; null where a page of its own does it.</param>
/// <param name="Words">What the link says to who does not see it.</param>
/// <param name="Back">Where it goes back; null: the opportunity.</param>
/// <param name="Page">That page, beside this one.</param>
public sealed record FieldLink(string No, OpportunityField? Field, string Words, string? Back = null, string? Page = null);
