using System.Net;
using System.Text;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Portal;

/// <summary>What a calendar that subscribes to a person's address reads.</summary>
public sealed class CalendarTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    private const string Hostile = "Pier, lights; \\ “quay”\r\nEND:VEVENT\r\n🏗️ שלום";
    private static readonly DateOnly Soon = DateOnly.FromDateTime(Clocks.Start.DateTime).AddDays(5);

    [Fact]
    public async Task TasksNextStepsAndClosingDaysAreRead_AndWhatIsDoneDisappears()
    {
        var no = await AddAsync("ANNA", "Harbour lights");
        var task = 0L;
        await ActAsync("ANNA", async (acts, caller) => task = Assert.IsType<Result<SalesTask>.Done>(await acts.AddTaskAsync(
            no, new TaskDetails(TaskType.PhoneCall, Hostile, Priority.Normal, Soon), null, caller, CancellationToken.None)).Value.Id);
        await ActAsync("ANNA", async (acts, caller) => Assert.IsType<Result<Acted>.Done>(
            await acts.SetNextStepAsync(no, "Send the plans", Soon.AddDays(1), null, caller, CancellationToken.None)));
        var address = await MakeAsync(await portal.SignInAsync("ANNA"));

        var (text, read) = await ReadAsync(address);

        var own = read.Events.Where(e => e.Url!.AbsolutePath == "/opportunities/" + no).ToDictionary(e => e.Uid!);
        Assert.Equal(3, own.Count);
        var told = own[$"task-{task}@chatopportunities"];
        Assert.Contains("Pier, lights; \\ “quay”", told.Summary, StringComparison.Ordinal);
        Assert.Contains("🏗️ שלום", told.Summary, StringComparison.Ordinal);
        Assert.Equal((Soon, false), (told.Start!.Date, told.Start.HasTime));
        Assert.Equal("Next step: Send the plans (Harbour lights)", own[$"step-{no}-1@chatopportunities"].Summary);
        Assert.Equal(Soon.AddDays(9), own[$"close-{no}@chatopportunities"].Start!.Date);
        HoldsTheStandard(text);

        await portal.DoAsync<TaskActs>(async acts => Assert.IsType<Result<TaskClosing>.Done>(
            await acts.CompleteAsync(task, null, await CallerAsync("ANNA"), CancellationToken.None)));
        Assert.DoesNotContain($"UID:task-{task}@", (await ReadAsync(address)).Text, StringComparison.Ordinal);
        await ActAsync("ANNA", async (acts, caller) => Assert.IsType<Result<Acted>.Done>(await acts.CloseAsync(
            no, new CloseOpportunity(Outcome.Lost, "WALKED_L"), null, caller, CancellationToken.None)));
        Assert.DoesNotContain(no, (await ReadAsync(address)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NobodyElsesWorkIsRead()
    {
        var no = await AddAsync("ANNA", "Seen by its owner alone");

        var (text, _) = await ReadAsync(await MakeAsync(await portal.SignInAsync("BEN")));

        Assert.DoesNotContain(no, text, StringComparison.Ordinal);
        HoldsTheStandard(text);
    }

    [Fact]
    public async Task UnchangedIsNotSentAgain_RenewedAndSwitchedOffAddressesAreNotFound_AndTheSecretIsNotKept()
    {
        var emma = await portal.SignInAsync("EMMA");
        var first = await MakeAsync(emma);
        Assert.Null((await emma.SeeAsync("/me")).Document.GetElementById("calendar-address"));
        using var client = new HttpClient();
        using var read = await client.GetAsync(new Uri(first));
        Assert.Equal(("text/calendar", "no-referrer"), (
            read.Content.Headers.ContentType!.MediaType, Assert.Single(read.Headers.GetValues("Referrer-Policy"))));
        using var again = new HttpRequestMessage(HttpMethod.Get, first);
        again.Headers.IfNoneMatch.Add(read.Headers.ETag!);
        using var unchanged = await client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        await portal.DoAsync<OpportunitiesContext>(async db =>
        {
            var secret = first[(first.LastIndexOf('/') + 1)..^4];
            var kept = await db.StoredItems.Select(i => i.Value).ToListAsync();
            Assert.DoesNotContain(kept, v => v.Contains(secret, StringComparison.Ordinal));
        });

        var second = await MakeAsync(emma);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(first));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(second));

        foreach (var (blocked, status) in new[] { (true, HttpStatusCode.NotFound), (false, HttpStatusCode.OK) })
        {
            await portal.DoAsync<OpportunitiesContext>(db => db.Salespeople.Where(p => p.Code == "EMMA")
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.Blocked, blocked)));
            Assert.Equal(status, await StatusAsync(second));
        }

        var off = await emma.SubmitAndFollowAsync(await emma.SeeAsync("/me"), "#end-calendar");
        Assert.Contains("Your calendar has no address any more.", off.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(second));
        foreach (var guess in (string[])["x", "1-", "-1", "1-%0A", "99999999999999999999-a", new string('9', 3000)])
        {
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(new Uri(portal.Address, $"/calendar/{guess}.ics").AbsoluteUri));
        }
    }

    /// <summary>Line ends, lengths, pairs and what every event must have, by the letter of RFC 5545.</summary>
    private static void HoldsTheStandard(string text)
    {
        Assert.EndsWith("END:VCALENDAR\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text.Replace("\r\n", "", StringComparison.Ordinal));
        Assert.DoesNotContain('\r', text.Replace("\r\n", "", StringComparison.Ordinal));
        var lines = text.Split("\r\n")[..^1];
        Assert.All(lines, line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 1, 75));
        var whole = text.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n")[..^1];
        Assert.Equal(["BEGIN:VCALENDAR", "VERSION:2.0"], whole[..2]);
        Assert.Single(whole, line => line.StartsWith("PRODID:", StringComparison.Ordinal));
        var events = whole.Count(line => line == "BEGIN:VEVENT");
        Assert.Equal(events, whole.Count(line => line == "END:VEVENT"));
        foreach (var needed in (string[])["UID:", "DTSTAMP:", "DTSTART;VALUE=DATE:", "SUMMARY:"])
        {
            Assert.Equal(events, whole.Count(line => line.StartsWith(needed, StringComparison.Ordinal)));
        }

        Assert.All(whole, line => Assert.Matches("^[A-Z-]+[:;]", line));
    }

    private static async Task<HttpStatusCode> StatusAsync(string address)
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(address));
        return answer.StatusCode;
    }

    private static async Task<(string Text, Ical.Net.Calendar Read)> ReadAsync(string address)
    {
        using var client = new HttpClient();
        var text = Encoding.UTF8.GetString(await client.GetByteArrayAsync(new Uri(address)));
        return (text, Ical.Net.Calendar.Load(text)!);
    }

    private static async Task<string> MakeAsync(PortalVisitor person)
    {
        var made = await person.SubmitAndFollowAsync(await person.SeeAsync("/me"), "#make-calendar");
        return made.Document.GetElementById("calendar-address")!.TextContent;
    }

    private async Task<string> AddAsync(string owner, string description)
    {
        var no = "";
        await ActAsync(owner, async (acts, caller) => no = Assert.IsType<Result<Opportunity>.Done>(await acts.CreateAsync(
            new CreateOpportunity(
                description, ContactNo: "CT-00001", SalesCycleCode: "NEW", EstimatedValue: 45_000, StartNow: true,
                EstimatedCloseDate: Soon.AddDays(9)),
            caller, CancellationToken.None)).Value.No);
        return no;
    }

    private async Task ActAsync(string who, Func<OpportunityActs, Caller, Task> act)
    {
        var caller = await CallerAsync(who);
        await portal.DoAsync<OpportunityActs>(acts => act(acts, caller));
    }

    private async Task<Caller> CallerAsync(string who)
    {
        Salesperson person = null!;
        await portal.DoAsync<OpportunitiesContext>(
            async db => person = await db.Salespeople.AsNoTracking().SingleAsync(p => p.Code == who));
        return Caller.For(person, ActSource.Portal, Clocks.Start);
    }
}
