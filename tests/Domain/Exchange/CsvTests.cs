using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Domain.Exchange;

/// <summary>Tables as text, to and from.</summary>
public sealed class CsvTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+33 1", "'+33 1")]
    [InlineData("-5", "'-5")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("  =1", "'  =1")]
    [InlineData("\tx", "\"'\tx\"")]
    [InlineData("plain", "plain")]
    [InlineData("say \"hi\", ok", "\"say \"\"hi\"\", ok\"")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void WhatASpreadsheetWouldReckonIsWrittenAsText(string? cell, string expected) =>
        Assert.Equal(expected + "\r\n", Csv.Line(cell));

    [Theory]
    [InlineData("a,b\n1,2\n")]
    [InlineData("a;b\r\n1;2")]
    [InlineData("a\tb\n\n1\t2\n")]
    [InlineData("\uFEFFa,b\n\"1\",\"2\"\n")]
    public void ASeparatorIsRecognised(string text) => Assert.Equal([["a", "b"], ["1", "2"]], CsvRows.Of(text));

    [Fact]
    public void WhatWasWrittenIsReadAgain()
    {
        string[] row = ["=1+1", "line\nbreak", "a \"quote\", a comma", "é", "", "x"];

        Assert.Equal(row, CsvRows.Of(Csv.Line(row)).Single());
    }

    [Theory]
    [InlineData("\"never closed")]
    [InlineData("a,\"b\nc")]
    [InlineData("")]
    [InlineData("\n\n")]
    public void TextThatIsNoTableIsNoError(string text) => Assert.True(CsvRows.Of(text).Count <= 1);
}
