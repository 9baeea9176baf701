using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Exchange.Webhooks;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Setup.Webhooks;

/// <summary>The programs that are told what happens.</summary>
public sealed class IndexModel(WebhookActs webhooks) : PortalPage
{
    public IReadOnlyList<WebhookRow> Rows { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        switch (await webhooks.ListAsync(Caller, cancellationToken))
        {
            case Result<IReadOnlyList<WebhookRow>>.Done(var rows):
                Rows = rows;
                return Page();
            case Result<IReadOnlyList<WebhookRow>>.Refused refused:
                return Refused(refused.Refusals);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
