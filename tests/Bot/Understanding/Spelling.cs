using System.Globalization;

namespace ChatOpportunities.Tests.Bot.Understanding;

/// <summary>Writes amounts and days as people do. Knows nothing of the rules that read them.</summary>
internal sealed class Spelling(Random random)
{
    private static readonly string[] EnglishUnits =
    [
        "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] EnglishTens =
        ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly string[] FrenchUnits =
    [
        "", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze",
        "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
    ];

    private static readonly string[] FrenchTens = ["", "", "vingt", "trente", "quarante", "cinquante", "soixante"];

    private static readonly string[] EnglishOrdinals =
    [
        "", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
        "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
    ];

    public string English(decimal amount)
    {
        var c = CultureInfo.GetCultureInfo("en-US");
        return OneOf(
            () => amount.ToString("N2", c),
            () => "EUR " + amount.ToString("#,0.##", c),
            () => "€" + amount.ToString("#,0.##", c),
            () => amount.ToString("#,0.##", c) + " euros",
            () => amount.ToString("0.##", c) + " EUR",
            () => amount.ToString("0.##", c),
            () => "value " + amount.ToString("0.##", c),
            () => "worth " + amount.ToString("#,0.##", c),
            () => Scaled(amount, 1_000, c, "k", "K", " k", " thousand", " grand", "k€", "k EUR"),
            () => Scaled(amount, 1_000_000, c, "m", "M", " million", " million euros", "m€", " M"),
            () => Mixed(amount, "million", "thousand", c),
            () => InEnglish(amount) is { } words ? words + " euros" : null,
            () => amount >= 1_000 ? InEnglish(amount) : null,
            () => OnePoint(amount, "point", "million", EnglishUnits),
            () => amount == 500_000 ? OneOf(() => "half a million", () => "half million") : null,
            () => amount % 1_000_000 == 500_000 && amount is > 1_000_000 and < 20_000_000
                ? EnglishUnits[(int)(amount / 1_000_000)] + " and a half million" : null) ?? amount.ToString("0.##", c) + " EUR";
    }

    public string French(decimal amount)
    {
        var c = CultureInfo.GetCultureInfo("fr-FR");
        return OneOf(
            () => amount.ToString("#,0.##", c) + " €",
            () => amount.ToString("N2", c) + "€",
            () => amount.ToString("#,0.##", c).Replace('\u202F', ' ').Replace('\u00A0', ' ') + " euros",
            () => amount.ToString("0.##", c) + " €",
            () => amount.ToString("0.##", c),
            () => "montant " + amount.ToString("0.##", c),
            () => amount.ToString("#,0.##", CultureInfo.GetCultureInfo("de-DE")) + " €",
            () => Scaled(amount, 1_000, c, "k", "k€", " k€", " mille euros", " mille"),
            () => Scaled(amount, 1_000_000, c, "M€", " M€", " million", " millions d'euros", " M"),
            () => Mixed(amount, "million", "mille", c),
            () => InFrench(amount) is { } words ? words + " euros" : null,
            () => amount >= 1_000 ? InFrench(amount) : null,
            () => OnePoint(amount, "virgule", "million", FrenchUnits),
            () => amount % 1_000_000 == 500_000 && amount is > 1_000_000 and < 20_000_000
                ? FrenchUnits[(int)(amount / 1_000_000)] + " millions et demi" : null,
            () => amount % 100_000 == 0 && amount % 1_000_000 != 0 && amount is > 1_000_000 and < 20_000_000
                ? FrenchUnits[(int)(amount / 1_000_000)] + (amount < 2_000_000 ? " million " : " millions ")
                    + FrenchUnits[(int)(amount % 1_000_000 / 100_000)]
                : null) ?? amount.ToString("0.##", c) + " €";
    }

    public string English(DateOnly day, DateOnly today, bool monthFirst)
    {
        var c = CultureInfo.InvariantCulture;
        var ahead = day.DayNumber - today.DayNumber;
        var isNear = ahead < 300;
        return OneOf(
            () => day.ToString("yyyy-MM-dd", c),
            () => day.ToString(monthFirst ? "M/d/yyyy" : "d/M/yyyy", c),
            () => isNear ? "by " + day.ToString(monthFirst ? "M/d" : "d/M", c) : null,
            () => day.ToString("d MMMM yyyy", c),
            () => day.ToString("dd-MMM-yyyy", c),
            () => day.ToString("MMMM d, yyyy", c).Replace(",", OneOf(() => ",", () => ""), StringComparison.Ordinal),
            () => day.ToString("MMM d yyyy", c),
            () => $"the {Ordinal(day.Day)} of {day.ToString("MMMM yyyy", c)}",
            () => isNear ? $"{Ordinal(day.Day)} {day.ToString("MMMM", c)}" : null,
            () => isNear ? $"by the {OrdinalInWords(day.Day)} of {day.ToString("MMMM", c)}" : null,
            () => isNear ? $"{day.ToString("MMMM", c)} {OrdinalInWords(day.Day)}" : null,
            () => ahead is > 0 and < 7 ? OneOf(() => "on ", () => "by ", () => "") + day.ToString("dddd", c) : null,
            () => ahead is > 0 and < 7 ? "by " + day.ToString("ddd", c).ToLowerInvariant() : null,
            () => ahead is > 7 and < 14 ? day.ToString("dddd", c) + " week" : null,
            () => ahead is > 0 and < 27 ? $"on the {Ordinal(day.Day)}" : null,
            () => ahead is > 1 and < 100 ? $"in {OneOf(() => ahead.ToString(c), () => InEnglish(ahead)!)} days" : null,
            () => ahead % 7 == 0 && ahead is > 7 and < 400
                ? $"in {OneOf(() => (ahead / 7).ToString(c), () => InEnglish(ahead / 7)!)} weeks" : null,
            () => WorkingDays(today, day) is { } n and > 1 and < 60 ? $"in {n} working days" : null,
            () => day.AddDays(1).Day == 1 && isNear ? "end of " + day.ToString("MMMM", c) : null,
            () => day.AddDays(1).Day == 1 ? "end of " + day.ToString("MMMM yyyy", c) : null,
            () => day.AddDays(1).Day == 1 && day.Month % 3 == 0 ? $"Q{day.Month / 3} {day.Year}" : null,
            () => day.AddDays(1).Day == 1 && day.Month % 6 == 0 ? $"end of H{day.Month / 6} {day.Year}" : null)
            ?? day.ToString("yyyy-MM-dd", c);
    }

    public string French(DateOnly day, DateOnly today)
    {
        var c = CultureInfo.GetCultureInfo("fr-FR");
        var ahead = day.DayNumber - today.DayNumber;
        var isNear = ahead < 300;
        var named = day.Day == 1 ? OneOf(() => "1er", () => "premier")! : day.Day.ToString(c);
        return OneOf(
            () => day.ToString("dd/MM/yyyy", c),
            () => day.ToString("dd.MM.yyyy", c),
            () => isNear ? "le " + day.ToString("dd/MM", c) : null,
            () => $"le {named} {day.ToString("MMMM yyyy", c)}",
            () => isNear ? $"pour le {named} {day.ToString("MMMM", c)}" : null,
            () => isNear && day.Day > 1 ? $"avant le {InFrench(day.Day)} {day.ToString("MMMM", c)}" : null,
            () => $"{named}-{day.ToString("MMMM-yyyy", c)}",
            () => ahead is > 0 and < 7 ? OneOf(() => "", () => "pour ", () => "avant ") + day.ToString("dddd", c) : null,
            () => ahead is > 0 and < 7 ? "pour " + day.ToString("ddd", c).TrimEnd('.') : null,
            () => ahead is > 7 and < 14 ? day.ToString("dddd", c) + " en huit" : null,
            () => ahead is > 0 and < 27 ? $"le {named}" : null,
            () => ahead is > 1 and < 100 ? $"dans {OneOf(() => ahead.ToString(c), () => InFrench(ahead)!)} jours" : null,
            () => ahead % 7 == 0 && ahead is > 7 and < 400
                ? $"d'ici {OneOf(() => (ahead / 7).ToString(c), () => InFrench(ahead / 7)!)} semaines" : null,
            () => WorkingDays(today, day) is { } n and > 1 and < 60 ? $"sous {n} jours ouvrés" : null,
            () => day.AddDays(1).Day == 1 && isNear ? "fin " + day.ToString("MMMM", c) : null,
            () => day.AddDays(1).Day == 1 ? "d'ici fin " + day.ToString("MMMM yyyy", c) : null,
            () => day.AddDays(1).Day == 1 && day.Month % 3 == 0 ? $"fin T{day.Month / 3} {day.Year}" : null,
            () => day.AddDays(1).Day == 1 && day.Month % 6 == 0 ? $"fin S{day.Month / 6} {day.Year}" : null)
            ?? day.ToString("dd/MM/yyyy", c);
    }

    /// <summary>The first of the ways that can write it, in any order.</summary>
    private string? OneOf(params Func<string?>[] ways)
    {
        for (var tries = 0; tries < 40; tries++)
        {
            if (ways[random.Next(ways.Length)]() is { } text)
            {
                return text;
            }
        }

        return null;
    }

    private string? Scaled(decimal amount, decimal scale, CultureInfo culture, params string[] units)
    {
        var number = amount / scale;
        return number >= 0.1m && number < 10_000 && decimal.Round(number, 3) == number
            ? number.ToString("0.###", culture) + units[random.Next(units.Length)] : null;
    }

    /// <summary>3 million 200 thousand</summary>
    private static string? Mixed(decimal amount, string million, string thousand, CultureInfo c) =>
        amount > 1_000_000 && amount < 1_000_000_000 && amount % 1_000 == 0 && amount % 1_000_000 != 0
            ? $"{((long)amount / 1_000_000).ToString(c)} {million} {((long)amount % 1_000_000 / 1_000).ToString(c)} {thousand}" : null;

    /// <summary>One point five million</summary>
    private static string? OnePoint(decimal amount, string point, string million, string[] units) =>
        amount is > 1_000_000 and < 10_000_000 && amount % 100_000 == 0 && amount % 1_000_000 != 0
            ? $"{units[(int)(amount / 1_000_000)]} {point} {units[(int)(amount % 1_000_000 / 100_000)]} {million}" : null;

    private string? InEnglish(decimal amount)
    {
        if (amount != decimal.Truncate(amount) || amount is < 1 or >= 1_000_000_000)
        {
            return null;
        }

        var (n, hyphen, and) = ((int)amount, OneOf(() => "-", () => " "), OneOf(() => " and ", () => " "));
        string[] parts =
        [
            n >= 1_000_000 ? Below(n / 1_000_000) + " million" : "",
            n % 1_000_000 >= 1_000 ? Below(n % 1_000_000 / 1_000) + " thousand" : "",
            Below(n % 1_000),
        ];
        return string.Join(' ', parts.Where(p => p.Length > 0));

        string Below(int m) => string.Join(and, new[]
        {
            m >= 100 ? EnglishUnits[m / 100] + " hundred" : "",
            m % 100 < 20 ? EnglishUnits[m % 100] : EnglishTens[m % 100 / 10] + (m % 10 == 0 ? "" : hyphen + EnglishUnits[m % 10]),
        }.Where(p => p.Length > 0));
    }

    private string? InFrench(decimal amount)
    {
        if (amount != decimal.Truncate(amount) || amount is < 1 or >= 1_000_000_000)
        {
            return null;
        }

        var (n, blank) = ((int)amount, random.Next(2) == 0);
        string[] parts =
        [
            n >= 2_000_000 ? Below(n / 1_000_000) + " millions" : n >= 1_000_000 ? "un million" : "",
            n % 1_000_000 >= 2_000 ? Below(n % 1_000_000 / 1_000) + " mille" : n % 1_000_000 >= 1_000 ? "mille" : "",
            Below(n % 1_000),
        ];
        var words = string.Join(' ', parts.Where(p => p.Length > 0));
        return blank ? words.Replace('-', ' ') : words;

        static string Below(int m)
        {
            var hundreds = m / 100 == 0 ? "" : m / 100 == 1 ? "cent" : FrenchUnits[m / 100] + (m % 100 == 0 ? " cents" : " cent");
            return (hundreds + " " + BelowHundred(m % 100)).Trim();
        }

        static string BelowHundred(int m) => m switch
        {
            < 20 => FrenchUnits[m],
            >= 80 => m == 80 ? "quatre-vingts" : "quatre-vingt-" + FrenchUnits[m - 80],
            >= 70 => m == 71 ? "soixante et onze" : "soixante-" + FrenchUnits[m - 60],
            _ => FrenchTens[m / 10] + (m % 10 == 0 ? "" : m % 10 == 1 ? " et un" : "-" + FrenchUnits[m % 10]),
        };
    }

    private static string Ordinal(int day) => day + (day is 1 or 21 or 31 ? "st" : day is 2 or 22 ? "nd" : day is 3 or 23 ? "rd" : "th");

    private string OrdinalInWords(int day) =>
        day <= 20 ? EnglishOrdinals[day] : day == 30 ? "thirtieth"
            : EnglishTens[day / 10] + OneOf(() => "-", () => " ") + EnglishOrdinals[day % 10];

    private static int? WorkingDays(DateOnly today, DateOnly day)
    {
        if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || day <= today || day > today.AddDays(100))
        {
            return null;
        }

        return Enumerable.Range(1, day.DayNumber - today.DayNumber)
            .Count(n => today.AddDays(n).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
    }
}
