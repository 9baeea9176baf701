using ChatOpportunities.Bot.Hosting;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ChatOpportunities.Tests.Domain.Data;

/// <summary>
/// What can be known of SQL Server without one: every test's queries are translated for it, and its script has everything.
/// </summary>
public sealed class SqlServerTests
{
    [Fact]
    public async Task WhatTheProductAsksIsTranslatedForSqlServer()
    {
        await using var host = DomainHost.StartOn(await TestDatabase.CreateAsync(demo: true, DatabaseProvider.Sqlite));
        var emma = await host.CallerAsync("EMMA");

        await host.DoAsync<OpportunityQueries, OpportunityPage>(
            q => q.ListAsync(new OpportunityFilter(Text: "lights"), 5, null, emma, CancellationToken.None));

        Assert.Contains(SqlServerTranslation.Translated.Keys, sql => sql.Contains("FROM [Opportunities] AS", StringComparison.Ordinal)
            && sql.Contains("TOP(@", StringComparison.Ordinal));
        Assert.Contains(SqlServerTranslation.Translated.Keys, sql => sql.Contains("FROM [Salespeople] AS", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AQueryThatSqlServerDoesNotUnderstandFailsWhereItIsAsked()
    {
        await using var host = DomainHost.StartOn(await TestDatabase.CreateAsync(demo: false, DatabaseProvider.Sqlite));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => host.DoAsync<OpportunitiesContext, int>(
            db => db.Opportunities.CountAsync(o => EF.Functions.Glob(o.Description, "*lights")))); // only SQLite knows it

        Assert.Contains("could not be translated", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.SqlServer)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public void TheScriptMakesEveryTableIndexAndCheckOfTheModel(DatabaseProvider provider)
    {
        using var db = DesignTimeContexts.Create(provider);
        var script = DatabaseSetup.Script(provider);
        var model = db.GetService<IDesignTimeModel>().Model.GetRelationalModel();

        Assert.False(db.Database.HasPendingModelChanges());
        Assert.All(model.Tables, table =>
        {
            Assert.Contains($"CREATE TABLE {Quoted(table.Name)}", script, StringComparison.Ordinal);
            Assert.All(table.Columns, column => Assert.Contains(Quoted(column.Name), script, StringComparison.Ordinal));
            Assert.All(table.Indexes, index => Assert.Contains(
                $"INDEX {Quoted(index.Name)} ON {Quoted(table.Name)}", script, StringComparison.Ordinal));
            Assert.All(table.CheckConstraints, check => Assert.Contains(Quoted(check.Name!), script, StringComparison.Ordinal));
            Assert.All(table.ForeignKeyConstraints, key => Assert.Contains(Quoted(key.Name), script, StringComparison.Ordinal));
        });
        Assert.All(db.Database.GetMigrations(), migration => Assert.Contains($"'{migration}'", script, StringComparison.Ordinal));

        string Quoted(string name) => provider == DatabaseProvider.SqlServer ? $"[{name}]" : $"\"{name}\"";
    }

    [Theory]
    [InlineData("Sqlite", "CREATE TABLE \"Opportunities\"")]
    [InlineData("sqlserver", "CREATE TABLE [HangFire].[JobQueue]")]
    [InlineData("sqlserver", "DROP TABLE IF EXISTS [QRTZ_TRIGGERS];")]
    [InlineData("PostgreSql", "CREATE TABLE IF NOT EXISTS \"jobqueue\"")]
    [InlineData("PostgreSql", "DROP TABLE IF EXISTS qrtz_triggers;")]
    public async Task TheProgramWritesTheScript(string provider, string contains)
    {
        var (exitCode, output, error) = await Product.RunAsync(Path.GetTempPath(), "Production", "database", "script", provider);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains(contains, output, StringComparison.Ordinal);
    }

    [PostgreSqlFact]
    public async Task TheScriptOfPostgreSqlCanBeRunTwiceAndMakesWhatAStartWouldMake()
    {
        await using var database = TestDatabase.Missing(DatabaseProvider.PostgreSql);
        await using var host = DomainHost.StartOn(database, keep: true);
        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            await db.Database.EnsureCreatedAsync();
            await db.Database.ExecuteSqlRawAsync("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
            for (var i = 0; i < 2; i++)
            {
                await db.Database.ExecuteSqlRawAsync(DatabaseSetup.Script(DatabaseProvider.PostgreSql));
                await SchedulerTables.EnsureAsync(db, CancellationToken.None);
            }

            Assert.Empty(await db.Database.GetPendingMigrationsAsync());
            await DatabaseSetup.PrepareAsync(db, CancellationToken.None);
            Assert.Equal(2, await db.Set<NumberSeries>().CountAsync());
        });
    }
}
