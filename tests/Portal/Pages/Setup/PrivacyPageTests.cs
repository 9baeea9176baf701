using System.Net;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Portal.Pages.Setup;

/// <summary>Personal data: an admin hands out what is kept of somebody, or erases it, and nothing happens by mistake.</summary>
public sealed class PrivacyPageTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    [Fact]
    public async Task AnAdminGetsWhatIsKeptAsAFile_OfAPersonAndOfAContact()
    {
        var emma = await portal.SignInAsync("EMMA");
        var token = AccessTests.Token(await emma.SeeAsync("/setup/privacy"));

        var person = await emma.PostAsync("/setup/privacy?handler=Export", [token, ("Input.Code", "david")]);
        var contact = await emma.PostAsync("/setup/privacy?handler=Export", [token, ("Input.Code", "CT-00001")]);
        var nobody = await emma.PostAsync("/setup/privacy?handler=Export", [token, ("Input.Code", "NOBODY")]);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (person.Status, contact.Status));
        Assert.Contains("David Lindqvist", person.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Contoso Hotels", contact.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Nobody has this code or number.", nobody.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoIsErasedIsNamedTwice_AndIsGoneFromThePages()
    {
        var emma = await portal.SignInAsync("EMMA");
        var token = AccessTests.Token(await emma.SeeAsync("/setup/privacy"));

        var once = await emma.PostAsync("/setup/privacy?handler=Erase", [token, ("Input.Code", "CHLOE")]);
        Assert.Contains("Type the code or number once more", once.Text, StringComparison.Ordinal);
        Assert.Contains("Chloé Martin", (await emma.SeeAsync("/setup/people")).Text, StringComparison.Ordinal);

        var herself = await emma.PostAsync(
            "/setup/privacy?handler=Erase", [token, ("Input.Code", "EMMA"), ("Input.Again", "EMMA")]);
        Assert.Contains("Nobody erases themselves", herself.Text, StringComparison.Ordinal);

        var erased = await emma.PostAsync(
            "/setup/privacy?handler=Erase", [token, ("Input.Code", "CHLOE"), ("Input.Again", "chloe")]);
        Assert.Equal(HttpStatusCode.Redirect, erased.Status);
        var people = await emma.SeeAsync("/setup/people");
        Assert.DoesNotContain("Chloé", people.Text, StringComparison.Ordinal);
        Assert.Contains("Erased 3", people.Text, StringComparison.Ordinal);
    }
}
