using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Chat;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.Tasks;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Reminders;

/// <summary>Answers the buttons of reminders and briefs, and what is said about them.</summary>
internal sealed class ReminderActions(
    ReminderActs acts, ReminderReasons reasons, OpportunityActs opportunities, OpportunityActions cards, OpportunityQueries queries, TaskActs tasks,
    WorkingCalendar calendar, IOptions<CompanyOptions> company)
{
    /// <summary>The brief of a message as it stands now; without one, all that waits for the person.</summary>
    public async Task<Answer> BriefAsync(
        Guid? message, ChatTurn turn, CancellationToken cancellationToken, string? done = null, bool isShown = false)
    {
        if (isShown && message is { } shown)
        {
            await acts.SeenAsync(shown, turn.Caller, cancellationToken);
        }

        var reminders = message is { } id && id != Guid.Empty
            ? await acts.OfMessageAsync(id, turn.Caller, cancellationToken)
            : await acts.OpenAsync(turn.Caller, cancellationToken);
        var rows = await RowsAsync(turn.Texts, reminders, turn.Caller.Today, cancellationToken);
        return rows.Count == 0 && done is null
            ? new Answer(GreetingCards.NoticeWithStarts(turn.Texts, turn.Texts["Nothing waits for you."]))
            : new Answer(BriefCard.Show(turn.Texts, rows, message ?? Guid.Empty, done));
    }

    /// <summary>The rows of a brief: one per opportunity, in the order of the reminders.</summary>
    public async Task<IReadOnlyList<BriefRow>> RowsAsync(
        BotTexts t, IReadOnlyList<Reminder> reminders, DateOnly today, CancellationToken cancellationToken)
    {
        List<BriefRow> rows = [];
        foreach (var group in reminders.GroupBy(r => r.OpportunityId))
        {
            // What is still open comes first: its acts are those of the row.
            var mine = group.OrderBy(r => r.IsOpen ? 0 : 1).ThenBy(r => r.DueAt).ThenBy(r => r.Id).ToList();
            List<string> whys = [];
            foreach (var reminder in mine.Where(r => r.IsOpen || r.IsWaiting || r.State == ReminderState.Sending))
            {
                whys.Add(await reasons.WhyAsync(t, reminder, today, cancellationToken));
            }

            rows.Add(new BriefRow(mine, whys));
        }

        return rows;
    }

    /// <summary>One row with all that can be done about it.</summary>
    public async Task<Answer> RowAsync(
        CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken, (string?, DateOnly?) next = default,
        Dictionary<string, string>? wrong = null)
    {
        var message = submit.Button.Message;
        if (await acts.FindAsync(submit.Button.Reminder ?? 0, turn.Caller, cancellationToken) is not { } reminder
            || !(reminder.IsOpen || (reminder.IsWaiting && reminder.SentAt is null)))
        {
            return message is null ? Gone(turn.Texts) : await BriefAsync(message, turn, cancellationToken, Refusals.ReminderDone.With().Say(turn.Texts));
        }

        var all = message is null ? [reminder]
            : message == Guid.Empty ? await acts.OpenAsync(turn.Caller, cancellationToken)
            : await acts.OfMessageAsync(message.Value, turn.Caller, cancellationToken);
        var row = (await RowsAsync(turn.Texts, [.. all.Where(r => r.OpportunityId == reminder.OpportunityId)], turn.Caller.Today, cancellationToken))[0];
        return new Answer(ReminderCard.Show(turn.Texts, reminder, row.Whys, message, next, wrong));
    }

    /// <summary>Sets what comes next and on which day; the reminder is answered by that.</summary>
    public async Task<Answer> NextStepAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var (step, day) = (submit.Text("nextStep"), submit.Date("nextStepDate"));
        if (OpportunityActions.Unreadable(submit, t) is { Count: > 0 } unreadable)
        {
            return await RowAsync(submit, turn, cancellationToken, (step, day), unreadable);
        }

        var no = submit.Button.No ?? "";
        if (await queries.FindAsync(no, turn.Caller, cancellationToken) is not { } view)
        {
            return Gone(t);
        }

        if (day is null)
        {
            return await RowAsync(
                submit, turn, cancellationToken, (step, day), new() { ["nextStepDate"] = Refusals.NextStepDateRequired.With().Say(t) });
        }

        // Pressed twice, or repeated after a lost answer: what stands there already is not set again.
        var isDone = view.Opportunity.NextStepDate == day && view.Opportunity.NextStep == Checks.Tidy(step);
        var result = isDone ? null : await opportunities.SetNextStepAsync(no, step, day, submit.Button.Version, turn.Caller, cancellationToken);
        return result is Result<Acted>.Refused refused
            ? await RowAsync(
                submit, turn, cancellationToken, (step, day),
                refused.Refusals.DistinctBy(r => r.Field).ToDictionary(r => r.Field is "nextStep" or "nextStepDate" ? r.Field : "", r => r.Say(t)))
            : await DoneAsync(submit, view.Opportunity, t["Next step on {0}.", t.Date(day.Value)], turn, cancellationToken);
    }

    /// <summary>The task that the reminder is about is done.</summary>
    public async Task<Answer> TaskDoneAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (await acts.FindAsync(submit.Button.Reminder ?? 0, turn.Caller, cancellationToken) is not { TaskId: { } task } reminder)
        {
            return Gone(t);
        }

        return await tasks.CompleteAsync(task, null, turn.Caller, cancellationToken) is Result<TaskClosing>.Refused refused
            && refused.First.Code != Refusals.TaskClosed.Code
            ? await RowAsync(submit, turn, cancellationToken, wrong: new() { [""] = refused.First.Say(t) })
            : await DoneAsync(submit, reminder.Opportunity!, t["The task is done."], turn, cancellationToken);
    }

    /// <summary>It is not theirs: the manager is told.</summary>
    public async Task<Answer> NotMineAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        return await acts.NotMineAsync(submit.Button.Reminder ?? 0, turn.Caller, cancellationToken) is Result<Reminder>.Done(var reminder)
            ? await DoneAsync(submit, reminder.Opportunity!, t["Your manager will be told and decides."], turn, cancellationToken)
            : await RowAsync(submit, turn, cancellationToken);
    }

    /// <summary>Asks until when.</summary>
    public async Task<Answer> LaterAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken, string? wrong = null) =>
        await acts.FindAsync(submit.Button.Reminder ?? 0, turn.Caller, cancellationToken) is { } reminder
            ? new Answer(ReminderCard.Later(turn.Texts, reminder, submit.Button.Message, ComingDays.Of(turn.Texts, calendar, turn.Caller.Today), wrong))
            : Gone(turn.Texts);

    /// <summary>Puts it off to the day that was chosen.</summary>
    public async Task<Answer> SnoozeAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var until = ComingDays.Chosen(submit);
        if (submit.Unreadable.Count > 0 || until is null)
        {
            return await LaterAsync(submit, turn, cancellationToken, t["This is not a date."]);
        }

        switch (await acts.SnoozeAsync(submit.Button.Reminder ?? 0, until.Value, turn.Caller, cancellationToken))
        {
            case Result<Reminder>.Done(var reminder):
                return await DoneAsync(submit, reminder.Opportunity!, t["I will remind you on {0}.", t.Date(reminder.DueOn ?? until.Value)], turn, cancellationToken);
            case Result<Reminder>.Refused refused when refused.First.Code == Refusals.SnoozeInPast.Code:
                return await LaterAsync(submit, turn, cancellationToken, refused.First.Say(t));
            case Result<Reminder>.Refused refused when refused.First.Code == Refusals.ReminderDone.Code && submit.Button.Message is { } message:
                return await BriefAsync(message, turn, cancellationToken, refused.First.Say(t));
            default:
                return Gone(t);
        }
    }

    /// <summary>"remind me OPP-12 next Tuesday call Marie": the next step, said in a line.</summary>
    public async Task<Answer> RemindMeAsync(string said, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var prefix = company.Value.OpportunityNumberPrefix;
        var words = said.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        var named = words.FindIndex(w => w.TrimStart('#').StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
        named = named < 0 && words.Count > 0 && words[0].All(char.IsAsciiDigit) ? 0 : named;
        var (no, _) = await cards.MeantAsync(named < 0 ? "" : words[named], turn, cancellationToken);
        if (no is null || words.Count == 0 || await queries.FindAsync(no, turn.Caller, cancellationToken) is null)
        {
            return new Answer(GreetingCards.NoticeWithStarts(
                t, t["Of which opportunity, and when? Say for instance “remind me OPP-00012 next Tuesday call Marie”."]));
        }

        var line = new Line(string.Join(' ', words.Where((_, i) => i != named)));
        var day = new SpokenDates(turn.Caller.Today, t.Culture).Take(line, []);
        var step = string.Join(' ', Enumerable.Range(0, line.Count).Where(line.IsFree).Select(i => line.Raw(i))).Trim(' ', ':', ',', '.');
        if (day is null)
        {
            return new Answer(GreetingCards.NoticeWithStarts(
                t, t["Of which opportunity, and when? Say for instance “remind me OPP-00012 next Tuesday call Marie”."]));
        }

        return await opportunities.SetNextStepAsync(no, step, day, null, turn.Caller, cancellationToken) switch
        {
            Result<Acted>.Refused refused => await cards.ShowAsync(no, turn, cancellationToken, refused: refused.First.Say(t)),
            _ => await cards.ShowAsync(no, turn, cancellationToken, t["Next step on {0}.", t.Date(day.Value)]),
        };
    }

    /// <summary>
    /// What is done to an opportunity from a row of a brief leads back to the brief once the row is answered; until then every
    /// form on the way remembers the row.
    /// </summary>
    public async Task<Answer> WithinAsync(CardSubmit submit, ChatTurn turn, Func<Task<Answer>> act, CancellationToken cancellationToken)
    {
        if (submit.Button is not { Message: { } message, Reminder: { } id } || !submit.Verb.StartsWith("opportunity.", StringComparison.Ordinal))
        {
            return await act();
        }

        if (submit.Verb == "opportunity.show")
        {
            return await RowAsync(submit, turn, cancellationToken);
        }

        var answer = await act();
        return await acts.FindAsync(id, turn.Caller, cancellationToken) is { } reminder && (reminder.IsOpen || reminder.IsWaiting)
            ? new Answer(answer.Card with { Body = [.. answer.Card.Body.Select(e => Remembering(e, id, message))] })
            : await BriefAsync(message, turn, cancellationToken, answer.Card.FallbackText);
    }

    private static CardElement Remembering(CardElement element, long reminder, Guid message) => element is not ActionSet set
        ? element
        : set with
        {
            Actions =
            [
                .. set.Actions.Select(a => a is ActionExecute execute && execute.Verb.StartsWith("opportunity.", StringComparison.Ordinal)
                    ? Button.Of(
                        execute.Title!, execute.Verb,
                        System.Text.Json.JsonSerializer.Deserialize(execute.Data, ChatJson.Default.ButtonData)! with { Reminder = reminder, Message = message })
                        with { Style = execute.Style, AssociatedInputs = execute.AssociatedInputs }
                    : a),
            ],
        };

    private static Answer Gone(BotTexts t) => new(GreetingCards.NoticeWithStarts(t, Refusals.ReminderDone.With().Say(t)));

    private async Task<Answer> DoneAsync(CardSubmit submit, Opportunity opportunity, string what, ChatTurn turn, CancellationToken cancellationToken) =>
        submit.Button.Message is { } message
            ? await BriefAsync(message, turn, cancellationToken, $"{what} {opportunity.No}: {opportunity.Description}")
            : new Answer(ReminderCard.Folded(turn.Texts, opportunity, what));
}
