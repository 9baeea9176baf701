using System.Runtime.CompilerServices;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Delivery;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Reminders;

/// <summary>What was sent, seen, answered, failed and waits; and what a setting would have sent. Managers and admins.</summary>
public sealed class ReminderQueries(OpportunitiesContext db, WorkingCalendar calendar, AccessPolicy access, TimeProvider clock)
{
    /// <summary>The days of which is told what became of what was sent.</summary>
    public const int CountedDays = 30;

    private const int PreviewDays = 30;

    /// <summary>How many histories are looked at in one go: as many are in memory, and never all there are.</summary>
    internal int LivesAtOnce { get; init; } = 500;

    /// <summary>
    /// What became of the reminders sent in the last days, and how many wait, are put off or failed in all, of what the caller may see;
    /// waiting ones are split by whether their hour has come.
    /// </summary>
    public async Task<Result<ReminderCounts>> CountsAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (!AccessPolicy.MayReadSetup(caller))
        {
            return Refusals.Forbidden;
        }

        var now = clock.GetUtcNow();
        var since = now.AddDays(-CountedDays);
        var visible = Visible(caller);

        // Not grouped by state: that would lead a database to the index by state, and through the rows of all times.
        var sent = await visible.Where(r => r.SentAt >= since).GroupBy(_ => 1)
            .Select(
                g => new { All = g.Count(), Seen = g.Count(r => r.SeenAt != null), Acted = g.Count(r => r.State == ReminderState.Acted) })
            .SingleOrDefaultAsync(cancellationToken);
        var open = await visible
            .Where(r => r.State == ReminderState.Pending || r.State == ReminderState.Sending || r.State == ReminderState.Snoozed
                || r.State == ReminderState.Failed)
            .GroupBy(r => r.State).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        int Of(params ReminderState[] which) => which.Sum(s => open.GetValueOrDefault(s));
        var unreachable = await Stuck(visible, now).CountAsync(cancellationToken);
        return new ReminderCounts(
            sent?.All ?? 0, sent?.Seen ?? 0, sent?.Acted ?? 0, Of(ReminderState.Snoozed), Of(ReminderState.Failed),
            Of(ReminderState.Pending, ReminderState.Sending), unreachable);
    }

    /// <summary>The delivery log of what the caller may see, newest first, from below an id on.</summary>
    public async Task<Result<ReminderLog>> LogAsync(
        ReminderLogFilter filter, long? before, int limit, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (!AccessPolicy.MayReadSetup(caller))
        {
            return Refusals.Forbidden;
        }

        var take = Math.Clamp(limit, 1, 200);
        var now = clock.GetUtcNow();
        var query = Visible(caller).AsNoTracking().Include(r => r.Salesperson).Include(r => r.Opportunity).AsQueryable();
        query = filter.State is { } state ? query.Where(r => r.State == state) : query;
        query = filter.Kind is { } kind ? query.Where(r => r.Kind == kind) : query;
        query = Checks.NormalCode(filter.PersonCode) is { Length: > 0 } code ? query.Where(r => r.Salesperson!.Code == code) : query;
        query = before is { } id ? query.Where(r => r.Id < id) : query;
        Task<List<Reminder>> NewestAsync(IQueryable<Reminder> of) =>
            of.OrderByDescending(r => r.Id).Take(take + 1).ToListAsync(cancellationToken);
        var rows = filter.Stuck
            ? [.. (await NewestAsync(query.Where(r => r.State == ReminderState.Failed)))
                .Concat(await NewestAsync(Stuck(query, now)))
                .OrderByDescending(r => r.Id).Take(take + 1)]
            : await NewestAsync(query);
        return new ReminderLog([.. rows.Take(take)], rows.Count > take ? rows[take - 1].Id : null);
    }

    /// <summary>
    /// How many reminders will come because an opportunity stands on this stage and was not asked about that yet; only what the caller may
    /// see is counted.
    /// </summary>
    public async Task<int> PlannedByLimitAsync(long stageId, Caller caller, CancellationToken cancellationToken)
    {
        var visible = db.Opportunities.Where(access.MaySee(caller));
        return await db.Entries.CountAsync(
            e => e.Active && e.StageId == stageId && visible.Any(o => o.Id == e.OpportunityId)
                && (e.Opportunity!.LimitWorkingDays ?? e.Stage!.LimitWorkingDays) != null
                && !db.Reminders.Any(r => r.OpportunityId == e.OpportunityId && r.Kind == ReminderKind.StageLimit
                    && r.State != ReminderState.Pending && (r.SentAt != null || r.LastError != null) && r.DueOn >= e.StageEnteredOn),
            cancellationToken);
    }

    /// <summary>
    /// Answers of the bot that did not arrive, the latest first, each with the name of whose turn it was; none but for admins.
    /// </summary>
    public async Task<IReadOnlyList<UndeliveredAnswer>> UndeliveredAsync(int most, Caller caller, CancellationToken cancellationToken)
    {
        if (!AccessPolicy.MaySetUp(caller))
        {
            return [];
        }

        var answers = await Undelivered.ListAsync(db, most, cancellationToken);
        var ids = answers.Select(a => Guid.TryParse(a.EntraObjectId, out var id) ? (Guid?)id : null).Distinct().ToList();
        var names = await db.Salespeople.AsNoTracking().Where(p => p.EntraObjectId != null && ids.Contains(p.EntraObjectId))
            .ToDictionaryAsync(p => p.EntraObjectId!.Value, p => p.Name, cancellationToken);
        return [.. answers.Select(a => new UndeliveredAnswer(
            a, Guid.TryParse(a.EntraObjectId, out var id) ? names.GetValueOrDefault(id) : null))];
    }

    /// <summary>Those about opportunities that the caller may see; Monday briefs of whom they may act for.</summary>
    private IQueryable<Reminder> Visible(Caller caller)
    {
        if (caller.Role == Role.Admin)
        {
            return db.Reminders;
        }

        var opportunities = db.Opportunities.Where(access.MaySee(caller)).Select(o => (long?)o.Id);
        var people = db.Salespeople.Where(AccessPolicy.MayActFor(caller)).Select(p => p.Id);
        return db.Reminders.Where(
            r => r.OpportunityId == null ? people.Contains(r.SalespersonId) : opportunities.Contains(r.OpportunityId));
    }

    /// <summary>Due and not delivered: their person cannot be reached, or the channel refused.</summary>
    private static IQueryable<Reminder> Stuck(IQueryable<Reminder> of, DateTimeOffset now) =>
        of.Where(r => (r.State == ReminderState.Pending || r.State == ReminderState.Snoozed) && r.LastError != null && r.DueAt <= now);

    /// <summary>
    /// How many reminders these rules would have sent in the last 30 days about what the caller may see, by person: counted from the
    /// history of stages, closing dates and work, without what was taken back. Next steps and tasks are left out, as no rule changes how
    /// many of them there are.
    /// </summary>
    public async Task<Result<ReminderPreview>> PreviewAsync(ReminderRulesForm form, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (!AccessPolicy.MayReadSetup(caller))
        {
            return Refusals.Forbidden;
        }

        if (ReminderRulesActs.Wrong(form) is { Count: > 0 } wrong)
        {
            return wrong;
        }

        var (first, last) = (caller.Today.AddDays(1 - PreviewDays), caller.Today);
        var names = await db.Salespeople.AsNoTracking().Select(p => new { p.Id, p.Code, p.Name })
            .ToDictionaryAsync(p => p.Id, cancellationToken);
        Dictionary<long, int[]> counts = [];
        await foreach (var life in LivesAsync(db.Opportunities.Where(access.MaySee(caller)), first, cancellationToken))
        {
            foreach (var (kind, step) in Asked(life, s => s.Limit, form.NearCloseDays, form.NoActivityDays, first, last))
            {
                var mine = counts.TryGetValue(step.SalespersonId, out var known) ? known : counts[step.SalespersonId] = new int[4];
                mine[kind switch { ReminderKind.StageLimit => 0, ReminderKind.CloseNear => 1, ReminderKind.ClosePassed => 2, _ => 3 }]++;
            }
        }

        return new ReminderPreview(
            first, last,
            [.. counts.Where(c => names.ContainsKey(c.Key))
                .Select(c => new ReminderPreviewRow(names[c.Key].Code, names[c.Key].Name, c.Value[0], c.Value[1], c.Value[2], c.Value[3]))
                .OrderByDescending(r => r.Total).ThenBy(r => r.Name, StringComparer.CurrentCulture)]);
    }

    /// <summary>
    /// How many reminders another limit of a stage would have sent in the last 30 days about what the caller may see, and how many the
    /// present one did; an opportunity with a limit of its own keeps that.
    /// </summary>
    /// <param name="stageId">The stage.</param>
    /// <param name="limit">Working days; null never reminds.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Result<StageLimitPreview>> PreviewLimitAsync(
        long stageId, int? limit, Caller caller, CancellationToken cancellationToken)
    {
        if (!AccessPolicy.MayReadSetup(caller))
        {
            return Refusals.Forbidden;
        }

        if (limit is < 1 or > SalesCycleStage.MaxLimit)
        {
            return Refusals.LimitOutOfRange;
        }

        var (first, last) = (caller.Today.AddDays(1 - PreviewDays), caller.Today);
        var (reminders, opportunities, people, atPresent) = (0, 0, new HashSet<long>(), 0);
        await foreach (var life in LivesAsync(
            db.Opportunities.Where(access.MaySee(caller))
                .Where(o => db.Entries.Any(on => on.OpportunityId == o.Id && on.StageId == stageId)),
            first,
            cancellationToken))
        {
            List<Step> Reminded(Func<Step, int?> by) =>
                [.. Asked(life, s => s.StageId == stageId ? by(s) : null, near: null, idle: null, first, last)
                    .Where(a => a.Kind == ReminderKind.StageLimit).Select(a => a.Step)];
            var changed = Reminded(s => s.OwnLimit ?? limit);
            (reminders, opportunities, atPresent) =
                (reminders + changed.Count, opportunities + (changed.Count > 0 ? 1 : 0), atPresent + Reminded(s => s.Limit).Count);
            people.UnionWith(changed.Select(s => s.SalespersonId));
        }

        return new StageLimitPreview(first, last, reminders, opportunities, people.Count, atPresent);
    }

    /// <summary>
    /// The histories of what was open between that day and today, each in its order. Some at a time, because a connection that
    /// repeats after passing faults keeps the whole answer to a query in memory, however it is read.
    /// </summary>
    private async IAsyncEnumerable<List<Step>> LivesAsync(
        IQueryable<Opportunity> of, DateOnly first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var start = new DateTimeOffset(first.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var after = 0L;
        while (true)
        {
            var from = after;
            var some = await of.Where(o => o.Id > from && (o.Status == OpportunityStatus.InProgress || o.ChangedAt >= start))
                .OrderBy(o => o.Id).Select(o => o.Id).Take(LivesAtOnce).ToListAsync(cancellationToken);
            if (some.Count == 0)
            {
                yield break;
            }

            var steps = await db.Entries.AsNoTracking().Where(e => some.Contains(e.OpportunityId))
                .OrderBy(e => e.OpportunityId).ThenBy(e => e.Id)
                .Select(e => new Step(
                    e.OpportunityId, e.ActionTaken, e.DateOfChange, e.StageEnteredOn, e.StageVisit, e.StageId, e.StageNumber,
                    e.EstimatedCloseDate, e.SalespersonId, e.Opportunity!.LimitWorkingDays, e.Stage!.LimitWorkingDays))
                .ToListAsync(cancellationToken);
            foreach (var life in steps.GroupBy(s => s.OpportunityId))
            {
                yield return [.. OpportunityEntry.Standing(life, step => step.Action)];
            }

            after = some[^1];
        }
    }

    /// <summary>What one history would have been reminded of between two days; the limit of a step is told apart.</summary>
    private IEnumerable<(ReminderKind Kind, Step Step)> Asked(
        List<Step> life, Func<Step, int?> limitOf, int? near, int? idle, DateOnly first, DateOnly last)
    {
        HashSet<(ReminderKind Kind, string What)> asked = [];
        for (var i = 0; i < life.Count; i++)
        {
            var step = life[i];
            if (step.StageNumber is null)
            {
                continue;
            }

            // Until the next step of the history came; a question due on that very day was asked in the morning.
            var until = i + 1 < life.Count ? life[i + 1].DateOfChange : last;
            (ReminderKind Kind, string What, DateOnly? Due)[] questions =
            [
                (ReminderKind.StageLimit, $"{step.StageVisit}/{step.StageEnteredOn}", limitOf(step) is { } limit
                    ? calendar.AddWorkingDays(step.StageEnteredOn, limit)
                    : null),
                (ReminderKind.CloseNear, $"{step.EstimatedCloseDate}", near is { } days
                    ? calendar.AddWorkingDays(step.EstimatedCloseDate, -days)
                    : null),
                (ReminderKind.ClosePassed, $"{step.EstimatedCloseDate}", calendar.NextWorkingDay(step.EstimatedCloseDate)),
                (ReminderKind.NoActivity, $"{i}", idle is { } quiet ? calendar.AddWorkingDays(step.DateOfChange, quiet) : null),
            ];
            foreach (var (kind, what, due) in questions)
            {
                if (due is { } day && (day = calendar.FirstWorkingDayFrom(day)) > step.DateOfChange && day <= until && day >= first
                    && day <= last && asked.Add((kind, what)))
                {
                    yield return (kind, step);
                }
            }
        }
    }

    /// <summary>An entry of the history, as far as reminders come from it.</summary>
    private sealed record Step(
        long OpportunityId, ActionTaken Action, DateOnly DateOfChange, DateOnly StageEnteredOn, int StageVisit, long? StageId,
        int? StageNumber, DateOnly EstimatedCloseDate, long SalespersonId, int? OwnLimit, int? StageLimit)
    {
        public int? Limit => OwnLimit ?? StageLimit;
    }
}

/// <summary>Which reminders the log shows; blank parts do not filter.</summary>
/// <param name="State">Where they stand.</param>
/// <param name="Kind">What they are about.</param>
/// <param name="PersonCode">Who is reminded.</param>
/// <param name="Stuck">Only those an admin may want to send again: failed, or waiting for a person who cannot be reached.</param>
public sealed record ReminderLogFilter(
    ReminderState? State = null, ReminderKind? Kind = null, string? PersonCode = null, bool Stuck = false);

/// <summary>
/// A page of the log, with person and opportunity; <paramref name="Next"/> is where the next page begins, null at the end.
/// </summary>
public sealed record ReminderLog(IReadOnlyList<Reminder> Items, long? Next);

/// <summary>How many reminders stand where; the first three are of the last <see cref="ReminderQueries.CountedDays"/> days.</summary>
/// <param name="Sent">Delivered, whatever became of them.</param>
/// <param name="Seen">Of those, known to have been on the person's screen.</param>
/// <param name="Acted">Of those, answered by an act.</param>
/// <param name="Snoozed">Put off, in all.</param>
/// <param name="Failed">Given up, in all.</param>
/// <param name="Waiting">Planned, or on the way, in all.</param>
/// <param name="Stuck">Of those, due but not delivered: their person cannot be reached, or the channel refused.</param>
public sealed record ReminderCounts(int Sent, int Seen, int Acted, int Snoozed, int Failed, int Waiting, int Stuck);

/// <summary>What rules would have sent between two days.</summary>
public sealed record ReminderPreview(DateOnly From, DateOnly To, IReadOnlyList<ReminderPreviewRow> Rows);

/// <summary>What one person would have got.</summary>
public sealed record ReminderPreviewRow(string Code, string Name, int StageLimits, int CloseNear, int ClosePassed, int NoActivity)
{
    /// <summary>All kinds together.</summary>
    public int Total => StageLimits + CloseNear + ClosePassed + NoActivity;
}

/// <summary>What a limit of a stage would have sent between two days.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="Reminders">How many.</param>
/// <param name="Opportunities">Of how many opportunities.</param>
/// <param name="People">To how many people.</param>
/// <param name="AtPresent">How many the present limit would have sent.</param>
public sealed record StageLimitPreview(DateOnly From, DateOnly To, int Reminders, int Opportunities, int People, int AtPresent);

/// <summary>Answers of one turn that did not arrive.</summary>
/// <param name="Answer">What is known of them.</param>
/// <param name="Person">Name of whose turn it was; null when it is nobody of the company.</param>
public sealed record UndeliveredAnswer(Undelivered Answer, string? Person);
