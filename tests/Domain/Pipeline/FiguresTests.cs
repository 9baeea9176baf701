using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Domain.Pipeline;

/// <summary>The worked figures: one company, one cycle of three stages, and what happens to them step by step.</summary>
[Trait("Suite", "Database")]
public sealed class FiguresTests
{
    private static readonly DateOnly Start = An.Today.AddDays(-30);

    [Fact]
    public async Task AnOpportunityCountsOnTheStageItStandsOn_WithWhatItIsWorthToday()
    {
        await using var host = await CompanyAsync();
        var anna = await host.CallerAsync("ANNA");
        await OpenAsync(host, anna, 10_000, chances: 50);
        await NextAsync(host, "OPP-00041", anna, Start.AddDays(4), chances: 60);
        await OpenAsync(host, anna, 20_000, chances: 25);

        var cycle = await Get(host, f => f.OfCycleAsync("three", null, null, anna, default));

        // Multiply: 10,000 × 60 % × 50 %, and 20,000 × 25 % × 20 %.
        Assert.Equal((2, 30_000m, 4_000m), (cycle!.Opportunities, cycle.EstimatedValue, cycle.CurrentValue));
        Assert.Equal(
            [(10, "Look", 1, 20_000m, 1_000m, 4m), (20, "Talk", 1, 10_000m, 3_000m, null), (30, "Sign", 0, 0m, 0m, (decimal?)null)],
            cycle.Stages.Select(s => (s.Number, s.Description, s.Opportunities, s.EstimatedValue, s.CurrentValue, s.AverageDays)));
    }

    [Theory]
    [InlineData(Outcome.Won)]
    [InlineData(Outcome.Lost)]
    public async Task OnceClosed_ItLeavesTheFiguresOfTheCycle_AndStandsInThoseOfTheSalesperson(Outcome outcome)
    {
        await using var host = await CompanyAsync();
        var anna = await host.CallerAsync("ANNA");
        var before = (await Get(host, f => f.OfSalespersonAsync("ANNA", anna, default)))!;
        await OpenAsync(host, anna, 10_000, chances: 50);
        await host.CloseAsync(
            "OPP-00041",
            new CloseOpportunity(outcome, outcome == Outcome.Won ? "PRICE_W" : "PRICE_L", An.Today, outcome == Outcome.Won ? 9_000 : null),
            anna).Done();

        var cycle = await Get(host, f => f.OfCycleAsync("THREE", null, null, anna, default));
        var stages = await Get(host, f => f.PipelineAsync(new FigureFilter("THREE"), PipelineGrouping.Stage, anna, default));
        var person = (await Get(host, f => f.OfSalespersonAsync("ANNA", anna, default)))!;

        Assert.Equal((0, 0m, 0m), (cycle!.Opportunities, cycle.EstimatedValue, cycle.CurrentValue));
        Assert.All(cycle.Stages, s => Assert.Equal((0, 0m, 0m), (s.Opportunities, s.EstimatedValue, s.CurrentValue)));
        Assert.Equal(["10", "20", "30"], stages!.Groups.Select(g => g.Key));
        Assert.All(stages.Groups, g => Assert.Equal(0, g.Opportunities));
        Assert.Equal(before.Open, person.Open);
        var (was, now) = outcome == Outcome.Won ? (before.Won, person.Won) : (before.Lost, person.Lost);
        Assert.Equal(
            (1, 10_000m, outcome == Outcome.Won ? 9_000m : 0m),
            (now.Opportunities - was.Opportunities, now.EstimatedValue - was.EstimatedValue, now.CurrentValue - was.CurrentValue));
    }

    [Fact]
    public async Task AnUpdateSplitsNoStay_ButEndsAnEntry()
    {
        await using var host = await CompanyAsync();
        var anna = await host.CallerAsync("ANNA");
        await OpenAsync(host, anna, 10_000, chances: 50);
        await host.MoveAsync("OPP-00041", new MoveRequest(MoveAction.Update, DateOfChange: Start.AddDays(3), EstimatedValue: 12_000), anna)
            .Done();
        await host.MoveAsync("OPP-00041", new MoveRequest(MoveAction.Update, DateOfChange: Start.AddDays(9), EstimatedValue: 12_500), anna)
            .Done();
        var ages = (await Get(host, f => f.AgeingAsync(new FigureFilter("THREE"), anna, default)))!;
        await NextAsync(host, "OPP-00041", anna, Start.AddDays(12), chances: 60);

        var time = await Get(host, f => f.TimeInStageAsync(new FigureFilter("THREE"), null, null, anna, default));
        var cycle = await Get(host, f => f.OfCycleAsync("THREE", null, null, anna, default));

        Assert.Equal((15, 30), ages.Where(a => a.Totals.Opportunities > 0).Select(a => (a.FromDays, a.ToDays!.Value)).Single());
        Assert.Equal(
            [(1, 12m, 12m), (0, null, null), (0, null, (decimal?)null)], time!.Select(t => (t.Stays, t.AverageDays, t.MedianDays)));
        Assert.Equal(4m, cycle!.Stages[0].AverageDays); // (3 + 6 + 3) / 3, as Business Central tells it
    }

    [Fact]
    public async Task TheStaysOfAPeriodAreThoseOfTheOpportunitiesThatAreListedForIt()
    {
        await using var host = await CompanyAsync();
        var anna = await host.CallerAsync("ANNA");
        foreach (var no in new[] { "OPP-00041", "OPP-00042", "OPP-00043" })
        {
            await OpenAsync(host, anna, 10_000, chances: 50);
            var moved = await NextAsync(host, no, anna, Start.AddDays(4), chances: 60);
            if (no == "OPP-00042")
            {
                await host.DoAsync<UndoActs, Result<Acted>>(u => u.UndoAsync(no, moved.Opportunity.Version, anna, default)).Done();
            }
        }

        await host.MoveAsync("OPP-00043", new MoveRequest(MoveAction.Previous, DateOfChange: Start.AddDays(8)), anna).Done();

        Assert.Equal(["OPP-00041", "OPP-00043"], await ListedAsync(10, Start, Start));
        Assert.Equal(["OPP-00043"], await ListedAsync(20, Start, Start.AddDays(4)));
        Assert.Empty(await ListedAsync(20, Start.AddDays(5), null));
        Assert.Empty(await ListedAsync(10, null, Start.AddDays(-1)));

        async Task<IEnumerable<string>> ListedAsync(int stage, DateOnly? from, DateOnly? to)
        {
            var listed = await host.DoAsync<OpportunityQueries, OpportunityPage>(q => q.ListAsync(
                new OpportunityFilter(SalesCycleCode: "THREE", LeftStage: stage, EnteredFrom: from, EnteredTo: to), 10, null, anna,
                default));
            var times = await Get(host, f => f.TimeInStageAsync(new FigureFilter("THREE"), from, to, anna, default));
            Assert.Equal(times!.Single(t => t.Number == stage).Stays, listed.Rows.Count);
            return listed.Rows.Select(r => r.No).Order();
        }
    }

    [Fact]
    public async Task GivenTwoThatEnteredAStage_WhenOneWentOnAndIsReopenedAfterBeingWonFromThere_ThenHalfWentOn()
    {
        await using var host = await CompanyAsync();
        var (anna, emma) = (await host.CallerAsync("ANNA"), await host.CallerAsync("EMMA"));
        await OpenAsync(host, anna, 10_000, chances: 50);
        await OpenAsync(host, anna, 20_000, chances: 50);
        await NextAsync(host, "OPP-00041", anna, Start.AddDays(4), chances: 60);
        await host.CloseAsync("OPP-00042", new CloseOpportunity(Outcome.Won, "PRICE_W", An.Today, 9_000), anna).Done();
        var whileWon = (await Get(host, f => f.ConversionAsync(new FigureFilter("THREE"), Start, Start, anna, default)))!;
        await host.DoAsync<OpportunityActs>(acts => acts.ReopenAsync("OPP-00042", "Not paid", null, emma, default));

        var conversion = (await Get(host, f => f.ConversionAsync(new FigureFilter("THREE"), Start, Start, anna, default)))!;

        Assert.Equal([(2, 2, 100m), (0, 0, null), (0, 0, (decimal?)null)], whileWon.Select(c => (c.Entered, c.WentOn, c.Share)));
        Assert.Equal((2, 1, 50m), (conversion[0].Entered, conversion[0].WentOn, conversion[0].Share));
    }

    [Fact]
    public async Task ThePartsOfTheForecast_AndTheBarsOfThePipeline_SumToTheSame()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");

        var forecast = (await Get(host, f => f.ForecastAsync(FigureFilter.None, 2, emma, default)))!;
        var bars = await Task.WhenAll(
            Enum.GetValues<PipelineGrouping>().Select(g => Get(host, f => f.PipelineAsync(FigureFilter.None, g, emma, default))));
        var ages = (await Get(host, f => f.AgeingAsync(FigureFilter.None, emma, default)))!;

        var all = forecast.Months.Aggregate(forecast.Earlier.Plus(forecast.Later), (sum, m) => sum.Plus(m.Totals));
        Assert.Equal(28, all.Opportunities);
        Assert.All(bars, b => Assert.Equal(
            (all.Opportunities, all.EstimatedValue, all.CurrentValue),
            (b!.Groups.Sum(g => g.Opportunities), b.Groups.Sum(g => g.EstimatedValue), b.Groups.Sum(g => g.CurrentValue))));
        Assert.All(bars, b => Assert.Equal(4, b!.NotStarted));
        Assert.Equal(all, ages.Aggregate(Totals.Zero, (sum, a) => sum.Plus(a.Totals)));
    }

    [Fact]
    public async Task WhoSeesOnlyTheirOwn_IsToldNothingOfOthers()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var outsider = await host.HireAsync("LONE", Role.Salesperson, null);

        var person = await Get(host, f => f.OfSalespersonAsync("ANNA", outsider, default));
        var pipeline = await Get(
            host, f => f.PipelineAsync(new FigureFilter(TeamCode: "LIGHT"), PipelineGrouping.Salesperson, outsider, default));
        var cycle = await Get(host, f => f.OfCycleAsync("NEW", null, null, outsider, default));
        var wins = await Get(host, f => f.WinRateAsync(FigureFilter.None, null, null, outsider, default));

        Assert.Equal(new SalesStatistics(new(0, 0, 0), new(0, 0, 0), new(0, 0, 0), 0), person);
        Assert.Equal((0, 0m, 0m), (person!.Open.Opportunities, person.Open.AverageEstimatedValue, person.Open.AverageCurrentValue));
        Assert.Empty(pipeline!.Groups);
        Assert.Equal((0, 0m), (pipeline.NotStarted, pipeline.NotStartedValue));
        Assert.All(cycle!.Stages, s => Assert.Null(s.AverageDays));
        Assert.Null(wins!.Rate);
        Assert.Empty(wins.Reasons);
    }

    [Fact]
    public async Task UnknownCodesAnswerNothing_AndBlankOnesDoNotFilter()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");

        Assert.Null(await Get(host, f => f.OfCycleAsync("NOPE", null, null, emma, default)));
        Assert.Null(await Get(host, f => f.OfSalespersonAsync("NOPE", emma, default)));
        Assert.Null(await Get(host, f => f.OfTeamAsync("NOPE", emma, default)));
        Assert.Null(await Get(host, f => f.OfContactAsync("NOPE", emma, default)));
        foreach (var filter in new FigureFilter[] { new("NOPE"), new(SalespersonCode: "NOPE"), new(TeamCode: "NOPE") })
        {
            Assert.Null(await Get(host, f => f.PipelineAsync(filter, PipelineGrouping.Stage, emma, default)));
            Assert.Null(await Get(host, f => f.ForecastAsync(filter, 3, emma, default)));
            Assert.Null(await Get(host, f => f.SlippedAsync(filter, emma, default)));
            Assert.Null(await Get(host, f => f.AgeingAsync(filter, emma, default)));
            Assert.Null(await Get(host, f => f.ConversionAsync(filter, null, null, emma, default)));
            Assert.Null(await Get(host, f => f.TimeInStageAsync(filter, null, null, emma, default)));
            Assert.Null(await Get(host, f => f.WinRateAsync(filter, null, null, emma, default)));
        }

        Assert.Equal(28, (await Get(host, f => f.PipelineAsync(new(" ", "", null), PipelineGrouping.Month, emma, default)))!.Groups.Sum(g =>
            g.Opportunities));
    }

    [Fact]
    public async Task ACompanySumsThePersonsWhoBelongToIt()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");

        var company = (await Get(host, f => f.OfContactAsync("CT-00002", emma, default)))!; // Fabrikam Clinics
        var person = (await Get(host, f => f.OfContactAsync("CT-00010", emma, default)))!; // Marc Dubois, of Fabrikam

        Assert.Equal((2, 384_000m), (person.Open.Opportunities, person.Open.EstimatedValue)); // Operating theatre, Helipad
        Assert.Equal((1, 31_000m), (person.Lost.Opportunities, person.Lost.EstimatedValue)); // Car park poles
        Assert.Equal((4, 636_000m), (company.Open.Opportunities, company.Open.EstimatedValue)); // and Ward refit, Radiology
        Assert.Equal((2, 58_700m), (company.Lost.Opportunities, company.Lost.EstimatedValue)); // and Bedside lamps
    }

    private static Task<T> Get<T>(DomainHost host, Func<Figures, Task<T>> figure) => host.DoAsync(figure);

    /// <summary>The demo company with the cycle THREE (20, 50 and 90 % completed) and nothing in it.</summary>
    private static async Task<DomainHost> CompanyAsync()
    {
        var host = await DomainHost.StartWithDemoAsync();
        await host.DoAsync<OpportunitiesContext>(db =>
        {
            var cycle = SalesCycle.Create("THREE", "Three steps", ProbabilityMethod.Multiply).Done();
            cycle.AddStage(10, An.Details("Look", 20)).Done();
            cycle.AddStage(20, An.Details("Talk", 50)).Done();
            cycle.AddStage(30, An.Details("Sign", 90)).Done();
            db.SalesCycles.Add(cycle);
            return db.SaveChangesAsync();
        });
        return host;
    }

    private static Task<Opportunity> OpenAsync(DomainHost host, Caller caller, decimal value, decimal chances) => host.CreateAsync(
        new CreateOpportunity(
            "Pool lights", ContactNo: "CT-00001", SalesCycleCode: "THREE", CreationDate: Start, EstimatedValue: value,
            ChancesOfSuccess: chances, EstimatedCloseDate: An.Today.AddDays(40)),
        caller).Done();

    private static Task<Acted> NextAsync(DomainHost host, string no, Caller caller, DateOnly on, decimal chances) =>
        host.MoveAsync(no, new MoveRequest(MoveAction.Next, DateOfChange: on, ChancesOfSuccess: chances), caller).Done();
}
