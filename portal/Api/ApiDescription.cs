using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatOpportunities.Portal.Api;

/// <summary>What endpoints say of themselves, for the description of the API.</summary>
internal static class ApiDescription
{
    /// <summary>The body; anything but JSON is answered by 415.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder endpoint)
        where T : notnull => endpoint.Accepts<T>(isOptional: true, "application/json");

    /// <summary>The answer when it is done; refusals are problem details everywhere.</summary>
    public static RouteHandlerBuilder Returns<T>(this RouteHandlerBuilder endpoint, int status = StatusCodes.Status200OK) => endpoint
        .Produces<T>(status, "application/json")
        .Produces<ApiProblem>(StatusCodes.Status422UnprocessableEntity, "application/problem+json");
}
