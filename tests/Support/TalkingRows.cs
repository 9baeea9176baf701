using System.Globalization;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Bot.Understanding.Talk;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;

namespace ChatOpportunities.Tests.Support;

/// <summary>A row of <c>docs/talking.md</c>.</summary>
/// <param name="Section">The table's headings.</param>
/// <param name="Say">What is said.</param>
/// <param name="After">What the same person said before, in order.</param>
/// <param name="Means">In the words of the document's last section.</param>
/// <param name="Comes">What the answer holds; empty where it hangs on more than the sentence.</param>
internal sealed record TalkingRow(string Section, string Say, IReadOnlyList<string> After, string Means, string Comes)
{
    public bool IsFrench => Section.Contains("French", StringComparison.Ordinal);

    public bool IsManagers => Section.Contains("manager", StringComparison.Ordinal);

    /// <summary>All rows of the document.</summary>
    public static IReadOnlyList<TalkingRow> Read()
    {
        List<TalkingRow> rows = [];
        var (kind, language) = ("", "");
        foreach (var line in Repository.Read("docs/talking.md").Split('\n'))
        {
            (kind, language) = line.StartsWith("## ", StringComparison.Ordinal) ? (line[3..], "")
                : line.StartsWith("### ", StringComparison.Ordinal) ? (kind, line[4..]) : (kind, language);
            if (line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| Say ", StringComparison.Ordinal))
            {
                var cells = line.Trim().Trim('|').Split('|').Select(c => c.Trim()).ToArray();
                rows.Add(new TalkingRow(
                    $"{kind}, {language}", cells[0],
                    cells[1].Length == 0 ? [] : [.. cells[1].Split(" / ").Select(s => s.Trim())], cells[2], cells[3]));
            }
        }

        return rows;
    }

    /// <summary>What the product makes of the sentence, in the words of the document; empty when it makes nothing of it.</summary>
    public static string Heard(string text, TalkContext context) => TalkReader.Read(text, context) switch
    {
        AskMany many => Join("ask", Topic(many), About(many.About)),
        AskOne { Fact: Fact.Same } one when context.Asked is AskOne { Fact: not Fact.Same } asked =>
            Join("ask", FactOf(asked.Fact), Named(one.Which)),
        AskOne { Fact: Fact.Same } one => Join("show", Named(one.Which)),
        AskOne one => Join("ask", FactOf(one.Fact), Named(one.Which)),
        Edit edit => Join("edit", Named(edit.Which), Values(edit)),
        TakeNote note => Join("note", Named(note.Which), $"text={note.Text}"),
        PlanTask task => Join("task", Named(task.Which), $"text={task.Text}", task.On is { } day ? $"on={day:yyyy-MM-dd}" : "",
            task.At is { } hour ? $"at={hour:HH\\:mm}" : ""),
        Reopening reopening => Join("reopen", Named(reopening.Which)),
        Command { Name: CommandName.Undo } => "undo",
        Command { Name: CommandName.Help } => "help",
        Command { Name: CommandName.Find } find => Join("find", "text=" + find.Rest),
        Command { Name: CommandName.Move } move => Join("move", Named(move.Which), $"stage={move.Rest}"),
        Command command => Join(command.Name.ToString().ToLowerInvariant(), Named(command.Which)),
        End end => Join("close", Named(end.Which), $"outcome={end.Outcome.ToString().ToLowerInvariant()}",
            end.Amount is { } amount ? "amount=" + Plain(amount) : "", end.Reason is { } reason ? "reason=" + reason : ""),
        Courtesy courtesy => courtesy.Kind switch
        {
            CourtesyKind.Refusal => "cancel",
            CourtesyKind.Assent => "save",
            var kind => kind.ToString().ToLowerInvariant(),
        },
        _ => TextCommand.Read(text) switch
        {
            { Name: CommandName.Help } => "help",
            { Name: CommandName.Undo } => "undo",
            { Name: CommandName.Hi } => "hello",
            { Name: CommandName.Cancel } => "cancel",
            { Name: CommandName.Mine, Rest: "" } => "ask list whose=me",
            { Name: CommandName.New } => "capture",
            { Name: CommandName.Show, Rest: { Length: > 0 } rest } => Join("show", rest.All(char.IsAsciiDigit) ? "#" + rest : rest),
            { Name: CommandName.Find, Rest: var rest } => Join("find", "text=" + rest),
            _ => "",
        },
    };

    private static string Topic(AskMany many) => many.Topic switch
    {
        ManyTopic.Reasons => many.About.Status == OpportunityStatus.Won ? "why-won" : "why-lost",
        ManyTopic.NeedsMe => "today",
        ManyTopic.Contact => "contact-standing",
        ManyTopic.List when many.About.Status is OpportunityStatus.Won or OpportunityStatus.Lost =>
            many.About.Status.Value.ToString().ToLowerInvariant(),
        _ => many.Topic.ToString().ToLowerInvariant(),
    };

    private static string FactOf(Fact fact) => fact switch
    {
        Fact.Closing => "closes",
        Fact.Latest => "last",
        _ => fact.ToString().ToLowerInvariant(),
    };

    private static string About(Selection about) => Join(
        about.People is [var person, ..] ? $"whose={person.Name}" : about.Whose switch
        {
            Whose.Mine => "whose=me",
            Whose.Team => "whose=team",
            Whose.Everybody => "whose=all",
            _ => "",
        },
        about.Named is { } named ? $"contact={named}" : "",
        about.Stages is [var stage, ..] ? $"stage={stage.Name}" : "",
        about.Cycle is { } cycle ? $"cycle={cycle.Name}" : "",
        about.From is { } from ? "over=" + Plain(from) : "",
        about.To is { } to ? "under=" + Plain(to) : "",
        about.Period?.From is { } first ? $"from={first:yyyy-MM-dd}" : "",
        about.Period?.To is { } last ? $"to={last:yyyy-MM-dd}" : "",
        about.Status == OpportunityStatus.InProgress ? "status=open" : "",
        about.Priority is { } priority ? $"priority={priority.ToString().ToLowerInvariant()}" : "",
        about.WithoutNextStep ? "nostep" : "",
        about.Stale ? "stale" : "",
        about.Weighted ? "weighted" : "");

    private static string Values(Edit edit) => Join(
        edit.Value is { } value ? "value=" + Plain(value) : "",
        edit.Chances is { } chances ? "chances=" + Plain(chances) : "",
        edit.CloseDate is { } day ? $"close={day:yyyy-MM-dd}" : "",
        edit.CloseShift?.Month is { } month ? $"close={month:yyyy-MM}" : "",
        edit.CloseShift is { Month: null } shift ? shift.Months != 0 ? $"close={shift.Months:+0;-0}m" : $"close={shift.Days:+0;-0}d" : "",
        edit.Priority is { } priority ? $"priority={priority.ToString().ToLowerInvariant()}" : "",
        edit.Title is { } title ? $"title={title}" : "",
        edit.Contact is { } contact ? $"contact={contact}" : "",
        edit.Owners is [var owner, ..] ? $"owner={owner.Name}" : "",
        edit.NextStep is { } step ? $"nextstep={step}" : "",
        edit.NextStepOn is { } on ? $"on={on:yyyy-MM-dd}" : "");

    private static string Named(Reference which) => which.Kind switch
    {
        ReferenceKind.Number => "#" + which.Text,
        ReferenceKind.Row => which.Row == 0 ? "row:last" : $"row:{which.Row}",
        ReferenceKind.Words => which.Text,
        ReferenceKind.Before => "#1", // in the document, the one shown before the last
        _ => "it",
    };

    private static string Plain(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Join(params ReadOnlySpan<string> parts) =>
        string.Join(' ', parts.ToArray().Where(p => p.Length > 0));

    /// <summary>Whether what was heard is what is meant: the same kind and pairs, names as far as they were said.</summary>
    /// <remarks>
    /// What hangs on more than the sentence is met as far as the sentence goes: a command of which several fit by the command itself, a
    /// guess by nothing heard or by an opportunity that nobody has, a capture by leaving the line to the reader of captures.
    /// </remarks>
    public bool IsMeant(string heard)
    {
        if (Means.StartsWith("capture", StringComparison.Ordinal) || Means == "guess")
        {
            return heard.Length == 0 || (Means == "guess" ? IsNobodys(heard) : heard == "capture");
        }

        var (meant, found) = (Parts(Means.StartsWith("which ", StringComparison.Ordinal) ? Means[6..] : Means), Parts(heard));
        return meant.Keys.Where(k => k is not "doubt" and not "at").All(k => found.TryGetValue(k, out var value)
            && Agrees(k, meant[k], value, IsManagers ? "david" : "anna"))
            && found.Keys.All(meant.ContainsKey);
    }

    /// <summary>Names and values of what is meant.</summary>
    public IReadOnlyDictionary<string, string> Pairs => Parts(Means);

    /// <summary>"Show wrad refti": names what there is not, and so comes to a guess.</summary>
    private static bool IsNobodys(string heard) => heard.StartsWith("show ", StringComparison.Ordinal)
        && !heard[5..].Split(' ').Any(word => word.Length > 2 && DemoTitles.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>Words of the demo company's opportunities and contacts.</summary>
    private const string DemoTitles = "Lobby lighting, Suite dimmers, Ward refit, Night signage, Depot floodlights, Oven hall lamps, "
        + "Clean room panels, Gallery spots, Gym renovation, Car park poles, Conference wing, Operating theatre, Quay cranes, "
        + "Grand ballroom, "
        + "Radiology, Dry dock, Spa area, Helipad, Contoso Hotels, Fabrikam Clinics, Northwind Harbour, Tailspin Rail, Wingtip Bakery, "
        + "Litware Labs, Adatum Museum, Proseware Schools, row:, #";

    private static bool Agrees(string key, string meant, string heard, string myself)
    {
        var (a, b) = (SearchText.Fold(meant).Trim('"'), SearchText.Fold(heard).Trim('"'));
        return a == b || (key is "whose" or "owner" or "contact" or "which" or "stage" or "reason" or "text" or "nextstep" or "title"
            && (b.Contains(a, StringComparison.Ordinal) || (a.Contains(b, StringComparison.Ordinal) && b.Length > 2)))
            || (key == "whose" && b == "me" && a == myself) || (key == "owner" && a == "me"
                && b.StartsWith(myself, StringComparison.Ordinal));
    }

    private static Dictionary<string, string> Parts(string means)
    {
        var parts = System.Text.RegularExpressions.Regex.Matches(means,
            "([a-z]+=)?(\"[^\"]*\"|[^ \"]+)(?=$| )|([a-z]+)=(.+?)(?= [a-z]+=|$)")
            .Select(m => m.Value).ToList();
        Dictionary<string, string> found = [];
        var free = new List<string>();
        var last = "";
        foreach (var part in parts)
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at > 0 && part[..at].All(char.IsAsciiLetterLower))
            {
                last = part[..at];
                found[last] = part[(at + 1)..].Trim('"');
            }
            else if (last.Length > 0 && part is not ("nostep" or "stale" or "weighted" or "overdue"))
            {
                found[last] += " " + part;
            }
            else
            {
                free.Add(part);
            }
        }

        found["kind"] = string.Join(' ', free.Take(free.FirstOrDefault() == "ask" || free.FirstOrDefault() == "which" ? 2 : 1));
        foreach (var flag in free.Skip(1).Where(f => f is "nostep" or "stale" or "weighted"))
        {
            found[flag] = "";
        }

        var which = string.Join(' ', free.Skip(found["kind"].Count(c => c == ' ') + 1).Where(f => f
            is not ("nostep" or "stale" or "weighted")));
        if (which.Length > 0)
        {
            found["which"] = which.Trim('"');
        }

        return found;
    }
}
