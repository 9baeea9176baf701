using System.Text.Json.Serialization;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;

namespace ChatOpportunities.Bot.HandOver;

/// <summary>Asks whose opportunities are handed over, and to whom; once both are chosen, which ones.</summary>
internal sealed record ChooseHandOverCommand(string? From, string? To)
{
    public static ChooseHandOverCommand Open(Press press) => new(null, null);

    public static ChooseHandOverCommand Of(Press press) => new(press.Text("from") ?? "", press.Text("to") ?? "");
}

/// <summary>Hands the chosen ones over.</summary>
/// <param name="Form">Names the form: it acts once.</param>
/// <param name="From">Code of the person who has them.</param>
/// <param name="To">Code of the person who gets them.</param>
/// <param name="Numbers">Of the opportunities.</param>
/// <param name="MoveTasks">Whether their open tasks go along.</param>
internal sealed record HandOverCommand(Guid? Form, string? From, string? To, IReadOnlyList<string> Numbers, bool MoveTasks)
{
    public static HandOverCommand Of(Press press)
    {
        var chosen = (press.Text("which") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Distinct();
        return new(
            press.Form, press.Button.From, press.Button.Text, [.. chosen.Take(ActMarks.AtOnce)], press.Flag("moveTasks", absent: true));
    }
}

/// <summary>Takes back those that can still be taken back.</summary>
internal sealed record UndoHandOverCommand(Guid? Form, IReadOnlyList<LastAct> Acts)
{
    public static UndoHandOverCommand Of(Press press) => new(press.Form, [.. ActMarks.Read(press.Button.Text).Take(ActMarks.AtOnce)]);
}

/// <summary>Hands everything one person has open to another: for managers, when somebody leaves or is away.</summary>
internal sealed class HandOverHandler(
    OpportunitiesContext db, OpportunityActs acts, OpportunityQueries queries, UndoActs undo, Choices choices)
    : IHandler<ChooseHandOverCommand>, IHandler<HandOverCommand>, IHandler<UndoHandOverCommand>, IWordHandler
{
    /// <summary>Most people in a plain list; where there are more, names are looked up while they are typed.</summary>
    public const int MostPeople = 100;

    /// <summary>A card stays in the chat: as long, its button acts once and shows the same answer again.</summary>
    private static readonly Stored<HandOverOutcome> Outcomes = new("handover", HandOverJson.Default.HandOverOutcome, TimeSpan.FromDays(2));

    /// <summary>"hand over Anna to Ben".</summary>
    public async Task<Answer?> HandleAsync(TextCommand said, ChatTurn turn, CancellationToken cancellationToken)
    {
        var words = said.Rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var at = Array.FindIndex(words, w => SearchText.Fold(w) is "to" or "a");
        var (from, to) = at < 0 ? (said.Rest, "") : (string.Join(' ', words[..at]), string.Join(' ', words[(at + 1)..]));
        return await FormAsync(from, to, null, turn, cancellationToken);
    }

    public async Task<Answer> HandleAsync(ChooseHandOverCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (command is { From: null, To: null })
        {
            return await FormAsync("", "", null, turn, cancellationToken);
        }

        var t = turn.Texts;
        var from = await choices.MayChangeOfAsync(command.From, turn.Caller, cancellationToken);
        var to = await choices.ColleagueAsync(command.To, cancellationToken);
        if (from is null || to is null || from.Id == to.Id)
        {
            return await FormAsync(command.From ?? "", command.To ?? "", t["Choose two different people."], turn, cancellationToken);
        }

        var open = await queries.OpenOfAsync(from.Id, ActMarks.AtOnce, turn.Caller, cancellationToken);
        return new Answer(open.Count == 0
            ? GreetingCards.NoticeWithStarts(t, t["{0} has nothing open.", from.Name])
            : HandOverCard.Which(t, from, to, open, Guid.NewGuid()));
    }

    /// <summary>Each is an act of its own and tells what became of it.</summary>
    public async Task<Answer> HandleAsync(HandOverCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (!AccessPolicy.MayReopen(turn.Caller))
        {
            return new Answer(GreetingCards.NoticeWithStarts(t, Refusals.Forbidden.With().Say(t)));
        }

        if (command is not { Form: { } form, From: { } from })
        {
            return new Answer(GreetingCards.NotUnderstood(t));
        }

        var key = Key("give", form, turn);
        if (await Outcomes.FindAsync(db, key, turn.Caller.Now, cancellationToken) is { } before)
        {
            return new Answer(HandOverCard.Given(t, before, form.ToString("N")));
        }

        var to = await choices.ColleagueAsync(command.To, cancellationToken);
        if (command.Numbers.Count == 0 || to is null)
        {
            return new Answer(GreetingCards.NoticeWithStarts(t, t["Nothing was handed over."]));
        }

        var results = await acts.HandOverManyAsync(command.Numbers, from, to.Code, command.MoveTasks, turn.Caller, cancellationToken);
        var outcome = HandOverOutcome.Of(t, to.Name, results);
        Remember(key, outcome, turn);
        return new Answer(HandOverCard.Given(t, outcome, form.ToString("N")));
    }

    public async Task<Answer> HandleAsync(UndoHandOverCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (command.Form is not { } form)
        {
            return new Answer(GreetingCards.NotUnderstood(t));
        }

        var key = Key("undo", form, turn);
        if (await Outcomes.FindAsync(db, key, turn.Caller.Now, cancellationToken) is { } before)
        {
            return new Answer(HandOverCard.TakenBack(t, before));
        }

        List<(string No, Result<Acted> Result)> results = [];
        foreach (var given in command.Acts)
        {
            results.Add((given.No, await undo.UndoAsync(given.No, given.Version, turn.Caller, cancellationToken)));
        }

        var outcome = HandOverOutcome.Of(t, "", results);
        Remember(key, outcome, turn);
        return new Answer(HandOverCard.TakenBack(t, outcome));
    }

    private static StoredKey Key(string act, Guid form, ChatTurn turn) => new(turn.Caller.SalespersonId, $"{act}/{form:N}");

    private void Remember(StoredKey key, HandOverOutcome outcome, ChatTurn turn)
    {
        if (outcome.Done.Count > 0)
        {
            Outcomes.Add(db, key, outcome, turn.Caller.Now);
        }
    }

    private async Task<Answer> FormAsync(string from, string to, string? wrong, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (!AccessPolicy.MayReopen(turn.Caller))
        {
            return new Answer(GreetingCards.NoticeWithStarts(
                t, t["Handing over many at once is for managers. Say “assign” and a number for one of yours."]));
        }

        var theirs = await choices.MayChangeOfAsync(turn.Caller, cancellationToken);
        var everybody = await choices.ColleaguesAsync(cancellationToken);
        var (givers, takers) = (turn.Called(theirs, from), turn.Called(everybody, to));
        wrong ??= turn.WhyNotOne(givers, from) ?? turn.WhyNotOne(takers, to);
        var (giver, taker) = (givers is [var only] ? only : null, takers is [var alone] ? alone : null);
        return new Answer(HandOverCard.Who(t, Shown(theirs, giver), Shown(everybody, taker), giver?.Code, taker?.Code, wrong));
    }

    /// <summary>As many as a list holds, whoever is chosen among them.</summary>
    private static List<NamedRecord> Shown(IReadOnlyList<NamedRecord> people, NamedRecord? chosen) =>
        [.. people.Where((p, i) => i < MostPeople || p == chosen)];
}

[JsonSerializable(typeof(HandOverOutcome))]
internal sealed partial class HandOverJson : JsonSerializerContext;
