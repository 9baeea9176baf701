namespace ChatOpportunities.Domain.Reminders;

/// <summary>
/// Many finish at about the same time and each waits until its change is saved: whoever is first saves for all who have come by
/// then, one save at a time. Nobody waits for others to come.
/// </summary>
internal sealed class GroupedSaves(Func<Task> save) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _gate = new();
    private List<(Action Change, TaskCompletionSource Saved)> _waiting = [];

    /// <summary>Makes a change when no save is under way, and comes back when it is saved.</summary>
    public async Task AddAsync(Action change)
    {
        var saved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Add((change, saved));
        }

        await _turn.WaitAsync();
        try
        {
            if (!saved.Task.IsCompleted)
            {
                await SaveAllAsync();
            }
        }
        finally
        {
            _turn.Release();
        }

        await saved.Task;
    }

    public void Dispose() => _turn.Dispose();

    private async Task SaveAllAsync()
    {
        List<(Action Change, TaskCompletionSource Saved)> all;
        lock (_gate)
        {
            (all, _waiting) = (_waiting, []);
        }

        try
        {
            all.ForEach(w => w.Change());
            await save();
            all.ForEach(w => w.Saved.SetResult());
        }
        catch (Exception failure)
        {
            all.ForEach(w => w.Saved.TrySetException(failure));
        }
    }
}
