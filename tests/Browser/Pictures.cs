using ChatOpportunities.Tests.Support;
using Microsoft.Playwright;

namespace ChatOpportunities.Tests.Browser;

/// <summary>Where pictures go: always to <c>artifacts/screenshots</c>; those a document shows into <c>docs/images</c> too, when <c>UPDATE_SCREENSHOTS=1</c>.</summary>
internal static class Pictures
{
    public static async Task TakeAsync(IPage page, string name)
    {
        var picture = Path.Combine(Repository.Root, "artifacts", "screenshots", name + ".png");
        await page.ScreenshotAsync(new() { Path = picture, Animations = ScreenshotAnimations.Disabled });
        if (Environment.GetEnvironmentVariable("UPDATE_SCREENSHOTS") == "1"
            && Repository.Files.Any(file => file.EndsWith(".md", StringComparison.Ordinal) && Repository.Read(file).Contains($"images/{name}.png", StringComparison.Ordinal)))
        {
            var images = Directory.CreateDirectory(Path.Combine(Repository.Root, "docs", "images"));
            File.Copy(picture, Path.Combine(images.FullName, name + ".png"), overwrite: true);
        }
    }
}
