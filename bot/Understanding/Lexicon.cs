using System.Collections.Frozen;
using System.Globalization;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Understanding;

/// <summary>
/// The words of all languages together, as people mix them. Where one word means two things, who asks for it tells which.
/// </summary>
internal static class Lexicon
{
    /// <summary>A further language is one more here.</summary>
    public static readonly LanguageWords[] Languages = [EnglishWords.Words, FrenchWords.Words];

    public static readonly FrozenDictionary<string, int> Numbers = Numbered(w => w.Numbers);
    public static readonly FrozenDictionary<string, int> Tens = Numbered(w => w.Tens);
    public static readonly FrozenSet<string> Score = Set(w => w.Score);
    public static readonly FrozenSet<string> Hundred = Set(w => w.Hundred);
    public static readonly FrozenDictionary<string, decimal> Scales = MoneyWords.Scales;
    public static readonly FrozenSet<string> BareThousand = Set(w => w.BareThousand);
    public static readonly FrozenSet<string> And = Set(w => w.And);
    public static readonly FrozenSet<string> Half = Set(w => w.Half);
    public static readonly FrozenSet<string> QuarterPart = Set(w => w.QuarterPart);
    public static readonly FrozenSet<string> Point = Set(w => w.Point);
    public static readonly FrozenDictionary<string, int> Ordinals = Numbered(w => w.Ordinals);
    public static readonly FrozenSet<string> Thirtieth = Set(w => w.Thirtieth);
    public static readonly FrozenDictionary<string, string> Currencies = MoneyWords.Currencies;
    public static readonly FrozenSet<string> AmountLeadIns = Set(w => w.AmountLeadIns);
    public static readonly FrozenSet<string> AmountNames = Set(w => w.AmountNames);
    public static readonly FrozenSet<string> RangeFrom = Set(w => w.RangeFrom);
    public static readonly FrozenSet<string> RangeTo = Set(w => w.RangeTo + " - a");
    public static readonly FrozenSet<string> Times = Set(w => w.Times + " x × *");
    public static readonly FrozenSet<string> At = Set(w => w.At + " @");
    public static readonly FrozenSet<string> Each = Set(w => w.Each);
    public static readonly FrozenSet<string> Per = Set(w => w.Per + " /");
    public static readonly FrozenSet<string> Things = Set(w => w.Things);
    public static readonly FrozenSet<string> Discounts = Set(w => w.Discounts);
    public static readonly FrozenSet<string> Less = Set(w => w.Less);
    public static readonly FrozenSet<string> ChanceWords = Set(w => w.ChanceWords);
    public static readonly FrozenSet<string> ChanceLeadIns = Set(w => w.ChanceLeadIns);
    public static readonly FrozenSet<string> Percent = Set(w => w.Percent + " %");
    public static readonly string[] OutOf = Phrases(w => w.OutOf);
    public static readonly string[] PercentPhrases = Phrases(w => w.PercentPhrases);
    public static readonly FrozenSet<string> BeforeTax = Set(w => w.BeforeTax);

    public static readonly FrozenDictionary<string, int> Months = Numbered(w => w.Months);
    public static readonly FrozenDictionary<string, int> Weekdays = Numbered(w => w.Weekdays);
    public static readonly FrozenDictionary<string, int> ShortWeekdays = Numbered(w => w.ShortWeekdays);
    public static readonly FrozenSet<string> UnsureWeekdays = Set(w => w.UnsureWeekdays);
    public static readonly FrozenSet<string> NotWeekdays = Set(w => w.NotWeekdays);
    public static readonly FrozenSet<string> DateLeadIns = Set(w => w.DateLeadIns);
    public static readonly FrozenSet<string> WeakDateLeadIns = Set(w => w.WeakDateLeadIns);
    public static readonly FrozenSet<string> NotBeforeMonth = Set(w => w.NotBeforeMonth);
    public static readonly FrozenSet<string> LaterThan = Set(w => w.LaterThan);
    public static readonly FrozenSet<string> ClosingWords = Set(w => w.ClosingWords);
    public static readonly FrozenSet<string> MeetingWords = Set(w => w.MeetingWords);
    public static readonly FrozenSet<string> Next = Set(w => w.Next);
    public static readonly FrozenSet<string> NextBehind = Set(w => w.NextBehind);
    public static readonly FrozenSet<string> This = Set(w => w.This);
    public static readonly FrozenSet<string> Last = Set(w => w.Last);
    public static readonly FrozenSet<string> LastBehind = Set(w => w.LastBehind);
    public static readonly FrozenSet<string> Fillers = Set(w => w.Fillers);
    public static readonly FrozenSet<string> In = Set(w => w.In);
    public static readonly FrozenSet<string> About = Set(w => w.About);
    public static readonly FrozenSet<string> AboutInDoubt = Set(w => w.AboutInDoubt);
    public static readonly FrozenSet<string> FromNow = Set(w => w.FromNow);
    public static readonly FrozenSet<string> Working = Set(w => w.Working);
    public static readonly FrozenSet<string> Time = Set(w => w.Time);
    public static readonly FrozenDictionary<string, int> Fortnights = Pairs(w => w.Fortnights, Number);
    public static readonly FrozenSet<string> End = Set(w => w.End);
    public static readonly FrozenSet<string> Late = Set(w => w.Late);
    public static readonly FrozenSet<string> Middle = Set(w => w.Middle);
    public static readonly FrozenSet<string> Start = Set(w => w.Start);
    public static readonly FrozenSet<string> Today = Set(w => w.Today);
    public static readonly FrozenSet<string> Tomorrow = Set(w => w.Tomorrow);
    public static readonly FrozenSet<string> AfterTomorrow = Set(w => w.AfterTomorrow);
    public static readonly FrozenSet<string> Yesterday = Set(w => w.Yesterday);
    public static readonly FrozenSet<string> EndOfWeek = Set(w => w.EndOfWeek);
    public static readonly FrozenSet<string> EndOfMonth = Set(w => w.EndOfMonth);
    public static readonly FrozenSet<string> EndOfQuarter = Set(w => w.EndOfQuarter);
    public static readonly FrozenSet<string> EndOfYear = Set(w => w.EndOfYear);
    public static readonly FrozenSet<string> Behind = Set(w => w.Behind);
    public static readonly FrozenSet<string> WeekOnWords = Set(w => w.WeekOnWords);
    public static readonly FrozenDictionary<string, Period> Periods = PeriodsOf();
    public static readonly FrozenDictionary<string, int> Seasons = Numbered(w => w.Seasons);
    public static readonly FrozenSet<string> SeasonLeadIns = Set(w => w.SeasonLeadIns);
    public static readonly FrozenSet<string> Before = Set(w => w.Before);
    public static readonly FrozenSet<string> StrictlyBefore = Set(w => w.StrictlyBefore);
    public static readonly FrozenSet<string> Of = Set(w => w.Of);
    public static readonly FrozenSet<string> The = Set(w => w.The);
    public static readonly FrozenSet<string> On = Set(w => w.On);
    public static readonly string[] AfterNext = Phrases(w => w.AfterNext);
    public static readonly FrozenDictionary<string, int> WeeksLater = Phrases(w => w.WeeksLater).Select(p => p.Split('='))
        .ToFrozenDictionary(p => p[0], p => Number(p[1]), StringComparer.Ordinal);
    public static readonly FrozenSet<string> Christmas = Set(w => w.Christmas);

    public static readonly FrozenSet<string> Priority = Set(w => w.Priority);
    public static readonly FrozenDictionary<string, string> Levels = LevelsOf();
    public static readonly FrozenSet<string> Urgent = Set(w => w.Urgent);
    public static readonly FrozenSet<string> Not = Set(w => w.Not);
    public static readonly FrozenSet<string> Very = Set(w => w.Very);
    public static readonly FrozenSet<string> Connectors = Set(w => w.Connectors + " - / | + & ~ =", "");
    public static readonly FrozenSet<string> PersonLeadIns = Set(w => w.PersonLeadIns);
    public static readonly FrozenSet<string> ContactLeads = Set(w => w.ContactLeads);
    public static readonly FrozenSet<string> SureContactLeads = Set(w => w.SureContactLeads);
    public static readonly FrozenSet<string> NamedContactLeads = Set(w => w.NamedContactLeads);
    public static readonly FrozenSet<string> FromLeads = Set(w => w.FromLeads);
    public static readonly FrozenSet<string> CompanyLeads = Set(w => w.CompanyLeads);

    public static readonly FrozenSet<string> TitleWords = Set(w => w.TitleWords);
    public static readonly FrozenSet<string> TitleArticles = Set(w => w.TitleArticles);
    public static readonly FrozenSet<string> TitleVerbs = Set(w => w.TitleVerbs);
    public static readonly FrozenSet<string> NotTitleWords = Set(w => w.NotTitleWords);
    public static readonly FrozenSet<string> Indefinite = Set(w => w.Indefinite);
    public static readonly FrozenSet<string> SaleVerbs = Set(w => w.SaleVerbs);
    public static readonly FrozenSet<string> SaleOrigins = Set(w => w.SaleOrigins);
    public static readonly FrozenSet<string> Wishes = Set(w => w.Wishes);
    public static readonly FrozenSet<string> AroundWishes = Set(w => w.AroundWishes);
    public static readonly FrozenSet<string> TitleTrailing = Set(w => w.TitleTrailing);
    public static readonly FrozenSet<string> QuestionWords = Set(w => w.QuestionWords);
    public static readonly FrozenSet<string> NoSaleWords = Set(w => w.NoSaleWords);
    public static readonly FrozenDictionary<string, string> Short = Pairs(w => w.Short, s => s);

    public static readonly FrozenSet<string> MailSubject = Set(w => w.MailSubject);
    public static readonly FrozenSet<string> MailSender = Set(w => w.MailSender);
    public static readonly FrozenSet<string> MailHeaders = Set(w => w.MailHeaders);
    public static readonly FrozenSet<string> MailReplies = Set(w => w.MailReplies);
    public static readonly string[] MailQuotes = Phrases(w => w.MailQuotes);
    public static readonly string[] MailOriginal = Phrases(w => w.MailOriginal);
    public static readonly string[] MailEnds = Phrases(w => w.MailEnds);
    public static readonly FrozenSet<string> MailGreetings = Set(w => w.MailGreetings);
    public static readonly FrozenSet<string> NoteHeads = Set(w => w.NoteHeads);
    public static readonly FrozenSet<string> NoteFields = Phrases(w => w.NoteFields).ToFrozenSet(StringComparer.Ordinal);

    private static FrozenDictionary<string, Period> PeriodsOf()
    {
        var all = new Dictionary<string, Period>(StringComparer.Ordinal);
        foreach (var w in Languages)
        {
            foreach (var (words, period) in new[]
            {
                (w.Day, Period.Day), (w.Week, Period.Week), (w.Month, Period.Month), (w.Quarter, Period.Quarter),
                (w.HalfYear, Period.HalfYear), (w.Year, Period.Year),
            })
            {
                foreach (var word in Split(words))
                {
                    all.TryAdd(word, period);
                }
            }
        }

        return all.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static FrozenDictionary<string, string> LevelsOf() =>
        Languages.SelectMany(w => new[] { (w.High, "high"), (w.Low, "low"), (w.Normal, "normal") })
            .SelectMany(p => Split(p.Item1).Select(word => (word, p.Item2))).DistinctBy(p => p.word)
            .ToFrozenDictionary(p => p.word, p => p.Item2, StringComparer.Ordinal);

    private static FrozenSet<string> Set(Func<LanguageWords, string> kind, params string[] more) =>
        Languages.SelectMany(w => Split(kind(w))).Concat(more).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Numbered from one.</summary>
    private static FrozenDictionary<string, int> Numbered(Func<LanguageWords, string[]> kind) =>
        Languages.SelectMany(w => kind(w).SelectMany((words, i) => Split(words).Select(word => (word, i + 1)))).DistinctBy(p => p.word)
            .ToFrozenDictionary(p => p.word, p => p.Item2, StringComparer.Ordinal);

    private static FrozenDictionary<string, T> Pairs<T>(Func<LanguageWords, string> kind, Func<string, T> read) =>
        Languages.SelectMany(w => Split(kind(w))).Select(pair => pair.Split('=')).DistinctBy(p => p[0])
            .ToFrozenDictionary(p => p[0], p => read(p[1]), StringComparer.Ordinal);

    private static string[] Phrases(Func<LanguageWords, string> kind) =>
        [.. Languages.SelectMany(w => kind(w).Split('|', StringSplitOptions.RemoveEmptyEntries))];

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    private static string[] Split(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A span of the calendar.</summary>
internal enum Period
{
    Day,
    Week,
    Month,
    Quarter,
    HalfYear,
    Year,
}
