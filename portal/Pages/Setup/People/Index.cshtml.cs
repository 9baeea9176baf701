using ChatOpportunities.Domain.People;
using ChatOpportunities.Portal.Forms;

namespace ChatOpportunities.Portal.Pages.Setup.People;

/// <summary>Everybody, the teams, and who waits to be taken in.</summary>
public sealed class IndexModel(PeopleActs people) : PortalPage
{
    public IReadOnlyList<WaitingPerson> Waiting { get; private set; } = [];

    public IReadOnlyList<Salesperson> People { get; private set; } = [];

    public IReadOnlyList<SalesTeam> Teams { get; private set; } = [];

    public bool MayWrite => AccessPolicy.MaySetUp(Caller);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Waiting = await people.WaitingAsync(Caller, cancellationToken);
        People = await people.ListAsync(cancellationToken);
        Teams = await people.TeamsAsync(cancellationToken);
    }
}
