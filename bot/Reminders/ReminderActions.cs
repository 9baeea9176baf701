using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.Tasks;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Reminders;

/// <summary>Answers the buttons of reminders and briefs, and what is said about them.</summary>
internal sealed class ReminderActions(
    ReminderActs acts, ReminderReasons reasons, OpportunityActs opportunities, OpportunityActions cards, OpportunityQueries queries, TaskActs tasks,
    WorkingCalendar calendar, IOptions<CompanyOptions> company)
{
    /// <summary>What a new owner is told of the past.</summary>
    private const int LastSteps = 4;

    /// <summary>The brief of a message as it stands now; without one, all that waits for the person.</summary>
    public async Task<Answer> BriefAsync(
        Guid? message, ChatTurn turn, CancellationToken cancellationToken, string? done = null, string? refused = null, bool isShown = false)
    {
        if (isShown && message is { } shown)
        {
            await acts.SeenAsync(shown, turn.Caller, cancellationToken);
        }

        var rows = await RowsAsync(message ?? Guid.Empty, turn, cancellationToken);
        var earlier = message is { } of && of != Guid.Empty ? await acts.EarlierAsync(of, turn.Caller, cancellationToken) : 0;
        return rows.Count == 0 && done is null && refused is null
            ? new Answer(GreetingCards.NoticeWithStarts(turn.Texts, turn.Texts["Nothing waits for you."]))
            : new Answer(BriefCard.Show(turn.Texts, rows, message ?? Guid.Empty, done, refused: refused, earlier: earlier));
    }

    /// <summary>The rows of a brief: one per opportunity, in the order of the reminders.</summary>
    /// <param name="t">Language of the reader.</param>
    /// <param name="reminders">With the state of their opportunities loaded.</param>
    /// <param name="reader">Whose they are.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="theirs">Those the reader may still act on; left out: all.</param>
    /// <param name="isBeingSent">They are on their way for the first time, or again: all of them are open.</param>
    public async Task<IReadOnlyList<BriefRow>> RowsAsync(
        BotTexts t, IReadOnlyList<Reminder> reminders, Caller reader, CancellationToken cancellationToken, IReadOnlySet<long>? theirs = null,
        bool isBeingSent = false)
    {
        var sight = await queries.SightAsync(reminders.Select(r => r.Opportunity!), reader, cancellationToken);
        List<BriefRow> rows = [];
        foreach (var group in reminders.GroupBy(r => r.OpportunityId))
        {
            var asked = group.Where(r => isBeingSent || (!r.Opportunity!.IsClosed && (r.IsOpen || (r.IsWaiting && r.DueAt <= reader.Now)))).ToList();
            var open = asked.Where(r => theirs?.Contains(r.Id) != false)
                .OrderBy(r => r.Kind == ReminderKind.HandOver ? 0 : 1).ThenBy(r => r.DueAt).ThenBy(r => r.Id).ToList();
            List<string> whys = [];
            foreach (var reminder in open)
            {
                whys.Add(await reasons.WhyAsync(t, reminder, reader.Today, cancellationToken));
            }

            rows.Add(new BriefRow([.. open, .. group.Except(open).OrderBy(r => r.DueAt).ThenBy(r => r.Id)], open, whys)
            {
                IsLost = open.Count == 0 && asked.Count > 0,
                MaySee = sight.ContainsKey(group.First().OpportunityId!.Value),
                MayChange = sight.GetValueOrDefault(group.First().OpportunityId!.Value),
            });
        }

        return rows;
    }

    /// <summary>The card of one row that is open.</summary>
    public async Task<AdaptiveCard> CardAsync(
        BotTexts t, BriefRow row, Guid? message, CancellationToken cancellationToken, bool hasBrief = false, (string?, DateOnly?) next = default,
        IReadOnlyDictionary<string, string>? wrong = null, string? done = null)
    {
        if (row.Open[0].Kind != ReminderKind.HandOver)
        {
            return ReminderCard.Show(t, row, message, hasBrief, next, wrong, done);
        }

        var lastSteps = (await queries.ActsAsync(row.Opportunity.No, cancellationToken)).Take(LastSteps).ToList();
        return ReminderCard.Given(t, row, message, hasBrief, lastSteps, done, wrong?.Values.FirstOrDefault());
    }

    /// <summary>One row with all that can be done about it.</summary>
    public async Task<Answer> RowAsync(
        CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken, (string?, DateOnly?) next = default,
        Dictionary<string, string>? wrong = null)
    {
        var (row, hasBrief) = await RowOfAsync(submit, turn, cancellationToken);
        return row is { IsOpen: true }
            ? new Answer(await CardAsync(turn.Texts, row, submit.Button.Message, cancellationToken, hasBrief, next, wrong))
            : hasBrief ? await BriefAsync(submit.Button.Message, turn, cancellationToken, refused: Refusals.ReminderDone.With().Say(turn.Texts))
            : Gone(turn.Texts);
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
        return result is Result<Acted>.Refused { First.Rule.Kind: RefusalKind.Stale } stale
            ? Within(await cards.ConflictAsync(submit, stale.First, turn, cancellationToken), submit)
            : result is Result<Acted>.Refused refused ? await RowAsync(
                submit, turn, cancellationToken, (step, day),
                refused.Refusals.DistinctBy(r => r.Field).ToDictionary(r => r.Field is "nextStep" or "nextStepDate" ? r.Field : "", r => r.Say(t)))
            : await AfterAsync(submit, turn, t["Next step on {0}.", t.Date(day.Value)], null, cancellationToken);
    }

    /// <summary>The task that the reminder is about is done.</summary>
    public async Task<Answer> TaskDoneAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (await acts.FindAsync(submit.Button.Reminder ?? 0, turn.Caller, cancellationToken) is not { TaskId: { } task })
        {
            return Gone(t);
        }

        return await tasks.CompleteAsync(task, null, turn.Caller, cancellationToken) is Result<TaskClosing>.Refused refused
            && refused.First.Code != Refusals.TaskClosed.Code
            ? await RowAsync(submit, turn, cancellationToken, wrong: new() { [""] = refused.First.Say(t) })
            : await AfterAsync(submit, turn, t["The task is done."], null, cancellationToken);
    }

    /// <summary>It is not theirs: the manager is told.</summary>
    public async Task<Answer> NotMineAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        return await acts.NotMineAsync(submit.Button.Reminder ?? 0, turn.Caller, cancellationToken) is Result<Reminder>.Refused refused
            ? await AfterAsync(submit, turn, null, refused.First.Rule.Kind == RefusalKind.NotFound ? Refusals.ReminderDone.With().Say(t) : refused.First.Say(t), cancellationToken)
            : await AfterAsync(submit, turn, t["Your manager will be told and decides."], null, cancellationToken);
    }

    /// <summary>Asks until when.</summary>
    public async Task<Answer> LaterAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken, string? wrong = null) =>
        await acts.FindAsync(submit.Button.Reminder ?? 0, turn.Caller, cancellationToken) is { } reminder
            ? new Answer(ReminderCard.Later(
                turn.Texts, reminder, submit.Button.Message, ComingDays.Of(turn.Texts, calendar, turn.Caller.Today), wrong,
                (await queries.SightAsync([reminder.Opportunity!], turn.Caller, cancellationToken)).Count > 0))
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
                // What else the row asks goes along, whichever messages asked it.
                foreach (var other in (await RowOfAsync(submit, turn, cancellationToken)).Row?.Open ?? [])
                {
                    await acts.SnoozeAsync(other.Id, until.Value, turn.Caller, cancellationToken);
                }

                return await AfterAsync(submit, turn, t["I will remind you on {0}.", t.Date(reminder.DueOn ?? until.Value)], null, cancellationToken);
            case Result<Reminder>.Refused refused when refused.First.Code == Refusals.SnoozeInPast.Code:
                return await LaterAsync(submit, turn, cancellationToken, refused.First.Say(t));
            case Result<Reminder>.Refused refused when refused.First.Code == Refusals.ReminderDone.Code:
                return await AfterAsync(submit, turn, null, refused.First.Say(t), cancellationToken);
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
        if (no is null || words.Count == 0 || await queries.FindAsync(no, turn.Caller, cancellationToken) is not { Opportunity: var opportunity })
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
            _ => await cards.ShowAsync(no, turn, cancellationToken, await WhoWhenAsync(opportunity, day.Value, turn, cancellationToken)),
        };
    }

    /// <summary>Who is reminded of a next step that was set, and when, where either is not what was said; and what it took the place of.</summary>
    private async Task<string> WhoWhenAsync(Opportunity before, DateOnly day, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var planned = (await queries.RemindersAsync(before.Id, cancellationToken)).FirstOrDefault(r => r.Kind == ReminderKind.NextStep && r.IsWaiting)?.DueOn;
        var later = planned > day ? planned : null; // the brief of the day has gone already, or it is a day off
        if (before.SalespersonId == turn.Caller.SalespersonId)
        {
            return later is null ? t["Next step on {0}.", t.Date(day)] : t["Next step on {0}. I will remind you on {1}.", t.Date(day), t.Date(later.Value)];
        }

        var name = before.Salesperson!.Name;
        var told = later is null
            ? t["Next step on {0}. {1} will be reminded of it, not you.", t.Date(day), name]
            : t["Next step on {0}. {1} will be reminded of it on {2}, not you.", t.Date(day), name, t.Date(later.Value)];
        return OpportunityCard.NextStep(t, before) is { } old ? told + " " + t["Before, it was: {0}", old] : told;
    }

    /// <summary>
    /// What is done to an opportunity from a row of a brief leads back to the row, and to the brief once the row is answered; until
    /// then every form on the way remembers the row.
    /// </summary>
    public async Task<Answer> WithinAsync(CardSubmit submit, ChatTurn turn, Func<Task<Answer>> act, CancellationToken cancellationToken)
    {
        if (submit.Button is not { Message: not null, Reminder: not null } || !LeadsBack(submit.Verb))
        {
            return await act();
        }

        if (submit.Verb == "opportunity.show")
        {
            return await RowOfAsync(submit, turn, cancellationToken) is ({ IsOpen: true }, _) or (_, HasBrief: true)
                ? await RowAsync(submit, turn, cancellationToken)
                : await act();
        }

        var answer = await act();
        var isEnd = answer is { IsConflict: false } and ({ No: not null } or { Done: not null } or { Refused: not null });
        return isEnd ? await AfterAsync(submit, turn, answer.Done, answer.Refused, cancellationToken) : Within(answer, submit);
    }

    /// <summary>
    /// After an act: its row again while something of it is open, with what was done or why not; else the brief, or a line where
    /// nothing else was asked.
    /// </summary>
    private async Task<Answer> AfterAsync(CardSubmit submit, ChatTurn turn, string? done, string? refused, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var (row, hasBrief) = await RowOfAsync(submit, turn, cancellationToken);
        if (row is { IsOpen: true })
        {
            var wrong = refused is null ? null : new Dictionary<string, string> { [""] = refused };
            return new Answer(await CardAsync(t, row, submit.Button.Message, cancellationToken, hasBrief, wrong: wrong, done: done));
        }

        if (hasBrief)
        {
            var about = await queries.FindAsync(submit.Button.No ?? "", turn.Caller, cancellationToken) is { Opportunity: var o } ? $" {o.No}: {o.Description}" : "";
            return await BriefAsync(submit.Button.Message, turn, cancellationToken, done is null ? null : done + about, refused is null ? null : refused + about);
        }

        return refused is not null ? new Answer(GreetingCards.NoticeWithStarts(t, refused))
            : done is not null && row is not null ? new Answer(ReminderCard.Folded(t, row.Opportunity, done, row.MaySee))
            : Gone(t);
    }

    /// <summary>The row that a button belongs to, and whether there is a brief around it.</summary>
    private async Task<(BriefRow? Row, bool HasBrief)> RowOfAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken)
    {
        var id = submit.Button.Reminder ?? 0;
        if (submit.Button.Message is not { } message)
        {
            return await acts.FindAsync(id, turn.Caller, cancellationToken) is { } reminder
                ? ((await RowsAsync(turn.Texts, [reminder], turn.Caller, cancellationToken))[0], false)
                : (null, false);
        }

        var rows = await RowsAsync(message, turn, cancellationToken);
        var row = rows.FirstOrDefault(r => r.Reminders.Any(k => k.Id == id));
        if (row is null && await acts.FindAsync(id, turn.Caller, cancellationToken) is { } answered)
        {
            row = rows.FirstOrDefault(r => r.Opportunity.Id == answered.OpportunityId);
        }

        return (row, message == Guid.Empty || rows.Count > 1);
    }

    /// <summary>The rows of a message, or with an empty id of all that waits.</summary>
    private async Task<IReadOnlyList<BriefRow>> RowsAsync(Guid message, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (message == Guid.Empty)
        {
            return await RowsAsync(turn.Texts, await acts.OpenAsync(turn.Caller, cancellationToken), turn.Caller, cancellationToken);
        }

        var reminders = await acts.OfMessageAsync(message, turn.Caller, cancellationToken);
        var theirs = await acts.TheirsAsync([.. reminders.Select(r => r.Id)], turn.Caller, cancellationToken);
        return await RowsAsync(turn.Texts, reminders, turn.Caller, cancellationToken, theirs);
    }

    private static bool LeadsBack(string verb) =>
        verb.StartsWith("opportunity.", StringComparison.Ordinal)
        || verb is "handover.accept" or "handover.declining" or "handover.decline" or "task.adding" or "task.add" or "task.done";

    /// <summary>A card on the way whose buttons remember the row.</summary>
    private static Answer Within(Answer answer, CardSubmit submit) => submit.Button is not { Message: { } message, Reminder: { } reminder }
        ? answer
        : new Answer(answer.Card with { Body = [.. answer.Card.Body.Select(e => Remembering(e, reminder, message))], Refresh = null });

    private static CardElement Remembering(CardElement element, long reminder, Guid message) => element switch
    {
        Container container => container with { Items = [.. container.Items.Select(e => Remembering(e, reminder, message))] },
        ActionSet set => set with
        {
            Actions =
            [
                .. set.Actions.Select(a => a is ActionExecute execute && LeadsBack(execute.Verb) ? execute.With("reminder", reminder).With("message", message) : a),
            ],
        },
        _ => element,
    };

    private static Answer Gone(BotTexts t) => new(GreetingCards.NoticeWithStarts(t, Refusals.ReminderDone.With().Say(t)));
}
