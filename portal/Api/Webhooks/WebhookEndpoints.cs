using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Exchange.Webhooks;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Portal.Api.Description;
using ChatOpportunities.Portal.Api.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChatOpportunities.Portal.Api.Webhooks;

/// <summary>Programs that are told what happens; admins only.</summary>
internal static class WebhookEndpoints
{
    private const string Name = "webhooks";

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/" + Name).Tagged("Webhooks", "Addresses that are told what happens to opportunities; admins only.");
        group.MapGet("", ListAsync).ReturnsPage(WebhookResource.Example).Refuses(Refusals.Forbidden)
            .Named("listWebhooks", "Webhooks", "In the order in which they were made.");
        group.MapPost("", CreateAsync).Takes(WebhookBody.Example).ReturnsItem(WebhookResource.Example, StatusCodes.Status201Created)
            .Refuses(
                Refusals.Forbidden, Refusals.Required, Refusals.TooLong, Refusals.WebhookAddress, Refusals.WebhookPrivate,
                Refusals.NoEvents, Refusals.TooManyWebhooks)
            .Named("createWebhook", "Makes a webhook", "Ask for its secret afterwards (renewWebhookSecret): no other answer shows it.");
        var one = group.MapGroup("/{id:long}").Place("id", "Key of the webhook.", 3);
        one.MapGet("", FindAsync).ReturnsItem(WebhookResource.Example).Refuses(Refusals.Forbidden)
            .Named("getWebhook", "One webhook", "By its key.");
        one.MapPatch("", ChangeAsync).Takes(WebhookBody.Example).ReturnsItem(WebhookResource.Example)
            .Refuses(
                Refusals.Forbidden, Refusals.Required, Refusals.TooLong, Refusals.WebhookAddress, Refusals.WebhookPrivate,
                Refusals.NoEvents)
            .Named("changeWebhook", "Changes a webhook", "Also pauses it and switches it on again; what waits for it waits on.");
        one.MapDelete("", DeleteAsync).Produces(StatusCodes.Status204NoContent).Refuses(Refusals.Forbidden)
            .Named("deleteWebhook", "Deletes a webhook", "With its log and what waits for it.");
        one.MapPut("/secret", RenewAsync).Returns(WebhookSecretResource.Example).Refuses(Refusals.Forbidden)
            .Named(
                "renewWebhookSecret", "Makes a new secret and shows it, this once",
                "For a day the former secret signs along with it, so that a receiver can change over.");
        one.MapPost("/test", TestAsync).Returns(WebhookDeliveryResource.Example, StatusCodes.Status202Accepted)
            .Refuses(Refusals.Forbidden, Refusals.WebhookNotOn)
            .Named(
                "testWebhook", "Sends a test",
                "An event of the type webhook.test, tried once; the log of deliveries tells what came of it.");
        one.MapGet("/deliveries", DeliveriesAsync).ReturnsPage(WebhookDeliveryResource.Example).Refuses(Refusals.Forbidden)
            .Named("listWebhookDeliveries", "What a webhook was told", "The latest first; kept for some days.");
        one.MapPost("/deliveries/{delivery:long}/send", SendAgainAsync).Place("delivery", "Key of the delivery.", 1207)
            .Returns(WebhookDeliveryResource.Example, StatusCodes.Status202Accepted).Refuses(Refusals.Forbidden, Refusals.WebhookNotOn)
            .Named("sendWebhookDelivery", "Sends an event again", "For a day once more, under the id that the receiver knows it by.");
    }

    private static async Task<ApiAnswer> ListAsync(
        Query<PageQuery> page, ApiCall call, WebhookActs webhooks, CancellationToken cancellationToken) => call.Answer(
            await webhooks.ListAsync(call.Caller, cancellationToken),
            rows => Setup.List(
                page.Value, rows, r => r.Webhook.Id.ToString("D19", CultureInfo.InvariantCulture), r => WebhookResource.Of(r.Webhook)));

    private static async Task<ApiAnswer> CreateAsync(
        ApiCall call, JsonBody<WebhookBody> body, WebhookActs webhooks, CancellationToken cancellationToken) => call.Answer(
            await webhooks.CreateAsync(body.Value.Over(null), call.Caller, cancellationToken),
            made => ApiAnswer.Created(
                Setup.Address(Name, made.Webhook.Id.ToString(CultureInfo.InvariantCulture)), WebhookResource.Of(made.Webhook),
                made.Webhook.Version));

    private static async Task<ApiAnswer> FindAsync(long id, ApiCall call, WebhookActs webhooks, CancellationToken cancellationToken) =>
        call.Answer(
            await webhooks.FindAsync(id, call.Caller, cancellationToken), found => ApiAnswer.Ok(
                WebhookResource.Of(found), found.Version, tellsOthers: true)); // what its lane keeps has no version

    private static Task<ApiAnswer> ChangeAsync(
        long id, ApiCall call, JsonBody<WebhookBody> body, WebhookActs webhooks, CancellationToken cancellationToken) =>
        Setup.ChangeAsync(
            call, AccessPolicy.MaySetUp(call.Caller),
            async () => await webhooks.FindAsync(id, call.Caller, cancellationToken) is Result<Webhook>.Done(var found) ? found : null,
            _ => null,
            (present, version) => webhooks.ChangeAsync(id, body.Value.Over(present), version, call.Caller, cancellationToken),
            saved => ApiAnswer.Ok(WebhookResource.Of(saved), saved.Version));

    private static async Task<ApiAnswer> DeleteAsync(long id, ApiCall call, WebhookActs webhooks, CancellationToken cancellationToken) =>
        await Setup.ReplaceAsync(
            call, () => webhooks.DeleteAsync(id, call.Version, call.Caller, cancellationToken), _ => ApiAnswer.NoContent);

    private static async Task<ApiAnswer> RenewAsync(long id, ApiCall call, WebhookActs webhooks, CancellationToken cancellationToken) =>
        await Setup.ReplaceAsync(
            call, () => webhooks.RenewSecretAsync(id, call.Version, call.Caller, cancellationToken),
            made => ApiAnswer.Ok(new WebhookSecretResource(made.Secret)));

    private static async Task<ApiAnswer> TestAsync(long id, ApiCall call, WebhookActs webhooks, CancellationToken cancellationToken) =>
        call.Answer(await webhooks.PlanTestAsync(id, call.Caller, cancellationToken), Accepted);

    private static async Task<ApiAnswer> DeliveriesAsync(
        long id, Query<PageQuery> page, ApiCall call, WebhookActs webhooks, CancellationToken cancellationToken)
    {
        long? before = null;
        if (page.Value.Place() is { } place)
        {
            before = long.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : throw ApiCall.Bad("cursor");
        }

        var limit = page.Value.Limit;
        return call.Answer(
            await webhooks.DeliveriesAsync(id, before, limit + 1, call.Caller, cancellationToken),
            found => ApiAnswer.Ok(new Page<WebhookDeliveryResource>(
                [.. found.Take(limit).Select(WebhookDeliveryResource.Of)],
                found.Count > limit ? OpaqueCursor.Write(found[limit - 1].Id.ToString(CultureInfo.InvariantCulture)) : null)));
    }

    private static async Task<ApiAnswer> SendAgainAsync(
        long id, long delivery, ApiCall call, WebhookActs webhooks, CancellationToken cancellationToken) =>
        call.Answer(await webhooks.SendAgainAsync(id, delivery, call.Caller, cancellationToken), Accepted);

    private static ApiAnswer Accepted(WebhookDelivery delivery) =>
        ApiAnswer.Ok(WebhookDeliveryResource.Of(delivery)) with { Status = StatusCodes.Status202Accepted };
}
