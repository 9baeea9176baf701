using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Support;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace ChatOpportunities.Tests.Domain.Data;

/// <summary>What is sent to SQL Server is read by its own parser and held against its limits.</summary>
public sealed partial class TransactSqlTests
{
    // SQL Server 2016 and later; see "Maximum capacity specifications" of its documentation.
    private const int MaxKeyColumns = 32;
    private const int MaxClusteredKeyBytes = 900;
    private const int MaxKeyBytes = 1700;

    [Theory]
    [InlineData("SELECT [Id] FRM [Salespeople]")]
    [InlineData("EXEC(N'CREATE INDEX [IX] ON [Entries] ([Id]) WERE [Active] = 1');")]
    [InlineData("ALTER TABLE Salespeople RENAME TO Gone")]
    [InlineData("SELECT * FROM [Salespeople] LIMIT 3")]
    public void AMistakeIsFound_AlsoInAString(string sql) => Assert.NotEmpty(TransactSql.MistakesIn(sql, TransactSql.QuotedIdentifiers));

    [Fact]
    public void AConditionInQuotesIsReadByWhatTheTextHasSetBefore()
    {
        const string Index = "EXEC(N'CREATE INDEX [IX] ON [Entries] ([Id]) WHERE \"Active\" = 1');";

        Assert.NotEmpty(TransactSql.MistakesIn(Index, quotedIdentifiers: false));
        Assert.Empty(TransactSql.MistakesIn("SET QUOTED_IDENTIFIER ON;\nGO\n" + Index, quotedIdentifiers: false));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task EveryStatementOfTheScriptIsRead_WhateverTheConsoleHasSet(bool quotedIdentifiers)
    {
        var (exitCode, script, error) = await Product.RunAsync(Path.GetTempPath(), "Production", "database", "script", "SqlServer");

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Empty(TransactSql.MistakesIn(script, quotedIdentifiers));
        Assert.True(script.TrimStart('\uFEFF').All(char.IsAscii), "A console reads it in whatever code page it has.");
    }

    [Fact]
    public void TheScriptFirstSetsWhatAConsoleLeavesUnset()
    {
        var statements = TransactSql.StatementsOf(DatabaseSetup.Script(DatabaseProvider.SqlServer), quotedIdentifiers: false);

        var set = statements.TakeWhile(s => s is PredicateSetStatement).Cast<PredicateSetStatement>().ToLookup(s => s.IsOn, s => s.Options);
        Assert.Equal(SetOptions.NumericRoundAbort, Assert.Single(set[false]));
        Assert.Equal(
            [
                SetOptions.QuotedIdentifier, SetOptions.AnsiNulls, SetOptions.AnsiPadding, SetOptions.AnsiWarnings, SetOptions.ArithAbort,
                SetOptions.ConcatNullYieldsNull, SetOptions.XactAbort,
            ],
            set[true]);
        var index = Assert.Single(statements.OfType<CreateIndexStatement>(), i => i.Name.Value == "IX_Entries_ClosedByDay");
        Assert.Equal(QuoteType.DoubleQuote, FirstColumnOf(index.FilterPredicate).QuoteType);
    }

    [Fact]
    public void TheScriptLetsReadersNotWaitForWriters_AsADatabaseThatIsMadeByTheProductDoes()
    {
        var option = TransactSql.StatementsOf(DatabaseSetup.Script(DatabaseProvider.SqlServer), quotedIdentifiers: false)
            .OfType<AlterDatabaseSetStatement>().Select(s => (s.UseCurrent, s.Termination.NoWait, Option: Assert.Single(s.Options)))
            .Single();

        Assert.True(option is { UseCurrent: true, NoWait: true });
        Assert.Equal(DatabaseOptionKind.ReadCommittedSnapshot, option.Option.OptionKind);
        Assert.Equal(OptionState.On, Assert.IsType<OnOffDatabaseOption>(option.Option).OptionState);
    }

    [Fact]
    public void TheLockOfTheMigrationsIsRead() => TransactSql.MustRead(DatabaseSetup.SqlServerLock);

    [Fact]
    public async Task ChangesAndDeletionsOfManyRowsAtOnceAreReadToo()
    {
        await using var host = DomainHost.StartOn(await TestDatabase.CreateAsync(demo: false, DatabaseProvider.Sqlite));

        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            await db.WaitingPeople.Where(w => w.Name == "changed here").ExecuteUpdateAsync(w => w.SetProperty(p => p.Name, "changed"));
            await db.WaitingPeople.Where(w => w.Name == "deleted here").ExecuteDeleteAsync();
        });

        Assert.All([("UPDATE", "N'changed here'"), ("DELETE", "N'deleted here'")], asked => Assert.Contains(
            SqlServerTranslation.Translated.Keys,
            sql => sql.StartsWith(asked.Item1, StringComparison.Ordinal) && sql.Contains(asked.Item2, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task EveryKindOfRowIsAddedChangedAndDeletedInWordsThatAreRead()
    {
        await using var model = DesignTimeContexts.Create(DatabaseProvider.SqlServer);
        var kinds = model.Model.GetEntityTypes().Select(t => t.ClrType);
        (EntityState, string)[] changes =
            [(EntityState.Added, "INSERT"), (EntityState.Modified, "UPDATE"), (EntityState.Deleted, "DELETE")];

        foreach (var (kind, (state, word)) in kinds.SelectMany(_ => changes, (kind, change) => (kind, change)))
        {
            var asked = await SqlServerTranslation.AskedByAsync(async db =>
            {
                db.ChangeTracker.AutoDetectChangesEnabled = false;
                Filled(db.Entry(RuntimeHelpers.GetUninitializedObject(kind))).State = state;
                var missed = await Record.ExceptionAsync(() => db.SaveChangesAsync());
                Assert.True(missed is null or DbUpdateConcurrencyException, $"{kind.Name}: {missed}"); // nobody was there to write it
            });

            Assert.True(
                asked.Any(sql => sql.Contains(word, StringComparison.Ordinal)), $"{word} of {kind.Name}: {string.Join('\n', asked)}");
        }
    }

    [Fact]
    public void EveryKeyIsOneThatSqlServerTakes()
    {
        using var db = DesignTimeContexts.Create(DatabaseProvider.SqlServer);
        var tables = db.GetService<IDesignTimeModel>().Model.GetRelationalModel().Tables;

        var wrong = tables.SelectMany(t => t.Indexes.Select(i => (i.Name, i.Columns, Most: MaxKeyBytes))
                .Concat(t.UniqueConstraints.Select(u => (u.Name, u.Columns, Most: u == t.PrimaryKey ? MaxClusteredKeyBytes : MaxKeyBytes)))
                .Select(k => (Key: $"{t.Name}.{k.Name}", k.Columns.Count, Bytes: k.Columns.Sum(c => BytesOf(c.StoreType)), k.Most)))
            .Where(k => k.Count > MaxKeyColumns || k.Bytes > k.Most)
            .Select(k => $"{k.Key}: {k.Count} columns, {k.Bytes} bytes of {k.Most}");

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("nvarchar(850)", 1700)]
    [InlineData("nvarchar(max)", int.MaxValue / 64)]
    [InlineData("decimal(18,2)", 9)]
    [InlineData("decimal(28,10)", 13)]
    [InlineData("varbinary(64)", 64)]
    public void ColumnsAreAsWideAsSqlServerSays(string type, int bytes) => Assert.Equal(bytes, BytesOf(type));

    [Fact]
    public async Task TheBeginningOfANameIsFoundByLikeAlone_WhichKnowsTheOrderOfEveryCollation()
    {
        var asked = await SqlServerTranslation.AskedByAsync(
            db => new ContactsInText(db).BeginningAsync("contoso rollout", CancellationToken.None));

        var query = Assert.Single(asked);
        Assert.Contains("[c].[Search] LIKE @", query, StringComparison.Ordinal);
        Assert.DoesNotContain("[c].[Search] <", query, StringComparison.Ordinal);
        Assert.DoesNotContain("CHARINDEX", query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AfterAConnectionThatCouldNotBeOpenedTheNextOneIsTriedAtOnce()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var callers = 0;
        using var end = new CancellationTokenSource();
        var door = Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                using var caller = await server.AcceptSocketAsync(end.Token); // and hangs up
                Interlocked.Increment(ref callers);
            }
        });
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddDomain(new DatabaseOptions
        {
            Provider = DatabaseProvider.SqlServer,
            ConnectionString = $"Server=127.0.0.1,{((IPEndPoint)server.LocalEndpoint).Port};"
                + "Initial Catalog=o;User ID=u;Password=p;Encrypt=false;ConnectRetryCount=0",
        });
        await using var provider = services.BuildServiceProvider();

        var first = await CallersAsync();
        var second = await CallersAsync();

        Assert.True(second > first, $"{first} callers at first, {second} afterwards.");
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => door);

        async Task<int> CallersAsync()
        {
            await using var scope = provider.CreateAsyncScope();
            var database = scope.ServiceProvider.GetRequiredService<OpportunitiesContext>().Database;
            await Assert.ThrowsAnyAsync<SqlException>(() => database.OpenConnectionAsync());
            return Volatile.Read(ref callers);
        }
    }

    /// <summary>How much of a key a column may take, in bytes; more than any key has where it cannot be one.</summary>
    private static int BytesOf(string type)
    {
        var (name, length) =
            StoreType().Match(type) is { Success: true } match ? (match.Groups["name"].Value, match.Groups["length"].Value) : (type, "");
        var number = int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : (int?)null;
        return (name, number) switch
        {
            ("nvarchar" or "nchar", { } characters) => 2 * characters,
            ("varchar" or "char" or "varbinary" or "binary", { } bytes) => bytes,
            ("nvarchar" or "varchar" or "varbinary", null) => int.MaxValue / 64,
            ("decimal", { } digits) => digits switch { <= 9 => 5, <= 19 => 9, <= 28 => 13, _ => 17 },
            ("bit" or "tinyint", _) => 1,
            ("smallint", _) => 2,
            ("int", _) => 4,
            ("bigint" or "float" or "datetime2", _) => 8,
            ("date", _) => 3,
            ("time", _) => 5,
            ("datetimeoffset", _) => 10,
            ("uniqueidentifier", _) => 16,
            _ => throw new NotSupportedException($"How wide is {type}?"),
        };
    }

    private static Identifier FirstColumnOf(TSqlFragment predicate)
    {
        var first = new FirstColumn();
        predicate.Accept(first);
        return first.Name!;
    }

    /// <summary>With something in every column.</summary>
    private static EntityEntry Filled(EntityEntry entry)
    {
        foreach (var property in entry.Properties.Where(p => p.CurrentValue is null && !p.Metadata.IsNullable))
        {
            var type = property.Metadata.ClrType;
            property.CurrentValue = type == typeof(string) ? "x"
                : type.IsArray ? Array.CreateInstance(type.GetElementType()!, 1)
                : type.IsInterface ? Array.CreateInstance(type.GetGenericArguments()[0], 1)
                : Activator.CreateInstance(type);
        }

        foreach (var key in entry.Properties.Where(p => p.Metadata.IsPrimaryKey() && p.Metadata.ClrType == typeof(long)))
        {
            key.CurrentValue = 1L;
        }

        return entry;
    }

    [GeneratedRegex(@"^(?<name>\w+)\((?<length>\w+)(,\d+)?\)$")]
    private static partial Regex StoreType();

    private sealed class FirstColumn : TSqlFragmentVisitor
    {
        public Identifier? Name { get; private set; }

        public override void Visit(ColumnReferenceExpression node) => Name ??= node.MultiPartIdentifier.Identifiers[^1];
    }
}
