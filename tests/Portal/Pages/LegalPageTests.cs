using System.Net;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Portal.Pages;

/// <summary>What strangers may read: what the product is, privacy and terms, in the product's words or the operator's.</summary>
public sealed class LegalPageTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    [Theory]
    [InlineData("/about", "Opportunity Desk", "It is run by your company.")]
    [InlineData("/privacy", "Privacy", "What is kept of people who work with it")]
    [InlineData("/terms", "Terms of use", "without warranty")]
    public async Task AStrangerReadsThemWithoutSigningIn_AndFindsTheOthersBelow(string address, string heading, string words)
    {
        var page = await portal.Stranger().OpenAsync(address);

        page.MustBe(HttpStatusCode.OK);
        Assert.Equal(heading, page.Document.QuerySelector("h1")!.TextContent);
        Assert.Contains(words, page.Text, StringComparison.Ordinal);
        Assert.Equal(
            ["/about", "/privacy", "/terms"], page.Document.QuerySelectorAll("footer a").Select(a => a.GetAttribute("href")));
    }

    [Theory]
    [InlineData("/about", "est exploité par votre entreprise")]
    [InlineData("/privacy", "Confidentialité")]
    [InlineData("/terms", "Conditions d’utilisation")]
    public async Task ABrowserInFrenchGetsThemInFrench(string address, string words)
    {
        using var http = new HttpClient { BaseAddress = portal.Address };
        http.DefaultRequestHeaders.AcceptLanguage.Add(new("fr"));

        var text = WebUtility.HtmlDecode(await http.GetStringAsync(new Uri(address, UriKind.Relative)));

        Assert.Contains("<html lang=\"fr\"", text, StringComparison.Ordinal);
        Assert.Contains(words, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheOperatorsNameAddressAndTextsStandInPlaceOfTheProductsOwn()
    {
        await using var own = await PortalApplication.StartAsync(
            "Development", ("Portal:Legal:Operator", "Lumen Supply"), ("Portal:Legal:Contact", "privacy@lumen-supply.example"),
            ("Portal:Legal:Terms:en", "Be kind.\n\nShut the <door>."));

        var (about, privacy, terms) = (
            await own.Stranger().OpenAsync("/about"), await own.Stranger().OpenAsync("/privacy"), await own.Stranger().OpenAsync("/terms"));

        Assert.Contains("It is run by Lumen Supply.", about.Text, StringComparison.Ordinal);
        Assert.Contains("Lumen Supply runs this product", privacy.Text, StringComparison.Ordinal);
        Assert.Equal("mailto:privacy@lumen-supply.example", privacy.Document.QuerySelector("main a")!.GetAttribute("href"));
        Assert.Equal(
            ["Be kind.", "Shut the <door>."], terms.Document.QuerySelectorAll("main p").Take(2).Select(p => p.TextContent));
        Assert.DoesNotContain("without warranty", terms.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Contact", "call me", "Portal:Legal:Contact must be a mail address")]
    [InlineData("Contact", "javascript:alert(1)", "Portal:Legal:Contact must be a mail address")]
    [InlineData("Contact", "http://lumen.example", "Portal:Legal:Contact must be a mail address")]
    [InlineData("Privacy:xx", "text", "Portal:Legal:Privacy names the language 'xx'; it takes en and fr.")]
    [InlineData("Colour", "red", "'Colour'")]
    public async Task AWrongSettingOfThemStopsTheStart(string setting, string value, string sentence)
    {
        var folder = Directory.CreateTempSubdirectory("legal-");
        var (exitCode, _, error) = await Product.RunAsync(folder.FullName, "Development", $"--Portal:Legal:{setting}={value}");
        folder.Delete(recursive: true);

        Assert.Equal(1, exitCode);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
    }
}
