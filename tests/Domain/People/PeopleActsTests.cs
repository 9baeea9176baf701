using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Domain.People;

public sealed class PeopleActsTests
{
    private static readonly PersonForm Gina = new(" Gina Volt ", " Gina@Volt.example ", null, Role.Salesperson, "light", "fr", "Europe/London", false);

    [Fact]
    public async Task APersonIsMadeAndChanged()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");

        var made = (await SaveAsync(host, emma, " gina ", Gina)).Done();
        Assert.Equal(("GINA", "Gina Volt", "gina@volt.example", "LIGHT", "fr"), (made.Code, made.Name, made.Email, made.Team!.Code, made.Language));
        var changed = (await SaveAsync(host, emma, "GINA", Gina with { TeamCode = null, Blocked = true, Role = Role.Manager }, isNew: false, made.Version)).Done();
        Assert.Equal((null, true, Role.Manager, 2L), (changed.TeamId, changed.Blocked, changed.Role, changed.Version));
        var stale = Assert.IsType<Result<Salesperson>.Refused>(await SaveAsync(host, emma, "GINA", Gina, isNew: false, made.Version)).First;
        Assert.Equal(("stale", "Emma Rossi"), (stale.Code, stale.Arguments[0]));
        Assert.Equal(["codeExists"], (await SaveAsync(host, emma, "gina", Gina)).Refused());
        Assert.Equal(["notFound"], (await SaveAsync(host, emma, "NOBODY", Gina, isNew: false)).Refused());
    }

    [Fact]
    public async Task GivenAPersonNobodyChangedYet_WhenAnOlderVersionIsSent_ThenThatIsToldWithoutAHistory()
    {
        await using var host = await DomainHost.StartWithDemoAsync(); // the demo people have no audit entries
        var emma = await host.CallerAsync("EMMA");

        var refused = Assert.IsType<Result<Salesperson>.Refused>(await SaveAsync(host, emma, "ANNA", Gina, isNew: false, version: 77));

        Assert.Equal("stale", refused.First.Code);
    }

    [Theory]
    [InlineData("gina@", "badEmail", "email")]
    [InlineData("Gina <gina@volt.example>", "badEmail", "email")]
    [InlineData("ANNA@lumen-supply.example", "emailTaken", "email")]
    public async Task AMailAddressIsOneAndBelongsToOnePerson(string email, string code, string field)
    {
        await using var host = await DomainHost.StartWithDemoAsync();

        var refused = Assert.IsType<Result<Salesperson>.Refused>(await SaveAsync(host, await host.CallerAsync("EMMA"), "GINA", Gina with { Email = email }));

        Assert.Equal([(code, field)], refused.Refusals.Select(r => (r.Code, r.Field)));
    }

    [Fact]
    public async Task WhatIsWrongWithAPersonIsTold()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");

        Assert.Equal(["required", "unknownValue", "unknownValue", "unknownValue"],
            (await SaveAsync(host, emma, "GINA", Gina with { Name = "", Role = (Role)5, Language = "de", TimeZone = "Mars/Base" })).Refused());
        Assert.Equal(["teamUnknown", "badObjectId"], (await SaveAsync(host, emma, "GINA", Gina with { TeamCode = "NOPE", EntraObjectId = "12" })).Refused());
        Assert.Equal(["badCode"], (await SaveAsync(host, emma, "GINA VOLT", Gina)).Refused());
        var objectId = Guid.NewGuid().ToString();
        (await SaveAsync(host, emma, "GINA", Gina with { EntraObjectId = objectId })).Done();
        Assert.Equal(["objectIdTaken"], (await SaveAsync(host, emma, "HUGO", Gina with { Email = null, EntraObjectId = objectId })).Refused());
        (await SaveAsync(host, emma, "GINA", Gina with { EntraObjectId = objectId }, isNew: false)).Done(); // their own
    }

    [Fact]
    public async Task TheLastAdminStaysOne()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        var form = new PersonForm("Emma Rossi", null, null, Role.Admin, null, "en", "Europe/Paris", false);

        Assert.Equal(["lastAdmin"], (await SaveAsync(host, emma, "EMMA", form with { Role = Role.Manager }, isNew: false)).Refused());
        Assert.Equal(["lastAdmin"], (await SaveAsync(host, emma, "EMMA", form with { Blocked = true }, isNew: false)).Refused());
        (await SaveAsync(host, emma, "GINA", Gina with { Role = Role.Admin, Blocked = true })).Done();
        Assert.Equal(["lastAdmin"], (await SaveAsync(host, emma, "EMMA", form with { Role = Role.Manager }, isNew: false)).Refused());
        (await SaveAsync(host, emma, "GINA", Gina with { Role = Role.Admin }, isNew: false)).Done();
        (await SaveAsync(host, emma, "EMMA", form with { Role = Role.Manager }, isNew: false)).Done();
    }

    [Fact]
    public async Task GivenSomebodyWaiting_WhenTheyAreTakenIn_ThenTheyWaitNoLonger()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        var (one, other) = (Guid.NewGuid(), Guid.NewGuid());
        await host.DoAsync<OpportunitiesContext>(db =>
        {
            db.WaitingPeople.AddRange(WaitingPerson.Of(one, "Gina", null, host.Clock.GetUtcNow()), WaitingPerson.Of(other, null, null, host.Clock.GetUtcNow()));
            return db.SaveChangesAsync();
        });

        Assert.Equal(["emailTaken"], (await SaveAsync(host, emma, "GINA", Gina with { EntraObjectId = one.ToString(), Email = "ben@lumen-supply.example" })).Refused());
        Assert.Equal(2, (await host.PeopleAsync(p => p.WaitingAsync(default))).Count);
        (await SaveAsync(host, emma, "GINA", Gina with { EntraObjectId = one.ToString() })).Done();
        Assert.Equal([other.ToString()], (await host.PeopleAsync(p => p.WaitingAsync(default))).Select(w => w.Name));
    }

    [Fact]
    public async Task ATeamHasAManagerWhoSeesWhatItsPeopleHave()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        Task<Result<SalesTeam>> Save(string code, string? name, string? manager, bool isNew, long? version = null) =>
            host.PeopleAsync(p => p.SaveTeamAsync(code, name, manager, isNew, version, emma, CancellationToken.None));

        var team = (await Save("north", "North", "david", isNew: true)).Done();
        Assert.Equal(("NORTH", "David Lindqvist"), (team.Code, team.Manager!.Name));
        Assert.Equal(["codeExists"], (await Save("NORTH", "Again", null, isNew: true)).Refused());
        Assert.Equal(["required"], (await Save("NORTH", " ", null, isNew: false)).Refused());
        Assert.Equal(("salespersonUnknown", "managerCode"),
            Assert.IsType<Result<SalesTeam>.Refused>(await Save("NORTH", "North", "NOBODY", isNew: false)).First is var f ? (f.Code, f.Field) : default);
        await host.HireAsync("GINA", Role.Salesperson, "NORTH");
        var hers = await host.StartedAsync(emma, "GINA");
        Assert.True((await host.FindAsync(hers.No, await host.CallerAsync("DAVID")))!.MayChange);

        (await Save("NORTH", "North", null, isNew: false, team.Version)).Done();
        Assert.Null(await host.FindAsync(hers.No, await host.CallerAsync("DAVID")));
        Assert.Equal(["stale"], (await Save("NORTH", "North", null, isNew: false, team.Version)).Refused());
        Assert.Equal(["notFound"], (await Save("SOUTH", "South", null, isNew: false)).Refused());
        Assert.Equal(["LIGHT", "NORTH"], (await host.PeopleAsync(p => p.TeamsAsync(default))).Select(t => t.Code));
    }

    [Theory]
    [InlineData("ANNA")]
    [InlineData("DAVID")]
    public async Task OnlyAdminsSetUpPeople(string who)
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var caller = await host.CallerAsync(who);

        Assert.Equal(["forbidden"], (await SaveAsync(host, caller, "GINA", Gina)).Refused());
        Assert.Equal(["forbidden"], await host.PeopleAsync(p => p.SaveTeamAsync("N", "N", null, true, null, caller, default).Refused()));
    }

    [Theory]
    [InlineData("GINA", null, "codeExists")]
    [InlineData("HUGO", "gina@volt.example", "emailTaken")]
    public async Task OfTwoWhoTakeInTheSamePersonAtOnceTheLaterIsToldSo(string code, string? email, string refusal)
    {
        var rival = new Rival();
        await using var host = await rival.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");

        rival.Writes("INSERT INTO Salespeople (Code, Name, Email, Role, Language, TimeZone, Blocked, Version) VALUES ('GINA', 'Theirs', 'gina@volt.example', 0, 'en', 'Etc/UTC', 0, 1)");
        var refused = (await SaveAsync(host, emma, code, Gina with { Email = email })).Refused();

        Assert.Equal([refusal], refused);
    }

    [Fact]
    public async Task OfTwoWhoGiveTheSameObjectIdAtOnceTheLaterIsToldSo()
    {
        var rival = new Rival();
        await using var host = await rival.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        var objectId = Guid.NewGuid();

        rival.Writes($"UPDATE Salespeople SET EntraObjectId = '{objectId.ToString().ToUpperInvariant()}' WHERE Code = 'BEN'");
        var refused = (await SaveAsync(host, emma, "GINA", Gina with { EntraObjectId = objectId.ToString() })).Refused();

        Assert.Equal(["objectIdTaken"], refused);
    }

    [Fact]
    public async Task OfTwoWhoMakeTheSameTeamAtOnceTheLaterIsToldThatItExists()
    {
        var rival = new Rival();
        await using var host = await rival.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");

        rival.Writes("INSERT INTO Teams (Code, Name, Version) VALUES ('NORTH', 'Theirs', 1)");
        var refused = await host.PeopleAsync(p => p.SaveTeamAsync("north", "Mine", null, true, null, emma, CancellationToken.None).Refused());

        Assert.Equal(["codeExists"], refused);
    }

    private static Task<Result<Salesperson>> SaveAsync(
        DomainHost host, Caller caller, string code, PersonForm form, bool isNew = true, long? version = null) =>
        host.PeopleAsync(p => p.SaveAsync(code, form, isNew, version, caller, CancellationToken.None));
}
