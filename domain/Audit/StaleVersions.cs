using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Audit;

/// <summary>Tells somebody who looked at an older version who changed the record, when and how.</summary>
internal static class StaleVersions
{
    public static async Task<Refusal> WhyStaleAsync(
        this OpportunitiesContext db, string subject, string key, Caller caller, CancellationToken cancellationToken)
    {
        var last = await db.AuditEntries.AsNoTracking().Where(a => a.Subject == subject && a.SubjectKey == key)
            .OrderByDescending(a => a.Id).FirstOrDefaultAsync(cancellationToken);
        return last is null // made by the demo data, and the version is not one we gave
            ? Refusals.StaleWithoutHistory
            : Refusals.Stale.With(
                last.ByName, TimeZoneInfo.ConvertTime(last.At, caller.TimeZone), new Translated(last.Sentence, [.. last.Arguments]));
    }
}
