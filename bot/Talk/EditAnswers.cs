using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Bot.Understanding.Talk;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Bot.Talk;

/// <summary>
/// Does what a sentence says to one opportunity. What is complete and certain is done at once and can be undone; what is doubtful, and
/// every ending, is shown filled in, with one press to save.
/// </summary>
internal sealed class EditAnswers(
    OpportunityActs acts, OpportunityQueries queries, OpportunityAnswers answers, MeantByWords meant, MoveHandler moves,
    CloseHandler closes, AssignHandler assigns, ReopenHandler reopens)
{
    public async Task<Answer?> AnswerAsync(Utterance said, string no, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        switch (said)
        {
            case TakeNote note:
                return await NoteAsync(note, no, turn, cancellationToken);
            case PlanTask task:
                return await TaskAsync(task, no, turn, cancellationToken);
            case End end:
                return await closes.HandleAsync(
                    new OpenCloseCommand(no, end.Outcome) { Amount = end.Amount, Reason = end.Reason }, turn, cancellationToken);
            case Reopening:
                return await reopens.HandleAsync(new OpenReopenCommand(no), turn, cancellationToken);
            case not Edit:
                return null;
        }

        var edit = (Edit)said;
        if (await queries.FindAsync(no, turn.Caller, cancellationToken) is not { } view)
        {
            return OpportunityAnswers.NotFound(t);
        }

        if (!view.MayChange)
        {
            return await answers.ShowAsync(no, turn, cancellationToken, refused: OpportunityAnswers.WhyNot(view, t));
        }

        if (edit.CloseShift?.Month is not null && view.Opportunity.Current?.EstimatedCloseDate is { } present
            && CloseDateOf(edit, view.Opportunity) < present)
        {
            // "To next month" is nearer than it closes now: whoever says so may not know that. One that has not begun has no form for it.
            edit = edit with { Doubts = [.. edit.Doubts, new Doubt("closeDate", Doubt.BeforePresent, present)] };
        }

        return edit.Owners.Count > 0 ? await GiveAsync(edit, view, turn, cancellationToken)
            : edit.Doubts.Count > 0 ? await AskAsync(edit, view, turn, cancellationToken)
            : await ChangeAsync(edit, view, turn, cancellationToken);
    }

    private async Task<Answer> NoteAsync(TakeNote note, string no, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        return await acts.AddNoteAsync(no, note.Text, turn.Caller, cancellationToken) switch
        {
            Result<Acted>.Done(var acted) => await answers.ActedAsync(
                acted, t["Noted: “{0}”", note.Text.Shortened()], turn, cancellationToken),
            Result<Acted>.Refused { First.Rule.Kind: RefusalKind.NotFound } => OpportunityAnswers.NotFound(t),
            Result<Acted>.Refused refused => await answers.ShowAsync(no, turn, cancellationToken, refused: refused.First.Say(t)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<Answer> TaskAsync(PlanTask task, string no, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (task.On is null)
        {
            return await answers.ShowAsync(
                no, turn, cancellationToken,
                refused: t["Nothing was done: on which day? Say for instance “{0} tomorrow”.", task.Text.Shortened()]);
        }

        var text = task.At is { } at ? $"{task.Text} ({at:HH\\:mm})" : task.Text;
        return await acts.AddTaskAsync(
            no, new TaskDetails(TaskType.None, text, Priority.Normal, task.On), null, turn.Caller, cancellationToken) switch
        {
            Result<SalesTask>.Done(var made) => await answers.ShowAsync(
                no, turn, cancellationToken, t["Task for {0}: {1}.", t.Date(made.Date), made.Description]),
            Result<SalesTask>.Refused { First.Rule.Kind: RefusalKind.NotFound } => OpportunityAnswers.NotFound(t),
            Result<SalesTask>.Refused refused => await answers.ShowAsync(no, turn, cancellationToken, refused: refused.First.Say(t)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Gives it away at once when only one person can be meant, else with the form.</summary>
    private Task<Answer> GiveAsync(Edit edit, OpportunityView view, ChatTurn turn, CancellationToken cancellationToken) =>
        edit.Owners is [var owner] && owner.Id != view.Opportunity.SalespersonId && !owner.IsStranger()
            ? assigns.HandleAsync(
                new AssignCommand(view.Opportunity.No, view.Opportunity.Version, owner.Code, MoveTasks: true), turn, cancellationToken)
            : assigns.HandleAsync(
                new OpenAssignCommand(view.Opportunity.No, string.Join(", ", edit.Owners.Select(o => o.Name))), turn, cancellationToken);

    /// <summary>What is doubtful stands in the form, to be looked at and saved.</summary>
    private async Task<Answer> AskAsync(Edit edit, OpportunityView view, ChatTurn turn, CancellationToken cancellationToken)
    {
        var (t, o) = (turn.Texts, view.Opportunity);
        var wrong = edit.Doubts.GroupBy(d => d.Field)
            .ToDictionary(g => g.Key, g => t[g.First().Sentence, [.. g.First().Arguments.Select(a => a is DateOnly d ? t.Date(d) : a)]]);
        if (edit.NextStep is not null)
        {
            return new Answer(NextStepCard.Form(t, o, edit.NextStep, edit.NextStepOn, wrong));
        }

        var move = o.PreviewMoves(turn.Caller).FirstOrDefault(m => m.Action == MoveAction.Update);
        if (move is null)
        {
            return await answers.ShowAsync(o.No, turn, cancellationToken, refused: OpportunityAnswers.WhyNot(view, t));
        }

        var request = Request(edit, view);
        var values = o.Propose(request, move.Proposed.Stage, turn.Caller);
        return new Answer(MoveCard.Form(t, o, move, move.Proposed.Stage, values, request, null, wrong, onlyMissing: false));
    }

    private async Task<Answer> ChangeAsync(Edit edit, OpportunityView view, ChatTurn turn, CancellationToken cancellationToken)
    {
        var (t, o) = (turn.Texts, view.Opportunity);
        string? contactNo = null;
        if (edit.Contact is { } called)
        {
            var contacts = await meant.ContactsAsync(called, cancellationToken);
            if (contacts.Count != 1)
            {
                return await answers.ShowAsync(o.No, turn, cancellationToken, refused: contacts.Count == 0
                    ? t["Nothing was done: I know no contact called “{0}”.", called.Shortened()]
                    : t["Nothing was done: several contacts are called “{0}”: {1}. Say the whole name.", called.Shortened(),
                        string.Join(", ", contacts.Take(MeantByWords.MostOffered).Select(c => c.Name))]);
            }

            contactNo = contacts[0].No;
        }

        var change = new EditOpportunity(
            new ChangeOpportunity(
                edit.Title, edit.Priority, contactNo,
                NextStep: edit.NextStep is { } step ? new Change<string?>(step) : null,
                NextStepDate: edit.NextStepOn is { } on ? new Change<DateOnly?>(on) : null),
            edit.Value, edit.Chances, CloseDateOf(edit, o));
        switch (await acts.EditAsync(o.No, change, null, turn.Caller, cancellationToken))
        {
            case Result<Acted>.Done(var acted):
                return await answers.ActedAsync(acted, Told(edit, view, acted.Opportunity, t), turn, cancellationToken);
            case Result<Acted>.Refused { First.Rule.Kind: RefusalKind.NotFound }:
                return OpportunityAnswers.NotFound(t);
            case Result<Acted>.Refused refused when refused.Refusals.All(r =>
                r.Field is "estimatedValue" or "chancesOfSuccess" or "estimatedCloseDate" or "slipReason"):
                // Its form asks for what is missing, with what was said in it.
                return await moves.HandleAsync(
                    new MoveCommand(o.No, o.Version, MoveAction.Update, null)
                    {
                        Value = edit.Value,
                        Chances = edit.Chances,
                        CloseDate = CloseDateOf(edit, o),
                    },
                    turn, cancellationToken);
            case Result<Acted>.Refused refused:
                return await answers.ShowAsync(o.No, turn, cancellationToken, refused: refused.First.Say(t));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static MoveRequest Request(Edit edit, OpportunityView view) => new(
        MoveAction.Update, EstimatedValue: edit.Value, ChancesOfSuccess: edit.Chances,
        EstimatedCloseDate: CloseDateOf(edit, view.Opportunity));

    /// <summary>"By a week" counts from the present closing day; where there is none, from nothing.</summary>
    private static DateOnly? CloseDateOf(Edit edit, Opportunity opportunity) => edit.CloseDate
        ?? ((opportunity.Current?.EstimatedCloseDate ?? opportunity.InitialCloseDate) is { } day ? edit.CloseShift?.From(day) : null);

    /// <summary>What was changed, each from what to what.</summary>
    private static string Told(Edit edit, OpportunityView before, Opportunity after, BotTexts t)
    {
        var (was, now) = (before.Opportunity, after);
        string? Money(decimal? amount) => amount is { } value ? t.Money(value) : null;
        string? Day(DateOnly? date) => date is { } day ? t.Date(day) : null;
        string? Percent(decimal? share) => share is { } percent ? t.Percent(percent) : null;
        List<string> told = [];
        void Add(bool isSaid, string name, string? from, string? to)
        {
            if (isSaid)
            {
                told.Add(from is null ? t["{0}: {1}.", name, to ?? "–"] : t["{0}: {1} → {2}.", name, from, to ?? "–"]);
            }
        }

        Add(edit.Value is not null, t["Estimated value"], Money(was.Current?.EstimatedValue ?? was.InitialValue),
            Money(now.Current?.EstimatedValue ?? now.InitialValue));
        Add(edit.CloseDate is not null || edit.CloseShift is not null, t["Expected closing"],
            Day(was.Current?.EstimatedCloseDate ?? was.InitialCloseDate), Day(now.Current?.EstimatedCloseDate ?? now.InitialCloseDate));
        Add(edit.Chances is not null, t["Chances"], Percent(was.Current?.ChancesOfSuccess ?? was.InitialChances),
            Percent(now.Current?.ChancesOfSuccess ?? now.InitialChances));
        Add(edit.Priority is not null, t["Priority"], OpportunityCard.PriorityName(t, was.Priority),
            OpportunityCard.PriorityName(t, now.Priority));
        Add(edit.Title is not null, t["Title"], was.Description, now.Description);
        Add(edit.Contact is not null, t["Contact"], was.Contact!.DisplayName, now.Contact!.DisplayName);
        Add(edit.NextStep is not null || edit.NextStepOn is not null, t["Next step"], OpportunityCard.NextStep(t, was),
            OpportunityCard.NextStep(t, now));
        return string.Join(' ', told);
    }
}
