using System.Globalization;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Understanding;

/// <summary>
/// Finds a date in a line, as people say dates in English and French. Days count from the one given; no holiday is known.
/// </summary>
internal sealed partial class SpokenDates(DateOnly today, CultureInfo culture)
{
    private const int DaysOfWeek = 7;

    /// <summary>Words between a meeting and its date: "met Megan of Contoso on Monday".</summary>
    private const int FarthestMeeting = 5;

    private readonly bool _monthFirst = culture.DateTimeFormat.ShortDatePattern.TrimStart().StartsWith('M');

    /// <summary>Takes the first date of the line together with the words that lead to it.</summary>
    public DateOnly? Take(TokenizedLine line, List<Doubt> doubts) =>
        Take(line, doubts, Dates(line, _ => false).FirstOrDefault());

    /// <summary>
    /// Takes the closing date: one that a word of closing leads to before any other. The date of a meeting is none; another one that may
    /// be meant as well leaves a doubt.
    /// </summary>
    /// <param name="line">With chances taken out.</param>
    /// <param name="doubts">Where it is told what the date may not be.</param>
    /// <param name="names">Whether a contact or a person is named here: "Sam" is no Saturday then.</param>
    public DateOnly? TakeClosing(TokenizedLine line, List<Doubt> doubts, Func<int, bool> names)
    {
        var all = Dates(line, names).ToList();
        foreach (var (at, said, _) in all.Where(d => d.Rank == 0))
        {
            line.Take(at, said.Length);
        }

        var dates = all.Where(d => d.Rank > 0).ToList();
        var best = dates.MaxBy(d => d.Rank);
        if (dates.Find(d => d != best && d.Rank == best?.Rank && d.Said.Date != best.Said.Date) is { } other)
        {
            doubts.Add(new Doubt("closeDate", Doubt.SecondDate, line.Raw(other.At, other.Said.Length)));
        }

        foreach (var again in dates.Where(d => d != best && d.Said.Date == best!.Said.Date && d.Said.Date is not null))
        {
            line.Take(again.At, again.Said.Length);
        }

        return Take(line, doubts, best);
    }

    private DateOnly? Take(TokenizedLine line, List<Doubt> doubts, Found? found)
    {
        if (found is not var (i, spoken, _))
        {
            return null;
        }

        var text = line.Raw(i, spoken.Length);
        line.Take(i, spoken.Length);
        TakeLeadIn(line, i);
        if (spoken.Date is not { } date)
        {
            doubts.Add(new Doubt("closeDate", Doubt.NoSuchDate, text));
            return null;
        }

        if (spoken.IsDoubtful)
        {
            doubts.Add(new Doubt("closeDate", Doubt.ReadAs, text, date));
        }

        if (date < today)
        {
            doubts.Add(new Doubt("closeDate", Doubt.PastDate, date));
        }

        return date;
    }

    private IEnumerable<Found> Dates(TokenizedLine line, Func<int, bool> names)
    {
        for (var i = 0; i < line.Count; i++)
        {
            if (line.IsFree(i) && Find(line, i, names) is { } spoken)
            {
                yield return new Found(i, spoken, RankOf(line, i, spoken));
                i += spoken.Length - 1;
            }
        }
    }

    /// <summary>How much it looks like the closing date, the more the surer; 0 when it is that of a meeting.</summary>
    private int RankOf(TokenizedLine line, int i, Spoken spoken)
    {
        // Of a day without a year that is over this year, the one of next year is a guess.
        var isPast = spoken.Date < today || (spoken.IsDoubtful && spoken.Date > today.AddMonths(Math.Min(9, (9_998 - today.Year) * 12)));
        for (var k = i - 1; k >= Math.Max(0, i - FarthestMeeting) && !line.StartsPart(k + 1); k--)
        {
            if (Lexicon.ClosingWords.Contains(line[k]))
            {
                return 3;
            }

            if (Lexicon.MeetingWords.Contains(line[k]) && (isPast || k == i - 1 || Lexicon.DateLeadIns.Contains(line[i - 1])))
            {
                return !isPast && k < i - 2 ? 1 : 0;
            }
        }

        return spoken.Date < today ? 1 : 2;
    }

    /// <summary>Takes "by the", "à signer avant la"; not words that only stand between them ("rollout no later than").</summary>
    private static void TakeLeadIn(TokenizedLine line, int i)
    {
        var first = i;
        for (var k = i - 1; k >= 0 && line.IsFree(k) && !line.StartsPart(k + 1) && Lexicon.DateLeadIns.Contains(line[k]); k--)
        {
            // "Support de production demain": a weak word is taken only within a phrase that begins with a strong one.
            var isPhrase = Lexicon.LaterThan.Contains(line[k] + "-" + line[k + 1]);
            first = Lexicon.WeakDateLeadIns.Contains(line[k]) && !isPhrase ? first : k;
        }

        line.Take(first, i - first);
    }

    private Spoken? Find(TokenizedLine line, int i, Func<int, bool> names) =>
        Digits(line, i) ?? DayAndMonth(line, i) ?? PartOf(line, i) ?? Relative(line, i) ?? Gone(line, i) ?? NextPeriod(line, i)
            ?? OnWeekday(line, i, names) ?? OnDay(line, i, names) ?? QuarterAt(line, i) ?? HalfYearAt(line, i, names)
            ?? WholeMonth(line, i) ?? Season(line, i) ?? Feast(line, i);

    /// <summary>A word of the lead-in that is none of the title.</summary>
    private static bool IsLedTo(TokenizedLine line, int i) =>
        !line.StartsPart(i) && Lexicon.DateLeadIns.Contains(line[i - 1]) && !Lexicon.WeakDateLeadIns.Contains(line[i - 1]);

    /// <summary>No word of the title follows: nothing does, or whom it is for.</summary>
    private static bool EndsThere(TokenizedLine line, int i, Func<int, bool> names) =>
        line.EndsRun(i) || names(i) || Lexicon.ContactLeads.Contains(line[i]);

    /// <summary>What a word with a slip of the keyboard in it means; null when it means nothing, or may mean several things.</summary>
    private static int? Slip(string word, IReadOnlyDictionary<string, int> known)
    {
        if (word.Length is < 5 or > 12 || !word.All(char.IsAsciiLetter))
        {
            return null;
        }

        var near = known.Where(k => k.Key.Length >= 5 && k.Key[0] == word[0] && Slips(k.Key) <= (k.Key.Length >= 8 ? 2 : 1))
            .Select(k => k.Value).Distinct().Take(2).ToList();
        return near.Count == 1 ? near[0] : null;

        int Slips(string name) => EditDistance.Between(word, name, 2);
    }

    /// <summary>A date found.</summary>
    /// <param name="Length">In words of the line.</param>
    /// <param name="Date">Null when there is no such day.</param>
    /// <param name="IsDoubtful">Another day may be meant.</param>
    private sealed record Spoken(int Length, DateOnly? Date, bool IsDoubtful = false);

    private sealed record Found(int At, Spoken Said, int Rank);
}
