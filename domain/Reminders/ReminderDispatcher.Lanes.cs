using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Exchange.Webhooks;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpportunities.Domain.Reminders;

/// <content>Sending, several people at once, and recording what became of it.</content>
public sealed partial class ReminderDispatcher
{
    private static readonly TimeSpan LookAgainForTheUnreachable = TimeSpan.FromMinutes(30);

    /// <summary>Long enough that a host that cannot send does not take everything from one that can.</summary>
    private static readonly TimeSpan LookAgainAfterAnOwnFault = TimeSpan.FromMinutes(2);

    /// <summary>Where the people are written to, asked in a scope of its own.</summary>
    private async Task<IReadOnlyDictionary<long, object>> LocateAsync(List<Outbox> outboxes, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IReminderSender>()
            .LocateAsync([.. outboxes.Select(o => o.Hours.Person)], cancellationToken);
    }

    /// <summary>
    /// Sends to some people, one after the other; other lanes do the same at the same time, and the database of this class is theirs
    /// only to save.
    /// </summary>
    private async Task SendLaneAsync(
        List<Outbox> outboxes, IReadOnlyDictionary<long, object> whereabouts, Shift shift, GroupedSaves saves, Escalations escalations,
        CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var sender = scope.ServiceProvider.GetRequiredService<IReminderSender>();
        foreach (var outbox in outboxes)
        {
            for (var i = 0; i < outbox.Messages.Count; i++)
            {
                var (reminders, isAlone) = outbox.Messages[i];
                if (shift.IsOver(clock.GetUtcNow()))
                {
                    return;
                }

                if (isAlone && outbox.OverTheCap(clock.GetUtcNow()) is { } free)
                {
                    await saves.AddAsync(() => Touch(reminders, r => r.PutBack(free)));
                    continue;
                }

                var message = new ReminderMessage(
                    Guid.CreateVersion7(clock.GetUtcNow()), outbox.Hours.Person, reminders, Earlier: isAlone ? 0 : outbox.Earlier,
                    Whereabouts: whereabouts.GetValueOrDefault(outbox.Hours.Person.Id));
                var outcome = await SendAsync(
                    sender, scope.ServiceProvider.GetRequiredService<TeamChangesQuery>(), message, cancellationToken);
                var sentAt = clock.GetUtcNow();
                var later = outbox.Messages[(i + 1)..].SelectMany(m => m.Reminders).ToList();
                await saves.AddAsync(() => Record(message, isAlone, outcome, outbox.Hours, escalations, later, sentAt));
                LogOutcome(message.Id, reminders.Count, outcome?.GetType().Name ?? "NothingToSay");
                if (outcome is SendOutcome.Sent && isAlone)
                {
                    outbox.Alone.Insert(0, sentAt);
                }

                if (outcome is SendOutcome.TryAgain { After: { } wait })
                {
                    // The channel asked for a rest: everybody else of this batch waits too.
                    rest.Asked(sentAt);
                    shift.Pause(sentAt + wait);
                }

                if (outcome is SendOutcome.OwnFault ours)
                {
                    LogOwnFault(message.Id, ours.Why);
                }

                if (IsToWait(outcome))
                {
                    break;
                }
            }
        }
    }

    /// <returns>Null when there turned out to be nothing to say.</returns>
    private async Task<SendOutcome?> SendAsync(
        IReminderSender sender, TeamChangesQuery teamChanges, ReminderMessage message, CancellationToken cancellationToken)
    {
        try
        {
            if (message.Reminders[0].Kind == ReminderKind.TeamBrief)
            {
                message = message with
                {
                    Changes = await teamChanges.BeforeAsync(message.Person, message.Reminders[0].DueOn!.Value, cancellationToken),
                };
                if (message.Changes.IsEmpty)
                {
                    return null;
                }
            }

            return await sender.SendAsync(message, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogFailure(message.Reminders[0].Id, error);
            return new SendOutcome.TryAgain(error.GetType().Name);
        }
    }

    /// <summary>What became of a message; <paramref name="later"/> is what comes after it for the same person.</summary>
    private void Record(
        ReminderMessage message, bool isAlone, SendOutcome? outcome, ReminderHours hours, Escalations escalations, List<Reminder> later,
        DateTimeOffset now)
    {
        Touch(message.Reminders, reminder =>
        {
            switch (outcome)
            {
                case null:
                    reminder.Cancel(now);
                    break;
                case SendOutcome.Sent sent:
                    reminder.Sent(sent.Delivery, message.Id, isAlone, now);
                    TellOfEscalation(reminder, message.Person, now);
                    if (reminder.Kind is ReminderKind.Won or ReminderKind.TakenBack)
                    {
                        reminder.Acted(now); // nobody is asked anything
                    }

                    if (escalations.After(reminder, hours, now) is { } escalation)
                    {
                        db.Reminders.Add(escalation);
                    }

                    break;
                case SendOutcome.NotReachable nobody:
                    reminder.Unreachable(nobody.Why, now + LookAgainForTheUnreachable);
                    break;
                case SendOutcome.OwnFault ours:
                    reminder.Unreachable(ours.Why, now + LookAgainAfterAnOwnFault);
                    break;
                case SendOutcome.TryAgain again when reminder.Attempts < options.Value.MaxAttempts:
                    reminder.NotSent(again.Why, now + (again.After ?? TimeSpan.FromSeconds(Math.Pow(2, Math.Min(reminder.Attempts, 11)))));
                    break;
                case SendOutcome.TryAgain last:
                    reminder.Fail(last.Why);
                    break;
                case SendOutcome.GivenUp never:
                    reminder.Fail(never.Why);
                    break;
            }
        });
        if (IsToWait(outcome))
        {
            // What comes after it waits with it, so that a person reads things in their order.
            var turn = message.Reminders[0].NextAttemptAt ?? now;
            Touch(later, r => r.PutBack(turn));
        }
    }

    private void TellOfEscalation(Reminder reminder, Salesperson manager, DateTimeOffset now)
    {
        if (reminder is { Kind: ReminderKind.Escalation, Opportunity: { } opportunity })
        {
            db.Tell(new WebhookNote(
                WebhookEvents.ReminderEscalated, opportunity, now,
                new WebhookData(ActSource.System) { By = Texts.ProductName, ManagerCode = manager.Code }));
        }
    }

    private static bool IsToWait(SendOutcome? outcome) =>
        outcome is SendOutcome.TryAgain or SendOutcome.NotReachable or SendOutcome.OwnFault;

    [LoggerMessage(LogLevel.Information, "Message {MessageId} of {Reminders} reminders ended as {Outcome}.")]
    private partial void LogOutcome(Guid messageId, int reminders, string outcome);

    [LoggerMessage(LogLevel.Warning, "Message {MessageId} waits, because this host cannot send it ({Why}): check its settings under Bot.")]
    private partial void LogOwnFault(Guid messageId, string why);

    [LoggerMessage(LogLevel.Warning, "Reminder {ReminderId} could not be sent.")]
    private partial void LogFailure(long reminderId, Exception error);
}
