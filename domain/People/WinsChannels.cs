using System.Globalization;
using System.Text.Json;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.People;

/// <summary>The channel in which a team's won opportunities are told; its manager or an admin chooses it.</summary>
public sealed class WinsChannels(OpportunitiesContext db)
{
    /// <summary>The channel of a team; null when it chose none.</summary>
    public async Task<WinsChannel?> FindAsync(long? teamId, CancellationToken cancellationToken)
    {
        var key = KeyOf(teamId ?? 0);
        var value = await db.StoredItems.AsNoTracking().Where(i => i.Key == key).Select(i => i.Value).SingleOrDefaultAsync(cancellationToken);
        return value is null ? null : JsonSerializer.Deserialize<WinsChannel>(value);
    }

    /// <summary>The teams for which the caller may choose: those they lead, all for admins.</summary>
    public async Task<IReadOnlyList<SalesTeam>> TeamsOfAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return await db.Teams.AsNoTracking()
            .Where(t => caller.Role == Role.Admin || (caller.Role == Role.Manager && t.ManagerId == caller.SalespersonId))
            .OrderBy(t => t.Code).ToListAsync(cancellationToken);
    }

    /// <summary>Chooses the channel of a team, or none.</summary>
    public Task<Result<SalesTeam>> ChooseAsync(string teamCode, WinsChannel? channel, Caller caller, CancellationToken cancellationToken) =>
        db.InTransactionAsync<Result<SalesTeam>>(
            async token =>
            {
                var code = Checks.NormalCode(teamCode);
                if ((await TeamsOfAsync(caller, token)).SingleOrDefault(t => t.Code == code) is not { } team)
                {
                    return await db.Teams.AnyAsync(t => t.Code == code, token) ? Refusals.Forbidden : Refusals.TeamUnknown;
                }

                var key = KeyOf(team.Id);
                var item = await db.StoredItems.SingleOrDefaultAsync(i => i.Key == key, token);
                if (channel is null)
                {
                    if (item is not null)
                    {
                        db.StoredItems.Remove(item);
                    }
                }
                else if (item is null)
                {
                    db.StoredItems.Add(new StoredItem { Key = key, Value = JsonSerializer.Serialize(channel) });
                }
                else
                {
                    (item.Value, item.Version) = (JsonSerializer.Serialize(channel), item.Version + 1);
                }

                var line = channel is null
                    ? AuditEntry.Of(caller, AuditSubjects.Team, code, AuditSentences.WinsChannelDropped)
                    : AuditEntry.Of(caller, AuditSubjects.Team, code, AuditSentences.WinsChannelChosen, channel.Name);
                return await db.SaveActAsync(line, caller, inTheWay: null, token) is { } refusal ? refusal : team;
            },
            cancellationToken);

    /// <summary>Says whether the amount of a sale may be shown in the channel that was chosen in the chat, or that it is told no longer.</summary>
    public async Task<Result<SalesTeam>> ChangeAsync(string teamCode, bool keep, bool withAmount, Caller caller, CancellationToken cancellationToken)
    {
        var code = Checks.NormalCode(teamCode);
        var present = await FindAsync(await db.Teams.Where(t => t.Code == code).Select(t => (long?)t.Id).SingleOrDefaultAsync(cancellationToken), cancellationToken);
        return await ChooseAsync(code, keep && present is not null ? present with { WithAmount = withAmount } : null, caller, cancellationToken);
    }

    private static string KeyOf(long teamId) => string.Create(CultureInfo.InvariantCulture, $"wins/{teamId}");
}

/// <summary>A channel that is told of won opportunities.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="WithAmount">Whether the amount of the sale may be shown there.</param>
/// <param name="Address">How the chat finds it; opaque to the domain.</param>
public sealed record WinsChannel(string Name, bool WithAmount, string Address);
