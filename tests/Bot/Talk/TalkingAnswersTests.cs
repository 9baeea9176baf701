using ChatOpportunities.Domain.Language;
using ChatOpportunities.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Talk;

/// <summary>What people say is answered as <c>docs/talking.md</c> has it: each row through the door, on the demo company as it was.</summary>
public sealed class TalkingAnswersTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EverySentenceOfTheDocumentIsAnsweredWithWhatItSays(bool isFrench)
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.InDatabaseAsync(db => db.Salespeople.ExecuteUpdateAsync(set => set.SetProperty(p => p.Language, isFrench ? "fr" : "en")));
        await using var before = await CopyAsync(bot);
        var rows = TalkingRow.Read().Where(r => r.IsFrench == isFrench).ToList();
        List<string> missed = [];
        foreach (var row in rows)
        {
            var person = (row.IsManagers ? David : Anna) with { Locale = isFrench ? "fr-FR" : "en-GB" };
            foreach (var said in row.After)
            {
                await bot.SayAsync(person, said);
            }

            var answer = await bot.SayAsync(person, row.Say);
            if (!Plain($"{answer.Text} {string.Join(' ', answer.InputIds.Select(answer.Value))}").Contains(Plain(row.Comes), StringComparison.Ordinal))
            {
                missed.Add($"[{string.Join(" / ", row.After)}] {row.Say}\n  {row.Means}\n  without “{row.Comes}”: {answer.Text.Replace('\n', '|')}");
            }

            Assert.Empty(bot.Failures);
            await RestoreAsync(bot, before);
        }

        Assert.True(missed.Count == 0, $"{missed.Count} of {rows.Count}:\n{string.Join('\n', missed)}");
    }

    /// <summary>Capitals, accents and the kinds of blanks do not count.</summary>
    private static string Plain(string text) => SearchText.Fold(text).Replace('\u202f', ' ').Replace('\u00a0', ' ');

    private static async Task<SqliteConnection> CopyAsync(BotApplication bot)
    {
        var copy = new SqliteConnection("Data Source=:memory:");
        await copy.OpenAsync();
        await using var live = new SqliteConnection($"Data Source={bot.DatabaseFile}");
        await live.OpenAsync();
        live.BackupDatabase(copy);
        return copy;
    }

    private static async Task RestoreAsync(BotApplication bot, SqliteConnection copy)
    {
        await bot.Outbox.IdleAsync();
        await using var live = new SqliteConnection($"Data Source={bot.DatabaseFile}");
        await live.OpenAsync();
        copy.BackupDatabase(live);
    }
}
