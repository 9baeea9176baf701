using System.Net;
using AngleSharp.Dom;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Portal.Pages.Setup;

/// <summary>Setting up cycles and stages by hand.</summary>
public sealed class SalesCyclePageTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    private const string Form = "main form.form";

    [Fact]
    public async Task AnAdminMakesACycleWithThreeStagesAndPutsThemInOrder()
    {
        var admin = await portal.SignInAsync("EMMA");

        var cycle = await admin.SubmitAndFollowAsync(
            await admin.SeeAsync("/setup/sales-cycles/new"), Form,
            ("Input.Code", "walk"), ("Input.Description", "A walk"), ("Input.ProbabilityMethod", "Add"));
        Assert.Equal("/setup/sales-cycles/WALK", cycle.Path);
        Assert.Contains("no stages yet", cycle.Text, StringComparison.Ordinal);

        await AddStageAsync(admin, "/setup/sales-cycles/WALK/stages/new", "Talk", "10", "20");
        await AddStageAsync(admin, "/setup/sales-cycles/WALK/stages/new", "Sign", "90", "80");
        cycle = await AddStageAsync(admin, "/setup/sales-cycles/WALK/stages/new?before=20", "Offer", "50", "60.5");
        Assert.Equal(["Talk", "Offer", "Sign"], Stages(cycle));
        Assert.Contains("60.5%", cycle.Text, StringComparison.Ordinal);

        cycle = await admin.SubmitAndFollowAsync(cycle, "tbody tr:nth-child(3) form[action*=Move]", ("up", "true"));
        Assert.Equal(["Talk", "Sign", "Offer"], Stages(cycle));
        Assert.Contains("Sign moved up.", cycle.Text, StringComparison.Ordinal);
        cycle = await admin.SubmitAndFollowAsync(cycle, "tbody tr:nth-child(1) form[action*=Move]", ("up", "false"));
        Assert.Equal(["Sign", "Talk", "Offer"], Stages(cycle));

        // The × only opens the question; the button that deletes lies behind it.
        Assert.All(
            cycle.Document.QuerySelectorAll("form[action*=DeleteStage]"),
            form => Assert.Equal("×", form.ParentElement!.QuerySelector(":scope:not([open]) > summary")?.TextContent));
        cycle = await admin.SubmitAndFollowAsync(cycle, "tbody tr:nth-child(2) form[action*=DeleteStage]", DeleteButton(cycle, 2));
        Assert.Equal(["Sign", "Offer"], Stages(cycle));

        var list = await admin.SubmitAndFollowAsync(cycle, "form[action$='handler=Delete']");
        Assert.Equal("/setup/sales-cycles", list.Path);
        Assert.Contains("The sales cycle WALK is deleted.", list.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.OpenAsync("/setup/sales-cycles/WALK")).Status);
    }

    [Fact]
    public async Task AStageOnWhichOpportunitiesStandIsNotDeletedAndThePageSaysWhy()
    {
        var admin = await portal.SignInAsync("EMMA");
        var cycle = await admin.SeeAsync("/setup/sales-cycles/NEW");
        var before = Stages(cycle);

        var after = await admin.SubmitAndFollowAsync(cycle, "tbody tr:nth-child(1) form[action*=DeleteStage]", DeleteButton(cycle, 1));

        Assert.Equal(before, Stages(after));
        Assert.Contains(
            "Open opportunities stand on this stage", after.Document.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACycleInUseIsNotDeletedAndThePageSaysWhy()
    {
        var admin = await portal.SignInAsync("EMMA");

        var after = await admin.SubmitAndFollowAsync(await admin.SeeAsync("/setup/sales-cycles/NEW"), "form[action$='handler=Delete']");

        Assert.Contains(
            "Open opportunities use this sales cycle", after.Document.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACycleIsBlockedAndUnblocked()
    {
        var admin = await portal.SignInAsync("EMMA");
        await NewCycleAsync(admin, "BLOCKME");

        var blocked = await admin.SubmitAndFollowAsync(await admin.SeeAsync("/setup/sales-cycles/BLOCKME"), "form[action*=Block]");
        Assert.Contains("is blocked", blocked.Text, StringComparison.Ordinal);

        var open = await admin.SubmitAndFollowAsync(blocked, "form[action*=Block]");
        Assert.Contains("takes new opportunities again", open.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStageKeepsAllThatIsSaidOfIt()
    {
        var admin = await portal.SignInAsync("EMMA");
        await NewCycleAsync(admin, "ALLOFIT");

        await admin.SubmitAndFollowAsync(
            await admin.SeeAsync("/setup/sales-cycles/ALLOFIT/stages/new"), Form,
            ("Input.Description", "Offer"), ("Input.CompletedPercent", "33.25"), ("Input.ChancesOfSuccessPercent", "50"),
            ("Input.ActivityCode", "PROPOSAL"), ("Input.QuoteRequired", "true"), ("Input.AllowSkip", "true"), ("Input.DateFormula", "2w"),
            ("Input.LimitWorkingDays", "5"));
        var form = await admin.SeeAsync("/setup/sales-cycles/ALLOFIT/stages/10");

        Assert.Equal(
            ["Offer", "33.25", "50", "PROPOSAL", "2W", "5"],
            form.ValuesOf("Description", "CompletedPercent", "ChancesOfSuccessPercent", "ActivityCode", "DateFormula", "LimitWorkingDays"));
        Assert.Equal(2, form.Document.QuerySelectorAll("input[type=checkbox][checked]").Length);
        Assert.Contains("from today: 16 Mar 2026", form.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALimitTellsBeforeItIsSavedHowManyRemindersItWouldHaveSent()
    {
        var admin = await portal.SignInAsync("EMMA");
        var stage = await admin.SeeAsync("/setup/sales-cycles/NEW/stages/1");
        var stored = stage.ValueOf("LimitWorkingDays");
        Assert.Null((await admin.SeeAsync("/setup/sales-cycles/NEW/stages/new")).Document.GetElementById("reminders"));

        var press = stage.Document.QuerySelector("main button[formaction$='#reminders']")!.GetAttribute("formaction")!.Split('#')[0];
        async Task<PortalAnswer> AskAsync(string limit) => await admin.PostAsync(
            press,
            [
                ("__RequestVerificationToken", stage.Document.QuerySelector("main input[name=__RequestVerificationToken]")!
                    .GetAttribute("value")!),
                ("Input.Version", stage.ValueOf("Version")!), ("Input.Description", "Typed"), ("Input.LimitWorkingDays", limit),
            ]);
        var (one, none, wrong) = (await AskAsync("1"), await AskAsync(""), await AskAsync("0"));

        Assert.Matches(
            @"it would have sent [1-9]\d* reminders?, about [1-9]\d* opportunit(y|ies), to [1-9]\d* (person|people)\.\s+With the saved limit: \d+\.",
            one.Document.GetElementById("reminders")!.TextContent);
        Assert.Contains("reminded nobody", none.Document.GetElementById("reminders")!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("A limit lies between 1 and 999", wrong.ErrorOf("LimitWorkingDays"), StringComparison.Ordinal);
        Assert.Equal("Typed", one.ValueOf("Description"));
        Assert.Equal(stored, (await admin.SeeAsync("/setup/sales-cycles/NEW/stages/1")).ValueOf("LimitWorkingDays"));
    }

    [Theory]
    [InlineData("Description", "", "Please fill this in.")]
    [InlineData("CompletedPercent", "", "Please fill this in.")]
    [InlineData("CompletedPercent", "101", "A percentage lies between 0 and 100")]
    [InlineData("CompletedPercent", "many", "“many” is no percentage.")]
    [InlineData("ChancesOfSuccessPercent", "-1", "A percentage lies between 0 and 100")]
    [InlineData("ChancesOfSuccessPercent", "79228162514264337593543950336", "“79228162514264337593543950336” is no percentage.")]
    [InlineData("DateFormula", "2X", "This is not a date formula")]
    [InlineData("LimitWorkingDays", "0", "A limit lies between 1 and 999")]
    [InlineData("LimitWorkingDays", "99999999999", "“99999999999” is no number of working days.")]
    [InlineData("ActivityCode", "NOSUCH", "There is no such activity.")]
    public async Task AStageRefusesABadValueBesideItsFieldAndKeepsWhatWasTyped(string field, string value, string expected)
    {
        var admin = await portal.SignInAsync("EMMA");

        var answer = await admin.SubmitAsync(
            await admin.SeeAsync("/setup/sales-cycles/NEW/stages/1"), Form, ("Input.Description", field == "Description" ? value : "Typed"),
            ("Input." + field, value));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.StartsWith(expected, answer.ErrorOf(field), StringComparison.Ordinal);
        Assert.Contains(
            " – " + expected, answer.Document.QuerySelector($"#errors a[href='#Input_{field}']")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("true", answer.Document.GetElementById("Input_" + field)!.GetAttribute("aria-invalid"));
        if (field is not ("Description" or "ActivityCode"))
        {
            Assert.Equal("Typed", answer.ValueOf("Description"));
            Assert.Equal(value, answer.ValueOf(field));
        }
    }

    [Theory]
    [InlineData("", "A code has 1 to 10 letters")]
    [InlineData("TOO LONG BY FAR", "A code has 1 to 10 letters")]
    [InlineData("NEW", "The code NEW exists already.")]
    public async Task ACycleRefusesABadCode(string code, string expected)
    {
        var admin = await portal.SignInAsync("EMMA");

        var answer = await admin.SubmitAsync(
            await admin.SeeAsync("/setup/sales-cycles/new"), Form, ("Input.Code", code), ("Input.Description", "<b>Typed</b>"),
            ("Input.ProbabilityMethod", "Completed"));

        Assert.StartsWith(expected, answer.ErrorOf("Code"), StringComparison.Ordinal);
        Assert.Equal("<b>Typed</b>", answer.ValueOf("Description"));
        Assert.Equal("Completed", answer.Document.QuerySelector("input[type=radio][checked]")!.GetAttribute("value"));
    }

    [Theory]
    [InlineData("99")]
    [InlineData("Guess")]
    public async Task AnUnknownMethodIsRefused(string method)
    {
        var admin = await portal.SignInAsync("EMMA");

        var answer = await admin.SubmitAsync(
            await admin.SeeAsync("/setup/sales-cycles/NEW/edit"), Form, ("Input.ProbabilityMethod", method));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.NotNull(answer.Document.QuerySelector("#errors"));
    }

    [Fact]
    public async Task WhoSavesAnOlderStateIsToldWhoChangedItAndOverwritesNothing()
    {
        var admin = await portal.SignInAsync("EMMA");
        await NewCycleAsync(admin, "STALE");
        var mine = await admin.SeeAsync("/setup/sales-cycles/STALE/edit");
        var order = await admin.SeeAsync("/setup/sales-cycles/STALE");
        await admin.SubmitAndFollowAsync(await admin.SeeAsync("/setup/sales-cycles/STALE/edit"), Form, ("Input.Description", "Theirs"));

        var answer = await admin.SubmitAsync(mine, Form, ("Input.Description", "Mine"));
        var block = await admin.SubmitAndFollowAsync(order, "form[action*=Block]");

        Assert.Contains("Emma Rossi changed this on", answer.Text, StringComparison.Ordinal);
        Assert.Contains("Load the current state", answer.Text, StringComparison.Ordinal);
        Assert.Equal("Mine", answer.ValueOf("Description"));
        Assert.Contains("Emma Rossi changed this on", block.Text, StringComparison.Ordinal);
        Assert.Contains("Theirs", block.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/setup/sales-cycles/NOSUCH")]
    [InlineData("/setup/sales-cycles/NOSUCH/edit")]
    [InlineData("/setup/sales-cycles/NOSUCH/stages/new")]
    [InlineData("/setup/sales-cycles/NEW/stages/77")]
    [InlineData("/setup/sales-cycles/NEW/stages/new?before=77")]
    [InlineData("/setup/sales-cycles/NEW/stages/99999999999")]
    public async Task WhatIsNotThereHasAPageWithAWayForward(string address)
    {
        var answer = await (await portal.SignInAsync("EMMA")).OpenAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.NotNull(answer.Document.QuerySelector("main a[href='/opportunities']"));
    }

    [Theory]
    [InlineData("/setup/sales-cycles/NOSUCH?handler=Move", HttpStatusCode.NotFound)]
    [InlineData("/setup/sales-cycles/NOSUCH?handler=Block", HttpStatusCode.NotFound)]
    [InlineData("/setup/sales-cycles/NOSUCH?handler=Delete", HttpStatusCode.NotFound)]
    [InlineData("/setup/sales-cycles/NEW?handler=DeleteStage", HttpStatusCode.NotFound)]
    [InlineData("/setup/sales-cycles/NOSUCH/edit", HttpStatusCode.NotFound)]
    public async Task ActsOnWhatIsNotThereAreNotFound(string address, HttpStatusCode expected)
    {
        var admin = await portal.SignInAsync("EMMA");
        var token = AccessTests.Token(await admin.SeeAsync("/setup/sales-cycles"));

        Assert.Equal(expected, (await admin.PostAsync(address, [token, ("number", "no number"), ("version", "x")])).Status);
    }

    [Fact]
    public async Task TheMethodsAreExplainedByAnExample()
    {
        var form = await (await portal.SignInAsync("EMMA")).SeeAsync("/setup/sales-cycles/new");

        Assert.All(
            ["24%, worth 2,400 EUR", "50%, worth 5,000 EUR", "60%, worth 6,000 EUR", "40%, worth 4,000 EUR"],
            example => Assert.Contains(example, form.Text, StringComparison.Ordinal));
    }

    private static async Task NewCycleAsync(PortalVisitor admin, string code) => await admin.SubmitAndFollowAsync(
        await admin.SeeAsync("/setup/sales-cycles/new"), Form, ("Input.Code", code), ("Input.Description", code),
        ("Input.ProbabilityMethod", "Multiply"));

    private static async Task<PortalAnswer> AddStageAsync(
        PortalVisitor admin, string address, string description, string completed, string chances) =>
        await admin.SubmitAndFollowAsync(
            await admin.SeeAsync(address), Form,
            ("Input.Description", description), ("Input.CompletedPercent", completed), ("Input.ChancesOfSuccessPercent", chances));

    /// <summary>Descriptions in order, without the numbers before them.</summary>
    private static string[] Stages(PortalAnswer cycle) => [.. cycle.Document.QuerySelectorAll("tbody form[action*=DeleteStage] button")
        .Select(b => b.TextContent["Delete ".Length..])];

    private static (string, string?) DeleteButton(PortalAnswer cycle, int row) => (
        "number", cycle.Document.QuerySelector($"tbody tr:nth-child({row}) form[action*=DeleteStage] button")!.GetAttribute("value"));
}
