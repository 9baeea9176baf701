using System.ComponentModel.DataAnnotations;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Portal.Access;
using ChatOpportunities.Portal.Forms;
using ChatOpportunities.Portal.Language;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Portal.Pages.Setup.People;

/// <summary>A new person, one who waits, or one who is known.</summary>
public sealed class EditModel(
    PeopleActs people, OpportunityQueries opportunities, Choices choices, IOptions<CompanyOptions> company, DeletedRecords deleted)
    : PortalPage
{
    /// <summary>The code in the address; null for a new one.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Code { get; set => field = RecordIn(value); }

    [BindProperty]
    public Form Input { get; set; } = new();

    public bool IsNew => Code is null;

    /// <summary>Name as stored, for the heading.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The open opportunities they hold, of what the caller may see.</summary>
    public Totals Held { get; private set; } = Totals.Zero;

    public IReadOnlyList<SelectListItem> Teams { get; private set; } = [];

    public static IEnumerable<SelectListItem> Languages => Texts.Languages.Select(l => new SelectListItem(EnumTexts.LanguageName(l), l));

    public IEnumerable<SelectListItem> TimeZones => TimeZoneInfo.GetSystemTimeZones()
        .Select(z => z.HasIanaId ? z.Id : TimeZoneInfo.TryConvertWindowsIdToIanaId(z.Id, out var iana) ? iana : null)
        .OfType<string>().Append(Input.TimeZone ?? "Etc/UTC").Where(id => id.Length > 0).Distinct().Order(StringComparer.Ordinal)
        .Select(id => new SelectListItem(id.Replace('_', ' '), id));

    /// <param name="waiting">Id of the waiting person to take in.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IActionResult> OnGetAsync(long? waiting, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        if (Code is null)
        {
            var stranger = waiting is null ? null
                : (await people.WaitingAsync(Caller, cancellationToken)).FirstOrDefault(w => w.Id == waiting);
            if (waiting is not null && stranger is null)
            {
                return NotFound();
            }

            Input = new()
            {
                Code = CodeFor(stranger?.Name),
                Name = stranger?.Name,
                Email = stranger?.Email,
                EntraObjectId = stranger?.EntraObjectId.ToString(),
                Language = company.Value.DefaultLanguage,
                TimeZone = company.Value.DefaultTimeZone,
            };
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var typed = Input;
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        var stored = Input;
        Input = typed;
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var form = new PersonForm(
            Input.Name, Input.Email, Input.EntraObjectId, Input.Role, Input.TeamCode, Input.Language ?? "", Input.TimeZone ?? "",
            Input.Blocked);
        return await people.SaveAsync(Code ?? Input.Code, form, IsNew, IsNew ? null : Input.Version, Caller, cancellationToken) switch
        {
            Result<Salesperson>.Done(var person) when person.Blocked && !stored.Blocked && Held.Opportunities > 0 => HandOver(person),
            Result<Salesperson>.Done(var person) => Done(T["Saved: {0}.", person.Name], "Index"),
            Result<Salesperson>.Refused refused => Refused(refused.Refusals, Input, IsNew ? null : stored),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public async Task<IActionResult> OnPostDeleteAsync(long? version, CancellationToken cancellationToken)
    {
        if (Code is null || !await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        var (code, form) = (Checks.NormalCode(Code), new PersonForm(
            Input.Name, Input.Email, Input.EntraObjectId, Input.Role, Input.TeamCode, Input.Language ?? "", Input.TimeZone ?? "",
            Input.Blocked));
        if (await people.DeleteAsync(code, version, Caller, cancellationToken) is Result<Salesperson>.Refused refused)
        {
            return RefusedTo(refused.Refusals, "Edit", new { code });
        }

        TempData[UndoKey] = await deleted.KeepAsync(new DeletedRecord(code) { Person = form }, Caller, cancellationToken);
        return Done(T["Deleted: {0}.", Name], "Index");
    }

    /// <summary>To the page where all that a blocked person holds is given to somebody, or left as it is.</summary>
    private RedirectToPageResult HandOver(Salesperson person) => Done(
        T[
            "{0} is blocked and still holds {1}, worth {2}. Choose who takes over, or cancel and leave them as they are.", person.Name,
            T.Opportunities(Held.Opportunities), T.Money(decimal.Round(Held.EstimatedValue))],
        "/Opportunities/Bulk",
        new { act = BulkAct.Assign, all = true, query = QueryString.Create("salesperson", person.Code).Value });

    /// <summary>A code worth proposing: the first name in capitals.</summary>
    private static string? CodeFor(string? name)
    {
        var letters = new string([.. (name ?? "").TakeWhile(c => c != ' ').Where(char.IsLetterOrDigit)]);
        return letters.Length is > 0 and <= Salesperson.MaxCodeLength ? Checks.NormalCode(letters) : null;
    }

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        Teams = (await choices.TeamsAsync(cancellationToken)).AsItems();
        if (Code is null)
        {
            return true;
        }

        if (await people.FindAsync(Code, cancellationToken) is not { } person)
        {
            return false;
        }

        Name = person.Name;
        Held = await opportunities.TotalsAsync(new OpportunityFilter(Open: true, SalespersonCode: person.Code), Caller, cancellationToken);
        Input = new()
        {
            Name = person.Name,
            Email = person.Email,
            EntraObjectId = person.EntraObjectId?.ToString(),
            Role = person.Role,
            TeamCode = person.Team?.Code,
            Language = person.Language,
            TimeZone = person.TimeZone,
            Blocked = person.Blocked,
            Version = person.Version,
        };
        return true;
    }

    /// <summary>What the form sends; the domain checks it.</summary>
    public sealed class Form : IVersionedForm
    {
        [Display(Name = "Code")]
        public string? Code { get; set; }

        [Display(Name = "Name")]
        public string? Name { get; set; }

        [Display(Name = "Mail")]
        public string? Email { get; set; }

        [Display(Name = "Entra object id")]
        public string? EntraObjectId { get; set; }

        [Display(Name = "Role")]
        public Role Role { get; set; }

        [Display(Name = "Team")]
        public string? TeamCode { get; set; }

        [Display(Name = "Language")]
        public string? Language { get; set; }

        [Display(Name = "Time zone")]
        public string? TimeZone { get; set; }

        [Display(Name = "Blocked")]
        public bool Blocked { get; set; }

        public long Version { get; set; }
    }
}
