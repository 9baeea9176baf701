using ChatOpportunities.Bot.Capture;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Capture;

public sealed partial class CaptureTests
{
    [Fact]
    public async Task OfAContactAndANewOneTheOneThatWasChangedIsMeant_AndOfBothNone()
    {
        await using var bot = await BotApplication.StartAsync();
        var form = await bot.SayAsync(Anna, "new Contoso rollout 45k end of June");
        var contoso = form.Value("contact")!;

        var both = await bot.PressAsync(
            Anna, await bot.SayAsync(Anna, "new"), "Save",
            new { title = "Rollout", contact = contoso, newContact = "Fabrikam", value = "5000" });
        Assert.Contains("not both", both.Note("newContact"), StringComparison.Ordinal);
        Assert.Equal(40, await bot.CountAsync());
        form = await bot.PressAsync(Anna, await bot.SayAsync(Anna, "new Contoso rollout 45k end of June"), "Change");
        var wrote = await bot.PressAsync(Anna, form, "Save", new { newContact = "Fabrikam" });
        var unknown = await bot.SayAsync(Anna, "new Refit for Globex Corp 45k end of June");
        Assert.Equal("Globex Corp", unknown.Value("newContact"));
        var chose = await bot.PressAsync(Anna, unknown, "Save", new { contact = contoso });

        Assert.Contains("Saved as OPP-00041.", wrote.Text, StringComparison.Ordinal);
        Assert.Contains("Saved as OPP-00042.", chose.Text, StringComparison.Ordinal);
        Assert.Equal(
            ("Fabrikam", contoso), ((await bot.StoredAsync("OPP-00041")).Contact!.Name, (await bot.StoredAsync("OPP-00042")).Contact!.No));
    }

    [Fact]
    public async Task ContactsAreAskedForWhileTypingAndTheRecentOnesStandInTheCard()
    {
        await using var bot = await BotApplication.StartAsync();
        var few = await bot.SayAsync(Anna, "new");
        Assert.DoesNotContain("choices.data", few.Json.GetRawText(), StringComparison.Ordinal); // the list holds them all
        await bot.PressAsync(Anna, few, "Cancel");
        await bot.InDatabaseAsync(db =>
        {
            for (var i = 1; i <= CaptureCard.MostChoices; i++)
            {
                db.Contacts.Add(Contact.Create($"CT-9{i}", ContactType.Company, $"Zz company {i}", null, null, null, null).Done());
            }

            return db.SaveChangesAsync();
        });

        var form = await bot.SayAsync(Anna, "new");

        var contact = form.Json.GetProperty("body").EnumerateArray()
            .Single(e => e.TryGetProperty("id", out var id) && id.GetString() == "contact");
        Assert.Equal(
            ("Data.Query", "contacts"),
            (contact.GetProperty("choices.data").GetProperty("type").GetString(), contact.GetProperty("choices.data").GetProperty("dataset")
                .GetString()));
        Assert.Equal(CaptureCard.MostChoices, form.Choices("contact").Count);
        Assert.Equal("Marc Dubois (Fabrikam Clinics)", form.Choices("contact")[0]);
    }

    [Fact]
    public async Task GivenTwoContactsOfAName_WhenOneIsNamed_ThenBothAreOfferedAndNoneIsMade()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.InDatabaseAsync(async db =>
        {
            db.Contacts.Add(Contact.Create("CT-90001", ContactType.Company, "Zephyr 1", null, null, null, null).Done());
            db.Contacts.Add(Contact.Create("CT-90002", ContactType.Company, "Zephyr 2", null, null, null, null).Done());
            return await db.SaveChangesAsync();
        });

        var form = await bot.SayAsync(Anna, "new Rollout for Zephyr 40k");

        Assert.NotNull(form.Note("contact"));
        Assert.Null(form.Value("newContact"));
        Assert.Equal(["Zephyr 1", "Zephyr 2"], form.Choices("contact").Take(2));
    }

    [Fact]
    public async Task GivenAContactNobodyKnows_WhenItIsTyped_ThenItIsAnnouncedAndMadeWithTheOpportunity()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "new");
        await bot.SayAsync(Anna, "Corridor lamps");

        var contact = await bot.SayAsync(Anna, "Globex");
        await bot.PressAsync(Anna, contact, "Save", new { value = "100" });

        Assert.Equal("Globex", contact.Value("newContact"));
        Assert.NotNull(contact.Note("newContact"));
        Assert.Equal("Globex", (await bot.StoredAsync("OPP-00041")).Contact!.Name);
    }
}
