using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Exchange;

/// <content>Mapping columns and answering questions, before anything is made.</content>
public sealed partial class ImportActs
{
    /// <summary>Changes what columns are taken as, answers questions, and looks through every line anew; before it is taken in.</summary>
    public async Task<Result<ImportFile>> ChangeAsync(
        string? id, ImportChange change, Texts texts, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);

        // All that lines may name is read before the transaction, in which others would wait for it.
        var records = AccessPolicy.MaySetUp(caller) && await FindAsync(id, caller, cancellationToken) is { } known
            ? await ImportRecords.LoadAsync(db, known.Kind, cancellationToken)
            : null;
        using var alone = OpportunitiesContext.LongWork();
        return await WithFileAsync(
            id,
            async (file, token) =>
            {
                if (records is null)
                {
                    return AccessPolicy.MaySetUp(caller) ? Refusals.NotFound : Refusals.Forbidden;
                }

                if (file.State is not (ImportState.Asking or ImportState.Ready or ImportState.Read))
                {
                    return NotNow(file);
                }

                if (await ApplyAsync(file, change, caller, token) is { } refusal)
                {
                    return refusal;
                }

                var lots = await db.ImportLots.Where(l => l.ImportId == file.Id).OrderBy(l => l.Number).ToListAsync(token);
                var rows = lots.ConvertAll(RowsOf);
                Review(file, [.. rows.SelectMany(r => r)], records, texts, caller);
                for (var i = 0; i < lots.Count; i++)
                {
                    Put(lots[i], rows[i]);
                }

                file.ChangedAt = caller.Now;
                return file;
            },
            cancellationToken);
    }

    /// <summary>Takes on what was said of a file; null when all of it can be.</summary>
    private async Task<Refusal?> ApplyAsync(ImportFile file, ImportChange change, Caller caller, CancellationToken cancellationToken)
    {
        var kept = await Mappings.LoadAsync(db, MappingsKey, cancellationToken) ?? new ImportMappings([]);
        if (change.MappingName is { } name)
        {
            if (kept.All.FirstOrDefault(m => m.Kind == file.Kind && m.Name == name) is not { } mapping)
            {
                return Refusals.UnknownValue.For("mapping");
            }

            file.Columns = [.. file.Columns.Select(c =>
                c with { Field = mapping.Columns.TryGetValue(ImportFields.Folded(c.Heading), out var field) ? Checks.Tidy(field)
                    : c.Field })];
        }

        if (change.Mapping is { } given)
        {
            var known = ImportFields.Of(file.Kind);
            foreach (var (heading, field) in given)
            {
                if (!file.Columns.Any(c => c.Heading == heading) || (Checks.Tidy(field) is { } wanted && !known.Contains(wanted)))
                {
                    return Refusals.UnknownValue.For("mapping");
                }
            }

            file.Columns = [.. file.Columns.Select(c => given.TryGetValue(c.Heading, out var field) ? c with { Field =
                Checks.Tidy(field) } : c)];
        }

        foreach (var answer in change.Answers ?? [])
        {
            if (answer.Code == "column" && answer.Field is { } asked)
            {
                if (!file.Columns.Any(c => c.Heading == answer.Choice))
                {
                    return Refusals.UnknownValue.For("answers");
                }

                file.Columns = [.. file.Columns.Select(c => c.Heading == answer.Choice ? c with { Field = asked } : c)];
                continue;
            }

            var question = file.Questions.FirstOrDefault(q => q.Key == ImportQuestion.KeyOf(answer.Code, answer.Field, answer.Value));
            if (question is null || (answer.Choice is not null && question.Choices.All(c => c.Value != answer.Choice)))
            {
                return Refusals.UnknownValue.For("answers");
            }

            if (answer.Choice is null)
            {
                file.Answers.Remove(question.Key);
            }
            else
            {
                file.Answers[question.Key] = answer.Choice;
            }
        }

        if (file.Columns.Where(c => c.Field is not null).GroupBy(c => c.Field).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            return Refusals.ColumnTwice.With(twice.Key);
        }

        if (change.Options is { } options)
        {
            if (options.DecimalSign is not (null or "." or ",") || (options.DateOrder is { } order && !Enum.IsDefined(order))
                || !Enum.IsDefined(options.Existing) || (options.Encoding is { } encoding && !ImportText.Known.Contains(encoding)))
            {
                return Refusals.UnknownValue.For("options");
            }

            file.Options = options with { DateOrder = options.DateOrder == DateOrder.Unknown ? null : options.DateOrder };
        }

        return change.KeepAs is { } keep ? await KeepAsync(file, keep, kept, cancellationToken) : null;
    }

    private async Task<Refusal?> KeepAsync(ImportFile file, string name, ImportMappings kept, CancellationToken cancellationToken)
    {
        if (Checks.RequiredText(name, 50, "keepAs") is { } wrong)
        {
            return wrong;
        }

        var columns = file.Columns.DistinctBy(c => ImportFields.Folded(c.Heading))
            .ToDictionary(c => ImportFields.Folded(c.Heading), c => c.Field ?? "");
        var mapping = new ImportMapping(Checks.Tidy(name)!, file.Kind, columns);
        var others = kept.All.Where(m => m.Kind != file.Kind || m.Name != mapping.Name).TakeLast(MostMappings - 1);
        await Mappings.PutAsync(db, MappingsKey, new ImportMappings([.. others, mapping]), cancellationToken);
        return null;
    }
}
