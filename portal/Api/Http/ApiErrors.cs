using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace ChatOpportunities.Portal.Api.Http;

/// <summary>Whatever goes wrong below /api is answered by problem details, never by a page or an empty answer.</summary>
internal sealed partial class ApiErrors(RequestDelegate next, ILogger<ApiErrors> logger)
{
    /// <summary>Largest body, in bytes.</summary>
    private const long MaxBody = 1024 * 1024;

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBody;
        }

        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        ApiProblem? problem = null;
        try
        {
            // No key and no text holds a NUL, and one database refuses even to be asked for it.
            if (context.Request.Path.Value!.Contains('\0', StringComparison.Ordinal)
                || context.Request.Query.Any(q => q.Value.Any(v => v?.Contains('\0', StringComparison.Ordinal) == true)))
            {
                problem = ApiProblem.Of(StatusCodes.Status400BadRequest, ApiLanguage.Texts(context));
            }
            else
            {
                await next(context);
            }
        }
        catch (MalformedRequestException malformed) when (!context.Response.HasStarted)
        {
            problem = malformed.In(ApiLanguage.Texts(context));
        }
        catch (BadHttpRequestException bad) when (!context.Response.HasStarted)
        {
            problem = ApiProblem.Of(bad.StatusCode, ApiLanguage.Texts(context));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return; // nobody is listening any more
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            LogFailure(logger, failure, context.TraceIdentifier);
            problem = ApiProblem.Of(StatusCodes.Status500InternalServerError, ApiLanguage.Texts(context));
        }

        if (problem is null && context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null })
        {
            problem = ApiProblem.Of(context.Response.StatusCode, ApiLanguage.Texts(context));
        }

        if (problem is not null)
        {
            await ApiAnswer.Of(problem).ExecuteAsync(context);
        }
    }

    [LoggerMessage(LogLevel.Error, "A request to the API failed ({TraceId}).")]
    private static partial void LogFailure(ILogger logger, Exception failure, string traceId);
}
