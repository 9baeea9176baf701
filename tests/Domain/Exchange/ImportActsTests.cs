using System.Globalization;
using System.Text;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Domain.Exchange;

[Trait("Suite", "Database")]
public sealed class ImportActsTests
{
    private const string HubSpot = "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Associated Company\n"
        + "1001,Hotel retrofit,Qualified to buy,2027-03-31 00:00,Anna Keller,25000.00,Contoso Hotels\n"
        + "1002,Lobby lights,Closed lost,2025-10-31 10:15,Anna Keller,\"12,500.00\",Contoso Hotels\n";

    [Fact]
    public async Task WhatNothingInTheFileTellsIsAskedOnce_AndTakenInAsAnswered()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var import = await ImportCase.StartAsync(host);
        var file = await import.ReadAsync(HubSpot);

        Assert.Equal((ImportState.Asking, "HubSpot", "."), (file.State, file.Layout, file.DecimalSign));
        Assert.Contains(file.Open, q => q is { Code: "missing", Field: "reasonCode", Value: "lost", Lines: 1 });
        Assert.Equal(Refusals.ImportAsks, Assert.IsType<Result<ImportFile>.Refused>(await import.BeginAsync(file)).First.Rule);

        var stage = file.Open.Single(q => q.Code == "unknownValue");
        Assert.Equal(("stage", "Qualified to buy"), (stage.Field, stage.Value));
        file = await import.AnswerAsync(file, ("stage", stage.Choices[1].Value));
        Assert.Equal((ImportState.Ready, new ImportCounts(New: 2)), (file.State, file.Counts));
        file = await import.TakeInAsync(file);

        Assert.Equal((ImportState.TakenIn, 2), (file.State, file.Made));
        var made = await MadeAsync(host, "Hotel retrofit");
        Assert.Equal(
            (OpportunityStatus.InProgress, 25_000m, new DateOnly(2027, 3, 31), "1001"),
            (made.Status, made.Current!.EstimatedValue, made.Current.EstimatedCloseDate, made.ExternalId));
        Assert.Equal(stage.Choices[1].Value, made.Current.StageDescription);
        Assert.Single(made.Entries);
        var lost = await MadeAsync(host, "Lobby lights");
        Assert.Equal((OpportunityStatus.Lost, new DateOnly(2025, 10, 31)), (lost.Status, lost.ClosedOn));

        var again = await import.AnswerAsync(await import.ReadAsync(HubSpot), ("salesCycleCode", "NEW"));
        Assert.Equal(2, again.Counts.Exists);
    }

    [Theory]
    [InlineData(new[] { 0.4, 1 }, "40 100")]
    [InlineData(new[] { 40.0, 1 }, "40 1")]
    [InlineData(new[] { 0.25, 60, 1 }, "25 60 1")]
    public async Task AllOfAWorkbooksPercentagesTellWhatOneIs(double[] chances, string expected)
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var import = await ImportCase.StartAsync(host);
        var lines = chances.Select((c, i) => new object?[] { $"Deal {i}", "Contoso Hotels", 1_000, c }).ToArray();

        var file = (await import.TryAsync(ImportCase.Workbook(["description", "contact", "value", "chances"], lines))).Done();

        Assert.Equal(expected, string.Join(' ', (await import.RowsAsync(file)).Select(r => r.Values["chancesOfSuccess"])));
    }

    [Fact]
    public async Task AnEmptyColumnBetweenOthersMovesNoneOfThem()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var import = await ImportCase.StartAsync(host);

        var file = await import.ReadAsync("title,,contact,,value,,\nHotel lamps,,Contoso Hotels,,25000,,\n");

        Assert.Equal(["title", "#2", "contact", "#4", "value"], file.Columns.Select(c => c.Heading));
        var row = Assert.Single(await import.RowsAsync(file));
        Assert.Equal(("Contoso Hotels", "25000"), (row.Values["contactName"], row.Values["estimatedValue"]));
    }

    [Fact]
    public async Task OfTwoContactsOfOneNameNoneIsChangedAsTheOneThatIsMeant()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var import = await ImportCase.StartAsync(host);
        List<string> numbers = [];
        for (var i = 0; i < 2; i++)
        {
            numbers.Add((await host.DoAsync<ContactActs, Result<Contact>>(
                c => c.CreateAsync(new ContactForm(ContactType.Company, "Twin Works"), import.Caller, default))).Done().No);
        }

        var file = await import.ReadAsync(
            "name,phone\nTwin Works,+33 1 23\n", ImportKind.Contacts,
            new ImportChange(Options: new ImportOptions(Existing: ImportExisting.Update)));
        var row = Assert.Single(await import.RowsAsync(file));
        await import.TakeInAsync(file);

        Assert.Equal((ImportRowState.Exists, null), (row.State, row.No));
        Assert.All(numbers, no => Assert.Contains(no, Assert.Single(row.Reasons).Message, StringComparison.Ordinal));
        Assert.Equal([null, null], await host.DoAsync<OpportunitiesContext, List<string?>>(
            db => db.Contacts.Where(c => c.Name == "Twin Works").Select(c => c.Phone).ToListAsync()));
    }

    [Fact]
    public async Task AnOpportunityOnAStageHasAHistoryThatBeginsThereOnItsDay()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var import = await ImportCase.StartAsync(host);
        var file = await import.ReadAsync(
            "description,contact,cycle,stage,created,stageDate,value,chances,close,priority,nextStep,nextStepDate,source\n"
            + "Walks on,Contoso Hotels,NEW,2,2025-11-03,2025-12-24,45000.50,35,2027-05-25,high,Call them,2027-01-15,Fair\n");
        await import.TakeInAsync(file);

        var made = await MadeAsync(host, "Walks on");
        var entry = Assert.Single(made.Entries);
        Assert.Equal(
            (ActionTaken.First, new DateOnly(2025, 12, 24), new DateOnly(2025, 12, 24), 35m, 2),
            (entry.ActionTaken, entry.DateOfChange, entry.StageEnteredOn, entry.ChancesOfSuccess, entry.StageNumber));
        Assert.Equal(
            (new DateOnly(2025, 11, 3), Priority.High, "Call them", new DateOnly(2027, 1, 15), "Fair"),
            (made.CreationDate, made.Priority, made.NextStep, made.NextStepDate, made.Source));
    }

    [Fact]
    public async Task OfTwoContactsOfOneNameItIsAskedWhichIsMeant()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var import = await ImportCase.StartAsync(host);
        List<string> twins = [];
        for (var i = 0; i < 2; i++)
        {
            twins.Add((await host.DoAsync<ContactActs, Result<Contact>>(
                a => a.CreateAsync(new ContactForm(ContactType.Company, "Twin Ltd"), import.Caller, default))).Done().No);
        }

        const string File = "description,contact,cycle,value,close\nFor one of two,Twin Ltd,NEW,1000,2027-05-25\nToo,Twin "
            + "Ltd,NEW,1000,2027-05-25\n";
        var file = await import.ReadAsync(File);
        var question = Assert.Single(file.Open);
        Assert.Equal(("contactLike", "Twin Ltd", 2), (question.Code, question.Value, question.Lines));
        Assert.Equal([.. twins, "new"], question.Choices.Select(c => c.Value));

        await import.TakeInAsync(await import.AnswerAsync(file, ("contactName", twins[1])));
        Assert.Equal(twins[1], (await MadeAsync(host, "For one of two")).Contact!.No);
    }

    [Fact]
    public async Task WhatIsWrongIsToldWithItsOwnLine()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var import = await ImportCase.StartAsync(host);
        var file = await import.ReadAsync(
            "description,contact,value,cycle\r\n\r\n\"multi\nline title\",Contoso Hotels,1000,NEW\r\n\r\nbad amount,Contoso "
                + "Hotels,abc,NEW\r\n"
            + "twice,Contoso Hotels,1,NEW\r\ntwice,Contoso Hotels,1,NEW\r\nTotal,,1001,\r\n");

        var rows = await import.RowsAsync(file);

        Assert.Equal(
            [(3, ImportRowState.New), (6, ImportRowState.Refused), (7, ImportRowState.New), (8, ImportRowState.Exists), (9,
                ImportRowState.Ignored)],
            rows.Select(r => (r.Line, r.State)));
        Assert.Equal(("notReadableAs", "estimatedValue"), (rows[1].Reasons[0].Code, rows[1].Reasons[0].Field));
        Assert.Equal("isTwiceInFile", rows[3].Reasons[0].Code);
        Assert.Equal("isTotal", rows[4].Reasons[0].Code);
    }

    [Theory]
    [InlineData("05/06/2027", "1000", "dateOrder", "monthFirst", "2027-05-06", "1000")]
    [InlineData("05/06/2027", "1000", "dateOrder", "dayFirst", "2027-06-05", "1000")]
    [InlineData("2027-05-06", "45.000", "decimalSign", ",", "2027-05-06", "45000")]
    [InlineData("2027-05-06", "45.000", "decimalSign", ".", "2027-05-06", "45")]
    [InlineData("2027-05-06", "1000 USD", "currency", "takeAsItIs", "2027-05-06", "1000")]
    public async Task WhatCanMeanTwoThingsInAllTheFileIsAsked_NeverChosen(
        string close, string value, string code, string choice, string expectedClose, string expectedValue)
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var import = await ImportCase.StartAsync(host);
        var file = await import.ReadAsync($"description;contact;cycle;value;close\nOpen;Contoso Hotels;NEW;{value};{close}\n");

        var question = Assert.Single(file.Open);
        Assert.Equal((code, ImportRowState.Doubtful), (question.Code, (await import.RowsAsync(file))[0].State));
        file = await import.ChangeAsync(file, new(Answers: [new(question.Code, question.Field, question.Value, choice)]));

        var row = (await import.RowsAsync(file))[0];
        Assert.Equal((ImportState.Ready, ImportRowState.New), (file.State, row.State));
        Assert.Equal((expectedClose, expectedValue), (row.Values["estimatedCloseDate"], row.Values["estimatedValue"]));
    }

    [Fact]
    public async Task AllOfItIsTakenBack_ButForWhatWasChangedSince()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var import = await ImportCase.StartAsync(host);
        var before = await CountAsync(host);
        var lines = string.Concat(Enumerable.Range(1, 130).Select(i => $"Back {i},Made along {i % 3},NEW,1000,2027-05-25\n"));
        var file = await import.TakeInAsync(await import.ReadAsync("description,contact,cycle,value,close\n" + lines));
        Assert.Equal((130, 130), (file.Made, file.Done));
        var between = await CountAsync(host);
        Assert.Equal((before.Opportunities + 130, before.Contacts + 3), between);
        var touched = await MadeAsync(host, "Back 77");
        (await host.DoAsync<OpportunityActs, Result<Acted>>(
            a => a.SetNextStepAsync(touched.No, "Call", new DateOnly(2027, 1, 15), null, import.Caller, default))).Done();

        file = await import.TakeBackAsync(file);

        // The contact that the changed one names stays with it.
        Assert.Equal((ImportState.TakenBack, (before.Opportunities + 1, before.Contacts + 1)), (file.State, await CountAsync(host)));
        Assert.Equal(2, file.Stayed);
        Assert.Contains((await import.RowsAsync(file))[76].Reasons, r => r.Code == "changedSince");
    }

    [Fact]
    public async Task AMappingIsKeptByItsName_AndUsedAgain()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var import = await ImportCase.StartAsync(host);
        const string File = "What,Who,Cycle,Money\nMapped,Contoso Hotels,NEW,1000\n";
        var file = await import.ReadAsync(File);
        Assert.Contains(file.Open, q => q is { Code: "column", Field: "description" });

        file = await import.ChangeAsync(file, new(
            new Dictionary<string, string?> { ["What"] = "description", ["Who"] = "contactName", ["Money"] = "estimatedValue" },
                KeepAs: "Ours"));
        Assert.Equal((ImportState.Ready, 1), (file.State, file.Counts.New));

        var again = await import.ReadAsync(File, change: new(MappingName: "Ours"));
        Assert.Equal(["description", "contactName", "salesCycleCode", "estimatedValue"], again.Columns.Select(c => c.Field));
        Assert.Equal(
            Refusals.ColumnTwice,
            Assert.IsType<Result<ImportFile>.Refused>(await host.DoAsync<ImportActs, Result<ImportFile>>(a => a.ChangeAsync(
                again.Id, new(new Dictionary<string, string?> { ["Money"] = "description" }), ImportCase.English, import.Caller, default)))
                .First.Rule);
    }

    [Fact]
    public async Task SalespeopleAndContactsComeLikewise()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var import = await ImportCase.StartAsync(host);
        var people = await import.TakeInAsync(await import.ReadAsync(
            "code;name;email;role\nNEWMAN;Nora Newman;nora@contoso.example;manager\nANNA;Anna Keller;;salesperson\n;Max "
                + "Mail;max.mail@contoso.example;\n",
            ImportKind.Salespeople));
        Assert.Equal((2, 1), (people.Made, people.Counts.Exists));
        Assert.True(await host.DoAsync<OpportunitiesContext, bool>(
            db => db.Salespeople.AnyAsync(p => p.Code == "MAXMAIL" && p.Email == "max.mail@contoso.example")));

        var contacts = await import.TakeInAsync(await import.ReadAsync(
            "First Name;Last Name;Email;Associated Company;Contact owner\nIda;Berg;ida@berg.example;Bergwerk;NEWMAN\nOle;Berg;no "
                + "mail;Bergwerk;NEWMAN\n",
            ImportKind.Contacts));
        Assert.Equal((1, 1), (contacts.Made, contacts.Counts.Refused));
        var ida = await host.DoAsync<OpportunitiesContext, Contact>(
            db => db.Contacts.Include(c => c.Company).SingleAsync(c => c.Name == "Ida Berg"));
        Assert.Equal((ContactType.Person, "Bergwerk"), (ida.Type, ida.Company!.Name));
    }

    [Fact]
    public async Task HeadingsWordsAndNamesAreComparedAsEverywhere_AndANameOfTwoIsAsked()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var import = await ImportCase.StartAsync(host);
        foreach (var (code, name) in new[] { ("LUK", "Łukasz  O’Neill"), ("TWIN1", "Kim Lee"), ("TWIN2", "Kim Lee") })
        {
            var form = new PersonForm(name, null, null, Role.Salesperson, null, "en", "Europe/Paris", false);
            (await host.PeopleAsync(p => p.SaveAsync(code, form, isNew: true, null, import.Caller, default))).Done();
        }

        var file = await import.ReadAsync(
            "Opportunite;SOCIETE;vendeur;cycle;Priorite;creee\n"
            + "One;CT-00001;lukasz o'neill;NEW;elevee;\nTwo;CT-00001;Kim Lee;NEW;HAUTE;\nThree;CT-00001;twin2;NEW;low;\n");

        Assert.Empty(file.Unread);
        Assert.Equal(("salespersonCode", "Kim Lee"), (file.Open.Single().Field, file.Open.Single().Value));
        Assert.Equal(["LUK", null, "TWIN2"], (await import.RowsAsync(file)).Select(r => r.Values.GetValueOrDefault("salespersonCode")));
        await import.TakeInAsync(await import.AnswerAsync(file, ("salespersonCode", "TWIN1")));
        Assert.Equal(("TWIN1", Priority.High), ((await MadeAsync(host, "Two")).Salesperson!.Code, (await MadeAsync(host, "Two")).Priority));
    }

    [Fact]
    public async Task WhoIsNoAdminNeitherBringsNorSeesOne()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var import = await ImportCase.StartAsync(host);
        var file = await import.ReadAsync(HubSpot);
        var anna = await host.CallerAsync("ANNA", ActSource.Portal);

        Assert.Null(await host.DoAsync<ImportActs, ImportFile?>(a => a.FindAsync(file.Id, anna, default)));
        Assert.Null(await host.DoAsync<ImportActs, ImportRowsPage?>(a => a.RowsAsync(file.Id, null, null, 10, anna, default)));
        foreach (var refused in new[]
        {
            await host.DoAsync<ImportActs, Result<ImportFile>>(a => a.BeginAsync(file.Id, anna, default)),
            await host.DoAsync<ImportActs, Result<ImportFile>>(a => a.TakeBackAsync(file.Id, anna, default)),
            await host.DoAsync<ImportActs, Result<ImportFile>>(a => a.TryAsync(
                ImportKind.Contacts, "x.csv", Encoding.UTF8.GetBytes("name\nx\n"), ImportCase.English, anna, default)),
        })
        {
            Assert.Equal(RefusalKind.Forbidden, Assert.IsType<Result<ImportFile>.Refused>(refused).First.Rule.Kind);
        }
    }

    private static Task<ChatOpportunities.Domain.Opportunities.Opportunity> MadeAsync(DomainHost host, string description) =>
        host.DoAsync<OpportunitiesContext, ChatOpportunities.Domain.Opportunities.Opportunity>(db => db.Opportunities.AsNoTracking()
            .Include(o => o.Entries).Include(o => o.Contact).Include(o => o.Salesperson).SingleAsync(o => o.Description == description));

    private static Task<(int Opportunities, int Contacts)> CountAsync(DomainHost host) =>
        host.DoAsync<OpportunitiesContext, (int, int)>(
            async db => (await db.Opportunities.CountAsync(), await db.Contacts.CountAsync()));
}
