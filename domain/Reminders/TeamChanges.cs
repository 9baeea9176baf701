using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Reminders;

/// <summary>What changed in a manager's teams in a week.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="Won">Sales, with amount and reason.</param>
/// <param name="Lost">Ends without a sale, with value and reason.</param>
/// <param name="Moved">Stages left and entered.</param>
/// <param name="Slipped">Closing dates moved to a later day, with reason.</param>
/// <param name="Stale">Reminded of in the week, without an answer yet.</param>
/// <param name="ForecastBefore">Weighted value of what was open when the week began.</param>
/// <param name="ForecastAfter">Weighted value of what was open when the week ended.</param>
/// <param name="Causes">What the difference comes from, largest first.</param>
public sealed record TeamChanges(
    DateOnly From, DateOnly To, IReadOnlyList<TeamChange> Won, IReadOnlyList<TeamChange> Lost, IReadOnlyList<TeamChange> Moved,
    IReadOnlyList<TeamChange> Slipped, IReadOnlyList<TeamChange> Stale, decimal ForecastBefore, decimal ForecastAfter,
    IReadOnlyList<TeamChange> Causes)
{
    /// <summary>Nothing happened: nothing is said.</summary>
    public bool IsEmpty => Won.Count + Lost.Count + Moved.Count + Slipped.Count + Stale.Count + Causes.Count == 0;
}

/// <summary>One change.</summary>
/// <param name="No">Number of the opportunity.</param>
/// <param name="Description">What it is about.</param>
/// <param name="Salesperson">Whose it is.</param>
/// <param name="Amount">Sale, value, or difference of the weighted value.</param>
/// <param name="From">Stage or date before, or the reason it ended.</param>
/// <param name="To">Stage or date after.</param>
/// <param name="FromDate">For a slip: the closing date before.</param>
/// <param name="ToDate">For a slip: the closing date now.</param>
public sealed record TeamChange(
    string No, string Description, string Salesperson, decimal Amount = 0, string? From = null, string? To = null,
    DateOnly? FromDate = null, DateOnly? ToDate = null);

/// <summary>Counts what changed from the history.</summary>
public sealed class TeamChangesQuery(OpportunitiesContext db)
{
    /// <summary>The week before a day in the manager's calendar, of what they may change in the teams they lead.</summary>
    public async Task<TeamChanges> BeforeAsync(Salesperson manager, DateOnly day, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(manager);
        var first = day.AddDays(-7);
        var start = ReminderHours.InstantOf(first, TimeOnly.MinValue, manager.Zone);
        var end = ReminderHours.InstantOf(day, TimeOnly.MinValue, manager.Zone);

        // Whoever leads a team no longer may still stand there as its leader.
        var team = db.Opportunities.Where(AccessPolicy.MayChange(Caller.For(manager, ActSource.System, end)))
            .Where(o => o.Salesperson!.Team!.ManagerId == manager.Id);
        var entries = await db.Entries.AsNoTracking()
            .Where(e => team.Any(o => o.Id == e.OpportunityId && o.ChangedAt >= start) && e.MadeAt < end)
            .OrderBy(e => e.Id)
            .Select(e => new Line(
                e.OpportunityId, e.Opportunity!.No, e.Opportunity.Description, e.Opportunity.Salesperson!.Name, e.MadeAt, e.ActionTaken,
                e.StageDescription, e.StageNumber, e.CurrentValue, e.EstimatedValue, e.CloseReason!.Description, e.SlippedFrom,
                e.EstimatedCloseDate, e.SlipReason))
            .ToListAsync(cancellationToken);
        var lives = entries.GroupBy(e => e.OpportunityId).Select(g => (Before: g.LastOrDefault(e => e.MadeAt < start), All: g.ToList()))
            .ToList();
        List<(Line? Before, Line After)> steps = [.. lives.Select(life => OpportunityEntry.Standing(life.All, line => line.Action))
            .SelectMany(stood => stood.Select((e, i) => (i == 0 ? null : stood[i - 1], e))).Where(step => step.e.MadeAt >= start)];

        IReadOnlyList<TeamChange> Of(Func<ActionTaken, bool> which, Func<(Line? Before, Line After), TeamChange> show) =>
            [.. steps.Where(s => which(s.After.Action)).Select(show)];

        var causes = lives.Select(life => (Last: life.All[^1], Difference: Open(life.All[^1]) - Open(life.Before)))
            .Where(c => c.Difference != 0).OrderByDescending(c => Math.Abs(c.Difference)).ThenBy(c => c.Last.No).ToList();
        var late = await db.Entries.Where(e => e.MadeAt >= end && team.Any(o => o.Id == e.OpportunityId && o.ChangedAt >= end))
            .Select(e => e.OpportunityId).Distinct().ToListAsync(cancellationToken);

        // What happened since the week ended is told of next Monday: it counts as it stood then.
        var after = lives.Where(life => late.Contains(life.All[^1].OpportunityId)).Sum(life => Open(life.All[^1]))
            + (await db.Entries.Where(e => e.Active && e.StageNumber != null && !late.Contains(e.OpportunityId)
                    && team.Any(o => o.Id == e.OpportunityId && o.Status == OpportunityStatus.InProgress))
                .Select(e => e.CurrentValue).ToListAsync(cancellationToken)).Sum();
        var stale = await db.Reminders.AsNoTracking()
            .Where(r => (r.Kind == ReminderKind.StageLimit || r.Kind == ReminderKind.NoActivity) && r.State == ReminderState.Sent
                && r.SentAt >= start && r.SentAt < end
                && team.Any(o => o.Id == r.OpportunityId))
            .OrderBy(r => r.Id).Select(r => new { r.Opportunity!.No, r.Opportunity.Description, r.Opportunity.Salesperson!.Name })
            .ToListAsync(cancellationToken);
        return new TeamChanges(
            first, day.AddDays(-1),
            Of(a => a == ActionTaken.Won, s => s.After.Change(s.After.CurrentValue, s.After.Reason)),
            Of(a => a == ActionTaken.Lost, s => s.After.Change(s.After.EstimatedValue, s.After.Reason)),
            Of(
                a => a is ActionTaken.First or ActionTaken.Next or ActionTaken.Previous or ActionTaken.Jumped or ActionTaken.Reopened,
                s => s.After.Change(0, s.Before?.Stage, s.After.Stage)),
            [.. steps.Where(s => s.After.SlippedFrom is not null).Select(s => s.After.Change(0, s.After.SlipReason) with
            {
                FromDate = s.After.SlippedFrom,
                ToDate = s.After.CloseDate,
            })],
            [.. stale.DistinctBy(s => s.No).Select(s => new TeamChange(s.No, s.Description, s.Name))],
            after - causes.Sum(c => c.Difference), after,
            [.. causes.Select(c => c.Last.Change(c.Difference))]);
    }

    private static decimal Open(Line? line) => line?.StageNumber is null ? 0 : line.CurrentValue;

    private sealed record Line(
        long OpportunityId, string No, string Description, string Salesperson, DateTimeOffset MadeAt, ActionTaken Action, string Stage,
        int? StageNumber, decimal CurrentValue, decimal EstimatedValue, string? Reason, DateOnly? SlippedFrom, DateOnly CloseDate,
        string? SlipReason)
    {
        public TeamChange Change(decimal amount, string? from = null, string? to = null) =>
            new(No, Description, Salesperson, amount, from, to);
    }
}
