using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Exchange;

/// <content>Taking back what was made.</content>
public sealed partial class ImportActs
{
    /// <summary>Lets all that an import made be taken back; what was changed since stays and is told of.</summary>
    public Task<Result<ImportFile>> TakeBackAsync(string? id, Caller caller, CancellationToken cancellationToken) =>
        WithFileAsync(
            id,
            async (file, token) =>
            {
                if (!AccessPolicy.MaySetUp(caller))
                {
                    return Refusals.Forbidden;
                }

                if (file.State is ImportState.TakingBack or ImportState.TakenBack)
                {
                    return file;
                }

                if (file.State != ImportState.TakenIn)
                {
                    return NotNow(file);
                }

                await db.ImportLots.Where(l => l.ImportId == file.Id)
                    .ExecuteUpdateAsync(l => l.SetProperty(x => x.Done, 0).SetProperty(x => x.Version, x => x.Version + 1), token);
                (file.State, file.Done, file.Stayed, file.ChangedAt) = (ImportState.TakingBack, 0, 0, caller.Now);
                return file;
            },
            cancellationToken);

    private async Task TakeBackAsync(ImportFile file, ImportRow row, Texts texts, Caller caller, CancellationToken cancellationToken)
    {
        List<ImportMade> stayed = [];
        foreach (var made in row.Made.AsEnumerable().Reverse())
        {
            if (made.IsUpdate)
            {
                stayed.Add(made);
                continue;
            }

            IReadOnlyList<Refusal> refusals = made.Subject switch
            {
                AuditSubjects.Opportunity => Why(
                    await opportunities.TakeBackImportedAsync(made.Key, made.Version, caller, cancellationToken)),
                AuditSubjects.Contact => Why(await contacts.DeleteAsync(made.Key, made.Version, caller, cancellationToken)),
                _ => Why(await people.DeleteAsync(made.Key, made.Version, caller, cancellationToken)),
            };
            if (refusals.Count > 0 && refusals[0].Rule != Refusals.NotFound)
            {
                stayed.Add(made);
            }
        }

        file.Stayed += stayed.Count > 0 ? 1 : 0;
        row.Made = stayed;
        foreach (var made in stayed)
        {
            var refusal = Refusals.ChangedSince.With(made.Key);
            row.Reasons.Add(new(null, refusal.Code, refusal.Say(texts)));
        }
    }

    private static IReadOnlyList<Refusal> Why<T>(Result<T> result) => result is Result<T>.Refused refused ? refused.Refusals : [];
}
