using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Demo;
using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Domain.Exchange.Company;
using ChatOpportunities.Domain.Exchange.Webhooks;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Domain.Privacy;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Update;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Domain;

/// <summary>Puts the domain into a host's container.</summary>
public static class DomainServices
{
    // Some seconds in all: a server that is being switched over is back by then, and nobody waits longer for an answer.
    private const int MaxRetries = 5;
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(4);

    // Left to itself, SqlClient answers from memory for 5 s, and longer each time, once a connection could not be opened: the retries above
    // would ask nobody, and a start would not see the database that another host has just made. A setting further on has the last word.
    private const string SqlServerPool = "Pool Blocking Period=NeverBlock;";

    // With several results at once EF Core takes no savepoint, and what a failed save wrote would stay until the act is taken back: whoever
    // was overtaken would be told of their own line. This has the last word.
    private const string SqlServerResults = ";MultipleActiveResultSets=False";

    /// <summary>
    /// Adds data and use cases. The host binds <see cref="CompanyOptions"/> and <see cref="RemindersOptions"/> and brings an
    /// <see cref="IReminderSender"/>.
    /// </summary>
    public static IServiceCollection AddDomain(this IServiceCollection services, DatabaseOptions database)
    {
        ArgumentNullException.ThrowIfNull(database);
        var connection = database.ConnectionString;
        _ = database.Provider switch
        {
            DatabaseProvider.Sqlite => services.AddSingleton<SqliteConnections>().AddDbContextPool<OpportunitiesContext, SqliteContext>(
                (provider, o) => o.UseSqlite(connection).AddInterceptors(provider.GetRequiredService<SqliteConnections>())
                    .ReplaceService<IModificationCommandBatchFactory, SqliteBatches>()
                    // That a table is written anew outside a transaction is SQLite's way, and nothing whoever starts it could change.
                    .ConfigureWarnings(w => w.Ignore(RelationalEventId.NonTransactionalMigrationOperationWarning))),
            DatabaseProvider.SqlServer => services.AddDbContextPool<OpportunitiesContext, SqlServerContext>(
                o => o.UseSqlServer(
                    SqlServerPool + connection + SqlServerResults, s => s.EnableRetryOnFailure(MaxRetries, MaxRetryDelay, null))),
            DatabaseProvider.PostgreSql => services.AddDbContextPool<OpportunitiesContext, PostgreSqlContext>(
                o => o.UseNpgsql(connection, s => s.EnableRetryOnFailure(MaxRetries, MaxRetryDelay, null))),
            _ => throw new ArgumentOutOfRangeException(nameof(database)),
        };
        services.AddSingleton<CompanyCalendar>();
        services.AddTransient(provider => provider.GetRequiredService<CompanyCalendar>().Now);
        services.AddSingleton<IValidateOptions<CompanyOptions>, CompanyOptionsValidator>();
        services.AddSingleton<IValidateOptions<TeamsAppOptions>, TeamsAppOptionsValidator>();
        services.AddSingleton<IValidateOptions<RemindersOptions>, RemindersOptionsValidator>();
        services.AddSingleton<AccessPolicy>();
        services.AddSingleton<SetupCache>();
        services.AddScoped<KnownSetup>();
        services.AddScoped<Choices>();
        services.AddScoped<OnceOnly>();
        services.AddScoped<OpportunityActs>();
        services.AddScoped<OpportunityQueries>();
        services.AddScoped<Timeline>();
        services.AddScoped<RiskLists>();
        services.AddScoped<BoardQueries>();
        services.AddScoped<BoardChoices>();
        services.AddScoped<SimilarOpportunities>();
        services.AddScoped<Proposals>();
        services.AddScoped<BulkOutcomes>();
        services.AddScoped<BulkWork>();
        services.AddScoped<ListColumns>();
        services.AddScoped<TeamViews>();
        services.AddScoped<MessageNotes>();
        services.AddScoped<UndoActs>();
        services.AddScoped<WinsChannels>();
        services.AddScoped<SavedViews>();
        services.AddScoped<Figures>();
        services.AddScoped<TargetActs>();
        services.AddScoped<SalesCycleActs>();
        services.AddScoped<SetupProgress>();
        services.AddScoped<ImportActs>();
        services.AddScoped<AuditQueries>();
        services.AddScoped<TaskActs>();
        services.AddScoped<CompanyCalendarActs>();
        services.AddScoped<ContactActs>();
        services.AddScoped<ContactsInText>();
        services.AddScoped<OwnSettings>();
        services.AddScoped<CalendarFeed>();
        services.AddScoped<ActivityActs>();
        services.AddScoped<CloseReasonActs>();
        services.AddScoped<PeopleActs>();
        services.AddScoped<PrivacyActs>();
        services.AddScoped<CompanyExport>();
        services.AddScoped<Recognition>();
        services.AddScoped<ApiTokenActs>();
        services.AddScoped<AssistantActs>();
        services.AddScoped<FirstAdmins>();
        services.AddScoped<ReminderPlanner>();
        services.AddScoped<ReminderActs>();
        services.AddScoped<BriefQueries>();
        services.AddScoped<ReminderRulesActs>();
        services.AddScoped<ReminderQueries>();
        services.AddScoped<TeamChangesQuery>();
        services.AddSingleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidator>();
        services.AddSingleton<ReminderRest>();
        services.AddScoped<ReminderDispatcher>();
        services.AddScoped<DemoData>();
        return services;
    }

    /// <summary>Adds setting up webhooks and sending to them; the host brings <see cref="IWebhookSecrets"/>.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.TryAddSingleton<WebhookSender>();
        services.TryAddSingleton<WebhookLanes>();
        services.TryAddScoped<WebhookActs>();
        return services;
    }
}
