using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Understanding;

/// <summary>Finds the chances of success in a line: "60%", "prob 15", "0.6", "50/50", "une chance sur deux".</summary>
internal static class SpokenChances
{
    /// <summary>
    /// Takes the first chances that a word of chance stands beside. Where there are none, those that stand alone are laid aside in
    /// <paramref name="bare"/>, so that no day and no amount is made of them: see <see cref="TakeBare"/>.
    /// </summary>
    public static decimal? Take(TokenizedLine line, CultureInfo culture, List<Doubt> doubts, out IReadOnlyList<(int At, int Length)> bare)
    {
        List<(int At, int Length)> alone = [];
        bare = alone;
        for (var i = 0; i < line.Count; i++)
        {
            if (Find(line, i, culture) is not { } said)
            {
                continue;
            }

            if (said.IsSure || Lexicon.ChanceWords.Contains(line[i - 1])
                || Lexicon.ChanceWords.Contains(line[AfterOf(line, i + said.Length)])
                || (Lexicon.ChanceLeadIns.Contains(line[i - 1]) && Lexicon.ChanceWords.Contains(line[i - 2])))
            {
                var chances = TakeSaid(line, i, said, doubts);
                TakeAgain(line, alone, chances, culture);
                alone.Clear();
                return chances;
            }

            alone.Add((i, said.Length));
            i += said.Length - 1;
        }

        foreach (var (at, length) in alone)
        {
            line.Take(at, length);
        }

        return null;
    }

    /// <summary>
    /// Takes the first percentage that no word of the title follows: "20% discount" and "100% LED" say something of the thing, and stay
    /// where they are.
    /// </summary>
    /// <param name="line">With what else is understood taken out, contacts and people not yet.</param>
    /// <param name="bare">What was laid aside.</param>
    /// <param name="names">Whether a contact or a person is named here.</param>
    /// <param name="culture">Decides what 62,5 means.</param>
    /// <param name="doubts">Where a wrong figure is told.</param>
    public static decimal? TakeBare(
        TokenizedLine line, IReadOnlyList<(int At, int Length)> bare, Func<int, bool> names, CultureInfo culture, List<Doubt> doubts)
    {
        GiveBack(line, bare);
        foreach (var (at, length) in bare)
        {
            var next = at + length;
            if (line.EndsRun(next) || line[next] is "" or "-" or "/" or "|" or "+" || Lexicon.SureContactLeads.Contains(line[next])
                || names(next) || (Lexicon.ContactLeads.Contains(line[next]) && names(next + 1)))
            {
                return Find(line, at, culture) is { } said && !Lexicon.Discounts.Contains(line[at - 1])
                    ? TakeSaid(line, at, said, doubts) : null;
            }
        }

        return null;
    }

    /// <summary>Words laid aside belong to the line again.</summary>
    public static void GiveBack(TokenizedLine line, IReadOnlyList<(int At, int Length)> bare)
    {
        foreach (var (at, length) in bare)
        {
            line.GiveBack(at, length);
        }
    }

    private static int AfterOf(TokenizedLine line, int i) => Lexicon.Of.Contains(line[i]) ? i + 1 : i;

    private static decimal? TakeSaid(TokenizedLine line, int i, Said said, List<Doubt> doubts)
    {
        var text = line.Raw(i, said.Length);
        line.Take(i, said.Length);
        for (var k = i - 1; k >= 0 && !line.StartsPart(k + 1)
            && (Lexicon.ChanceWords.Contains(line[k]) || Lexicon.ChanceLeadIns.Contains(line[k])); k--)
        {
            line.Take(k);
        }

        var next = AfterOf(line, i + said.Length);
        if (Lexicon.ChanceWords.Contains(line[next]))
        {
            line.Take(i + said.Length, next - i - said.Length + 1);
            if (Lexicon.Of.Contains(line[next + 1]) && Lexicon.ChanceWords.Contains(line[next + 2]))
            {
                line.Take(next + 1, 2);
            }
        }

        if (said.Percent is not (>= 0 and <= 100))
        {
            doubts.Add(new Doubt("chances", Doubt.Unusable, text));
            return null;
        }

        var percent = said.Percent.Value / 1.0000000000000000000000000000m;
        if (said.IsDoubtful)
        {
            doubts.Add(new Doubt("chances", Doubt.ReadAs, text, percent.ToString("0.##", CultureInfo.InvariantCulture) + " %"));
        }

        return percent;
    }

    /// <summary>The same said once more: "une chance sur deux, 50 %".</summary>
    private static void TakeAgain(TokenizedLine line, List<(int At, int Length)> before, decimal? chances, CultureInfo culture)
    {
        foreach (var (at, length) in before)
        {
            if (Find(line, at, culture) is { } said && said.Percent == chances)
            {
                line.Take(at, length);
            }
        }

        for (var i = 0; i < line.Count; i++)
        {
            if (Find(line, i, culture) is { } said && said.Percent == chances && line.EndsRun(i + said.Length))
            {
                line.Take(i, said.Length);
            }
        }
    }

    private static Said? Find(TokenizedLine line, int i, CultureInfo culture) =>
        !line.IsFree(i) ? null : OneIn(line, i) ?? Even(line, i) ?? Percentage(line, i, culture);

    /// <summary>"Une chance sur deux", "one in three chance", "2 chances sur 3", "3 chances out of 4".</summary>
    private static Said? OneIn(TokenizedLine line, int i)
    {
        if (CountOf(line[i]) is not { } count)
        {
            return null;
        }

        var k = i + 1;
        var hasWord = Lexicon.ChanceWords.Contains(line[k]);
        k += hasWord ? 1 : 0;
        var of = line.LengthOf(Lexicon.OutOf, k);
        if (of == 0 || !line.IsRun(i, k - i + of + 1) || CountOf(line[k + of]) is not { } all || all < 2 || count > all)
        {
            return null;
        }

        var length = k - i + of + 1;
        hasWord |= Lexicon.ChanceWords.Contains(line[i + length]) || Lexicon.ChanceWords.Contains(line[i - 1]);
        return hasWord ? new Said(length, decimal.Round(100m * count / all, 0, MidpointRounding.AwayFromZero), IsSure: true) : null;
    }

    private static int? CountOf(string word) => Lexicon.Numbers.TryGetValue(word, out var named) ? named : NumberWords.Small(word);

    /// <summary>"50/50", "fifty-fifty", "60/40".</summary>
    private static Said? Even(TokenizedLine line, int i)
    {
        var parts = line[i].Split('/', '-');
        if (parts is [var one] && NumberWords.Small(one) == 50 && NumberWords.Small(line[i + 1]) == 50 && !char.IsAsciiDigit(line[i][0])
            && !line.StartsPart(i + 1))
        {
            return new Said(2, 50, IsSure: true);
        }

        return parts is [var first, var second] && NumberWords.Small(first) is { } chances && NumberWords.Small(second) is { } rest
            && chances + rest == 100 && (chances == 50 || line[i].Contains('/', StringComparison.Ordinal))
            ? new Said(1, chances, IsSure: true, IsDoubtful: chances != 50) : null;
    }

    private static Said? Percentage(TokenizedLine line, int i, CultureInfo culture)
    {
        var word = line[i];
        var figure = word.Length == 0 ? null : Figure.Read(word.TrimEnd('%'), culture);
        var words = figure is null && word.Length > 0 ? NumberWords.Read(line, i) : null;
        if (figure is not { Suffix.Length: 0, Currency: null } && words is not { Scale: 1 })
        {
            return null;
        }

        var number = figure is null ? words!.Value : figure.IsUsable ? figure.Value : (decimal?)null;
        if (word[^1] == '%')
        {
            return new Said(1, number);
        }

        var length = words?.Length ?? 1;
        var isBehindWord = Lexicon.ChanceWords.Contains(line[i - 1]) && !line.StartsPart(i)
            || (Lexicon.ChanceLeadIns.Contains(line[i - 1]) && Lexicon.ChanceWords.Contains(line[i - 2]) && line.EndsRun(i + length));
        if (Lexicon.Percent.Contains(line[i + length]) && !line.StartsPart(i + length))
        {
            return new Said(length + 1, number);
        }

        if (line.LengthOf(Lexicon.PercentPhrases, i + length) is > 0 and var phrase)
        {
            return new Said(length + phrase, number);
        }

        // "0.6" is six in ten; of what else it may be it is not the amount.
        if (figure is { IsUsable: true, Value: > 0 and < 1 } && (isBehindWord || line.EndsRun(i + 1)) && !IsAmount(line, i))
        {
            return new Said(1, number * 100, IsDoubtful: !isBehindWord);
        }

        return isBehindWord ? new Said(length, number, IsDoubtful: number == 1) : null;
    }

    private static bool IsAmount(TokenizedLine line, int i) =>
        Lexicon.Currencies.ContainsKey(line[i + 1]) || Lexicon.Scales.ContainsKey(line[i + 1])
            || Lexicon.Currencies.ContainsKey(line[i - 1]) || Lexicon.AmountNames.Contains(line[i - 1]);

    /// <summary>Chances as they stand in the line.</summary>
    /// <param name="Length">In words.</param>
    /// <param name="Percent">Null when the figure cannot be used.</param>
    /// <param name="IsSure">It can be nothing else.</param>
    /// <param name="IsDoubtful">It may mean another number.</param>
    private sealed record Said(int Length, decimal? Percent, bool IsSure = false, bool IsDoubtful = false);
}
