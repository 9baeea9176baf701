using System.Net;
using System.Text.Json;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Exchange.Webhooks;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Portal.Pages.Setup;

/// <summary>Setting up webhooks in the portal, and what their receivers get of what is done there and by the API.</summary>
public sealed class WebhookPageTests : IAsyncLifetime
{
    private const string Form = "form#settings";

    private PortalApplication _portal = null!;
    private WebhookReceiver _receiver = null!;
    private PortalVisitor _admin = null!;

    public async Task InitializeAsync()
    {
        _portal = await PortalApplication.StartAsync("Development", ("Webhooks:AllowPrivateAddresses", "true"));
        _receiver = await WebhookReceiver.StartAsync();
        _admin = await _portal.SignInAsync("EMMA");
    }

    public async Task DisposeAsync()
    {
        await _receiver.DisposeAsync();
        await _portal.DisposeAsync();
    }

    [Fact]
    public async Task AWebhookIsMadeItsSecretShownOnceAndAnEventReachesItSigned()
    {
        var page = await MakeAsync("Data warehouse");
        var secret = Secret(page);

        Assert.Contains("Made: Data warehouse.", page.Text, StringComparison.Ordinal);
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        Assert.True(page.Headers.CacheControl?.NoStore);
        Assert.DoesNotContain(
            secret, (await _admin.SeeAsync(page.Path)).Document.DocumentElement.OuterHtml, StringComparison.Ordinal);

        var made = (await _portal.Api().PostAsync(
            "opportunities",
            """{"description":"Lights","contactNo":"CT-00001","salespersonCode":"ANNA","salesCycleCode":"NEW","estimatedValue":45000}"""))
            .Done(HttpStatusCode.Created);
        await SendAsync();

        var received = Assert.Single(_receiver.All);
        Assert.True(received.IsSignedBy(secret));
        Assert.Equal("opportunity.created", received.Type);
        Assert.Equal(made["no"], received.No);
        Assert.Equal("api", received["source"]);
        await _portal.DoAsync<OpportunitiesContext>(async db =>
            Assert.DoesNotContain(secret, (await db.Webhooks.SingleAsync()).Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ATestSaysWhatCameOfIt_AndTheLogOffersToSendAgain()
    {
        var page = await MakeAsync("Data warehouse");
        var secret = Secret(page);

        page = await _admin.SubmitAndFollowAsync(page, "form#test");
        Assert.Contains("The test arrived: Taken (204).", page.Text, StringComparison.Ordinal);
        Assert.True(_receiver.All.Last() is { Type: "webhook.test" } test && test.IsSignedBy(secret));
        _receiver.Answer(503);
        page = await _admin.SubmitAndFollowAsync(page, "form#test");
        Assert.Contains("The test did not arrive: Refused (503).", page.Text, StringComparison.Ordinal);

        _receiver.Answer(200);
        (await _portal.Api().SendAsync("PATCH", "opportunities/OPP-00001", """{"description":"Renamed"}""")).Done();
        await SendAsync();
        page = await _admin.SeeAsync(page.Path);
        var row = page.Document.QuerySelector("tr:has(a[href='/opportunities/OPP-00001'])")!;
        Assert.Contains("Opportunity changed", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("Delivered", row.TextContent, StringComparison.Ordinal);
        var again = row.QuerySelector("form button")!.GetAttribute("value");
        page = await _admin.SubmitAndFollowAsync(page, "tr:has(a[href='/opportunities/OPP-00001']) form", ("delivery", again));
        Assert.Contains("Waiting", page.Text, StringComparison.Ordinal);
        await SendAsync();

        Assert.Equal(2, _receiver.Taken.Count(t => t is { Type: "opportunity.changed", No: "OPP-00001" }));
    }

    [Fact]
    public async Task TheOpportunityInTheBodyIsWhatTheApiShows()
    {
        await MakeAsync("Data warehouse");
        var no = (await _portal.Api().PostAsync(
            "opportunities",
            """{"description":"Lights","contactNo":"CT-00001","salespersonCode":"ANNA","salesCycleCode":"NEW","source":"Fair"}"""))
            .Done(HttpStatusCode.Created)["no"];
        (string Act, string? Body)[] acts =
        [
            ("start", """{"estimatedValue":45000.5}"""), ("moves", """{"action":"next"}"""),
            ("quote", """{"number":"Q-1","amount":47000}"""),
            ("assign", """{"salespersonCode":"BEN"}"""), ("close", """{"outcome":"won","reasonCode":"PRICE_W"}"""),
        ];
        List<JsonElement> shown = [(await _portal.Api().GetAsync("opportunities/" + no)).Done().Json];
        foreach (var (act, body) in acts)
        {
            (await _portal.Api().PostAsync($"opportunities/{no}/{act}", body)).Done();
            shown.Add((await _portal.Api().GetAsync("opportunities/" + no)).Done().Json);
        }

        await SendAsync();

        var told = _receiver.All.Select(t => t.Data.GetProperty("opportunity")).ToList();
        Assert.Equal(shown.Count, told.Count);
        Assert.All(shown.Zip(told), both => Assert.True(
            JsonElement.DeepEquals(both.First, both.Second), $"{both.First}\nby the API, and in the body\n{both.Second}"));
    }

    [Fact]
    public async Task ItIsChangedPausedSwitchedOnRenewedAndDeleted()
    {
        var page = await MakeAsync("Data warehouse");
        var secret = Secret(page);

        page = await _admin.SubmitAndFollowAsync(page, Form, ("Input.Name", "Reports"), ("Input.Events", "NoteAdded"));
        Assert.Contains("Saved: Reports.", page.Text, StringComparison.Ordinal);
        Assert.Equal(
            ["NoteAdded"],
            page.Document.QuerySelectorAll("input[name='Input.Events'][checked]").Select(i => i.GetAttribute("value")));
        page = await _admin.SubmitAndFollowAsync(page, "form#pause");
        Assert.Contains("Paused: Reports.", page.Text, StringComparison.Ordinal);
        page = await _admin.SubmitAndFollowAsync(page, "form#resume");
        Assert.Contains("Switched on: Reports.", page.Text, StringComparison.Ordinal);
        page = await _admin.SubmitAndFollowAsync(page, "form#renew");
        Assert.NotEqual(secret, Secret(page));
        Assert.Contains("Reports", (await _admin.SeeAsync("/setup/webhooks")).Text, StringComparison.Ordinal);
        page = await _admin.SubmitAndFollowAsync(page, "form#delete");
        Assert.Contains("Deleted: Reports.", page.Text, StringComparison.Ordinal);
        await _portal.DoAsync<OpportunitiesContext>(async db =>
        {
            var log = await db.AuditEntries.Where(a => a.Subject == AuditSubjects.Webhook).Select(a => a.Sentence).ToListAsync();
            Assert.Equal(
                [
                    AuditSentences.Created, AuditSentences.Changed, AuditSentences.WebhookPaused, AuditSentences.WebhookResumed,
                    AuditSentences.WebhookSecretRenewed, AuditSentences.Deleted,
                ],
                log);
        });
    }

    [Theory]
    [InlineData("Input.Name", "", "Name", "Please fill this in.")]
    [InlineData("Input.Address", "ftp://example.com", "Address", "begins with https://")]
    [InlineData("Input.Address", "https://user:secret@example.com", "Address", "begins with https://")]
    [InlineData("Input.Address", "no address", "Address", "begins with https://")]
    [InlineData("Input.Events", null, "Events", "Choose at least one event.")]
    public async Task WhatCannotBeIsSaidBesideItsField(string name, string? value, string field, string said)
    {
        var answer = await _admin.SubmitAsync(
            await _admin.SeeAsync("/setup/webhooks/new"), Form,
            [.. new (string Name, string? Value)[] { ("Input.Name", "x"), ("Input.Address", _receiver.Address) }.Where(f => f.Name != name),
                (name, value)]);

        answer.MustBe(HttpStatusCode.OK);
        Assert.Contains(said, answer.Text, StringComparison.Ordinal);
        Assert.NotNull(answer.Document.QuerySelector($"[name='Input.{field}']"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("999999")]
    [InlineData("x")]
    [InlineData("99999999999999999999999")]
    public async Task OneThatIsNotThereIsNotFound(string id) =>
        (await _admin.OpenAsync("/setup/webhooks/" + id)).MustBe(HttpStatusCode.NotFound);

    private static string Secret(PortalAnswer page) => page.Document.GetElementById("secret")!.TextContent;

    private Task SendAsync() => _portal.DoAsync<WebhookLanes>(lanes => lanes.SendDueAsync(CancellationToken.None));

    private async Task<PortalAnswer> MakeAsync(string name) => await _admin.SubmitAndFollowAsync(
        await _admin.SeeAsync("/setup/webhooks/new"), Form, ("Input.Name", name), ("Input.Address", _receiver.Address));
}
