using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Bot.Tasks;

/// <summary>Lists the caller's open tasks.</summary>
/// <param name="From">Place of the first row, from 0.</param>
internal sealed record ListTasksCommand(long? From)
{
    public static ListTasksCommand Of(Press press) => new(press.Button.Before);
}

/// <summary>Completes a task of the list.</summary>
internal sealed record CompleteTaskCommand(long Task, long? From)
{
    public static CompleteTaskCommand Of(Press press) => new(press.Button.Task ?? 0, press.Button.Before);
}

/// <summary>Puts a task of the list off.</summary>
/// <param name="Task">Its id.</param>
/// <param name="From">Where the list stood.</param>
/// <param name="Until">The new day; null asks for it.</param>
/// <param name="IsUnreadable">Whether what was typed is no date.</param>
internal sealed record PostponeTaskCommand(long Task, long? From, DateOnly? Until, bool IsUnreadable)
{
    public static PostponeTaskCommand Open(Press press) => new(press.Button.Task ?? 0, press.Button.Before, null, false);

    public static PostponeTaskCommand Of(Press press)
    {
        var until = ComingDays.Chosen(press);
        return new(press.Button.Task ?? 0, press.Button.Before, until, until is null || press.Unreadable.Count > 0);
    }
}

/// <summary>The caller's open tasks: listed by day, done or put off from the list.</summary>
internal sealed class TaskListHandler(TaskActs acts, OpportunityQueries opportunities, WorkingCalendar calendar)
    : IHandler<ListTasksCommand>, IHandler<CompleteTaskCommand>, IHandler<PostponeTaskCommand>, IWordHandler
{
    public Task<Answer> HandleAsync(ListTasksCommand command, ChatTurn turn, CancellationToken cancellationToken) =>
        ListAsync(command.From, turn, cancellationToken);

    public async Task<Answer?> HandleAsync(TextCommand said, ChatTurn turn, CancellationToken cancellationToken) =>
        said.Rest.Length == 0 ? await ListAsync(null, turn, cancellationToken) : null;

    /// <summary>Done. Pressed twice it is done once, and says so.</summary>
    public async Task<Answer> HandleAsync(CompleteTaskCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        return await acts.CompleteAsync(command.Task, null, turn.Caller, cancellationToken) switch
        {
            Result<TaskClosing>.Done(var closing) => await ListAsync(
                command.From, turn, cancellationToken,
                closing.Next is { } next
                    ? t["“{0}” is done; it comes again on {1}.", closing.Task.Description, t.Date(next.Date)]
                    : t["“{0}” is done.", closing.Task.Description]),
            Result<TaskClosing>.Refused refused => await ListAsync(command.From, turn, cancellationToken, refused: refused.First.Say(t)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public async Task<Answer> HandleAsync(PostponeTaskCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (command.Until is not { } day || command.IsUnreadable)
        {
            return await AskUntilAsync(command, command.IsUnreadable ? t["This is not a date."] : null, turn, cancellationToken);
        }

        return await acts.PostponeAsync(command.Task, day, null, turn.Caller, cancellationToken) switch
        {
            Result<SalesTask>.Done(var task) => await ListAsync(
                command.From, turn, cancellationToken, t["“{0}” is put off until {1}.", task.Description, t.Date(task.Date)]),
            Result<SalesTask>.Refused refused when refused.First.Field == "date" =>
                await AskUntilAsync(command, refused.First.Say(t), turn, cancellationToken),
            Result<SalesTask>.Refused refused => await ListAsync(command.From, turn, cancellationToken, refused: refused.First.Say(t)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<Answer> ListAsync(
        long? from, ChatTurn turn, CancellationToken cancellationToken, string? done = null, string? refused = null)
    {
        var t = turn.Texts;
        var tasks = await acts.MineAsync(TaskListCard.Most, turn.Caller, cancellationToken);
        var place = (int)Math.Clamp(from ?? 0, 0, Math.Max(0, tasks.Count - 1)) / TaskListCard.PageSize * TaskListCard.PageSize;
        return new Answer(tasks.Count == 0 && done is null && refused is null
            ? GreetingCards.NoticeWithStarts(t, t["You have no open tasks."])
            : TaskListCard.Show(
                t, tasks, place, turn.Caller.Today, done, refused,
                await OutOfSightAsync([.. tasks.Skip(place).Take(TaskListCard.PageSize)], turn, cancellationToken)));
    }

    private async Task<Answer> AskUntilAsync(PostponeTaskCommand command, string? wrong, ChatTurn turn, CancellationToken cancellationToken)
    {
        var task = (await acts.MineAsync(TaskListCard.Most, turn.Caller, cancellationToken)).FirstOrDefault(k => k.Id == command.Task);
        return task is null
            ? await ListAsync(command.From, turn, cancellationToken, refused: Refusals.TaskClosed.With().Say(turn.Texts))
            : new Answer(TaskListCard.Later(
                turn.Texts, task, command.From, ComingDays.Of(turn.Texts, calendar, turn.Caller.Today), wrong,
                (await OutOfSightAsync([task], turn, cancellationToken)).Count == 0));
    }

    /// <summary>Somebody may have a task at an opportunity that is not for them to see.</summary>
    private async Task<HashSet<long>> OutOfSightAsync(IReadOnlyList<SalesTask> tasks, ChatTurn turn, CancellationToken cancellationToken)
    {
        var sight = await opportunities.SightAsync(tasks.Select(task => task.Opportunity!), turn.Caller, cancellationToken);
        return [.. tasks.Select(task => task.OpportunityId).Where(id => !sight.ContainsKey(id))];
    }
}
