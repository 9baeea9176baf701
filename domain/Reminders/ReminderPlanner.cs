using System.Globalization;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Domain.Reminders;

/// <summary>Plans and cancels reminders in the transaction of the change that causes or ends them.</summary>
public sealed class ReminderPlanner(
    OpportunitiesContext db, WorkingCalendar calendar, IOptions<RemindersOptions> options)
{
    /// <summary>
    /// Brings the reminders of a changed opportunity in line with its state. The opportunity is saved already (its key is known)
    /// and has its cycle, current entry and salesperson loaded.
    /// </summary>
    public async Task ReplanAsync(Opportunity opportunity, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(opportunity);
        ArgumentNullException.ThrowIfNull(caller);
        var stage = opportunity is { Status: OpportunityStatus.InProgress, Current.Stage: { LimitWorkingDays: not null } s } ? s : null;
        var key = stage is null ? null : KeyOf(opportunity.Id, stage, opportunity.Current!.StageEnteredOn);
        var planned = await db.Reminders
            .Where(r => r.OpportunityId == opportunity.Id && r.Kind == ReminderKind.StageLimit
                && (r.Key == key || r.State == ReminderState.Pending || r.State == ReminderState.Snoozed
                    || r.State == ReminderState.Sending || r.State == ReminderState.Sent))
            .ToListAsync(cancellationToken);
        foreach (var other in planned.Where(r => r.Key != key))
        {
            other.Cancel();
            other.Acted(caller.Now);
        }

        var handOvers = await db.Reminders
            .Where(r => r.OpportunityId == opportunity.Id && r.Kind == ReminderKind.HandOver
                && (r.State == ReminderState.Pending || r.State == ReminderState.Snoozed || r.State == ReminderState.Sending))
            .ToListAsync(cancellationToken);
        foreach (var past in handOvers.Where(r => opportunity.IsClosed || r.SalespersonId != opportunity.SalespersonId))
        {
            past.Cancel();
        }

        if (stage is null)
        {
            return;
        }

        var dueAt = DueAt(opportunity.Current!.StageEnteredOn, stage.LimitWorkingDays!.Value, opportunity.Salesperson!);
        if (planned.SingleOrDefault(r => r.Key == key) is { } same)
        {
            same.PlanAgain(opportunity, dueAt);
        }
        else
        {
            db.Reminders.Add(Reminder.Plan(ReminderKind.StageLimit, key!, opportunity, dueAt));
        }
    }

    /// <summary>The new owner is told once, soon, that an opportunity is theirs now.</summary>
    public void HandOver(Opportunity opportunity, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(opportunity);
        ArgumentNullException.ThrowIfNull(caller);
        if (opportunity.SalespersonId != caller.SalespersonId)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"hand-over/{opportunity.Id}/{opportunity.Version}/{opportunity.SalespersonId}");
            db.Reminders.Add(Reminder.Plan(ReminderKind.HandOver, key, opportunity, caller.Now, caller.Name));
        }
    }

    /// <summary>A person has a chat with the bot (again): what is due for them is sent at the next tick.</summary>
    public Task<int> ReachableAsync(long salespersonId, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Reminders.Where(r => r.SalespersonId == salespersonId && r.DueAt <= now && r.NextAttemptAt > now
                && (r.State == ReminderState.Pending || r.State == ReminderState.Snoozed))
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.NextAttemptAt, now), cancellationToken);

    /// <summary>A stage's limit changed: every opportunity standing on it is planned anew.</summary>
    public async Task ReplanStageAsync(SalesCycleStage stage, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stage);
        var here = await db.Entries.Where(e => e.Active && e.StageId == stage.Id)
            .Select(e => new { e.StageEnteredOn, Opportunity = e.Opportunity!, e.Opportunity!.Salesperson })
            .ToListAsync(cancellationToken);
        var ids = here.Select(h => h.Opportunity.Id).ToList();
        var planned = await db.Reminders.Where(r => r.Kind == ReminderKind.StageLimit && ids.Contains(r.OpportunityId!.Value))
            .ToDictionaryAsync(r => r.Key, cancellationToken);
        foreach (var standing in here)
        {
            var key = KeyOf(standing.Opportunity.Id, stage, standing.StageEnteredOn);
            var known = planned.GetValueOrDefault(key);
            if (stage.LimitWorkingDays is not { } limit)
            {
                known?.Cancel();
            }
            else if (known is null)
            {
                db.Reminders.Add(Reminder.Plan(
                    ReminderKind.StageLimit, key, standing.Opportunity, DueAt(standing.StageEnteredOn, limit, standing.Salesperson!)));
            }
            else
            {
                known.PlanAgain(standing.Opportunity, DueAt(standing.StageEnteredOn, limit, standing.Salesperson!));
            }
        }
    }

    /// <summary>The instant of the sending hour (setting <c>Reminders:SendAt</c>) on a day in a person's time zone.</summary>
    public DateTimeOffset SendingHour(DateOnly day, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var local = day.ToDateTime(options.Value.SendAt);
        if (zone.IsInvalidTime(local))
        {
            local = local.AddHours(1); // the hour that the clocks jump over
        }

        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    private static string KeyOf(long opportunityId, SalesCycleStage stage, DateOnly entered) =>
        string.Create(CultureInfo.InvariantCulture, $"stage-limit/{opportunityId}/{stage.Id}/{entered:yyyyMMdd}");

    private DateTimeOffset DueAt(DateOnly entered, int limit, Salesperson person) =>
        SendingHour(calendar.AddWorkingDays(entered, limit), person.Zone);
}
