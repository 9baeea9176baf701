using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>Gives an opportunity to a colleague.</summary>
internal sealed record AssignCommand(string No, long? Version, string? Salesperson, bool MoveTasks) : OpportunityCommand(No, Version)
{
    public const string VerbName = "opportunity.assign";

    public override string Verb => VerbName;

    public static AssignCommand Of(Press press) => new(
        press.Button.No ?? "", press.Button.Version, press.Text("salesperson"), press.Flag("moveTasks", absent: true))
    {
        Press = press,
    };
}

/// <summary>Asks who takes it over; a name that was said stands chosen.</summary>
internal sealed record OpenAssignCommand(string No, string? Name = null)
{
    public static OpenAssignCommand Of(Press press) => new(press.Button.No ?? "");
}

/// <summary>Assigning by button, form and word.</summary>
internal sealed class AssignHandler(
    OpportunityActs acts, OpportunityQueries queries, Choices choices, OpportunityAnswers answers, Once once, MeantOpportunity meant)
    : IHandler<AssignCommand>, IHandler<OpenAssignCommand>, IWordHandler
{
    private const int MostColleagues = 100;

    public async Task<Answer> HandleAsync(AssignCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (await once.RepeatedAsync(command, turn, cancellationToken) is { } before)
        {
            return before;
        }

        var t = turn.Texts;
        var result = await acts.AssignAsync(
            command.No, command.Salesperson, command.MoveTasks, command.Version, turn.Caller, cancellationToken);
        if (result is Result<Acted>.Done(var acted))
        {
            once.Remember(command, turn);
            return await queries.FindAsync(command.No, turn.Caller, cancellationToken) is null
                ? OpportunityAnswers.OutOfSight(acted.Opportunity, t)
                : await answers.ShowAsync(
                    command.No, turn, cancellationToken, t["{0} has it now and will be told.", acted.Opportunity.Salesperson!.Name]);
        }

        var refusal = ((Result<Acted>.Refused)result).First;
        return refusal.Field == "salespersonCode"
            ? await FormAsync(command.No, null, refusal.Say(t), turn, cancellationToken)
            : await answers.RefusedAsync(command, refusal, turn, cancellationToken);
    }

    public Task<Answer> HandleAsync(OpenAssignCommand command, ChatTurn turn, CancellationToken cancellationToken) =>
        FormAsync(command.No, command.Name, null, turn, cancellationToken);

    /// <summary>"assign 4 to Ben"; without a number the only open one. The form is opened with the name chosen.</summary>
    public async Task<Answer?> HandleAsync(TextCommand said, ChatTurn turn, CancellationToken cancellationToken)
    {
        var (no, rest) = await meant.FindAsync(said.Rest, turn, cancellationToken);
        no ??= IsTo(rest.Split(' ')[0]) ? await meant.OnlyOpenAsync(turn, cancellationToken) : null;
        return no is null
            ? await meant.WhichAsync(rest, turn, cancellationToken)
            : await HandleAsync(new OpenAssignCommand(no, WithoutTo(rest)), turn, cancellationToken);
    }

    private async Task<Answer> FormAsync(string no, string? name, string? wrong, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (await queries.FindAsync(no, turn.Caller, cancellationToken) is not { } view)
        {
            return OpportunityAnswers.NotFound(t);
        }

        if (!view.MayChange || view.Opportunity.IsClosed)
        {
            return await answers.ShowAsync(no, turn, cancellationToken, refused: OpportunityAnswers.WhyNot(view, t));
        }

        var everybody = await choices.ColleaguesAsync(cancellationToken);
        var colleagues = everybody.Where(c => c.Id != view.Opportunity.SalespersonId).ToList();
        var called = turn.Called(everybody, name);
        if (called is [var owner] && owner.Id == view.Opportunity.SalespersonId)
        {
            wrong ??= Refusals.SameSalesperson.With(owner.Name).Say(t);
        }

        wrong ??= turn.WhyNotOne(called, name);
        var chosen = called.Count == 1 ? colleagues.Find(c => c == called[0]) : null;
        var byName = StringComparer.Create(t.Culture, ignoreCase: true);
        return new Answer(AssignCard.Form(
            t, view.Opportunity, [.. colleagues.OrderByDescending(c => c == chosen).Take(MostColleagues).OrderBy(c => c.Name, byName)],
            chosen?.Code, wrong, colleagues.Count <= MostColleagues));
    }

    /// <summary>"to Ben", "à Ben": the name alone.</summary>
    private static string? WithoutTo(string rest)
    {
        var words = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries).SkipWhile(IsTo);
        return string.Join(' ', words).TrimStart('@') is { Length: > 0 } name ? name : null;
    }

    private static bool IsTo(string word) => SearchText.Fold(word) is "to" or "a";
}
