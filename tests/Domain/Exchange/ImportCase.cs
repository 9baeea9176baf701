using System.Globalization;
using System.Text;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Support;
using MiniExcelLibs;

namespace ChatOpportunities.Tests.Domain.Exchange;

/// <summary>Brings files to the import of a company and answers what it asks.</summary>
internal sealed class ImportCase(DomainHost host, Caller caller)
{
    public static readonly Texts English = new(CultureInfo.GetCultureInfo("en"), "EUR");

    public static async Task<ImportCase> StartAsync(DomainHost host) =>
        new(host, await host.CallerAsync("EMMA", ChatOpportunities.Domain.Audit.ActSource.Portal));

    public Caller Caller => caller;

    public Task<Result<ImportFile>> TryAsync(byte[] content, ImportKind kind = ImportKind.Opportunities, ImportChange? change = null) =>
        host.DoAsync<ImportActs, Result<ImportFile>>(acts => acts.TryAsync(kind, "list.csv", content, English, caller, default, change));

    public async Task<ImportFile> ReadAsync(string content, ImportKind kind = ImportKind.Opportunities, ImportChange? change = null) =>
        (await TryAsync(Encoding.UTF8.GetBytes(content), kind, change)).Done();

    /// <summary>Answers each open question by what a person would choose, until none is left.</summary>
    public async Task<ImportFile> AnswerAsync(ImportFile file, params (string Field, string Choice)[] choices)
    {
        for (var i = 0; i < 5 && file.Open.Any(); i++)
        {
            var answers = file.Open.Select(q => new ImportAnswer(
                q.Code, q.Field, q.Value,
                choices.FirstOrDefault(c => c.Field == (q.Field ?? q.Code) && q.Choices.Any(x => x.Value == c.Choice)).Choice
                    ?? (q.Code == "contactLike" ? "new" : q.Code == "unknownValue" ? "leaveOut" : q.Choices[0].Value))).ToList();
            file = await ChangeAsync(file, new ImportChange(Answers: answers));
        }

        return file;
    }

    public async Task<ImportFile> ChangeAsync(ImportFile file, ImportChange change) =>
        (await host.DoAsync<ImportActs, Result<ImportFile>>(a => a.ChangeAsync(file.Id, change, English, caller, default))).Done();

    public async Task<IReadOnlyList<ImportRow>> RowsAsync(ImportFile file) =>
        (await host.DoAsync<ImportActs, ImportRowsPage?>(acts => acts.RowsAsync(file.Id, null, null, 1_000, caller, default)))!.Rows;

    public Task<Result<ImportFile>> BeginAsync(ImportFile file) =>
        host.DoAsync<ImportActs, Result<ImportFile>>(acts => acts.BeginAsync(file.Id, caller, default));

    public async Task<ImportFile> TakeInAsync(ImportFile file)
    {
        (await BeginAsync(file)).Done();
        return await FinishAsync(file);
    }

    public async Task<ImportFile> TakeBackAsync(ImportFile file)
    {
        (await host.DoAsync<ImportActs, Result<ImportFile>>(acts => acts.TakeBackAsync(file.Id, caller, default))).Done();
        return await FinishAsync(file);
    }

    private async Task<ImportFile> FinishAsync(ImportFile file)
    {
        while (await host.DoAsync<ImportActs, bool>(acts => acts.GoOnAsync(file.Id, _ => English, default)))
        {
        }

        return (await host.DoAsync<ImportActs, ImportFile?>(acts => acts.FindAsync(file.Id, caller, default)))!;
    }

    /// <summary>A text in an encoding with its mark, or in a code page.</summary>
    public static byte[] Bytes(string text, string encoding) => encoding switch
    {
        "utf-8" => Encoding.UTF8.GetBytes(text),
        "utf-8 mark" => [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text)],
        "utf-16" => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)],
        "utf-16 bare" => Encoding.Unicode.GetBytes(text),
        "1250" => CodePagesEncodingProvider.Instance.GetEncoding(1250)!.GetBytes(text),
        _ => CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(text),
    };

    /// <summary>A workbook of one sheet with its heading.</summary>
    public static byte[] Workbook(IReadOnlyList<string> heading, IEnumerable<IReadOnlyList<object?>> rows)
    {
        using var stream = new MemoryStream();
        stream.SaveAs(rows.Select(row => heading.Select((name, i) => (name, row[i])).ToDictionary(c => c.name, c => c.Item2)));
        return stream.ToArray();
    }
}
