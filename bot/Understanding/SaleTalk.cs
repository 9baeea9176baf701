using System.Globalization;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Understanding;

/// <summary>The words that say that a line is about a sale: "got a lead from", "nouvelle affaire chez", "wants to buy".</summary>
internal static class SaleTalk
{
    /// <summary>A line that says there is a sale is no longer.</summary>
    private const int MostWords = 60;

    /// <summary>
    /// Takes "deal", "new opp:", "got a lead" from before the title, with the words that only lead on to it.
    /// </summary>
    /// <returns>Where "from" or "with" stands behind them, which leads to the contact then; null when it does not.</returns>
    public static int? TakeLead(TokenizedLine line)
    {
        var first = Enumerable.Range(0, line.Count).FirstOrDefault(line.IsFree, line.Count);
        if (EndOf(line, first) is not { } end)
        {
            return null;
        }

        line.Take(first, end - first);
        if (Lexicon.FromLeads.Contains(line[end]) && line.IsRun(end, 2) && !line.StartsPart(end))
        {
            return end;
        }

        for (var i = end; line.IsFree(i) && !line.StartsPart(i) && Lexicon.Connectors.Contains(line[i]); i++)
        {
            line.Take(i);
        }

        return null;
    }

    /// <summary>
    /// Whether a line without a command word says that there is a sale: "got a lead from Northwind, about 20k, spring", "Contoso veut
    /// 40 lampes, 12k". Not a question, not what is said of an opportunity that is there ("the deal with Contoso is lost").
    /// </summary>
    public static bool SaysSale(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var line = new TokenizedLine(text.Length <= OneLine.MaxLength ? text : text[..OneLine.MaxLength]);
        var words = Enumerable.Range(0, Math.Min(line.Count, MostWords)).Select(i => line[i]).ToList();
        if (line.Count is < 3 or > MostWords || SearchText.Fold(text).EndsWith('?') || Lexicon.QuestionWords.Contains(words[0])
            || words.Any(w => Lexicon.NoSaleWords.Contains(w) || w.StartsWith('#') || w.StartsWith("opp-", StringComparison.Ordinal)))
        {
            return false;
        }

        return Enumerable.Range(0, words.Count).Any(i => IsNewSale(line, i)) || (words.Any(Lexicon.Wishes.Contains) && HasAmount(line));
    }

    /// <summary>"Got a lead", "une nouvelle piste", "deal with Contoso ... 20k": one that was not there before.</summary>
    private static bool IsNewSale(TokenizedLine line, int i)
    {
        // "Deals over 50k" asks for those that are there.
        if (!Lexicon.TitleWords.Contains(line[i]) || line[i][^1] == 's' || IsCompound(line, i))
        {
            return false;
        }

        var isNew = Lexicon.Indefinite.Contains(line[i - 1])
            || (Lexicon.TitleVerbs.Contains(line[i - 1]) && Lexicon.Indefinite.Contains(line[i - 2]));
        return (isNew && (Enumerable.Range(0, i).Any(k => Lexicon.SaleVerbs.Contains(line[k])) || Lexicon.SaleOrigins.Contains(line[i + 1])
                || HasAmount(line)))
            || (i == 0 && HasAmount(line));
    }

    private static bool HasAmount(TokenizedLine line) =>
        Amounts.TakeValue(line, CultureInfo.InvariantCulture, []) is not null;

    /// <summary>Behind the title word that the line begins with, with what is said before it; null when it begins with none.</summary>
    private static int? EndOf(TokenizedLine line, int first)
    {
        for (var i = first; line.IsFree(i) && (i == first || !line.StartsPart(i)); i++)
        {
            if (Lexicon.TitleWords.Contains(line[i]))
            {
                var end = i + 1;
                while (Lexicon.TitleTrailing.Contains(line[end]) && line.IsFree(end) && !line.StartsPart(end))
                {
                    end++;
                }

                return IsCompound(line, i) ? null : end;
            }

            if (!Lexicon.TitleVerbs.Contains(line[i]) && !Lexicon.TitleArticles.Contains(line[i]))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>"Lead generation" is sold like anything else.</summary>
    private static bool IsCompound(TokenizedLine line, int i) =>
        !line.StartsPart(i + 1) && Lexicon.NotTitleWords.Contains(line[i] + "=" + line[i + 1]);
}
