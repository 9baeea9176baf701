using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Understanding;

/// <summary>
/// Reads a new opportunity said in one line ("Contoso rollout 45k close end of June, Anna"), in English or French. What is
/// sure is taken out word by word; what is left is the title. Work grows with the length of the line, which is cut at
/// <see cref="MaxLength"/>, and nothing in it can make this fail.
/// </summary>
internal static partial class OneLine
{
    /// <summary>Characters read; what follows is not looked at.</summary>
    public const int MaxLength = 1000;

    private const int LongestQuotation = 80;

    /// <summary>Words looked up for typing errors; a line has far fewer.</summary>
    private const int MostWordsWithTypos = 40;

    /// <param name="today">The day where the writer is.</param>
    /// <param name="culture">Decides what 4/5 and 12,500 mean.</param>
    public static OneLineCapture Read(
        string text, DateOnly today, CultureInfo culture, IReadOnlyList<NamedRecord> people, IReadOnlyList<NamedRecord> contacts,
        IReadOnlyList<NamedRecord> cycles, string currency = "") =>
        Read(text, today, culture, new KnownNames(people), new KnownNames(contacts), cycles, currency);

    /// <summary>As above, with the names of people and contacts put in order already.</summary>
    /// <remarks>For many contacts, whose names are put in order once and kept.</remarks>
    public static OneLineCapture Read(
        string text, DateOnly today, CultureInfo culture, KnownNames people, KnownNames contacts, IReadOnlyList<NamedRecord> cycles,
        string currency = "")
    {
        if (PastedText.Of(text) is { } pasted)
        {
            return PastedReading.Read(pasted, today, culture, people, contacts, cycles, currency);
        }

        return ReadLine(text, today, culture, people, contacts, cycles, currency);
    }

    /// <summary>Reads it as one line, whatever it is.</summary>
    internal static OneLineCapture ReadLine(
        string text, DateOnly today, CultureInfo culture, KnownNames people, KnownNames contacts, IReadOnlyList<NamedRecord> cycles,
        string currency)
    {
        var line = new TokenizedLine(Cut(text, MaxLength));
        var doubts = new List<Doubt>();

        var salesperson = TakeMarkedPerson(line, people, doubts, out var isPersonSettled);
        var priority = TakePriority(line, doubts);
        var cycle = TakeCycle(line, cycles, doubts);
        var chances = SpokenChances.Take(line, culture, doubts, out var percentages);
        var closeDate = new SpokenDates(today, culture).TakeClosing(line, doubts, IsNamed);
        var value = Amounts.TakeValue(line, culture, doubts, currency);
        chances ??= SpokenChances.TakeBare(line, percentages, IsNamed, culture, doubts);
        var origin = SaleTalk.TakeLead(line);
        var (contact, contactText, bare) = TakeContact(line, contacts, people, origin, doubts);
        if (origin is { } led && line.IsFree(led))
        {
            line.Take(led); // it led to the title, and not to the contact
        }

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

    private static string? TakePriority(TokenizedLine line, List<Doubt> doubts)
    {
        for (var i = 0; i < line.Count; i++)
        {
            if (Lexicon.Priority.Contains(line[i]))
            {
                foreach (var k in new[] { i + 1, i - 1 })
                {
                    if (Lexicon.Levels.TryGetValue(line[k], out var level))
                    {
                        line.Take(Math.Min(i, k), 2);
                        return level;
                    }
                }

                foreach (var k in new[] { i + 1, i - 1 })
                {
                    if (line[k].Length is > 3 and < 20
                        && Lexicon.Levels.Keys.FirstOrDefault(l => l.Length > 3 && EditDistance.Between(line[k], l, 1) == 1) is { } near)
                    {
                        doubts.Add(new Doubt("priority", Doubt.ReadAs, line.Raw(k), near));
                        line.Take(Math.Min(i, k), 2);
                        return Lexicon.Levels[near];
                    }
                }
            }
            else if (line[i] is var word
                && (word.EndsWith("-priority", StringComparison.Ordinal) || word.EndsWith("-prio", StringComparison.Ordinal))
                && Lexicon.Levels.TryGetValue(word[..word.IndexOf('-', StringComparison.Ordinal)], out var joined))
            {
                line.Take(i);
                return joined;
            }
        }

        for (var i = 0; i < line.Count; i++)
        {
            if (!Lexicon.Urgent.Contains(line[i]))
            {
                continue;
            }

            if (Lexicon.Not.Contains(line[i - 1]))
            {
                doubts.Add(new Doubt("priority", Doubt.ReadAs, line.Raw(i - 1, 2), line[i - 1] == "not" ? "low" : "basse"));
                line.Take(i - 1, 2);
                return "low";
            }

            var before = Lexicon.Very.Contains(line[i - 1]) ? 1 : 0;
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

    /// <summary>
    /// What is left. Words that only joined what was taken out are dropped at the edges; later pieces are kept with a doubt.
    /// </summary>
    private static string? TakeTitle(TokenizedLine line, List<Doubt> doubts)
    {
        var runs = new List<(string Text, bool IsMeeting)>();
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
            while (last >= first && Lexicon.Connectors.Contains(line[last]))
            {
                last--;
            }

            while (first <= last && (runs.Count > 0 ? Lexicon.Connectors.Contains(line[first])
                : line[first].Length <= 1 && Lexicon.Connectors.Contains(line[first]) && line[first] != "a"))
            {
                first++;
            }

            var wished = BehindWish(line, first, last, doubts);
            if (last >= wished && !IsLess(line, first, last, doubts))
            {
                var text = line.Raw(wished, last - wished + 1);
                runs.Add((wished > first ? WithoutArticle(text) : text, TellsOfMeeting(line, wished, last)));
            }

            i = end;
        }

        // "Met Contoso yesterday, pool lights" is about the lights.
        if (runs.Any(r => !r.IsMeeting))
        {
            runs.RemoveAll(r => r.IsMeeting);
        }

        if (runs.Count > 1)
        {
            doubts.Add(new Doubt("title", Doubt.LeftOver, string.Join(" ", runs.Skip(1).Select(r => r.Text))));
        }

        return runs.Count == 0 ? null : string.Join(' ', runs.Select(r => r.Text)).TrimEnd('.', ':', ' ');
    }

    /// <summary>"28k minus 10% discount": what is taken off an amount is no title, and stands in the doubt about the amount.</summary>
    private static bool IsLess(TokenizedLine line, int first, int last, List<Doubt> doubts)
    {
        var at = doubts.FindIndex(d => d.Sentence == Doubt.BesideDiscount);
        if (at < 0 || !Lexicon.Less.Contains(line[first]) || !Enumerable.Range(first + 1, last - first).All(i =>
            Lexicon.Discounts.Contains(line[i]) || Lexicon.Fillers.Contains(line[i]) || line[i] is "%" || char.IsAsciiDigit(line[i][0])))
        {
            return false;
        }

        doubts[at] = doubts[at] with { Arguments = [$"{doubts[at].Arguments[0]} {line.Raw(first, last - first + 1)}"] };
        return true;
    }

    private static string WithoutArticle(string text) =>
        text.Length > 3 && text[0] is 'l' or 'd' && text[1] is '\'' or '’' ? text[2..] : text;

    /// <summary>"She wants balcony lights" is about the lights; what it is called then is to be checked.</summary>
    /// <returns>The first word behind the wish; where there is none, the first one.</returns>
    private static int BehindWish(TokenizedLine line, int first, int last, List<Doubt> doubts)
    {
        var at = first;
        while (at <= last && !Lexicon.Wishes.Contains(line[at]) && (line.IsContact(at) || Lexicon.AroundWishes.Contains(line[at])))
        {
            at++;
        }

        if (at >= last || !Lexicon.Wishes.Contains(line[at]))
        {
            return first;
        }

        while (at < last && (Lexicon.Wishes.Contains(line[at]) || Lexicon.AroundWishes.Contains(line[at])))
        {
            at++;
        }

        doubts.Add(new Doubt("title", Doubt.TakenFromSentence));
        return at;
    }

    /// <summary>Nothing but a meeting and with whom it was.</summary>
    private static bool TellsOfMeeting(TokenizedLine line, int first, int last)
    {
        var words = Enumerable.Range(first, last - first + 1).Where(i => !line.IsContact(i)).Select(i => line[i]).ToList();
        return words.Any(Lexicon.MeetingWords.Contains)
            && words.All(w => Lexicon.MeetingWords.Contains(w) || Lexicon.Connectors.Contains(w) || Lexicon.Fillers.Contains(w));
    }
}
