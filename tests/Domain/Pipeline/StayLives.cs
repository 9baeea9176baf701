using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Domain.Pipeline;

/// <summary>Acts at random on few opportunities and on the stages of their cycle, through the use cases; refused acts do nothing.</summary>
internal sealed class StayLives(DomainHost host, int seed)
{
    public const string Cycle = "LIVE";
    private static readonly string[] People = ["ANNA", "BEN", "DAVID"];

    private readonly Random _random = new(seed);
    private readonly List<string> _open = [];
    private int _stages;

    /// <summary>How often each kind of act was done.</summary>
    public Dictionary<string, int> Done { get; } = [];

    public async Task BeginAsync()
    {
        var emma = await host.CallerAsync("EMMA");
        await host.CyclesAsync(c => c.CreateAsync(Cycle, "Lives", ProbabilityMethod.Multiply, emma, default)).Done();
        for (var number = 10; number <= 50; number += 10)
        {
            await host.CyclesAsync(c => c.AddStageAsync(Cycle, number, null, Form(), null, emma, default)).Done();
        }
    }

    public async Task StepAsync()
    {
        host.Clock.Advance(TimeSpan.FromDays(_random.Next(10) < 6 ? 0 : _random.Next(1, 5)));
        var emma = await host.CallerAsync("EMMA");
        var (act, work) = Pick<(string, Func<string, Caller, Task<bool>>)>(
        [
            ("create", (_, _) => CreateAsync(emma)), ("create", (_, _) => CreateAsync(emma)),
            ("move", MoveAsync), ("move", MoveAsync), ("move", MoveAsync), ("move", MoveAsync), ("move", MoveAsync), ("move", MoveAsync),
            ("won", (no, by) => CloseAsync(no, Outcome.Won, by)), ("lost", (no, by) => CloseAsync(no, Outcome.Lost, by)),
            ("reopen", ReopenAsync), ("reopen", ReopenAsync), ("give", GiveAsync), ("delete", DeleteAsync),
            ("place", (_, _) => PlaceAsync(emma)), ("insert", (_, _) => InsertAsync(emma)), ("stage", (_, _) => DeleteStageAsync(emma)),
        ]);
        if (act is "create" or "place" or "insert" or "stage" || _open.Count > 0)
        {
            Count(act, await work(_open.Count == 0 ? "" : Pick(_open), emma));
        }
    }

    private static StageForm Form(string name = "Stage") => new(name, 20, 30, AllowSkip: true);

    private async Task<bool> CreateAsync(Caller emma)
    {
        if (_open.Count > 12 || await host.CreateAsync(
            new CreateOpportunity(
                "Lamp", ContactNo: "CT-00001", SalespersonCode: Pick(People), SalesCycleCode: Cycle, EstimatedValue: 9_000,
                StartNow: _random.Next(4) > 0),
            emma) is not Result<Opportunity>.Done(var made))
        {
            return false;
        }

        _open.Add(made.No);
        return true;
    }

    private async Task<bool> MoveAsync(string no, Caller emma)
    {
        if ((await host.FindAsync(no, emma))!.Opportunity is not { IsClosed: false } opportunity || opportunity.Moves().Count == 0)
        {
            return false;
        }

        var option = Pick(opportunity.Moves());
        var request = new MoveRequest(
            option.Action, option.Action is MoveAction.Skip or MoveAction.Jump ? Pick(option.Candidates).Number : null,
            EstimatedValue: 10_000, ChancesOfSuccess: 40, EstimatedCloseDate: emma.Today.AddDays(_random.Next(200)), SlipReason: "Budget");
        return await ActAsync(no, emma, () => host.MoveAsync(no, request, emma));
    }

    private Task<bool> CloseAsync(string no, Outcome outcome, Caller emma) => ActAsync(no, emma, () => host.CloseAsync(
        no,
        new CloseOpportunity(outcome, outcome == Outcome.Won ? "PRICE_W" : "PRICE_L", Amount: outcome == Outcome.Won ? 500 : null),
        emma));

    private async Task<bool> ReopenAsync(string no, Caller emma) =>
        await host.DoAsync<OpportunityActs, Result<Acted>>(acts => acts.ReopenAsync(no, "Again", null, emma, default))
            is Result<Acted>.Done;

    private Task<bool> GiveAsync(string no, Caller emma) => ActAsync(no, emma, () => host.AssignAsync(no, Pick(People), emma));

    private async Task<bool> DeleteAsync(string no, Caller emma)
    {
        var isGone = await host.DoAsync<OpportunityActs, Result<string>>(acts => acts.DeleteAsync(no, null, emma, default))
            is Result<string>.Done;
        _ = isGone && _open.Remove(no);
        return isGone;
    }

    private async Task<bool> PlaceAsync(Caller emma) => await StagesAsync() is { Count: > 1 } stages
        && await host.CyclesAsync(c => c.PlaceStageAsync(Cycle, Pick(stages), _random.Next(1, stages.Count + 1), null, emma, default))
            is Result<SalesCycleStage>.Done;

    private async Task<bool> InsertAsync(Caller emma) => await StagesAsync() is { Count: > 0 and < 7 } stages
        && await host.CyclesAsync(c => c.AddStageAsync(Cycle, null, Pick(stages), Form("New " + ++_stages), null, emma, default))
            is Result<SalesCycleStage>.Done;

    private async Task<bool> DeleteStageAsync(Caller emma)
    {
        if (await StagesAsync() is not { Count: > 0 } stages)
        {
            return await InsertFirstAsync(emma);
        }

        var number = Pick(stages);
        var entries = await host.CyclesAsync(c => c.EntriesOfAsync(Cycle, number, default));
        if (await host.CyclesAsync(c => c.DeleteStageAsync(Cycle, number, null, emma, default)) is not Result<SalesCycleStage>.Done)
        {
            return false;
        }

        if (_random.Next(2) == 0)
        {
            Count("bring back", await host.CyclesAsync(c => c.BringBackStageAsync(Cycle, number, Form("Back"), entries!, emma, default))
                is Result<SalesCycleStage>.Done);
        }

        return true;
    }

    private async Task<bool> InsertFirstAsync(Caller emma) =>
        await host.CyclesAsync(c => c.AddStageAsync(Cycle, null, null, Form(), null, emma, default)) is Result<SalesCycleStage>.Done;

    /// <summary>Acts, and takes it back at once every fourth time.</summary>
    private async Task<bool> ActAsync(string no, Caller emma, Func<Task<Result<Acted>>> act)
    {
        if (await act() is not Result<Acted>.Done(var acted))
        {
            return false;
        }

        if (_random.Next(4) == 0)
        {
            Count("undo", await host.DoAsync<UndoActs, Result<Acted>>(undo => undo.UndoAsync(no, acted.Opportunity.Version, emma, default))
                is Result<Acted>.Done);
        }

        return true;
    }

    private Task<List<int>> StagesAsync() => host.DoAsync<OpportunitiesContext, List<int>>(db =>
        db.SalesCycles.Where(c => c.Code == Cycle).SelectMany(c => c.Stages).Select(s => s.Number).ToListAsync());

    private void Count(string act, bool isDone) => Done[act] = Done.GetValueOrDefault(act) + (isDone ? 1 : 0);

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
}
