using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Lists;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Bot.Understanding.Talk;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Bot.Talk;

/// <summary>Answers questions; whatever is counted or named is only what the person may see.</summary>
internal sealed class QuestionAnswers(
    OpportunityQueries queries, RiskLists lists, Figures figures, Choices choices, MeantByWords meant)
{
    private const int MostReasons = 5;
    private const int MostActs = 3;

    /// <summary>One fact of one opportunity, in a sentence.</summary>
    public async Task<Answer> OneAsync(Fact fact, string no, string text, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (await queries.FindAsync(no, turn.Caller, cancellationToken) is not { Opportunity: var o })
        {
            return OpportunityAnswers.NotFound(t);
        }

        var acts = fact == Fact.Latest ? await queries.ActsAsync(o.No, turn.Caller, cancellationToken) : [];
        var close = o.Current?.EstimatedCloseDate ?? o.InitialCloseDate;
        var sentence = fact switch
        {
            Fact.Owner => t["{0} is with {1}.", o.No, o.Salesperson!.Name],
            Fact.NextStep => OpportunityCard.NextStep(t, o) is { } step ? t["Next step of {0}: {1}", o.No, step]
                : t["{0} has no next step.", o.No],
            Fact.Closing => o.ClosedOn is { } closed
                ? t["{0} was closed on {1}: {2}.", o.No, t.Date(closed), OpportunityCard.StatusName(t, o.Status)]
                : close is { } day ? t["{0} is expected to close on {1}.", o.No, t.Date(day)] : t["Nobody has said when {0} closes.", o.No],
            Fact.Stage => o.IsClosed || o.Current is null ? $"{o.No}: {OpportunityCard.StatusName(t, o.Status)}."
                : t["{0} stands on {1}, since {2}.", o.No, o.Current.StageDescription, t.Date(o.Current.StageEnteredOn)],
            Fact.Latest => acts.Count == 0 ? t["Nothing is known of the past of {0}.", o.No] : t["This happened last to {0}:", o.No],
            Fact.Value => (o.Current?.EstimatedValue ?? o.InitialValue) is { } value ? t["{0} is worth {1}.", o.No, t.Money(value)]
                : t["Nobody has said what {0} is worth.", o.No],
            Fact.Chances => (o.Current?.ChancesOfSuccess ?? o.InitialChances) is { } chances
                ? t["The chances of {0} are {1}.", o.No, t.Percent(chances)] : t["Nobody has said how likely {0} is.", o.No],
            Fact.Contact => t["The contact of {0} is {1}.", o.No, o.Contact!.DisplayName],
            Fact.Priority => t["The priority of {0} is {1}.", o.No, OpportunityCard.PriorityName(t, o.Priority)],
            _ => t["{0}: {1}.", o.No, OpportunityCard.StatusName(t, o.Status)],
        };
        var more = acts.Take(MostActs).Select(
            a => $"{t.Instant(TimeZoneInfo.ConvertTime(a.At, turn.Caller.TimeZone))} · {a.ByName} · {a.Say(t)}");
        return new Answer(TalkCards.OfOne(t, o, sentence, more)) { No = o.No, Asked = text };
    }

    /// <summary>A list, a sum or reasons.</summary>
    /// <param name="ask">The question.</param>
    /// <param name="text">As it was typed.</param>
    /// <param name="from">Place of the first row, from 0.</param>
    /// <param name="turn">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Answer> ManyAsync(AskMany ask, string text, long from, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var about = ask.About;
        if (about.IsContradictory)
        {
            return new Answer(GreetingCards.NoticeWithStarts(t, t["Nothing can be won or lost and open at once. Ask for one of them."]));
        }

        if (about.Period is { EndsBeforeItBegins: true } odd)
        {
            return new Answer(GreetingCards.NoticeWithStarts(
                t, t["That period ends before it begins: {0} to {1}.", t.Date(odd.From!.Value), t.Date(odd.To!.Value)]));
        }

        if (about.People.Count > 1)
        {
            return new Answer(GreetingCards.NoticeWithStarts(t, t.Several(about.People)));
        }

        if (about.People is [var stranger] && stranger.IsStranger())
        {
            return new Answer(GreetingCards.NoticeWithStarts(t, t.NoSalesperson(stranger.Name)));
        }

        IReadOnlyList<NamedContact> contacts = about.Named is { } named ? await meant.ContactsAsync(named, cancellationToken) : [];
        if (about.Named is { } unknown && contacts.Count == 0)
        {
            return new Answer(GreetingCards.NoticeWithStarts(
                t, t["I know no contact called “{0}”.", unknown.Shortened()],
                t["Ask for instance “what closes this month with Contoso?”."]));
        }

        var scope = await ScopeAsync(about, contacts, turn, cancellationToken);
        var answer = ask.Topic switch
        {
            ManyTopic.Worth => await WorthAsync(scope, turn, cancellationToken),
            ManyTopic.Reasons => await ReasonsAsync(scope, turn, cancellationToken),
            ManyTopic.Person => await PersonAsync(scope, turn, cancellationToken),
            ManyTopic.Contact => await ContactAsync(contacts[0], scope, from, text, turn, cancellationToken),
            _ => await ListAsync(ask.Topic, scope, from, text, turn, cancellationToken),
        };
        return answer with { Asked = text };
    }

    /// <summary>Whose: without a word, one's own for salespeople, the team's for managers.</summary>
    private async Task<QuestionScope> ScopeAsync(
        Selection about, IReadOnlyList<NamedContact> contacts, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var person = about.People is [var one] ? one : null;
        var whose = person is not null ? Whose.Mine
            : about.Whose ?? (turn.Caller.Role == Role.Salesperson && contacts.Count == 0 ? Whose.Mine : Whose.Team);
        var myself = whose == Whose.Mine && person is null ? await choices.MyselfAsync(turn.Caller, cancellationToken) : null;
        var isClosed = about.Status is OpportunityStatus.Won or OpportunityStatus.Lost;
        var filter = new OpportunityFilter(
            Status: isClosed ? about.Status : null,
            Open: !isClosed,
            SalespersonCode: (person ?? myself)?.Code,
            SalesCycleCode: about.Cycle?.Code,
            CloseFrom: isClosed ? null : about.Period?.From,
            CloseTo: isClosed ? null : about.Period?.To,
            ClosedFrom: isClosed ? about.Period?.From : null,
            ClosedTo: isClosed ? about.Period?.To : null,
            ContactIds: contacts.Count > 0 ? [.. contacts.Select(c => c.Id)] : null,
            ValueFrom: about.From,
            ValueTo: about.To,
            Priority: about.Priority,
            StageIds: about.Stages.Count > 0 ? [.. about.Stages.Select(s => s.Id)] : null,
            WithoutNextStep: about.WithoutNextStep,
            OverdueOn: about.Overdue && !isClosed ? turn.Caller.Today : null);
        return new QuestionScope(about, filter, Said(t, about, contacts, person, whose, turn))
        {
            Person = person ?? myself,
            IsOwn = whose == Whose.Mine && person is null,
            IsMany = person is null && whose != Whose.Mine,
        };
    }

    /// <summary>The filter as it was understood, in words.</summary>
    private static string Said(
        BotTexts t, Selection about, IReadOnlyList<NamedContact> contacts, NamedRecord? person, Whose whose, ChatTurn turn)
    {
        string?[] parts =
        [
            person is not null ? t["of {0}", person.Name] : whose == Whose.Mine ? t["yours"] : t["everybody’s that you may see"],
            contacts.Count > 0 ? t["with {0}", string.Join(", ", contacts.Take(3).Select(c => c.Name))] : null,
            about.Stages.Count > 0 ? t["on {0}", about.Stages[0].Name] : null,
            about.Cycle is { } cycle ? t["in {0}", cycle.Name] : null,
            (about.From, about.To) switch
            {
                ({ } least, { } most) => t["between {0} and {1}", t.Money(least), t.Money(most)],
                ({ } least, null) => t["{0} or more", t.Money(least)],
                (null, { } most) => t["{0} or less", t.Money(most)],
                _ => null,
            },
            about.Period is { } period ? Said(t, period, about.Status) : null,
            about.Status is { } status ? OpportunityCard.StatusName(t, status) : null,
            about.Priority is { } priority ? t["priority {0}", OpportunityCard.PriorityName(t, priority)] : null,
            about.WithoutNextStep ? t["without a next step"] : null,
            about.Stale ? t["that need attention"] : null,
            about.Overdue ? t["late on {0}", t.Date(turn.Caller.Today)] : null,
        ];
        return t["Understood: {0}.", string.Join(" · ", parts.OfType<string>())];
    }

    private static string Said(BotTexts t, Period period, OpportunityStatus? status)
    {
        var isClosed = status is OpportunityStatus.Won or OpportunityStatus.Lost;
        return (period.From, period.To) switch
        {
            ({ } first, { } last) when first == last => isClosed ? t["closed on {0}", t.Date(first)] : t["closing on {0}", t.Date(first)],
            ({ } first, { } last) => isClosed ? t["closed {0} to {1}", t.Date(first), t.Date(last)]
                : t["closing {0} to {1}", t.Date(first), t.Date(last)],
            ({ } first, null) => isClosed ? t["closed from {0} on", t.Date(first)] : t["closing from {0} on", t.Date(first)],
            (null, { } last) => isClosed ? t["closed until {0}", t.Date(last)] : t["closing until {0}", t.Date(last)],
            _ => "",
        };
    }

    private async Task<Answer> ListAsync(
        ManyTopic topic, QuestionScope scope, long from, string text, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var filter = topic is ManyTopic.Overdue or ManyTopic.NeedsMe ? scope.Filter with { OverdueOn = turn.Caller.Today } : scope.Filter;
        var list = await lists.ListAsync(filter, scope.About.Stale, turn.Caller, cancellationToken);
        var totals = await queries.TotalsAsync(filter, turn.Caller, cancellationToken);
        var sentence = list.Rows.Count == 0 ? t["There is none."]
            : scope.About.Stale ? t["{0} {0:needs|need} attention.", list.Rows.Count]
            : scope.About.Status == OpportunityStatus.Won
                ? t["{0} {0:opportunity|opportunities} won, {1}.", totals.Opportunities, t.Money(totals.EstimatedValue)]
            : scope.About.Status == OpportunityStatus.Lost
                ? t["{0} {0:opportunity|opportunities} lost, {1}.", totals.Opportunities, t.Money(totals.EstimatedValue)]
            : topic == ManyTopic.Overdue
                ? t["{0} {0:opportunity is|opportunities are} late, {1}.", totals.Opportunities, t.Money(totals.EstimatedValue)]
            : t["{0} {0:opportunity|opportunities}, {1}.", totals.Opportunities, t.Money(totals.EstimatedValue)];
        List<string> understood = [scope.Said];
        if (scope.About.Period?.From is { } first && filter.CloseFrom is not null && first <= turn.Caller.Today)
        {
            var older = await queries.TotalsAsync(
                filter with { CloseFrom = null, CloseTo = first.AddDays(-1) }, turn.Caller, cancellationToken);
            if (older.Opportunities > 0)
            {
                understood.Add(t["{0} more should have closed before, {1}.", older.Opportunities, t.Money(older.EstimatedValue)]);
            }
        }

        var place = ListHandler.Place(from, list);
        var card = TalkCards.List(t, sentence, understood, list, place, text, scope.IsMany, Others(scope, text, turn));
        return new Answer(card) { Rows = [.. list.Rows.Skip(place).Take(OpportunityListCard.PageSize).Select(r => r.Opportunity.No)] };
    }

    /// <summary>The same question about the others' or one's own.</summary>
    private static IReadOnlyList<(string Title, string Says)> Others(QuestionScope scope, string text, ChatTurn turn)
    {
        var t = turn.Texts;
        return scope switch
        {
            _ when text.Length > 200 => [],
            { IsOwn: true } when turn.Caller.Role != Role.Salesperson => [(t["The team’s"], $"{text} {t["of my team"]}")],
            { IsMany: true, About.Whose: null } => [(t["Only mine"], $"{text} {t["just mine"]}")],
            _ => [],
        };
    }

    private async Task<Answer> WorthAsync(QuestionScope scope, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        // The pipeline is what is under way: what was not started has no value in it (as in the pipeline's own figures).
        var filter = scope.Filter.Open ? scope.Filter with { Open = false, Status = OpportunityStatus.InProgress } : scope.Filter;
        var totals = await queries.TotalsAsync(filter, turn.Caller, cancellationToken);
        var sentence = totals.Opportunities == 0 ? t["There is none."]
            : scope.About.Weighted
                ? t["{0} by probability; {1} in all, {2} {2:opportunity|opportunities}.", t.Money(decimal.Round(totals.CurrentValue, 2)),
                    t.Money(totals.EstimatedValue), totals.Opportunities]
            : t["{0} in all; {1} by probability, {2} {2:opportunity|opportunities}.", t.Money(totals.EstimatedValue),
                t.Money(decimal.Round(totals.CurrentValue, 2)), totals.Opportunities];
        return new Answer(TalkCards.Figures(t, sentence, [scope.Said], [], [(t["Show them"], Listing(scope, t))]));
    }

    /// <summary>A sentence that lists what a sum was made of.</summary>
    private static string Listing(QuestionScope scope, BotTexts t) => string.Join(' ', new[]
    {
        scope.IsOwn ? t["my open deals"] : scope.Person is { } person ? t["open deals of {0}", person.Name] : t["open deals of my team"],
        scope.About.Named is { } named ? t["with {0}", named] : null,
        scope.About.Period is { From: { } first, To: { } last } ? t["closing between {0} and {1}", t.Date(first), t.Date(last)] : null,
    }.OfType<string>());

    private async Task<Answer> ReasonsAsync(QuestionScope scope, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var won = scope.About.Status == OpportunityStatus.Won;
        var rate = await figures.WinRateAsync(
            new FigureFilter(scope.Filter.SalesCycleCode, scope.Filter.SalespersonCode), scope.About.Period?.From, scope.About.Period?.To,
            turn.Caller, cancellationToken);
        var reasons = rate?.Reasons.Where(r => r.Outcome == (won ? Outcome.Won : Outcome.Lost)).Take(MostReasons).ToList() ?? [];
        var sentence = reasons.Count == 0 ? t["There is none."]
            : won ? t["Mostly won by: {0}.", reasons[0].Description] : t["Mostly lost by: {0}.", reasons[0].Description];
        return new Answer(TalkCards.Figures(
            t, sentence, [scope.Said],
            reasons.Select(r => (r.Description, (string?)$"{r.Opportunities} · {t.Money(r.Value)} · {t.Percent(r.Share)}")), []));
    }

    private async Task<Answer> PersonAsync(QuestionScope scope, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (scope.Person is not { } person
            || await figures.OfSalespersonAsync(person.Code, turn.Caller, cancellationToken) is not { } all)
        {
            return new Answer(GreetingCards.NoticeWithStarts(t, t["There is none."]));
        }

        var sentence = t["{0}: {1} open, {2}; {3} won, {4} lost.", person.Name, all.Open.Opportunities, t.Money(all.Open.EstimatedValue),
            all.Won.Opportunities, all.Lost.Opportunities];
        return new Answer(TalkCards.Figures(
            t, sentence, [t["What you may see of it."]],
            [
                (t["Under way"],
                    t["{0}; {1} by probability", t.Money(all.Open.EstimatedValue), t.Money(decimal.Round(all.Open.CurrentValue, 2))]),
                (t["Won"], $"{all.Won.Opportunities} · {t.Money(all.Won.CurrentValue)}"),
                (t["Lost"], $"{all.Lost.Opportunities} · {t.Money(all.Lost.EstimatedValue)}"),
            ],
            [(t["Show them"], t["open deals of {0}", person.Name])]));
    }

    private async Task<Answer> ContactAsync(
        NamedContact contact, QuestionScope scope, long from, string text, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var all = await figures.OfContactAsync(contact.Id, turn.Caller, cancellationToken);
        var list = await lists.ListAsync(scope.Filter, staleOnly: false, turn.Caller, cancellationToken);
        var open = await queries.TotalsAsync(scope.Filter, turn.Caller, cancellationToken);
        var sentence = t["{0}: {1} open, {2}; {3} won, {4} lost.", contact.Name, open.Opportunities, t.Money(open.EstimatedValue),
            all.Won.Opportunities, all.Lost.Opportunities];
        var place = ListHandler.Place(from, list);
        return new Answer(TalkCards.List(t, sentence, [scope.Said], list, place, text, showsOwner: true, []))
        {
            Rows = [.. list.Rows.Skip(place).Take(OpportunityListCard.PageSize).Select(r => r.Opportunity.No)],
        };
    }
}

/// <summary>What a question is about, as the data are asked.</summary>
/// <param name="About">As it was read.</param>
/// <param name="Filter">As it is asked.</param>
/// <param name="Said">As it is said back.</param>
internal sealed record QuestionScope(Selection About, OpportunityFilter Filter, string Said)
{
    public NamedRecord? Person { get; init; }

    public bool IsOwn { get; init; }

    /// <summary>Whether the rows may be of different people.</summary>
    public bool IsMany { get; init; }
}
