using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Conversation;

/// <summary>What became of a message to a person that nobody asked for just now.</summary>
internal abstract record Delivery
{
    private Delivery()
    {
    }

    /// <summary>The channel took it.</summary>
    public sealed record Taken(string? ConversationId, string? MessageId) : Delivery;

    /// <summary>The person has no chat with the bot, or does not want one: they are not asked again until they are heard from.</summary>
    public sealed record NotReachable(string Why) : Delivery;

    /// <summary>It may work later.</summary>
    public sealed record Later(string Why, TimeSpan? After) : Delivery;

    /// <summary>This host cannot send: its own fault, not the message's.</summary>
    public sealed record OwnFault(string Why) : Delivery;

    /// <summary>It is wrong as it stands.</summary>
    public sealed record Refused(string Why) : Delivery;
}

/// <summary>Where a person was when it was last looked.</summary>
/// <param name="Tenant">Their tenant; null when that is not known.</param>
/// <param name="Known">Their chat, or that they do not want one; null when they never met the bot.</param>
internal sealed record Whereabouts(string? Tenant, StoredReference? Known);

/// <summary>
/// Writes to people first. Finds their personal chat, opens one when there is none yet, and acts on what the channel says of it:
/// who blocked or removed the bot is left alone, a chat that is gone is opened anew.
/// </summary>
internal sealed class PersonalChats(OpportunitiesContext db, TeamsConnector connector, IOptions<BotOptions> bot, TimeProvider clock)
{
    /// <summary>Where a tenant is asked for that the bot has not heard from.</summary>
    private const string FirstContact = "https://smba.trafficmanager.net/teams/";

    private static readonly TimeSpan OpeningTime = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Opens the own chat of whoever speaks in a group, if there is none yet; when that fails they are answered in the group.
    /// </summary>
    public async Task OpenAsync(Activity heard, CancellationToken cancellationToken)
    {
        if (heard is not
            {
                TenantId: { Length: > 0 } tenant, From: { AadObjectId: { Length: > 0 } objectId } user, Recipient: { } account,
                ServiceUrl: { } serviceUrl
            }
            || await ConversationReferences.LookAsync(
                db, tenant, objectId, cancellationToken) is { } and ({ SilentBecause: not null } or { Conversation: not null }))
        {
            return;
        }

        try
        {
            using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            time.CancelAfter(OpeningTime);
            var opened = await connector.CreatePersonalConversationAsync(serviceUrl, tenant, account, user, time.Token);
            opened.Locale = heard.Locale;
            await ConversationReferences.KeepAsync(db, tenant, objectId, opened, clock.GetUtcNow(), cancellationToken);
        }
        catch (Exception failure) when (
            failure is ConnectorException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Not installed for them, or not just now.
        }
    }

    /// <summary>Puts another card in the place of one that was sent; a courtesy, whose failure is nobody's.</summary>
    public async Task ReplaceAsync(ConversationReference reference, string messageId, Activity message, CancellationToken cancellationToken)
    {
        try
        {
            await connector.UpdateAsync(reference, messageId, message, cancellationToken);
        }
        catch (ConnectorException)
        {
            // Deleted, or not just now: the message that follows says the same.
        }
    }

    /// <summary>Reads at once where some people are that are written to next.</summary>
    public async Task<Dictionary<long, Whereabouts>> LocateAsync(IReadOnlyList<Salesperson> people, CancellationToken cancellationToken)
    {
        var tenants = await Callers.TenantsAsync(db, people, cancellationToken);
        var otherwise = people.All(p => tenants.ContainsKey(p.Id)) ? null : await OwnTenantAsync(cancellationToken);
        var all = people.Where(p => p.EntraObjectId is not null)
            .Select(p => (p.Id, Tenant: tenants.GetValueOrDefault(p.Id) ?? otherwise, ObjectId: p.EntraObjectId!.Value.ToString()))
                .ToList();
        var known = await ConversationReferences.LookAsync(
            db, [.. all.Where(p => p.Tenant is not null).Select(p => (p.Tenant!, p.ObjectId))], cancellationToken);
        return all.ToDictionary(
            p => p.Id, p => new Whereabouts(p.Tenant, p.Tenant is null ? null : known.GetValueOrDefault((p.Tenant, p.ObjectId))));
    }

    /// <summary>Writes to a person; the message is made for the chat that was found. Without whereabouts they are looked for now.</summary>
    public async Task<Delivery> SendAsync(
        Salesperson person, Whereabouts? whereabouts, Func<ConversationReference, Task<Activity>> message,
        CancellationToken cancellationToken)
    {
        if (person.EntraObjectId?.ToString() is not { } objectId
            || (whereabouts is null ? await TenantOfAsync(person, cancellationToken) : whereabouts.Tenant) is not { } tenant)
        {
            return new Delivery.NotReachable("no chat with this person yet");
        }

        var known = whereabouts is not null ? whereabouts.Known
            : await ConversationReferences.LookAsync(db, tenant, objectId, cancellationToken);
        if (known?.SilentBecause is { } why)
        {
            return new Delivery.NotReachable(why);
        }

        try
        {
            return await SendToChatAsync(tenant, objectId, known, message, cancellationToken);
        }
        catch (ConnectorException failure)
        {
            return await AfterFailureAsync(failure, person, tenant, objectId, cancellationToken);
        }
    }

    /// <summary>Writes into the chat that is known, or a new one when there is none or it is gone.</summary>
    private async Task<Delivery> SendToChatAsync(
        string tenant, string objectId, StoredReference? known, Func<ConversationReference, Task<Activity>> message,
        CancellationToken cancellationToken)
    {
        if (known?.Conversation is not null)
        {
            try
            {
                return await SendAsync(known, message, cancellationToken);
            }
            catch (ConnectorException gone) when (gone.Kind == ConnectorFailure.NotFound)
            {
                await ConversationReferences.ForgetAsync(db, tenant, objectId, cancellationToken);
            }
        }

        return await OpenAsync(tenant, objectId, known, cancellationToken) is { } opened
            ? await SendAsync(opened, message, cancellationToken)
            : new Delivery.NotReachable("no chat with this person yet");
    }

    /// <summary>What the channel's refusal means; who blocked or removed the bot is left alone from now on.</summary>
    private async Task<Delivery> AfterFailureAsync(
        ConnectorException failure, Salesperson person, string tenant, string objectId, CancellationToken cancellationToken)
    {
        var reason = $"{failure.Kind}: {failure.Code}";
        if (failure.IsOwnFault)
        {
            return new Delivery.OwnFault(reason);
        }

        switch (failure.Kind)
        {
            case ConnectorFailure.Blocked:
                await ConversationReferences.SilenceAsync(
                    db, tenant, objectId, failure.Code ?? "Blocked", clock.GetUtcNow(), cancellationToken);
                await Callers.ForgetAddressAsync(db, person, cancellationToken);
                return new Delivery.NotReachable(reason);
            case ConnectorFailure.NotFound:
                await Callers.ForgetAddressAsync(db, person, cancellationToken);
                return new Delivery.NotReachable(reason);
            case ConnectorFailure.Throttled or ConnectorFailure.Transient:
                return new Delivery.Later(reason, failure.RetryAfter);
            default:
                return new Delivery.Refused(reason);
        }
    }

    /// <summary>
    /// The tenant the person wrote from; else the bot's own, or the only one it has heard from. Never a guess among several.
    /// </summary>
    private async Task<string?> TenantOfAsync(Salesperson person, CancellationToken cancellationToken) =>
        await Callers.TenantAsync(db, person, cancellationToken) ?? await OwnTenantAsync(cancellationToken);

    private async Task<string?> OwnTenantAsync(CancellationToken cancellationToken) =>
        string.IsNullOrEmpty(bot.Value.TenantId) ? await ConversationReferences.OnlyTenantAsync(db, cancellationToken) : bot.Value.TenantId;

    private async Task<ConversationReference?> OpenAsync(
        string tenant, string objectId, ConversationReference? known, CancellationToken cancellationToken)
    {
        var way = known ?? await ConversationReferences.FindTenantAsync(db, tenant, cancellationToken)
            ?? (bot.Value.IsAnonymous ? null
                : new StoredReference { ServiceUrl = FirstContact, Bot = new ChannelAccount { Id = "28:" + bot.Value.AppId } });
        if (way is not { ServiceUrl: { } serviceUrl, Bot: { } account })
        {
            return null;
        }

        var opened = await connector.CreatePersonalConversationAsync(
            serviceUrl, tenant, account, known?.User ?? new ChannelAccount { AadObjectId = objectId }, cancellationToken);
        opened.Locale = known?.Locale;
        await ConversationReferences.KeepAsync(db, tenant, objectId, opened, clock.GetUtcNow(), cancellationToken);
        return opened;
    }

    private async Task<Delivery> SendAsync(
        ConversationReference reference, Func<ConversationReference, Task<Activity>> message, CancellationToken cancellationToken) =>
        new Delivery.Taken(
            reference.Conversation?.Id, await connector.SendPatientlyAsync(reference, await message(reference), cancellationToken));
}
