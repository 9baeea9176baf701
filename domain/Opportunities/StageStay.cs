using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>
/// A stay of an opportunity on a stage, from entering it until moving on, moving back or closing. Updates do not split it, and neither
/// does leaving the stage and coming back on the day it was entered. Told from the history by <see cref="Of"/>, and kept as a row so that
/// figures of what became of stages read few and narrow ones. A stage that was deleted has none.
/// </summary>
/// <remarks>Nobody edits it: the version of its opportunity guards it, so it has none.</remarks>
public sealed class StageStay
{
    internal StageStay()
    {
    }

    /// <summary>The first line of the history that counts of this stay.</summary>
    public long EntryId { get; internal set; }

    public OpportunityEntry? Entry { get; internal set; }

    public long OpportunityId { get; internal set; }

    public Opportunity? Opportunity { get; internal set; }

    public long SalesCycleId { get; internal set; }

    public long StageId { get; internal set; }

    public SalesCycleStage? Stage { get; internal set; }

    /// <summary>Who has the opportunity today, not who had it then: that decides who sees it.</summary>
    public long SalespersonId { get; internal set; }

    public Salesperson? Salesperson { get; internal set; }

    /// <summary>The day from which it counts, in the user's calendar.</summary>
    public DateOnly EnteredOn { get; internal set; }

    /// <summary>The last day before on which the opportunity entered the same stage; null when it had not.</summary>
    public DateOnly? EarlierOn { get; internal set; }

    /// <summary>Calendar days it lasted; null while it goes on.</summary>
    public int? Days { get; internal set; }

    /// <summary>The opportunity came to a higher stage since, by the numbers of today, or is won.</summary>
    public bool WentOn { get; internal set; }

    /// <summary>The stays of one opportunity.</summary>
    /// <param name="history">All of its history with the stages that are left, the oldest first.</param>
    /// <param name="salespersonId">Who has it today.</param>
    internal static IReadOnlyList<StageStay> Of(IEnumerable<OpportunityEntry> history, long salespersonId)
    {
        List<StageStay> stays = [];
        foreach (var entry in history.Where(e => e.Active || e.DaysOpen is not null)) // without what an undo set aside
        {
            if (entry is { Active: true, ActionTaken: ActionTaken.Won })
            {
                stays.ForEach(s => s.WentOn = true);
            }
            else if (entry.StageNumberNow is { } number)
            {
                PassTo(number, stays);
            }

            if (entry.StageId is null)
            {
                continue;
            }

            var stay = stays.Find(s => s.IsOn(entry) && s.EnteredOn == entry.StageEnteredOn);
            if (stay is null)
            {
                stay = Begin(entry, stays, salespersonId);
                stay.Days = 0;
                stays.Add(stay);
            }

            stay.Days += entry.DaysOpen; // null for good with the line that goes on, which is the last one
        }

        return stays;
    }

    /// <summary>Whoever stood lower went on when this stage was entered.</summary>
    internal static void PassTo(int number, IEnumerable<StageStay> stays)
    {
        foreach (var lower in stays.Where(s => s.Stage!.Number < number))
        {
            lower.WentOn = true;
        }
    }

    /// <summary>A stay that begins with a line and goes on.</summary>
    /// <param name="entry">The line, with its stage.</param>
    /// <param name="before">The stays before it.</param>
    /// <param name="salespersonId">Who has the opportunity.</param>
    internal static StageStay Begin(OpportunityEntry entry, IEnumerable<StageStay> before, long salespersonId) => new()
    {
        EntryId = entry.Id,
        Entry = entry,
        OpportunityId = entry.OpportunityId,
        SalesCycleId = entry.SalesCycleId,
        StageId = entry.StageId!.Value,
        Stage = entry.Stage,
        SalespersonId = salespersonId,
        EnteredOn = entry.StageEnteredOn,
        EarlierOn = before.Where(s => s.IsOn(entry) && s.EnteredOn < entry.StageEnteredOn).Max(s => (DateOnly?)s.EnteredOn),
    };

    internal bool IsOn(OpportunityEntry entry) =>
        entry.StageId is > 0 ? StageId == entry.StageId : entry.Stage is not null && Stage == entry.Stage; // neither is saved yet

    internal bool BeginsLike(StageStay other) => other.EntryId > 0 ? EntryId == other.EntryId : Entry == other.Entry;

    /// <summary>Takes on what a recount says.</summary>
    /// <returns>Whether anything was otherwise.</returns>
    internal bool Follow(StageStay recounted)
    {
        var (mine, right) = (Told(), recounted.Told());
        (SalesCycleId, StageId, SalespersonId, EnteredOn, EarlierOn, Days, WentOn) = right;
        Stage = recounted.Stage ?? Stage;
        return mine != right;
    }

    /// <summary>All that figures read of it.</summary>
    internal (long Cycle, long Stage, long Salesperson, DateOnly EnteredOn, DateOnly? EarlierOn, int? Days, bool WentOn) Told() =>
        (SalesCycleId, StageId, SalespersonId, EnteredOn, EarlierOn, Days, WentOn);
}

internal sealed class StageStayConfiguration : IEntityTypeConfiguration<StageStay>
{
    public void Configure(EntityTypeBuilder<StageStay> builder)
    {
        builder.ToTable("StageStays");
        builder.HasKey(s => s.EntryId);
        builder.HasOne(s => s.Entry).WithOne().HasForeignKey<StageStay>(s => s.EntryId).OnDelete(DeleteBehavior.Cascade);

        // With its entries, which go with the opportunity: SQL Server takes only one way to the same row.
        builder.HasOne(s => s.Opportunity).WithMany(o => o.Stays).HasForeignKey(s => s.OpportunityId)
            .OnDelete(DeleteBehavior.ClientCascade);
        builder.HasOne<SalesCycle>().WithMany().HasForeignKey(s => s.SalesCycleId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(s => s.Stage).WithMany().HasForeignKey(s => s.StageId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(s => s.Salesperson).WithMany().HasForeignKey(s => s.SalespersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(s => s.OpportunityId);
        builder.HasIndex(s => s.StageId);

        // What became of the stages is told from one of these alone, in its order: of all, or of what one person has.
        builder.HasIndex(s => new { s.SalesCycleId, s.StageId, s.Days, s.WentOn, s.EnteredOn, s.EarlierOn, s.SalespersonId })
            .HasDatabaseName("IX_StageStays_ByStage");
        builder.HasIndex(s => new { s.SalespersonId, s.SalesCycleId, s.StageId, s.Days, s.WentOn, s.EnteredOn, s.EarlierOn })
            .HasDatabaseName("IX_StageStays_BySalesperson");
    }
}
