namespace ChatOpportunities.Portal.Api.Assistants;

/// <summary>All tools; docs/assistants.md has them in a table.</summary>
internal static class AssistantTools
{
    public static IReadOnlyList<AssistantTool> All { get; } =
    [
        AssistantTool.Reading<FindInput, FoundAnswer>(
            "find_opportunities", "Find opportunities",
            "Lists opportunities by words, salesperson, stage or closing day, the newest first.",
            ReadingTools.FindAsync),
        AssistantTool.Reading<ReadInput, ReadAnswer>(
            "read_opportunity", "Read an opportunity",
            "Tells one opportunity with what happened, its open tasks, and the stages it can go to with what each still needs.",
            ReadingTools.ReadAsync),
        AssistantTool.Reading<FiguresInput, FiguresAnswer>(
            "pipeline_figures", "Pipeline figures", "Counts and sums what is under way, by stage, salesperson, team or closing month.",
            ReadingTools.FiguresAsync),
        AssistantTool.Reading<AttentionInput, AttentionAnswer>(
            "needs_attention", "What needs attention",
            "Tells what waits for the token's person today: hand-overs, tasks, next steps, closing days, what has stood still.",
            ReadingTools.AttentionAsync),
        AssistantTool.Acting<CaptureInput>(
            "capture_opportunity", "Capture an opportunity", "Makes a new opportunity, and starts it unless told otherwise.",
            destructive: false, idempotent: false, ActingTools.CaptureAsync),
        AssistantTool.Acting<MoveInput>(
            "move_opportunity", "Move to a stage",
            "Moves to the next stage, or to one that is named. Where the stage asks for a quote or a figure, the answer says so.",
            destructive: true, idempotent: false, ActingTools.MoveAsync),
        AssistantTool.Acting<ChangeInput>(
            "change_opportunity", "Change an opportunity",
            "Changes title, priority, value, chances, closing day or next step; what is left out stays.",
            destructive: true, idempotent: false, ActingTools.ChangeAsync),
        AssistantTool.Acting<AssignInput>(
            "assign_opportunity", "Assign to a salesperson", "Gives the opportunity to a colleague, who is told in the chat.",
            destructive: true, idempotent: true, ActingTools.AssignAsync),
        AssistantTool.Acting<CloseInput>(
            "close_opportunity", "Close as won or lost", "Ends an opportunity with one of the company's reasons.",
            destructive: true, idempotent: true, ActingTools.CloseAsync),
        AssistantTool.Acting<NoteInput>(
            "add_note", "Add a note", "Adds a note to the history of an opportunity.",
            destructive: false, idempotent: false, ActingTools.NoteAsync),
        AssistantTool.Acting<TaskInput>(
            "plan_task", "Plan a task", "Adds a task to an opportunity.",
            destructive: false, idempotent: false, ActingTools.TaskAsync),
        AssistantTool.Acting<UndoInput>(
            "undo", "Take back the last act",
            "Takes back the last thing the token's person did in the last ten minutes, as long as nothing else happened since.",
            destructive: true, idempotent: false, ActingTools.UndoAsync),
    ];
}
