using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Opportunities;

/// <content>Giving it to somebody else; its tasks.</content>
public sealed partial class OpportunityActs
{
    /// <summary>Gives it to another salesperson, who is told.</summary>
    public Task<Result<Acted>> AssignAsync(
        string no, string? salespersonCode, bool moveOpenTasks, long? version, Caller caller, CancellationToken cancellationToken) =>
        AssignAsync(no, null, salespersonCode, moveOpenTasks, version, caller, cancellationToken);

    private Task<Result<Acted>> AssignAsync(
        string no, string? fromCode, string? salespersonCode, bool moveOpenTasks, long? version, Caller caller,
        CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async token =>
            {
                var code = Checks.NormalCode(salespersonCode);
                var to = await db.Salespeople.Include(p => p.Team).SingleOrDefaultAsync(p => p.Code == code, token);
                if (code.Length > 0 && to is null)
                {
                    return Refusals.SalespersonUnknown;
                }

                return await ChangeAsync(
                    no,
                    version,
                    caller,
                    opportunity =>
                    {
                        var from = opportunity.Salesperson!.Name;
                        if (fromCode is not null && opportunity.Salesperson.Code != Checks.NormalCode(fromCode)
                            && opportunity.SalespersonId != to?.Id)
                        {
                            return Refusals.GivenMeanwhile.With(from);
                        }

                        return opportunity.Assign(to, moveOpenTasks, caller) switch
                        {
                            Result<int>.Refused refused => refused.Refusals.ToList(),
                            _ => (Result<string>)from,
                        };
                    },
                    (opportunity, from) => (AuditSentences.Assigned, [from, opportunity.Salesperson!.Name]),
                    token,
                    isUndoable: true,
                    then: (opportunity, again) => reminders.HandOverAsync(opportunity, caller, again));
            },
            cancellationToken);

    /// <summary>The person to whom it was given keeps it.</summary>
    public Task<Result<Acted>> AcceptAsync(string no, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return db.InTransactionAsync(
            async token =>
            {
                var given = await GivenToAsync(no, caller, token);
                return await ChangeAsync<string>(
                    no,
                    null,
                    caller,
                    opportunity =>
                    {
                        if (given.Count == 0)
                        {
                            return Refusals.HandOverDone;
                        }

                        given.ForEach(r => r.Answered(caller.Now));
                        opportunity.Accept(caller);
                        return no;
                    },
                    (_, _) => (AuditSentences.HandOverAccepted, [caller.Name]),
                    token);
            },
            cancellationToken);
    }

    /// <summary>The person to whom it was given gives it back to who gave it, who is told why.</summary>
    public Task<Result<Acted>> DeclineAsync(string no, string? reason, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return db.InTransactionAsync(
            async token =>
            {
                var key = Checks.NormalCode(no);
                var given = await GivenToAsync(no, caller, token);
                var giverId = await db.AuditEntries
                    .Where(a => a.Subject == Subject && a.SubjectKey == key && (a.Sentence == AuditSentences.Assigned
                        || a.Sentence == AuditSentences.Created || a.Sentence == AuditSentences.HandOverDeclined))
                    .OrderByDescending(a => a.Id).Select(a => a.ById).FirstOrDefaultAsync(token);
                var giver = await db.Salespeople.Include(p => p.Team)
                    .SingleOrDefaultAsync(p => p.Id == giverId && !p.Blocked && p.Id != caller.SalespersonId, token);
                return await ChangeAsync<string>(
                    no,
                    null,
                    caller,
                    opportunity =>
                    {
                        var refusals = Checks.All(
                            given.Count == 0 ? Refusals.HandOverDone : giver is null ? Refusals.NobodyToGiveBackTo : null,
                            Checks.Tidy(reason) is null
                                ? Refusals.DeclineReasonRequired
                                : Checks.Length(Checks.Tidy(reason), Opportunity.MaxNoteLength, "note"));
                        if (refusals.Count > 0)
                        {
                            return refusals;
                        }

                        given.ForEach(r => r.Answered(caller.Now));
                        return opportunity.Assign(giver, moveOpenTasks: true, caller) switch
                        {
                            Result<int>.Refused refused => refused.Refusals.ToList(),
                            _ => (Result<string>)Checks.Tidy(reason)!,
                        };
                    },
                    (_, why) => (AuditSentences.HandOverDeclined, [caller.Name, giver!.Name, why]),
                    token,
                    isUndoable: true,
                    then: (opportunity, again) => reminders.HandOverAsync(opportunity, caller, again));
            },
            cancellationToken);
    }

    /// <summary>Gives many to one salesperson. Each is an act of its own, so that one refusal does not hold up the others.</summary>
    /// <returns>What became of each, in the order given.</returns>
    public Task<IReadOnlyList<(string No, Result<Acted> Result)>> AssignManyAsync(
        IReadOnlyList<Marked> marked, string? salespersonCode, bool moveOpenTasks, Caller caller, CancellationToken cancellationToken) =>
        EachAsync(marked, m => AssignAsync(m.No, salespersonCode, moveOpenTasks, m.Version, caller, cancellationToken));

    /// <summary>Hands over many of one salesperson to another; what that one does not have any more is refused.</summary>
    /// <returns>What became of each, in the order given.</returns>
    public Task<IReadOnlyList<(string No, Result<Acted> Result)>> HandOverManyAsync(
        IReadOnlyList<string> numbers, string fromCode, string toCode, bool moveOpenTasks, Caller caller,
        CancellationToken cancellationToken) =>
        EachAsync(
            [.. (numbers ?? throw new ArgumentNullException(nameof(numbers))).Select(no => new Marked(no))],
            m => AssignAsync(m.No, fromCode, toCode, moveOpenTasks, null, caller, cancellationToken));

    /// <summary>Adds one task by hand; left out: the opportunity's salesperson.</summary>
    public Task<Result<SalesTask>> AddTaskAsync(
        string no, TaskDetails details, string? salespersonCode, Caller caller, CancellationToken cancellationToken) =>
        WithTaskOwnerAsync(
            no, salespersonCode, caller, (opportunity, to) => opportunity.AddTask(details, to, caller),
            task => (AuditSentences.TaskAdded, [task.Description]), cancellationToken);

    /// <summary>Adds the tasks of an activity by hand; left out: today, and the opportunity's salesperson.</summary>
    public Task<Result<IReadOnlyList<SalesTask>>> AssignActivityAsync(
        string no, string? activityCode, DateOnly? from, string? salespersonCode, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return db.InTransactionAsync<Result<IReadOnlyList<SalesTask>>>(
            async token =>
            {
                var code = Checks.NormalCode(activityCode);
                var activity = await db.Activities.Include(a => a.Steps).SingleOrDefaultAsync(a => a.Code == code, token);
                return activity is null
                    ? Refusals.ActivityUnknown
                    : await WithTaskOwnerAsync(
                        no, salespersonCode, caller,
                        (opportunity, to) => opportunity.AssignActivity(activity, from ?? caller.Today, to, caller),
                        tasks => (AuditSentences.ActivityAssigned, [activity.Description]), token);
            },
            cancellationToken);
    }

    private Task<Result<T>> WithTaskOwnerAsync<T>(
        string no,
        string? salespersonCode,
        Caller caller,
        Func<Opportunity, Salesperson, Result<T>> act,
        Func<T, (string Sentence, string[] Arguments)> history,
        CancellationToken cancellationToken) =>
        db.InTransactionAsync<Result<T>>(
            async token =>
            {
                var code = Checks.NormalCode(salespersonCode);
                var named = await db.Salespeople.SingleOrDefaultAsync(p => p.Code == code, token);
                if (code.Length > 0 && named is null)
                {
                    return Refusals.SalespersonUnknown;
                }

                T made = default!;
                var result = await ChangeAsync(
                    no,
                    null,
                    caller,
                    opportunity =>
                    {
                        var done = act(opportunity, named ?? opportunity.Salesperson!);
                        made = done is Result<T>.Done(var value) ? value : made;
                        return done;
                    },
                    (_, value) => history(value),
                    token, isUndoable: true);
                return result is Result<Acted>.Refused refused ? new Result<T>.Refused(refused.Refusals) : made;
            },
            cancellationToken);

    /// <summary>What told the caller that it is theirs now, as long as they have not answered.</summary>
    private Task<List<Reminder>> GivenToAsync(string no, Caller caller, CancellationToken cancellationToken)
    {
        var key = Checks.NormalCode(no);
        return db.Reminders.Where(r => r.Opportunity!.No == key && r.Kind == ReminderKind.HandOver
            && r.SalespersonId == caller.SalespersonId && r.Opportunity.SalespersonId == caller.SalespersonId
            && (r.State == ReminderState.Sent || r.State == ReminderState.Sending
                || r.State == ReminderState.Pending)).ToListAsync(cancellationToken);
    }
}
