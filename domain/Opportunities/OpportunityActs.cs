using System.Globalization;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>What can be done with opportunities; chat, portal and API call these. Each act is one transaction with its history and reminders.</summary>
public sealed class OpportunityActs(
    OpportunitiesContext db, AccessPolicy access, ReminderPlanner reminders, WinsChannels wins, IOptions<CompanyOptions> company)
{
    internal const string Subject = "opportunity";

    /// <summary>Makes an opportunity and, if asked, starts it. Left out: today, the caller as salesperson, the default cycle.</summary>
    public Task<Result<Opportunity>> CreateAsync(CreateOpportunity request, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(caller);
        return db.InTransactionAsync<Result<Opportunity>>(
            async token =>
            {
                var startNow = request.StartNow ?? caller.Source == ActSource.Chat;
                var salesperson = await FindSalespersonAsync(request.SalespersonCode, caller, token);
                var cycleCode = Checks.NormalCode(request.SalesCycleCode ?? company.Value.DefaultSalesCycle);
                var cycle = await db.SalesCycles.Include(c => c.Stages).ThenInclude(s => s.Activity!.Steps).AsSplitQuery()
                    .SingleOrDefaultAsync(c => c.Code == cycleCode && (request.SalesCycleCode != null || !c.Blocked), token);
                var contactNo = Checks.NormalCode(request.ContactNo);
                var contact = await db.Contacts.Include(c => c.Company).SingleOrDefaultAsync(c => c.No == contactNo, token);
                var unknown = Checks.All(
                    contactNo.Length > 0 && contact is null ? Refusals.ContactUnknown : null,
                    Checks.Tidy(request.SalespersonCode) is not null && salesperson is null ? Refusals.SalespersonUnknown : null,
                    salesperson is not null && !await MayCreateForAsync(salesperson, caller, token)
                        ? Refusals.CreateForOthers.With(salesperson.Name) : null,
                    Checks.Tidy(request.SalesCycleCode) is not null && cycle is null ? Refusals.CycleUnknown : null,
                    startNow && cycle is { Stages.Count: 0, Blocked: false } ? Refusals.CycleWithoutStages.With(cycle.Description) : null);

                if (contact is null && Checks.Tidy(request.NewContactName) is { } newName)
                {
                    switch (await NewContactAsync(newName, salesperson, caller, token))
                    {
                        case Result<Contact>.Refused refused:
                            return refused.Refusals.Select(r => r with { Field = "contactNo" }).ToList();
                        case Result<Contact>.Done(var newContact):
                            contact = newContact;
                            break;
                    }
                }

                var no = await NumberSeries.NextAsync(
                    db, NumberSeries.Opportunities, company.Value.OpportunityNumberPrefix, company.Value.OpportunityNumberWidth, token);
                var made = Opportunity.Create(
                    no,
                    new NewOpportunity(
                        request.Description, contact, salesperson, cycle, request.CreationDate, request.Priority,
                        request.EstimatedValue, request.ChancesOfSuccess, request.EstimatedCloseDate, startNow),
                    caller);
                if (unknown.Count > 0 || made is not Result<Opportunity>.Done(var opportunity))
                {
                    return Together(unknown, made);
                }

                // A closing date that was given is refused when it lies before the start, never replaced.
                var first = new MoveRequest(
                    MoveAction.First, DateOfChange: request.DateOfChange ?? opportunity.CreationDate, EstimatedCloseDate: request.EstimatedCloseDate);
                if (startNow && opportunity.Move(first, caller) is Result<OpportunityEntry>.Refused notStarted)
                {
                    return notStarted.Refusals.ToList();
                }

                db.Opportunities.Add(opportunity);
                if (await SaveAsync(opportunity, caller, AuditSentences.Created, [opportunity.Description], token) is { } refusal)
                {
                    return refusal;
                }

                await reminders.HandOverAsync(opportunity, caller, token);
                await db.SaveChangesAsync(token);
                return opportunity;
            },
            cancellationToken);
    }

    /// <summary>Moves by one of the six actions; starting is the action First.</summary>
    /// <param name="no">Number of the opportunity.</param>
    /// <param name="request">The move; what it leaves out is proposed.</param>
    /// <param name="version">The version the caller looked at; null accepts any.</param>
    /// <param name="caller">Who moves it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Result<Acted>> MoveAsync(string no, MoveRequest request, long? version, Caller caller, CancellationToken cancellationToken) =>
        ChangeAsync(no, version, caller, opportunity => opportunity.Move(request, caller), (_, entry) => entry.ActionTaken switch
        {
            ActionTaken.First => (AuditSentences.Started, [entry.StageDescription]),
            ActionTaken.Updated => (AuditSentences.Updated, [entry.StageDescription]),
            _ => (AuditSentences.Moved, [entry.StageDescription]),
        }, cancellationToken, isUndoable: true);

    /// <summary>Moves on to the stage that follows; before the start it starts.</summary>
    public Task<Result<Acted>> MoveOnAsync(string no, Caller caller, CancellationToken cancellationToken) =>
        ChangeAsync(
            no,
            null,
            caller,
            opportunity => opportunity.Move(
                new MoveRequest(opportunity.Status == OpportunityStatus.NotStarted ? MoveAction.First : MoveAction.Next), caller),
            (_, entry) => (entry.ActionTaken == ActionTaken.First ? AuditSentences.Started : AuditSentences.Moved, [entry.StageDescription]),
            cancellationToken,
            isUndoable: true);

    /// <summary>Gives the quote and moves, as one act: what a gate asks for is given on the way through it.</summary>
    public Task<Result<Acted>> MoveWithQuoteAsync(
        string no, QuoteRequest quote, MoveRequest request, long? version, Caller caller, CancellationToken cancellationToken) =>
        ChangeAsync(
            no,
            version,
            caller,
            opportunity => opportunity.SetQuote(quote.Number, quote.Amount, quote.Link, caller) switch
            {
                Result<Opportunity>.Refused refused => refused.Refusals.Select(r => r with { Field = "quote" + Capital(r.Field) }).ToList(),
                _ => opportunity.Move(request, caller),
            },
            (_, entry) => (AuditSentences.QuoteGivenAndMoved, [quote.Number ?? "", entry.StageDescription]),
            cancellationToken,
            isUndoable: true);

    /// <summary>Gives or replaces the quote.</summary>
    public Task<Result<Acted>> SetQuoteAsync(string no, QuoteRequest quote, long? version, Caller caller, CancellationToken cancellationToken) =>
        ChangeAsync(
            no, version, caller, opportunity => opportunity.SetQuote(quote.Number, quote.Amount, quote.Link, caller),
            (opportunity, _) => (
                AuditSentences.QuoteGiven,
                [opportunity.QuoteNumber ?? "", (opportunity.QuoteAmount ?? 0).ToString(CultureInfo.InvariantCulture)]),
            cancellationToken);

    /// <summary>Sets what comes next and on which day; both blank take it away.</summary>
    public Task<Result<Acted>> SetNextStepAsync(
        string no, string? step, DateOnly? date, long? version, Caller caller, CancellationToken cancellationToken) =>
        ChangeAsync(
            no, version, caller, opportunity => opportunity.SetNextStep(step, date, caller), (opportunity, _) => NextStepOf(opportunity), cancellationToken);

    /// <summary>Gives this one a limit of its own on its stages, in working days, or with null the stages' again.</summary>
    public Task<Result<Acted>> SetLimitAsync(string no, int? workingDays, long? version, Caller caller, CancellationToken cancellationToken) =>
        ChangeAsync(
            no, version, caller, opportunity => opportunity.SetLimit(workingDays, caller), (opportunity, _) => LimitOf(opportunity), cancellationToken);

    /// <summary>Gives it to another salesperson, who is told.</summary>
    public Task<Result<Acted>> AssignAsync(
        string no, string? salespersonCode, bool moveOpenTasks, long? version, Caller caller, CancellationToken cancellationToken) =>
        AssignAsync(no, null, salespersonCode, moveOpenTasks, version, caller, cancellationToken);

    private Task<Result<Acted>> AssignAsync(
        string no, string? fromCode, string? salespersonCode, bool moveOpenTasks, long? version, Caller caller, CancellationToken cancellationToken) =>
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
                        if (fromCode is not null && opportunity.Salesperson.Code != Checks.NormalCode(fromCode) && opportunity.SalespersonId != to?.Id)
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
                    _ =>
                    {
                        if (given.Count == 0)
                        {
                            return Refusals.HandOverDone;
                        }

                        given.ForEach(r => r.Answered(caller.Now));
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
                    .Where(a => a.Subject == Subject && a.SubjectKey == key && (a.Sentence == AuditSentences.Assigned || a.Sentence == AuditSentences.Created || a.Sentence == AuditSentences.HandOverDeclined))
                    .OrderByDescending(a => a.Id).Select(a => a.ById).FirstOrDefaultAsync(token);
                var giver = await db.Salespeople.Include(p => p.Team).SingleOrDefaultAsync(p => p.Id == giverId && !p.Blocked && p.Id != caller.SalespersonId, token);
                return await ChangeAsync<string>(
                    no,
                    null,
                    caller,
                    opportunity =>
                    {
                        var refusals = Checks.All(
                            given.Count == 0 ? Refusals.HandOverDone : giver is null ? Refusals.NobodyToGiveBackTo : null,
                            Checks.Tidy(reason) is null ? Refusals.DeclineReasonRequired : Checks.Length(Checks.Tidy(reason), Opportunity.MaxNoteLength, "note"));
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

    /// <summary>Ends it as won or lost.</summary>
    public Task<Result<Acted>> CloseAsync(string no, CloseOpportunity request, long? version, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return db.InTransactionAsync(
            async token =>
            {
                var code = Checks.NormalCode(request.ReasonCode);
                var reason = await db.CloseReasons.SingleOrDefaultAsync(r => r.Code == code, token);
                var key = Checks.NormalCode(no);
                var channel = request.TellChannel && request.Outcome == Outcome.Won
                    ? await wins.FindAsync(await db.Opportunities.Where(o => o.No == key).Select(o => o.Salesperson!.TeamId).SingleOrDefaultAsync(token), token)
                    : null;
                return code.Length > 0 && reason is null
                    ? Refusals.ReasonUnknown
                    : await ChangeAsync(
                        no,
                        version,
                        caller,
                        opportunity => opportunity.Close(
                            new CloseRequest(request.Outcome, reason, request.ClosingDate, request.Amount, request.Note, request.CancelOpenTasks),
                            caller),
                        (opportunity, entry) =>
                        {
                            if (channel is not null)
                            {
                                reminders.TellOfWin(opportunity, caller);
                            }

                            return (entry.ActionTaken == ActionTaken.Won ? AuditSentences.Won : AuditSentences.Lost, [reason!.Description]);
                        },
                        token,
                        isUndoable: true);
            },
            cancellationToken);
    }

    /// <summary>Opens a closed one again; managers and admins only.</summary>
    /// <param name="no">Number of the opportunity.</param>
    /// <param name="note">Why.</param>
    /// <param name="version">The version the caller looked at; null accepts any.</param>
    /// <param name="caller">Who reopens it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Result<Acted>> ReopenAsync(string no, string? note, long? version, Caller caller, CancellationToken cancellationToken) =>
        db.InTransactionAsync<Result<Acted>>(
            async token =>
            {
                var key = Checks.NormalCode(no);
                var before = await db.Entries.Where(e => e.Opportunity!.No == key && !e.Active && e.DaysOpen != null && e.StageNumber != null)
                    .OrderByDescending(e => e.Id).FirstOrDefaultAsync(token);
                return await ChangeAsync(
                    no,
                    version,
                    caller,
                    opportunity => AccessPolicy.MayReopen(caller) ? opportunity.Reopen(note, before, caller) : Refusals.Forbidden,
                    (_, _) => (AuditSentences.Reopened, [Checks.Tidy(note) ?? ""]),
                    token);
            },
            cancellationToken);

    /// <summary>Changes description, priority, contact, next step, limit and, before the start, the cycle; what is left out stays.</summary>
    public Task<Result<Acted>> ChangeDetailsAsync(
        string no, ChangeOpportunity change, long? version, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        return db.InTransactionAsync<Result<Acted>>(
            async token =>
            {
                var contactNo = Checks.NormalCode(change.ContactNo);
                var contact = await db.Contacts.Include(c => c.Company).SingleOrDefaultAsync(c => c.No == contactNo, token);
                var cycleCode = Checks.NormalCode(change.SalesCycleCode);
                var cycle = await db.SalesCycles.Include(c => c.Stages).SingleOrDefaultAsync(c => c.Code == cycleCode, token);
                var unknown = Checks.All(
                    change.ContactNo is not null && contact is null ? (contactNo.Length == 0 ? Refusals.ContactRequired : Refusals.ContactUnknown) : null,
                    change.SalesCycleCode is not null && cycle is null ? (cycleCode.Length == 0 ? Refusals.CycleRequired : Refusals.CycleUnknown) : null);
                return await ChangeAsync<Opportunity>(
                    no,
                    version,
                    caller,
                    opportunity => unknown.Count > 0 ? unknown : Change(opportunity, change, contact, cycle, caller),
                    (opportunity, _) => change switch
                    {
                        { HasDetails: true } => (AuditSentences.Changed, [opportunity.Description]),
                        { NextStep: not null } or { NextStepDate: not null } => NextStepOf(opportunity),
                        { LimitWorkingDays: not null } => LimitOf(opportunity),
                        _ => (AuditSentences.Changed, [opportunity.Description]),
                    },
                    token);
            },
            cancellationToken);
    }

    /// <summary>Deletes one that is not in progress, with its history, tasks and reminders; admins only. The audit log keeps that it was there.</summary>
    public Task<Result<string>> DeleteAsync(string no, long? version, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return db.InTransactionAsync<Result<string>>(
            async token =>
            {
                var key = Checks.NormalCode(no);
                var opportunity = await db.Opportunities.Where(access.MaySee(caller)).SingleOrDefaultAsync(o => o.No == key, token);
                if (opportunity is null)
                {
                    return Refusals.NotFound;
                }

                if (!AccessPolicy.MaySetUp(caller))
                {
                    return Refusals.Forbidden;
                }

                if ((await db.WhyNotThisAsync(Subject, key, opportunity, isNew: false, version, caller, token) ?? opportunity.WhyNotDelete()) is { } why)
                {
                    return why;
                }

                await db.Tasks.Where(t => t.OpportunityId == opportunity.Id).ExecuteDeleteAsync(token);
                await db.Reminders.Where(r => r.OpportunityId == opportunity.Id).ExecuteDeleteAsync(token);
                await db.Entries.Where(e => e.OpportunityId == opportunity.Id).ExecuteDeleteAsync(token);
                db.Opportunities.Remove(opportunity);
                var line = AuditEntry.Of(caller, Subject, key, AuditSentences.Deleted, opportunity.Description);
                return await db.SaveActAsync(line, caller, inTheWay: null, token) is { } refusal ? refusal : key;
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
        IReadOnlyList<string> numbers, string fromCode, string toCode, bool moveOpenTasks, Caller caller, CancellationToken cancellationToken) =>
        EachAsync(
            [.. (numbers ?? throw new ArgumentNullException(nameof(numbers))).Select(no => new Marked(no))],
            m => AssignAsync(m.No, fromCode, toCode, moveOpenTasks, null, caller, cancellationToken));

    /// <summary>Gives many a new expected closing date, each as an update of its own; one that is not in progress is refused.</summary>
    /// <returns>What became of each, in the order given.</returns>
    public Task<IReadOnlyList<(string No, Result<Acted> Result)>> ExpectManyAsync(
        IReadOnlyList<Marked> marked, DateOnly? closeDate, Caller caller, CancellationToken cancellationToken) =>
        EachAsync(marked, async m => closeDate is null
            ? Refusals.CloseDateRequired
            : await MoveAsync(m.No, new MoveRequest(MoveAction.Update, EstimatedCloseDate: closeDate), m.Version, caller, cancellationToken));

    private async Task<IReadOnlyList<(string No, Result<Acted> Result)>> EachAsync(IReadOnlyList<Marked> marked, Func<Marked, Task<Result<Acted>>> act)
    {
        ArgumentNullException.ThrowIfNull(marked);
        List<(string, Result<Acted>)> results = [];
        foreach (var one in marked)
        {
            results.Add((one.No, await act(one)));
            if (db.Database.CurrentTransaction is null)
            {
                db.ChangeTracker.Clear();
            }
        }

        return results;
    }

    /// <summary>Adds one task by hand; left out: the opportunity's salesperson.</summary>
    public Task<Result<SalesTask>> AddTaskAsync(
        string no, TaskDetails details, string? salespersonCode, Caller caller, CancellationToken cancellationToken) =>
        WithTaskOwnerAsync(no, salespersonCode, caller, (opportunity, to) => opportunity.AddTask(details, to, caller), task => (AuditSentences.TaskAdded, [task.Description]), cancellationToken);

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

    private static (string Sentence, string[] Arguments) NextStepOf(Opportunity opportunity) => opportunity switch
    {
        { NextStepDate: null } => (AuditSentences.NextStepCleared, []),
        { NextStep: null } => (AuditSentences.NextStepDay, [Iso(opportunity.NextStepDate.Value)]),
        _ => (AuditSentences.NextStepSet, [opportunity.NextStep, Iso(opportunity.NextStepDate.Value)]),
    };

    private static (string Sentence, string[] Arguments) LimitOf(Opportunity opportunity) => opportunity.LimitWorkingDays is { } days
        ? (AuditSentences.LimitSet, [days.ToString(CultureInfo.InvariantCulture)])
        : (AuditSentences.LimitCleared, []);

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>All that is refused is told at once, and then nothing is changed.</summary>
    private static Result<Opportunity> Change(Opportunity opportunity, ChangeOpportunity change, Contact? contact, SalesCycle? cycle, Caller caller)
    {
        List<Result<Opportunity>> results =
        [
            opportunity.Change(
                new ChangedOpportunity(change.Description ?? opportunity.Description, change.Priority ?? opportunity.Priority, contact, cycle), caller),
        ];
        if (change.NextStep is not null || change.NextStepDate is not null)
        {
            results.Add(opportunity.SetNextStep(
                change.NextStep is { } step ? step.To : opportunity.NextStep,
                change.NextStepDate is { } date ? date.To : opportunity.NextStepDate,
                caller));
        }

        if (change.LimitWorkingDays is { } limit)
        {
            results.Add(opportunity.SetLimit(limit.To, caller));
        }

        return results.OfType<Result<Opportunity>.Refused>().SelectMany(r => r.Refusals).ToList() is { Count: > 0 } refusals
            ? refusals.DistinctBy(r => (r.Code, r.Field)).ToList()
            : opportunity;
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
                    token);
                return result is Result<Acted>.Refused refused ? new Result<T>.Refused(refused.Refusals) : made;
            },
            cancellationToken);

    /// <summary>All that stops a creation, in the order of the wizard's fields; for each field the first reason.</summary>
    private static List<Refusal> Together(List<Refusal> unknown, Result<Opportunity> made)
    {
        string[] order =
            ["creationDate", "description", "contactNo", "salespersonCode", "salesCycleCode", "priority", "estimatedValue", "chancesOfSuccess", "estimatedCloseDate"];
        var rest = made is Result<Opportunity>.Refused refused ? refused.Refusals : [];
        return [.. unknown.Concat(rest).DistinctBy(r => r.Field).OrderBy(r => Array.IndexOf(order, r.Field))];
    }

    private static string Capital(string? field) =>
        string.IsNullOrEmpty(field) ? "" : char.ToUpperInvariant(field[0]) + field[1..];

    /// <summary>Finds it among what the caller may change, checks the version, acts, saves; a lost race is told like a stale version.</summary>
    private Task<Result<Acted>> ChangeAsync<T>(
        string no,
        long? version,
        Caller caller,
        Func<Opportunity, Result<T>> act,
        Func<Opportunity, T, (string Sentence, string[] Arguments)> history,
        CancellationToken cancellationToken,
        bool isUndoable = false,
        Func<Opportunity, CancellationToken, Task>? then = null)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return db.InTransactionAsync<Result<Acted>>(
            async token =>
            {
                using var watch = isUndoable ? new UndoWatch(db) : null;
                var key = Checks.NormalCode(no);
                var opportunity = await db.FindWithItsStateAsync(db.Opportunities.Where(AccessPolicy.MayChange(caller)).Where(o => o.No == key), token);
                if (opportunity is null)
                {
                    return await db.Opportunities.Where(access.MaySee(caller)).AnyAsync(o => o.No == key, token)
                        ? Refusals.Forbidden
                        : Refusals.NotFound;
                }

                if (await db.WhyNotThisAsync(Subject, key, opportunity, isNew: false, version, caller, token) is { } stale)
                {
                    return stale;
                }

                var before = opportunity.Current;
                switch (act(opportunity))
                {
                    case Result<T>.Refused refused:
                        return new Result<Acted>.Refused(refused.Refusals);
                    case Result<T>.Done(var value):
                        var (sentence, arguments) = history(opportunity, value);
                        await (then?.Invoke(opportunity, token) ?? Task.CompletedTask);
                        if (await SaveAsync(opportunity, caller, sentence, arguments, token) is { } refusal)
                        {
                            return refusal;
                        }

                        if (watch is not null)
                        {
                            await watch.KeepAsync(opportunity, sentence, arguments, before, caller, token);
                        }

                        return new Acted(opportunity, value as OpportunityEntry);
                    default:
                        throw new System.Diagnostics.UnreachableException();
                }
            },
            cancellationToken);
    }

    private Task<Refusal?> SaveAsync(Opportunity opportunity, Caller caller, string sentence, string[] arguments, CancellationToken cancellationToken)
    {
        if (db.Entry(opportunity).State != EntityState.Added)
        {
            db.Entry(opportunity).Property(o => o.ChangedAt).IsModified = true; // two acts in one instant are two versions
        }

        return db.SaveActAsync(
            AuditEntry.Of(caller, Subject, opportunity.No, sentence, arguments), caller, inTheWay: null, cancellationToken,
            then: token => reminders.ReplanAsync(opportunity, caller, token));
    }

    private async Task<Salesperson?> FindSalespersonAsync(string? code, Caller caller, CancellationToken cancellationToken)
    {
        var normal = Checks.NormalCode(code);
        return code is null
            ? await db.Salespeople.Include(p => p.Team).SingleOrDefaultAsync(p => p.Id == caller.SalespersonId, cancellationToken)
            : await db.Salespeople.Include(p => p.Team).SingleOrDefaultAsync(p => p.Code == normal, cancellationToken);
    }

    /// <summary>What told the caller that it is theirs now, as long as they have not answered.</summary>
    private Task<List<Reminder>> GivenToAsync(string no, Caller caller, CancellationToken cancellationToken)
    {
        var key = Checks.NormalCode(no);
        return db.Reminders.Where(r => r.Opportunity!.No == key && r.Kind == ReminderKind.HandOver && r.SalespersonId == caller.SalespersonId
            && r.Opportunity.SalespersonId == caller.SalespersonId && (r.State == ReminderState.Sent || r.State == ReminderState.Sending)).ToListAsync(cancellationToken);
    }

    /// <summary>The same rule as for changing, asked of an opportunity that would be theirs.</summary>
    private async Task<bool> MayCreateForAsync(Salesperson salesperson, Caller caller, CancellationToken cancellationToken) =>
        await db.Salespeople.Where(AccessPolicy.MayActFor(caller)).AnyAsync(p => p.Id == salesperson.Id, cancellationToken);

    private async Task<Result<Contact>> NewContactAsync(
        string name, Salesperson? salesperson, Caller caller, CancellationToken cancellationToken)
    {
        var no = await NumberSeries.NextContactAsync(db, cancellationToken);
        var result = Contact.Create(no, ContactType.Company, name, null, null, null, salesperson?.Id);
        if (result is Result<Contact>.Done(var contact))
        {
            db.Contacts.Add(contact);
            db.AuditEntries.Add(AuditEntry.Of(caller, AuditSubjects.Contact, no, AuditSentences.Created, contact.Name));
            await db.SaveChangesAsync(cancellationToken); // gives the key that the history names
        }

        return result;
    }
}

/// <summary>What came of an act: the opportunity as it stands now, and the entry of the history it made, if any.</summary>
public sealed record Acted(Opportunity Opportunity, OpportunityEntry? Entry);

/// <summary>One of several to act on: its number and the version the caller looked at; null accepts any.</summary>
public sealed record Marked(string No, long? Version = null);

/// <summary>A new opportunity in the words of the doors: records by code or number.</summary>
/// <param name="Description">What it is about, at most 100 characters.</param>
/// <param name="ContactNo">The contact.</param>
/// <param name="NewContactName">Name of a contact to be made along with it, when there is no number.</param>
/// <param name="SalespersonCode">Left out: the caller.</param>
/// <param name="SalesCycleCode">Left out: the default cycle.</param>
/// <param name="CreationDate">Left out: today.</param>
/// <param name="Priority">Normal unless said.</param>
/// <param name="StartNow">Whether the first stage is entered at once; left out, it is in the chat only.</param>
/// <param name="DateOfChange">The day it starts; left out: the creation date.</param>
/// <param name="EstimatedValue">Company currency.</param>
/// <param name="ChancesOfSuccess">0–100; left out at a start: the first stage's.</param>
/// <param name="EstimatedCloseDate">Left out at a start: by the first stage's date formula.</param>
public sealed record CreateOpportunity(
    string? Description,
    string? ContactNo = null,
    string? NewContactName = null,
    string? SalespersonCode = null,
    string? SalesCycleCode = null,
    DateOnly? CreationDate = null,
    Priority Priority = Priority.Normal,
    bool? StartNow = null,
    DateOnly? DateOfChange = null,
    decimal? EstimatedValue = null,
    decimal? ChancesOfSuccess = null,
    DateOnly? EstimatedCloseDate = null);

/// <summary>What is to be changed; null leaves it as it is.</summary>
public sealed record ChangeOpportunity(
    string? Description = null, Priority? Priority = null, string? ContactNo = null, string? SalesCycleCode = null,
    Change<string?>? NextStep = null, Change<DateOnly?>? NextStepDate = null, Change<int?>? LimitWorkingDays = null)
{
    internal bool HasDetails => Description is not null || Priority is not null || ContactNo is not null || SalesCycleCode is not null;
}

/// <summary>A new value where null is one too.</summary>
public readonly record struct Change<T>(T To);

/// <summary>A quote: its number, its amount in company currency, and where it can be seen.</summary>
public sealed record QuoteRequest(string? Number, decimal? Amount, string? Link = null);

/// <summary>An ending in the words of the doors; see <see cref="CloseRequest"/>. When won, the team's channel may be told.</summary>
public sealed record CloseOpportunity(
    Outcome? Outcome, string? ReasonCode, DateOnly? ClosingDate = null, decimal? Amount = null, string? Note = null, bool CancelOpenTasks = true,
    bool TellChannel = false);
