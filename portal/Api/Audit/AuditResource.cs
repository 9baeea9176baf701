using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Portal.Api.Audit;

/// <summary>Who changed what, when and from where, said in the reader's language.</summary>
internal sealed record AuditResource(
    long Id, DateTimeOffset At, string By, ActSource Source, string Subject, string Key, string Description)
{
    public static AuditResource Of(AuditEntry entry, Texts texts) => new(
        entry.Id, entry.At, entry.ByName, entry.Source, entry.Subject, entry.SubjectKey, entry.Say(texts));
}
