using System.Globalization;
using System.Text.Json.Serialization;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.People;

/// <summary>The channel in which a team's won opportunities are told; its manager or an admin chooses it.</summary>
public sealed class WinsChannels(OpportunitiesContext db)
{
    private static readonly Stored<WinsChannel> Channels = new("wins", WinsChannelJson.Default.WinsChannel, lifetime: null);

    /// <summary>The channel of a team; null when it chose none.</summary>
    public Task<WinsChannel?> FindAsync(long? teamId, CancellationToken cancellationToken) =>
        Channels.FindAsync(db, KeyOf(teamId ?? 0), cancellationToken);

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

                await (channel is null
                    ? Channels.RemoveAsync(db, KeyOf(team.Id), token)
                    : Channels.PutAsync(db, KeyOf(team.Id), channel, token));

                var line = channel is null
                    ? AuditEntry.Of(caller, AuditSubjects.Team, code, AuditSentences.WinsChannelDropped)
                    : AuditEntry.Of(caller, AuditSubjects.Team, code, AuditSentences.WinsChannelChosen, channel.Name);
                return await db.SaveActAsync(line, caller, inTheWay: null, token) is { } refusal ? refusal : team;
            },
            cancellationToken);

    /// <summary>
    /// Says whether the amount of a sale may be shown in the channel that was chosen in the chat, or that it is told no longer.
    /// </summary>
    public async Task<Result<SalesTeam>> ChangeAsync(
        string teamCode, bool keep, bool withAmount, Caller caller, CancellationToken cancellationToken)
    {
        var code = Checks.NormalCode(teamCode);
        var present = await FindAsync(
            await db.Teams.Where(t => t.Code == code).Select(t => (long?)t.Id).SingleOrDefaultAsync(cancellationToken), cancellationToken);
        return await ChooseAsync(
            code, keep && present is not null ? present with { WithAmount = withAmount } : null, caller, cancellationToken);
    }

    /// <summary>Forgets channels that the bot is not in any more; the teams that chose them have none then.</summary>
    /// <param name="isGone">Whether a channel is one of them.</param>
    /// <param name="now">UTC instant.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task ForgetAsync(Func<WinsChannel, bool> isGone, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async token =>
            {
                var teams = await db.Teams.AsNoTracking().ToDictionaryAsync(t => KeyOf(t.Id), t => t.Code, token);
                foreach (var (key, channel) in await Channels.FindAsync(db, teams.Keys, now, token))
                {
                    if (isGone(channel) && await Channels.DeleteAsync(db, key, token) > 0)
                    {
                        db.AuditEntries.Add(AuditEntry.OfProduct(
                            now, AuditSubjects.Team, teams[key], AuditSentences.WinsChannelLost, channel.Name));
                    }
                }

                return await db.SaveChangesAsync(token);
            },
            cancellationToken);

    private static StoredKey KeyOf(long teamId) => new(null, teamId.ToString(CultureInfo.InvariantCulture));
}

/// <summary>A channel that is told of won opportunities.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="WithAmount">Whether the amount of the sale may be shown there.</param>
/// <param name="Address">How the chat finds it; opaque to the domain.</param>
public sealed record WinsChannel(string Name, bool WithAmount, string Address);

[JsonSerializable(typeof(WinsChannel))]
internal sealed partial class WinsChannelJson : JsonSerializerContext;
