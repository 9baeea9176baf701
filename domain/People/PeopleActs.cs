using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Delivery;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Reminders;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.People;

/// <summary>Setting up people and teams; admins only. Each act is one transaction and stands in the audit log.</summary>
public sealed class PeopleActs(OpportunitiesContext db, ReminderPlanner reminders)
{
    /// <summary>Everybody, in order of their names.</summary>
    public async Task<IReadOnlyList<Salesperson>> ListAsync(CancellationToken cancellationToken) =>
        await db.Salespeople.AsNoTracking().Include(p => p.Team).OrderBy(p => p.Name).ToListAsync(cancellationToken);

    /// <summary>One person with the team, not tracked; null when there is none.</summary>
    public Task<Salesperson?> FindAsync(string code, CancellationToken cancellationToken)
    {
        var key = Checks.NormalCode(code);
        return db.Salespeople.AsNoTracking().Include(p => p.Team).SingleOrDefaultAsync(p => p.Code == key, cancellationToken);
    }

    /// <summary>All teams with their managers, in order of their codes.</summary>
    public async Task<IReadOnlyList<SalesTeam>> TeamsAsync(CancellationToken cancellationToken) =>
        await db.Teams.AsNoTracking().Include(t => t.Manager).OrderBy(t => t.Code).ToListAsync(cancellationToken);

    /// <summary>One team with its manager, not tracked; null when there is none.</summary>
    public Task<SalesTeam?> FindTeamAsync(string code, CancellationToken cancellationToken)
    {
        var key = Checks.NormalCode(code);
        return db.Teams.AsNoTracking().Include(t => t.Manager).SingleOrDefaultAsync(t => t.Code == key, cancellationToken);
    }

    /// <summary>Who wrote to the bot and is not known, latest first; nobody for those who may not read the setup.</summary>
    public async Task<IReadOnlyList<WaitingPerson>> WaitingAsync(Caller caller, CancellationToken cancellationToken) =>
        AccessPolicy.MayReadSetup(caller)
            ? await db.WaitingPeople.AsNoTracking().OrderByDescending(w => w.LastSeenAt).Take(100).ToListAsync(cancellationToken)
            : [];

    /// <summary>Makes a person, or changes the one with this code when a version is given.</summary>
    public Task<Result<Salesperson>> SaveAsync(
        string? code, PersonForm form, bool isNew, long? version, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        string? zone = null;
        return new RecordAct<Salesperson, Salesperson>(AuditSubjects.Salesperson, code, caller)
        {
            Find = (key, token) => db.Salespeople.Include(p => p.Team).SingleOrDefaultAsync(p => p.Code == key, token),
            IsNew = isNew,
            Version = version,
            Do = async (person, token) =>
            {
                zone = person?.TimeZone;
                var result = await DetailsAsync(form, person, token) switch
                {
                    Result<PersonDetails>.Done(var details) => person is null ? Salesperson.Create(code, details) : person.Change(details),
                    Result<PersonDetails>.Refused unknown => unknown.Refusals.ToList(),
                    _ => throw new System.Diagnostics.UnreachableException(),
                };
                if (result is Result<Salesperson>.Done(var saved))
                {
                    if (person is null)
                    {
                        db.Salespeople.Add(saved);
                    }

                    if (saved.EntraObjectId is { } objectId)
                    {
                        await db.WaitingPeople.Where(w => w.EntraObjectId == objectId).ExecuteDeleteAsync(token);
                    }
                }

                return result;
            },
            Line = (found, saved) => (found is null ? AuditSentences.Created : AuditSentences.Changed, [saved.Name]),
            InTheWay = TakenAsync,
            Then = saved => zone is null || saved.TimeZone == zone
                ? null : again => reminders.ReplanPersonAsync(saved, caller.Now, again),
        }.RunAsync(db, cancellationToken);
    }

    /// <summary>Makes a team, or changes the one with this code.</summary>
    public Task<Result<SalesTeam>> SaveTeamAsync(
        string? code, string? name, string? managerCode, bool isNew, long? version, Caller caller, CancellationToken cancellationToken) =>
        new RecordAct<SalesTeam, SalesTeam>(AuditSubjects.Team, code, caller)
        {
            Find = TeamAsync,
            IsNew = isNew,
            Version = version,
            Do = async (team, token) =>
            {
                var managerKey = Checks.NormalCode(managerCode);
                var manager = await db.Salespeople.SingleOrDefaultAsync(p => p.Code == managerKey, token);
                if (managerKey.Length > 0 && manager is null)
                {
                    return Refusals.SalespersonUnknown.For("managerCode");
                }

                var result = team is null ? SalesTeam.Create(code, name) : team.Rename(name);
                if (result is Result<SalesTeam>.Done(var saved))
                {
                    saved.LedBy(manager);
                    if (team is null)
                    {
                        db.Teams.Add(saved);
                    }
                }

                return result;
            },
            Line = (found, saved) => (found is null ? AuditSentences.Created : AuditSentences.Changed, [saved.Name]),
            InTheWay = async (saved, again) => await db.Teams.AnyAsync(t => t.Code == saved.Code && t.Id != saved.Id, again)
                ? Refusals.CodeExists.With(saved.Code) : null,
        }.RunAsync(db, cancellationToken);

    /// <summary>
    /// Blocks a person or lets them in again, and tells how many open opportunities are still theirs to be given to others.
    /// </summary>
    public Task<Result<BlockedPerson>> BlockAsync(
        string code, bool blocked, long? version, Caller caller, CancellationToken cancellationToken) =>
        new RecordAct<Salesperson, BlockedPerson>(AuditSubjects.Salesperson, code, caller)
        {
            Find = PersonAsync,
            Version = version,
            Do = async (person, token) =>
            {
                if (blocked && await IsLastAdminAsync(person!, token))
                {
                    return Refusals.LastAdmin;
                }

                person!.Block(blocked);
                return new BlockedPerson(person, await OpenOpportunitiesAsync(person.Code, token));
            },
            Line = (person, _) => (blocked ? AuditSentences.Blocked : AuditSentences.Unblocked, [person!.Name]),
        }.RunAsync(db, cancellationToken);

    /// <summary>Deletes a person whom nothing names, closed records neither.</summary>
    public Task<Result<Salesperson>> DeleteAsync(string code, long? version, Caller caller, CancellationToken cancellationToken) =>
        new RecordAct<Salesperson, Salesperson>(AuditSubjects.Salesperson, code, caller)
        {
            Find = PersonAsync,
            Version = version,
            Do = async (person, token) =>
            {
                if (await IsLastAdminAsync(person!, token))
                {
                    return Refusals.LastAdmin;
                }

                if (await WhyNotDeleteAsync(person!, token) is { } used)
                {
                    return used;
                }

                await ForgetAsync(person!, token);
                db.Salespeople.Remove(person!);
                return person!;
            },
            Line = (_, person) => (AuditSentences.Deleted, [person.Name]),
            InTheWay = WhyNotDeleteAsync,
        }.RunAsync(db, cancellationToken);

    /// <summary>Erases what is kept for a person beside their record: drafts, views, where their chat is.</summary>
    private async Task ForgetAsync(Salesperson person, CancellationToken cancellationToken)
    {
        await db.StoredItems.Where(i => i.OwnerId == person.Id).ExecuteDeleteAsync(cancellationToken);
        await db.KeptImports.Where(i => i.SalespersonId == person.Id).ExecuteDeleteAsync(cancellationToken);
        if (person.EntraObjectId?.ToString() is { } objectId)
        {
            await db.KnownConversations.Where(c => c.Kind == KnownConversationKind.Person && c.Name == objectId)
                .ExecuteDeleteAsync(cancellationToken);
            await db.OutboxMessages.Where(m => m.EntraObjectId == objectId && m.ClaimedUntil == null).ExecuteDeleteAsync(cancellationToken);
        }
    }

    /// <summary>What names a person; with any of it, they cannot be deleted. Asks for no rights: acts have done so.</summary>
    internal async Task<PersonUses> UsesAsync(string code, CancellationToken cancellationToken)
    {
        var key = Checks.NormalCode(code);
        return await UsesAsync(
            await db.Salespeople.Where(p => p.Code == key).Select(p => p.Id).SingleOrDefaultAsync(cancellationToken), cancellationToken);
    }

    /// <summary>How many opportunities of a person are not closed. Asks for no rights: acts have done so.</summary>
    internal Task<int> OpenOpportunitiesAsync(string code, CancellationToken cancellationToken)
    {
        var key = Checks.NormalCode(code);
        return db.Opportunities.CountAsync(
            o => o.Salesperson!.Code == key && (o.Status == OpportunityStatus.NotStarted || o.Status == OpportunityStatus.InProgress),
            cancellationToken);
    }

    /// <summary>Deletes a team that nobody is in.</summary>
    public Task<Result<SalesTeam>> DeleteTeamAsync(string code, long? version, Caller caller, CancellationToken cancellationToken) =>
        new RecordAct<SalesTeam, SalesTeam>(AuditSubjects.Team, code, caller)
        {
            Find = TeamAsync,
            Version = version,
            Do = async (team, token) =>
            {
                if (await WhyNotDeleteAsync(team!, token) is { } why)
                {
                    return why;
                }

                db.Teams.Remove(team!);
                return team!;
            },
            Line = (_, team) => (AuditSentences.Deleted, [team.Name]),
            InTheWay = WhyNotDeleteAsync,
        }.RunAsync(db, cancellationToken);

    private Task<Salesperson?> PersonAsync(string code, CancellationToken cancellationToken) =>
        db.Salespeople.SingleOrDefaultAsync(p => p.Code == code, cancellationToken);

    private Task<SalesTeam?> TeamAsync(string code, CancellationToken cancellationToken) =>
        db.Teams.SingleOrDefaultAsync(t => t.Code == code, cancellationToken);

    private async Task<Refusal?> WhyNotDeleteAsync(SalesTeam team, CancellationToken cancellationToken) =>
        await db.Salespeople.CountAsync(p => p.TeamId == team.Id, cancellationToken) is > 0 and var people
            ? Refusals.TeamHasPeople.With(people)
            : null;

    private async Task<Refusal?> WhyNotDeleteAsync(Salesperson person, CancellationToken cancellationToken)
    {
        var uses = await UsesAsync(person.Id, cancellationToken);
        return uses == PersonUses.None
            ? null
            : Refusals.PersonInUse.With(uses.Opportunities, uses.Entries, uses.Tasks, uses.Contacts, uses.Reminders, uses.Teams);
    }

    private async Task<PersonUses> UsesAsync(long id, CancellationToken cancellationToken) => new(
        await db.Opportunities.CountAsync(o => o.SalespersonId == id, cancellationToken),
        await db.Entries.CountAsync(e => e.SalespersonId == id || e.ById == id, cancellationToken),
        await db.Tasks.CountAsync(t => t.SalespersonId == id, cancellationToken),
        await db.Contacts.CountAsync(c => c.SalespersonId == id, cancellationToken),
        await db.Reminders.CountAsync(r => r.SalespersonId == id, cancellationToken),
        await db.Teams.CountAsync(t => t.ManagerId == id, cancellationToken));

    /// <summary>
    /// The admins are held until the act ends: of two who would each leave the other as the last one, the later waits and then sees what
    /// the earlier one did.
    /// </summary>
    private async Task<bool> IsLastAdminAsync(Salesperson person, CancellationToken cancellationToken)
    {
        if (person is not { Role: Role.Admin, Blocked: false })
        {
            return false;
        }

        var admins = db.Salespeople.Where(p => p.Role == Role.Admin && !p.Blocked);
        await admins.ExecuteUpdateAsync(set => set.SetProperty(p => p.Blocked, p => p.Blocked), cancellationToken);
        return !await admins.AnyAsync(p => p.Id != person.Id, cancellationToken);
    }

    private async Task<Result<PersonDetails>> DetailsAsync(PersonForm form, Salesperson? present, CancellationToken cancellationToken)
    {
        var teamKey = Checks.NormalCode(form.TeamCode);
        var team = await db.Teams.SingleOrDefaultAsync(t => t.Code == teamKey, cancellationToken);
        var email = Checks.Tidy(form.Email)?.ToLowerInvariant();
        var id = present?.Id ?? 0;
        Guid? objectId = Guid.TryParse(Checks.Tidy(form.EntraObjectId), out var parsed) ? parsed : null;
        var isLastAdmin = present is not null && (form.Role != Role.Admin || form.Blocked)
            && await IsLastAdminAsync(present, cancellationToken);
        var refusals = Checks.All(
            teamKey.Length > 0 && team is null ? Refusals.TeamUnknown : null,
            objectId is null && Checks.Tidy(form.EntraObjectId) is not null ? Refusals.BadObjectId : null,
            await MailTakenAsync(email, id, cancellationToken),
            await ObjectIdTakenAsync(objectId, id, cancellationToken),
            isLastAdmin ? Refusals.LastAdmin : null);
        return refusals.Count > 0
            ? refusals
            : new PersonDetails(form.Name, email, objectId, form.Role, team?.Id, form.Language, form.TimeZone, form.Blocked);
    }

    /// <summary>Which of the three things that belong to one person alone somebody else has.</summary>
    private async Task<Refusal?> TakenAsync(Salesperson person, CancellationToken cancellationToken) =>
        await db.Salespeople.AnyAsync(p => p.Code == person.Code && p.Id != person.Id, cancellationToken)
            ? Refusals.CodeExists.With(person.Code)
            : await MailTakenAsync(person.Email, person.Id, cancellationToken)
                ?? await ObjectIdTakenAsync(person.EntraObjectId, person.Id, cancellationToken);

    private async Task<Refusal?> MailTakenAsync(string? email, long exceptId, CancellationToken cancellationToken) =>
        email is not null && await db.Salespeople.Where(p => p.Email == email && p.Id != exceptId).Select(p => p.Name)
            .FirstOrDefaultAsync(cancellationToken) is { } name ? Refusals.EmailTaken.With(name) : null;

    private async Task<Refusal?> ObjectIdTakenAsync(Guid? objectId, long exceptId, CancellationToken cancellationToken) =>
        objectId is not null && await db.Salespeople.Where(p => p.EntraObjectId == objectId && p.Id != exceptId).Select(p => p.Name)
            .FirstOrDefaultAsync(cancellationToken) is { } name ? Refusals.ObjectIdTaken.With(name) : null;
}

/// <summary>A person in the words of the doors: the team by code, the object id as text.</summary>
public sealed record PersonForm(
    string? Name, string? Email, string? EntraObjectId, Role Role, string? TeamCode, string Language, string TimeZone, bool Blocked);

/// <summary>Somebody who was blocked or let in again.</summary>
/// <param name="Person">As they stand now.</param>
/// <param name="OpenOpportunities">How many opportunities of theirs are not closed.</param>
public sealed record BlockedPerson(Salesperson Person, int OpenOpportunities);

/// <summary>How many records name a person, closed ones too; teams are those they lead.</summary>
public sealed record PersonUses(int Opportunities, int Entries, int Tasks, int Contacts, int Reminders, int Teams)
{
    public static readonly PersonUses None = new(0, 0, 0, 0, 0, 0);
}
