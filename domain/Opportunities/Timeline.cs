using System.Globalization;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>All that happened to an opportunity in one list, the newest first, for whoever may see it.</summary>
public sealed class Timeline(OpportunitiesContext db, AccessPolicy access)
{
    /// <summary>Longest page of a timeline, but for what happened at one and the same instant.</summary>
    public const int MaxPage = 100;

    private static readonly string[] OfStages =
    [
        AuditSentences.Started, AuditSentences.Updated, AuditSentences.Moved, AuditSentences.QuoteGivenAndMoved, AuditSentences.Won,
        AuditSentences.Lost, AuditSentences.Reopened, AuditSentences.OneEntryKept, AuditSentences.StageFound, AuditSentences.MoveUndone,
        AuditSentences.QuoteAndMoveUndone, AuditSentences.StartUndone, AuditSentences.UpdateUndone, AuditSentences.ClosingUndone,
    ];

    private static readonly string[] OfTasks =
    [
        AuditSentences.TaskAdded, AuditSentences.ActivityAssigned, AuditSentences.TaskCompleted, AuditSentences.TaskCancelled,
        AuditSentences.TaskReopened, AuditSentences.TaskChanged, AuditSentences.TaskPostponed, AuditSentences.TaskUndone,
        AuditSentences.ActivityUndone, AuditSentences.TaskActUndone,
    ];

    private static readonly string[] OfHandOvers =
    [
        AuditSentences.Assigned, AuditSentences.AssignmentUndone, AuditSentences.HandOverAccepted, AuditSentences.HandOverDeclined,
        AuditSentences.NotMine,
    ];

    private static readonly string[] OfNotes = [AuditSentences.NoteAdded, AuditSentences.NoteUndone, .. MessageNote.Sentences];

    private static readonly string[] OfReminders = [AuditSentences.ReminderPutOff];

    private static readonly string[] OfOthers = [.. OfStages, .. OfTasks, .. OfHandOvers, .. OfNotes, .. OfReminders];

    /// <summary>One page; empty when the opportunity is not there or the caller may not see it.</summary>
    /// <param name="no">Number of the opportunity.</param>
    /// <param name="kind">Only what is of this kind; null for all.</param>
    /// <param name="limit">How many, about.</param>
    /// <param name="after">The cursor of the page before.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<TimelinePage> ReadAsync(
        string no, TimelineKind? kind, int limit, TimelineCursor? after, Caller caller, CancellationToken cancellationToken)
    {
        var key = Checks.NormalCode(no);
        if (await db.Opportunities.Where(access.MaySee(caller)).Where(o => o.No == key).Select(o => (long?)o.Id)
            .SingleOrDefaultAsync(cancellationToken) is not { } id)
        {
            return new TimelinePage([], null);
        }

        var take = Math.Clamp(limit, 1, MaxPage);
        var before = after?.At ?? DateTimeOffset.MaxValue;
        var acts = await ActsAsync(key, kind, take, before, cancellationToken);
        var entries = kind is null or TimelineKind.Stages
            ? await db.Entries.AsNoTracking().Include(e => e.CloseReason)
                .Where(e => e.OpportunityId == id && e.MadeAt < before)
                .OrderByDescending(e => e.MadeAt).ThenByDescending(e => e.Id).Take(take + 1).ToListAsync(cancellationToken)
            : [];
        var sent = kind is null or TimelineKind.Reminders
            ? await db.Reminders.AsNoTracking().Include(r => r.Salesperson)
                .Where(r => r.OpportunityId == id && r.SentAt != null && r.SentAt < before)
                .OrderByDescending(r => r.SentAt).ThenByDescending(r => r.Id).Take(take + 1).ToListAsync(cancellationToken)
            : [];

        // The entry of the history that an act made has the act's instant.
        var made = entries.ToLookup(e => e.MadeAt);
        var told = acts.Where(a => OfStages.Contains(a.Sentence)).Select(a => a.At).ToHashSet();
        List<TimelineItem> items =
        [
            .. acts.Select(a => new TimelineItem(
                a.At, KindOf(a), a, OfStages.Contains(a.Sentence) ? made[a.At].FirstOrDefault() : null, null)),
            .. entries.Where(e => !told.Contains(e.MadeAt)).Select(e => new TimelineItem(e.MadeAt, TimelineKind.Stages, null, e, null)),
            .. sent.Select(r => new TimelineItem(r.SentAt!.Value, TimelineKind.Reminders, null, null, r)),
        ];
        items = [.. items.OrderByDescending(i => i.At).ThenByDescending(i => i.Act?.Id ?? 0)];
        if (items.Count <= take)
        {
            return new TimelinePage(items, null);
        }

        var last = items[take - 1].At;
        var shown = items.TakeWhile((item, i) => i < take || item.At == last).ToList();
        return new TimelinePage(shown, shown.Count < items.Count ? new TimelineCursor(last) : null);
    }

    private async Task<List<AuditEntry>> ActsAsync(
        string key, TimelineKind? kind, int take, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var acts = db.AuditEntries.AsNoTracking().Where(a => a.Subject == OpportunityActs.Subject && a.SubjectKey == key);
        acts = kind switch
        {
            null => acts,
            TimelineKind.Changes => acts.Where(a => !OfOthers.Contains(a.Sentence)),
            TimelineKind.Stages => acts.Where(a => OfStages.Contains(a.Sentence)),
            TimelineKind.Tasks => acts.Where(a => OfTasks.Contains(a.Sentence)),
            TimelineKind.HandOvers => acts.Where(a => OfHandOvers.Contains(a.Sentence)),
            TimelineKind.Notes => acts.Where(a => OfNotes.Contains(a.Sentence)),
            _ => acts.Where(a => OfReminders.Contains(a.Sentence)),
        };
        return await acts.Where(a => a.At < before).OrderByDescending(a => a.At).ThenByDescending(a => a.Id)
            .Take(take + 1).ToListAsync(cancellationToken);
    }

    private static TimelineKind KindOf(AuditEntry act) =>
        OfStages.Contains(act.Sentence) ? TimelineKind.Stages
        : OfTasks.Contains(act.Sentence) ? TimelineKind.Tasks
        : OfHandOvers.Contains(act.Sentence) ? TimelineKind.HandOvers
        : OfNotes.Contains(act.Sentence) ? TimelineKind.Notes
        : OfReminders.Contains(act.Sentence) ? TimelineKind.Reminders
        : TimelineKind.Changes;
}

/// <summary>What sort of thing happened.</summary>
public enum TimelineKind
{
    /// <summary>Stages and figures, closing and opening again.</summary>
    Stages,

    /// <summary>What is known of it: title, contact, next step, quote …</summary>
    Changes,

    /// <summary>Tasks added, done, moved.</summary>
    Tasks,

    /// <summary>Given to somebody, accepted, given back.</summary>
    HandOvers,

    /// <summary>Notes, and messages kept with it.</summary>
    Notes,

    /// <summary>Reminders sent and put off.</summary>
    Reminders,
}

/// <summary>One thing that happened: an act, an entry of the history, a reminder; an act may have made an entry.</summary>
/// <param name="At">UTC instant.</param>
/// <param name="Kind">What sort of thing it was.</param>
/// <param name="Act">The line of the log; null where none was written.</param>
/// <param name="Entry">The figures it led to.</param>
/// <param name="Reminder">The reminder that was sent, with its person.</param>
public sealed record TimelineItem(DateTimeOffset At, TimelineKind Kind, AuditEntry? Act, OpportunityEntry? Entry, Reminder? Reminder);

/// <summary>A page of a timeline and the cursor of the next one, null at the end.</summary>
public sealed record TimelinePage(IReadOnlyList<TimelineItem> Items, TimelineCursor? Next);

/// <summary>The instant at which a page ends; the next one begins before it.</summary>
public sealed record TimelineCursor(DateTimeOffset At)
{
    /// <summary>Text that <see cref="TryParse"/> reads, to be put into a link.</summary>
    public override string ToString() => At.UtcTicks.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="ToString"/> wrote; any other text is no cursor.</summary>
    public static TimelineCursor? TryParse(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.Ticks
            ? new(new DateTimeOffset(ticks, TimeSpan.Zero)) : null;
}
