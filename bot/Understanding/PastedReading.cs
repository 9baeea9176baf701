using System.Globalization;
using ChatOpportunities.Domain;

namespace ChatOpportunities.Bot.Understanding;

/// <summary>Reads a pasted mail or notes: the title from the head, and from the text what the head does not say, marked.</summary>
internal static class PastedReading
{
    private const int MostTitleWords = 8;
    private const int MostWishWords = 40;

    /// <inheritdoc cref="OneLine.ReadLine"/>
    public static OneLineCapture Read(
        PastedText pasted, DateOnly today, CultureInfo culture, KnownNames people, KnownNames contacts, IReadOnlyList<NamedRecord> cycles,
        string currency)
    {
        var head = OneLine.ReadLine(pasted.Head, today, culture, people, contacts, cycles, currency);
        var body = new TokenizedLine(pasted.Body.Length <= OneLine.MaxLength ? pasted.Body : pasted.Body[..OneLine.MaxLength]);
        var doubts = head.Doubts.ToList();
        if (pasted.IsMeeting)
        {
            // The date of a meeting is that of its head.
            doubts.RemoveAll(d => d.Field is "closeDate");
            head = head with { CloseDate = null };
        }

        var wished = pasted.IsMeeting || head.Title is null ? Wish(body, today, culture, contacts) : null;
        var contact = ContactOf(pasted, head, body, contacts, doubts);
        var chances = head.Chances ?? SpokenChances.Take(body, culture, [], out _);
        var closeDate = head.CloseDate ?? Marked("closeDate", d => new SpokenDates(today, culture).TakeClosing(body, d, _ => false));
        var value = head.Value ?? Marked("value", d => Amounts.TakeSaidValue(body, culture, d, currency));
        var title = wished ?? TitleOf(pasted, head.Title);
        if (title is not null && title != head.Title)
        {
            doubts.RemoveAll(d => d.Field == "title");
            doubts.Add(new Doubt("title", Doubt.TakenFromText));
        }

        return head with
        {
            Title = title,
            ContactId = contact.Id,
            ContactText = contact.Text,
            Value = value,
            CloseDate = closeDate,
            Chances = chances,
            Doubts = doubts,
        };

        // Of two amounts or dates in the text nothing is left in the title; that it was taken from there says enough.
        T? Marked<T>(string field, Func<List<Doubt>, T?> take)
            where T : struct
        {
            var said = new List<Doubt>();
            var taken = take(said);
            doubts.AddRange(said.Where(d => d.Sentence is not (Doubt.SecondAmount or Doubt.SecondDate)));
            if (taken is not null && said.All(d => d.Sentence is Doubt.SecondAmount or Doubt.SecondDate))
            {
                doubts.Add(new Doubt(field, Doubt.TakenFromText));
            }

            return taken;
        }
    }

    /// <summary>Who the head names; else the sender, by name or by the company of the address; else who the text names in full.</summary>
    private static (long? Id, string? Text) ContactOf(
        PastedText pasted, OneLineCapture head, TokenizedLine body, KnownNames contacts, List<Doubt> doubts)
    {
        if (head.ContactId is not null || doubts.Any(d => d.Field == "contact" && d.Sentence == Doubt.Several))
        {
            return (head.ContactId, head.ContactText);
        }

        var found = Named(pasted.Sender, (line, i) => contacts.Full(line, i))
            ?? Named(pasted.SenderCompany, (line, i) => contacts.Company(line, i) ?? contacts.Part(line, i) ?? contacts.Full(line, i)
                ?? contacts.Likely(line, i))
            ?? Enumerable.Range(0, body.Count).Select(i => contacts.Full(body, i)).FirstOrDefault(m => m is not null);
        if (found is null)
        {
            if (head.ContactText is null && pasted.Sender is not null)
            {
                doubts.Add(new Doubt("contact", Doubt.Unknown, pasted.Sender));
            }

            return (null, head.ContactText ?? pasted.Sender);
        }

        doubts.RemoveAll(d => d.Field == "contact");
        var names = string.Join(", ", found.Known.Take(5).Select(k => k.Name));
        if (found.Known.Count > 1)
        {
            doubts.Add(new Doubt("contact", Doubt.Several, pasted.Sender ?? pasted.SenderCompany ?? names, names));
            return (null, names);
        }

        doubts.Add(new Doubt("contact", Doubt.TakenFromText));
        return (found.Known[0].Id, names);
    }

    private static KnownNames.Match? Named(string? text, Func<TokenizedLine, int, KnownNames.Match?> find) =>
        text is null ? null : find(new TokenizedLine(text), 0);

    /// <summary>What is wanted: "they want <c>pool lights</c> for 45k".</summary>
    private static string? Wish(TokenizedLine body, DateOnly today, CultureInfo culture, KnownNames contacts)
    {
        var at = Enumerable.Range(0, body.Count).FirstOrDefault(i => Lexicon.Wishes.Contains(body[i]), -1);
        if (at < 0)
        {
            return null;
        }

        // Amounts and dates end it.
        var said = new TokenizedLine(string.Join(' ', Enumerable.Range(at + 1, body.Count - at - 1)
            .TakeWhile(i => i == at + 1 || !body.StartsPart(i)).Take(MostWishWords).Select(i => body.Raw(i))));
        new SpokenDates(today, culture).TakeClosing(said, [], _ => false);
        Amounts.TakeValue(said, culture, []);
        var first = Enumerable.Range(0, said.Count).FirstOrDefault(
            i => said.IsFree(i) && !Lexicon.Connectors.Contains(said[i]) && !Lexicon.Wishes.Contains(said[i])
                && !Lexicon.Fillers.Contains(said[i]) && !Lexicon.Numbers.ContainsKey(said[i]), -1);
        var words = new List<string>();
        for (var i = first; i >= 0 && said.IsFree(i) && words.Count < MostTitleWords; i++)
        {
            if (Lexicon.ContactLeads.Contains(said[i]) || contacts.Full(said, i) is not null)
            {
                break;
            }

            words.Add(said.Raw(i));
            if (said.Raw(i)[^1] is '.' or '!')
            {
                break;
            }
        }

        return words.Count == 0 ? null : string.Join(' ', words).TrimEnd('.', '!', ':', ' ');
    }

    /// <summary>Of notes without a wish, the head without the words of a meeting.</summary>
    private static string? TitleOf(PastedText pasted, string? title)
    {
        if (!pasted.IsMeeting || title is null)
        {
            return title;
        }

        var line = new TokenizedLine(title);
        var words = Enumerable.Range(0, line.Count).ToList();
        while (words.Count > 0 && IsOfMeeting(words[0]))
        {
            words.RemoveAt(0);
        }

        while (words.Count > 0 && IsOfMeeting(words[^1]))
        {
            words.RemoveAt(words.Count - 1);
        }

        return words.Count == 0 ? null : string.Join(' ', words.Select(i => line.Raw(i)));

        bool IsOfMeeting(int i) =>
            Lexicon.NoteHeads.Contains(line[i]) || Lexicon.MeetingWords.Contains(line[i]) || Lexicon.Connectors.Contains(line[i])
                || Lexicon.Fillers.Contains(line[i]);
    }
}
