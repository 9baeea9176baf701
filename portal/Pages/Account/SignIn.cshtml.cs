using System.Net;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Portal.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Hosting;

namespace ChatOpportunities.Portal.Pages.Account;

/// <summary>Pick a person and be them: in Development and from this machine only; elsewhere there is no such page.</summary>
public sealed class SignInModel(Choices choices, Recognition recognition, IHostEnvironment environment) : PageModel
{
    private const int MostShown = 200;

    private static readonly string[] Forwarded = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Original-Host"];

    public IReadOnlyList<NamedPerson> People { get; private set; } = [];

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!environment.IsDevelopment() || !IsFromThisMachine(HttpContext))
        {
            context.Result = NotFound();
        }
    }

    /// <summary>
    /// The address alone does not say so: a proxy on this machine speaks for others, and a page of another site may be led here by a name
    /// that it makes point to this machine.
    /// </summary>
    private static bool IsFromThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from)
        && (context.Request.Host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(context.Request.Host.Host.Trim('[', ']'), out var host) && IPAddress.IsLoopback(host)))
        && !Array.Exists(Forwarded, context.Request.Headers.ContainsKey);

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        People = [.. (await choices.ColleaguesInTeamsAsync(cancellationToken)).OrderByDescending(p => p.Role).Take(MostShown)];

    public async Task<IActionResult> OnPostAsync(long id, CancellationToken cancellationToken)
    {
        if (await recognition.ByIdAsync(id, cancellationToken) is not { } person)
        {
            return NotFound();
        }

        await SignedInPerson.SignInAsync(HttpContext, person);
        return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/");
    }
}
