using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Delivery;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Bot.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Tests.Bot.Reminders;

/// <summary>
/// The built product as processes that only send reminders, a connector that records what arrives, and a database with people
/// who are owed something. They can be shot at any moment and started again.
/// </summary>
internal sealed class SendingProcess : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly DomainHost _host;
    private readonly WebApplication _connector;
    private readonly List<Host> _running = [];

    private SendingProcess(TestDatabase database, WebApplication connector) =>
        (_database, _host, _connector) = (database, DomainHost.StartOn(database), connector);

    /// <summary>
    /// Conversation of each message taken, with the life of the process in which it was, its body, and the id it was given.
    /// </summary>
    public ConcurrentQueue<(string Conversation, int Life, string Body, string Id)> Taken { get; } = [];

    public ConcurrentQueue<DateTimeOffset> Refused { get; } = [];

    /// <summary>How many times the process was started.</summary>
    public int Life { get; private set; }

    /// <summary>Whether the connector takes the next message; null: seconds to wait instead.</summary>
    public Func<int?> Wait { get; set; } = () => null;

    /// <summary>How long the connector thinks about a message before it takes it.</summary>
    public TimeSpan Thinks { get; set; }

    private static IReadOnlyList<ReminderKind> Kinds { get; } =
        [ReminderKind.StageLimit, ReminderKind.NextStep, ReminderKind.CloseNear, ReminderKind.ClosePassed, ReminderKind.NoActivity];

    /// <summary>With so many people, each owed as many reminders about one opportunity, all due already.</summary>
    public static async Task<SendingProcess> PrepareAsync(int people, int each, DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var sending = new SendingProcess(await TestDatabase.CreateAsync(demo: true, provider), builder.Build());
        sending._connector.Map("/connector/v3/conversations/{conversation}/activities", sending.TakeAsync);
        await sending._connector.StartAsync();
        await sending._host.DoAsync<OpportunitiesContext>(async db =>
        {
            await db.Reminders.ExecuteDeleteAsync();
            await db.ForgetWhatLiesAheadAsync();
            await db.Teams.ExecuteUpdateAsync(s => s.SetProperty(t => t.ManagerId, (long?)null)); // nobody is told on Mondays
            var cycle = await db.SalesCycles.Include(c => c.Stages).SingleAsync(c => c.Code == "NEW");
            var contact = await db.Contacts.Include(c => c.Company).FirstAsync();
            var now = TimeProvider.System.GetUtcNow();
            for (var i = 0; i < people; i++)
            {
                var objectId = Guid.NewGuid();
                var person = Salesperson.Create(
                    "X" + i.ToString(CultureInfo.InvariantCulture),
                    new PersonDetails("X" + i, null, objectId, Role.Salesperson, null, "en", "Etc/UTC", false))
                        .Done();
                db.Add(person);
                await db.SaveChangesAsync();
                var caller = Caller.For(person, default, now);
                var opportunity = Opportunity.Create(
                    "X-" + i.ToString(CultureInfo.InvariantCulture),
                    new NewOpportunity(
                        "Deal " + i, contact, person, cycle, EstimatedValue: 9, EstimatedCloseDate: caller.Today.AddDays(30)),
                    caller).Done();
                opportunity.Move(new MoveRequest(MoveAction.First, ChancesOfSuccess: 10), caller).Done();
                opportunity.SetNextStep("Call", caller.Today, caller).Done();
                db.Add(opportunity);
                await db.SaveChangesAsync();
                db.KnownConversations.Add(Chat(objectId, sending._connector.Urls.First() + "/connector", "a:" + person.Code));
                db.StoredItems.Add(new StoredItem
                {
                    Key = string.Create(CultureInfo.InvariantCulture, $"address/{person.Id}/"),
                    OwnerId = person.Id,
                    Value = """{"Tenant":"tenant"}""",
                });
                for (var k = 0; k < each; k++)
                {
                    db.Reminders.Add(Reminder.Plan(
                        Kinds[k], string.Create(CultureInfo.InvariantCulture, $"drill/{person.Id}/{k}"), opportunity.Id, person.Id, null,
                        now.AddMinutes(k - 60)));
                }

                if (i % 100 == 99 || i == people - 1)
                {
                    await db.SaveChangesAsync();
                    db.ChangeTracker.Clear();
                    cycle = await db.SalesCycles.Include(c => c.Stages).SingleAsync(c => c.Code == "NEW");
                    contact = await db.Contacts.Include(c => c.Company).FirstAsync();
                }
            }
        });
        return sending;
    }

    /// <summary>What an operator's check says of the database; nothing is broken in it.</summary>
    public Task<string> CheckAsync() => _database.CheckAsync();

    public Host Start(params (string Name, string Value)[] settings)
    {
        Life++;
        var configuration = Directory.GetParent(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar))!.Name;
        var start = new ProcessStartInfo(
            "dotnet", [
                Path.Combine(Repository.Root, "bot", "bin", configuration, "net10.0", "ChatOpportunities.Bot.dll"),
                "--urls",
                "http://127.0.0.1:0",
            ])
        {
            WorkingDirectory = Path.GetDirectoryName(_database.File)!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        (string Name, string Value)[] always =
        [
            ("ASPNETCORE_ENVIRONMENT", "Development"), ("DOTNET_ENVIRONMENT", "Development"), ("Host__Roles", "reminders"),
            ("Database__Provider", _database.Options.Provider.ToString()),
            ("ConnectionStrings__Opportunities", _database.Options.Provider == DatabaseProvider.Sqlite
                ? "Data Source=" + _database.File
                : _database.Options.ConnectionString),
            ("Logging__LogLevel__ChatOpportunities.Domain.Reminders.ReminderDispatcher", "Information"), ("Playground__Launch", "false"),
            ("Demo__Seed", "false"),
            ("Logging__LogLevel__Default", "Error"), ("Reminders__TickSeconds", "1"), ("Reminders__LeaseSeconds", "5"),
            ("Reminders__BatchSize", "50"),
            ("Reminders__QuietFrom", "00:00"), ("Reminders__QuietTo", "00:00"), ("Reminders__EscalateAfterDays", "0"),
            ("Reminders__MaxAttempts", "100"),
            .. Enum.GetNames<DayOfWeek>().Select((d, i) => ("Company__WorkingDays__" + i.ToString(CultureInfo.InvariantCulture), d)),
        ];
        foreach (var (name, value) in always.Concat(settings))
        {
            start.Environment[name] = value;
        }

        var host = new Host(start);
        _running.Add(host);
        return host;
    }

    /// <summary>Ends them with SIGKILL: one, or all that run.</summary>
    public async Task KillAsync(Host? host = null)
    {
        foreach (var one in host is null ? [.. _running] : new[] { host })
        {
            await one.KillAsync();
            _running.Remove(one);
        }
    }

    /// <summary>Waits until something is so; looks often.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(DeliveryDrillTests.IsLong ? 20 : 3));
        while (!await isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
    }

    public Task<int> CountAsync(ReminderState state) =>
        _host.DoAsync<OpportunitiesContext, int>(db => db.Reminders.CountAsync(r => r.State == state));

    public Task<int> NotSentAsync() =>
        _host.DoAsync<OpportunitiesContext, int>(db => db.Reminders.CountAsync(r => r.State != ReminderState.Sent));

    /// <summary>The channel's ids of the messages that are recorded as sent.</summary>
    public Task<HashSet<string>> RecordedAsync() => _host.DoAsync<OpportunitiesContext, HashSet<string>>(async db =>
        [.. (await db.Reminders.Where(r => r.State == ReminderState.Sent).Select(r => r.Delivery!).Distinct().ToListAsync()).Select(d =>
            d[(d.LastIndexOf('|') + 1)..])]);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        await _connector.DisposeAsync();
        await _host.DisposeAsync();
    }

    private static KnownConversation Chat(Guid objectId, string serviceUrl, string conversation) => new()
    {
        TenantId = "tenant",
        Kind = KnownConversationKind.Person,
        Name = objectId.ToString(),
        Reference = ActivityWriter.WriteReference(
            new StoredReference
            {
                ChannelId = "msteams",
                ServiceUrl = serviceUrl,
                Bot = new ChannelAccount { Id = "28:bot" },
                User = new ChannelAccount { Id = "29:" + objectId },
                Conversation = new ConversationAccount { Id = conversation, ConversationType = "personal", TenantId = "tenant" },
            }),
    };

    private async Task<IResult> TakeAsync(HttpRequest request, string conversation)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        if (Wait() is { } seconds)
        {
            Refused.Enqueue(TimeProvider.System.GetUtcNow());
            request.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return Results.StatusCode(429);
        }

        if (Thinks > TimeSpan.Zero)
        {
            await Task.Delay(Thinks);
        }

        var id = "m" + Guid.NewGuid();
        Taken.Enqueue((Uri.UnescapeDataString(conversation), Life, body, id));
        return Results.Json(new { id }, statusCode: 201);
    }

    /// <summary>One process.</summary>
    public sealed class Host
    {
        private readonly Process _process;
        private int _recorded;

        public Host(ProcessStartInfo start)
        {
            _process = Process.Start(start)!;
            _process.OutputDataReceived += (_, line) =>
            {
                if (line.Data?.Contains("ended as Sent", StringComparison.Ordinal) == true)
                {
                    Interlocked.Increment(ref _recorded);
                    RecordedAt = Stopwatch.GetTimestamp();
                }
            };
            _process.ErrorDataReceived += (_, _) => { };
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
        }

        /// <summary>How many messages it says it has recorded.</summary>
        public int Recorded => Volatile.Read(ref _recorded);

        /// <summary>When it last said so.</summary>
        public long RecordedAt { get; private set; }

        public async Task KillAsync()
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }
}
