using System.Text.Json.Nodes;
using ChatOpportunities.Domain;
using ChatOpportunities.Portal.Api.Http;
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

    /// <summary>What the operations belong to, and what that is.</summary>
    public static TBuilder Tagged<TBuilder>(this TBuilder endpoints, string tag, string meaning)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithTags(tag).WithMetadata(new TagMeaning(tag, meaning));

    /// <summary>What a part of the address is, and one of the demo company.</summary>
    public static TBuilder Place<TBuilder>(this TBuilder endpoints, string name, string description, JsonNode example)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new AddressPart(name, description, example));

    /// <summary>The body; anything but JSON is answered by 415.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder endpoint, T example)
        where T : notnull => endpoint.Accepts<T>(isOptional: true, "application/json").WithMetadata(new BodyExample(example));

    /// <summary>The answer when it is done; refusals are problem details everywhere.</summary>
    public static RouteHandlerBuilder Returns<T>(this RouteHandlerBuilder endpoint, T example, int status = StatusCodes.Status200OK)
        where T : notnull => endpoint.Produces<T>(status, "application/json").WithMetadata(new AnswerExample(status, example));

    /// <summary>The answer is one page of a list.</summary>
    public static RouteHandlerBuilder ReturnsPage<T>(this RouteHandlerBuilder endpoint, T example) =>
        endpoint.Returns(new Page<T>([example]));

    /// <summary>The answer is one item, with its version as <c>ETag</c>.</summary>
    public static RouteHandlerBuilder ReturnsItem<T>(this RouteHandlerBuilder endpoint, T example, int status = StatusCodes.Status200OK)
        where T : notnull => endpoint.Returns(example, status).WithMetadata(VersionedAnswer.Instance);

    /// <summary>
    /// The answer is one item with its version for <c>If-Match</c>, and says something of other records too: it may have changed
    /// though the version stayed.
    /// </summary>
    public static RouteHandlerBuilder ReturnsItemAndOthers<T>(this RouteHandlerBuilder endpoint, T example)
        where T : notnull => endpoint.Returns(example).WithMetadata(VersionedAnswer.WithOthers);

    /// <summary>The rules that may refuse, besides those that hold for every request of this kind.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params IEnumerable<RefusalRule> rules) =>
        endpoint.WithMetadata(new RefusingRules([.. rules]));
}

/// <summary>What operations of a tag have in common.</summary>
internal sealed record TagMeaning(string Tag, string Meaning);

/// <summary>A part of the address.</summary>
internal sealed record AddressPart(string Name, string Description, JsonNode Example);

/// <summary>One of the bodies that are taken. Being of the type itself, it cannot go out of date.</summary>
internal sealed record BodyExample(object Body);

/// <summary>One of the answers of a status.</summary>
internal sealed record AnswerExample(int Status, object Answer);

/// <summary>Rules that may refuse.</summary>
internal sealed record RefusingRules(IReadOnlyList<RefusalRule> Rules);

/// <summary>Marks answers that carry a version.</summary>
/// <param name="TellsOthers">Says something of other records too, so that the version does not tell whether it changed.</param>
internal sealed record VersionedAnswer(bool TellsOthers)
{
    public static readonly VersionedAnswer Instance = new(false);
    public static readonly VersionedAnswer WithOthers = new(true);
}
