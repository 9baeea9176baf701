using System.Collections.Frozen;
using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Understanding;

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
        StringComparer.Ordinal, "", "-", "/", "|", "+", "&", "~", "=", "for", "pour", "chez", "with", "avec", "by", "at", "and",
        "et", "a", "de", "du", "le", "la", "the", "on", "in", "en", "to", "is", "close", "closes", "closing", "cloture", "avant", "before",
        "due", "value", "valeur", "montant", "owner", "vendeur");

    private static readonly FrozenSet<string> PersonLeadIns = FrozenSet.Create(
        StringComparer.Ordinal, "for", "pour", "by", "par", "with", "avec", "to", "a");

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
        string text, DateOnly today, CultureInfo culture, IReadOnlyList<NamedRecord> people, IReadOnlyList<NamedRecord> contacts,
        IReadOnlyList<NamedRecord> cycles) =>
        Read(text, today, culture, new KnownNames(people), new KnownNames(contacts), cycles);

    /// <inheritdoc cref="Read(string, DateOnly, CultureInfo, IReadOnlyList{NamedRecord}, IReadOnlyList{NamedRecord}, IReadOnlyList{NamedRecord})"/>
    /// <remarks>For many contacts, whose names are put in order once and kept.</remarks>
    public static OneLineCapture Read(
        string text, DateOnly today, CultureInfo culture, KnownNames people, KnownNames contacts, IReadOnlyList<NamedRecord> cycles)
    {
        var line = new TokenizedLine(Cut(text, MaxLength));
        var doubts = new List<Doubt>();

        var salesperson = TakeMarkedPerson(line, people, doubts, out var isPersonSettled);
        var priority = TakePriority(line, doubts);
        var cycle = TakeCycle(line, cycles, doubts);
        var chances = Amounts.TakeChances(line, culture, doubts, out var percentages);
        var closeDate = new SpokenDates(today, culture).Take(line, doubts);
        var value = Amounts.TakeValue(line, culture, doubts);
        chances ??= Amounts.TakeBareChances(line, percentages, IsNamed, culture, doubts);
        var (contact, contactText, bare) = TakeContact(line, contacts, people, doubts);
        salesperson ??= isPersonSettled ? null : TakePerson(line, people, doubts);

        var title = TakeTitle(line, doubts);
        if (title is null && bare is var (at, length))
        {
            // Nothing but the contact was said: that is what it is about.
            line.GiveBack(at, length);
            title = TakeTitle(line, doubts);
        }

        return new OneLineCapture(
            title, contact, contactText, value, closeDate, salesperson, chances, priority, cycle, [.. doubts.Select(Shorten)]);

        bool IsNamed(int i) =>
            line.IsFree(i) && (contacts.Full(line, i) ?? people.Full(line, i)
                ?? (line.IsCapitalised(i) ? contacts.Part(line, i) ?? people.Part(line, i) : null)) is not null;
    }

    /// <summary>A doubt stands beside an input: what it quotes is short, whatever was typed.</summary>
    private static Doubt Shorten(Doubt doubt) =>
        doubt with { Arguments = [.. doubt.Arguments.Select(Quoted)] };

    private static object Quoted(object argument) =>
        argument is string { Length: > LongestQuotation } text ? Cut(text, LongestQuotation) + "…" : argument;

    private static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    /// <summary>"@Anna", "owner Anna", "vendeur Anna".</summary>
    private static long? TakeMarkedPerson(TokenizedLine line, KnownNames people, List<Doubt> doubts, out bool isSettled)
    {
        for (var i = 0; i < line.Count; i++)
        {
            var isAt = line.Raw(i)[0] == '@';
            var lead = isAt ? 0 : PersonWord(line, i);
            if (!isAt && lead == 0)
            {
                continue;
            }

            // What leads to the name may be more than one word: "assigned to Helene", "suivi par Marc".
            i += Math.Max(0, lead - 1);

            // "@Anna Berg" is read without its sign.
            var length = 1;
            while (length < 4 && !line.StartsPart(i + length))
            {
                length++;
            }

            var name = isAt && line.Raw(i).Length > 1 ? new TokenizedLine(line.Raw(i, length)[1..]) : line;
            var at = ReferenceEquals(name, line) ? i + 1 : 0;
            if (!name.IsFree(at) || (ReferenceEquals(name, line) && line.StartsPart(at)))
            {
                continue;
            }

            var match = people.Full(name, at) ?? people.Part(name, at) ?? people.Code(name, at) ?? people.Nearly(name, at);
            var said = name.Raw(at, match?.Length ?? 1);
            if (match is null && !isAt && (!line.IsCapitalised(at) || line[i] is "commercial" or "commerciale"))
            {
                continue;
            }

            line.Take(i, (ReferenceEquals(name, line) ? 1 : 0) + (match?.Length ?? 1));
            line.Take(i - Math.Max(0, lead - 1), Math.Max(0, lead - 1));
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

    /// <summary>How many words lead to the name of a salesperson here; 0 when none does.</summary>
    private static int PersonWord(TokenizedLine line, int i) => line[i] switch
    {
        "owner" or "seller" or "salesperson" or "rep" or "vendeur" or "vendeuse" or "responsable" or "commercial" or "commerciale" => 1,
        "assign" or "assigned" or "assignee" or "give" when line[i + 1] == "to" => 2,
        "owned" or "handled" when line[i + 1] == "by" => 2,
        "affecte" or "affectee" or "affecter" or "attribue" or "attribuee" or "attribuer" or "assigne" or "assignee" or "confie"
            or "confiee" or "confier" when line[i + 1] is "a" or "au" => 2,
        "suivi" or "suivie" or "gere" or "geree" when line[i + 1] == "par" => 2,
        _ => 0,
    };

    private static string? TakePriority(TokenizedLine line, List<Doubt> doubts)
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

                foreach (var k in new[] { i + 1, i - 1 })
                {
                    if (line[k].Length is > 3 and < 20
                        && Levels.Keys.FirstOrDefault(l => l.Length > 3 && EditDistance.Between(line[k], l, 1) == 1) is { } near)
                    {
                        doubts.Add(new Doubt("priority", Doubt.ReadAs, line.Raw(k), near));
                        line.Take(Math.Min(i, k), 2);
                        return Levels[near];
                    }
                }
            }
            else if (line[i] is var word
                && (word.EndsWith("-priority", StringComparison.Ordinal) || word.EndsWith("-prio", StringComparison.Ordinal))
                && Levels.TryGetValue(word[..word.IndexOf('-', StringComparison.Ordinal)], out var joined))
            {
                line.Take(i);
                return joined;
            }
        }

        for (var i = 0; i < line.Count; i++)
        {
            if (line[i] is not ("urgent" or "urgente"))
            {
                continue;
            }

            if (line[i - 1] is "not" or "pas" or "non")
            {
                doubts.Add(new Doubt("priority", Doubt.ReadAs, line.Raw(i - 1, 2), line[i - 1] == "not" ? "low" : "basse"));
                line.Take(i - 1, 2);
                return "low";
            }

            var before = line[i - 1] is "very" or "tres" ? 1 : 0;
            line.Take(i - before, 1 + before);
            return "high";
        }

        return null;
    }

    /// <summary>"cycle NEW", "NEW cycle", a code in capitals, or the whole description.</summary>
    private static long? TakeCycle(TokenizedLine line, IReadOnlyList<NamedRecord> cycles, List<Doubt> doubts)
    {
        var names = new KnownNames([.. cycles.Where(c => c.Name.Contains(' ', StringComparison.Ordinal))]);
        var all = new KnownNames(cycles);
        for (var i = 0; i < line.Count; i++)
        {
            if (line[i] != "cycle")
            {
                continue;
            }

            // "sales cycle", "cycle de vente"
            var from = line[i - 1] is "sales" && !line.StartsPart(i) ? i - 1 : i;
            var name = line[i + 1] is "de" && line[i + 2] is "vente" or "ventes" && line.IsRun(i, 3) ? i + 3 : i + 1;
            if (line.IsRun(from, name - from + 1)
                && (all.Full(line, name) ?? all.Code(line, name) ?? all.Part(line, name) ?? all.Nearly(line, name)) is { } after)
            {
                line.Take(from, name - from + after.Length);
                return Settle("cycle", line.Raw(name, after.Length), after, doubts);
            }

            for (var first = Math.Max(0, from - 4); first < from; first++)
            {
                if (line.IsRun(first, from - first + 1) && (all.Full(line, first) ?? all.Code(line, first)) is { } before
                    && before.Length == from - first)
                {
                    line.Take(first, name - first);
                    return Settle("cycle", line.Raw(first, before.Length), before, doubts);
                }
            }

            if (line.IsRun(from, name - from + 1) && line.IsCapitalised(name))
            {
                doubts.Add(new Doubt("cycle", Doubt.Unknown, line.Raw(name)));
                line.Take(from, name - from + 1);
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

    private static SaidContact TakeContact(TokenizedLine line, KnownNames contacts, KnownNames people, List<Doubt> doubts) =>
        TakeLedContact(line, contacts, people, doubts) ?? TakeBareContact(line, contacts, people, doubts) ?? default;

    /// <summary>"for Contoso", "chez Northwind", "client Claire Moreau".</summary>
    private static SaidContact? TakeLedContact(TokenizedLine line, KnownNames contacts, KnownNames people, List<Doubt> doubts)
    {
        for (var i = 0; i + 1 < line.Count; i++)
        {
            if (!line.IsRun(i, 2)
                || line[i] is not ("for" or "chez" or "with" or "at" or "pour" or "avec" or "client" or "customer" or "contact"))
            {
                continue;
            }

            if ((contacts.Full(line, i + 1) ?? contacts.Part(line, i + 1)
                ?? (line.IsCapitalised(i + 1) ? contacts.Company(line, i + 1) : null)) is { } match)
            {
                return TakeNamed(line, i, match, contacts, doubts);
            }

            if ((people.Full(line, i + 1) ?? people.Part(line, i + 1)) is not null)
            {
                continue;
            }

            if (contacts.Nearly(line, i + 1) is { } near)
            {
                return TakeNamed(line, i, near, contacts, doubts);
            }

            var isSure = line[i] is "chez" or "client" or "customer";
            if (isSure || (line[i] is "for" or "pour" && line.IsCapitalised(i + 1)))
            {
                return TakeUnknown(line, i, doubts);
            }
        }

        return null;
    }

    /// <summary>What leads to the contact, its name, and its company.</summary>
    private static SaidContact TakeNamed(TokenizedLine line, int i, KnownNames.Match match, KnownNames contacts, List<Doubt> doubts)
    {
        var said = line.Raw(i + 1, match.Length);
        line.Take(i, match.Length + 1);
        TakeCompany(line, i + 1 + match.Length, match, contacts);
        return new SaidContact(Settle("contact", said, match, doubts), Tidy(said), null);
    }

    /// <summary>What leads to the contact, and the capitalised words that are its name.</summary>
    private static SaidContact TakeUnknown(TokenizedLine line, int i, List<Doubt> doubts)
    {
        var length = 1;
        while (!line.EndsRun(i + 1 + length) && line.IsCapitalised(i + 1 + length))
        {
            length++;
        }

        var unknown = line.Raw(i + 1, length);
        line.Take(i, length + 1);
        doubts.Add(new Doubt("contact", Doubt.Unknown, unknown));
        return new SaidContact(null, unknown, null);
    }

    /// <summary>A name that nothing leads to: a whole one before a part of one, and last one with a typing error.</summary>
    private static SaidContact? TakeBareContact(TokenizedLine line, KnownNames contacts, KnownNames people, List<Doubt> doubts)
    {
        foreach (var find in new Func<int, KnownNames.Match?>[] { i => contacts.Full(line, i), Part, Nearly })
        {
            for (var i = 0; i < line.Count; i++)
            {
                if (line.IsFree(i) && find(i) is { } match)
                {
                    return TakeBare(line, i, match, contacts, doubts);
                }
            }
        }

        return null;

        // A part of a name inside a title may be a word like any other: taken, with a doubt.
        KnownNames.Match? Part(int i) =>
            line[i].Length >= 3 && contacts.Part(line, i) is { } match && IsAtEdge(line, i, match.Length) && line.IsCapitalised(i)
                && people.Part(line, i) is null && people.Full(line, i) is null ? match with { IsExact = false } : null;

        KnownNames.Match? Nearly(int i) =>
            i < MostWordsWithTypos && people.Part(line, i) is null && people.Full(line, i) is null && IsAtEdge(line, i, 1)
                ? contacts.Nearly(line, i) : null;
    }

    /// <summary>Inside a title the name stays where it is, and is only marked.</summary>
    private static SaidContact TakeBare(TokenizedLine line, int i, KnownNames.Match match, KnownNames contacts, List<Doubt> doubts)
    {
        TakeCompany(line, i + match.Length, match, contacts);
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

        return new SaidContact(Settle("contact", said, match, doubts), Tidy(said), (i, match.Length));
    }

    /// <summary>"Claire Moreau (Northwind)", "Claire Moreau de Northwind": said of the same person.</summary>
    private static void TakeCompany(TokenizedLine line, int i, KnownNames.Match match, KnownNames contacts)
    {
        var lead = line[i] is "from" or "at" or "of" or "de" or "chez" ? 1 : 0;
        if (match.Known.Count == 1 && line.IsRun(i, lead + 1) && contacts.Company(line, i + lead) is { } company
            && company.Known.Contains(match.Known[0]))
        {
            line.Take(i, lead + company.Length);
        }
    }

    private static string Tidy(string said) => said.Trim(':', '.', '!', '?', ' ', '(', ')');

    private static long? TakePerson(TokenizedLine line, KnownNames people, List<Doubt> doubts)
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

        KnownNames.Match? Nearly(int i) => i < MostWordsWithTypos && people.Nearly(line, i) is { } match && line.EndsRun(i + match.Length)
            && (i == 0 || line.StartsPart(i) || line.IsCapitalised(i)) ? match : null;
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

    private static bool IsAtEdge(TokenizedLine line, int i, int length) =>
        i == 0 || line.StartsPart(i) || !line.IsFree(i - 1) || line.EndsRun(i + length);

    /// <summary>
    /// What is left. Words that only joined what was taken out are dropped at the edges; later pieces are kept with a doubt.
    /// </summary>
    private static string? TakeTitle(TokenizedLine line, List<Doubt> doubts)
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

            while (first <= last && (runs.Count > 0 ? Connectors.Contains(line[first])
                : line[first].Length <= 1 && Connectors.Contains(line[first]) && line[first] != "a"))
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

    /// <summary>A contact as it was said.</summary>
    /// <param name="Id">The one meant; null when nobody known is, or when it may be several.</param>
    /// <param name="Text">What was said; null when no contact was.</param>
    /// <param name="Bare">Where the name stands, when nothing led to it.</param>
    private readonly record struct SaidContact(long? Id, string? Text, (int At, int Length)? Bare);
}
