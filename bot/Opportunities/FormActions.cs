using System.Globalization;
using System.Text.Json;
using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>Answers the small forms of an opportunity: another stage, next step, quote, tasks, opening it again, giving it back.</summary>
internal sealed class FormActions(
    OpportunitiesContext db, OpportunityActions opportunities, OpportunityActs acts, TaskActs tasks, OpportunityQueries queries)
{
    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>Opens one of the forms that need the right to change.</summary>
    public async Task<Answer> OpenAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (await queries.FindAsync(submit.Button.No ?? "", turn.Caller, cancellationToken) is not { } view)
        {
            return OpportunityActions.NotFound(t);
        }

        var o = view.Opportunity;
        var isReopening = submit.Verb == "opportunity.reopening";
        if (!view.MayChange || o.IsClosed != isReopening || (isReopening && !AccessPolicy.MayReopen(turn.Caller)))
        {
            return await opportunities.ShowAsync(o.No, turn, cancellationToken, refused: isReopening ? Refusals.Forbidden.With().Say(t) : OpportunityActions.WhyNot(view, t));
        }

        return submit.Verb switch
        {
            "opportunity.targets" => new Answer(OpportunityForms.Targets(t, o, o.PreviewMoves(turn.Caller), null)),
            "opportunity.stepping" => new Answer(OpportunityForms.NextStep(t, o, o.NextStep, o.NextStepDate, Nothing)),
            "opportunity.quoting" => new Answer(OpportunityForms.Quote(t, o, new QuoteRequest(o.QuoteNumber, o.QuoteAmount ?? o.Current?.EstimatedValue, o.QuoteLink), Nothing)),
            "task.adding" => new Answer(OpportunityForms.AddTask(t, o, new TaskDetails(TaskType.None, null, Priority.Normal, null), Nothing)),
            "handover.declining" => new Answer(OpportunityForms.Decline(t, o, null, Nothing)),
            _ => new Answer(OpportunityForms.Reopen(t, o, null, Nothing)),
        };
    }

    /// <summary>Moves to the chosen stage by the step that leads there, or asks for what is missing.</summary>
    public async Task<Answer> TargetAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (submit.Text("target")?.Split(':') is not [var action, var number] || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var stage))
        {
            return await queries.FindAsync(submit.Button.No ?? "", turn.Caller, cancellationToken) is { MayChange: true, Opportunity: var o }
                ? new Answer(OpportunityForms.Targets(t, o, o.PreviewMoves(turn.Caller), t["Choose a stage"]))
                : OpportunityActions.NotFound(t);
        }

        var data = JsonSerializer.SerializeToElement(submit.Button with { Action = action, Stage = stage }, ChatJson.Default.ButtonData);
        var move = System.Text.Json.Nodes.JsonObject.Create(data)!;
        move["cancelTasks"] = submit.Text("cancelTasks");
        return await opportunities.MoveAsync(
            new CardSubmit("opportunity.move", JsonSerializer.SerializeToElement(move, CardJson.Default.JsonObject), t.Culture), turn, cancellationToken);
    }

    public Task<Answer> StepAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken)
    {
        var (step, date) = (submit.Text("nextStep"), submit.Date("nextStepDate"));
        return SaveAsync(
            submit, turn, () => acts.SetNextStepAsync(submit.Button.No ?? "", step, date, submit.Button.Version, turn.Caller, cancellationToken),
            date is null ? turn.Texts["No next step any more."] : turn.Texts["Next step on {0}.", turn.Texts.Date(date.Value)],
            (o, wrong) => OpportunityForms.NextStep(turn.Texts, o, step, date, wrong), cancellationToken);
    }

    public Task<Answer> QuoteAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken)
    {
        var quote = new QuoteRequest(submit.Text("quoteNumber"), submit.Number("quoteAmount"), submit.Text("quoteLink"));
        return SaveAsync(
            submit, turn, () => acts.SetQuoteAsync(submit.Button.No ?? "", quote, submit.Button.Version, turn.Caller, cancellationToken),
            turn.Texts["The quote is kept."], (o, wrong) => OpportunityForms.Quote(turn.Texts, o, quote, wrong), cancellationToken);
    }

    public Task<Answer> ReopenAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken)
    {
        var note = submit.Text("note");
        return SaveAsync(
            submit, turn, () => acts.ReopenAsync(submit.Button.No ?? "", note, submit.Button.Version, turn.Caller, cancellationToken),
            turn.Texts["Opened again."], (o, wrong) => OpportunityForms.Reopen(turn.Texts, o, note, wrong), cancellationToken);
    }

    /// <summary>The open tasks of one opportunity.</summary>
    public async Task<Answer> TasksAsync(string? no, ChatTurn turn, CancellationToken cancellationToken, string? done = null, string? refused = null) =>
        await queries.FindAsync(no ?? "", turn.Caller, cancellationToken) is { } view
            ? new Answer(OpportunityForms.Tasks(
                turn.Texts, view.Opportunity, (await tasks.OfOpportunityAsync(view.Opportunity.No, TaskActs.MaxPage, null, turn.Caller, cancellationToken))?.Items ?? [], turn.Caller.Today, done, refused))
            : OpportunityActions.NotFound(turn.Texts);

    /// <summary>Closes a task. The id comes from outside: the act itself asks whether the caller may.</summary>
    public async Task<Answer> DoneAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken)
    {
        var id = submit.Button.Task ?? 0;
        var no = Checks.NormalCode(submit.Button.No);
        if (!await db.Tasks.AnyAsync(task => task.Id == id && task.Opportunity!.No == no, cancellationToken))
        {
            return await TasksAsync(no, turn, cancellationToken, refused: Refusals.NotFound.With().Say(turn.Texts));
        }

        return await tasks.CompleteAsync(id, null, turn.Caller, cancellationToken) switch
        {
            Result<TaskClosing>.Done(var closing) => await TasksAsync(no, turn, cancellationToken, closing.Task.Description),
            // Pressed twice: it is done.
            Result<TaskClosing>.Refused { First.Code: var code } when code == Refusals.TaskClosed.Code => await TasksAsync(no, turn, cancellationToken),
            Result<TaskClosing>.Refused refused => await TasksAsync(no, turn, cancellationToken, refused: refused.First.Say(turn.Texts)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public Task<Answer> AddTaskAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken) =>
        opportunities.OnceAsync(submit, turn, async () =>
        {
            var t = turn.Texts;
            var type = Enum.TryParse<TaskType>(submit.Text("type") ?? "none", ignoreCase: true, out var known) ? known : (TaskType)(-1);
            var task = new TaskDetails(type, submit.Text("description"), Priority.Normal, submit.Date("date"));
            var wrong = OpportunityActions.Unreadable(submit, t);
            if (wrong.Count == 0)
            {
                var result = await acts.AddTaskAsync(submit.Button.No ?? "", task, null, turn.Caller, cancellationToken);
                if (result is Result<SalesTask>.Done(var made))
                {
                    return (await TasksAsync(submit.Button.No, turn, cancellationToken, t["Added: {0}", made.Description]), true);
                }

                var refusals = ((Result<SalesTask>.Refused)result).Refusals;
                wrong = refusals.GroupBy(r => r.Field is "description" or "date" or "type" ? r.Field : "").ToDictionary(g => g.Key, g => g.First().Say(t));
            }

            return (await queries.FindAsync(submit.Button.No ?? "", turn.Caller, cancellationToken) is { MayChange: true, Opportunity: var o }
                ? new Answer(OpportunityForms.AddTask(t, o, task, wrong))
                : await opportunities.ShowAsync(submit.Button.No, turn, cancellationToken, refused: wrong.Values.First()), false);
        }, cancellationToken);

    /// <summary>The new owner keeps it.</summary>
    public async Task<Answer> AcceptAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken) =>
        await acts.AcceptAsync(submit.Button.No ?? "", turn.Caller, cancellationToken) switch
        {
            Result<Acted>.Done => await opportunities.ShowAsync(submit.Button.No, turn, cancellationToken, turn.Texts["It is yours now."]),
            Result<Acted>.Refused { First.Code: var code } when code == Refusals.HandOverDone.Code => await opportunities.ShowAsync(submit.Button.No, turn, cancellationToken),
            Result<Acted>.Refused refused => await opportunities.RefusedAsync(submit, refused.First, turn, cancellationToken),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    public Task<Answer> DeclineAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken) =>
        opportunities.OnceAsync(submit, turn, async () =>
        {
            var t = turn.Texts;
            var (no, note) = (submit.Button.No ?? "", submit.Text("note"));
            var result = await acts.DeclineAsync(no, note, turn.Caller, cancellationToken);
            if (result is Result<Acted>.Done(var acted))
            {
                return (await queries.FindAsync(no, turn.Caller, cancellationToken) is null
                    ? OpportunityActions.OutOfSight(acted.Opportunity, t)
                    : await opportunities.ShowAsync(no, turn, cancellationToken, t["{0} has it again and is told why.", acted.Opportunity.Salesperson!.Name]), true);
            }

            var refusals = ((Result<Acted>.Refused)result).Refusals;
            return (refusals.All(r => r.Field == "note") && await queries.FindAsync(no, turn.Caller, cancellationToken) is { Opportunity: var o }
                ? new Answer(OpportunityForms.Decline(t, o, note, new Dictionary<string, string> { ["note"] = refusals[0].Say(t) }))
                : await opportunities.RefusedAsync(submit, refusals[0], turn, cancellationToken), false);
        }, cancellationToken);

    private Task<Answer> SaveAsync(
        CardSubmit submit, ChatTurn turn, Func<Task<Result<Acted>>> act, string done,
        Func<Opportunity, IReadOnlyDictionary<string, string>, AdaptiveCard> form, CancellationToken cancellationToken) =>
        opportunities.OnceAsync(submit, turn, async () =>
        {
            var t = turn.Texts;
            var wrong = OpportunityActions.Unreadable(submit, t);
            if (wrong.Count == 0)
            {
                var result = await act();
                if (result is Result<Acted>.Done)
                {
                    return (await opportunities.ShowAsync(submit.Button.No, turn, cancellationToken, done), true);
                }

                var refusals = ((Result<Acted>.Refused)result).Refusals;
                if (refusals.Any(r => InputOf(submit.Verb, r.Field) is null))
                {
                    return (await opportunities.RefusedAsync(submit, refusals[0], turn, cancellationToken), false);
                }

                wrong = refusals.GroupBy(r => InputOf(submit.Verb, r.Field)!).ToDictionary(g => g.Key, g => g.First().Say(t));
            }

            return (await queries.FindAsync(submit.Button.No ?? "", turn.Caller, cancellationToken) is { MayChange: true, Opportunity: var o }
                ? new Answer(form(o, wrong))
                : await opportunities.ShowAsync(submit.Button.No, turn, cancellationToken), false);
        }, cancellationToken);

    /// <summary>Where a refusal is shown in a form; null when it concerns the whole act.</summary>
    private static string? InputOf(string verb, string? field) => (verb, field) switch
    {
        (_, "nextStep" or "nextStepDate" or "note") => field,
        ("opportunity.quote", "number") => "quoteNumber",
        ("opportunity.quote", "amount") => "quoteAmount",
        ("opportunity.quote", "link") => "quoteLink",
        _ => null,
    };
}
