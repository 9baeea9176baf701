using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Delivery;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Domain.People;

[Trait("Suite", "Database")]
public sealed class PeopleActsTests
{
    private static readonly PersonForm Gina = new(
        " Gina Volt ", " Gina@Volt.example ", null, Role.Salesperson, "light", "fr", "Europe/London", false);

    [Fact]
    public async Task APersonIsMadeAndChanged()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");

        var made = (await SaveAsync(host, emma, " gina ", Gina)).Done();
        Assert.Equal(
            ("GINA", "Gina Volt", "gina@volt.example", "LIGHT", "fr"), (made.Code, made.Name, made.Email, made.Team!.Code, made.Language));
        var changed = (await SaveAsync(
            host, emma, "GINA", Gina with { TeamCode = null, Blocked = true, Role = Role.Manager }, isNew: false, made.Version))
            .Done();
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

        var refused = Assert.IsType<Result<Salesperson>.Refused>(
            await SaveAsync(host, await host.CallerAsync("EMMA"), "GINA", Gina with { Email = email }));

        Assert.Equal([(code, field)], refused.Refusals.Select(r => (r.Code, r.Field)));
    }

    [Fact]
    public async Task WhatIsWrongWithAPersonIsTold()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");

        Assert.Equal(["required", "unknownValue", "unknownValue", "unknownValue"],
            (await SaveAsync(host, emma, "GINA", Gina with { Name = "", Role = (Role)5, Language = "de", TimeZone = "Mars/Base" }))
                .Refused());
        Assert.Equal(
            ["teamUnknown", "badObjectId"],
            (await SaveAsync(host, emma, "GINA", Gina with { TeamCode = "NOPE", EntraObjectId = "12" })).Refused());
        Assert.Equal(["badCode"], (await SaveAsync(host, emma, "GINA VOLT", Gina)).Refused());
        var objectId = Guid.NewGuid().ToString();
        (await SaveAsync(host, emma, "GINA", Gina with { EntraObjectId = objectId.ToString() })).Done();
        Assert.Equal(
            ["objectIdTaken"], (await SaveAsync(host, emma, "HUGO", Gina with { Email = null, EntraObjectId = objectId })).Refused());
        (await SaveAsync(host, emma, "GINA", Gina with { EntraObjectId = objectId.ToString() }, isNew: false)).Done(); // their own
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
            db.WaitingPeople.AddRange(
                WaitingPerson.Of(one, "Gina", null, host.Clock.GetUtcNow()), WaitingPerson.Of(other, null, null, host.Clock.GetUtcNow()));
            return db.SaveChangesAsync();
        });

        Assert.Equal(
            ["emailTaken"],
            (await SaveAsync(host, emma, "GINA", Gina with { EntraObjectId = one.ToString(), Email = "ben@lumen-supply.example" }))
                .Refused());
        Assert.Equal(2, (await host.PeopleAsync(p => p.WaitingAsync(emma, default))).Count);
        (await SaveAsync(host, emma, "GINA", Gina with { EntraObjectId = one.ToString() })).Done();
        Assert.Equal([other.ToString()], (await host.PeopleAsync(p => p.WaitingAsync(emma, default))).Select(w => w.Name));
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
            Assert.IsType<Result<SalesTeam>.Refused>(await Save("NORTH", "North", "NOBODY", isNew: false)).First is var f
                ? (f.Code, f.Field)
                : default);
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

    [Fact]
    public async Task OfTwoAdminsWhoBlockEachOtherAtOnceOneStays()
    {
        var meanwhile = new Meanwhile();
        await using var host = await meanwhile.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        var gina = await host.HireAsync("GINA", Role.Admin, null);

        Result<BlockedPerson>? other = null;
        meanwhile.Comes("INTO \"AuditEntries\"", async () => other = await BlockAsync(host, gina, "EMMA", true));
        (await BlockAsync(host, emma, "GINA", true)).Done();
        await meanwhile.Act;

        Assert.Equal(["lastAdmin"], other!.Refused());
        Assert.Equal(
            1, await host.DoAsync<OpportunitiesContext, int>(db => db.Salespeople.CountAsync(p => p.Role == Role.Admin && !p.Blocked)));
    }

    [Theory]
    [InlineData("GINA", null, "codeExists")]
    [InlineData("HUGO", "gina@volt.example", "emailTaken")]
    public async Task OfTwoWhoTakeInTheSamePersonAtOnceTheLaterIsToldSo(string code, string? email, string refusal)
    {
        var rival = new Rival();
        await using var host = await rival.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");

        rival.Writes($"""INSERT INTO "Salespeople" ("Code", "Name", "Email", "Role", "Language", "TimeZone", "Blocked", "Version") VALUES ('GINA', 'Theirs', 'gina@volt.example', 0, 'en', 'Etc/UTC', {false}, 1)""");
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

        rival.Writes($"""UPDATE "Salespeople" SET "EntraObjectId" = {objectId} WHERE "Code" = 'BEN'""");
        var refused = (await SaveAsync(host, emma, "GINA", Gina with { EntraObjectId = objectId.ToString() })).Refused();

        Assert.Equal(["objectIdTaken"], refused);
    }

    [Fact]
    public async Task OfTwoWhoMakeTheSameTeamAtOnceTheLaterIsToldThatItExists()
    {
        var rival = new Rival();
        await using var host = await rival.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");

        rival.Writes($"""INSERT INTO "Teams" ("Code", "Name", "Version") VALUES ('NORTH', 'Theirs', 1)""");
        var refused = await host.PeopleAsync(
            p => p.SaveTeamAsync("north", "Mine", null, true, null, emma, CancellationToken.None).Refused());

        Assert.Equal(["codeExists"], refused);
    }

    [Fact]
    public async Task APersonIsDeletedOnlyWhenNothingNamesThem()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        var gina = (await SaveAsync(host, emma, "GINA", Gina)).Done();

        var refused = Assert.IsType<Result<Salesperson>.Refused>(await DeleteAsync(host, emma, "david")).First;
        Assert.Equal("personInUse", refused.Code);
        var uses = await host.PeopleAsync(p => p.UsesAsync("DAVID", default));
        Assert.Equal(
            [uses.Opportunities, uses.Entries, uses.Tasks, uses.Contacts, uses.Reminders, uses.Teams], refused.Arguments.Cast<int>());
        Assert.Equal((10, 3, 1), (uses.Opportunities, uses.Contacts, uses.Teams));
        Assert.True(uses is { Entries: > 0, Tasks: > 0, Reminders: > 0 });
        Assert.Equal(["stale"], (await DeleteAsync(host, emma, "GINA", version: 7)).Refused());
        (await DeleteAsync(host, emma, "gina", gina.Version)).Done();
        Assert.Null(await host.PeopleAsync(p => p.FindAsync("GINA", default)));
        Assert.Equal(["notFound"], (await DeleteAsync(host, emma, "GINA")).Refused());
    }

    [Fact]
    public async Task WithAPersonGoesWhatIsKeptForThem_AndNothingOfOthers()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        var objectId = new Guid("91000000-0000-4000-8000-000000000001");
        var gina = (await SaveAsync(host, emma, "GINA", Gina with { EntraObjectId = objectId.ToString() })).Done();
        await host.DoAsync<SavedViews>(async views =>
        {
            (await views.SaveAsync("Mine", "?q=x", Caller.For(gina, default, emma.Now), CancellationToken.None)).Done();
            (await views.SaveAsync("Hers", "?q=y", emma, CancellationToken.None)).Done();
        });
        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            foreach (var id in new[] { objectId, Guid.Empty })
            {
                db.KnownConversations.Add(new KnownConversation
                {
                    TenantId = "tenant",
                    Kind = KnownConversationKind.Person,
                    Name = id.ToString(),
                    Reference = "{}",
                });
            }

            await db.SaveChangesAsync();
        });

        (await DeleteAsync(host, emma, "GINA")).Done();

        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            Assert.Equal(
                [emma.SalespersonId], await db.StoredItems.Where(i => i.OwnerId != null).Select(i => i.OwnerId!.Value).ToListAsync());
            Assert.Equal([Guid.Empty.ToString()], await db.KnownConversations.Select(c => c.Name).ToListAsync());
        });
    }

    [Theory]
    [InlineData("""UPDATE "Opportunities" SET "SalespersonId" = {0} WHERE "No" = 'OPP-00008'""", 0)]
    [InlineData("""UPDATE "Entries" SET "SalespersonId" = {0} WHERE "Id" = 1""", 1)]
    [InlineData("""UPDATE "Entries" SET "ById" = {0} WHERE "Id" = 1""", 1)]
    [InlineData("""UPDATE "Tasks" SET "SalespersonId" = {0}, "Closed" = {1} WHERE "Id" = 1""", 2)]
    [InlineData("""UPDATE "Contacts" SET "SalespersonId" = {0} WHERE "Id" = 1""", 3)]
    [InlineData("""UPDATE "Reminders" SET "SalespersonId" = {0} WHERE "Id" = 1""", 4)]
    [InlineData("""UPDATE "Teams" SET "ManagerId" = {0}""", 5)]
    public async Task EachThingThatNamesAPersonKeepsThem(string sql, int counted)
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        var gina = (await SaveAsync(host, emma, "GINA", Gina)).Done();
        host.IsBroken = true; // what names her is written past the rules
        await host.DoAsync<OpportunitiesContext>(db => db.Database.ExecuteSqlRawAsync(sql, gina.Id, true));

        var refused = Assert.IsType<Result<Salesperson>.Refused>(await DeleteAsync(host, emma, "GINA")).First;

        Assert.Equal("personInUse", refused.Code);
        Assert.Equal(Enumerable.Range(0, 6).Select(i => i == counted ? 1 : 0), refused.Arguments.Cast<int>());
    }

    [Fact]
    public async Task GivenAnOpportunityGivenToAPersonWhileTheyAreDeleted_WhenThatIsSaved_ThenThePersonStays()
    {
        var rival = new Rival();
        await using var host = await rival.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        var gina = (await SaveAsync(host, emma, "GINA", Gina)).Done();

        rival.Writes($"""UPDATE "Opportunities" SET "SalespersonId" = {gina.Id} WHERE "No" = 'OPP-00001'""");
        Assert.Equal(["personInUse"], (await DeleteAsync(host, emma, "GINA")).Refused());
        rival.Writes($"""UPDATE "Salespeople" SET "Version" = 9 WHERE "Id" = {gina.Id}""");
        Assert.Equal(["stale"], (await BlockAsync(host, emma, "GINA", true)).Refused());
    }

    [Fact]
    public async Task BlockingAPersonTellsHowManyOpenOpportunitiesTheyStillHave()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");

        var blocked = (await BlockAsync(host, emma, "anna", true, version: 1)).Done();
        Assert.Equal((true, 8, 2L), (blocked.Person.Blocked, blocked.OpenOpportunities, blocked.Person.Version));
        Assert.Equal(8, await host.PeopleAsync(p => p.OpenOpportunitiesAsync("anna", default)));
        Assert.Equal(["stale"], (await BlockAsync(host, emma, "ANNA", false, version: 1)).Refused());
        Assert.False((await BlockAsync(host, emma, "ANNA", false, version: 2)).Done().Person.Blocked);
        Assert.Equal(["notFound"], (await BlockAsync(host, emma, "NOBODY", true)).Refused());
    }

    [Fact]
    public async Task TheLastAdminIsNeitherBlockedNorDeleted()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");

        Assert.Equal(["lastAdmin"], (await BlockAsync(host, emma, "EMMA", true)).Refused());
        Assert.Equal(["lastAdmin"], (await DeleteAsync(host, emma, "EMMA")).Refused());
        (await SaveAsync(host, emma, "GINA", Gina with { Role = Role.Admin })).Done();
        (await DeleteAsync(host, emma, "EMMA")).Done();
        Assert.Equal(["lastAdmin"], (await DeleteAsync(host, await host.CallerAsync("GINA"), "GINA")).Refused());
    }

    [Fact]
    public async Task ATeamIsDeletedOnlyWhenNobodyIsInIt()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        (await host.PeopleAsync(p => p.SaveTeamAsync("NORTH", "North", "DAVID", true, null, emma, default))).Done();

        var refused = Assert.IsType<Result<SalesTeam>.Refused>(await DeleteTeamAsync(host, emma, "light")).First;
        Assert.Equal(("teamHasPeople", 5), (refused.Code, refused.Arguments[0]));
        Assert.Equal(["stale"], (await DeleteTeamAsync(host, emma, "NORTH", version: 7)).Refused());
        (await DeleteTeamAsync(host, emma, "north", version: 1)).Done();
        Assert.Equal(["notFound"], (await DeleteTeamAsync(host, emma, "NORTH")).Refused());
    }

    [Fact]
    public async Task GivenAPersonPutIntoATeamWhileItIsDeleted_WhenThatIsSaved_ThenTheTeamStays()
    {
        var rival = new Rival();
        await using var host = await rival.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        (await host.PeopleAsync(p => p.SaveTeamAsync("NORTH", "North", null, true, null, emma, default))).Done();

        rival.Writes($"""UPDATE "Salespeople" SET "TeamId" = (SELECT "Id" FROM "Teams" WHERE "Code" = 'NORTH') WHERE "Code" = 'BEN'""");

        Assert.Equal(["teamHasPeople"], (await DeleteTeamAsync(host, emma, "NORTH")).Refused());
    }

    [Theory]
    [InlineData("ANNA", "forbidden")]
    [InlineData("DAVID", "forbidden")]
    [InlineData("EMMA", null)]
    public async Task OnlyAdminsBlockAndDeletePeopleAndTeams(string who, string? refusal)
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (caller, emma) = (await host.CallerAsync(who), await host.CallerAsync("EMMA"));
        (await SaveAsync(host, emma, "GINA", Gina)).Done();
        (await host.PeopleAsync(p => p.SaveTeamAsync("NORTH", "North", null, true, null, emma, default))).Done();

        Assert.Equal(refusal, Code(await BlockAsync(host, caller, "GINA", true)));
        Assert.Equal(refusal, Code(await DeleteAsync(host, caller, "GINA")));
        Assert.Equal(refusal, Code(await DeleteTeamAsync(host, caller, "NORTH")));
    }

    private static string? Code<T>(Result<T> result) => (result as Result<T>.Refused)?.First.Code;

    private static Task<Result<Salesperson>> DeleteAsync(DomainHost host, Caller caller, string code, long? version = null) =>
        host.PeopleAsync(p => p.DeleteAsync(code, version, caller, CancellationToken.None));

    private static Task<Result<BlockedPerson>> BlockAsync(
        DomainHost host, Caller caller, string code, bool blocked, long? version = null) =>
        host.PeopleAsync(p => p.BlockAsync(code, blocked, version, caller, CancellationToken.None));

    private static Task<Result<SalesTeam>> DeleteTeamAsync(DomainHost host, Caller caller, string code, long? version = null) =>
        host.PeopleAsync(p => p.DeleteTeamAsync(code, version, caller, CancellationToken.None));

    private static Task<Result<Salesperson>> SaveAsync(
        DomainHost host, Caller caller, string code, PersonForm form, bool isNew = true, long? version = null) =>
        host.PeopleAsync(p => p.SaveAsync(code, form, isNew, version, caller, CancellationToken.None));
}
