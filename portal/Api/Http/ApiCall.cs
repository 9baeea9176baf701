using System.Globalization;
using System.Reflection;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.People;
using Microsoft.AspNetCore.Http;

namespace ChatOpportunities.Portal.Api.Http;

/// <summary>What every endpoint asks of a request: who calls, in which language, on which version, and the query's values.</summary>
internal sealed class ApiCall(HttpContext context) : IBindableFromHttpContext<ApiCall>
{
    /// <summary>Longest page of a list.</summary>
    public const int MaxLimit = 100;

    /// <summary>Length of a page when nothing is said.</summary>
    public const int DefaultLimit = 50;

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

    /// <summary>How many items a page is to have.</summary>
    public int Limit => Text("limit") is not { } text ? DefaultLimit
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit ? limit
        : throw Bad("limit");

    /// <summary>The place after which a page begins, as it was written; null for the first page.</summary>
    public string? Cursor => Text("cursor") is not { } text ? null : OpaqueCursor.Read(text) ?? throw Bad("cursor");

    public static ValueTask<ApiCall?> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult<ApiCall?>(new ApiCall(context));

    /// <summary>A value of the query; null when it is left out or blank.</summary>
    public string? Text(string name) => context.Request.Query[name].ToString() is { Length: > 0 } text ? text : null;

    public DateOnly? Date(string name) => Text(name) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
        : throw Bad(name);

    public int? Number(string name) => Text(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw Bad(name);

    /// <summary>One of the choices, in camel case.</summary>
    public T? Choice<T>(string name)
        where T : struct, Enum => Text(name) is not { } text ? null
        : text.All(char.IsAsciiLetter) && Enum.TryParse<T>(text, ignoreCase: true, out var choice) && Enum.IsDefined(choice) ? choice
        : throw Bad(name);

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
