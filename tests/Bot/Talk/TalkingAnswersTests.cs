using System.Globalization;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Talk;

/// <summary>
/// What people say is answered as <c>docs/talking.md</c> has it: each row through the door, on the demo company as it was.
/// </summary>
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
            var seen = $"{answer.Text} {string.Join(' ', answer.InputIds.Select(id => Shown(answer.Value(id), person.Locale)))}";
            var wrong = !Plain(seen).Contains(Plain(row.Comes), StringComparison.Ordinal) ? $"without “{row.Comes}”"
                : row.Means.StartsWith("capture", StringComparison.Ordinal) ? await WrongAsync(bot, person, answer, row.Pairs) : null;
            if (wrong is not null)
            {
                var text = answer.Text.Replace('\n', '|');
                missed.Add(
                    $"[{string.Join(" / ", row.After)}] {row.Say}\n  {row.Means}\n  {wrong}: {text[..Math.Min(300, text.Length)]}");
            }

            Assert.Empty(bot.Failures);
            await RestoreAsync(bot, before);
        }

        Assert.True(missed.Count == 0, $"{missed.Count} of {rows.Count}:\n{string.Join('\n', missed)}");
    }

    /// <summary>What stands in the form of a capture, against what is meant; null when it agrees.</summary>
    private static async Task<string?> WrongAsync(
        BotApplication bot, ChatPerson person, ShownCard answer, IReadOnlyDictionary<string, string> meant)
    {
        var change = answer.Buttons.FirstOrDefault(b => b is "Change" or "Modifier");
        var whole = change is null ? answer : await bot.PressAsync(person, answer, change);
        if (!whole.InputIds.Contains("title"))
        {
            return "no form";
        }

        var names = await bot.InDatabaseAsync(async db => (
            Contact: await db.Contacts.Where(c => c.No == whole.Value("contact")).Select(c => c.Name).SingleOrDefaultAsync(),
            Owner: await db.Salespeople.Where(p => p.Code == whole.Value("salesperson")).Select(p => p.Name).SingleOrDefaultAsync()));
        return meant.Where(pair => pair.Key != "kind").Select(pair => pair.Key switch
        {
            "title" => Differs("title", whole.Value("title"), pair.Value),
            "contact" => Differs("contact", names.Contact, pair.Value),
            "owner" => names.Owner?.StartsWith(pair.Value, StringComparison.Ordinal) == true ? null : $"owner is {names.Owner}",
            "value" => Differs("value", whole.Value("value"), pair.Value),
            "close" => Differs("close", whole.Value("closeDate"), pair.Value),
            "chances" => Differs("chances", whole.Value("chances"), pair.Value),
            "priority" => Differs("priority", whole.Value("priority"), pair.Value),
            "doubt" => pair.Value.Split(',').Select(d => d == "close" ? "closeDate" : d)
                .Where(d => whole.Note(d) is null && answer.Note(d) is null).Select(d => $"{d} is not doubted").FirstOrDefault(),
            _ => $"nobody looks at {pair.Key}",
        }).FirstOrDefault(wrong => wrong is not null);
    }

    private static string? Differs(string name, string? stands, string meant) =>
        Plain(stands ?? "") == Plain(meant) ? null : $"{name} is “{stands}”";

    /// <summary>A figure as its reader would write it.</summary>
    private static string? Shown(string? value, string locale) =>
        decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var figure)
            ? $"{value} {figure.ToString("N0", CultureInfo.GetCultureInfo(locale))}" : value;

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
