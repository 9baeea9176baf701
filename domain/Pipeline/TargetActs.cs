using System.Globalization;
using System.Linq.Expressions;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Domain.Pipeline;

/// <summary>
/// Targets of people and teams. Managers set them for the teams they lead and whoever is in them, admins for all; whoever has one sees it.
/// Each act is one transaction and stands in the audit log with what was and is.
/// </summary>
public sealed class TargetActs(OpportunitiesContext db, IOptions<CompanyOptions> company)
{
    /// <summary>The year of the company in which a day lies.</summary>
    public FiscalYear YearOf(DateOnly day) => FiscalYear.Of(day, company.Value.FirstMonthOfYear);

    /// <summary>The year that begins in this calendar year; null where the calendar of the product has none.</summary>
    public FiscalYear? YearBeginning(int year) =>
        year is >= 1900 and <= 2998 ? FiscalYear.Beginning(year, company.Value.FirstMonthOfYear) : null;

    /// <summary>Whose targets the caller may see, teams first, each with what the year's months add up to.</summary>
    public async Task<IReadOnlyList<TargetRow>> ListAsync(int year, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (YearBeginning(year) is not { } of)
        {
            return [];
        }

        var (from, to) = (of.First, of.Last);
        var teams = await db.Teams.AsNoTracking().Where(AccessPolicy.MayLead(caller)).OrderBy(t => t.Name).ThenBy(t => t.Code)
            .Select(t => new TargetRow(
                new TargetHolder(true, t.Id, t.Code, t.Name), null, false,
                db.SalesTargets.Where(s => s.TeamId == t.Id && s.Month >= from && s.Month <= to).Sum(s => s.Amount),
                db.SalesTargets.Count(s => s.TeamId == t.Id && s.Month >= from && s.Month <= to && s.Amount != null)))
            .ToListAsync(cancellationToken);
        var people = await db.Salespeople.AsNoTracking().Where(AccessPolicy.MayActFor(caller))
            .Where(p => !p.Blocked || db.SalesTargets.Any(s => s.SalespersonId == p.Id && s.Amount != null && s.Month >= from))
            .OrderBy(p => p.Team == null).ThenBy(p => p.Team!.Name).ThenBy(p => p.Name).ThenBy(p => p.Code)
            .Select(p => new TargetRow(
                new TargetHolder(false, p.Id, p.Code, p.Name), p.Team!.Name, p.Blocked,
                db.SalesTargets.Where(s => s.SalespersonId == p.Id && s.Month >= from && s.Month <= to).Sum(s => s.Amount),
                db.SalesTargets.Count(s => s.SalespersonId == p.Id && s.Month >= from && s.Month <= to && s.Amount != null)))
            .ToListAsync(cancellationToken);
        return [.. teams, .. people];
    }

    /// <summary>A year's targets; null when there is no such record, year, or the caller may not see them.</summary>
    public async Task<TargetSheet?> FindAsync(bool isTeam, string code, int year, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (YearBeginning(year) is not { } of
            || await HolderAsync(isTeam, code, AccessPolicy.MayLead(caller), AccessPolicy.MayActFor(caller), cancellationToken)
                is not { } holder)
        {
            return null;
        }

        var stored = await StoredAsync(holder, of).AsNoTracking().ToDictionaryAsync(t => t.Month, cancellationToken);
        var members = isTeam ? await MembersAsync(holder.Id, of, cancellationToken) : [];
        return new TargetSheet(
            holder, of,
            [.. of.FirstDays.Select(
                m => new TargetMonth(m, stored.GetValueOrDefault(m)?.Amount, members.TryGetValue(m, out var sum) ? sum : null))],
            stored.Values.Sum(t => t.Version),
            await MaySetAsync(holder, caller, cancellationToken));
    }

    /// <summary>
    /// Sets all months of a year at once; what is null has no target. Refuses an amount that is none, and a year that somebody else has
    /// changed since <paramref name="version"/> was shown.
    /// </summary>
    /// <param name="isTeam">Whether the code is that of a team.</param>
    /// <param name="code">Code of the person or team.</param>
    /// <param name="year">The calendar year in which the company's year begins.</param>
    /// <param name="amounts">Twelve, in the order of the months, company currency.</param>
    /// <param name="version">What <see cref="TargetSheet.Version"/> said; null accepts any.</param>
    /// <param name="caller">Who acts.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Result<TargetHolder>> SaveAsync(
        bool isTeam, string code, int year, IReadOnlyList<decimal?> amounts, long? version, Caller caller,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(amounts);
        ArgumentOutOfRangeException.ThrowIfNotEqual(amounts.Count, FiscalYear.Months);
        return db.InTransactionAsync<Result<TargetHolder>>(
            async token =>
            {
                if (YearBeginning(year) is not { } of || await HolderAsync(isTeam, code, _ => true, _ => true, token) is not { } holder)
                {
                    return Refusals.NotFound;
                }

                if (!await MaySetAsync(holder, caller, token))
                {
                    return Refusals.Forbidden;
                }

                var wrong = Checks.All(amounts.Select((a, i) => a is { } amount ? Checks.Amount(amount, FieldOf(i)) : null));
                if (wrong.Count > 0)
                {
                    return wrong;
                }

                var stored = await StoredAsync(holder, of).ToDictionaryAsync(t => t.Month, token);
                if (version is not null && version != stored.Values.Sum(t => t.Version))
                {
                    return await db.WhyStaleAsync(AuditSubjects.Target, holder.Key, caller, token);
                }

                var changes = Change(holder, of, amounts, stored);
                if (changes.Count == 0)
                {
                    return holder;
                }

                var line = AuditEntry.Of(caller, AuditSubjects.Target, holder.Key, AuditSentences.TargetsSet, holder.Name, of.Name);
                line.Tell(changes);
                // Of two at once that both make a month's first target, the later one is told what the earlier one did.
                return await db.SaveActAsync(
                    line, caller,
                    async again => await StoredAsync(holder, of).AsNoTracking().SumAsync(t => t.Version, again) != (version ?? 0)
                        ? await db.WhyStaleAsync(AuditSubjects.Target, holder.Key, caller, again) : null,
                    token) is { } refusal ? refusal : holder;
            },
            cancellationToken);
    }

    /// <summary>The field of the form in which the months stand, by the number of the month in the year, from 0.</summary>
    public static string FieldOf(int month) => string.Create(CultureInfo.InvariantCulture, $"Amounts[{month}]");

    private List<FieldChange> Change(
        TargetHolder holder, FiscalYear of, IReadOnlyList<decimal?> amounts, Dictionary<DateOnly, SalesTarget> stored)
    {
        List<FieldChange> changes = [];
        foreach (var (month, amount) in of.FirstDays.Zip(amounts))
        {
            var target = stored.GetValueOrDefault(month);
            if (target?.Amount == amount)
            {
                continue;
            }

            changes.Add(new(RecordedFields.TargetOf(month), Plain(target?.Amount), Plain(amount)));
            if (target is null)
            {
                db.SalesTargets.Add(target = SalesTarget.Of(holder, month));
            }

            target.Set(amount);
        }

        return changes;
    }

    private static string? Plain(decimal? amount) => amount?.ToString("0.##", CultureInfo.InvariantCulture);

    private IQueryable<SalesTarget> StoredAsync(TargetHolder holder, FiscalYear of)
    {
        var (id, from, to) = (holder.Id, of.First, of.Last);
        var targets = db.SalesTargets.Where(t => t.Month >= from && t.Month <= to);
        return holder.IsTeam ? targets.Where(t => t.TeamId == id) : targets.Where(t => t.SalespersonId == id);
    }

    /// <summary>What the targets of a team's people add up to, by month; a month is missing where nobody has one.</summary>
    private async Task<Dictionary<DateOnly, decimal?>> MembersAsync(long teamId, FiscalYear of, CancellationToken cancellationToken)
    {
        var (from, to) = (of.First, of.Last);
        return await db.SalesTargets
            .Where(t => t.Amount != null && t.Month >= from && t.Month <= to && t.Salesperson!.TeamId == teamId)
            .GroupBy(t => t.Month).Select(g => new { g.Key, Sum = g.Sum(t => t.Amount) })
            .ToDictionaryAsync(g => g.Key, g => g.Sum, cancellationToken);
    }

    private async Task<TargetHolder?> HolderAsync(
        bool isTeam, string code, Expression<Func<SalesTeam, bool>> teams, Expression<Func<Salesperson, bool>> people,
        CancellationToken cancellationToken)
    {
        var key = Checks.NormalCode(code);
        return isTeam
            ? await db.Teams.Where(teams).Where(t => t.Code == key).Select(t => new TargetHolder(true, t.Id, t.Code, t.Name))
                .SingleOrDefaultAsync(cancellationToken)
            : await db.Salespeople.Where(people).Where(p => p.Code == key).Select(p => new TargetHolder(false, p.Id, p.Code, p.Name))
                .SingleOrDefaultAsync(cancellationToken);
    }

    private Task<bool> MaySetAsync(TargetHolder holder, Caller caller, CancellationToken cancellationToken) => holder.IsTeam
        ? db.Teams.Where(AccessPolicy.MayLead(caller)).AnyAsync(t => t.Id == holder.Id, cancellationToken)
        : db.Salespeople.Where(AccessPolicy.MaySetTargetsOf(caller)).AnyAsync(p => p.Id == holder.Id, cancellationToken);
}

/// <summary>A person or team in the list of targets.</summary>
/// <param name="Holder">Who.</param>
/// <param name="Team">Name of a person's team; null without one, and for teams.</param>
/// <param name="Blocked">Whether the person is blocked.</param>
/// <param name="Sum">What the months add up to, company currency.</param>
/// <param name="Months">How many months of the year have a target, 0–12.</param>
public sealed record TargetRow(TargetHolder Holder, string? Team, bool Blocked, decimal? Sum, int Months);

/// <summary>A year's targets of one person or team.</summary>
/// <param name="Holder">Whose.</param>
/// <param name="Year">Which year.</param>
/// <param name="Months">Twelve, in order.</param>
/// <param name="Version">Counts the changes; 0 before the first.</param>
/// <param name="MayChange">Whether who asked may set them.</param>
public sealed record TargetSheet(
    TargetHolder Holder, FiscalYear Year, IReadOnlyList<TargetMonth> Months, long Version, bool MayChange);

/// <summary>The target of a month.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Amount">Company currency; null without one, which is not 0.</param>
/// <param name="Members">For a team, what the targets of its people add up to; null where nobody has one.</param>
public sealed record TargetMonth(DateOnly Month, decimal? Amount, decimal? Members);
