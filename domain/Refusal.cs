using System.Diagnostics.CodeAnalysis;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Domain;

/// <summary>Why an act was refused, in the terms every door understands.</summary>
public enum RefusalKind
{
    /// <summary>What was asked for is not there, or the caller may not see it (the two are not told apart).</summary>
    NotFound,

    /// <summary>The caller may see it but not do this.</summary>
    Forbidden,

    /// <summary>The caller looked at an older version than the one stored.</summary>
    Stale,

    /// <summary>The record is in a state in which this is not possible, or another record stands in the way.</summary>
    State,

    /// <summary>A value breaks a rule.</summary>
    Rule,
}

/// <summary>One rule that can refuse, known by a stable code; <see cref="Refusals"/> lists them all.</summary>
/// <param name="Code">Stable name for programs.</param>
/// <param name="Kind">What sort of refusal it is.</param>
/// <param name="Sentence">English sentence, key of its translations; placeholders are filled by the refusal's arguments.</param>
/// <param name="Field">The input it belongs to (API field name), or null when it concerns the whole act.</param>
public sealed record RefusalRule(string Code, RefusalKind Kind, string Sentence, string? Field = null)
{
    /// <summary>A refusal by this rule with what fills its sentence.</summary>
    public Refusal With(params object?[] arguments) => new(this, Field, arguments);

    /// <summary>The same rule for another input.</summary>
    public Refusal For(string field, params object?[] arguments) => new(this, field, arguments);

    /// <summary>A rule without arguments is a refusal as it stands.</summary>
    [return: NotNullIfNotNull(nameof(rule))]
    public static implicit operator Refusal?(RefusalRule? rule) => rule?.With();
}

/// <summary>An act that was refused: nothing changed. A refusal the user can cause is a result, never an exception.</summary>
public sealed record Refusal(RefusalRule Rule, string? Field, IReadOnlyList<object?> Arguments)
{
    /// <summary>Stable name for programs.</summary>
    public string Code => Rule.Code;

    /// <summary>The sentence in the reader's language; dates and amounts in the reader's format.</summary>
    public string Say(Texts texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return new Translated(Rule.Sentence, Arguments).Say(texts);
    }
}

/// <summary>A sentence to be said in the language of whoever reads it; also an argument of another one.</summary>
/// <param name="English">Key of its translations, with placeholders.</param>
/// <param name="Arguments">What fills it.</param>
public sealed record Translated(string English, IReadOnlyList<object?> Arguments)
{
    /// <summary>The sentence in the reader's language; dates in the reader's format.</summary>
    public string Say(Texts texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return texts[English, [.. Arguments.Select(a => a switch
        {
            DateOnly date => texts.Date(date),
            DateTimeOffset instant => texts.Instant(instant),
            Translated words => words.Say(texts),
            _ => a,
        })]];
    }
}

/// <summary>What came of an act: done with a value, or refused with every reason at once, the first being the one that counts.</summary>
public abstract record Result<T> : IOutcome
{
    private Result()
    {
    }

    bool IOutcome.IsRefused => this is Refused;

    /// <summary>The act happened.</summary>
    public sealed record Done(T Value) : Result<T>;

    /// <summary>The act did not happen.</summary>
    public sealed record Refused(IReadOnlyList<Refusal> Refusals) : Result<T>
    {
        /// <summary>The refusal that comes first in the order of the rules.</summary>
        public Refusal First => Refusals[0];
    }

    /// <summary>Done.</summary>
    public static implicit operator Result<T>(T value) => new Done(value);

    /// <summary>Refused for one reason.</summary>
    public static implicit operator Result<T>(Refusal refusal) => new Refused([refusal]);

    /// <summary>Refused by a rule whose sentence has no values.</summary>
    public static implicit operator Result<T>(RefusalRule rule) => new Refused([rule.With()]);

    /// <summary>Refused for several reasons; never for none.</summary>
    public static implicit operator Result<T>(List<Refusal> refusals) => new Refused(refusals);
}

/// <summary>What every <see cref="Result{T}"/> can be asked without knowing of what it is.</summary>
internal interface IOutcome
{
    bool IsRefused { get; }
}
