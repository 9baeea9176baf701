using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Portal.Forms;

namespace ChatOpportunities.Portal.Pages.Setup.CloseReasons;

/// <summary>Why opportunities are won or lost.</summary>
public sealed class IndexModel(CloseReasonActs reasons) : PortalPage
{
    public IReadOnlyList<CloseReasonRow> Reasons { get; private set; } = [];

    public bool MayWrite => AccessPolicy.MaySetUp(Caller);

    public async Task OnGetAsync(CancellationToken cancellationToken) => Reasons = await reasons.ListAsync(Caller, cancellationToken);
}
