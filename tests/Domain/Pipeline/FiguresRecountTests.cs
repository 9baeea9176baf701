using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace ChatOpportunities.Tests.Domain.Pipeline;

[Trait("Suite", "Database")]
public sealed class FiguresRecountTests(ITestOutputHelper output)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Converters = { new PlainDecimals() } };

    [Fact]
    public async Task EveryFigureOfTheDemoCompanyEqualsARecount()
    {
        await using var host = await DomainHost.StartWithDemoAsync();

        await CompareAsync(host, ["EMMA", "DAVID", "ANNA"], [FigureFilter.None, new("NEW"), new("EXISTING", "BEN")]);
    }

    [Fact]
    public async Task EveryFigureOfLivesMadeAtRandomEqualsARecount()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"Seed {seed}");
        await using var host = await DomainHost.StartWithDemoAsync();
        await host.DoAsync<OpportunitiesContext>(db => new Lives(seed, An.Today).MakeAsync(db, 300));
        output.WriteLine(await host.CheckAsync());

        await CompareAsync(
            host,
            ["EMMA", "MIRA", "SAM", "LONE", "ANNA"],
            [FigureFilter.None, new("ODD"), new(SalespersonCode: "SAM"), new(TeamCode: "SOUND"), new("NEW", "ANNA", "LIGHT"),
                new(SalespersonCode: "SAM", TeamCode: "LIGHT")]);
    }

    [Fact]
    public async Task TheForecastAgainstTargetsOfLivesMadeAtRandomEqualsARecount()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        await using var host = await DomainHost.StartWithDemoAsync();
        await host.DoAsync<OpportunitiesContext>(db => new Lives(seed, An.Today).MakeAsync(db, 300));
        var emma = await host.CallerAsync("EMMA");
        foreach (var (isTeam, code) in new[]
        {
            (true, "LIGHT"), (true, "SOUND"), (false, "ANNA"), (false, "BEN"), (false, "SAM"), (false, "LONE"), (false, "MIRA"),
        })
        {
            List<decimal?> months = [.. Enumerable.Range(0, FiscalYear.Months)
                .Select(_ => random.Next(3) == 0 ? (decimal?)null : random.Next(4) == 0 ? 0 : random.Next(1, 9_000_000) / 100m)];
            await host.DoAsync<TargetActs>(async acts => (await acts.SaveAsync(isTeam, code, 2026, months, 0, emma, default)).Done());
        }

        var (all, cycles, people, targets) = await host.DoAsync<
            OpportunitiesContext, (List<Opportunity>, List<SalesCycle>, List<Salesperson>, List<SalesTarget>)>(
                async db => (
                    await db.Opportunities.Include(o => o.Entries).Include(o => o.Salesperson!.Team).Include(o => o.SalesCycle)
                        .AsSplitQuery().ToListAsync(),
                    await db.SalesCycles.Include(c => c.Stages).ToListAsync(),
                    await db.Salespeople.Include(p => p.Team).ToListAsync(),
                    await db.SalesTargets.ToListAsync()));
        FigureFilter[] filters =
        [
            FigureFilter.None, new(SalespersonCode: "SAM"), new(SalespersonCode: "ANNA"), new(TeamCode: "SOUND"), new(TeamCode: "LIGHT"),
            new(SalespersonCode: "SAM", TeamCode: "LIGHT"), new(SalespersonCode: "LONE"),
        ];
        foreach (var code in new[] { "EMMA", "DAVID", "MIRA", "SAM", "LONE", "ANNA" })
        {
            var caller = await host.CallerAsync(code);
            foreach (var filter in filters)
            {
                var told = await host.DoAsync<Figures, TargetForecast?>(
                    figures => figures.AgainstTargetsAsync(filter, new(2025, 11, 20), new(2027, 1, 1), caller, default));
                Same(
                    new Recount(all, cycles, caller).AgainstTargets(filter, new(2025, 11, 1), 15, targets, people), told!.Months, code,
                    filter);
            }
        }
    }

    private static async Task CompareAsync(DomainHost host, string[] callers, FigureFilter[] filters)
    {
        var (all, cycles, contacts) = await host.DoAsync<OpportunitiesContext, (List<Opportunity>, List<SalesCycle>, List<Contact>)>(
            async db => (
                await db.Opportunities.Include(o => o.Entries).ThenInclude(e => e.CloseReason)
                    .Include(o => o.Salesperson!.Team).Include(o => o.Contact).Include(o => o.SalesCycle).AsSplitQuery().ToListAsync(),
                await db.SalesCycles.Include(c => c.Stages).ToListAsync(),
                await db.Contacts.ToListAsync()));
        (DateOnly? From, DateOnly? To)[] periods =
            [(null, null), (An.Today.AddDays(-90), An.Today.AddDays(-20)), (An.Today.AddDays(5), null), (null, An.Today)];
        foreach (var code in callers)
        {
            var caller = await host.CallerAsync(code);
            var recount = new Recount(all, cycles, caller);
            await host.DoAsync<Figures>(async figures =>
            {
                foreach (var (from, to) in periods)
                {
                    foreach (var cycle in cycles)
                    {
                        Same(
                            recount.Cycle(cycle.Code, from, to), await figures.OfCycleAsync(cycle.Code, from, to, caller, default), code,
                            cycle.Code, from, to);
                    }

                    foreach (var filter in filters)
                    {
                        Same(
                            recount.Conversion(filter, from, to), await figures.ConversionAsync(filter, from, to, caller, default), code,
                            filter, from, to);
                        Same(
                            recount.TimeInStage(filter, from, to), await figures.TimeInStageAsync(filter, from, to, caller, default), code,
                            filter, from, to);
                        Same(
                            recount.WinRate(filter, from, to), await figures.WinRateAsync(filter, from, to, caller, default), code, filter,
                            from, to);
                    }
                }

                foreach (var filter in filters)
                {
                    foreach (var grouping in Enum.GetValues<PipelineGrouping>())
                    {
                        Same(
                            recount.Pipeline(filter, grouping), await figures.PipelineAsync(filter, grouping, caller, default), code,
                            filter, grouping);
                    }

                    Same(recount.Forecast(filter, 3), await figures.ForecastAsync(filter, 3, caller, default), code, filter);
                    Same(recount.Slipped(filter), await figures.SlippedAsync(filter, caller, default), code, filter);
                    Same(recount.Ageing(filter), await figures.AgeingAsync(filter, caller, default), code, filter);
                    Same(
                        new PipelineOverview(
                            recount.Pipeline(filter, PipelineGrouping.Stage), recount.Pipeline(filter, PipelineGrouping.Salesperson).Groups,
                            recount.Pipeline(filter, PipelineGrouping.Team).Groups, recount.Forecast(filter, 3), recount.Slipped(filter),
                            recount.Ageing(filter)),
                        await figures.OverviewAsync(filter, 3, caller, default), code, filter);
                }

                foreach (var person in all.Select(o => o.Salesperson!.Code).Distinct())
                {
                    Same(
                        recount.Statistics(o => o.Salesperson!.Code == person), await figures.OfSalespersonAsync(person, caller, default),
                        code, person);
                }

                foreach (var team in all.Select(o => o.Salesperson!.Team?.Code).OfType<string>().Distinct())
                {
                    Same(
                        recount.Statistics(o => o.Salesperson!.Team?.Code == team), await figures.OfTeamAsync(team, caller, default), code,
                        team);
                }

                foreach (var contact in contacts)
                {
                    Same(
                        recount.Statistics(o => o.ContactId == contact.Id || o.Contact!.CompanyId == contact.Id),
                        await figures.OfContactAsync(contact.No, caller, default), code, contact.No);
                }
            });
        }
    }

    private static void Same<T>(T expected, T? actual, params object?[] which)
        where T : class
    {
        var (recounted, told) = (JsonSerializer.Serialize(expected, Readable), JsonSerializer.Serialize(actual, Readable));
        Assert.True(recounted == told, $"{typeof(T).Name} of {string.Join(", ", which)}\nrecounted {recounted}\ntold {told}");
    }

    /// <summary>1.0 and 1.00 are the same figure.</summary>
    private sealed class PlainDecimals : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDecimal();

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(value / 1.0000000000000000000000000000m);
    }
}
