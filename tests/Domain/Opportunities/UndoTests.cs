using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Domain.Opportunities;

/// <summary>Taking back a move, an assignment or a closing: everything is as it was, and the history says so.</summary>
[Trait("Suite", "Database")]
public sealed class UndoTests
{
    private const string No = "OPP-00001"; // Anna's, on Presentation, standing too long

    public static TheoryData<string> Acts { get; } = new(
        "move", "move without tasks", "back", "skip to the end", "update", "assign", "assign without tasks", "win", "lose", "gate");

    [Theory]
    [MemberData(nameof(Acts))]
    public async Task GivenAnAct_WhenItIsUndone_ThenEverythingIsAsItWasBefore(string act)
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var no = act == "gate" ? "OPP-00002" : No;
        await host.DoAsync<ReminderDispatcher>(dispatcher => dispatcher.SendDueAsync(CancellationToken.None));
        var before = await StateAsync(host, no);

        var acted = await ActAsync(host, act, no, anna);
        Assert.NotEqual(before, await StateAsync(host, no));
        await host.DoAsync<ReminderDispatcher>(dispatcher => dispatcher.SendDueAsync(CancellationToken.None));
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        var undone = await UndoAsync(host, no, acted.Opportunity.Version, await host.CallerAsync("ANNA")).Done();

        Assert.Equal(before, await StateAsync(host, no));
        Assert.True(undone.Opportunity.Version > acted.Opportunity.Version);
        var last = (await host.DoAsync<OpportunityQueries, IReadOnlyList<ChatOpportunities.Domain.Audit.AuditEntry>>(q =>
            q.ActsAsync(no, anna, CancellationToken.None)))[0];
        Assert.Equal("Anna Keller", last.ByName);
        Assert.Contains("undone", last.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheHistoryKeepsWhatWasUndone_AndSaysSo()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var before = await HistoryAsync(host);

        var acted = await ActAsync(host, "move", No, anna);
        await UndoAsync(host, No, acted.Opportunity.Version, anna).Done();

        var after = await HistoryAsync(host);
        Assert.Equal([ActionTaken.Undone, ActionTaken.Next], after.Take(2).Select(e => e.ActionTaken));
        Assert.Equal(before.Count + 2, after.Count);
        Assert.Equal(
            (true, "Presentation", before[0].StageEnteredOn), (after[0].Active, after[0].StageDescription, after[0].StageEnteredOn));
        Assert.All(after.Skip(1).Take(2), e => Assert.Equal((false, (int?)null), (e.Active, e.DaysOpen)));
    }

    [Fact]
    public async Task GivenOneNotStarted_WhenItsStartOrClosingIsUndone_ThenItIsNotStarted()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        const string no = "OPP-00006";
        var before = await StateAsync(host, no);

        var started = await host.MoveAsync(no, new MoveRequest(MoveAction.First), anna).Done();
        await UndoAsync(host, no, started.Opportunity.Version, anna).Done();
        Assert.Equal(before, await StateAsync(host, no));
        var lost = await host.CloseAsync(no, new CloseOpportunity(Outcome.Lost, "PRICE_L"), anna).Done();
        await UndoAsync(host, no, lost.Opportunity.Version, anna).Done();
        Assert.Equal(before, await StateAsync(host, no));

        // An opportunity that never stood on a stage is not reopened to one.
        await host.CloseAsync(no, new CloseOpportunity(Outcome.Lost, "PRICE_L"), anna).Done();
        var reopened = await host.DoAsync<OpportunityActs, Result<Acted>>(async acts =>
            await acts.ReopenAsync(no, "By mistake", null, await host.CallerAsync("DAVID"), CancellationToken.None)).Done();
        Assert.Equal(OpportunityStatus.NotStarted, reopened.Opportunity.Status);
    }

    [Fact]
    public async Task NoFigureCountsWhatWasUndone()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var before = await FiguresAsync(host);

        foreach (var act in new[] { "move", "back", "win", "update" })
        {
            host.Clock.Advance(TimeSpan.FromDays(1));
            anna = await host.CallerAsync("ANNA");
            var acted = await ActAsync(host, act, No, anna);
            await UndoAsync(host, No, acted.Opportunity.Version, anna).Done();
        }

        Assert.Equal(before, await FiguresAsync(host));
    }

    [Fact]
    public async Task WhatGoesOnAfterAnUndoCountsFromTheStateBefore()
    {
        await using var host = await DomainHost.StartWithDemoAsync(DomainHost.AllAhead);
        var anna = await host.CallerAsync("ANNA");
        var moved = await host.MoveAsync(No, new MoveRequest(MoveAction.Next, DateOfChange: anna.Today.AddDays(30)), anna).Done();
        await UndoAsync(host, No, moved.Opportunity.Version, anna).Done();

        var again = await host.MoveAsync(No, new MoveRequest(MoveAction.Next), anna).Done();

        Assert.Equal(("Proposal", anna.Today), (again.Entry!.StageDescription, again.Entry.DateOfChange));
        Assert.Equal(21, (await HistoryAsync(host))[1].DaysOpen);
        var pending = await host.DoAsync<OpportunitiesContext, List<Reminder>>(
            db => db.Reminders.Where(r => r.Opportunity!.No == No && r.State == ReminderState.Pending).ToListAsync());
        Assert.Single(pending, r => r.Kind == ReminderKind.StageLimit);
        Assert.Equal(pending.Count, pending.Select(r => (r.Kind, r.TaskId)).Distinct().Count());
    }

    [Fact]
    public async Task AfterTenMinutesItIsTooLate()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var acted = await ActAsync(host, "move", No, await host.CallerAsync("ANNA"));
        host.Clock.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1));

        Assert.Equal(["undoTooLate"], await UndoAsync(host, No, acted.Opportunity.Version, await host.CallerAsync("ANNA")).Refused());
        Assert.False(await IsOfferedAsync(host, await host.CallerAsync("ANNA")));
    }

    [Fact]
    public async Task WhenSomethingElseHappenedSince_ThenItIsRefusedAndSaysWhat()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (anna, david) = (await host.CallerAsync("ANNA"), await host.CallerAsync("DAVID"));
        var acted = await ActAsync(host, "move", No, anna);
        await host.MoveAsync(No, new MoveRequest(MoveAction.Update, EstimatedValue: 1), david).Done();

        var refused = Assert.IsType<Result<Acted>.Refused>(await UndoAsync(host, No, acted.Opportunity.Version, anna));

        // David's update is the last act now, and it is his.
        Assert.Equal("nothingToUndo", refused.First.Code);
        Assert.True(await IsOfferedAsync(host, david));
        Assert.False(await IsOfferedAsync(host, anna));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhenItWasChangedOrATaskWasDoneSince_ThenItIsRefused(bool byTask)
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (anna, david) = (await host.CallerAsync("ANNA"), await host.CallerAsync("DAVID"));
        var acted = await ActAsync(host, "move", No, anna);
        if (byTask)
        {
            var task = acted.Opportunity.Tasks.First(t => t.Description == "Draft the proposal");
            await host.DoAsync<TaskActs, Result<TaskClosing>>(tasks => tasks.CompleteAsync(task.Id, null, david, CancellationToken.None))
                .Done();
        }
        else
        {
            await host.QuoteAsync(No, new QuoteRequest("Q-9", 5), david).Done();
        }

        var refused = Assert.IsType<Result<Acted>.Refused>(await UndoAsync(host, No, acted.Opportunity.Version, anna));

        Assert.Equal("undoOvertaken", refused.First.Code);
        Assert.Equal("David Lindqvist", refused.First.Arguments[0]);
        Assert.Equal("Proposal", (await HistoryAsync(host))[0].StageDescription);
    }

    [Fact]
    public async Task OnlyWhoMadeTheActUndoesIt_AndOthersLearnNothing()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var acted = await ActAsync(host, "move", No, await host.CallerAsync("ANNA"));
        var stranger = await host.HireAsync("LONER", Role.Salesperson, null);

        Assert.Equal(["nothingToUndo"], await UndoAsync(host, No, acted.Opportunity.Version, await host.CallerAsync("DAVID")).Refused());
        Assert.Equal(["notFound"], await UndoAsync(host, No, acted.Opportunity.Version, stranger).Refused());
        Assert.Equal(["notFound"], await UndoAsync(host, "OPP-99999", 1, stranger).Refused());
        Assert.Equal(["undoOvertaken"], await UndoAsync(host, No, 1, await host.CallerAsync("ANNA")).Refused());
    }

    [Fact]
    public async Task WhatWasUndoneIsNotUndoneTwice()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var acted = await ActAsync(host, "move", No, anna);
        await UndoAsync(host, No, acted.Opportunity.Version, anna).Done();

        Assert.Equal(["nothingToUndo"], await UndoAsync(host, No, acted.Opportunity.Version, anna).Refused());
    }

    [Fact]
    public async Task WhenTheStageBeforeIsGone_ThenItIsRefused()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var made = await host.StartedAsync(anna, cycle: "EXISTING");
        var acted = await host.MoveAsync(made.No, new MoveRequest(MoveAction.Next), anna).Done();
        await host.DoAsync<OpportunitiesContext>(db => db.Entries.Where(e => e.OpportunityId == made.Id && !e.Active)
            .ExecuteUpdateAsync(e => e.SetProperty(x => x.StageId, (long?)null)));

        Assert.Equal(["undoStageGone"], await UndoAsync(host, made.No, acted.Opportunity.Version, anna).Refused());
    }

    private static Task<Result<Acted>> UndoAsync(DomainHost host, string no, long version, Caller caller) =>
        host.DoAsync<UndoActs, Result<Acted>>(acts => acts.UndoAsync(no, version, caller, CancellationToken.None));

    private static Task<bool> IsOfferedAsync(DomainHost host, Caller caller) => host.DoAsync<UndoActs, bool>(async acts =>
        await acts.IsOfferedAsync((await host.FindAsync(No, caller))!.Opportunity, caller, CancellationToken.None));

    private static Task<Acted> ActAsync(DomainHost host, string act, string no, Caller caller) => act switch
    {
        "move" => host.MoveAsync(no, new MoveRequest(MoveAction.Next), caller).Done(),
        "move without tasks" =>
            host.MoveAsync(no, new MoveRequest(MoveAction.Next, CancelOpenTasks: true, EstimatedValue: 7), caller).Done(),
        "back" => host.MoveAsync(no, new MoveRequest(MoveAction.Previous), caller).Done(),
        "skip to the end" => host.MoveAsync(no, new MoveRequest(MoveAction.Jump, 1), caller).Done(),
        "update" => host.MoveAsync(
            no, new MoveRequest(MoveAction.Update, EstimatedValue: 3, EstimatedCloseDate: caller.Today.AddDays(400)), caller)
            .Done(),
        "assign" => host.AssignAsync(no, "BEN", caller).Done(),
        "assign without tasks" => host.AssignAsync(no, "CHLOE", caller, moveOpenTasks: false).Done(),
        "win" => host.CloseAsync(no, new CloseOpportunity(Outcome.Won, "PRICE_W", Amount: 40_000), caller).Done(),
        "lose" => host.CloseAsync(no, new CloseOpportunity(Outcome.Lost, "PRICE_L", CancelOpenTasks: false), caller).Done(),
        _ => host.DoAsync<OpportunityActs, Result<Acted>>(acts => acts.MoveWithQuoteAsync(
            no, new QuoteRequest("Q-1", 5), new MoveRequest(MoveAction.Next), null, caller, CancellationToken.None)).Done(),
    };

    private static async Task<IReadOnlyList<OpportunityEntry>> HistoryAsync(DomainHost host)
    {
        var anna = await host.CallerAsync("ANNA");
        return await host.DoAsync<OpportunityQueries, IReadOnlyList<OpportunityEntry>>(
            async queries => await queries.HistoryAsync((await host.FindAsync(No, anna))!.Opportunity.Id, anna, CancellationToken.None));
    }

    /// <summary>
    /// All that an act may touch, in words: the opportunity, its active entry, its tasks, and the reminders that are owed.
    /// </summary>
    private static Task<string> StateAsync(DomainHost host, string no) => host.DoAsync<OpportunitiesContext, string>(async db =>
    {
        var o = await db.Opportunities.AsNoTracking().Include(o => o.Entries.Where(e => e.Active)).SingleAsync(o => o.No == no);
        var tasks = await db.Tasks.AsNoTracking().Where(t => t.OpportunityId == o.Id).OrderBy(t => t.Id).ToListAsync();
        var reminders = await db.Reminders.AsNoTracking()
            .Where(r => r.OpportunityId == o.Id && r.State != ReminderState.Cancelled && r.Kind != ReminderKind.TakenBack
                && !(r.State == ReminderState.Acted && r.Kind == ReminderKind.HandOver)).OrderBy(r => r.Id).ToListAsync();
        return string.Join('\n',
            FormattableString.Invariant(
                $"{o.Status} {o.SalespersonId} {o.ClosedOn} {o.QuoteNumber} {o.QuoteAmount} {o.Description} {o.Priority} {o.WorkedAt:O}"),
            o.Current is { } e
                ? FormattableString.Invariant(
                    $"{e.StageId} {e.StageNumber} {e.StageDescription} {e.DateOfChange} {e.StageEnteredOn} {e.StageVisit} {e.DaysOpen} {e.EstimatedValue} {e.ChancesOfSuccess} {e.CompletedPercent} {e.Probability} {e.CurrentValue} {e.EstimatedCloseDate} {e.SalespersonId} {e.ContactId} {e.CloseReasonId} {e.Note}")
                : "none",
            string.Join('\n', tasks.Select(t => FormattableString.Invariant(
                $"{t.Id} {t.Description} {t.Date} {t.Status} {t.Cancelled} {t.Closed} {t.ClosedOn} {t.SalespersonId} {t.RecurringInterval} {t.RecurringFrom}"))),
            string.Join('\n', reminders.Select(r => FormattableString.Invariant(
                $"{r.Id} {r.Kind} {r.State} {r.DueAt:O} {r.NextAttemptAt:O} {r.SalespersonId} {r.ActedAt:O}"))));
    });

    private static async Task<string> FiguresAsync(DomainHost host)
    {
        var emma = await host.CallerAsync("EMMA");
        return await host.DoAsync<Figures, string>(async figures =>
        {
            var cycle = (await figures.OfCycleAsync("NEW", null, null, emma, CancellationToken.None))!;
            var conversion = (await figures.ConversionAsync(FigureFilter.None, null, null, emma, CancellationToken.None))!;
            var time = (await figures.TimeInStageAsync(FigureFilter.None, null, null, emma, CancellationToken.None))!;
            var won = (await figures.WinRateAsync(FigureFilter.None, null, null, emma, CancellationToken.None))!;
            return string.Join('\n', [
                cycle.ToString(),
                .. cycle.Stages.Select(s => s.ToString()),
                .. conversion.Select(c => c.ToString()),
                .. time.Select(t => t.ToString()),
                won.Won.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ]);
        });
    }
}
