using System.Globalization;
using ChatOpportunities.Domain.Data;
using Microsoft.Data.Sqlite;

namespace ChatOpportunities.Bench;

/// <summary>The product in a folder of its own, with the demo company made as large as wanted.</summary>
internal static class Company
{
    public const int People = 200;

    private static readonly string Root = FindRoot();

    private static readonly Lazy<Task<string>> Published = new(async () =>
    {
        var output = FolderOf("artifacts", "bench", "published");
        await PublishAsync(FolderOf(), output);
        return output;
    });

    /// <summary>
    /// Folder with a database of so many opportunities; made once and kept between runs under artifacts/. With a share of open
    /// ones, that percentage is in progress, the others were closed over the last five years, and all have their whole history;
    /// without, they are as in the demo company (78 % in progress), each with its present state only.
    /// </summary>
    /// <param name="opportunities">How many.</param>
    /// <param name="openPercent">How many of a hundred are in progress.</param>
    /// <param name="build">The build that makes the tables; left out: this one.</param>
    public static async Task<string> FolderAsync(int opportunities, int? openPercent = null, string? build = null)
    {
        var name = opportunities.ToString(CultureInfo.InvariantCulture)
            + (openPercent is { } share ? "-open" + share.ToString(CultureInfo.InvariantCulture) : "")
            + (build is null ? "" : "-other");
        var folder = Path.Combine(Root, "artifacts", "bench", name);
        var file = Path.Combine(folder, "data", "opportunities.db");
        var done = Path.Combine(folder, "made");
        // Made anew for another build: it may have other tables.
        var by = await SchemaOfAsync(build ?? FolderOf("bot", "bin", "Release", "net10.0"));
        if (File.Exists(done) && await File.ReadAllTextAsync(done) == by)
        {
            return folder;
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        await using (await (build is null ? StartAsync(folder) : StartAsync(build, folder, [])))
        {
            // The first start makes the demo company.
        }

        var watch = System.Diagnostics.Stopwatch.StartNew();
        Enlarge(file, opportunities, openPercent);
        await File.WriteAllTextAsync(done, by);
        Console.WriteLine($"{name}: {opportunities:N0} opportunities made in {watch.Elapsed.TotalSeconds:F0} s.");
        return folder;
    }

    /// <summary>This build as it is shipped; published once per run.</summary>
    public static Task<string> PublishedAsync() => Published.Value;

    /// <summary>The folder with the program of another build: that folder itself, or a checkout, which is published.</summary>
    public static async Task<string> BuildOfAsync(string path)
    {
        if (File.Exists(Path.Combine(path, "ChatOpportunities.Bot.dll")))
        {
            return path;
        }

        var output = FolderOf("artifacts", "bench", "published-other");
        await PublishAsync(path, output);
        return output;
    }

    private static async Task PublishAsync(string checkout, string output)
    {
        if (Directory.Exists(output))
        {
            Directory.Delete(output, recursive: true);
        }

        await Programs.RunAsync(
            "dotnet",
            ["publish", "bot", "-c", "Release", "-v", "quiet", "-p:RunAnalyzers=false", "-o", output],
            checkout,
            CancellationToken.None);
    }

    /// <summary>Names the tables of a build: the last migration that its program holds, as <c>database script</c> tells it.</summary>
    private static async Task<string> SchemaOfAsync(string build)
    {
        var domain = await File.ReadAllBytesAsync(Path.Combine(build, "ChatOpportunities.Domain.dll"));
        using var image = new System.Reflection.PortableExecutable.PEReader(new MemoryStream(domain));
        var metadata = System.Reflection.Metadata.PEReaderExtensions.GetMetadataReader(image);
        var migrations = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
            .Where(t => metadata.GetString(t.Namespace).EndsWith(".Migrations.Sqlite", StringComparison.Ordinal))
            .Select(t => metadata.GetString(t.Name)).Order(StringComparer.Ordinal);
        return string.Join(' ', migrations);
    }

    /// <summary>Another copy of it, to be changed.</summary>
    public static string Copy(string folder)
    {
        var copy = Directory.CreateTempSubdirectory("bench-").FullName;
        Directory.CreateDirectory(Path.Combine(copy, "data"));
        foreach (var file in Directory.GetFiles(Path.Combine(folder, "data")))
        {
            File.Copy(file, Path.Combine(copy, "data", Path.GetFileName(file)));
        }

        return copy;
    }

    /// <summary>A folder for a program that keeps nothing in it.</summary>
    public static string Empty() => Directory.CreateTempSubdirectory("bench-").FullName;

    public static Task<Served> StartAsync(string folder, params (string Name, string Value)[] settings) =>
        StartAsync(FolderOf("bot", "bin", "Release", "net10.0"), folder, settings);

    /// <summary>The program of another build than this one's.</summary>
    public static Task<Served> StartAsync(string build, string folder, (string Name, string Value)[] settings) => Served.StartAsync(
        "dotnet",
        [Path.Combine(build, "ChatOpportunities.Bot.dll"), "--urls", "http://127.0.0.1:0"],
        folder,
        [
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("DOTNET_ENVIRONMENT", "Development"),
            ("Playground__Launch", "false"),
            // Reminders of the demo company would send while others are measured.
            ("Host__Roles", "bot,portal"),
            ("Logging__LogLevel__Default", "Warning"),
            ("Logging__LogLevel__Microsoft.Hosting.Lifetime", "Information"),
            .. settings,
        ]);

    /// <summary>The n-th of the people who were added, as the chat knows them.</summary>
    public static string EntraObjectId(long person) => string.Create(CultureInfo.InvariantCulture, $"BE000000-0000-4000-8000-{person:D12}");

    /// <summary>Number of the k-th opportunity that was added.</summary>
    public static string No(long k) => string.Create(CultureInfo.InvariantCulture, $"OPP-{100_000 + k}");

    public static SqliteConnection Open(string folder)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "data", "opportunities.db")};Pooling=false");
        connection.Open();
        return connection;
    }

    private static void Enlarge(string file, int opportunities, int? openPercent)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        connection.Open();
        Run("PRAGMA synchronous=OFF");
        Run("PRAGMA cache_size=-400000");
        var contacts = Math.Max(100, opportunities / 20);
        Run($"CREATE TEMP TABLE Numbers AS WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k+1 FROM n WHERE k < {opportunities}) SELECT k FROM n");
        // What is copied: every opportunity that has a history, with its active entry; the open and the closed ones counted apart.
        Run("CREATE TEMP TABLE Templates AS SELECT e.StageId IS NOT NULL AS open, ROW_NUMBER() OVER (PARTITION BY e.StageId IS NOT NULL ORDER BY o.Id) - 1 AS i, "
            + "ROW_NUMBER() OVER (ORDER BY o.Id) - 1 AS any, o.Id AS OpportunityId, e.Id AS EntryId FROM Opportunities o JOIN Entries e ON e.OpportunityId = o.Id AND e.Active");
        Insert(
            "Salespeople", "FROM Salespeople t, Numbers WHERE t.Code = 'ANNA' AND k <= " + People,
            ("Id", "1000 + k"), ("Code", "printf('B%04d', k)"), ("Name", "'Bench ' || k"), ("Email", "'b' || k || '@bench.example'"),
            ("EntraObjectId", "printf('BE000000-0000-4000-8000-%012d', k)"), ("WelcomedAt", "'2026-01-01 00:00:00'"));
        Insert(
            "Contacts", $"FROM Contacts t, Numbers WHERE t.Id = (SELECT MIN(Id) FROM Contacts WHERE Type = 0) AND k <= {contacts}",
            ("Id", "100000 + k"), ("No", "'CT-' || (100000 + k)"), ("Name", "'Customer ' || k"),
            ("Search", "'CT-' || (100000 + k) || ' CUSTOMER ' || k"), ("SalespersonId", $"1001 + k % {People}"));
        var from = openPercent is null
            ? "FROM Numbers JOIN Templates m ON m.any = k % (SELECT COUNT(*) FROM Templates) "
            : string.Create(
                CultureInfo.InvariantCulture,
                $"FROM Numbers JOIN Templates m ON m.open = (k * 37 % 100 < {openPercent}) AND m.i = k % (SELECT COUNT(*) FROM Templates c WHERE c.open = m.open) ");
        // Those that are closed were closed over five years; those that are open came to their stage within the last 60 days.
        const string Shift = "'-' || CASE WHEN m.open THEN k % 60 ELSE k % 1825 END || ' days'";
        Insert(
            "Opportunities", from + "JOIN Opportunities t ON t.Id = m.OpportunityId",
            ("Id", "1000000 + k"), ("No", "'OPP-' || (100000 + k)"), ("Description", "'Bench opportunity ' || k"),
            ("Search", "'OPP-' || (100000 + k) || ' BENCH OPPORTUNITY ' || k"),
            ("SalespersonId", $"1001 + k % {People}"), ("ContactId", $"100001 + k % {contacts}"),
            ("ClosedOn", openPercent is null ? "t.ClosedOn" : $"date(t.ClosedOn, {Shift})"));
        Insert(
            "Entries",
            from + (openPercent is null ? "JOIN Entries t ON t.Id = m.EntryId" : "JOIN Entries t ON t.OpportunityId = m.OpportunityId"),
            ("Id", openPercent is null ? "1000000 + k" : "1000000 + k * 1000 + t.Id"), ("OpportunityId", "1000000 + k"),
            ("SalespersonId", $"1001 + k % {People}"), ("ContactId", $"100001 + k % {contacts}"),
            ("EstimatedCloseDate", "date('now', (k % 400 - 40) || ' days')"),
            ("StageEnteredOn", openPercent is null ? "date('now', '-' || (k % 60) || ' days')" : $"date(t.StageEnteredOn, {Shift})"),
            ("DateOfChange", openPercent is null ? "date('now', '-' || (k % 60) || ' days')" : $"date(t.DateOfChange, {Shift})"));
        using (var has = connection.CreateCommand())
        {
            // Another build may have no such table.
            has.CommandText = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'StageStays'";
            if ((long)has.ExecuteScalar()! > 0)
            {
                using var design = DesignTimeContexts.Create(DatabaseProvider.Sqlite);
                Run(string.Format(CultureInfo.InvariantCulture, StayFilling.Statement(design), 1_000_000, long.MaxValue));
            }
        }

        Run("UPDATE NumberSeries SET LastNumber = LastNumber + 100000000 WHERE Code = 'opportunity'");
        Run("PRAGMA wal_checkpoint(TRUNCATE)");

        void Run(string sql)
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Written here.
            command.CommandText = sql;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }

        // Copies rows with every column there is, some of them changed.
        void Insert(string table, string from, params (string Column, string Expression)[] changed)
        {
            List<string> columns = [];
            using (var command = connection.CreateCommand())
            {
                command.CommandText = "SELECT name FROM pragma_table_info($table)";
                command.Parameters.AddWithValue("$table", table);
                using var reader = command.ExecuteReader();
                while (reader.Read())
                {
                    columns.Add(reader.GetString(0));
                }
            }

            var expressions = columns.Select(c => changed.FirstOrDefault(x => x.Column == c).Expression ?? $"t.\"{c}\"");
            var names = string.Join(", ", columns.Select(c => $"\"{c}\""));
            Run($"INSERT INTO \"{table}\" ({names}) SELECT {string.Join(", ", expressions)} {from}");
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ChatOpportunities.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("Runs inside the folder of ChatOpportunities.sln.");
        }

        return folder.FullName;
    }

    public static string FolderOf(params string[] parts) => Path.Combine([Root, .. parts]);
}
