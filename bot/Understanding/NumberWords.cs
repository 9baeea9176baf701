using System.Globalization;

namespace ChatOpportunities.Bot.Understanding;

/// <summary>Reads numbers in words: "one hundred and twenty thousand", "quatre-vingt-dix mille", "un million deux".</summary>
internal static class NumberWords
{
    private const int MostWords = 16;

    /// <summary>The longest number that begins here; null when none does.</summary>
    public static Said? Read(TokenizedLine line, int at)
    {
        var number = new Number();
        Said? said = null;
        for (var i = at; i < at + MostWords && line.IsFree(i) && line.IsRun(at, i - at + 1) && line[i].Length > 0; i++)
        {
            if (!line[i].Split('-').All(number.Take))
            {
                break;
            }

            said = number.IsWhole ? number.Told(i - at + 1) : said;
        }

        return said;
    }

    /// <summary>A whole number below a hundred, in words or in digits, in one word: for days and counts.</summary>
    public static int? Small(string word)
    {
        if (word.Length is > 0 and <= 5 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var digits))
        {
            return digits;
        }

        var start = word.Split('-')[0];
        return (Lexicon.Numbers.ContainsKey(start) || Lexicon.Tens.ContainsKey(start))
            && Read(new TokenizedLine(word), 0) is { Scale: 1, Value: < 100 } said && said.Value == (int)said.Value
            ? (int)said.Value : null;
    }

    /// <summary>A number goes on behind this word, or an "and" within one.</summary>
    public static bool IsPart(TokenizedLine line, int i)
    {
        var word = line[i].Split('-')[^1];
        return Lexicon.Numbers.ContainsKey(word) || Lexicon.Tens.ContainsKey(word) || Lexicon.Hundred.Contains(word)
            || Lexicon.Scales.ContainsKey(word)
            || (Lexicon.And.Contains(word) && i > 0 && !Lexicon.And.Contains(line[i - 1]) && IsPart(line, i - 1));
    }

    /// <param name="Length">In words of the line.</param>
    /// <param name="Value">The whole number.</param>
    /// <param name="Scale">The last thousand, million or billion said; 1 without.</param>
    /// <param name="IsDoubtful">It is said so that it may mean another number.</param>
    internal sealed record Said(int Length, decimal Value, decimal Scale, bool IsDoubtful);

    /// <summary>A number as far as its words are read.</summary>
    private sealed class Number
    {
        private decimal _total;
        private decimal _group;
        private decimal _scale = 1;
        private string? _fraction;
        private string _last = "";
        private bool _isShort;
        private bool _isShare;
        private bool _isShareNext;
        private bool _isHalf;

        /// <summary>It may end here.</summary>
        public bool IsWhole { get; private set; }

        public Said Told(int length)
        {
            var (rest, isDoubtful) = (_group, _isShort);
            if (_scale > 1 && _group > 0)
            {
                // "Un million deux" is one million two hundred thousand; with thousands it may be either.
                (rest, isDoubtful) = (_scale, _group) switch
                {
                    ( >= 1_000_000, < 10) => (_group * _scale / 10, isDoubtful),
                    (1_000, < 10) => (_group * 100, true),
                    ( >= 1_000_000, _) => (_group * _scale / 1_000, true),
                    _ => (_group, isDoubtful),
                };
            }

            return new Said(length, _total + rest, _scale, isDoubtful);
        }

        public bool Take(string part)
        {
            // "A quarter of a million": nothing is counted by what stands between.
            if (_isShare && (IsOne(part) || Lexicon.Fillers.Contains(part)))
            {
                return true;
            }

            // "Two and a half million"
            if (Lexicon.And.Contains(_last) && part is "a" or "an" && _scale == 1 && _group > 0)
            {
                _isShareNext = true;
                return true;
            }

            if (_isShareNext && !Lexicon.Half.Contains(part))
            {
                return false;
            }

            var isTaken = !_isHalf && (TakeAnd(part) || TakeHalf(part) || TakeScale(part) || TakePoint(part) || TakeHundred(part)
                || TakeNumber(part));
            _last = part;
            return isTaken;
        }

        /// <summary>"One hundred <c>and</c> twenty", "vingt <c>et</c> un", "un million <c>et</c> demi".</summary>
        private bool TakeAnd(string part)
        {
            if (!Lexicon.And.Contains(part) || !IsWhole)
            {
                return false;
            }

            IsWhole = false;
            return true;
        }

        /// <summary>"Half a million", "un demi-million", "two and a half million", "a million and a half".</summary>
        private bool TakeHalf(string part)
        {
            var share = Lexicon.Half.Contains(part) ? 0.5m : Lexicon.QuarterPart.Contains(part) && IsOne(_last) ? 0.25m : 0;
            if (share == 0 || _fraction is not null || (_group > 0 && !IsOne(_last) && !Lexicon.And.Contains(_last)))
            {
                return false;
            }

            var isBehindScale = _scale > 1;
            _total += isBehindScale ? share * _scale : 0;
            _group = isBehindScale ? 0 : (IsOne(_last) ? _group - 1 : _group) + share;
            _isHalf = isBehindScale;
            (_isShare, _isShareNext) = (!isBehindScale, false);
            IsWhole = isBehindScale;
            return true;
        }

        private bool TakeScale(string part)
        {
            if (!Lexicon.Scales.TryGetValue(part, out var scale) || (_scale > 1 && scale >= _scale) || part == "m"
                || (_group == 0 && _fraction is null && !Lexicon.BareThousand.Contains(part)) || Lexicon.And.Contains(_last))
            {
                return false;
            }

            var group = _fraction is null ? _group : _group + decimal.Parse("0." + _fraction, CultureInfo.InvariantCulture);
            _total += (group == 0 ? 1 : group) * scale;
            (_group, _scale, _fraction, _isShare, IsWhole) = (0, scale, null, false, true);
            return true;
        }

        /// <summary>"One <c>point</c> five million", "trois <c>virgule</c> un millions".</summary>
        private bool TakePoint(string part)
        {
            if (!Lexicon.Point.Contains(part) || _fraction is not null || _scale > 1 || !IsWhole)
            {
                return false;
            }

            (_fraction, IsWhole) = ("", false);
            return true;
        }

        private bool TakeHundred(string part)
        {
            if (!Lexicon.Hundred.Contains(part) || _group >= 100 || _fraction is not null)
            {
                return false;
            }

            (_group, IsWhole) = ((_group == 0 ? 1 : _group) * 100, true);
            return true;
        }

        private bool TakeNumber(string part)
        {
            var number = Lexicon.Numbers.TryGetValue(part, out var unit) ? unit : Lexicon.Tens.TryGetValue(part, out var tens) ? tens * 10
                : part is "zero" or "oh" && _fraction is not null ? 0 : -1;
            if (number < 0)
            {
                return false;
            }

            if (_fraction is not null)
            {
                return TakeDigits(number);
            }

            var low = _group % 100;
            if (low == 4 && Lexicon.Score.Contains(part))
            {
                _group += 76; // quatre-vingt
            }
            else if (low == 0 || (low >= 20 && low % 10 == 0 && number < 10) || (low is 60 or 80 && number < 20)
                || (low is 10 or 70 or 90 && number is >= 7 and <= 9 && Lexicon.Numbers.GetValueOrDefault(_last) == 10))
            {
                _group += number;
            }
            else if (_group is > 0 and < 10 && number >= 20)
            {
                (_group, _isShort) = ((_group * 100) + number, true); // one twenty
            }
            else
            {
                return false;
            }

            // "A" is a number only before a hundred or a thousand.
            IsWhole = part is not ("a" or "an");
            return true;
        }

        private bool TakeDigits(int number)
        {
            var isJoined = _fraction!.Length >= 2 && _fraction[^1] == '0' && number is > 0 and < 10 && Lexicon.Tens.ContainsKey(_last);
            _fraction = (isJoined ? _fraction[..^1] : _fraction) + number.ToString(CultureInfo.InvariantCulture);
            return _fraction.Length <= 6;
        }

        private static bool IsOne(string word) => Lexicon.Numbers.GetValueOrDefault(word) == 1;
    }
}
