using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Portal.Forms;

namespace ChatOpportunities.Portal.Pages.Setup.SalesCycles;

/// <summary>All sales cycles.</summary>
public sealed class IndexModel(SalesCycleActs cycles) : PortalPage
{
    public IReadOnlyList<SalesCycleRow> Cycles { get; private set; } = [];

    public bool MayWrite => AccessPolicy.MaySetUp(Caller);

    public async Task OnGetAsync(CancellationToken cancellationToken) => Cycles = await cycles.ListAsync(Caller, cancellationToken);
}
