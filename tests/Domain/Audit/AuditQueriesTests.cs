using System.Reflection;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Tests.Domain.Audit;

[Trait("Suite", "Database")]
public sealed class AuditQueriesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task TheLogIsReadNewestFirst()
    {
        await using var host = await LoggedAsync();

        var page = (await ListAsync(host, "EMMA", new(), 100)).Done();

        Assert.Equal(["SMALL", "BIG", "LIGHT", "SMALL"], page.Entries.Select(a => a.SubjectKey));
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task WhatWasSentAgainIsToldOnlyToThoseWhoMaySeeItsOpportunity()
    {
        await using var host = await DomainHost.StartWithDemoAsync(
            s => s.Configure<CompanyOptions>(o => o.OpportunityVisibility = OpportunityVisibility.Team));
        var emma = await host.CallerAsync("EMMA");
        (await host.PeopleAsync(p => p.SaveTeamAsync("OTHER", "Others", null, true, null, emma, default))).Done();
        var hidden = await host.StartedAsync(await host.HireAsync("GINA", Role.Salesperson, "OTHER"));
        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            db.AuditEntries.AddRange(
                AuditEntry.Of(emma, AuditSubjects.Reminders, hidden.No, AuditSentences.ReminderSentAgain, "Gina"),
                AuditEntry.Of(emma, AuditSubjects.Reminders, "rules", AuditSentences.ReminderRules));
            await db.SaveChangesAsync();
        });

        var (hers, his) = ((await OfRemindersAsync("EMMA")).Order(), (await OfRemindersAsync("DAVID")).Order());

        Assert.Equal(new[] { hidden.No, "rules" }.Order(), hers);
        Assert.Equal(["rules"], his);

        async Task<IEnumerable<string>> OfRemindersAsync(string who) =>
            (await ListAsync(host, who, new(Subject: AuditSubjects.Reminders), 100)).Done().Entries.Select(e => e.SubjectKey);
    }

    public static TheoryData<AuditFilter, string[]> Filters => new()
    {
        { new(Subject: "sales-cycle"), ["Changed", "Created", "Created"] },
        { new(Subject: "team"), ["Changed"] },
        { new(Subject: "nothing"), [] },
        { new(Key: "small"), ["Changed", "Created"] },
        { new(Subject: " sales-cycle ", Key: " BIG "), ["Created"] },
        { new(PersonCode: "david"), ["Created", "Changed"] },
        { new(PersonCode: "NOBODY"), [] },
        { new(From: new(2026, 3, 3)), ["Changed", "Created"] },
        { new(To: new(2026, 3, 2)), ["Changed", "Created"] },
        { new(From: new(2026, 3, 3), To: new(2026, 3, 3)), ["Created"] },
        { new(From: new(2026, 3, 5)), [] },
        { new(From: DateOnly.MinValue, To: DateOnly.MaxValue), ["Changed", "Created", "Changed", "Created"] },
        { new(From: DateOnly.MaxValue), [] },
        { new(To: DateOnly.MinValue), [] },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task TheLogIsFiltered(AuditFilter filter, string[] sentences)
    {
        await using var host = await LoggedAsync();

        Assert.Equal(sentences, (await ListAsync(host, "EMMA", filter, 100)).Done().Entries.Select(a => a.Sentence));
    }

    [Fact]
    public async Task ADayIsTheReadersDay()
    {
        await using var host = await DomainHost.StartAsync();
        var log = new DateTimeOffset(2026, 3, 1, 23, 30, 0, TimeSpan.Zero); // half past midnight in Paris
        await host.DoAsync<OpportunitiesContext>(db => AddAsync(db, ("X", log)));
        var reader = An.Caller() with { Role = Role.Admin };
        Task<Result<AuditPage>> On(DateOnly day, string zone) => host.DoAsync<AuditQueries, Result<AuditPage>>(q => q.ListAsync(
            new(From: day, To: day), 10, null, reader with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById(zone) },
            CancellationToken.None));

        Assert.Single((await On(new(2026, 3, 2), "Europe/Paris")).Done().Entries);
        Assert.Empty((await On(new(2026, 3, 1), "Europe/Paris")).Done().Entries);
        Assert.Single((await On(new(2026, 3, 1), "Etc/UTC")).Done().Entries);
        Assert.Empty((await On(new(2026, 3, 29), "America/Asuncion")).Done().Entries);
    }

    [Fact]
    public async Task ThePagesFollowEachOtherWithoutGapOrRepetitionThoughInstantsAreAlike()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        await host.DoAsync<OpportunitiesContext>(db => AddAsync(
            db, ("A", Noon), ("B", Noon), ("C", Noon), ("D", Noon.AddMicroseconds(7)), ("E", Noon.AddDays(-1)),
            ("F", Noon.AddMicroseconds(7)), ("G", Noon)));

        List<string> seen = [];
        AuditCursor? cursor = null;
        do
        {
            var page = (await ListAsync(host, "EMMA", new(Subject: "test"), 2, cursor)).Done();
            seen.AddRange(page.Entries.Select(a => a.SubjectKey));
            cursor = AuditCursor.TryParse(page.Next?.ToString(), out var next) ? next : null;
        }
        while (cursor is not null);

        Assert.Equal(["F", "D", "G", "C", "B", "A", "E"], seen);
    }

    [Theory]
    [InlineData("ANNA", "forbidden")]
    [InlineData("DAVID", null)]
    [InlineData("EMMA", null)]
    public async Task ManagersAndAdminsReadTheLog(string who, string? refusal)
    {
        await using var host = await LoggedAsync();

        Assert.Equal(refusal, (await ListAsync(host, who, new(), 10) as Result<AuditPage>.Refused)?.First.Code);
    }

    [Fact]
    public async Task AManagerReadsOnlyOfOpportunitiesTheyMaySee()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        (await host.PeopleAsync(p => p.SaveTeamAsync("OTHER", "Others", null, true, null, emma, default))).Done();
        await host.HireAsync("GINA", Role.Salesperson, "OTHER");
        var theirs = await host.StartedAsync(emma, "GINA");
        var ours = await host.StartedAsync(emma, "ANNA");
        async Task<List<string>> Read(string who) =>
            [.. (await ListAsync(host, who, new(Subject: "opportunity"), 2)).Done().Entries.Select(a => a.SubjectKey)];

        Assert.Equal([ours.No, theirs.No], await Read("EMMA"));
        var readByManager = await Read("DAVID");
        Assert.Contains(ours.No, readByManager);
        Assert.DoesNotContain(theirs.No, readByManager);
        Assert.Empty((await ListAsync(host, "DAVID", new(Key: theirs.No), 10)).Done().Entries);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.2.3")]
    [InlineData("a.1")]
    [InlineData("-1.1")]
    [InlineData("9223372036854775807.1")]
    public void WhatIsNoCursorIsNotReadAsOne(string? text) => Assert.False(AuditCursor.TryParse(text, out _));

    [Fact]
    public void EverySubjectStandsInTheChoice() => Assert.Equal(
        typeof(AuditSubjects).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral)
            .Select(f => (string)f.GetRawConstantValue()!).Order(),
        AuditSubjects.All.Order());

    /// <summary>Four lines on three days, the first and the last by Emma, the others by David.</summary>
    private static async Task<DomainHost> LoggedAsync()
    {
        var host = await DomainHost.StartWithDemoAsync();
        var (david, emma) = (await host.CallerAsync("DAVID"), await host.CallerAsync("EMMA"));
        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            db.AuditEntries.RemoveRange(db.AuditEntries);
            await db.SaveChangesAsync();
            foreach (var entry in new[]
            {
                AuditEntry.Of(emma with { Now = Noon }, AuditSubjects.SalesCycle, "SMALL", "Created"),
                AuditEntry.Of(david with { Now = Noon.AddHours(1) }, AuditSubjects.Team, "LIGHT", "Changed"),
                AuditEntry.Of(david with { Now = Noon.AddDays(1) }, AuditSubjects.SalesCycle, "BIG", "Created"),
                AuditEntry.Of(emma with { Now = Noon.AddDays(2) }, AuditSubjects.SalesCycle, "SMALL", "Changed"),
            })
            {
                db.AuditEntries.Add(entry);
                await db.SaveChangesAsync(); // the keys are in this order
            }
        });
        return host;
    }

    private static async Task AddAsync(OpportunitiesContext db, params (string Key, DateTimeOffset At)[] lines)
    {
        foreach (var (key, at) in lines)
        {
            db.AuditEntries.Add(AuditEntry.Of(An.Caller() with { Now = at }, "test", key, "Created"));
            await db.SaveChangesAsync();
        }
    }

    private static async Task<Result<AuditPage>> ListAsync(
        DomainHost host, string who, AuditFilter filter, int limit, AuditCursor? after = null)
    {
        var caller = await host.CallerAsync(who);
        return await host.DoAsync<AuditQueries, Result<AuditPage>>(q => q.ListAsync(filter, limit, after, caller, CancellationToken.None));
    }
}
