using ChatOpportunities.Bot.Language;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Talk;

/// <summary>
/// What can be proposed: a closed set, each command with the sentence that says it. A proposal is this sentence in our own words, which the
/// rules read like any other; what stands behind the door writes none of it.
/// </summary>
/// <param name="Name">By which it is chosen.</param>
/// <param name="Means">What it does, told to whoever chooses.</param>
/// <param name="Takes">What belongs to it.</param>
/// <param name="Say">The sentence, in somebody's language.</param>
internal sealed record ProposableCommand(string Name, string Means, Operand Takes, Func<BotTexts, string, string> Say)
{
    private const int LongestWords = 60;

    public static IReadOnlyList<ProposableCommand> All { get; } =
    [
        new("help", "what the bot can do", Operand.Nothing, (t, _) => t["what can you do?"]),
        new("mine", "lists the person's open opportunities", Operand.Nothing, (t, _) => t["My opportunities"]),
        new("overdue", "lists what is late", Operand.Nothing, (t, _) => t["what is overdue?"]),
        new("today", "what waits for the person today", Operand.Nothing, (t, _) => t["my day"]),
        new("tasks", "lists the person's tasks", Operand.Nothing, (t, _) => t["My tasks"]),
        new("pipeline", "how much the person's pipeline is worth", Operand.Nothing, (t, _) => t["how much is my pipeline worth?"]),
        new("closes-this-week", "lists what closes this week", Operand.Nothing, (t, _) => t["what closes this week?"]),
        new("closes-this-month", "lists what closes this month", Operand.Nothing, (t, _) => t["what closes this month?"]),
        new("closes-this-quarter", "lists what closes this quarter", Operand.Nothing, (t, _) => t["what closes this quarter?"]),
        new("won-this-month", "lists what the person won this month", Operand.Nothing, (t, _) => t["what did I win this month?"]),
        new("won-this-quarter", "lists what the person won this quarter", Operand.Nothing, (t, _) => t["what did I win this quarter?"]),
        new("why-lost", "why deals were lost this year", Operand.Nothing, (t, _) => t["why did we lose deals this year?"]),
        new("settings", "the person's language and reminders", Operand.Nothing, (t, _) => t["My settings"]),
        new("undo", "takes back the person's last act", Operand.Nothing, (t, _) => t["undo that"]),
        new("review", "goes through the team's opportunities, for managers", Operand.Nothing, (t, _) => t["review team"]),
        new("hand-over", "gives many to a colleague, for managers", Operand.Nothing, (t, _) => t["Hand over"]),
        new("show", "shows one opportunity", Operand.Number, (t, no) => t["show {0}", no]),
        new("owner", "who has one opportunity", Operand.Number, (t, no) => t["who owns {0}?", no]),
        new("next-step", "the next step of one opportunity", Operand.Number, (t, no) => t["what is the next step of {0}?", no]),
        new("closing-day", "when one opportunity closes", Operand.Number, (t, no) => t["when does {0} close?", no]),
        new("stage", "on which stage one opportunity stands", Operand.Number, (t, no) => t["what stage is {0} on?", no]),
        new("value", "what one opportunity is worth", Operand.Number, (t, no) => t["how much is {0} worth?", no]),
        new("move", "moves one opportunity to its next stage", Operand.Number, (t, no) => t["move {0}", no]),
        new("assign", "asks to whom one opportunity is given", Operand.Number, (t, no) => t["Assign {0}", no]),
        new("won", "opens the form that closes one as won", Operand.Number, (t, no) => t["won {0}", no]),
        new("lost", "opens the form that closes one as lost", Operand.Number, (t, no) => t["lost {0}", no]),
        new("find", "looks for words in titles, numbers and contacts", Operand.Words, (t, words) => t["find {0}", words]),
    ];

    /// <summary>
    /// The proposal; null where what belongs to it is missing, or does not stand in the line: nothing is proposed of what nobody said.
    /// </summary>
    /// <param name="number">Number of an opportunity, if any.</param>
    /// <param name="words">Words to look for, if any.</param>
    /// <param name="text">The line.</param>
    public Proposal? Of(long? number, string? words, string text) => Takes switch
    {
        Operand.Nothing => new Proposal(this, ""),
        Operand.Number => number is { } no && Numbers(text).Contains(no) ? new Proposal(this, $"{no}") : null,
        _ => words is { Length: > 1 and <= LongestWords } && Words(words) is { Length: > 0 } wanted && !wanted.Except(Words(text)).Any()
            ? new Proposal(this, string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))) : null,
    };

    private static IEnumerable<long> Numbers(string text) =>
        text.Split([.. text.Where(c => !char.IsAsciiDigit(c)).Distinct()], StringSplitOptions.RemoveEmptyEntries)
            .Select(digits => long.TryParse(digits, out var number) ? number : -1);

    private static string[] Words(string text)
    {
        var folded = SearchText.Fold(text);
        return folded.Split([.. folded.Where(c => !char.IsLetterOrDigit(c)).Distinct()], StringSplitOptions.RemoveEmptyEntries);
    }
}

/// <summary>What belongs to a command.</summary>
internal enum Operand
{
    Nothing,

    /// <summary>The number of an opportunity.</summary>
    Number,
    Words,
}

/// <summary>What somebody may have meant.</summary>
/// <param name="Command">One of the set.</param>
/// <param name="Operand">What belongs to it, as it stands in the line; empty where nothing does.</param>
internal sealed record Proposal(ProposableCommand Command, string Operand)
{
    /// <summary>The sentence that says it.</summary>
    public string Say(BotTexts t) => Command.Say(t, Operand);
}
