using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Delivery;
using ChatOpportunities.Domain.Demo;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using Microsoft.Bot.Schema;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Bench;

/// <summary>
/// How long it takes to plan reminders and to send them when all are due at once: the built product as a process that only sends,
/// and a connector that takes every message at once. A reminder is a row; a brief carries many of one person's.
/// </summary>
internal static class Reminders
{
    /// <summary>Where the product notes how far it has come in planning anew.</summary>
    private const string Replanning = "replan//";

    private const int PerPerson = 20;

    /// <summary>Each opportunity in progress is asked about so often: stage limit, closing near, closing passed, nothing done.</summary>
    private const int PerOpportunity = 4;

    public static async Task MeasureAsync(Report report, Options options, PostgreSql? server, CancellationToken cancellationToken)
    {
        await using var connector = await Connector.StartAsync();
        report.Heading($"Reminders, {options.Reminders:N0} due at once");
        report.Line("| Database | What | reminders | messages | seconds | reminders/s | messages/s | processor ms per message | peak memory MB |");
        report.Line("|---|---|---|---|---|---|---|---|---|");
        await OnAsync(new DatabaseOptions { Provider = DatabaseProvider.Sqlite }, connector, options, report, cancellationToken);
        if (server is null)
        {
            report.Skipped("reminders on PostgreSQL", "PostgreSQL is not here");
            return;
        }

        await OnAsync(server.NewDatabase(), connector, options, report, cancellationToken);
    }

    private static async Task OnAsync(
        DatabaseOptions database, Connector connector, Options options, Report report, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("bench-").FullName;
        var where = database.Provider == DatabaseProvider.Sqlite ? "SQLite" : "PostgreSQL";
        try
        {
            if (database.Provider == DatabaseProvider.Sqlite)
            {
                database.ConnectionString = "Data Source=" + Path.Combine(folder, "opportunities.db");
            }

            await using var services = Services(database);
            Task<T> Do<T>(Func<OpportunitiesContext, Task<T>> work) => InScopeAsync(services, work);
            var start = Stopwatch.GetTimestamp();
            await FillAsync(services, options.Reminders, connector.Url, cancellationToken);
            Console.WriteLine(
                $"{where}: {options.Reminders / PerOpportunity:N0} opportunities of {options.Reminders / PerPerson:N0} people made in {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s.");

            // Planned anew, as when the rules change; all that lies ahead becomes rows, to be made due below.
            await using (var product = await StartAsync(folder, database, ("Reminders__PlanAheadDays", "400")))
            {
                var (begun, used) = (Stopwatch.GetTimestamp(), product.ProcessorTime);
                var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
                while (await Do(async db => await db.StoredItems.AnyAsync(i => i.Key == Replanning, cancellationToken)
                    || await db.Opportunities.AnyAsync(o => o.NextLookOn <= today, cancellationToken)))
                {
                    await Task.Delay(100, cancellationToken);
                }

                var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
                var planned = await Do(db => db.Reminders.CountAsync(r => r.State == ReminderState.Pending, cancellationToken));
                Row("planned anew", planned, 0, seconds, product.ProcessorTime - used, product.PeakMegabytes);
                report.Below($"memory while {planned:N0} are planned anew, {where}", product.PeakMegabytes, 300, " MB");
            }

            await SendAsync("sent in briefs", options.Reminders / PerPerson);
            await SendAsync(
                "sent alone", options.Reminders, ("Reminders__AlonePerHour", "60"),
                ("Reminders__AloneKinds", "StageLimit, NextStep, CloseNear, ClosePassed, NoActivity"));

            async Task SendAsync(string what, int messages, params (string, string)[] settings)
            {
                await MakeDueAsync(services, options.Reminders, cancellationToken);
                var before = connector.Taken;
                await using var product = await StartAsync(folder, database, settings);
                var (begun, used) = (0L, TimeSpan.Zero);
                while (connector.Taken - before < messages)
                {
                    await Task.Delay(begun == 0 ? 1 : 20, cancellationToken);
                    (begun, used) =
                        begun == 0 && connector.Taken > before ? (Stopwatch.GetTimestamp(), product.ProcessorTime) : (begun, used);
                }

                while (await Do(db => db.Reminders.AnyAsync(r => r.State == ReminderState.Sending, cancellationToken)))
                {
                    await Task.Delay(5, cancellationToken);
                }

                var (seconds, processor, peak) =
                    (Stopwatch.GetElapsedTime(begun).TotalSeconds, product.ProcessorTime - used, product.PeakMegabytes);
                var sent = await Do(
                    db => db.Reminders.CountAsync(r => r.State == ReminderState.Sent && r.Attempts == 1, cancellationToken));
                var arrived = connector.Taken - before;
                Row(what, sent, arrived, seconds, processor, peak);
                var bare = await Postman.RunAsync(database, connector, messages, folder, cancellationToken);
                Row(what + ": only posting and a commit a row", 0, messages, bare.Seconds, bare.Processor, bare.Peak);
                report.Check(
                    $"reminders {what}, {where}: reminders sent once, messages",
                    string.Create(CultureInfo.InvariantCulture, $"{sent:N0}, {arrived:N0}"),
                    string.Create(CultureInfo.InvariantCulture, $"{options.Reminders:N0}, {messages:N0}"),
                    sent == options.Reminders && arrived == messages);
                report.AtLeast(
                    $"reminders {what}, {where}: this product ÷ only posting and a commit a row",
                    bare.Seconds / seconds, 0.4, " ×");
                report.Below($"memory while {options.Reminders:N0} are {what}, {where}", peak, 300, " MB");
            }

            void Row(string what, int reminders, long messages, double seconds, TimeSpan processor, double peak)
            {
                var each = messages == 0 ? "" : (processor.TotalMilliseconds / messages).ToString("F2", CultureInfo.InvariantCulture);
                var perSecond = messages == 0 ? "" : (messages / seconds).ToString("F0", CultureInfo.InvariantCulture);
                report.Line($"| {where} | {what} | {reminders:N0} | {messages:N0} | {seconds:F1} | {reminders / seconds:F0} | {perSecond} | {each} | {peak:F0} |");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ServiceProvider Services(DatabaseOptions database)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddOptions();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IReminderSender, Nobody>();
        services.Configure<CompanyOptions>(o => o.DefaultSalesCycle = "NEW");
        services.AddDomain(database);
        return services.BuildServiceProvider();
    }

    private static async Task<T> InScopeAsync<T>(IServiceProvider services, Func<OpportunitiesContext, Task<T>> work)
    {
        await using var scope = services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<OpportunitiesContext>());
    }

    /// <summary>The demo company with many people more, each with five opportunities that were just started.</summary>
    private static async Task FillAsync(IServiceProvider services, int reminders, string connector, CancellationToken cancellationToken)
    {
        const int Stretch = 50;
        await InScopeAsync(services, async db =>
        {
            await DatabaseSetup.PrepareAsync(db, cancellationToken);
            return 0;
        });
        await using (var scope = services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<DemoData>().SeedAsync(cancellationToken);
        }

        var now = TimeProvider.System.GetUtcNow();
        for (var done = 0; done < reminders / PerPerson; done += Stretch)
        {
            await InScopeAsync(services, async db =>
            {
                if (done == 0)
                {
                    // Nobody is told on Mondays.
                    await db.Teams.ExecuteUpdateAsync(s => s.SetProperty(t => t.ManagerId, (long?)null), cancellationToken);
                }

                var cycle = await db.SalesCycles.Include(c => c.Stages).SingleAsync(c => c.Code == "NEW", cancellationToken);
                var contact = await db.Contacts.Include(c => c.Company).FirstAsync(cancellationToken);
                List<Salesperson> people = [];
                for (var i = done; i < Math.Min(done + Stretch, reminders / PerPerson); i++)
                {
                    people.Add(Done(Salesperson.Create(
                        string.Create(CultureInfo.InvariantCulture, $"B{i}"),
                        new PersonDetails("Bench " + i, null, Guid.NewGuid(), Role.Salesperson, null, "en", "Europe/Berlin", false))));
                }

                db.AddRange(people);
                await db.SaveChangesAsync(cancellationToken);
                foreach (var person in people)
                {
                    var caller = Caller.For(person, default, now);
                    db.StoredItems.Add(new StoredItem
                    {
                        Key = string.Create(CultureInfo.InvariantCulture, $"address/{person.Id}/"),
                        OwnerId = person.Id,
                        Value = """{"Tenant":"bench"}""",
                    });
                    db.KnownConversations.Add(Chat(person, connector));
                    for (var i = 0; i < PerPerson / PerOpportunity; i++)
                    {
                        var opportunity = Done(Opportunity.Create(
                            $"{person.Code}-{i}",
                            new NewOpportunity(
                                "Bench opportunity " + i, contact, person, cycle, EstimatedValue: 45_000,
                                EstimatedCloseDate: caller.Today.AddDays(30)),
                            caller));
                        Done(opportunity.Move(new MoveRequest(MoveAction.First, ChancesOfSuccess: 10), caller));
                        db.Add(opportunity);
                    }
                }

                return await db.SaveChangesAsync(cancellationToken);
            });
        }

        await InScopeAsync(services, async db =>
        {
            await db.Reminders.ExecuteDeleteAsync(cancellationToken);
            db.StoredItems.Add(new StoredItem { Key = Replanning, Value = """{"After":0}""" });
            return await db.SaveChangesAsync(cancellationToken);
        });
        await AnalyzeAsync(services, cancellationToken);
    }

    /// <summary>All at the same instant, as in the morning of a company in one time zone.</summary>
    private static async Task MakeDueAsync(IServiceProvider services, int reminders, CancellationToken cancellationToken)
    {
        var due = TimeProvider.System.GetUtcNow().AddMinutes(-10);
        var count = await InScopeAsync(services, async db =>
        {
            await db.Reminders.Where(r => !r.Salesperson!.Name.StartsWith("Bench ")).ExecuteDeleteAsync(cancellationToken);
            return await db.Reminders.ExecuteUpdateAsync(
                s => s.SetProperty(r => r.State, ReminderState.Pending).SetProperty(r => r.DueAt, due)
                    .SetProperty(r => r.NextAttemptAt, due)
                    .SetProperty(r => r.SentAt, (DateTimeOffset?)null).SetProperty(r => r.Attempts, 0)
                    .SetProperty(r => r.MessageId, (Guid?)null),
                cancellationToken);
        });
        await AnalyzeAsync(services, cancellationToken);
        if (count != reminders)
        {
            throw new InvalidOperationException($"{count} reminders were planned, not {reminders}.");
        }
    }

    /// <summary>What a server does by itself after a while.</summary>
    private static Task<int> AnalyzeAsync(IServiceProvider services, CancellationToken cancellationToken) => InScopeAsync(
        services, db => db is PostgreSqlContext ? db.Database.ExecuteSqlRawAsync("VACUUM ANALYZE", cancellationToken) : Task.FromResult(0));

    private static KnownConversation Chat(Salesperson person, string connector) => new()
    {
        TenantId = "bench",
        Kind = KnownConversationKind.Person,
        Name = person.EntraObjectId.ToString()!,
        Reference = ActivityWriter.WriteReference(
            new StoredReference
            {
                ChannelId = "msteams",
                ServiceUrl = connector,
                Bot = new ChannelAccount { Id = "28:bot" },
                User = new ChannelAccount { Id = "29:" + person.EntraObjectId },
                Conversation = new ConversationAccount { Id = "a:" + person.Code, ConversationType = "personal", TenantId = "bench" },
            }),
    };

    private static async Task<Served> StartAsync(string folder, DatabaseOptions database, params (string, string)[] settings) =>
        await Company.StartAsync(
            await Company.PublishedAsync(),
            folder,
            [
                ("Host__Roles", "reminders"), ("Database__Provider", database.Provider.ToString()),
                ("ConnectionStrings__Opportunities", database.ConnectionString), ("Demo__Seed", "false"), ("Reminders__TickSeconds", "1"),
                ("Reminders__EscalateAfterDays", "0"), ("Reminders__QuietFrom", "00:00"), ("Reminders__QuietTo", "00:00"),
                .. Enum.GetNames<DayOfWeek>().Select((d, i) => ("Company__WorkingDays__" + i.ToString(CultureInfo.InvariantCulture), d)),
                .. settings,
            ]);

    private static T Done<T>(Result<T> result) =>
        result is Result<T>.Done(var value)
            ? value
            : throw new InvalidOperationException(string.Join(", ", ((Result<T>.Refused)result).Refusals.Select(r => r.Code)));

    private sealed class Nobody : IReminderSender
    {
        public Task<SendOutcome> SendAsync(ReminderMessage message, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
