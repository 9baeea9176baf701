using System.Globalization;
using System.Text.Json;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Bot.HandOver;

/// <summary>Hands everything one person has open to another: for managers, when somebody leaves or is away.</summary>
internal sealed class HandOverActions(OpportunitiesContext db, OpportunityActs acts, UndoActs undo)
{
    /// <summary>Most opportunities in one go; the rest follow in the next.</summary>
    public const int AtOnce = 40;

    /// <summary>A card stays in the chat: as long, its button acts once.</summary>
    private static readonly TimeSpan RememberPresses = TimeSpan.FromDays(2);

    /// <summary>Most people in a plain list; where there are more, names are looked up while they are typed.</summary>
    public const int MostPeople = 100;

    /// <summary>By word: "hand over Anna to Ben".</summary>
    public async Task<Answer> OpenAsync(string rest, ChatTurn turn, CancellationToken cancellationToken)
    {
        var words = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var at = Array.FindIndex(words, w => w.ToUpperInvariant() is "TO" or "À" or "A");
        var (from, to) = at < 0 ? (rest, "") : (string.Join(' ', words[..at]), string.Join(' ', words[(at + 1)..]));
        return await FormAsync(from, to, null, turn, cancellationToken);
    }

    /// <summary>Whose, to whom; then which.</summary>
    public async Task<Answer> ChooseAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var (from, to) = (await PersonAsync(submit.Text("from"), ofTheirs: true, turn, cancellationToken), await PersonAsync(submit.Text("to"), ofTheirs: false, turn, cancellationToken));
        if (from is null || to is null || from.Id == to.Id)
        {
            return await FormAsync(submit.Text("from") ?? "", submit.Text("to") ?? "", t["Choose two different people."], turn, cancellationToken);
        }

        var open = await OpenOfAsync(from.Id, turn, cancellationToken);
        return new Answer(open.Count == 0
            ? GreetingCards.NoticeWithStarts(t, t["{0} has nothing open.", from.Name])
            : HandOverCard.Which(t, from, to, open, Guid.NewGuid()));
    }

    /// <summary>Gives the chosen ones; each is an act of its own and tells what became of it.</summary>
    public async Task<Answer> GiveAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (!AccessPolicy.MayReopen(turn.Caller))
        {
            return new Answer(GreetingCards.NoticeWithStarts(t, Refusals.Forbidden.With().Say(t)));
        }

        if (KeyOf(submit, turn) is not { } key || submit.Button.From is not { } from)
        {
            return new Answer(GreetingCards.NotUnderstood(t));
        }

        if (await DoneAsync(key, cancellationToken) is { } before)
        {
            return new Answer(HandOverCard.Given(t, before, submit.Button.Draft!));
        }

        var chosen = (submit.Text("which") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().Take(AtOnce).ToList();
        var to = await PersonAsync(submit.Button.Text, ofTheirs: false, turn, cancellationToken);
        if (chosen.Count == 0 || to is null)
        {
            return new Answer(GreetingCards.NoticeWithStarts(t, t["Nothing was handed over."]));
        }

        var results = await acts.HandOverManyAsync(chosen, from, to.Code, submit.Flag("moveTasks", absent: true), turn.Caller, cancellationToken);
        var outcome = HandOverOutcome.Of(t, to.Name, results);
        Remember(key, outcome, turn);
        return new Answer(HandOverCard.Given(t, outcome, submit.Button.Draft!));
    }

    /// <summary>Takes back those that can still be taken back.</summary>
    public async Task<Answer> UndoAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (KeyOf(submit, turn) is not { } key)
        {
            return new Answer(GreetingCards.NotUnderstood(t));
        }

        if (await DoneAsync(key, cancellationToken) is { } before)
        {
            return new Answer(HandOverCard.TakenBack(t, before));
        }

        List<(string No, Result<Acted> Result)> results = [];
        foreach (var given in HandOverOutcome.Read(submit.Button.Text).Take(AtOnce))
        {
            results.Add((given.No, await undo.UndoAsync(given.No, given.Version, turn.Caller, cancellationToken)));
        }

        var outcome = HandOverOutcome.Of(t, "", results);
        Remember(key, outcome, turn);
        return new Answer(HandOverCard.TakenBack(t, outcome));
    }

    /// <summary>Where the outcome of a press is kept; null when the button names no form.</summary>
    private static string? KeyOf(CardSubmit submit, ChatTurn turn) =>
        submit.Button.Draft is { Length: 32 } id && Guid.TryParseExact(id, "N", out var form)
            ? string.Create(CultureInfo.InvariantCulture, $"done/{submit.Verb}/{form:N}/{turn.Caller.SalespersonId}")
            : null;

    private async Task<HandOverOutcome?> DoneAsync(string key, CancellationToken cancellationToken) =>
        await db.StoredItems.AsNoTracking().Where(i => i.Key == key).Select(i => i.Value).SingleOrDefaultAsync(cancellationToken) is { } value
            ? JsonSerializer.Deserialize(value, ChatJson.Default.HandOverOutcome)
            : null;

    private void Remember(string key, HandOverOutcome outcome, ChatTurn turn)
    {
        if (outcome.Done.Count > 0)
        {
            db.StoredItems.Add(new StoredItem
            {
                Key = key,
                Value = JsonSerializer.Serialize(outcome, ChatJson.Default.HandOverOutcome),
                ExpiresAt = turn.Caller.Now + RememberPresses,
            });
        }
    }

    private async Task<Answer> FormAsync(string from, string to, string? wrong, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (!AccessPolicy.MayReopen(turn.Caller))
        {
            return new Answer(GreetingCards.NoticeWithStarts(t, t["Handing over many at once is for managers. Say “assign” and a number for one of yours."]));
        }

        var theirs = await db.Salespeople.AsNoTracking().Where(AccessPolicy.MayActFor(turn.Caller))
            .OrderBy(p => p.Name).Select(p => new Known(p.Id, p.Code, p.Name, null)).Take(MostPeople).ToListAsync(cancellationToken);
        var everybody = await db.Salespeople.AsNoTracking().Where(p => !p.Blocked)
            .OrderBy(p => p.Name).Select(p => new Known(p.Id, p.Code, p.Name, null)).Take(MostPeople).ToListAsync(cancellationToken);
        return new Answer(HandOverCard.Who(t, theirs, everybody, Meant(theirs, from), Meant(everybody, to), wrong));
    }

    private static string? Meant(IReadOnlyList<Known> people, string name)
    {
        var folded = SearchText.Fold(name);
        var meant = folded.Length == 0 ? [] : people.Where(p => SearchText.Fold(p.Name).Contains(folded, StringComparison.Ordinal) || SearchText.Fold(p.Code) == folded).ToList();
        return meant.Count == 1 ? meant[0].Code : null;
    }

    private async Task<Known?> PersonAsync(string? code, bool ofTheirs, ChatTurn turn, CancellationToken cancellationToken)
    {
        var key = Checks.NormalCode(code);
        var people = ofTheirs ? db.Salespeople.Where(AccessPolicy.MayActFor(turn.Caller)) : db.Salespeople.Where(p => !p.Blocked);
        return await people.AsNoTracking().Where(p => p.Code == key).Select(p => new Known(p.Id, p.Code, p.Name, null)).SingleOrDefaultAsync(cancellationToken);
    }

    private Task<List<Known>> OpenOfAsync(long salespersonId, ChatTurn turn, CancellationToken cancellationToken) => db.Opportunities.AsNoTracking()
        .Where(AccessPolicy.MayChange(turn.Caller))
        .Where(o => o.SalespersonId == salespersonId && (o.Status == OpportunityStatus.NotStarted || o.Status == OpportunityStatus.InProgress))
        .OrderBy(o => o.Id).Select(o => new Known(o.Id, o.No, o.Description, null)).Take(AtOnce).ToListAsync(cancellationToken);
}
