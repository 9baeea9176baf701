using System.Globalization;
using System.Resources;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;

namespace ChatOpportunities.Portal.Language;

/// <summary>What the portal says, in the reader's language; falls back to the domain's sentences.</summary>
public sealed class PortalTexts(CultureInfo culture, string currency) : Texts(culture, currency, Catalogue)
{
    /// <summary>For somebody who is not asking just now: their language and region, the company's where they have none.</summary>
    internal static PortalTexts Of(Caller caller, CompanyOptions company) =>
        new(Regions.CultureOf(caller.Language, caller.Region, company.Region), company.Currency);

    private static readonly ResourceManager Catalogue = new("ChatOpportunities.Portal.Language.PortalTexts", typeof(PortalTexts).Assembly);
}
