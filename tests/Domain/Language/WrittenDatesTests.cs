using System.Globalization;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Tests.Domain.Language;

/// <summary>Dates that fill a field of their own.</summary>
public sealed class WrittenDatesTests
{
    [Theory]
    [InlineData("en-GB", "05/06/2027", "2027-06-05")]
    [InlineData("en-US", "05/06/2027", "2027-05-06")]
    [InlineData("en", "05/06/2027", "2027-05-06 or 2027-06-05")]
    [InlineData("en-CA", "05/06/2027", "2027-05-06 or 2027-06-05")]
    [InlineData("fr-CA", "05/06/2027", "2027-06-05 or 2027-05-06")]
    [InlineData("fr-FR", "05/06/2027", "2027-06-05")]
    [InlineData("fr", "05/06/27", "2027-06-05")]
    [InlineData("en", "13/06/2027", "2027-06-13")]
    [InlineData("en", "06/13/2027", "2027-06-13")]
    [InlineData("en", "06/06/2027", "2027-06-06")]
    [InlineData("en-US", "04.05.2027", "2027-05-04")]
    [InlineData("en", "4.5.27", "2027-05-04")]
    [InlineData("en-US", "5-6-2027", "2027-05-06")]
    [InlineData("en-US", "2027-05-04", "2027-05-04")]
    [InlineData("en-GB", "2027/05/04", "2027-05-04")]
    [InlineData("en-GB", "2027-03-31 00:00", "2027-03-31")]
    [InlineData("en-GB", "2027-03-31T10:15:00Z", "2027-03-31")]
    [InlineData("en-US", "3/31/2027 10:15 AM", "2027-03-31")]
    [InlineData("en-GB", "5 May 2027", "2027-05-05")]
    [InlineData("en-US", "May 5th, 2027", "2027-05-05")]
    [InlineData("en-US", "Wed, Mar 3, 2027", "2027-03-03")]
    [InlineData("en-US", "Mar 3, 2027", "2027-03-03")]
    [InlineData("en-US", "30-Jun-27", "2027-06-30")]
    [InlineData("fr-FR", "1er juin 2027", "2027-06-01")]
    [InlineData("fr-FR", "mar. 2 mars 2027", "2027-03-02")]
    [InlineData("fr-FR", "14 févr. 2027", "2027-02-14")]
    [InlineData("de-DE", "5. März 2027", "2027-03-05")]
    [InlineData("en-US", "31.02.2027", "none")]
    [InlineData("en-US", "05/06", "none")]
    [InlineData("en-US", "2027-13-01", "none")]
    [InlineData("en-US", "01/01/1989", "none")]
    [InlineData("en-US", "2101-01-01", "none")]
    [InlineData("en-US", "20270-01-01", "none")]
    [InlineData("en-US", "May 2027", "none")]
    [InlineData("en-US", "soon", "none")]
    [InlineData("en-US", "", "none")]
    public void ADateIsReadAsInItsRegion_OrAskedAbout(string culture, string text, string expected) =>
        Assert.Equal(expected, Say(WrittenDates.Read(text, CultureInfo.GetCultureInfo(culture))));

    [Fact]
    public void WhateverARegionWritesIsReadBackAsItWas_OrAskedAbout()
    {
        var random = new Random(20261130);
        foreach (var region in Regions.Codes)
        {
            foreach (var language in Texts.Languages)
            {
                var culture = Regions.CultureOf(language, region);
                for (var i = 0; i < 12; i++)
                {
                    var day = new DateOnly(1990, 1, 1).AddDays(random.Next(40_000));
                    var order = Regions.OrderOf(culture) == DateOrder.MonthFirst ? "MM{0}dd{0}yyyy" : "dd{0}MM{0}yyyy";
                    var format = random.Next(4) switch
                    {
                        0 => "yyyy-MM-dd",
                        1 => "dd'.'MM'.'yyyy",
                        2 => "d MMMM yyyy",
                        _ => string.Format(CultureInfo.InvariantCulture, order, random.Next(2) == 0 ? "'/'" : "'-'"),
                    };
                    var words = format.Contains("MMMM", StringComparison.Ordinal) ? CultureInfo.GetCultureInfo(language) : culture;
                    var text = day.ToString(format, words);

                    var read = WrittenDates.Read(text, culture);

                    Assert.True(read?.Readings.Contains(day) == true, $"{culture.Name} {region}: {text} is {Say(read)}, not {day:O}");
                }
            }
        }
    }

    [Fact]
    public void ALanguageWithoutARegionOfItsOwnIsWrittenAsInTheRegion()
    {
        Assert.Equal(DateOrder.DayFirst, Regions.OrderOf(Regions.CultureOf("en", "GB")));
        Assert.Equal(DateOrder.MonthFirst, Regions.OrderOf(Regions.CultureOf("en", null, "US")));
        Assert.Equal(DateOrder.Unknown, Regions.OrderOf(Regions.CultureOf("en", null, null)));
        Assert.Equal(DateOrder.Unknown, Regions.OrderOf(Regions.CultureOf("en", "no such")));
        Assert.Equal(",", Regions.CultureOf("en", "DE").NumberFormat.NumberDecimalSeparator);
        Assert.Equal("Germany", Regions.NameOf("DE", CultureInfo.GetCultureInfo("en")));
        Assert.Equal("Allemagne", Regions.NameOf("DE", CultureInfo.GetCultureInfo("fr-FR")));
    }

    private static string Say(Written<DateOnly>? read) =>
        read is null ? "none" : string.Join(" or ", read.Readings.Select(v => v.ToString("O", CultureInfo.InvariantCulture)));
}
