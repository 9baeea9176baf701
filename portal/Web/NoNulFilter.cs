using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Primitives;

namespace ChatOpportunities.Portal.Web;

/// <summary>
/// No key and no text holds a NUL, which nobody can type, and one database refuses even to be asked for it: addresses are read
/// without, forms are not read.
/// </summary>
internal sealed class NoNulFilter : IAsyncResourceFilter
{
    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (http.Features.Get<IStatusCodeReExecuteFeature>() is null)
        {
            if (http.Request.Query.Any(q => HasNul(q.Value)))
            {
                http.Request.Query = new QueryCollection(http.Request.Query.ToDictionary(q => q.Key, q => Without(q.Value)));
            }

            if (await FormOfAsync(http) is { } form && form.Any(f => HasNul(f.Value)))
            {
                context.Result = new BadRequestResult();
                return;
            }
        }

        await next();
    }

    private static bool HasNul(StringValues values) => values.Any(v => v?.Contains('\0', StringComparison.Ordinal) == true);

    private static StringValues Without(StringValues values) =>
        new([.. values.Select(v => v?.Replace("\0", "", StringComparison.Ordinal))]);

    private static async Task<IFormCollection?> FormOfAsync(HttpContext http)
    {
        try
        {
            return http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : null;
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or IOException)
        {
            return null; // the page says so itself
        }
    }
}
