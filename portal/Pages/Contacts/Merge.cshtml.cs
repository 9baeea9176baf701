using ChatOpportunities.Domain;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Portal.Access;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Contacts;

/// <summary>Two contacts that are one: which one stays, what moves, and what it says afterwards.</summary>
public sealed class MergeModel(ContactActs contacts, DeletedRecords deleted) : PortalPage
{
    /// <summary>Number of the one that stays.</summary>
    [BindProperty(SupportsGet = true)]
    public string No { get; set; } = "";

    /// <summary>Number of the one that goes, or part of its name; blank before it is chosen.</summary>
    [BindProperty(SupportsGet = true)]
    public string? With { get; set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public Contact Stays { get; private set; } = null!;

    /// <summary>What would be done; null while the other one is not chosen.</summary>
    public ContactMerge? Merge { get; private set; }

    /// <summary>Those that match what was typed.</summary>
    public IReadOnlyList<ContactRow> Several { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await LoadAsync(cancellationToken) is { } refusal)
        {
            return refusal;
        }

        Input = new() { Version = Stays.Version, OtherVersion = Merge?.Goes.Version ?? 0 };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await LoadAsync(cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (!ModelState.IsValid || Merge is null)
        {
            return Page();
        }

        var gone = Merge.Goes.Name;
        var (result, key) = await deleted.MergeAsync(
            No, Merge.Goes.No, Input.Take, (Input.Version, Input.OtherVersion), Caller, cancellationToken);
        if (result is Result<MergedContacts>.Refused refused)
        {
            return Refused(refused.Refusals);
        }

        TempData[UndoKey] = key;
        return Done(T["Merged: {0} is now part of {1}.", gone, Stays.Name], "Edit", new { no = Stays.No });
    }

    private async Task<IActionResult?> LoadAsync(CancellationToken cancellationToken)
    {
        if (await contacts.FindAsync(No, cancellationToken) is not { } stays)
        {
            return NotFound();
        }

        (Stays, var typed) = (stays, With);
        if (string.IsNullOrWhiteSpace(typed))
        {
            return null;
        }

        (var other, Several) = await contacts.MeantAsync(typed, null, stays.Type, cancellationToken);
        switch (await contacts.PreviewMergeAsync(stays.No, other, Caller, cancellationToken))
        {
            case Result<ContactMerge>.Done(var merge):
                Merge = merge;
                break;
            case Result<ContactMerge>.Refused { First.Rule.Kind: RefusalKind.Forbidden }:
                return StatusCode(403);
            case Result<ContactMerge>.Refused { First.Rule.Kind: RefusalKind.NotFound }:
                ModelState.AddModelError(
                    nameof(With), Several.Count > 0 ? T["Several contacts match this: choose one below."] : T["There is no such contact."]);
                break;
            case Result<ContactMerge>.Refused refused:
                ModelState.AddModelError(nameof(With), refused.First.Say(T));
                break;
        }

        return null;
    }

    /// <summary>What the form sends; the domain checks it.</summary>
    public sealed class Form
    {
        public ContactPart? Name { get; set; }

        public ContactPart? Company { get; set; }

        public ContactPart? Email { get; set; }

        public ContactPart? Phone { get; set; }

        public ContactPart? Salesperson { get; set; }

        /// <summary>Of the one that stays.</summary>
        public long Version { get; set; }

        /// <summary>Of the one that goes.</summary>
        public long OtherVersion { get; set; }

        internal IReadOnlyCollection<ContactPart> Take => [.. new[] { Name, Company, Email, Phone, Salesperson }.OfType<ContactPart>()];
    }
}
