using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.SalesCycles;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>Moves by button, form and word. What is missing is asked for in the same card, and one press then saves and moves.</summary>
internal sealed class MoveHandler(
    OpportunityActs acts, OpportunityQueries queries, OpportunityAnswers answers, Once once, MeantOpportunity meant)
    : IHandler<MoveCommand>, IHandler<OpenMoveCommand>, IHandler<ChooseStageCommand>, IWordHandler
{
    public async Task<Answer> HandleAsync(MoveCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (await once.RepeatedAsync(command, turn, cancellationToken) is { } before)
        {
            return before;
        }

        var t = turn.Texts;
        if (command.Action is null)
        {
            return new Answer(GreetingCards.NotUnderstood(t));
        }

        var wrong = OpportunityAnswers.Unreadable(command.Press, t);
        if (wrong.Count == 0)
        {
            var result = command.Quote is null
                ? await acts.MoveAsync(command.No, command.Request, command.Version, turn.Caller, cancellationToken)
                : await acts.MoveWithQuoteAsync(
                    command.No, command.Quote, command.Request, command.Version, turn.Caller, cancellationToken);
            if (result is Result<Acted>.Done(var acted))
            {
                once.Remember(command, turn);
                return await answers.ActedAsync(acted, WhatMoved(acted, t), turn, cancellationToken);
            }

            var refusals = ((Result<Acted>.Refused)result).Refusals;
            if (refusals.Any(r => InputOf(r.Field) is null))
            {
                return await answers.RefusedAsync(command, refusals[0], turn, cancellationToken);
            }

            wrong = refusals.GroupBy(r => InputOf(r.Field)!).ToDictionary(g => g.Key, g => g.First().Say(t));
        }

        return await GateAsync(command, wrong, turn, cancellationToken);
    }

    /// <summary>The form of a move: the values it would take stand in it.</summary>
    public async Task<Answer> HandleAsync(OpenMoveCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (await queries.FindAsync(command.No, turn.Caller, cancellationToken) is not { } view)
        {
            return OpportunityAnswers.NotFound(t);
        }

        var move = view.Opportunity.PreviewMoves(turn.Caller).FirstOrDefault(m => OpportunityCard.ApiName(m.Action) == command.Action);
        if (!view.MayChange || move is null)
        {
            return await answers.ShowAsync(command.No, turn, cancellationToken, refused: OpportunityAnswers.WhyNot(view, t));
        }

        return new Answer(MoveCard.Form(
            t, view.Opportunity, move, move.Proposed.Stage, move.Proposed.Values, null, null, new Dictionary<string, string>(),
            onlyMissing: false));
    }

    /// <summary>
    /// All stages that can be reached; once one is chosen, moves by the step that leads there, or asks for what is missing.
    /// </summary>
    public async Task<Answer> HandleAsync(ChooseStageCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (command.Move is { Stage: not null } move)
        {
            return await HandleAsync(move, turn, cancellationToken);
        }

        var t = turn.Texts;
        return await queries.FindAsync(command.No, turn.Caller, cancellationToken) is not { } view ? OpportunityAnswers.NotFound(t)
            : !view.MayChange || view.Opportunity.IsClosed
                ? await answers.ShowAsync(view.Opportunity.No, turn, cancellationToken, refused: OpportunityAnswers.WhyNot(view, t))
            : new Answer(MoveCard.Stages(
                t, view.Opportunity, view.Opportunity.PreviewMoves(turn.Caller), command.Move is null ? null : t["Choose a stage"]));
    }

    /// <summary>
    /// "move 4", "move 4 to Proposal", "move 4 back". It changes something at once, so it is done only where the words say the number and
    /// nothing else but the stage ("next week call Fabrikam", "Move 3 servers to Azure" move nothing).
    /// </summary>
    public async Task<Answer?> HandleAsync(TextCommand said, ChatTurn turn, CancellationToken cancellationToken)
    {
        var (no, rest) = await meant.FindAsync(said.Rest, turn, cancellationToken);
        if (no is null)
        {
            return await meant.WhichAsync(rest, turn, cancellationToken);
        }

        if (rest.Length == 0 && await acts.MoveOnAsync(no, turn.Caller, cancellationToken) is Result<Acted>.Done(var acted))
        {
            return await answers.ActedAsync(acted, WhatMoved(acted, turn.Texts), turn, cancellationToken);
        }

        if (await queries.FindAsync(no, turn.Caller, cancellationToken) is not { } view)
        {
            return OpportunityAnswers.NotFound(turn.Texts);
        }

        var t = turn.Texts;
        var meantStage = rest.Length == 0 ? SpokenStage.Next(view.Opportunity) : SpokenStage.Read(rest, view.Opportunity);
        if (meantStage is { Action: { } action } && view.MayChange)
        {
            // Where it was refused just now, its button's answer says why, and asks for what is missing.
            return await HandleAsync(
                new MoveCommand(no, view.Opportunity.Version, action, meantStage.Stage.Number), turn, cancellationToken);
        }

        var refused = rest.Length > 0 && meantStage is null
            ? t["Nothing was done: I do not understand “{0}”. Choose here what you want.", rest.Shortened()]
            : !view.MayChange || view.Opportunity.IsClosed || meantStage is null ? OpportunityAnswers.WhyNot(view, t)
            : meantStage.Stage.Number == view.Opportunity.Current?.StageNumberNow
            ? t["It stands on {0} already.", meantStage.Stage.Description]
            : NoWay(view.Opportunity, meantStage.Stage, t);
        return await answers.ShowAsync(no, turn, cancellationToken, refused: refused);
    }

    /// <summary>What is missing or wrong, as inputs of the same card; after a form, the whole form.</summary>
    private async Task<Answer> GateAsync(
        MoveCommand command, Dictionary<string, string> wrong, ChatTurn turn, CancellationToken cancellationToken)
    {
        var view = await queries.FindAsync(command.No, turn.Caller, cancellationToken);
        var move = view?.Opportunity.PreviewMoves(turn.Caller).FirstOrDefault(m => m.Action == command.Action);
        if (view is null || move is null)
        {
            return await answers.ShowAsync(command.No, turn, cancellationToken);
        }

        // What was typed stands in the form, over what is proposed.
        var target = (move.Stages.FirstOrDefault(s => s.Stage.Number == command.Stage) ?? move.Proposed).Stage;
        var values = view.Opportunity.Propose(command.Request, target, turn.Caller);
        var hadForm = command.Press is { } press
            && (press.Text("value") is not null || press.Text("closeDate") is not null || press.Unreadable.Count > 0);
        return new Answer(MoveCard.Form(
            turn.Texts, view.Opportunity, move, target, values, command.Request, command.Quote, wrong, onlyMissing: !hadForm));
    }

    /// <summary>Why a stage cannot be reached from where it stands, and which ones can.</summary>
    private static string NoWay(Opportunity opportunity, SalesCycleStage stage, BotTexts t)
    {
        var reachable = opportunity.Moves().Where(m => m.Action != MoveAction.Update).SelectMany(m => m.Candidates)
            .DistinctBy(s => s.Number).OrderBy(s => s.Number).Select(s => s.Description).ToList();
        var between = opportunity.SalesCycle!.Stages
            .FirstOrDefault(s => s.Number > opportunity.Current?.StageNumberNow && s.Number < stage.Number && !s.AllowSkip);
        var why = opportunity.Current is null ? t["There is no way to {0} from here: it has not been started.", stage.Description]
            : between is null ? t["There is no way to {0} from here.", stage.Description]
            : t["There is no way to {0} from here: {1} comes before it and may not be skipped.", stage.Description, between.Description];
        return reachable.Count == 0 ? why : why + " " + t["It can go to {0}.", string.Join(", ", reachable)];
    }

    private static string WhatMoved(Acted acted, BotTexts t) => acted.Entry!.ActionTaken switch
    {
        ActionTaken.First => t["Started at {0}.", acted.Entry.StageDescription],
        ActionTaken.Updated => t["Updated."],
        _ => t["Moved to {0}.", acted.Entry.StageDescription],
    };

    /// <summary>Where a refusal is shown in the form; null when it concerns the whole move.</summary>
    private static string? InputOf(string? field) => field switch
    {
        "estimatedValue" => "value",
        "chancesOfSuccess" => "chances",
        "estimatedCloseDate" => "closeDate",
        "slipReason" or "quoteNumber" or "quoteAmount" => field,
        "quote" or "quoteLink" => "quote",
        _ => null,
    };
}
