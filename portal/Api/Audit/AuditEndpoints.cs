using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Portal.Api.Description;
using ChatOpportunities.Portal.Api.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChatOpportunities.Portal.Api.Audit;

/// <summary>The audit log, for managers and admins.</summary>
internal static class AuditEndpoints
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/audit", ListAsync).WithTags("Audit").Returns<Page<AuditResource>>()
        .Asks("subject", "key", "person", "from", "to").Paged().Refuses(Refusals.Forbidden)
        .Named("listAudit", "Who changed what and when", "Newest first; managers and admins. Managers see lines of opportunities only when they see the opportunity.");

    private static async Task<ApiAnswer> ListAsync(ApiCall call, AuditQueries audit, CancellationToken cancellationToken)
    {
        AuditCursor? after = null;
        if (call.Cursor is { } cursor && !AuditCursor.TryParse(cursor, out after))
        {
            throw ApiCall.Bad("cursor");
        }

        var filter = new AuditFilter(call.Text("subject"), call.Text("key"), call.Text("person"), call.Date("from"), call.Date("to"));
        return call.Answer(
            await audit.ListAsync(filter, call.Limit, after, call.Caller, cancellationToken),
            page => ApiAnswer.Ok(new Page<AuditResource>(
                [.. page.Entries.Select(e => AuditResource.Of(e, call.Texts))], OpaqueCursor.Write(page.Next?.ToString()))));
    }
}
