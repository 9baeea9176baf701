using ChatOpportunities.Domain.Data;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Bot.Hosting;

/// <summary>The operator's commands for moving a company to another database.</summary>
public sealed class CompanyCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("company-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task ACompanyIsExportedAndTakenIntoANewDatabaseOnce()
    {
        await using var database = await TestDatabase.CreateAsync(demo: true, DatabaseProvider.Sqlite);
        var (file, made) = (Path.Combine(_folder, "company.zip"), Path.Combine(_folder, "new", "other.db"));

        var (exported, said, error) = await RunAsync(database.File, "database", "export", file);
        Assert.Equal((0, ""), (exported, error));
        Assert.StartsWith($"Written to {file}: 40 opportunities, ", said, StringComparison.Ordinal);
        Assert.Equal([file], Directory.GetFiles(_folder));

        var (again, _, there) = await RunAsync(database.File, "database", "export", file);
        Assert.Equal((1, $"Not done. {file} is there already; name another file."), (again, there.Trim()));

        var (imported, told, wrong) = await RunAsync(made, "database", "import", file);
        Assert.Equal((0, ""), (imported, wrong));
        Assert.StartsWith($"Taken in from {file}: 40 opportunities, ", told, StringComparison.Ordinal);

        var (twice, _, full) = await RunAsync(made, "database", "import", file);
        Assert.Equal(
            (1, "Not done. The database is not empty: a company is taken into a new one only."), (twice, full.Trim()));

        var (check, whole, _) = await RunAsync(made, "database", "check");
        Assert.Equal(0, check);
        Assert.Contains("Nothing is broken.", whole, StringComparison.Ordinal);

        var (none, _, missing) = await RunAsync(made, "database", "import", file + ".none");
        Assert.Equal((1, $"Not done. There is no file {file}.none."), (none, missing.Trim()));
    }

    private Task<(int ExitCode, string Output, string Error)> RunAsync(string file, params string[] command) =>
        Product.RunAsync(_folder, "Production", [.. command, $"--ConnectionStrings:Opportunities=Data Source={file}"]);
}
