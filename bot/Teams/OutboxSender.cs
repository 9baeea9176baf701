using ChatOpportunities.Domain.Delivery;
using Microsoft.Bot.Schema;

namespace ChatOpportunities.Bot.Teams;

/// <summary>
/// Sends what turns have saved in the outbox, right after and from memory: the messages of one conversation one after another in their
/// order, several conversations at once, each message by itself. What the channel refuses for good does not keep back what comes after
/// it; what fails in passing is tried again, and its conversation waits for it. Throws nothing.
/// </summary>
internal sealed partial class OutboxSender(
    TeamsConnector connector, OutboxRows rows, TimeProvider clock, ILogger<OutboxSender> logger) : IAsyncDisposable
{
    /// <summary>
    /// A message is given up when the channel failed so often: after about four minutes where it asks for no longer pauses.
    /// </summary>
    internal const int MaxAttempts = 8;

    /// <summary>How long one call of the connector takes at most; who begins one holds a claim for longer.</summary>
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(26);

    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<(string? Tenant, string? Conversation), Queue<QueuedMessage>> _lanes = [];
    private readonly HashSet<long> _undeleted = [];
    private int _working;
    private TaskCompletionSource? _idle;
    private TaskCompletionSource? _empty;

    /// <summary>Makes messages ready to be sent once the act that they tell of is saved.</summary>
    /// <param name="heard">The activity they answer; its conversation is theirs unless they name another.</param>
    /// <param name="messages">In order.</param>
    /// <param name="areSaved">Whether the caller saves their rows with the act.</param>
    public IReadOnlyList<QueuedMessage> Prepare(Activity heard, IReadOnlyList<OutboundMessage> messages, bool areSaved = false)
    {
        if (messages.Count == 0)
        {
            return [];
        }

        var (reference, who) = (heard.GetConversationReference(), (heard.From?.AadObjectId, heard.TenantId));
        List<QueuedMessage> queued = [];
        foreach (var message in messages)
        {
            var addressed = message.To is null ? message with { To = reference } : message;
            var row = rows.New(addressed, queued.FirstOrDefault()?.Row.TurnId, areSaved, who);
            queued.Add(new QueuedMessage(row, addressed, areSaved, ExecutionContext.Capture())
            {
                After = queued.LastOrDefault()?.Tried?.Task ?? Task.CompletedTask,
                Tried = messages.Count > 1 ? new(TaskCreationOptions.RunContinuationsAsynchronously) : null,
            });
        }

        return queued;
    }

    /// <summary>Begins to send, in the background; what is said earlier in the same conversation comes first.</summary>
    public void Send(IReadOnlyList<QueuedMessage> messages)
    {
        List<(string? Tenant, string? Conversation)> begun = [];
        lock (_gate)
        {
            // All at once: where one message waits for another, that one is then always ahead in its own lane, and no ring can come of it.
            foreach (var message in messages)
            {
                if (_lanes.TryGetValue(message.Lane, out var waiting))
                {
                    waiting.Enqueue(message);
                    continue;
                }

                _lanes[message.Lane] = new Queue<QueuedMessage>([message]);
                _working++;
                begun.Add(message.Lane);
            }
        }

        foreach (var lane in begun)
        {
            using (ExecutionContext.SuppressFlow())
            {
                _ = Task.Run(() => RunAsync(lane));
            }
        }
    }

    /// <summary>Ends when nothing is being sent or deleted; what waits for its next attempt is not waited for.</summary>
    public Task IdleAsync()
    {
        lock (_gate)
        {
            return _working == 0 ? Task.CompletedTask : (_idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Ends when everything was sent or given up.</summary>
    public Task EmptyAsync()
    {
        lock (_gate)
        {
            return IsEmpty ? Task.CompletedTask : (_empty ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>
    /// What has to be done again and again: lengthen the claims on what waits here, delete what was sent and could not be deleted, and send
    /// what other processes left behind.
    /// </summary>
    public async Task KeepUpAsync(CancellationToken cancellationToken)
    {
        var soon = clock.GetUtcNow() + LongestCall + OutboxRecovery.Pause;
        List<OutboxMessage> ending;
        List<long> undeleted, known;
        lock (_gate)
        {
            var all = _lanes.Values.SelectMany(lane => lane).Where(m => m.IsSaved).ToList();
            ending = [.. all.Where(m => !m.IsClaimedAt(soon)).Select(m => m.Row)];
            undeleted = [.. _undeleted];
            known = [.. all.Select(m => m.Row.Id), .. undeleted];
        }

        await rows.RenewAsync(ending, cancellationToken);
        await Task.WhenAll(undeleted.Select(ForgetAsync));
        var left = await rows.TakeOverAsync(known, cancellationToken);
        if (left.Count > 0)
        {
            LogTakenOver(left.Count);
        }

        foreach (var row in left)
        {
            if (OutboundMessage.Read(row.Payload) is { To: not null } message)
            {
                Send([new QueuedMessage(row, message, IsSaved: true, Turn: null)]);
            }
            else
            {
                await rows.GiveUpAsync(row, isSaved: true, "Unreadable"); // written by a version that this one does not know
            }
        }
    }

    /// <summary>Ends what is being sent, within the caller's time, and leaves the rest to whoever comes next.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await IdleAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        List<long> left;
        lock (_gate)
        {
            left = [.. _lanes.Values.SelectMany(lane => lane).Where(m => m.IsSaved).Select(m => m.Row.Id)];
        }

        await _end.CancelAsync();
        await IdleAsync();
        if (left.Count > 0)
        {
            await rows.ReleaseAsync(left, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await IdleAsync();
        _end.Dispose();
    }

    private bool IsEmpty => _working == 0 && _lanes.Count == 0;

    /// <summary>Sends what one conversation is told, until there is no more.</summary>
    private async Task RunAsync((string? Tenant, string? Conversation) lane)
    {
        while (Next(lane) is { } message)
        {
            try
            {
                await message.After.WaitAsync(_end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (await DeliverAsync(message) is { } pause)
                {
                    message.Tried?.TrySetResult();
                    var rest = Task.Delay(pause, clock, _end.Token);
                    Change(-1);
                    await rest.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    Change(+1);
                    continue;
                }
            }
            catch (OperationCanceledException) when (_end.IsCancellationRequested)
            {
                // Given back, or taken over when its lease has ended.
            }
            catch (Exception failure)
            {
                // Of ours or of the database: the row stays, and is taken over when its lease has ended.
                LogNotNoted(failure, message.Row.Id, message.Row.ConversationId);
            }
            finally
            {
                message.Tried?.TrySetResult();
            }

            Done(lane);
        }

        Change(-1);
    }

    /// <returns>After which pause it is to be tried again; null when it need not.</returns>
    private async Task<TimeSpan?> DeliverAsync(QueuedMessage message)
    {
        if (!message.IsClaimedAt(clock.GetUtcNow() + LongestCall) && !await rows.RenewAsync([message.Row], _end.Token))
        {
            return null; // another process has taken it over
        }

        try
        {
            await InTurnOf(message, () => SendAsync(message.Message.To!, message.Message, _end.Token));
        }
        catch (ConnectorException failure)
        {
            return await NoteAsync(message, failure);
        }
        catch (Exception failure) when (!_end.IsCancellationRequested)
        {
            // It cannot be written, or a thing nobody thought of: another try would end the same way.
            await GiveUpAsync(message, failure, failure.GetType().Name);
            return null;
        }

        if (message.IsSaved)
        {
            _ = ForgetAsync(message.Row.Id);
        }

        return null;
    }

    private async Task SendAsync(ConversationReference reference, OutboundMessage message, CancellationToken cancellationToken)
    {
        switch (message)
        {
            case { Replaces: { } id }:
                try
                {
                    await connector.UpdateAsync(reference, id, message.Activity, cancellationToken);
                }
                catch (ConnectorException gone) when (gone.Kind == ConnectorFailure.NotFound && message.IsTheAnswer)
                {
                    // The card was deleted; the answer to its button is not lost with it.
                    await connector.SendAsync(reference, message.Activity, cancellationToken);
                }

                break;
            case { Activity.ReplyToId: not null }:
                await connector.ReplyAsync(reference, message.Activity, cancellationToken);
                break;
            default:
                await connector.SendAsync(reference, message.Activity, cancellationToken);
                break;
        }
    }

    private async Task<TimeSpan?> NoteAsync(QueuedMessage message, ConnectorException failure)
    {
        var (why, attempt) = ($"{failure.Kind}: {failure.Code}", message.Row.Attempts + 1);
        if (failure.Kind is not (ConnectorFailure.Throttled or ConnectorFailure.Transient) || attempt >= MaxAttempts)
        {
            await GiveUpAsync(message, failure, why);
            return null;
        }

        // Twice as long each time, up to two minutes, or as long as the service asked for.
        var pause = failure.RetryAfter ?? TimeSpan.FromSeconds(Math.Pow(2, attempt));
        var isOwnPacing = failure.Code == TeamsConnector.Paced; // the service was not asked
        if (!isOwnPacing)
        {
            LogNotSent(failure, message.Message.To!.ActivityId, message.Message.To.Conversation?.Id, attempt);
        }

        await rows.PutBackAsync(message.Row, message.IsSaved, pause, isOwnPacing ? null : why);
        return pause;
    }

    private async Task GiveUpAsync(QueuedMessage message, Exception failure, string why)
    {
        LogGivenUp(failure, message.Message.To!.ActivityId, message.Message.To.Conversation?.Id, message.Row.Attempts + 1);
        await rows.GiveUpAsync(message.Row, message.IsSaved, why);
    }

    /// <summary>The call is told as a part of the turn that it belongs to, which has ended by now.</summary>
    private static Task InTurnOf(QueuedMessage message, Func<Task> send)
    {
        if (message.Turn is null)
        {
            return send();
        }

        var sent = Task.CompletedTask;
        ExecutionContext.Run(message.Turn, _ => sent = send(), null);
        return sent;
    }

    /// <summary>It was sent: its row goes, now or with the next try.</summary>
    private async Task ForgetAsync(long id)
    {
        lock (_gate)
        {
            _undeleted.Add(id);
            _working++;
        }

        try
        {
            await rows.DeleteAsync(id);
            lock (_gate)
            {
                _undeleted.Remove(id);
            }
        }
        catch (Exception failure)
        {
            LogNotNoted(failure, id, null);
        }

        Change(-1);
    }

    private QueuedMessage? Next((string? Tenant, string? Conversation) lane)
    {
        lock (_gate)
        {
            if (!_end.IsCancellationRequested && _lanes[lane].TryPeek(out var message))
            {
                return message;
            }

            _lanes.Remove(lane);
            return null;
        }
    }

    private void Done((string? Tenant, string? Conversation) lane)
    {
        lock (_gate)
        {
            _lanes[lane].Dequeue();
        }
    }

    /// <summary>Something begins or ends; whoever waits for the end is told.</summary>
    private void Change(int by)
    {
        lock (_gate)
        {
            _working += by;
            if (_working == 0)
            {
                _idle?.SetResult();
                _idle = null;
            }

            if (IsEmpty)
            {
                _empty?.SetResult();
                _empty = null;
            }
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "A message of activity {ActivityId} in conversation {ConversationId} was not delivered, attempt {Attempt}; it is tried again.")]
    private partial void LogNotSent(Exception failure, string? activityId, string? conversationId, int attempt);

    [LoggerMessage(
        LogLevel.Error,
        "A message of activity {ActivityId} in conversation {ConversationId} was not delivered and is given up after attempt {Attempt}.")]
    private partial void LogGivenUp(Exception failure, string? activityId, string? conversationId, int attempt);

    [LoggerMessage(LogLevel.Error, "What became of message {MessageId} in conversation {ConversationId} could not be noted.")]
    private partial void LogNotNoted(Exception failure, long messageId, string? conversationId);

    [LoggerMessage(LogLevel.Information, "{Count} messages that another process had left were taken over.")]
    private partial void LogTakenOver(int count);
}
