using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Bot.Understanding.Talk;

/// <summary>Questions: about many, with filters that combine, and about one.</summary>
internal static class QuestionReader
{
    /// <summary>What is asked; null when it is no question that is known.</summary>
    public static Utterance? Read(Sentence sentence)
    {
        var asks = sentence.IsQuestion || sentence.HasAny(Sign.Ask, Sign.Who, Sign.When, Sign.HowMuch, Sign.How, Sign.Why, Sign.WhatAbout);
        return One(sentence, asks) is { } one ? one : Many(sentence, asks);
    }

    /// <summary>A fact of one: its number, row, "it" or words say which; without any, what was shown last.</summary>
    private static AskOne? One(Sentence sentence, bool asks)
    {
        if (sentence.Periods.Count > 0 || sentence.People.Count > 0 || sentence.Stages.Count > 0
            || sentence.HasAny(Sign.Deals, Sign.Mine, Sign.Team, Sign.Everybody, Sign.Over, Sign.Under, Sign.Between, Sign.Overdue, Sign.Stale,
                Sign.WithoutNextStep, Sign.NeedsMe, Sign.Weighted, Sign.Won, Sign.Lost))
        {
            return null;
        }

        Fact? fact = sentence switch
        {
            _ when sentence.HasAny(Sign.Owner) || (sentence.Has(Sign.Who) && !sentence.Has(Sign.Contact)) => Fact.Owner,
            _ when sentence.Has(Sign.NextStep) => Fact.NextStep,
            _ when sentence.Has(Sign.Latest) => Fact.Latest,
            _ when sentence.HasAny(Sign.Stage, Sign.Status) => Fact.Stage,
            _ when sentence.Has(Sign.When) || sentence.Has(Sign.Close) => Fact.Closing,
            _ when sentence.Has(Sign.Chances) => Fact.Chances,
            _ when sentence.Has(Sign.Value) || (sentence.Has(Sign.HowMuch) && !sentence.Has(Sign.Worth))
                || (sentence.Has(Sign.Worth) && TalkReader.Which(sentence).Kind is not ReferenceKind.Unsaid) => Fact.Value,
            _ when sentence.Has(Sign.Priority) => Fact.Priority,
            _ when sentence.Has(Sign.Contact) => Fact.Contact,
            _ => null,
        };
        var which = TalkReader.Which(sentence);
        if (fact is not { } known || (which.Kind == ReferenceKind.Unsaid && !asks))
        {
            return null;
        }

        // "How much is Contoso?" asks for one; a word alone ("value") asks for nothing.
        return asks || which.Kind is ReferenceKind.Number or ReferenceKind.Row or ReferenceKind.It ? new AskOne(known, which) : null;
    }

    private static AskMany? Many(Sentence sentence, bool asks)
    {
        var about = About(sentence);
        var named = about.Named is not null;
        var isFiltered = about != new Selection { Named = about.Named };
        ManyTopic? topic = sentence switch
        {
            _ when sentence.HasAny(Sign.Won, Sign.Lost) && sentence.Has(Sign.Why) => ManyTopic.Reasons,
            _ when sentence.Has(Sign.NeedsMe) && asks => ManyTopic.NeedsMe,
            _ when sentence.HasAny(Sign.Won, Sign.Lost) && !sentence.Has(Sign.Worth) => asks || about.Period is not null ? ManyTopic.List : null,
            _ when sentence.Has(Sign.Overdue) && !named => ManyTopic.Overdue,
            _ when sentence.HasAny(Sign.Worth, Sign.HowMuch, Sign.Weighted)
                && (asks || about.Period is not null || sentence.Has(Sign.Weighted)) => ManyTopic.Worth,
            _ when sentence.People.Count > 0 && sentence.Has(Sign.How) => ManyTopic.Person,
            _ when named && sentence.HasAny(Sign.How, Sign.WhatAbout) && !isFiltered => ManyTopic.Contact,
            _ when sentence.HasAny(Sign.Close, Sign.Deals, Sign.Open, Sign.Stage, Sign.Stale, Sign.WithoutNextStep, Sign.Over, Sign.Under,
                Sign.Between, Sign.High, Sign.Priority, Sign.Overdue) && isFiltered => ManyTopic.List,
            _ when asks && (sentence.Stages.Count > 0 || sentence.People.Count > 0) => ManyTopic.List,
            _ => null,
        };
        return topic is { } known ? new AskMany(known, about) : null;
    }

    private static Selection About(Sentence sentence)
    {
        var (from, to) = sentence.Bounds();
        var period = PeriodOf(sentence);
        var rest = sentence.Rest();
        var (won, lost, open) = (sentence.Has(Sign.Won), sentence.Has(Sign.Lost), sentence.Has(Sign.Open));
        return new Selection
        {
            Whose = sentence.HasAny(Sign.Team) ? Whose.Team : sentence.Has(Sign.Everybody) ? Whose.Everybody
                : sentence.HasAny(Sign.Mine, Sign.Myself) || SaysI(sentence) ? Whose.Mine : null,
            People = sentence.People.Count > 0 ? sentence.People[0] : [],
            Named = rest.Length > 1 ? rest : null,
            Stages = sentence.Stages,
            From = from,
            To = to,
            Period = period,
            Status = won ? OpportunityStatus.Won : lost ? OpportunityStatus.Lost : null,
            Priority = sentence.Has(Sign.High) ? Priority.High : sentence.Has(Sign.Low) ? Priority.Low : null,
            WithoutNextStep = sentence.Has(Sign.WithoutNextStep),
            Stale = sentence.Has(Sign.Stale),
            Overdue = sentence.Has(Sign.Overdue),
            IsContradictory = (won && lost && !sentence.Has(Sign.Why)) || ((won || lost) && open),
        };
    }

    /// <summary>"Did I win", "ai-je perdu": the person's own.</summary>
    private static bool SaysI(Sentence sentence) => sentence.HasAny(Sign.Won, Sign.Lost)
        && SearchWords.Any(word => (" " + Domain.Language.SearchText.Fold(sentence.Text) + " ").Contains(word, StringComparison.Ordinal));

    private static readonly string[] SearchWords = [" i ", "ai-je", "j'ai"];

    /// <summary>The span that was said; "before" and "after" open one side of it.</summary>
    private static Period? PeriodOf(Sentence sentence)
    {
        var bound = sentence.Signs.Find(s => s.Sign is Sign.Before or Sign.After);
        if (sentence.Periods is [var (first, at), ..])
        {
            return bound is { Sign: Sign.Before } && bound.At < at ? new Period(null, first.To)
                : bound is { Sign: Sign.After } && bound.At < at ? new Period(first.From, sentence.Periods.ElementAtOrDefault(1).Period?.To)
                : first;
        }

        List<Doubt> doubts = [];
        if (sentence.Day(doubts) is not { } day)
        {
            return null;
        }

        return sentence.Has(Sign.Between) && sentence.Day(doubts) is { } last ? new Period(day, last)
            : bound is { Sign: Sign.After } ? new Period(day, null)
            : bound is { Sign: Sign.Before } ? new Period(null, day)
            : new Period(day, day);
    }
}
