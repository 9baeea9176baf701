using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Understanding;

/// <summary>Finds the amount in a line, written or dictated the English or the French way.</summary>
internal static class Amounts
{
    /// <summary>How far from an amount a discount or a quantity says something of it, in words.</summary>
    private const int Beside = 3;

    /// <summary>Of the same behind it: "45k avec 10 % de remise".</summary>
    private const int Behind = 5;

    private const int Sure = 5;
    private const int WithUnit = 4;

    /// <summary>Takes the number that most looks like an amount: one with a currency before one with "k", before a bare one.</summary>
    /// <param name="line">With chances and dates taken out.</param>
    /// <param name="culture">Decides what 12,500 means.</param>
    /// <param name="doubts">Where it is told what the amount may not be.</param>
    /// <param name="currency">The company's, ISO code; empty when any will do.</param>
    public static decimal? TakeValue(TokenizedLine line, CultureInfo culture, List<Doubt> doubts, string currency = "") =>
        TakeValue(line, culture, doubts, currency, leastRank: 0);

    /// <summary>
    /// As <see cref="TakeValue(TokenizedLine, CultureInfo, List{Doubt}, string)"/>, from a longer text: only what has a unit or is called
    /// the value, for bare numbers may be telephone numbers.
    /// </summary>
    public static decimal? TakeSaidValue(TokenizedLine line, CultureInfo culture, List<Doubt> doubts, string currency) =>
        TakeValue(line, culture, doubts, currency, WithUnit);

    private static decimal? TakeValue(TokenizedLine line, CultureInfo culture, List<Doubt> doubts, string currency, int leastRank)
    {
        var found = Find(line, new AmountReader(line, culture)).FindAll(c => c.Rank >= leastRank);
        if (found.MaxBy(c => c.Rank) is not { } best)
        {
            return null;
        }

        var other = found.FirstOrDefault(c => c != best && (c.Rank == best.Rank || c.Amount.HasUnit));
        if (other is not null)
        {
            doubts.Add(new Doubt("value", Doubt.SecondAmount, line.Raw(other.Amount.At, other.Amount.Length)));
        }

        var text = line.Raw(best.Amount.At, best.Amount.Length);
        var isBesideDiscount = IsBesideDiscount(line, best.Amount);
        var isBesideQuantity = IsBesideQuantity(line, best.Amount);
        line.Take(best.Amount.At, best.Amount.Length);
        line.TakeLeadIn(best.Amount.At, Lexicon.AmountLeadIns);
        if (best.Amount.Value is not (>= 0 and <= Checks.MaxAmount))
        {
            doubts.Add(new Doubt("value", Doubt.Unusable, text));
            return null;
        }

        // Dividing by a one with many places drops trailing zeros: "1,5 M" is written 1500000, not 1500000.0.
        var value = decimal.Round(best.Amount.Value.Value, 2, MidpointRounding.AwayFromZero) / 1.0000000000000000000000000000m;
        if (best.Amount.IsRange)
        {
            doubts.Add(new Doubt("value", Doubt.Range, text));
        }
        else if (best.Amount.IsDoubtful)
        {
            doubts.Add(new Doubt("value", Doubt.ReadAs, text, value.ToString("N2", culture)));
        }
        else if (!best.Amount.HasUnit && value < 100)
        {
            doubts.Add(new Doubt("value", Doubt.NoUnit, text));
        }

        if (best.Amount.Currency is { } said && currency.Length > 0 && !MoneyWords.MayBe(said, currency))
        {
            doubts.Add(new Doubt("value", Doubt.OtherCurrency, text, currency));
        }

        if (isBesideDiscount || isBesideQuantity)
        {
            doubts.Add(new Doubt("value", isBesideDiscount ? Doubt.BesideDiscount : Doubt.BesideQuantity, text));
        }

        return value;
    }

    private static List<Candidate> Find(TokenizedLine line, AmountReader reader)
    {
        var found = new List<Candidate>();
        for (var i = 0; i < line.Count; i++)
        {
            if (line.IsFree(i) && reader.Read(i) is { } amount && RankOf(line, amount) is { } rank)
            {
                amount = WithoutTax(line, amount);
                found.Add(new Candidate(amount, rank));
                i += amount.Length - 1;
            }
        }

        return found;
    }

    /// <summary>How much it looks like the amount, the more the surer; null when it does not.</summary>
    private static int? RankOf(TokenizedLine line, Amount amount)
    {
        var isLedTo = IsLedTo(line, amount.At);
        if (amount.IsInWords && !amount.HasUnit && !isLedTo)
        {
            return null;
        }

        if (!amount.HasUnit && amount.Figure is { } figure
            && ((!isLedTo && IsCountOrYear(figure, EndsThere(line, amount, figure)))
                || (figure is { IsUsable: false } or { Value: < 0 } && !line.EndsRun(amount.End))))
        {
            return null;
        }

        if (IsDiscount(line, amount) || Lexicon.Things.Contains(line[amount.End]) && amount.Currency is null)
        {
            return 0;
        }

        return amount.Currency is not null || isLedTo ? Sure : amount.Scale > 1 ? WithUnit : amount.Value >= 100 ? 2 : 1;
    }

    /// <summary>Before tax, which a value is.</summary>
    private static Amount WithoutTax(TokenizedLine line, Amount amount) =>
        amount.HasUnit && Lexicon.BeforeTax.Contains(line[amount.End]) && !line.StartsPart(amount.End)
            ? amount with { Length = amount.Length + 1 } : amount;

    /// <summary>"Value 500", "budget of 500", "montant de 500".</summary>
    private static bool IsLedTo(TokenizedLine line, int at) =>
        Lexicon.AmountNames.Contains(line[at - 1])
            || (Lexicon.AmountLeadIns.Contains(line[at - 1]) && Lexicon.AmountNames.Contains(line[at - 2]));

    /// <summary>No word of the title follows. "Office 365 for Contoso" goes on; "45000 for Contoso" does not.</summary>
    private static bool EndsThere(TokenizedLine line, Amount amount, Figure figure) =>
        line.EndsRun(amount.End)
            || ((figure.IsGrouped || figure.Value >= 1_000) && Lexicon.ContactLeads.Contains(line[amount.End])
                && line.IsRun(amount.At, amount.Length + 2));

    /// <summary>A number of things ("500 seats"), or a year.</summary>
    private static bool IsCountOrYear(Figure figure, bool endsRun) =>
        figure is { IsUsable: true, Value: >= 0 }
        && (!endsRun || (figure is { IsWhole: true, IsGrouped: false, Value: >= 1990 and < 2100 } && figure.Value % 100 != 0));

    /// <summary>"5k off", "discount of 5k", "remise de 2 000 €".</summary>
    private static bool IsDiscount(TokenizedLine line, Amount amount) =>
        Lexicon.Discounts.Contains(line[amount.End])
            || Lexicon.Discounts.Contains(line[amount.At - 1])
            || (Lexicon.AmountLeadIns.Contains(line[amount.At - 1]) && Lexicon.Discounts.Contains(line[amount.At - 2]));

    /// <summary>A discount is named near it in the same part: whether it is off already, nobody can tell.</summary>
    private static bool IsBesideDiscount(TokenizedLine line, Amount amount)
    {
        for (var i = amount.At - 1; i >= Math.Max(0, amount.At - Beside) && !line.StartsPart(i + 1); i--)
        {
            if (Lexicon.Discounts.Contains(line[i]))
            {
                return true;
            }
        }

        for (var i = amount.End; i < Math.Min(line.Count, amount.End + Behind) && !line.StartsPart(i); i++)
        {
            if (Lexicon.Discounts.Contains(line[i]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>"12 licences at 450 €", "450 € each", "45k seats": it may be the price of one, or no price.</summary>
    private static bool IsBesideQuantity(TokenizedLine line, Amount amount)
    {
        var next = line.StartsPart(amount.End) ? "" : line[amount.End];
        if (Lexicon.Each.Contains(next) || Lexicon.Things.Contains(next) || (next.StartsWith('/') && Lexicon.Each.Contains(next[1..]))
            || (Lexicon.Per.Contains(next) && (IsEach(amount.End + 1) || IsEach(amount.End + 2))))
        {
            return true;
        }

        // A count before "at", and what is counted between them.
        if (!Lexicon.At.Contains(line[amount.At - 1]) || line.StartsPart(amount.At))
        {
            return false;
        }

        for (var i = amount.At - 3; i >= Math.Max(0, amount.At - Beside - 2) && !line.StartsPart(i + 1); i--)
        {
            if (NumberWords.Small(line[i]) > 1)
            {
                return true;
            }
        }

        return false;

        bool IsEach(int i) => !line.StartsPart(i) && Lexicon.Each.Contains(line[i]);
    }

    private sealed record Candidate(Amount Amount, int Rank);
}
