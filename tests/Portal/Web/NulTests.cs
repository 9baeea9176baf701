using System.Net;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Portal.Web;

/// <summary>A NUL in an address or a form is never a failure, whichever database is asked.</summary>
[Trait("Suite", "Database")]
public sealed class NulTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    [Theory]
    [InlineData("/contacts?after=1.a%00b")]
    [InlineData("/opportunities?view=%00&before=%00")]
    [InlineData("/contacts?q=%00")]
    [InlineData("/setup/audit?key=A%00B")]
    [InlineData("/setup/audit?subject=%00")]
    [InlineData("/opportunities?salesperson=A%00NNA")]
    [InlineData("/opportunities?cycle=%00&reason=%00&contact=%00&team=%00&q=%00")]
    [InlineData("/opportunities/bulk?act=Expect&no=%00")]
    [InlineData("/pipeline?cycle=N%00EW&salesperson=%00")]
    public async Task AnAddressIsReadWithoutIt(string address)
    {
        var admin = await portal.SignInAsync("EMMA");

        Assert.Equal(
            (await admin.OpenAsync(address.Replace("%00", "", StringComparison.Ordinal))).Status, (await admin.OpenAsync(address)).Status);
    }

    [Theory]
    [InlineData("/contacts/new", "Input.Name")]
    [InlineData("/contacts/new", "Input.Company")]
    [InlineData("/setup/close-reasons/new", "Input.Code")]
    [InlineData("/setup/activities/new", "Input.Steps[0].Description")]
    [InlineData("/opportunities/new", "Input.Contact")]
    [InlineData("/opportunities/OPP-00001/edit", "Input.Description")]
    public async Task InAFormItIsAPageAndNothingIsChanged(string address, string field)
    {
        var admin = await portal.SignInAsync("EMMA");
        var form = await admin.SeeAsync(address);

        var answer = await admin.SubmitAsync(form, "main form.form", (field, "A\0B"));

        var parts = await admin.UploadAsync(address, "file", "file.txt", "", AccessTests.Token(form), (field, "A\0B"));

        Assert.All([answer, parts], a =>
        {
            Assert.Equal(HttpStatusCode.BadRequest, a.Status);
            Assert.Contains("This form could not be read", a.Text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task ACodeIsReadWithoutItAndACursorIsNotRead()
    {
        Assert.Equal("ANNA", Checks.NormalCode(" a\0nna\u0085"));
        Assert.False(ContactCursor.TryParse("1.a\0b", out _));
        await portal.DoAsync<ContactActs>(async contacts =>
        {
            Assert.Null(await contacts.FindAsync("\0", CancellationToken.None));
            Assert.Empty((await contacts.MeantAsync("no\0body", "\0", null, CancellationToken.None)).Several);
        });
    }
}
