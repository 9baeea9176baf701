using System.Collections.Frozen;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Capture;

/// <summary>A line that changes what was captured: "make it 30k", "no, Ben's", "plutôt 30k", "call it Stair lamps".</summary>
/// <param name="IsLed">Whether its first words say that it is a correction.</param>
/// <param name="IsTitle">Whether what follows is the title, word for word.</param>
/// <param name="Rest">What it says, without the words that lead to it.</param>
internal sealed record CaptureCorrection(bool IsLed, bool IsTitle, string Rest)
{
    private static readonly FrozenSet<string> Openers = Words(
        "no non nope sorry oops wait actually rather pardon plutot enfin finalement and et alors then");

    private static readonly string[][] Statements =
    [
        ["it", "should", "be"], ["should", "be"], ["it", "is"], ["it's"], ["its"], ["that's"], ["say"], ["let's", "say"],
        ["close", "it"], ["celle", "la", "en"], ["celle", "ci", "en"], ["celle", "la"], ["celle", "ci"],
        ["c'est"], ["ce", "sera"], ["disons"], ["en", "fait"],
    ];

    private static readonly FrozenSet<string> Verbs = Words(
        "make set put change mets mettez mettre passe passez modifie modifiez changez changer");

    private static readonly FrozenSet<string> Objects = Words("it that this la le les ca");

    private static readonly FrozenSet<string> Fields = Words(
        "value amount price budget date deadline closing chances probability priority owner seller salesperson contact customer client "
        + "cycle title name valeur montant prix cloture echeance probabilite priorite vendeur vendeuse responsable titre nom");

    private static readonly FrozenSet<string> TitleFields = Words("title name titre nom");

    private static readonly string[][] Namings =
    [
        ["call", "it"], ["rename", "it", "to"], ["rename", "it"], ["title"], ["appelle", "la"], ["appelez", "la"], ["nomme", "la"],
        ["titre"],
    ];

    private static readonly FrozenSet<string> Joints = Words("to as at on a au en par date de cloture :");

    private static readonly FrozenSet<string> Trailing = Words(
        "instead please then rather deal that this one opportunity svp stp plutot affaire opportunite");

    public static CaptureCorrection Read(string text)
    {
        var raw = text.Replace('’', '\'').Split(
            (char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var (said, words) = Unjoined(raw);
        var at = 0;
        while (at < words.Count && Openers.Contains(words[at]))
        {
            at++;
        }

        at += Begins(words, at, Statements);
        var naming = Begins(words, at, Namings);
        var isTitle = naming > 0 && at + naming < words.Count;
        if (isTitle)
        {
            at += naming;
        }
        else
        {
            (var length, isTitle) = Verb(words, at);
            at += length;
        }

        var end = words.Count;
        while (!isTitle && end > at + 1 && Trailing.Contains(words[end - 1]))
        {
            end--;
        }

        return new CaptureCorrection(at > 0, isTitle, string.Join(' ', said[at..end].Select(w => isTitle ? w : WithoutPossessive(w))));
    }

    /// <summary>"make it", "change the value to", "mets"; how many words, and whether the title follows.</summary>
    private static (int Length, bool IsTitle) Verb(List<string> words, int at)
    {
        if (at >= words.Count || !Verbs.Contains(words[at]))
        {
            return (0, false);
        }

        var next = at + 1;
        var isTitle = false;
        if (next + 1 < words.Count && words[next] is "the" or "le" or "la" or "l" && Fields.Contains(words[next + 1]))
        {
            isTitle = TitleFields.Contains(words[next + 1]);
            next += 2;
        }
        else if (next < words.Count && (Objects.Contains(words[next]) || Openers.Contains(words[next])))
        {
            next++;
        }
        else if (next >= words.Count || !words[next].Any(char.IsAsciiDigit))
        {
            return (0, false); // "Change management"
        }

        while (next + 1 < words.Count && Joints.Contains(words[next]))
        {
            next++;
        }

        return next < words.Count ? (next - at, isTitle) : (0, false);
    }

    private static int Begins(List<string> words, int at, string[][] phrases) =>
        phrases.FirstOrDefault(p => at + p.Length <= words.Count && p.SequenceEqual(words.GetRange(at, p.Length)))?.Length ?? 0;

    /// <summary>As it was typed, and folded; "mets-la" is two words, as what leads to a value often is joined by a hyphen.</summary>
    private static (List<string> Said, List<string> Words) Unjoined(string[] raw)
    {
        List<string> said = [];
        foreach (var word in raw)
        {
            var hyphen = word.IndexOf('-', StringComparison.Ordinal);
            if (hyphen > 0 && SearchText.Fold(word[(hyphen + 1)..]).Trim(',', ':', '.') is "la" or "le" or "les")
            {
                said.AddRange([word[..hyphen], word[(hyphen + 1)..]]);
            }
            else
            {
                said.Add(word);
            }
        }

        return (said, said.ConvertAll(w => SearchText.Fold(w).Trim(',', ':', ';', '.', '!', '…')));
    }

    /// <summary>"Ben's" is Ben.</summary>
    private static string WithoutPossessive(string word)
    {
        var end = word.TrimEnd('.', ',', '!');
        return end.EndsWith("'s", StringComparison.Ordinal) ? end[..^2] : word;
    }

    private static FrozenSet<string> Words(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
