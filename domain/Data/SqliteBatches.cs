using Microsoft.EntityFrameworkCore.Update;

namespace ChatOpportunities.Domain.Data;

/// <summary>
/// Rows that are saved together are one command on SQLite too, where EF Core makes one of each: it has no network to spare, but each
/// command costs as much again as its statement.
/// </summary>
internal sealed class SqliteBatches(ModificationCommandBatchFactoryDependencies dependencies) : IModificationCommandBatchFactory
{
    /// <summary>More would be a text of its own for nearly every save, and each is kept prepared.</summary>
    private const int MostRows = 24;

    public ModificationCommandBatch Create() => new Batch(dependencies);

    private sealed class Batch(ModificationCommandBatchFactoryDependencies dependencies)
        : AffectedCountModificationCommandBatch(dependencies, MostRows);
}
