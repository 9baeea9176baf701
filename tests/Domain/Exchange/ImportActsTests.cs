using System.Globalization;
using System.Text;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Domain.Exchange;

[Trait("Suite", "Database")]
public sealed class ImportActsTests
{
    [Fact]
    public async Task WhatWasTriedIsTakenInTheSameWay_ThoughItsReaderChangedTheLanguageMeanwhile()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA", ActSource.Portal);
        var (french, english) = (new Texts(CultureInfo.GetCultureInfo("fr"), "EUR"), new Texts(CultureInfo.GetCultureInfo("en"), "EUR"));
        var file = await host.DoAsync<ImportActs, Result<ImportFile>>(acts => acts.TryAsync(
            ImportKind.Opportunities, "list.csv",
            Encoding.UTF8.GetBytes("description;contact;cycle;value;close\nRead once;CT-00001;NEW;45 000,50;05/12/2026\n"), french, emma,
            default)).Done();
        Assert.Equal((45_000.50m, new DateOnly(2026, 12, 5)), (file.Lines[0].Value, file.Lines[0].CloseDate));

        await host.DoAsync<ImportActs, Result<ImportFile>>(acts => acts.BeginAsync(file.Id, emma, default)).Done();
        await host.DoAsync<ImportActs>(acts => acts.GoOnAsync(file.Id, _ => english, default));

        var made = await host.DoAsync<OpportunitiesContext, ChatOpportunities.Domain.Opportunities.Opportunity>(
            db => db.Opportunities.SingleAsync(o => o.Description == "Read once"));
        Assert.Equal((45_000.50m, new DateOnly(2026, 12, 5)), (made.InitialValue, made.InitialCloseDate));
    }

    [Fact]
    public async Task HeadingsWordsAndNamesAreComparedAsEverywhere_AndANameOfTwoIsNobodys()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA", ActSource.Portal);
        foreach (var (code, name) in new[]
        {
            ("LUK", "Łukasz  O’Neill"), ("TWIN1", "Kim Lee"), ("TWIN2", "Kim Lee"), ("LEE", "KIM LEE JR"),
        })
        {
            var form = new PersonForm(name, null, null, Role.Salesperson, null, "en", "Europe/Paris", false);
            (await host.PeopleAsync(p => p.SaveAsync(code, form, isNew: true, null, emma, default))).Done();
        }

        var texts = new Texts(CultureInfo.GetCultureInfo("en"), "EUR");
        var text = "Opportunite;SOCIETE;vendeur;cycle;Priorite;creee\n"
            + "One;CT-00001;lukasz o'neill;NEW;elevee;\nTwo;CT-00001;Kim Lee;NEW;HAUTE;\nThree;CT-00001;twin2;NEW;low;\n";
        var file = await host.DoAsync<ImportActs, Result<ImportFile>>(acts => acts.TryAsync(
            ImportKind.Opportunities, "list.csv", Encoding.UTF8.GetBytes(text), texts, emma, default)).Done();
        await host.DoAsync<ImportActs, Result<ImportFile>>(acts => acts.BeginAsync(file.Id, emma, default)).Done();
        await host.DoAsync<ImportActs>(acts => acts.GoOnAsync(file.Id, _ => texts, default));

        Assert.Empty(file.Unread);
        Assert.Equal([true, false, true], file.Lines.Select(l => l.Problem is null));
        Assert.Equal(
            [("One", "LUK", Priority.High), ("Three", "TWIN2", Priority.Low)],
            (await host.DoAsync<OpportunitiesContext, List<ChatOpportunities.Domain.Opportunities.Opportunity>>(
                db => db.Opportunities.Include(o => o.Salesperson).Where(o => o.Description == "One" || o.Description == "Three")
                    .ToListAsync()))
            .Select(o => (o.Description, o.Salesperson!.Code, o.Priority)));
    }

    [Theory]
    [InlineData("source")]
    [InlineData("Origine")]
    [InlineData("Lead source")]
    public async Task WhereItCameFromIsAColumn_AndOneTooLongIsAMistakeOfItsLine(string heading)
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA", ActSource.Portal);
        var texts = new Texts(CultureInfo.GetCultureInfo("en"), "EUR");
        var text = $"description;contact;cycle;{heading}\nFrom a fair;CT-00001;NEW; Hotel fair \n"
            + $"Too long;CT-00001;NEW;{new string('x', 51)}\n";
        var file = await host.DoAsync<ImportActs, Result<ImportFile>>(acts => acts.TryAsync(
            ImportKind.Opportunities, "list.csv", Encoding.UTF8.GetBytes(text), texts, emma, default)).Done();
        await host.DoAsync<ImportActs, Result<ImportFile>>(acts => acts.BeginAsync(file.Id, emma, default)).Done();
        await host.DoAsync<ImportActs>(acts => acts.GoOnAsync(file.Id, _ => texts, default));

        Assert.Equal([null, "At most 50 characters."], file.Lines.Select(l => l.Problem));
        Assert.Equal("Hotel fair", await host.DoAsync<OpportunitiesContext, string?>(
            db => db.Opportunities.Where(o => o.Description == "From a fair").Select(o => o.Source).SingleAsync()));
        Assert.EndsWith(",source\r\n", ImportActs.Template(ImportKind.Opportunities), StringComparison.Ordinal);
    }
}
