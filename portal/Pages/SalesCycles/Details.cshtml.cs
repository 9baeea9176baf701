using ChatOpportunities.Domain;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.SalesCycles;

/// <summary>One sales cycle with its stages in order.</summary>
public sealed class DetailsModel(SalesCycleActs cycles) : PortalPage
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
        Standing = await cycles.OpportunitiesByStageAsync(cycle.Id, cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostMoveAsync(string code, int number, bool up, long? version, CancellationToken cancellationToken) =>
        Answer(
            await cycles.MoveStageAsync(code, number, up, version, Caller, cancellationToken), code,
            stage => up ? T["{0} moved up.", stage.Description] : T["{0} moved down.", stage.Description]);

    public async Task<IActionResult> OnPostDeleteStageAsync(string code, int number, long? version, CancellationToken cancellationToken) =>
        Answer(
            await cycles.DeleteStageAsync(code, number, version, Caller, cancellationToken), code,
            stage => T["The stage {0} is deleted.", stage.Description]);

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

    public async Task<IActionResult> OnPostDeleteAsync(string code, long? version, CancellationToken cancellationToken) =>
        await cycles.DeleteAsync(code, version, Caller, cancellationToken) is Result<SalesCycle>.Refused refused
            ? Refused(refused.Refusals, "Details", new { code })
            : Done(T["The sales cycle {0} is deleted.", code], "Index");

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
        Result<T1>.Refused refused => Refused(refused.Refusals, "Details", new { code }),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
