using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;

namespace ChatOpportunities.Bot.Hosting;

/// <summary>The program as an operator's tool: does one thing to the database, says what it did, and ends.</summary>
internal static class DatabaseCommand
{
    private const string Usage = """
        database backup <file>       copies the SQLite database, also while the product runs
        database restore <file>      puts a backup in its place; the product must not run
        database script <provider>   writes the script that makes or updates the tables: Sqlite, SqlServer or PostgreSql
        Settings may follow, such as --ConnectionStrings:Opportunities="Data Source=data/opportunities.db".
        """;

    public static bool IsMeant(string[] args) => args is ["database", ..];

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [_, "backup" or "restore" or "script", { Length: > 0 } subject, .. var settings]
            || subject.StartsWith("--", StringComparison.Ordinal))
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        try
        {
            await Console.Out.WriteLineAsync(await DoAsync(args[1], subject, settings));
            return 0;
        }
        catch (Exception wrong) when (wrong is DatabaseException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync("Not done. " + wrong.Message);
            return 1;
        }
    }

    private static async Task<string> DoAsync(string act, string subject, string[] settings)
    {
        if (act == "script")
        {
            return Script(subject);
        }

        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = settings, ContentRootPath = AppContext.BaseDirectory });
        var services = new ServiceCollection();
        services.AddDomain(HostSettings.Database(builder.Configuration));
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<OpportunitiesContext>();
        if (act == "backup")
        {
            var copied = await SqliteFile.BackupAsync(db, subject, CancellationToken.None);
            return $"Backed up to {Path.GetFullPath(subject)}: {copied} opportunities.";
        }

        var (restored, before) = await SqliteFile.RestoreAsync(db, subject, TimeProvider.System.GetUtcNow(), CancellationToken.None);
        return $"Restored from {Path.GetFullPath(subject)}: {restored} opportunities."
            + (before is null ? "" : $" What was there before is kept as {before}.");
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
