using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.People;

/// <summary>Setting up people and teams; admins only. Each act is one transaction and stands in the audit log.</summary>
public sealed class PeopleActs(OpportunitiesContext db)
{
    private const string PersonSubject = "salesperson";
    private const string TeamSubject = "team";

    /// <summary>Everybody, in order of their names.</summary>
    public async Task<IReadOnlyList<Salesperson>> ListAsync(CancellationToken cancellationToken) =>
        await db.Salespeople.AsNoTracking().Include(p => p.Team).OrderBy(p => p.Name).ToListAsync(cancellationToken);

    public Task<Salesperson?> FindAsync(string code, CancellationToken cancellationToken)
    {
        var key = Checks.NormalCode(code);
        return db.Salespeople.AsNoTracking().Include(p => p.Team).SingleOrDefaultAsync(p => p.Code == key, cancellationToken);
    }

    public async Task<IReadOnlyList<SalesTeam>> TeamsAsync(CancellationToken cancellationToken) =>
        await db.Teams.AsNoTracking().Include(t => t.Manager).OrderBy(t => t.Code).ToListAsync(cancellationToken);

    /// <summary>Who wrote to the bot and is not known, latest first.</summary>
    public async Task<IReadOnlyList<WaitingPerson>> WaitingAsync(CancellationToken cancellationToken) =>
        await db.WaitingPeople.AsNoTracking().OrderByDescending(w => w.LastSeenAt).Take(100).ToListAsync(cancellationToken);

    /// <summary>Makes a person, or changes the one with this code when a version is given.</summary>
    public Task<Result<Salesperson>> SaveAsync(
        string? code, PersonForm form, bool isNew, long? version, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        return db.InTransactionAsync<Result<Salesperson>>(
            async token =>
            {
                if (!AccessPolicy.MaySetUp(caller))
                {
                    return Refusals.Forbidden;
                }

                var key = Checks.NormalCode(code);
                var person = await db.Salespeople.Include(p => p.Team).SingleOrDefaultAsync(p => p.Code == key, token);
                if (isNew && person is not null)
                {
                    return Refusals.CodeExists.With(key);
                }

                if (!isNew && person is null)
                {
                    return Refusals.NotFound;
                }

                if (person is not null && version is not null && version != person.Version)
                {
                    return await db.WhyStaleAsync(PersonSubject, key, caller, token);
                }

                if (await DetailsAsync(form, person, token) is not { } outcome)
                {
                    throw new System.Diagnostics.UnreachableException();
                }

                if (outcome is Result<PersonDetails>.Refused refused)
                {
                    return refused.Refusals.ToList();
                }

                var details = ((Result<PersonDetails>.Done)outcome).Value;
                var result = person is null ? Salesperson.Create(code, details) : person.Change(details);
                if (result is not Result<Salesperson>.Done(var saved))
                {
                    return result;
                }

                if (person is null)
                {
                    db.Salespeople.Add(saved);
                }

                if (saved.EntraObjectId is { } objectId)
                {
                    await db.WaitingPeople.Where(w => w.EntraObjectId == objectId).ExecuteDeleteAsync(token);
                }

                db.AuditEntries.Add(AuditEntry.Of(caller, PersonSubject, saved.Code, person is null ? AuditSentences.Created : AuditSentences.Changed, saved.Name));
                try
                {
                    await db.SaveChangesAsync(token);
                }
                catch (DbUpdateConcurrencyException)
                {
                    return await db.WhyStaleAsync(PersonSubject, key, caller, token);
                }

                return saved;
            },
            cancellationToken);
    }

    /// <summary>Makes a team, or changes the one with this code.</summary>
    public Task<Result<SalesTeam>> SaveTeamAsync(
        string? code, string? name, string? managerCode, bool isNew, long? version, Caller caller, CancellationToken cancellationToken) =>
        db.InTransactionAsync<Result<SalesTeam>>(
            async token =>
            {
                if (!AccessPolicy.MaySetUp(caller))
                {
                    return Refusals.Forbidden;
                }

                var key = Checks.NormalCode(code);
                var managerKey = Checks.NormalCode(managerCode);
                var team = await db.Teams.SingleOrDefaultAsync(t => t.Code == key, token);
                var manager = await db.Salespeople.SingleOrDefaultAsync(p => p.Code == managerKey, token);
                if (isNew ? team is not null : team is null)
                {
                    return isNew ? Refusals.CodeExists.With(key) : Refusals.NotFound;
                }

                if (managerKey.Length > 0 && manager is null)
                {
                    return Refusals.SalespersonUnknown.For("managerCode");
                }

                if (team is not null && version is not null && version != team.Version)
                {
                    return await db.WhyStaleAsync(TeamSubject, key, caller, token);
                }

                var result = team is null ? SalesTeam.Create(code, name) : team.Rename(name);
                if (result is not Result<SalesTeam>.Done(var saved))
                {
                    return result;
                }

                saved.LedBy(manager);
                if (team is null)
                {
                    db.Teams.Add(saved);
                }

                db.AuditEntries.Add(AuditEntry.Of(caller, TeamSubject, saved.Code, team is null ? AuditSentences.Created : AuditSentences.Changed, saved.Name));
                try
                {
                    await db.SaveChangesAsync(token);
                }
                catch (DbUpdateConcurrencyException)
                {
                    return await db.WhyStaleAsync(TeamSubject, key, caller, token);
                }

                return saved;
            },
            cancellationToken);

    private async Task<Result<PersonDetails>> DetailsAsync(PersonForm form, Salesperson? present, CancellationToken cancellationToken)
    {
        var teamKey = Checks.NormalCode(form.TeamCode);
        var team = await db.Teams.SingleOrDefaultAsync(t => t.Code == teamKey, cancellationToken);
        var email = Checks.Tidy(form.Email)?.ToLowerInvariant();
        var id = present?.Id ?? 0;
        Guid? objectId = Guid.TryParse(Checks.Tidy(form.EntraObjectId), out var parsed) ? parsed : null;
        var sameMail = email is null ? null : await db.Salespeople.FirstOrDefaultAsync(p => p.Email == email && p.Id != id, cancellationToken);
        var sameObject = objectId is null
            ? null
            : await db.Salespeople.FirstOrDefaultAsync(p => p.EntraObjectId == objectId && p.Id != id, cancellationToken);
        var isLastAdmin = present is { Role: Role.Admin, Blocked: false } && (form.Role != Role.Admin || form.Blocked)
            && !await db.Salespeople.AnyAsync(p => p.Role == Role.Admin && !p.Blocked && p.Id != id, cancellationToken);
        var refusals = Checks.All(
            teamKey.Length > 0 && team is null ? Refusals.TeamUnknown : null,
            objectId is null && Checks.Tidy(form.EntraObjectId) is not null ? Refusals.BadObjectId : null,
            sameMail is not null ? Refusals.EmailTaken.With(sameMail.Name) : null,
            sameObject is not null ? Refusals.ObjectIdTaken.With(sameObject.Name) : null,
            isLastAdmin ? Refusals.LastAdmin : null);
        return refusals.Count > 0
            ? refusals
            : new PersonDetails(form.Name, email, objectId, form.Role, team?.Id, form.Language, form.TimeZone, form.Blocked);
    }
}

/// <summary>A person in the words of the doors: the team by code, the object id as text.</summary>
public sealed record PersonForm(
    string? Name, string? Email, string? EntraObjectId, Role Role, string? TeamCode, string Language, string TimeZone, bool Blocked);
