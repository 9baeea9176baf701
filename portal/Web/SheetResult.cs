using ChatOpportunities.Domain.Exchange;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Web;

/// <summary>What a list may be handed out as.</summary>
internal enum SheetFormat
{
    /// <summary>Comma-separated values.</summary>
    Csv = 0,

    /// <summary>A workbook.</summary>
    Xlsx = 1,
}

/// <summary>A list as a file, written while it is read, so that a long one needs no memory.</summary>
/// <param name="name">Of the file, without its ending.</param>
/// <param name="format">What it becomes.</param>
/// <param name="sheet">The list.</param>
internal sealed class SheetResult(string name, SheetFormat format, Sheet sheet) : IActionResult
{
    public Task ExecuteResultAsync(ActionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (response, isCsv) = (context.HttpContext.Response, format == SheetFormat.Csv);
        response.ContentType = isCsv
            ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}.{(isCsv ? "csv" : "xlsx")}\"";
        var gone = context.HttpContext.RequestAborted;
        return isCsv ? sheet.WriteCsvAsync(response.Body, gone) : sheet.WriteXlsxAsync(response.Body, gone);
    }
}
