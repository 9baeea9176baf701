using System.Linq.Expressions;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Domain.Pipeline;

/// <summary>
/// Every figure of opportunity management, over what the caller may see; docs/figures.md says in words what each one counts.
/// What stands today is told from active entries, what became of the stages from the stays on them, and only the length of lines from the
/// history of entries, so two figures of the same thing agree.
/// An unknown code answers null. Dates are inclusive.
/// </summary>
/// <remarks>Each takes a fixed number of queries, and the database does the counting.</remarks>
public sealed partial class Figures(OpportunitiesContext db, AccessPolicy access, IOptions<CompanyOptions> company)
{
    /// <summary>Most months a forecast looks ahead.</summary>
    public const int MaxMonths = 36;

    private static readonly Expression<Func<OpportunityEntry, Opportunity>> OfEntry = e => e.Opportunity!;
    private static readonly Expression<Func<StageStay, Opportunity>> OfStay = s => s.Opportunity!;

    private static DateOnly FirstOfMonth(DateOnly date) => new(date.Year, date.Month, 1);

    private static Totals Total(IEnumerable<Totals> parts) => parts.Aggregate(Totals.Zero, (sum, part) => sum.Plus(part));

    private static decimal? Average(long sum, int count) =>
        count == 0 ? null : decimal.Round((decimal)sum / count, 2, MidpointRounding.AwayFromZero);

    /// <summary>What stands on a stage today; a closed opportunity stands on none.</summary>
    private IQueryable<OpportunityEntry> Standing(Scope scope, Caller caller) =>
        Active(scope, caller).Where(e => e.StageId != null);

    private IQueryable<Opportunity> Waiting(Scope scope, Caller caller)
    {
        var waiting = db.Opportunities.Where(o => o.Status == OpportunityStatus.NotStarted);
        waiting = scope.CycleId is { } cycle ? waiting.Where(o => o.SalesCycleId == cycle) : waiting;
        return Rules(scope, caller).Aggregate(waiting, (opportunities, rule) => opportunities.Where(rule));
    }

    /// <summary>
    /// The lines of the history that have ended on a stage, without what an undo set aside. Whose they are says the opportunity, because
    /// older entries keep their former salesperson.
    /// </summary>
    private IQueryable<OpportunityEntry> Ended(Scope scope, Caller caller) =>
        Entries(scope, caller, rule => ReplacingExpressionVisitor.Replace(rule.Parameters[0], OfEntry.Body, rule.Body))
            .Where(e => e.DaysOpen != null && e.StageId != null);

    /// <summary>The stays on stages; they have the salesperson of their opportunity.</summary>
    private IQueryable<StageStay> Stays(Scope scope, Caller caller)
    {
        var stays = scope.CycleId is { } cycle ? db.StageStays.Where(s => s.SalesCycleId == cycle) : db.StageStays;
        return Rules(scope, caller).Aggregate(stays, (some, rule) => some.Where(Expression.Lambda<Func<StageStay, bool>>(
            new SalespersonOf(rule.Parameters[0], OfStay).Visit(rule.Body), OfStay.Parameters)));
    }

    /// <summary>Active entries have the salesperson of their opportunity, so that most questions need no join with it.</summary>
    private IQueryable<OpportunityEntry> Active(Scope scope, Caller caller) =>
        Entries(scope, caller, rule => new SalespersonOf(rule.Parameters[0], OfEntry).Visit(rule.Body)).Where(e => e.Active);

    private IQueryable<OpportunityEntry> Entries(Scope scope, Caller caller, Func<Expression<Func<Opportunity, bool>>, Expression> told)
    {
        var entries = scope.CycleId is { } cycle ? db.Entries.Where(e => e.SalesCycleId == cycle) : db.Entries;
        return Rules(scope, caller).Aggregate(
            entries, (some, rule) => some.Where(Expression.Lambda<Func<OpportunityEntry, bool>>(told(rule), OfEntry.Parameters)));
    }

    private IEnumerable<Expression<Func<Opportunity, bool>>> Rules(Scope scope, Caller caller)
    {
        yield return access.MaySee(caller);
        if (scope.SalespersonId is { } salesperson)
        {
            yield return o => o.SalespersonId == salesperson;
        }

        if (scope.TeamId is { } team)
        {
            yield return o => o.Salesperson!.TeamId == team;
        }
    }

    private Task<long?> CycleAsync(string code, CancellationToken cancellationToken) =>
        db.SalesCycles.Where(c => c.Code == code).Select(c => (long?)c.Id).SingleOrDefaultAsync(cancellationToken);

    private Task<long?> SalespersonAsync(string code, CancellationToken cancellationToken) =>
        db.Salespeople.Where(p => p.Code == code).Select(p => (long?)p.Id).SingleOrDefaultAsync(cancellationToken);

    private Task<long?> TeamAsync(string code, CancellationToken cancellationToken) =>
        db.Teams.Where(t => t.Code == code).Select(t => (long?)t.Id).SingleOrDefaultAsync(cancellationToken);

    /// <summary>The records a filter names; null when one of them is unknown.</summary>
    private async Task<Scope?> FindAsync(FigureFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var (cycle, salesperson, team) =
            (Checks.NormalCode(filter.SalesCycleCode), Checks.NormalCode(filter.SalespersonCode), Checks.NormalCode(filter.TeamCode));
        var scope = new Scope(
            cycle.Length == 0 ? null : await CycleAsync(cycle, cancellationToken),
            salesperson.Length == 0 ? null : await SalespersonAsync(salesperson, cancellationToken),
            team.Length == 0 ? null : await TeamAsync(team, cancellationToken));
        return (cycle.Length > 0 && scope.CycleId is null)
            || (salesperson.Length > 0 && scope.SalespersonId is null)
            || (team.Length > 0 && scope.TeamId is null) ? null : scope;
    }

    private async Task<List<StageName>> StagesAsync(long? cycleId, CancellationToken cancellationToken)
    {
        var stages = from cycle in db.SalesCycles
                     where cycleId == null || cycle.Id == cycleId
                     from stage in cycle.Stages
                     orderby cycle.Code, stage.Number
                     select new StageName(stage.Id, stage.Number, stage.Description, cycle.Code, cycle.Description);
        return await stages.ToListAsync(cancellationToken);
    }

    /// <summary>Ids of what a filter names; null does not filter.</summary>
    private sealed record Scope(long? CycleId, long? SalespersonId, long? TeamId)
    {
        public static Scope All { get; } = new(null, null, null);
    }

    private sealed record StageName(long Id, int Number, string Description, string Cycle, string CycleDescription);
}
