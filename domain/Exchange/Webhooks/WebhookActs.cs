using System.Globalization;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Domain.Exchange.Webhooks;

/// <summary>Setting up webhooks, trying them, and looking at what became of what they were told; admins only.</summary>
public sealed partial class WebhookActs(
    OpportunitiesContext db, IWebhookSecrets secrets, WebhookSender sender, IOptions<WebhookOptions> options)
{
    /// <summary>All webhooks by name, with what waits for them.</summary>
    public async Task<Result<IReadOnlyList<WebhookRow>>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (!AccessPolicy.MaySetUp(caller))
        {
            return Refusals.Forbidden;
        }

        var webhooks = await db.Webhooks.AsNoTracking().OrderBy(w => w.Name).ThenBy(w => w.Id).ToListAsync(cancellationToken);
        var waiting = await db.WebhookDeliveries.Where(d => d.NextAttemptAt != null).GroupBy(d => d.WebhookId)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return webhooks.ConvertAll(w => new WebhookRow(w, waiting.GetValueOrDefault(w.Id)));
    }

    /// <summary>One webhook.</summary>
    public async Task<Result<Webhook>> FindAsync(long id, Caller caller, CancellationToken cancellationToken) =>
        !AccessPolicy.MaySetUp(caller) ? Refusals.Forbidden
        : await db.Webhooks.AsNoTracking().SingleOrDefaultAsync(w => w.Id == id, cancellationToken) is { } found ? found
        : Refusals.NotFound;

    /// <summary>Makes a webhook, which is on at once; the answer is the only place that shows its secret.</summary>
    public Task<Result<NewWebhook>> CreateAsync(WebhookForm form, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(caller);
        return db.InTransactionAsync<Result<NewWebhook>>(
            async token =>
            {
                if (!AccessPolicy.MaySetUp(caller))
                {
                    return Refusals.Forbidden;
                }

                if (await db.Webhooks.CountAsync(token) >= Webhook.Most)
                {
                    return Refusals.TooManyWebhooks.With(Webhook.Most);
                }

                var secret = WebhookSignature.NewSecret();
                switch (Webhook.Create(form, secrets.Protect(secret), options.Value.AllowPrivateAddresses, caller.Now))
                {
                    case Result<Webhook>.Refused refused:
                        return refused.Refusals.ToList();
                    case Result<Webhook>.Done(var made):
                        db.Webhooks.Add(made);
                        await db.SaveChangesAsync(token); // gives the key that the log names
                        db.AuditEntries.Add(LineOf(made, caller, AuditSentences.Created));
                        await db.SaveChangesAsync(token);
                        return new NewWebhook(made, secret);
                    default:
                        throw new System.Diagnostics.UnreachableException();
                }
            },
            cancellationToken);
    }

    /// <summary>Changes what an admin says of it.</summary>
    public Task<Result<Webhook>> ChangeAsync(
        long id, WebhookForm form, long? version, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        return ActAsync(
            id, version, caller, w => w.Change(form, options.Value.AllowPrivateAddresses), AuditSentences.Changed, cancellationToken);
    }

    /// <summary>From now on it is told nothing; what waits for it waits on. Pausing it again changes nothing.</summary>
    public Task<Result<Webhook>> PauseAsync(long id, long? version, Caller caller, CancellationToken cancellationToken) => ActAsync(
        id, version, caller,
        w =>
        {
            w.Pause();
            return w;
        },
        AuditSentences.WebhookPaused, cancellationToken, isNeeded: w => w.State == WebhookState.On);

    /// <summary>It is told again, what waited for it first.</summary>
    public Task<Result<Webhook>> ResumeAsync(long id, long? version, Caller caller, CancellationToken cancellationToken) => ActAsync(
        id, version, caller,
        w =>
        {
            w.Resume();
            return w;
        },
        AuditSentences.WebhookResumed, cancellationToken, isNeeded: w => w.State != WebhookState.On);

    /// <summary>Gives it a new secret, which this answer alone shows; the former one signs along with it for a day.</summary>
    public async Task<Result<NewWebhook>> RenewSecretAsync(long id, long? version, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var secret = WebhookSignature.NewSecret();
        var renewed = await ActAsync(
            id, version, caller,
            w =>
            {
                w.Renew(secrets.Protect(secret), caller.Now);
                return w;
            },
            AuditSentences.WebhookSecretRenewed, cancellationToken);
        return renewed switch
        {
            Result<Webhook>.Done(var webhook) => new NewWebhook(webhook, secret),
            Result<Webhook>.Refused refused => refused.Refusals.ToList(),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Deletes it with its log and what waits for it.</summary>
    public Task<Result<Webhook>> DeleteAsync(long id, long? version, Caller caller, CancellationToken cancellationToken) => ActAsync(
        id, version, caller,
        w =>
        {
            db.Webhooks.Remove(w);
            return w;
        },
        AuditSentences.Deleted, cancellationToken);

    private Task<Result<Webhook>> ActAsync(
        long id, long? version, Caller caller, Func<Webhook, Result<Webhook>> act, string sentence, CancellationToken cancellationToken,
        Func<Webhook, bool>? isNeeded = null)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return db.InTransactionAsync<Result<Webhook>>(
            async token =>
            {
                if (!AccessPolicy.MaySetUp(caller))
                {
                    return Refusals.Forbidden;
                }

                var found = await db.Webhooks.SingleOrDefaultAsync(w => w.Id == id, token);
                if (await db.WhyNotThisAsync(AuditSubjects.Webhook, KeyOf(id), found, isNew: false, version, caller, token) is { } other)
                {
                    return other;
                }

                if (isNeeded?.Invoke(found!) == false)
                {
                    return found!;
                }

                return act(found!) is Result<Webhook>.Refused refused
                    ? refused
                    : await db.SaveActAsync(LineOf(found!, caller, sentence), caller, inTheWay: null, token) is { } refusal
                        ? refusal : found!;
            },
            cancellationToken);
    }

    private static string KeyOf(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static AuditEntry LineOf(Webhook webhook, Caller caller, string sentence) =>
        AuditEntry.Of(caller, AuditSubjects.Webhook, KeyOf(webhook.Id), sentence, webhook.Name);
}

/// <summary>A webhook in the list of all.</summary>
/// <param name="Webhook">As it was set up.</param>
/// <param name="Waiting">How many events wait for it.</param>
public sealed record WebhookRow(Webhook Webhook, int Waiting);

/// <summary>A webhook whose secret was just made.</summary>
/// <param name="Webhook">What is kept of it.</param>
/// <param name="Secret">What its receiver checks signatures by; known to nobody but the reader of this answer.</param>
public sealed record NewWebhook(Webhook Webhook, string Secret);
