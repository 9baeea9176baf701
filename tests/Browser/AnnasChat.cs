namespace ChatOpportunities.Tests.Browser;

/// <summary>The product with the demo company, and Anna Keller's chat with the bot open.</summary>
public sealed class AnnasChat(Chromium chromium) : IAsyncLifetime, IAsyncDisposable
{
    internal ProductProcess Product { get; } = new();

    internal PlaygroundPage Page { get; private set; } = null!;

    internal ChatCard Welcome { get; private set; } = null!;

    internal ChatCard Reminder { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await Product.StartAsync();
        Page = await PlaygroundPage.OpenAsync(chromium, Product);
        Welcome = await Page.WaitForCardAsync("Welcome, Anna Keller");
        await Welcome.ScreenshotAsync("welcome");
        Reminder = await Page.WaitForCardAsync("working days on Presentation");
        await Reminder.ScreenshotAsync("reminder");
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        if (Page is not null)
        {
            await Page.CloseAsync();
        }

        await Product.DisposeAsync();
    }
}
