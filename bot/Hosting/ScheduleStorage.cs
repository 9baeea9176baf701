using ChatOpportunities.Domain.Data;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Hangfire.SqlServer;
using Microsoft.Data.SqlClient;

namespace ChatOpportunities.Bot.Hosting;

/// <summary>Where Hangfire keeps its queue, one kind for each kind of database; <see cref="SchedulerTables"/> makes the tables.</summary>
internal static class ScheduleStorage
{
    /// <summary>For so long the dashboard shows what was done; every tick is a job.</summary>
    private static readonly TimeSpan Shown = TimeSpan.FromHours(2);

    /// <summary>A running job says so again and again; after so long a silence its host has died, and another one takes it over.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    /// <summary>How soon a job is found that another host enqueued, or left behind; one's own is found at once.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);

    public static JobStorage Create(DatabaseOptions database)
    {
        JobStorage storage = database.Provider switch
        {
            DatabaseProvider.PostgreSql => PostgreSql(database.ConnectionString),
            DatabaseProvider.SqlServer => SqlServer(database.ConnectionString),
            _ => new InMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = Shown }),
        };
        storage.JobExpirationTimeout = Shown;
        return storage;
    }

    private static PostgreSqlStorage PostgreSql(string connection)
    {
        var options = new PostgreSqlStorageOptions
        {
            PrepareSchemaIfNecessary = false,
            QueuePollInterval = Poll,
            UseSlidingInvisibilityTimeout = true,
            InvisibilityTimeout = Silence,
            // A lock is a row that stays when its host is killed; by default the ticks of all hosts stand still for ten minutes then.
            DistributedLockTimeout = TimeSpan.FromSeconds(15),
        };
        return new PostgreSqlStorage(new NpgsqlConnectionFactory(connection, options), options);
    }

    private static SqlServerStorage SqlServer(string connection) => new(connection, new SqlServerStorageOptions
    {
        SqlClientFactory = SqlClientFactory.Instance,
        PrepareSchemaIfNecessary = false,
        QueuePollInterval = Poll,
        SlidingInvisibilityTimeout = Silence,
        // The tables are those of its newest script, which needs no global locks.
        DisableGlobalLocks = true,
    });
}
