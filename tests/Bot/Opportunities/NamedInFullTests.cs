using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Opportunities;

/// <summary>A name that is written out means whoever has it, however many others hold it in theirs.</summary>
public sealed class NamedInFullTests
{
    [Fact]
    public async Task ManyAreHandedOverByNamesThatStandFarDownTheList()
    {
        await using var bot = await BotApplication.StartAsync();
        var many = Enumerable.Range(0, 120).Select(i => ($"A{i}", $"Aaron {i}"));
        await AddAsync(bot, [.. many, ("ZED", "Zed Zimmer"), ("YAN", "Yan Young")]);

        var form = await bot.SayAsync(David, "hand over Zed Zimmer to Yan Young");

        Assert.Equal(("ZED", "YAN"), (form.Value("from"), form.Value("to")));
        Assert.Contains(form.Choices("from"), choice => choice.Contains("Zed Zimmer", StringComparison.Ordinal));
        Assert.Contains(form.Choices("to"), choice => choice.Contains("Yan Young", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhoeverHasItAlreadyIsNotTakenForSomebodyWhoseNameBeginsSo()
    {
        await using var bot = await BotApplication.StartAsync();
        await AddAsync(bot, [("JAN", "Jan"), ("JANA", "Jana Novak")]);
        var jan = await CallerAsync(bot, "JAN");
        var no = (await bot.DoAsync<OpportunityActs, Result<Opportunity>>(
            acts => acts.CreateAsync(new CreateOpportunity("Pool lights", "CT-00001", SalesCycleCode: "NEW"), jan, default))).Done().No;

        var form = await bot.SayAsync(David, $"assign {no} to Jan");

        Assert.Null(form.Value("salesperson"));
        Assert.Contains("Jan has this opportunity already.", form.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AContactIsMeantByItsWholeNameThoughManyOthersHoldIt()
    {
        await using var bot = await BotApplication.StartAsync();
        var anna = await CallerAsync(bot, "ANNA");
        string? no = null;
        foreach (var name in Enumerable.Range(10, 25).Select(i => $"A{i} Werft").Append("Werft"))
        {
            no = (await bot.DoAsync<ContactActs, Result<Contact>>(
                acts => acts.CreateAsync(new ContactForm(ContactType.Company, name), anna, default))).Done().No;
        }

        var meant = await bot.DoAsync<ContactActs, (string? No, IReadOnlyList<ContactRow> Several)>(
            acts => acts.MeantAsync("werft", null, null, default));

        Assert.Equal((no, 0), (meant.No, meant.Several.Count));
    }

    private static Task<int> AddAsync(BotApplication bot, params (string Code, string Name)[] people) => bot.InDatabaseAsync(async db =>
    {
        var team = (await db.Salespeople.SingleAsync(p => p.Code == "ANNA")).TeamId;
        foreach (var (code, name) in people)
        {
            var details = new PersonDetails(name, null, null, Role.Salesperson, team, "en", "Europe/Paris", false);
            db.Salespeople.Add(Salesperson.Create(code, details).Done());
        }

        return await db.SaveChangesAsync();
    });

    private static Task<Caller> CallerAsync(BotApplication bot, string code) => bot.InDatabaseAsync(async db =>
        Caller.For(await db.Salespeople.SingleAsync(p => p.Code == code), ActSource.Portal, bot.Clock.GetUtcNow()));
}
