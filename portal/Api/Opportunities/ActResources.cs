using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Portal.Api.Opportunities;

/// <summary>What an act made: the opportunity as it stands now, and the entry of the history, if any.</summary>
internal sealed record ActResource(OpportunityResource Opportunity, EntryResource? Entry);

/// <summary>One line of the history. Percentages 0–100, amounts company currency.</summary>
internal sealed record EntryResource(
    long EntryNo, ActionTaken ActionTaken, bool Active, int? Stage, string? StageDescription, int? PreviousStage, DateOnly DateOfChange, int? DaysOpen,
    decimal EstimatedValue, decimal ChancesOfSuccess, decimal CompletedPercent, decimal Probability, decimal CurrentValue,
    DateOnly EstimatedCloseDate, string? ReasonCode, string? Note, DateOnly? SlippedFrom, string? SlipReason, string MadeBy, DateTimeOffset MadeAt)
{
    public static EntryResource Of(OpportunityEntry entry) => new(
        entry.Id, entry.ActionTaken, entry.Active, entry.StageNumber, entry.StageNumber is null ? null : entry.StageDescription,
        entry.PreviousStageNumber, entry.DateOfChange, entry.DaysOpen, entry.EstimatedValue, entry.ChancesOfSuccess, entry.CompletedPercent,
        entry.Probability, entry.CurrentValue, entry.EstimatedCloseDate, entry.CloseReason?.Code, entry.Note, entry.SlippedFrom, entry.SlipReason, entry.ByName, entry.MadeAt);
}

/// <summary>A move that is open.</summary>
internal sealed record MoveResource(MoveAction Action, IReadOnlyList<MoveStageResource> Stages)
{
    public static MoveResource Of(MovePreview move, PortalTexts t) => new(
        move.Action,
        [.. move.Stages.Select(s => new MoveStageResource(
            s.Stage.Number,
            s.Stage.Description,
            s.IsProposed,
            new ProposedResource(s.Values.DateOfChange, s.Values.EstimatedValue, s.Values.ChancesOfSuccess, s.Values.EstimatedCloseDate),
            [.. s.Missing.Select(r => new MissingResource(r.Code, r.Field, r.Say(t)))]))]);
}

/// <summary>A stage that a move may lead to.</summary>
internal sealed record MoveStageResource(
    int Number, string Description, bool Default, ProposedResource Proposed, IReadOnlyList<MissingResource> Missing);

/// <summary>The figures a move takes when none are given.</summary>
internal sealed record ProposedResource(DateOnly DateOfChange, decimal EstimatedValue, decimal ChancesOfSuccess, DateOnly? EstimatedCloseDate);

/// <summary>What has to be given before a move is possible.</summary>
internal sealed record MissingResource(string Code, string? Field, string Detail);

/// <summary>Something to be done.</summary>
internal sealed record TaskResource(
    long Id, TaskType Type, string Description, Priority Priority, DateOnly Date, SalesTaskStatus Status, bool Cancelled, bool Closed,
    string SalespersonCode, string OpportunityNo, long? EntryNo, bool Recurring, string? RecurringInterval, RecurringFrom? RecurringFrom, long Version)
{
    public static TaskResource Of(SalesTask task) => new(
        task.Id, task.Type, task.Description, task.Priority, task.Date, task.Status, task.Cancelled, task.Closed, task.Salesperson!.Code,
        task.Opportunity!.No, task.EntryId, task.RecurringInterval is not null, task.RecurringInterval, task.RecurringFrom, task.Version);
}

/// <summary>What an act on a task made: the task as it stands now, and the one that follows when it recurs.</summary>
internal sealed record TaskActResource(TaskResource Task, TaskResource? Next);

/// <summary>One message owed to somebody.</summary>
internal sealed record ReminderResource(
    long Id, ReminderKind Kind, ReminderState State, string SalespersonCode, DateTimeOffset DueAt, DateTimeOffset? SentAt, DateTimeOffset? ActedAt,
    int Snoozes, int Attempts, string? LastError)
{
    public static ReminderResource Of(Reminder reminder) => new(
        reminder.Id, reminder.Kind, reminder.State, reminder.Salesperson!.Code, reminder.DueAt, reminder.SentAt, reminder.ActedAt, reminder.Snoozes,
        reminder.Attempts, reminder.LastError);
}
