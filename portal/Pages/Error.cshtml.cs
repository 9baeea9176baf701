using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatOpportunities.Portal.Pages;

/// <summary>Shown in place of a page that ended with a status of 400 or above. A form's post may end here too, without its token.</summary>
[IgnoreAntiforgeryToken, ResponseCache(NoStore = true)]
public sealed class ErrorModel : PageModel
{
    /// <summary>The status being explained.</summary>
    public int Status { get; private set; }

    public void OnGet() => Explain();

    public void OnPost() => Explain();

    private void Explain()
    {
        // From the address alone: of a form that cannot be read nothing is bound.
        var status = int.TryParse(RouteData.Values["status"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? given : 404;
        // Whoever asks for this page by its address asked for something that is not there.
        var real = HttpContext.Features.Get<Microsoft.AspNetCore.Diagnostics.IStatusCodeReExecuteFeature>() is not null
            || HttpContext.Features.Get<Microsoft.AspNetCore.Diagnostics.IExceptionHandlerFeature>() is not null;
        Status = real && status is >= 400 and <= 599 ? status : 404;
        Response.StatusCode = Status;
    }
}
