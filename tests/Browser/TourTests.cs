namespace ChatOpportunities.Tests.Browser;

/// <summary>What a salesperson does in a day, through the Playground's own interface.</summary>
[Collection(BrowserTests.Name)]
public sealed class TourTests(AnnasChat chat) : IClassFixture<AnnasChat>
{
    private PlaygroundPage Page => chat.Page;

    [Fact]
    public async Task GivenAFirstVisit_ThenTheBotWelcomesAndSaysWhatItDoes()
    {
        await chat.Welcome.ShowsAsync("I keep your sales opportunities here in the chat");
        await chat.Welcome.OffersAsync("New opportunity");
        Assert.Equal(1, await Page.CountCardsAsync("Welcome, Anna Keller"));
        Assert.True(chat.Welcome.Place < chat.Reminder.Place, "The first word to a person is the welcome.");
    }

    [Fact]
    public async Task WhenANewOneIsSavedByForm_ThenTheFormBecomesItsCard()
    {
        var card = await Page.SayAsync("new", "New opportunity");
        await card.FillAsync("Title", "Atrium pendants");
        await card.ChooseAsync("Contact", "Fabrikam Clinics");
        await card.FillAsync("Estimated value", "18000");
        await card.ScreenshotAsync("new-by-form");

        await card.PressAsync("Save");

        await card.ShowsAsync("Saved as OPP-");
        await card.ShowsAsync("Stage 1 of 5: Initial");
        await card.ShowsAsync("18,000 EUR");
        await card.ScreenshotAsync("saved");
    }

    [Fact]
    public async Task WhenANewOneIsSaidInOneLine_ThenItIsOneSentenceAndOnePressSaves()
    {
        var card = await Page.SayAsync("new Contoso Hotels pool lights 45k in 10 weeks, Anna", "New opportunity");
        await card.ShowsAsync("Contoso Hotels pool lights · 45,000 EUR · closes ");
        await card.ShowsAsync("Proposed: ");
        await card.OffersAsync("Change");
        await card.ScreenshotAsync("one-line");
        var changed = await Page.SayAsync("no, 46k", "46,000 EUR");
        await changed.ScreenshotAsync("one-line-changed");
        await changed.PressAsync("Change");
        await changed.HoldsAsync("Title", "Contoso Hotels pool lights");
        await changed.HoldsAsync("Contact", "Contoso Hotels");
        await changed.HoldsAsync("Estimated value", "46000");
        await changed.HoldsAsync("Salesperson", "Anna Keller");
        await changed.ScreenshotAsync("one-line-whole");
        await changed.FillAsync("Estimated value", "45000");
        card = changed;

        await card.PressAsync("Save");

        await card.ShowsAsync("Saved as OPP-");
        await card.ShowsAsync("45,000 EUR");
    }

    [Fact]
    public async Task WhenOneIsAssigned_ThenItsCardNamesTheNewOwner()
    {
        var card = await NewAsync("new Tailspin Rail ticket hall 12k");
        await card.PressAsync("Assign");
        await card.ChooseAsync("Salesperson", "Ben Okafor");
        await card.ScreenshotAsync("assign");

        await card.PressAsync("Assign");

        await card.ShowsAsync("Ben Okafor has it now");
        await card.OffersNoAsync("Next stage");
        await card.ScreenshotAsync("assigned");
    }

    [Fact]
    public async Task WhenOneIsWalkedToItsEnd_ThenARefusedMoveAsksForWhatIsMissing_AndItIsWonWithAReason()
    {
        var card = await NewAsync("new Litware Labs bench lamps 30k");
        var no = await card.NumberAsync();

        await card.PressAsync("Next stage");
        await card.ShowsAsync("Moved to Qualification.");
        await card.ScreenshotAsync("moved");

        await card.PressAsync("Next stage");
        await card.ShowsAsync("Something is missing before it can move.");
        await card.ScreenshotAsync("move-refused");
        await card.PressAsync("Save and move");
        await card.ShowsAsync("Missing:");
        await card.FillAsync("Number of the quote", "Q-2041");
        await card.PressAsync("Save and move");
        await card.ShowsAsync("Moved to Presentation.");
        await card.UnfoldAsync("Details");
        await card.ShowsAsync("Q-2041 over 30,000 EUR");
        await card.ScreenshotAsync("moved-with-quote");

        await card.PressAsync("Next stage");
        await card.ShowsAsync("Moved to Proposal.");

        await card.PressAsync("More");
        await card.ScreenshotAsync("more");
        await card.PressAsync("Close…");
        await card.PressAsync("Close as won");
        await card.ChooseAsync("Reason", "Good advice");
        await card.ScreenshotAsync("close-as-won");
        await card.PressAsync("Close as won");
        await card.ShowsAsync("Won");
        await card.ShowsAsync("Good advice");
        await card.ShowsAsync("30,000 EUR");
        await card.OffersNoAsync("Next stage");
        await card.ScreenshotAsync("won");

        var shown = await Page.SayAsync("show " + no, "Good advice");
        await shown.OffersNoAsync("Close as won");
    }

    [Fact]
    public async Task GivenOneThatStandsStill_ThenAReminderSaysWhy_AndIsPutOffFromItsCard()
    {
        await chat.Reminder.ShowsAsync("Lobby lighting");
        await chat.Reminder.ShowsAsync("working days on Presentation; your limit is 10");
        Assert.Equal(1, await Page.CountCardsAsync("working days on Presentation"));

        await chat.Reminder.PressAsync("Remind me later");
        await chat.Reminder.PickLastAsync();
        await chat.Reminder.ScreenshotAsync("remind-me-later");
        await chat.Reminder.PressAsync("Remind me later");

        await chat.Reminder.ShowsAsync("I will remind you on");
        await chat.Reminder.OffersNoAsync("Remind me later");
        await chat.Reminder.ScreenshotAsync("reminder-put-off");

        await chat.Reminder.PressAsync("Open OPP-00001");
        await chat.Reminder.OffersAsync("Next stage");
    }

    [Fact]
    public async Task WhenMineAreAskedFor_ThenTheyAreListed_AndOneOpensInPlace()
    {
        var card = await Page.SayAsync("my opportunities", "what needs attention comes first");
        await card.ScreenshotAsync("my-opportunities");

        var help = await Page.SayAsync("help", "What you can say to me");
        await help.ScreenshotAsync("help");
    }

    private async Task<ChatCard> NewAsync(string line)
    {
        var card = await Page.SayAsync(line, "New opportunity");
        await card.PressAsync("Save");
        await card.ShowsAsync("Saved as OPP-");
        return card;
    }
}
