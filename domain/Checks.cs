using System.Net.Mail;
using System.Text;
using System.Text.RegularExpressions;
using ChatOpportunities.Domain.People;

namespace ChatOpportunities.Domain;

/// <summary>Checks of single values that many records share. Each returns what is wrong, or null.</summary>
public static partial class Checks
{
    /// <summary>Largest amount, in company currency.</summary>
    public const decimal MaxAmount = 999_999_999_999.99m;

    private static readonly DateOnly FirstDate = new(1900, 1, 1);
    private static readonly DateOnly LastDate = new(2999, 12, 31);

    /// <summary>
    /// Codes are kept without control characters, without blanks around them and in capitals, so that they compare alike everywhere.
    /// </summary>
    public static string NormalCode(string? code) =>
        // One database refuses even to be asked for a NUL.
        (code is null ? "" : code.Any(char.IsControl) ? string.Concat(code.Where(c => !char.IsControl(c))) : code).Trim()
            .ToUpperInvariant();

    /// <summary>Text as it is kept: no control characters, no blanks at the ends; blank becomes null.</summary>
    public static string? Tidy(string? text)
    {
        var tidy = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes()) // half a surrogate pair comes out as U+FFFD
        {
            tidy.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return tidy.ToString().Trim() is { Length: > 0 } kept ? kept : null;
    }

    /// <summary>
    /// A code in its normal form: letters, digits, <c>_</c>, and inside also <c>.</c> and <c>-</c>; from one character to the
    /// longest allowed.
    /// </summary>
    public static Refusal? Code(string normalCode, int maxLength, string field = "code") =>
        normalCode.Length <= maxLength && CodePattern().IsMatch(normalCode) ? null : Refusals.BadCode.For(field, maxLength);

    /// <summary>At most so many characters; null passes.</summary>
    public static Refusal? Length(string? text, int maxLength, string field) =>
        text is null || text.Length <= maxLength ? null : Refusals.TooLong.For(field, maxLength);

    /// <summary>A text that is not blank once it is tidied, of at most so many characters.</summary>
    public static Refusal? RequiredText(string? text, int maxLength, string field) =>
        Tidy(text) is null ? Refusals.Required.For(field) : Length(Tidy(text), maxLength, field);

    /// <summary>A bare mail address, or none.</summary>
    public static Refusal? Email(string? email, string field) =>
        email is null ? null
        : email.Length > Salesperson.MaxEmailLength ? Refusals.TooLong.For(field, Salesperson.MaxEmailLength)
        : MailAddress.TryCreate(email, out var address) && address.Address == email ? null : Refusals.BadEmail.For(field);

    /// <summary>0–100 with at most two decimals.</summary>
    public static Refusal? Percent(decimal percent, string field) =>
        percent is >= 0 and <= 100 && decimal.Round(percent, 2) == percent ? null : Refusals.PercentOutOfRange.For(field);

    /// <summary>0 to <see cref="MaxAmount"/> with at most two decimals.</summary>
    public static Refusal? Amount(decimal amount, string field) =>
        amount is >= 0 and <= MaxAmount && decimal.Round(amount, 2) == amount ? null : Refusals.BadAmount.For(field);

    /// <summary>1900 to 2999 (section 8.2 of the trade's reference).</summary>
    public static Refusal? Date(DateOnly date, string field) =>
        date >= FirstDate && date <= LastDate ? null : Refusals.BadDate.For(field);

    /// <summary>The refusals among the results of several checks.</summary>
    public static List<Refusal> All(params IEnumerable<Refusal?> checks) => [.. checks.OfType<Refusal>()];

    [GeneratedRegex(@"^[\p{L}\p{N}_][\p{L}\p{N}_.\-]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex CodePattern();
}
