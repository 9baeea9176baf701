using System.Net;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Portal.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;

namespace ChatOpportunities.Portal.Pages.Account;

/// <summary>Pick a person and be them: in Development and from this machine only; elsewhere there is no such page.</summary>
public sealed class SignInModel(OpportunitiesContext db, IHostEnvironment environment) : PageModel
{
    public IReadOnlyList<Person> People { get; private set; } = [];

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
        People = await db.Set<Salesperson>().AsNoTracking().Where(p => !p.Blocked)
            .OrderByDescending(p => p.Role).ThenBy(p => p.Name).Take(200)
            .Select(p => new Person(p.Id, p.Name, p.Role, p.Team == null ? null : p.Team.Name))
            .ToListAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(long id, CancellationToken cancellationToken)
    {
        if (await db.Set<Salesperson>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && !p.Blocked, cancellationToken) is not { } person)
        {
            return NotFound();
        }

        await SignedInPerson.SignInAsync(HttpContext, person);
        return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/");
    }

    /// <summary>One button.</summary>
    public sealed record Person(long Id, string Name, Role Role, string? Team);
}
