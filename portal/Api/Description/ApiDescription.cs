using ChatOpportunities.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatOpportunities.Portal.Api.Description;

/// <summary>What endpoints say of themselves, for the description of the API; <see cref="ApiDocument"/> writes it down.</summary>
internal static class ApiDescription
{
    /// <summary>What no endpoint with figures of an opportunity lets pass.</summary>
    public static readonly RefusalRule[] Figures =
    [
        Refusals.ValueRequired, Refusals.ChancesRequired, Refusals.CloseDateRequired, Refusals.CloseDateBeforeChange, Refusals.BadAmount,
        Refusals.PercentOutOfRange, Refusals.BadDate,
    ];

    /// <summary>Its stable name for programs, what it does in a line, and what else is worth knowing.</summary>
    public static RouteHandlerBuilder Named(this RouteHandlerBuilder endpoint, string operation, string summary, string description) =>
        endpoint.WithName(operation).WithSummary(summary).WithDescription(description);

    /// <summary>The body; anything but JSON is answered by 415.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder endpoint)
        where T : notnull => endpoint.Accepts<T>(isOptional: true, "application/json");

    /// <summary>The answer when it is done; refusals are problem details everywhere.</summary>
    public static RouteHandlerBuilder Returns<T>(this RouteHandlerBuilder endpoint, int status = StatusCodes.Status200OK) => endpoint
        .Produces<T>(status, "application/json");

    /// <summary>The answer is one item, with its version as <c>ETag</c>.</summary>
    public static RouteHandlerBuilder ReturnsItem<T>(this RouteHandlerBuilder endpoint, int status = StatusCodes.Status200OK) =>
        endpoint.Returns<T>(status).WithMetadata(VersionedAnswer.Instance);

    /// <summary>
    /// The answer is one item with its version for <c>If-Match</c>, and says something of other records too: it may have changed
    /// though the version stayed.
    /// </summary>
    public static RouteHandlerBuilder ReturnsItemAndOthers<T>(this RouteHandlerBuilder endpoint) =>
        endpoint.Returns<T>().WithMetadata(VersionedAnswer.WithOthers);

    /// <summary>Values of the query, by name; <see cref="ApiParameters"/> says what they are.</summary>
    public static RouteHandlerBuilder Asks(this RouteHandlerBuilder endpoint, params string[] names) =>
        endpoint.WithMetadata(new AskedParameters(names));

    /// <summary>A list that comes in pages.</summary>
    public static RouteHandlerBuilder Paged(this RouteHandlerBuilder endpoint) => endpoint.Asks("limit", "cursor");

    /// <summary>The rules that may refuse, besides those that hold for every request of this kind.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params IEnumerable<RefusalRule> rules) =>
        endpoint.WithMetadata(new RefusingRules([.. rules]));
}

/// <summary>Names of values of the query.</summary>
internal sealed record AskedParameters(IReadOnlyList<string> Names);

/// <summary>Rules that may refuse.</summary>
internal sealed record RefusingRules(IReadOnlyList<RefusalRule> Rules);

/// <summary>Marks answers that carry a version.</summary>
/// <param name="TellsOthers">Says something of other records too, so that the version does not tell whether it changed.</param>
internal sealed record VersionedAnswer(bool TellsOthers)
{
    public static readonly VersionedAnswer Instance = new(false);
    public static readonly VersionedAnswer WithOthers = new(true);
}
