using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Portal.Api.Description;
using ChatOpportunities.Portal.Api.Http;
using ChatOpportunities.Portal.Web;
using Hangfire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace ChatOpportunities.Portal.Api.Imports;

/// <summary>Bringing files, looking through them, taking them in and back; the same use cases as the pages.</summary>
internal static class ImportEndpoints
{
    private const string Name = "imports";

    /// <summary>Bytes of a request with the largest file and its frame.</summary>
    private const long MaxRequest = ImportActs.MaxBytes + (1024 * 1024);

    public static void Map(IEndpointRouteBuilder api)
    {
        RefusalRule[] change =
        [
            Refusals.UnknownValue, Refusals.ColumnTwice, Refusals.Required, Refusals.TooLong,
        ];
        var group = api.MapGroup("/" + Name).Tagged("Imports", "Files of opportunities, contacts and salespeople; admins only.")
            .Place("import", "The import.", ImportResource.Example.Id);
        group.MapPost("", BringAsync).Accepts<ImportForm>(isOptional: true, "multipart/form-data")
            .WithMetadata(new BodyExample(ImportForm.Example))
            .Returns(ImportResource.Example, StatusCodes.Status201Created)
            .Refuses(
            [
                Refusals.FileEmpty, Refusals.FileTooLarge, Refusals.FileHasTooManyLines, Refusals.FileIsLocked, Refusals.FileIsArchive,
                Refusals.FileIsNoTable, Refusals.FileIsDamaged, Refusals.FileHasNul, Refusals.LineTooLong, Refusals.FileBeyondLine,
                Refusals.HeadingMissing, .. change,
            ])
            .WithMetadata(new RequestSizeLimitAttribute(MaxRequest))
            .Named("createImport", "Brings a file", "CSV or Excel (.xlsx); every line is looked through, and nothing is made yet.");
        group.MapGet("/{import}", FindAsync).Returns(ImportResource.Example)
            .Named("getImport", "One import", "How far it has come, and what is asked.");
        group.MapPatch("/{import}", ChangeAsync).Takes(ImportBody.Example).Returns(ImportResource.Example)
            .Refuses([Refusals.ImportNotReady, .. change])
            .Named("changeImport", "Maps columns and answers questions", "Every line is looked through anew; before it is taken in.");
        group.MapGet("/{import}/rows", RowsAsync).ReturnsPage(ImportRowResource.Example)
            .Named("listImportRows", "Lines of an import", "In the order of the file, with what becomes of each and why.");
        group.MapPost("/{import}/take-in", TakeInAsync).Returns(ImportResource.Example)
            .Refuses([Refusals.ImportAsks, Refusals.ImportNotReady])
            .Named("takeInImport", "Takes an import in", "Beside the requests, some lines at a time; asked again, it goes on.");
        group.MapPost("/{import}/take-back", TakeBackAsync).Returns(ImportResource.Example).Refuses([Refusals.ImportNotReady])
            .Named("takeBackImport", "Takes an import back", "What it made is deleted, but for what was changed since.");
    }

    private static async Task<ApiAnswer> BringAsync(
        ImportUpload upload, ApiCall call, ImportActs imports, CancellationToken cancellationToken)
    {
        if (!AccessPolicy.MaySetUp(call.Caller))
        {
            return call.Refused([Refusals.Forbidden.With()]);
        }

        if (upload.Wrong is { } field)
        {
            throw ApiCall.Bad(field);
        }

        return call.Answer(
            await imports.TryAsync(
                upload.Kind, upload.FileName, upload.Content, call.Texts, call.Caller, cancellationToken, upload.Change),
            file => ApiAnswer.Created(Setup.Address(Name, file.Id), ImportResource.Of(file), 1) with { ETag = null });
    }

    private static async Task<ApiAnswer> FindAsync(string import, ApiCall call, ImportActs imports, CancellationToken cancellationToken) =>
        await imports.FindAsync(import, call.Caller, cancellationToken) is { } file
            ? ApiAnswer.Ok(ImportResource.Of(file)) : call.NotFound();

    private static async Task<ApiAnswer> ChangeAsync(
        string import, ApiCall call, JsonBody<ImportBody> body, ImportActs imports, CancellationToken cancellationToken) =>
        Show(call, await imports.ChangeAsync(import, body.Value.ToChange(), call.Texts, call.Caller, cancellationToken));

    private static async Task<ApiAnswer> RowsAsync(
        string import, Query<ImportRowsQuery> query, Query<PageQuery> page, ApiCall call, ImportActs imports,
            CancellationToken cancellationToken)
    {
        int? after = null;
        if (page.Value.Place() is { } cursor)
        {
            after = int.TryParse(cursor, System.Globalization.CultureInfo.InvariantCulture, out var place) ? place
                : throw ApiCall.Bad("cursor");
        }

        return await imports.RowsAsync(import, query.Value.State, after, page.Value.Limit, call.Caller, cancellationToken) is not { } rows
            ? call.NotFound()
            : ApiAnswer.Ok(new Page<ImportRowResource>(
                [.. rows.Rows.Select(ImportRowResource.Of)],
                OpaqueCursor.Write(rows.Next?.ToString(System.Globalization.CultureInfo.InvariantCulture))));
    }

    private static async Task<ApiAnswer> TakeInAsync(
        string import, ApiCall call, ImportActs imports, IBackgroundJobClient jobs, CancellationToken cancellationToken) =>
        Run(call, await imports.BeginAsync(import, call.Caller, cancellationToken), jobs);

    private static async Task<ApiAnswer> TakeBackAsync(
        string import, ApiCall call, ImportActs imports, IBackgroundJobClient jobs, CancellationToken cancellationToken) =>
        Run(call, await imports.TakeBackAsync(import, call.Caller, cancellationToken), jobs);

    private static ApiAnswer Run(ApiCall call, Result<ImportFile> result, IBackgroundJobClient jobs)
    {
        if (result is Result<ImportFile>.Done({ State: ImportState.TakingIn or ImportState.TakingBack } file))
        {
            ImportJob.Enqueue(jobs, file.Id);
        }

        return Show(call, result);
    }

    private static ApiAnswer Show(ApiCall call, Result<ImportFile> result) =>
        call.Answer(result, file => ApiAnswer.Ok(ImportResource.Of(file)));
}

/// <summary>The parts of a request that brings a file.</summary>
/// <param name="File">The file itself: CSV or .xlsx, at most 50 MB and 100,000 lines.</param>
/// <param name="Kind">What its lines become.</param>
/// <param name="Mapping">JSON: fields by heading, or the name of a mapping that was kept.</param>
/// <param name="Options">JSON: what holds for all lines, as in a change.</param>
internal sealed record ImportForm(string File, ImportKind Kind, string? Mapping = null, string? Options = null)
{
    public static ImportForm Example { get; } = new("(the bytes of deals.csv)", ImportKind.Opportunities, "Ours",
        "{\"dateOrder\":\"dayFirst\"}");
}

/// <summary>A file that is brought, read from a form.</summary>
internal sealed class ImportUpload : IBindableFromHttpContext<ImportUpload>
{
    /// <summary>The part that was not understood; null when all were.</summary>
    public string? Wrong { get; private set; }

    public ImportKind Kind { get; private set; }

    public string FileName { get; private set; } = "";

    public byte[] Content { get; private set; } = [];

    public ImportChange? Change { get; private set; }

    public static async ValueTask<ImportUpload?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var upload = new ImportUpload();
        if (!context.Request.HasFormContentType)
        {
            upload.Wrong = "file";
            return upload;
        }

        try
        {
            var limits = new FormOptions { MultipartBodyLengthLimit = ImportActs.MaxBytes + (1024 * 1024) };
            upload.Wrong = await upload.ReadAsync(await context.Request.ReadFormAsync(limits, context.RequestAborted), context);
        }
        catch (Exception wrong) when (wrong is InvalidDataException or IOException && !context.RequestAborted.IsCancellationRequested)
        {
            upload.Wrong = "file"; // no form, or too large
        }

        return upload;
    }

    private async Task<string?> ReadAsync(IFormCollection form, HttpContext context)
    {
        if (form.Files.GetFile("file") is not { } file)
        {
            return "file";
        }

        using var content = new MemoryStream();
        await file.CopyToAsync(content, context.RequestAborted);
        (FileName, Content) = (file.FileName, content.ToArray());
        var fields = string.Join('\n', form.Select(f => f.Key + "=" + f.Value));
        context.Items[RawBody.Key] = (byte[])[.. SHA256.HashData(Content), .. System.Text.Encoding.UTF8.GetBytes(fields)];
        var said = form["kind"].ToString();
        if (said.Length > 0 && (!said.All(char.IsAsciiLetter) || !Enum.TryParse<ImportKind>(said, ignoreCase: true, out _)))
        {
            return "kind";
        }

        Kind = said.Length == 0 ? ImportKind.Opportunities : Enum.Parse<ImportKind>(said, ignoreCase: true);
        var (mapping, options) = (form["mapping"].ToString().Trim(), form["options"].ToString().Trim());
        try
        {
            var given = mapping.StartsWith('{')
                ? JsonSerializer.Deserialize($"{{\"mapping\":{mapping}}}", ApiJson.Of<ImportBody>()) : null;
            var shape = options.Length > 0 ? JsonSerializer.Deserialize(options, ApiJson.Of<ImportOptionsBody>()) : null;
            Change = new ImportChange(
                given?.Mapping, mapping.Length > 0 && !mapping.StartsWith('{') ? mapping.Trim('"') : null, Options: shape?.ToOptions());
        }
        catch (JsonException)
        {
            return mapping.StartsWith('{') && options.Length == 0 ? "mapping" : "options";
        }

        return null;
    }
}
