using ChatOpportunities.Domain.Opportunities;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChatOpportunities.Portal.Api;

/// <summary>Opportunities: reading, making, changing, and the acts of their life.</summary>
internal static class OpportunityEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/opportunities").WithTags("Opportunities");
        group.MapGet("/{no}", FindAsync).WithSummary("One opportunity.").Produces<OpportunityResource>();
    }

    private static async Task<ApiAnswer> FindAsync(string no, ApiCall call, OpportunityQueries opportunities, CancellationToken cancellationToken) =>
        await opportunities.FindAsync(no, call.Caller, cancellationToken) is { } view
            ? ApiAnswer.Ok(OpportunityResource.Of(view.Opportunity), view.Opportunity.Version)
            : call.NotFound();
}
