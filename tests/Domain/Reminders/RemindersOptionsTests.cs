using ChatOpportunities.Domain.Reminders;

namespace ChatOpportunities.Tests.Domain.Reminders;

public sealed class RemindersOptionsTests
{
    private readonly RemindersOptionsValidator _validator = new();

    [Fact]
    public void TheDefaultsAreValid()
    {
        var reminders = new RemindersOptions();

        Assert.True(_validator.Validate(null, reminders).Succeeded);
        Assert.Equal((10, 100, 60, 8, new TimeOnly(8, 0)), (reminders.TickSeconds, reminders.BatchSize, reminders.LeaseSeconds, reminders.MaxAttempts, reminders.SendAt));
    }

    [Fact]
    public void EveryWrongSettingIsNamed()
    {
        var result = _validator.Validate(null, new RemindersOptions { TickSeconds = 0, BatchSize = 0, LeaseSeconds = 0, MaxAttempts = 0 });

        Assert.Equal(
            ["Reminders:TickSeconds", "Reminders:BatchSize", "Reminders:LeaseSeconds", "Reminders:MaxAttempts"],
            result.Failures!.Select(f => f.Split(' ')[0]));
    }
}
