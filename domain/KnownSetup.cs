using System.Collections.Concurrent;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Exchange.Webhooks;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain;

/// <summary>
/// People with their teams, sales cycles with their stages and activities, and the rules of reminders: nearly every act needs some of
/// them, and they seldom change. Each process remembers them under a stamp that every change of one of them raises in its own transaction;
/// whoever uses them reads the stamp first, once in a transaction. Each context gets copies of its own.
/// </summary>
public sealed class KnownSetup(OpportunitiesContext db, SetupCache cache)
{
    /// <summary>Names the document that holds the stamp.</summary>
    public const string StampKey = "setup//";

    /// <summary>
    /// Who an account of the directory belonged to when this process last looked: to guess what a turn will need, never to decide.
    /// </summary>
    public long? LastKnownId(Guid objectId) => cache.Latest.Accounts.TryGetValue(objectId, out var id) ? id : null;

    /// <summary>
    /// The person an account of the directory belongs to, blocked or not, with their team; tracked. Null when there is none.
    /// </summary>
    public async Task<Salesperson?> PersonAsync(Guid objectId, CancellationToken cancellationToken)
    {
        var shelf = await ShelfAsync(cancellationToken);
        if (shelf.Accounts.TryGetValue(objectId, out var id) && shelf.People.TryGetValue(id, out var known))
        {
            return Track(known);
        }

        var person = await People.SingleOrDefaultAsync(p => p.EntraObjectId == objectId, cancellationToken);
        return person is null ? null : Track(Keep(shelf, person));
    }

    /// <summary>Loads the salesperson and the cycle of an opportunity beside it, so that they stand in it.</summary>
    internal async Task LoadAroundAsync(Opportunity opportunity, CancellationToken cancellationToken)
    {
        var (person, cycle) = await AroundAsync(opportunity, cancellationToken);
        Track(person);
        Track(cycle);
    }

    /// <summary>The same beside one that is only shown, and not tracked.</summary>
    internal async Task ShowAroundAsync(Opportunity opportunity, CancellationToken cancellationToken)
    {
        var (person, cycle) = await AroundAsync(opportunity, cancellationToken);
        opportunity.StandWith(person.Whole(), cycle.Whole());
    }

    /// <summary>The company's rules of reminders; null when none were saved yet.</summary>
    internal async Task<ReminderRulesForm?> RulesAsync(CancellationToken cancellationToken)
    {
        var shelf = await ShelfAsync(cancellationToken);
        shelf.Rules ??= new(await db.ReminderRules.AsNoTracking().Where(r => r.Key == 1).Select(r => new ReminderRulesForm(
            r.NearCloseDays, r.NoActivityDays, r.EscalateAfterDays, r.AlonePerHour, r.AloneKinds, r.BriefAt, r.QuietFrom, r.QuietTo))
            .SingleOrDefaultAsync(cancellationToken));
        return shelf.Rules.Form;
    }

    /// <summary>What sentences may call by name.</summary>
    internal async Task<SpokenNames> NamesAsync(Func<CancellationToken, Task<SpokenNames>> read, CancellationToken cancellationToken)
    {
        var shelf = await ShelfAsync(cancellationToken);
        return shelf.Names ??= await read(cancellationToken);
    }

    /// <summary>Read past what the context has in hand, which may not be saved.</summary>
    private IQueryable<Salesperson> People => db.Salespeople.AsNoTracking().Include(p => p.Team);

    private async Task<(KnownPerson Person, KnownCycle Cycle)> AroundAsync(Opportunity opportunity, CancellationToken cancellationToken)
    {
        var (personId, cycleId) = (opportunity.SalespersonId, opportunity.SalesCycleId);
        var shelf = await ShelfAsync(cancellationToken);
        if (!shelf.People.TryGetValue(personId, out var person))
        {
            person = Keep(shelf, await People.SingleAsync(p => p.Id == personId, cancellationToken));
        }

        if (!shelf.Cycles.TryGetValue(cycleId, out var cycle))
        {
            cycle = Keep(
                shelf,
                await db.SalesCycles.AsNoTrackingWithIdentityResolution().Include(c => c.Stages).ThenInclude(s => s.Activity!.Steps)
                    .AsSingleQuery().SingleAsync(c => c.Id == cycleId, cancellationToken));
        }

        return (person, cycle);
    }

    private Task<SetupShelf> ShelfAsync(CancellationToken cancellationToken) => db.ShelfAsync(cache, cancellationToken);

    private static KnownPerson Keep(SetupShelf shelf, Salesperson person)
    {
        var known = new KnownPerson(person.Alone(), person.Team?.Alone());
        shelf.People[person.Id] = known;
        if (person.EntraObjectId is { } account)
        {
            shelf.Accounts[account] = person.Id;
        }

        return known;
    }

    private static KnownCycle Keep(SetupShelf shelf, SalesCycle cycle) => shelf.Cycles[cycle.Id] = new KnownCycle(
        cycle.Alone(), [.. cycle.Stages.Select(s => s.Alone())],
        [.. cycle.Stages.Select(s => s.Activity).OfType<Activity>().DistinctBy(a => a.Id)
            .Select(a => new KnownActivity(a.Alone(), [.. a.Steps.Select(s => s.Alone())]))]);

    private Salesperson Track(KnownPerson known)
    {
        if (known.Team is { } team)
        {
            Track(team, t => t.Alone());
        }

        return Track(known.Person, p => p.Alone());
    }

    private void Track(KnownCycle known)
    {
        foreach (var activity in known.Activities)
        {
            Track(activity.Activity, a => a.Alone());
            foreach (var step in activity.Steps)
            {
                Track(step, s => s.Alone());
            }
        }

        Track(known.Cycle, c => c.Alone());
        foreach (var stage in known.Stages)
        {
            Track(stage, s => s.Alone());
        }
    }

    /// <summary>A copy for this context, unless it has one.</summary>
    private T Track<T>(T known, Func<T, T> copy)
        where T : Entity =>
        db.FindTracked<T, long>(known.Id)?.Entity ?? db.Set<T>().Attach(copy(known)).Entity;
}

/// <summary>What a process remembers of what was set up, for all its requests.</summary>
public sealed class SetupCache
{
    private volatile SetupShelf _latest = new("");

    /// <summary>The last one used; it may be of yesterday.</summary>
    internal SetupShelf Latest => _latest;

    /// <summary>What is remembered under a stamp; empty under a new one.</summary>
    internal SetupShelf Under(string stamp)
    {
        var latest = _latest;
        return latest.Stamp == stamp ? latest : _latest = new SetupShelf(stamp);
    }
}

/// <summary>What was set up as it stood under one stamp. Nobody changes or tracks what lies here.</summary>
internal sealed class SetupShelf(string stamp)
{
    public string Stamp => stamp;

    public ConcurrentDictionary<long, KnownPerson> People { get; } = [];

    /// <summary>People by their account in the directory.</summary>
    public ConcurrentDictionary<Guid, long> Accounts { get; } = [];

    public ConcurrentDictionary<long, KnownCycle> Cycles { get; } = [];

    /// <summary>Null until somebody needed them.</summary>
    public KnownRules? Rules { get; set; }

    /// <summary>Null until somebody needed them.</summary>
    public SpokenNames? Names { get; set; }

    /// <summary>Those that are on; null until somebody needed them.</summary>
    public IReadOnlyList<KnownWebhook>? Webhooks { get; set; }
}

/// <summary>A person and their team, each by itself.</summary>
internal sealed record KnownPerson(Salesperson Person, SalesTeam? Team)
{
    /// <summary>Copies that stand in each other.</summary>
    public Salesperson Whole() => Person.Alone().In(Team?.Alone());
}

/// <summary>A cycle, its stages and their activities, each by itself.</summary>
internal sealed record KnownCycle(SalesCycle Cycle, IReadOnlyList<SalesCycleStage> Stages, IReadOnlyList<KnownActivity> Activities)
{
    /// <summary>Copies that stand in each other.</summary>
    public SalesCycle Whole()
    {
        var activities = Activities.ToDictionary(a => a.Activity.Id, a => a.Activity.Alone().With(a.Steps.Select(s => s.Alone())));
        return Cycle.Alone().With(Stages.Select(s => s.Alone().With(s.ActivityId is { } id ? activities.GetValueOrDefault(id) : null)));
    }
}

/// <summary>An activity and its steps, each by itself.</summary>
internal sealed record KnownActivity(Activity Activity, IReadOnlyList<ActivityStep> Steps);

/// <summary>The company's rules; null when none were saved yet.</summary>
internal sealed record KnownRules(ReminderRulesForm? Form);
