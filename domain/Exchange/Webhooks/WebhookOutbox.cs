using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace ChatOpportunities.Domain.Exchange.Webhooks;

/// <summary>
/// Writes what webhooks are to be told into the save of the act that it tells of, read off the lines of the log and the change tracker: no
/// act has to think of it, and none tells of what was not saved. Without a webhook nothing is looked at.
/// </summary>
internal static class WebhookOutbox
{
    /// <summary>An event is tried for so long before it is given up.</summary>
    public static readonly TimeSpan Tried = TimeSpan.FromHours(24);

    /// <summary>What a line of the log is told as; any other is a change.</summary>
    private static readonly Dictionary<string, WebhookEvents> Sentences = new()
    {
        [AuditSentences.Created] = WebhookEvents.OpportunityCreated,
        [AuditSentences.Deleted] = WebhookEvents.OpportunityDeleted,
        [AuditSentences.Assigned] = WebhookEvents.OpportunityAssigned,
        [AuditSentences.HandOverDeclined] = WebhookEvents.OpportunityAssigned,
        [AuditSentences.AssignmentUndone] = WebhookEvents.OpportunityAssigned,
        [AuditSentences.Won] = WebhookEvents.OpportunityClosed,
        [AuditSentences.Lost] = WebhookEvents.OpportunityClosed,
        [AuditSentences.Reopened] = WebhookEvents.OpportunityReopened,
        [AuditSentences.ClosingUndone] = WebhookEvents.OpportunityReopened,
        [AuditSentences.NoteAdded] = WebhookEvents.NoteAdded,
        [AuditSentences.MessageKept] = WebhookEvents.NoteAdded,
        [AuditSentences.TaskAdded] = WebhookEvents.TaskAdded,
        [AuditSentences.ActivityAssigned] = WebhookEvents.TaskAdded,
        [AuditSentences.Started] = WebhookEvents.OpportunityMoved,
        [AuditSentences.StartUndone] = WebhookEvents.OpportunityMoved,
        [AuditSentences.Moved] = WebhookEvents.OpportunityMoved,
        [AuditSentences.MoveUndone] = WebhookEvents.OpportunityMoved,
        [AuditSentences.QuoteGivenAndMoved] = WebhookEvents.OpportunityMoved,
        [AuditSentences.QuoteAndMoveUndone] = WebhookEvents.OpportunityMoved,
    };

    /// <summary>Called by each save, once versions are bumped and what the acts changed is told in their lines.</summary>
    public static async Task NoteAsync(OpportunitiesContext db, IReadOnlyList<WebhookNote> notes, CancellationToken cancellationToken)
    {
        var lines = db.ChangeTracker.Entries<AuditEntry>()
            .Where(e => e.State == EntityState.Added && e.Entity.Subject == AuditSubjects.Opportunity).Select(e => e.Entity).ToList();
        if ((lines.Count == 0 && notes.Count == 0) || await db.KnownWebhooksAsync(cancellationToken) is not { Count: > 0 } webhooks)
        {
            return;
        }

        await LoadAsync(
            db, [.. lines.Where(l => webhooks.Any(w => w.Events.HasFlag(EventOf(l)))).Select(l => l.SubjectKey)], cancellationToken);
        var entries = db.ChangeTracker.Entries<Entity>().ToList();
        var opportunities = entries.Where(e => e.Entity is Opportunity).ToLookup(e => ((Opportunity)e.Entity).No);
        HashSet<(string, WebhookEvents)> told = [];
        foreach (var line in lines.OrderBy(l => EventOf(l) != WebhookEvents.OpportunityCreated))
        {
            var what = EventOf(line);
            var listeners = webhooks.Where(w => w.Events.HasFlag(what)).ToList();
            if (listeners.Count == 0 || (what == WebhookEvents.OpportunityChanged && !told.Add((line.SubjectKey, what))))
            {
                continue;
            }

            if (opportunities[line.SubjectKey].FirstOrDefault() is not { } tracked)
            {
                continue; // it is gone already
            }

            var data = await DataAsync(db, what, line, tracked, entries, cancellationToken);
            Add(db, listeners, what, line.SubjectKey, line.At, data);
        }

        foreach (var note in notes)
        {
            if (webhooks.Where(w => w.Events.HasFlag(note.Event)).ToList() is { Count: > 0 } listeners)
            {
                var data = note.Data with { Opportunity = await ShapeAsync(db, note.Opportunity, cancellationToken) };
                Add(db, listeners, note.Event, note.Opportunity.No, note.At, data);
            }
        }
    }

    /// <summary>A new delivery.</summary>
    public static WebhookDelivery Delivery(
        long webhookId, WebhookEvents what, string no, DateTimeOffset at, string body, bool waits = true) => new()
        {
            WebhookId = webhookId,
            MessageId = "msg_" + Guid.NewGuid().ToString("N"),
            Event = what,
            OpportunityNo = no,
            At = at,
            Body = body,
            GiveUpAt = at + Tried,
            NextAttemptAt = waits ? at : null,
        };

    /// <summary>Acts on many at once write past the tracker: what they did it to is read together.</summary>
    private static async Task LoadAsync(OpportunitiesContext db, HashSet<string> told, CancellationToken cancellationToken)
    {
        told.ExceptWith(db.ChangeTracker.Entries<Opportunity>().Select(e => e.Entity.No));
        foreach (var some in told.Chunk(500))
        {
            var ids = (await db.Opportunities.Where(o => some.Contains(o.No)).ToListAsync(cancellationToken)).ConvertAll(o => o.Id);
            await db.Entries.Where(e => ids.Contains(e.OpportunityId) && e.Active).Include(e => e.CloseReason).LoadAsync(cancellationToken);
        }
    }

    private static WebhookEvents EventOf(AuditEntry line) => Sentences.GetValueOrDefault(line.Sentence, WebhookEvents.OpportunityChanged);

    private static void Add(
        OpportunitiesContext db, List<KnownWebhook> listeners, WebhookEvents what, string no, DateTimeOffset at, WebhookData data)
    {
        var body = new WebhookBody(WebhookEventNames.Of(what), at.ToUniversalTime(), data).ToJson();
        db.WebhookDeliveries.AddRange(listeners.Select(w => Delivery(w.Id, what, no, at, body)));
    }

    private static async Task<WebhookData> DataAsync(
        OpportunitiesContext db, WebhookEvents what, AuditEntry line, EntityEntry<Entity> tracked, List<EntityEntry<Entity>> entries,
        CancellationToken cancellationToken)
    {
        var opportunity = (Opportunity)tracked.Entity;
        var data = new WebhookData(line.Source)
        {
            Opportunity = await ShapeAsync(db, opportunity, cancellationToken),
            By = line.ByName,
            ByCode = line.ById is { } by ? (await db.FindAsync<Salesperson>([by], cancellationToken))?.Code : null,
            Changes = line.Changes is { Count: > 0 } changes ? [.. changes.Select(c => new WebhookChange(c.Field, c.From, c.To))] : null,
        };
        var now = opportunity.Current;
        switch (what)
        {
            case WebhookEvents.OpportunityMoved or WebhookEvents.OpportunityClosed or WebhookEvents.OpportunityReopened:
                return data with
                {
                    FromStage = await StageAsync(db, FormerOf(opportunity, now, entries), cancellationToken),
                    ToStage = WebhookStage.Of(now),
                };
            case WebhookEvents.OpportunityAssigned:
                var former = (long)tracked.Property(nameof(Opportunity.SalespersonId)).OriginalValue!;
                return data with
                {
                    FromSalespersonCode = (await db.FindAsync<Salesperson>([former], cancellationToken))?.Code,
                    ToSalespersonCode = data.Opportunity!.SalespersonCode,
                };
            case WebhookEvents.NoteAdded:
                return data with { Note = line.Arguments[line.Sentence == AuditSentences.MessageKept ? 1 : 0] };
            case WebhookEvents.TaskAdded:
                return data with { Task = line.Arguments[0] };
            default:
                return data;
        }
    }

    private static async Task<WebhookStage?> StageAsync(
        OpportunitiesContext db, OpportunityEntry? entry, CancellationToken cancellationToken)
    {
        if (entry is { Stage: null, StageId: { } id })
        {
            await db.FindAsync<SalesCycleStage>([id], cancellationToken); // stands in it from now on
        }

        return WebhookStage.Of(entry);
    }

    /// <summary>The entry that was active until this save; null for a first one.</summary>
    private static OpportunityEntry? FormerOf(Opportunity opportunity, OpportunityEntry? now, List<EntityEntry<Entity>> entries) =>
        entries.Select(e => (Entry: e, Of: e.Entity as OpportunityEntry))
            .Where(e => e.Of is { Active: false } && e.Of != now && e.Entry.State is EntityState.Modified
                && (e.Of.OpportunityId == opportunity.Id || e.Of.Opportunity == opportunity)
                && (bool)e.Entry.Property(nameof(OpportunityEntry.Active)).OriginalValue!)
            .Select(e => e.Of).FirstOrDefault();

    /// <summary>What the API shows; what of it is not loaded is read.</summary>
    private static async Task<WebhookOpportunity> ShapeAsync(
        OpportunitiesContext db, Opportunity opportunity, CancellationToken cancellationToken)
    {
        // Not by its navigations alone: one that is being deleted has none, and a former person may still stand in it.
        var contact = opportunity.Contact ?? await db.FindAsync<Contact>([opportunity.ContactId], cancellationToken);
        var salesperson = opportunity.Salesperson is { } known && known.Id == opportunity.SalespersonId
            ? known : await db.FindAsync<Salesperson>([opportunity.SalespersonId], cancellationToken);
        var cycle = opportunity.SalesCycle ?? await db.FindAsync<SalesCycle>([opportunity.SalesCycleId], cancellationToken);
        if (opportunity is { Current: null, Status: not OpportunityStatus.NotStarted })
        {
            var id = opportunity.Id;
            await db.Entries.Where(e => e.OpportunityId == id && e.Active).Include(e => e.CloseReason).LoadAsync(cancellationToken);
        }

        var now = opportunity.Current;
        await StageAsync(db, now, cancellationToken);
        return WebhookOpportunity.Of(opportunity, now, contact!, salesperson!, cycle!);
    }
}

/// <summary>A webhook that is on, as every process remembers it.</summary>
internal sealed record KnownWebhook(long Id, WebhookEvents Events);

/// <summary>Something to tell of that no line of the log says.</summary>
internal sealed record WebhookNote(WebhookEvents Event, Opportunity Opportunity, DateTimeOffset At, WebhookData Data);
