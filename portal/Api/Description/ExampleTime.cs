namespace ChatOpportunities.Portal.Api.Description;

/// <summary>The day and the instant of which the examples tell.</summary>
internal static class ExampleTime
{
    public static readonly DateOnly Day = new(2026, 3, 2);

    public static readonly DateTimeOffset Instant = new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero);
}
