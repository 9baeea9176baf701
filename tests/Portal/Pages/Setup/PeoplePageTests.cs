using System.Net;
using AngleSharp.Dom;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Portal.Pages.Setup;

/// <summary>Taking people in, changing and blocking them, and their teams.</summary>
public sealed class PeoplePageTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    private const string Form = "main form.form";

    [Fact]
    public async Task AnAdminTakesInAPerson()
    {
        var admin = await portal.SignInAsync("EMMA");

        var people = await admin.SubmitAndFollowAsync(
            await admin.SeeAsync("/setup/people/new"), Form,
            ("Input.Code", "zoe"), ("Input.Name", "Zoé O'Neil"), ("Input.Email", "Zoe@Example.com"), ("Input.Role", "Manager"),
            ("Input.TeamCode", "LIGHT"), ("Input.Language", "fr"), ("Input.TimeZone", "America/Montreal"));
        var form = await admin.SeeAsync("/setup/people/zoe");

        Assert.Contains("Saved: Zoé O'Neil.", people.Text, StringComparison.Ordinal);
        Assert.Equal(
            ["Zoé O'Neil", "zoe@example.com", "Manager", "LIGHT", "fr", "America/Montreal"],
            form.ValuesOf("Name", "Email", "Role", "TeamCode", "Language", "TimeZone"));
    }

    [Fact]
    public async Task SomebodyWhoWaitsIsTakenInWithWhatIsKnownOfThem()
    {
        var objectId = Guid.NewGuid();
        long id = 0;
        await portal.DoAsync<OpportunitiesContext>(async db =>
        {
            var waiting = WaitingPerson.Of(
                objectId, "Wanda Waits", "wanda@example.com", new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
            db.WaitingPeople.Add(waiting);
            await db.SaveChangesAsync();
            id = waiting.Id;
        });
        var admin = await portal.SignInAsync("EMMA");
        var people = await admin.SeeAsync("/setup/people");
        Assert.Contains(
            "Wanda Waits", people.Document.QuerySelector("section[aria-labelledby=waiting]")!.TextContent, StringComparison.Ordinal);

        var form = await admin.SeeAsync(people.Document.QuerySelector($"a[href='/setup/people/new?waiting={id}']")!.GetAttribute("href")!);
        Assert.Equal(
            ["WANDA", "Wanda Waits", "wanda@example.com", objectId.ToString()], form.ValuesOf("Code", "Name", "Email", "EntraObjectId"));
        people = await admin.SubmitAndFollowAsync(form, Form);

        Assert.Null(people.Document.QuerySelector("section[aria-labelledby=waiting]"));
        Assert.Contains("Wanda Waits", people.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Name", "", "Please fill this in.")]
    [InlineData("Email", "no mail", "This is not a mail address.")]
    [InlineData("Email", "ben@lumen-supply.example", "Ben Okafor has this mail address already.")]
    [InlineData("EntraObjectId", "123", "An Entra object id looks like")]
    [InlineData("TeamCode", "NOSUCH", "There is no such team.")]
    [InlineData("Language", "", "There is no such choice.")]
    [InlineData("TimeZone", "Mars/Olympus", "There is no such choice.")]
    [InlineData("Role", "King", "This value was not understood.")]
    public async Task APersonRefusesABadValueBesideItsField(string field, string value, string expected)
    {
        var admin = await portal.SignInAsync("EMMA");

        var answer = await admin.SubmitAsync(await admin.SeeAsync("/setup/people/ANNA"), Form, ("Input." + field, value));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.StartsWith(expected, answer.ErrorOf(field), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheLastAdminStaysOne()
    {
        var admin = await portal.SignInAsync("EMMA");

        var answer = await admin.SubmitAsync(await admin.SeeAsync("/setup/people/EMMA"), Form, ("Input.Role", "Salesperson"));

        Assert.StartsWith("This is the last admin", answer.ErrorOf("Role"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoSavesAnOlderStateOfAPersonIsToldSo()
    {
        var admin = await portal.SignInAsync("EMMA");
        var mine = await admin.SeeAsync("/setup/people/ANNA");
        await admin.SubmitAndFollowAsync(await admin.SeeAsync("/setup/people/ANNA"), Form, ("Input.Language", "fr"));

        var answer = await admin.SubmitAsync(mine, Form, ("Input.Name", "Somebody else"));

        Assert.Contains("Emma Rossi changed this on", answer.Text, StringComparison.Ordinal);
        await admin.SubmitAndFollowAsync(await admin.SeeAsync("/setup/people/ANNA"), Form, ("Input.Language", "en"));
    }

    [Fact]
    public async Task ATeamIsMadeAndGetsAManager()
    {
        var admin = await portal.SignInAsync("EMMA");

        await admin.SubmitAndFollowAsync(
            await admin.SeeAsync("/setup/teams/new"), Form, ("Input.Code", "north"), ("Input.Name", "The North"),
            ("Input.ManagerCode", ""));
        var people = await admin.SubmitAndFollowAsync(await admin.SeeAsync("/setup/teams/NORTH"), Form, ("Input.ManagerCode", "DAVID"));

        Assert.Contains("The North NORTH David Lindqvist", people.Text, StringComparison.Ordinal);
        Assert.Equal("DAVID", (await admin.SeeAsync("/setup/teams/NORTH")).ValueOf("ManagerCode"));
    }

    [Theory]
    [InlineData("", "The team", "Code", "A code has 1 to 10")]
    [InlineData("LIGHT", "The team", "Code", "The code LIGHT exists already.")]
    [InlineData("T1", "", "Name", "Please fill this in.")]
    public async Task ATeamRefusesABadValueBesideItsField(string code, string name, string field, string expected)
    {
        var admin = await portal.SignInAsync("EMMA");

        var answer = await admin.SubmitAsync(await admin.SeeAsync("/setup/teams/new"), Form, ("Input.Code", code), ("Input.Name", name));

        Assert.StartsWith(expected, answer.ErrorOf(field), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/setup/people/NOSUCH")]
    [InlineData("/setup/people/new?waiting=999")]
    [InlineData("/setup/teams/NOSUCH")]
    public async Task WhoIsNotThereIsNotFound(string address) =>
        Assert.Equal(HttpStatusCode.NotFound, (await (await portal.SignInAsync("EMMA")).OpenAsync(address)).Status);
}
