using ChatOpportunities.Domain;

namespace ChatOpportunities.Tests.Support;

/// <summary>Reads results, saying what came instead when it is not what was expected.</summary>
internal static class Outcomes
{
    public static T Done<T>(this Result<T> result) => result switch
    {
        Result<T>.Done(var value) => value,
        Result<T>.Refused refused =>
            throw new Xunit.Sdk.XunitException("Refused: " + string.Join(", ", refused.Refusals.Select(r => $"{r.Code} ({r.Field})"))),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The codes of the refusals, in their order.</summary>
    public static IReadOnlyList<string> Refused<T>(this Result<T> result) =>
        Assert.IsType<Result<T>.Refused>(result).Refusals.Select(r => r.Code).ToList();

    /// <summary>The refusals in their order, each as its code and, behind a blank, its field if it has one.</summary>
    public static IReadOnlyList<string> Why<T>(this Result<T> result) =>
        Assert.IsType<Result<T>.Refused>(result).Refusals.Select(r => $"{r.Code} {r.Field}".TrimEnd()).ToList();

    /// <summary>What fills the sentences of the refusals.</summary>
    public static IReadOnlyList<object?> Naming<T>(this Result<T> result) =>
        Assert.IsType<Result<T>.Refused>(result).Refusals.SelectMany(r => r.Arguments).ToList();

    public static async Task<T> Done<T>(this Task<Result<T>> result) => (await result).Done();

    public static async Task<IReadOnlyList<string>> Refused<T>(this Task<Result<T>> result) => (await result).Refused();
}
