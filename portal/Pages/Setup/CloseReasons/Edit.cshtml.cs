using System.ComponentModel.DataAnnotations;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Portal.Access;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Setup.CloseReasons;

/// <summary>A new close reason, or one that exists.</summary>
public sealed class EditModel(CloseReasonActs reasons, DeletedRecords deleted) : PortalPage
{
    /// <summary>The code in the address; null for a new one.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Code { get; set => field = RecordIn(value); }

    [BindProperty]
    public Form Input { get; set; } = new();

    public CloseReasonRow? Stored { get; private set; }

    public bool IsNew => Code is null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Input = Form.Of(Stored) ?? Input;
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

        var result = await reasons.SaveAsync(
            Code ?? Input.Code, new CloseReasonForm(Input.Description, Input.Outcome, Input.Blocked), IsNew,
            IsNew ? null : Input.Version, Caller, cancellationToken);
        return result switch
        {
            Result<CloseReason>.Done(var reason) => Done(T["Saved: {0}.", reason.Description], "Index"),
            Result<CloseReason>.Refused refused => Refused(refused.Refusals, Input, Form.Of(Stored)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public async Task<IActionResult> OnPostDeleteAsync(long? version, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken) || Stored is not { } reason)
        {
            return NotFound();
        }

        if (await reasons.DeleteAsync(reason.Code, version, Caller, cancellationToken) is Result<CloseReason>.Refused refused)
        {
            return RefusedTo(refused.Refusals, "Edit", new { code = reason.Code });
        }

        TempData[UndoKey] = await deleted.KeepAsync(
            new DeletedRecord(reason.Code) { Reason = new(reason.Description, reason.Outcome, reason.Blocked) }, Caller, cancellationToken);
        return Done(T["Deleted: {0}.", reason.Description], "Index");
    }

    private async Task<bool> LoadAsync(CancellationToken cancellationToken) =>
        Code is null || (Stored = await reasons.FindAsync(Code, Caller, cancellationToken)) is not null;

    /// <summary>What the form sends; the domain checks it.</summary>
    public sealed class Form : IVersionedForm
    {
        [Display(Name = "Code")]
        public string? Code { get; set; }

        [Display(Name = "Description")]
        public string? Description { get; set; }

        [Display(Name = "Outcome")]
        public Outcome? Outcome { get; set; }

        [Display(Name = "Blocked")]
        public bool Blocked { get; set; }

        public long Version { get; set; }

        internal static Form? Of(CloseReasonRow? reason) => reason is null ? null : new()
        {
            Description = reason.Description,
            Outcome = reason.Outcome,
            Blocked = reason.Blocked,
            Version = reason.Version,
        };
    }
}
