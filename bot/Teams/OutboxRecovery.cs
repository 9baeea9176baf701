namespace ChatOpportunities.Bot.Teams;

/// <summary>
/// Keeps the outbox going: at the start, before requests are served, and every few seconds takes what a process that died has left, and
/// at the stop lets what is being sent end.
/// </summary>
internal sealed partial class OutboxRecovery(OutboxSender sender, TimeProvider clock, ILogger<OutboxRecovery> logger) : BackgroundService
{
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StoppingTime = TimeSpan.FromSeconds(10);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await KeepUpAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(StoppingTime);
        try
        {
            await sender.StopAsync(time.Token);
        }
        catch (Exception failure)
        {
            LogFailed(failure);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await KeepUpAsync(stoppingToken);
        }
    }

    private async Task KeepUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            await sender.KeepUpAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogFailed(failure); // the next time tries again
        }
    }

    [LoggerMessage(LogLevel.Warning, "The outbox could not be brought up to date.")]
    private partial void LogFailed(Exception failure);
}
