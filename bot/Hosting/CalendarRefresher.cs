using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Bot.Hosting;

/// <summary>
/// Takes over working days and holidays that were saved, at the start and then every minute: another copy may have saved them.
/// </summary>
internal sealed partial class CalendarRefresher(
    IServiceScopeFactory scopes, CompanyCalendar calendar, TimeProvider clock, ILogger<CalendarRefresher> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        do
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await calendar.RefreshAsync(scope.ServiceProvider.GetRequiredService<OpportunitiesContext>(), stoppingToken);
            }
#pragma warning disable CA1031 // The calendar that is known goes on holding until the database answers again.
            catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogNotRefreshed(failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Warning, "The company's calendar could not be read; the one that is known holds.")]
    private partial void LogNotRefreshed(Exception failure);
}
