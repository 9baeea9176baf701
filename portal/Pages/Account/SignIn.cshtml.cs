using System.Net;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Portal.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Hosting;

namespace ChatOpportunities.Portal.Pages.Account;

/// <summary>Pick a person and be them: in Development and from this machine only; elsewhere there is no such page.</summary>
public sealed class SignInModel(Choices choices, Recognition recognition, IHostEnvironment environment) : PageModel
{
    private const int MostShown = 200;

    public IReadOnlyList<NamedPerson> People { get; private set; } = [];

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!environment.IsDevelopment() || HttpContext.Connection.RemoteIpAddress is not { } from || !IPAddress.IsLoopback(from))
        {
            context.Result = NotFound();
        }
    }

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
