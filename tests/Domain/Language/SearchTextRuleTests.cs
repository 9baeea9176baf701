using System.Security.Cryptography;
using System.Text;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Tests.Domain.Language;

/// <summary>The folding of all that people type, store and look for.</summary>
public sealed class SearchTextRuleTests
{
    [Theory]
    [InlineData("Élan VITAL", "elan vital")] // case and accents
    [InlineData("E\u0301lan", "elan")] // an accent that is a character of its own
    [InlineData("İSTANBUL Işık", "istanbul isik")]
    [InlineData("Großmann STRAẞE", "grossmann strasse")]
    [InlineData("Łódź Smørrebrød Œuvre Ægir Đorđe Þór Ħal", "lodz smorrebrod oeuvre aegir dorde thor hal")]
    [InlineData("ΌΔΟΣ όδος", "οδοσ οδοσ")]
    [InlineData("Ёлка Йод", "елка иод")]
    [InlineData("한국", "한국")]
    [InlineData("Zürich\u00A0Ost\u202FAG\u3000X", "zurich ost ag x")] // no-break and other blanks
    [InlineData("  Nord \t und\r\n  Süd  ", "nord und sud")] // runs of them
    [InlineData("L’Oréal L‘Oréal L´Oréal L`Oréal Lʼ", "l'oreal l'oreal l'oreal l'oreal l'")]
    [InlineData("“Aqua” „Aqua‟ «Aqua» \"Aqua\"", "\"aqua\" \"aqua\" \"aqua\" \"aqua\"")]
    [InlineData("Phase‑2 – Phase—3 −4", "phase-2 - phase-3 -4")]
    [InlineData("Soft\u00ADware Zero\u200Bwidth \uFEFFmark \u200Eleft", "software zerowidth mark left")]
    [InlineData("Oﬃce ＡＢＣ１２ 1200 m² № 5", "office abc12 1200 m2 no 5")] // one character in two encodings
    [InlineData("½ price", "½ price")] // not 1/2, which would be a date
    [InlineData("\uFFFE\u0000x", "x")] // what Normalize refuses, and what PostgreSQL does
    [InlineData(" \u00A0 ", "")]
    [InlineData("", "")]
    public void WhatDiffersOnlyByKeyboardProgramOrHabitIsAlike(string text, string folded)
    {
        Assert.Equal(folded, SearchText.Fold(text));
        Assert.Equal(folded, SearchText.Fold(folded));
    }

    [Theory]
    [InlineData("Müller", "Mueller")]
    [InlineData("A-B", "AB")]
    [InlineData("L'Oréal", "Loréal")]
    public void WhatTellsTwoNamesApartStays(string one, string other) => Assert.NotEqual(SearchText.Fold(one), SearchText.Fold(other));

    [Theory]
    [InlineData("ﷺ")]
    [InlineData("ﬃ")]
    [InlineData("ß")]
    [InlineData("x𝔸")]
    public void ItIsAtMostTwiceAsLongAsTheText_AndWholeCharacters(string text)
    {
        var long100 = string.Concat(Enumerable.Repeat(text, 100 / text.Length));

        var folded = SearchText.Fold(long100);

        Assert.InRange(folded.Length, 1, 2 * long100.Length);
        Assert.True(folded.IsNormalized(NormalizationForm.FormC));
        Assert.Equal(folded, SearchText.Fold(folded));
    }

    [Theory]
    [InlineData("my opportunities late", 16, "my opportunities")]
    [InlineData("my \u00A0 opportunities late", 16, "my \u00A0 opportunities")]
    [InlineData("cre\u0301er Contoso", 5, "cre\u0301er")]
    [InlineData("ﬁnd Contoso", 4, "ﬁnd")]
    [InlineData("find", 4, "find")]
    public void TheBeginningOfATextIsFoundByItsFoldedLength(string text, int length, string beginning) =>
        Assert.Equal(beginning, text[..SearchText.LengthOf(text, length)]);

    /// <summary>Stored texts are folded anew only where their version is another one.</summary>
    [Fact]
    public void AnotherFoldingIsAnotherVersion()
    {
        var all = string.Join('\n', Enumerable.Range(0x20, 0x2500).Where(c => c is < 0x370 or >= 0x2000)
            .Select(c => $"{c:X4} {SearchText.Fold(((char)c).ToString())}"));
        var print = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(all)).AsSpan(0, 8));

        Assert.Equal((2, "FADE27AA86FB6130"), (SearchText.Version, print));
    }
}
