using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ChatOpportunities.Domain.Data;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Portal.Api;

/// <summary>
/// Makes a POST with an <c>Idempotency-Key</c> act once: its answer, a refusal too, is kept in the transaction of the act and
/// given again for a day. Not kept are failures of ours, and what ends before the endpoints: an unknown token, too many requests.
/// </summary>
internal sealed class Idempotency(OpportunitiesContext db, TimeProvider clock) : IEndpointFilter
{
    public const string Header = "Idempotency-Key";

    public const string ReusedCode = "idempotencyKeyReused";

    public const int LongestKey = 200;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

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
        var request = Hash([.. Encoding.UTF8.GetBytes($"{http.Request.Method}\n{http.Request.Path}{http.Request.QueryString}\n"), .. RawBody.Of(http)]);
        try
        {
            return await OnceAsync(item, request, context, next);
        }
        catch (DbUpdateException) when (db.Database.CurrentTransaction is null)
        {
            // The same request at the same time took the key first; its answer stands there now.
            if (await StoredAsync(item, http.RequestAborted) is { } stored)
            {
                return Again(stored, request, http);
            }

            throw;
        }
    }

    public static string ReusedSentence(PortalTexts t) => t["This key was used for another request already; take a new one."];

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static ApiAnswer Again(StoredAnswer stored, string request, HttpContext http)
    {
        if (stored.Request == request)
        {
            return new ApiAnswer(stored.Status, stored.Json is null ? null : Encoding.UTF8.GetBytes(stored.Json), stored.Location, stored.ETag);
        }

        var t = ApiLanguage.Texts(http);
        return ApiAnswer.Of(ApiProblem.Of(
            StatusCodes.Status422UnprocessableEntity, ReusedCode, ReusedSentence(t), Header, t));
    }

    private Task<ApiAnswer> OnceAsync(string key, string request, EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        db.InTransactionAsync(
            async token =>
            {
                if (await StoredAsync(key, token) is { } stored)
                {
                    return Again(stored, request, context.HttpContext);
                }

                // Taken before the act, so that the same request at the same time waits here and not after acting too.
                await db.StoredItems.Where(i => i.Key == key).ExecuteDeleteAsync(token);
                var item = new StoredItem { Key = key, Value = "", ExpiresAt = clock.GetUtcNow() + Kept };
                db.StoredItems.Add(item);
                await db.SaveChangesAsync(token);
                var answer = RawBody.ProblemOf(context.HttpContext) ?? await next(context) as ApiAnswer ?? throw new InvalidOperationException("An endpoint of the API gives an ApiAnswer.");
                item.Value = JsonSerializer.Serialize(
                    new StoredAnswer(request, answer.Status, answer.Location, answer.ETag, answer.Json is null ? null : Encoding.UTF8.GetString(answer.Json)),
                    ApiJson.Of<StoredAnswer>());
                item.Version++;
                await db.SaveChangesAsync(token);
                return answer;
            },
            context.HttpContext.RequestAborted);

    private async Task<StoredAnswer?> StoredAsync(string key, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var value = await db.StoredItems.AsNoTracking().Where(i => i.Key == key && i.ExpiresAt > now).Select(i => i.Value)
            .SingleOrDefaultAsync(cancellationToken);
        return value is null ? null : JsonSerializer.Deserialize(value, ApiJson.Of<StoredAnswer>());
    }
}

/// <summary>An answer that was given, with a hash of the request it was given to.</summary>
internal sealed record StoredAnswer(string Request, int Status, string? Location, string? ETag, string? Json);
