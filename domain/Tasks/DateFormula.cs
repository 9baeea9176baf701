using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace ChatOpportunities.Domain.Tasks;

/// <summary>A rule that leads from one date to another: <c>2W</c>, <c>CM+10D</c>, <c>-WD2</c>. Blank means the same day.</summary>
/// <remarks>
/// <para>
/// Up to three parts, evaluated from left to right, each with an optional sign. Units: D day, WD weekday (Monday is 1), W week
/// (from Monday), M month, Q quarter, Y year. Letters are the same in every language; upper case is stored.
/// </para>
/// <list type="bullet">
/// <item><c>nU</c> adds n units, <c>-nU</c> takes them away. A day that the month lacks becomes its last one
/// (31 January + <c>1M</c> is the end of February). <c>nWD</c> counts Mondays to Fridays: a Friday + <c>1WD</c> is a Monday.</item>
/// <item><c>CU</c> is the end of the current period, <c>-CU</c> its start. The period of D and of WD is the day itself.</item>
/// <item><c>Un</c> is the next such place after the date, <c>-Un</c> the last one before it; the date itself is neither.
/// <c>D10</c>: a 10th of the month (<c>D31</c>: a month's last day, however many it has); <c>WD1</c>: a Monday; <c>W10</c>: the
/// Monday of an ISO week 10 (<c>W53</c>: of a year's last week); <c>M3</c>: a 1 March; <c>Q2</c>: a 1 April.
/// <c>Y2030</c> is 1 January 2030 from wherever one looks: a year comes only once, so its sign changes nothing.</item>
/// </list>
/// <para>Letters and digits are read as far as they go: <c>1WD10</c> is one weekday and a stray 10. A sign keeps parts apart.</para>
/// </remarks>
[DebuggerDisplay("{ToString()}")]
public readonly record struct DateFormula
{
    /// <summary>Longest text, in characters.</summary>
    public const int MaxLength = 20;

    /// <summary>Largest number in a part.</summary>
    public const int MaxNumber = 9999;

    private const int MaxParts = 3;
    private readonly Part _first;
    private readonly Part _second;
    private readonly Part _third;

    private DateFormula(ReadOnlySpan<Part> parts)
    {
        _first = parts.Length > 0 ? parts[0] : default;
        _second = parts.Length > 1 ? parts[1] : default;
        _third = parts.Length > 2 ? parts[2] : default;
    }

    /// <summary>The formula without parts: every date leads to itself.</summary>
    public bool IsBlank => _first.Form == Form.None;

    /// <summary>Reads what a person typed; an error says where it stopped being a formula.</summary>
    public static bool TryParse(string? text, out DateFormula formula, [NotNullWhen(false)] out DateFormulaError? error)
    {
        formula = default;
        var start = text.AsSpan().Length - text.AsSpan().TrimStart().Length;
        var end = text.AsSpan().TrimEnd().Length;
        if (end - start > MaxLength)
        {
            error = new DateFormulaError(start + MaxLength + 1, DateFormulaError.TooLong, MaxLength);
            return false;
        }

        Span<Part> parts = stackalloc Part[MaxParts];
        var count = 0;
        for (var at = start; at < end; count++)
        {
            if (count == MaxParts)
            {
                error = new DateFormulaError(at + 1, DateFormulaError.TooManyParts, MaxParts);
                return false;
            }

            error = Part.Read(text.AsSpan(0, end), ref at, out parts[count]);
            if (error is not null)
            {
                return false;
            }
        }

        formula = new DateFormula(parts[..count]);

        // Parts typed without a sign get one in print, which may be one character too many to store.
        error = formula.ToString().Length > MaxLength ? new DateFormulaError(end, DateFormulaError.TooLong, MaxLength) : null;
        return error is null;
    }

    /// <summary>Reads back a stored formula.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static DateFormula Parse(string? text) => TryParse(text, out var formula, out var error)
        ? formula
        : throw new FormatException(string.Format(CultureInfo.InvariantCulture, error.Sentence, error.Arguments));

    /// <summary>Where the formula leads from a date; false outside the years 1 to 9999.</summary>
    public bool TryEvaluate(DateOnly from, out DateOnly date)
    {
        date = from;
        return _first.TryApply(ref date) && _second.TryApply(ref date) && _third.TryApply(ref date);
    }

    /// <summary>The text to store and to show: upper case, no needless sign, at most <see cref="MaxLength"/> characters.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(MaxLength);
        _first.Print(text);
        _second.Print(text);
        _third.Print(text);
        return text.ToString();
    }

    private enum Form : byte
    {
        None,
        Add,
        Place,
        Current,
    }

    private enum Unit : byte
    {
        Day,
        Weekday,
        Week,
        Month,
        Quarter,
        Year,
    }

    private readonly record struct Part(Form Form, Unit Unit, short Number, bool Back)
    {
        private static readonly string[] Letters = ["D", "WD", "W", "M", "Q", "Y"];
        private static readonly int[] LastPlaces = [31, 7, 53, 12, 4, MaxNumber];

        public static DateFormulaError? Read(ReadOnlySpan<char> text, ref int at, out Part part)
        {
            part = default;
            var back = text[at] == '-';
            if (text[at] is '+' or '-')
            {
                at++;
            }

            if (at == text.Length)
            {
                return new DateFormulaError(at, DateFormulaError.NothingAfterSign);
            }

            if (char.IsAsciiDigit(text[at]))
            {
                return ReadNumber(text, ref at, out var count)
                    ?? ReadUnit(text, ref at, out var unit)
                    ?? Set(new Part(Form.Add, unit, count, back), out part);
            }

            if (text[at] is 'C' or 'c')
            {
                at++;
                return ReadUnit(text, ref at, out var unit) ?? Set(new Part(Form.Current, unit, 0, back), out part);
            }

            var unitError = ReadUnit(text, ref at, out var placeUnit);
            if (unitError is not null)
            {
                return unitError;
            }

            var numberAt = at + 1;
            var numberError = ReadNumber(text, ref at, out var place);
            if (numberError is not null)
            {
                return numberError;
            }

            var last = LastPlaces[(int)placeUnit];
            return place < 1 || place > last
                ? new DateFormulaError(numberAt, DateFormulaError.NoSuchPlace, Letters[(int)placeUnit], last)
                : Set(new Part(Form.Place, placeUnit, place, back && placeUnit != Unit.Year), out part);
        }

        public void Print(StringBuilder text)
        {
            if (Form == Form.None)
            {
                return;
            }

            if (Back || text.Length > 0)
            {
                text.Append(Back ? '-' : '+');
            }

            var unit = Letters[(int)Unit];
            _ = Form switch
            {
                Form.Add => text.Append(Number).Append(unit),
                Form.Place => text.Append(unit).Append(Number),
                _ => text.Append('C').Append(unit),
            };
        }

        public bool TryApply(ref DateOnly date) => Form switch
        {
            Form.Add => TryAdd(ref date, Back ? -Number : Number),
            Form.Current => TryMoveToEdge(ref date),
            Form.Place => TryMoveToPlace(ref date),
            _ => true,
        };

        private static DateFormulaError? Set(Part read, out Part part)
        {
            part = read;
            return null;
        }

        private static DateFormulaError? ReadNumber(ReadOnlySpan<char> text, ref int at, out short number)
        {
            number = 0;
            var start = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
            {
                var value = number * 10 + (text[at] - '0');
                if (value > MaxNumber)
                {
                    return new DateFormulaError(start + 1, DateFormulaError.NumberTooLarge, MaxNumber);
                }

                number = (short)value;
                at++;
            }

            return at == start ? new DateFormulaError(at + 1, DateFormulaError.NumberExpected) : null;
        }

        private static DateFormulaError? ReadUnit(ReadOnlySpan<char> text, ref int at, out Unit unit)
        {
            Unit? read = at == text.Length ? null : char.ToUpperInvariant(text[at]) switch
            {
                'D' => Unit.Day,
                'W' when at + 1 < text.Length && text[at + 1] is 'D' or 'd' => Unit.Weekday,
                'W' => Unit.Week,
                'M' => Unit.Month,
                'Q' => Unit.Quarter,
                'Y' => Unit.Year,
                _ => null,
            };
            unit = read ?? default;
            if (read is null)
            {
                return new DateFormulaError(at + 1, DateFormulaError.UnitExpected);
            }

            at += Letters[(int)unit].Length;
            return null;
        }

        private bool TryAdd(ref DateOnly date, int count) => Unit switch
        {
            Unit.Day => TrySetDay(ref date, date.DayNumber + count),
            Unit.Weekday => TryAddWeekdays(ref date, count),
            Unit.Week => TrySetDay(ref date, date.DayNumber + 7 * count),
            Unit.Month => TryAddMonths(ref date, count),
            Unit.Quarter => TryAddMonths(ref date, 3 * count),
            _ => TryAddMonths(ref date, 12 * count),
        };

        private bool TryMoveToEdge(ref DateOnly date)
        {
            if (Unit is Unit.Day or Unit.Weekday)
            {
                return true;
            }

            if (Unit == Unit.Week)
            {
                return TrySetDay(ref date, Monday(date) + (Back ? 0 : 6));
            }

            var months = Unit switch { Unit.Month => 1, Unit.Quarter => 3, _ => 12 };
            var first = (date.Month - 1) / months * months + 1;
            var month = Back ? first : first + months - 1;
            date = new DateOnly(date.Year, month, Back ? 1 : DateTime.DaysInMonth(date.Year, month));
            return true;
        }

        private bool TryMoveToPlace(ref DateOnly date)
        {
            if (Unit == Unit.Year)
            {
                date = new DateOnly(Number, 1, 1);
                return true;
            }

            if (Unit == Unit.Weekday)
            {
                var here = date.DayNumber - Monday(date) + 1;
                var ahead = (Number - here + 7) % 7;
                return TrySetDay(ref date, date.DayNumber + (Back ? ahead - 7 : ahead == 0 ? 7 : ahead));
            }

            // The place in this month or year is the answer when it lies on the right side of the date; else the neighbour's is.
            // A week 1 can begin in December and a week 52 can end in January, hence the second step.
            var step = Back ? -1 : 1;
            for (var offset = -step; offset != 3 * step; offset += step)
            {
                if (Place(date, offset) is { } place && Math.Sign(place.CompareTo(date)) == step)
                {
                    date = place;
                    return true;
                }
            }

            return false;
        }

        private DateOnly? Place(DateOnly date, int offset)
        {
            if (Unit == Unit.Day)
            {
                var month = new DateOnly(date.Year, date.Month, 1);
                return TryAddMonths(ref month, offset)
                    ? month.AddDays(Math.Min(Number, DateTime.DaysInMonth(month.Year, month.Month)) - 1)
                    : null;
            }

            var year = date.Year + offset;
            if (year is < 1 or > 9999)
            {
                return null;
            }

            return Unit switch
            {
                Unit.Week => DateOnly.FromDateTime(
                    ISOWeek.ToDateTime(year, Math.Min(Number, ISOWeek.GetWeeksInYear(year)), DayOfWeek.Monday)),
                Unit.Month => new DateOnly(year, Number, 1),
                _ => new DateOnly(year, 3 * Number - 2, 1),
            };
        }

        private static int Monday(DateOnly date) => date.DayNumber - ((int)date.DayOfWeek + 6) % 7;

        private static bool TrySetDay(ref DateOnly date, int dayNumber)
        {
            if (dayNumber < DateOnly.MinValue.DayNumber || dayNumber > DateOnly.MaxValue.DayNumber)
            {
                return false;
            }

            date = DateOnly.FromDayNumber(dayNumber);
            return true;
        }

        private static bool TryAddMonths(ref DateOnly date, int count)
        {
            var months = date.Year * 12 + date.Month - 1 + count;
            if (months is < 12 or >= 10000 * 12)
            {
                return false;
            }

            date = date.AddMonths(count);
            return true;
        }

        private static bool TryAddWeekdays(ref DateOnly date, int count)
        {
            if (count == 0)
            {
                return true;
            }

            // A Saturday or Sunday counts on from the Friday before it, and back from the Monday after it.
            var monday = Monday(date);
            var day = date.DayNumber - monday;
            var weekdays = (count > 0 ? Math.Min(day, 4) : Math.Min(day, 5)) + count;
            var weeks = (int)Math.Floor(weekdays / 5.0);
            return TrySetDay(ref date, monday + 7 * weeks + (weekdays - 5 * weeks));
        }
    }
}
