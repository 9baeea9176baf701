using System.ComponentModel.DataAnnotations;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Portal.Access;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace ChatOpportunities.Portal.Pages.Contacts;

/// <summary>A new contact or one that exists; before a new one is made, those very like it are shown.</summary>
public sealed class EditModel(ContactActs contacts, Choices choices, DeletedRecords deleted) : PortalPage
{
    /// <summary>The number in the address; null for a new one.</summary>
    [BindProperty(SupportsGet = true)]
    public string? No { get; set => field = RecordIn(value); }

    [BindProperty]
    public Form Input { get; set; } = new();

    public Contact? Stored { get; private set; }

    public ContactUses Uses { get; private set; } = ContactUses.None;

    public IReadOnlyList<SimilarContact> Similar { get; private set; } = [];

    /// <summary>Others that may be the same as the one that is stored.</summary>
    public IReadOnlyList<SimilarContact> Duplicates { get; private set; } = [];

    public IReadOnlyList<SelectListItem> People { get; private set; } = [];

    /// <summary>Companies proposed while typing a number; any other is taken too.</summary>
    public IReadOnlyList<ContactRow> Companies { get; private set; } = [];

    /// <summary>Those that match what was typed, when there are several.</summary>
    public IReadOnlyList<ContactRow> Several { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return await contacts.MergedIntoAsync(No!, cancellationToken) is { } into
                ? RedirectToPage("Edit", new { no = into }) : NotFound();
        }

        Input = Form.Of(Stored) ?? Input;
        Duplicates = Stored is null
            ? [] : await contacts.FindSimilarAsync(Stored.Name, Stored.Email, cancellationToken, exceptNo: Stored.No);
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

        if (Stored is null && !Input.MakeAnyway
            && (Similar = await contacts.FindSimilarAsync(Input.Name, Input.Email, cancellationToken)).Count > 0)
        {
            return Page();
        }

        (var companyNo, Several) = await contacts.MeantAsync(Input.CompanyNo, Input.ContactChoice, ContactType.Company, cancellationToken);
        if (Several.Count > 0)
        {
            ModelState.AddModelError("Input.CompanyNo", T["Several contacts match this: choose one below."]);
            return Page();
        }

        var form = new ContactForm(Input.Type, Input.Name, companyNo, Input.Email, Input.Phone, Input.SalespersonCode, Input.Blocked);
        return await (Stored is null
            ? contacts.CreateAsync(form, Caller, cancellationToken)
            : contacts.ChangeAsync(Stored.No, form, Input.Version, Caller, cancellationToken)) switch
        {
            Result<Contact>.Done(var contact) => Done(T["Saved: {0}.", contact.Name], "Index", new { q = contact.No }),
            Result<Contact>.Refused refused => Refused(refused.Refusals, Input, Form.Of(Stored)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public async Task<IActionResult> OnPostDeleteAsync(long? version, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken) || Stored is not { } contact)
        {
            return NotFound();
        }

        if (await contacts.DeleteAsync(contact.No, version, Caller, cancellationToken) is Result<Contact>.Refused refused)
        {
            return RefusedTo(refused.Refusals, "Edit", new { no = contact.No });
        }

        TempData[UndoKey] = await deleted.KeepAsync(
            new DeletedRecord(contact.No)
            {
                Contact = new(
                    contact.Type, contact.Name, contact.Company?.No, contact.Email, contact.Phone, contact.Salesperson?.Code,
                    contact.Blocked),
            },
            Caller,
            cancellationToken);
        return Done(T["Deleted: {0}.", contact.Name], "Index");
    }

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (No is not null)
        {
            Stored = await contacts.FindAsync(No, cancellationToken);
            if (Stored is null)
            {
                return false;
            }

            Uses = await contacts.UsesAsync(No, Caller, cancellationToken);
        }

        People = (await choices.ColleaguesAsync(Stored?.SalespersonId, cancellationToken)).AsItems();
        var companies = new ContactFilter(Type: ContactType.Company, Blocked: false);
        Companies = (await contacts.ListAsync(companies, ContactActs.MaxPage, null, cancellationToken)).Rows;
        return true;
    }

    /// <summary>What the form sends; the domain checks it.</summary>
    public sealed class Form : IVersionedForm
    {
        [Display(Name = "Kind")]
        public ContactType Type { get; set; }

        [Display(Name = "Name")]
        public string? Name { get; set; }

        [Display(Name = "Company")]
        public string? CompanyNo { get; set; }

        /// <summary>The one chosen among several that match.</summary>
        public string? ContactChoice { get; set; }

        [Display(Name = "Mail")]
        public string? Email { get; set; }

        [Display(Name = "Phone")]
        public string? Phone { get; set; }

        [Display(Name = "Salesperson")]
        public string? SalespersonCode { get; set; }

        [Display(Name = "Blocked")]
        public bool Blocked { get; set; }

        [Display(Name = "It is none of these; make a new contact")]
        public bool MakeAnyway { get; set; }

        public long Version { get; set; }

        internal static Form? Of(Contact? contact) => contact is null ? null : new()
        {
            Type = contact.Type,
            Name = contact.Name,
            CompanyNo = contact.Company?.No,
            Email = contact.Email,
            Phone = contact.Phone,
            SalespersonCode = contact.Salesperson?.Code,
            Blocked = contact.Blocked,
            Version = contact.Version,
        };
    }
}
