using System.Globalization;
using System.Resources;

namespace ChatOpportunities.Domain.Language;

/// <summary>
/// What is said to people, in one language. The English sentence is the key; <c>Texts.fr.resx</c> beside each catalogue holds the
/// French one. A project with a catalogue of its own derives from this and falls back to the domain's.
/// </summary>
public class Texts
{
    private static readonly ResourceManager Catalogue = new("ChatOpportunities.Domain.Language.Texts", typeof(Texts).Assembly);
    private readonly ResourceManager _catalogue;
    private readonly string _currency;
    private readonly Plurals _formats;
    private readonly bool _isFrench;

    /// <summary>What people know the product by: the name in the store. The code calls it ChatOpportunities.</summary>
    public const string ProductName = "Opportunity Desk";

    private const char NoBreak = '\u00A0';
    private const char NarrowNoBreak = '\u202F';

    /// <summary>The pattern <c>n%</c> among those of <see cref="NumberFormatInfo.PercentPositivePattern"/>.</summary>
    private const int AtTheNumber = 1;

    /// <param name="culture">Language and formats of the reader; languages without a catalogue read English.</param>
    /// <param name="currency">Company currency, ISO code (setting <c>Company:Currency</c>).</param>
    public Texts(CultureInfo culture, string currency)
        : this(culture, currency, Catalogue)
    {
    }

    /// <summary>Texts of a project with a catalogue of its own, which is asked before the domain's.</summary>
    protected Texts(CultureInfo culture, string currency, ResourceManager catalogue)
    {
        (Culture, _currency, _catalogue, _formats) = (culture, currency, catalogue, new Plurals(culture));
        _isFrench = culture.TwoLetterISOLanguageName == "fr";
    }

    /// <summary>The languages people can choose, by two-letter name; the first is the default.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["en", "fr"];

    public CultureInfo Culture { get; }

    /// <summary>The sentence in the reader's language with the arguments put in, formatted for their culture.</summary>
    /// <remarks>
    /// What depends on a number is said by it: <c>{0} {0:day|days}</c> is "1 day" and "2 days". English has the first form for one
    /// alone, French for none too.
    /// </remarks>
    public string this[string english, params object?[] arguments]
    {
        get
        {
            var sentence = Find(_catalogue, english) ?? Find(Catalogue, english) ?? english;
            return arguments.Length == 0 ? sentence : string.Format(_formats, sentence, arguments);
        }
    }

    /// <summary>
    /// An amount in company currency, without decimals when there are none: <c>45,000 EUR</c>; in French it is not broken over lines.
    /// </summary>
    public string Money(decimal amount) =>
        amount.ToString(amount == decimal.Truncate(amount) ? "N0" : "N2", Culture) + (_isFrench ? NoBreak : ' ') + _currency;

    /// <summary>An instant, in the time zone it is given in.</summary>
    public string Instant(DateTimeOffset instant) =>
        Date(DateOnly.FromDateTime(instant.DateTime)) + " " + instant.ToString("HH:mm", Culture);

    /// <summary>
    /// A percentage (0–100) with at most one decimal, as the culture writes it: <c>50%</c>, in French with a narrow space.
    /// </summary>
    public string Percent(decimal percent) =>
        percent.ToString("0.#", Culture) + (Culture.NumberFormat.PercentPositivePattern == AtTheNumber ? "%" : NarrowNoBreak + "%");

    /// <summary>
    /// A date with the month in letters, so that no one mistakes day for month: <c>5 Mar 2026</c>. In French the first day of a month is
    /// <c>1er</c>, and the day is not broken from its month.
    /// </summary>
    public string Date(DateOnly date) => _isFrench
        ? (date.Day == 1 ? "1er" : date.Day.ToString(Culture)) + NoBreak + date.ToString("MMM yyyy", Culture)
        : date.ToString("d MMM yyyy", Culture);

    /// <summary>The sentence in a catalogue. English has none: it is the key, and asking for its catalogue would throw.</summary>
    private string? Find(ResourceManager catalogue, string english)
    {
        var language = Culture.TwoLetterISOLanguageName;
        var sentence = language != Languages[0] && Languages.Contains(language)
            ? catalogue.GetResourceSet(CultureInfo.GetCultureInfo(language), createIfNotExists: true, tryParents: false)?.GetString(english)
            : null;
        return _isFrench && sentence is not null ? FrenchSpacing(sentence) : sentence;
    }

    /// <summary>
    /// French sets a blank before its tall marks and inside its quotation marks, at which no line may break. The catalogues are typed
    /// with ordinary blanks.
    /// </summary>
    private static string FrenchSpacing(string sentence) => sentence
        .Replace(" ;", NarrowNoBreak + ";", StringComparison.Ordinal)
        .Replace(" !", NarrowNoBreak + "!", StringComparison.Ordinal)
        .Replace(" ?", NarrowNoBreak + "?", StringComparison.Ordinal)
        .Replace(" %", NarrowNoBreak + "%", StringComparison.Ordinal)
        .Replace(" :", NoBreak + ":", StringComparison.Ordinal)
        .Replace("« ", "«" + NoBreak, StringComparison.Ordinal)
        .Replace(" »", NoBreak + "»", StringComparison.Ordinal);
}
