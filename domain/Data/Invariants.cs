using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Data;

/// <summary>Something that holds of the data at every moment, whatever was done and however it ended.</summary>
/// <param name="Name">Stable name for programs and searches.</param>
/// <param name="Broken">What is counted: rows that break it, in words an operator understands.</param>
/// <param name="Breaking">
/// The names people know those rows by, one for each: number of the opportunity, code of the cycle, id of the message.
/// </param>
public sealed record Invariant(string Name, string Broken, Func<OpportunitiesContext, IQueryable<string>> Breaking);

/// <summary>What came of checking an invariant.</summary>
/// <param name="Invariant">Which.</param>
/// <param name="Count">How many rows break it.</param>
/// <param name="Examples">The names of some of them, at most <see cref="Invariants.MostExamples"/>.</param>
public sealed record InvariantCount(Invariant Invariant, int Count, IReadOnlyList<string> Examples);

/// <summary>
/// The invariants of the data, each one query that every database answers. Those that a key, an index or a check of the database holds
/// too stand here as well: a copy, a script by hand or an older version may have brought in what breaks them.
/// </summary>
public static class Invariants
{
    /// <summary>Most rows named for one invariant.</summary>
    public const int MostExamples = 5;

    /// <summary>Kinds that are planned from the state of an open opportunity, and of which nothing may wait once it is closed.</summary>
    private static readonly ReminderKind[] OfOpenOnes =
    [
        ReminderKind.StageLimit, ReminderKind.HandOver, ReminderKind.NextStep, ReminderKind.TaskDue, ReminderKind.CloseNear,
        ReminderKind.ClosePassed, ReminderKind.NoActivity,
    ];

#pragma warning disable CA1305 // Keys become text in the database, which knows no culture.
    /// <summary>All of them, in the order in which they are told.</summary>
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new(
            "oneActiveEntry",
            "started opportunities that do not have exactly one active entry in their history",
            db => db.Opportunities
                .Where(o => o.Status != OpportunityStatus.NotStarted && db.Entries.Count(e => e.OpportunityId == o.Id && e.Active) != 1)
                .Select(o => o.No)),
        new(
            "notStartedIsNowhere",
            "opportunities that are not started and have an active entry in their history",
            db => db.Opportunities
                .Where(o => o.Status == OpportunityStatus.NotStarted && db.Entries.Any(e => e.OpportunityId == o.Id && e.Active))
                .Select(o => o.No)),
        new(
            "standsOnAStage",
            "opportunities under way that stand on no stage of their sales cycle, and so are in no figure",
            db => db.Entries
                .Where(e => e.Active && e.Opportunity!.Status == OpportunityStatus.InProgress
                    && !db.Set<SalesCycleStage>().Any(s => s.Id == e.StageId && s.SalesCycleId == e.Opportunity.SalesCycleId))
                .Select(e => e.Opportunity!.No)),
        new(
            "closedByItsLastEntry",
            "closed opportunities whose active entry does not say how and when they were closed",
            db => db.Entries
                .Where(e => e.Active
                    && ((e.Opportunity!.Status == OpportunityStatus.Won && e.ActionTaken != ActionTaken.Won)
                        || (e.Opportunity.Status == OpportunityStatus.Lost && e.ActionTaken != ActionTaken.Lost)
                        || (e.Opportunity.Status > OpportunityStatus.InProgress
                            && (e.StageId != null || e.DateOfChange != e.Opportunity.ClosedOn))))
                .Select(e => e.Opportunity!.No)),
        new(
            "closingDay",
            "opportunities that are closed without a day, or open with one",
            db => db.Opportunities.Where(o => (o.Status > OpportunityStatus.InProgress) != (o.ClosedOn != null)).Select(o => o.No)),
        new(
            "entryFollowsOpportunity",
            "active entries of another salesperson, contact or sales cycle than their opportunity",
            db => db.Entries
                .Where(e => e.Active && (e.SalespersonId != e.Opportunity!.SalespersonId || e.ContactId != e.Opportunity.ContactId
                    || e.SalesCycleId != e.Opportunity.SalesCycleId))
                .Select(e => e.Opportunity!.No)),
        new(
            "previousStage",
            "entries that name a stage before them where the entry before has none, or none where it has one",
            db => db.Entries
                .Where(e => (e.PreviousStageNumber != null) != (db.Entries.Where(b => b.OpportunityId == e.OpportunityId && b.Id < e.Id)
                    .OrderByDescending(b => b.Id).Select(b => b.StageNumber).FirstOrDefault() != null))
                .Select(e => e.Opportunity!.No)),
        new(
            "daysRunForward",
            "entries of the history dated before the entry that they follow, or with days that make no sense",
            db => db.Entries
                .Where(e => (e.Active && e.DaysOpen != null) || e.DaysOpen < 0
                    || (e.PreviousStageNumber != null && e.ActionTaken != ActionTaken.Undone
                        && db.Entries.Where(b => b.OpportunityId == e.OpportunityId && b.Id < e.Id).OrderByDescending(b => b.Id).Take(1)
                            .Any(b => b.DateOfChange > e.DateOfChange)))
                .Select(e => e.Opportunity!.No)),
        new(
            "closeDateAhead",
            "moves whose expected closing date lies before the move",
            db => db.Entries.Where(e => e.ActionTaken < ActionTaken.Won && e.EstimatedCloseDate < e.DateOfChange)
                .Select(e => e.Opportunity!.No)),
        new(
            "figuresAgree",
            "sales cycles of which figures count another number under way, or closed, than there are opportunities",
            db => db.SalesCycles
                .Where(c => db.Opportunities.Count(o => o.SalesCycleId == c.Id && o.Status == OpportunityStatus.InProgress)
                        != db.Entries.Count(e => e.SalesCycleId == c.Id && e.Active && e.StageId != null)
                    || db.Opportunities.Count(o => o.SalesCycleId == c.Id && o.Status > OpportunityStatus.InProgress)
                        != db.Entries.Count(e => e.SalesCycleId == c.Id && e.Active && e.StageId == null))
                .Select(c => c.Code)),
        new(
            "staysFollowHistory",
            "opportunities whose stay on their present stage is not the one that goes on, so that conversion and time in stage are wrong",
            db => db.Entries
                .Where(e => e.Active && e.StageId != null && !db.StageStays.Any(s => s.OpportunityId == e.OpportunityId && s.Days == null
                    && s.StageId == e.StageId && s.SalesCycleId == e.SalesCycleId && s.EnteredOn == e.StageEnteredOn))
                .Select(e => e.Opportunity!.No)
                .Concat(db.StageStays
                    .Where(s => s.SalespersonId != s.Opportunity!.SalespersonId || s.Days < 0 || s.EarlierOn >= s.EnteredOn
                        || (s.Days == null
                            && !db.Entries.Any(e => e.OpportunityId == s.OpportunityId && e.Active && e.StageId == s.StageId)))
                    .Select(s => s.Opportunity!.No))),
        new(
            "stageNumbers",
            "stages that share their number with another one of their sales cycle",
            db => db.SalesCycles
                .SelectMany(
                    c => c.Stages.Where(s => db.Set<SalesCycleStage>()
                        .Any(t => t.SalesCycleId == s.SalesCycleId && t.Number == s.Number && t.Id != s.Id)),
                    (c, _) => c.Code)),
        new(
            "ownerExists",
            "opportunities whose salesperson, contact or sales cycle is not there",
            db => db.Opportunities
                .Where(o => !db.Salespeople.Any(p => p.Id == o.SalespersonId) || !db.Contacts.Any(c => c.Id == o.ContactId)
                    || !db.SalesCycles.Any(c => c.Id == o.SalesCycleId))
                .Select(o => o.No)),
        new(
            "nothingLeftBehind",
            "entries, tasks and reminders of an opportunity that is not there (named by its key)",
            db => db.Entries.Select(e => e.OpportunityId).Concat(db.Tasks.Select(t => t.OpportunityId))
                .Concat(db.Reminders.Where(r => r.OpportunityId != null).Select(r => r.OpportunityId!.Value))
                .Where(id => !db.Opportunities.Any(o => o.Id == id)).Select(id => id.ToString())),
        new(
            "taskStates",
            "tasks that are closed and not completed or the other way round, or that name another opportunity's history",
            db => db.Tasks
                .Where(t => t.Closed != (t.Status == SalesTaskStatus.Completed) || (t.Cancelled && !t.Closed)
                    || (t.EntryId != null && t.Entry!.OpportunityId != t.OpportunityId))
                .Select(t => t.Opportunity!.No)),
        new(
            "noReminderOfClosed",
            "reminders that wait although their opportunity is closed",
            db => db.Reminders
                .Where(r => (r.State == ReminderState.Pending || r.State == ReminderState.Snoozed) && OfOpenOnes.Contains(r.Kind)
                    && r.Opportunity!.Status > OpportunityStatus.InProgress)
                .Select(r => r.Opportunity!.No)),
        new(
            "reminderStates",
            "reminders that wait and are never looked at again, or are claimed and not being sent (named by their key)",
            db => db.Reminders
                .Where(r => (r.State == ReminderState.Pending || r.State == ReminderState.Snoozed || r.State == ReminderState.Sending)
                        != (r.NextAttemptAt != null)
                    || (r.State == ReminderState.Sending) != (r.ClaimedBy != null) || r.Attempts < 0
                    || (r.State == ReminderState.Sent && r.SentAt == null))
                .Select(r => r.Key)),
        new(
            "outboxRows",
            "messages of the bot that nobody will send although they were not given up, or that were given up without a reason",
            db => db.OutboxMessages
                .Where(m => (m.ClaimedUntil == null) != (m.Payload == "") || (m.ClaimedBy == null) != (m.ClaimedUntil == null)
                    || (m.Payload == "" && (m.FailedAt == null || m.LastError == null)) || m.Attempts < 0 || m.TurnId > m.Id)
                .Select(m => m.Id.ToString())),
    ];
#pragma warning restore CA1305

    /// <summary>Counts for each invariant what breaks it. Only reads; while the product runs each count is of one moment.</summary>
    /// <exception cref="DatabaseException">
    /// The database is not there, cannot be read, or was not brought to this program's version: then nothing can be said of it.
    /// </exception>
    public static Task<IReadOnlyList<InvariantCount>> CheckAsync(OpportunitiesContext db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        return DatabaseSetup.ReadAsync(db, () => CountAsync(db, cancellationToken), cancellationToken);
    }

    /// <summary>The same of a database that is known to be there and up to date.</summary>
    internal static async Task<IReadOnlyList<InvariantCount>> CountAsync(OpportunitiesContext db, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken); // one for all of them
        try
        {
            List<InvariantCount> counts = [];
            foreach (var invariant in All)
            {
                var breaking = invariant.Breaking(db);
                var count = await breaking.CountAsync(cancellationToken);
                List<string> examples = count == 0
                    ? [] : await breaking.Distinct().OrderBy(name => name).Take(MostExamples).ToListAsync(cancellationToken);
                counts.Add(new InvariantCount(invariant, count, examples));
            }

            return counts;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }
}
