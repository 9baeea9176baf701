using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Support;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Tests.Domain.People;

/// <summary>What people, teams and contacts take and refuse, and who may do what, asked of the bare records.</summary>
public sealed class PeopleRuleTests
{
    private static readonly PersonDetails Good = new(
        "Ben", "ben@contoso.example", null, Role.Salesperson, null, "en", "Europe/Paris", false);
    private static readonly ContactDetails Firm = new(ContactType.Company, "Contoso", null, null, null, null, false);
    private static readonly ContactDetails Ana = new(ContactType.Person, "Ana Lima", null, null, null, null, false);

    private static Contact Contact(ContactDetails details) => ChatOpportunities.Domain.People.Contact.Create("CT-1", details).Done();

    // People

    [Fact]
    public void APersonIsKeptTidyWithTheCodeInCapitalsAndTheMailAddressInSmallLetters()
    {
        var id = Guid.NewGuid();

        var person = Salesperson.Create(
            " ben ", new PersonDetails(" Ben Ott ", " Ben@Contoso.Example ", id, Role.Manager, 4, "fr", "America/New_York", true))
            .Done();

        Assert.Equal(("BEN", "Ben Ott", "ben@contoso.example", id), (person.Code, person.Name, person.Email, person.EntraObjectId));
        Assert.Equal(
            (Role.Manager, 4L, "fr", "America/New_York", true),
            (person.Role, person.TeamId, person.Language, person.TimeZone, person.Blocked));
        Assert.Equal("America/New_York", person.Zone.Id);
        Assert.Null(Salesperson.Create("BEN", Good with { Email = " " }).Done().Email);
    }

    [Fact]
    public void EachThingWrongWithAPersonIsToldWithItsFieldAndChangesNothing()
    {
        Assert.Equal(["badCode code"], Salesperson.Create(new string('B', 21), Good).Why());
        Assert.Equal([20], Salesperson.Create("", Good).Naming());
        var person = Salesperson.Create(new string('B', 20), Good with { Name = new string('x', 100) }).Done();
        Assert.Equal(["required name"], person.Change(Good with { Name = "" }).Why());
        Assert.Equal(["tooLong name"], person.Change(Good with { Name = new string('x', 101) }).Why());
        Assert.Equal(["badEmail email"], person.Change(Good with { Email = "ben" }).Why());
        Assert.Equal(["unknownValue role", "unknownValue language", "unknownValue timeZone"],
            person.Change(Good with { Role = (Role)3, Language = "tlh", TimeZone = "Europe/Atlantis", Blocked = true }).Why());
        Assert.Equal((100, false), (person.Name.Length, person.Blocked));
    }

    [Fact]
    public void APersonIsBlockedLetInRecognizedAndGreeted()
    {
        var person = Salesperson.Create("BEN", Good).Done();
        var (id, now) = (Guid.NewGuid(), An.Caller().Now);

        person.Block(true);
        Assert.True(person.Blocked);
        person.Block(false);
        person.RecognizedAs(id);
        person.Welcomed(now);

        Assert.Equal((false, id, now), (person.Blocked, person.EntraObjectId, person.WelcomedAt));
    }

    [Fact]
    public void ATimeZoneThisSystemLacksCountsAsUniversalTime()
    {
        var person = Salesperson.Create("BEN", Good).Done();
        typeof(Salesperson).GetProperty(nameof(Salesperson.TimeZone))!.SetValue(person, "Europe/Atlantis"); // stored on another system

        Assert.Equal(TimeZoneInfo.Utc, person.Zone);
    }

    [Fact]
    public void ATeamHasATidyCodeANameAndAManagerOrNone()
    {
        var team = SalesTeam.Create(" north ", " North ").Done();
        Assert.Equal(("NORTH", "North", null), (team.Code, team.Name, team.ManagerId));
        Assert.Equal(["badCode code"], SalesTeam.Create("12345678901", "X").Why());
        Assert.Equal(["required name"], team.Rename(" ").Why());
        Assert.Equal(["tooLong name"], team.Rename(new string('x', 51)).Why());
        Assert.Equal("North", team.Name);
        Assert.Equal(50, SalesTeam.Create("1234567890", new string('x', 50)).Done().Name.Length);

        var ben = An.Stored(5, Salesperson.Create("BEN", Good).Done());
        team.LedBy(ben);
        Assert.Equal((ben, 5L), (team.Manager, team.ManagerId));
        team.LedBy(null);
        Assert.Equal((null, null), (team.Manager, team.ManagerId));
    }

    // Contacts

    [Fact]
    public void AContactIsKeptTidyAndFoundWithoutAccents()
    {
        var firm = An.Stored(9, Contact(Firm));

        var contact = ChatOpportunities.Domain.People.Contact
            .Create("CT-7", ContactType.Person, " Zoë Ölmann ", firm, " Zoe@Contoso.Example ", " 123 ", 4).Done();

        Assert.Equal(("CT-7", ContactType.Person, "Zoë Ölmann", "zoe olmann"), (contact.No, contact.Type, contact.Name, contact.Search));
        Assert.Equal((firm, 9L, "zoe@contoso.example", "123", 4L, false),
            (contact.Company, contact.CompanyId, contact.Email, contact.Phone, contact.SalespersonId, contact.Blocked));
        Assert.Equal(("Zoë Ölmann (Contoso)", "Contoso"), (contact.DisplayName, firm.DisplayName));
    }

    [Fact]
    public void EachThingWrongWithAContactIsToldWithItsFieldAndChangesNothing()
    {
        var contact = Contact(Ana with { Name = new string('x', 100), Phone = new string('1', 30) });

        Assert.Equal(["unknownValue type", "required name"], contact.Change(Ana with { Type = (ContactType)2, Name = " " }).Why());
        Assert.Equal(["tooLong name"], contact.Change(Ana with { Name = new string('x', 101) }).Why());
        Assert.Equal(["badEmail email"], contact.Change(Ana with { Email = "x" }).Why());
        Assert.Equal(["tooLong phone"], contact.Change(Ana with { Phone = new string('1', 31) }).Why());
        Assert.Equal(30, contact.Phone!.Length);
    }

    [Fact]
    public void OnlyAPersonBelongsToACompanyAndOnlyToAnotherContactThatIsOne()
    {
        var firm = Contact(Firm);

        Assert.Equal(["companyOfPersonsOnly companyNo"], Contact(Firm).Change(Firm with { Company = firm }).Why());
        Assert.Equal(["companyUnknown companyNo"], Contact(Ana).Change(Ana with { Company = Contact(Ana) }).Why());
        Assert.Equal(["companyUnknown companyNo"], firm.Change(Ana with { Company = firm }).Why());
        var ana = Contact(Ana with { Company = firm });
        Assert.Null(ana.Change(Ana).Done().Company);
    }

    [Fact]
    public void AContactIsBlockedAndOpenedAgain()
    {
        var contact = Contact(Firm with { Blocked = true });
        Assert.True(contact.Blocked);
        contact.Block(false);
        Assert.False(contact.Blocked);
        contact.Block(true);
        Assert.True(contact.Blocked);
    }

    // Strangers, programs, pages

    [Fact]
    public void AStrangerIsRememberedByWhatTheyAreCalledAndCutToWhatFits()
    {
        var (id, now) = (Guid.NewGuid(), An.Caller().Now);

        var stranger = WaitingPerson.Of(id, " Zoe ", " Zoe@Contoso.Example ", now);
        Assert.Equal(
            (id, "Zoe", "zoe@contoso.example", now, now),
            (stranger.EntraObjectId, stranger.Name, stranger.Email, stranger.FirstSeenAt, stranger.LastSeenAt));
        stranger.SeenAgain(now.AddDays(1));
        Assert.Equal((now, now.AddDays(1)), (stranger.FirstSeenAt, stranger.LastSeenAt));

        var tooLong = WaitingPerson.Of(id, new string('x', 101), new string('y', 201), now);
        Assert.Equal((100, 200), (tooLong.Name.Length, tooLong.Email!.Length));
        var none = WaitingPerson.Of(id, " ", null, now);
        Assert.Equal((id.ToString(), null), (none.Name, none.Email));
    }

    [Fact]
    public void ATokenMayWhatItsRoleMayButNeverMoreThanItsPerson()
    {
        var (person, now) = (An.Stored(5, Salesperson.Create("BEN", Good with { Role = Role.Manager }).Done()), An.Caller().Now);
        ApiToken Token(Role role, Salesperson? of) => ApiToken.Create(" Export ", "hash", role, of, now).Done();

        var token = Token(Role.Admin, person);
        Assert.Equal(
            ("Export", "hash", Role.Admin, person, 5L, now),
            (token.Name, token.Hash, token.Role, token.Salesperson, token.SalespersonId, token.CreatedAt));
        Assert.Equal([Role.Manager, Role.Salesperson, Role.Admin],
            [token.EffectiveRole, Token(Role.Salesperson, person).EffectiveRole, Token(Role.Admin, null).EffectiveRole]);
        Assert.Null(token.RevokedAt);
        token.Revoke(now);
        token.Revoke(now.AddDays(1));
        Assert.Equal(now, token.RevokedAt);
    }

    [Fact]
    public void EachThingWrongWithATokenIsToldWithItsField()
    {
        var refused = ApiToken.Create(
            " ", "hash", (Role)3, Salesperson.Create("BEN", Good with { Blocked = true }).Done(), An.Caller().Now);
        Assert.Equal(["required name", "unknownValue role", "salespersonBlocked salespersonCode"], refused.Why());
        Assert.Equal(["Ben"], refused.Naming());
        Assert.Equal(["tooLong name"], ApiToken.Create(new string('x', 51), "hash", Role.Admin, null, An.Caller().Now).Why());
        ApiToken.Create(new string('x', 50), "hash", Role.Admin, null, An.Caller().Now).Done();
    }

    [Theory]
    [InlineData("7.a.b", 7, "a.b")]
    [InlineData("7.", 7, "")]
    public void APageGoesOnAfterItsLastLine(string text, long id, string search)
    {
        Assert.True(ContactCursor.TryParse(text, out var cursor));
        Assert.Equal((new ContactCursor(search, id), text), (cursor, cursor.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("7")]
    [InlineData(".a")]
    [InlineData("-7.a")]
    [InlineData("x.a")]
    public void AnyOtherTextIsNoPlaceToGoOnFrom(string? text) => Assert.False(ContactCursor.TryParse(text, out _));

    [Fact]
    public void ALineOfTheLogSaysWhoDidWhatWhenAndThroughWhichDoor()
    {
        var caller = An.Caller() with { Source = ActSource.Api };

        var line = AuditEntry.Of(caller, "contact", "CT-1", AuditSentences.Deleted, "Contoso");

        Assert.Equal(
            (caller.Now, 1L, "Anna Keller", ActSource.Api, "contact", "CT-1"),
            (line.At, line.ById, line.ByName, line.Source, line.Subject, line.SubjectKey));
        Assert.Equal("Deleted: Contoso.", line.Say(new ChatOpportunities.Domain.Language.Texts(
            System.Globalization.CultureInfo.GetCultureInfo("en"), "EUR")));
        Assert.Null(AuditEntry.Of(caller with { SalespersonId = 0 }, "contact", "CT-1", AuditSentences.Deleted).ById);
    }

    // Who asks

    [Fact]
    public void ACallerIsThePersonAtThisInstantOnTheirOwnDay()
    {
        var person = An.Stored(
            5, Salesperson.Create("BEN", Good with { Role = Role.Manager, TeamId = 4, Language = "fr", TimeZone = "Asia/Tokyo" }).Done());
        var now = new DateTimeOffset(2026, 3, 2, 20, 0, 0, TimeSpan.Zero);

        var caller = Caller.For(person, ActSource.Portal, now);

        Assert.Equal((5, "Ben", Role.Manager, 4L, "Asia/Tokyo", "fr"),
            (caller.SalespersonId, caller.Name, caller.Role, caller.TeamId, caller.TimeZone.Id, caller.Language));
        Assert.Equal((ActSource.Portal, now, new DateOnly(2026, 3, 3), 5L), (caller.Source, caller.Now, caller.Today, caller.PersonId));
        Assert.Equal(new DateOnly(2026, 3, 1), Caller.For(person, ActSource.Chat, now, new DateOnly(2026, 3, 1)).Today);
        Assert.Null((caller with { SalespersonId = 0 }).PersonId);
    }

    // Who may do what: 1 and 2 are in team 1, led by 9; 3 is in team 2, led by 8; 9 is in team 3, led by nobody.
    [Theory]
    [InlineData(OpportunityVisibility.Own, 1, Role.Salesperson, 1L, "1")]
    [InlineData(OpportunityVisibility.Own, 9, Role.Manager, 3L, "1 2 9")]
    [InlineData(OpportunityVisibility.Own, 7, Role.Admin, null, "1 2 3 9")]
    [InlineData(OpportunityVisibility.Team, 1, Role.Salesperson, 1L, "1 2")]
    [InlineData(OpportunityVisibility.Team, 1, Role.Salesperson, null, "1")]
    [InlineData(OpportunityVisibility.Team, 9, Role.Manager, 3L, "1 2 9")]
    [InlineData(OpportunityVisibility.Team, 9, Role.Manager, 2L, "1 2 3 9")]
    [InlineData(OpportunityVisibility.Team, 9, Role.Manager, null, "1 2 9")]
    [InlineData(OpportunityVisibility.Team, 7, Role.Admin, null, "1 2 3 9")]
    [InlineData(OpportunityVisibility.All, 3, Role.Salesperson, 2L, "1 2 3 9")]
    public void WhatIsSeenFollowsFromTheRoleTheTeamAndTheSetting(
        OpportunityVisibility visibility, long id, Role role, long? team, string seen) =>
        Assert.Equal(seen, string.Join(' ', Opportunities()
            .Where(new AccessPolicy(Options.Create(new CompanyOptions { OpportunityVisibility = visibility })).MaySee(As(id, role, team))
                .Compile())
            .Select(o => o.SalespersonId)));

    [Theory]
    [InlineData(1, Role.Salesperson, "1")]
    [InlineData(9, Role.Salesperson, "9")]
    [InlineData(9, Role.Manager, "1 2 9")]
    [InlineData(8, Role.Manager, "3")]
    [InlineData(7, Role.Admin, "1 2 3 9")]
    public void WhatIsChangedIsTheirOwnTheirTeamsOrEverything(long id, Role role, string theirs)
    {
        var caller = As(id, role, 1);

        Assert.Equal(
            theirs, string.Join(' ', Opportunities().Where(AccessPolicy.MayChange(caller).Compile()).Select(o => o.SalespersonId)));
        Assert.Equal(theirs, string.Join(
            ' ', Opportunities().Select(o => o.Salesperson!).Where(AccessPolicy.MayActFor(caller).Compile()).Select(p => p.Id)));
    }

    [Theory]
    [InlineData(Role.Salesperson, false, true, false, false)]
    [InlineData(Role.Manager, true, true, false, true)]
    [InlineData(Role.Admin, true, true, true, true)]
    [InlineData((Role)3, false, false, false, false)]
    public void EachRoleMayDoItsPart(Role role, bool reopen, bool contacts, bool setUp, bool readSetup)
    {
        var caller = As(1, role, null);

        Assert.Equal(
            (reopen, contacts, setUp, readSetup),
            (AccessPolicy.MayReopen(caller), AccessPolicy.MayKeepContacts(caller), AccessPolicy.MaySetUp(caller),
                AccessPolicy.MayReadSetup(caller)));
    }

    private static Caller As(long id, Role role, long? team) => An.Caller() with { SalespersonId = id, Role = role, TeamId = team };

    private static List<Opportunity> Opportunities()
    {
        SalesTeam Team(long id, long? manager)
        {
            var team = An.Stored(id, SalesTeam.Create($"T{id}", "Team").Done());
            team.LedBy(manager is { } m ? An.Stored(m, Salesperson.Create("LEAD", Good).Done()) : null);
            return team;
        }

        var (one, two, three) = (Team(1, 9), Team(2, 8), Team(3, null));
        return [.. new[] { (1L, one), (2L, one), (3L, two), (9L, three) }.Select(p =>
        {
            var person = An.Stored(p.Item1, Salesperson.Create($"S{p.Item1}", Good with { TeamId = p.Item2.Id }).Done());
            typeof(Salesperson).GetProperty(nameof(Salesperson.Team))!.SetValue(person, p.Item2); // what loading does
            return Opportunity.Create("OPP-1", new NewOpportunity("X", An.Contact(), person, An.Cycle()), An.Caller()).Done();
        })];
    }
}
