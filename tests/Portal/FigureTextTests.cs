using System.Net;
using AngleSharp.Html.Dom;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Portal;

/// <summary>A figure is the same text on every database: a server that keeps 50.00 answers 50, as SQLite does.</summary>
[Trait("Suite", "Database")]
public sealed class FigureTextTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    [Fact]
    public async Task TheApiTellsNoZerosThatOnlyFillAColumn()
    {
        var api = portal.Api();
        (await api.PostAsync("sales-cycles", """{"code":"PLAIN","description":"Plain","probabilityMethod":"multiply"}"""))
            .Done(HttpStatusCode.Created);
        (await api.SendAsync("PUT", "sales-cycles/PLAIN/stages/1", """
            {"description":"Talk","completedPercent":50,"chancesOfSuccessPercent":62.5}
            """)).Done(HttpStatusCode.Created);
        var no = (await api.PostAsync("opportunities", """
            {"description":"Arena lights","contactNo":"CT-00001","salespersonCode":"ANNA","salesCycleCode":"PLAIN",
             "estimatedValue":1000.5,"startNow":true,"estimatedCloseDate":"2026-06-30"}
            """)).Done(HttpStatusCode.Created)["no"];
        (await api.PostAsync($"opportunities/{no}/quote", """{"number":"Q-1","amount":900}""")).Done();

        var stage = (await api.GetAsync("sales-cycles/PLAIN/stages/1")).Done();
        var opportunity = (await api.GetAsync($"opportunities/{no}")).Done();
        var cycle = (await api.GetAsync("sales-cycles/PLAIN/statistics")).Done();

        Assert.Equal(["50", "62.5"], [stage["completedPercent"], stage["chancesOfSuccessPercent"]]);
        Assert.Equal(
            ["1000.5", "62.5", "50", "31.25", "312.65625", "900"],
            [
                opportunity["estimatedValue"], opportunity["chancesOfSuccess"], opportunity["completedPercent"], opportunity["probability"],
                opportunity["currentValue"], opportunity["quote.amount"],
            ]);
        Assert.Equal(["1000.5", "312.65625"], [cycle["estimatedValue"], cycle["currentValue"]]);
    }

    [Fact]
    public async Task AFormShowsThemAsTheyAreTyped()
    {
        var emma = await portal.SignInAsync("EMMA");

        var stage = await emma.SeeAsync("/setup/sales-cycles/NEW/stages/1");

        Assert.Equal(
            "10", Assert.IsAssignableFrom<IHtmlInputElement>(stage.Document.QuerySelector("[name='Input.ChancesOfSuccessPercent']")).Value);
    }

    [Fact]
    public async Task EveryFigureOfEveryRowIsReadWithoutThem()
    {
        await portal.DoAsync<OpportunitiesContext>(async db =>
        {
            var entries = await db.Entries.AsNoTracking().Take(200).ToListAsync();
            var figures = entries.SelectMany(
                e => new[] { e.EstimatedValue, e.ChancesOfSuccess, e.CompletedPercent, e.Probability, e.CurrentValue });
            var sums = await db.Entries.GroupBy(e => e.StageId)
                .Select(g => new { Estimated = g.Sum(e => e.EstimatedValue), Current = g.Sum(e => e.CurrentValue) }).ToListAsync();

            Assert.All(
                figures.Concat(sums.SelectMany(s => new[] { s.Estimated, s.Current })),
                f => Assert.Equal(f / 1.000000000000000000000000000m, f, SameText));
        });

        static bool SameText(decimal one, decimal other) => one.Scale == other.Scale && one == other;
    }
}
