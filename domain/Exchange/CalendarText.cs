using System.Globalization;
using System.Text;

namespace ChatOpportunities.Domain.Exchange;

/// <summary>A day in a calendar.</summary>
/// <param name="Id">Tells it from the others, and stays the same while it is moved to another day.</param>
/// <param name="Day">The whole day it takes.</param>
/// <param name="Title">What is shown.</param>
/// <param name="More">More lines, separated by line feeds.</param>
/// <param name="Page">Where it can be seen.</param>
/// <param name="ChangedAt">UTC instant of its last change.</param>
internal sealed record CalendarEntry(string Id, DateOnly Day, string Title, string More, Uri Page, DateTimeOffset ChangedAt);

/// <summary>
/// Writes days as iCalendar (RFC 5545), which calendars of all makers subscribe to. The same days are the same text, so that an ETag can
/// tell that nothing changed. Written here, as Ical.Net (5.2.4) folds lines inside a pair of surrogates, which ruins an emoji, and writes
/// control characters that it refuses to read itself.
/// </summary>
internal static class CalendarText
{
    /// <summary>Longest line, in octets of UTF-8, without its end.</summary>
    private const int LongestLine = 75;

    /// <summary>The calendar, with CRLF at the end of each line.</summary>
    public static string Write(string name, IEnumerable<CalendarEntry> entries)
    {
        var text = new StringBuilder();
        void Line(string line) => Fold(text, line);
        Line("BEGIN:VCALENDAR");
        Line("VERSION:2.0");
        Line("PRODID:-//ChatOpportunities//Opportunity Desk//EN");
        Line("CALSCALE:GREGORIAN");
        Line("METHOD:PUBLISH");
        Line("X-WR-CALNAME:" + Escape(name));
        Line("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
        Line("X-PUBLISHED-TTL:PT1H");
        foreach (var entry in entries)
        {
            Line("BEGIN:VEVENT");
            Line($"UID:{entry.Id}@chatopportunities");
            Line("DTSTAMP:" + entry.ChangedAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
            Line("DTSTART;VALUE=DATE:" + Iso(entry.Day));
            Line("DTEND;VALUE=DATE:" + Iso(entry.Day.AddDays(1))); // the day after it, as the standard counts
            Line("SUMMARY:" + Escape(entry.Title));
            Line("DESCRIPTION:" + Escape(entry.More));
            Line("URL:" + entry.Page.AbsoluteUri);
            Line("TRANSP:TRANSPARENT"); // nobody is busy all day because of it
            Line("END:VEVENT");
        }

        Line("END:VCALENDAR");
        return text.ToString();
    }

    private static string Iso(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>What people wrote cannot end its line, nor begin another property; other control characters go.</summary>
    private static string Escape(string words)
    {
        var text = new StringBuilder(words.Length + 8);
        foreach (var letter in words.ReplaceLineEndings("\n"))
        {
            _ = letter switch
            {
                '\\' or ';' or ',' => text.Append('\\').Append(letter),
                '\n' => text.Append("\\n"),
                _ when char.IsControl(letter) => text.Append(' '),
                _ => text.Append(letter),
            };
        }

        return text.ToString();
    }

    /// <summary>A long line goes on in the next one, after a blank; never inside a character.</summary>
    private static void Fold(StringBuilder text, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > LongestLine)
            {
                text.Append("\r\n ");
                octets = 1;
            }

            text.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }
}
