using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using ChatOpportunities.Domain.Data;

namespace ChatOpportunities.Bench;

/// <summary>
/// How fast a full turn can be at all: the HTTP and the rows of a typed move, written by hand. It reads the opportunity with its contact
/// and its active entry, its stays, and its open tasks; it writes, with one commit, the entry and the stay that end and those that begin,
/// the opportunity, the tasks of the stage, the audit line, the undo note, what was shown, the ledger of the turn and the outbox; then it
/// posts the card. People and the sales cycles it reads once. Reminders that only repeat a date are no rows of a move.
/// </summary>
/// <remarks>A table or column that a move of the product writes is to be written here too.</remarks>
internal static class Limit
{
    /// <summary>Serves the database that the settings of the process name.</summary>
    public static async Task<int> ServeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddHttpClient("connector").RemoveAllLoggers();
        var app = builder.Build();
        var database = TargetDatabase.OfProcess();
        await using IMoves moves = database.Provider == DatabaseProvider.Sqlite
            ? await SqliteMoves.OpenAsync(database.ConnectionString)
            : await PostgreSqlMoves.OpenAsync(database.ConnectionString);
        app.MapPost("/api/messages", async (HttpRequest request, IHttpClientFactory clients) =>
        {
            using var activity = await JsonDocument.ParseAsync(request.Body);
            var said = Said.Read(activity.RootElement);
            var (message, payload) = await moves.MoveAsync(said);
            using var content = new ByteArrayContent(payload);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var sent = await clients.CreateClient("connector").PostAsync(said.Address, content);
            await sent.Content.ReadAsByteArrayAsync();
            moves.Sent(message);
            return Results.Ok();
        });
        return await Targets.RunAsync(app);
    }
}

/// <summary>Which database a target works on; given by its starter in the environment.</summary>
internal static class TargetDatabase
{
    public static DatabaseOptions OfProcess() => new()
    {
        Provider = Enum.Parse<DatabaseProvider>(Environment.GetEnvironmentVariable("BENCH_PROVIDER")!),
        ConnectionString = Environment.GetEnvironmentVariable("BENCH_DATABASE")!,
    };

    public static (string Name, string Value)[] Environment_(DatabaseOptions database) =>
        [("BENCH_PROVIDER", database.Provider.ToString()), ("BENCH_DATABASE", database.ConnectionString)];
}

/// <summary>A database that moves are made in.</summary>
internal interface IMoves : IAsyncDisposable
{
    /// <summary>Moves to the next stage, for good. The row of the message, and what it says.</summary>
    /// <exception cref="InvalidOperationException">There is nothing to move.</exception>
    Task<(long Message, byte[] Payload)> MoveAsync(Said said);

    /// <summary>The message was taken: its row is deleted with the next commit.</summary>
    void Sent(long message);
}

/// <summary>What a turn needs of its activity.</summary>
internal sealed record Said(string Id, string Conversation, Guid Person, string No, Uri Address)
{
    public static Said Read(JsonElement activity)
    {
        var conversation = activity.GetProperty("conversation").GetProperty("id").GetString()!;
        return new Said(
            activity.GetProperty("id").GetString()!,
            conversation,
            Guid.Parse(activity.GetProperty("from").GetProperty("aadObjectId").GetString()!),
            activity.GetProperty("text").GetString()!["move ".Length..],
            new Uri($"{activity.GetProperty("serviceUrl").GetString()}v3/conversations/{Uri.EscapeDataString(conversation)}/activities"));
    }
}

/// <summary>An opportunity as it stands before the move.</summary>
internal sealed record Standing(
    long Id, long Version, string No, string Description, long Contact, string Customer, long Cycle, long Entry, int Stage, decimal Value,
    DateOnly Closes, DateOnly Entered, int Visit);

/// <summary>A stage and the tasks it brings.</summary>
internal sealed record Stage(
    long Id, long Cycle, int Number, string Description, decimal Completed, decimal Chances,
    List<(int Type, string Description, int Priority)> Tasks);

/// <summary>What does not change while the target runs, and what is made of it.</summary>
internal sealed class Known(Dictionary<Guid, (long Id, string Name)> people, List<Stage> stages)
{
    public (long Id, string Name) Person(Guid objectId) => people[objectId];

    public Stage Next(Standing standing) =>
        stages.Where(s => s.Cycle == standing.Cycle && s.Number > standing.Stage).MinBy(s => s.Number)
            ?? throw new InvalidOperationException(standing.No + " stands in the last stage.");

    /// <summary>A card about as large as the product's own.</summary>
    public static string Payload(Said said, Standing was, Stage now, string person, int tasks) => JsonSerializer.Serialize(new
    {
        type = "message",
        conversation = new { id = said.Conversation },
        recipient = new { id = said.Person, name = person },
        summary = $"Moved to {now.Description}. {was.No}: {was.Description}",
        attachments = new[]
        {
            new
            {
                contentType = "application/vnd.microsoft.card.adaptive",
                content = new
                {
                    type = "AdaptiveCard",
                    version = "1.5",
                    body = Enumerable.Range(1, 28).Select(i => new
                    {
                        type = "TextBlock",
                        text = i switch
                        {
                            1 => "Done: Moved to " + now.Description,
                            2 => was.Description,
                            3 => $"{was.Customer} · {was.No} · In progress",
                            4 => was.Value.ToString("N0", CultureInfo.InvariantCulture) + " EUR",
                            5 => was.Closes.ToString("d MMM yyyy", CultureInfo.InvariantCulture),
                            6 => tasks.ToString(CultureInfo.InvariantCulture),
                            _ => "A line of the card that says where an opportunity stands",
                        },
                        isSubtle = true,
                        wrap = true,
                        spacing = "Small",
                    }),
                    actions = Enumerable.Range(1, 4).Select(i => new
                    {
                        type = "Action.Execute",
                        title = "Button",
                        verb = "opportunity.move",
                        data = new { no = was.No, version = was.Version + 1, stage = now.Number + i },
                        fallback = new { type = "Action.Submit", title = "Button", data = new { verb = "opportunity.move", no = was.No } },
                    }),
                },
            },
        },
    });

    public static string UndoNote(Standing was, long entry, IEnumerable<long> tasks, (long Id, string Name) person, Stage now, string at) =>
        JsonSerializer.Serialize(new
        {
            Version = was.Version + 1,
            Sentence = "Moved to {0}.",
            Arguments = new[] { now.Description },
            ById = person.Id,
            At = at,
            SalespersonId = person.Id,
            EntryId = entry,
            BeforeId = was.Entry,
            Made = tasks.Select(id => new { Kind = "SalesTask", Id = id, Version = 1 }),
        });
}

/// <summary>The statements, which SQLite and PostgreSQL read alike; the parameters are numbered by their order.</summary>
internal static class MoveSql
{
    public const string People = """SELECT "EntraObjectId", "Id", "Name" FROM "Salespeople" WHERE "EntraObjectId" IS NOT NULL""";

    public const string Stages = """
        SELECT s."Id", s."SalesCycleId", s."Number", s."Description", s."CompletedPercent", s."ChancesOfSuccessPercent",
            t."Type", t."Description", t."Priority"
        FROM "SalesCycleStage" s LEFT JOIN "ActivityStep" t ON t."ActivityId" = s."ActivityId" ORDER BY s."Id", t."Number"
        """;

    public const string Find = """
        SELECT o."Id", o."Version", o."No", o."Description", o."ContactId", c."Name", o."SalesCycleId", e."Id", e."StageNumber",
            e."EstimatedValue", e."EstimatedCloseDate", e."StageEnteredOn", e."StageVisit"
        FROM "Opportunities" o JOIN "Contacts" c ON c."Id" = o."ContactId"
        JOIN "Entries" e ON e."OpportunityId" = o."Id" AND e."Active"
        WHERE o."No" = $1 AND o."SalespersonId" = $2
        """;

    public const string OpenTasks =
        """SELECT "Id", "Type", "Description", "Priority", "Date" FROM "Tasks" WHERE "OpportunityId" = $1 AND NOT "Closed" """;

    public const string Stays =
        """SELECT "EntryId", "StageId", "EnteredOn", "EarlierOn", "Days", "WentOn" FROM "StageStays" WHERE "OpportunityId" = $1""";

    public const string EndStay =
        """UPDATE "StageStays" SET "Days" = $1, "WentOn" = $2 WHERE "OpportunityId" = $3 AND "Days" IS NULL""";

    public static string BeginStay { get; } = Insert("StageStays", false, [
        "EntryId", "OpportunityId", "SalesCycleId", "StageId", "SalespersonId", "EnteredOn", "EarlierOn", "Days", "WentOn"]);

    public const string EndEntry =
        """UPDATE "Entries" SET "Active" = $1, "DaysOpen" = $2, "Version" = "Version" + 1 WHERE "Id" = $3 AND "Active" """;

    public const string Change =
        """UPDATE "Opportunities" SET "ChangedAt" = $1, "WorkedAt" = $1, "Version" = "Version" + 1 WHERE "Id" = $2 AND "Version" = $3""";

    /// <summary>With the id left to the database, or given.</summary>
    public static string BeginEntry(bool isWithId) => Insert("Entries", isWithId, [
        "ActionTaken", "Active", "ById", "ByName", "ChancesOfSuccess", "CompletedPercent", "ContactId", "CurrentValue", "DateOfChange",
        "EstimatedCloseDate", "EstimatedValue", "MadeAt", "OpportunityId", "PreviousStageNumber", "Probability", "SalesCycleId",
        "SalespersonId", "Source", "StageDescription", "StageEnteredOn", "StageId", "StageNumber", "StageVisit", "Version"]);

    public static string AddTask(bool isWithId) => Insert("Tasks", isWithId, [
        "Cancelled", "Closed", "Date", "Description", "EntryId", "OpportunityId", "Priority", "SalespersonId", "Status", "Type",
        "Version"]);

    public static string Audit { get; } =
        Insert("AuditEntries", false, ["Arguments", "At", "ById", "ByName", "Sentence", "Source", "Subject", "SubjectKey"]);

    public static string Remember { get; } =
        Insert("StoredItems", false, ["Key", "ExpiresAt", "OwnerId", "Value", "Version"]);

    public static string Replace { get; } = Remember
        + """ ON CONFLICT ("Key") DO UPDATE SET "Value" = excluded."Value", "ExpiresAt" = excluded."ExpiresAt", "Version" = "StoredItems"."Version" + 1""";

    public static string Enqueue { get; } = Insert("OutboxMessages", false, [
        "Id", "TurnId", "EntraObjectId", "TenantId", "ConversationId", "Payload", "Attempts", "ClaimedBy", "ClaimedUntil"]);

    private static string Insert(string table, bool isWithId, string[] columns)
    {
        string[] all = isWithId ? ["Id", .. columns] : columns;
        return $"INSERT INTO \"{table}\" ({string.Join(", ", all.Select(c => $"\"{c}\""))}) "
            + $"VALUES ({string.Join(", ", Enumerable.Range(1, all.Length).Select(i => "$" + i.ToString(CultureInfo.InvariantCulture)))})";
    }
}
