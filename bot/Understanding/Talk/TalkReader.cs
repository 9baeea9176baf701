using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Bot.Understanding.Talk;

/// <summary>
/// Reads a sentence as one would say it to a colleague: a question, a change said in words, a courtesy. Rules alone, on the words and what
/// is known of the company: no database and no clock, so that the same words always mean the same.
/// </summary>
internal static class TalkReader
{
    /// <summary>Longer than anything that is asked: a pasted text is no question.</summary>
    public const int MostCharacters = 300;

    /// <summary>What the sentence asks for; null when it is none of what is known here.</summary>
    public static Utterance? Read(string text, TalkContext context)
    {
        if (text.Length > MostCharacters || string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var sentence = new Sentence(text, context);
        return Courtesy(sentence) ?? EditReader.Read(sentence) ?? QuestionReader.Read(sentence) ?? Again(sentence);
    }

    /// <summary>
    /// Whether a line can be no answer to an open form: a question, a greeting, thanks, a refusal. All else may be a title.
    /// </summary>
    public static bool IsTalk(string text)
    {
        var sentence = new Sentence(
            text, new TalkContext(DateOnly.MinValue.AddYears(2000), System.Globalization.CultureInfo.InvariantCulture, "", [], 0, []));
        return text.Length <= MostCharacters && (sentence.IsQuestion || Courtesy(sentence) is not null
            || (sentence.Signs is [{ At: 0, Sign: Sign.Who or Sign.When or Sign.HowMuch or Sign.Why or Sign.How or Sign.Ask }, _, ..]
                && sentence.Rest().Length == 0));
    }

    private static Courtesy? Courtesy(Sentence sentence)
    {
        CourtesyKind? kind = sentence switch
        {
            { Number: not null } or { Row: not null } => null,
            _ when sentence.Signs.Count == 0 || sentence.Rest().Length > 0 => null,
            _ when sentence.Signs.TrueForAll(s => s.Sign is Sign.Goodbye or Sign.Thanks or Sign.Yes) && sentence.Has(Sign.Goodbye) =>
                CourtesyKind.Goodbye,
            _ when sentence.Signs.TrueForAll(s => s.Sign is Sign.Thanks or Sign.Yes) && sentence.Has(Sign.Thanks) => CourtesyKind.Thanks,
            _ when sentence.Signs.TrueForAll(s => s.Sign is Sign.Hello) => CourtesyKind.Hello,
            _ when sentence.Signs.TrueForAll(s => s.Sign is Sign.Refusal or Sign.Thanks) && sentence.Has(Sign.Refusal) => CourtesyKind.Refusal,
            _ => null,
        };
        return kind is { } known && sentence.Periods.Count == 0 ? new Courtesy(known) : null;
    }

    /// <summary>"And the second one?", "et celle de Contoso ?": the last question once more, of another.</summary>
    private static AskOne? Again(Sentence sentence)
    {
        if (!sentence.Signs.TrueForAll(s => s.Sign is Sign.WhatAbout or Sign.It or Sign.Deals or Sign.Yes or Sign.Row))
        {
            return null;
        }

        var which = Which(sentence);
        return which.Kind is ReferenceKind.Row or ReferenceKind.It
            || (which.Kind is ReferenceKind.Number or ReferenceKind.Words && sentence.Has(Sign.WhatAbout))
            ? new AskOne(Fact.Same, which) : null;
    }

    /// <summary>Which one opportunity is meant: by number, row, words left over, or "it".</summary>
    internal static Reference Which(Sentence sentence)
    {
        var rest = sentence.Rest();
        return sentence.Number is { } number ? new Reference(ReferenceKind.Number, 0, number)
            : sentence.Row is { } row ? new Reference(ReferenceKind.Row, row)
            : rest.Length > 1 ? new Reference(ReferenceKind.Words, 0, rest)
            : sentence.Has(Sign.It) ? Reference.It
            : Reference.Unsaid;
    }
}
