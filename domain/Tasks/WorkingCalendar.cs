using System.Security.Cryptography;
using System.Text;

namespace ChatOpportunities.Domain.Tasks;

/// <summary>The company's working days: some days of every week, without the holidays.</summary>
/// <remarks>Every question costs a few look-ups, however far apart the dates are and however many holidays there are.</remarks>
public sealed class WorkingCalendar
{
    private readonly bool[] _works = new bool[7];
    private readonly int[] _worksBefore = new int[8];
    private readonly int[] _holidays;

    /// <param name="workingDays">At least one day of the week.</param>
    /// <param name="holidays">Days off, in any order; those on a free day of the week change nothing.</param>
    public WorkingCalendar(IEnumerable<DayOfWeek> workingDays, IEnumerable<DateOnly> holidays)
    {
        ArgumentNullException.ThrowIfNull(workingDays);
        ArgumentNullException.ThrowIfNull(holidays);
        foreach (var day in workingDays)
        {
            _works[((int)day + 6) % 7] = true;
        }

        for (var day = 0; day < 7; day++)
        {
            _worksBefore[day + 1] = _worksBefore[day] + (_works[day] ? 1 : 0);
        }

        if (_worksBefore[7] == 0)
        {
            throw new ArgumentException("A week has at least one working day.", nameof(workingDays));
        }

        _holidays = [.. holidays.Select(h => h.DayNumber).Where(n => _works[n % 7]).Distinct().Order()];
    }

    /// <summary>The whole calendar in a short text: two calendars are alike when these are.</summary>
    public string Print
    {
        get
        {
            var days = string.Join('/', _works.Select(w => w ? '1' : '0').Append('|')) + string.Join(',', _holidays);
            return Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(days)));
        }
    }

    /// <summary>Whether people work on this day: a working weekday that is no holiday.</summary>
    public bool IsWorkingDay(DateOnly date) =>
        _works[date.DayNumber % 7] && Array.BinarySearch(_holidays, date.DayNumber) < 0;

    /// <summary>The n-th working day after the date, or before it when n is negative; 0 is the date itself, working day or not.</summary>
    /// <remarks>Beyond the first and last days there are, those are the answer.</remarks>
    public DateOnly AddWorkingDays(DateOnly date, int count)
    {
        if (count == 0)
        {
            return date;
        }

        var wanted = (count > 0 ? Until(date.DayNumber) : Until(date.DayNumber - 1) + 1) + (long)count;
        // The first day by whose end that many working days have passed.
        var (low, high) = (0, DateOnly.MaxValue.DayNumber);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            (low, high) = Until(middle) >= wanted ? (low, middle) : (middle + 1, high);
        }

        return DateOnly.FromDayNumber(low);
    }

    /// <summary>
    /// How many working days lie after the first date, up to and including the second; negative the other way round.
    /// Adding that many to a date leads back to the second when it is a working day.
    /// </summary>
    public int WorkingDaysBetween(DateOnly from, DateOnly to) => to >= from
        ? Until(to.DayNumber) - Until(from.DayNumber)
        : Until(to.DayNumber - 1) - Until(from.DayNumber - 1);

    /// <summary>The first working day after the date.</summary>
    public DateOnly NextWorkingDay(DateOnly date) => AddWorkingDays(date, 1);

    /// <summary>The date itself when it is a working day, else the first one after it.</summary>
    public DateOnly FirstWorkingDayFrom(DateOnly date) => IsWorkingDay(date) ? date : NextWorkingDay(date);

    /// <summary>Working days up to and including a day. Day 0, 1 January 0001, was a Monday.</summary>
    private int Until(int dayNumber)
    {
        var days = dayNumber + 1;
        var at = Array.BinarySearch(_holidays, dayNumber);
        var holidays = at < 0 ? ~at : at + 1;
        return days / 7 * _worksBefore[7] + _worksBefore[days % 7] - holidays;
    }
}
