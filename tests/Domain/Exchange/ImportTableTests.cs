using System.IO.Compression;
using System.Text;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Domain.Exchange;

/// <summary>Bytes of all kinds to rows with the numbers of their lines, or to a sentence that names the line.</summary>
public sealed class ImportTableTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", ",", "1:a|b 2:1|2")]
    [InlineData("a;b\r\n1;2,5\r\n", ";", "1:a|b 2:1|2,5")]
    [InlineData("a\tb\n1\t2", "\t", "1:a|b 2:1|2")]
    [InlineData("a|b\n1|2\n", "|", "1:a/b 2:1/2")]
    [InlineData("sep=;\r\na;b\r\n1;2\r\n", ";", "2:a|b 3:1|2")]
    [InlineData("a,b\r1,2\r3,4", ",", "1:a|b 2:1|2 3:3|4")]
    [InlineData("\n\na,b\n\n1,2\n", ",", "3:a|b 5:1|2")]
    [InlineData("a,b\r\n\r\n\"x\ny\",2\r\n\r\n3,4\r\n", ",", "1:a|b 3:x\ny|2 6:3|4")]
    [InlineData("a,b\n12\" pipe,2\n", ",", "1:a|b 2:12\" pipe|2")]
    [InlineData("a,b\n'=1+1,2\n", ",", "1:a|b 2:=1+1|2")]
    [InlineData("a;b\n1;\"2,5,6,7\"\n", ";", "1:a|b 2:1|2,5,6,7")]
    public void ATextIsReadWithTheNumbersOfItsLines(string text, string separator, string expected)
    {
        var table = ImportTable.Read(Encoding.UTF8.GetBytes(text), null).Done();

        Assert.Equal((separator, expected), (table.Separator, Say(table, separator == "|" ? "/" : "|")));
    }

    [Fact]
    public void AMarkThatIsNeverClosedCostsItsRowAlone()
    {
        var table = ImportTable.Read("a,b\n1,2\n\"never,3\n4,5\n6,\"7\"\n"u8.ToArray(), null).Done();

        Assert.Equal([(1, null), (2, null), (3, "quotationMark"), (4, null), (5, null)], table.Rows.Select(r => (r.Line, r.Problem?.Code)));
        Assert.Equal(["6", "7"], table.Rows[^1].Cells);
    }

    [Theory]
    [InlineData("utf-8", "UTF-8")]
    [InlineData("utf-8 mark", "UTF-8")]
    [InlineData("utf-16", "UTF-16")]
    [InlineData("utf-16 bare", "UTF-16")]
    [InlineData("1252", "Windows-1252")]
    public void LettersOfTheWestArriveInEachEncoding(string encoding, string name)
    {
        var table = ImportTable.Read(ImportCase.Bytes("nom,société\r\nHélène Noël,À côté être œuvre\r\n", encoding), null).Done();

        Assert.Equal((name, "1:nom|société 2:Hélène Noël|À côté être œuvre"), (table.Encoding, Say(table)));
    }

    [Fact]
    public void LettersOfCentralEuropeArriveInWindows1250()
    {
        var table = ImportTable.Read(ImportCase.Bytes("name,city\nTomáš Dvořák,Plzeň\nŁukasz Wiśniewski,Łódź\n", "1250"), null).Done();

        Assert.Equal(("Windows-1250", "1:name|city 2:Tomáš Dvořák|Plzeň 3:Łukasz Wiśniewski|Łódź"), (table.Encoding, Say(table)));
        Assert.Equal("Windows-1252", ImportTable.Read(ImportCase.Bytes("a,b\nŠ,é\n", "1250"), "Windows-1252").Done().Encoding);
    }

    [Fact]
    public void AWorkbookKeepsItsNumbersAndDays_WhateverItIsCalled()
    {
        var content = ImportCase.Workbook(
            ["name", "value", "close"], [["One", 45_000.125m, new DateTime(2027, 5, 6)], ["Two", 0.4, null], [null, null, null], ["Last",
                3, "text"]]);

        var table = ImportTable.Read(content, null).Done();

        Assert.Equal("xlsx", table.Format);
        Assert.Equal([1, 2, 3, 5], table.Rows.Select(r => r.Line));
        Assert.Equal((45_000.125m, new DateOnly(2027, 5, 6)), (ImportCells.Number(table.Rows[1].Cells[1]),
            ImportCells.Day(table.Rows[1].Cells[2])));
    }

    [Theory]
    [InlineData("zip", "fileIsArchive")]
    [InlineData("broken", "fileIsDamaged")]
    [InlineData("password", "fileIsLocked")]
    [InlineData("pdf", "fileIsNoTable")]
    [InlineData("nul", "fileHasNul")]
    [InlineData("line", "lineTooLong")]
    [InlineData("large", "fileTooLarge")]
    [InlineData("rows", "fileHasTooManyLines")]
    [InlineData("quotes", "fileBeyondLine")]
    public void WhatIsNoTableIsRefused(string what, string code)
    {
        byte[] content = what switch
        {
            "zip" => Zip("notes.txt"),
            "broken" => Zip("xl/workbook.xml"),
            "password" => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[512]],
            "pdf" => "%PDF-1.7 and more"u8.ToArray(),
            "nul" => "a,b\n1,2\nx\0y,3\n"u8.ToArray(),
            "line" => [.. "a,b\n"u8, .. Enumerable.Repeat((byte)'x', 1_100_000)],
            "large" => new byte[ImportTable.MaxBytes + 1],
            "rows" => Encoding.ASCII.GetBytes("a,b\n" + string.Concat(Enumerable.Repeat("1,2\n", ImportTable.MaxRows + 1))),
            _ => Encoding.ASCII.GetBytes("a,b\n" + string.Concat(Enumerable.Repeat("\"x,2\ny,3\nz,4\n", 101))),
        };

        var refusal = Assert.IsType<Result<ImportTable>.Refused>(ImportTable.Read(content, null)).First;

        Assert.Equal(code, refusal.Code);
        if (what is "nul" or "line")
        {
            Assert.Equal(what == "nul" ? 3 : 2, refusal.Arguments[0]);
        }
    }

    [Fact]
    public void AHundredThousandRowsAreRead()
    {
        var text = "description,value\n" + string.Concat(Enumerable.Range(1, ImportTable.MaxRows).Select(i => $"Number {i},{i}\n"));

        Assert.Equal(ImportTable.MaxRows + 1, ImportTable.Read(Encoding.ASCII.GetBytes(text), null).Done().Rows.Count);
    }

    [Theory]
    [InlineData("05/06/2027 06/07/2027", DateOrder.Unknown)]
    [InlineData("05/06/2027 25/06/2027", DateOrder.DayFirst)]
    [InlineData("05/06/2027 06/25/2027", DateOrder.MonthFirst)]
    [InlineData("25/06/2027 06/25/2027", DateOrder.Unknown)]
    [InlineData("05.06.2027 2027-06-25", DateOrder.Unknown)]
    public void TheOrderOfDayAndMonthIsThatOfTheWholeFile(string dates, DateOrder expected)
    {
        var shape = new ImportShape();
        dates.Split(' ').ToList().ForEach(shape.AddDate);

        Assert.Equal(expected, shape.Order);
    }

    [Theory]
    [InlineData("45.000 46.000", null)]
    [InlineData("45.000 46,5", ",")]
    [InlineData("45,000 46.50", ".")]
    [InlineData("1.234.567", ",")]
    [InlineData("1,234,567", ".")]
    [InlineData("1'234.50", ".")]
    [InlineData("45000", null)]
    [InlineData("46,5 46.5", null)]
    public void TheDecimalSignIsThatOfTheWholeFile(string numbers, string? expected)
    {
        var shape = new ImportShape();
        numbers.Split(' ').ToList().ForEach(shape.AddNumber);

        Assert.Equal(expected, shape.Sign);
    }

    private static string Say(ImportTable table, string between = "|") =>
        string.Join(' ', table.Rows.Select(r => $"{r.Line}:{string.Join(between, r.Cells)}"));

    private static byte[] Zip(string entry)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var writer = new StreamWriter(zip.CreateEntry(entry).Open());
            writer.Write("no table");
        }

        return stream.ToArray();
    }
}
