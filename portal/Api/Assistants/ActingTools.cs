using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Portal.Api.Assistants;

/// <summary>The tools that act: each one act of the domain, with its refusals told as questions where a value answers them.</summary>
internal static class ActingTools
{
    /// <summary>Names of the domain's fields as the tools call them.</summary>
    private static readonly Dictionary<string, string[]> Fields = new()
    {
        ["description"] = ["title"],
        ["contactNo"] = ["contact"],
        ["salespersonCode"] = ["salesperson"],
        ["salesCycleCode"] = ["salesCycle"],
        ["reasonCode"] = ["reason"],
        ["quote"] = ["quoteNumber", "quoteAmount"],
    };

    /// <summary>Refusals that a value answers, whatever it was.</summary>
    private static readonly HashSet<string> Answerable =
    [
        Refusals.ValueRequired.Code, Refusals.ChancesRequired.Code, Refusals.CloseDateRequired.Code, Refusals.CloseDateBeforeChange.Code,
        Refusals.SlipReasonRequired.Code, Refusals.QuoteRequired.Code, Refusals.QuoteNumberRequired.Code, Refusals.QuoteAmountRequired.Code,
        Refusals.ReasonRequired.Code, Refusals.AmountRequired.Code, Refusals.NextStepDateRequired.Code, Refusals.NextStepInPast.Code,
        Refusals.CycleRequired.Code, Refusals.SalespersonRequired.Code, Refusals.DescriptionRequired.Code, Refusals.NoteTextRequired.Code,
        Refusals.Required.Code,
    ];

    public static async Task<ActAnswer> CaptureAsync(AssistantCall call, CaptureInput input, CancellationToken cancellationToken)
    {
        var contact = await call.ContactAsync(input.Contact, input.NewContact == true, cancellationToken);
        var person = Checks.Tidy(input.Salesperson) is { } who ? await call.PersonAsync(who, cancellationToken) : null;
        var choices = call.Of<Choices>();
        var cycle = Checks.Tidy(input.SalesCycle) is { } which ? await call.CycleAsync(which, cancellationToken) : null;
        if ((contact.Open ?? person?.Open ?? cycle?.Open) is { } open)
        {
            return open.ToAct();
        }

        var result = await call.Of<OpportunityActs>().CreateForAsync(
            new CreateOpportunity(
                input.Title, contact.Value, contact.Value is null ? input.Contact : null, person?.Value?.Code,
                (cycle?.Value ?? choices.Usual(await choices.CyclesAsync(cancellationToken)))?.Code, StartNow: input.Start ?? true,
                EstimatedValue: input.EstimatedValue, ChancesOfSuccess: input.ChancesOfSuccess,
                EstimatedCloseDate: input.EstimatedCloseDate, Source: input.Source),
            call.Caller,
            cancellationToken);
        return result switch
        {
            Result<Opportunity>.Done(var made) => new ActAnswer(
                AnswerStatus.Done, call.T["Captured: {0}", ReadingTools.Line(made, call.T)])
            {
                Opportunity = OpportunityTold.Of(made),
            },
            Result<Opportunity>.Refused refused => Asked(refused.Refusals, call),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public static Task<ActAnswer> MoveAsync(AssistantCall call, MoveInput input, CancellationToken cancellationToken) =>
        WithAsync(call, input.Opportunity, async (opportunity, acts) =>
        {
            SalesCycleStage? target = null;
            if (Checks.Tidy(input.Stage) is { } words)
            {
                var meant = call.Stage(opportunity.SalesCycle!, words);
                if (meant.Open is { } open)
                {
                    return open.ToAct();
                }

                target = meant.Value;
            }

            var way = target is null ? null : opportunity.WayTo(target.Id);
            var isHere = target is not null && opportunity.Current?.StageNumberNow == target.Number;
            if (target is not null && way is null && !isHere)
            {
                return Done(call, await acts.MoveToAsync(opportunity.No, target.Id, null, call.Caller, cancellationToken), null);
            }

            var action = way?.Action ?? (isHere ? MoveAction.Update
                : opportunity.Status == OpportunityStatus.NotStarted ? MoveAction.First : MoveAction.Next);
            if (isHere && input is { EstimatedValue: null, ChancesOfSuccess: null, EstimatedCloseDate: null })
            {
                return new ActAnswer(AnswerStatus.Done, call.T["It stands there already: {0}", ReadingTools.Line(opportunity, call.T)])
                {
                    Opportunity = OpportunityTold.Of(opportunity),
                };
            }

            var move = new MoveRequest(
                action, target?.Number, null, input.EstimatedValue, input.ChancesOfSuccess, input.EstimatedCloseDate,
                SlipReason: input.SlipReason);
            var result = input.QuoteNumber is null && input.QuoteAmount is null
                ? await acts.MoveAsync(opportunity.No, move, null, call.Caller, cancellationToken)
                : await acts.MoveWithQuoteAsync(
                    opportunity.No, new QuoteRequest(input.QuoteNumber, input.QuoteAmount), move, null, call.Caller, cancellationToken);
            return Done(call, result, line => call.T["Moved: {0}", line]);
        }, cancellationToken);

    public static Task<ActAnswer> ChangeAsync(AssistantCall call, ChangeInput input, CancellationToken cancellationToken) =>
        WithAsync(call, input.Opportunity, async (opportunity, acts) => Done(
            call,
            await acts.EditAsync(
                opportunity.No,
                new EditOpportunity(
                    new ChangeOpportunity(
                        input.Title, input.Priority,
                        NextStep: input.NextStep is null ? null : new Change<string?>(input.NextStep),
                        NextStepDate: input.NextStepDate is null ? null : new Change<DateOnly?>(input.NextStepDate)),
                    input.EstimatedValue, input.ChancesOfSuccess, input.EstimatedCloseDate, input.SlipReason),
                null,
                call.Caller,
                cancellationToken),
            line => call.T["Changed: {0}", line]), cancellationToken);

    public static Task<ActAnswer> AssignAsync(AssistantCall call, AssignInput input, CancellationToken cancellationToken) =>
        WithAsync(call, input.Opportunity, async (opportunity, acts) =>
        {
            var person = await call.PersonAsync(input.Salesperson, cancellationToken);
            return person.Open?.ToAct() ?? Done(
                call,
                await acts.AssignAsync(
                    opportunity.No, person.Value!.Code, input.MoveOpenTasks ?? true, null, call.Caller, cancellationToken),
                line => call.T["Given to {0}: {1}", person.Value.Name, line]);
        }, cancellationToken);

    public static Task<ActAnswer> CloseAsync(AssistantCall call, CloseInput input, CancellationToken cancellationToken) =>
        WithAsync(call, input.Opportunity, async (opportunity, acts) =>
        {
            if (opportunity.IsClosed)
            {
                return AssistantWords.Refused(Refusals.AlreadyClosed, call).ToAct();
            }

            var reason = await call.ReasonAsync(input.Outcome, input.Reason, cancellationToken);
            return reason.Open?.ToAct() ?? Done(
                call,
                await acts.CloseAsync(
                    opportunity.No,
                    new CloseOpportunity(input.Outcome, reason.Value!.Code, input.ClosingDate, input.Amount, input.Note),
                    null,
                    call.Caller,
                    cancellationToken),
                line => call.T[input.Outcome == Outcome.Won ? "Won: {0}" : "Lost: {0}", line]);
        }, cancellationToken);

    public static Task<ActAnswer> NoteAsync(AssistantCall call, NoteInput input, CancellationToken cancellationToken) =>
        WithAsync(call, input.Opportunity, async (opportunity, acts) => Done(
            call, await acts.AddNoteAsync(opportunity.No, input.Text, call.Caller, cancellationToken),
            line => call.T["Noted: {0}", line]), cancellationToken);

    public static Task<ActAnswer> TaskAsync(AssistantCall call, TaskInput input, CancellationToken cancellationToken) =>
        WithAsync(call, input.Opportunity, async (opportunity, acts) =>
        {
            var person = Checks.Tidy(input.Salesperson) is { } who ? await call.PersonAsync(who, cancellationToken) : null;
            if (person?.Open is { } open)
            {
                return open.ToAct();
            }

            return await acts.AddTaskAsync(
                opportunity.No, new TaskDetails(input.Type ?? TaskType.None, input.Description, Priority.Normal, input.Date),
                person?.Value?.Code, call.Caller, cancellationToken) switch
            {
                Result<SalesTask>.Done(var task) => new ActAnswer(
                    AnswerStatus.Done, call.T["Planned for {0}: {1}", call.T.Date(task.Date), task.Description])
                {
                    Task = new TaskTold(task.Description, task.Date, task.Type, task.Priority),
                    UndoUntil = call.Caller.PersonId is null ? null : call.Caller.Now + UndoActs.Window,
                },
                Result<SalesTask>.Refused refused => Asked(
                    [.. refused.Refusals.Select(r => r.Field == "description" ? r with { Field = "task" } : r)], call, "description"),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }, cancellationToken);

    public static async Task<ActAnswer> UndoAsync(AssistantCall call, UndoInput input, CancellationToken cancellationToken)
    {
        var undo = call.Of<UndoActs>();
        if (await undo.ListAsync(Checks.Tidy(input.Opportunity), call.Caller, cancellationToken) is not [var last, ..])
        {
            return AssistantWords.Refused(Refusals.NothingToUndo, call).ToAct();
        }

        IReadOnlyList<Refusal> refusals = [];
        Opportunity? now = null;
        if (last.TaskId is { } task)
        {
            refusals = await undo.UndoTaskAsync(task, last.Version, call.Caller, cancellationToken)
                is Result<SalesTask>.Refused refused ? refused.Refusals : [];
        }
        else
        {
            switch (await undo.UndoAsync(last.No, last.Version, call.Caller, cancellationToken))
            {
                case Result<Acted>.Done(var acted):
                    now = acted.Opportunity;
                    break;
                case Result<Acted>.Refused refused:
                    refusals = refused.Refusals;
                    break;
            }
        }

        return refusals.Count > 0
            ? AssistantWords.Refused(refusals, call).ToAct()
            : new ActAnswer(AnswerStatus.Done, call.T["Taken back: {0} {1}", last.No, last.What.Say(call.T)])
            {
                Opportunity = now is null ? null : OpportunityTold.Of(now),
            };
    }

    /// <summary>What a refusal asks for, in the tools' own names.</summary>
    public static IEnumerable<Need> Asked(Refusal refusal, AssistantCall call) =>
        (refusal.Field is null ? [] : Fields.GetValueOrDefault(refusal.Field) ?? [refusal.Field])
            .Select(field => new Need(field, refusal.Say(call.T)));

    private static async Task<ActAnswer> WithAsync(
        AssistantCall call, string words, Func<Opportunity, OpportunityActs, Task<ActAnswer>> act, CancellationToken cancellationToken)
    {
        var (view, open) = await call.OpportunityAsync(words, cancellationToken);
        return open is not null ? open.ToAct()
            : view!.MayChange ? await act(view.Opportunity, call.Of<OpportunityActs>())
            : AssistantWords.Refused(Refusals.Forbidden, call).ToAct();
    }

    private static ActAnswer Done(AssistantCall call, Result<Acted> result, Func<string, string>? say) => result switch
    {
        Result<Acted>.Done(var acted) => new ActAnswer(
            AnswerStatus.Done, (say ?? (line => call.T["Moved: {0}", line]))(ReadingTools.Line(acted.Opportunity, call.T)))
        {
            Opportunity = OpportunityTold.Of(acted.Opportunity),
            UndoUntil = call.Caller.PersonId is null ? null : call.Caller.Now + UndoActs.Window,
        },
        Result<Acted>.Refused refused => Asked(refused.Refusals, call),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Where all that is refused is answered by values, they are asked for; else it is refused.</summary>
    private static ActAnswer Asked(IReadOnlyList<Refusal> refusals, AssistantCall call, string? taskField = null)
    {
        var refused = AssistantWords.Refused(refusals, call);
        return refusals.All(r => r.Field is not null && Answerable.Contains(r.Code))
            ? new ActAnswer(AnswerStatus.Needs, refused.Message)
            {
                Needs = [.. refusals.SelectMany(r => Asked(r, call)).Select(n => n.Field == "task" ? n with { Field = taskField! } : n)],
                Reasons = refused.Reasons,
            }
            : refused.ToAct();
    }
}
