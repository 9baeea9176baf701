using System.Globalization;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Understanding.Talk;

/// <summary>
/// Reads a sentence as one would say it to a colleague: a question, a change said in words, a courtesy. Rules alone, on the words and what
/// is known of the company: no database and no clock, so that the same words always mean the same.
/// </summary>
internal static class TalkReader
{
    /// <summary>Longer than anything that is asked: a pasted text is no question.</summary>
    public const int MostCharacters = 300;

    private static readonly TalkContext NoContext = new(new DateOnly(2000, 1, 1), CultureInfo.InvariantCulture, "", [], 0, []);

    /// <summary>What the sentence asks for; null when it is none of what is known here.</summary>
    public static Utterance? Read(string text, TalkContext context)
    {
        if (text.Length > MostCharacters || string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var sentence = new Sentence(text, context);
        return sentence.Count == 0 || BeginsCapture(sentence) || sentence.Has(Sign.Vague) ? null
            : Courtesy(sentence) ?? EditReader.Read(sentence) ?? QuestionReader.Read(sentence) ?? Show(sentence);
    }

    /// <summary>
    /// Whether a line can be no answer to an open form: it ends in a question mark or begins with a question word, or is a greeting,
    /// thanks, a refusal, an assent or a goodbye and nothing more. All else may be a title.
    /// </summary>
    public static bool IsTalk(string text)
    {
        if (text.Length > MostCharacters || string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        var sentence = new Sentence(text, NoContext);
        return text.TrimStart().StartsWith("où ", StringComparison.OrdinalIgnoreCase) // "ou" is no "où"
            || (sentence.Count > 0 && ((sentence.HasQuestionMark && sentence.Text.Any(char.IsLetterOrDigit))
            || Courtesy(sentence) is not null
            || (sentence.Count > 1 && TalkLexicon.Of(sentence.Word(0))
                is Sign.Who or Sign.When or Sign.HowMuch or Sign.Why or Sign.How or Sign.Ask)
            || (sentence is { RestAt: null, Count: > 2 }
                && sentence.HasAny(Sign.Ask, Sign.Who, Sign.When, Sign.HowMuch, Sign.How, Sign.Why, Sign.OrNot))));
    }

    /// <summary>Which courtesy it is, where it is nothing else; null otherwise.</summary>
    public static CourtesyKind? CourtesyOf(string text) =>
        text.Length > MostCharacters || string.IsNullOrWhiteSpace(text) ? null
            : (Courtesy(new Sentence(text, NoContext)) as Courtesy)?.Kind;

    /// <summary>Whether what follows "new" may choose among those there are, as "business that closes in May" does.</summary>
    public static bool MaySelect(string text) =>
        text.Length <= MostCharacters && SearchText.Fold(text).Split(' ') is { Length: > 2 } words
        && (words.Contains("that") || words.Contains("which") || words.Contains("qui"));

    /// <summary>Whether it begins as a sale that is to be written down does: "enter a deal:", "just met".</summary>
    public static bool IsSale(string text) =>
        text.Length <= MostCharacters && new Sentence(text, NoContext) is { Count: > 2 } sentence && BeginsCapture(sentence);

    /// <summary>Whether it is a sale to be written down: those have a reader of their own.</summary>
    private static bool BeginsCapture(Sentence sentence)
    {
        var lead = sentence.Signs.TakeWhile(s => s.Sign is Sign.Polite or Sign.Hello or Sign.Yes).Sum(s => s.Length);
        var first = sentence.Signs.Find(s => s.At >= lead);
        return first is { Sign: Sign.New } && first.At <= lead + 1 && !sentence.IsLeft(0)
            || sentence.Typed(0, 1).EndsWith(':') && sentence.Word(0) is "lead" or "opp" or "deal" or "opportunity" or "piste" or "affaire"
                or "opportunite" or "vente";
    }

    /// <summary>Thanks, greetings, yes and no, asking for help: where nothing else is said.</summary>
    private static Utterance? Courtesy(Sentence sentence)
    {
        if (sentence is not { Number: null, Row: null, Shift: null, Cycle: null, People.Count: 0, Stages.Count: 0, Signs.Count: > 0 }
            || sentence.Periods.Count > 0 || sentence.RestAt is not null)
        {
            return null;
        }

        return Only(Sign.Undo) ? new Command(CommandName.Undo, Reference.Unsaid, "")
            : Only(Sign.Help) ? new Command(CommandName.Help, Reference.Unsaid, "")
            : Only(Sign.SmallTalk) ? new Courtesy(CourtesyKind.SmallTalk)
            : Only(Sign.Goodbye) ? new Courtesy(CourtesyKind.Goodbye)
            : Only(Sign.Refusal) && !sentence.Has(Sign.Save) ? new Courtesy(CourtesyKind.Refusal)
            : Only(Sign.Save) ? new Courtesy(CourtesyKind.Assent)
            : Only(Sign.Thanks) ? new Courtesy(CourtesyKind.Thanks)
            : Only(Sign.Hello) ? new Courtesy(CourtesyKind.Hello)
            : Only(Sign.Yes) ? new Courtesy(CourtesyKind.Assent)
            : null;

        bool Only(Sign sign) => sentence.Has(sign) && sentence.Signs.TrueForAll(s => s.Sign == sign
            || s.Sign is Sign.Thanks or Sign.Yes or Sign.Hello or Sign.It or Sign.Sorry or Sign.Refusal or Sign.Polite or Sign.Is
            || (sign is Sign.Goodbye or Sign.SmallTalk && s.Sign is Sign.Goodbye or Sign.SmallTalk or Sign.Auxiliary));
    }

    /// <summary>"Open the second one", "find anything about cranes", "the Contoso one", "12": shows one, or looks for words.</summary>
    private static Utterance? Show(Sentence sentence)
    {
        var which = Which(sentence);
        if (sentence.First is { Sign: Sign.Find } find)
        {
            var at = Enumerable.Range(find.At, sentence.Count - find.At).FirstOrDefault(sentence.IsLeft, -1);
            return at < 0 ? null : new Command(CommandName.Find, Reference.Unsaid, sentence.From(at).TrimEnd('?', '.', '!', ' '));
        }

        if (sentence.People.Count > 0 || sentence.Periods.Count > 0 || sentence.Stages.Count > 0 || sentence.Cycle is not null
            || sentence.Shift is not null || sentence.Bounds is not (null, null)
            || !sentence.Signs.TrueForAll(s => s.Sign is Sign.Show or Sign.One or Sign.It or Sign.Row or Sign.Previous or Sign.Number
                or Sign.WhatAbout or Sign.Yes or Sign.Polite or Sign.Hello or Sign.Thanks or Sign.Open or Sign.With or Sign.Only
                or Sign.Sorry or Sign.Auxiliary or Sign.Myself or Sign.I))
        {
            return null;
        }

        var isAgain = sentence.Has(Sign.WhatAbout) || sentence.Word(0) is "and" or "et";
        return which.Kind switch
        {
            ReferenceKind.Unsaid => null,
            not ReferenceKind.Words when sentence.RestAt is not null => null, // "Second floor lighting"
            _ when sentence.Has(Sign.Show) => new Command(CommandName.Show, which, ""),
            _ when isAgain => new AskOne(Fact.Same, which),
            ReferenceKind.Before => new Command(CommandName.Show, which, ""),
            ReferenceKind.Words when !sentence.HasAny(Sign.One) || sentence.Asks => null,
            ReferenceKind.It when sentence.Count > 3 => null,
            _ => new Command(CommandName.Show, which, ""),
        };
    }

    /// <summary>Which one opportunity is meant: by number, row, words left over, or "it".</summary>
    internal static Reference Which(Sentence sentence) => Which(sentence, 0, sentence.Count);

    /// <summary>The same, of the words from one to another.</summary>
    internal static Reference Which(Sentence sentence, int from, int until)
    {
        if (sentence.Number is { } number)
        {
            return new Reference(ReferenceKind.Number, 0, number);
        }

        if (sentence.Row is { } row)
        {
            return new Reference(ReferenceKind.Row, row);
        }

        if (sentence.Has(Sign.Previous))
        {
            return new Reference(ReferenceKind.Before);
        }

        // "Dry dock, who has it?" names it; "put it on hold" does not.
        var words = sentence.Rest(from, until);
        var it = sentence.Signs.Find(s => s.Sign == Sign.It);
        return words.Length > 1 && words.Any(char.IsLetterOrDigit) && (it is null || sentence.RestAt < it.At)
            ? new Reference(ReferenceKind.Words, 0, words)
            : it is not null ? Reference.It : Reference.Unsaid;
    }
}
