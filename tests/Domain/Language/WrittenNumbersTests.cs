using System.Globalization;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Tests.Domain.Language;

/// <summary>Amounts, percentages and times that fill a field of their own.</summary>
public sealed class WrittenNumbersTests
{
    [Theory]
    [InlineData("en-US", "45000", "45000")]
    [InlineData("en-US", "45,000", "45000")]
    [InlineData("en-US", "45,000.50", "45000.50")]
    [InlineData("en-US", "45.000", "45000 or 45")]
    [InlineData("en-US", "$45k", "45000")]
    [InlineData("en-GB", "45.000", "45000 or 45")]
    [InlineData("en-GB", "45,000,000", "45000000")]
    [InlineData("en-GB", "45,00", "45")]
    [InlineData("en-GB", "£1.2m", "1200000")]
    [InlineData("en", "45.000", "45000 or 45")]
    [InlineData("en-IN", "12,34,567.50", "1234567.50")]
    [InlineData("fr-FR", "45000,50", "45000.50")]
    [InlineData("fr-FR", "45000.50", "45000.50")]
    [InlineData("fr-FR", "45.000", "45000")]
    [InlineData("fr-FR", "45,000", "45000 or 45")]
    [InlineData("fr-FR", "45 000,50 €", "45000.50")]
    [InlineData("fr-FR", "45\u202F000,50\u00A0€", "45000.50")]
    [InlineData("fr-FR", "1,2 M€", "1200000")]
    [InlineData("fr-FR", "2 millions d’euros", "2000000")]
    [InlineData("fr-FR", "1,234k", "1234 or 1234000")]
    [InlineData("fr-CH", "45'000", "45000")]
    [InlineData("fr-CH", "45’000.50", "45000.50")]
    [InlineData("fr-CH", "CHF 45’000.-", "45000")]
    [InlineData("fr-CH", "45.000", "45000 or 45")]
    [InlineData("de-DE", "45.000", "45000")]
    [InlineData("de-DE", "45.000,50", "45000.50")]
    [InlineData("de-DE", "45,000", "45000 or 45")]
    [InlineData("de-DE", "1,5 Mio €", "1500000")]
    [InlineData("de-DE", "45 Tsd. EUR", "45000")]
    [InlineData("de-AT", "45 000,50", "45000.50")]
    [InlineData("de-CH", "45'000.50", "45000.50")]
    [InlineData("en-US", ".5m", "500000")]
    [InlineData("en-US", "3k5", "3500")]
    [InlineData("en-US", "-500", "-500")]
    public void AnAmountIsReadAsInItsRegion_OrAskedAbout(string culture, string text, string expected) =>
        Assert.Equal(expected, Say(WrittenNumbers.Amount(text, CultureInfo.GetCultureInfo(culture))));

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("12,5,3")]
    [InlineData("1e5")]
    [InlineData("45 00")]
    [InlineData("4'5")]
    [InlineData("45k k")]
    [InlineData("45 boxes")]
    [InlineData("€ 45 $")]
    [InlineData("10-20")]
    [InlineData("--5")]
    [InlineData("0x10")]
    [InlineData("99999999999999999999999999999999")]
    public void WhatIsNoAmountIsNotRead(string text)
    {
        foreach (var culture in new[] { "en-US", "fr-FR", "de-CH" })
        {
            Assert.Null(WrittenNumbers.Amount(text, CultureInfo.GetCultureInfo(culture)));
        }
    }

    [Theory]
    [InlineData("45 000 USD", "usd", "EUR", false)]
    [InlineData("$45k", "$", "CAD", true)]
    [InlineData("45k€", "eur", "EUR", true)]
    public void TheCurrencyBesideItIsTold(string text, string currency, string company, bool mayBe)
    {
        var read = WrittenNumbers.Amount(text, CultureInfo.GetCultureInfo("en-US"))!;

        Assert.Equal((currency, mayBe), (read.Currency, MoneyWords.MayBe(read.Currency!, company)));
    }

    [Theory]
    [InlineData("en-GB", "40", "40")]
    [InlineData("en-GB", "40 %", "40")]
    [InlineData("en-GB", "40 percent", "40")]
    [InlineData("fr-FR", "62,5\u202F%", "62.5")]
    [InlineData("fr-FR", "40 pour cent", "40")]
    [InlineData("de-DE", "62.500", "62.5")]
    [InlineData("en-US", "0.5", "50 or 0.5")]
    [InlineData("en-US", "0.5%", "0.5")]
    [InlineData("en-US", "0", "0")]
    [InlineData("en-US", "40 EUR", "none")]
    [InlineData("en-US", "4k", "none")]
    public void APercentageIsRead_AndAShareOfOneAskedAbout(string culture, string text, string expected) =>
        Assert.Equal(expected, Say(WrittenNumbers.Percent(text, CultureInfo.GetCultureInfo(culture))));

    [Theory]
    [InlineData("10", 10)]
    [InlineData("10 days", 10)]
    [InlineData("1 working day", 1)]
    [InlineData("10WD", 10)]
    [InlineData("2 weeks", 10)]
    [InlineData("2 semaines", 10)]
    [InlineData("15 jours ouvrés", 15)]
    [InlineData("3 j", 3)]
    [InlineData("a while", null)]
    [InlineData("1 month", null)]
    [InlineData("-3", null)]
    public void ATimeInWorkingDaysIsRead(string text, int? expected) => Assert.Equal(expected, WrittenDurations.WorkingDays(text));

    [Fact]
    public void WhateverARegionWritesIsReadBackAsItWas_OrAskedAbout()
    {
        var random = new Random(20261130);
        foreach (var region in Regions.Codes)
        {
            foreach (var language in Texts.Languages.Append("de"))
            {
                var culture = Regions.CultureOf(language, region);
                for (var i = 0; i < 12; i++)
                {
                    var amount = decimal.Round((decimal)Math.Pow(10, random.Next(0, 9)) * (decimal)random.NextDouble(), random.Next(0, 3));
                    var text = amount.ToString(random.Next(3) switch { 0 => "N2", 1 => "F2", _ => "#,0.##" }, culture);

                    var read = WrittenNumbers.Amount(text, culture);

                    Assert.True(read?.Readings.Contains(amount) == true, $"{culture.Name} {region}: {text} is {Say(read)}, not {amount}");
                    Assert.Equal(amount, WrittenNumbers.Amount(amount.ToString("0.00", culture), culture)!.Value);
                }
            }
        }
    }

    private static string Say(Written<decimal>? read) => read is null ? "none"
        : string.Join(" or ", read.Readings.Select(v => v.ToString("0.##", CultureInfo.InvariantCulture) is var plain
            && decimal.Truncate(v) != v && plain.Split('.')[1].Length == 1 && v >= 1_000 ? plain + "0" : plain));
}
