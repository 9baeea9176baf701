using System.ComponentModel.DataAnnotations;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Portal.Access;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace ChatOpportunities.Portal.Pages.Setup.People;

/// <summary>A new team, or one that exists.</summary>
public sealed class TeamModel(PeopleActs people, Choices choices, WinsChannels wins, DeletedRecords deleted) : PortalPage
{
    /// <summary>The code in the address; null for a new one.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Code { get; set => field = RecordIn(value); }

    [BindProperty]
    public Form Input { get; set; } = new();

    /// <summary>Where the team tells of what it won; chosen in the channel itself.</summary>
    public WinsChannel? WinsChannel { get; private set; }

    public bool IsNew => Code is null;

    public IReadOnlyList<SelectListItem> People { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await LoadAsync(cancellationToken) is not (true, var team))
        {
            return NotFound();
        }

        WinsChannel = await wins.FindAsync(team?.Id, cancellationToken);
        Input = Form.Of(team, WinsChannel);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await LoadAsync(cancellationToken) is not (true, var stored))
        {
            return NotFound();
        }

        WinsChannel = await wins.FindAsync(stored?.Id, cancellationToken);

        if (!ModelState.IsValid)
        {
            return Page();
        }

        var result = await people.SaveTeamAsync(
            Code ?? Input.Code, Input.Name, Input.ManagerCode, IsNew, IsNew ? null : Input.Version, Caller, cancellationToken);
        if (result is Result<SalesTeam>.Done && WinsChannel is { } channel
            && (Input.TellWins, Input.WithAmount) != (true, channel.WithAmount)
            && await wins.ChangeAsync(Code!, Input.TellWins, Input.WithAmount, Caller, cancellationToken)
                is Result<SalesTeam>.Refused notChanged)
        {
            return Refused(notChanged.Refusals);
        }

        return result switch
        {
            Result<SalesTeam>.Done(var team) => Done(T["Saved: {0}.", team.Name], "Index"),
            Result<SalesTeam>.Refused refused => Refused(refused.Refusals, Input, stored is null ? null : Form.Of(stored, WinsChannel)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public async Task<IActionResult> OnPostDeleteAsync(long? version, CancellationToken cancellationToken)
    {
        if (await LoadAsync(cancellationToken) is not (true, { } team))
        {
            return NotFound();
        }

        if (await people.DeleteTeamAsync(team.Code, version, Caller, cancellationToken) is Result<SalesTeam>.Refused refused)
        {
            return RefusedTo(refused.Refusals, "Team", new { code = team.Code });
        }

        TempData[UndoKey] = await deleted.KeepAsync(
            new DeletedRecord(team.Code) { Team = new(team.Name, team.Manager?.Code) }, Caller, cancellationToken);
        return Done(T["Deleted: {0}.", team.Name], "Index");
    }

    private async Task<(bool Found, SalesTeam? Team)> LoadAsync(CancellationToken cancellationToken)
    {
        var key = Checks.NormalCode(Code);
        var team = IsNew ? null : (await people.TeamsAsync(cancellationToken)).FirstOrDefault(t => t.Code == key);
        People = (await choices.ColleaguesAsync(team?.ManagerId, cancellationToken)).AsItems();
        return (IsNew || team is not null, team);
    }

    /// <summary>What the form sends; the domain checks it.</summary>
    public sealed class Form : IVersionedForm
    {
        [Display(Name = "Code")]
        public string? Code { get; set; }

        [Display(Name = "Name")]
        public string? Name { get; set; }

        [Display(Name = "Manager")]
        public string? ManagerCode { get; set; }

        [Display(Name = "Tell what the team wins in its channel")]
        public bool TellWins { get; set; }

        [Display(Name = "The amount of a sale may be shown there")]
        public bool WithAmount { get; set; }

        public long Version { get; set; }

        internal static Form Of(SalesTeam? team, WinsChannel? wins) => new()
        {
            Name = team?.Name,
            ManagerCode = team?.Manager?.Code,
            TellWins = wins is not null,
            WithAmount = wins?.WithAmount ?? false,
            Version = team?.Version ?? 0,
        };
    }
}
