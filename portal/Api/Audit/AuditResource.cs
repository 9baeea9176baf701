using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Portal.Api.Description;

namespace ChatOpportunities.Portal.Api.Audit;

/// <summary>One line of the audit log.</summary>
/// <param name="Id">Its key; never changes.</param>
/// <param name="At">When it was done.</param>
/// <param name="By">Name of who did it, at that time.</param>
/// <param name="Source">Where it was done.</param>
/// <param name="Subject">Kind of record.</param>
/// <param name="Key">Code or number of the record.</param>
/// <param name="Description">What was done, in a sentence.</param>
internal sealed record AuditResource(
    long Id, DateTimeOffset At, string By, ActSource Source, string Subject, string Key, string Description)
{
    public static AuditResource Example => new(
        77, ExampleTime.Instant, "Anna Keller", ActSource.Chat, AuditSubjects.Opportunity, "OPP-00017", "Moved to Qualification.");

    public static AuditResource Of(AuditEntry entry, Texts texts) => new(
        entry.Id, entry.At, entry.ByName, entry.Source, entry.Subject, entry.SubjectKey, entry.Say(texts));
}

/// <summary>Which lines of the log are asked for.</summary>
/// <param name="Subject">Only lines about records of this kind.</param>
/// <param name="Key">Only lines about the record with this code or number.</param>
/// <param name="Person">Only what the person with this code did.</param>
/// <param name="From">Only lines of this day or later, in the caller's time zone.</param>
/// <param name="To">Only lines of this day or earlier, in the caller's time zone.</param>
internal sealed record AuditQuery(
    [property: KnownValues(typeof(AuditSubjects), nameof(AuditSubjects.All))] string? Subject = null, string? Key = null,
    string? Person = null, DateOnly? From = null, DateOnly? To = null)
{
    public AuditFilter ToFilter() => new(Subject, Key, Person, From, To);
}
