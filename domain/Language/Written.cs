namespace ChatOpportunities.Domain.Language;

/// <summary>What a written figure or date was understood as.</summary>
/// <typeparam name="T">An amount, a percentage, a date.</typeparam>
/// <param name="Value">The likelier reading.</param>
public sealed record Written<T>(T Value)
    where T : struct
{
    /// <summary>Another reading that is as good a value; null when there is none.</summary>
    public T? Other { get; init; }

    /// <summary>Nothing tells which of the two is meant: whoever wrote it is asked, and nothing is chosen for them.</summary>
    public bool IsAsked { get; init; }

    /// <summary>The currency written beside an amount, as <see cref="MoneyWords.MayBe"/> takes it; null without.</summary>
    public string? Currency { get; init; }

    /// <summary>Both readings where it has to be asked, the likelier one first; otherwise the one.</summary>
    public IReadOnlyList<T> Readings => IsAsked && Other is { } other ? [Value, other] : [Value];
}
