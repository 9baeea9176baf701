using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace ChatOpportunities.Bench;

/// <summary>What each word and the main buttons cost: commands to the database, and time. Prints the table of docs/chat.md.</summary>
internal static class Commands
{
    private const int Counted = 5;
    private const int Timed = 20;
    private const int Warming = 10;

    private static readonly string[] ListsAndQuestions =
        ["`my opp", "`find", "`tasks`", "`pipeline`", "`brief`", "`which", "`any ", "`how ", "`what ", "`why ", "`who "];

    public static async Task MeasureAsync(Options options, CancellationToken cancellationToken)
    {
        foreach (var size in options.Opportunities)
        {
            await AtAsync(new Report(), size, cancellationToken);
        }
    }

    /// <summary>Holds the commands of each kind of turn against their budget.</summary>
    public static void Judge(Report report, IReadOnlyDictionary<string, int> commands)
    {
        void Most(string what, int budget, IEnumerable<string> labels)
        {
            var most = labels.MaxBy(label => commands[label])!;
            report.AtMost($"commands to the database: {what}{(what == most ? "" : $", the most ({most})")}", commands[most], budget);
        }

        string[] small = ["`hi`", "`help`"];
        Most("`move …`", 12, ["`move …`"]);
        Most("Next stage", 12, ["Next stage"]);
        Most("`show …`", 8, ["`show …`"]);
        Most("hi, help", 4, small);
        Most("lists and questions", 10, commands.Keys.Where(IsListOrQuestion));
    }

    private static bool IsListOrQuestion(string label) =>
        label.Contains('?', StringComparison.Ordinal)
        || Array.Exists(ListsAndQuestions, begin => label.StartsWith(begin, StringComparison.Ordinal))
        || label is "Next page of a list" or "Pipeline by month";

    /// <summary>Commands to the database by what was said or pressed.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> AtAsync(Report report, int size, CancellationToken cancellationToken)
    {
        await using var connector = await Connector.StartAsync();
        Dictionary<string, int> commands = [];
        {
            var template = await Company.FolderAsync(size);
            // Two copies: telling every command in the log takes time, so it is not the same run that is timed.
            var (first, second) = (Company.Copy(template), Company.Copy(template));
            try
            {
                var company = await Known.ReadAsync(first, cancellationToken);
                await using var counted = await Company.StartAsync(
                    first, ("Logging__LogLevel__Microsoft.EntityFrameworkCore.Database.Command", "Information"));
                await using var timed = await Company.StartAsync(second);
                // What is said is answered by a message, a press by the response.
                using var countedLoad = new Load(null, counted.Address);
                using var pressing = new Load(null, timed.Address);
                using var saying = new Load(connector, timed.Address);
                Load LoadOf(byte[] activity) => activity.AsSpan().StartsWith("{\"type\":\"message\""u8) ? saying : pressing;
                var turns = Turns(connector.Url, company);
                for (var i = 0; i < Warming; i++)
                {
                    foreach (var turn in turns)
                    {
                        await pressing.PostAsync(turn.Body(company.Next()), cancellationToken); // what is done once per process
                    }
                }

                report.Heading($"What each word and button costs, {size:N0} opportunities, {Company.People} people");
                report.Line("| Said or pressed | Database commands | p50 ms | Worst ms |\n|---|---|---|---|");
                foreach (var (label, body) in turns)
                {
                    List<int> queries = [];
                    for (var i = 0; i < Counted; i++)
                    {
                        // Of somebody who has spoken before: what a person's first line costs comes once.
                        var k = company.Next();
                        await countedLoad.PostAsync(Bench.Turns.Message(connector.Url, k, "hi"), cancellationToken);
                        var before = await SettledAsync(counted, cancellationToken);
                        await countedLoad.PostAsync(body(k), cancellationToken);
                        queries.Add(await SettledAsync(counted, cancellationToken) - before);
                    }

                    List<double> times = [];
                    for (var i = 0; i < Timed; i++)
                    {
                        // Each time somebody else, with an opportunity of their own: nothing is found in a cache that a person
                        // would not find.
                        var activity = body(company.Next());
                        var start = Stopwatch.GetTimestamp();
                        if (!await LoadOf(activity).PostAsync(activity, cancellationToken))
                        {
                            throw new InvalidOperationException($"{label} was not answered.");
                        }

                        times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                    }

                    times.Sort();
                    queries.Sort();
                    commands[label] = queries[Counted / 2];
                    report.Line(string.Create(
                        CultureInfo.InvariantCulture, $"| {label} | {queries[Counted / 2]} | {times[Timed / 2]:F1} | {times[^1]:F1} |"));
                }
            }
            finally
            {
                Directory.Delete(first, recursive: true);
                Directory.Delete(second, recursive: true);
            }
        }

        return commands;
    }

    private static List<(string Label, Func<long, byte[]> Body)> Turns(string url, Known company)
    {
        (string, Func<long, byte[]>) Say(string line) =>
            ($"`{line}`", k => Bench.Turns.Message(url, k, line.Replace("…", Company.No(k), StringComparison.Ordinal)));
        (string, Func<long, byte[]>) Lead(string line) =>
            ($"`{line}`, a manager", _ => Activity(url, company.Manager, "message", null, new { }, line));
        (string, Func<long, byte[]>) Press(string label, string verb, Func<long, object> data, string trigger = "manual") =>
            (label, k => Activity(
                url, Company.EntraObjectId(Person(k)), "invoke", "adaptiveCard/action",
                new { action = new { type = "Action.Execute", verb, data = data(k) }, trigger }, null));
        (string, Func<long, byte[]>) Invoke(string label, string name, Func<long, object> value) =>
            (label, k => Activity(url, Company.EntraObjectId(Person(k)), "invoke", name, value(k), null));
        object Of(long k, string? action = null, int? stage = null) =>
            new { no = Company.No(k), version = company.Version(k), action, stage };
        return
        [
            Say("hi"), Say("help"), Say("new"), Say("new Contoso rollout 45k close end of June"), Say("cancel"), Say("my opportunities"),
            Say("my opportunities stale"),
            Say("find customer 77"), Say("show …"), Say("move …"), Say("assign …"), Say("close …"), Say("won …"), Say("lost …"),
            Say("undo"), Say("tasks"), Say("pipeline"), Say("brief"),
            Say("settings"), Say("remind me … tomorrow call"), Lead("review"), Lead("hand over Anna to Ben"), Say("nonsense of some kind"),
            Say("what is overdue?"), Say("what closes this month over 50k?"), Say("which ones have no next step"), Say("any stale ones"),
            Say("how much is my pipeline worth this quarter"), Say("what did I win last month"), Say("why are we losing"),
            Say("how is customer 77"), Say("who owns …?"), Say("what happened last on …"), Say("the second one"),
            Lead("what is overdue in the team?"), Lead("how is Ben doing"), Say("change the value of … to 60k"),
            Say("push … by a week"), Say("note on …: they asked for a discount"), Say("won … for 60k"),
            Press("Open", "opportunity.show", k => Of(k)),
            Press("A card that brings itself up to date", "opportunity.view", k => Of(k), "automatic"),
            Press("More", "opportunity.more", k => Of(k)), Press("Update, the form", "opportunity.moving", k => Of(k, "update")),
            Press("Next stage", "opportunity.move", k => Of(k, "next")), Press("Assign, the choice", "opportunity.assigning", k => Of(k)),
            Press("Assign", "opportunity.assign", k => new
            {
                no = Company.No(k),
                version = company.Version(k),
                salesperson = $"B{1 + ((k + 7) % Company.People):D4}",
                moveTasks = "true",
            }),
            Press("Close as lost", "opportunity.close", k => new
            {
                no = Company.No(k),
                version = company.Version(k),
                action = "lost",
                reason = company.LostReason,
                cancelTasks = "true",
            }),
            Press(
                "Next step, saved", "opportunity.step",
                k => new { no = Company.No(k), version = company.Version(k), nextStep = "Call", nextStepDate = "2031-06-02" }),
            Press("Save of a new one", "capture.save", k => new
            {
                draft = Guid.NewGuid().ToString("N"),
                title = "Bench " + k.ToString(CultureInfo.InvariantCulture),
                contact = company.Contact,
                value = "45000",
                salesperson = $"B{Person(k):D4}",
                cycle = company.Cycle,
            }),
            Press("Next page of a list", "list.mine", _ => new { before = 5 }),
            Press("Pipeline by month", "pipeline.show", _ => new { action = "Month" }),
            Invoke(
                "Message extension: search", "composeExtension/query",
                _ => new { commandId = "find", parameters = new[] { new { name = "q", value = "customer 77" } } }),
            Invoke(
                "Message extension: link preview", "composeExtension/queryLink",
                k => new { url = "http://localhost:3978/opportunities/" + Company.No(k) }),
            Invoke(
                "Contact looked up while typing", "application/search",
                _ => new { queryText = "customer 12", dataset = "contacts", queryOptions = new { skip = 0, top = 15 } }),
        ];
    }

    private static long Person(long k) => 1 + (k % Company.People);

    private static byte[] Activity(string serviceUrl, string objectId, string type, string? name, object value, string? text) =>
        JsonSerializer.SerializeToUtf8Bytes(new
        {
            type,
            id = Guid.NewGuid().ToString(),
            name,
            timestamp = TimeProvider.System.GetUtcNow(),
            localTimestamp = TimeProvider.System.GetLocalNow(),
            channelId = "msteams",
            serviceUrl,
            from = new { id = "29:" + objectId, name = "Bench", aadObjectId = objectId },
            recipient = new { id = "28:bot", name = "Bot" },
            conversation = new { id = "a:" + objectId, conversationType = "personal", tenantId = "bench" },
            locale = "en-US",
            replyToId = type == "invoke" ? "card-1" : null,
            value = type == "invoke" ? value : null,
            text,
        });

    /// <summary>The log comes a moment after the answer.</summary>
    private static async Task<int> SettledAsync(Served server, CancellationToken cancellationToken)
    {
        var before = -1;
        while (before != server.Queries)
        {
            before = server.Queries;
            await Task.Delay(50, cancellationToken);
        }

        return before;
    }

    /// <summary>What a press names: taken from the database, as a card would have it.</summary>
    private sealed class Known(List<(long K, long Version)> open, string manager, string lostReason, string contact, string cycle)
    {
        private readonly Dictionary<long, long> _versions = open.ToDictionary(o => o.K, o => o.Version);
        private int _used;

        public string Manager => manager;

        public string LostReason => lostReason;

        public string Contact => contact;

        public string Cycle => cycle;

        public long Version(long k) => _versions[k];

        public long Next() => open[_used++ % open.Count].K;

        public static async Task<Known> ReadAsync(string folder, CancellationToken cancellationToken)
        {
            await using var connection = Company.Open(folder);
            List<(long, long)> open = [];
            await using (var command = connection.CreateCommand())
            {
                // Where the stage that follows asks for no quote: a move that succeeds.
                command.CommandText = """
                    SELECT o.Id - 1000000, o.Version FROM Opportunities o JOIN Entries e ON e.OpportunityId = o.Id AND e.Active
                    JOIN SalesCycleStage s ON s.Id = e.StageId
                    JOIN SalesCycleStage n ON n.SalesCycleId = s.SalesCycleId
                        AND n.Number = (SELECT MIN(x.Number) FROM SalesCycleStage x WHERE x.SalesCycleId = s.SalesCycleId AND x.Number > s.Number)
                    WHERE o.Status = 1 AND o.Id > 1000000 AND NOT n.QuoteRequired AND e.EstimatedCloseDate > date('now', '+5 days')
                    ORDER BY (o.Id * 2654435761) % 1000003 LIMIT 4000
                    """;
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                while (await reader.ReadAsync(cancellationToken))
                {
                    open.Add((reader.GetInt64(0), reader.GetInt64(1)));
                }
            }

            return new Known(
                open,
                await TextAsync(connection, "SELECT EntraObjectId FROM Salespeople WHERE Code = 'DAVID'", cancellationToken),
                await TextAsync(connection, "SELECT Code FROM CloseReasons WHERE Outcome = 1 ORDER BY Id LIMIT 1", cancellationToken),
                await TextAsync(connection, "SELECT No FROM Contacts WHERE Id = 100001", cancellationToken),
                await TextAsync(connection, "SELECT Code FROM SalesCycles WHERE NOT Blocked ORDER BY Id LIMIT 1", cancellationToken));
        }

        private static async Task<string> TextAsync(SqliteConnection connection, string sql, CancellationToken cancellationToken)
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Written here.
            command.CommandText = sql;
#pragma warning restore CA2100
            return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
        }
    }
}
