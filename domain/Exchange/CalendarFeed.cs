using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Domain.Exchange;

/// <summary>
/// A person's open tasks, next steps and expected closing days as a calendar that other programs subscribe to, under a secret address of
/// their own. Of the secret only a hash is kept; a new one ends the former.
/// </summary>
public sealed class CalendarFeed(OpportunitiesContext db, AccessPolicy access, IOptions<CompanyOptions> company, TimeProvider clock)
{
    /// <summary>Days back from today that are told.</summary>
    public const int DaysBack = 90;

    /// <summary>Days ahead of today that are told: two years.</summary>
    public const int DaysAhead = 731;

    /// <summary>Most entries that are told, the earliest first.</summary>
    public const int MostEntries = 2000;

    private const int SecretBytes = 32;
    private static readonly Stored<CalendarAddress> Addresses = new("calendar", CalendarJson.Default.CalendarAddress, lifetime: null);

    /// <summary>Since when the caller has an address; null when they have none.</summary>
    public async Task<DateTimeOffset?> SinceAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return (await Addresses.FindAsync(db, new(caller.SalespersonId), cancellationToken))?.Since;
    }

    /// <summary>Gives the caller a new address; the former one opens nothing any more.</summary>
    /// <returns>The secret, known to nobody but the reader of this answer; refused to who is no person.</returns>
    public Task<Result<string>> RenewAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return db.InTransactionAsync<Result<string>>(
            async token =>
            {
                if (caller.Code is not { } code)
                {
                    return Refusals.NotFound;
                }

                var secret = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{caller.SalespersonId}-{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}");
                await Addresses.PutAsync(db, new(caller.SalespersonId), new CalendarAddress(HashOf(secret), caller.Now), token);
                db.AuditEntries.Add(AuditEntry.Of(
                    caller, AuditSubjects.Salesperson, code, AuditSentences.CalendarAddressMade, caller.Name));
                await db.SaveChangesAsync(token);
                return secret;
            },
            cancellationToken);
    }

    /// <summary>Ends the caller's address; without one, nothing happens.</summary>
    public Task<Result<bool>> EndAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return db.InTransactionAsync<Result<bool>>(
            async token =>
            {
                if (caller.Code is not { } code)
                {
                    return Refusals.NotFound;
                }

                if (await Addresses.DeleteAsync(db, new(caller.SalespersonId), token) == 0)
                {
                    return false;
                }

                db.AuditEntries.Add(AuditEntry.Of(
                    caller, AuditSubjects.Salesperson, code, AuditSentences.CalendarAddressEnded, caller.Name));
                await db.SaveChangesAsync(token);
                return true;
            },
            cancellationToken);
    }

    /// <summary>The calendar under a secret, in the language of its person; null when there is none, or its person is blocked.</summary>
    /// <param name="secret">What stands in the address.</param>
    /// <param name="portal">Where the portal is, for links back to it; ends with a slash.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<string?> ReadAsync(string secret, Uri portal, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(secret);
        var dash = secret.IndexOf('-', StringComparison.Ordinal);
        if (dash <= 0 || !long.TryParse(secret.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || await Addresses.FindAsync(db, new(id), cancellationToken) is not { } address
            || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOf(secret)), Encoding.ASCII.GetBytes(address.Hash)))
        {
            return null;
        }

        var person = await db.Salespeople.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && !p.Blocked, cancellationToken);
        if (person is null)
        {
            return null;
        }

        var caller = Caller.For(person, ActSource.System, clock.GetUtcNow());
        var t = new Texts(CultureInfo.GetCultureInfo(person.Language), company.Value.Currency);
        var entries = await EntriesAsync(caller, t, portal, cancellationToken);
        return CalendarText.Write($"{Texts.ProductName} · {person.Name}", entries);
    }

    private async Task<IReadOnlyList<CalendarEntry>> EntriesAsync(
        Caller caller, Texts t, Uri portal, CancellationToken cancellationToken)
    {
        var (first, last) = (caller.Today.AddDays(-DaysBack), caller.Today.AddDays(DaysAhead));
        var visible = db.Opportunities.AsNoTracking().Where(access.MaySee(caller));
        var mine = await visible
            .Where(o => o.SalespersonId == caller.SalespersonId
                && (o.Status == OpportunityStatus.NotStarted || o.Status == OpportunityStatus.InProgress))
            .Select(o => new
            {
                o.No,
                o.Description,
                Contact = o.Contact!.Name,
                o.NextStep,
                o.NextStepDate,
                o.NextSteps,
                o.ChangedAt,
                CloseOn = o.Entries.Where(e => e.Active).Select(e => (DateOnly?)e.EstimatedCloseDate).FirstOrDefault()
                    ?? o.InitialCloseDate,
            })
            .Where(o => (o.NextStepDate >= first && o.NextStepDate <= last) || (o.CloseOn >= first && o.CloseOn <= last))
            .OrderBy(o => o.No).Take(MostEntries).ToListAsync(cancellationToken);
        var tasks = await (
            from task in db.Tasks.AsNoTracking()
            join o in visible on task.OpportunityId equals o.Id
            where task.SalespersonId == caller.SalespersonId && !task.Closed && task.Date >= first && task.Date <= last
            orderby task.Date, task.Id
            select new { task.Id, Task = task.Description, task.Date, o.No, o.Description, Contact = o.Contact!.Name, o.ChangedAt })
            .Take(MostEntries).ToListAsync(cancellationToken);
        Uri PageOf(string no) => new(portal, "opportunities/" + Uri.EscapeDataString(no));
        var told = tasks.Select(x => new CalendarEntry(
            string.Create(CultureInfo.InvariantCulture, $"task-{x.Id}"), x.Date, t["Task: {0} ({1})", x.Task, x.Description],
            $"{x.No}\n{x.Contact}", PageOf(x.No), x.ChangedAt)).ToList();
        foreach (var o in mine)
        {
            if (o.NextStepDate is { } step)
            {
                told.Add(new CalendarEntry(
                    string.Create(CultureInfo.InvariantCulture, $"step-{o.No}-{o.NextSteps}"), step,
                    o.NextStep is null ? t["Next step: {0}", o.Description] : t["Next step: {0} ({1})", o.NextStep, o.Description],
                    $"{o.No}\n{o.Contact}", PageOf(o.No), o.ChangedAt));
            }

            if (o.CloseOn is { } close)
            {
                told.Add(new CalendarEntry(
                    "close-" + o.No, close, t["Expected to close: {0}", o.Description], $"{o.No}\n{o.Contact}", PageOf(o.No), o.ChangedAt));
            }
        }

        return [.. told.Where(e => e.Day >= first && e.Day <= last).OrderBy(e => e.Day).ThenBy(e => e.Id, StringComparer.Ordinal)
            .Take(MostEntries)];
    }

    private static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

/// <summary>What is kept of an address.</summary>
/// <param name="Hash">SHA-256 of the secret, in hexadecimal.</param>
/// <param name="Since">UTC instant at which it was made.</param>
internal sealed record CalendarAddress(string Hash, DateTimeOffset Since);

[JsonSerializable(typeof(CalendarAddress))]
internal sealed partial class CalendarJson : JsonSerializerContext;
