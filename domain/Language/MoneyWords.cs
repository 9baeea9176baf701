using System.Collections.Frozen;

namespace ChatOpportunities.Domain.Language;

/// <summary>Thousands, millions and currencies as people write them, in all languages together.</summary>
public static class MoneyWords
{
    /// <summary>Codes read in capitals only: "try" and "all" are words.</summary>
    private static readonly FrozenSet<string> CapitalCodes = FrozenSet.Create(
        StringComparer.Ordinal, "AUD", "NZD", "JPY", "CNY", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "BGN", "TRY", "INR", "BRL",
        "MXN", "ZAR", "SGD", "HKD", "KRW", "ILS", "AED", "SAR", "MAD", "TND", "DZD", "XOF", "XAF", "XPF", "ISK");

    /// <summary>What a number is multiplied by, by the folded word behind it: English, French, then German.</summary>
    public static readonly FrozenDictionary<string, decimal> Scales = new (string Words, decimal Scale)[]
        {
            ("thousand grand k", 1_000), ("million mio mn m", 1_000_000), ("billion bn", 1_000_000_000),
            ("mille", 1_000), ("millions", 1_000_000), ("milliard milliards md mds", 1_000_000_000),
            ("tsd tausend", 1_000), ("millionen", 1_000_000), ("mrd milliarde milliarden", 1_000_000_000),
        }.SelectMany(s => s.Words.Split(' ').Select(word => (word, s.Scale)))
        .ToFrozenDictionary(s => s.word, s => s.Scale, StringComparer.Ordinal);

    /// <summary>Each with its ISO code in small letters, or with the family it may be one of: see <see cref="MayBe"/>.</summary>
    public static readonly FrozenDictionary<string, string> Currencies =
        ("eur=eur usd=usd gbp=gbp chf=chf cad=cad €=eur $=$ £=gbp ¥=jpy kr=kr us$=usd $us=usd ca$=cad c$=cad a$=aud fr.=chf sfr=chf "
            + "pound=gbp pounds=gbp quid=gbp sterling=gbp euro=eur euros=eur dollar=$ dollars=$ bucks=$ "
            + "franc=francs francs=francs yen=jpy yens=jpy d'euros=eur d'euro=eur livre=gbp livres=gbp balles=eur franken=chf")
        .Split(' ').Select(pair => pair.Split('='))
        .ToFrozenDictionary(p => p[0], p => p[1], StringComparer.Ordinal);

    /// <summary>The currency of a word as <see cref="MayBe"/> takes it; null when it is no currency.</summary>
    /// <param name="folded">As compared.</param>
    /// <param name="raw">As typed.</param>
    public static string? Currency(string folded, string raw)
    {
        ArgumentNullException.ThrowIfNull(raw);
        return Currencies.GetValueOrDefault(folded) ?? (CapitalCodes.Contains(raw.Trim('.', ',', '!')) ? folded : null);
    }

    /// <summary>Whether a currency of <see cref="Currencies"/> may be the one with the ISO code.</summary>
    public static bool MayBe(string currency, string isoCode)
    {
        ArgumentNullException.ThrowIfNull(currency);
        return currency switch
        {
            "$" => isoCode is "USD" or "CAD" or "AUD" or "NZD" or "SGD" or "HKD" or "MXN" or "BRL",
            "francs" => isoCode is "CHF" or "XOF" or "XAF" or "XPF",
            "jpy" => isoCode is "JPY" or "CNY",
            "kr" => isoCode is "SEK" or "NOK" or "DKK" or "ISK",
            _ => currency.Equals(isoCode, StringComparison.OrdinalIgnoreCase),
        };
    }
}
