using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>Closes an opportunity as won or lost.</summary>
internal sealed record CloseCommand(string No, long? Version, CloseOpportunity Request) : OpportunityCommand(No, Version)
{
    public const string VerbName = "opportunity.close";

    public override string Verb => VerbName;

    protected override string? Detail => Request.Outcome is { } outcome ? OpportunityCard.ApiName(outcome) : null;

    public static CloseCommand Of(Press press) => new(
        press.Button.No ?? "",
        press.Button.Version,
        new CloseOpportunity(
            OutcomeOf(press.Button.Action), press.Text("reason"), press.Date("closingDate"), press.Number("amount"), press.Text("note"),
            press.Flag("cancelTasks", absent: true), press.Flag("tellChannel", absent: false)))
    {
        Press = press,
    };

    public static Outcome? OutcomeOf(string? name) =>
        Enum.TryParse<Outcome>(name, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : null;
}

/// <summary>Asks for the form that ends it; without an outcome, how it ends.</summary>
internal sealed record OpenCloseCommand(string No, Outcome? Outcome)
{
    /// <summary>What it was sold for, where that was said; company currency.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Why it ended, as it was said: a reason of that name is chosen, all else stands as a note.</summary>
    public string? Reason { get; init; }

    public static OpenCloseCommand Of(Press press) => new(press.Button.No ?? "", CloseCommand.OutcomeOf(press.Button.Action));
}

/// <summary>Closing by button, form and word.</summary>
internal sealed class CloseHandler(
    OpportunityActs acts, OpportunityQueries queries, Choices choices, WinsChannels wins, OpportunityAnswers answers, Once once,
    MeantOpportunity meant)
    : IHandler<CloseCommand>, IHandler<OpenCloseCommand>, IWordHandler
{
    public async Task<Answer> HandleAsync(CloseCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (await once.RepeatedAsync(command, turn, cancellationToken) is { } before)
        {
            return before;
        }

        var t = turn.Texts;
        var wrong = OpportunityAnswers.Unreadable(command.Press, t);
        if (wrong.Count == 0)
        {
            var result = await acts.CloseAsync(command.No, command.Request, command.Version, turn.Caller, cancellationToken);
            if (result is Result<Acted>.Done(var acted))
            {
                once.Remember(command, turn);
                var told = command.Request.Outcome == Outcome.Won ? t["Closed as won. Congratulations!"] : t["Closed as lost."];
                return await answers.ActedAsync(acted, told, turn, cancellationToken);
            }

            var refusals = ((Result<Acted>.Refused)result).Refusals;
            if (refusals.Any(r => InputOf(r.Field) is null))
            {
                return await answers.RefusedAsync(command, refusals[0], turn, cancellationToken);
            }

            wrong = refusals.GroupBy(r => InputOf(r.Field)!).ToDictionary(g => g.Key, g => g.First().Say(t));
        }

        return await queries.FindAsync(command.No, turn.Caller, cancellationToken) is { MayChange: true, Opportunity: var opportunity }
                && command.Request.Outcome is not null
            ? await FormAsync(opportunity, command.Request, wrong, turn, cancellationToken)
            : await answers.ShowAsync(command.No, turn, cancellationToken);
    }

    public async Task<Answer> HandleAsync(OpenCloseCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (await queries.FindAsync(command.No, turn.Caller, cancellationToken) is not { } view)
        {
            return OpportunityAnswers.NotFound(t);
        }

        if (!view.MayChange || view.Opportunity.IsClosed)
        {
            return await answers.ShowAsync(command.No, turn, cancellationToken, refused: OpportunityAnswers.WhyNot(view, t));
        }

        if (command.Outcome is not { } outcome)
        {
            return new Answer(CloseCard.HowItEnds(t, view.Opportunity));
        }

        var reasons = await choices.CloseReasonsAsync(outcome, cancellationToken);
        var reason = reasons.Called(command.Reason, null) is [var only] ? only.Code : null;
        var request = new CloseOpportunity(
            outcome, reason, view.Opportunity.ProposeClosing(turn.Caller), command.Amount, reason is null ? command.Reason : null);
        return await FormAsync(view.Opportunity, request, new Dictionary<string, string>(), turn, cancellationToken);
    }

    /// <summary>"close 4", "won 4", "close 4 as lost"; "close as won" means the only open one.</summary>
    public async Task<Answer?> HandleAsync(TextCommand said, ChatTurn turn, CancellationToken cancellationToken)
    {
        var (no, rest) = await meant.FindAsync(said.Rest, turn, cancellationToken);
        var outcome = OutcomeOf(said.Name)
            ?? OutcomeOf(TextCommand.Read(rest.Split(' ').FirstOrDefault(word => word.Length > 2) ?? "").Name);
        no ??= said.Name == CommandName.Close && outcome is not null ? await meant.OnlyOpenAsync(turn, cancellationToken) : null;
        return no is null
            ? await meant.WhichAsync(rest, turn, cancellationToken)
            : await HandleAsync(new OpenCloseCommand(no, outcome), turn, cancellationToken);
    }

    private async Task<Answer> FormAsync(
        Opportunity opportunity, CloseOpportunity request, Dictionary<string, string> wrong, ChatTurn turn,
        CancellationToken cancellationToken)
    {
        var reasons = await choices.CloseReasonsAsync(request.Outcome!.Value, cancellationToken);
        var channel = request.Outcome == Outcome.Won ? await wins.FindAsync(opportunity.Salesperson!.TeamId, cancellationToken) : null;
        return new Answer(CloseCard.Form(turn.Texts, opportunity, reasons, request, wrong, channel?.Name));
    }

    private static Outcome? OutcomeOf(CommandName name) => name switch
    {
        CommandName.Won => Outcome.Won,
        CommandName.Lost => Outcome.Lost,
        _ => null,
    };

    /// <summary>Where a refusal is shown in the form; null when it concerns the whole act.</summary>
    private static string? InputOf(string? field) => field switch
    {
        "reasonCode" => "reason",
        "closingDate" or "amount" or "note" => field,
        _ => null,
    };
}
