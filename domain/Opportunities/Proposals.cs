using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>What is proposed for an opportunity that is about to be made, where nobody has said it.</summary>
public sealed class Proposals(OpportunitiesContext db, Choices choices)
{
    /// <summary>Calendar days until the closing that is proposed where the first stage has no date formula.</summary>
    public const int DaysWithoutFormula = 90;

    /// <summary>
    /// The company's default cycle, or the only one; else that of the newest opportunity the caller has. Null where there is none of these
    /// among <paramref name="cycles"/>: then the person is asked.
    /// </summary>
    public async Task<NamedRecord?> CycleAsync(IReadOnlyList<NamedRecord> cycles, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (choices.Usual(cycles) is { } usual)
        {
            return usual;
        }

        var me = caller.SalespersonId;
        var last = await db.Opportunities.AsNoTracking().Where(o => o.SalespersonId == me).OrderByDescending(o => o.Id)
            .Select(o => o.SalesCycleId).FirstOrDefaultAsync(cancellationToken);
        return cycles.FirstOrDefault(c => c.Id == last);
    }

    /// <summary>What a start on this cycle would take for what is left out; null when it has no stage, or there is no such cycle.</summary>
    /// <param name="cycleCode">Code of the cycle.</param>
    /// <param name="from">The day it starts.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ProposedFigures?> FiguresAsync(string? cycleCode, DateOnly from, CancellationToken cancellationToken)
    {
        var code = Checks.NormalCode(cycleCode);
        var first = code.Length == 0 ? null : await db.Set<SalesCycleStage>().AsNoTracking()
            .Where(s => db.SalesCycles.Any(c => c.Id == s.SalesCycleId && c.Code == code)).OrderBy(s => s.Number)
            .Select(s => new { s.DateFormula, s.ChancesOfSuccessPercent }).FirstOrDefaultAsync(cancellationToken);
        if (first is null)
        {
            return null;
        }

        var day = DateFormula.TryParse(first.DateFormula, out var formula, out _) && !formula.IsBlank
            && formula.TryEvaluate(from, out var by) ? by : default;
        return new ProposedFigures(
            day >= from ? day : from.AddDays(DaysWithoutFormula), first.ChancesOfSuccessPercent > 0 ? first.ChancesOfSuccessPercent : null);
    }
}

/// <summary>Figures of a first stage.</summary>
/// <param name="CloseDate">By the stage's date formula, else <see cref="Proposals.DaysWithoutFormula"/> on.</param>
/// <param name="Chances">The stage's, in percent; null when it has none, and then they must be given.</param>
public sealed record ProposedFigures(DateOnly CloseDate, decimal? Chances);
