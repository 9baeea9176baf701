using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Domain.People;

/// <summary>In the demo company CT-00001 to CT-00008 are companies, CT-00009 to CT-00012 persons of the first four.</summary>
[Trait("Suite", "Database")]
public sealed class ContactActsTests
{
    private static readonly ContactForm Alpine = new(
        ContactType.Company, " Alpine Ski Clubs ", Email: " Info@Alpine.example ", Phone: " +33 1 ", SalespersonCode: "anna");
    private static readonly ContactForm Noor = new(ContactType.Person, "Noor Haddad", CompanyNo: "ct-00001");

    [Fact]
    public async Task ContactsAreMadeWithTheNextNumbers()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");

        var company = (await CreateAsync(host, anna, Alpine)).Done();
        Assert.Equal(["required"], (await CreateAsync(host, anna, Noor with { Name = " " })).Refused()); // gives its number back
        var person = (await CreateAsync(host, anna, Noor with { Blocked = true })).Done();

        Assert.Equal(("CT-00013", ContactType.Company, "Alpine Ski Clubs", "alpine ski clubs", "info@alpine.example", "+33 1", false, 1L),
            (company.No, company.Type, company.Name, company.Search, company.Email, company.Phone, company.Blocked, company.Version));
        Assert.Equal(("CT-00014", ContactType.Person, true), (person.No, person.Type, person.Blocked));
        var found = (await FindAsync(host, "ct-00014"))!;
        Assert.Equal(("Noor Haddad (Contoso Hotels)", null), (found.DisplayName, found.Salesperson?.Name));
        Assert.Equal("Anna Keller", (await FindAsync(host, "CT-00013"))!.Salesperson!.Name);
        Assert.Null(await FindAsync(host, "CT-99999"));
    }

    [Fact]
    public async Task AContactMayComeWithItsOwnNumberWhichTheSeriesThenLeavesOut()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        Task<Result<Contact>> Create(string? no) =>
            host.DoAsync<ContactActs, Result<Contact>>(c => c.CreateAsync(no, Alpine, anna, CancellationToken.None));

        Assert.Equal("CT-00013", (await Create(" ct-00013 ")).Done().No);
        Assert.Equal("CT-00014", (await Create(" ")).Done().No);
        Assert.Equal(["badCode"], (await Create(new string('X', 21))).Refused());
        var taken = Assert.IsType<Result<Contact>.Refused>(await Create("CT-00001")).First;
        Assert.Equal(("codeExists", "no"), (taken.Code, taken.Field));
    }

    public static TheoryData<ContactForm, string, string> Wrong => new()
    {
        { Alpine with { Name = null }, "required", "name" },
        { Alpine with { Name = new string('x', 101) }, "tooLong", "name" },
        { Alpine with { Type = (ContactType)5 }, "unknownValue", "type" },
        { Alpine with { Email = "info@" }, "badEmail", "email" },
        { Alpine with { Email = "Info <info@alpine.example>" }, "badEmail", "email" },
        { Alpine with { Email = new string('x', 195) + "@x.com" }, "tooLong", "email" },
        { Alpine with { Phone = new string('1', 31) }, "tooLong", "phone" },
        { Alpine with { CompanyNo = "CT-00001" }, "companyOfPersonsOnly", "companyNo" },
        { Alpine with { SalespersonCode = "NOBODY" }, "salespersonUnknown", "salespersonCode" },
        { Noor with { CompanyNo = "CT-77777" }, "companyUnknown", "companyNo" },
        { Noor with { CompanyNo = "CT-00009" }, "companyUnknown", "companyNo" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task WhatIsWrongWithAContactIsTold(ContactForm form, string code, string field)
    {
        await using var host = await DomainHost.StartWithDemoAsync();

        var created = Assert.IsType<Result<Contact>.Refused>(await CreateAsync(host, await host.CallerAsync("ANNA"), form));

        Assert.Equal([(code, field)], created.Refusals.Select(r => (r.Code, r.Field)));
    }

    [Fact]
    public async Task GivenABlockedSalesperson_WhenAContactIsGivenToThem_ThenThatIsRefusedUnlessTheyHadIt()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        var kept = (await CreateAsync(host, emma, Alpine with { SalespersonCode = "BEN" })).Done();
        (await host.PeopleAsync(p => p.SaveAsync(
            "BEN", new PersonForm("Ben", null, null, Role.Salesperson, null, "en", "Europe/Paris", true), false, null, emma, default)))
                .Done();

        Assert.Equal(["salespersonBlocked"], (await CreateAsync(host, emma, Alpine with { SalespersonCode = "BEN" })).Refused());
        (await ChangeAsync(host, emma, kept.No, Alpine with { SalespersonCode = "BEN", Phone = "1" })).Done();
    }

    [Fact]
    public async Task APersonGoesToAnotherCompanyAndTheirOpportunitiesStayTheirs()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var opportunity =
            (await host.CreateAsync(new CreateOpportunity("Pool", "CT-00009", EstimatedValue: 1, SalesCycleCode: "NEW"), anna)).Done();

        var moved = (await ChangeAsync(
            host, anna, "ct-00009", new(ContactType.Person, "Ana Lima", "CT-00003", Email: "ANA@x.example"), version: 1))
            .Done();

        Assert.Equal(("Northwind Harbour", "ana@x.example", 2L), (moved.Company!.Name, moved.Email, moved.Version));
        Assert.Equal("Ana Lima (Northwind Harbour)", (await host.FindAsync(opportunity.No, anna))!.Opportunity.Contact!.DisplayName);
        Assert.Null((await ChangeAsync(host, anna, "CT-00009", new(ContactType.Person, "Ana Lima"))).Done().CompanyId);
        var stale = Assert.IsType<Result<Contact>.Refused>(await ChangeAsync(host, anna, "CT-00009", Noor, version: 1)).First;
        Assert.Equal(("stale", "Anna Keller"), (stale.Code, stale.Arguments[0]));
        Assert.Equal(["notFound"], (await ChangeAsync(host, anna, "CT-99999", Noor)).Refused());
    }

    [Theory]
    [InlineData("CT-00001", ContactType.Person, "contactTypeFixed")] // has opportunities and a person
    [InlineData("CT-00009", ContactType.Company, "contactTypeFixed")] // has opportunities
    [InlineData("CT-00013", ContactType.Person, null)]
    [InlineData("CT-00014", ContactType.Company, null)]
    [InlineData("CT-00015", ContactType.Person, "contactTypeFixed")] // has a person
    public async Task AContactThatOthersNameStaysACompanyOrAPerson(string no, ContactType type, string? refusal)
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        (await CreateAsync(host, anna, Alpine)).Done();
        (await CreateAsync(host, anna, Noor)).Done();
        (await CreateAsync(host, anna, Alpine)).Done();
        (await CreateAsync(host, anna, Noor with { CompanyNo = "CT-00015" })).Done();

        Assert.Equal(refusal, Code(await ChangeAsync(host, anna, no, new(type, "Other"))));
    }

    [Fact]
    public async Task ACompanyThatBecomesAPersonIsNotItsOwnCompany()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var company = (await CreateAsync(host, anna, Alpine)).Done();

        Assert.Equal(["companyUnknown"], (await ChangeAsync(host, anna, company.No, Noor with { CompanyNo = company.No })).Refused());
    }

    [Fact]
    public async Task ABlockedContactGetsNoNewOpportunityUntilItIsUnblocked()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        Task<Result<Contact>> Block(bool blocked, long? version) =>
            host.DoAsync<ContactActs, Result<Contact>>(c => c.BlockAsync("CT-00001", blocked, version, anna, default));
        async Task<string?> CreateOpportunity() => Code(await host.CreateAsync(new("Pool", "CT-00001", EstimatedValue: 1), anna));

        Assert.True((await Block(true, 1)).Done().Blocked);
        Assert.Equal("contactBlocked", await CreateOpportunity());
        Assert.Equal(["stale"], (await Block(false, 1)).Refused());
        Assert.False((await Block(false, 2)).Done().Blocked);
        Assert.Null(await CreateOpportunity());
        Assert.Equal(["Unblocked: {0}.", "Blocked: {0}."], await host.DoAsync<OpportunitiesContext, List<string>>(
            db => db.AuditEntries.Where(a => a.SubjectKey == "CT-00001").OrderByDescending(a => a.Id).Select(a => a.Sentence)
                .ToListAsync()));
    }

    [Fact]
    public async Task AContactIsDeletedOnlyWhenNothingNamesIt()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (anna, emma) = (await host.CallerAsync("ANNA"), await host.CallerAsync("EMMA"));
        var company = (await CreateAsync(host, anna, Alpine)).Done();
        var person = (await CreateAsync(host, anna, Noor with { CompanyNo = company.No })).Done();
        var opportunity = (await host.CreateAsync(new CreateOpportunity("Pool", person.No, EstimatedValue: 1), anna)).Done();

        Assert.Equal((0, 1), Uses(await DeleteAsync(host, emma, company.No)));
        Assert.Equal((1, 0), Uses(await DeleteAsync(host, emma, person.No)));
        Assert.Equal(new ContactUses(1, 0), await host.DoAsync<ContactActs, ContactUses>(c => c.UsesAsync(person.No, anna, default)));
        (await host.CloseAsync(opportunity.No, new CloseOpportunity(Outcome.Lost, "PRICE_L"), anna)).Done();
        Assert.Equal((1, 0), Uses(await DeleteAsync(host, emma, person.No)));
        (await ChangeAsync(host, anna, person.No, new(ContactType.Person, "Noor Haddad"))).Done();
        Assert.Equal(["stale"], (await DeleteAsync(host, emma, company.No, version: 9)).Refused());
        (await DeleteAsync(host, emma, company.No, version: 1)).Done();
        Assert.Equal(["notFound"], (await DeleteAsync(host, emma, company.No)).Refused());
    }

    [Fact]
    public async Task GivenAnOpportunityMadeWhileItsContactIsDeleted_WhenThatIsSaved_ThenTheContactStays()
    {
        var rival = new Rival();
        await using var host = await rival.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        var contact = (await CreateAsync(host, emma, Alpine)).Done();

        rival.Writes($"""UPDATE "Opportunities" SET "ContactId" = {contact.Id} WHERE "No" = 'OPP-00001'""");
        Assert.Equal(["contactInUse"], (await DeleteAsync(host, emma, contact.No)).Refused());
        rival.Writes($"""UPDATE "Contacts" SET "Version" = 9 WHERE "Id" = {contact.Id}""");
        Assert.Equal(["stale"], (await ChangeAsync(host, emma, contact.No, Alpine with { Name = "Other" })).Refused());
    }

    [Theory]
    [InlineData("ANNA", null, null, null, "forbidden")]
    [InlineData("DAVID", null, null, null, "forbidden")]
    [InlineData("EMMA", null, null, null, null)]
    public async Task EverybodyKeepsContactsAndOnlyAdminsDelete(string who, string? create, string? change, string? block, string? delete)
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var caller = await host.CallerAsync(who);
        var mine = await host.CallerAsync("BEN");
        var contact = (await CreateAsync(host, mine, Alpine with { SalespersonCode = "BEN" })).Done();

        Assert.Equal(create, Code(await CreateAsync(host, caller, Noor)));
        Assert.Equal(change, Code(await ChangeAsync(host, caller, contact.No, Alpine)));
        Assert.Equal(
            block, Code(await host.DoAsync<ContactActs, Result<Contact>>(c => c.BlockAsync(contact.No, true, null, caller, default))));
        Assert.Equal(delete, Code(await DeleteAsync(host, caller, contact.No)));
    }

    public static TheoryData<ContactFilter, string[]> Filters => new()
    {
        { new(Text: "CLÍNIC"), ["CT-00002", "CT-00010"] }, // the company and its person
        { new(Text: "tomas"), ["CT-00012"] },
        { new(Text: " ct-00005 "), ["CT-00005"] },
        { new(Text: "@ALPINE"), ["CT-00013"] },
        { new(Text: "100%"), [] },
        { new(Type: ContactType.Person), ["CT-00009", "CT-00011", "CT-00010", "CT-00012"] },
        { new(CompanyNo: "ct-00003"), ["CT-00011"] },
        { new(SalespersonCode: "david", Type: ContactType.Company), ["CT-00008", "CT-00004"] },
        { new(Blocked: true), ["CT-00013"] },
        { new(Text: "a", Type: ContactType.Company, Blocked: true), ["CT-00013"] },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task TheListIsFilteredAndInOrderOfTheNames(ContactFilter filter, string[] numbers)
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        (await CreateAsync(host, await host.CallerAsync("ANNA"), Alpine with { Blocked = true })).Done();

        Assert.Equal(numbers, (await ListAsync(host, filter, 100, null)).Rows.Select(r => r.No));
    }

    [Fact]
    public async Task ThePagesFollowEachOtherWithoutGapOrRepetition()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        foreach (var _ in Enumerable.Range(0, 4))
        {
            (await CreateAsync(host, anna, Alpine)).Done(); // the same name four times
        }

        List<string> seen = [];
        ContactCursor? cursor = null;
        do
        {
            var page = await ListAsync(host, new(), 3, cursor);
            Assert.InRange(page.Rows.Count, 1, 3);
            seen.AddRange(page.Rows.Select(r => r.No));
            cursor = ContactCursor.TryParse(page.Next?.ToString(), out var next) ? next : null;
        }
        while (cursor is not null);

        var all = (await ListAsync(host, new(), 1000, null)).Rows;
        Assert.Equal(all.Select(r => r.No), seen);
        Assert.Equal(16, seen.Distinct().Count());
        Assert.Equal(all.Select(r => r.Search).Order(StringComparer.Ordinal), all.Select(r => r.Search));
        Assert.Single((await ListAsync(host, new(), 0, null)).Rows);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("12")]
    [InlineData(".alpine")]
    [InlineData("x.alpine")]
    [InlineData("-1.alpine")]
    [InlineData("99999999999999999999.alpine")]
    public void WhatIsNoCursorIsNotReadAsOne(string? text) => Assert.False(ContactCursor.TryParse(text, out _));

    [Theory]
    [InlineData("alpine", 12)]
    [InlineData("", 1)]
    [InlineData("a.b c/é", long.MaxValue)]
    public void ACursorIsReadAsItWasWritten(string search, long id) =>
        Assert.Equal(
            new ContactCursor(search, id), ContactCursor.TryParse(new ContactCursor(search, id).ToString(), out var read) ? read : null);

    [Theory]
    [InlineData("CONTOSO hotels", null, "CT-00001 SameName")]
    [InlineData("Contso Hotels", null, "CT-00001 NearName")]
    [InlineData("Contoso Hotles", null, "CT-00001 NearName")]
    [InlineData("Contoso", null)]
    [InlineData("Kontoso Hotels", null)] // does not begin alike
    [InlineData("Tomas Vega", null, "CT-00012 SameName")]
    [InlineData("Tomas Vegas", null, "CT-00012 NearName")]
    [InlineData("Somebody", " INFO@alpine.example ", "CT-00013 SameEmail")]
    [InlineData("Contoso Hotels", "info@alpine.example", "CT-00013 SameEmail", "CT-00001 SameName")]
    [InlineData("Alpine Ski Clubs", "info@alpine.example", "CT-00013 SameEmail")]
    [InlineData(null, "info@alpine.example", "CT-00013 SameEmail")]
    [InlineData(null, null)]
    [InlineData(" ", " ")]
    [InlineData("%%%%%%", null)]
    public async Task SimilarContactsAreHinted(string? name, string? email, params string[] hints)
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        (await CreateAsync(host, await host.CallerAsync("ANNA"), Alpine)).Done();

        Assert.Equal(hints, (await SimilarAsync(host, name, email)).Select(s => $"{s.Contact.No} {s.Likeness}"));
    }

    [Fact]
    public async Task HintsAreFew()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        foreach (var _ in Enumerable.Range(0, 7))
        {
            (await CreateAsync(host, anna, Alpine)).Done();
        }

        Assert.Equal(5, (await SimilarAsync(host, "alpine ski clubs", null)).Count);
        Assert.Empty(await SimilarAsync(host, new string('x', 5000), new string('x', 5000)));
    }

    private static (int, int) Uses(Result<Contact> result)
    {
        var refused = Assert.IsType<Result<Contact>.Refused>(result).First;
        Assert.Equal("contactInUse", refused.Code);
        return ((int)refused.Arguments[0]!, (int)refused.Arguments[1]!);
    }

    private static string? Code<T>(Result<T> result) => (result as Result<T>.Refused)?.First.Code;

    private static Task<Result<Contact>> CreateAsync(DomainHost host, Caller caller, ContactForm form) =>
        host.DoAsync<ContactActs, Result<Contact>>(c => c.CreateAsync(form, caller, CancellationToken.None));

    private static Task<Result<Contact>> ChangeAsync(DomainHost host, Caller caller, string no, ContactForm form, long? version = null) =>
        host.DoAsync<ContactActs, Result<Contact>>(c => c.ChangeAsync(no, form, version, caller, CancellationToken.None));

    private static Task<Result<Contact>> DeleteAsync(DomainHost host, Caller caller, string no, long? version = null) =>
        host.DoAsync<ContactActs, Result<Contact>>(c => c.DeleteAsync(no, version, caller, CancellationToken.None));

    private static Task<Contact?> FindAsync(DomainHost host, string no) =>
        host.DoAsync<ContactActs, Contact?>(c => c.FindAsync(no, CancellationToken.None));

    private static Task<ContactPage> ListAsync(DomainHost host, ContactFilter filter, int limit, ContactCursor? after) =>
        host.DoAsync<ContactActs, ContactPage>(c => c.ListAsync(filter, limit, after, CancellationToken.None));

    private static Task<IReadOnlyList<SimilarContact>> SimilarAsync(DomainHost host, string? name, string? email) =>
        host.DoAsync<ContactActs, IReadOnlyList<SimilarContact>>(c => c.FindSimilarAsync(name, email, CancellationToken.None));
}
