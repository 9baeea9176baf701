using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace ChatOpportunities.Portal.Pages.Setup.Reminders;

/// <summary>What people are reminded of, with a preview, and what became of every reminder.</summary>
public sealed class IndexModel(ReminderRulesActs acts, ReminderQueries queries, Choices choices) : PortalPage
{
    private const int PageSize = 50;
    private const int MostAnswers = 200;

    /// <summary>The kinds that may come alone; the Monday brief always does.</summary>
    public static IReadOnlyList<ReminderKind> Kinds { get; } = [.. Enum.GetValues<ReminderKind>().Where(k => k < ReminderKind.TeamBrief)];

    /// <summary>The kind as one of several.</summary>
    internal static ReminderKinds Bit(ReminderKind kind) => (ReminderKinds)(1 << (int)kind);

    [BindProperty]
    public Form Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public bool Stuck { get; set; }

    [BindProperty(SupportsGet = true)]
    public ReminderState? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public ReminderKind? Kind { get; set; }

    /// <summary>Code of the person who is reminded.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Person { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    public bool MayWrite => AccessPolicy.MaySetUp(Caller);

    public ReminderCounts Counts { get; private set; } = new(0, 0, 0, 0, 0, 0, 0);

    public ReminderLog Log { get; private set; } = new([], null);

    public ReminderPreview? Preview { get; private set; }

    /// <summary>Everybody who may have been reminded.</summary>
    public IReadOnlyList<SelectListItem> People { get; private set; } = [];

    /// <summary>Those shown that can be sent again.</summary>
    public IReadOnlyList<long> ToRetry => [.. Log.Items.Where(IsStuck).Select(r => r.Id)];

    /// <summary>Answers of the bot that did not arrive; admins alone see them.</summary>
    public IReadOnlyList<UndeliveredAnswer> Answers { get; private set; } = [];

    /// <summary>An instant on the reader's clock.</summary>
    public DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Caller.TimeZone);

    /// <summary>Whether it can be sent again by hand.</summary>
    public static bool IsStuck(Reminder reminder)
    {
        ArgumentNullException.ThrowIfNull(reminder);
        return reminder.State == ReminderState.Failed || (reminder.IsWaiting && reminder.LastError is not null);
    }

    /// <summary>What the log is narrowed to, for another address.</summary>
    public Dictionary<string, string> Choice(long? before = null)
    {
        var route = new Dictionary<string, string>();
        foreach (var (key, value) in new[]
        {
            ("stuck", Stuck ? "true" : null), ("state", State?.ToString()), ("kind", Kind?.ToString()), ("person", Person),
            ("before", before?.ToString(CultureInfo.InvariantCulture)),
        })
        {
            if (!string.IsNullOrEmpty(value))
            {
                route[key] = value;
            }
        }

        return route;
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await acts.FindAsync(Caller, cancellationToken) is not Result<CurrentReminderRules>.Done(var current))
        {
            return StatusCode(403);
        }

        Input = Form.Of(current);
        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!IsRead())
        {
            return await ShowAsync(cancellationToken);
        }

        switch (await acts.SaveAsync(Input.Rules(), Input.Version, Caller, cancellationToken))
        {
            case Result<CurrentReminderRules>.Refused refused:
                await ShowAsync(cancellationToken);
                return Refused(refused.Refusals);
            default:
                return Done(T["The rules are saved; what waits is planned anew."], "Index");
        }
    }

    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken cancellationToken)
    {
        await ShowAsync(cancellationToken);
        if (!IsRead())
        {
            return Page();
        }

        switch (await queries.PreviewAsync(Input.Rules(), Caller, cancellationToken))
        {
            case Result<ReminderPreview>.Done(var preview):
                Preview = preview;
                return Page();
            case Result<ReminderPreview>.Refused refused:
                return Refused(refused.Refusals);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    public async Task<IActionResult> OnPostRetryAsync(long id, CancellationToken cancellationToken) =>
        await acts.RetryAsync(id, Caller, cancellationToken) switch
        {
            Result<Reminder>.Refused refused => RefusedTo(refused.Refusals, "Index", Choice()),
            _ => Done(T["It will be sent again at once."], "Index", Choice()),
        };

    /// <summary>Sends all that were shown again, each by itself: one that arrived meanwhile keeps none of the others.</summary>
    public async Task<IActionResult> OnPostRetryAllAsync(long[] ids, CancellationToken cancellationToken)
    {
        var (again, refused) = (0, new List<Refusal>());
        foreach (var id in (ids ?? []).Distinct().Take(PageSize))
        {
            switch (await acts.RetryAsync(id, Caller, cancellationToken))
            {
                case Result<Reminder>.Refused { First.Rule.Kind: RefusalKind.Forbidden } forbidden:
                    return RefusedTo(forbidden.Refusals, "Index", Choice());
                case Result<Reminder>.Refused not:
                    refused.Add(not.First);
                    break;
                default:
                    again++;
                    break;
            }
        }

        if (refused.Count > 0)
        {
            TempData[RefusedKey] = T[
                "Not sent again: {0}. {1}", refused.Count, string.Join(' ', refused.Select(r => r.Say(T)).Distinct())];
        }

        return again > 0
            ? Done(T["{0} {0:reminder|reminders} will be sent again at once.", again], "Index", Choice())
            : RedirectToPage("Index", Choice());
    }

    /// <summary>Whether the rules could be read; without its time the brief would come at midnight.</summary>
    private bool IsRead()
    {
        if (Input.BriefAt is null)
        {
            AddErrors([Refusals.Required.For("briefAt")]);
        }

        return ModelState.IsValid;
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        if (await queries.CountsAsync(Caller, cancellationToken) is Result<ReminderCounts>.Done(var counts)
            && await queries.LogAsync(new ReminderLogFilter(State, Kind, Person, Stuck), Before, PageSize, Caller, cancellationToken)
                is Result<ReminderLog>.Done(var log))
        {
            (Counts, Log) = (counts, log);
            People = (await choices.EverybodyAsync(cancellationToken)).AsItems();
            Answers = await queries.UndeliveredAsync(MostAnswers, Caller, cancellationToken);
            return Page();
        }

        return StatusCode(403);
    }

    /// <summary>What the form sends; the domain checks it.</summary>
    public sealed class Form
    {
        [Display(Name = "Say that closing is near, days before")]
        public int? NearCloseDays { get; set; }

        [Display(Name = "Ask when nothing was done for days")]
        public int? NoActivityDays { get; set; }

        [Display(Name = "Tell the manager after days without an act")]
        public int? EscalateAfterDays { get; set; }

        [Display(Name = "Most messages alone per person and hour")]
        public int? AlonePerHour { get; set; }

        [Display(Name = "Time of the brief")]
        public TimeOnly? BriefAt { get; set; }

        [Display(Name = "Quiet from")]
        public TimeOnly? QuietFrom { get; set; }

        [Display(Name = "Quiet until")]
        public TimeOnly? QuietTo { get; set; }

        public IReadOnlyList<ReminderKind>? Alone { get; set; } // an empty list would stay empty: it cannot be filled

        public long Version { get; set; }

        internal static Form Of(CurrentReminderRules current) => new()
        {
            NearCloseDays = current.Rules.NearCloseDays,
            NoActivityDays = current.Rules.NoActivityDays,
            EscalateAfterDays = current.Rules.EscalateAfterDays,
            AlonePerHour = current.Rules.AlonePerHour,
            BriefAt = current.Rules.BriefAt,
            QuietFrom = current.Rules.QuietFrom,
            QuietTo = current.Rules.QuietTo,
            Alone = [.. Kinds.Where(k => current.Rules.AloneKinds.HasFlag(Bit(k)))],
            Version = current.Version,
        };

        internal ReminderRulesForm Rules() => new(
            NearCloseDays, NoActivityDays, EscalateAfterDays, AlonePerHour ?? 0,
            (Alone ?? []).Aggregate(ReminderKinds.None, (all, kind) => all | Bit(kind)),
            BriefAt ?? default, QuietFrom, QuietTo);
    }
}
