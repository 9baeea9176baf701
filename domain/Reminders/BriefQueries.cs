using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Reminders;

/// <summary>
/// What waits for a person today: the brief of the chat and the portal's page of the day are made of it. Whoever has only a task of an
/// opportunity is told of the task and of no more.
/// </summary>
public sealed class BriefQueries(OpportunitiesContext db, OpportunityQueries opportunities, WorkingCalendar calendar)
{
    /// <summary>The most reminders of one brief.</summary>
    public const int MostOpen = 100;

    /// <summary>As many are looked through for the first ones of each part of a day; the rest is on the part's own page.</summary>
    private const int MostLooked = 1000;

    /// <summary>All that waits for the caller, one row per opportunity, what waits longest first.</summary>
    public async Task<IReadOnlyList<WaitingOpportunity>> OpenAsync(Caller caller, CancellationToken cancellationToken) => await OfAsync(
        await Loaded(Open(caller).OrderBy(r => r.DueAt).ThenBy(r => r.Id).Take(MostOpen)).ToListAsync(cancellationToken), caller,
        cancellationToken, isBeingSent: true);

    /// <summary>
    /// The same for a page: by what is to be done, each part with its count and the first of it; or one part alone, page by page.
    /// </summary>
    /// <param name="only">The part; null shows all of them.</param>
    /// <param name="after">The cursor of the page before; only of one part.</param>
    /// <param name="limit">How many of each part.</param>
    /// <param name="caller">Whose day.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<DayPart>> DayAsync(
        DayGroup? only, DayCursor? after, int limit, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var take = Math.Clamp(limit, 1, MostOpen);
        var open = Open(caller, withBeingSent: true); // what is on its way does not come and go on a page
        var counts = (await open.GroupBy(r => r.Kind).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellationToken))
            .GroupBy(k => GroupOf(k.Key)).ToDictionary(g => g.Key, g => g.Sum(k => k.Count));
        if (only is { } one)
        {
            var kinds = Enum.GetValues<ReminderKind>().Where(k => GroupOf(k) == one).ToList();
            open = open.Where(r => kinds.Contains(r.Kind));
            if (after is var (at, id))
            {
                open = open.Where(r => r.DueAt >= at && (r.DueAt > at || r.Id > id));
            }
        }

        var first = await open.OrderBy(r => r.DueAt).ThenBy(r => r.Id).Take(only is null ? MostLooked : take + 1)
            .Select(r => new { r.Id, r.Kind, r.DueAt }).ToListAsync(cancellationToken);
        var shown = first.GroupBy(r => GroupOf(r.Kind)).SelectMany(g => g.Take(take)).ToList();
        var ids = shown.ConvertAll(r => r.Id);
        var rows = await OfAsync(
            await Loaded(db.Reminders.Where(r => ids.Contains(r.Id))).ToListAsync(cancellationToken), caller, cancellationToken,
            isBeingSent: true);
        var items = rows.SelectMany(row => row.Open.Zip(row.Whys, (reminder, why) => new DayItem(reminder, why, row)))
            .ToLookup(item => GroupOf(item.Reminder.Kind));
        return
        [
            .. counts.Where(c => only is null || c.Key == only).OrderBy(c => c.Key).Select(c => new DayPart(
                c.Key, c.Value, [.. items[c.Key].OrderBy(i => i.Task?.Date).ThenBy(i => i.Reminder.DueAt).ThenBy(i => i.Reminder.Id)],
                only is not null && first.Count > take ? new DayCursor(first[take - 1].DueAt, first[take - 1].Id) : null)),
        ];
    }

    /// <summary>The rows of reminders: one per opportunity, in the order of the reminders.</summary>
    /// <param name="reminders">With the state of their opportunities loaded.</param>
    /// <param name="reader">Whose they are.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="theirs">Those the reader may still act on; left out: all.</param>
    /// <param name="isBeingSent">They are on their way for the first time, or asked for: all of them are open.</param>
    public async Task<IReadOnlyList<WaitingOpportunity>> OfAsync(
        IReadOnlyList<Reminder> reminders, Caller reader, CancellationToken cancellationToken, IReadOnlySet<long>? theirs = null,
        bool isBeingSent = false)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var sight = await opportunities.SightAsync(reminders.Select(r => r.Opportunity!), reader, cancellationToken);
        var putOff = await PutOffAsync(reminders, cancellationToken);
        List<WaitingOpportunity> rows = [];
        foreach (var group in reminders.GroupBy(r => r.OpportunityId!.Value))
        {
            var asked = group.Where(r => isBeingSent || (!r.Opportunity!.IsClosed && (r.IsOpen || (r.IsWaiting && r.DueAt <= reader.Now))))
                .ToList();
            var open = asked.Where(r => theirs?.Contains(r.Id) != false)
                .OrderBy(r => r.Kind == ReminderKind.HandOver ? 0 : 1).ThenBy(r => r.DueAt).ThenBy(r => r.Id).ToList();
            rows.Add(new WaitingOpportunity(
                [.. open, .. group.Except(open).OrderBy(r => r.DueAt).ThenBy(r => r.Id)],
                open,
                open.ConvertAll(r => ReminderReasons.Of(r, calendar, reader.Today, putOff.GetValueOrDefault(group.Key))))
            {
                IsLost = open.Count == 0 && asked.Count > 0,
                MaySee = sight.ContainsKey(group.Key),
                MayChange = sight.GetValueOrDefault(group.Key),
            });
        }

        return rows;
    }

    /// <summary>Of what managers are told: how often it was put off, by opportunity.</summary>
    private async Task<Dictionary<long, int>> PutOffAsync(IReadOnlyList<Reminder> reminders, CancellationToken cancellationToken)
    {
        var ids = reminders.Where(r => r.Kind == ReminderKind.Escalation).Select(r => r.OpportunityId).Distinct().ToList();
        return ids.Count == 0
            ? []
            : await db.Reminders
                .Where(r => ids.Contains(r.OpportunityId) && r.SalespersonId == r.Opportunity!.SalespersonId
                    && (r.State == ReminderState.Sent || r.State == ReminderState.Snoozed))
                .GroupBy(r => r.OpportunityId!.Value).Select(g => new { g.Key, PutOff = g.Sum(r => r.Snoozes) })
                .ToDictionaryAsync(g => g.Key, g => g.PutOff, cancellationToken);
    }

    /// <summary>
    /// What the caller was asked and has not answered, what is due by now, and what falls due in the course of this day or did before,
    /// though its brief comes tomorrow.
    /// </summary>
    private IQueryable<Reminder> Open(Caller caller, bool withBeingSent = false)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var (now, today) = (caller.Now, caller.Today);
        return db.Reminders.TheirsToAnswer(db, caller)
            .Where(r => r.State == ReminderState.Sent || (withBeingSent && r.State == ReminderState.Sending)
                || ((r.State == ReminderState.Pending || r.State == ReminderState.Snoozed) && r.DueAt <= now)
                || (r.State == ReminderState.Pending
                    && (r.DueOn <= today || r.Kind == ReminderKind.HandOver
                        || (r.Kind == ReminderKind.NextStep && r.Opportunity!.NextStepDate <= today)
                        || (r.Kind == ReminderKind.TaskDue && db.Tasks.Any(t => t.Id == r.TaskId && t.Date <= today)))))
            .Where(r => r.Opportunity!.Status == OpportunityStatus.NotStarted || r.Opportunity.Status == OpportunityStatus.InProgress);
    }

    private static IQueryable<Reminder> Loaded(IQueryable<Reminder> reminders) =>
        reminders.AsNoTrackingWithIdentityResolution().WithItsOpportunity();

    private static DayGroup GroupOf(ReminderKind kind) => kind switch
    {
        ReminderKind.HandOver or ReminderKind.TakenBack => DayGroup.Given,
        ReminderKind.TaskDue => DayGroup.Tasks,
        ReminderKind.NextStep => DayGroup.NextSteps,
        ReminderKind.CloseNear or ReminderKind.ClosePassed => DayGroup.Closings,
        ReminderKind.Escalation or ReminderKind.NotMine => DayGroup.Team,
        _ => DayGroup.Stale,
    };
}

/// <summary>The parts of a day, in their order.</summary>
public enum DayGroup
{
    /// <summary>Opportunities that were given to the person: to be accepted or given back.</summary>
    Given,

    /// <summary>Tasks that are due or late.</summary>
    Tasks,

    /// <summary>Next steps whose day has come.</summary>
    NextSteps,

    /// <summary>Closing days that are near or have passed.</summary>
    Closings,

    /// <summary>Too long on a stage, or too long without any work.</summary>
    Stale,

    /// <summary>What a manager is told of the team.</summary>
    Team,
}

/// <summary>What is asked about one opportunity.</summary>
/// <param name="Reminders">At least one, with the opportunity's state loaded; what is open stands first.</param>
/// <param name="Open">Those without an answer that are still the reader's; a hand-over stands first, as it is answered first.</param>
/// <param name="Whys">Why each of the open ones came.</param>
public sealed record WaitingOpportunity(
    IReadOnlyList<Reminder> Reminders, IReadOnlyList<Reminder> Open, IReadOnlyList<Translated> Whys)
{
    /// <summary>Asked and never answered, but not the reader's to answer any more.</summary>
    public bool IsLost { get; init; }

    /// <summary>Whether the reader may see the opportunity; whoever only has a task at it may not.</summary>
    public bool MaySee { get; init; } = true;

    /// <summary>Whether the reader may change the opportunity.</summary>
    public bool MayChange { get; init; } = true;
}

/// <summary>One thing to be done, with its opportunity's state loaded; not tracked.</summary>
/// <param name="Reminder">What asks for it.</param>
/// <param name="Why">Why, in a line.</param>
/// <param name="Of">All that waits at its opportunity, and what the reader may do there.</param>
public sealed record DayItem(Reminder Reminder, Translated Why, WaitingOpportunity Of)
{
    /// <summary>The opportunity.</summary>
    public Opportunity Opportunity => Reminder.Opportunity!;

    /// <summary>The task that is due, if it is about one.</summary>
    public SalesTask? Task => Opportunity.Tasks.FirstOrDefault(t => t.Id == Reminder.TaskId);
}

/// <summary>A part of a day.</summary>
/// <param name="Group">What sort of thing is to be done.</param>
/// <param name="Count">How many there are in all.</param>
/// <param name="Items">The first of them, or of one page, what waits longest first.</param>
/// <param name="Next">Where the next page begins; null at the end, and where all parts are shown.</param>
public sealed record DayPart(DayGroup Group, int Count, IReadOnlyList<DayItem> Items, DayCursor? Next);

/// <summary>The last item of a page; the next page begins after it.</summary>
/// <param name="At">UTC instant at which it was due.</param>
/// <param name="Id">Its key.</param>
public sealed record DayCursor(DateTimeOffset At, long Id)
{
    /// <summary>Text that <see cref="TryParse"/> reads, to be put into a link.</summary>
    public override string ToString() => new Audit.AuditCursor(At, Id).ToString();

    /// <summary>Reads what <see cref="ToString"/> wrote; any other text is no cursor.</summary>
    public static DayCursor? TryParse(string? text) => Audit.AuditCursor.TryParse(text, out var cursor) ? new(cursor.At, cursor.Id) : null;
}
