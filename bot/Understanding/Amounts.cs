using System.Collections.Frozen;
using System.Globalization;

namespace ChatOpportunities.Bot.Understanding;

/// <summary>Finds the amount and the percentage in a line, written the English or the French way.</summary>
internal static class Amounts
{
    /// <summary>Largest value an opportunity can have.</summary>
    public const decimal Largest = 999_999_999_999.99m;

    private static readonly FrozenSet<string> LeadIns = FrozenSet.Create(
        StringComparer.Ordinal, "value", "worth", "amount", "valeur", "montant", "budget", "for", "at", "a", "of", "de", "pour", "about",
        "environ", "is", "est", "approx", "vaut",
        "valued", "around", "roughly", "approximately", "circa", "ca", "env", "presque", "nearly", "almost", "estimated", "estime",
        "estimee", "d'environ");

    private static readonly FrozenSet<string> Named = FrozenSet.Create(
        StringComparer.Ordinal, "value", "worth", "amount", "valeur", "montant", "budget", "vaut");

    private static readonly FrozenDictionary<string, decimal> Words = new Dictionary<string, decimal>
    {
        ["a"] = 1,
        ["one"] = 1,
        ["un"] = 1,
        ["une"] = 1,
        ["two"] = 2,
        ["deux"] = 2,
        ["three"] = 3,
        ["trois"] = 3,
        ["four"] = 4,
        ["quatre"] = 4,
        ["five"] = 5,
        ["cinq"] = 5,
        ["six"] = 6,
        ["seven"] = 7,
        ["sept"] = 7,
        ["eight"] = 8,
        ["huit"] = 8,
        ["nine"] = 9,
        ["neuf"] = 9,
        ["ten"] = 10,
        ["dix"] = 10,
        ["twelve"] = 12,
        ["douze"] = 12,
        ["fifteen"] = 15,
        ["quinze"] = 15,
        ["twenty"] = 20,
        ["vingt"] = 20,
        ["thirty"] = 30,
        ["trente"] = 30,
        ["forty"] = 40,
        ["quarante"] = 40,
        ["fifty"] = 50,
        ["cinquante"] = 50,
        ["sixty"] = 60,
        ["soixante"] = 60,
        ["seventy"] = 70,
        ["eighty"] = 80,
        ["ninety"] = 90,
        ["hundred"] = 100,
        ["cent"] = 100,
        ["half"] = 0.5m,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> ChanceWords = FrozenSet.Create(
        StringComparer.Ordinal, "chance", "chances", "probability", "probabilite", "probable", "likely", "likelihood", "reussite",
        "success");

    private static readonly FrozenSet<string> ChanceLeadIns = FrozenSet.Create(
        StringComparer.Ordinal, "at", "of", "a", "de", "with", "avec", "is", "est", "about", "around", "roughly", "environ");

    private static readonly FrozenSet<string> Currencies = FrozenSet.Create(
        StringComparer.Ordinal, "€", "$", "£", "eur", "euro", "euros", "d'euros", "d'euro", "usd", "gbp", "chf", "cad", "dollar", "dollars",
        "pounds", "francs");

    private static readonly FrozenDictionary<string, decimal> Multipliers = new Dictionary<string, decimal>
    {
        ["k"] = 1_000,
        ["thousand"] = 1_000,
        ["mille"] = 1_000,
        ["m"] = 1_000_000,
        ["mio"] = 1_000_000,
        ["mn"] = 1_000_000,
        ["million"] = 1_000_000,
        ["millions"] = 1_000_000,
        ["bn"] = 1_000_000_000,
        ["md"] = 1_000_000_000,
        ["milliard"] = 1_000_000_000,
        ["milliards"] = 1_000_000_000,
        ["billion"] = 1_000_000_000,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>
    /// Takes the first percentage that a word of chance stands beside as the chances of success. Where there is none, those that stand
    /// alone are laid aside in <paramref name="bare"/>, so that no day and no amount is made of them: see <see cref="TakeBareChances"/>.
    /// </summary>
    public static decimal? TakeChances(
        TokenizedLine line, CultureInfo culture, List<Doubt> doubts, out IReadOnlyList<(int At, int Length)> bare)
    {
        List<(int At, int Length)> alone = [];
        bare = alone;
        for (var i = 0; i < line.Count; i++)
        {
            if (Percentage(line, i) is not { } length)
            {
                continue;
            }

            if (ChanceWords.Contains(line[i - 1]) || ChanceWords.Contains(line[AfterOf(line, i + length)])
                || (ChanceLeadIns.Contains(line[i - 1]) && ChanceWords.Contains(line[i - 2])))
            {
                alone.Clear();
                return TakeChances(line, i, length, culture, doubts);
            }

            alone.Add((i, length));
            i += length - 1;
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
    public static decimal? TakeBareChances(
        TokenizedLine line, IReadOnlyList<(int At, int Length)> bare, Func<int, bool> names, CultureInfo culture, List<Doubt> doubts)
    {
        foreach (var (at, length) in bare)
        {
            line.GiveBack(at, length);
        }

        foreach (var (at, length) in bare)
        {
            var next = at + length;
            if (line.EndsRun(next) || line[next] is "" or "-" or "/" or "|" or "+" or "chez" or "client" or "customer"
                || names(next)
                || (line[next] is "for" or "pour" or "with" or "avec" or "at" or "contact" && names(next + 1)))
            {
                return TakeChances(line, at, length, culture, doubts);
            }
        }

        return null;
    }

    private static int AfterOf(TokenizedLine line, int i) => line[i] is "de" or "of" ? i + 1 : i;

    private static decimal? TakeChances(TokenizedLine line, int i, int length, CultureInfo culture, List<Doubt> doubts)
    {
        var text = line.Raw(i, length);
        var number = Number.Read(line[i], culture);
        line.Take(i, length);
        for (var k = i - 1; k >= 0 && !line.StartsPart(k + 1) && (ChanceWords.Contains(line[k]) || ChanceLeadIns.Contains(line[k])); k--)
        {
            line.Take(k);
        }

        var next = AfterOf(line, i + length);
        if (ChanceWords.Contains(line[next]))
        {
            line.Take(i + length, next - i - length + 1);
            if (line[next + 1] is "of" or "de" && ChanceWords.Contains(line[next + 2]))
            {
                line.Take(next + 1, 2);
            }
        }

        if (number is { IsUsable: true, Value: >= 0 and <= 100 })
        {
            return number.Value / 1.0000000000000000000000000000m;
        }

        doubts.Add(new Doubt("chances", Doubt.Unusable, text));
        return null;
    }

    private static int? Percentage(TokenizedLine line, int i)
    {
        var word = line[i];
        if (word.Length == 0 || Number.Read(word.TrimEnd('%'), CultureInfo.InvariantCulture) is not { Suffix.Length: 0 })
        {
            return null;
        }

        if (word[^1] == '%')
        {
            return 1;
        }

        return (line[i + 1], line[i + 2]) switch
        {
            ("%" or "percent" or "pct" or "pourcent", _) => 2,
            ("pour", "cent") or ("per", "cent") => 3,
            _ when ChanceWords.Contains(line[i - 1]) => 1,
            _ => null,
        };
    }

    /// <summary>Takes the number that most looks like an amount: one with a currency before one with "k", before a bare one.</summary>
    public static decimal? TakeValue(TokenizedLine line, CultureInfo culture, List<Doubt> doubts)
    {
        var candidates = new List<Candidate>();
        for (var i = 0; i < line.Count; i++)
        {
            if ((InWords(line, i) ?? Find(line, i, culture)) is { } candidate)
            {
                candidates.Add(candidate);
                i += candidate.Length - 1;
            }
        }

        if (candidates.MaxBy(c => c.Rank) is not { } best)
        {
            return null;
        }

        var text = line.Raw(best.At, best.Length);
        line.Take(best.At, best.Length);
        line.TakeLeadIn(best.At, LeadIns);
        if (candidates.FirstOrDefault(c => c != best && c.Rank == best.Rank) is { } other)
        {
            doubts.Add(new Doubt("value", Doubt.SecondAmount, line.Raw(other.At, other.Length)));
        }

        if (best.Value is not (>= 0 and <= Largest))
        {
            doubts.Add(new Doubt("value", Doubt.Unusable, text));
            return null;
        }

        // Dividing by a one with many places drops trailing zeros: "1,5 M" is written 1500000, not 1500000.0.
        var value = decimal.Round(best.Value.Value, 2, MidpointRounding.AwayFromZero) / 1.0000000000000000000000000000m;
        if (best.IsDoubtful)
        {
            doubts.Add(new Doubt("value", Doubt.ReadAs, text, value.ToString("N2", culture)));
        }
        else if (best.IsPlain && value < 100)
        {
            doubts.Add(new Doubt("value", Doubt.NoUnit, text));
        }

        return value;
    }

    /// <summary>Half a million, un demi-million, deux cent mille euros, a million and a half.</summary>
    private static Candidate? InWords(TokenizedLine line, int at)
    {
        decimal? number = null;
        var i = at;
        if (line[i] is "un" or "a" && line[i + 1] is "demi-million" || line[i] is "half" && line[i + 1] == "a" && line[i + 2] == "million")
        {
            (number, i) = (0.5m, line[i] == "half" ? at + 2 : at + 1);
        }
        else if (line[i] is "un" or "a" && line[i + 1] is "demi" or "half" && line[i + 2] == "million")
        {
            (number, i) = (0.5m, at + 2);
        }
        else if (WordNumber(line[i]) is { } first)
        {
            (number, i) = (first, at + 1);
            if (line[i] is "hundred" or "cent" or "cents" && first < 100)
            {
                (number, i) = (first * 100, i + 1);
            }
        }

        var unit = line[i] == "demi-million" ? "million" : line[i];
        if (number is null || !line.IsRun(at, i - at + 1) || !Multipliers.TryGetValue(unit, out var multiplier) || unit.Length < 3)
        {
            return null;
        }

        i++;
        var isMore = line[i] is "and" && line[i + 1] == "a" && line[i + 2] == "half" ? 3 : line[i] is "et" && line[i + 1] == "demi" ? 2 : 0;
        if (isMore > 0 && line.IsRun(at, i - at + isMore))
        {
            (number, i) = (number + 0.5m, i + isMore);
        }

        if (line[i] is "d'euros" or "of" && !Currencies.Contains(line[i]))
        {
            return new Candidate(at, i - at, number * multiplier, 2, false, false);
        }

        var hasCurrency = Currencies.Contains(line[i]) && !line.StartsPart(i);
        return new Candidate(at, i - at + (hasCurrency ? 1 : 0), number * multiplier, hasCurrency ? 3 : 2, false, false);
    }

    private static decimal? WordNumber(string word)
    {
        decimal? sum = null;
        foreach (var part in word.Length is > 0 and < 20 ? word.Split('-') : [])
        {
            if (!Words.TryGetValue(part, out var number))
            {
                return null;
            }

            sum = (sum ?? 0) + number;
        }

        return sum;
    }

    private static Candidate? Find(TokenizedLine line, int at, CultureInfo culture)
    {
        var i = at;
        var hasCurrency = false;
        if (Currencies.Contains(line[i]) && !line.StartsPart(i + 1))
        {
            (hasCurrency, i) = (true, i + 1);
        }

        if (line[i].Length == 0 || line[i].EndsWith('%'))
        {
            return null;
        }

        if (Number.Read(ReadGroups(line, ref i), culture) is not { } number)
        {
            return null;
        }

        var multiplier = 1m;
        hasCurrency |= number.HasCurrency;
        if (number.Suffix.Length > 0 && !ReadSuffix(number.Suffix, ref multiplier, ref hasCurrency))
        {
            return null;
        }

        ReadUnits(line, ref i, ref multiplier, ref hasCurrency);
        var hasMultiplier = multiplier > 1;
        if ((hasCurrency || hasMultiplier) && line[i] is "ht" or "h.t" && !line.StartsPart(i))
        {
            i++; // before tax, which a value is
        }

        var isLedTo = IsLedTo(line, at);
        var isPlain = !hasCurrency && !hasMultiplier;
        if (isPlain && !isLedTo && IsCountOrYear(number, line.EndsRun(i)))
        {
            return null;
        }

        if (isPlain && number is { IsUsable: false } or { Value: < 0 } && !line.EndsRun(i))
        {
            return null;
        }

        var value = number.Times(multiplier);
        return new Candidate(at, i - at, value, hasCurrency || isLedTo ? 3 : hasMultiplier ? 2 : value >= 100 ? 1 : 0,
            number.IsDoubtful && !hasMultiplier, isPlain);
    }

    /// <summary>A word, and with "12 500,00" the groups of three behind one to three digits.</summary>
    private static string ReadGroups(TokenizedLine line, ref int i)
    {
        var text = line[i++];
        if (text.TrimStart('-', '+', '€', '$', '£') is { Length: > 0 and <= 3 } head && head.All(char.IsAsciiDigit))
        {
            while (line.IsFree(i) && !line.StartsPart(i) && StartsWithGroup(line[i]) && !line[i].EndsWith('%'))
            {
                text += line[i];
                if (line[i++].Length > 3)
                {
                    break;
                }
            }
        }

        return text;
    }

    /// <summary>A multiplier and a currency as words of their own: "12 k €", "2 millions d'euros".</summary>
    private static void ReadUnits(TokenizedLine line, ref int i, ref decimal multiplier, ref bool hasCurrency)
    {
        for (var k = 0; k < 2 && line.IsFree(i) && !line.StartsPart(i) && (multiplier <= 1 || !hasCurrency); k++)
        {
            var next = line[i];
            if (hasCurrency && !Multipliers.ContainsKey(next) && !Currencies.Contains(next))
            {
                break;
            }

            // "12 m" may be metres; "12 M" and "12 k" are not.
            if ((next == "m" && line.Raw(i) != "M") || (multiplier > 1 && Multipliers.ContainsKey(next))
                || !ReadSuffix(next, ref multiplier, ref hasCurrency))
            {
                break;
            }

            i++;
        }
    }

    /// <summary>"Value 500", "budget of 500", "montant de 500".</summary>
    private static bool IsLedTo(TokenizedLine line, int at) =>
        Named.Contains(line[at - 1]) || (LeadIns.Contains(line[at - 1]) && Named.Contains(line[at - 2]))
            || (line[at - 1] is "de" or "of" && Named.Contains(line[at - 2]));

    /// <summary>A number of things ("500 seats"), or a year.</summary>
    private static bool IsCountOrYear(Number number, bool endsRun) =>
        number is { IsUsable: true, Value: >= 0 }
        && (!endsRun || (number is { IsWhole: true, IsGrouped: false, Value: >= 1990 and < 2100 } && number.Value % 100 != 0));

    private static bool StartsWithGroup(string word) =>
        word.Length >= 3 && char.IsAsciiDigit(word[0]) && char.IsAsciiDigit(word[1]) && char.IsAsciiDigit(word[2])
            && (word.Length == 3 || !char.IsAsciiDigit(word[3]));

    private static bool ReadSuffix(string suffix, ref decimal multiplier, ref bool hasCurrency)
    {
        if (Currencies.Contains(suffix))
        {
            hasCurrency = true;
            return true;
        }

        for (var length = suffix.Length; length > 0; length--)
        {
            if (Multipliers.TryGetValue(suffix[..length], out var factor)
                && (length == suffix.Length || Currencies.Contains(suffix[length..])))
            {
                multiplier *= factor;
                hasCurrency |= length < suffix.Length;
                return true;
            }
        }

        return false;
    }

    private sealed record Candidate(int At, int Length, decimal? Value, int Rank, bool IsDoubtful, bool IsPlain);

    /// <summary>Digits with separators, and the letters right behind them.</summary>
    private sealed record Number(decimal Value, decimal ValueAsDecimal, string Suffix)
    {
        public bool IsUsable { get; init; } = true;

        public bool IsDoubtful { get; init; }

        public bool IsGrouped { get; init; }

        public bool HasCurrency { get; init; }

        public bool IsWhole => Value == decimal.Truncate(Value);

        /// <summary>The amount; null when the figure cannot be read, or is itself larger than any value may be.</summary>
        public decimal? Times(decimal multiplier)
        {
            var plain = multiplier > 1 ? ValueAsDecimal : Value;
            return IsUsable && Math.Abs(plain) <= Largest ? plain * multiplier : null;
        }

        public static Number? Read(string word, CultureInfo culture)
        {
            var i = 0;
            var isNegative = false;
            var hasCurrency = false;
            for (; i < word.Length && word[i] is '-' or '−' or '+' or '€' or '$' or '£' or '~'; i++)
            {
                isNegative |= word[i] is '-' or '−';
                hasCurrency |= word[i] is '€' or '$' or '£';
            }

            var start = i;
            while (i < word.Length && (char.IsAsciiDigit(word[i])
                || (word[i] is '.' or ',' or '\'' && i > start && i + 1 < word.Length && char.IsAsciiDigit(word[i + 1]))))
            {
                i++;
            }

            if (i == start)
            {
                return null;
            }

            var digits = word[start..i].Replace("'", "", StringComparison.Ordinal);
            var suffix = word[i..].TrimEnd('%');
            if (suffix.Length > 1 && suffix[0] == 'e' && suffix[1..].TrimStart('+', '-').All(char.IsAsciiDigit))
            {
                return new Number(0, 0, "") { IsUsable = false };
            }

            var (whole, hasFraction, isDoubtful) = Separate(digits, culture);
            if (!HasWholeGroups(digits)
                || !decimal.TryParse(whole, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            {
                return new Number(0, 0, suffix) { IsUsable = false, HasCurrency = hasCurrency };
            }

            // With "k" or "M" behind it, a single separator is a decimal one, however many digits follow.
            var separators = digits.Count(c => c is '.' or ',');
            var asDecimal = separators == 1
                ? decimal.Parse(digits.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) : value;
            return new Number(isNegative ? -value : value, isNegative ? -asDecimal : asDecimal, suffix)
            {
                IsDoubtful = isDoubtful,
                IsGrouped = hasFraction || separators > 0 || digits.Length > 4,
                HasCurrency = hasCurrency,
            };
        }

        /// <summary>Between two separators there are three digits: "12,5,3" is no number.</summary>
        private static bool HasWholeGroups(string digits)
        {
            var groups = digits.Split('.', ',');
            return groups.Length <= 2 || (groups[0].Length <= 3 && groups[1..^1].All(g => g.Length == 3)
                && (groups[^1].Length == 3 || digits[groups[0].Length] != digits[^(groups[^1].Length + 1)]));
        }

        /// <summary>
        /// Which separator groups and which one divides: the last one of two kinds divides, three digits behind a single one are a group.
        /// </summary>
        private static (string Digits, bool HasFraction, bool IsDoubtful) Separate(string digits, CultureInfo culture)
        {
            var last = digits.LastIndexOfAny(['.', ',']);
            if (last < 0)
            {
                return (digits, false, false);
            }

            var first = digits.IndexOfAny(['.', ',']);
            var isOneKind = digits.AsSpan()[first..(last + 1)].IndexOf(digits[last] == '.' ? ',' : '.') < 0;
            var isGroup = isOneKind && (first != last || (digits.Length - last == 4 && last <= 3));
            if (isGroup)
            {
                var isDoubtful = first == last && culture.NumberFormat.NumberDecimalSeparator == digits[last].ToString();
                return (string.Concat(digits.Where(char.IsAsciiDigit)), false, isDoubtful);
            }

            return (string.Concat(digits[..last].Where(char.IsAsciiDigit)) + "." + digits[(last + 1)..], true, false);
        }
    }
}
