using ChatOpportunities.Tests.Support;
using Microsoft.Playwright;

namespace ChatOpportunities.Tests.Browser;

/// <summary>
/// Where pictures go: always to <c>artifacts/screenshots</c>; those a document shows into <c>docs/images</c> too,
/// when <c>UPDATE_SCREENSHOTS=1</c>.
/// </summary>
internal static class Pictures
{
    public static Task TakeAsync(IPage page, string name) => TakeAsync(page, name, whole: false);

    /// <summary>The page from top to bottom, however long.</summary>
    public static Task WholeAsync(IPage page, string name) => TakeAsync(page, name, whole: true);

    private static async Task TakeAsync(IPage page, string name, bool whole)
    {
        var picture = Path.Combine(Repository.Root, "artifacts", "screenshots", name + ".png");
        await page.ScreenshotAsync(new() { Path = picture, Animations = ScreenshotAnimations.Disabled, FullPage = whole });
        if (Environment.GetEnvironmentVariable("UPDATE_SCREENSHOTS") == "1"
            && Repository.Files.Any(file => file.EndsWith(".md", StringComparison.Ordinal)
                && Repository.Read(file).Contains($"images/{name}.png", StringComparison.Ordinal)))
        {
            var images = Directory.CreateDirectory(Path.Combine(Repository.Root, "docs", "images"));
            File.Copy(picture, Path.Combine(images.FullName, name + ".png"), overwrite: true);
        }
    }
}
