using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Teams;

/// <summary>
/// Keeps the bot below the service's limits. Each conversation may take 7 messages in one second, 8 in two, 60 in thirty and
/// 1,800 in an hour, each tenant 30 in one second; here they are 6, 7, 35 and 1,700, and 28. Places are given in the order of asking.
/// It knows of its own process only: what a tenant may take is divided by the number of hosts that send, which is a setting. What a
/// conversation may take is not: one host at a time sends what is due to a person, and people write and press slower than that.
/// </summary>
internal sealed class Pacing(IOptions<BotOptions> options, TimeProvider clock)
{
    private const int Crowd = 10_000;

    /// <summary>So many at once, then one more each time the span has passed.</summary>
    private static readonly (int AtOnce, TimeSpan Then)[] PerConversation = [(5, TimeSpan.FromSeconds(1)), (500, TimeSpan.FromSeconds(3))];
    private readonly (int AtOnce, TimeSpan Then)[] _perTenant =
        [(8 / options.Value.SendingHosts, TimeSpan.FromMilliseconds(50) * options.Value.SendingHosts)];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long[]> _fullAgainAt = [];
    private int _crowd = Crowd;

    /// <summary>
    /// Takes a place and waits for it; how long it would have been when that is longer than the patience, and then no place is taken.
    /// </summary>
    public async ValueTask<TimeSpan?> EnterAsync(
        string? tenant, string? conversation, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (options.Value.IsAnonymous)
        {
            return null; // this machine has no limits
        }

        TimeSpan wait;
        lock (_gate)
        {
            var now = clock.GetUtcNow().UtcTicks;
            List<(long[] Lane, (int AtOnce, TimeSpan Then)[] Limits)> lanes = [];
            if (tenant is not null)
            {
                lanes.Add((Lane("t/" + tenant, _perTenant.Length), _perTenant));
            }

            if (conversation is not null)
            {
                lanes.Add((Lane("c/" + conversation, PerConversation.Length), PerConversation));
            }

            var start = lanes.SelectMany(lane => lane.Limits.Select((limit, i) => lane.Lane[i] - ((limit.AtOnce - 1) * limit.Then.Ticks)))
                .Append(now).Max();
            wait = TimeSpan.FromTicks(start - now);
            if (wait > patience)
            {
                return wait;
            }

            foreach (var (lane, limits) in lanes)
            {
                for (var i = 0; i < limits.Length; i++)
                {
                    lane[i] = Math.Max(lane[i], start) + limits[i].Then.Ticks;
                }
            }

            Forget(now);
        }

        if (wait > TimeSpan.Zero)
        {
            ChannelTelemetry.Waited(wait);
            await Task.Delay(wait, clock, cancellationToken);
        }

        return null;
    }

    private long[] Lane(string key, int limits) =>
        _fullAgainAt.TryGetValue(key, out var lane) ? lane : _fullAgainAt[key] = new long[limits];

    /// <summary>Whoever has all places free again need not be remembered.</summary>
    private void Forget(long now)
    {
        if (_fullAgainAt.Count <= _crowd)
        {
            return;
        }

        foreach (var (key, lane) in _fullAgainAt)
        {
            if (lane.All(at => at <= now))
            {
                _fullAgainAt.Remove(key);
            }
        }

        _crowd = Math.Max(Crowd, 2 * _fullAgainAt.Count);
    }
}
