using System.Text.Json.Serialization;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Domain.Tasks;

/// <summary>
/// The calendar that holds now: what an admin saved, until then the settings <c>Company:WorkingDays</c> and <c>Company:Holidays</c>.
/// One per process; the host refreshes it now and then, because another process may have saved.
/// </summary>
public sealed class CompanyCalendar(IOptions<CompanyOptions> settings)
{
    internal static readonly Stored<CompanyCalendarForm> Saved =
        new("calendar", CompanyCalendarJson.Default.CompanyCalendarForm, lifetime: null);

    private readonly Lock _gate = new();
    private WorkingCalendar _now = settings.Value.CreateCalendar();
    private string? _saved;

    /// <summary>The calendar; the same object until it changes.</summary>
    public WorkingCalendar Now
    {
        get
        {
            lock (_gate)
            {
                return _now;
            }
        }
    }

    /// <summary>Whether reminders were planned by it once in this process.</summary>
    internal bool IsFollowed { get; set; }

    /// <summary>Takes over what is saved.</summary>
    /// <returns>Its version; 0 while the settings stand for it.</returns>
    public async Task<long> RefreshAsync(OpportunitiesContext db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var saved = await Saved.FindVersionAsync(db, default, cancellationToken);
        Take(saved?.Value);
        return saved?.Version ?? 0;
    }

    internal void Take(CompanyCalendarForm? saved)
    {
        var print = saved?.Create().Print;
        lock (_gate)
        {
            if (print != _saved)
            {
                (_saved, _now) = (print, saved is null ? settings.Value.CreateCalendar() : saved.Create());
            }
        }
    }
}

/// <summary>Working days and holidays as they are to be.</summary>
public sealed record CompanyCalendarForm(IReadOnlyList<DayOfWeek> WorkingDays, IReadOnlyList<DateOnly> Holidays)
{
    internal WorkingCalendar Create() => new(WorkingDays, Holidays);
}

/// <summary>What holds, and the version a form carries: 0 while the settings stand for it.</summary>
public sealed record CurrentCompanyCalendar(CompanyCalendarForm Calendar, long Version);

/// <summary>Reading and changing the company's working days and holidays.</summary>
public sealed class CompanyCalendarActs(OpportunitiesContext db, CompanyCalendar calendar, IOptions<CompanyOptions> settings)
{
    /// <summary>Most holidays that are kept.</summary>
    public const int MaxHolidays = 1000;

    /// <summary>Under this key it stands in the audit log.</summary>
    public const string AuditKey = "CALENDAR";

    /// <summary>What holds now. Managers and admins.</summary>
    public async Task<Result<CurrentCompanyCalendar>> FindAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (!AccessPolicy.MayReadSetup(caller))
        {
            return Refusals.Forbidden;
        }

        return await CompanyCalendar.Saved.FindVersionAsync(db, default, cancellationToken) is { } saved
            ? new CurrentCompanyCalendar(saved.Value, saved.Version)
            : new CurrentCompanyCalendar(new(settings.Value.WorkingDays ?? CompanyOptions.MondayToFriday, settings.Value.Holidays), 0);
    }

    /// <summary>
    /// Changes them; admins only. Reminders that wait are planned anew at the next ticks, as the planner sees another calendar.
    /// </summary>
    /// <param name="form">All of it as it is to be.</param>
    /// <param name="version">The version the caller looked at; null accepts any.</param>
    /// <param name="caller">Who changes it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Result<CurrentCompanyCalendar>> SaveAsync(
        CompanyCalendarForm form, long? version, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        var days = form.WorkingDays.Where(Enum.IsDefined).Distinct().OrderBy(d => ((int)d + 6) % 7).ToList();
        var tidy = new CompanyCalendarForm(days, [.. form.Holidays.Distinct().Order()]);
        var result = await db.InTransactionAsync<Result<CurrentCompanyCalendar>>(
            async token =>
            {
                if (!AccessPolicy.MaySetUp(caller))
                {
                    return Refusals.Forbidden;
                }

                var present = await CompanyCalendar.Saved.LoadVersionAsync(db, default, token);
                if (version is not null && version != (present?.Version ?? 0))
                {
                    return await db.WhyStaleAsync(AuditSubjects.Company, AuditKey, caller, token);
                }

                var wrong = Checks.All(
                    tidy.WorkingDays.Count == 0 ? Refusals.WorkingDayRequired : null,
                    tidy.Holidays.Count > MaxHolidays ? Refusals.TooManyHolidays.With(MaxHolidays) : null);
                if (wrong.Count > 0)
                {
                    return wrong;
                }

                var next = await CompanyCalendar.Saved.PutAsync(db, default, tidy, token);
                var line = AuditEntry.Of(caller, AuditSubjects.Company, AuditKey, AuditSentences.CalendarChanged);
                return await db.SaveActAsync(
                    line, caller, async again => await db.WhyStaleAsync(AuditSubjects.Company, AuditKey, caller, again), token)
                        is { } refusal
                    ? refusal : new CurrentCompanyCalendar(tidy, next);
            },
            cancellationToken);
        if (result is Result<CurrentCompanyCalendar>.Done(var saved))
        {
            calendar.Take(saved.Calendar);
        }

        return result;
    }
}

[JsonSerializable(typeof(CompanyCalendarForm))]
internal sealed partial class CompanyCalendarJson : JsonSerializerContext;
