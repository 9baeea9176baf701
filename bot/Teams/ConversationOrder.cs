using Microsoft.Bot.Schema;

namespace ChatOpportunities.Bot.Teams;

/// <summary>
/// Turns of one conversation run one after the other, in the order they came. Nobody waits longer than five seconds for those
/// before: then an answer is worth more than the order, and the database still keeps the acts apart.
/// </summary>
internal sealed class ConversationOrder(TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private readonly Dictionary<(string? Tenant, string? Conversation), Place> _last = [];

    /// <summary>Waits for its turn; the next one begins when the result is disposed.</summary>
    public async Task<IDisposable> EnterAsync(Activity activity)
    {
        var place = new Place(this, (activity.TenantId, activity.Conversation?.Id));
        Place? before;
        lock (_gate)
        {
            before = _last.GetValueOrDefault(place.Key);
            _last[place.Key] = place;
        }

        if (before is not null)
        {
            try
            {
                await before.Left.Task.WaitAsync(Patience, clock);
            }
            catch (TimeoutException)
            {
                // The one before hangs.
            }
        }

        return place;
    }

    private sealed class Place(ConversationOrder order, (string? Tenant, string? Conversation) key) : IDisposable
    {
        public (string? Tenant, string? Conversation) Key => key;

        public TaskCompletionSource Left { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Dispose()
        {
            lock (order._gate)
            {
                if (order._last.GetValueOrDefault(key) == this)
                {
                    order._last.Remove(key);
                }
            }

            Left.TrySetResult();
        }
    }
}
