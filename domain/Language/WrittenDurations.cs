using System.Globalization;
using System.Text.RegularExpressions;

namespace ChatOpportunities.Domain.Language;

/// <summary>Reads how long something takes, in working days, as a field of a form has it.</summary>
public static partial class WrittenDurations
{
    private const int DaysOfWorkingWeek = 5;

    /// <summary>
    /// <c>10</c>, <c>10 days</c>, <c>10 working days</c>, <c>10WD</c>, <c>2 weeks</c>, <c>2 semaines</c>, <c>3 j</c>: a week is five
    /// working days, a month is none at all. Null is what cannot be read.
    /// </summary>
    public static int? WorkingDays(string? text)
    {
        var match = Duration().Match(SearchText.Fold(text ?? ""));
        if (!match.Success || !int.TryParse(match.Groups["n"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return null;
        }

        return match.Groups["w"].Success ? count * DaysOfWorkingWeek : count;
    }

    [GeneratedRegex(@"^ *(?<n>[0-9]{1,6}) *((working|business)? *(days?|d|wd)|(jours?|j)( *ouvres?| *ouvrables?)?"
        + @"|(?<w>weeks?|w|semaines?|sem))? *\.?$")]
    private static partial Regex Duration();
}
