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
    private readonly string _folder = Directory.CreateTempSubdirectory("chat-opportunities-").FullName;
    private readonly ServiceProvider _services;

    private DomainHost(Action<IServiceCollection>? configure)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddOptions();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IReminderSender>(Sender);
        services.Configure<CompanyOptions>(o => o.DefaultSalesCycle = "NEW");
        services.AddDomain(new DatabaseOptions { ConnectionString = $"Data Source={Path.Combine(_folder, "test.db")};Pooling=false" });
        configure?.Invoke(services);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public ManualClock Clock { get; } = new();

    public RecordingSender Sender { get; } = new();

    /// <summary>With an empty database.</summary>
    public static async Task<DomainHost> StartAsync(Action<IServiceCollection>? configure = null)
    {
        var host = new DomainHost(configure);
        await host.DoAsync<OpportunitiesContext>(db => DatabaseSetup.PrepareAsync(db, CancellationToken.None));
        return host;
    }

    /// <summary>With the demo company.</summary>
    public static async Task<DomainHost> StartWithDemoAsync(Action<IServiceCollection>? configure = null)
    {
        var host = await StartAsync(configure);
        await host.DoAsync<DemoData>(demo => demo.SeedAsync(CancellationToken.None));
        return host;
    }

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
            Taken.Add((reminder.Id, reminder.Kind, reminder.Opportunity!.No, reminder.Salesperson!.Code));
        }

        return Task.FromResult(outcome);
    }
}
