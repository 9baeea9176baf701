using System.Globalization;
using System.Text.Json;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Domain.Exchange;

/// <summary>
/// Files as other programs export them, in the separators, encodings, numbers and orders of dates that people save them in. Their rows
/// are made up; what each must come to stands in <c>expected.json</c> beside this.
/// </summary>
[Trait("Suite", "Database")]
public sealed class ImportLayoutTests
{
    /// <summary>The headings of a program, each with what stands below it: a field of the made-up rows, or a text of its own.</summary>
    private static readonly Dictionary<string, string> Layouts = new()
    {
        ["Business Central en"] = "No.=id|Description=title|Contact Name=company|Salesperson Code=code|Sales Cycle Code=cycle|Status=status"
            + "|Creation Date=created|Priority==Normal|Estimated Value (LCY)=value|Chances of Success %=chances"
            + "|Estimated Closing Date=close|Closed==No",
        ["Business Central de"] = "Nr.=id|Beschreibung=title|Kontaktname=company|Verkäufercode=code|Verkaufsprozesscode=cycle|Status=status"
            + "|Erstellungsdatum=created|Priorität==Normal|Geschätzter Wert (MW)=value|Erfolgschancen %=chances"
            + "|Geschätztes Abschlussdatum=close",
        ["Business Central fr"] = "N°=id|Description=title|Nom du contact=company|Code vendeur=code|Code cycle de vente=cycle|Statut=status"
            + "|Date création=created|Priorité==Normale|Valeur estimée (DS)=value|Chances de succès %=chances"
            + "|Date de clôture estimée=close",
        ["Dynamics 365 Sales"] = "(Do Not Modify) Opportunity=id|Topic=title|Potential Customer=company|Est. close date=close"
            + "|Est. revenue=value"
            + "|Probability=chances|Owner=name|Status=status|Created On=created|Currency==EUR",
        ["HubSpot"] = "Record ID=id|Deal Name=title|Deal Stage=stage|Close Date=close|Deal owner=name|Amount=value"
            + "|Associated Company=company"
            + "|Create Date=created|Deal probability=chances",
        ["Pipedrive"] = "Deal - ID=id|Deal - Title=title|Deal - Value=value|Deal - Currency of value==EUR|Organization=company"
            + "|Deal - Owner=name"
            + "|Deal - Expected close date=close|Deal - Status=status|Deal - Probability=chances|Deal - Deal created=created",
        ["Salesforce"] = "Opportunity ID=id|Opportunity Name=title|Account Name=company|Stage=stage|Close Date=close|Amount=value"
            + "|Probability (%)=chances|Opportunity Owner=name|Created Date=created|Lead Source==Fair",
        ["Zoho"] = "Record Id=id|Deal Name=title|Account Name=company|Stage=stage|Closing Date=close|Amount=value|Probability (%)=chances"
            + "|Deal Owner=name|Created Time=created",
        ["Odoo"] = "External ID=id|Opportunity=title|Customer=company|Salesperson=name|Stage=stage|Expected Revenue=value"
            + "|Expected Closing=close|Probability=chances|Created on=created",
        ["Opportunity Desk en"] = "Number=no|Opportunity=title|Contact=company|Salesperson=name|Sales cycle=cycle|Stage==|Status=status"
            + "|Priority==Normal|Estimated value=value|Chances of success %=chances|Probability %==10|Weighted value==1"
            + "|Expected close=close|Created=created",
        ["Opportunity Desk fr"] = "Numéro=no|Opportunité=title|Contact=company|Vendeur=name|Cycle de vente=cycle|Étape==|Statut=statusFr"
            + "|Priorité==Normale|Valeur estimée=value|Chances de succès (%)=chances|Probabilité %==10|Valeur pondérée==1"
            + "|Clôture prévue=close|Créée le=created",
    };

    private static readonly (string Title, string Company, decimal Value, DateOnly Created, DateOnly Close, int Chances,
        bool IsLost)[] Made =
    [
        ("Hotel retrofit", "Import North Ltd", 45_000.50m, new(2025, 3, 25), new(2027, 5, 6), 40, false),
        ("Éclairage du hall", "Société Évry Import", 1_234_567m, new(2025, 4, 3), new(2027, 12, 31), 60, false),
        ("Old neon, \"red\"", "Import North Ltd", 12_500m, new(2025, 2, 1), new(2025, 10, 5), 10, true),
    ];

    public static TheoryData<string, string, string, string, string> Variants()
    {
        var variants = new TheoryData<string, string, string, string, string>();
        foreach (var layout in Layouts.Keys)
        {
            variants.Add(layout, ",", "utf-8", "0.00", "yyyy-MM-dd");
            variants.Add(layout, ";", "1252", "#.##0,00", "dd/MM/yyyy");
            variants.Add(layout, "\t", "utf-16", "#,##0.00", "MM/dd/yyyy");
            variants.Add(layout, "xlsx", "", "", "");
        }

        return variants;
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task AnExportOfEachProgramIsReadRowByRow(string layout, string separator, string encoding, string number, string date)
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var import = await ImportCase.StartAsync(host);
        var columns = Layouts[layout].Split('|').Select(c => c.Split('=', 2)).ToList();
        var rows = Made.Select((_, i) => columns.Select(c => Cell(c[1], i)).ToList()).ToList();
        var content = separator == "xlsx"
            ? ImportCase.Workbook([.. columns.Select(c => c[0])], rows)
            : ImportCase.Bytes(
                string.Concat(rows.Select(r => r.Select(c => Written(c, number, date)).ToList()).Prepend([.. columns.Select(c => c[0])])
                    .Select(r => string.Join(separator, r.Select(c => Quoted(c, separator))) + "\r\n")),
                encoding);

        var file = (await import.TryAsync(content)).Done();
        file = await import.AnswerAsync(file, ("salesCycleCode", "NEW"));

        Assert.Equal(layout.Split(" en")[0].Split(" de")[0].Split(" fr")[0], file.Layout);
        Assert.Equal(ImportState.Ready, file.State);
        Assert.Equal(new ImportCounts(New: 3), file.Counts);
        var read = await import.RowsAsync(file);
        var expected = JsonSerializer.Deserialize<List<Dictionary<string, string>>>(
            await System.IO.File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests/Domain/Exchange/expected.json")))!;
        for (var i = 0; i < expected.Count; i++)
        {
            Assert.Equal(i + 2, read[i].Line);
            foreach (var (field, value) in expected[i])
            {
                Assert.Equal((field, value), (field, read[i].Values.GetValueOrDefault(field)));
            }

            var isByName = layout.Contains("Desk", StringComparison.Ordinal);
            Assert.Equal(isByName ? null : $"X-{i + 1}", read[i].Values.GetValueOrDefault("externalId"));
        }
    }

    private static object? Cell(string what, int row)
    {
        var (title, company, value, created, close, chances, isLost) = Made[row];
        return what switch
        {
            "id" => $"X-{row + 1}",
            "no" => $"OLD-{row + 1}",
            "title" => title,
            "company" => company,
            "code" => "ANNA",
            "name" => "Anna Keller",
            "cycle" => "NEW",
            "status" => isLost ? "Lost" : "In Progress",
            "statusFr" => isLost ? "Perdue" : "En cours",
            "stage" => isLost ? "Closed lost" : "",
            "created" => created.ToDateTime(TimeOnly.MinValue),
            "close" => close.ToDateTime(TimeOnly.MinValue),
            "value" => value,
            "chances" => chances,
            _ => what[1..],
        };
    }

    private static string Written(object? cell, string number, string date) => cell switch
    {
        DateTime day => day.ToString(date, CultureInfo.InvariantCulture),
        decimal value when number == "#.##0,00" => value.ToString("N2", CultureInfo.GetCultureInfo("de-DE")),
        decimal value => value.ToString(number, CultureInfo.InvariantCulture),
        _ => Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Quoted(string cell, string separator) =>
        cell.Contains(separator, StringComparison.Ordinal) || cell.Contains('"', StringComparison.Ordinal)
            ? "\"" + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : cell;
}
