using System.Collections.Frozen;
using System.Globalization;

namespace ChatOpportunities.Bot.Chat;

/// <summary>
/// Reads a new opportunity said in one line ("Contoso rollout 45k close end of June, Anna"), in English or French. What is
/// sure is taken out word by word; what is left is the title. Work grows with the length of the line, which is cut at
/// <see cref="MaxLength"/>, and nothing in it can make this fail.
/// </summary>
internal static class OneLine
{
    /// <summary>Characters read; what follows is not looked at.</summary>
    public const int MaxLength = 1000;

    private const int LongestQuotation = 80;

    /// <summary>Words looked up for typing errors; a line has far fewer.</summary>
    private const int MostWordsWithTypos = 40;

    private static readonly FrozenSet<string> Connectors = FrozenSet.Create(
        StringComparer.Ordinal, "", "-", "–", "—", "/", "|", "+", "&", "~", "=", "for", "pour", "chez", "with", "avec", "by", "at", "and", "et", "a", "de", "du", "le", "la",
        "the", "on", "in", "en", "to", "is", "close", "closes", "closing", "cloture", "avant", "before", "due", "value", "valeur", "montant", "owner", "vendeur");

    private static readonly FrozenSet<string> PersonLeadIns = FrozenSet.Create(StringComparer.Ordinal, "for", "pour", "by", "par", "with", "avec", "to", "a");

    private static readonly FrozenDictionary<string, string> Levels = new Dictionary<string, string>
    {
        ["high"] = "high",
        ["top"] = "high",
        ["haute"] = "high",
        ["haut"] = "high",
        ["elevee"] = "high",
        ["forte"] = "high",
        ["urgent"] = "high",
        ["low"] = "low",
        ["basse"] = "low",
        ["faible"] = "low",
        ["normal"] = "normal",
        ["normale"] = "normal",
        ["medium"] = "normal",
        ["moyenne"] = "normal",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <param name="today">The day where the writer is.</param>
    /// <param name="culture">Decides what 4/5 and 12,500 mean.</param>
    public static OneLineCapture Read(
        string text, DateOnly today, CultureInfo culture, IReadOnlyList<Known> people, IReadOnlyList<Known> contacts, IReadOnlyList<Known> cycles) =>
        Read(text, today, culture, new KnownNames(people), new KnownNames(contacts), cycles);

    /// <inheritdoc cref="Read(string, DateOnly, CultureInfo, IReadOnlyList{Known}, IReadOnlyList{Known}, IReadOnlyList{Known})"/>
    /// <remarks>For many contacts, whose names are put in order once and kept.</remarks>
    public static OneLineCapture Read(string text, DateOnly today, CultureInfo culture, KnownNames people, KnownNames contacts, IReadOnlyList<Known> cycles)
    {
        var line = new Line(Cut(text, MaxLength));
        var doubts = new List<Doubt>();

        var salesperson = TakeMarkedPerson(line, people, doubts, out var isPersonSettled);
        var priority = TakePriority(line);
        var cycle = TakeCycle(line, cycles, doubts);
        var chances = Amounts.TakeChances(line, culture, doubts);
        var closeDate = new SpokenDates(today, culture).Take(line, doubts);
        var value = Amounts.TakeValue(line, culture, doubts);
        var (contact, contactText) = TakeContact(line, contacts, people, doubts);
        salesperson ??= isPersonSettled ? null : TakePerson(line, people, doubts);

        var title = TakeTitle(line, doubts);
        return new OneLineCapture(title, contact, contactText, value, closeDate, salesperson, chances, priority, cycle, [.. doubts.Select(Shorten)]);
    }

    /// <summary>A doubt stands beside an input: what it quotes is short, whatever was typed.</summary>
    private static Doubt Shorten(Doubt doubt) =>
        doubt with { Arguments = [.. doubt.Arguments.Select(a => a is string { Length: > LongestQuotation } text ? Cut(text, LongestQuotation) + "…" : a)] };

    private static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    /// <summary>"@Anna", "owner Anna", "vendeur Anna".</summary>
    private static long? TakeMarkedPerson(Line line, KnownNames people, List<Doubt> doubts, out bool isSettled)
    {
        for (var i = 0; i < line.Count; i++)
        {
            var isAt = line.Raw(i)[0] == '@';
            if (!isAt && line[i] is not ("owner" or "seller" or "salesperson" or "vendeur" or "vendeuse" or "responsable"))
            {
                continue;
            }

            // "@Anna Berg" is read without its sign.
            var length = 1;
            while (length < 4 && !line.StartsPart(i + length))
            {
                length++;
            }

            var name = isAt && line.Raw(i).Length > 1 ? new Line(line.Raw(i, length)[1..]) : line;
            var at = ReferenceEquals(name, line) ? i + 1 : 0;
            if (!name.IsFree(at) || (ReferenceEquals(name, line) && line.StartsPart(at)))
            {
                continue;
            }

            var match = people.Full(name, at) ?? people.Part(name, at) ?? people.Code(name, at) ?? people.Nearly(name, at);
            var said = name.Raw(at, match?.Length ?? 1);
            if (match is null && !isAt && !line.IsCapitalised(at))
            {
                continue;
            }

            line.Take(i, (ReferenceEquals(name, line) ? 1 : 0) + (match?.Length ?? 1));
            isSettled = true;
            if (match is not null)
            {
                return Settle("salesperson", said, match, doubts);
            }

            doubts.Add(new Doubt("salesperson", Doubt.Unknown, said));
            return null;
        }

        isSettled = false;
        return null;
    }

    private static string? TakePriority(Line line)
    {
        for (var i = 0; i < line.Count; i++)
        {
            if (line[i] is "priority" or "priorite" or "prio")
            {
                foreach (var k in new[] { i + 1, i - 1 })
                {
                    if (Levels.TryGetValue(line[k], out var level))
                    {
                        line.Take(Math.Min(i, k), 2);
                        return level;
                    }
                }
            }
        }

        for (var i = 0; i < line.Count; i++)
        {
            if (line[i] is "urgent" or "urgente")
            {
                line.Take(i);
                return "high";
            }
        }

        return null;
    }

    /// <summary>"cycle NEW", "NEW cycle", a code in capitals, or the whole description.</summary>
    private static long? TakeCycle(Line line, IReadOnlyList<Known> cycles, List<Doubt> doubts)
    {
        var names = new KnownNames([.. cycles.Where(c => c.Name.Contains(' ', StringComparison.Ordinal))]);
        var all = new KnownNames(cycles);
        for (var i = 0; i < line.Count; i++)
        {
            if (line[i] != "cycle")
            {
                continue;
            }

            if (line.IsRun(i, 2) && (all.Full(line, i + 1) ?? all.Code(line, i + 1)) is { } after)
            {
                line.Take(i, after.Length + 1);
                return Settle("cycle", line.Raw(i + 1, after.Length), after, doubts);
            }

            if (i > 0 && line.IsRun(i - 1, 2) && all.Code(line, i - 1) is { } before)
            {
                line.Take(i - 1, 2);
                return before.Known[0].Id;
            }

            if (line.IsRun(i, 2) && line.IsCapitalised(i + 1))
            {
                doubts.Add(new Doubt("cycle", Doubt.Unknown, line.Raw(i + 1)));
                line.Take(i, 2);
                return null;
            }
        }

        for (var i = 0; i < line.Count; i++)
        {
            var isCode = line.IsFree(i) && line[i].Length > 1 && line.Raw(i).Any(char.IsUpper) && !line.Raw(i).Any(char.IsLower);
            if ((names.Full(line, i) ?? (isCode ? all.Code(line, i) : null)) is { } match)
            {
                line.Take(i, match.Length);
                return Settle("cycle", line.Raw(i, match.Length), match, doubts);
            }
        }

        return null;
    }

    private static (long? Id, string? Text) TakeContact(Line line, KnownNames contacts, KnownNames people, List<Doubt> doubts)
    {
        for (var i = 0; i + 1 < line.Count; i++)
        {
            if (!line.IsRun(i, 2) || line[i] is not ("for" or "chez" or "with" or "at" or "pour" or "avec" or "client" or "customer" or "contact"))
            {
                continue;
            }

            if ((contacts.Full(line, i + 1) ?? contacts.Part(line, i + 1)) is { } match)
            {
                return TakeNamed(i, match);
            }

            if ((people.Full(line, i + 1) ?? people.Part(line, i + 1)) is not null)
            {
                continue;
            }

            if (contacts.Nearly(line, i + 1) is { } near)
            {
                return TakeNamed(i, near);
            }

            var isSure = line[i] is "chez" or "client" or "customer";
            if (isSure || (line[i] is "for" or "pour" && line.IsCapitalised(i + 1)))
            {
                var length = 1;
                while (!line.EndsRun(i + 1 + length) && line.IsCapitalised(i + 1 + length))
                {
                    length++;
                }

                var unknown = line.Raw(i + 1, length);
                line.Take(i, length + 1);
                doubts.Add(new Doubt("contact", Doubt.Unknown, unknown));
                return (null, unknown);
            }
        }

        foreach (var find in new Func<int, KnownNames.Match?>[] { i => contacts.Full(line, i), Part, Nearly })
        {
            for (var i = 0; i < line.Count; i++)
            {
                if (line.IsFree(i) && find(i) is { } match)
                {
                    return TakeBare(i, match);
                }
            }
        }

        return (null, null);

        // A part of a name inside a title may be a word like any other: taken, with a doubt.
        KnownNames.Match? Part(int i) =>
            line[i].Length >= 3 && contacts.Part(line, i) is { } match && IsAtEdge(line, i, match.Length) && line.IsCapitalised(i) && people.Part(line, i) is null && people.Full(line, i) is null ? match with { IsExact = false } : null;

        KnownNames.Match? Nearly(int i) =>
            i < MostWordsWithTypos && people.Part(line, i) is null && people.Full(line, i) is null && IsAtEdge(line, i, 1) ? contacts.Nearly(line, i) : null;

        (long? Id, string? Text) TakeNamed(int i, KnownNames.Match match)
        {
            var said = line.Raw(i + 1, match.Length);
            line.Take(i, match.Length + 1);
            return (Settle("contact", said, match, doubts), said.TrimEnd(':', '.', '!', '?'));
        }

        (long? Id, string? Text) TakeBare(int i, KnownNames.Match match)
        {
            var said = line.Raw(i, match.Length);
            var isAlone = Enumerable.Range(0, line.Count).All(k => !line.IsFree(k) || (k >= i && k < i + match.Length));
            if (isAlone || !line.EndsRun(i + match.Length))
            {
                line.MarkContact(i, match.Length);
            }
            else
            {
                line.Take(i, match.Length);
            }

            return (Settle("contact", said, match, doubts), said.TrimEnd(':', '.', '!', '?'));
        }
    }

    private static long? TakePerson(Line line, KnownNames people, List<Doubt> doubts)
    {
        foreach (var find in new Func<int, KnownNames.Match?>[] { i => people.Full(line, i), Part, Nearly })
        {
            for (var i = 0; i < line.Count; i++)
            {
                if (line.IsFree(i) && !line.IsContact(i) && find(i) is { } match)
                {
                    var said = line.Raw(i, match.Length);
                    line.Take(i, match.Length);
                    line.TakeLeadIn(i, PersonLeadIns);
                    return Settle("salesperson", said, match, doubts);
                }
            }
        }

        return null;

        KnownNames.Match? Part(int i) => people.Part(line, i) is { } match && line.EndsRun(i + match.Length) ? match : null;

        KnownNames.Match? Nearly(int i) => i < MostWordsWithTypos && people.Nearly(line, i) is { } match && line.EndsRun(i + match.Length) && (i == 0 || line.StartsPart(i) || line.IsCapitalised(i)) ? match : null;
    }

    /// <summary>The one meant, or none with a doubt when it may be several.</summary>
    private static long? Settle(string field, string said, KnownNames.Match match, List<Doubt> doubts)
    {
        if (match.Known.Count > 1)
        {
            doubts.Add(new Doubt(field, Doubt.Several, said, string.Join(", ", match.Known.Take(5).Select(k => k.Name))));
            return null;
        }

        if (!match.IsExact)
        {
            doubts.Add(new Doubt(field, Doubt.ReadAs, said, match.Known[0].Name));
        }

        return match.Known[0].Id;
    }

    private static bool IsAtEdge(Line line, int i, int length) =>
        i == 0 || line.StartsPart(i) || !line.IsFree(i - 1) || line.EndsRun(i + length);

    /// <summary>What is left. Words that only joined what was taken out are dropped at the edges; later pieces are kept with a doubt.</summary>
    private static string? TakeTitle(Line line, List<Doubt> doubts)
    {
        var runs = new List<string>();
        for (var i = 0; i < line.Count;)
        {
            if (!line.IsFree(i))
            {
                i++;
                continue;
            }

            var end = i + 1;
            while (line.IsFree(end) && !line.StartsPart(end))
            {
                end++;
            }

            var (first, last) = (i, end - 1);
            while (last >= first && Connectors.Contains(line[last]))
            {
                last--;
            }

            while (first <= last && (runs.Count > 0 ? Connectors.Contains(line[first]) : line[first].Length <= 1 && Connectors.Contains(line[first]) && line[first] != "a"))
            {
                first++;
            }

            if (last >= first)
            {
                runs.Add(line.Raw(first, last - first + 1));
            }

            i = end;
        }

        if (runs.Count > 1)
        {
            doubts.Add(new Doubt("title", Doubt.LeftOver, string.Join(" ", runs.Skip(1))));
        }

        return runs.Count == 0 ? null : string.Join(' ', runs).TrimEnd('.', ':', ' ');
    }
}
