using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Portal.Language;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Portal.Api.Http;

/// <summary>The language in which a program is answered: the one it asks for, else the caller's, else the company's.</summary>
internal static class ApiLanguage
{
    public static PortalTexts Texts(HttpContext context)
    {
        var company = context.RequestServices.GetRequiredService<IOptions<CompanyOptions>>().Value;
        return new PortalTexts(CultureInfo.GetCultureInfo(Of(context, company)), company.Currency);
    }

    /// <summary>Two letters, one of those the product speaks.</summary>
    public static string Of(HttpContext context, CompanyOptions company)
    {
        var asked = context.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1)
            .Select(l => l.Value.ToString().Split('-')[0].ToLowerInvariant());
        return asked.FirstOrDefault(Domain.Language.Texts.Languages.Contains)
            ?? BearerAuthentication.CallerOf(context)?.Language
            ?? company.DefaultLanguage;
    }
}
