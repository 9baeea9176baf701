using ChatOpportunities.Domain;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Setup.ApiTokens;

/// <summary>The programs that may call the API: in whose name, when last, and the way to shut them out.</summary>
public sealed class IndexModel(ApiTokenActs tokens) : PortalPage
{
    /// <summary>Carries the secret of a token that was just made to the one page that shows it.</summary>
    internal const string SecretKey = "ApiTokenSecret";

    public IReadOnlyList<ApiTokenRow> Tokens { get; private set; } = [];

    /// <summary>Secret of the token that was just made; opening the page again shows it no more.</summary>
    public string? Secret { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        switch (await tokens.ListAsync(Caller, cancellationToken))
        {
            case Result<IReadOnlyList<ApiTokenRow>>.Done(var rows):
                Tokens = rows;
                Secret = TempData[SecretKey] as string;
                if (Secret is not null)
                {
                    Response.Headers.CacheControl = "no-store";
                }

                return Page();
            case Result<IReadOnlyList<ApiTokenRow>>.Refused refused:
                return Refused(refused.Refusals);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    public async Task<IActionResult> OnPostRevokeAsync(long id, CancellationToken cancellationToken) =>
        await tokens.RevokeAsync(id, Caller, cancellationToken) switch
        {
            Result<ApiToken>.Done(var token) => Done(T["Revoked: {0}. Its program gets in no more.", token.Name], "Index"),
            Result<ApiToken>.Refused refused => RefusedTo(refused.Refusals, "Index"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
