using ChatOpportunities.Bot.Understanding.Talk;

namespace ChatOpportunities.Bot.Understanding;

/// <summary>
/// The words of one language. Folded as all words are compared; blanks between the words of a kind. A further language is one such
/// object, named in <see cref="Lexicon"/>.
/// </summary>
internal sealed record LanguageWords
{
    /// <summary>By their number, from one; several spellings of one have blanks between them.</summary>
    public required string[] Numbers { get; init; }

    /// <summary>From ten, by tens.</summary>
    public required string[] Tens { get; init; }

    /// <summary>Of <see cref="Tens"/>: what with a four before it is eighty.</summary>
    public required string Score { get; init; }

    public required string Hundred { get; init; }

    /// <summary>Of <see cref="Lexicon.Scales"/>: what is one thousand without a number before it.</summary>
    public required string BareThousand { get; init; }

    public required string And { get; init; }

    public required string Half { get; init; }

    public required string QuarterPart { get; init; }

    public required string Point { get; init; }

    /// <summary>From the first.</summary>
    public required string[] Ordinals { get; init; }

    /// <summary>What comes before it is a day of the twenties.</summary>
    public required string Thirtieth { get; init; }

    /// <summary>What leads to an amount and is none of the title.</summary>
    public required string AmountLeadIns { get; init; }

    /// <summary>What says that the number beside it is the amount.</summary>
    public required string AmountNames { get; init; }

    public required string RangeFrom { get; init; }

    public required string RangeTo { get; init; }

    public required string Times { get; init; }

    /// <summary>Between things and the price of one.</summary>
    public required string At { get; init; }

    /// <summary>Behind an amount: it is the price of one.</summary>
    public required string Each { get; init; }

    public required string Per { get; init; }

    /// <summary>Behind a number: it counts things.</summary>
    public required string Things { get; init; }

    public required string Discounts { get; init; }

    /// <summary>Before what is taken off an amount.</summary>
    public required string Less { get; init; }

    /// <summary>Beside a number: it is the chances.</summary>
    public required string ChanceWords { get; init; }

    public required string ChanceLeadIns { get; init; }

    public required string Percent { get; init; }

    /// <summary>One <c>in</c> three.</summary>
    public required string OutOf { get; init; }

    public required string[] Months { get; init; }

    public required string[] Weekdays { get; init; }

    /// <summary>By the day, as <see cref="Weekdays"/>.</summary>
    public required string[] ShortWeekdays { get; init; }

    /// <summary>Of the short ones, those that are words or names too.</summary>
    public required string UnsureWeekdays { get; init; }

    /// <summary>Words that are a slip away from a weekday.</summary>
    public required string NotWeekdays { get; init; }

    public required string DateLeadIns { get; init; }

    /// <summary>Lead-ins that are words of a title as well: not taken when they are what leads.</summary>
    public required string WeakDateLeadIns { get; init; }

    /// <summary>Lead-ins behind which a month alone is a word.</summary>
    public required string NotBeforeMonth { get; init; }

    /// <summary>Two weak words that together are a strong one.</summary>
    public required string LaterThan { get; init; }

    /// <summary>What says that the date is the closing date.</summary>
    public required string ClosingWords { get; init; }

    /// <summary>What says that the date is that of a meeting, and not the closing date.</summary>
    public required string MeetingWords { get; init; }

    public required string Next { get; init; }

    /// <summary>Said behind its noun.</summary>
    public required string NextBehind { get; init; }

    public required string This { get; init; }

    public required string Last { get; init; }

    /// <summary>Said behind its noun.</summary>
    public required string LastBehind { get; init; }

    /// <summary>What stands between the part and the period: end <c>of the</c> month.</summary>
    public required string Fillers { get; init; }

    public required string In { get; init; }

    /// <summary>Between “in” and the number.</summary>
    public required string About { get; init; }

    public required string AboutInDoubt { get; init; }

    public required string FromNow { get; init; }

    public required string Day { get; init; }

    public required string Week { get; init; }

    public required string Month { get; init; }

    public required string Quarter { get; init; }

    public required string HalfYear { get; init; }

    public required string Year { get; init; }

    /// <summary>Beside “days”.</summary>
    public required string Working { get; init; }

    public required string Time { get; init; }

    /// <summary>Each with its days.</summary>
    public required string Fortnights { get; init; }

    public required string End { get; init; }

    public required string Late { get; init; }

    public required string Middle { get; init; }

    public required string Start { get; init; }

    public required string Today { get; init; }

    public required string Tomorrow { get; init; }

    public required string AfterTomorrow { get; init; }

    public required string Yesterday { get; init; }

    public required string EndOfWeek { get; init; }

    public required string EndOfMonth { get; init; }

    public required string EndOfQuarter { get; init; }

    public required string EndOfYear { get; init; }

    /// <summary>Said behind the period: month <c>end</c>.</summary>
    public required string Behind { get; init; }

    public required char QuarterLetter { get; init; }

    public required char HalfLetter { get; init; }

    public required string WeekOnWords { get; init; }

    /// <summary>Spring, summer, autumn, winter.</summary>
    public required string[] Seasons { get; init; }

    public required string SeasonLeadIns { get; init; }

    public required string Before { get; init; }

    public required string Of { get; init; }

    /// <summary>Before a day: <c>the</c> 28th.</summary>
    public required string The { get; init; }

    /// <summary>Behind a weekday, with the weeks from the coming one; 0 is a day of the next calendar week.</summary>
    public required string WeeksLater { get; init; }

    public required string PercentPhrases { get; init; }

    /// <summary>Behind an amount; a value is before tax.</summary>
    public required string BeforeTax { get; init; }

    /// <summary>Of <see cref="Before"/>, what leaves no day of it.</summary>
    public required string StrictlyBefore { get; init; }

    public required string AfterNext { get; init; }

    /// <summary>A week <c>on</c> Friday.</summary>
    public required string On { get; init; }

    public required string Christmas { get; init; }

    public required string Priority { get; init; }

    public required string High { get; init; }

    public required string Low { get; init; }

    public required string Normal { get; init; }

    public required string Urgent { get; init; }

    public required string Not { get; init; }

    public required string Very { get; init; }

    public required string Connectors { get; init; }

    public required string PersonLeadIns { get; init; }

    public required string ContactLeads { get; init; }

    /// <summary>What is behind it is a contact, whatever it is.</summary>
    public required string SureContactLeads { get; init; }

    /// <summary>A capitalised word behind it is a contact, also one nobody knows.</summary>
    public required string NamedContactLeads { get; init; }

    /// <summary>Behind a title word: a lead <c>from</c> Northwind.</summary>
    public required string FromLeads { get; init; }

    public required string CompanyLeads { get; init; }

    /// <summary>Before the title, and none of it.</summary>
    public required string TitleWords { get; init; }

    public required string TitleArticles { get; init; }

    /// <summary>What is said before a title word.</summary>
    public required string TitleVerbs { get; init; }

    /// <summary>Title words that with the next word are a thing of their own.</summary>
    public required string NotTitleWords { get; init; }

    public required string Indefinite { get; init; }

    public required string SaleVerbs { get; init; }

    public required string SaleOrigins { get; init; }

    public required string Wishes { get; init; }

    /// <summary>Who has a wish, and what stands between a wish and what is wished for.</summary>
    public required string AroundWishes { get; init; }

    /// <summary>Behind a title word: a deal that is <c>possible</c>.</summary>
    public required string TitleTrailing { get; init; }

    public required string QuestionWords { get; init; }

    /// <summary>A line with one of them says something else than that there is a sale.</summary>
    public required string NoSaleWords { get; init; }

    /// <summary>Each with what it is short for, in the names of companies.</summary>
    public required string Short { get; init; }

    public required string MailSubject { get; init; }

    public required string MailSender { get; init; }

    public required string MailHeaders { get; init; }

    public required string MailReplies { get; init; }

    public required string MailQuotes { get; init; }

    /// <summary>With | between them, as are the next ones with blanks in them.</summary>
    public required string MailOriginal { get; init; }

    public required string MailEnds { get; init; }

    public required string MailGreetings { get; init; }

    public required string NoteHeads { get; init; }

    public required string NoteFields { get; init; }

    /// <summary>Phrases of sentences by what they tell, parted by commas, as they are written.</summary>
    public required IReadOnlyList<(Sign Sign, string Phrases)> Phrases { get; init; }

    /// <summary>The ordinals that name a row of a list, from the first on; several spellings of one have blanks between them.</summary>
    public required IReadOnlyList<string> Rows { get; init; }
}
