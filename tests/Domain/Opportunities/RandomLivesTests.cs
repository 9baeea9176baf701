using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Domain.Opportunities;

/// <summary>What holds for every life of every opportunity, whatever its cycle. A failure names the seed that shows it again.</summary>
public class RandomLivesTests
{
    private const int Lives = 60;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 10)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void ExactlyOneEntryIsActiveDaysAreNeverNegativeAndFiguresFollowTheMethod(int seed)
    {
        var random = new Random(seed);
        for (var life = 0; life < Lives; life++)
        {
            var opportunity = Live(random, out _);

            Assert.Single(opportunity.Entries, e => e.Active);
            Assert.All(opportunity.Entries, e => Assert.InRange(e.Probability, 0, 100));
            Assert.All(opportunity.Entries.Where(e => !e.Active), e => Assert.True(e.DaysOpen >= 0));
            Assert.Null(opportunity.Current!.DaysOpen);
            foreach (var (before, after) in opportunity.Entries.Zip(opportunity.Entries.Skip(1)))
            {
                Assert.Equal(after.DateOfChange.DayNumber - before.DateOfChange.DayNumber, before.DaysOpen);
                Assert.Equal(before.StageNumber, after.PreviousStageNumber);
            }

            foreach (var entry in opportunity.Entries.Where(e => e.StageNumber is not null))
            {
                var naive = opportunity.SalesCycle!.ProbabilityMethod switch
                {
                    ProbabilityMethod.Multiply => entry.ChancesOfSuccess * entry.CompletedPercent / 100m,
                    ProbabilityMethod.Add => (entry.ChancesOfSuccess + entry.CompletedPercent) / 2m,
                    ProbabilityMethod.ChancesOfSuccess => entry.ChancesOfSuccess,
                    _ => entry.CompletedPercent,
                };
                Assert.Equal((naive, entry.EstimatedValue * naive / 100m), (entry.Probability, entry.CurrentValue));
                Assert.True(entry.EstimatedCloseDate >= entry.DateOfChange);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void ReplayingTheHistoryGivesTheSameState(int seed)
    {
        var random = new Random(seed + 1000);
        for (var life = 0; life < Lives; life++)
        {
            var opportunity = Live(random, out var reasons);

            var again = An.Opportunity(opportunity.SalesCycle!, chances: opportunity.InitialChances, close: opportunity.InitialCloseDate);
            foreach (var entry in opportunity.Entries)
            {
                Replay(again, entry, reasons);
            }

            Assert.Equal(opportunity.Entries.Select(State), again.Entries.Select(State));
            Assert.Equal((opportunity.Status, opportunity.ClosedOn), (again.Status, again.ClosedOn));
        }
    }

    private static object State(OpportunityEntry e) => (
        e.ActionTaken, e.Active, e.StageNumber, e.PreviousStageNumber, e.DateOfChange, e.StageEnteredOn, e.DaysOpen, e.EstimatedValue,
        (e.ChancesOfSuccess, e.CompletedPercent, e.Probability, e.CurrentValue, e.EstimatedCloseDate));

    /// <summary>A random cycle, and a random walk by the moves that are open; now and then it ends.</summary>
    private static Opportunity Live(Random random, out Dictionary<Outcome, CloseReason> reasons)
    {
        reasons = new()
        {
            [Outcome.Won] = CloseReason.Create("W", "Won", Outcome.Won).Done(),
            [Outcome.Lost] = CloseReason.Create("L", "Lost", Outcome.Lost).Done(),
        };
        var number = 0;
        var cycle = An.Cycle(
            (ProbabilityMethod)random.Next(4),
            [.. Enumerable.Range(1, random.Next(1, 8)).Select(i => (number += random.Next(1, 20), An.Details(
                "Stage " + i, random.Next(0, 101), random.Next(0, 101), random.Next(2) == 0, false,
                random.Next(3) == 0 ? null : random.Next(1, 9) + "W")))]);
        var opportunity = An.Opportunity(cycle, chances: random.Next(1, 101), close: An.Today.AddDays(random.Next(1, 90)));
        var today = An.Today;
        opportunity.Move(new MoveRequest(MoveAction.First), An.Caller(today)).Done();
        for (var step = random.Next(0, 15); step > 0; step--)
        {
            today = today.AddDays(random.Next(0, 12));
            var option = opportunity.Moves()[random.Next(opportunity.Moves().Count)];
            var request = new MoveRequest(
                option.Action, option.Candidates[random.Next(option.Candidates.Count)].Number, null,
                random.Next(2) == 0 ? null : random.Next(1, 1_000_000) / 100m,
                random.Next(2) == 0 ? null : random.Next(1, 10_001) / 100m,
                random.Next(2) == 0 ? null : today.AddDays(random.Next(0, 200)),
                SlipReason: "Budget");
            opportunity.Move(request, An.Caller(today)).Done();
        }

        if (random.Next(3) == 0)
        {
            var (outcome, end) = ((Outcome)random.Next(2), today.AddDays(random.Next(0, 5)));
            opportunity.Close(
                new CloseRequest(outcome, reasons[outcome], end, outcome == Outcome.Won ? random.Next(1, 9_000) : null), An.Caller(end))
                .Done();
        }

        return opportunity;
    }

    /// <summary>Does to another opportunity what an entry says was done.</summary>
    private static void Replay(Opportunity opportunity, OpportunityEntry entry, Dictionary<Outcome, CloseReason> reasons)
    {
        var caller = An.Caller(entry.DateOfChange);
        if (entry.ActionTaken is ActionTaken.Won or ActionTaken.Lost)
        {
            var outcome = entry.ActionTaken == ActionTaken.Won ? Outcome.Won : Outcome.Lost;
            opportunity.Close(
                new CloseRequest(outcome, reasons[outcome], entry.DateOfChange, outcome == Outcome.Won ? entry.CurrentValue : null), caller)
                .Done();
            return;
        }

        var action = entry.ActionTaken switch
        {
            ActionTaken.First => MoveAction.First,
            ActionTaken.Next => MoveAction.Next,
            ActionTaken.Previous => MoveAction.Previous,
            ActionTaken.Updated => MoveAction.Update,
            _ => entry.StageNumber > entry.PreviousStageNumber ? MoveAction.Skip : MoveAction.Jump,
        };
        opportunity.Move(
            new MoveRequest(
                action, entry.StageNumber, entry.DateOfChange, entry.EstimatedValue, entry.ChancesOfSuccess, entry.EstimatedCloseDate,
                SlipReason: entry.SlipReason),
            caller)
                .Done();
    }
}
