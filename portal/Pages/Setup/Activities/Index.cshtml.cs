using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Portal.Forms;

namespace ChatOpportunities.Portal.Pages.Setup.Activities;

/// <summary>The activities with their steps.</summary>
public sealed class IndexModel(ActivityActs activities) : PortalPage
{
    public IReadOnlyList<(Activity Activity, int Stages)> Activities { get; private set; } = [];

    public bool MayWrite => AccessPolicy.MaySetUp(Caller);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var uses = (await activities.ListAsync(cancellationToken)).ToDictionary(a => a.Code, a => a.Stages);
        Activities = [.. (await activities.WithStepsAsync(cancellationToken)).Select(a => (a, uses.GetValueOrDefault(a.Code)))];
    }
}
