using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Setup.Settings;

/// <summary>The company's working days and holidays.</summary>
public sealed class CalendarModel(CompanyCalendarActs acts) : PortalPage
{
    /// <summary>The days of a week, Monday first.</summary>
    public static IReadOnlyList<DayOfWeek> Week { get; } = [.. Enum.GetValues<DayOfWeek>().OrderBy(d => ((int)d + 6) % 7)];

    [BindProperty]
    public Form Input { get; set; } = new();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await acts.FindAsync(Caller, cancellationToken) is not Result<CurrentCompanyCalendar>.Done(var current))
        {
            return StatusCode(403);
        }

        Input = Form.Of(current);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        List<DateOnly> holidays = [];
        var lines = (Input.Holidays ?? "").Split('\n').Select((line, i) => (Text: line.Trim(), Number: i + 1));
        foreach (var (line, number) in lines.Where(l => l.Text.Length > 0))
        {
            // As the page writes them, or as the reader does.
            var shown = line.Length > 40 ? line[..40] + "…" : line;
            switch (WrittenDates.Read(line, T.Culture))
            {
                case null:
                    ModelState.AddModelError("Input.Holidays", T["Line {0} is not a date: {1}", number, shown]);
                    break;
                case { IsAsked: true, Other: { } other } asked:
                    ModelState.AddModelError(
                        "Input.Holidays",
                        T["Line {0} can mean two days: {1}. Write {2} or {3}.", number, shown, Iso(asked.Value), Iso(other)]);
                    break;
                case var day:
                    holidays.Add(day.Value);
                    break;
            }

            if (!ModelState.IsValid)
            {
                break;
            }
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        switch (await acts.SaveAsync(new CompanyCalendarForm(Input.WorkingDays ?? [], holidays), Input.Version, Caller, cancellationToken))
        {
            case Result<CurrentCompanyCalendar>.Done:
                return Done(T["Working days and holidays are saved; what waits is planned anew."], "Index");
            case Result<CurrentCompanyCalendar>.Refused refused:
                var stored = await acts.FindAsync(Caller, cancellationToken) is Result<CurrentCompanyCalendar>.Done(var now)
                    ? Form.Of(now) : null;
                return Refused(refused.Refusals, Input, stored);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static string Iso(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>What the form sends; the domain checks it.</summary>
    public sealed class Form : IVersionedForm
    {
        public IReadOnlyList<DayOfWeek>? WorkingDays { get; set; }

        [Display(Name = "Holidays")]
        public string? Holidays { get; set; }

        public long Version { get; set; }

        internal static Form Of(CurrentCompanyCalendar current) => new()
        {
            WorkingDays = current.Calendar.WorkingDays,
            Holidays = string.Join('\n', current.Calendar.Holidays.Order().Select(d => d.ToString("O", CultureInfo.InvariantCulture))),
            Version = current.Version,
        };
    }
}
