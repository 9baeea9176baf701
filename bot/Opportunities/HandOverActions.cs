using ChatOpportunities.Bot.Chat;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>Hands everything one person has open to another: for managers, when somebody leaves or is away.</summary>
internal sealed class HandOverActions(OpportunitiesContext db, OpportunityActs acts, UndoActs undo)
{
    /// <summary>Most opportunities in one go; the rest follow in the next.</summary>
    public const int AtOnce = 40;

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
            : HandOverCard.Which(t, from, to, open));
    }

    /// <summary>Gives the chosen ones; each is an act of its own and tells what became of it.</summary>
    public async Task<Answer> GiveAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (!AccessPolicy.MayReopen(turn.Caller))
        {
            return new Answer(GreetingCards.NoticeWithStarts(t, Refusals.Forbidden.With().Say(t)));
        }

        var chosen = (submit.Text("which") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().Take(AtOnce).ToList();
        var to = await PersonAsync(submit.Button.Text, ofTheirs: false, turn, cancellationToken);
        if (chosen.Count == 0 || to is null)
        {
            return new Answer(GreetingCards.NoticeWithStarts(t, t["Nothing was handed over."]));
        }

        var results = await acts.AssignManyAsync([.. chosen.Select(no => new Marked(no))], to.Code, submit.Flag("moveTasks", absent: true), turn.Caller, cancellationToken);
        return new Answer(HandOverCard.Given(t, to, results));
    }

    /// <summary>Takes back those that can still be taken back.</summary>
    public async Task<Answer> UndoAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        List<(string No, Result<Acted> Result)> results = [];
        foreach (var part in (submit.Button.Text ?? "").Split(',').Take(AtOnce))
        {
            if (part.Split(':') is [var no, var version] && long.TryParse(version, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var left))
            {
                results.Add((no, await undo.UndoAsync(no, left, turn.Caller, cancellationToken)));
            }
        }

        return new Answer(HandOverCard.TakenBack(t, results));
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
