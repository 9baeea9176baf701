using System.Globalization;
using System.Text.Json.Serialization;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using Microsoft.Bot.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Conversation;

/// <summary>Finds out who is speaking.</summary>
internal sealed partial class Callers(
    OpportunitiesContext db, KnownSetup setup, TeamsConnector connector, ReminderPlanner reminders, Recognition recognition,
    IOptions<CompanyOptions> company, IOptions<BotOptions> bot, TimeProvider clock, ILogger<Callers> logger)
{
    /// <summary>A person's first turn is answered by the welcome; no reminder shall be faster.</summary>
    private static readonly TimeSpan AfterTheWelcome = TimeSpan.FromSeconds(3);

    private static readonly Stored<ChatAddress> Addresses = new("address", AddressJson.Default.ChatAddress, lifetime: null);

    private static readonly TimeSpan LookUpTime = TimeSpan.FromSeconds(3);

    /// <summary>Of more people mentioned in one line none is asked for: no command names so many.</summary>
    private const int MostLookedUp = 5;

    /// <summary>
    /// Somebody whose Entra object id is not known may be known by mail: the channel is asked for it, and the id kept. A look-up that
    /// fails leaves them unknown until they write again. Only in the company's own directory: another one may give anybody any mail.
    /// The same of those whom a message mentions; where the channel did not say their object id, it is asked for that, too.
    /// </summary>
    public async Task RecognizeAsync(Activity activity, CancellationToken cancellationToken)
    {
        if (!(activity.IsMessage || activity.IsInvoke || activity.Type == "installationUpdate"))
        {
            return;
        }

        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(LookUpTime);
        try
        {
            if (ObjectId(activity) is { } objectId)
            {
                await RecognizeAsync(activity, activity.From, objectId, time.Token, cancellationToken);
            }

            var mentioned = activity.IsMessage ? SpokenText.Of(activity).People.Take(MostLookedUp).ToList() : [];
            if (mentioned.Count > 0 && await FindAsync(activity, cancellationToken) is { Blocked: false })
            {
                foreach (var account in mentioned)
                {
                    await RecognizeAsync(activity, account, SpokenText.ObjectIdOf(account), time.Token, cancellationToken);
                }
            }
        }
        catch (Exception failure) when (failure is ConnectorException or DbUpdateException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            LogNotLookedUp(failure, ObjectId(activity));
        }
    }

    /// <summary>One of them: who speaks, or somebody who is mentioned.</summary>
    private async Task RecognizeAsync(
        Activity activity, ChannelAccount account, Guid? objectId, CancellationToken inTime, CancellationToken cancellationToken)
    {
        var isOurs = bot.Value.IsAnonymous
            || string.Equals(activity.TenantId, bot.Value.HomeTenant, StringComparison.OrdinalIgnoreCase);
        if (objectId is not null && (!isOurs || !await MayBeNewAsync(objectId, cancellationToken)))
        {
            return;
        }

        var reference = activity.GetConversationReference();
        reference.User = account;
        var member = await connector.GetMemberAsync(reference, inTime);
        if (Guid.TryParse(member?.AadObjectId, out var told) && (objectId ?? told) == told)
        {
            if (objectId is null)
            {
                account.AadObjectId = member!.AadObjectId;
            }

            if (isOurs && (objectId is not null || await MayBeNewAsync(told, cancellationToken)))
            {
                await recognition.ByMailAsync(told, [member!.Email, member.UserPrincipalName], cancellationToken);
            }
        }
    }

    private async Task<bool> MayBeNewAsync(Guid? objectId, CancellationToken cancellationToken) =>
        !(objectId is { } account && setup.LastKnownId(account) is not null)
        && !await db.Salespeople.AnyAsync(p => p.EntraObjectId == objectId, cancellationToken)
        && await db.Salespeople.AnyAsync(p => p.EntraObjectId == null && p.Email != null, cancellationToken);

    /// <summary>
    /// What a message says, with each salesperson who is mentioned by the name they have here, so that their account decides who is meant
    /// and not what the client calls them; with their code where somebody else has that name. And what those are called who are mentioned
    /// and are none. Whose account nobody here has is meant by name only if it is the whole name of somebody without an account.
    /// </summary>
    public async Task<(string Text, IReadOnlyList<string> Strangers)> ReadAsync(Activity activity, CancellationToken cancellationToken)
    {
        var said = SpokenText.Of(activity);
        if (!said.People.Any())
        {
            return (said.Say(), []);
        }

        var people = await db.Salespeople.AsNoTracking().OrderBy(p => p.Name).Take(Choices.Most)
            .Select(p => new { p.EntraObjectId, Named = new NamedRecord(p.Id, p.Code, p.Name, null) }).ToListAsync(cancellationToken);
        var all = people.ConvertAll(p => p.Named);
        var without = people.Where(p => p.EntraObjectId is null).Select(p => p.Named).ToList();
        List<string> strangers = [];
        var text = said.Say((account, name) =>
        {
            if (SpokenText.ObjectIdOf(account) is not { } objectId)
            {
                return name;
            }

            var known = people.Find(p => p.EntraObjectId == objectId)?.Named;
            if (known is null && without.CalledInFull(name).Count > 0)
            {
                return name;
            }

            if (known is null)
            {
                strangers.Add(name);
                return name;
            }

            return all.CalledInFull(known.Name).Count > 1 ? $"{known.Name} ({known.Code})" : known.Name;
        });
        return (text, strangers);
    }

    /// <summary>The person behind an activity, by their Entra object id; null when the people table does not know them.</summary>
    public async Task<Salesperson?> FindAsync(Activity activity, CancellationToken cancellationToken) =>
        ObjectId(activity) is { } objectId
            ? await setup.PersonAsync(objectId, cancellationToken)
            : null;

    /// <summary>The turn of a known person; their day is the one their own client says it is.</summary>
    public ChatTurn TurnOf(Salesperson person, Activity activity)
    {
        // Years no calendar of ours reaches would only break what is counted from them.
        var today = activity.LocalTimestamp is { Year: > 1900 and < 2999 } local ? DateOnly.FromDateTime(local.DateTime) : (DateOnly?)null;
        var caller = Caller.For(person, ActSource.Chat, clock.GetUtcNow(), today);
        return new ChatTurn(caller, TextsFor(person, activity.Locale), activity.Conversation?.Id ?? "") { UserId = activity.From?.Id };
    }

    /// <summary>
    /// The person's own language as it is written in their region, or in the company's; where neither says, the client's formats
    /// when they are of that language.
    /// </summary>
    public BotTexts TextsFor(Salesperson person, string? locale)
    {
        if (person.Region is not null || company.Value.Region is not null)
        {
            return new BotTexts(Regions.CultureOf(person.Language, person.Region, company.Value.Region), company.Value.Currency);
        }

        var byClient = BotTexts.For(locale, company.Value.Currency);
        return byClient.Culture.TwoLetterISOLanguageName == person.Language ? byClient : In(person.Language);
    }

    public BotTexts TextsFor(string? locale) => BotTexts.For(locale, company.Value.Currency);

    /// <summary>
    /// What everybody reads in a group is in one language, whoever speaks or presses: that of most of those whom the bot knows and has
    /// heard from there; else the company's.
    /// </summary>
    public async Task<BotTexts> TextsForAllAsync(
        ConversationAccount? group, string? tenantId, CancellationToken cancellationToken) =>
        await TextsForGroupAsync(group, tenantId, cancellationToken) ?? In(company.Value.DefaultLanguage);

    /// <summary>Likewise; null where the bot has not met the group.</summary>
    public async Task<BotTexts?> TextsForGroupAsync(
        ConversationAccount? group, string? tenantId, CancellationToken cancellationToken)
    {
        if (group is not { Id: { Length: > 0 } id } || tenantId is not { Length: > 0 }
            || await ConversationReferences.MembersAsync(db, tenantId, id, cancellationToken) is not { } members)
        {
            return null;
        }

        var ids = members.Select(Guid.Parse).ToList();
        var languages = await db.Salespeople.Where(p => p.EntraObjectId != null && ids.Contains(p.EntraObjectId.Value) && !p.Blocked)
            .GroupBy(p => p.Language).Select(people => new { people.Key, Count = people.Count() }).ToListAsync(cancellationToken);
        var most = languages.Where(l => l.Count == languages.Max(other => other.Count)).Select(l => l.Key).ToList();
        return In(most is [var only] ? only : company.Value.DefaultLanguage);
    }

    /// <summary>Remembers in which tenant the person's chat is; the first time, what waits for them is sent soon after.</summary>
    public async Task KeepAddressAsync(Salesperson person, Activity activity, CancellationToken cancellationToken)
    {
        if (activity.TenantId is not { Length: > 0 } tenant || !activity.IsPersonal || activity.IsFromExtension)
        {
            return;
        }

        var known = await Addresses.LoadAsync(db, KeyOf(person), cancellationToken);
        if (known?.Tenant == tenant
            || (activity.IsInvoke && !await ConversationReferences.IsKnownAsync(db, activity, cancellationToken)))
        {
            return;
        }

        await Addresses.PutAsync(db, KeyOf(person), new ChatAddress(tenant), cancellationToken);
        if (known is null)
        {
            await reminders.ReachableAsync(person.Id, clock.GetUtcNow() + AfterTheWelcome, cancellationToken);
        }
    }

    /// <summary>Where to write to a person; null when they never wrote, or removed the bot.</summary>
    public static async Task<StoredReference?> AddressAsync(
        OpportunitiesContext db, Salesperson person, CancellationToken cancellationToken)
    {
        var tenant = await TenantAsync(db, person, cancellationToken);
        return tenant is null || person.EntraObjectId is not { } objectId
            ? null
            : await ConversationReferences.FindAsync(db, tenant, objectId.ToString(), cancellationToken);
    }

    /// <summary>The tenant a person wrote from; null when they never did, or were lost.</summary>
    public static async Task<string?> TenantAsync(OpportunitiesContext db, Salesperson person, CancellationToken cancellationToken) =>
        (await Addresses.FindAsync(db, KeyOf(person), cancellationToken))?.Tenant;

    /// <summary>By person: the tenant they wrote from; who never did is left out.</summary>
    public static async Task<Dictionary<long, string>> TenantsAsync(
        OpportunitiesContext db, IReadOnlyList<Salesperson> people, CancellationToken cancellationToken) =>
        (await Addresses.FindAsync(db, people.Select(KeyOf), DateTimeOffset.MinValue, cancellationToken))
            .ToDictionary(address => address.Key.OwnerId!.Value, address => address.Value.Tenant);

    /// <summary>Stops writing to a person until they are heard from again.</summary>
    public static Task ForgetAddressAsync(OpportunitiesContext db, Salesperson person, CancellationToken cancellationToken) =>
        Addresses.DeleteAsync(db, KeyOf(person), cancellationToken);

    /// <summary>An unknown person appears in the portal under "waiting".</summary>
    public async Task RememberStrangerAsync(Activity activity, CancellationToken cancellationToken)
    {
        if (ObjectId(activity) is { } objectId)
        {
            await recognition.RememberAsync(objectId, activity.From?.Name, null, clock.GetUtcNow(), cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Person {ObjectId}, or somebody they mentioned, could not be looked up.")]
    private partial void LogNotLookedUp(Exception failure, Guid? objectId);

    private BotTexts In(string language) => new(Regions.CultureOf(language, company.Value.Region), company.Value.Currency);

    private static StoredKey KeyOf(Salesperson person) => new(person.Id);

    /// <summary>Key of the row that says where a person wrote from.</summary>
    internal static string AddressRow(long personId) => Addresses.RowKey(new StoredKey(personId));

    /// <summary>The account of whoever an activity is from; null when it names none.</summary>
    internal static Guid? ObjectId(Activity activity) =>
        Guid.TryParse(activity.From?.AadObjectId, out var id) && id != Guid.Empty ? id : null;
}

/// <summary>Where a person's own chat is.</summary>
/// <param name="Tenant">The tenant they wrote from.</param>
internal sealed record ChatAddress(string Tenant);

[JsonSerializable(typeof(ChatAddress))]
internal sealed partial class AddressJson : JsonSerializerContext;
