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
    [InlineData("'=1")]
    [InlineData("''=1")]
    [InlineData("'hello")]
    [InlineData("''")]
    [InlineData("'")]
    [InlineData("' =1")]
    [InlineData("=1")]
    [InlineData("'-5")]
    [InlineData("＝1")]
    public void AnApostropheOfOnesOwnComesBack(string text) => Assert.Equal(text, CsvRows.Of(Csv.Line("a", text)).Single()[1]);

    [Fact]
    public void NumbersAreWrittenAsNumbersAndDaysAsDays() => Assert.Equal(
        "-5,1234.5,2026-05-06,2026-05-06 07:08:09Z,\r\n",
        Csv.Line(-5, 1234.5m, new DateOnly(2026, 5, 6), new DateTimeOffset(2026, 5, 6, 9, 8, 9, TimeSpan.FromHours(2)), null));

    [Fact]
    public async Task AWorkbookHoldsNumbersDaysAndTextsThatAreNoFormulas()
    {
        object?[][] rows =
        [
            ["=1+1", -5.25m, new DateOnly(2026, 5, 6)], ["$=A1", 3, null], ["'=x", 0m, null], ["a <b> & \"c\" _x0041_ é", null, null],
        ];
        var sheet = Sheet.Of(
            [.. Enumerable.Range(0, 3).Select(i => new SheetColumn<object?[]>("Column " + i, row => row[i]))], rows);
        using var stream = new MemoryStream();
        await sheet.WriteXlsxAsync(stream, default);

        using (var zip = new System.IO.Compression.ZipArchive(new MemoryStream(stream.ToArray())))
        {
            using var part = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open());
            Assert.DoesNotContain("<f>", await part.ReadToEndAsync(), StringComparison.Ordinal);
        }

        var read = Assert.IsType<ChatOpportunities.Domain.Result<ImportTable>.Done>(ImportTable.Read(stream.ToArray(), null)).Value.Rows;
        Assert.Equal(["Column 0", "Column 1", "Column 2"], read[0].Cells);
        Assert.Equal(rows.Select(r => (string)r[0]!), read.Skip(1).Select(r => r.Cells[0]));
        Assert.Equal(-5.25m, ImportCells.Number(read[1].Cells[1]));
        Assert.Equal(new DateOnly(2026, 5, 6), ImportCells.Day(read[1].Cells[2]));
    }

    [Theory]
    [InlineData("\"never closed")]
    [InlineData("a,\"b\nc")]
    [InlineData("")]
    [InlineData("\n\n")]
    public void TextThatIsNoTableIsNoError(string text) => Assert.True(CsvRows.Of(text).Count <= 1);
}
