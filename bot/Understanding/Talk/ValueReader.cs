using System.Globalization;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Bot.Understanding.Talk;

/// <summary>New values of one opportunity: its value, chances, closing day and priority, as many of them as a sentence says.</summary>
internal static class ValueReader
{
    public static Edit? Read(Sentence sentence)
    {
        if (sentence.Cycle is not null || sentence.HasAny(Sign.Before, Sign.After, Sign.Since, Sign.Between))
        {
            return null; // those that close before a day are asked for
        }

        List<Doubt> doubts = [];
        var isOrder = sentence.First?.Sign is Sign.Set or Sign.Push or Sign.Pull or Sign.Give or Sign.Move;
        var chances = (sentence.Has(Sign.Chances) || sentence.HasPercent)
            && !sentence.Has(Sign.Discount) ? sentence.Percentage(doubts) : null;
        if (!TryDate(sentence, isOrder, doubts, out var day, out var shift))
        {
            return null;
        }

        var isValue = sentence.HasAny(Sign.Value, Sign.Set, Sign.Worth, Sign.Is, Sign.Sorry, Sign.Refusal, Sign.Auxiliary)
            && sentence.First?.Sign is not (Sign.Push or Sign.Pull or Sign.Move);
        var value = isValue ? sentence.Amount(doubts) : null;
        var priority = PriorityOf(sentence);
        var which = TalkReader.Which(sentence);
        var isNothing = day is null && shift is null && chances is null && value is null && priority is null;
        if (isNothing || (which.Kind == ReferenceKind.Words && !IsSure(sentence, which, isOrder, value, chances)))
        {
            return null;
        }

        return new Edit(which)
        {
            Value = value?.Value,
            Chances = chances?.Value,
            CloseDate = day,
            CloseShift = shift,
            Priority = priority,
            Doubts = doubts,
            Unused = which.Kind == ReferenceKind.Words ? "" : sentence.Rest(),
        };
    }

    /// <summary>
    /// Where words alone name the opportunity, its new value must be led to ("raise ward refit to 100k"): "Set of 12 chairs for Contoso 4k"
    /// is a title with its amount.
    /// </summary>
    private static bool IsSure(
        Sentence sentence, Reference which, bool isOrder, (decimal Value, int At)? value, (decimal Value, int At)? chances)
    {
        if (which.Text.Count(c => c == ' ') > 5)
        {
            return false;
        }

        if (value is { } amount && !IsLed(sentence, amount.At))
        {
            return false;
        }

        return chances is not { } percent || isOrder || sentence.Has(Sign.Chances) || percent.At == 0 || IsLed(sentence, percent.At);
    }

    private static bool IsLed(Sentence sentence, int at) =>
        IsLead(sentence.Word(at)) || IsLead(sentence.Word(at - 1)) || (IsLead(sentence.Word(at - 2))
            && sentence.Word(at - 1) is "only" or "about"
            or "environ" or "around") || TalkLexicon.Of(sentence.Word(at - 1)) is Sign.Is or Sign.Worth or Sign.Value or Sign.Chances;

    private static bool IsLead(string word) => word is "to" or "at" or "is" or "are" or "a" or "est" or "now" or "now:" or "="
        or "worth" or "vaut" or "on"
        or "sur" or "c'est";

    /// <summary>
    /// A day for the closing, or by how much it moves; false when the sentence asks for those that close in a span ("closing this month").
    /// </summary>
    private static bool TryDate(Sentence sentence, bool isOrder, List<Doubt> doubts, out DateOnly? day, out DateShift? shift)
    {
        (day, shift) = (null, null);
        if (sentence.Shift is { } by)
        {
            var isEarlier = (sentence.First?.Sign == Sign.Pull || Enumerable.Range(0, sentence.Count).Any(i =>
                sentence.Word(i) is "forward" or "avance" or "avancer")) && by is { Days: >= 0, Months: >= 0 };
            shift = isEarlier ? new DateShift(-by.Days, -by.Months) : by;
            return isOrder || TalkReader.Which(sentence).Kind is not (ReferenceKind.Unsaid or ReferenceKind.Words)
                || sentence.HasAny(Sign.Close);
        }

        if (sentence.Periods is not [var (period, at), ..])
        {
            return true;
        }

        var isSpan = period.From != period.To;
        if (!isOrder && (isSpan || !sentence.HasAny(Sign.Close, Sign.Sorry, Sign.Refusal)))
        {
            return !isSpan && !sentence.HasAny(Sign.Close);
        }

        if (isSpan && period.Shift is { } span && span != new DateShift() && sentence.HasAny(Sign.Push, Sign.Move, Sign.Pull))
        {
            shift = span;
            return true;
        }

        day = Coming(sentence, period.To ?? period.From!.Value, at, doubts);
        return true;
    }

    /// <summary>A day without its year that is over is next year's; what may be meant otherwise is marked.</summary>
    private static DateOnly Coming(Sentence sentence, DateOnly day, int at, List<Doubt> doubts)
    {
        var today = sentence.Context.Today;
        var text = sentence.Typed(at, Math.Min(sentence.Count, at + 2));
        var isSaid = sentence.Text.Contains(day.Year.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        if (day < today && !isSaid && (today.DayNumber - day.DayNumber) > 45)
        {
            day = day.AddYears(1);
            doubts.Add(new Doubt("closeDate", Doubt.ReadAs, text, day));
        }
        else if (day < today)
        {
            doubts.Add(new Doubt("closeDate", Doubt.PastDate, day));
        }
        else if (sentence.Word(at) == "next" && day.DayNumber - today.DayNumber < 7
            && ((int)day.DayOfWeek + 6) % 7 > ((int)today.DayOfWeek + 6) % 7)
        {
            doubts.Add(new Doubt("closeDate", Doubt.ReadAs, text, day)); // some mean the week after
        }

        return day;
    }

    private static Priority? PriorityOf(Sentence sentence)
    {
        var sign = sentence.Signs.Find(s => s.Sign is Sign.High or Sign.Low or Sign.Normal);
        var which = TalkReader.Which(sentence).Kind;
        var isOrder = sentence.First?.Sign is Sign.Set or Sign.Give or Sign.Move;
        var isSaid = sign is not null && (isOrder || which is ReferenceKind.Number or ReferenceKind.Row or ReferenceKind.It
            || (which == ReferenceKind.Unsaid && (sentence.Has(Sign.Priority) || sign.Length > 1))
            || (which == ReferenceKind.Words && !sentence.HasAny(Sign.With, Sign.Mine) && sentence.HasAny(Sign.Auxiliary, Sign.Is)));
        return !isSaid ? null : sign!.Sign switch
        {
            Sign.High => Priority.High,
            Sign.Low => Priority.Low,
            _ => Priority.Normal,
        };
    }
}
