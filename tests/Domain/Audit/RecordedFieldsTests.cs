using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Privacy;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Domain.Audit;

/// <summary>The log keeps of every act what it changed, from what to what, in words; and no secret.</summary>
[Trait("Suite", "Database")]
public sealed class RecordedFieldsTests
{
    private const string No = "OPP-00002"; // Anna's, on Qualification

    [Fact]
    public async Task EveryFieldOfARecordIsEitherToldOrKnownNotToBe()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        string[] always = [nameof(Entity.Id), nameof(Entity.Version)];
        await host.DoAsync<OpportunitiesContext>(db =>
        {
            foreach (var (record, not) in RecordedFields.NotRecorded)
            {
                var all = db.Model.FindEntityType(record)!.GetProperties().Where(p => !p.IsShadowProperty()).Select(p => p.Name);
                Assert.Equal(
                    all.Except(always).Order(StringComparer.Ordinal),
                    RecordedFields.Of(record).Keys.Concat(not).Order(StringComparer.Ordinal));
            }

            return Task.CompletedTask;
        });
        Assert.Empty(RecordedFields.Of(typeof(ApiToken)));
    }

    [Fact]
    public async Task FactsAndFiguresAreToldFromWhatToWhat_WithNamesInPlaceOfKeys()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (anna, emma) = (await host.CallerAsync("ANNA"), await host.CallerAsync("EMMA"));
        var edit = new EditOpportunity(
            new ChangeOpportunity(Description: "Suite lights", Priority: Priority.High, ContactNo: "CT-00001"), EstimatedValue: 20_000);

        (await host.DoAsync<OpportunityActs, Result<Acted>>(a => a.EditAsync(No, edit, null, anna, default))).Done();
        Assert.Equal(
            [
                new("contact", "Ana Lima", "Contoso Hotels"), new("description", "Suite dimmers, Contoso", "Suite lights"),
                new("estimatedValue", "18500", "20000"), new("priority", "Normal", "High"),
            ],
            await LastAsync(host));

        (await host.AssignAsync(No, "BEN", emma)).Done();
        Assert.Equal([new("salesperson", "Anna Keller", "Ben Okafor")], await LastAsync(host));

        (await host.QuoteAsync(No, new QuoteRequest("Q-1", 20_000m), emma)).Done();
        (await host.MoveAsync(No, new MoveRequest(MoveAction.Next), emma)).Done();
        Assert.Contains(new("stage", "Qualification", "Presentation"), await LastAsync(host));

        (await host.CloseAsync(No, new CloseOpportunity(Outcome.Lost, "PRICE_L", Note: "too dear"), emma)).Done();
        var closing = await LastAsync(host);
        Assert.Contains(closing, c => c.Field == "closeReason" && c.From is null && c.To is not null and not "PRICE_L");
        Assert.Contains(new("note", null, "too dear"), closing);
        Assert.Contains(new("status", "InProgress", "Lost"), closing);
    }

    [Fact]
    public async Task TasksAndSetupAreToldLikewise()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        var task = (await host.DoAsync<OpportunityActs, Result<SalesTask>>(a => a.AddTaskAsync(
            No, new TaskDetails(TaskType.None, "Ring them", Priority.Normal, emma.Today), null, emma, default))).Done();
        (await host.DoAsync<TaskActs, Result<SalesTask>>(a => a.PostponeAsync(task.Id, emma.Today.AddDays(2), null, emma, default))).Done();
        Assert.Equal(
            [new("taskDate", "2026-03-02", "2026-03-04"), new("taskStatus", "NotStarted", "Postponed")], await LastAsync(host));

        (await host.PeopleAsync(p => p.SaveTeamAsync("OTHER", "Others", null, true, null, emma, default))).Done();
        var ben = (await host.DoAsync<PeopleActs, Salesperson?>(p => p.FindAsync("BEN", default)))!;
        (await host.PeopleAsync(p => p.SaveAsync(
            "BEN",
            new PersonForm("Ben O'Kafor", ben.Email, ben.EntraObjectId?.ToString(), Role.Manager, "OTHER", "fr", ben.TimeZone, false),
            isNew: false, ben.Version, emma, default))).Done();
        Assert.Equal(
            [
                new("language", "en", "fr"), new("name", "Ben Okafor", "Ben O'Kafor"), new("role", "Salesperson", "Manager"),
                new("team", "Lighting sales", "Others"),
            ],
            await LastAsync(host, AuditSubjects.Salesperson, "BEN"));
    }

    [Fact]
    public async Task WhoIsErasedStandsInNoFieldAnyMore_AndWhatTheyWroteIsBlanked()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (anna, emma) = (await host.CallerAsync("ANNA"), await host.CallerAsync("EMMA"));
        var edit = new EditOpportunity(new ChangeOpportunity(NextStep: new("ask for tulips"), NextStepDate: new(anna.Today)));
        (await host.DoAsync<OpportunityActs, Result<Acted>>(a => a.EditAsync(No, edit, null, anna, default))).Done();
        (await host.AssignAsync(No, "BEN", emma)).Done();

        (await host.DoAsync<PrivacyActs, Result<Erasure>>(a => a.ErasePersonAsync("ANNA", [], emma, default))).Done();

        var kept = await host.DoAsync<OpportunitiesContext, List<AuditEntry>>(
            db => db.AuditEntries.AsNoTracking().Where(a => a.SubjectKey == No && a.Changed != null).OrderBy(a => a.Id).ToListAsync());
        Assert.DoesNotContain(kept, a => a.Changed!.Contains("Anna", StringComparison.Ordinal) || a.Changed.Contains("tulips"));
        Assert.Contains(kept, a => a.Changes.Contains(new FieldChange("nextStep", null, "***")));
        Assert.Contains(kept, a => a.Changes.Contains(new FieldChange("salesperson", "***", "Ben Okafor")));
    }

    private static async Task<List<FieldChange>> LastAsync(DomainHost host, string subject = AuditSubjects.Opportunity, string key = No) =>
    [
        .. (await host.DoAsync<OpportunitiesContext, AuditEntry>(db => db.AuditEntries.AsNoTracking()
            .Where(a => a.Subject == subject && a.SubjectKey == key).OrderByDescending(a => a.Id).FirstAsync()))
            .Changes.OrderBy(c => c.Field, StringComparer.Ordinal),
    ];
}
