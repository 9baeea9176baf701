using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Exchange.Webhooks;

/// <content>What became of what a webhook was told, and trials.</content>
public sealed partial class WebhookActs
{
    /// <summary>What a webhook was told, the latest first.</summary>
    /// <param name="id">The webhook.</param>
    /// <param name="before">Only those before that delivery; null begins with the latest.</param>
    /// <param name="most">Most that are given.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Result<IReadOnlyList<WebhookDelivery>>> DeliveriesAsync(
        long id, long? before, int most, Caller caller, CancellationToken cancellationToken)
    {
        if (!AccessPolicy.MaySetUp(caller))
        {
            return Refusals.Forbidden;
        }

        if (!await db.Webhooks.AnyAsync(w => w.Id == id, cancellationToken))
        {
            return Refusals.NotFound;
        }

        var from = before ?? long.MaxValue;
        return await db.WebhookDeliveries.AsNoTracking().Where(d => d.WebhookId == id && d.Id < from).OrderByDescending(d => d.Id)
            .Take(most).ToListAsync(cancellationToken);
    }

    /// <summary>
    /// Sends once, now, an event that tells of nothing, to a webhook in any state; what came of it stands in its log.
    /// </summary>
    public async Task<Result<WebhookDelivery>> TestAsync(long id, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        switch (await FindAsync(id, caller, cancellationToken))
        {
            case Result<Webhook>.Refused refused:
                return refused.Refusals.ToList();
            case Result<Webhook>.Done(var webhook):
                var delivery = Trial(id, caller, waits: false);
                var answer = await sender.SendAsync(webhook, delivery, cancellationToken);
                (delivery.Attempts, delivery.AttemptedAt) = (1, caller.Now);
                (delivery.Outcome, delivery.Status, delivery.Answer) = (answer.Outcome, answer.Status, answer.Said);
                return await KeepAsync(delivery, cancellationToken);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Puts a trial among what is to be sent, to be tried once; for a webhook that is on.</summary>
    public async Task<Result<WebhookDelivery>> PlanTestAsync(long id, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        switch (await FindAsync(id, caller, cancellationToken))
        {
            case Result<Webhook>.Refused refused:
                return refused.Refusals.ToList();
            case Result<Webhook>.Done({ State: not WebhookState.On }):
                return Refusals.WebhookNotOn;
            default:
                var delivery = Trial(id, caller, waits: true);
                delivery.GiveUpAt = caller.Now;
                return await KeepAsync(delivery, cancellationToken);
        }
    }

    /// <summary>
    /// Puts an event that arrived or was given up among those that wait, for a day once more; its receiver knows it by the same id.
    /// </summary>
    public Task<Result<WebhookDelivery>> SendAgainAsync(long id, long deliveryId, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return db.InTransactionAsync<Result<WebhookDelivery>>(
            async token =>
            {
                if (!AccessPolicy.MaySetUp(caller))
                {
                    return Refusals.Forbidden;
                }

                var webhook = await db.Webhooks.AsNoTracking().SingleOrDefaultAsync(w => w.Id == id, token);
                var found = await db.WebhookDeliveries.SingleOrDefaultAsync(d => d.Id == deliveryId && d.WebhookId == id, token);
                if (webhook is null || found is null)
                {
                    return Refusals.NotFound;
                }

                if (webhook.State != WebhookState.On)
                {
                    return Refusals.WebhookNotOn;
                }

                if (found.NextAttemptAt is null)
                {
                    (found.Attempts, found.NextAttemptAt, found.GiveUpAt) = (0, caller.Now, caller.Now + WebhookOutbox.Tried);
                    var line = AuditEntry.Of(
                        caller, AuditSubjects.Webhook, KeyOf(id), AuditSentences.WebhookSentAgain, webhook.Name,
                        WebhookEventNames.Of(found.Event), found.OpportunityNo);
                    return await db.SaveActAsync(line, caller, inTheWay: null, token) is { } refusal ? refusal : found;
                }

                return found;
            },
            cancellationToken);
    }

    private static WebhookDelivery Trial(long id, Caller caller, bool waits)
    {
        var body = new WebhookBody(
            WebhookEventNames.Test, caller.Now.ToUniversalTime(),
            new WebhookData(caller.Source) { By = caller.Name, ByCode = caller.Code });
        return WebhookOutbox.Delivery(id, WebhookEvents.None, "", caller.Now, body.ToJson(), waits);
    }

    private async Task<Result<WebhookDelivery>> KeepAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        db.WebhookDeliveries.Add(delivery);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return delivery;
        }
        catch (DbUpdateException) when (!db.Webhooks.Any(w => w.Id == delivery.WebhookId))
        {
            return Refusals.NotFound; // deleted meanwhile
        }
    }
}
