using System.Globalization;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Opportunities;

/// <content>What can be changed about it beside its stage.</content>
public sealed partial class OpportunityActs
{
    /// <summary>Gives or replaces the quote.</summary>
    public Task<Result<Acted>> SetQuoteAsync(
        string no, QuoteRequest quote, long? version, Caller caller, CancellationToken cancellationToken) =>
        ChangeAsync(
            no, version, caller, opportunity => opportunity.SetQuote(quote.Number, quote.Amount, quote.Link, caller),
            (opportunity, _) => (
                AuditSentences.QuoteGiven,
                [opportunity.QuoteNumber ?? "", (opportunity.QuoteAmount ?? 0).ToString(CultureInfo.InvariantCulture)]),
            cancellationToken);

    /// <summary>Sets what comes next and on which day; both blank take it away.</summary>
    public Task<Result<Acted>> SetNextStepAsync(
        string no, string? step, DateOnly? date, long? version, Caller caller, CancellationToken cancellationToken) =>
        ChangeAsync(
            no, version, caller, opportunity => opportunity.SetNextStep(step, date, caller), (opportunity, _) => NextStepOf(opportunity),
            cancellationToken);

    /// <summary>Gives this one a limit of its own on its stages, in working days, or with null the stages' again.</summary>
    public Task<Result<Acted>> SetLimitAsync(
        string no, int? workingDays, long? version, Caller caller, CancellationToken cancellationToken) =>
        ChangeAsync(
            no, version, caller, opportunity => opportunity.SetLimit(workingDays, caller), (opportunity, _) => LimitOf(opportunity),
            cancellationToken);

    /// <summary>
    /// Changes description, priority, contact, source, next step, limit and, before the start, the cycle; what is left out stays.
    /// A new source has its own line in the log, beside the one of what else was changed.
    /// </summary>
    public Task<Result<Acted>> ChangeDetailsAsync(
        string no, ChangeOpportunity change, long? version, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        return db.InTransactionAsync<Result<Acted>>(
            async token =>
            {
                var contactNo = Checks.NormalCode(change.ContactNo);
                var contact = await db.Contacts.Include(c => c.Company).SingleOrDefaultAsync(c => c.No == contactNo, token);
                var cycleCode = Checks.NormalCode(change.SalesCycleCode);
                var cycle = await db.SalesCycles.Include(c => c.Stages).SingleOrDefaultAsync(c => c.Code == cycleCode, token);
                var unknown = Checks.All(
                    change.ContactNo is not null && contact is null
                        ? (contactNo.Length == 0 ? Refusals.ContactRequired : Refusals.ContactUnknown)
                        : null,
                    change.SalesCycleCode is not null && cycle is null
                        ? (cycleCode.Length == 0 ? Refusals.CycleRequired : Refusals.CycleUnknown)
                        : null);
                string? sourceBefore = null;
                return await ChangeAsync<Opportunity>(
                    no,
                    version,
                    caller,
                    opportunity =>
                    {
                        sourceBefore = opportunity.Source;
                        return unknown.Count > 0 ? unknown : Change(opportunity, change, contact, cycle, caller);
                    },
                    (opportunity, _) => change switch
                    {
                        { HasDetails: true } => (AuditSentences.Changed, [opportunity.Description]),
                        { NextStep: not null } or { NextStepDate: not null } => NextStepOf(opportunity),
                        { LimitWorkingDays: not null } => LimitOf(opportunity),
                        { Source: not null } when SourceOf(sourceBefore, opportunity) is { } line => line,
                        _ => (AuditSentences.Changed, [opportunity.Description]),
                    },
                    token,
                    then: (opportunity, _) =>
                    {
                        if (change.HasMoreThanSource && SourceOf(sourceBefore, opportunity) is var (sentence, arguments))
                        {
                            db.AuditEntries.Add(AuditEntry.Of(caller, Subject, opportunity.No, sentence, arguments));
                        }

                        return Task.CompletedTask;
                    });
            },
            cancellationToken);
    }

    /// <summary>
    /// Changes figures and details as one act that can be taken back: value, chances and closing day of what is under way by an update,
    /// of what was not started yet in what it was made with. All that is refused is told at once.
    /// </summary>
    public Task<Result<Acted>> EditAsync(
        string no, EditOpportunity edit, long? version, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(edit);
        return db.InTransactionAsync<Result<Acted>>(
            async token =>
            {
                var contactNo = Checks.NormalCode(edit.Details.ContactNo);
                var contact = edit.Details.ContactNo is null
                    ? null
                    : await db.Contacts.Include(c => c.Company).SingleOrDefaultAsync(c => c.No == contactNo, token);
                if (edit.Details.ContactNo is not null && contact is null)
                {
                    return Refusals.ContactUnknown;
                }

                OpportunityEntry? entry = null;
                var result = await ChangeAsync<Opportunity>(
                    no, version, caller, opportunity => Edit(opportunity, edit, contact, caller, out entry),
                    (opportunity, _) => entry is not null ? (AuditSentences.Updated, [entry.StageDescription])
                        : edit.Details is { HasDetails: false, NextStepDate: not null } ? NextStepOf(opportunity)
                        : (AuditSentences.Changed, [opportunity.Description]),
                    token, isUndoable: true);
                return result is Result<Acted>.Done(var acted) ? acted with { Entry = entry } : result;
            },
            cancellationToken);
    }

    /// <summary>Adds a note to the history of an opportunity, open or closed.</summary>
    /// <param name="no">Number of the opportunity.</param>
    /// <param name="text">What it says; blanks around it go. At most <see cref="MaxNoteLength"/> characters.</param>
    /// <param name="caller">Who says it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Result<Acted>> AddNoteAsync(string no, string? text, Caller caller, CancellationToken cancellationToken)
    {
        var note = Checks.Tidy(text);
        return ChangeAsync<Opportunity>(
            no, null, caller,
            opportunity => note is null ? Refusals.NoteTextRequired
                : Checks.Length(note, MaxNoteLength, "note") is { } tooLong ? tooLong
                : opportunity.Worked(caller),
            (_, _) => (AuditSentences.NoteAdded, [note!]), cancellationToken, isUndoable: true);
    }

    /// <summary>Longest note, in characters.</summary>
    public const int MaxNoteLength = 1000;

    private static Result<Opportunity> Edit(
        Opportunity opportunity, EditOpportunity edit, Contact? contact, Caller caller, out OpportunityEntry? entry)
    {
        entry = null;
        List<Refusal> refusals = [];
        if (edit.Details != new ChangeOpportunity()
            && Change(opportunity, edit.Details, contact, null, caller) is Result<Opportunity>.Refused refused)
        {
            refusals.AddRange(refused.Refusals);
        }

        if (edit.HasFigures && opportunity.Status == OpportunityStatus.NotStarted)
        {
            if (opportunity.SetInitial(edit.EstimatedValue, edit.ChancesOfSuccess, edit.EstimatedCloseDate, caller)
                is Result<Opportunity>.Refused initial)
            {
                refusals.AddRange(initial.Refusals);
            }
        }
        else if (edit.HasFigures)
        {
            switch (opportunity.Move(
                new MoveRequest(
                    MoveAction.Update, EstimatedValue: edit.EstimatedValue, ChancesOfSuccess: edit.ChancesOfSuccess,
                    EstimatedCloseDate: edit.EstimatedCloseDate, SlipReason: edit.SlipReason),
                caller))
            {
                case Result<OpportunityEntry>.Done(var made):
                    entry = made;
                    break;
                case Result<OpportunityEntry>.Refused update:
                    refusals.AddRange(update.Refusals);
                    break;
            }
        }

        return refusals.Count > 0 ? refusals.DistinctBy(r => (r.Code, r.Field)).ToList() : opportunity;
    }

    private static (string Sentence, string[] Arguments) NextStepOf(Opportunity opportunity) => opportunity switch
    {
        { NextStepDate: null } => (AuditSentences.NextStepCleared, []),
        { NextStep: null } => (AuditSentences.NextStepDay, [Iso(opportunity.NextStepDate.Value)]),
        _ => (AuditSentences.NextStepSet, [opportunity.NextStep, Iso(opportunity.NextStepDate.Value)]),
    };

    private static (string Sentence, string[] Arguments) LimitOf(Opportunity opportunity) => opportunity.LimitWorkingDays is { } days
        ? (AuditSentences.LimitSet, [days.ToString(CultureInfo.InvariantCulture)])
        : (AuditSentences.LimitCleared, []);

    /// <summary>What was said of the source before and now; null when it is the same.</summary>
    private static (string Sentence, string[] Arguments)? SourceOf(string? before, Opportunity opportunity) =>
        (before, opportunity.Source) switch
        {
            (null, { } now) => (AuditSentences.SourceSet, [now]),
            ({ } former, null) => (AuditSentences.SourceCleared, [former]),
            ({ } former, { } now) when former != now => (AuditSentences.SourceChanged, [former, now]),
            _ => null,
        };

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>All that is refused is told at once, and then nothing is changed.</summary>
    private static Result<Opportunity> Change(
        Opportunity opportunity, ChangeOpportunity change, Contact? contact, SalesCycle? cycle, Caller caller)
    {
        List<Result<Opportunity>> results =
        [
            opportunity.Change(
                new ChangedOpportunity(
                    change.Description ?? opportunity.Description, change.Priority ?? opportunity.Priority, contact, cycle),
                caller),
        ];
        if (change.NextStep is not null || change.NextStepDate is not null)
        {
            results.Add(opportunity.SetNextStep(
                change.NextStep is { } step ? step.To : opportunity.NextStep,
                change.NextStepDate is { } date ? date.To : opportunity.NextStepDate,
                caller));
        }

        if (change.LimitWorkingDays is { } limit)
        {
            results.Add(opportunity.SetLimit(limit.To, caller));
        }

        if (change.Source is { } source)
        {
            results.Add(opportunity.SetSource(source.To, caller));
        }

        return results.OfType<Result<Opportunity>.Refused>().SelectMany(r => r.Refusals).ToList() is { Count: > 0 } refusals
            ? refusals.DistinctBy(r => (r.Code, r.Field)).ToList()
            : opportunity;
    }
}
