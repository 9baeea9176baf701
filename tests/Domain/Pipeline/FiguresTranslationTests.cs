using System.Data;
using System.Data.Common;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;
using Xunit.Abstractions;

namespace ChatOpportunities.Tests.Domain.Pipeline;

/// <summary>The queries as SQL Server and PostgreSQL would get them, without either being there.</summary>
public sealed class FiguresTranslationTests(ITestOutputHelper output)
{
    private const int MostQueries = 7;

    [Theory]
    [InlineData(DatabaseProvider.SqlServer, Role.Admin)]
    [InlineData(DatabaseProvider.SqlServer, Role.Salesperson)]
    [InlineData(DatabaseProvider.PostgreSql, Role.Admin)]
    [InlineData(DatabaseProvider.PostgreSql, Role.Salesperson)]
    public async Task EveryFigureIsAFixedHandfulOfQueries_WhichTheDatabaseCanAnswer(DatabaseProvider provider, Role role)
    {
        var database = new NoDatabase();
        await using OpportunitiesContext db = provider == DatabaseProvider.SqlServer
            ? new SqlServerContext(
                new DbContextOptionsBuilder<SqlServerContext>().UseSqlServer("Server=nowhere").AddInterceptors(database).Options)
            : new PostgreSqlContext(
                new DbContextOptionsBuilder<PostgreSqlContext>().UseNpgsql("Host=nowhere").AddInterceptors(database).Options);
        var figures = new Figures(
            db, new AccessPolicy(Options.Create(new CompanyOptions())), Options.Create(new CompanyOptions()));
        var caller = new Caller(
            1, "Anna", role, 2, TimeZoneInfo.Utc, "en", ActSource.Chat, new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero), An.Today);
        var (from, to) = (An.Today.AddDays(-30), An.Today);
        var filter = new FigureFilter("NEW", "ANNA", "LIGHT");
        (string Name, Func<Task<object?>> Ask)[] all =
        [
            ("cycle", async () => await figures.OfCycleAsync("NEW", from, to, caller, default)),
            ("salesperson", async () => await figures.OfSalespersonAsync("ANNA", caller, default)),
            ("team", async () => await figures.OfTeamAsync("LIGHT", caller, default)),
            ("contact", async () => await figures.OfContactAsync("CT-00001", caller, default)),
            ("by stage", async () => await figures.PipelineAsync(filter, PipelineGrouping.Stage, caller, default)),
            ("by salesperson", async () => await figures.PipelineAsync(filter, PipelineGrouping.Salesperson, caller, default)),
            ("by team", async () => await figures.PipelineAsync(filter, PipelineGrouping.Team, caller, default)),
            ("overview", async () => await figures.OverviewAsync(filter, 6, caller, default)),
            ("by month", async () => await figures.PipelineAsync(filter, PipelineGrouping.Month, caller, default)),
            ("forecast", async () => await figures.ForecastAsync(filter, 6, caller, default)),
            ("slipped", async () => await figures.SlippedAsync(filter, caller, default)),
            ("ageing", async () => await figures.AgeingAsync(filter, caller, default)),
            ("conversion", async () => await figures.ConversionAsync(filter, from, to, caller, default)),
            ("time in stage", async () => await figures.TimeInStageAsync(filter, from, to, caller, default)),
            ("results", async () => await figures.ResultsAsync(filter, from, to, caller, default)),
            ("win rate", async () => await figures.WinRateAsync(filter, from, to, caller, default)),
        ];

        foreach (var (name, ask) in all)
        {
            database.Asked.Clear();

            var figure = await ask();

            output.WriteLine($"-- {name}\n{string.Join(";\n", database.Asked)}\n");
            Assert.NotNull(figure);
            Assert.InRange(database.Asked.Count, 2, name == "overview" ? MostQueries + 3 : MostQueries);
        }

        Assert.Empty(db.ChangeTracker.Entries());
    }

    /// <summary>Knows every code, finds nothing else.</summary>
    private sealed class NoDatabase : DbCommandInterceptor, IDbConnectionInterceptor
    {
        public List<string> Asked { get; } = [];

        public ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result,
            CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(InterceptionResult.Suppress());

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default)
        {
            Asked.Add(command.CommandText);
            using var table = new DataTable();
            table.Columns.Add("Value", typeof(object));
            var (isCount, isCode) = (
                command.CommandText.StartsWith("SELECT COUNT(*)", StringComparison.OrdinalIgnoreCase)
                    && !command.CommandText.Contains("GROUP BY", StringComparison.Ordinal),
                command.CommandText.Contains("Code] = ", StringComparison.Ordinal)
                    || command.CommandText.Contains("\"Code\" = ", StringComparison.Ordinal)
                    || command.CommandText.Contains("[No] = ", StringComparison.Ordinal)
                    || command.CommandText.Contains("\"No\" = ", StringComparison.Ordinal));
            if (isCount)
            {
                table.Rows.Add(0);
            }
            else if (isCode)
            {
                table.Rows.Add(7L);
            }

            return ValueTask.FromResult(InterceptionResult<DbDataReader>.SuppressWithResult(table.CreateDataReader()));
        }
    }
}
