namespace ChatOpportunities.Domain.SalesCycles;

/// <summary>How probability is made from chances and completed share: multiply: chances × completed. add: their average.
/// chancesOfSuccess, completed: that one alone.</summary>
/// <remarks>Section 2.3 of the trade's reference.</remarks>
public enum ProbabilityMethod
{
    /// <summary>Chances × completed / 100; the default.</summary>
    Multiply = 0,

    /// <summary>The average of chances and completed, whatever the name says.</summary>
    Add = 1,

    /// <summary>The chances alone.</summary>
    ChancesOfSuccess = 2,

    /// <summary>The completed share alone.</summary>
    Completed = 3,
}

/// <summary>The one place where probability and current value are made; neither is rounded.</summary>
public static class Probability
{
    /// <summary>Probability in percent (0–100) from chances and completed, both in percent (0–100).</summary>
    public static decimal Of(ProbabilityMethod method, decimal chances, decimal completed) => method switch
    {
        ProbabilityMethod.Multiply => chances * completed / 100,
        ProbabilityMethod.Add => (chances + completed) / 2,
        ProbabilityMethod.ChancesOfSuccess => chances,
        ProbabilityMethod.Completed => completed,
        _ => throw new ArgumentOutOfRangeException(nameof(method)),
    };

    /// <summary>What an estimated value is worth today, in company currency.</summary>
    public static decimal CurrentValue(decimal estimatedValue, decimal probability) => estimatedValue * probability / 100;
}
