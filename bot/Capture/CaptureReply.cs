using System.Collections.Frozen;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Capture;

/// <summary>What a line typed under an open form is.</summary>
internal enum ReplyKind
{
    /// <summary>May be an answer to the form.</summary>
    Answer,

    /// <summary>A question, a greeting, thanks, a goodbye: nothing to the form.</summary>
    Talk,

    /// <summary>"ok, save it".</summary>
    Save,

    /// <summary>"never mind".</summary>
    Drop,

    /// <summary>"edit", or no more than "no".</summary>
    Change,
}

/// <summary>
/// Reads what a line typed under an open form is, by all of its words: "Thank you cards" is a title. English and French, any case, with or
/// without accents.
/// </summary>
internal static class CaptureReply
{
    private static readonly FrozenSet<string> QuestionWords = Words(
        "who who's whose whom what what's whats which when when's where where's why how how's "
        + "qui que qu'est quoi quel quelle quels quelles quand pourquoi comment combien");

    private static readonly FrozenSet<string> Assents = Words(
        "save ok okay yes yep yeah yup sure confirm confirmed correct 👍 "
        + "oui ouais d'accord enregistre enregistrer enregistrez sauvegarde sauvegarder confirme confirmer valide valider validez");

    private static readonly FrozenSet<string> WithAssents = Words(
        "it that this please now then go ahead do looks good la le les svp stp s'il te vous plait c'est bon vas allez y alors");

    private static readonly FrozenSet<string> AssentPhrases = Phrases(
        "go ahead", "do it", "looks good", "that's right", "that is right", "c'est bon", "c'est ca", "vas y", "allez y");

    private static readonly FrozenSet<string> Polite = Words(
        "please oh ok okay no non actually then svp stp merci thanks finalement alors");

    private static readonly FrozenSet<string> Refusals = Phrases(
        "never mind", "nevermind", "forget it", "forget that", "forget this", "forget about it", "drop it", "drop that", "drop this",
        "discard", "discard it", "don't save", "don't save it", "do not save", "do not save it", "leave it",
        "laisse tomber", "laissez tomber", "laisse", "oublie", "oublie ca", "oublie la", "oubliez", "oubliez ca", "abandonne", "abandonner",
        "abandonnez", "n'enregistre pas", "ne l'enregistre pas", "n'enregistrez pas", "ne l'enregistrez pas", "ne pas enregistrer",
        "tant pis", "pas la peine");

    private static readonly FrozenSet<string> Changes = Phrases(
        "no", "nope", "change", "change it", "edit", "edit it", "modify", "non", "modifier", "modifie", "modifie la", "changer");

    private static readonly FrozenSet<string> Greetings = Words("hi hello hey hiya bonjour bonsoir salut coucou");

    private static readonly FrozenSet<string> WithGreetings = Words(
        "there again all everyone everybody team bot you guys a tous toutes tout le monde");

    private static readonly FrozenSet<string> Thanks = Words("thanks thank thx cheers merci");

    private static readonly FrozenSet<string> WithThanks = Words(
        "you a lot so very much many ok okay great super nice cool perfect again all everyone for that this the help bot "
        + "beaucoup bien bcp mille infiniment vous toi tout pour ca l'aide d'avance parfait");

    private static readonly FrozenSet<string> Goodbyes = Words("bye goodbye ciao");

    private static readonly FrozenSet<string> Farewells = Phrases(
        "see you", "good night", "have a nice day", "have a good day", "have a nice evening", "have a nice weekend", "take care",
        "au revoir", "a bientot", "a demain", "a plus", "a plus tard", "a tout a l'heure", "a lundi", "bonne journee", "bonne soiree",
        "bonne nuit", "bon week end", "bon weekend");

    private static readonly FrozenSet<string> WithFarewells = Words(
        "later tomorrow soon then next week monday around all everyone tout le monde a tous et merci thanks ok");

    /// <summary>More words are no assent, thanks or greeting, and a pasted text has thousands.</summary>
    private const int MostWords = 12;

    public static ReplyKind Read(string text)
    {
        var line = text.Trim();
        var words = Split(line);
        if (words.Length > 0 && IsQuestion(line, words))
        {
            return ReplyKind.Talk;
        }

        if (words.Length is 0 or > MostWords)
        {
            return ReplyKind.Answer;
        }

        var said = string.Join(' ', words);
        var bare = string.Join(' ', words.SkipWhile(Polite.Contains).Reverse().SkipWhile(Polite.Contains).Reverse());
        return IsAll(words, Thanks, WithThanks) || IsGreeting(words) || IsGoodbye(words) ? ReplyKind.Talk
            : Changes.Contains(said) ? ReplyKind.Change
            : Refusals.Contains(bare) || said is "no thanks" or "no thank you" or "non merci" ? ReplyKind.Drop
            : AssentPhrases.Contains(said) || IsAll(words, Assents, WithAssents) ? ReplyKind.Save
            : ReplyKind.Answer;
    }

    /// <summary>The words of a line, folded, without what is put between them.</summary>
    private static string[] Split(string line) => SearchText.Fold(line).Split(
        [' ', ',', ';', '.', '!', ':', '…', '(', ')', '-', '"'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Ends as one or begins as one. "Ou" is no "où", and "Est" alone is a point of the compass.</summary>
    private static bool IsQuestion(string line, string[] words) =>
        line.TrimEnd(' ', '!', '.', ')', '"').EndsWith('?') || line.EndsWith('？')
        || QuestionWords.Contains(words[0])
        || line.StartsWith("où ", StringComparison.OrdinalIgnoreCase)
        || words is ["est", "ce", ..];

    private static bool IsGreeting(string[] words) =>
        IsAll(words, Greetings, WithGreetings)
        || (words is ["good", "morning" or "afternoon" or "evening" or "day", ..] && words.Skip(2).All(WithGreetings.Contains));

    private static bool IsGoodbye(string[] words) =>
        IsAll(words, Goodbyes, WithFarewells)
        || Enumerable.Range(1, words.Length).Any(
            n => Farewells.Contains(string.Join(' ', words[..n])) && words.Skip(n).All(WithFarewells.Contains));

    /// <summary>At least one word that says it, and none that says something else.</summary>
    private static bool IsAll(string[] words, FrozenSet<string> those, FrozenSet<string> with) =>
        words.Any(those.Contains) && words.All(w => those.Contains(w) || with.Contains(w));

    private static FrozenSet<string> Words(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static FrozenSet<string> Phrases(params string[] phrases) => phrases.ToFrozenSet(StringComparer.Ordinal);
}
