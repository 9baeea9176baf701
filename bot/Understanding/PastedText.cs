using System.Text.RegularExpressions;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Understanding;

/// <summary>What was copied from somewhere: a mail with its subject and sender, or the notes of a meeting.</summary>
/// <param name="Head">The subject, or the first line.</param>
/// <param name="Body">What was written, without greeting, signature, heads and what is quoted of earlier mails.</param>
/// <param name="Sender">Name of who wrote the mail; null when it is not said.</param>
/// <param name="SenderCompany">Behind the @ of the sender's address, up to its dot; null without, or with a mail provider.</param>
/// <param name="IsMeeting">Notes of a meeting.</param>
internal sealed partial record PastedText(string Head, string Body, string? Sender, string? SenderCompany, bool IsMeeting)
{
    /// <summary>Lines looked at; a mail says what it wants before.</summary>
    private const int MostLines = 200;

    private const int MostLetters = 20_000;

    private const int LongestHead = 6;
    private const int LongestLabel = 24;

    private static readonly HashSet<string> Providers = new(StringComparer.Ordinal)
    {
        "gmail", "googlemail", "outlook", "hotmail", "live", "yahoo", "icloud", "orange", "wanadoo", "free", "sfr", "laposte", "gmx",
        "proton", "protonmail", "aol", "msn",
    };

    /// <summary>Null for what is no mail and no notes.</summary>
    public static PastedText? Of(string text)
    {
        var head = text.Length <= MostLetters ? text : text[..MostLetters];
        var lines = head.ReplaceLineEndings("\n").Split('\n', MostLines).Select(l => l.Trim()).ToList();
        if (lines.Count(l => l.Length > 0) < 2)
        {
            // Some clients send what was pasted as one line.
            lines = [.. Labels().Replace(head, "\n$1").Split('\n', MostLines).Select(l => l.Trim())];
        }

        return Mail(lines) ?? Meeting(lines);
    }

    /// <summary>The text that may name a contact: of what was pasted, all but the heads, the signature and what is quoted.</summary>
    public static string Naming(string text) =>
        Of(text) is { } pasted ? string.Join('\n', pasted.Head, pasted.Sender, pasted.SenderCompany, pasted.Body) : text;

    private static PastedText? Mail(List<string> lines)
    {
        var (subject, sender, last) = ((string?)null, (string?)null, -1);
        for (var i = 0; i < lines.Count; i++)
        {
            if (Label(lines[i]) is not var (label, rest))
            {
                if (lines[i].Length > 0 && last >= 0 && subject is not null)
                {
                    break;
                }

                if (lines[i].Length > 0 && last < 0 && i > 2)
                {
                    return null;
                }

                continue;
            }

            if (Lexicon.MailSubject.Contains(label) && subject is null)
            {
                (subject, last) = (WithoutReply(rest), i);
            }
            else if (Lexicon.MailSender.Contains(label) && sender is null)
            {
                (sender, last) = (rest, i);
            }
            else if (Lexicon.MailHeaders.Contains(label))
            {
                last = Math.Max(last, i);
            }
        }

        if (subject is null)
        {
            return null;
        }

        var address = Address().Match(sender ?? "");
        var company = address.Success && !Providers.Contains(SearchText.Fold(address.Groups[1].Value)) ? address.Groups[1].Value : null;
        var name = Address().Replace(sender ?? "", "").Trim('<', '>', '"', '[', ']', ' ', '(', ')');
        name = name.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? "" : name;
        return new PastedText(subject, Written(lines.Skip(last + 1)), name.Length > 0 ? name : null, company, false);
    }

    private static PastedText? Meeting(List<string> lines)
    {
        var filled = lines.Where(l => l.Length > 0).ToList();
        if (filled.Count < 2)
        {
            return null;
        }

        var first = new TokenizedLine(filled[0]);
        var isHead = first.Count <= 2 * LongestHead
            && Enumerable.Range(0, Math.Min(first.Count, LongestHead)).Any(i => Lexicon.NoteHeads.Contains(first[i]));
        var hasFields = filled.Any(IsField);
        return isHead || hasFields
            ? new PastedText(IsField(filled[0]) ? "" : filled[0], Written(filled.Skip(1).Where(l => !IsField(l))), null, null, true) : null;
    }

    /// <summary>"Attendees: Ana, Ben", "Date : 12/03/2026".</summary>
    private static bool IsField(string line) => Label(line) is var (label, _) && Lexicon.NoteFields.Contains(label);

    /// <summary>Up to the signature or what is quoted, without the greeting.</summary>
    private static string Written(IEnumerable<string> lines)
    {
        var written = new List<string>();
        foreach (var line in lines)
        {
            var folded = SearchText.Fold(line);
            if (IsQuoted(line, folded) || IsEnd(folded))
            {
                break;
            }

            var isGreeting = written.Count == 0 && folded.Length < 40
                && Lexicon.MailGreetings.Contains(folded.Split(' ', ',', '!')[0]) && !folded.Any(char.IsAsciiDigit);
            if (line.Length > 0 && !isGreeting)
            {
                written.Add(line.TrimStart('-', '*', '•', '·', ' '));
            }
        }

        return string.Join('\n', written);
    }

    private static bool IsQuoted(string line, string folded) =>
        line.StartsWith('>') || line.StartsWith("____", StringComparison.Ordinal)
            || Lexicon.MailQuotes.Any(q => folded.EndsWith(q, StringComparison.Ordinal))
            || (Lexicon.MailOriginal.Any(q => folded.Contains(q, StringComparison.Ordinal)) && folded.StartsWith('-'))
            || (Label(line) is var (label, rest) && Lexicon.MailSender.Contains(label) && Address().IsMatch(rest));

    private static bool IsEnd(string folded) =>
        folded == "--" || Lexicon.MailEnds.Any(e => folded.StartsWith(e, StringComparison.Ordinal)
            && (folded.Length <= e.Length + 2 || e.Split(' ').Length > 2));

    /// <summary>"Subject: text", "Objet : texte": the label as compared, and what is behind it.</summary>
    private static (string Label, string Behind)? Label(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon is > 0 and < LongestLabel
            ? (SearchText.Fold(line[..colon].Trim('*', ' ', '\u00A0', '\u202F')), line[(colon + 1)..].Trim('*', ' ')) : null;
    }

    private static string WithoutReply(string subject)
    {
        var rest = subject;
        while (Label(rest) is var (label, behind) && Lexicon.MailReplies.Contains(label))
        {
            rest = behind;
        }

        return rest;
    }

    [GeneratedRegex(@"<?\s*[\w.+-]+@([\w-]+)\.[\w.-]+\s*>?", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Address();

    [GeneratedRegex(
        @"(?<=\s|^)((?:From|To|Cc|Sent|Date|Subject|De|À|Envoyé|Objet)\s?:\s)", RegexOptions.CultureInvariant)]
    private static partial Regex Labels();
}
