using System.Globalization;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Delivery;
using ChatOpportunities.Domain.Exchange.Webhooks;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Domain.Exchange.Company;

/// <summary>A table of the company as a file of the archive.</summary>
/// <param name="Name">Of the file, without its ending.</param>
/// <param name="Type">The entity.</param>
/// <param name="Key">By what other files name its rows.</param>
/// <param name="Property">For a key that is a code: the property that holds it.</param>
internal sealed record CompanyTable(string Name, Type Type, CompanyKey Key = CompanyKey.None, string? Property = null)
{
    /// <summary>As it stands in the archive.</summary>
    public string File => Name + ".csv";
}

/// <summary>By what rows of a table are named in others; never by the keys that a database gives.</summary>
internal enum CompanyKey
{
    /// <summary>Nothing names them.</summary>
    None = 0,

    /// <summary>A code or number of the business.</summary>
    Code = 1,

    /// <summary>The code of the sales cycle and the number of the stage in it: <c>NEW/20</c>.</summary>
    Stage = 2,

    /// <summary>Their place in the file, counted from 1.</summary>
    Row = 3,
}

/// <summary>What of the company goes into the archive, in the order in which it is read, and what does not, with the reason.</summary>
internal static class CompanyTables
{
    /// <summary>The kinds of small documents that go into it; see <see cref="LeftOutDocuments"/> for others.</summary>
    public static readonly IReadOnlyList<string> Documents = ["calendar", "import-mappings", "planned-calendar", "views"];

    public static readonly IReadOnlyList<CompanyTable> All =
    [
        new("teams", typeof(SalesTeam), CompanyKey.Code, nameof(SalesTeam.Code)),
        new("people", typeof(Salesperson), CompanyKey.Code, nameof(Salesperson.Code)),
        new("targets", typeof(SalesTarget)),
        new("activities", typeof(Activity), CompanyKey.Code, nameof(Activity.Code)),
        new("activity-steps", typeof(ActivityStep)),
        new("close-reasons", typeof(CloseReason), CompanyKey.Code, nameof(CloseReason.Code)),
        new("sales-cycles", typeof(SalesCycle), CompanyKey.Code, nameof(SalesCycle.Code)),
        new("stages", typeof(SalesCycleStage), CompanyKey.Stage),
        new("reminder-rules", typeof(ReminderRules)),
        new("number-series", typeof(NumberSeries)),
        new("contacts", typeof(Contact), CompanyKey.Code, nameof(Contact.No)),
        new("opportunities", typeof(Opportunity), CompanyKey.Code, nameof(Opportunity.No)),
        new("history", typeof(OpportunityEntry), CompanyKey.Row),
        new("stays", typeof(StageStay)),
        new("tasks", typeof(SalesTask), CompanyKey.Row),
        new("reminders", typeof(Reminder), CompanyKey.Row),
        new("documents", typeof(StoredItem)),
        new("audit-log", typeof(AuditEntry)),
    ];

    /// <summary>Entities that stay out.</summary>
    public static readonly IReadOnlyDictionary<Type, string> LeftOut = new Dictionary<Type, string>
    {
        [typeof(ApiToken)] = "Tokens of programs are secrets: make new ones.",
        [typeof(ProtectionKey)] = "Keys that protect sign-ins are secrets: they are made anew, and everybody signs in again.",
        [typeof(KnownConversation)] = "References to conversations are the bot's way to people: it learns them when they write to it.",
        [typeof(OutboxMessage)] = "Messages on their way hold references to conversations.",
        [typeof(KeptImport)] = "Files that were brought are kept for some weeks only.",
        [typeof(ImportLot)] = "Files that were brought are kept for some weeks only.",
        [typeof(Webhook)] = "Webhooks hold secrets that their receivers share: set them up anew.",
        [typeof(WebhookDelivery)] = "What webhooks are told is kept for some weeks only.",
        [typeof(WaitingPerson)] = "Who waits to be let in waits again after the next visit.",
    };

    /// <summary>Columns that stay out, as <c>Entity.Property</c>.</summary>
    public static readonly IReadOnlyDictionary<string, string> LeftOutColumns = new Dictionary<string, string>
    {
        ["Reminder.ClaimedBy"] = "A mark of the host that is sending.",
        ["Reminder.Delivery"] = "A reference to a conversation.",
    };

    /// <summary>Why small documents of all other kinds stay out.</summary>
    public const string LeftOutDocuments =
        "Half-filled forms, answers that are remembered for some days, where the product stands in its own chores,"
        + " and addresses of conversations, such as the channel for wins.";

    /// <summary>References that the model has no foreign key for.</summary>
    public static readonly IReadOnlyDictionary<string, Type> Soft = new Dictionary<string, Type>
    {
        ["OpportunityEntry.ById"] = typeof(Salesperson),
        ["AuditEntry.ById"] = typeof(Salesperson),
        ["StoredItem.OwnerId"] = typeof(Salesperson),
        ["Reminder.TaskId"] = typeof(SalesTask),
    };

    /// <summary>
    /// What the parts of the key of a reminder name, by its first part; null is no reference. Keys hold what a database gave, and here they
    /// hold codes instead.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, Type?[]> ReminderKeys = new Dictionary<string, Type?[]>
    {
        ["stage-limit"] = [typeof(Opportunity), typeof(SalesCycleStage)],
        ["next-step"] = [typeof(Opportunity)],
        ["task"] = [typeof(SalesTask)],
        ["close-near"] = [typeof(Opportunity)],
        ["close-passed"] = [typeof(Opportunity)],
        ["no-activity"] = [typeof(Opportunity)],
        ["escalation"] = [typeof(Opportunity)],
        ["hand-over"] = [typeof(Opportunity), null, typeof(Salesperson)],
        ["taken-back"] = [typeof(Reminder)],
        ["not-mine"] = [typeof(Opportunity), typeof(Salesperson)],
        ["won"] = [typeof(Opportunity)],
        ["team-brief"] = [typeof(Salesperson)],
    };

    /// <summary>Puts other words in the places of a reminder's key that name something.</summary>
    public static string ReminderKey(string key, Func<Type, string, string> change)
    {
        var parts = key.Split('/');
        if (ReminderKeys.TryGetValue(parts[0], out var named))
        {
            for (var i = 0; i < named.Length && i + 1 < parts.Length; i++)
            {
                if (named[i] is { } type)
                {
                    parts[i + 1] = change(type, parts[i + 1]);
                }
            }
        }

        return string.Join('/', parts);
    }

    public static string RowKey(int place) => place.ToString(CultureInfo.InvariantCulture);

    public static string StageKey(string cycle, int number) => string.Create(CultureInfo.InvariantCulture, $"{cycle}/{number}");
}
