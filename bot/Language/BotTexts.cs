using System.Globalization;
using System.Resources;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Language;

/// <summary>What the bot says; <c>BotTexts.fr.resx</c> holds the French.</summary>
internal sealed class BotTexts(CultureInfo culture, string currency) : Texts(culture, currency, Catalogue)
{
    private static readonly ResourceManager Catalogue = new("ChatOpportunities.Bot.Language.BotTexts", typeof(BotTexts).Assembly);

    /// <summary>In the language of a client (<c>activity.locale</c>); one that is not spoken reads English.</summary>
    public static BotTexts For(string? locale, string currency = "")
    {
        var culture = CultureInfo.GetCultureInfo(Languages[0]);
        try
        {
            var asked = CultureInfo.GetCultureInfo(locale ?? "", predefinedOnly: true);
            culture = Languages.Contains(asked.TwoLetterISOLanguageName) ? asked : culture;
        }
        catch (CultureNotFoundException)
        {
            // A client may send anything.
        }

        return new BotTexts(culture, currency);
    }
}
