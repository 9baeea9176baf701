using System.Globalization;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Understanding.Talk;

/// <summary>"Call Ana tomorrow at 9 about 12": what is to be done, when, and for which opportunity.</summary>
/// <param name="Text">What is to be done, as it was typed, without its day; the hour stays in it.</param>
/// <param name="On">Its day; null when none was said.</param>
/// <param name="At">Its hour; null when none was said.</param>
/// <param name="Which">The opportunity said behind it; null when none was.</param>
internal sealed record SpokenPlan(string Text, DateOnly? On, TimeOnly? At, Reference? Which)
{
    private static readonly char[] Around = [' ', ',', ';', '.', '!', '-', '–', ':'];

    public static SpokenPlan Read(string text, TalkContext context)
    {
        var raw = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var words = Array.ConvertAll(raw, word => TokenizedLine.Bare(word.Replace('’', '\'').Trim(Around)));
        var gone = new bool[words.Length];
        var which = TakeWhich(words, gone, context);
        var on = TakeDay(words, gone, context);
        var plain = string.Join(' ', raw.Where((_, i) => !gone[i])).Trim(Around);
        return new SpokenPlan(plain, on, Hour(words), which);
    }

    /// <summary>One day, with the word that leads to it; a span of days stays in the text.</summary>
    private static DateOnly? TakeDay(string[] words, bool[] gone, TalkContext context)
    {
        var periods = new SpokenPeriods(context.Today, context.Culture);
        for (var i = 0; i < words.Length; i++)
        {
            if (gone[i] || periods.Find(words, i) is not var (period, length) || period.From is not { } day || period.To != day)
            {
                continue;
            }

            gone.AsSpan(i, length).Fill(true);
            for (var k = i - 1; k >= 0 && i - k <= 2 && words[k] is "on" or "the" or "by" or "le" or "pour" or "au" or "d'ici"; k--)
            {
                gone[k] = true;
            }

            return day;
        }

        return null;
    }

    /// <summary>"About 12", "pour la 5", "for OPP-00007", "about it".</summary>
    private static Reference? TakeWhich(string[] words, bool[] gone, TalkContext context)
    {
        for (var i = 1; i < words.Length - 1; i++)
        {
            if (words[i] is not ("about" or "regarding" or "concerning" or "re" or "for" or "on" or "pour" or "sur" or "concernant"
                or "dans"))
            {
                continue;
            }

            var until = i + 1;
            while (until < words.Length && until - i <= 3 && words[until]
                is "the" or "la" or "opp" or "deal" or "l'affaire" or "l'opp" or "no" or "n°"
                or "number" or "numero" or "this" or "that" or "second" or "first" or "third" or "deuxieme" or "premiere" or "troisieme")
            {
                until++;
            }

            until = Math.Min(words.Length, until + 1);
            var said = new Sentence(string.Join(' ', words[i..until]), context);
            var isHour = SpokenPeriods.IsUnit(until < words.Length ? words[until] : "");
            var which = said.RestAt is null && said.Periods.Count == 0 && !isHour ? TalkReader.Which(said) : Reference.Unsaid;
            if (which.Kind is ReferenceKind.Number or ReferenceKind.Row
                || (which.Kind == ReferenceKind.It && words[i] is "about" or "regarding" or "concernant"))
            {
                gone.AsSpan(i, until - i).Fill(true);
                return which;
            }
        }

        return null;
    }

    /// <summary>At 9, à 9h, 14:30, 8h30, 9am.</summary>
    private static TimeOnly? Hour(string[] words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            var isLed = i > 0 && words[i - 1] is "at" or "a" or "vers" or "around";
            var isAfternoon = word.EndsWith("pm", StringComparison.Ordinal) || (i + 1 < words.Length && words[i + 1] == "pm");
            var isEnglish = word.EndsWith("am", StringComparison.Ordinal) || word.EndsWith("pm", StringComparison.Ordinal);
            var parts = (isEnglish ? word[..^2] : word).Split([':', 'h']);
            if (parts.Length > 2 || (parts.Length == 1 && !isLed && !isEnglish) || Part(parts[0]) is not { } hour || hour > 23)
            {
                continue;
            }

            if ((parts.Length == 1 || parts[1].Length == 0 ? 0 : Part(parts[1])) is { } minute and < 60)
            {
                return new TimeOnly(isAfternoon && hour < 12 ? hour + 12 : hour, minute);
            }
        }

        return null;

        static int? Part(string digits) => digits.Length is 1 or 2
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>Whether the text says what to do, and is not a word that tells of something else.</summary>
    public bool IsSaid => Text.Length > 1 && Text.Any(char.IsLetter)
        && TalkLexicon.Of(SearchText.Fold(Text.Split(' ', 2)[0]).Trim(Around))
            is null or Sign.Call or Sign.Filler or Sign.Set or Sign.Give or Sign.Close;
}
