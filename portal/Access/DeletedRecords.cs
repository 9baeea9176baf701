using System.Text.Json.Serialization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Portal.Access;

/// <summary>What an admin deleted in the portal can be brought back for ten minutes, through the same acts that make a new one.</summary>
public sealed class DeletedRecords(
    OpportunitiesContext db, SalesCycleActs cycles, ActivityActs activities, CloseReasonActs reasons, ContactActs contacts,
    PeopleActs people, TimeProvider clock)
{
    private static readonly Stored<DeletedRecord> Records = new("deleted", DeletedJson.Default.DeletedRecord, TimeSpan.FromMinutes(10));

    /// <summary>Keeps what is about to be, or was, deleted; what comes back is the key to <see cref="BringBackAsync"/>.</summary>
    internal async Task<string> KeepAsync(DeletedRecord record, Caller caller, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString("N");
        Records.Add(db, new StoredKey(caller.SalespersonId, id), record, clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        return id;
    }

    /// <summary>
    /// Deletes a stage and keeps it along with which entries of the history named it; the key is null when it was refused, or when those
    /// entries are too many to be kept.
    /// </summary>
    internal async Task<(Result<SalesCycleStage> Result, string? Key)> DeleteStageAsync(
        string code, int number, long? version, Caller caller, CancellationToken cancellationToken)
    {
        string? kept = null;
        var result = await db.InTransactionAsync(
            async token =>
            {
                var stage = (await cycles.FindAsync(code, token))?.Stages.FirstOrDefault(s => s.Number == number);
                var entries = stage is null ? null : await cycles.EntriesOfAsync(code, number, token);
                var deleted = await cycles.DeleteStageAsync(code, number, version, caller, token);
                kept = deleted is Result<SalesCycleStage>.Done && stage is not null && entries is not null
                    ? await KeepAsync(
                        new DeletedRecord(Checks.NormalCode(code)) { Stage = DeletedRecord.Of(stage) with { Entries = entries } }, caller,
                        token)
                    : null;
                return deleted;
            },
            cancellationToken);
        return (result, kept);
    }

    /// <summary>
    /// Merges two contacts and keeps what they were; the key is null when it was refused, or when what was moved is too much to be kept.
    /// </summary>
    internal async Task<(Result<MergedContacts> Result, string? Key)> MergeAsync(
        string no, string? with, IReadOnlyCollection<ContactPart> take, (long? Stays, long? Goes) versions, Caller caller,
        CancellationToken cancellationToken)
    {
        string? kept = null;
        var result = await db.InTransactionAsync(
            async token =>
            {
                var merged = await contacts.MergeAsync(no, with, take, versions, caller, token);
                kept = merged is Result<MergedContacts>.Done { Value: { Moved: not null } done }
                    ? await KeepAsync(new DeletedRecord(done.GoneNo) { Merge = done }, caller, token) : null;
                return merged;
            },
            cancellationToken);
        return (result, kept);
    }

    /// <summary>Makes again what was deleted; only whoever deleted it can, and once.</summary>
    public Task<Result<string>> BringBackAsync(string? id, Caller caller, CancellationToken cancellationToken) =>
        // One act: what cannot be brought back just now stays kept.
        db.InTransactionAsync(token => BringBackOnceAsync(id, caller, token), cancellationToken);

    private async Task<Result<string>> BringBackOnceAsync(string? id, Caller caller, CancellationToken cancellationToken)
    {
        var key = new StoredKey(caller.SalespersonId, id ?? "");
        if (await Records.TakeAsync(db, key, clock.GetUtcNow(), cancellationToken) is not { } record)
        {
            return Refusals.NotFound;
        }

        return record switch
        {
            { Reason: { } form } => Said(
                await reasons.SaveAsync(record.Code, form, isNew: true, null, caller, cancellationToken), r => r.Description),
            { Activity: { } form } => Said(
                await activities.SaveAsync(record.Code, form, isNew: true, null, caller, cancellationToken), a => a.Description),
            { Contact: { } form } => Said(await contacts.CreateAsync(record.Code, form, caller, cancellationToken), c => c.Name),
            { Merge: { } merged } => Said(await contacts.UndoMergeAsync(merged, caller, cancellationToken), c => c.Name),
            { Person: { } form } => Said(
                await people.SaveAsync(record.Code, form, isNew: true, null, caller, cancellationToken), p => p.Name),
            { Team: { } form } => Said(
                await people.SaveTeamAsync(record.Code, form.Name, form.ManagerCode, isNew: true, null, caller, cancellationToken),
                t => t.Name),
            { Stage: { } stage } => Said(
                await cycles.BringBackStageAsync(record.Code, stage.Number, stage.Form, stage.Entries ?? [], caller, cancellationToken),
                s => s.Description),
            { Cycle: { } form } => await CycleAsync(record.Code, form, caller, cancellationToken),
            _ => Refusals.NotFound,
        };
    }

    private async Task<Result<string>> CycleAsync(string code, DeletedCycle form, Caller caller, CancellationToken cancellationToken) =>
        await db.InTransactionAsync<Result<string>>(
            async token =>
            {
                var made = Said(
                    await cycles.CreateAsync(code, form.Description, form.Method, form.Blocked, caller, token), c => c.Description);
                foreach (var stage in form.Stages.TakeWhile(_ => made is Result<string>.Done))
                {
                    if (await cycles.AddStageAsync(code, stage.Number, null, stage.Form, null, caller, token)
                        is Result<SalesCycleStage>.Refused refused)
                    {
                        made = refused.Refusals.ToList();
                    }
                }

                return made;
            },
            cancellationToken);

    private static Result<string> Said<T>(Result<T> result, Func<T, string> name) => result switch
    {
        Result<T>.Done(var made) => name(made),
        Result<T>.Refused refused => refused.Refusals.ToList(),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>One deleted record, in the words in which it can be made again; one of the forms is there.</summary>
internal sealed record DeletedRecord(string Code)
{
    public CloseReasonForm? Reason { get; init; }

    public ActivityForm? Activity { get; init; }

    public ContactForm? Contact { get; init; }

    public MergedContacts? Merge { get; init; }

    public PersonForm? Person { get; init; }

    public DeletedTeam? Team { get; init; }

    public DeletedStage? Stage { get; init; }

    public DeletedCycle? Cycle { get; init; }

    public static DeletedStage Of(SalesCycleStage stage) => new(stage.Number, new StageForm(
        stage.Description, stage.CompletedPercent, stage.ChancesOfSuccessPercent, stage.Activity?.Code, stage.QuoteRequired,
        stage.AllowSkip, stage.DateFormula, stage.LimitWorkingDays));
}

internal sealed record DeletedTeam(string Name, string? ManagerCode);

internal sealed record DeletedStage(int Number, StageForm Form, IReadOnlyList<long>? Entries = null);

internal sealed record DeletedCycle(string Description, ProbabilityMethod Method, bool Blocked, IReadOnlyList<DeletedStage> Stages);

[JsonSerializable(typeof(DeletedRecord))]
internal sealed partial class DeletedJson : JsonSerializerContext;
