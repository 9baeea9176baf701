using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Portal.Api.Http;
using ChatOpportunities.Portal.Language;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Portal.Api.Assistants;

/// <summary>One call of a tool: who calls, in which language, and what the tools share.</summary>
internal sealed class AssistantCall(HttpContext http)
{
    /// <summary>Longest text that is read at all; each field has its own, shorter limit.</summary>
    private const int LongestText = 4000;

    /// <summary>Who calls, through this door.</summary>
    public Caller Caller { get; } = CallerOf(http) with { Source = ActSource.Assistant };

    /// <summary>The language of the sentences.</summary>
    public PortalTexts T { get; } = ApiLanguage.Texts(http);

    public TService Of<TService>()
        where TService : notnull => http.RequestServices.GetRequiredService<TService>();

    /// <summary>The arguments, read strictly; what is not understood is told with its field.</summary>
    public static TIn Read<TIn>(JsonElement arguments)
        where TIn : class
    {
        try
        {
            if (Wrong(arguments, "") is { } wrong)
            {
                throw wrong;
            }

            return (TIn)JsonSerializer.Deserialize(arguments, AssistantTool.Json.GetTypeInfo(typeof(TIn)))!;
        }
        catch (JsonException wrong)
        {
            var field = wrong.Path is { Length: > 2 } path ? path[2..].TrimEnd('\'', ']').TrimStart('\'') : null;
            throw field is null
                ? new MalformedRequestException(
                    "badArguments", null, t => t["The arguments were not understood: give all that the tool requires, and nothing else."])
                : new MalformedRequestException("badValue", field, t => t["{0}: this value was not understood.", field]);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, written as an escape.
            throw new MalformedRequestException("badArguments", null, t => t["This is not valid JSON."]);
        }
    }

    /// <summary>
    /// Acts once for each key: what was done is kept for a day and told again. What was asked for or refused is not kept, so the same key
    /// may come again with what was missing.
    /// </summary>
    public async Task<ActAnswer> OnceAsync(
        string tool, string? key, JsonElement arguments, Func<CancellationToken, Task<ActAnswer>> act, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(key))
        {
            return await act(cancellationToken);
        }

        if (key.Length > Idempotency.LongestKey)
        {
            throw new MalformedRequestException(
                "badIdempotencyKey", "idempotencyKey", t => t["{0}: at most {1} characters.", "idempotencyKey", Idempotency.LongestKey]);
        }

        var item = "assistant/" + Hash((BearerAuthentication.TokenOf(http) ?? "bootstrap") + "\n" + key);
        var request = Hash(tool + "\n" + arguments.GetRawText());
        ActAnswer? open = null;
        var result = await Of<OnceOnly>().DoAsync<Result<KeptAnswer>>(
            item,
            async token =>
            {
                var answer = await act(token);
                if (answer.Status != AnswerStatus.Done)
                {
                    open = answer;
                    return Refusals.Required;
                }

                open = null;
                return new KeptAnswer(request, answer);
            },
            done => JsonSerializer.Serialize(((Result<KeptAnswer>.Done)done).Value, AssistantTool.Json.GetTypeInfo(typeof(KeptAnswer))),
            stored => (KeptAnswer)JsonSerializer.Deserialize(stored, AssistantTool.Json.GetTypeInfo(typeof(KeptAnswer)))!,
            cancellationToken);
        return result switch
        {
            Result<KeptAnswer>.Done(var kept) when kept.Request == request => kept.Given,
            Result<KeptAnswer>.Done => new ActAnswer(AnswerStatus.Refused, Idempotency.ReusedSentence(T))
            {
                Reasons = [Idempotency.ReusedCode],
            },
            _ => open!,
        };
    }

    private static Caller CallerOf(HttpContext http) =>
        BearerAuthentication.CallerOf(http) ?? throw new InvalidOperationException("Nobody comes here without a token.");

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static MalformedRequestException? Wrong(JsonElement element, string field)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                return element.EnumerateObject().Select(p => Wrong(p.Value, p.Name)).FirstOrDefault(w => w is not null);
            case JsonValueKind.Array:
                return element.EnumerateArray().Select(e => Wrong(e, field)).FirstOrDefault(w => w is not null);
            case JsonValueKind.String:
                var text = element.GetString()!;
                return text.Length > LongestText
                        ? new MalformedRequestException("tooLong", field, t => t["{0}: at most {1} characters.", field, LongestText])
                    : text.Contains('\0', StringComparison.Ordinal)
                        ? new MalformedRequestException("badValue", field, t => t["{0}: this value was not understood.", field])
                    : null;
            default:
                return null;
        }
    }
}
