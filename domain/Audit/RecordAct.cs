using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;

namespace ChatOpportunities.Domain.Audit;

/// <summary>
/// An act on one record with a code or number, as each of them goes: whether the caller may, whether it is the record they looked at, what
/// the record itself says to it, and the record saved with its line of the log, in one transaction.
/// </summary>
/// <typeparam name="TRecord">The kind of record.</typeparam>
/// <typeparam name="T">What the act gives.</typeparam>
/// <param name="subject">The kind of record, as the log names it.</param>
/// <param name="code">Its code or number, in any case.</param>
/// <param name="caller">Who acts.</param>
internal sealed class RecordAct<TRecord, T>(string subject, string? code, Caller caller)
    where TRecord : Entity
{
    /// <summary>Who may; admins unless another rule is given.</summary>
    public Func<Caller, bool> May { get; init; } = AccessPolicy.MaySetUp;

    /// <summary>The record with that code; null when there is none.</summary>
    public required Func<string, CancellationToken, Task<TRecord?>> Find { get; init; }

    /// <summary>Whether it has to be a new one; null takes either. One that is there, unless said otherwise.</summary>
    public bool? IsNew { get; init; } = false;

    /// <summary>The version the caller looked at; null accepts any.</summary>
    public long? Version { get; init; }

    /// <summary>What is done with what was found, nothing where a new one is to be made; a refusal ends the act.</summary>
    public required Func<TRecord?, CancellationToken, Task<Result<T>>> Do { get; init; }

    /// <summary>The sentence of the log and what stands in it, of what was found and what the act gives.</summary>
    public required Func<TRecord?, T, (string Sentence, string[] Arguments)> Line { get; init; }

    /// <summary>What stands in the way once the database refused; see <see cref="AuditedActs.SaveActAsync"/>.</summary>
    public Func<T, CancellationToken, Task<Refusal?>>? InTheWay { get; init; }

    /// <summary>What follows once the keys are known, and is saved along with it; null where nothing does.</summary>
    public Func<T, Func<CancellationToken, Task>?>? Then { get; init; }

    /// <summary>Does it.</summary>
    public Task<Result<T>> RunAsync(OpportunitiesContext db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return db.InTransactionAsync(
            async token =>
            {
                if (!May(caller))
                {
                    return Refusals.Forbidden;
                }

                var key = Checks.NormalCode(code);
                var found = await Find(key, token);
                if (await db.WhyNotThisAsync(subject, key, found, IsNew, Version, caller, token) is { } other)
                {
                    return other;
                }

                var result = await Do(found, token);
                if (result is not Result<T>.Done(var done))
                {
                    return result;
                }

                var (sentence, arguments) = Line(found, done);
                return await db.SaveActAsync(
                    AuditEntry.Of(caller, subject, key, sentence, arguments),
                    caller,
                    InTheWay is null ? null : again => InTheWay(done, again),
                    token,
                    Then?.Invoke(done)) is { } refusal ? refusal : result;
            },
            cancellationToken);
    }
}
