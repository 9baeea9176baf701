using System.Text.RegularExpressions;

namespace ChatOpportunities.Bot.Understanding.Talk;

/// <summary>Parts what is written as one word and said as two, so that the lexicon needs each word once.</summary>
internal static partial class SpokenWords
{
    /// <summary>
    /// Elided articles apart from their words ("l'affaire"), pronouns apart from their verbs ("ai-je"), and a pronoun that stands for the
    /// opportunity as one that stands alone ("repousse-la", "on l'a gagnée", "la passer").
    /// </summary>
    public static string Spread(string text)
    {
        var plain = text.Replace('’', '\'').Replace(" & ", " and ", StringComparison.Ordinal);
        plain = Suffixed().Replace(plain, "$1 celle-ci");
        plain = Had().Replace(plain, "celle-ci ");
        plain = Elided().Replace(plain, "$1 ");
        plain = Led().Replace(plain, "celle-ci ");
        return Inverted().Replace(plain, " ");
    }

    [GeneratedRegex(@"(?<![\p{L}'\-])(l|d|qu|j|m|c|n|s|t)'(?=\p{L})(?!ici\b)", RegexOptions.IgnoreCase)]
    private static partial Regex Elided();

    [GeneratedRegex(@"(?<![\p{L}\-])(?!cel|ceu|voi)(\p{L}{3,20})-(?:la|le)(?![\p{L}\-])", RegexOptions.IgnoreCase)]
    private static partial Regex Suffixed();

    [GeneratedRegex(@"(?<![\p{L}'])l'(?=(?:ai|as|a|avons|avez|ont|avait)(?![\p{L}']))", RegexOptions.IgnoreCase)]
    private static partial Regex Had();

    /// <summary>"la passer", "la à 20k": no article stands before a verb or a preposition.</summary>
    [GeneratedRegex(
        @"(?<![\p{L}'\-])(?:la|le)\s(?=(?:passer|mettre|repousser|d[ée]caler|reporter|renommer|confier|donner|d[ée]placer"
        + @"|fermer|cl[oô]turer"
        + @"|changer|avancer|rouvrir|veux|voudrais|en|à|au|vers|donne)\s)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Led();

    [GeneratedRegex(@"(?<=\p{L})-(?=(?:je|tu|il|elle|on|nous|vous|moi|toi|ce|t|ci|là|la|y|en)(?!\p{L}))", RegexOptions.IgnoreCase)]
    private static partial Regex Inverted();
}
