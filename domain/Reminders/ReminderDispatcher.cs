using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Domain.Reminders;

/// <summary>The way out of the process: takes a reminder to its person.</summary>
public interface IReminderSender
{
    /// <summary>Sends one reminder. Its opportunity (with cycle, stages, current entry, contact) and salesperson are loaded.</summary>
    Task<SendOutcome> SendAsync(Reminder reminder, CancellationToken cancellationToken);
}

/// <summary>What became of one attempt.</summary>
public abstract record SendOutcome
{
    private SendOutcome()
    {
    }

    /// <summary>The channel took it and calls it so.</summary>
    public sealed record Sent(string Delivery) : SendOutcome;

    /// <summary>The person has no chat with the bot yet, or not any more; the attempt does not count.</summary>
    public sealed record NotReachable(string Why) : SendOutcome;

    /// <summary>It may work later; <paramref name="After"/> is what the channel asked to wait, if anything.</summary>
    public sealed record TryAgain(string Why, TimeSpan? After = null) : SendOutcome;

    /// <summary>It will never work.</summary>
    public sealed record GivenUp(string Why) : SendOutcome;
}

/// <summary>Sends what is due, one batch at a time. Any number of processes may run it at once on one database.</summary>
public sealed partial class ReminderDispatcher(
    OpportunitiesContext db, IReminderSender sender, IOptions<RemindersOptions> options, TimeProvider clock, ILogger<ReminderDispatcher> logger)
{
    private static readonly TimeSpan LookAgainForTheUnreachable = TimeSpan.FromMinutes(30);

    /// <summary>Claims one batch, sends it and records each outcome.</summary>
    /// <returns>How many were claimed; below the batch size there is nothing left that is due.</returns>
    public async Task<int> SendDueAsync(CancellationToken cancellationToken)
    {
        var claim = Guid.NewGuid();
        var now = clock.GetUtcNow();
        var leaseEnds = now.AddSeconds(options.Value.LeaseSeconds);
        var due = db.Reminders.Where(r => r.NextAttemptAt <= now).OrderBy(r => r.NextAttemptAt).ThenBy(r => r.Id)
            .Select(r => r.Id).Take(options.Value.BatchSize);
        var claimed = await db.Reminders.Where(r => due.Contains(r.Id) && r.NextAttemptAt <= now).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.State, ReminderState.Sending).SetProperty(r => r.ClaimedBy, claim)
                .SetProperty(r => r.NextAttemptAt, leaseEnds).SetProperty(r => r.Attempts, r => r.Attempts + 1)
                .SetProperty(r => r.Version, r => r.Version + 1),
            cancellationToken);
        if (claimed == 0)
        {
            return 0;
        }

        var batch = await db.Reminders.Where(r => r.ClaimedBy == claim).OrderBy(r => r.DueAt).ThenBy(r => r.Id)
            .Select(r => r.Id).ToListAsync(cancellationToken);
        foreach (var id in batch)
        {
            await SendAsync(id, claim, cancellationToken);
            db.ChangeTracker.Clear();
        }

        return claimed;
    }

    private async Task SendAsync(long id, Guid claim, CancellationToken cancellationToken)
    {
        var reminder = await db.Reminders.WithItsOpportunity().SingleAsync(r => r.Id == id, cancellationToken);
        if (reminder.ClaimedBy != claim)
        {
            return; // cancelled, or taken over after the lease ran out
        }

        SendOutcome outcome;
        try
        {
            outcome = await sender.SendAsync(reminder, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogFailure(id, error);
            outcome = new SendOutcome.TryAgain(error.GetType().Name);
        }

        var now = clock.GetUtcNow();
        switch (outcome)
        {
            case SendOutcome.Sent sent:
                reminder.Sent(sent.Delivery, now);
                break;
            case SendOutcome.NotReachable nobody:
                reminder.Unreachable(nobody.Why, now + LookAgainForTheUnreachable);
                break;
            case SendOutcome.TryAgain later when reminder.Attempts < options.Value.MaxAttempts:
                reminder.NotSent(later.Why, now + (later.After ?? TimeSpan.FromSeconds(Math.Pow(2, Math.Min(reminder.Attempts, 11)))));
                break;
            case SendOutcome.TryAgain last:
                reminder.Fail(last.Why);
                break;
            case SendOutcome.GivenUp never:
                reminder.Fail(never.Why);
                break;
        }

        try
        {
            await db.SaveChangesAsync(CancellationToken.None); // what has been sent is recorded even while the host is stopping
            LogOutcome(id, outcome.GetType().Name);
        }
        catch (DbUpdateConcurrencyException)
        {
            LogOutcome(id, "Changed meanwhile");
        }
    }

    [LoggerMessage(LogLevel.Information, "Reminder {ReminderId} ended as {Outcome}.")]
    private partial void LogOutcome(long reminderId, string outcome);

    [LoggerMessage(LogLevel.Warning, "Reminder {ReminderId} could not be sent.")]
    private partial void LogFailure(long reminderId, Exception error);
}
