using System.Globalization;
using Microsoft.Extensions.Localization;

namespace ChatOpportunities.Portal.Language;

/// <summary>Lets labels and validation messages of forms speak through <see cref="PortalTexts"/>.</summary>
internal sealed class TextsLocalizer(string currency) : IStringLocalizer
{
    public LocalizedString this[string name] => new(name, new PortalTexts(CultureInfo.CurrentUICulture, currency)[name]);

    public LocalizedString this[string name, params object[] arguments] =>
        new(name, new PortalTexts(CultureInfo.CurrentUICulture, currency)[name, arguments]);

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => [];
}
