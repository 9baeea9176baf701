using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Understanding;

/// <summary>The words of a line, each marked once it has been understood.</summary>
internal sealed class TokenizedLine
{
    private readonly List<Word> _words = [];

    public TokenizedLine(string text)
    {
        // A mention.
        text = text.Replace("<at>", "@", StringComparison.OrdinalIgnoreCase).Replace("</at>", " ", StringComparison.OrdinalIgnoreCase);
        var start = 0;
        var startsPart = true;
        for (var i = 0; i <= text.Length; i++)
        {
            var isEnd = i == text.Length || char.IsWhiteSpace(text[i]) || char.IsControl(text[i]);
            var isComma = !isEnd && text[i] is ',' or ';' && !(text[i] == ',' && IsDigit(text, i - 1) && IsDigit(text, i + 1));
            if (!isEnd && !isComma)
            {
                continue;
            }

            if (i > start && text[start..i] is ":" && _words.Count > 0 && !startsPart)
            {
                // In French a blank stands before the colon.
                _words[^1] = new Word(_words[^1].Raw + " :", _words[^1].StartsPart);
            }
            else if (i > start)
            {
                _words.Add(new Word(text[start..i], startsPart));
                startsPart = false;
            }

            startsPart |= isComma || (i < text.Length && text[i] == '\n');
            start = i + 1;
        }
    }

    public int Count => _words.Count;

    /// <summary>The word as compared: lower case, without accents and closing punctuation; empty outside the line and once taken.</summary>
    public string this[int i] => IsFree(i) ? _words[i].Folded : "";

    public string Raw(int i) => _words[i].Raw;

    public string Raw(int i, int count) => string.Join(' ', _words.Skip(i).Take(count).Select(w => w.Raw));

    public bool IsFree(int i) => i >= 0 && i < Count && !_words[i].IsTaken;

    /// <summary>A comma or the end of a line stands before the word.</summary>
    public bool StartsPart(int i) => i >= Count || _words[i].StartsPart;

    public bool IsCapitalised(int i) => IsFree(i) && char.IsUpper(_words[i].Raw.TrimStart('@', '"', '«', '“').FirstOrDefault());

    /// <summary>No word of the title follows directly.</summary>
    public bool EndsRun(int i) => !IsFree(i) || StartsPart(i) || _words[i].IsContact;

    /// <summary>The words from here to <paramref name="count"/> belong to one part and are free.</summary>
    public bool IsRun(int i, int count)
    {
        for (var k = i; k < i + count; k++)
        {
            if (!IsFree(k) || (k > i && StartsPart(k)))
            {
                return false;
            }
        }

        return true;
    }

    public string Phrase(int i, int count) => count == 1 ? this[i] : string.Join(' ', _words.Skip(i).Take(count).Select(w => w.Folded));

    /// <summary>How many words of one part the first of the phrases takes that stands here; 0 when none does.</summary>
    public int LengthOf(IEnumerable<string> phrases, int i)
    {
        foreach (var phrase in phrases)
        {
            var length = phrase.Count(c => c == ' ') + 1;
            if (IsRun(i, length) && Phrase(i, length) == phrase)
            {
                return length;
            }
        }

        return 0;
    }

    public void Take(int i, int count = 1)
    {
        for (var k = i; k < i + count; k++)
        {
            _words[k].IsTaken = true;
        }
    }

    public bool IsContact(int i) => i >= 0 && i < Count && _words[i].IsContact;

    public void MarkContact(int i, int count)
    {
        for (var k = i; k < i + count; k++)
        {
            _words[k].IsContact = true;
        }
    }

    /// <summary>Words taken before belong to the title after all.</summary>
    public void GiveBack(int i, int count)
    {
        for (var k = i; k < i + count; k++)
        {
            _words[k].IsTaken = false;
        }
    }

    /// <summary>Takes the words directly before that only lead to what was understood ("by the", "d’ici la").</summary>
    public void TakeLeadIn(int i, IReadOnlySet<string> leadIns)
    {
        for (var k = i - 1; k >= 0 && !StartsPart(k + 1) && leadIns.Contains(this[k]); k--)
        {
            Take(k);
        }
    }

    /// <summary>A word as it is compared: folded, without the punctuation around it and without the English "'s".</summary>
    public static string Bare(string word)
    {
        var folded = SearchText.Fold(word);
        var bare = folded.Trim('.', '!', '?', ':', '"', '(', ')', '=', ' ');
        if (folded is ['.', >= '0' and <= '9', ..])
        {
            bare = "0." + bare; // ".5m" is half of it
        }

        return bare.Length > 3 && bare.EndsWith("'s", StringComparison.Ordinal) ? bare[..^2] : bare; // Contoso's
    }

    private static bool IsDigit(string text, int i) => i >= 0 && i < text.Length && char.IsAsciiDigit(text[i]);

    private sealed class Word(string raw, bool startsPart)
    {
        public string Raw => raw;

        public string Folded { get; } = Bare(Plain(raw));

        public bool StartsPart => startsPart;

        public bool IsTaken { get; set; }

        public bool IsContact { get; set; }

        /// <summary>
        /// Without the tags and the Markdown around it: <c>&lt;b&gt;Contoso&lt;/b&gt;</c> and <c>**Contoso**</c> name Contoso.
        /// </summary>
        private static string Plain(string raw)
        {
            var word = raw;
            if (word[0] == '<' && word.IndexOf('>', StringComparison.Ordinal) is > 0 and var end && end + 1 < word.Length)
            {
                word = word[(end + 1)..];
            }

            if (word[^1] == '>' && word.LastIndexOf('<') is > 0 and var start)
            {
                word = word[..start];
            }

            return word.Trim('*', '_', '~', '`', '[', ']');
        }
    }
}
