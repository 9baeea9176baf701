using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatOpportunities.Domain.Audit;

/// <summary>The door an act came through; system is the product itself.</summary>
public enum ActSource
{
    /// <summary>A message or button in the chat.</summary>
    Chat = 0,

    /// <summary>A page of the portal.</summary>
    Portal = 1,

    /// <summary>A call of the REST API.</summary>
    Api = 2,

    /// <summary>The product itself: demo data, first admins, planned work.</summary>
    System = 3,

    /// <summary>An assistant that speaks the Model Context Protocol.</summary>
    Assistant = 4,
}

/// <summary>Who changed what, when and from where; written in the transaction of the change and never changed.</summary>
public sealed class AuditEntry
{
    private AuditEntry()
    {
    }

    public long Id { get; private set; }

    /// <summary>UTC instant.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>Null when the product itself acted, or a program in nobody's name.</summary>
    public long? ById { get; private set; }

    /// <summary>Name at the time of the act.</summary>
    public string ByName { get; private set; } = "";

    public ActSource Source { get; private set; }

    /// <summary>Kind of record: <c>opportunity</c>, <c>sales-cycle</c>, <c>salesperson</c> …</summary>
    public string Subject { get; private set; } = "";

    /// <summary>Code or number of the record.</summary>
    public string SubjectKey { get; private set; } = "";

    /// <summary>English sentence with placeholders, key of its translations.</summary>
    public string Sentence { get; private set; } = "";

    /// <summary>What fills the sentence.</summary>
    public IReadOnlyList<string> Arguments { get; private set; } = [];

    /// <summary>What the act changed, as it is stored; null when that says nothing.</summary>
    public string? Changed { get; private set; }

    /// <summary>What the act changed, field by field; empty for lines from before that was kept.</summary>
    public IReadOnlyList<FieldChange> Changes => FieldChange.Read(Changed);

    /// <summary>Where the message stands in Teams that the line tells of; null for other lines, and when it is not known.</summary>
    public Uri? MessageLink => MessageNote.Sentences.Contains(Sentence) ? MessageNote.LinkOf(Arguments.ElementAtOrDefault(2)) : null;

    /// <summary>
    /// A line of the log; <paramref name="sentence"/> is one of <see cref="AuditSentences"/>, kept in English with its arguments.
    /// </summary>
    public static AuditEntry Of(Caller caller, string subject, string subjectKey, string sentence, params string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return new()
        {
            At = caller.Now,
            ById = caller.PersonId,
            ByName = caller.Name,
            Source = caller.Source,
            Subject = subject,
            SubjectKey = subjectKey,
            Sentence = sentence,
            Arguments = arguments,
        };
    }

    /// <summary>Likewise, of what the product did by itself and for nobody.</summary>
    public static AuditEntry OfProduct(
        DateTimeOffset now, string subject, string subjectKey, string sentence, params string[] arguments) => new()
        {
            At = now,
            ByName = Texts.ProductName,
            Source = ActSource.System,
            Subject = subject,
            SubjectKey = subjectKey,
            Sentence = sentence,
            Arguments = arguments,
        };

    /// <summary>Takes out what its person wrote in free text; which fields those were stays.</summary>
    internal void BlankTexts(string mark) => Changed = FieldChange.Write(
    [
        .. Changes.Select(c => FreeTexts.Contains(c.Field)
            ? c with { From = c.From is null ? null : mark, To = c.To is null ? null : mark } : c),
    ]);

    /// <summary>Fields that hold what somebody wrote in their own words.</summary>
    internal static IReadOnlyList<string> FreeTexts { get; } = ["nextStep", "note", "slipReason", "task"];

    internal void Tell(IReadOnlyCollection<FieldChange> changes) => Changed = FieldChange.Write(changes);

    /// <summary>The sentence in the reader's language.</summary>
    public string Say(Texts texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return texts[Sentence, [.. Arguments]];
    }
}

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.Ignore(a => a.MessageLink);
        builder.Ignore(a => a.Changes);
        builder.Property(a => a.ByName).HasMaxLength(Salesperson.MaxNameLength);
        builder.Property(a => a.Subject).HasMaxLength(30);
        builder.Property(a => a.SubjectKey).HasMaxLength(40);
        builder.Property(a => a.Sentence).HasMaxLength(200);
        builder.PrimitiveCollection(a => a.Arguments);
        builder.HasIndex(a => new { a.Subject, a.SubjectKey, a.Id });
        builder.HasIndex(a => a.At);
    }
}
