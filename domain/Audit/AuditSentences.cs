namespace ChatOpportunities.Domain.Audit;

/// <summary>The sentences of the audit log, in English; each is the key of its translations. A test reads them off this class.</summary>
public static class AuditSentences
{
    public const string Created = "Created: {0}.";
    public const string Changed = "Changed: {0}.";
    public const string ChangedAndBlocked = "Changed: {0}; blocked.";
    public const string Deleted = "Deleted: {0}.";
    public const string Blocked = "Blocked: {0}.";
    public const string Unblocked = "Unblocked: {0}.";
    public const string Revoked = "Revoked: {0}.";
    public const string TookOver = "Took over all that named {0} ({1}), the same contact.";
    public const string MergedInto = "Merged into {0} ({1}).";
    public const string ContactMerged = "Contact {0} is now {1}: they were merged.";
    public const string MergeUndone = "Merge with {0} ({1}) undone.";
    public const string Erased = "Names and texts of this person were erased.";

    public const string Started = "Started at {0}.";
    public const string Updated = "Updated at {0}.";
    public const string Moved = "Moved to {0}.";
    public const string QuoteGiven = "Quote {0} over {1}.";
    public const string QuoteGivenAndMoved = "Quote {0} given; moved to {1}.";
    public const string Assigned = "Assigned from {0} to {1}.";
    public const string Won = "Closed as won: {0}.";
    public const string Lost = "Closed as lost: {0}.";

    public const string Reopened = "Opened again: {0}";

    public const string OneEntryKept = "The update found two states of this opportunity and kept the later one. Please have a look.";
    public const string StageFound = "Its stage had been deleted; the update put it on one that is left. Please have a look.";

    public const string NextStepSet = "Next step on {1}: {0}";
    public const string NextStepDay = "Next step on {0}.";
    public const string NextStepCleared = "No next step any more.";
    public const string LimitSet = "May stay {0} {0:working day|working days} on a stage.";
    public const string LimitCleared = "Follows the limits of its stages again.";
    public const string SourceSet = "Source: {0}.";
    public const string SourceChanged = "Source changed from {0} to {1}.";
    public const string SourceCleared = "No source any more; it was {0}.";
    public const string NotMine = "Says it is not theirs: {0}.";
    public const string WebhookPaused = "Paused: {0}.";
    public const string WebhookResumed = "Switched on: {0}.";
    public const string WebhookSecretRenewed = "New secret made: {0}.";
    public const string WebhookSwitchedOff = "Switched off, for nothing arrived for days: {0}.";
    public const string WebhookGone = "Switched off, for its receiver says it is gone: {0}.";
    public const string WebhookSentAgain = "Sent again by hand to {0}: {1} {2}";
    public const string Exported = "All data of the company was exported.";
    public const string AssistantsOff = "Assistants are shut out.";
    public const string AssistantsRead = "Assistants may read.";
    public const string AssistantsAct = "Assistants may read and act.";
    public const string CalendarChanged = "Working days and holidays changed.";
    public const string CalendarAddressMade = "Calendar address made: {0}.";
    public const string CalendarAddressEnded = "Calendar address ended: {0}.";
    public const string ReminderRules = "Reminder rules changed.";
    public const string ReminderPreferences = "Reminder times changed: {0}.";
    public const string ReminderSentAgain = "Reminder for {0} sent again by hand.";
    public const string NoteAdded = "Note: “{0}”";
    public const string MessageKept = "{0} wrote, as passed on by {3}: “{1}”";
    public const string MessageKeptBefore = "{0} wrote: “{1}”"; // lines from before they named who passed the message on
    public const string HandOverAccepted = "Hand-over accepted by {0}.";
    public const string HandOverDeclined = "Hand-over declined by {0}, back to {1}: {2}";

    public const string WinsChannelChosen = "Won opportunities are told in {0}.";
    public const string WinsChannelDropped = "Won opportunities are told in no channel.";
    public const string WinsChannelLost = "Won opportunities are told in no channel: the bot is not in {0} any more.";

    public const string TargetsSet = "Targets of {0} for {1} changed.";

    public const string MoveUndone = "Move to {0} undone.";
    public const string QuoteAndMoveUndone = "Quote {0} and move to {1} undone.";
    public const string StartUndone = "Start at {0} undone.";
    public const string UpdateUndone = "Update at {0} undone.";
    public const string AssignmentUndone = "Assignment from {0} to {1} undone.";
    public const string ChangeUndone = "Change of {0} undone.";
    public const string NextStepUndone = "Next step undone.";
    public const string NoteUndone = "Note taken back: “{0}”";
    public const string TaskUndone = "Task taken back: {0}.";
    public const string TaskActUndone = "Task as it was before: {0}.";
    public const string ActivityUndone = "Activity taken back: {0}.";
    public const string ClosingUndone = "Closing undone: {0}.";

    public const string ReminderPutOff = "Reminder put off until {0}.";

    public const string TaskAdded = "Task added: {0}.";
    public const string ActivityAssigned = "Activity assigned: {0}.";
    public const string TaskCompleted = "Task done: {0}.";
    public const string TaskCancelled = "Task cancelled: {0}.";
    public const string TaskReopened = "Task opened again: {0}.";
    public const string TaskChanged = "Task changed: {0}.";
    public const string TaskPostponed = "Task put off: {0}.";

    public const string StageAdded = "Stage {0} added: {1}.";
    public const string StageChanged = "Stage {0} changed: {1}.";
    public const string StageMovedUp = "Stage {0} moved up: {1}.";
    public const string StageMovedDown = "Stage {0} moved down: {1}.";
    public const string StagePlaced = "Stage {0} put elsewhere: {1}.";
    public const string StageDeleted = "Stage {0} deleted: {1}.";
}
