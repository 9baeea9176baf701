using System.Globalization;
using System.Text;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;

namespace ChatOpportunities.Bot.Hosting;

/// <summary>The program as an operator's tool: does one thing to the database, says what it did, and ends.</summary>
internal static class DatabaseCommand
{
    private const string Usage = CompanyCommand.Usage + "\n" + PrivacyCommand.Usage + "\n" + """
        database backup <file>       copies the SQLite database, also while the product runs
        database restore <file>      puts a backup in its place; the product must not run
        database check               counts what breaks the rules that always hold of the data; changes nothing
        database script <provider>   writes the script that makes or updates the tables: Sqlite, SqlServer or PostgreSql
        Settings may follow, such as --ConnectionStrings:Opportunities="Data Source=data/opportunities.db".
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        var isCheck = args is [_, "check", ..];
        var isPrivacy = PrivacyCommand.IsMeant(args);
        if (!isCheck && !isPrivacy
            && (args is not [_, "backup" or "restore" or "script" or "export" or "import", { Length: > 0 } subject, ..]
                || subject.StartsWith("--", StringComparison.Ordinal)))
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        try
        {
            var (said, isRight) = isCheck
                ? await InDatabaseAsync(args[2..], CheckAsync)
                : isPrivacy
                ? (await InDatabaseAsync(
                    PrivacyCommand.SettingsOf(args),
                    db => DatabaseSetup.ReadAsync(db, () => PrivacyCommand.DoAsync(args, db), CancellationToken.None)), true)
                : (await DoAsync(args[1], args[2], args[3..]), true);
            await Console.Out.WriteLineAsync(said);
            return isRight ? 0 : 3;
        }
        catch (Exception wrong) when (wrong is DatabaseException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync("Not done. " + wrong.Message);
            return 1;
        }
    }

    /// <summary>A line for each invariant with the number of what breaks it, and the names of some of that; whether all are kept.</summary>
    internal static (string Said, bool IsRight) Told(IReadOnlyList<InvariantCount> counts)
    {
        var broken = counts.Count(c => c.Count > 0);
        var said = new StringBuilder();
        foreach (var (invariant, count, examples) in counts)
        {
            said.Append(CultureInfo.InvariantCulture, $"{count,9}  {invariant.Broken}")
                .AppendLine(count == 0 ? "" : ": " + string.Join(", ", examples) + (count > examples.Count ? ", …" : ""));
        }

        return (said.Append(
            broken == 0
                ? "Nothing is broken."
                : "Not all of it is right: see “Checking the data” in docs/operations.md.").ToString(), broken == 0);
    }

    private static async Task<(string Said, bool IsRight)> CheckAsync(OpportunitiesContext db) =>
        Told(await Invariants.CheckAsync(db, CancellationToken.None));

    private static Task<string> DoAsync(string act, string subject, string[] settings) => act switch
    {
        "script" => Task.FromResult(Script(subject)),
        "export" => InDatabaseAsync(
            settings, db => DatabaseSetup.ReadAsync(db, () => CompanyCommand.ExportAsync(subject, db), CancellationToken.None)),
        "import" => InDatabaseAsync(settings, db => CompanyCommand.ImportAsync(subject, db)),
        "backup" => InDatabaseAsync(settings, async db =>
        {
            var copied = await SqliteFile.BackupAsync(db, subject, CancellationToken.None);
            return $"Backed up to {Path.GetFullPath(subject)}: {copied} opportunities.";
        }),
        _ => InDatabaseAsync(settings, async db =>
        {
            var (restored, before) = await SqliteFile.RestoreAsync(db, subject, TimeProvider.System.GetUtcNow(), CancellationToken.None);
            return $"Restored from {Path.GetFullPath(subject)}: {restored} opportunities."
                + (before is null ? "" : $" What was there before is kept as {before}.");
        }),
    };

    private static async Task<T> InDatabaseAsync<T>(string[] settings, Func<OpportunitiesContext, Task<T>> work)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = settings, ContentRootPath = AppContext.BaseDirectory });
        var services = new ServiceCollection();
        services.AddDomain(HostSettings.Database(builder.Configuration));
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<OpportunitiesContext>());
    }

    private static string Script(string named) =>
        Enum.TryParse<DatabaseProvider>(named, ignoreCase: true, out var provider) && Enum.IsDefined(provider)
            ? string.Join(
                '\n',
                [DatabaseSetup.Script(provider),
                    .. SchedulerTables.Statements(provider).Select(s => provider == DatabaseProvider.SqlServer ? $"{s}\nGO\n" : s)])
            : throw new InvalidOperationException(
                $"There is no script for '{named}'; there is one for each of {string.Join(", ", Enum.GetNames<DatabaseProvider>())}.");
}
