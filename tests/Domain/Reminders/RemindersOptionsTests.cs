using ChatOpportunities.Domain.Reminders;

namespace ChatOpportunities.Tests.Domain.Reminders;

public sealed class RemindersOptionsTests
{
    private readonly RemindersOptionsValidator _validator = new();

    [Fact]
    public void AnotherHostTakesOverWithinAMinute() =>
        Assert.True(new RemindersOptions() is var o && o.LeaseSeconds + o.TickSeconds < 60);

    [Fact]
    public void TheDefaultsAreValid()
    {
        var reminders = new RemindersOptions();

        Assert.True(_validator.Validate(null, reminders).Succeeded);
        Assert.Equal((10, 1000, 16, 45, 16, new TimeOnly(8, 0)), (
            reminders.TickSeconds, reminders.BatchSize, reminders.AtOnce, reminders.LeaseSeconds, reminders.MaxAttempts, reminders.SendAt));
    }

    [Fact]
    public void EveryWrongSettingIsNamed()
    {
        var result = _validator.Validate(null, new RemindersOptions { TickSeconds = 0, BatchSize = 0, LeaseSeconds = 0, MaxAttempts = 0 });

        Assert.Equal(
            ["Reminders:TickSeconds", "Reminders:BatchSize", "Reminders:LeaseSeconds", "Reminders:MaxAttempts"],
            result.Failures!.Select(f => f.Split(' ')[0]));
    }

    [Theory]
    [InlineData(1, 1, 5, 1, true)]
    [InlineData(3600, 10_000, 3600, 100, true)]
    [InlineData(3601, 1, 5, 1, false)]
    [InlineData(1, 10_001, 5, 1, false)]
    [InlineData(1, 1, 4, 1, false)]
    [InlineData(1, 1, 3601, 1, false)]
    [InlineData(1, 1, 5, 101, false)]
    public void TheLimitsThemselvesAreTaken(int tick, int batch, int lease, int attempts, bool taken) => Assert.Equal(
        taken,
        _validator.Validate(
            null, new RemindersOptions { TickSeconds = tick, BatchSize = batch, LeaseSeconds = lease, MaxAttempts = attempts }).Succeeded);

    [Theory]
    [InlineData(7)]
    [InlineData(45)]
    [InlineData(90)]
    [InlineData(420)]
    public void ATickThatCronCannotSayIsRefused_AndTheSentenceSaysWhichItCan(int seconds) => Assert.Equal(
        "Reminders:TickSeconds must divide a minute (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30 seconds) or be whole minutes that divide an hour "
            + $"(60, 120, 180, 240, 300, 360, 600, 720, 900, 1200, 1800, 3600); it is {seconds}.",
        _validator.Validate(null, new RemindersOptions { TickSeconds = seconds }).FailureMessage);

    [Fact]
    public void EveryTickTheSentenceNamesIsTaken() => Assert.All(
        [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60, 120, 180, 240, 300, 360, 600, 720, 900, 1200, 1800, 3600],
        seconds => Assert.True(_validator.Validate(null, new RemindersOptions { TickSeconds = seconds }).Succeeded));

    [Fact]
    public void AWrongSettingIsToldWithItsLimitsAndItsValue() => Assert.Equal(
        "Reminders:MaxAttempts must be from 1 to 100; it is 0.",
        _validator.Validate(null, new RemindersOptions { MaxAttempts = 0 }).FailureMessage);
}
