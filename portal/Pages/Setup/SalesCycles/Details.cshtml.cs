using ChatOpportunities.Domain;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Portal.Access;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Setup.SalesCycles;

/// <summary>One sales cycle with its stages in order.</summary>
public sealed class DetailsModel(SalesCycleActs cycles, DeletedRecords deleted) : PortalPage
{
    public SalesCycle Cycle { get; private set; } = null!;

    /// <summary>Opportunities by id of the stage they stand on.</summary>
    public IReadOnlyDictionary<long, int> Standing { get; private set; } = new Dictionary<long, int>();

    public bool MayWrite => AccessPolicy.MaySetUp(Caller);

    public async Task<IActionResult> OnGetAsync(string code, CancellationToken cancellationToken)
    {
        if (await cycles.FindAsync(code, cancellationToken) is not { } cycle)
        {
            return NotFound();
        }

        Cycle = cycle;
        Standing = await cycles.OpportunitiesByStageAsync(cycle.Id, Caller, cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostMoveAsync(
        string code, int number, bool up, long? version, CancellationToken cancellationToken) =>
        Answer(
            await cycles.MoveStageAsync(code, number, up, version, Caller, cancellationToken), code,
            stage => up ? T["{0} moved up.", stage.Description] : T["{0} moved down.", stage.Description]);

    public async Task<IActionResult> OnPostPlaceAsync(
        string code, int number, int place, long? version, CancellationToken cancellationToken) =>
        Answer(
            await cycles.PlaceStageAsync(code, number, place, version, Caller, cancellationToken), code,
            stage => T["{0} is now number {1} on the road.", stage.Description, place]);

    public async Task<IActionResult> OnPostDeleteStageAsync(string code, int number, long? version, CancellationToken cancellationToken)
    {
        var (result, kept) = await deleted.DeleteStageAsync(code, number, version, Caller, cancellationToken);
        if (kept is not null)
        {
            TempData[UndoKey] = kept;
        }

        return Answer(result, code, gone => T["The stage {0} is deleted.", gone.Description]);
    }

    public async Task<IActionResult> OnPostBlockAsync(string code, bool blocked, long? version, CancellationToken cancellationToken)
    {
        if (await cycles.FindAsync(code, cancellationToken) is not { } cycle)
        {
            return NotFound();
        }

        return Answer(
            await cycles.ChangeAsync(
                code, cycle.Description, cycle.ProbabilityMethod, blocked, version ?? cycle.Version, Caller, cancellationToken),
            code,
            changed => changed.Blocked ? T["{0} is blocked: it takes no new opportunities.", changed.Description]
                : T["{0} takes new opportunities again.", changed.Description]);
    }

    public async Task<IActionResult> OnPostDeleteAsync(string code, long? version, CancellationToken cancellationToken)
    {
        var cycle = await cycles.FindAsync(code, cancellationToken);
        if (await cycles.DeleteAsync(code, version, Caller, cancellationToken) is Result<SalesCycle>.Refused refused)
        {
            return RefusedTo(refused.Refusals, "Details", new { code });
        }

        TempData[UndoKey] = await deleted.KeepAsync(
            new DeletedRecord(cycle!.Code)
            {
                Cycle = new(cycle.Description, cycle.ProbabilityMethod, cycle.Blocked, [.. cycle.Stages.Select(DeletedRecord.Of)]),
            },
            Caller,
            cancellationToken);
        return Done(T["The sales cycle {0} is deleted.", cycle.Code], "Index");
    }

    /// <summary>What a stage asks for and allows, in words.</summary>
    public IEnumerable<string> Rules(SalesCycleStage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        if (stage.QuoteRequired)
        {
            yield return T["Quote required"];
        }

        if (stage.AllowSkip)
        {
            yield return T["May be skipped"];
        }
    }

    /// <summary>Where a formula leads from today.</summary>
    public string Example(string formula) => Examples.Of(T, formula, Caller.Today);

    private IActionResult Answer<T1>(Result<T1> result, string code, Func<T1, string> say) => result switch
    {
        Result<T1>.Done(var value) => Done(say(value), "Details", new { code }),
        Result<T1>.Refused refused => RefusedTo(refused.Refusals, "Details", new { code }),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
