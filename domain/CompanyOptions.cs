using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Tasks;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Domain;

/// <summary>What is true of the whole company: settings <c>Company:*</c>.</summary>
/// <remarks>To be bound with <c>ErrorOnUnknownConfiguration</c>: the binder else drops a holiday or weekday it cannot read.</remarks>
public sealed class CompanyOptions
{
    /// <summary>Section of the settings.</summary>
    public const string Section = "Company";

    internal static readonly DayOfWeek[] MondayToFriday =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    /// <summary>ISO code of the one currency that amounts are in.</summary>
    public string Currency { get; set; } = "EUR";

    /// <summary>Left out: Monday to Friday. (A default list here would be added to, not replaced, by the settings.)</summary>
    public IReadOnlyList<DayOfWeek>? WorkingDays { get; set; }

    /// <summary>Days on which nobody is reminded of anything.</summary>
    public IReadOnlyList<DateOnly> Holidays { get; set; } = [];

    /// <summary>Language of people who have not chosen one.</summary>
    public string DefaultLanguage { get; set; } = Texts.Languages[0];

    /// <summary>Region whose numbers and dates people write who have not chosen one, such as GB; null where there is no such one.</summary>
    public string? Region { get; set; }

    /// <summary>IANA name of the time zone of people who have not chosen one.</summary>
    public string DefaultTimeZone { get; set; } = "Europe/Paris";

    /// <summary>What opportunity numbers begin with.</summary>
    public string OpportunityNumberPrefix { get; set; } = "OPP-";

    /// <summary>Digits an opportunity number has at least.</summary>
    public int OpportunityNumberWidth { get; set; } = 5;

    /// <summary>Code of the cycle taken when none is named; null when people have to name one.</summary>
    public string? DefaultSalesCycle { get; set; }

    /// <summary>Whose opportunities a salesperson sees.</summary>
    public OpportunityVisibility OpportunityVisibility { get; set; } = OpportunityVisibility.Team;

    /// <summary>The month in which the company's year begins, 1–12: figures and targets by year and quarter follow it.</summary>
    public int FirstMonthOfYear { get; set; } = 1;

    /// <summary>From these chances of success on, 1–100, a forecast counts an opportunity as commit.</summary>
    public int CommitChances { get; set; } = 70;

    /// <summary>From these chances on, and below <see cref="CommitChances"/>, as best case.</summary>
    public int BestCaseChances { get; set; } = 30;

    /// <summary>The calendar these settings describe, which holds until another one is saved.</summary>
    public WorkingCalendar CreateCalendar() => new(WorkingDays ?? MondayToFriday, Holidays);
}

/// <summary>Whose opportunities a salesperson sees; managers and admins see theirs by role.</summary>
public enum OpportunityVisibility
{
    /// <summary>Only their own.</summary>
    Own,

    /// <summary>Those of their team.</summary>
    Team,

    /// <summary>All of the company.</summary>
    All,
}

/// <summary>Stops the start with sentences naming the wrong settings.</summary>
public sealed class CompanyOptionsValidator : IValidateOptions<CompanyOptions>
{
    private const int LongestPrefix = 10;
    private const int LongestCycleCode = 10;

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, CompanyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var wrong = Wrong(options).ToList();
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static IEnumerable<string> Wrong(CompanyOptions options)
    {
        if (options.Currency is not { Length: 3 } || !options.Currency.All(char.IsAsciiLetterUpper))
        {
            yield return "Company:Currency must be a currency code of three capital letters, such as EUR.";
        }

        if (options.WorkingDays is { } days)
        {
            if (days.Count == 0)
            {
                yield return "Company:WorkingDays must name at least one day of the week, or be left out for Monday to Friday.";
            }
            else if (days.Any(d => !Enum.IsDefined(d)) || days.Distinct().Count() != days.Count)
            {
                yield return "Company:WorkingDays must name each day of the week once at most, such as Monday.";
            }
        }

        if (!Texts.Languages.Contains(options.DefaultLanguage))
        {
            yield return $"Company:DefaultLanguage must be one of {string.Join(", ", Texts.Languages)}.";
        }

        if (options.Region is { } region && !Regions.Codes.Contains(region))
        {
            yield return "Company:Region must be the code of a region in two capital letters, such as GB or CH, or be left out.";
        }

        if (string.IsNullOrEmpty(options.DefaultTimeZone) || !TimeZoneInfo.TryFindSystemTimeZoneById(options.DefaultTimeZone, out _))
        {
            yield return "Company:DefaultTimeZone must be a time zone this system knows, such as Europe/Paris.";
        }

        if (options.OpportunityNumberPrefix is not { Length: <= LongestPrefix } prefix
            || !prefix.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            yield return $"Company:OpportunityNumberPrefix must be at most {LongestPrefix} capital letters, "
                + "digits and hyphens, such as OPP-.";
        }

        if (options.OpportunityNumberWidth is < 1 or > 10)
        {
            yield return "Company:OpportunityNumberWidth must be from 1 to 10.";
        }

        if (options.DefaultSalesCycle is { } cycle && (string.IsNullOrWhiteSpace(cycle) || cycle.Length > LongestCycleCode))
        {
            yield return $"Company:DefaultSalesCycle must be the code of a sales cycle, at most {LongestCycleCode} characters, "
                + "or be left out.";
        }

        if (options.FirstMonthOfYear is < 1 or > 12)
        {
            yield return "Company:FirstMonthOfYear must be the number of a month, 1 to 12.";
        }

        if (options.BestCaseChances < 1 || options.CommitChances > 100 || options.BestCaseChances >= options.CommitChances)
        {
            yield return "Company:BestCaseChances must be from 1 to 99 and Company:CommitChances above it, up to 100.";
        }

        if (!Enum.IsDefined(options.OpportunityVisibility))
        {
            yield return "Company:OpportunityVisibility must be Own, Team or All.";
        }
    }
}
