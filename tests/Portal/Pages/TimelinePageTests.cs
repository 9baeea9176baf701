using System.Globalization;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Portal.Pages;

/// <summary>All that happened to an opportunity in one list, and the button that takes the last act back as long as that goes.</summary>
public sealed class TimelinePageTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    [Fact]
    public async Task AChangeSaysFromWhatToWhat_InBothLanguages_AndInTheAuditLog()
    {
        var emma = await portal.SignInAsync("EMMA");
        var form = await emma.SeeAsync("/opportunities/OPP-00002/edit");

        var page = await emma.SubmitAndFollowAsync(
            form, "main form.form", ("Input.Description", "Suite lights"), ("Input.Priority", "High"));

        Assert.Contains("Changed: Suite lights.", page.Text, StringComparison.Ordinal);
        Assert.Contains("Description: before Suite dimmers, Contoso → after Suite lights", page.Text, StringComparison.Ordinal);
        Assert.Contains("Priority: before Normal → after High", page.Text, StringComparison.Ordinal);
        Assert.Contains("Emma Rossi · 2 Mar 2026", page.Text, StringComparison.Ordinal);
        Assert.Contains("in the portal", page.Text, StringComparison.Ordinal);
        var french = await (await portal.SignInAsync("CHLOE")).SeeAsync("/opportunities/OPP-00002");
        Assert.Contains(": avant Normale → après Haute", Plain(french), StringComparison.Ordinal);

        var log = await emma.SeeAsync("/setup/audit?subject=opportunity&key=OPP-00002&source=Portal&person=EMMA");
        Assert.Contains("before Suite dimmers, Contoso → after Suite lights", log.Text, StringComparison.Ordinal);
        var chat = await emma.SeeAsync("/setup/audit?key=OPP-00002&source=Chat");
        Assert.DoesNotContain("Suite lights", chat.Text, StringComparison.Ordinal);
        var file = await emma.ReadAsync("/setup/audit?handler=Csv&key=OPP-00002");
        Assert.Contains("Suite dimmers, Contoso → Suite lights", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatHappenedIsOneList_NewestFirst_AndShownByKind()
    {
        var anna = await portal.SignInAsync("ANNA");
        var move = await anna.SeeAsync("/opportunities/OPP-00004/move/next");
        var moved = await anna.SubmitAndFollowAsync(move, "main form.form");
        var task = moved.Document.QuerySelector("form[action*='handler=Task'] button[value=Complete]")!.Closest("form")!;
        task.Id = "the-task";
        var done = await anna.SubmitAndFollowAsync(moved, "#the-task", ("act", "Complete"));

        string[] Said(PortalAnswer page) => [.. page.Document.QuerySelectorAll("#happened .timeline > li > div:first-child")
            .Select(d => string.Join(' ', d.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];

        Assert.StartsWith("Task done: ", Said(done)[0], StringComparison.Ordinal);
        Assert.Equal("Moved to Qualification.", Said(done)[1]);
        Assert.Contains(Said(done), s => s.StartsWith("Started", StringComparison.Ordinal)); // of the history, without a line of the log
        Assert.All(
            Said(await anna.SeeAsync("/opportunities/OPP-00004?kind=Tasks")), s => Assert.StartsWith("Task ", s, StringComparison.Ordinal));
        Assert.Equal("Moved to Qualification.", Said(await anna.SeeAsync("/opportunities/OPP-00004?kind=Stages"))[0]);
        var none = await anna.SeeAsync("/opportunities/OPP-00004?kind=HandOvers");
        Assert.Contains("Nothing of this kind happened.", none.Text, StringComparison.Ordinal);
        Assert.NotEmpty(Said(await anna.SeeAsync("/opportunities/OPP-00004?kind=Nonsense&after=nothing")));
    }

    [Fact]
    public async Task TheLastActCanBeTakenBackAfterAReload_AndFromTheDay()
    {
        var anna = await portal.SignInAsync("ANNA");
        await anna.SubmitAndFollowAsync(
            await anna.SeeAsync("/opportunities/OPP-00005/move/update"), "main form.form", ("Input.EstimatedValue", "70000"));

        var reloaded = await anna.SeeAsync("/opportunities/OPP-00005");
        var day = await anna.SeeAsync("/today");
        var stranger = await (await portal.SignInAsync("EMMA")).SeeAsync("/opportunities/OPP-00005");

        Assert.Contains("Can be taken back until", reloaded.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Can be taken back until", stranger.Text, StringComparison.Ordinal);
        Assert.Contains(": Updated at Proposal.", day.Text, StringComparison.Ordinal);

        var undone = await anna.SubmitAndFollowAsync(day, ".last-acts form[action='/opportunities/OPP-00005/undo']");

        Assert.StartsWith("/today", undone.Path, StringComparison.Ordinal);
        Assert.DoesNotContain(": Updated at", undone.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "Can be taken back until", (await anna.SeeAsync("/opportunities/OPP-00005")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ANoteIsWrittenOnThePage_AndTakenBack()
    {
        var anna = await portal.SignInAsync("ANNA");
        var page = await anna.SeeAsync("/opportunities/OPP-00007");
        const string Form = "form[action*='handler=Note']";

        var noted = await anna.SubmitAndFollowAsync(page, Form, ("note", "She wants <b>two</b> offers"));
        var empty = await anna.SubmitAndFollowAsync(page, Form, ("note", " "));
        var undone = await anna.SubmitAndFollowAsync(noted, ".alert-success form[action$='/undo']");

        Assert.Contains("Note: “She wants <b>two</b> offers”", noted.Text, StringComparison.Ordinal);
        Assert.NotNull(empty.Document.QuerySelector("[role=alert]"));
        Assert.Contains("Note taken back: “She wants <b>two</b> offers”", undone.Text, StringComparison.Ordinal);
        Assert.Null((await (await portal.SignInAsync("BEN")).SeeAsync("/opportunities/OPP-00007")).Document.QuerySelector(Form));
    }

    private static string Plain(PortalAnswer page) =>
        page.Text.Replace('\u00A0', ' ').Replace('\u202F', ' ').ToString(CultureInfo.InvariantCulture);
}
