using System.Diagnostics;
using System.Globalization;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Tests.Support;
using Xunit.Abstractions;

namespace ChatOpportunities.Tests.Bot.Reminders;

/// <summary>
/// What the product promises about delivery, with a real process that is shot and a connector that refuses. The short forms run
/// with every build; <c>bash tests/drills.sh reminders</c> runs the long ones.
/// </summary>
public sealed class DeliveryDrillTests(ITestOutputHelper output)
{
    /// <summary>So many people the product writes to at the same time.</summary>
    private static readonly int AtOnce = new RemindersOptions().AtOnce;

    internal static bool IsLong => Environment.GetEnvironmentVariable("DRILL_REMINDERS") is not null;

    [Fact]
    public async Task GivenAProcessShotAtRandomMoments_ThenNothingIsLostAndTwiceComesOnlyWhatWasOnItsWay()
    {
        var (people, kills) = IsLong ? (2000, 200) : (30, 3);
        var seed = IsLong ? Environment.TickCount : 11;
        output.WriteLine($"Seed {seed}: {people * 5} reminders, {kills} kills.");
        var random = new Random(seed);
        await using var sending = await SendingProcess.PrepareAsync(people, each: 5);
        var shot = 0;
        for (; shot < kills && await sending.NotSentAsync() > 0; shot++)
        {
            var before = sending.Taken.Count;
            sending.Start();
            await SendingProcess.UntilAsync(async () => sending.Taken.Count > before || await sending.NotSentAsync() == 0);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, IsLong ? 120 : 60)));
            await sending.KillAsync();
        }

        sending.Start();
        await SendingProcess.UntilAsync(async () => await sending.NotSentAsync() == 0);
        await sending.KillAsync();

        var taken = sending.Taken.ToList();
        var positions = taken.Select((t, i) => (t.Life, i)).ToLookup(t => t.Life, t => t.i);
        var copies = await CopiesAsync(sending, people);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{shot} kills; {people} briefs owed, {taken.Count} arrived; {copies.Count} came twice; 0 of {people * 5} reminders lost."));
        output.WriteLine(await sending.CheckAsync());
        Assert.Equal(kills, shot);
        Assert.True(copies.Count <= shot * AtOnce);
        // A copy was made only of what had arrived last when the process was shot: what was on its way, and what waited for its save.
        Assert.All(copies, first => Assert.InRange(positions[taken[first].Life].Count(i => i > first), 0, 2 * AtOnce));
    }

    [PostgreSqlFact]
    public async Task GivenTwoHostsOnOneServer_WhenTheOneThatSendsIsShot_ThenTheOtherGoesOnWithinAMinute_AndNothingIsLost()
    {
        const int Lanes = 4;
        var (people, kills) = IsLong ? (2000, 20) : (80, 1);
        var seed = IsLong ? Environment.TickCount : 5;
        output.WriteLine($"Seed {seed}: {people * 5} reminders, two hosts, {kills} kills.");
        var random = new Random(seed);
        await using var sending = await SendingProcess.PrepareAsync(people, each: 5, DatabaseProvider.PostgreSql);
        sending.Thinks = TimeSpan.FromMilliseconds(100);
        (string, string)[] settings = [("Reminders__AtOnce", Lanes.ToString(CultureInfo.InvariantCulture))];
        List<SendingProcess.Host> hosts = [sending.Start(settings), sending.Start(settings)];
        List<SendingProcess.Host> dead = [];
        List<double> waits = [];
        while (waits.Count < kills && await sending.NotSentAsync() > 0)
        {
            var goal = sending.Taken.Count + random.Next(5, 40);
            await SendingProcess.UntilAsync(
                async () => (sending.Taken.Count >= goal && hosts.Any(h => h.Recorded > 0)) || await sending.NotSentAsync() == 0);
            var sender = hosts.MaxBy(h => h.RecordedAt)!;
            await sending.KillAsync(sender);
            hosts.Remove(sender);
            dead.Add(sender);
            var (arrived, shotAt) = (sending.Taken.Count + Lanes, Stopwatch.GetTimestamp()); // what was with the connector still arrives
            await SendingProcess.UntilAsync(async () => sending.Taken.Count > arrived || await sending.NotSentAsync() == 0);
            waits.Add(Stopwatch.GetElapsedTime(shotAt).TotalSeconds);
            hosts.Add(sending.Start(settings));
        }

        await SendingProcess.UntilAsync(async () => await sending.NotSentAsync() == 0);
        var copies = await CopiesAsync(sending, people);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{waits.Count} kills; {people} briefs owed, {sending.Taken.Count} arrived; {copies.Count} came twice; 0 of {people * 5} reminders lost; the other host went on after at most {waits.Max():F0} s; recorded by {dead.Concat(hosts).Count(h => h.Recorded > 0)} processes."));
        output.WriteLine(await sending.CheckAsync());
        Assert.True(copies.Count <= waits.Count * Lanes);
        Assert.True(waits.Max() < 60, $"It took {waits.Max()} s.");
        Assert.True(dead.Concat(hosts).Count(h => h.Recorded > 0) > 1);
    }

    /// <summary>Positions of the messages that came again later: none of them was recorded, and everything else came once.</summary>
    private static async Task<List<int>> CopiesAsync(SendingProcess sending, int people)
    {
        var (taken, recorded) = (sending.Taken.ToList(), await sending.RecordedAsync());
        var byPerson = taken.Select((t, i) => (t.Conversation, t.Id, Index: i)).GroupBy(t => t.Conversation).ToList();
        Assert.Equal(people, byPerson.Count);
        Assert.Equal(people, recorded.Count);
        Assert.All(byPerson, mine => Assert.Equal(mine.Last().Id, Assert.Single(mine, m => recorded.Contains(m.Id)).Id));
        return [.. byPerson.SelectMany(mine => mine.SkipLast(1)).Select(m => m.Index)];
    }

    [Fact]
    public async Task GivenAConnectorThatThrottles_ThenAllArriveInThePersonsOrderAndItIsNotHammered()
    {
        var (people, rate) = IsLong ? (200, 20) : (12, 10);
        await using var sending = await SendingProcess.PrepareAsync(people, each: 3);
        var (second, count) = (0L, 0);
        List<int> perSecond = [];
        sending.Wait = () =>
        {
            lock (perSecond)
            {
                var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
                if (now != second)
                {
                    perSecond.Add(count);
                    (second, count) = (now, 0);
                }

                return ++count > rate ? 1 : null;
            }
        };

        sending.Start(
            ("Reminders__AlonePerHour", "60"), ("Reminders__AloneKinds", "StageLimit, NextStep, CloseNear, ClosePassed, NoActivity"));
        await SendingProcess.UntilAsync(async () => await sending.NotSentAsync() == 0);
        await sending.KillAsync();

        output.WriteLine($"{sending.Taken.Count} arrived, {sending.Refused.Count} refused, at most {perSecond.Max()} calls in a second.");
        output.WriteLine(await sending.CheckAsync());
        Assert.Equal(people * 3, sending.Taken.Count);
        Assert.All(
            sending.Taken.GroupBy(t => t.Conversation),
            g => Assert.Equal([0, 1, 2], g.Select(t => t.Body.Contains("working days on", StringComparison.Ordinal)
                ? 0 : t.Body.Contains("Your next step", StringComparison.Ordinal) ? 1 : 2)));
        Assert.True(sending.Refused.Count <= (people * 3 / rate * 3) + 10, $"{sending.Refused.Count} calls were made in vain.");
    }
}
