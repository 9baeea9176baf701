using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Exchange.Webhooks;
using ChatOpportunities.Portal.Forms;
using ChatOpportunities.Portal.Language;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Setup.Webhooks;

/// <summary>A new webhook, or one that exists with what became of what it was told.</summary>
public sealed class EditModel(WebhookActs webhooks) : PortalPage
{
    /// <summary>Deliveries on one page.</summary>
    internal const int PageSize = 50;

    /// <summary>Carries the secret that was just made to the one page that shows it.</summary>
    private const string SecretKey = "WebhookSecret";

    /// <summary>The key in the address; null for a new one.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Id { get; set => field = RecordIn(value); }

    /// <summary>The deliveries before that one are shown; null shows the latest.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public Webhook? Stored { get; private set; }

    public IReadOnlyList<WebhookDelivery> Deliveries { get; private set; } = [];

    public bool HasMore { get; private set; }

    /// <summary>The secret that was just made; opening the page again shows it no more.</summary>
    public string? Secret { get; private set; }

    private long Key => long.TryParse(Id, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : 0;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Input = Form.Of(Stored) ?? new Form { Events = [.. WebhookEventNames.All] };
        Secret = TempData[SecretKey] as string; // no page of ours is kept by a cache
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        var form = new WebhookForm(Input.Name, Input.Address, (Input.Events ?? []).Aggregate(WebhookEvents.None, (all, one) => all | one));
        if (Stored is null)
        {
            return await webhooks.CreateAsync(form, Caller, cancellationToken) switch
            {
                Result<NewWebhook>.Done(var made) => WithSecret(made, T["Made: {0}.", made.Webhook.Name]),
                Result<NewWebhook>.Refused refused => Refused(refused.Refusals),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }

        return await webhooks.ChangeAsync(Key, form, Input.Version, Caller, cancellationToken) switch
        {
            Result<Webhook>.Done(var saved) => Done(T["Saved: {0}.", saved.Name], "Edit", new { id = Id }),
            Result<Webhook>.Refused refused => Refused(refused.Refusals, Input, Form.Of(Stored)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public async Task<IActionResult> OnPostPauseAsync(CancellationToken cancellationToken) =>
        Told(await webhooks.PauseAsync(Key, version: null, Caller, cancellationToken), w => T["Paused: {0}.", w.Name]);

    public async Task<IActionResult> OnPostResumeAsync(CancellationToken cancellationToken) =>
        Told(await webhooks.ResumeAsync(Key, version: null, Caller, cancellationToken), w => T["Switched on: {0}.", w.Name]);

    public async Task<IActionResult> OnPostDeleteAsync(CancellationToken cancellationToken) =>
        await webhooks.DeleteAsync(Key, version: null, Caller, cancellationToken) switch
        {
            Result<Webhook>.Done(var gone) => Done(T["Deleted: {0}.", gone.Name], "Index"),
            Result<Webhook>.Refused refused => RefusedTo(refused.Refusals, "Index"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    public async Task<IActionResult> OnPostRenewAsync(CancellationToken cancellationToken) =>
        await webhooks.RenewSecretAsync(Key, version: null, Caller, cancellationToken) switch
        {
            Result<NewWebhook>.Done(var made) => WithSecret(made, T["New secret made: {0}.", made.Webhook.Name]),
            Result<NewWebhook>.Refused refused => RefusedTo(refused.Refusals, "Edit", new { id = Id }),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    public async Task<IActionResult> OnPostTestAsync(CancellationToken cancellationToken) =>
        await webhooks.TestAsync(Key, Caller, cancellationToken) switch
        {
            Result<WebhookDelivery>.Done(var sent) => Tried(sent),
            Result<WebhookDelivery>.Refused refused => RefusedTo(refused.Refusals, "Edit", new { id = Id }),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    public async Task<IActionResult> OnPostAgainAsync(long delivery, CancellationToken cancellationToken) =>
        await webhooks.SendAgainAsync(Key, delivery, Caller, cancellationToken) switch
        {
            Result<WebhookDelivery>.Done => Done(T["It is sent again in a moment."], "Edit", new { id = Id }),
            Result<WebhookDelivery>.Refused refused => RefusedTo(refused.Refusals, "Edit", new { id = Id }),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private RedirectToPageResult Tried(WebhookDelivery sent)
    {
        var said = T.Say(sent.Outcome, sent.Status);
        if (sent.Outcome == WebhookOutcome.Delivered)
        {
            return Done(T["The test arrived: {0}", said], "Edit", new { id = Id });
        }

        TempData[RefusedKey] = T["The test did not arrive: {0}", said];
        return RedirectToPage("Edit", new { id = Id });
    }

    private RedirectToPageResult WithSecret(NewWebhook made, string sentence)
    {
        // Not in an answer to the POST, which a reload would repeat; the cookie it travels in is encrypted and read once.
        TempData[SecretKey] = made.Secret;
        return Done(sentence, "Edit", new { id = made.Webhook.Id });
    }

    private IActionResult Told(Result<Webhook> result, Func<Webhook, string> sentence) => result switch
    {
        Result<Webhook>.Done(var webhook) => Done(sentence(webhook), "Edit", new { id = Id }),
        Result<Webhook>.Refused refused => RefusedTo(refused.Refusals, "Edit", new { id = Id }),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (Id is null)
        {
            return true;
        }

        if (await webhooks.FindAsync(Key, Caller, cancellationToken) is not Result<Webhook>.Done(var found)
            || await webhooks.DeliveriesAsync(Key, Before, PageSize + 1, Caller, cancellationToken)
                is not Result<IReadOnlyList<WebhookDelivery>>.Done(var deliveries))
        {
            return false;
        }

        (Stored, Deliveries, HasMore) = (found, [.. deliveries.Take(PageSize)], deliveries.Count > PageSize);
        return true;
    }

    /// <summary>What the form sends; the domain checks it.</summary>
    public sealed class Form : IVersionedForm
    {
        [Display(Name = "Name")]
        public string? Name { get; set; }

        [Display(Name = "Address")]
        public string? Address { get; set; }

        [Display(Name = "Events")]
        public List<WebhookEvents>? Events { get; set; }

        public long Version { get; set; }

        internal static Form? Of(Webhook? webhook) => webhook is null ? null : new()
        {
            Name = webhook.Name,
            Address = webhook.Address,
            Events = [.. WebhookEventNames.Each(webhook.Events)],
            Version = webhook.Version,
        };
    }
}
