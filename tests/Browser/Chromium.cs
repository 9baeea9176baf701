using Microsoft.Playwright;

namespace ChatOpportunities.Tests.Browser;

/// <summary>One browser for all browser tests; each window has a profile of its own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--no-first-run",
    ];

    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public async Task InitializeAsync()
    {
        var path = Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } named ? named : "/usr/bin/chromium";
        Assert.True(
            File.Exists(path),
            $"Chromium is needed for the browser tests and was not found at {path}: install the system package \"chromium\", or set CHROMIUM_PATH to a browser.");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Arguments });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>A fresh window, as large as the pictures in the documentation.</summary>
    internal Task<IPage> OpenAsync() => OpenAsync(ColorScheme.Light, new() { Width = 1280, Height = 900 });

    /// <summary>A fresh window for somebody who likes it light or dark.</summary>
    internal async Task<IPage> OpenAsync(ColorScheme colours, ViewportSize size, ForcedColors forced = ForcedColors.None)
    {
        var context = await _browser.NewContextAsync(new()
        {
            ViewportSize = size,
            Locale = "en-GB",
            ColorScheme = colours,
            ReducedMotion = ReducedMotion.Reduce,
            ForcedColors = forced,
        });
        context.SetDefaultTimeout(20_000);
        return await context.NewPageAsync();
    }
}

/// <summary>Browser tests run one after the other and beside nothing else: they measure patience, not speed.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class BrowserTests : ICollectionFixture<Chromium>
{
    public const string Name = "Browser";
}
