using System.Globalization;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Tests.Domain.Language;

public sealed class TextsTests
{
    [Theory]
    [InlineData("fr", "Annuler")]
    [InlineData("fr-FR", "Annuler")]
    [InlineData("fr-CA", "Annuler")]
    [InlineData("en", "Cancel")]
    [InlineData("en-GB", "Cancel")]
    [InlineData("de-DE", "Cancel")]
    [InlineData("zh-Hans-CN", "Cancel")]
    [InlineData("", "Cancel")]
    public void ASentenceIsSaidInTheReadersLanguageOrInEnglish(string culture, string said) =>
        Assert.Equal(said, For(culture)["Cancel"]);

    [Theory]
    [InlineData("fr-FR")]
    [InlineData("en")]
    [InlineData("de-DE")]
    public void GivenASentenceNoCatalogueHas_WhenItIsAskedFor_ThenItIsSaidInEnglish(string culture) =>
        Assert.Equal("Nobody translated 3 of these.", For(culture)["Nobody translated {0} of these.", 3]);

    [Fact]
    public void ArgumentsAreFormattedForTheReader() =>
        Assert.Equal("Worth 1,5.", For("fr-FR")["Worth {0:0.0}.", 1.5m]);

    [Theory]
    [InlineData("en-US", "50%", "33.3%")]
    [InlineData("en-GB", "50%", "33.3%")]
    [InlineData("fr-FR", "50\u202F%", "33,3\u202F%")]
    public void APercentageIsWrittenAsTheReaderWritesIt(string culture, string whole, string third)
    {
        Assert.Equal(whole, For(culture).Percent(50.00m));
        Assert.Equal(third, For(culture).Percent(33.333m));
    }

    [Theory]
    [InlineData("en-GB", 1, "1 Mar 2026")]
    [InlineData("fr-FR", 1, "1er\u00A0mars 2026")]
    [InlineData("fr-CA", 1, "1er\u00A0mars 2026")]
    [InlineData("fr-FR", 2, "2\u00A0mars 2026")]
    [InlineData("fr-FR", 11, "11\u00A0mars 2026")]
    public void TheFirstOfAMonthIsSaidAsSuchInFrench_AndADayIsNotBrokenFromItsMonth(string culture, int day, string said) =>
        Assert.Equal(said, For(culture).Date(new DateOnly(2026, 3, day)));

    [Theory]
    [InlineData("en-GB", "45,000 EUR", "1,234.50 EUR")]
    [InlineData("fr-FR", "45\u202F000\u00A0EUR", "1\u202F234,50\u00A0EUR")]
    public void AnAmountIsNotBrokenInFrench(string culture, string whole, string withCents)
    {
        Assert.Equal(whole, For(culture).Money(45_000));
        Assert.Equal(withCents, For(culture).Money(1234.5m));
    }

    [Fact]
    public void FrenchSentencesHaveBlanksBeforeTheirTallMarks_AtWhichNoLineBreaks()
    {
        var french = For("fr-FR");

        Assert.Equal("Attention\u00A0: x", french["Warning: {0}", "x"]);
        Assert.Equal("«\u00A0x\u00A0» est inconnu.", french["“{0}” is not known.", "x"]);
        Assert.Contains("conservés\u202F; retirez", french["At most {0} holidays are kept; take out those that are long past.", 1]);
    }

    [Theory]
    [InlineData("en", 0, "0 working days")]
    [InlineData("en", 1, "1 working day")]
    [InlineData("en", 2, "2 working days")]
    [InlineData("fr", 0, "0 jour ouvré")]
    [InlineData("fr", 1, "1 jour ouvré")]
    [InlineData("fr", 2, "2 jours ouvrés")]
    public void WhatIsCountedIsSaidByItsNumber(string culture, int number, string said)
    {
        var sentence = culture == "fr" ? "{0} {0:jour ouvré|jours ouvrés}" : "{0} {0:working day|working days}";

        Assert.Equal(said, For(culture)[sentence, number]);
        Assert.Equal(said, For(culture)[sentence, number.ToString(CultureInfo.InvariantCulture)]); // as the log keeps it
    }

    private static Texts For(string culture) => new(CultureInfo.GetCultureInfo(culture), "EUR");
}
