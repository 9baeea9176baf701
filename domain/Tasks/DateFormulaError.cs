namespace ChatOpportunities.Domain.Tasks;

/// <summary>Why a text is not a date formula.</summary>
/// <param name="Position">Character of the typed text where it went wrong; the first is 1.</param>
/// <param name="Sentence">English sentence, the key in the catalogue of texts.</param>
/// <param name="Details">What the sentence leaves open after <c>{0}</c>, which is the position.</param>
public sealed record DateFormulaError(int Position, string Sentence, params object[] Details)
{
    public const string TooLong = "Character {0}: a date formula has at most {1} characters.";
    public const string TooManyParts = "Character {0}: a date formula has at most {1} parts.";
    public const string NothingAfterSign = "Character {0}: a sign is followed by a part such as 2W, D10 or CM.";
    public const string NumberExpected = "Character {0}: a number was expected here.";
    public const string NumberTooLarge = "Character {0}: the number is larger than {1}.";
    public const string UnitExpected = "Character {0}: one of the units D, WD, W, M, Q and Y was expected here.";
    public const string NoSuchPlace = "Character {0}: after {1} comes a number from 1 to {2}.";

    /// <summary>Arguments of <see cref="Sentence"/>.</summary>
    public object[] Arguments => [Position, .. Details];
}
