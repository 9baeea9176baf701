using ChatOpportunities.Domain;
using ChatOpportunities.Portal.Language;
using Microsoft.AspNetCore.Http;

namespace ChatOpportunities.Portal.Api.Http;

/// <summary>Why nothing was done: problem details (RFC 9457) with a stable code.</summary>
/// <param name="Type">Names the problem by its code, as a URN.</param>
/// <param name="Title">What sort of problem it is, in a few words.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="Detail">What is wrong, in a sentence.</param>
/// <param name="Code">Stable name for programs.</param>
/// <param name="Errors">By field: every sentence about it.</param>
internal sealed record ApiProblem(
    string Type, string Title, int Status, string Detail, string Code, IReadOnlyDictionary<string, IReadOnlyList<string>> Errors)
{
    public static ApiProblem Of(int status, string code, string detail, string? field, PortalTexts t) => new(
        TypeOf(code), Titled(status, t), status, detail, code,
        field is null
            ? new Dictionary<string, IReadOnlyList<string>>()
            : new Dictionary<string, IReadOnlyList<string>> { [field] = [detail] });

    /// <summary>The first refusal gives status and code; each stands beside its field.</summary>
    public static ApiProblem Of(IReadOnlyList<Refusal> refusals, PortalTexts t)
    {
        var status = StatusOf(refusals[0].Rule);
        return new ApiProblem(
            TypeOf(refusals[0].Code), Titled(status, t), status, refusals[0].Say(t), refusals[0].Code,
            refusals.Where(r => r.Field is not null).GroupBy(r => r.Field!)
                .ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g.Select(r => r.Say(t))]));
    }

    /// <summary>What a bare status means.</summary>
    public static ApiProblem Of(int status, PortalTexts t) => status switch
    {
        StatusCodes.Status401Unauthorized => Of(status, "unauthorized", t["Send a bearer token that is known and not revoked."], null, t),
        StatusCodes.Status403Forbidden => Of([Refusals.Forbidden.With()], t),
        StatusCodes.Status404NotFound => Of([Refusals.NotFound.With()], t),
        StatusCodes.Status405MethodNotAllowed => Of(
            status, "methodNotAllowed", t["The address does not take this kind of request."], null, t),
        StatusCodes.Status413PayloadTooLarge => Of(status, "tooLarge", t["What was sent is too large: at most 1 MiB."], null, t),
        StatusCodes.Status415UnsupportedMediaType => Of(
            status, "unsupportedMediaType", t["Send JSON, with the content type application/json."], null, t),
        StatusCodes.Status429TooManyRequests => Of(
            status, "tooManyRequests", t["Too many requests; wait as long as Retry-After says."], null, t),
        >= 500 => Of(status, "failed", t["Something failed on our side. Nothing was changed."], null, t),
        _ => Of(status, "badRequest", t["The request could not be understood."], null, t),
    };

    /// <summary>The status by which a rule's refusal is answered.</summary>
    public static int StatusOf(RefusalRule rule) => rule.Kind switch
    {
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.Stale => StatusCodes.Status412PreconditionFailed,
        RefusalKind.State => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    private static string TypeOf(string code) => "urn:chat-opportunities:problem:" + code;

    /// <summary>What sort of problem a status is.</summary>
    public static string Titled(int status, PortalTexts t) => status switch
    {
        StatusCodes.Status401Unauthorized => t["Not signed in"],
        StatusCodes.Status403Forbidden => t["Not for you"],
        StatusCodes.Status404NotFound => t["Nothing here"],
        StatusCodes.Status409Conflict => t["Not possible at present"],
        StatusCodes.Status412PreconditionFailed => t["Changed meanwhile"],
        StatusCodes.Status422UnprocessableEntity => t["Refused by a rule"],
        StatusCodes.Status429TooManyRequests => t["Too many requests"],
        >= 500 => t["Something went wrong"],
        _ => t["Not understood"],
    };
}

/// <summary>A request that cannot be understood, so that no use case is asked.</summary>
/// <param name="code">Stable name for programs.</param>
/// <param name="field">The field or query parameter it is about.</param>
/// <param name="say">The sentence, in the reader's language.</param>
internal sealed class MalformedRequestException(string code, string? field, Func<PortalTexts, string> say) : Exception
{
    public ApiProblem In(PortalTexts t) => ApiProblem.Of(StatusCodes.Status400BadRequest, code, say(t), field, t);
}
