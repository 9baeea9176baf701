using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Bot.Teams;

/// <summary>
/// Notes of turns that their messages went out, so that a repeat does not send them again. What comes while one note is being
/// written is written together with the next.
/// </summary>
internal sealed class SentMarks(IServiceScopeFactory scopes)
{
    private readonly Lock _gate = new();
    private List<(string Key, string Value)> _waiting = [];
    private Task _last = Task.CompletedTask;
    private Task? _next;

    /// <summary>Ends when it is written, and fails when it could not be.</summary>
    /// <param name="key">Key of the turn's record.</param>
    /// <param name="value">The record from now on.</param>
    public Task WriteAsync(string key, string value)
    {
        lock (_gate)
        {
            _waiting.Add((key, value));
            return _next ??= _last = WriteAfterAsync(_last);
        }
    }

    private async Task WriteAfterAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        List<(string Key, string Value)> marks;
        lock (_gate)
        {
            (marks, _waiting, _next) = (_waiting, [], null);
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<OpportunitiesContext>();
        await db.InTransactionAsync<object?>(
            async token =>
            {
                foreach (var equal in marks.GroupBy(m => m.Value, m => m.Key))
                {
                    var keys = equal.ToList();
                    await db.StoredItems.Where(i => keys.Contains(i.Key)).ExecuteUpdateAsync(
                        set => set.SetProperty(i => i.Value, equal.Key).SetProperty(i => i.Version, i => i.Version + 1), token);
                }

                return null;
            },
            CancellationToken.None);
    }
}
