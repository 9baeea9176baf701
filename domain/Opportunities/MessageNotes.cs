using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>
/// A message somebody wrote in Teams, as it is kept with an opportunity: by the word of whoever passes it on. All of it comes from their
/// client. The channel tells who is a member of a conversation, but not what they wrote, so a name that is true would only make any text
/// beside it look true as well.
/// </summary>
/// <param name="Sender">Who wrote it, as told.</param>
/// <param name="Text">What it says, without markup; its beginning when it is long.</param>
/// <param name="Link">Where it stands in Teams; null when that is not known.</param>
public sealed record MessageNote(string Sender, string Text, string? Link)
{
    /// <summary>Characters that are kept.</summary>
    public const int MaxTextLength = 500;

    /// <summary>A longer link is not kept.</summary>
    public const int MaxLinkLength = 1000;

    /// <summary>The lines of the history that tell of messages: sender, text, link and who passed it on.</summary>
    internal static readonly string[] Sentences = [AuditSentences.MessageKept, AuditSentences.MessageKeptBefore];

    /// <summary>Teams in its clouds: a link to anything else is not one to a message.</summary>
    private static readonly string[] Hosts =
    [
        "teams.microsoft.com", "teams.cloud.microsoft", "teams.live.com", "gov.teams.microsoft.us", "dod.teams.microsoft.us",
        "teams.microsoftonline.cn",
    ];

    /// <summary>The note as far as it can be kept; null without a text.</summary>
    public static MessageNote? Of(string sender, string? text, string? link)
    {
        ArgumentNullException.ThrowIfNull(sender);
        return Checks.Tidy(text) is { } said
            ? new MessageNote(
                Cut(Checks.Tidy(sender) ?? "?", Salesperson.MaxNameLength), Cut(said, MaxTextLength), LinkOf(link)?.AbsoluteUri)
            : null;
    }

    /// <summary>The link, when it leads to a message in Teams.</summary>
    internal static Uri? LinkOf(string? link) =>
        link is { Length: <= MaxLinkLength } && Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps
            && Hosts.Contains(uri.Host, StringComparer.OrdinalIgnoreCase) && uri.IsDefaultPort && uri.UserInfo.Length == 0
            ? uri
            : null;

    private static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1)] + "…";
}

/// <summary>
/// Keeps messages in the history of opportunities: whoever reads it sees who wrote what and who says so, and finds the message.
/// </summary>
public sealed class MessageNotes(OpportunitiesContext db, AccessPolicy access)
{
    /// <summary>Keeps a message with an opportunity the caller may change. It changes nothing else of it.</summary>
    public Task<Result<string>> KeepAsync(string no, MessageNote note, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(note);
        ArgumentNullException.ThrowIfNull(caller);
        return db.InTransactionAsync<Result<string>>(
            async token =>
            {
                var key = Checks.NormalCode(no);
                if (!await db.Opportunities.Where(AccessPolicy.MayChange(caller)).AnyAsync(o => o.No == key, token))
                {
                    return await db.Opportunities.Where(access.MaySee(caller)).AnyAsync(o => o.No == key, token)
                        ? Refusals.Forbidden
                        : Refusals.NotFound;
                }

                db.AuditEntries.Add(AuditEntry.Of(
                    caller, OpportunityActs.Subject, key, AuditSentences.MessageKept,
                    note.Sender, note.Text, note.Link ?? "", caller.Name));
                await db.SaveChangesAsync(token);
                return key;
            },
            cancellationToken);
    }

    /// <summary>The messages kept with an opportunity that the caller may see, newest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> OfAsync(string no, int most, Caller caller, CancellationToken cancellationToken)
    {
        var visible = db.Opportunities.Where(access.MaySee(caller)).Where(o => o.No == no);
        return await db.AuditEntries.AsNoTracking()
            .Where(a => a.Subject == OpportunityActs.Subject && a.SubjectKey == no && MessageNote.Sentences.Contains(a.Sentence))
            .Where(a => visible.Any())
            .OrderByDescending(a => a.Id).Take(most).ToListAsync(cancellationToken);
    }

    /// <summary>
    /// The open opportunity to which a message most likely belongs, among those the caller may change: one that it names by number,
    /// one that says much the same, or the newest of the contact or its company.
    /// </summary>
    /// <param name="numbers">Numbers named in the message.</param>
    /// <param name="similar">Number of one with much the same title, if there is one.</param>
    /// <param name="contactNo">Whom the message is about, if known.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<SimilarOpportunity?> LikelyAsync(
        IReadOnlyList<string> numbers, string? similar, string? contactNo, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        ArgumentNullException.ThrowIfNull(caller);
        List<string> named = [.. numbers.Select(Checks.NormalCode)];
        var (same, contact) = (Checks.NormalCode(similar), Checks.NormalCode(contactNo));
        var firm = await db.Contacts.AsNoTracking().Where(c => c.No == contact).Select(c => c.CompanyId ?? c.Id)
            .SingleOrDefaultAsync(cancellationToken);
        return await db.Opportunities.AsNoTracking().Where(AccessPolicy.MayChange(caller))
            .Where(o => o.Status == OpportunityStatus.NotStarted || o.Status == OpportunityStatus.InProgress)
            .Where(o => named.Contains(o.No) || o.No == same
                || db.Contacts.Where(c => c.Id == firm || c.CompanyId == firm).Select(c => c.Id).Contains(o.ContactId))
            .OrderByDescending(o => named.Contains(o.No)).ThenByDescending(o => o.No == same).ThenByDescending(o => o.Id)
            .Select(o => new SimilarOpportunity(o.No, o.Description, o.Salesperson!.Name)).FirstOrDefaultAsync(cancellationToken);
    }
}
