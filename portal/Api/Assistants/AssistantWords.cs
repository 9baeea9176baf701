using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;

namespace ChatOpportunities.Portal.Api.Assistants;

/// <summary>
/// What was meant by words: one record, or an answer that says among which to choose. Several are never chosen from.
/// </summary>
/// <param name="Value">The record; default where the answer has to be given first.</param>
/// <param name="Open">The answer; null where it is known what is meant.</param>
internal sealed record Meant<T>(T? Value, Answer? Open = null);

/// <summary>Reads which record words mean, among those the caller may see.</summary>
internal static class AssistantWords
{
    /// <summary>So many are offered to choose from.</summary>
    private const int Most = 10;

    /// <summary>An opportunity by its number, its title or its contact.</summary>
    public static async Task<Meant<OpportunityView>> OpportunityAsync(
        this AssistantCall call, string? words, CancellationToken cancellationToken)
    {
        var queries = call.Of<OpportunityQueries>();
        if (Checks.Tidy(words) is not { } text)
        {
            return new(null, Needs("opportunity", call.T["Which opportunity? Give its number, its title or its contact."], call));
        }

        if (await queries.FindAsync(text, call.Caller, cancellationToken) is { } numbered)
        {
            return new(numbered);
        }

        var found = await call.NamedAsync(text, cancellationToken);
        var folded = SearchText.Fold(text);
        var exact = found.Where(o => SearchText.Fold(o.Title) == folded).ToList();
        var meant = exact.Count > 0 ? exact : found;
        return meant switch
        {
            [] => new(null, Refused(Refusals.NotFound, call)),
            [var one] when await queries.FindAsync(one.No, call.Caller, cancellationToken) is { } view => new(view),
            _ => new(null, Choose(
                call.T["Several are meant by “{0}”. Which one?", Short(text)],
                meant.Take(Most).Select(o => new Choice("opportunity", o.No, $"{o.Title} · {o.Contact}")))),
        };
    }

    /// <summary>
    /// Those whose title, number or contact holds the words together; else those whose title and contact hold each of them.
    /// </summary>
    private static async Task<IReadOnlyList<NamedOpportunity>> NamedAsync(
        this AssistantCall call, string text, CancellationToken cancellationToken)
    {
        var queries = call.Of<OpportunityQueries>();
        var found = await queries.TitledAsync(text, Most + 1, call.Caller, cancellationToken);
        var words = SearchText.Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (found.Count > 0 || words.Length is < 2 or > 12)
        {
            return found;
        }

        var candidates = await queries.TitledAsync(words.MaxBy(w => w.Length)!, OpportunityQueries.MaxPage, call.Caller, cancellationToken);
        return [.. candidates.Where(o =>
        {
            var all = SearchText.Fold($"{o.No} {o.Title} {o.Contact} {o.Company}");
            return words.All(w => all.Contains(w, StringComparison.Ordinal));
        })];
    }

    /// <summary>A colleague by name, code or "me".</summary>
    public static async Task<Meant<NamedRecord>> PersonAsync(this AssistantCall call, string words, CancellationToken cancellationToken) =>
        (await call.Of<Choices>().ColleaguesAsync(cancellationToken)).Called(words, call.Caller.PersonId) switch
        {
            [] => new(null, Refused(Refusals.SalespersonUnknown, call)),
            [var one] => new(one),
            var several => new(null, Choose(
                call.T["Several are meant by “{0}”. Which one?", Short(words)],
                several.Take(Most).Select(p => new Choice("salesperson", p.Code, p.Name)))),
        };

    /// <summary>A sales cycle by description or code.</summary>
    public static async Task<Meant<NamedRecord>> CycleAsync(this AssistantCall call, string words, CancellationToken cancellationToken) =>
        Of(
            await call.Of<Choices>().CyclesAsync(cancellationToken), words, "salesCycle", Refusals.CycleUnknown, call);

    /// <summary>A reason to close with, by description or code; what is not known is asked for, with those there are.</summary>
    public static async Task<Meant<NamedRecord>> ReasonAsync(
        this AssistantCall call, Outcome outcome, string? words, CancellationToken cancellationToken)
    {
        var all = await call.Of<Choices>().CloseReasonsAsync(outcome, cancellationToken);
        var meant = Checks.Tidy(words) is { } text ? Of(all, text, "reason", Refusals.ReasonUnknown, call) : null;
        return meant is { Open: null } or { Open.Status: AnswerStatus.Choose }
            ? meant
            : new(null, new Answer(
                AnswerStatus.Needs, (meant is null ? Refusals.ReasonRequired : Refusals.ReasonUnknown).With().Say(call.T))
            {
                Needs = [new Need("reason", Refusals.ReasonRequired.With().Say(call.T))],
                Choices = [.. all.Select(r => new Choice("reason", r.Code, r.Name))],
            });
    }

    /// <summary>A stage of a cycle by its name or number.</summary>
    public static Meant<SalesCycleStage> Stage(this AssistantCall call, SalesCycle cycle, string words)
    {
        var folded = SearchText.Fold(words.Trim());
        Func<SalesCycleStage, bool>[] ways =
        [
            s => SearchText.Fold(s.Description) == folded,
            s => s.Number.ToString(CultureInfo.InvariantCulture) == folded,
            s => SearchText.Fold(s.Description).Contains(folded, StringComparison.Ordinal),
        ];
        var found = ways.Select(way => cycle.Stages.Where(way).ToList()).FirstOrDefault(f => f.Count > 0) ?? [];
        IEnumerable<Choice> Offered(IEnumerable<SalesCycleStage> stages) =>
            stages.Select(s => new Choice("stage", s.Number.ToString(CultureInfo.InvariantCulture), s.Description));
        return found switch
        {
            [var one] => new(one),
            [] => new(null, Choose(Refusals.StageUnknown.With().Say(call.T), Offered(cycle.Stages))),
            _ => new(null, Choose(call.T["Several are meant by “{0}”. Which one?", Short(words)], Offered(found))),
        };
    }

    /// <summary>A contact by number or name; one that is not known is made only where that is said.</summary>
    /// <returns>The number, or null for a contact that is to be made.</returns>
    public static async Task<Meant<string?>> ContactAsync(
        this AssistantCall call, string words, bool mayMake, CancellationToken cancellationToken)
    {
        var contacts = call.Of<ContactActs>();
        var (no, several) = await contacts.MeantAsync(words, null, null, cancellationToken);
        if (several.Count > 0)
        {
            return new(null, Choose(
                call.T["Several are meant by “{0}”. Which one?", Short(words)],
                several.Take(Most).Select(c => new Choice("contact", c.No, c.Name))));
        }

        if (no is not null && await contacts.FindAsync(no, cancellationToken) is { } contact)
        {
            return new(contact.No);
        }

        if (mayMake)
        {
            return new(null);
        }

        var similar = await contacts.FindSimilarAsync(words, null, cancellationToken);
        return new(null, new Answer(AnswerStatus.Needs, call.T["There is no contact of the name {0}.", Short(words)])
        {
            Needs = [new Need("newContact", call.T["Is {0} to be made as a new contact? Else name another one.", Short(words)])],
            Choices = similar.Count == 0 ? null : [.. similar.Select(s => new Choice("contact", s.Contact.No, s.Contact.Name))],
        });
    }

    /// <summary>An answer of the tool's own kind.</summary>
    public static ActAnswer ToAct(this Answer open) =>
        new(open.Status, open.Message) { Choices = open.Choices, Needs = open.Needs, Reasons = open.Reasons };

    public static Answer Refused(IReadOnlyList<Refusal> refusals, AssistantCall call) =>
        new(AnswerStatus.Refused, string.Join(' ', refusals.Select(r => r.Say(call.T)).Distinct()))
        {
            Reasons = [.. refusals.Select(r => r.Code).Distinct()],
        };

    public static Answer Refused(RefusalRule rule, AssistantCall call) => Refused([rule.With()], call);

    private static Answer Choose(string message, IEnumerable<Choice> choices) =>
        new(AnswerStatus.Choose, message) { Choices = [.. choices] };

    private static Answer Needs(string field, string question, AssistantCall call) =>
        new(AnswerStatus.Needs, call.T["Something is still missing."]) { Needs = [new Need(field, question)] };

    private static Meant<NamedRecord> Of(
        IReadOnlyList<NamedRecord> all, string words, string field, RefusalRule unknown, AssistantCall call)
    {
        var folded = SearchText.Fold(words.Trim());
        Func<NamedRecord, bool>[] ways =
        [
            r => SearchText.Fold(r.Code) == folded || SearchText.Fold(r.Name) == folded,
            r => SearchText.Fold(r.Name).Contains(folded, StringComparison.Ordinal),
        ];
        return (ways.Select(way => all.Where(way).ToList()).FirstOrDefault(f => f.Count > 0) ?? []) switch
        {
            [] => new(null, Refused(unknown, call)),
            [var one] => new(one),
            var several => new(null, Choose(
                call.T["Several are meant by “{0}”. Which one?", Short(words)],
                several.Take(Most).Select(r => new Choice(field, r.Code, r.Name)))),
        };
    }

    private static string Short(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
