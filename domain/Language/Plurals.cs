using System.Globalization;

namespace ChatOpportunities.Domain.Language;

/// <summary>Formats as a culture does, and chooses between the two forms of <c>{0:one|many}</c> by the number.</summary>
internal sealed class Plurals(CultureInfo culture) : IFormatProvider, ICustomFormatter
{
    private readonly bool _noneIsOne = culture.TwoLetterISOLanguageName == "fr";

    public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : culture.GetFormat(formatType);

    public string Format(string? format, object? arg, IFormatProvider? formatProvider)
    {
        if (format?.IndexOf('|', StringComparison.Ordinal) is not (>= 0 and var bar))
        {
            return (arg as IFormattable)?.ToString(format, culture) ?? arg?.ToString() ?? "";
        }

        // The arguments of a line of the log are kept as text.
        var number = arg is string text
            ? decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var read) ? read : 2
            : Convert.ToDecimal(arg, CultureInfo.InvariantCulture);
        var size = Math.Abs(number);
        return size == 1 || (_noneIsOne && size < 2) ? format[..bar] : format[(bar + 1)..];
    }
}
