using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Audit;

/// <summary>Tells somebody who looked at an older version who changed the record, when and how.</summary>
internal static class StaleVersions
{
    /// <summary>Stand in an opportunity's history and leave its version as it is: nobody's card is old because of them.</summary>
    private static readonly string[] Beside =
    [
        AuditSentences.TaskCompleted, AuditSentences.TaskCancelled, AuditSentences.TaskReopened, AuditSentences.TaskChanged,
        AuditSentences.TaskPostponed, AuditSentences.TaskActUndone, AuditSentences.ReminderPutOff, AuditSentences.NotMine,
        .. MessageNote.Sentences,
    ];

    /// <summary>The refusal that names the last change of the record itself.</summary>
    public static Task<Refusal> WhyStaleAsync(
        this OpportunitiesContext db, string subject, string key, Caller caller, CancellationToken cancellationToken) =>
        db.WhyStaleAsync(subject, key, isItself: true, caller, cancellationToken);

    /// <summary>The refusal that names the last change.</summary>
    /// <param name="db">The data.</param>
    /// <param name="subject">Kind of record.</param>
    /// <param name="key">Its code or number.</param>
    /// <param name="isItself">Whether the record itself is newer, and not only what stands in its history, such as a task.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="own">A line of the caller's own act, which is being taken back: whoever was faster did another act.</param>
    public static async Task<Refusal> WhyStaleAsync(
        this OpportunitiesContext db, string subject, string key, bool isItself, Caller caller, CancellationToken cancellationToken,
        AuditEntry? own = null) =>
        await db.LastChangeAsync(subject, key, isItself, cancellationToken, own) is not { } last
            ? Refusals.StaleWithoutHistory // made by the demo data, and the version is not one we gave
            : Refusals.Stale.With(
                last.ByName, TimeZoneInfo.ConvertTime(last.At, caller.TimeZone), new Translated(last.Sentence, [.. last.Arguments]));

    /// <summary>The last line of a record's history, but for those of the caller's own act; see <c>WhyStaleAsync</c>.</summary>
    public static Task<AuditEntry?> LastChangeAsync(
        this OpportunitiesContext db, string subject, string key, bool isItself, CancellationToken cancellationToken,
        AuditEntry? own = null)
    {
        var lines = db.AuditEntries.AsNoTracking()
            .Where(a => a.Subject == subject && a.SubjectKey == key && !(isItself && Beside.Contains(a.Sentence)));
        if (own is not null)
        {
            // All lines of one act have its instant. Those of its failed save are there, and without a key, only where a save takes no
            // savepoint: with one writer at a time. A server lets in somebody whose act has that instant too, perhaps the same person.
            var (at, by) = (own.At, own.ByName);
            var mine = db.AuditEntries.Local.Where(a => a.At == at && a.ByName == by).Select(a => a.Id).ToList();
            lines = db.Database.AutoSavepointsEnabled
                ? lines.Where(a => !mine.Contains(a.Id))
                : lines.Where(a => a.At != at || a.ByName != by);
        }

        return lines.OrderByDescending(a => a.Id).FirstOrDefaultAsync(cancellationToken);
    }
}
