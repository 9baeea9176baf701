using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Bot.Reminders;

/// <summary>Shows the brief of a message as it stands now; without one, all that waits for the person.</summary>
internal sealed record ShowBriefCommand(Guid? Message)
{
    public static ShowBriefCommand Of(Press press) => new(press.Button.Message);
}

/// <summary>Shows one row of a brief.</summary>
internal sealed record ShowRowCommand(RowPlace Place)
{
    public static ShowRowCommand Of(Press press) => new(RowPlace.Of(press));
}

/// <summary>Sets what comes next and on which day, which answers the reminder.</summary>
internal sealed record AnswerWithNextStepCommand(RowPlace Place, long? Version, string? Step, DateOnly? Day)
    : OpportunityCommand(Place.No, Version)
{
    public const string VerbName = "reminder.nextstep";

    public override string Verb => VerbName;

    public static AnswerWithNextStepCommand Of(Press press) =>
        new(RowPlace.Of(press), press.Button.Version, press.Text("nextStep"), press.Date("nextStepDate")) { Press = press };
}

/// <summary>Completes the task that the reminder is about.</summary>
internal sealed record AnswerWithTaskCommand(RowPlace Place)
{
    public static AnswerWithTaskCommand Of(Press press) => new(RowPlace.Of(press));
}

/// <summary>Says that the opportunity is not the person's.</summary>
internal sealed record NotMineCommand(RowPlace Place)
{
    public static NotMineCommand Of(Press press) => new(RowPlace.Of(press));
}

/// <summary>Puts the reminder off.</summary>
/// <param name="Place">Its row.</param>
/// <param name="Until">The day; null asks for it.</param>
/// <param name="IsUnreadable">Whether what was typed is no date.</param>
internal sealed record SnoozeCommand(RowPlace Place, DateOnly? Until, bool IsUnreadable)
{
    public static SnoozeCommand Open(Press press) => new(RowPlace.Of(press), null, false);

    public static SnoozeCommand Of(Press press)
    {
        var until = ComingDays.Chosen(press);
        return new(RowPlace.Of(press), until, until is null || press.Unreadable.Count > 0);
    }
}

/// <summary>Answers the buttons of reminders and briefs, and "brief".</summary>
internal sealed class ReminderHandler(
    ReminderActs acts, ReminderRows rows, OpportunityActs opportunities, OpportunityAnswers answers, OpportunityQueries queries,
    TaskActs tasks, WorkingCalendar calendar)
    : IHandler<ShowBriefCommand>, IHandler<ShowRowCommand>, IHandler<AnswerWithNextStepCommand>, IHandler<AnswerWithTaskCommand>,
        IHandler<NotMineCommand>, IHandler<SnoozeCommand>, IWordHandler
{
    public async Task<Answer?> HandleAsync(TextCommand said, ChatTurn turn, CancellationToken cancellationToken) =>
        await rows.BriefAsync(null, turn, cancellationToken);

    /// <summary>The client asks for it when the card is shown: that it was seen is kept.</summary>
    public async Task<Answer> HandleAsync(ShowBriefCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (command.Message is { } shown)
        {
            await acts.SeenAsync(shown, turn.Caller, cancellationToken);
        }

        return await rows.BriefAsync(command.Message, turn, cancellationToken);
    }

    public Task<Answer> HandleAsync(ShowRowCommand command, ChatTurn turn, CancellationToken cancellationToken) =>
        rows.ShowAsync(command.Place, turn, cancellationToken);

    public async Task<Answer> HandleAsync(AnswerWithNextStepCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        var (t, typed) = (turn.Texts, (command.Step, command.Day));
        if (OpportunityAnswers.Unreadable(command.Press, t) is { Count: > 0 } unreadable)
        {
            return await rows.ShowAsync(command.Place, turn, cancellationToken, typed, unreadable);
        }

        if (await queries.FindAsync(command.No, turn.Caller, cancellationToken) is not { } view)
        {
            return ReminderRows.Gone(t);
        }

        if (command.Day is not { } day)
        {
            var missing = new Dictionary<string, string> { ["nextStepDate"] = Refusals.NextStepDateRequired.With().Say(t) };
            return await rows.ShowAsync(command.Place, turn, cancellationToken, typed, missing);
        }

        // Pressed twice, or repeated after a lost answer: what stands there already is not set again.
        var isDone = view.Opportunity.NextStepDate == day && view.Opportunity.NextStep == Checks.Tidy(command.Step);
        var result = isDone ? null
            : await opportunities.SetNextStepAsync(command.No, command.Step, day, command.Version, turn.Caller, cancellationToken);
        return result switch
        {
            Result<Acted>.Refused { First.Rule.Kind: RefusalKind.Stale } stale =>
                BriefDecorator.Remembering(await answers.ConflictAsync(command, stale.First, turn, cancellationToken), command.Press),
            Result<Acted>.Refused refused => await rows.ShowAsync(
                command.Place, turn, cancellationToken, typed,
                refused.Refusals.DistinctBy(r => r.Field)
                    .ToDictionary(r => r.Field is "nextStep" or "nextStepDate" ? r.Field : "", r => r.Say(t))),
            _ => await rows.AfterAsync(command.Place, t["Next step on {0}.", t.Date(day)], null, turn, cancellationToken),
        };
    }

    public async Task<Answer> HandleAsync(AnswerWithTaskCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (await acts.FindAsync(command.Place.Reminder, turn.Caller, cancellationToken) is not { TaskId: { } task })
        {
            return ReminderRows.Gone(t);
        }

        return await tasks.CompleteAsync(task, null, turn.Caller, cancellationToken) is Result<TaskClosing>.Refused refused
            && refused.First.Code != Refusals.TaskClosed.Code
            ? await rows.ShowAsync(
                command.Place, turn, cancellationToken, wrong: new Dictionary<string, string> { [""] = refused.First.Say(t) })
            : await rows.AfterAsync(command.Place, t["The task is done."], null, turn, cancellationToken);
    }

    /// <summary>The manager is told and decides.</summary>
    public async Task<Answer> HandleAsync(NotMineCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var refused = (await acts.NotMineAsync(command.Place.Reminder, turn.Caller, cancellationToken) as Result<Reminder>.Refused)?.First;
        return refused is null
            ? await rows.AfterAsync(command.Place, t["Your manager will be told and decides."], null, turn, cancellationToken)
            : await rows.AfterAsync(
                command.Place, null, (refused.Rule.Kind == RefusalKind.NotFound ? Refusals.ReminderDone.With() : refused).Say(t), turn,
                cancellationToken);
    }

    public async Task<Answer> HandleAsync(SnoozeCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (command.IsUnreadable || command.Until is not { } until)
        {
            return await AskUntilAsync(command, command.IsUnreadable ? t["This is not a date."] : null, turn, cancellationToken);
        }

        switch (await acts.SnoozeAsync(command.Place.Reminder, until, turn.Caller, cancellationToken))
        {
            case Result<Reminder>.Done(var reminder):
                // What else the row asks goes along, whichever messages asked it.
                foreach (var other in (await rows.FindAsync(command.Place, turn, cancellationToken)).Row?.Open ?? [])
                {
                    await acts.SnoozeAsync(other.Id, until, turn.Caller, cancellationToken);
                }

                return await rows.AfterAsync(
                    command.Place, t["I will remind you on {0}.", t.Date(reminder.DueOn ?? until)], null, turn, cancellationToken);
            case Result<Reminder>.Refused refused when refused.First.Code == Refusals.SnoozeInPast.Code:
                return await AskUntilAsync(command, refused.First.Say(t), turn, cancellationToken);
            case Result<Reminder>.Refused refused when refused.First.Code == Refusals.ReminderDone.Code:
                return await rows.AfterAsync(command.Place, null, refused.First.Say(t), turn, cancellationToken);
            default:
                return ReminderRows.Gone(t);
        }
    }

    private async Task<Answer> AskUntilAsync(SnoozeCommand command, string? wrong, ChatTurn turn, CancellationToken cancellationToken) =>
        await acts.FindAsync(command.Place.Reminder, turn.Caller, cancellationToken) is { } reminder
            ? new Answer(ReminderCard.Later(
                turn.Texts, reminder, command.Place.Message, ComingDays.Of(turn.Texts, calendar, turn.Caller.Today), wrong,
                (await queries.SightAsync([reminder.Opportunity!], turn.Caller, cancellationToken)).Count > 0))
            : ReminderRows.Gone(turn.Texts);
}
