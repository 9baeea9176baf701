using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Portal.Api.Description;
using ChatOpportunities.Portal.Api.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChatOpportunities.Portal.Api.Audit;

/// <summary>The audit log, for managers and admins.</summary>
internal static class AuditEndpoints
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/audit", ListAsync)
        .Tagged("Audit", "Who changed what and when.").ReturnsPage(AuditResource.Example)
        .Refuses(Refusals.Forbidden)
        .Named(
            "listAudit", "Who changed what and when",
            "Newest first; managers and admins. Managers see lines of opportunities only when they see the opportunity.");

    private static async Task<ApiAnswer> ListAsync(
        Query<AuditQuery> query, Query<PageQuery> page, ApiCall call, AuditQueries audit, CancellationToken cancellationToken)
    {
        AuditCursor? after = null;
        if (page.Value.Place() is { } cursor && !AuditCursor.TryParse(cursor, out after))
        {
            throw ApiCall.Bad("cursor");
        }

        return call.Answer(
            await audit.ListAsync(query.Value.ToFilter(), page.Value.Limit, after, call.Caller, cancellationToken),
            found => ApiAnswer.Ok(new Page<AuditResource>(
                [.. found.Entries.Select(e => AuditResource.Of(e, call.Texts))], OpaqueCursor.Write(found.Next?.ToString()))));
    }
}
