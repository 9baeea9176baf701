using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Lists;

/// <summary>Lists in the chat: the riskiest first and why, filters, pages in one card.</summary>
public sealed class ListTests
{
    [Fact]
    public async Task OnesOwnListBeginsWithWhatNeedsAttentionAndSaysWhy()
    {
        await using var bot = await BotApplication.StartAsync();

        var list = await bot.SayAsync(Anna, "my opportunities");

        var first = list.Buttons.First(b => b.StartsWith("Open ", StringComparison.Ordinal));
        Assert.Equal("Open OPP-00001", first); // three weeks on a stage of ten working days
        Assert.Contains("15 working days on Presentation; the limit is 10.", list.Text, StringComparison.Ordinal);
        Assert.Contains("1 to 5 of 8", list.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("my opportunities")]
    [InlineData("what is overdue?")]
    public async Task ARowHasItsAmountAndItsDayOnTheRight_AndOneCalmMarkForWhatIsLate(string text)
    {
        await using var bot = await BotApplication.StartAsync();

        var list = await bot.SayAsync(Anna, text);

        var row = list.OfType("ColumnSet").First(r => ShownCard.TextsIn(r).Contains("Lobby lighting, Contoso"));
        var right = row.GetProperty("columns")[1].GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["42,000 EUR", "12 Mar 2026"], right.Select(e => e.GetProperty("text").GetString()));
        Assert.All(right, e => Assert.Equal("Right", e.GetProperty("horizontalAlignment").GetString()));
        Assert.Contains("Late\n · 15 working days on Presentation; the limit is 10.", list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Warning", list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Attention", list.Json.GetRawText(), StringComparison.Ordinal); // the colour
    }

    [Fact]
    public async Task GivenMoreThanAListHolds_ThenTheOneThatNeedsAttentionMostStillComesFirst()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.InDatabaseAsync(async db =>
        {
            var (anna, contact) = (await db.Salespeople.SingleAsync(p => p.Code == "ANNA"), await db.Contacts.FirstAsync());
            var cycle = await db.SalesCycles.Include(c => c.Stages).SingleAsync(c => c.Code == "NEW");
            var caller = Caller.For(anna, ActSource.System, bot.Clock.GetUtcNow());
            for (var i = 0; i <= RiskLists.Most; i++)
            {
                var newer = new NewOpportunity("Lights", contact, anna, cycle, caller.Today);
                db.Opportunities.Add(Opportunity.Create($"NEWER-{i}", newer, caller).Done());
            }

            await db.SaveChangesAsync();
            return 0;
        });

        var list = await bot.SayAsync(Anna, "my opportunities");

        Assert.Equal("Open OPP-00001", list.Buttons.First(b => b.StartsWith("Open ", StringComparison.Ordinal)));
        Assert.Contains("Only 200 are listed, the most urgent ones", list.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PagesFollowEachOtherInOneCardAndBack()
    {
        await using var bot = await BotApplication.StartAsync();
        var first = await bot.SayAsync(Anna, "list");

        var second = await bot.PressAsync(Anna, first, "Next page");
        var back = await bot.PressAsync(Anna, second, "Previous page");

        Assert.Contains("6 to 8 of 8", second.Text, StringComparison.Ordinal);
        Assert.Empty(Opened(first).Intersect(Opened(second)));
        Assert.Equal(Opened(first), Opened(back));
        Assert.DoesNotContain("Next page", second.Buttons);
        Assert.Equal(8, Opened(first).Concat(Opened(second)).Count());
    }

    [Theory]
    [InlineData("my opportunities stale", "Needs attention", "OPP-00001", "OPP-00009")]
    [InlineData("my opportunities won", "Won", "OPP-00009", "OPP-00001")]
    [InlineData("my deals lost", "Lost", "OPP-00010", "OPP-00001")]
    [InlineData("list not started", "Not started", "OPP-00006", "OPP-00001")]
    public async Task AFilterIsSaidBehindTheCommand(string said, string filter, string shown, string notShown)
    {
        await using var bot = await BotApplication.StartAsync();

        var list = await bot.SayAsync(Anna, said);

        Assert.Contains(filter, list.Text, StringComparison.Ordinal);
        Assert.Contains("Open " + shown, list.Buttons);
        Assert.DoesNotContain("Open " + notShown, list.Buttons);
    }

    [Fact]
    public async Task AFilterIsChosenInTheCardAndKeptOnTheNextPage()
    {
        await using var bot = await BotApplication.StartAsync();
        var list = await bot.SayAsync(Anna, "mine");

        var all = await bot.PressAsync(Anna, list, "Show these", new { filter = "all" });
        var second = await bot.PressAsync(Anna, all, "Next page");
        var odd = await bot.PressAsync(Anna, list, "Show these", new { filter = "'; drop table" });

        Assert.Contains("of 10", all.Text, StringComparison.Ordinal);
        Assert.Equal("all", second.Value("filter"));
        Assert.Contains("My open opportunities", odd.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InFrenchEverythingIsFrench()
    {
        await using var bot = await BotApplication.StartAsync();

        var list = await bot.SayAsync(Chloe, "mes opportunités en retard");

        Assert.Contains("Mes opportunités : À traiter", list.Text, StringComparison.Ordinal);
        Assert.Contains("jours ouvrés à l’étape", list.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASearchFindsByContactTitleAndNumberOnlyWhatMayBeSeen()
    {
        await using var bot = await BotApplication.StartAsync(("Company:OpportunityVisibility", "Own"));

        var byContact = await bot.SayAsync(Anna, "find contoso");
        var byTitle = await bot.SayAsync(Anna, "find floodlights");
        var byNumber = await bot.SayAsync(Anna, "find OPP-00005");
        var others = await bot.SayAsync(Anna, "find Conference wing");

        Assert.Equal(["OPP-00001", "OPP-00002"], Opened(byContact).Order());
        Assert.Equal(["OPP-00005"], Opened(byTitle));
        Assert.Contains("Next stage", byNumber.Buttons);
        Assert.Contains("Nothing found", others.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list.mine", -5L)]
    [InlineData("list.mine", 999_999L)]
    [InlineData("list.find", long.MaxValue)]
    [InlineData("list.tasks", 123_456_789L)]
    public async Task APageThatIsNoneIsBroughtBackIntoTheList(string verb, long from)
    {
        await using var bot = await BotApplication.StartAsync();

        var list = await bot.PressAsync(Anna, verb, new() { ["before"] = from, ["text"] = "contoso" });

        Assert.Contains(" to ", list.Text, StringComparison.Ordinal);
    }

    private static List<string> Opened(ShownCard card) =>
        [.. card.Buttons.Where(b => b.StartsWith("Open ", StringComparison.Ordinal)).Select(b => b[5..])];
}
