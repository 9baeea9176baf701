using System.Net;
using AngleSharp.Dom;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Portal.Pages.Setup;

/// <summary>Letting programs in and shutting them out.</summary>
public sealed class ApiTokenPageTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    private const string Form = "main form.form";

    [Fact]
    public async Task ATokenIsMadeItsSecretShownOnceAndRevokedAfterAQuestion()
    {
        var admin = await portal.SignInAsync("EMMA");

        var list = await MakeAsync(admin, "Website forms", "Salesperson", "ANNA");

        Assert.Contains("Made: Website forms.", list.Text, StringComparison.Ordinal);
        var secret = list.Document.GetElementById("secret")!.TextContent;
        Assert.True(list.Headers.CacheControl?.NoStore);
        var again = await admin.SeeAsync("/setup/api-tokens");
        Assert.Null(again.Document.GetElementById("secret"));
        Assert.DoesNotContain(secret, again.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Equal(["Website forms", "Salesperson", "Anna Keller", "2 Mar 2026 10:00 by Emma Rossi", "never", "In use"], Row(
            again, "Website forms"));

        (await portal.Api(secret).GetAsync("opportunities")).Done();
        again = await admin.SeeAsync("/setup/api-tokens");
        Assert.Equal("2 Mar 2026 10:00", Row(again, "Website forms")[4]);

        // The first button only opens the question; the one that revokes lies behind it.
        var form = again.Document.QuerySelector("tr:has(th:contains('Website forms')) form")!;
        Assert.Equal("Revoke", form.ParentElement!.QuerySelector(":scope:not([open]) > summary")!.TextContent);
        var button = form.QuerySelector("button")!;
        Assert.Equal("Revoke Website forms", button.TextContent);
        list = await admin.SubmitAndFollowAsync(again, "tr:has(th:contains('Website forms')) form", ("id", button.GetAttribute("value")));

        Assert.Contains("Revoked: Website forms.", list.Text, StringComparison.Ordinal);
        Assert.Equal("Revoked 2 Mar 2026 10:00 by Emma Rossi", Row(list, "Website forms")[5]);
        Assert.Null(list.Document.QuerySelector("tr:has(th:contains('Website forms')) form"));
        (await portal.Api(secret).GetAsync("opportunities")).Refused(401, "unauthorized");
        await portal.DoAsync<OpportunitiesContext>(async db =>
        {
            var log = await db.AuditEntries.Where(a => a.Subject == AuditSubjects.ApiToken && a.ByName == "Emma Rossi").ToListAsync();
            Assert.Contains(log, a => a.Sentence == AuditSentences.Created && a.Arguments.Contains("Website forms"));
            Assert.Contains(log, a => a.Sentence == AuditSentences.Revoked && a.Arguments.Contains("Website forms"));
            Assert.DoesNotContain(log, a => a.Arguments.Contains(secret));
        });
    }

    [Fact]
    public async Task ATokenDoesNoMoreThanItsPersonMay()
    {
        var admin = await portal.SignInAsync("EMMA");

        var list = await MakeAsync(admin, "Too much", "Admin", "BEN");

        Assert.Equal(["Too much", "Salesperson", "Ben Okafor"], Row(list, "Too much")[..3]);
        (await portal.Api(list.Document.GetElementById("secret")!.TextContent).PostAsync("teams", """{"code":"X","name":"X"}""")).Refused(
            403, "forbidden");
    }

    [Fact]
    public async Task ATokenOfNobodysActsInItsOwnName()
    {
        var admin = await portal.SignInAsync("EMMA");

        var list = await MakeAsync(admin, "Nightly <export>", "Admin", "");

        Assert.Equal(["Nightly <export>", "Admin", "Nobody"], Row(list, "Nightly <export>")[..3]);
        (await portal.Api(list.Document.GetElementById("secret")!.TextContent).GetAsync("audit")).Done();
    }

    [Theory]
    [InlineData("Name", "", "Please fill this in.")]
    [InlineData("Name", "A name that is longer than fifty characters can ever be", "At most 50 characters.")]
    [InlineData("Role", "King", "This value was not understood.")]
    [InlineData("Role", "7", "This value was not understood.")]
    [InlineData("SalespersonCode", "NOSUCH", "There is no such salesperson.")]
    public async Task ABadValueIsRefusedBesideItsField(string field, string value, string expected)
    {
        var admin = await portal.SignInAsync("EMMA");
        var page = await admin.SeeAsync("/setup/api-tokens/new");
        var filled = new List<(string, string?)> { ("Input.Name", "Good"), ("Input.Role", "Manager"), ("Input.SalespersonCode", "") };
        filled.RemoveAll(f => f.Item1 == "Input." + field);

        var answer = await admin.SubmitAsync(page, Form, [.. filled, ("Input." + field, value)]);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.StartsWith(expected, answer.ErrorOf(field), StringComparison.Ordinal);
        Assert.Null(answer.Document.GetElementById("secret"));
    }

    [Fact]
    public async Task RevokingWhatIsNotThereFindsNothing()
    {
        var admin = await portal.SignInAsync("EMMA");
        var page = await admin.SeeAsync("/setup/api-tokens/new");

        Assert.Equal(
            HttpStatusCode.NotFound,
            (await admin.PostAsync("/setup/api-tokens?handler=Revoke", [AccessTests.Token(page), ("id", "999999")])).Status);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await admin.PostAsync("/setup/api-tokens?handler=Revoke", [AccessTests.Token(page), ("id", "x")])).Status);
    }

    [Fact]
    public async Task OnlyAdminsAreShownTheWayThere()
    {
        Assert.NotNull((await (await portal.SignInAsync("EMMA")).SeeAsync("/setup/settings")).Document.QuerySelector(
            "nav a[href='/setup/api-tokens']"));
        Assert.Null((await (await portal.SignInAsync("DAVID")).SeeAsync("/setup/settings")).Document.QuerySelector(
            "nav a[href='/setup/api-tokens']"));
    }

    private static async Task<PortalAnswer> MakeAsync(PortalVisitor admin, string name, string role, string person) =>
        await admin.SubmitAndFollowAsync(
            await admin.SeeAsync("/setup/api-tokens/new"), Form, ("Input.Name", name), ("Input.Role", role),
            ("Input.SalespersonCode", person));

    /// <summary>What the list says of a token, without the last column.</summary>
    private static string[] Row(PortalAnswer list, string name) =>
        [.. list.Document.QuerySelectorAll("main tbody tr").Single(r => r.QuerySelector("th")!.TextContent == name).Children.SkipLast(1)
            .Select(c => string.Join(' ', c.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];
}
