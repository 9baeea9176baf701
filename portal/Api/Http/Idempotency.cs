using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Portal.Language;
using Microsoft.AspNetCore.Http;

namespace ChatOpportunities.Portal.Api.Http;

/// <summary>
/// Makes a POST with an <c>Idempotency-Key</c> act once: its answer, a refusal too, is kept in the transaction of the act and
/// given again for a day. Not kept are failures of ours, and what ends before the endpoints: an unknown token, one that only reads, too
/// many requests.
/// </summary>
internal sealed class Idempotency(OnceOnly once) : IEndpointFilter
{
    public const string Header = "Idempotency-Key";

    public const string ReusedCode = "idempotencyKeyReused";

    public const int LongestKey = 200;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var key = http.Request.Headers[Header].ToString();
        if (key.Length == 0 || !HttpMethods.IsPost(http.Request.Method))
        {
            return RawBody.ProblemOf(http) ?? await next(context);
        }

        if (key.Length > LongestKey)
        {
            throw new MalformedRequestException("badIdempotencyKey", Header, t => t["At most {0} characters.", LongestKey]);
        }

        var item = "api/" + Hash(Encoding.UTF8.GetBytes((BearerAuthentication.TokenOf(http) ?? "bootstrap") + "\n" + key));
        var request = Hash(
            [.. Encoding.UTF8.GetBytes($"{http.Request.Method}\n{http.Request.Path}{http.Request.QueryString}\n"), .. RawBody.Of(http)]);
        return await once.DoAsync(
            item,
            async _ => RawBody.ProblemOf(http) ?? await next(context) as ApiAnswer
                ?? throw new InvalidOperationException("An endpoint of the API gives an ApiAnswer."),
            answer => JsonSerializer.Serialize(
                new StoredAnswer(
                    request, answer.Status, answer.Location, answer.ETag,
                    answer.Json is null ? null : Encoding.UTF8.GetString(answer.Json)),
                ApiJson.Of<StoredAnswer>()),
            stored => Again(JsonSerializer.Deserialize(stored, ApiJson.Of<StoredAnswer>())!, request, http),
            http.RequestAborted);
    }

    public static string ReusedSentence(PortalTexts t) => t["This key was used for another request already; take a new one."];

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static ApiAnswer Again(StoredAnswer stored, string request, HttpContext http)
    {
        if (stored.Request == request)
        {
            return new ApiAnswer(
                stored.Status, stored.Json is null ? null : Encoding.UTF8.GetBytes(stored.Json), stored.Location, stored.ETag);
        }

        var t = ApiLanguage.Texts(http);
        return ApiAnswer.Of(ApiProblem.Of(
            StatusCodes.Status422UnprocessableEntity, ReusedCode, ReusedSentence(t), Header, t));
    }
}

/// <summary>An answer that was given, with a hash of the request it was given to.</summary>
internal sealed record StoredAnswer(string Request, int Status, string? Location, string? ETag, string? Json);
