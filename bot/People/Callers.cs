using System.Globalization;
using ChatOpportunities.Bot.Channel;
using ChatOpportunities.Bot.Chat;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.People;

/// <summary>Finds out who is speaking.</summary>
internal sealed class Callers(OpportunitiesContext db, ReminderPlanner reminders, IOptions<CompanyOptions> company, TimeProvider clock)
{
    /// <summary>The person behind an activity, by their Entra object id; null when the people table does not know them.</summary>
    public async Task<Salesperson?> FindAsync(Activity activity, CancellationToken cancellationToken) =>
        ObjectId(activity) is { } objectId
            ? await db.Salespeople.SingleOrDefaultAsync(p => p.EntraObjectId == objectId, cancellationToken)
            : null;

    /// <summary>The turn of a known person; their day is the one their own client says it is.</summary>
    public ChatTurn TurnOf(Salesperson person, Activity activity)
    {
        var today = activity.LocalTimestamp is { } local ? DateOnly.FromDateTime(local.DateTime) : (DateOnly?)null;
        var caller = Caller.For(person, ActSource.Chat, clock.GetUtcNow(), today);
        return new ChatTurn(caller, TextsFor(person, activity.Locale), activity.Conversation?.Id ?? "");
    }

    /// <summary>The person's own language; the client's regional formats where they are of that language.</summary>
    public BotTexts TextsFor(Salesperson person, string? locale)
    {
        var byClient = BotTexts.For(locale, company.Value.Currency);
        return byClient.Culture.TwoLetterISOLanguageName == person.Language
            ? byClient
            : new BotTexts(CultureInfo.GetCultureInfo(person.Language), company.Value.Currency);
    }

    public BotTexts TextsFor(string? locale) => BotTexts.For(locale, company.Value.Currency);

    /// <summary>Remembers in which tenant the person's chat is; the first time, what waits for them is sent at the next tick.</summary>
    public async Task KeepAddressAsync(Salesperson person, Activity activity, CancellationToken cancellationToken)
    {
        if (activity.TenantId is not { Length: > 0 } tenant || activity.Conversation?.ConversationType != "personal")
        {
            return;
        }

        var key = AddressKey(person.Id);
        var item = await db.StoredItems.SingleOrDefaultAsync(i => i.Key == key, cancellationToken);
        if (item is null)
        {
            db.StoredItems.Add(new StoredItem { Key = key, Value = tenant });
            await reminders.ReachableAsync(person.Id, clock.GetUtcNow(), cancellationToken);
        }
        else if (item.Value != tenant)
        {
            (item.Value, item.Version) = (tenant, item.Version + 1);
        }
    }

    /// <summary>Where to write to a person; null when they never wrote, or removed the bot.</summary>
    public static async Task<ConversationReference?> AddressAsync(OpportunitiesContext db, Salesperson person, CancellationToken cancellationToken)
    {
        var key = AddressKey(person.Id);
        var tenant = await db.StoredItems.Where(i => i.Key == key).Select(i => i.Value).SingleOrDefaultAsync(cancellationToken);
        return tenant is null || person.EntraObjectId is not { } objectId
            ? null
            : await References.FindAsync(db, tenant, objectId.ToString(), cancellationToken);
    }

    /// <summary>Stops writing to a person until they are heard from again.</summary>
    public static async Task ForgetAddressAsync(OpportunitiesContext db, Salesperson person, CancellationToken cancellationToken)
    {
        var key = AddressKey(person.Id);
        await db.StoredItems.Where(i => i.Key == key).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>An unknown person appears in the portal under "waiting".</summary>
    public async Task RememberStrangerAsync(Activity activity, CancellationToken cancellationToken)
    {
        if (ObjectId(activity) is not { } objectId)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var waiting = await db.WaitingPeople.SingleOrDefaultAsync(w => w.EntraObjectId == objectId, cancellationToken);
        if (waiting is null)
        {
            db.WaitingPeople.Add(WaitingPerson.Of(objectId, activity.From?.Name, null, now));
        }
        else
        {
            waiting.SeenAgain(now);
        }
    }

    private static string AddressKey(long salespersonId) => string.Create(CultureInfo.InvariantCulture, $"address/{salespersonId}");

    private static Guid? ObjectId(Activity activity) =>
        Guid.TryParse(activity.From?.AadObjectId, out var id) && id != Guid.Empty ? id : null;
}
