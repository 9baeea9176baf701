using Microsoft.Extensions.Time.Testing;

namespace ChatOpportunities.Tests.Support;

/// <summary>Clocks that stand still until they are told to go on.</summary>
internal static class Clocks
{
    /// <summary>The moment at which tests begin: a Monday morning, from which the demo company is told.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static FakeTimeProvider At(DateTimeOffset? now = null) => new(now ?? Start);
}
