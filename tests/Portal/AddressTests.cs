using System.Net;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Portal.Web;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Portal;

/// <summary>Pages stand where people guess them; where they stood before leads there.</summary>
public sealed class AddressTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    private const string Form = "main form.form";

    /// <summary>A former address as it may stand in a mail, and where it leads.</summary>
    private static readonly (string Old, string New)[] Former =
    [
        ("/edit/contact", "/contacts/new"),
        ("/edit/contact/CT-00001?x=1&y=%C3%A9", "/contacts/CT-00001?x=1&y=%C3%A9"),
        ("/settings", "/setup/settings"),
        ("/edit/working-days", "/setup/settings/working-days"),
        ("/sales-cycles", "/setup/sales-cycles"),
        ("/sales-cycles/NEW", "/setup/sales-cycles/NEW"),
        ("/edit/sales-cycle", "/setup/sales-cycles/new"),
        ("/edit/sales-cycle/NEW", "/setup/sales-cycles/NEW/edit"),
        ("/edit/stage/NEW?before=2", "/setup/sales-cycles/NEW/stages/new?before=2"),
        ("/edit/stage/NEW/1", "/setup/sales-cycles/NEW/stages/1"),
        ("/activities", "/setup/activities"),
        ("/edit/activity", "/setup/activities/new"),
        ("/edit/activity/FIRST", "/setup/activities/FIRST"),
        ("/close-reasons", "/setup/close-reasons"),
        ("/edit/close-reason", "/setup/close-reasons/new"),
        ("/edit/close-reason/PRICE", "/setup/close-reasons/PRICE"),
        ("/people", "/setup/people"),
        ("/edit/person?waiting=7", "/setup/people/new?waiting=7"),
        ("/edit/person/ANNA", "/setup/people/ANNA"),
        ("/edit/team", "/setup/teams/new"),
        ("/edit/team/LIGHT", "/setup/teams/LIGHT"),
        ("/reminders?state=Failed&person=BEN", "/setup/reminders?state=Failed&person=BEN"),
        ("/delivery?person=BEN", "/setup/reminders?stuck=true&person=BEN#log"),
        ("/import", "/setup/import"),
        ("/import/8c2f", "/setup/import/8c2f"),
        ("/audit?subject=opportunity&key=OPP-00001", "/setup/audit?subject=opportunity&key=OPP-00001"),
        ("/api-tokens", "/setup/api-tokens"),
        ("/edit/api-token", "/setup/api-tokens/new"),
    ];

    public static TheoryData<string, string> FormerAddresses
    {
        get
        {
            var addresses = new TheoryData<string, string>();
            foreach (var (old, now) in Former)
            {
                addresses.Add(old, now);
            }

            return addresses;
        }
    }

    [Theory]
    [MemberData(nameof(FormerAddresses))]
    public async Task WhereAPageStoodBeforeLeadsToIt(string old, string now)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            using var request = new HttpRequestMessage(method, new Uri(portal.Address, old));
            using var answer = await http.SendAsync(request);

            Assert.Equal(HttpStatusCode.PermanentRedirect, answer.StatusCode);
            Assert.Equal(now, answer.Headers.Location!.OriginalString);
        }
    }

    [Fact]
    public void EveryFormerAddressIsTried() =>
        Assert.Equal(OldAddresses.Table.Count, Former.Select(f => OldAddresses.Table.Single(t => Fits(t.Old, f.Old))).Distinct().Count());

    [Theory]
    [InlineData("/setup", "/setup/settings")]
    [InlineData("/setup/teams", "/setup/people#teams")]
    public async Task ABeginningThatPeopleGuessLeadsOn(string guess, string page)
    {
        var answer = await (await portal.SignInAsync("EMMA")).OpenAsync(guess);

        Assert.Equal((HttpStatusCode.Redirect, page), (answer.Status, answer.Location));
    }

    [Theory]
    [InlineData("/edit/person/new", "/setup/people/NEW")]
    [InlineData("/sales-cycles/new", "/setup/sales-cycles/NEW")]
    [InlineData("/edit/contact/..%2F..%2Fevil", "/contacts/..%252F..%252Fevil")]
    [InlineData("/edit/contact/a%0D%0Ab", "/contacts/a%0D%0Ab")]
    [InlineData("/edit/contact/%C3%A9", "/contacts/%C3%A9")]
    public async Task AFormerAddressLeadsToItsRecordAndNowhereElse(string old, string now) =>
        Assert.Equal(now, (await portal.Stranger().OpenAsync(old)).Location);

    [Fact]
    public async Task AFormIsNotSentOn()
    {
        var answer = await (await portal.SignInAsync("EMMA")).PostAsync("/edit/person", [("x", "1")]);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.Status);
    }

    [Fact]
    public async Task ARecordWithTheCodeNewIsNotHiddenByTheFormForANewOne()
    {
        var admin = await portal.SignInAsync("EMMA");
        await portal.DoAsync<OpportunitiesContext>(async db =>
        {
            db.Contacts.Add(Contact.Create("NEW", ContactType.Company, "Newly Ltd", null, null, null, null).Done());
            await db.SaveChangesAsync();
        });
        await MakeAsync(admin, "/setup/activities/new", ("Input.Description", "Kept 1"));
        await MakeAsync(admin, "/setup/close-reasons/new", ("Input.Description", "Kept 2"), ("Input.Outcome", "Lost"));
        await MakeAsync(admin, "/setup/people/new", ("Input.Name", "Kept 3"));
        await MakeAsync(admin, "/setup/teams/new", ("Input.Name", "Kept 4"));
        (string Page, string Field, string Name)[] records =
        [
            ("/contacts", "Name", "Newly Ltd"), ("/setup/activities", "Description", "Kept 1"),
            ("/setup/close-reasons", "Description", "Kept 2"), ("/setup/people", "Name", "Kept 3"), ("/setup/teams", "Name", "Kept 4"),
        ];

        foreach (var (page, field, name) in records)
        {
            // The list leads to it, and so does its address; what is saved there is saved in it.
            var list = await admin.SeeAsync(page == "/setup/teams" ? "/setup/people" : page);
            Assert.Contains(
                list.Document.QuerySelectorAll($"main a[href='{page}/NEW']"), a => a.TextContent.Contains(name, StringComparison.Ordinal));
            Assert.NotNull(list.Document.QuerySelector($"main a[href='{page}/new']"));
            Assert.Equal(name, (await admin.SeeAsync(page + "/NEW")).ValueOf(field));
            Assert.Equal("", (await admin.SeeAsync(page + "/new")).ValueOf(field) ?? "");
            await admin.SubmitAndFollowAsync(await admin.SeeAsync(page + "/NEW"), Form, ("Input." + field, name + "!"));
            Assert.Equal(name + "!", (await admin.SeeAsync(page + "/NEW")).ValueOf(field));
        }

        Assert.Contains("New business", (await admin.SeeAsync("/setup/sales-cycles/NEW")).Text, StringComparison.Ordinal);
        Assert.Equal("New business", (await admin.SeeAsync("/setup/sales-cycles/NEW/edit")).ValueOf("Description"));
        Assert.NotNull((await admin.SeeAsync("/setup/sales-cycles")).Document.QuerySelector("main a[href='/setup/sales-cycles/new']"));
        Assert.NotNull((await admin.SeeAsync("/setup/sales-cycles/new")).Document.GetElementById("Input_Code"));
        Assert.Equal("3", (await admin.SeeAsync("/setup/sales-cycles/NEW/stages/3")).Path[^1..]);
    }

    private static async Task MakeAsync(PortalVisitor admin, string address, params (string, string?)[] fields) =>
        await admin.SubmitAndFollowAsync(await admin.SeeAsync(address), Form, [("Input.Code", "NEW"), .. fields]);

    private static bool Fits(string template, string address)
    {
        var (parts, said) = (template.Split('/'), address.Split('?')[0].Split('/'));
        return parts.Length == said.Length && parts.Zip(said).All(p => p.First == p.Second || p.First.StartsWith('{'));
    }
}
