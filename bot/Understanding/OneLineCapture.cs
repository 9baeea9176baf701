using System.Collections.Immutable;

namespace ChatOpportunities.Bot.Understanding;

/// <summary>What a line says about a new opportunity. Nothing here has been checked against rights or rules.</summary>
/// <param name="ContactText">What stood for the contact, also when no known contact, or more than one, is called that.</param>
/// <param name="Priority"><c>low</c>, <c>normal</c> or <c>high</c>; null when nothing was said.</param>
internal sealed record OneLineCapture(
    string? Title,
    long? ContactId,
    string? ContactText,
    decimal? Value,
    DateOnly? CloseDate,
    long? SalespersonId,
    decimal? Chances,
    string? Priority,
    long? CycleId,
    IReadOnlyList<Doubt> Doubts);

/// <summary>A reading we are not sure of, or a word we could not use.</summary>
/// <param name="Field">Id of the form's input it concerns.</param>
/// <param name="Sentence">English sentence, which is the key of the translation.</param>
/// <param name="Arguments">Text, or a <see cref="DateOnly"/> to be shown as the reader writes dates.</param>
internal sealed record Doubt(string Field, string Sentence, params IReadOnlyList<object> Arguments)
{
    public const string Several = "“{0}” can be: {1}.";
    public const string Unknown = "“{0}” is not known.";
    public const string ReadAs = "“{0}” was read as {1}.";
    public const string NoSuchDate = "“{0}” is not a date.";
    public const string PastDate = "{0} is in the past.";
    public const string BeforePresent = "That is before the present closing date, {0}.";
    public const string NoUnit = "“{0}” is a small amount: thousands may be meant.";
    public const string Unusable = "“{0}” cannot be used here.";
    public const string SecondAmount = "Another amount was left in the title: “{0}”.";
    public const string SecondDate = "Another date was left in the title: “{0}”.";
    public const string Range = "“{0}” is a range: its lower end was taken.";
    public const string OtherCurrency = "“{0}” is not in {1}: the number was taken as it is, not converted.";
    public const string BesideDiscount = "“{0}” stands beside a discount: check that it is the value.";
    public const string BesideQuantity = "“{0}” stands beside a quantity: it may be the price of one.";
    public const string TakenFromSentence = "It was taken from your sentence: check it.";
    public const string TakenFromText = "It was taken from the text below the first line.";
    public const string LeftOver = "These words were added to the title: “{0}”.";

    /// <summary>Every sentence a doubt can have.</summary>
    public static ImmutableArray<string> Sentences { get; } =
        [
            Several, Unknown, ReadAs, NoSuchDate, PastDate, NoUnit, Unusable, SecondAmount, SecondDate, Range, OtherCurrency,
            BesideDiscount, BesideQuantity, TakenFromText, TakenFromSentence, LeftOver,
        ];
}
