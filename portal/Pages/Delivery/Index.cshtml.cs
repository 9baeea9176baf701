using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Delivery;
using ChatOpportunities.Domain.Reminders;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Portal.Pages.Delivery;

/// <summary>What the bot could not say, and why: answers that did not arrive, reminders given up, reminders that wait.</summary>
public sealed class IndexModel(OpportunitiesContext db) : PortalPage
{
    private const int Most = 200;

    public IReadOnlyList<AnswerRow> Answers { get; private set; } = [];

    public IReadOnlyList<ReminderRow> Failed { get; private set; } = [];

    public IReadOnlyList<ReminderRow> Waiting { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var answers = await Undelivered.ListAsync(db, Most, cancellationToken);
        var ids = answers.Select(a => Guid.TryParse(a.EntraObjectId, out var id) ? (Guid?)id : null).Where(id => id is not null).Distinct().ToList();
        var names = await db.Salespeople.AsNoTracking().Where(p => ids.Contains(p.EntraObjectId))
            .ToDictionaryAsync(p => p.EntraObjectId!.Value, p => p.Name, cancellationToken);
        Answers = [.. answers.Select(a => new AnswerRow(
            a.At, Guid.TryParse(a.EntraObjectId, out var id) ? names.GetValueOrDefault(id) : null, a.Messages, Why(a.Why)))];

        var reminders = db.Reminders.AsNoTracking().Where(r => r.LastError != null && r.OpportunityId != null); // Monday briefs stand under Reminders
        Failed = await RowsAsync(reminders.Where(r => r.State == ReminderState.Failed), cancellationToken);
        Waiting = await RowsAsync(reminders.Where(r => r.State == ReminderState.Pending || r.State == ReminderState.Sending), cancellationToken);
    }

    private async Task<IReadOnlyList<ReminderRow>> RowsAsync(IQueryable<Reminder> reminders, CancellationToken cancellationToken)
    {
        var rows = await reminders.OrderByDescending(r => r.DueAt).ThenByDescending(r => r.Id).Take(Most)
            .Select(r => new { r.Kind, r.DueAt, r.NextAttemptAt, r.Attempts, r.LastError, Person = r.Salesperson!.Name, r.Opportunity!.No }).ToListAsync(cancellationToken);
        return [.. rows.Select(r => new ReminderRow(r.Kind, r.Person, r.No, r.DueAt, r.NextAttemptAt, r.Attempts, Why(r.LastError!)))];
    }

    /// <summary>What the channel said, in the reader's words; a code nobody has words for stands as it is.</summary>
    private string Why(string reason)
    {
        var (kind, code) = reason.Split(": ", 2) is [var first, var second] ? (first, second) : (reason, "");
        return (kind, code) switch
        {
            ("no chat with this person yet", _) => T["They have no chat with the bot yet."],
            ("Uninstalled", _) or (_, "BotNotInConversationRoster" or "ForbiddenOperationException") => T["The app is not installed for them."],
            (_, "BotDisabledByAdmin") or ("BotDisabledByAdmin", _) => T["An administrator of Teams has blocked the app."],
            ("Blocked" or "ConversationBlockedByUser" or "MessageWritesBlocked", _) => T["They have blocked the bot."],
            ("NotFound", _) => T["Their chat with the bot is gone."],
            ("Throttled", _) => T["Teams asked to wait: too many messages at once."],
            (_, "NoToken") => T["The bot could not prove itself to Teams: check Bot:Credential."],
            ("Transient" or "TaskCanceledException", _) => T["Teams could not be reached ({0}).", code.Length > 0 ? code : kind],
            ("person blocked", _) => T["The person is blocked."],
            ("opportunity closed", _) => T["The opportunity is closed."],
            ("opportunity given to somebody else", _) => T["The opportunity was given to somebody else."],
            _ => T["Teams refused the message ({0}).", reason],
        };
    }

    /// <summary>Answers of one turn that did not arrive.</summary>
    public sealed record AnswerRow(DateTimeOffset At, string? Person, int Messages, string Why);

    /// <summary>A reminder that did not arrive.</summary>
    public sealed record ReminderRow(
        ReminderKind Kind, string Person, string Opportunity, DateTimeOffset DueAt, DateTimeOffset? NextAttemptAt, int Attempts, string Why);
}
