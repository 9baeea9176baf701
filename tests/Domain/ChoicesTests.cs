using ChatOpportunities.Domain;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Tests.Domain;

/// <summary>What is offered to choose from: only what the act that follows accepts, and nothing that the caller may not see.</summary>
[Trait("Suite", "Database")]
public sealed class ChoicesTests
{
    [Fact]
    public async Task OnlyThoseAreOfferedForWhomTheCallerMayAct()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        (await host.PeopleAsync(p => p.SaveTeamAsync("OTHER", "Others", null, true, null, emma, default))).Done();
        await host.HireAsync("GINA", Role.Salesperson, "OTHER");
        await BlockAsync(host, "BEN", emma);

        var everybody = Codes(await ListAsync(host, c => c.EverybodyAsync(default)));
        List<string> ofHisTeam = [.. everybody.Except(["GINA"])];
        foreach (var (who, theirs) in new (string, List<string>)[] { ("ANNA", ["ANNA"]), ("DAVID", ofHisTeam), ("EMMA", everybody) })
        {
            var caller = await host.CallerAsync(who);
            Assert.Equal(theirs, Codes(await ListAsync(host, c => c.MayChangeOfAsync(caller, default))));
            Assert.Equal(
                theirs.Except(["BEN"]), Codes(await ListAsync(host, c => c.MayActForAsync(caller, default))));
            Assert.Equal(
                theirs.Contains("GINA"), await FindAsync(host, c => c.MayChangeOfAsync("gina", caller, default)) is not null);
            Assert.Equal(who, (await FindAsync(host, c => c.MyselfAsync(caller, default)))!.Code);
        }
    }

    [Fact]
    public async Task WhoIsBlockedIsNotOfferedUnlessChosenAlready()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        var ben = await BlockAsync(host, "BEN", emma);

        Assert.DoesNotContain("BEN", Codes(await ListAsync(host, c => c.ColleaguesAsync(default))));
        Assert.Contains("BEN", Codes(await ListAsync(host, c => c.ColleaguesAsync(ben.Id, default))));
        Assert.Contains("BEN", Codes(await ListAsync(host, c => c.EverybodyAsync(default))));
        var inTeams = await host.DoAsync<Choices, IReadOnlyList<NamedPerson>>(c => c.ColleaguesInTeamsAsync(default));
        Assert.DoesNotContain("BEN", inTeams.Select(p => p.Code));
        Assert.Contains(("DAVID", "Lighting sales"), inTeams.Select(p => (p.Code, p.Team ?? "")));
        Assert.Null(await FindAsync(host, c => c.ColleagueAsync("BEN", default)));
        Assert.NotNull(await FindAsync(host, c => c.PersonAsync(" ben ", default)));
    }

    [Fact]
    public async Task AFilterNamesOnlyThoseWhoHoldWhatTheCallerMaySee()
    {
        await using var host = await DomainHost.StartWithDemoAsync(
            s => s.Configure<CompanyOptions>(o => o.OpportunityVisibility = OpportunityVisibility.Own));
        var (anna, emma) = (await host.CallerAsync("ANNA"), await host.CallerAsync("EMMA"));
        await host.StartedAsync(emma, "ANNA");
        await host.StartedAsync(emma, "BEN");

        Assert.Equal(["ANNA"], Codes(await ListAsync(host, c => c.WithVisibleOpportunitiesAsync(anna, default))));
        Assert.Contains("BEN", Codes(await ListAsync(host, c => c.WithVisibleOpportunitiesAsync(emma, default))));
    }

    [Fact]
    public async Task TheUsualCycleIsTheDefaultOneOrTheOnlyOne()
    {
        await using var host = await DomainHost.StartWithDemoAsync();

        var cycles = await ListAsync(host, c => c.CyclesAsync(default));

        Assert.Equal(cycles.Select(c => c.Code).Order(StringComparer.Ordinal), cycles.Select(c => c.Code));
        await host.DoAsync<Choices>(c =>
        {
            Assert.Equal("NEW", c.Usual(cycles)!.Code);
            Assert.Equal("X", c.Usual([new NamedRecord(1, "X", "The only one")])!.Code);
            Assert.Null(c.Usual([new NamedRecord(1, "X", "One"), new NamedRecord(2, "Y", "Another")]));
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task ReasonsAreThoseOfTheOutcome()
    {
        await using var host = await DomainHost.StartWithDemoAsync();

        var won = await ListAsync(host, c => c.CloseReasonsAsync(Outcome.Won, default));
        var lost = await ListAsync(host, c => c.CloseReasonsAsync(Outcome.Lost, default));

        Assert.NotEmpty(won);
        Assert.NotEmpty(lost);
        Assert.Empty(won.Intersect(lost));
        Assert.Equal(won.Select(r => r.Name).Order(StringComparer.Ordinal), won.Select(r => r.Name));
    }

    [Fact]
    public async Task ContactsBeginWithThoseNamedThenTheLatestOnes()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");

        var offered = await ListAsync(host, c => c.ContactsAsync(["CT-00003"], null, 4, anna, default));

        Assert.Equal("CT-00003", offered[0].Code);
        Assert.True(offered.Count >= 4);
        Assert.Equal(offered.Count, offered.Select(c => c.Id).Distinct().Count());
    }

    [Theory]
    [InlineData("eme", "EK")]
    [InlineData("EMELIE", "EK")]
    [InlineData("ek", "EK")] // a code, though "Ekholm" begins so
    [InlineData("ann", "ANN")] // somebody's whole name, though it is a part of others'
    [InlineData("anna", "ANNA")]
    [InlineData("an", "ANN", "ANNA")] // a word begins so; "Joanne" only holds it
    [InlineData("ner", "WAGNER")] // held, from three letters on
    [InlineData("er")]
    [InlineData("me", "JO")] // whoever says it, not "James"
    [InlineData("moi", "JO")]
    [InlineData("us")] // nobody, not "Gustav"
    [InlineData("Lui")]
    [InlineData("kim")]
    [InlineData("")]
    public void WhoIsMeantIsWhoIsCalledExactlySo_ElseWhoseNameBeginsSo_ElseHoldsIt(string text, params string[] meant)
    {
        NamedRecord[] people =
        [
            new(1, "EK", "Émélie Krüger"), new(2, "EKH", "Per Ekholm"), new(3, "ANN", "Ann"), new(4, "ANNA", "Anna Keller"),
            new(5, "JO", "Joanne Moss"), new(6, "WAGNER", "Otto Wagner"), new(7, "JAMES", "James Lane"), new(8, "GUS", "Gustav Luidi"),
        ];

        Assert.Equal(meant, Codes(people.Called(text, myself: 5)));
    }

    private static List<string> Codes(IEnumerable<NamedRecord> records) => [.. records.Select(r => r.Code)];

    private static Task<IReadOnlyList<NamedRecord>> ListAsync(DomainHost host, Func<Choices, Task<IReadOnlyList<NamedRecord>>> ask) =>
        host.DoAsync(ask);

    private static Task<NamedRecord?> FindAsync(DomainHost host, Func<Choices, Task<NamedRecord?>> ask) => host.DoAsync(ask);

    private static async Task<Salesperson> BlockAsync(DomainHost host, string code, Caller emma)
    {
        var person = (await host.PeopleAsync(p => p.FindAsync(code, default)))!;
        var form = new PersonForm(
            person.Name, person.Email, null, person.Role, person.Team?.Code, person.Language, person.TimeZone, Blocked: true);
        return (await host.PeopleAsync(p => p.SaveAsync(code, form, false, null, emma, default))).Done();
    }
}
