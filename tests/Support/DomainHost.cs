using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ChatOpportunities.Tests.Support;

/// <summary>The domain in its real container on a database of its own with the real migrations; gone when disposed.</summary>
internal sealed class DomainHost : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly bool _keep;
    private readonly ServiceProvider _services;

    private DomainHost(TestDatabase database, Action<IServiceCollection>? configure, bool keep = false)
    {
        (_database, _keep) = (database, keep);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddOptions();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IReminderSender>(Sender);
        services.Configure<CompanyOptions>(o => o.DefaultSalesCycle = "NEW");
        services.AddDomain(database.Options);
        SqlServerTranslation.Watch(services);
        configure?.Invoke(services);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    /// <summary>See <see cref="TestDatabase.IsBroken"/>.</summary>
    public bool IsBroken
    {
        set => _database.IsBroken = value;
    }

    public FakeTimeProvider Clock { get; } = Clocks.At();

    public RecordingSender Sender { get; } = new();

    /// <summary>All that lies ahead is rows from the act on: for tests of what rows say long before they are due.</summary>
    public static void AllAhead(IServiceCollection services) => services.Configure<RemindersOptions>(o => o.PlanAheadDays = 400);

    /// <summary>With an empty database.</summary>
    public static async Task<DomainHost> StartAsync(Action<IServiceCollection>? configure = null) =>
        new(await TestDatabase.CreateAsync(demo: false), configure);

    /// <summary>With the demo company.</summary>
    public static async Task<DomainHost> StartWithDemoAsync(Action<IServiceCollection>? configure = null) =>
        new(await TestDatabase.CreateAsync(demo: true), configure);

    /// <summary>Without a database.</summary>
    public static DomainHost StartWithout(Action<IServiceCollection>? configure = null) => new(TestDatabase.Missing(), configure);

    /// <summary>On that database, which may be kept when the host ends.</summary>
    public static DomainHost StartOn(TestDatabase database, Action<IServiceCollection>? configure = null, bool keep = false) =>
        new(database, configure, keep);

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

    /// <summary>See <see cref="TestDatabase.CheckAsync"/>.</summary>
    public Task<string> CheckAsync() => _database.CheckAsync();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (!_keep)
        {
            await _database.DisposeAsync();
        }
    }
}

/// <summary>What tests change of the data by hand.</summary>
internal static class DataByHand
{
    /// <summary>Nothing but the rows that are there is asked, until the next act on an opportunity.</summary>
    public static Task<int> ForgetWhatLiesAheadAsync(this OpportunitiesContext db) =>
        db.Opportunities.ExecuteUpdateAsync(set => set.SetProperty(o => o.NextLookOn, (DateOnly?)null));

    /// <summary>Every opportunity is looked at with the next tick.</summary>
    public static Task<int> LookAtAllAsync(this OpportunitiesContext db, DateTimeOffset now) =>
        db.Opportunities.ExecuteUpdateAsync(set => set.SetProperty(o => o.NextLookOn, DateOnly.FromDateTime(now.UtcDateTime)));
}

/// <summary>Stands for the chat: takes every reminder, or answers as told.</summary>
internal sealed class RecordingSender : IReminderSender
{
    public List<(long Id, ReminderKind Kind, string No, string To)> Taken { get; } = [];

    public Func<Reminder, SendOutcome>? Answer { get; set; }

    /// <summary>What was taken, message by message.</summary>
    public List<ReminderMessage> Messages { get; } = [];

    public Task<SendOutcome> SendAsync(ReminderMessage message, CancellationToken cancellationToken)
    {
        var outcome = Answer?.Invoke(message.Reminders[0]) ?? new SendOutcome.Sent("sent");
        if (outcome is SendOutcome.Sent)
        {
            lock (Taken)
            {
                Messages.Add(message);
                Taken.AddRange(message.Reminders.Select(r => (r.Id, r.Kind, r.Opportunity?.No ?? "", message.Person.Code)));
            }
        }

        return Task.FromResult(outcome);
    }
}
