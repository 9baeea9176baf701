using System.Collections.Concurrent;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Domain.Exchange.Webhooks;

/// <summary>
/// Sends what webhooks are to be told. Each webhook has a lane of its own, so that a slow receiver holds up nobody but itself; a lane holds
/// the lease on its webhook, so that one process at a time sends for it, and another takes over when that one dies. Within a lane the
/// events of one opportunity go out in their order: one that fails is waited for, those of other opportunities go past it.
/// </summary>
public sealed partial class WebhookLanes(
    IServiceScopeFactory scopes, WebhookSender sender, IOptions<WebhookOptions> options, TimeProvider clock, ILogger<WebhookLanes> logger)
    : IAsyncDisposable, IDisposable
{
    /// <summary>For so long a lane has its webhook; whoever holds it begins nothing in the last part of it.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private const int AtOnce = 4;
    private const int Batch = 100;

    /// <summary>After so many failures in a row the receiver is taken to be down, and the webhook rests.</summary>
    private const int FailuresBeforeRest = 3;

    /// <summary>A few failures spread over days are not days of failure.</summary>
    private const int FailuresBeforeSwitchOff = 10;

    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(15);

    /// <summary>Waits between the attempts at one event; the last one again and again, until its day is over.</summary>
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(2),
    ];

    private readonly WebhookSender _sender = sender;
    private readonly IOptions<WebhookOptions> _options = options;
    private readonly ConcurrentDictionary<long, Task> _lanes = [];
    private readonly CancellationTokenSource _stopping = new();

    private DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Begins a lane for each webhook that something is due for, unless one runs already; waits for none.</summary>
    /// <returns>The lanes that were begun.</returns>
    public async Task<IReadOnlyList<Task>> BeginDueAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<OpportunitiesContext>();
        if (await db.KnownWebhooksAsync(cancellationToken) is not { Count: > 0 })
        {
            return [];
        }

        var now = Now;
        var due = await db.Webhooks
            .Where(w => w.State == WebhookState.On && (w.RestUntil == null || w.RestUntil <= now)
                && (w.ClaimedUntil == null || w.ClaimedUntil <= now)
                && db.WebhookDeliveries.Any(d => d.WebhookId == w.Id && d.NextAttemptAt != null && d.NextAttemptAt <= now))
            .Select(w => w.Id).ToListAsync(cancellationToken);
        List<Task> begun = [];
        foreach (var id in due)
        {
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_lanes.TryAdd(id, started.Task))
            {
                begun.Add(started.Task);
                _ = RunAsync(id, started);
            }
        }

        return begun;
    }

    /// <summary>The same, and waits for those lanes to end.</summary>
    public async Task SendDueAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(await BeginDueAsync(cancellationToken)).WaitAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_lanes.Values);
        _stopping.Dispose();
    }

    /// <inheritdoc />
    public void Dispose() => _stopping.Cancel();

    /// <summary>The wait before the next attempt, some of it at random.</summary>
    internal static TimeSpan WaitAfter(int attempts) => Jittered(Waits[Math.Clamp(attempts - 1, 0, Waits.Length - 1)]);

    private static TimeSpan Rest(int failures)
    {
        var rest = TimeSpan.FromMinutes(Math.Pow(2, Math.Min(failures - FailuresBeforeRest, 8)));
        return Jittered(rest < LongestRest ? rest : LongestRest);
    }

    private static TimeSpan Jittered(TimeSpan wait) => wait * (0.8 + (Random.Shared.NextDouble() * 0.4));

    private async Task RunAsync(long id, TaskCompletionSource ended)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            using var lane = new Lane(this, scope.ServiceProvider.GetRequiredService<OpportunitiesContext>(), id);
            await lane.RunAsync(_stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // What was not begun is left to the next host; what was begun is sent again.
        }
#pragma warning disable CA1031 // One lane's fault ends neither the others nor the process; the next tick begins it anew.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogFault(id, fault);
        }
        finally
        {
            _lanes.TryRemove(id, out _);
            ended.SetResult();
        }
    }

    [LoggerMessage(LogLevel.Information, "Delivery {DeliveryId} to webhook {WebhookId} ended as {Outcome} ({Status}), attempt {Attempt}.")]
    private partial void LogAttempt(long deliveryId, long webhookId, WebhookOutcome outcome, int? status, int attempt);

    [LoggerMessage(LogLevel.Warning, "Webhook {WebhookId} was switched off after {Failures} failures in a row ({Outcome}).")]
    private partial void LogSwitchedOff(long webhookId, int failures, WebhookOutcome outcome);

    [LoggerMessage(LogLevel.Warning, "The lane of webhook {WebhookId} ended with a fault; the next tick begins it anew.")]
    private partial void LogFault(long webhookId, Exception fault);

    /// <summary>One turn at sending for one webhook.</summary>
    private sealed class Lane(WebhookLanes lanes, OpportunitiesContext db, long id) : IDisposable
    {
        private readonly Guid _claim = Guid.NewGuid();
        private readonly SemaphoreSlim _saving = new(1, 1);
        private Webhook _webhook = null!;
        private int _failures;
        private bool _isOver;

        private IQueryable<Webhook> Mine => db.Webhooks.Where(w => w.Id == id && w.ClaimedBy == _claim);

        public async Task RunAsync(CancellationToken cancellationToken)
        {
            var begun = lanes.Now;
            if (await db.Webhooks
                .Where(w => w.Id == id && w.State == WebhookState.On && (w.ClaimedUntil == null || w.ClaimedUntil <= begun))
                .ExecuteUpdateAsync(
                    set => set.SetProperty(w => w.ClaimedBy, _claim).SetProperty(w => w.ClaimedUntil, begun + Lease), cancellationToken)
                == 0)
            {
                return; // another process was faster
            }

            try
            {
                // What is begun ends before the lease does, for nobody else may send meanwhile.
                while (!_isOver && lanes.Now < begun + (Lease / 2) && await SendSomeAsync(begun + (Lease / 2), cancellationToken))
                {
                }
            }
            finally
            {
                await Mine.ExecuteUpdateAsync(
                    set => set.SetProperty(w => w.ClaimedBy, (Guid?)null).SetProperty(w => w.ClaimedUntil, (DateTimeOffset?)null),
                    CancellationToken.None);
            }
        }

        public void Dispose() => _saving.Dispose();

        /// <returns>Whether something was there.</returns>
        private async Task<bool> SendSomeAsync(DateTimeOffset end, CancellationToken cancellationToken)
        {
            if (await Mine.AsNoTracking().SingleOrDefaultAsync(w => w.State == WebhookState.On, cancellationToken) is not { } webhook)
            {
                return false; // paused or deleted meanwhile
            }

            (_webhook, _failures) = (webhook, webhook.Failures);
            var now = lanes.Now;
            var due = await db.WebhookDeliveries.AsNoTracking()
                .Where(d => d.WebhookId == id && d.NextAttemptAt != null && d.NextAttemptAt <= now
                    && !db.WebhookDeliveries.Any(e => e.WebhookId == id && e.OpportunityNo == d.OpportunityNo && e.Id < d.Id
                        && e.NextAttemptAt != null && e.NextAttemptAt > now))
                .OrderBy(d => d.Id).Take(_failures > 0 ? AtOnce : Batch).ToListAsync(cancellationToken);
            if (due.Count == 0)
            {
                return false;
            }

            await Parallel.ForEachAsync(
                due.GroupBy(d => d.OpportunityNo).ToList(),
                new ParallelOptions { MaxDegreeOfParallelism = _failures > 0 ? 1 : AtOnce, CancellationToken = cancellationToken },
                async (mine, token) =>
                {
                    foreach (var delivery in mine)
                    {
                        if (_isOver || lanes.Now >= end || !await SendAsync(delivery, token))
                        {
                            return;
                        }
                    }
                });
            return true;
        }

        /// <returns>Whether the next of the same opportunity may follow.</returns>
        private async Task<bool> SendAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
        {
            var answer = await lanes._sender.SendAsync(_webhook, delivery, cancellationToken);
            await _saving.WaitAsync(CancellationToken.None); // what was sent is recorded even while the host is stopping
            try
            {
                return await RecordAsync(delivery, answer, lanes.Now);
            }
            finally
            {
                _saving.Release();
            }
        }

        private async Task<bool> RecordAsync(WebhookDelivery delivery, WebhookAnswer answer, DateTimeOffset now)
        {
            var arrived = answer.Outcome == WebhookOutcome.Delivered;
            var ends = arrived || answer.Outcome == WebhookOutcome.Gone || now >= delivery.GiveUpAt;
            var next = ends ? (DateTimeOffset?)null : now + WaitAfter(delivery.Attempts + 1);
            var key = delivery.Id;
            var before = delivery.Attempts;
            var isMine = await db.WebhookDeliveries.Where(d => d.Id == key && d.Attempts == before).ExecuteUpdateAsync(
                set => set.SetProperty(d => d.Attempts, d => d.Attempts + 1).SetProperty(d => d.AttemptedAt, now)
                    .SetProperty(d => d.NextAttemptAt, next).SetProperty(d => d.Outcome, answer.Outcome)
                    .SetProperty(d => d.Status, answer.Status).SetProperty(d => d.Answer, answer.Said),
                CancellationToken.None) > 0;
            if (!isMine)
            {
                _isOver = true; // the lease had ended: another lane has sent it, and goes on
                return false;
            }

            lanes.LogAttempt(key, id, answer.Outcome, answer.Status, delivery.Attempts + 1);
            if (!arrived)
            {
                await FailAsync(answer.Outcome, now);
            }
            else if (_failures > 0)
            {
                _failures = 0;
                await Mine.ExecuteUpdateAsync(
                    set => set.SetProperty(w => w.Failures, 0).SetProperty(w => w.FailingSince, (DateTimeOffset?)null)
                        .SetProperty(w => w.RestUntil, (DateTimeOffset?)null),
                    CancellationToken.None);
            }

            return arrived || ends;
        }

        private async Task FailAsync(WebhookOutcome outcome, DateTimeOffset now)
        {
            var failures = ++_failures;
            var since = _webhook.FailingSince ?? now;
            var rest = failures >= FailuresBeforeRest ? now + Rest(failures) : (DateTimeOffset?)null;
            _isOver |= rest is not null;
            await Mine.ExecuteUpdateAsync(
                set => set.SetProperty(w => w.Failures, failures).SetProperty(w => w.RestUntil, rest)
                    .SetProperty(w => w.FailingSince, w => w.FailingSince ?? now),
                CancellationToken.None);
            if (outcome == WebhookOutcome.Gone || (failures >= FailuresBeforeSwitchOff
                && now - since >= TimeSpan.FromDays(lanes._options.Value.SwitchOffAfterDays)))
            {
                _isOver = true;
                await SwitchOffAsync(outcome, failures, now);
            }
        }

        private async Task SwitchOffAsync(WebhookOutcome outcome, int failures, DateTimeOffset now)
        {
            await db.InTransactionAsync(
                async token =>
                {
                    if (await db.Webhooks.SingleOrDefaultAsync(w => w.Id == id && w.State == WebhookState.On, token) is { } webhook)
                    {
                        webhook.SwitchOff();
                        db.AuditEntries.Add(AuditEntry.OfProduct(
                            now, AuditSubjects.Webhook, id.ToString(System.Globalization.CultureInfo.InvariantCulture),
                            outcome == WebhookOutcome.Gone ? AuditSentences.WebhookGone : AuditSentences.WebhookSwitchedOff, webhook.Name));
                        await db.SaveChangesAsync(token);
                    }

                    return true;
                },
                CancellationToken.None);
            db.ChangeTracker.Clear();
            lanes.LogSwitchedOff(id, failures, outcome);
        }
    }
}
