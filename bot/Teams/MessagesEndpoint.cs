using System.Text.Json;

namespace ChatOpportunities.Bot.Teams;

/// <summary>The door: <c>POST /api/messages</c>. Whatever is sent here, the answer is never a 5xx but for an unknown invoke's 501.</summary>
internal static class MessagesEndpoint
{
    public const string Path = "/api/messages";

    public static IEndpointConventionBuilder MapChannel(this IEndpointRouteBuilder app) =>
        // The channel proves itself by its own token: policies for people do not apply.
        app.Map(Path, HandleAsync).AllowAnonymous();

    private static async Task HandleAsync(HttpContext http)
    {
        // The turn goes on when the caller hangs up: the channel repeats what was not answered, and finds the answer stored.
        var answer = await AnswerAsync(http);
        if (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        http.Response.StatusCode = answer.Status;
        if (answer.Body is { } body)
        {
            http.Response.ContentType = "application/json; charset=utf-8";
            await using var writer = new Utf8JsonWriter(http.Response.BodyWriter);
            body.WriteTo(writer);
        }
    }

    private static async Task<InvokeResponse> AnswerAsync(HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.Headers.Allow = HttpMethods.Post;
            return new InvokeResponse(StatusCodes.Status405MethodNotAllowed);
        }

        if (!http.Request.HasJsonContentType())
        {
            return new InvokeResponse(StatusCodes.Status415UnsupportedMediaType);
        }

        try
        {
            var authentication = http.RequestServices.GetRequiredService<InboundAuthentication>();
            var caller = await authentication.CheckCallerAsync(http, http.RequestAborted);
            if (caller.Refusal is { } refusal)
            {
                if (refusal == StatusCodes.Status401Unauthorized)
                {
                    http.Response.Headers.WWWAuthenticate = "Bearer";
                }

                return new InvokeResponse(refusal);
            }

            using var body = new MemoryStream();
            if (!await ReadAsync(http.Request, body, http.RequestAborted))
            {
                return new InvokeResponse(StatusCodes.Status413PayloadTooLarge);
            }

            if (!ChannelJson.TryRead(body.GetBuffer().AsSpan(0, (int)body.Length), out var activity))
            {
                return new InvokeResponse(StatusCodes.Status400BadRequest);
            }

            return authentication.CheckActivity(caller, activity) is { } objection
                ? new InvokeResponse(objection)
                : await http.RequestServices.GetRequiredService<TurnRunner>().RunAsync(activity);
        }
        catch (BadHttpRequestException malformed)
        {
            return new InvokeResponse(malformed.StatusCode);
        }
        catch (Exception gone) when (gone is IOException || (gone is OperationCanceledException && http.RequestAborted.IsCancellationRequested))
        {
            // The caller hung up before it had said everything.
            return new InvokeResponse(StatusCodes.Status400BadRequest);
        }
    }

    /// <summary>Reads the body up to the bound; false when there is more.</summary>
    private static async Task<bool> ReadAsync(HttpRequest request, MemoryStream body, CancellationToken cancellationToken)
    {
        if (request.ContentLength > ChannelJson.MaxBodyBytes)
        {
            return false;
        }

        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            body.Write(buffer, 0, count);
            if (body.Length > ChannelJson.MaxBodyBytes)
            {
                return false;
            }
        }

        return true;
    }
}
