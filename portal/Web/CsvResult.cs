using System.Text;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Web;

/// <summary>A file of comma-separated values, written while it is read, so that a long one needs no memory.</summary>
internal sealed class CsvResult(string fileName, Func<CancellationToken, IAsyncEnumerable<string>> lines) : IActionResult
{
    public async Task ExecuteResultAsync(ActionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var response = context.HttpContext.Response;
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";

        // The mark tells spreadsheets that accents are UTF-8.
        await using var writer = new StreamWriter(response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        await foreach (var line in lines(context.HttpContext.RequestAborted))
        {
            await writer.WriteAsync(line);
        }
    }
}
