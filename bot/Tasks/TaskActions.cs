using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Bot.Tasks;

/// <summary>The caller's open tasks: listed by day, done or put off from the list.</summary>
internal sealed class TaskActions(TaskActs acts, OpportunityQueries opportunities, WorkingCalendar calendar)
{
    /// <summary>Most tasks that are listed.</summary>
    public const int Most = 200;

    public async Task<Answer> ListAsync(long? from, ChatTurn turn, CancellationToken cancellationToken, string? done = null, string? refused = null)
    {
        var t = turn.Texts;
        var tasks = await acts.MineAsync(Most, turn.Caller, cancellationToken);
        var place = (int)Math.Clamp(from ?? 0, 0, Math.Max(0, tasks.Count - 1)) / TaskListCard.PageSize * TaskListCard.PageSize;
        return new Answer(tasks.Count == 0 && done is null && refused is null
            ? GreetingCards.NoticeWithStarts(t, t["You have no open tasks."])
            : TaskListCard.Show(
                t, tasks, place, turn.Caller.Today, done, refused,
                await OutOfSightAsync([.. tasks.Skip(place).Take(TaskListCard.PageSize)], turn, cancellationToken)));
    }

    /// <summary>Done. Pressed twice it is done once, and says so.</summary>
    public async Task<Answer> CompleteAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        return await acts.CompleteAsync(submit.Button.Task ?? 0, null, turn.Caller, cancellationToken) switch
        {
            Result<TaskClosing>.Done(var closing) => await ListAsync(
                submit.Button.Before, turn, cancellationToken,
                closing.Next is { } next ? t["“{0}” is done; it comes again on {1}.", closing.Task.Description, t.Date(next.Date)] : t["“{0}” is done.", closing.Task.Description]),
            Result<TaskClosing>.Refused refused => await ListAsync(submit.Button.Before, turn, cancellationToken, refused: refused.First.Say(t)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Asks until when.</summary>
    public async Task<Answer> LaterAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken, string? wrong = null)
    {
        var task = (await acts.MineAsync(Most, turn.Caller, cancellationToken)).FirstOrDefault(k => k.Id == submit.Button.Task);
        return task is null
            ? await ListAsync(submit.Button.Before, turn, cancellationToken, refused: Refusals.TaskClosed.With().Say(turn.Texts))
            : new Answer(TaskListCard.Later(
                turn.Texts, task, submit.Button.Before, ComingDays.Of(turn.Texts, calendar, turn.Caller.Today), wrong,
                (await OutOfSightAsync([task], turn, cancellationToken)).Count == 0));
    }

    /// <summary>Somebody may have a task at an opportunity that is not for them to see.</summary>
    private async Task<HashSet<long>> OutOfSightAsync(IReadOnlyList<SalesTask> tasks, ChatTurn turn, CancellationToken cancellationToken)
    {
        var sight = await opportunities.SightAsync(tasks.Select(task => task.Opportunity!), turn.Caller, cancellationToken);
        return [.. tasks.Select(task => task.OpportunityId).Where(id => !sight.ContainsKey(id))];
    }

    public async Task<Answer> PostponeAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (ComingDays.Chosen(submit) is not { } day || submit.Unreadable.Count > 0)
        {
            return await LaterAsync(submit, turn, cancellationToken, t["This is not a date."]);
        }

        return await acts.PostponeAsync(submit.Button.Task ?? 0, day, null, turn.Caller, cancellationToken) switch
        {
            Result<SalesTask>.Done(var task) => await ListAsync(
                submit.Button.Before, turn, cancellationToken, t["“{0}” is put off until {1}.", task.Description, t.Date(task.Date)]),
            Result<SalesTask>.Refused refused when refused.First.Field == "date" => await LaterAsync(submit, turn, cancellationToken, refused.First.Say(t)),
            Result<SalesTask>.Refused refused => await ListAsync(submit.Button.Before, turn, cancellationToken, refused: refused.First.Say(t)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
