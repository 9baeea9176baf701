using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Bot.Understanding.Talk;
using ChatOpportunities.Domain;
using ChatOpportunities.Tests.Support;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Understanding;

/// <summary>The words that are understood.</summary>
public sealed partial class CommandTests
{
    [Theory]
    [InlineData("help", "Help", "")]
    [InlineData("HELP!", "Help", "")]
    [InlineData("Aide", "Help", "")]
    [InlineData("?", "Help", "")]
    [InlineData("Hi!", "Hi", "")]
    [InlineData("bonjour", "Hi", "")]
    [InlineData("new", "New", "")]
    [InlineData("/new Contoso 45k", "New", "Contoso 45k")]
    [InlineData("new:Contoso 45k", "New", "Contoso 45k")]
    [InlineData("New, Contoso 45k", "New", "Contoso 45k")]
    [InlineData("nouvelle opportunité Contoso", "New", "Contoso")]
    [InlineData("nouvelle opportunite Contoso", "New", "Contoso")]
    [InlineData("nouvelle opportunité", "New", "")]
    [InlineData("Créer Contoso", "New", "Contoso")]
    [InlineData("mes opportunités", "Mine", "")]
    [InlineData("MES OPPORTUNITES", "Mine", "")]
    [InlineData("my opportunities", "Mine", "")]
    [InlineData("chercher Contoso", "Find", "Contoso")]
    [InlineData("find:Contoso", "Find", "Contoso")]
    [InlineData("voir 12", "Show", "12")]
    [InlineData("show #12", "Show", "#12")]
    [InlineData("avancer OPP-00012", "Move", "OPP-00012")]
    [InlineData("déplacer 12", "Move", "12")]
    [InlineData("affecter 12 à Ben", "Assign", "12 à Ben")]
    [InlineData("clôturer 12", "Close", "12")]
    [InlineData("gagnée 12", "Won", "12")]
    [InlineData("gagne 12", "Won", "12")]
    [InlineData("perdue 12", "Lost", "12")]
    [InlineData("annuler", "Cancel", "")]
    [InlineData("annuler la dernière action", "Undo", "")]
    [InlineData("Défaire 12", "Undo", "12")]
    [InlineData("revenir en arrière", "Undo", "")]
    [InlineData("take back", "Undo", "")]
    [InlineData("Undo that!", "Undo", "")]
    [InlineData("undoing is hard", "Unknown", "undoing is hard")]
    [InlineData("hi-tech lamps", "Unknown", "hi-tech lamps")]
    [InlineData("newest lamps", "Unknown", "newest lamps")]
    [InlineData("", "Unknown", "")]
    public void AWordIsReadInBothLanguagesAndAnySpelling(string text, string name, string rest)
    {
        var command = TextCommand.Read(text);

        Assert.Equal((name, rest), (command.Name.ToString(), command.Rest));
    }

    [Fact]
    public void TheWordsQuotedInFrenchCanBeTyped()
    {
        var catalogue = XDocument.Parse(Repository.Read("bot/Language/BotTexts.fr.resx")).Root!.Elements("data");
        var buttons = catalogue.Select(d => d.Element("value")!.Value).ToHashSet(StringComparer.Ordinal);
        var quoted = catalogue.SelectMany(d => Quotation().Matches(d.Element("value")!.Value)).Select(m => m.Groups[1].Value)
            .Where(q => !q.StartsWith('{') && !buttons.Contains(q) || TextCommand.Read(q).Name != CommandName.Unknown).ToList();

        Assert.True(quoted.Count > 5);
        var context = new TalkContext(new DateOnly(2026, 3, 2), CultureInfo.GetCultureInfo("fr-FR"), "OPP-", [], 1, []);
        Assert.All(quoted, words => Assert.True(
            TextCommand.Read(words).Name != CommandName.Unknown || TalkReader.Read(words, context) is not null, words));
    }

    [Fact]
    public async Task GivenNonsense_WhenItIsSaid_ThenTheAnswerLeadsOn()
    {
        await using var bot = await BotApplication.StartAsync();

        Assert.Contains("Hello Anna Keller.", (await bot.SayAsync(Anna, "hi there")).Text, StringComparison.Ordinal);
        Assert.Contains("All I understand", (await bot.SayAsync(Anna, "???")).Buttons);
        foreach (var text in new[] { "!!!", "\u202e\u0000", new string('x', 28_000) })
        {
            Assert.Equal(["New opportunity", "My opportunities", "Help"], (await bot.SayAsync(Anna, text)).Buttons);
        }

        foreach (var text in new[] { "frobnicate", "<b>x</b>", "'; DROP TABLE Salespeople; --" })
        {
            var card = await bot.SayAsync(Anna, text);
            Assert.Contains($"I did not understand “{text}”.", card.Text, StringComparison.Ordinal);
            Assert.Equal([$"Search for “{text}”", "New opportunity from this"], card.Buttons);
        }

        Assert.Contains("Je n’ai pas compris", (await bot.SayAsync(Chloe, "frobnicate")).Text, StringComparison.Ordinal);
        Assert.Equal(40, await bot.CountAsync());
    }

    [Theory]
    [InlineData("show OPP-00001")]
    [InlineData("show opp-1")]
    [InlineData("show 1")]
    [InlineData("show #1")]
    [InlineData("voir OPP 1")]
    [InlineData("OPP-00001")]
    [InlineData("1")]
    [InlineData("/show opp00001")]
    [InlineData("  SHOW   Opp-00001 ")]
    public async Task AnOpportunityIsShownByItsNumberInAnyForm(string text)
    {
        await using var bot = await BotApplication.StartAsync();

        var card = await bot.SayAsync(Anna, text);

        Assert.Contains("Lobby lighting, Contoso", card.Text, StringComparison.Ordinal);
        Assert.Contains("42,000 EUR", card.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GivenManyOpportunities_WhenOnesOwnAreAskedFor_ThenTheyComeInPagesAndNoOthers()
    {
        await using var bot = await BotApplication.StartAsync();

        var first = await bot.SayAsync(Anna, "my opportunities");
        var second = await bot.PressAsync(Anna, first, "Next page");

        var shown = Numbers().Matches(first.Text + second.Text).Select(m => m.Value).Distinct().Order();
        Assert.Equal(Enumerable.Range(1, 8).Select(i => $"OPP-0000{i}"), shown);
        Assert.DoesNotContain("Next page", second.Buttons);
    }

    [Theory]
    [InlineData("find contoso", "Grand ballroom")]
    [InlineData("chercher LOBBY", "Lobby lighting")]
    [InlineData("find OPP-00003", "Ward refit")]
    [InlineData("find Tomas Vega", "Signal boxes")]
    public async Task WhatIsLookedForIsFoundByTitleNumberOrContact(string text, string title)
    {
        await using var bot = await BotApplication.StartAsync();

        Assert.Contains(title, (await bot.SayAsync(Anna, text)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsNotThereIsSaidWithAWayOn()
    {
        await using var bot = await BotApplication.StartAsync();

        foreach (var text in new[]
        {
            "find zzz", "find", "show 99999", "find " + new string('a', 99) + "😀", "show 99999999999999999999", "show 9223372036854775807",
        })
        {
            Assert.Contains("Help", (await bot.SayAsync(Anna, text)).Buttons);
        }
    }

    [Theory]
    [InlineData("Own")]
    [InlineData("Team")]
    public async Task WhatAPersonMayNotSeeIsNotShown(string visibility)
    {
        await using var bot = await BotApplication.StartAsync(("Company:OpportunityVisibility", visibility));

        var shown = await bot.SayAsync(Anna, "show OPP-00011");
        var found = await bot.SayAsync(Anna, "find Conference");

        if (visibility == "Own")
        {
            Assert.Contains("I cannot find that opportunity.", shown.Text, StringComparison.Ordinal);
            Assert.Contains("Nothing found", found.Text, StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains("Conference wing", shown.Text, StringComparison.Ordinal);
            Assert.Equal(["My opportunities"], shown.Buttons);
        }
    }

    [GeneratedRegex("« ([^»]*) »")]
    private static partial Regex Quotation();

    [GeneratedRegex(@"OPP-\d{5}")]
    private static partial Regex Numbers();
}
