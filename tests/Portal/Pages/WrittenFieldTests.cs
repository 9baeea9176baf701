using ChatOpportunities.Domain.Data;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Portal.Pages;

/// <summary>Amounts, percentages and days typed into the forms of the portal.</summary>
public sealed class WrittenFieldTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    private const string Form = "main form.form";

    private static readonly (string, string)[] Good =
    [
        ("Input.Description", "Typed"), ("Input.NewContactName", "Typed Ltd"), ("Input.SalesCycleCode", "NEW"), ("Input.StartNow", "false"),
    ];

    [Theory]
    [InlineData("en", "US", "45,000.50", "40", 45_000.50)]
    [InlineData("en", "GB", "45k", "62.5%", 45_000)]
    [InlineData("fr", "FR", "45000,50", "62,5", 45_000.50)]
    [InlineData("fr", "FR", "1,2 M€", "40 %", 1_200_000)]
    [InlineData("fr", "CH", "45'000", "40", 45_000)]
    [InlineData("fr", "", "45.000", "40", 45_000)]
    [InlineData("en", "DE", "45.000,50", "40", 45_000.50)]
    public async Task AnAmountIsTakenAsItIsWrittenInTheRegionOfThePerson(
        string language, string region, string typed, string chances, double expected)
    {
        var anna = await InRegionAsync("ANNA", language, region);
        var made = await anna.SubmitAndFollowAsync(
            await anna.SeeAsync("/opportunities/new"), Form,
            [.. Good, ("Input.EstimatedValue", typed), ("Input.ChancesOfSuccess", chances)]);

        Assert.Null(made.Document.GetElementById("errors"));
        Assert.Equal((decimal)expected, await LastValueAsync());
    }

    [Fact]
    public async Task WhatCanMeanTwoAmountsIsAskedBesideItsField_AndTheChoiceIsTaken()
    {
        var anna = await InRegionAsync("ANNA", "en", "GB");
        var before = await CountAsync();
        var asked = await anna.SubmitAsync(
            await anna.SeeAsync("/opportunities/new"), Form, [.. Good, ("Input.EstimatedValue", "45.000")]);

        Assert.Equal("“45.000” can mean two values: choose one.", asked.ErrorOf("EstimatedValue"));
        Assert.Equal("45.000", asked.ValueOf("EstimatedValue"));
        Assert.Equal(before, await CountAsync());
        var choices = asked.Document.QuerySelectorAll("input[name='Input.EstimatedValue.As']").ToList();
        Assert.Equal(
            ["45,000.00\u00A0EUR", "45.00\u00A0EUR"], choices.Select(c => c.ParentElement!.QuerySelector("label")!.TextContent.Trim()));

        var made = await anna.SubmitAndFollowAsync(
            asked, Form, [("Input.EstimatedValue.As", choices[0].GetAttribute("value")!)]);

        Assert.Null(made.Document.GetElementById("errors"));
        Assert.Equal(45_000m, await LastValueAsync());

        // A choice about another text counts for nothing.
        var other = await anna.SubmitAsync(
            asked, Form, [("Input.EstimatedValue.As", choices[0].GetAttribute("value")!), ("Input.EstimatedValue", "46.000")]);
        Assert.Equal("“46.000” can mean two values: choose one.", other.ErrorOf("EstimatedValue"));
    }

    [Fact]
    public async Task WhatCanMeanTwoDaysIsAsked_AndInARegionItIsNot()
    {
        var anna = await InRegionAsync("ANNA", "en", "");
        var asked = await anna.SubmitAsync(
            await anna.SeeAsync("/opportunities/new"), Form, [.. Good, ("Input.EstimatedCloseDate", "05/06/2027")]);

        Assert.Equal("“05/06/2027” can mean two values: choose one.", asked.ErrorOf("EstimatedCloseDate"));
        var field = asked.Document.GetElementById("Input_EstimatedCloseDate")!;
        Assert.Equal(("text", "05/06/2027"), (field.GetAttribute("type"), field.GetAttribute("value")));
        Assert.Equal(
            ["6 May 2027", "5 Jun 2027"],
            asked.Document.QuerySelectorAll("#Input_EstimatedCloseDate-asked label").Select(l => l.TextContent.Trim()));

        anna = await InRegionAsync("ANNA", "en", "GB");
        var made = await anna.SubmitAndFollowAsync(
            await anna.SeeAsync("/opportunities/new"), Form, [.. Good, ("Input.EstimatedCloseDate", "05/06/2027")]);
        Assert.Null(made.Document.GetElementById("errors"));
        Assert.Equal(new DateOnly(2027, 6, 5), await LastCloseAsync());
    }

    [Theory]
    [InlineData("EstimatedValue", "45 boxes", "“45 boxes” is no amount. Write it such as 45,000.50.")]
    [InlineData("EstimatedValue", "45k USD", "Amounts are in EUR; “45k USD” is in another currency.")]
    [InlineData("ChancesOfSuccess", "likely", "“likely” is no percentage. Write it such as 62.5.")]
    [InlineData("EstimatedCloseDate", "31/02/2027", "“31/02/2027” is no date from 1990 to 2100. Write it such as 2027-06-25.")]
    [InlineData("EstimatedCloseDate", "0202-06-25", "“0202-06-25” is no date from 1990 to 2100. Write it such as 2027-06-25.")]
    public async Task WhatCannotBeReadIsSaidBesideItsField_AndNothingIsKept(string field, string typed, string sentence)
    {
        var ben = await InRegionAsync("BEN", "en", "GB");
        var before = await CountAsync();

        var back = await ben.SubmitAsync(await ben.SeeAsync("/opportunities/new"), Form, [.. Good, ("Input." + field, typed)]);

        Assert.Equal(sentence, back.ErrorOf(field));
        Assert.Equal(typed, back.ValueOf(field));
        Assert.Equal(before, await CountAsync());
    }

    [Fact]
    public async Task WhatWasUnderstoodStandsBesideTheField_AlsoWithoutScript()
    {
        var anna = await InRegionAsync("ANNA", "en", "GB");
        var back = await anna.SubmitAsync(
            await anna.SeeAsync("/opportunities/new"), Form, [.. Good[1..], ("Input.Description", ""), ("Input.EstimatedValue", "45k")]);

        Assert.Equal("45,000.00\u00A0EUR", back.Document.GetElementById("Input_EstimatedValue-read")!.TextContent);
        var field = back.Document.GetElementById("Input_EstimatedValue")!;
        Assert.Equal(("text", "decimal"), (field.GetAttribute("type"), field.GetAttribute("inputmode")));
        Assert.Equal(
            "45,000.00\u00A0EUR or 45.00\u00A0EUR?",
            (await anna.OpenAsync("/opportunities/new" + field.GetAttribute("data-example") + "45.000")).Document.Body!.TextContent);
    }

    [Fact]
    public async Task ALimitMayBeGivenInWeeks_AndHolidaysAsInTheRegion()
    {
        var admin = await InRegionAsync("EMMA", "en", "GB");
        var stage = await admin.SeeAsync("/setup/sales-cycles/NEW/stages/1");
        var saved = await admin.SubmitAndFollowAsync(stage, Form, ("Input.LimitWorkingDays", "2 weeks"));
        Assert.Null(saved.Document.GetElementById("errors"));
        Assert.Equal("10", (await admin.SeeAsync("/setup/sales-cycles/NEW/stages/1")).ValueOf("LimitWorkingDays"));

        var calendar = await admin.SeeAsync("/setup/settings/working-days");
        await admin.SubmitAndFollowAsync(calendar, Form, ("Input.Holidays", "05/06/2027\n25.12.2027"));
        Assert.Contains(
            "2027-06-05", (await admin.SeeAsync("/setup/settings/working-days")).Document.GetElementById("Input_Holidays")!.TextContent,
            StringComparison.Ordinal);

        admin = await InRegionAsync("EMMA", "en", "");
        calendar = await admin.SeeAsync("/setup/settings/working-days");
        Assert.Equal(
            "Line 1 can mean two days: 05/06/2027. Write 2027-05-06 or 2027-06-05.",
            (await admin.SubmitAsync(calendar, Form, ("Input.Holidays", "05/06/2027"))).ErrorOf("Holidays"));
    }

    [Fact]
    public async Task ARegionThatIsNoneIsRefused()
    {
        var david = await portal.SignInAsync("DAVID");

        Assert.NotNull((await david.SubmitAsync(await david.SeeAsync("/me"), Form, ("Input.Region", "XX"))).ErrorOf("Region"));
    }

    private async Task<PortalVisitor> InRegionAsync(string code, string language, string region)
    {
        var visitor = await portal.SignInAsync(code);
        await visitor.SubmitAndFollowAsync(
            await visitor.SeeAsync("/me"), Form, ("Input.Language", language), ("Input.Region", region));
        return visitor;
    }

    private async Task<int> CountAsync()
    {
        var count = 0;
        await portal.DoAsync<OpportunitiesContext>(async db => count = await db.Opportunities.CountAsync());
        return count;
    }

    private async Task<decimal?> LastValueAsync()
    {
        decimal? value = null;
        await portal.DoAsync<OpportunitiesContext>(
            async db => value = await db.Opportunities.OrderByDescending(o => o.Id).Select(o => o.InitialValue).FirstAsync());
        return value;
    }

    private async Task<DateOnly?> LastCloseAsync()
    {
        DateOnly? value = null;
        await portal.DoAsync<OpportunitiesContext>(
            async db => value = await db.Opportunities.OrderByDescending(o => o.Id).Select(o => o.InitialCloseDate).FirstAsync());
        return value;
    }
}
