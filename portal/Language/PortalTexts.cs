using System.Globalization;
using System.Resources;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Portal.Language;

/// <summary>What the portal says, in the reader's language; falls back to the domain's sentences.</summary>
public sealed class PortalTexts(CultureInfo culture, string currency) : Texts(culture, currency, Catalogue)
{
    private static readonly ResourceManager Catalogue = new("ChatOpportunities.Portal.Language.PortalTexts", typeof(PortalTexts).Assembly);
}
