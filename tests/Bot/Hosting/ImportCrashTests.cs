using ChatOpportunities.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ChatOpportunities.Tests.Bot.Hosting;

/// <summary>On SQLite the queue is in memory, and gone with its process; what was being taken in is not.</summary>
public sealed class ImportCrashTests
{
    [Theory]
    [InlineData("bot,portal,reminders")]
    [InlineData("portal")]
    public async Task GivenAnImport_WhenTheProductIsKilledAndStartedAgain_ThenItGoesOnByItself_AndEachLineIsTakenInOnce(string roles)
    {
        var folder = Directory.CreateTempSubdirectory("import-");
        string[] settings = [$"--Host:Roles={roles}"];
        ImportOfMany import;
        long atKill;
        await using (var product = Product.Start(folder.FullName, settings))
        {
            await product.ReadyAsync();
            import = await ImportOfMany.BeginAsync(product);
            await Product.UntilAsync(async () => await ImportOfMany.MadeAsync(CountAsync) > 0);
            await product.KillAsync();
            atKill = await ImportOfMany.MadeAsync(CountAsync);
        }

        Assert.InRange(atKill, 1, ImportOfMany.Rows - 1);
        await using var again = await Product.Start(folder.FullName, settings).ReadyAsync();
        await import.FinishesAtAsync(again);

        Assert.Equal(ImportOfMany.Rows, await ImportOfMany.MadeAsync(CountAsync));
        Assert.Equal(
            ImportOfMany.Rows, await CountAsync("""SELECT count(DISTINCT "Name") FROM "Contacts" WHERE "Name" LIKE 'Imported %' """));
        await again.KillAsync();
        await TestDatabase.CheckFileAsync(Path.Combine(folder.FullName, "data", "opportunities.db"));
        folder.Delete(recursive: true);

        async Task<long> CountAsync(string sql)
        {
            var file = Path.Combine(folder.FullName, "data", "opportunities.db");
            await using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
            await connection.OpenAsync();
#pragma warning disable CA2100 // Written here.
            await using var command = new SqliteCommand(sql, connection);
#pragma warning restore CA2100
            return (long)(await command.ExecuteScalarAsync())!;
        }
    }
}
