using System.Globalization;
using System.Text;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Exchange.Company;

/// <summary>
/// Takes an archive of a company into an empty database, in one transaction: all of it, or nothing. The database may be of another kind
/// than the one that the archive was written from.
/// </summary>
public sealed class CompanyImport(OpportunitiesContext db)
{
    private const int AtOnce = 1_000;

    private readonly Dictionary<Type, Dictionary<string, long>> _codes = [];
    private readonly Dictionary<Type, List<long>> _places = [];
    private readonly List<(Type Type, long Id, Type To, string Key, string Where)> _later = [];
    private readonly List<(object Row, string? Code)> _waiting = [];
    private readonly List<(object Row, Type To, string Key, string Where)> _waitingLater = [];
    private readonly HashSet<string> _waitingCodes = [];

    /// <summary>Takes it in.</summary>
    /// <param name="stream">The archive; it has to be able to seek.</param>
    /// <param name="cancellationToken">Gives up; nothing is taken in then.</param>
    /// <exception cref="CompanyFileException">The archive or the database is not fit; nothing was changed.</exception>
    public async Task<CompanyManifest> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var archive = await CompanyArchive.OpenAsync(stream, CompanyExport.SchemaOf(db), cancellationToken);
        using var longWork = OpportunitiesContext.LongWork();
        try
        {
            return await db.InTransactionAsync(
                async token =>
                {
                    await TakeInAsync(archive, token);
                    return archive.Manifest;
                },
                cancellationToken);
        }
        catch (DbUpdateException wrong)
        {
            throw new CompanyFileException(
                "A row cannot be kept: " + (wrong.InnerException ?? wrong).Message + " Nothing was taken in.", wrong);
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    private async Task TakeInAsync(CompanyArchive archive, CancellationToken cancellationToken)
    {
        _codes.Clear();
        _places.Clear();
        _later.Clear();
        _waiting.Clear();
        _waitingLater.Clear();
        _waitingCodes.Clear();
        await RefuseFullAsync(cancellationToken);
        await db.Set<NumberSeries>().ExecuteDeleteAsync(cancellationToken); // those that a new database begins with
        foreach (var table in CompanyTables.All)
        {
            await TakeInAsync(archive, table, cancellationToken);
        }

        await ReferLaterAsync(cancellationToken);
        var broken = (await Invariants.CountAsync(db, cancellationToken)).FirstOrDefault(c => c.Count > 0);
        if (broken is not null)
        {
            throw new CompanyFileException(string.Create(
                CultureInfo.InvariantCulture,
                $"The archive breaks a rule of the data: {broken.Invariant.Broken}: {string.Join(", ", broken.Examples)} "
                    + $"({broken.Count})."));
        }
    }

    private async Task RefuseFullAsync(CancellationToken cancellationToken)
    {
        var isFull = await db.Salespeople.AnyAsync(cancellationToken) || await db.Teams.AnyAsync(cancellationToken)
            || await db.SalesCycles.AnyAsync(cancellationToken) || await db.Activities.AnyAsync(cancellationToken)
            || await db.CloseReasons.AnyAsync(cancellationToken) || await db.Contacts.AnyAsync(cancellationToken)
            || await db.Opportunities.AnyAsync(cancellationToken) || await db.AuditEntries.AnyAsync(cancellationToken)
            || await db.ReminderRules.AnyAsync(cancellationToken) || await CompanyExport.Documents(db).AnyAsync(cancellationToken);
        if (isFull)
        {
            throw new CompanyFileException("The database is not empty: a company is taken into a new one only.");
        }
    }

    private async Task TakeInAsync(CompanyArchive archive, CompanyTable table, CancellationToken cancellationToken)
    {
        await using var content = archive.Open(table.File);
        using var reader = new StreamReader(content, new UTF8Encoding(false, throwOnInvalidBytes: true));
        var rows = new CompanyRows(reader, table.File);
        var columns = CompanyColumn.Of(db.Model.FindEntityType(table.Type)!);
        var codes = table.Key is CompanyKey.Code or CompanyKey.Stage ? _codes[table.Type] = new(StringComparer.Ordinal) : null;
        if (table.Key == CompanyKey.Row)
        {
            _places[table.Type] = [];
        }

        if (await rows.NextAsync(cancellationToken) is not { } heading || !heading.SequenceEqual(columns.Select(c => c.Name)))
        {
            throw new CompanyFileException($"{table.File}: the heading has to be {string.Join(',', columns.Select(c => c.Name))}.");
        }

        var count = 0;
        while (await rows.NextAsync(cancellationToken) is { } cells)
        {
            count++;
            if (cells.Count != columns.Count)
            {
                throw new CompanyFileException($"{table.File}, line {rows.Line}: the row has {cells.Count} cells, not {columns.Count}.");
            }

            var row = await RowAsync(table, columns, cells, rows.Line, cancellationToken);
            var code = CodeOf(table, row, columns, cells);
            if (code is not null && (codes!.ContainsKey(code) || !_waitingCodes.Add(code)))
            {
                throw new CompanyFileException($"{table.File}, line {rows.Line}: “{code}” stands there twice.");
            }

            _waiting.Add((row, code));
            if (_waiting.Count == AtOnce)
            {
                await SaveAsync(table, cancellationToken);
            }
        }

        await SaveAsync(table, cancellationToken);
        var said = archive.Manifest.Files.First(f => f.Name == table.File).Rows;
        if (said != count)
        {
            throw new CompanyFileException($"{table.File} has {count} rows, and the manifest says {said}.");
        }
    }

    private async Task<object> RowAsync(
        CompanyTable table, IReadOnlyList<CompanyColumn> columns, List<string?> cells, int line, CancellationToken cancellationToken)
    {
        var row = Activator.CreateInstance(table.Type, nonPublic: true)!;
        var entry = db.Entry(row);
        for (var i = 0; i < columns.Count; i++)
        {
            var (column, where) = (columns[i], $"{table.File}, line {line}, {columns[i].Name}");
            var text = column.IsText && cells[i] is { } cell ? Csv.Unguarded(cell) : cells[i];
            object? value;
            if (column.RefersTo is { } to)
            {
                value = text is null ? null : await IdAsync(table, to, text, cancellationToken);
                if (text is not null && value is null)
                {
                    if (!column.MayBeBlank || to == typeof(Tasks.SalesTask) || (_codes.ContainsKey(to) && to != table.Type))
                    {
                        throw new CompanyFileException($"{where}: there is no “{text}” in the archive.");
                    }

                    _waitingLater.Add((row, to, text, where));
                }
            }
            else if (!column.TryParse(text, out value))
            {
                throw new CompanyFileException($"{where}: “{text}” cannot be read.");
            }

            if (value is null && !column.MayBeBlank)
            {
                throw new CompanyFileException($"{where}: it must not be blank.");
            }

            entry.Property(column.Property).CurrentValue = value;
        }

        Mend(row);
        return row;
    }

    /// <summary>What holds keys of a database beside its columns.</summary>
    private void Mend(object row)
    {
        switch (row)
        {
            case Reminder reminder:
                var key = CompanyTables.ReminderKey(
                    reminder.Key,
                    (type, part) => part.StartsWith('?') || IdOf(type, Uri.UnescapeDataString(part)) is not { } id
                        ? part : id.ToString(CultureInfo.InvariantCulture));
                db.Entry(reminder).Property(r => r.Key).CurrentValue = key;
                break;
            case StoredItem item when item.Key.Split('/', 2) is [var kind, var name]:
                if (!CompanyTables.Documents.Contains(kind))
                {
                    throw new CompanyFileException($"documents.csv: there is no kind “{kind}”.");
                }

                db.Entry(item).Property(i => i.Key).CurrentValue =
                    string.Create(CultureInfo.InvariantCulture, $"{kind}/{item.OwnerId}/{name}");
                break;
        }

        if (row is Entity entity)
        {
            entity.Version--; // saving adds it again
        }
    }

    private async Task<long?> IdAsync(CompanyTable table, Type to, string key, CancellationToken cancellationToken)
    {
        if (to == table.Type && _waitingCodes.Contains(key))
        {
            await SaveAsync(table, cancellationToken); // it stands a few lines above
        }

        return IdOf(to, key);
    }

    private long? IdOf(Type type, string key) =>
        _codes.TryGetValue(type, out var codes) ? codes.TryGetValue(key, out var id) ? id : null
        : _places.TryGetValue(type, out var places) && int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            && place >= 1 && place <= places.Count ? places[place - 1] : null;

    private static string? CodeOf(CompanyTable table, object row, IReadOnlyList<CompanyColumn> columns, List<string?> cells) =>
        table.Key switch
        {
            CompanyKey.Code => (string?)table.Type.GetProperty(table.Property!)!.GetValue(row),
            CompanyKey.Stage => CompanyTables.StageKey(
                Csv.Unguarded(cells[columns.Index().First(c => c.Item.RefersTo == typeof(SalesCycle)).Index] ?? ""),
                ((SalesCycleStage)row).Number),
            _ => null,
        };

    private async Task SaveAsync(CompanyTable table, CancellationToken cancellationToken)
    {
        foreach (var (row, _) in _waiting)
        {
            db.Entry(row).State = EntityState.Added;
        }

        await db.SaveChangesAsync(cancellationToken);
        foreach (var (row, code) in _waiting)
        {
            if (code is not null)
            {
                _codes[table.Type][code] = ((Entity)row).Id;
            }

            if (table.Key == CompanyKey.Row)
            {
                _places[table.Type].Add(((Entity)row).Id);
            }
        }

        _later.AddRange(_waitingLater.Where(l => l.Row is Entity { Id: > 0 })
            .Select(l => (table.Type, ((Entity)l.Row).Id, l.To, l.Key, l.Where)));
        _waitingLater.RemoveAll(l => l.Row is Entity { Id: > 0 });
        _waiting.Clear();
        _waitingCodes.Clear();
        db.ChangeTracker.Clear();
    }

    /// <summary>Who leads a team, and companies that were made after their persons: they stand further down.</summary>
    private async Task ReferLaterAsync(CancellationToken cancellationToken)
    {
        foreach (var (type, id, to, key, where) in _later)
        {
            long? other = IdOf(to, key) ?? throw new CompanyFileException($"{where}: there is no “{key}” in the archive.");
            _ = type == typeof(SalesTeam)
                ? await db.Teams.Where(t => t.Id == id)
                    .ExecuteUpdateAsync(set => set.SetProperty(t => t.ManagerId, other), cancellationToken)
                : await db.Contacts.Where(c => c.Id == id)
                    .ExecuteUpdateAsync(set => set.SetProperty(c => c.CompanyId, other), cancellationToken);
        }
    }
}
