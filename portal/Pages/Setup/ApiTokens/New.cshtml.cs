using System.ComponentModel.DataAnnotations;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Portal.Forms;
using ChatOpportunities.Portal.Language;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace ChatOpportunities.Portal.Pages.Setup.ApiTokens;

/// <summary>A new token; its secret is shown by the list, once.</summary>
public sealed class NewModel(ApiTokenActs tokens, Choices choices) : PortalPage
{
    [BindProperty]
    public Form Input { get; set; } = new();

    public IReadOnlyList<SelectListItem> People { get; private set; } = [];

    public Task OnGetAsync(CancellationToken cancellationToken) => LoadAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        if (!ModelState.IsValid)
        {
            return Page();
        }

        switch (await tokens.CreateAsync(Input.Name, Input.Role, Input.SalespersonCode, Caller, cancellationToken, Input.OnlyReads))
        {
            case Result<NewApiToken>.Done(var made):
                // Not in an answer to the POST, which a reload would repeat; the cookie it travels in is encrypted and read once.
                TempData[IndexModel.SecretKey] = made.Secret;
                return Done(T["Made: {0}.", made.Token.Name], "Index");
            case Result<NewApiToken>.Refused refused:
                return Refused(refused.Refusals);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task LoadAsync(CancellationToken cancellationToken) =>
        People = [.. (await choices.ColleaguesInTeamsAsync(cancellationToken))
            .Select(p => new SelectListItem($"{p.Name} · {T.Of(p.Role)}", p.Code))];

    /// <summary>What the form sends; the domain checks it.</summary>
    public sealed class Form
    {
        [Display(Name = "Name")]
        public string? Name { get; set; }

        [Display(Name = "Role")]
        public Role Role { get; set; }

        [Display(Name = "Read only")]
        public bool OnlyReads { get; set; }

        [Display(Name = "Acts as")]
        public string? SalespersonCode { get; set; }
    }
}
