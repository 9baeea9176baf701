using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Demo;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Tests.Support;

/// <summary>The domain in its real container on a real SQLite file with the real migrations; gone when disposed.</summary>
internal sealed class DomainHost : IAsyncDisposable
{
    // Made once in a run and copied for each test.
    private static readonly Lazy<Task<byte[]>> EmptyFile = new(() => MakeFileAsync(_ => Task.CompletedTask));
    private static readonly Lazy<Task<byte[]>> DemoFile = new(() => MakeFileAsync(host => host.DoAsync<DemoData>(demo => demo.SeedAsync(CancellationToken.None))));

    private readonly string _folder = Directory.CreateTempSubdirectory("chat-opportunities-").FullName;
    private readonly ServiceProvider _services;

    private DomainHost(Action<IServiceCollection>? configure, DatabaseOptions? database = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddOptions();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IReminderSender>(Sender);
        services.Configure<CompanyOptions>(o => o.DefaultSalesCycle = "NEW");
        services.AddDomain(database ?? new DatabaseOptions { ConnectionString = $"Data Source={File};Pooling=false" });
        configure?.Invoke(services);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public ManualClock Clock { get; } = new();

    public RecordingSender Sender { get; } = new();

    /// <summary>The database file.</summary>
    public string File => Path.Combine(_folder, "test.db");

    /// <summary>With an empty database.</summary>
    public static Task<DomainHost> StartAsync(Action<IServiceCollection>? configure = null) => StartAsync(EmptyFile, configure);

    /// <summary>With the demo company.</summary>
    public static Task<DomainHost> StartWithDemoAsync(Action<IServiceCollection>? configure = null) => StartAsync(DemoFile, configure);

    /// <summary>With the demo company in a database of its own on the PostgreSQL server that the tests were given.</summary>
    public static async Task<DomainHost> StartOnPostgreSqlAsync()
    {
        var connection = $"{PostgreSqlFactAttribute.Server};Database=test_{Guid.NewGuid():N};Maximum Pool Size=20";
        var host = new DomainHost(null, new DatabaseOptions { Provider = DatabaseProvider.PostgreSql, ConnectionString = connection });
        await host.DoAsync<OpportunitiesContext>(db => DatabaseSetup.PrepareAsync(db, CancellationToken.None));
        await host.DoAsync<DemoData>(demo => demo.SeedAsync(CancellationToken.None));
        return host;
    }

    /// <summary>Without a database.</summary>
    public static DomainHost StartWithout(Action<IServiceCollection>? configure = null) => new(configure);

    /// <summary>Runs something in a scope of its own, as a request would.</summary>
    public async Task<T> DoAsync<TService, T>(Func<TService, Task<T>> work)
        where TService : notnull
    {
        await using var scope = _services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public Task DoAsync<TService>(Func<TService, Task> work)
        where TService : notnull =>
        DoAsync<TService, bool>(async service =>
        {
            await work(service);
            return true;
        });

    /// <summary>A person of the database as the caller of a use case.</summary>
    public Task<Caller> CallerAsync(string code, ActSource source = ActSource.Chat) =>
        DoAsync<OpportunitiesContext, Caller>(async db =>
            Caller.For(await db.Salespeople.SingleAsync(p => p.Code == code), source, Clock.GetUtcNow()));

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<DomainHost> StartAsync(Lazy<Task<byte[]>> file, Action<IServiceCollection>? configure)
    {
        var host = new DomainHost(configure);
        await System.IO.File.WriteAllBytesAsync(host.File, await file.Value);
        return host;
    }

    private static async Task<byte[]> MakeFileAsync(Func<DomainHost, Task> fill)
    {
        await using var host = new DomainHost(null);
        await host.DoAsync<OpportunitiesContext>(db => DatabaseSetup.PrepareAsync(db, CancellationToken.None));
        await fill(host);
        Assert.False(System.IO.File.Exists(host.File + "-wal"), "Everything stands in the one file.");
        return await System.IO.File.ReadAllBytesAsync(host.File);
    }
}

/// <summary>Stands for the chat: takes every reminder, or answers as told.</summary>
internal sealed class RecordingSender : IReminderSender
{
    public List<(long Id, ReminderKind Kind, string No, string To)> Taken { get; } = [];

    public Func<Reminder, SendOutcome>? Answer { get; set; }

    public Task<SendOutcome> SendAsync(Reminder reminder, CancellationToken cancellationToken)
    {
        var outcome = Answer?.Invoke(reminder) ?? new SendOutcome.Sent("sent");
        if (outcome is SendOutcome.Sent)
        {
            lock (Taken)
            {
                Taken.Add((reminder.Id, reminder.Kind, reminder.Opportunity!.No, reminder.Salesperson!.Code));
            }
        }

        return Task.FromResult(outcome);
    }
}
