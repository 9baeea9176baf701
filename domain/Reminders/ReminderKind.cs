namespace ChatOpportunities.Domain.Reminders;

/// <summary>stageLimit: too long on its stage. handOver: given to a new owner. nextStep, taskDue: the day of the next step or of a task
/// has come. closeNear, closePassed: about the expected closing date. noActivity: nothing was done for long. escalation, notMine: told to
/// the manager. teamBrief: the Monday brief, of no single opportunity.</summary>
public enum ReminderKind
{
    /// <summary>The opportunity has been on its stage for as many working days as the stage allows.</summary>
    StageLimit = 0,

    /// <summary>The opportunity was given to the person.</summary>
    HandOver = 1,

    /// <summary>The day of the next step has come.</summary>
    NextStep = 2,

    /// <summary>A task is due.</summary>
    TaskDue = 3,

    /// <summary>The expected closing date is near.</summary>
    CloseNear = 4,

    /// <summary>The expected closing date has passed.</summary>
    ClosePassed = 5,

    /// <summary>Nothing was done for as many working days as the company allows.</summary>
    NoActivity = 6,

    /// <summary>To the manager: somebody was reminded and did nothing.</summary>
    Escalation = 7,

    /// <summary>To the manager: somebody says that the opportunity is not theirs.</summary>
    NotMine = 8,

    /// <summary>To the manager, on Mondays: what changed in the team; about no single opportunity.</summary>
    TeamBrief = 9,

    /// <summary>The opportunity was won: told in the channel of the team, not to the person.</summary>
    Won = 20,

    /// <summary>The opportunity, given to the person a moment ago, was taken back by whoever gave it.</summary>
    TakenBack = 21,
}

/// <summary>A set of <see cref="ReminderKind"/>: each is the bit of its number.</summary>
[Flags]
public enum ReminderKinds
{
    /// <summary>No kind.</summary>
    None = 0,

    /// <summary><see cref="ReminderKind.StageLimit"/>.</summary>
    StageLimit = 1,

    /// <summary><see cref="ReminderKind.HandOver"/>.</summary>
    HandOver = 2,

    /// <summary><see cref="ReminderKind.NextStep"/>.</summary>
    NextStep = 4,

    /// <summary><see cref="ReminderKind.TaskDue"/>.</summary>
    TaskDue = 8,

    /// <summary><see cref="ReminderKind.CloseNear"/>.</summary>
    CloseNear = 16,

    /// <summary><see cref="ReminderKind.ClosePassed"/>.</summary>
    ClosePassed = 32,

    /// <summary><see cref="ReminderKind.NoActivity"/>.</summary>
    NoActivity = 64,

    /// <summary><see cref="ReminderKind.Escalation"/>.</summary>
    Escalation = 128,

    /// <summary><see cref="ReminderKind.NotMine"/>.</summary>
    NotMine = 256,

    /// <summary><see cref="ReminderKind.TeamBrief"/>.</summary>
    TeamBrief = 512,
}

/// <summary>pending: planned. sending, sent: on its way, delivered. acted: answered by an act. snoozed: put off. cancelled: no longer
/// needed. failed: given up.</summary>
public enum ReminderState
{
    /// <summary>Planned; not sent yet.</summary>
    Pending = 0,

    /// <summary>Claimed by a sender, for a while; claimed anew when that one does not finish.</summary>
    Sending = 1,

    /// <summary>Delivered to the chat.</summary>
    Sent = 2,

    /// <summary>Answered by an act on the opportunity.</summary>
    Acted = 3,

    /// <summary>Put off by its reader; sent again when its day comes.</summary>
    Snoozed = 4,

    /// <summary>No longer needed: what it reminds of is over.</summary>
    Cancelled = 5,

    /// <summary>Given up after too many attempts.</summary>
    Failed = 6,
}
