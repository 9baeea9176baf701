using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Bot.Understanding.Talk;

/// <summary>What a sentence asks for, as far as its words tell. Nothing in it has been checked against rights or rules.</summary>
internal abstract record Utterance
{
    /// <summary>What was said and is not used: told in the answer, so that nothing is dropped in silence.</summary>
    public string Unused { get; init; } = "";
}

/// <summary>Thanks, greetings and goodbyes: they get a human line.</summary>
internal sealed record Courtesy(CourtesyKind Kind) : Utterance;

internal enum CourtesyKind
{
    Hello,
    Thanks,
    Goodbye,

    /// <summary>"Never mind": there is nothing to give up.</summary>
    Refusal,

    /// <summary>"Yes", "save": nothing waits for it.</summary>
    Assent,

    /// <summary>"How are you?", "you're the best".</summary>
    SmallTalk,
}

/// <summary>A question about many: a list, a sum or reasons.</summary>
internal sealed record AskMany(ManyTopic Topic, Selection About) : Utterance;

internal enum ManyTopic
{
    /// <summary>Which ones, with their number and value.</summary>
    List,

    /// <summary>What is late: closing day, next step or a task before today.</summary>
    Overdue,

    /// <summary>What waits for the person today.</summary>
    NeedsMe,

    /// <summary>How much it is worth, weighted and not.</summary>
    Worth,

    /// <summary>What was won or lost, by reason.</summary>
    Reasons,

    /// <summary>How somebody is doing.</summary>
    Person,

    /// <summary>How a contact stands.</summary>
    Contact,
}

/// <summary>A question about one.</summary>
internal sealed record AskOne(Fact Fact, Reference Which) : Utterance;

/// <summary>What can be asked of one opportunity.</summary>
internal enum Fact
{
    /// <summary>Whatever was asked last, else its card.</summary>
    Same,
    Owner,
    NextStep,
    Closing,
    Stage,
    Latest,
    Value,
    Chances,
    Contact,
    Priority,

    /// <summary>Whether it is open, won or lost.</summary>
    Status,
}

/// <summary>New values for one opportunity; what is null stays.</summary>
internal sealed record Edit(Reference Which) : Utterance
{
    /// <summary>Company currency.</summary>
    public decimal? Value { get; init; }

    /// <summary>0–100.</summary>
    public decimal? Chances { get; init; }

    public DateOnly? CloseDate { get; init; }

    /// <summary>By how much the present closing day moves; see <see cref="DateShift"/>.</summary>
    public DateShift? CloseShift { get; init; }

    public Priority? Priority { get; init; }

    public string? Title { get; init; }

    /// <summary>Whom the contact was called.</summary>
    public string? Contact { get; init; }

    /// <summary>Whom it is given to: several when more than one is called that.</summary>
    public IReadOnlyList<NamedRecord> Owners { get; init; } = [];

    public string? NextStep { get; init; }

    public DateOnly? NextStepOn { get; init; }

    /// <summary>What is doubtful: an edit with doubts is shown filled in, never done at once.</summary>
    public IReadOnlyList<Doubt> Doubts { get; init; } = [];
}

/// <summary>From the present closing day: "by a week"; or its day of a month that is said: "to next month".</summary>
/// <param name="Days">How many days later.</param>
/// <param name="Months">How many months later, where no month is said.</param>
/// <param name="Month">First day of the month that is said; one too short for the day has its last.</param>
internal sealed record DateShift(int Days = 0, int Months = 0, DateOnly? Month = null)
{
    public DateOnly From(DateOnly day) => Month is { } month
        ? month.AddDays(Math.Min(day.Day, DateTime.DaysInMonth(month.Year, month.Month)) - 1)
        : day.AddMonths(Months).AddDays(Days);
}

/// <summary>A note for the history.</summary>
internal sealed record TakeNote(Reference Which, string Text) : Utterance;

/// <summary>Shows, moves or takes back, with what it is about said in any way.</summary>
/// <param name="Rest">What is said beside: the stage of a move.</param>
internal sealed record Command(CommandName Name, Reference Which, string Rest) : Utterance;

/// <summary>Opens a closed one again.</summary>
internal sealed record Reopening(Reference Which) : Utterance;

/// <summary>A task to be planned; without a day it is asked for.</summary>
/// <param name="At">The hour, which stands in the text.</param>
internal sealed record PlanTask(Reference Which, string Text, DateOnly? On, TimeOnly? At) : Utterance;

/// <summary>An ending: never done at once, its form comes filled in.</summary>
internal sealed record End(Reference Which, Outcome Outcome, decimal? Amount, string? Reason) : Utterance;

/// <summary>Which one opportunity is meant.</summary>
/// <param name="Kind">How it was named.</param>
/// <param name="Row">From 1; 0 is the last one.</param>
/// <param name="Text">The number's digits, or words of its title or contact.</param>
internal sealed record Reference(ReferenceKind Kind, int Row = 0, string Text = "")
{
    public static Reference It { get; } = new(ReferenceKind.It);

    public static Reference Unsaid { get; } = new(ReferenceKind.Unsaid);
}

internal enum ReferenceKind
{
    /// <summary>Nothing was said: what was shown last.</summary>
    Unsaid,

    /// <summary>"It", "this one".</summary>
    It,

    /// <summary>"The one before".</summary>
    Before,
    Row,
    Number,
    Words,
}

/// <summary>Which ones a question is about; what is null does not filter.</summary>
internal sealed record Selection
{
    public Whose? Whose { get; init; }

    /// <summary>Several when more than one is called that.</summary>
    public IReadOnlyList<NamedRecord> People { get; init; } = [];

    /// <summary>Words of a contact or title.</summary>
    public string? Named { get; init; }

    /// <summary>Stages of that name, in whatever cycle.</summary>
    public IReadOnlyList<NamedRecord> Stages { get; init; } = [];

    public decimal? From { get; init; }

    public decimal? To { get; init; }

    public Period? Period { get; init; }

    public OpportunityStatus? Status { get; init; }

    public Priority? Priority { get; init; }

    public bool WithoutNextStep { get; init; }

    public bool Stale { get; init; }

    public bool Overdue { get; init; }

    /// <summary>Whether the weighted value was asked for.</summary>
    public bool Weighted { get; init; }

    public NamedRecord? Cycle { get; init; }

    /// <summary>Won and open, or the like: cannot be both.</summary>
    public bool IsContradictory { get; init; }
}

internal enum Whose
{
    Mine,
    Team,
    Everybody,
}

/// <summary>Days from the first to the last, both within; null is open.</summary>
internal sealed record Period(DateOnly? From, DateOnly? To)
{
    public bool EndsBeforeItBegins => From > To;

    /// <summary>"Next month" as a day to move something to, not as a span.</summary>
    public DateShift? Shift { get; init; }
}
