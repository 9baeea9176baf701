using System.ComponentModel.DataAnnotations;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace ChatOpportunities.Portal.Pages.Opportunities;

/// <summary>
/// What an opportunity is about: description, priority, contact, source, next step, a limit of its own and, before its start, the cycle.
/// </summary>
public sealed class EditModel(OpportunityQueries opportunities, OpportunityActs acts, ContactActs contacts, Choices choices)
    : OpportunityFormPage(opportunities)
{
    [BindProperty]
    public Form Input { get; set; } = new();

    public IReadOnlyList<SelectListItem> Cycles { get; private set; } = [];

    /// <summary>Contacts that match what was typed, when there are several.</summary>
    public IReadOnlyList<ContactRow> Several { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string no, CancellationToken cancellationToken)
    {
        if (await LoadAsync(no, cancellationToken) is { } elsewhere)
        {
            return elsewhere;
        }

        Input = Form.Of(Opportunity);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string no, CancellationToken cancellationToken)
    {
        if (await LoadAsync(no, cancellationToken) is { } elsewhere)
        {
            return elsewhere;
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        (var contactNo, Several) = await contacts.MeantAsync(Input.ContactNo, Input.ContactChoice, null, cancellationToken);
        if (Several.Count > 0)
        {
            ModelState.AddModelError("Input.ContactNo", T["Several contacts match this: choose one below."]);
            return Page();
        }

        // What stays as it is is left out: a next step set again would count as one more, and the history names what was changed.
        var (stored, step, source) = (Form.Of(Opportunity), Checks.Tidy(Input.NextStep), Checks.Tidy(Input.Source));
        var change = new ChangeOpportunity(
            Input.Description == stored.Description ? null : Input.Description ?? "",
            Input.Priority == stored.Priority ? null : Input.Priority,
            contactNo == stored.ContactNo ? null : contactNo ?? "",
            Opportunity.Status != OpportunityStatus.NotStarted || Input.SalesCycleCode == stored.SalesCycleCode
                ? null : Input.SalesCycleCode ?? "",
            step == stored.NextStep ? null : new Change<string?>(step),
            Input.NextStepDate == stored.NextStepDate ? null : new Change<DateOnly?>(Input.NextStepDate),
            Input.LimitWorkingDays == stored.LimitWorkingDays ? null : new Change<int?>(Input.LimitWorkingDays),
            source == stored.Source ? null : new Change<string?>(source));
        return await acts.ChangeDetailsAsync(no, change, Input.Version, Caller, cancellationToken) switch
        {
            Result<Acted>.Done(var acted) => Done(T["Saved: {0}.", acted.Opportunity.Description], "Details", new { no }),
            Result<Acted>.Refused refused => Refused(refused.Refusals, Input, stored),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<IActionResult?> LoadAsync(string no, CancellationToken cancellationToken)
    {
        if (await FindAsync(no, cancellationToken) is { } elsewhere)
        {
            return elsewhere;
        }

        // Its own stays in the list though it be blocked: a browser sends the first of a list that lacks what is stored.
        Cycles = (await choices.CyclesAsync(Opportunity.SalesCycleId, cancellationToken)).AsItems();
        return null;
    }

    /// <summary>What the form sends; the domain checks it.</summary>
    public sealed class Form : IVersionedForm
    {
        [Display(Name = "What it is about")]
        public string? Description { get; set; }

        [Display(Name = "Priority")]
        public Priority Priority { get; set; }

        [Display(Name = "Source")]
        public string? Source { get; set; }

        [Display(Name = "Contact")]
        public string? ContactNo { get; set; }

        /// <summary>The one chosen among several that match.</summary>
        public string? ContactChoice { get; set; }

        [Display(Name = "Sales cycle")]
        public string? SalesCycleCode { get; set; }

        [Display(Name = "Next step")]
        public string? NextStep { get; set; }

        [Display(Name = "Day of the next step")]
        public DateOnly? NextStepDate { get; set; }

        [Display(Name = "Own limit in working days"), DataType(WrittenField.WorkingDays)]
        public int? LimitWorkingDays { get; set; }

        public long Version { get; set; }

        internal static Form Of(Opportunity opportunity) => new()
        {
            Description = opportunity.Description,
            Priority = opportunity.Priority,
            Source = opportunity.Source,
            ContactNo = opportunity.Contact!.No,
            SalesCycleCode = opportunity.SalesCycle!.Code,
            NextStep = opportunity.NextStep,
            NextStepDate = opportunity.NextStepDate,
            LimitWorkingDays = opportunity.LimitWorkingDays,
            Version = opportunity.Version,
        };
    }
}
