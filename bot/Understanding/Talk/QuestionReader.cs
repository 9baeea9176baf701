using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Bot.Understanding.Talk;

/// <summary>Questions: about many, with filters that combine, about one, and what goes on with the question before.</summary>
internal static class QuestionReader
{
    /// <summary>What is asked; null when it is no question that is known.</summary>
    public static Utterance? Read(Sentence sentence)
    {
        if (One(sentence) is { } one)
        {
            return one;
        }

        _ = sentence.Bounds; // its amounts are no names
        return sentence.Context.Asked is AskMany asked && IsElliptical(sentence) ? Further(sentence, asked) : Many(sentence);
    }

    /// <summary>A fact of one: its number, row, "it" or words say which; without any, what was shown last.</summary>
    private static AskOne? One(Sentence sentence)
    {
        if (sentence.Periods.Count > 0 || sentence.People.Count > 0 || sentence.Stages.Count > 0 || sentence.Cycle is not null
            || sentence.HasAny(Sign.Deals, Sign.Mine, Sign.Team, Sign.Everybody, Sign.Over, Sign.Under, Sign.Between, Sign.Overdue,
                Sign.Stale,
                Sign.WithoutNextStep, Sign.NeedsMe, Sign.Weighted, Sign.Find, Sign.High, Sign.Low)
            || FactOf(sentence) is not { } fact)
        {
            return null;
        }

        var which = TalkReader.Which(sentence);
        var isNamed = which.Kind is ReferenceKind.Number or ReferenceKind.Row or ReferenceKind.It;
        return which.Kind switch
        {
            // "Value" alone asks for nothing, and "won" alone is what the person wants to say.
            ReferenceKind.Unsaid => sentence.Asks || sentence.Has(Sign.WhatAbout) || sentence.Word(0) is "and" or "et"
                ? new AskOne(fact, Reference.Unsaid) : null,
            ReferenceKind.Words => sentence.Asks || IsNoun(sentence, which) ? new AskOne(fact, which) : null,
            _ when sentence.Asks || isNamed => new AskOne(fact, which),
            _ => null,
        };
    }

    /// <summary>"Value of grand ballroom", "lobby lighting status": asks without a verb. "Client portal redesign" is a title.</summary>
    private static bool IsNoun(Sentence sentence, Reference which) => !which.Text.Any(char.IsAsciiDigit)
        && sentence.Signs.TrueForAll(s => s.Sign is not (>= Sign.Set and <= Sign.Back))
        && sentence.Signs.Exists(s => s.Sign is Sign.Owner or Sign.NextStep or Sign.Latest or Sign.Stage or Sign.Status
            or Sign.Chances or Sign.Value
                or Sign.Contact or Sign.Priority or Sign.Close
            && (s.At + s.Length == sentence.Count ? s.Sign != Sign.Close
                : sentence.Word(s.At + s.Length) is "of" or "on" or "for" or "de" or "du" or "d" or "sur" or "pour" or "des"
                    && (s.Sign != Sign.Close || sentence.Word(s.At) is "closing" or "cloture" or "echeance" or "due" or "date")));

    private static Fact? FactOf(Sentence sentence)
    {
        var isOne = TalkReader.Which(sentence).Kind is not ReferenceKind.Unsaid;
        return sentence switch
        {
            _ when sentence.HasWon || sentence.HasLost => isOne && sentence.Asks
                && !sentence.HasAny(Sign.Ask, Sign.HowMuch, Sign.Why, Sign.Who)
                ? Fact.Status : null,
            _ when sentence.Has(Sign.Alive) && sentence.Asks => Fact.Status,
            _ when sentence.Has(Sign.Contact) => Fact.Contact,
            _ when sentence.HasAny(Sign.Owner, Sign.Who) => Fact.Owner,
            _ when sentence.HasAny(Sign.NextStep) => Fact.NextStep,
            _ when sentence.Has(Sign.Latest) => Fact.Latest,
            _ when sentence.HasAny(Sign.Stage, Sign.Status) => Fact.Stage,
            _ when sentence.Has(Sign.When) || (sentence.Has(Sign.Close) && (isOne || sentence.HasAny(Sign.HowMuch))) => Fact.Closing,
            _ when sentence.Has(Sign.Chances) => Fact.Chances,
            _ when sentence.Has(Sign.Value) || (sentence.HasAny(Sign.HowMuch, Sign.Worth) && isOne && !IsPipeline(sentence)) => Fact.Value,
            _ when sentence.Has(Sign.Priority) => Fact.Priority,
            _ when sentence.Has(Sign.How) && TalkReader.Which(sentence).Kind is not ReferenceKind.Unsaid and not ReferenceKind.Words =>
                Fact.Stage,
            _ => null,
        };
    }

    /// <summary>"Pipeline", not "worth": a sum of many.</summary>
    private static bool IsPipeline(Sentence sentence) => sentence.Signs.Exists(s => s.Sign == Sign.Worth
        && Enumerable.Range(s.At, s.Length).Any(i => sentence.Word(i) is "pipeline" or "pipe" or "forecast" or "portefeuille" or "revenue"
            || sentence.Word(i).StartsWith("prevision", StringComparison.Ordinal)));

    private static AskMany? Many(Sentence sentence)
    {
        var about = About(sentence);
        return TopicOf(sentence, about) is { } topic ? new AskMany(topic, Fitting(topic, about)) : null;
    }

    /// <summary>A name as one says it in passing; more words are the beginning of something else.</summary>
    private static bool IsShort(string name) => name.Count(c => c == ' ') < 2 && !name.Any(char.IsAsciiDigit);

    /// <summary>"Combien j'ai d'affaires": how many, not how much.</summary>
    private static bool IsCount(Sentence sentence) => sentence.Has(Sign.HowMuch) && !sentence.Has(Sign.Worth)
        && sentence.Signs.Exists(s => s.Sign == Sign.Deals && sentence.Word(s.At - 1) is "d" or "de");

    /// <summary>What is the person's own already, or said by the topic, filters no more.</summary>
    private static Selection Fitting(ManyTopic topic, Selection about) => topic switch
    {
        ManyTopic.NeedsMe => about with
        {
            Whose = about.Whose == Whose.Mine ? null : about.Whose,
            Period = null,
        },
        ManyTopic.Contact or ManyTopic.Person when about.Whose == Whose.Mine => about with { Whose = null },
        _ => about,
    };

    private static ManyTopic? TopicOf(Sentence sentence, Selection about)
    {
        var asks = sentence.Asks || sentence.Has(Sign.Show);
        var isNamed = about.Named is not null;
        var isFiltered = about with { Named = null, Whose = null } != new Selection();
        var isEnded = sentence.HasWon || sentence.HasLost;
        return sentence switch
        {
            _ when isEnded && sentence.Has(Sign.Why) => ManyTopic.Reasons,
            _ when sentence.Has(Sign.NeedsMe) => ManyTopic.NeedsMe,
            _ when isEnded => asks || sentence.Periods.Count > 0 || sentence.HasAny(Sign.Deals, Sign.Mine, Sign.Team)
                ? ManyTopic.List : null,
            _ when sentence.Has(Sign.Overdue) => asks || !isNamed || IsShort(about.Named!)
                || sentence.HasAny(Sign.With, Sign.Deals, Sign.Mine, Sign.Team) ? ManyTopic.Overdue : null,
            _ when IsCount(sentence) => ManyTopic.List,
            _ when IsPipeline(sentence) || sentence.Has(Sign.Weighted) || (sentence.HasAny(Sign.Worth, Sign.HowMuch) && !isNamed
                    && (sentence.Has(Sign.HowMuch) || (about.From is null && about.To is null))
                    && sentence.HasAny(Sign.Worth, Sign.Deals, Sign.Mine, Sign.Team)) =>
                asks || isFiltered || about.Whose is not null || sentence.Has(Sign.Weighted) ? ManyTopic.Worth : null,
            _ when sentence.People.Count > 0 && sentence.Has(Sign.How) && !isNamed => ManyTopic.Person,
            _ when isNamed && sentence.HasAny(Sign.How, Sign.WhatAbout) && !isFiltered && !sentence.HasAny(Sign.One, Sign.Deals) =>
                ManyTopic.Contact,
            _ when IsList(sentence, about, asks) => ManyTopic.List,
            _ => null,
        };
    }

    /// <summary>A filter alone asks for those that fit; a name alone does not.</summary>
    private static bool IsList(Sentence sentence, Selection about, bool asks)
    {
        var isOneOnly = sentence.Number is not null || sentence.Row is not null || sentence.HasAny(Sign.It);
        if (isOneOnly || sentence.HasAny(Sign.Refusal) || sentence.First?.Sign is >= Sign.Set and <= Sign.Back)
        {
            return false;
        }

        var hasFilter = sentence.Stages.Count > 0 || about.Period is not null || about.From is not null || about.To is not null
            || about is { Priority: not null } or { Cycle: not null } or { Stale: true } or { WithoutNextStep: true }
                or { Status: not null };
        var hasWhose = about.Whose is not null || sentence.People.Count > 0;
        return about.Named is null
            ? hasFilter ? asks || sentence.HasAny(Sign.Close, Sign.Deals, Sign.Over, Sign.Under, Sign.Between, Sign.Since,
                Sign.WhatAbout, Sign.Only,
                    Sign.Stale, Sign.WithoutNextStep, Sign.Priority, Sign.High, Sign.Low) || hasWhose || sentence.Cycle is not null
                : sentence.Has(Sign.Deals) && hasWhose || (asks && sentence.HasAny(Sign.Deals, Sign.Mine))
            : hasFilter ? asks || sentence.HasAny(Sign.Deals, Sign.With, Sign.Mine) || hasWhose
                    || (sentence.HasAny(Sign.Over, Sign.Under, Sign.Between) && IsShort(about.Named))
                : (asks || hasWhose || sentence.Has(Sign.Deals)) && sentence.HasAny(Sign.With, Sign.Deals, Sign.Mine);
    }

    private static Selection About(Sentence sentence)
    {
        var (from, to) = sentence.Bounds;
        var period = PeriodOf(sentence);
        var rest = sentence.Rest();
        var (won, lost, open) = (sentence.HasWon, sentence.HasLost, IsOpen(sentence));
        return new Selection
        {
            Whose = sentence.Has(Sign.Mine) ? Whose.Mine : sentence.HasAny(Sign.Team) ? Whose.Team
                : sentence.Has(Sign.Everybody) ? Whose.Everybody : sentence.HasAny(Sign.Myself, Sign.I) ? Whose.Mine : null,
            People = sentence.People.Count > 0 ? sentence.People : [],
            Named = rest.Length > 1 && rest.Any(char.IsLetterOrDigit) ? rest : null,
            Stages = sentence.Stages,
            From = from,
            To = to,
            Period = period,
            Status = won ? OpportunityStatus.Won : lost ? OpportunityStatus.Lost : open ? OpportunityStatus.InProgress : null,
            Priority = sentence.Has(Sign.High) ? Priority.High : sentence.Has(Sign.Low) ? Priority.Low
                : sentence.Has(Sign.Normal) ? Priority.Normal : null,
            WithoutNextStep = sentence.Has(Sign.WithoutNextStep),
            Stale = sentence.Has(Sign.Stale),
            Overdue = sentence.Has(Sign.Overdue),
            Weighted = sentence.Has(Sign.Weighted),
            Cycle = sentence.Cycle,
            IsContradictory = (won && lost && !sentence.Has(Sign.Why)) || ((won || lost) && open) || from > to
                || period?.EndsBeforeItBegins == true,
        };
    }

    /// <summary>"My open deals", "have I open": not "open it", where it is what to do.</summary>
    private static bool IsOpen(Sentence sentence) => sentence.Has(Sign.Open)
        || sentence.Signs.Exists(s => s.Sign == Sign.Show && s.At > 0 && sentence.Word(s.At) == "open" && !sentence.Has(Sign.It)
            && (sentence.HasAny(Sign.Deals, Sign.Mine, Sign.I, Sign.Ask, Sign.Team) || sentence.HasWon || sentence.HasLost));

    /// <summary>The span that was said; "before" and "after" open one side of it.</summary>
    private static Period? PeriodOf(Sentence sentence)
    {
        if (sentence.Periods is not [var (first, at), ..])
        {
            return null;
        }

        // The bound that stands nearest before it.
        var bound = sentence.Signs.FindLast(s => s.At < at && s.Sign
            is Sign.Before or Sign.Until or Sign.After or Sign.Since or Sign.Between
            && at - s.At <= 4);
        var second = sentence.Periods.ElementAtOrDefault(1).Period;
        return bound?.Sign switch
        {
            Sign.Before => new Period(null, first.From?.AddDays(-1)),
            Sign.Until => new Period(null, first.To),
            Sign.After => new Period(first.To?.AddDays(1), second?.To),
            Sign.Since => new Period(first.From, second?.To),
            Sign.Between when second is not null => new Period(first.From, second.To),
            _ when second is not null && sentence.Signs.Exists(s => s.Sign is Sign.Until && s.At > at) => new Period(first.From, second.To),
            _ => first with { Shift = null },
        };
    }

    /// <summary>"And next month?", "just mine", "same for Q2", "and why?": says something new of the question before, and nothing
    /// whole.</summary>
    private static bool IsElliptical(Sentence sentence) =>
        (sentence.HasAny(Sign.WhatAbout, Sign.Only, Sign.Same) || sentence.Word(0) is "and" or "et" or "but" or "mais"
            || sentence.Count <= 3)
        && !sentence.HasAny(Sign.Ask, Sign.HowMuch, Sign.How, Sign.When, Sign.Who, Sign.One, Sign.It, Sign.NeedsMe, Sign.Show, Sign.Find)
        && sentence is { Number: null, Row: null };

    private static AskMany? Further(Sentence sentence, AskMany asked)
    {
        var (now, before) = (About(sentence), asked.About);
        var isWhose = now.Whose is not null || now.People.Count > 0;
        var isBound = now.From is not null || now.To is not null;
        var isReason = sentence.Has(Sign.Why);
        if (now == new Selection() && !isReason)
        {
            return null;
        }

        // Three words that begin with no "and" go on only where all of them are understood.
        var isLed = sentence.HasAny(Sign.WhatAbout, Sign.Only, Sign.Same) || sentence.Word(0) is "and" or "et" or "but" or "mais";
        if (!isLed && (now.Named is not null || sentence.First?.Sign is >= Sign.Set and <= Sign.Back))
        {
            return null;
        }

        var about = before with
        {
            Whose = isWhose ? now.Whose : before.Whose,
            People = isWhose ? now.People : before.People,
            Named = now.Named ?? before.Named,
            Stages = now.Stages.Count > 0 ? now.Stages : before.Stages,
            From = isBound ? now.From : before.From,
            To = isBound ? now.To : before.To,
            Period = now.Period ?? before.Period,
            Status = now.Status ?? before.Status,
            Priority = now.Priority ?? before.Priority,
            WithoutNextStep = now.WithoutNextStep || before.WithoutNextStep,
            Stale = now.Stale || before.Stale,
            Weighted = now.Weighted || before.Weighted,
            Overdue = now.Overdue || before.Overdue,
            Cycle = now.Cycle ?? before.Cycle,
            IsContradictory = now.IsContradictory,
        };
        var topic = isReason ? ManyTopic.Reasons
            : now.Overdue ? ManyTopic.Overdue
            : now.Status is OpportunityStatus.Won or OpportunityStatus.Lost ? ManyTopic.List
            : sentence.HasAny(Sign.Worth, Sign.Weighted) ? ManyTopic.Worth
            : asked.Topic;
        return new AskMany(topic, topic == ManyTopic.Reasons && about.Status is null ? about with { Status = OpportunityStatus.Lost }
            : about);
    }
}
