using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatOpportunities.Domain.Reminders;

/// <summary>
/// One message owed to one person about one opportunity. It is claimed with a lease, sent, and recorded: a crash at any point
/// loses none, and sends one twice only between the channel's answer and the record of it.
/// </summary>
public sealed class Reminder : Entity
{
    public const int MaxKeyLength = 100;
    private const int MaxErrorLength = 200;
    private const int MaxDeliveryLength = 1000;
    private const string NotTheirs = "said not to be theirs";

    private Reminder()
    {
    }

    public ReminderKind Kind { get; private set; }

    /// <summary>Says what this is about, so that the same is never asked twice.</summary>
    public string Key { get; private set; } = "";

    /// <summary>Null for the Monday brief alone.</summary>
    public long? OpportunityId { get; private set; }

    public Opportunity? Opportunity { get; private set; }

    /// <summary>Who is reminded.</summary>
    public long SalespersonId { get; private set; }

    public Salesperson? Salesperson { get; private set; }

    public ReminderState State { get; private set; }

    /// <summary>UTC instant from which it is due.</summary>
    public DateTimeOffset DueAt { get; private set; }

    /// <summary>UTC instant of the next look at it: due time, retry or end of a lease; null when nothing is left to send.</summary>
    public DateTimeOffset? NextAttemptAt { get; private set; }

    /// <summary>Marks the batch that is sending it.</summary>
    public Guid? ClaimedBy { get; private set; }

    public int Attempts { get; private set; }

    public DateTimeOffset? SentAt { get; private set; }

    public DateTimeOffset? ActedAt { get; private set; }

    /// <summary>How often it was put off.</summary>
    public int Snoozes { get; private set; }

    /// <summary>Why the last attempt failed, in a word; never what was to be said.</summary>
    public string? LastError { get; private set; }

    /// <summary>The channel's name for the message that was sent.</summary>
    public string? Delivery { get; private set; }

    /// <summary>The task it reminds of.</summary>
    public long? TaskId { get; private set; }

    /// <summary>
    /// The day it is asked, in its person's calendar, from which <see cref="DueAt"/> follows; null when it is due at once.
    /// </summary>
    public DateOnly? DueOn { get; private set; }

    /// <summary>For an escalation: the day its cause was first asked.</summary>
    public DateOnly? SinceOn { get; private set; }

    /// <summary>One message may carry many reminders: they share this.</summary>
    public Guid? MessageId { get; private set; }

    /// <summary>Whether it came as a message of its own, not with a brief.</summary>
    public bool Alone { get; private set; }

    /// <summary>UTC instant at which its person was first known to have had it on the screen.</summary>
    public DateTimeOffset? SeenAt { get; private set; }

    /// <summary>For a hand-over: who gave it.</summary>
    public string? FromName { get; private set; }

    internal static Reminder Plan(
        ReminderKind kind, string key, long? opportunityId, long salespersonId, DateOnly? dueOn, DateTimeOffset dueAt,
        string? fromName = null, long? taskId = null, DateOnly? sinceOn = null) => new()
        {
            Kind = kind,
            Key = key,
            OpportunityId = opportunityId,
            SalespersonId = salespersonId,
            TaskId = taskId,
            State = ReminderState.Pending,
            DueOn = dueOn,
            SinceOn = sinceOn,
            DueAt = dueAt,
            NextAttemptAt = dueAt,
            FromName = fromName,
        };

    /// <summary>With its person, where it is not read from the database.</summary>
    internal Reminder To(Salesperson person)
    {
        Salesperson = person;
        return this;
    }

    /// <summary>Not asked yet, or put off: still to be sent.</summary>
    public bool IsWaiting => State is ReminderState.Pending or ReminderState.Snoozed;

    /// <summary>Asked, and neither answered nor put off.</summary>
    public bool IsOpen => State is ReminderState.Sent;

    /// <summary>Asked, or about to be: its person may answer it.</summary>
    public bool IsAskedBy(DateTimeOffset now) => IsOpen || (State == ReminderState.Pending && DueAt <= now);

    /// <summary>
    /// Plans it anew for whoever is to be asked now, unless it was asked already. What was given up, and what somebody said is not
    /// theirs, comes to nobody but another person.
    /// </summary>
    internal void PlanAgain(string key, long salespersonId, DateOnly dueOn, DateTimeOffset dueAt)
    {
        var isSomebodyElse = salespersonId != SalespersonId;
        var mayCome = SentAt is null && State switch
        {
            ReminderState.Pending => true,
            ReminderState.Cancelled => isSomebodyElse || LastError != NotTheirs,
            ReminderState.Failed => isSomebodyElse,
            _ => false,
        };
        if (!mayCome)
        {
            return;
        }

        if (State != ReminderState.Pending || DueAt != dueAt || isSomebodyElse)
        {
            (NextAttemptAt, Attempts, LastError) = (dueAt, 0, null); // else one that is tried again keeps its turn
        }

        (State, Key, DueOn, DueAt, SalespersonId) = (ReminderState.Pending, key, dueOn, dueAt, salespersonId);
    }

    /// <summary>Put off by somebody who does not have it any more: on its day it comes to whoever has.</summary>
    internal void HandTo(long salespersonId, DateTimeOffset dueAt)
    {
        if (State == ReminderState.Snoozed && salespersonId != SalespersonId)
        {
            (SalespersonId, DueAt, NextAttemptAt) = (salespersonId, dueAt, dueAt);
        }
    }

    /// <summary>The person's clock or habits changed: the same day at another instant.</summary>
    internal void DueAgain(DateTimeOffset dueAt)
    {
        if (IsWaiting)
        {
            (DueAt, NextAttemptAt) = (dueAt, dueAt);
        }
    }

    /// <summary>The rule for escalations changed: it comes on another day, or not at all.</summary>
    internal void Escalates(DateOnly? day)
    {
        if (day is null)
        {
            End("rule turned off");
        }
        else
        {
            DueOn = day;
        }
    }

    /// <summary>What it asks is somebody else's to answer now; it comes to them at the next look.</summary>
    internal void GoTo(long salespersonId, DateTimeOffset now)
    {
        PutBack(now);
        SalespersonId = salespersonId;
    }

    /// <summary>Not asked yet, and there is nobody any more to ask or nothing any more to ask about.</summary>
    internal void End(string why)
    {
        ArgumentNullException.ThrowIfNull(why);
        (State, NextAttemptAt, ClaimedBy, LastError) = (ReminderState.Cancelled, null, null, Cut(why));
    }

    /// <summary>Its person says that it is not theirs.</summary>
    internal void Refuse(DateTimeOffset now)
    {
        if (State == ReminderState.Pending)
        {
            End(NotTheirs);
        }

        Acted(now);
        Cancel(now);
    }

    /// <summary>Its cause is gone. One that was asked already and put off counts as answered.</summary>
    internal void Cancel(DateTimeOffset now)
    {
        if (State is ReminderState.Pending or ReminderState.Snoozed or ReminderState.Sending)
        {
            var asked = State == ReminderState.Snoozed;
            (State, NextAttemptAt, ClaimedBy) = (asked ? ReminderState.Acted : ReminderState.Cancelled, null, null);
            ActedAt = asked ? now : null;
        }
    }

    /// <summary>The person did something about it.</summary>
    internal void Acted(DateTimeOffset now)
    {
        if (State is ReminderState.Sent)
        {
            (State, ActedAt) = (ReminderState.Acted, now);
            SeenAt ??= now;
        }
    }

    /// <summary>The person's client has shown it.</summary>
    internal void Seen(DateTimeOffset now) => SeenAt ??= SentAt is null ? null : now;

    /// <summary>An admin sends it again by hand: one that failed, or one whose person could not be reached.</summary>
    internal Result<Reminder> Again(DateTimeOffset now)
    {
        if (State != ReminderState.Failed && !(IsWaiting && LastError is not null))
        {
            return Refusals.ReminderNotFailed;
        }

        (State, DueAt, NextAttemptAt, Attempts) = (ToBeSent, now < DueAt ? now : DueAt, now, 0);
        return this;
    }

    /// <summary>The person answered it from its card, perhaps before its sending was recorded.</summary>
    internal void Answered(DateTimeOffset now) => (State, ActedAt, NextAttemptAt, ClaimedBy) = (ReminderState.Acted, now, null, null);

    /// <summary>Puts it off; it comes again at the given instant.</summary>
    public Result<Reminder> Snooze(DateTimeOffset until, DateTimeOffset now)
    {
        // One that is to be asked later does not come sooner by it.
        if (State != ReminderState.Snoozed && !IsAskedBy(now) && !(State == ReminderState.Pending && until >= DueAt))
        {
            return Refusals.ReminderDone;
        }

        if (until <= now || until > now.AddDays(366))
        {
            return Refusals.SnoozeInPast;
        }

        if (State == ReminderState.Snoozed && DueAt == until)
        {
            return this; // pressed twice: put off once
        }

        (State, DueAt, NextAttemptAt, Snoozes) = (ReminderState.Snoozed, until, until, Snoozes + 1);
        (Attempts, DueOn, SeenAt) = (0, null, SeenAt ?? now);
        return this;
    }

    /// <summary>Puts it off to a day of its person's calendar; it comes again with the brief of that day.</summary>
    internal Result<Reminder> Snooze(DateOnly day, DateTimeOffset until, DateTimeOffset now)
    {
        var result = Snooze(until, now);
        DueOn = result is Result<Reminder>.Done ? day : DueOn;
        return result;
    }

    /// <summary>The channel took it.</summary>
    internal void Sent(string delivery, Guid messageId, bool alone, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        (MessageId, Alone) = (messageId, alone);
        (State, SentAt, NextAttemptAt, ClaimedBy, LastError) = (ReminderState.Sent, now, null, null, null);
        Delivery = delivery.Length <= MaxDeliveryLength ? delivery : null;
    }

    /// <summary>There is nobody to send it to yet; the attempt does not count.</summary>
    public void Unreachable(string why, DateTimeOffset lookAgainAt)
    {
        NotSent(why, lookAgainAt);
        Attempts--;
    }

    /// <summary>It was not tried after all: somebody else's turn, or not the hour for it.</summary>
    internal void PutBack(DateTimeOffset lookAgainAt)
    {
        (State, NextAttemptAt, ClaimedBy) = (ToBeSent, lookAgainAt, null);
        Attempts--;
    }

    /// <summary>What it is while it waits to be sent: put off stays put off.</summary>
    private ReminderState ToBeSent => Snoozes > 0 ? ReminderState.Snoozed : ReminderState.Pending;

    /// <summary>The channel did not take it; it is tried again at the given instant.</summary>
    public void NotSent(string error, DateTimeOffset retryAt)
    {
        ArgumentNullException.ThrowIfNull(error);
        (State, NextAttemptAt, ClaimedBy, LastError) = (ToBeSent, retryAt, null, Cut(error));
    }

    /// <summary>Given up; an admin sees it.</summary>
    public void Fail(string error)
    {
        ArgumentNullException.ThrowIfNull(error);
        (State, NextAttemptAt, ClaimedBy, LastError) = (ReminderState.Failed, null, null, Cut(error));
    }

    private static string Cut(string error) => error.Length > MaxErrorLength ? error[..MaxErrorLength] : error;

    internal sealed class Configuration : IEntityTypeConfiguration<Reminder>
    {
        public void Configure(EntityTypeBuilder<Reminder> builder)
        {
            builder.Property(r => r.Version).IsConcurrencyToken();
            builder.Property(r => r.Key).HasMaxLength(MaxKeyLength);
            builder.Property(r => r.LastError).HasMaxLength(MaxErrorLength);
            builder.Property(r => r.Delivery).HasMaxLength(MaxDeliveryLength);
            builder.Property(r => r.FromName).HasMaxLength(Salesperson.MaxNameLength);
            builder.Ignore(r => r.IsWaiting);
            builder.Ignore(r => r.IsOpen);
            builder.HasIndex(r => r.Key).IsUnique();
            builder.HasIndex(r => r.NextAttemptAt);
            builder.HasIndex(r => r.ClaimedBy);
            builder.HasIndex(r => r.MessageId);
            builder.HasIndex(r => new { r.SalespersonId, r.SentAt });
            builder.HasIndex(r => new { r.State, r.Id });
            builder.HasIndex(r => new { r.OpportunityId, r.State });
            builder.HasIndex(r => new { r.SalespersonId, r.State });

            // What the page of reminders counts comes out of these two and the one by state, without the rows.
            builder.HasIndex(r => new { r.SentAt, r.State, r.SeenAt }).HasFilter("\"SentAt\" IS NOT NULL")
                .HasDatabaseName("IX_Reminders_SentByDay");
            builder.HasIndex(r => new { r.State, r.DueAt }).HasFilter("\"LastError\" IS NOT NULL").HasDatabaseName("IX_Reminders_Stuck");
            builder.HasOne(r => r.Opportunity).WithMany().HasForeignKey(r => r.OpportunityId).OnDelete(DeleteBehavior.Cascade);
            builder.HasOne(r => r.Salesperson).WithMany().HasForeignKey(r => r.SalespersonId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
