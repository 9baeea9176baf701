using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Opportunities;

/// <content>Making an opportunity.</content>
public sealed partial class OpportunityActs
{
    /// <summary>Makes an opportunity and, if asked, starts it. Left out: today, the caller as salesperson, the default cycle.</summary>
    public Task<Result<Opportunity>> CreateAsync(CreateOpportunity request, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(caller);
        return db.InTransactionAsync(token => MakeAsync(request, caller, token), cancellationToken);
    }

    /// <summary>
    /// Makes an opportunity for any colleague: where the caller may not make one for them, it is made for the caller and handed over, with
    /// its tasks, as the same act. Refused where either would be, and then nothing is made.
    /// </summary>
    public Task<Result<Opportunity>> CreateForAsync(CreateOpportunity request, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(caller);
        return db.InTransactionAsync(
            async token =>
            {
                var to = await FindSalespersonAsync(request.SalespersonCode, caller, token);
                if (to is null || await MayCreateForAsync(to, caller, token))
                {
                    return await MakeAsync(request, caller, token);
                }

                var made = await MakeAsync(request with { SalespersonCode = null }, caller, token);
                return made is not Result<Opportunity>.Done(var own)
                    ? made
                    : await AssignAsync(own.No, to.Code, moveOpenTasks: true, null, caller, token) switch
                    {
                        Result<Acted>.Refused refused => new Result<Opportunity>.Refused(refused.Refusals),
                        Result<Acted>.Done(var given) => given.Opportunity,
                        _ => throw new System.Diagnostics.UnreachableException(),
                    };
            },
            cancellationToken);
    }

    private async Task<Result<Opportunity>> MakeAsync(
        CreateOpportunity request, Caller caller, CancellationToken cancellationToken, ImportedState? imported = null)
    {
        var startNow = request.StartNow ?? caller.Source == ActSource.Chat;
        var salesperson = await FindSalespersonAsync(request.SalespersonCode, caller, cancellationToken);
        var cycle = await FindCycleAsync(request, cancellationToken);
        var contactNo = Checks.NormalCode(request.ContactNo);
        var contact = await db.Contacts.Include(c => c.Company).SingleOrDefaultAsync(c => c.No == contactNo, cancellationToken);
        var unknown = await UnknownAsync(request, contact, salesperson, cycle, startNow, caller, cancellationToken);

        if (contact is null && Checks.Tidy(request.NewContactName) is { } newName)
        {
            switch (await NewContactAsync(newName, salesperson, caller, cancellationToken))
            {
                case Result<Contact>.Refused refused:
                    return refused.Refusals.Select(r => r with { Field = "contactNo" }).ToList();
                case Result<Contact>.Done(var newContact):
                    contact = newContact;
                    break;
            }
        }

        var no = await NumberSeries.NextAsync(
            db, NumberSeries.Opportunities, company.Value.OpportunityNumberPrefix, company.Value.OpportunityNumberWidth, cancellationToken);
        var made = Opportunity.Create(
            no,
            new NewOpportunity(
                request.Description, contact, salesperson, cycle, request.CreationDate, request.Priority,
                request.EstimatedValue, request.ChancesOfSuccess, request.EstimatedCloseDate, startNow,
                request.Source),
            caller);
        if (unknown.Count > 0 || made is not Result<Opportunity>.Done(var opportunity))
        {
            return Together(unknown, made);
        }

        // A closing date that was given is refused when it lies before the start, never replaced.
        var first = new MoveRequest(
            MoveAction.First, DateOfChange: request.DateOfChange ?? opportunity.CreationDate,
            EstimatedCloseDate: request.EstimatedCloseDate);
        if (startNow && opportunity.Move(first, caller) is Result<OpportunityEntry>.Refused notStarted)
        {
            return notStarted.Refusals.ToList();
        }

        if (imported is not null && await BringToAsync(opportunity, imported, caller, cancellationToken) is { Count: > 0 } notBrought)
        {
            return notBrought;
        }

        db.Opportunities.Add(opportunity);
        if (await SaveAsync(opportunity, caller, AuditSentences.Created, [opportunity.Description], cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (imported is null || !opportunity.IsClosed)
        {
            await reminders.HandOverAsync(opportunity, caller, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }

        return opportunity;
    }

    /// <summary>The cycle that was asked for; else the company's own, unless it is blocked.</summary>
    private async Task<SalesCycle?> FindCycleAsync(CreateOpportunity request, CancellationToken cancellationToken)
    {
        var cycleCode = Checks.NormalCode(request.SalesCycleCode ?? company.Value.DefaultSalesCycle);
        return await db.SalesCycles.Include(c => c.Stages).ThenInclude(s => s.Activity!.Steps).AsSplitQuery()
            .SingleOrDefaultAsync(c => c.Code == cycleCode && (request.SalesCycleCode != null || !c.Blocked), cancellationToken);
    }

    /// <summary>What was named and is not there, or is not for the caller, or cannot be started.</summary>
    private async Task<List<Refusal>> UnknownAsync(
        CreateOpportunity request, Contact? contact, Salesperson? salesperson, SalesCycle? cycle, bool startNow, Caller caller,
        CancellationToken cancellationToken) =>
        Checks.All(
            Checks.NormalCode(request.ContactNo).Length > 0 && contact is null ? Refusals.ContactUnknown : null,
            Checks.Tidy(request.SalespersonCode) is not null && salesperson is null ? Refusals.SalespersonUnknown : null,
            salesperson is not null && !await MayCreateForAsync(salesperson, caller, cancellationToken)
                ? Refusals.CreateForOthers.With(salesperson.Name) : null,
            Checks.Tidy(request.SalesCycleCode) is not null && cycle is null ? Refusals.CycleUnknown : null,
            startNow && cycle is { Stages.Count: 0, Blocked: false } ? Refusals.CycleWithoutStages.With(cycle.Description) : null);

    /// <summary>All that stops a creation, in the order of the wizard's fields; for each field the first reason.</summary>
    private static List<Refusal> Together(List<Refusal> unknown, Result<Opportunity> made)
    {
        string[] order =
        [
            "creationDate", "description", "contactNo", "salespersonCode", "salesCycleCode", "priority", "estimatedValue",
            "chancesOfSuccess", "estimatedCloseDate", "source",
        ];
        var rest = made is Result<Opportunity>.Refused refused ? refused.Refusals : [];
        return [.. unknown.Concat(rest).DistinctBy(r => r.Field).OrderBy(r => Array.IndexOf(order, r.Field))];
    }

    private static string Capital(string? field) =>
        string.IsNullOrEmpty(field) ? "" : char.ToUpperInvariant(field[0]) + field[1..];

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
