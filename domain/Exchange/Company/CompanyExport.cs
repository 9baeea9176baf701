using System.Data;
using System.IO.Compression;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Exchange.Company;

/// <summary>
/// All of the company as one archive: a CSV file for each table, with codes where a database has keys of its own, and a manifest. It is of
/// one moment, also while others work, and equal for equal companies but for the time in the manifest, whatever database they are in.
/// </summary>
public sealed class CompanyExport(OpportunitiesContext db, TimeProvider clock)
{
    private static readonly MethodInfo Reading =
        typeof(CompanyExport).GetMethod(nameof(RowsAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly Dictionary<Type, Dictionary<long, string>> _codes = [];
    private readonly Dictionary<Type, List<long>> _places = [];

    /// <summary>Notes in the log that somebody takes everything; admins only.</summary>
    public Task<Result<AuditEntry>> NoteAsync(Caller caller, CancellationToken cancellationToken) =>
        db.InTransactionAsync<Result<AuditEntry>>(
            async token =>
            {
                ArgumentNullException.ThrowIfNull(caller);
                if (!AccessPolicy.MaySetUp(caller))
                {
                    return Refusals.Forbidden;
                }

                var line = AuditEntry.Of(caller, AuditSubjects.Company, "export", AuditSentences.Exported);
                db.AuditEntries.Add(line);
                await db.SaveChangesAsync(token);
                return line;
            },
            cancellationToken);

    /// <summary>Writes the archive, row by row; the stream need not be able to seek.</summary>
    public async Task<CompanyManifest> WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        await using var alone = Alone();
        await alone.Database.OpenConnectionAsync(cancellationToken);
        await using var moment = await MomentAsync(alone, cancellationToken);
        var schema = SchemaOf(alone);
        await LoadCodesAsync(alone, cancellationToken);
        await using var handed = new HandedOnStream(stream);
        var manifest = await WriteAsync(handed, alone, schema, cancellationToken);
        await handed.FlushAsync(cancellationToken);
        return manifest;
    }

    private async Task<CompanyManifest> WriteAsync(
        Stream stream, OpportunitiesContext alone, string schema, CancellationToken cancellationToken)
    {
        await using var zip = await ZipArchive.CreateAsync(
            stream, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        List<CompanyFile> files = [];
        foreach (var table in CompanyTables.All)
        {
            files.Add(await WriteAsync(zip, alone, table, cancellationToken));
        }

        var manifest = new CompanyManifest(
            CompanyManifest.Current, ProductVersion, schema, clock.GetUtcNow(), files,
            CompanyTables.LeftOut.Select(l => (Name: l.Key.Name, Reason: l.Value))
                .Concat(CompanyTables.LeftOutColumns.Select(l => (Name: l.Key, Reason: l.Value)))
                .Append((Name: "StoredItem, other kinds", Reason: CompanyTables.LeftOutDocuments))
                .OrderBy(l => l.Name, StringComparer.Ordinal).ToDictionary(l => l.Name, l => l.Reason));
        await using var part = await zip.CreateEntry(CompanyManifest.File).OpenAsync(cancellationToken);
        await JsonSerializer.SerializeAsync(part, manifest, CompanyJson.Default.CompanyManifest, cancellationToken);
        return manifest;
    }

    internal static string ProductVersion => typeof(CompanyExport).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>The last migration without its time, which is another for each kind of database.</summary>
    internal static string SchemaOf(OpportunitiesContext db) => db.Database.GetMigrations().Last().Split('_', 2)[^1];

    /// <summary>Documents by kind, name and owner; numbers as they are kept.</summary>
    internal static IQueryable<StoredItem> Documents(OpportunitiesContext db)
    {
        var (first, second, third, fourth) = ("calendar/", "import-mappings/", "planned-calendar/", "views/");
        return db.StoredItems.Where(i => i.ExpiresAt == null && (i.Key.StartsWith(first) || i.Key.StartsWith(second)
            || i.Key.StartsWith(third) || i.Key.StartsWith(fourth)));
    }

    private async Task<CompanyFile> WriteAsync(
        ZipArchive zip, OpportunitiesContext alone, CompanyTable table, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var part = await zip.CreateEntry(table.File, CompressionLevel.Fastest).OpenAsync(cancellationToken);
        var columns = CompanyColumn.Of(alone.Model.FindEntityType(table.Type)!);
        var places = table.Key == CompanyKey.Row ? _places[table.Type] = [] : null;
        var text = new StringBuilder();
        text.AppendJoin(',', columns.Select(c => c.Name)).Append("\r\n");
        var rows = 0;
        await foreach (var row in Rows(alone, table, cancellationToken))
        {
            rows++;
            places?.Add(IdOf(row));
            for (var i = 0; i < columns.Count; i++)
            {
                Add(text.Append(i > 0 ? "," : ""), columns[i].Read(row, KeyOf), columns[i]);
            }

            text.Append("\r\n");
            if (text.Length > 64 * 1024)
            {
                await FlushAsync();
            }
        }

        await FlushAsync();
        return new(table.File, rows, Convert.ToHexStringLower(hash.GetHashAndReset()));

        async Task FlushAsync()
        {
            var bytes = Encoding.UTF8.GetBytes(text.ToString());
            hash.AppendData(bytes);
            await part.WriteAsync(bytes, cancellationToken);
            text.Clear();
        }
    }

    /// <summary>Nothing is blank, text of no characters two marks; what a spreadsheet would reckon stands behind an apostrophe.</summary>
    private static void Add(StringBuilder text, string? value, CompanyColumn column) => text.Append(
        value is null ? "" : value.Length == 0 ? "\"\"" : column.IsText ? Csv.Quoted(Csv.Guarded(value)) : value);

    private string? KeyOf(Type type, long id)
    {
        if (_codes.TryGetValue(type, out var codes))
        {
            return codes.GetValueOrDefault(id);
        }

        var place = _places.TryGetValue(type, out var places) ? places.BinarySearch(id) : -1;
        return place < 0 ? null : CompanyTables.RowKey(place + 1);
    }

    private static long IdOf(object row) => row is Entity entity ? entity.Id : throw new NotSupportedException();

    private async Task LoadCodesAsync(OpportunitiesContext alone, CancellationToken cancellationToken)
    {
        foreach (var table in CompanyTables.All.Where(t => t.Key == CompanyKey.Code))
        {
            var codes = _codes[table.Type] = [];
            await foreach (var (id, code) in CodesAsync(alone, table, cancellationToken))
            {
                codes[id] = code;
            }
        }

        _codes[typeof(SalesCycleStage)] = (await alone.SalesCycles.AsNoTracking().SelectMany(
                c => c.Stages, (c, s) => new { s.Id, c.Code, s.Number }).ToListAsync(cancellationToken))
            .ToDictionary(s => s.Id, s => CompanyTables.StageKey(s.Code, s.Number));
    }

    private static IAsyncEnumerable<(long Id, string Code)> CodesAsync(
        OpportunitiesContext alone, CompanyTable table, CancellationToken cancellationToken) =>
        (IAsyncEnumerable<(long Id, string Code)>)typeof(CompanyExport)
            .GetMethod(nameof(CodesOfAsync), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(table.Type)
            .Invoke(null, [alone, table.Property, cancellationToken])!;

    private static async IAsyncEnumerable<(long Id, string Code)> CodesOfAsync<T>(
        OpportunitiesContext alone, string property, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : Entity
    {
        await foreach (var row in alone.Set<T>().AsNoTracking().Select(e => new { e.Id, Code = EF.Property<string>(e, property) })
            .AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            yield return (row.Id, row.Code);
        }
    }

    private async IAsyncEnumerable<object> Rows(
        OpportunitiesContext alone, CompanyTable table, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (table.Type == typeof(StoredItem))
        {
            var kept = await Documents(alone).AsNoTracking().ToListAsync(cancellationToken);
            foreach (var item in kept.OrderBy(i => i.Key.Split('/', 2)[0], StringComparer.Ordinal)
                .ThenBy(i => i.Key.Split('/', 3)[^1], StringComparer.Ordinal)
                .ThenBy(i => i.OwnerId is { } owner ? KeyOf(typeof(Salesperson), owner) : null, StringComparer.Ordinal))
            {
                yield return item;
            }

            yield break;
        }

        if (table.Type == typeof(NumberSeries))
        {
            foreach (var series in (await alone.Set<NumberSeries>().AsNoTracking().ToListAsync(cancellationToken))
                .OrderBy(s => s.Code, StringComparer.Ordinal))
            {
                yield return series;
            }

            yield break;
        }

        var rows = (IAsyncEnumerable<object>)Reading.MakeGenericMethod(table.Type)
            .Invoke(null, [alone, alone.Model.FindEntityType(table.Type)!.FindPrimaryKey()!.Properties[0].Name, cancellationToken])!;
        await foreach (var row in rows)
        {
            yield return row;
        }
    }

    private static async IAsyncEnumerable<object> RowsAsync<T>(
        OpportunitiesContext alone, string key, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        await foreach (var row in alone.Set<T>().AsNoTracking().OrderBy(e => EF.Property<long>(e, key)).AsAsyncEnumerable()
            .WithCancellation(cancellationToken))
        {
            yield return row;
        }
    }

    /// <summary>A context of its own: what it reads is of one moment, and nobody waits for it.</summary>
    private OpportunitiesContext Alone()
    {
        var connection = db.Database.GetConnectionString()!;
        return db switch
        {
            SqliteContext => new SqliteContext(new DbContextOptionsBuilder<SqliteContext>().UseSqlite(connection).Options),
            PostgreSqlContext => new PostgreSqlContext(
                new DbContextOptionsBuilder<PostgreSqlContext>().UseNpgsql(connection).Options),
            _ => new SqlServerContext(new DbContextOptionsBuilder<SqlServerContext>().UseSqlServer(connection).Options),
        };
    }

    private static async Task<IAsyncDisposable> MomentAsync(OpportunitiesContext alone, CancellationToken cancellationToken)
    {
        if (alone.Database.GetDbConnection() is SqliteConnection sqlite)
        {
            var moment = sqlite.BeginTransaction(deferred: true); // reads, and keeps nobody from writing
            await alone.Database.UseTransactionAsync(moment, cancellationToken);
            return moment;
        }

        return await alone.Database.BeginTransactionAsync(
            alone is PostgreSqlContext ? IsolationLevel.RepeatableRead : IsolationLevel.Serializable, cancellationToken);
    }
}
