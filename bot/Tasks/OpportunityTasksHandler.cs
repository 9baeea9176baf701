using System.Globalization;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Bot.Tasks;

/// <summary>Lists the open tasks of one opportunity.</summary>
internal sealed record ShowTasksCommand(string No)
{
    public static ShowTasksCommand Of(Press press) => new(press.Button.No ?? "");
}

/// <summary>Completes a task of one opportunity.</summary>
internal sealed record FinishTaskCommand(string No, long Task)
{
    public static FinishTaskCommand Of(Press press) => new(Checks.NormalCode(press.Button.No), press.Button.Task ?? 0);
}

/// <summary>Asks for the form of a new task.</summary>
internal sealed record OpenAddTaskCommand(string No)
{
    public static OpenAddTaskCommand Of(Press press) => new(press.Button.No ?? "");
}

/// <summary>Adds a task to one opportunity.</summary>
internal sealed record AddTaskCommand(string No, long? Version, TaskDetails Task, long? Button) : OpportunityCommand(No, Version)
{
    public const string VerbName = "task.add";

    public override string Verb => VerbName;

    protected override string? Detail => Button?.ToString(CultureInfo.InvariantCulture);

    public static AddTaskCommand Of(Press press)
    {
        var type = Enum.TryParse<TaskType>(press.Text("type") ?? "none", ignoreCase: true, out var known) ? known : (TaskType)(-1);
        return new AddTaskCommand(
            press.Button.No ?? "", press.Button.Version,
            new TaskDetails(type, press.Text("description"), Priority.Normal, press.Date("date")),
            press.Button.Task)
        {
            Press = press,
        };
    }
}

/// <summary>The tasks of one opportunity: listed, done, added.</summary>
internal sealed class OpportunityTasksHandler(
    OpportunityActs acts, TaskActs tasks, OpportunityQueries queries, OpportunityAnswers answers, OpportunityForms forms, Once once)
    : IHandler<ShowTasksCommand>, IHandler<FinishTaskCommand>, IHandler<OpenAddTaskCommand>, IHandler<AddTaskCommand>
{
    private static readonly Dictionary<string, string> NothingWrong = [];

    public Task<Answer> HandleAsync(ShowTasksCommand command, ChatTurn turn, CancellationToken cancellationToken) =>
        ListAsync(command.No, turn, cancellationToken);

    /// <summary>The id comes from outside: the act itself asks whether the caller may.</summary>
    public async Task<Answer> HandleAsync(FinishTaskCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (!await tasks.IsOfAsync(command.Task, command.No, cancellationToken))
        {
            return await ListAsync(command.No, turn, cancellationToken, refused: Refusals.NotFound.With().Say(turn.Texts));
        }

        return await tasks.CompleteAsync(command.Task, null, turn.Caller, cancellationToken) switch
        {
            Result<TaskClosing>.Done(var closing) => await ListAsync(command.No, turn, cancellationToken, closing.Task.Description),
            // Pressed twice: it is done.
            Result<TaskClosing>.Refused { First.Code: var code } when code == Refusals.TaskClosed.Code =>
                await ListAsync(command.No, turn, cancellationToken),
            Result<TaskClosing>.Refused refused =>
                await ListAsync(command.No, turn, cancellationToken, refused: refused.First.Say(turn.Texts)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public Task<Answer> HandleAsync(OpenAddTaskCommand command, ChatTurn turn, CancellationToken cancellationToken) => forms.OpenAsync(
        command.No,
        o => OpportunityTasksCard.Form(turn.Texts, o, new TaskDetails(TaskType.None, null, Priority.Normal, null), NothingWrong),
        turn,
        cancellationToken);

    public async Task<Answer> HandleAsync(AddTaskCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (await once.RepeatedAsync(command, turn, cancellationToken) is { } before)
        {
            return before;
        }

        var t = turn.Texts;
        var wrong = OpportunityAnswers.Unreadable(command.Press, t);
        if (wrong.Count == 0)
        {
            var result = await acts.AddTaskAsync(command.No, command.Task, null, turn.Caller, cancellationToken);
            if (result is Result<SalesTask>.Done(var made))
            {
                once.Remember(command, turn);
                return await ListAsync(command.No, turn, cancellationToken, t["Added: {0}", made.Description]);
            }

            wrong = (
                (Result<SalesTask>.Refused)result).Refusals.GroupBy(r => r.Field is "description" or "date" or "type" ? r.Field : "")
                .ToDictionary(g => g.Key, g => g.First().Say(t));
        }

        return await queries.FindAsync(command.No, turn.Caller, cancellationToken) is { MayChange: true, Opportunity: var o }
            ? new Answer(OpportunityTasksCard.Form(t, o, command.Task, wrong))
            : await answers.ShowAsync(command.No, turn, cancellationToken, refused: wrong.Values.First());
    }

    private async Task<Answer> ListAsync(
        string no, ChatTurn turn, CancellationToken cancellationToken, string? done = null, string? refused = null)
    {
        if (await queries.FindAsync(no, turn.Caller, cancellationToken) is not { } view)
        {
            return OpportunityAnswers.NotFound(turn.Texts);
        }

        var page = await tasks.OfOpportunityAsync(view.Opportunity.No, TaskActs.MaxPage, null, turn.Caller, cancellationToken);
        return new Answer(OpportunityTasksCard.List(turn.Texts, view.Opportunity, page?.Items ?? [], turn.Caller.Today, done, refused));
    }
}
