using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Portal.Forms;
using ChatOpportunities.Portal.Language;
using ChatOpportunities.Portal.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Portal.Pages.Me;

/// <summary>What everybody settles for themselves: language, region, and how they are reminded. The chat has the same form.</summary>
public sealed class IndexModel(
    OwnSettings settings, ReminderPlanner planner, CalendarFeed calendar, IOptions<CompanyOptions> company) : PortalPage
{
    /// <summary>Carries the address of a calendar that was just made to the one page that shows it.</summary>
    private const string AddressKey = "CalendarAddress";

    [BindProperty]
    public Form Input { get; set; } = new();

    public Salesperson Person { get; private set; } = null!;

    /// <summary>Since when the calendar has an address; null when it has none.</summary>
    public DateTimeOffset? CalendarSince { get; private set; }

    /// <summary>The address of the calendar that was just made; opening the page again shows it no more.</summary>
    public string? CalendarAddress { get; private set; }

    /// <summary>What holds where nothing is chosen.</summary>
    public ReminderRulesForm Company { get; private set; } = null!;

    public static IEnumerable<SelectListItem> Languages => Texts.Languages.Select(l => new SelectListItem(EnumTexts.LanguageName(l), l));

    /// <summary>Regions by their names in the reader's language.</summary>
    public IEnumerable<SelectListItem> Regions => Domain.Language.Regions.Codes
        .Select(code => new SelectListItem(Domain.Language.Regions.NameOf(code, T.Culture), code))
        .OrderBy(item => item.Text, StringComparer.Create(T.Culture, ignoreCase: true));

    /// <summary>The company's region in words; null when it has none.</summary>
    public string? CompanyRegion =>
        company.Value.Region is { } code ? Domain.Language.Regions.NameOf(code, T.Culture) : null;

    /// <summary>What can be had alone; a sale told in a channel is nobody's own message.</summary>
    public static IReadOnlyList<ReminderKind> Kinds { get; } = [.. Setup.Reminders.IndexModel.Kinds.Where(k => k != ReminderKind.Won)];

    /// <summary>The company's own kinds, in the reader's words.</summary>
    public string CompanyKinds => Kinds
        .Where(k => Company.AloneKinds.HasFlag(Setup.Reminders.IndexModel.Bit(k))).Select(k => T.Of(k)).ToList()
        is { Count: > 0 } kinds ? string.Join(", ", kinds) : T["None"];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Input = Form.Of(Person, Company);
        CalendarAddress = TempData[AddressKey] as string;
        return Page();
    }

    public async Task<IActionResult> OnPostCalendarAsync(CancellationToken cancellationToken)
    {
        switch (await calendar.RenewAsync(Caller, cancellationToken))
        {
            case Result<string>.Done(var secret):
                // Not in an answer to the POST, which a reload would repeat; the cookie it travels in is encrypted and read once.
                TempData[AddressKey] = CalendarEndpoint.AddressOf(Request, secret);
                return Done(T["Your calendar has an address."], "Index");
            case Result<string>.Refused refused:
                return RefusedTo(refused.Refusals, "Index");
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    public async Task<IActionResult> OnPostEndCalendarAsync(CancellationToken cancellationToken) =>
        await calendar.EndAsync(Caller, cancellationToken) switch
        {
            Result<bool>.Refused refused => RefusedTo(refused.Refusals, "Index"),
            _ => Done(T["Your calendar has no address any more."], "Index"),
        };

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

        var kinds = (Input.Alone ?? []).Aggregate(ReminderKinds.None, (all, kind) => all | Setup.Reminders.IndexModel.Bit(kind));
        var form = new OwnSettingsForm(
            Input.Language ?? "", Input.BriefAt, Input.QuietFrom, Input.QuietTo, Input.CompanyKinds ? null : kinds)
        {
            Region = new Change<string?>(Checks.Tidy(Input.Region)),
        };
        switch (await settings.ChangeAsync(form, Input.Version, Caller, cancellationToken))
        {
            case Result<Salesperson>.Refused refused:
                return Refused(refused.Refusals, Input, Form.Of(Person, Company));
            case Result<Salesperson>.Done(var person):
                // Said in the language that was chosen just now.
                var spoken = new PortalTexts(CultureInfo.GetCultureInfo(person.Language), company.Value.Currency);
                return Done(spoken["Your settings are saved."], "Index");
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await settings.FindAsync(Caller, cancellationToken) is not { } person)
        {
            return false;
        }

        (Person, Company) = (person, await planner.RulesAsync(cancellationToken));
        CalendarSince = await calendar.SinceAsync(Caller, cancellationToken);
        return true;
    }

    /// <summary>What the form sends; the domain checks it.</summary>
    public sealed class Form : IVersionedForm
    {
        [Display(Name = "Language")]
        public string? Language { get; set; }

        [Display(Name = "Numbers and dates as in")]
        public string? Region { get; set; }

        [Display(Name = "Daily brief at")]
        public TimeOnly? BriefAt { get; set; }

        [Display(Name = "Quiet from")]
        public TimeOnly? QuietFrom { get; set; }

        [Display(Name = "Quiet until")]
        public TimeOnly? QuietTo { get; set; }

        [Display(Name = "As the company does")]
        public bool CompanyKinds { get; set; }

        [Display(Name = "Comes at once and alone")]
        public IReadOnlyList<ReminderKind>? Alone { get; set; } // an empty list would stay empty: it cannot be filled

        public long Version { get; set; }

        internal static Form Of(Salesperson person, ReminderRulesForm company) => new()
        {
            Language = person.Language,
            Region = person.Region,
            BriefAt = person.BriefAt,
            QuietFrom = person.QuietFrom,
            QuietTo = person.QuietTo,
            CompanyKinds = person.AloneKinds is null,
            Alone = [.. Kinds.Where(k => (person.AloneKinds ?? company.AloneKinds).HasFlag(Setup.Reminders.IndexModel.Bit(k)))],
            Version = person.Version,
        };
    }
}
