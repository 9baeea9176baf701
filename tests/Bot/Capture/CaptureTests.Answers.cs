using ChatOpportunities.Tests.Support;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Capture;

public sealed partial class CaptureTests
{
    [Fact]
    public async Task GivenAnOpenForm_WhenAnswersAreTyped_ThenTheyFillWhatIsAskedForOneAfterTheOther()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "new");

        var title = await bot.SayAsync(Anna, "Corridor lamps");
        var contact = await bot.SayAsync(Anna, "Fabrikam Clinics");
        await bot.SayAsync(Anna, "help");
        var nonsense = await bot.SayAsync(Anna, "a lot");
        var value = await bot.SayAsync(Anna, "12k");

        Assert.Equal("Corridor lamps", title.Value("title"));
        Assert.Equal("CT-00002", contact.Value("contact"));
        Assert.NotNull(nonsense.Note("value"));
        Assert.Equal("12000", value.Value("value"));
        Assert.Contains("Saved as OPP-00041.", (await bot.PressAsync(Anna, value, "Save")).Text, StringComparison.Ordinal);
        Assert.Equal("Corridor lamps", (await bot.StoredAsync("OPP-00041")).Description);
    }

    [Theory]
    [InlineData("Move to cloud")]
    [InlineData("Next generation network")]
    [InlineData("Close the gap in Lyon")]
    [InlineData("Lost property office")]
    [InlineData("Assign desks in Lyon")]
    [InlineData("Move 3 servers")]
    [InlineData("Help desk renewal")]
    [InlineData("Voir plus loin")]
    public async Task GivenAnOpenForm_WhenAnAnswerBeginsLikeACommand_ThenItIsAnAnswer(string answer)
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "new");

        Assert.Equal(answer, (await bot.SayAsync(Anna, answer)).Value("title"));
    }

    [Theory]
    [InlineData("help", "What you can say to me")]
    [InlineData("my opportunities", "My open opportunities")]
    [InlineData("my opportunities stale", "Needs attention")]
    [InlineData("tasks", "My tasks")]
    [InlineData("settings", "My settings")]
    [InlineData("find Contoso", "Found for")]
    [InlineData("show OPP-00001", "Lobby lighting")]
    [InlineData("show 1", "Lobby lighting")]
    [InlineData("/move opp-1 now", "Lobby lighting")]
    public async Task GivenAnOpenForm_WhenACommandIsComplete_ThenItIsDoneAndTheFormStays(string command, string shown)
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "new");

        var done = await bot.SayAsync(Anna, command);
        var title = await bot.SayAsync(Anna, "Corridor lamps");

        Assert.Contains(shown, done.Text, StringComparison.Ordinal);
        Assert.Equal("Corridor lamps", title.Value("title"));
    }

    [Fact]
    public async Task GivenAFullForm_WhenMoreIsTyped_ThenItCorrectsTheForm()
    {
        await using var bot = await BotApplication.StartAsync();
        var card = await bot.SayAsync(Anna, "new Corridor lamps for Fabrikam Clinics 12k");

        var corrected = await bot.SayAsync(Anna, "end of June, 70%, urgent");
        var thanks = await bot.SayAsync(Anna, "thank you very much");

        Assert.Contains("12,000 EUR · closes 30 Jun 2026 · you · chances 70% · priority high", corrected.Text, StringComparison.Ordinal);
        Assert.Equal(card.Buttons, corrected.Buttons);
        Assert.Contains("With pleasure.", thanks.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GivenARestart_WhenTheNextAnswerIsTyped_ThenTheFormIsStillThere()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "new Corridor lamps 12k");

        await bot.RestartAsync();
        var form = await bot.SayAsync(Anna, "Fabrikam Clinics");

        Assert.Contains("Corridor lamps · Fabrikam Clinics · 12,000 EUR · you", form.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GivenADayOld_WhenAnAnswerIsTyped_ThenTheFormIsForgotten()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "new Corridor lamps 12k");

        bot.Clock.Advance(TimeSpan.FromHours(25));

        var typed = await bot.SayAsync(Anna, "Fabrikam Clinics");
        Assert.Contains("I did not understand “Fabrikam Clinics”.", typed.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GivenADroppedForm_WhenItsSaveIsPressed_ThenNothingIsSaved(bool byWord)
    {
        await using var bot = await BotApplication.StartAsync();
        var form = await bot.SayAsync(Anna, "new");

        var dropped = byWord ? await bot.SayAsync(Anna, "Cancel") : await bot.PressAsync(Anna, form, "Cancel");
        var saved = await bot.PressAsync(Anna, form, "Save", Rollout);
        var typed = await bot.SayAsync(Anna, "Fabrikam Clinics");

        Assert.All([dropped, saved], card => Assert.Contains("Dropped. Nothing was saved.", card.Text, StringComparison.Ordinal));
        Assert.Contains("I did not understand “Fabrikam Clinics”.", typed.Text, StringComparison.Ordinal);
        Assert.Equal(40, await bot.CountAsync());
        Assert.Contains("nothing to cancel", (await bot.SayAsync(Anna, "cancel")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SomebodyElsesFormIsNotSavedTwiceNorDropped()
    {
        await using var bot = await BotApplication.StartAsync();
        var form = await bot.SayAsync(Anna, "new");
        var (verb, data) = form.Press("Cancel");

        await bot.PressAsync(Ben, verb, data);
        var saved = await bot.PressAsync(Anna, form, "Save", Rollout);

        Assert.Contains("Saved as OPP-00041.", saved.Text, StringComparison.Ordinal);
    }
}
