using System.Globalization;
using ChatOpportunities.Tests.Support;
using Xunit.Abstractions;

namespace ChatOpportunities.Tests.Bot.Reminders;

/// <summary>
/// What the product promises about delivery, with a real process that is shot and a connector that refuses. The short forms run
/// with every build; <c>bash tests/drills.sh reminders</c> runs the long ones.
/// </summary>
public sealed class DeliveryDrillTests(ITestOutputHelper output)
{
    private static bool IsLong => Environment.GetEnvironmentVariable("DRILL_REMINDERS") is not null;

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
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, IsLong ? 250 : 60)));
            await sending.KillAsync();
        }

        sending.Start();
        await SendingProcess.UntilAsync(async () => await sending.NotSentAsync() == 0);
        await sending.KillAsync();

        var taken = sending.Taken.ToList();
        var lastOfLife = taken.Select((t, i) => (t, i)).GroupBy(t => t.t.Life).ToDictionary(g => g.Key, g => g.Max(t => t.i));
        var copies = taken.Select((t, i) => (t.Conversation, t.Life, Index: i)).GroupBy(t => t.Conversation).Where(g => g.Count() > 1).ToList();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{shot} kills; {people} briefs owed, {taken.Count} arrived; {copies.Sum(c => c.Count() - 1)} came twice; 0 of {people * 5} reminders lost."));
        Assert.Equal(people, taken.Select(t => t.Conversation).Distinct().Count());
        Assert.True(copies.Sum(c => c.Count() - 1) <= shot);
        // A copy was made only of the message that had arrived last when the process was shot.
        Assert.All(copies.SelectMany(c => c.SkipLast(1)), first => Assert.Equal(lastOfLife[first.Life], first.Index));
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

        sending.Start(("Reminders__AlonePerHour", "60"), ("Reminders__AloneKinds", "StageLimit, NextStep, CloseNear, ClosePassed, NoActivity"));
        await SendingProcess.UntilAsync(async () => await sending.NotSentAsync() == 0);
        await sending.KillAsync();

        output.WriteLine($"{sending.Taken.Count} arrived, {sending.Refused.Count} refused, at most {perSecond.Max()} calls in a second.");
        Assert.Equal(people * 3, sending.Taken.Count);
        Assert.All(
            sending.Taken.GroupBy(t => t.Conversation),
            g => Assert.Equal([0, 1, 2], g.Select(t => t.Body.Contains("working days on", StringComparison.Ordinal) ? 0 : t.Body.Contains("Your next step", StringComparison.Ordinal) ? 1 : 2)));
        Assert.True(sending.Refused.Count <= (people * 3 / rate * 3) + 10, $"{sending.Refused.Count} calls were made in vain.");
    }
}
