using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>
/// What can be done with opportunities; chat, portal and API call these. Each act is one transaction with its history and reminders.
/// </summary>
public sealed partial class OpportunityActs(
    OpportunitiesContext db, KnownSetup setup, AccessPolicy access, ReminderPlanner reminders, WinsChannels wins,
    IOptions<CompanyOptions> company)
{
    internal const string Subject = "opportunity";

    private async Task<IReadOnlyList<(string No, Result<Acted> Result)>> EachAsync(
        IReadOnlyList<Marked> marked, Func<Marked, Task<Result<Acted>>> act)
    {
        ArgumentNullException.ThrowIfNull(marked);
        List<(string, Result<Acted>)> results = [];
        foreach (var one in marked)
        {
            results.Add((one.No, await act(one)));
            if (db.Database.CurrentTransaction is null)
            {
                db.ChangeTracker.Clear();
            }
        }

        return results;
    }

    /// <summary>
    /// Finds it among what the caller may change, checks the version, acts, saves; a lost race is told like a stale version.
    /// </summary>
    private Task<Result<Acted>> ChangeAsync<T>(
        string no,
        long? version,
        Caller caller,
        Func<Opportunity, Result<T>> act,
        Func<Opportunity, T, (string Sentence, string[] Arguments)> history,
        CancellationToken cancellationToken,
        bool isUndoable = false,
        Func<Opportunity, CancellationToken, Task>? then = null)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return db.InTransactionAsync<Result<Acted>>(
            async token =>
            {
                using var watch = isUndoable ? new UndoWatch(db) : null;
                var key = Checks.NormalCode(no);
                var opportunity = await db.FindWithItsStateAsync(
                    db.Opportunities.Where(AccessPolicy.MayChange(caller)).Where(o => o.No == key), setup, token);
                if (opportunity is null)
                {
                    return await db.Opportunities.Where(access.MaySee(caller)).AnyAsync(o => o.No == key, token)
                        ? Refusals.Forbidden
                        : Refusals.NotFound;
                }

                if (await db.WhyNotThisAsync(Subject, key, opportunity, isNew: false, version, caller, token) is { } stale)
                {
                    return stale;
                }

                var before = opportunity.Current;
                switch (act(opportunity))
                {
                    case Result<T>.Refused refused:
                        return new Result<Acted>.Refused(refused.Refusals);
                    case Result<T>.Done(var value):
                        var (sentence, arguments) = history(opportunity, value);
                        await (then?.Invoke(opportunity, token) ?? Task.CompletedTask);
                        if (await SaveAsync(opportunity, caller, sentence, arguments, token) is { } refusal)
                        {
                            return refusal;
                        }

                        if (watch is not null)
                        {
                            await watch.KeepAsync(opportunity, sentence, arguments, before, caller, token);
                        }

                        return new Acted(opportunity, value as OpportunityEntry);
                    default:
                        throw new System.Diagnostics.UnreachableException();
                }
            },
            cancellationToken);
    }

    private Task<Refusal?> SaveAsync(
        Opportunity opportunity, Caller caller, string sentence, string[] arguments, CancellationToken cancellationToken)
    {
        if (db.Entry(opportunity).State != EntityState.Added)
        {
            db.Entry(opportunity).Property(o => o.ChangedAt).IsModified = true; // two acts in one instant are two versions
        }

        return db.SaveActAsync(
            AuditEntry.Of(caller, Subject, opportunity.No, sentence, arguments),
            caller,
            token => db.WhyNotSavedAsync(opportunity, Refusals.StageGone, caller, token),
            cancellationToken,
            then: token => reminders.ReplanAsync(opportunity, caller, token));
    }

    private async Task<Salesperson?> FindSalespersonAsync(string? code, Caller caller, CancellationToken cancellationToken)
    {
        var normal = Checks.NormalCode(code);
        return code is null
            ? await db.Salespeople.Include(p => p.Team).SingleOrDefaultAsync(p => p.Id == caller.SalespersonId, cancellationToken)
            : await db.Salespeople.Include(p => p.Team).SingleOrDefaultAsync(p => p.Code == normal, cancellationToken);
    }
}

/// <summary>What came of an act: the opportunity as it stands now, and the entry of the history it made, if any.</summary>
public sealed record Acted(Opportunity Opportunity, OpportunityEntry? Entry);

/// <summary>One of several to act on: its number and the version the caller looked at; null accepts any.</summary>
public sealed record Marked(string No, long? Version = null);

/// <summary>A new opportunity in the words of the doors: records by code or number.</summary>
/// <param name="Description">What it is about, at most 100 characters.</param>
/// <param name="ContactNo">The contact.</param>
/// <param name="NewContactName">Name of a contact to be made along with it, when there is no number.</param>
/// <param name="SalespersonCode">Left out: the caller.</param>
/// <param name="SalesCycleCode">Left out: the default cycle.</param>
/// <param name="CreationDate">Left out: today.</param>
/// <param name="Priority">Normal unless said.</param>
/// <param name="StartNow">Whether the first stage is entered at once; left out, it is in the chat only.</param>
/// <param name="DateOfChange">The day it starts; left out: the creation date.</param>
/// <param name="EstimatedValue">Company currency.</param>
/// <param name="ChancesOfSuccess">0–100; left out at a start: the first stage's.</param>
/// <param name="EstimatedCloseDate">Left out at a start: by the first stage's date formula.</param>
/// <param name="Source">Where it came from, at most 50 characters.</param>
public sealed record CreateOpportunity(
    string? Description,
    string? ContactNo = null,
    string? NewContactName = null,
    string? SalespersonCode = null,
    string? SalesCycleCode = null,
    DateOnly? CreationDate = null,
    Priority Priority = Priority.Normal,
    bool? StartNow = null,
    DateOnly? DateOfChange = null,
    decimal? EstimatedValue = null,
    decimal? ChancesOfSuccess = null,
    DateOnly? EstimatedCloseDate = null,
    string? Source = null);

/// <summary>What is to be changed; null leaves it as it is.</summary>
public sealed record ChangeOpportunity(
    string? Description = null, Priority? Priority = null, string? ContactNo = null, string? SalesCycleCode = null,
    Change<string?>? NextStep = null, Change<DateOnly?>? NextStepDate = null, Change<int?>? LimitWorkingDays = null,
    Change<string?>? Source = null)
{
    internal bool HasDetails => Description is not null || Priority is not null || ContactNo is not null || SalesCycleCode is not null;

    internal bool HasMoreThanSource => HasDetails || NextStep is not null || NextStepDate is not null || LimitWorkingDays is not null;
}

/// <summary>Several changes as one act; what is null stays.</summary>
/// <param name="Details">What is not part of the history.</param>
/// <param name="EstimatedValue">Company currency.</param>
/// <param name="ChancesOfSuccess">0–100.</param>
/// <param name="EstimatedCloseDate">The new closing day.</param>
/// <param name="SlipReason">Why it moves, where that must be told.</param>
public sealed record EditOpportunity(
    ChangeOpportunity Details, decimal? EstimatedValue = null, decimal? ChancesOfSuccess = null, DateOnly? EstimatedCloseDate = null,
    string? SlipReason = null)
{
    internal bool HasFigures => EstimatedValue is not null || ChancesOfSuccess is not null || EstimatedCloseDate is not null;
}

/// <summary>A new value where null is one too.</summary>
public readonly record struct Change<T>(T To);

/// <summary>A quote: its number, its amount in company currency, and where it can be seen.</summary>
public sealed record QuoteRequest(string? Number, decimal? Amount, string? Link = null);

/// <summary>An ending in the words of the doors; see <see cref="CloseRequest"/>. When won, the team's channel may be told.</summary>
public sealed record CloseOpportunity(
    Outcome? Outcome, string? ReasonCode, DateOnly? ClosingDate = null, decimal? Amount = null, string? Note = null,
    bool CancelOpenTasks = true, bool TellChannel = false);
