using System.Text.RegularExpressions;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Bot.Understanding.Talk;

/// <summary>Changes said in a sentence: "change the value to 60k", "repousse-la d'une semaine", "note: they asked for a discount".</summary>
internal static partial class EditReader
{
    /// <summary>What is to be changed; null when the sentence changes nothing that is known here.</summary>
    public static Utterance? Read(Sentence sentence) =>
        Note(sentence) ?? NextStep(sentence) ?? (sentence.IsQuestion || !Begins(sentence) ? null : End(sentence) ?? Changes(sentence));

    /// <summary>Whether it begins as an order or with the name of what is changed, not as a question.</summary>
    private static bool Begins(Sentence sentence) => sentence.Signs.Count > 0
        && sentence.Signs.Find(s => s.Sign is not (Sign.Yes or Sign.Thanks or Sign.It or Sign.Refusal)) is { } first
        && first.Sign is Sign.Set or Sign.Push or Sign.Pull or Sign.Rename or Sign.Give or Sign.Move or Sign.Won or Sign.Lost or Sign.Value
            or Sign.Chances or Sign.Priority or Sign.Close or Sign.Title or Sign.Contact or Sign.Owner or Sign.High or Sign.Low or Sign.Normal;

    /// <summary>"note: …", "note on 12: …", "ajoute une note : …".</summary>
    private static TakeNote? Note(Sentence sentence)
    {
        var match = NoteLine().Match(sentence.Text);
        if (!match.Success || match.Groups["text"].Value.Trim() is not { Length: > 1 } text)
        {
            return null;
        }

        var which = match.Groups["which"] is { Success: true, Value: var words }
            ? TalkReader.Which(new Sentence(words, sentence.Context)) : Reference.Unsaid;
        return new TakeNote(which, text);
    }

    /// <summary>"next step: call Ana tomorrow at 10", "prochaine étape pour la 12 : …", "call Ana tomorrow at 9 about 12".</summary>
    private static Edit? NextStep(Sentence sentence)
    {
        if (sentence.IsQuestion)
        {
            return null;
        }

        var match = StepLine().Match(sentence.Text);
        var which = match.Groups["which"] is { Success: true, Value: var words }
            ? TalkReader.Which(new Sentence(words, sentence.Context)) : null;
        var text = match.Success ? match.Groups["text"].Value.Trim() : null;
        if (!match.Success && sentence.Signs is [{ Sign: Sign.Call } verb, ..] && Lexicon.Of(FirstWord(sentence.Text)) is Sign.Call or null
            && sentence.Text.TrimStart().StartsWith(sentence.From(verb.At), StringComparison.Ordinal))
        {
            var about = AboutLine().Match(sentence.Text);
            which = about.Success ? TalkReader.Which(new Sentence(about.Groups["which"].Value, sentence.Context))
                : sentence.Number is { } number ? new Reference(ReferenceKind.Number, 0, number) : Reference.It;
            text = (about.Success ? sentence.Text.Remove(about.Index, about.Length) : sentence.Text).Trim();
        }

        if (text is not { Length: > 1 })
        {
            return null;
        }

        List<Doubt> doubts = [];
        var line = new TokenizedLine(text);
        var day = new SpokenDates(sentence.Context.Today, sentence.Context.Culture).Take(line, doubts);
        return new Edit(which ?? Reference.Unsaid)
        {
            NextStep = string.Join(' ', Enumerable.Range(0, line.Count).Where(line.IsFree).Select(i => line.Raw(i))).Trim(' ', ',', ';', '.'),
            NextStepOn = day,
            Doubts = day is null ? [.. doubts, new Doubt("nextStepDate", NoDay, text)] : doubts,
        };
    }

    /// <summary>Said of a next step that names no day.</summary>
    public const string NoDay = "On which day? “{0}” does not say.";

    /// <summary>"won it for 60k", "lost the second one, price too high", "perdue, trop cher".</summary>
    private static End? End(Sentence sentence)
    {
        var first = sentence.Signs.Find(s => s.Sign is not (Sign.Yes or Sign.It))!;
        if (first.Sign is not (Sign.Won or Sign.Lost) || sentence.HasAny(Sign.Ask, Sign.Deals, Sign.Why, Sign.HowMuch, Sign.When)
            || sentence.Periods.Count > 0 || sentence.People.Count > 0)
        {
            return null;
        }

        List<Doubt> doubts = [];
        var amount = sentence.Amount(doubts);
        var comma = sentence.Text.IndexOf(',', StringComparison.Ordinal);
        var reason = comma >= 0 ? sentence.Text[(comma + 1)..].Trim(' ', '.', '!') : null;
        var which = sentence.Number is { } number ? new Reference(ReferenceKind.Number, 0, number)
            : sentence.Row is { } row ? new Reference(ReferenceKind.Row, row)
            : comma < 0 && sentence.Rest() is { Length: > 1 } words ? new Reference(ReferenceKind.Words, 0, words)
            : sentence.Has(Sign.It) ? Reference.It : Reference.Unsaid;
        return which.Kind == ReferenceKind.Unsaid && amount is null && reason is null ? null
            : new End(which, first.Sign == Sign.Won ? Outcome.Won : Outcome.Lost, amount, reason);
    }

    private static Utterance? Changes(Sentence sentence)
    {
        if (sentence.Has(Sign.Rename) || (sentence.Has(Sign.Title) && sentence.Has(Sign.Set)))
        {
            return Rename(sentence);
        }

        if (sentence.Has(Sign.Give) || (sentence.Has(Sign.Owner) && sentence.HasAny(Sign.Set, Sign.Owner) && sentence.People.Count > 0))
        {
            return Give(sentence);
        }

        var moves = sentence.HasAny(Sign.Move, Sign.Set, Sign.Push) && !sentence.HasAny(Sign.Close, Sign.Value, Sign.Chances);
        if (moves && (sentence.Stages.Count > 0 || sentence.HasAny(Sign.Onward, Sign.Back)))
        {
            var target = sentence.Stages is [var stage, ..] ? stage.Description : sentence.Has(Sign.Back) ? "back" : "next";
            return new Command(CommandName.Move, TalkReader.Which(sentence), target);
        }

        return Values(sentence);
    }

    /// <summary>Value, chances, closing day, priority: whatever of them was said.</summary>
    private static Edit? Values(Sentence sentence)
    {
        List<Doubt> doubts = [];
        var isDate = sentence.HasAny(Sign.Push, Sign.Pull, Sign.Close);
        var (date, shift) = isDate ? When(sentence, doubts) : (null, null);
        var chances = sentence.Has(Sign.Chances) || sentence.Text.Contains('%', StringComparison.Ordinal) ? sentence.Percentage(doubts) : null;
        var isValue = sentence.Has(Sign.Value) || (sentence.Has(Sign.Set) && !sentence.Has(Sign.Priority) && !isDate);
        var value = isValue ? sentence.Amount(doubts) : null;
        Priority? priority = sentence.Has(Sign.High) ? Priority.High : sentence.Has(Sign.Low) ? Priority.Low
            : sentence.Has(Sign.Normal) ? Priority.Normal : null;
        priority = sentence.HasAny(Sign.Priority, Sign.Set) || sentence.Signs.Count <= 2 ? priority : null;
        if (date is null && shift is null && chances is null && value is null && priority is null)
        {
            return null;
        }

        return new Edit(TalkReader.Which(sentence))
        {
            Value = value,
            Chances = chances,
            CloseDate = date,
            CloseShift = shift,
            Priority = priority,
            Doubts = doubts,
        };
    }

    /// <summary>"to 30 June" is a day; "by a week", "to next month" count from what it is now.</summary>
    private static (DateOnly? Day, DateShift? Shift) When(Sentence sentence, List<Doubt> doubts)
    {
        var counted = ShiftWords().Match(SearchText.Fold(sentence.Text));
        if (counted.Success && sentence.HasAny(Sign.Push, Sign.Pull))
        {
            var count = counted.Groups["count"].Value is var said && int.TryParse(said, out var number) ? number : CountOf(said);
            var (days, months) = counted.Groups["unit"].Value[0] switch
            {
                'd' or 'j' => (count, 0),
                'w' or 's' => (7 * count, 0),
                'm' => (0, count),
                'q' or 't' => (0, 3 * count),
                _ => (0, 12 * count),
            };
            sentence.Amount([]); // its number is no amount
            var way = sentence.Has(Sign.Pull) ? -1 : 1;
            return (null, new DateShift(way * days, way * months));
        }

        if (sentence.Periods is [var (period, at), ..])
        {
            var today = sentence.Context.Today;
            var isEnd = at > 0 && EndWords().IsMatch(SearchText.Fold(sentence.Text));
            return isEnd || period.Shift is null || period.From == period.To ? (period.To, null) : (period.Shift.From(today), null);
        }

        return (sentence.Day(doubts), null);
    }

    private static Edit? Rename(Sentence sentence)
    {
        var match = RenameLine().Match(sentence.Text);
        if (!match.Success || match.Groups["title"].Value.Trim(' ', '"', '“', '”', '«', '»', '.') is not { Length: > 0 } title)
        {
            return null;
        }

        var which = match.Groups["which"].Value.Trim() is { Length: > 0 } words
            ? TalkReader.Which(new Sentence(words, sentence.Context)) : Reference.It;
        return new Edit(which.Kind == ReferenceKind.Unsaid ? Reference.It : which) { Title = title };
    }

    private static Edit? Give(Sentence sentence)
    {
        var owners = sentence.People.Count > 0 ? sentence.People[^1]
            : sentence.Has(Sign.Myself) ? [.. sentence.Context.People.Where(p => p.Id == sentence.Context.Myself)] : [];
        return owners.Count == 0 ? null : new Edit(TalkReader.Which(sentence)) { Owners = owners };
    }

    private static string FirstWord(string text) => SearchText.Fold(text).Split(' ', 2)[0];

    private static int CountOf(string word) => word switch
    {
        "two" or "deux" => 2,
        "three" or "trois" => 3,
        "four" or "quatre" => 4,
        "six" => 6,
        _ => 1,
    };

    [GeneratedRegex(
        @"^\s*(?:please\s+|can you\s+)?(?:(?:add|take|make|write)\s+(?:a\s+)?)?note(?:\s+that)?(?:\s+(?:on|for|about|to|of|pour|sur|à|de)\s+(?<which>[^:]{1,60}?))?\s*(?::|,|-|\bque?\b|\bthat\b)\s*(?<text>.+)$"
        + @"|^\s*(?:ajoute[rz]?|prends?)\s+(?:une\s+)?note(?:\s+(?:pour|sur|à|de)\s+(?<which>[^:]{1,60}?))?\s*(?::|,|-|\bque\b)\s*(?<text>.+)$",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex NoteLine();

    [GeneratedRegex(
        @"^\s*(?:set\s+(?:the\s+)?|la\s+|the\s+)?(?:next\s+(?:step|action)|prochaine\s+(?:étape|etape|action)|étape\s+suivante)(?:\s+(?:of|for|on|is|pour|de|sur)\s+(?<which>(?:la\s+|l'affaire\s+)?[^:]{1,60}?))?\s*(?::|=)\s*(?<text>.+)$",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex StepLine();

    [GeneratedRegex(
        @"\s*,?\s*\b(?:about|regarding|concerning|re|au sujet de|à propos de|concernant|pour)\s+(?<which>(?:la\s+|l'affaire\s+|the\s+)?(?:it\b|this one\b|that one\b|celle-ci\b|(?:opp|deal|affaire|no|n°|#)?[-\s]?#?\d{1,6}\b|(?:first|second|third|premi[eè]re|deuxi[eè]me|troisi[eè]me)(?:\s+one)?\b))",
        RegexOptions.IgnoreCase)]
    private static partial Regex AboutLine();

    [GeneratedRegex(
        @"^.*?\b(?:rename|retitle|renomme[rz]?|intitule|appelle|call|name|(?:change|set)\s+(?:the\s+)?(?:title|name)(?:\s+of)?|change[rz]?\s+le\s+(?:titre|nom)(?:\s+de)?)(?:[-\s]+(?<which>.*?))?(?:\s+(?:to|as|into|en|à|par)\s+|\s*:\s*|\s+(?=[""“«]))(?<title>.+)$",
        RegexOptions.IgnoreCase)]
    private static partial Regex RenameLine();

    [GeneratedRegex(
        @"\b(?:by|of|d'|de|another|encore)\s?(?<count>\d{1,3}|a|an|one|un|une|two|deux|three|trois|four|quatre|six)\s+(?<unit>days?|weeks?|months?|quarters?|years?|jours?|semaines?|mois|trimestres?|ans?|annees?)\b|\b(?<count>\d{1,3}|a|an|one|two|three|four|six)\s+(?<unit>days?|weeks?|months?|quarters?|years?)\b(?=\s*(?:later|more|further)?\s*[.!]?$)",
        RegexOptions.None)]
    private static partial Regex ShiftWords();

    [GeneratedRegex(@"\b(?:end|fin|eom|eoq|eoy)\b")]
    private static partial Regex EndWords();
}
