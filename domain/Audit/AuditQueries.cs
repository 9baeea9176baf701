using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Domain.Reminders;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Audit;

/// <summary>Reading the audit log; admins and managers only, and of opportunities only those the caller may see.</summary>
public sealed class AuditQueries(OpportunitiesContext db, AccessPolicy access)
{
    /// <summary>Longest page of the log.</summary>
    public const int MaxPage = 100;

    /// <summary>One page, newest first; <paramref name="after"/> is the cursor of the page before.</summary>
    public async Task<Result<AuditPage>> ListAsync(
        AuditFilter filter, int limit, AuditCursor? after, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (!AccessPolicy.MayReadSetup(caller))
        {
            return Refusals.Forbidden;
        }

        var take = Math.Clamp(limit, 1, MaxPage);
        var query = Visible(caller);
        if (Checks.Tidy(filter.Subject) is { } subject)
        {
            query = query.Where(a => a.Subject == subject);
        }

        if (Checks.NormalCode(filter.Key) is { Length: > 0 } key)
        {
            query = query.Where(a => a.SubjectKey == key);
        }

        if (Checks.NormalCode(filter.PersonCode) is { Length: > 0 } code)
        {
            var person = await db.Salespeople.Where(p => p.Code == code).Select(p => (long?)p.Id).SingleOrDefaultAsync(cancellationToken)
                ?? -1;
            query = query.Where(a => a.ById == person);
        }

        if (filter.Source is { } source)
        {
            query = query.Where(a => a.Source == source);
        }

        query = InPeriod(query, filter, caller.TimeZone);
        if (after is var (at, id))
        {
            // The first condition is the one an index can start from.
            query = query.Where(a => a.At <= at && (a.At < at || a.Id < id));
        }

        var entries = await query.OrderByDescending(a => a.At).ThenByDescending(a => a.Id).Take(take + 1).ToListAsync(cancellationToken);
        return entries.Count <= take
            ? new AuditPage(entries, null)
            : new AuditPage(entries[..take], new AuditCursor(entries[take - 1].At, entries[take - 1].Id));
    }

    /// <summary>All lines for admins; for others, no line of an opportunity that they may not see.</summary>
    private IQueryable<AuditEntry> Visible(Caller caller)
    {
        var query = db.AuditEntries.AsNoTracking();
        if (caller.Role != Role.Admin)
        {
            // The lines tell names and amounts; those of a deleted opportunity are for admins. A reminder that was sent again tells of its
            // opportunity, too, and of whom it went to.
            var visible = db.Opportunities.Where(access.MaySee(caller));
            query = query.Where(a => (a.Subject != AuditSubjects.Opportunity && a.Subject != AuditSubjects.Reminders)
                || a.SubjectKey == ReminderRulesActs.RulesKey || visible.Any(o => o.No == a.SubjectKey));
            var (people, teams) = (
                db.Salespeople.Where(AccessPolicy.MayActFor(caller)), db.Teams.Where(AccessPolicy.MayLead(caller)));
            query = query.Where(a => a.Subject != AuditSubjects.Target || people.Any(p => p.Code == a.SubjectKey)
                || teams.Any(t => TargetHolder.TeamPrefix + t.Code == a.SubjectKey));
        }

        return query;
    }

    private static IQueryable<AuditEntry> InPeriod(IQueryable<AuditEntry> query, AuditFilter filter, TimeZoneInfo zone)
    {
        if (filter.From is { } from)
        {
            var start = StartOf(from, zone);
            query = query.Where(a => a.At >= start);
        }

        if (filter.To is { } to && to < DateOnly.MaxValue)
        {
            var end = StartOf(to.AddDays(1), zone);
            query = query.Where(a => a.At < end);
        }

        return query;
    }

    /// <summary>
    /// The first instant of a day where the reader is; dates at the ends of the calendar have none but the ends themselves.
    /// </summary>
    private static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        if (day.Year is <= 1 or >= 9999)
        {
            return day.Year <= 1 ? DateTimeOffset.MinValue : DateTimeOffset.MaxValue;
        }

        var midnight = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(midnight))
        {
            midnight = midnight.AddMinutes(30); // where the clocks jump over midnight, the day begins later
        }

        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }
}

/// <summary>Which lines of the log are shown; blank parts do not filter.</summary>
/// <param name="Subject">Kind of record, one of <see cref="AuditSubjects"/>.</param>
/// <param name="Key">Code or number of the record.</param>
/// <param name="PersonCode">Who acted.</param>
/// <param name="From">First day, in the reader's time zone.</param>
/// <param name="To">Last day, in the reader's time zone.</param>
/// <param name="Source">The door it came through.</param>
public sealed record AuditFilter(
    string? Subject = null, string? Key = null, string? PersonCode = null, DateOnly? From = null, DateOnly? To = null,
    ActSource? Source = null);

/// <summary>One page of the log and the cursor of the next one, null at the end.</summary>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, AuditCursor? Next);

/// <summary>The last line of a page; the next page begins after it, whatever was written meanwhile.</summary>
public sealed record AuditCursor(DateTimeOffset At, long Id)
{
    /// <summary>Text that <see cref="TryParse"/> reads, to be put into a link.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks}.{Id}");

    /// <summary>Reads what <see cref="ToString"/> wrote; any other text is no cursor.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out AuditCursor? cursor)
    {
        var parts = (text ?? "").Split('.');
        cursor = parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTimeOffset.MaxValue.Ticks
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new AuditCursor(new DateTimeOffset(ticks, TimeSpan.Zero), id)
            : null;
        return cursor is not null;
    }
}
