using System.Globalization;
using System.Reflection;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Portal.Language;
using Microsoft.AspNetCore.Http;

namespace ChatOpportunities.Portal.Api.Http;

/// <summary>What every endpoint asks of a request: who calls, in which language, on which version.</summary>
internal sealed class ApiCall(HttpContext context) : IBindableFromHttpContext<ApiCall>
{
    private PortalTexts? _texts;

    /// <summary>Who calls.</summary>
    public Caller Caller { get; } = BearerAuthentication.CallerOf(context)
        ?? throw new InvalidOperationException("This endpoint is open to strangers; it may not ask who is there.");

    /// <summary>The language of the answer.</summary>
    public PortalTexts Texts => _texts ??= ApiLanguage.Texts(context);

    /// <summary>The version the caller looked at (<c>If-Match</c>); null when any will do.</summary>
    public long? Version => context.Request.Headers.IfMatch.ToString().Trim() switch
    {
        "" or "*" => null,
        ['"', .. var number, '"'] when long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var version) => version,
        _ => -1, // not a tag of ours, so it matches no version
    };

    public static ValueTask<ApiCall?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<ApiCall?>(new ApiCall(context));

    /// <summary>What is said of a query's value that is not understood.</summary>
    public static MalformedRequestException Bad(string name) => new("badValue", name, t => t["This value was not understood."]);

    /// <summary>What came of a use case, as an answer.</summary>
    public ApiAnswer Answer<T>(Result<T> result, Func<T, ApiAnswer> done) => result switch
    {
        Result<T>.Done(var value) => done(value),
        Result<T>.Refused refused => Refused([.. refused.Refusals]),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public ApiAnswer Refused(params IReadOnlyList<Refusal> refusals) => ApiAnswer.Refused(refusals, Texts);

    public ApiAnswer NotFound() => Refused([Refusals.NotFound.With()]);
}
