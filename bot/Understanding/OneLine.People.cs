using ChatOpportunities.Domain;

namespace ChatOpportunities.Bot.Understanding;

/// <summary>Whom a line names: the contact and the salesperson.</summary>
internal static partial class OneLine
{
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

    private static SaidContact TakeContact(TokenizedLine line, KnownNames contacts, KnownNames people, int? origin, List<Doubt> doubts) =>
        TakeLedContact(line, contacts, people, origin, doubts) ?? TakeBareContact(line, contacts, people, doubts) ?? default;

    /// <summary>"for Contoso", "chez Northwind", "client Claire Moreau".</summary>
    /// <param name="origin">Where a word stands that leads to the contact only here: "a lead <c>from</c> Northwind".</param>
    private static SaidContact? TakeLedContact(
        TokenizedLine line, KnownNames contacts, KnownNames people, int? origin, List<Doubt> doubts)
    {
        for (var i = 0; i + 1 < line.Count; i++)
        {
            if (!line.IsRun(i, 2)
                || !(Lexicon.ContactLeads.Contains(line[i]) || i == origin))
            {
                continue;
            }

            if ((contacts.Full(line, i + 1) ?? PartOf(i + 1) ?? (line.IsCapitalised(i + 1) ? contacts.Company(line, i + 1) : null)
                ?? contacts.Likely(line, i + 1)) is { } match)
            {
                return TakeNamed(line, i, match, contacts, doubts);
            }

            if ((people.Full(line, i + 1) ?? people.Part(line, i + 1)) is not null)
            {
                continue;
            }

            if ((contacts.Beginning(line, i + 1) ?? contacts.Nearly(line, i + 1)) is { } near)
            {
                return TakeNamed(line, i, near, contacts, doubts);
            }

            var isSure = Lexicon.SureContactLeads.Contains(line[i]);
            if (isSure || ((Lexicon.NamedContactLeads.Contains(line[i]) || i == origin) && line.IsCapitalised(i + 1)))
            {
                return TakeUnknown(line, i, doubts);
            }
        }

        return null;

        // In small letters a part of a name may be a word like any other.
        KnownNames.Match? PartOf(int at) =>
            contacts.Part(line, at) is { } part ? part with { IsExact = part.IsExact && line.IsCapitalised(at) } : null;
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
        foreach (var find in new Func<int, KnownNames.Match?>[] { i => contacts.Full(line, i), Part, Likely })
        {
            for (var i = 0; i < line.Count; i++)
            {
                if (line.IsFree(i) && find(i) is { } match)
                {
                    return TakeBare(line, i, match, contacts, doubts);
                }
            }
        }

        return TakeOnlyBeginning() ?? TakeFirst(Nearly);

        // A part of a name inside a title may be a word like any other: taken, with a doubt.
        KnownNames.Match? Part(int i) =>
            line[i].Length >= 3 && (contacts.Part(line, i) ?? (line.IsCapitalised(i) ? contacts.Company(line, i) : null)) is { } match
                && IsAtEdge(line, i, match.Length) && line.IsCapitalised(i)
                && people.Part(line, i) is null && people.Full(line, i) is null ? match with { IsExact = false } : null;

        KnownNames.Match? Likely(int i) =>
            i < MostWordsWithTypos && contacts.Likely(line, i) is { } match && (match.Length > 1 || IsAtEdge(line, i, 1)) ? match : null;

        SaidContact? TakeFirst(Func<int, KnownNames.Match?> find)
        {
            var at = Enumerable.Range(0, line.Count).FirstOrDefault(i => line.IsFree(i) && find(i) is not null, -1);
            return at < 0 ? null : TakeBare(line, at, find(at)!, contacts, doubts);
        }

        // In small letters a beginning may be any word: where several contacts begin with words of the line, all are named.
        SaidContact? TakeOnlyBeginning()
        {
            var found = Enumerable.Range(0, line.Count).Where(i => line.IsFree(i))
                .Select(i => (At: i, Match: contacts.Beginning(line, i)))
                .Where(f => f.Match is not null && IsAtEdge(line, f.At, f.Match.Length) && people.Part(line, f.At) is null).ToList();
            if (found.Count == 0)
            {
                return null;
            }

            var known = found.SelectMany(f => f.Match!.Known).DistinctBy(k => k.Id).ToList();
            return TakeBare(line, found[0].At, found[0].Match! with { Known = known }, contacts, doubts);
        }

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
        var lead = Lexicon.CompanyLeads.Contains(line[i]) ? 1 : 0;
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
                    line.TakeLeadIn(i, Lexicon.PersonLeadIns);
                    return Settle("salesperson", said, match, doubts);
                }
            }
        }

        return null;

        KnownNames.Match? Part(int i) => people.Part(line, i) is { } match && line.EndsRun(i + match.Length) ? match : null;

        KnownNames.Match? Nearly(int i) => i < MostWordsWithTypos && people.Nearly(line, i) is { } match && line.EndsRun(i + match.Length)
            && (i == 0 || line.StartsPart(i) || line.IsCapitalised(i) || Lexicon.PersonLeadIns.Contains(line[i - 1])) ? match : null;
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

    /// <summary>A contact as it was said.</summary>
    /// <param name="Id">The one meant; null when nobody known is, or when it may be several.</param>
    /// <param name="Text">What was said; null when no contact was.</param>
    /// <param name="Bare">Where the name stands, when nothing led to it.</param>
    private readonly record struct SaidContact(long? Id, string? Text, (int At, int Length)? Bare);
}
