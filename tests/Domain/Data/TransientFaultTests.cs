using System.Data.Common;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ChatOpportunities.Tests.Domain.Data;

/// <summary>A connection that breaks in the middle: the act is done once, and whoever asked for it does not notice.</summary>
public sealed class TransientFaultTests
{
    [PostgreSqlFact]
    public Task GivenAConnectionKilledBeforeTheSave_ThenTheActIsDoneOnce() => ActsOnceAsync(Moment.Saving);

    [PostgreSqlFact]
    public Task GivenAConnectionKilledBeforeTheCommit_ThenTheActIsDoneOnce() => ActsOnceAsync(Moment.Committing);

    [PostgreSqlFact]
    public Task GivenAConnectionLostAfterTheCommitAndBeforeItsAnswer_ThenTheActIsNotRepeated() => ActsOnceAsync(Moment.Committed);

    [PostgreSqlFact]
    public async Task GivenAKilledConnection_WhenSomethingIsRead_ThenItIsAnswered()
    {
        await using var host = DomainHost.StartOn(await TestDatabase.CreateAsync(demo: true, DatabaseProvider.PostgreSql));

        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            await db.Database.OpenConnectionAsync();
            await KillAsync(db);
            await db.Database.CloseConnectionAsync(); // goes back into the pool as it is
        });

        Assert.Equal(40, await host.DoAsync<OpportunitiesContext, int>(db => db.Opportunities.CountAsync()));
    }

    private static async Task ActsOnceAsync(Moment moment)
    {
        var fault = new Fault();
        await using var host = DomainHost.StartOn(
            await TestDatabase.CreateAsync(demo: true, DatabaseProvider.PostgreSql),
            services => services.ConfigureDbContext<PostgreSqlContext>(options => options.AddInterceptors(fault.Saves, fault)));
        var anna = await host.CallerAsync("ANNA");
        var opportunity = await host.StartedAsync(anna);
        var lines = await host.DoAsync<OpportunitiesContext, int>(db => db.AuditEntries.CountAsync());

        fault.Next = moment;
        var acted = (await host.MoveAsync(
            opportunity.No, new MoveRequest(MoveAction.Update, EstimatedValue: 77_000), anna, opportunity.Version))
            .Done();

        Assert.Null(fault.Next);
        Assert.Equal(
            (77_000m, opportunity.Version + 1),
            (acted.Entry!.EstimatedValue, (await host.FindAsync(opportunity.No, anna))!.Opportunity.Version));
        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            Assert.Equal(2, await db.Entries.CountAsync(e => e.OpportunityId == opportunity.Id));
            Assert.Equal(1, await db.Entries.CountAsync(e => e.OpportunityId == opportunity.Id && e.Active));
            Assert.Equal(lines + 1, await db.AuditEntries.CountAsync());
        });
    }

    /// <summary>Ends the server's side of a connection, as a switch-over does.</summary>
    private static async Task KillAsync(DbContext db)
    {
        var backend = ((NpgsqlConnection)db.Database.GetDbConnection()).ProcessID;
        await using var other = new NpgsqlConnection(db.Database.GetConnectionString() + ";Pooling=false");
        await other.OpenAsync();
        await using var command =
            new NpgsqlCommand("SELECT pg_terminate_backend($1, 10000)", other) { Parameters = { new() { Value = backend } } };
        await command.ExecuteNonQueryAsync();
    }

    private enum Moment
    {
        Saving,
        Committing,
        Committed,
    }

    /// <summary>Strikes once.</summary>
    private sealed class Fault : DbTransactionInterceptor
    {
        public Fault() => Saves = new BeforeSave(this);

        public Moment? Next { get; set; }

        public IInterceptor Saves { get; }

        public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result,
            CancellationToken cancellationToken = default)
        {
            if (Strikes(Moment.Committing))
            {
                await KillAsync(eventData.Context!);
            }

            return result;
        }

        public override async Task TransactionCommittedAsync(
            DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            if (Strikes(Moment.Committed))
            {
                await KillAsync(eventData.Context!);
                throw new NpgsqlException("The connection was lost.", new IOException());
            }
        }

        private bool Strikes(Moment moment)
        {
            if (Next != moment)
            {
                return false;
            }

            Next = null;
            return true;
        }

        private sealed class BeforeSave(Fault fault) : SaveChangesInterceptor
        {
            public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
                DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
            {
                if (fault.Strikes(Moment.Saving))
                {
                    await KillAsync(eventData.Context!);
                }

                return result;
            }
        }
    }
}
