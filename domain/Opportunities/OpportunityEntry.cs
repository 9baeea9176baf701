using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>What a line of the history records: first is the start; next and previous one stage on or back; jumped further, either way;
/// updated new figures on the same stage.</summary>
public enum ActionTaken
{
    /// <summary>Entered the first stage.</summary>
    First = 0,

    /// <summary>Went on to the stage that follows.</summary>
    Next = 1,

    /// <summary>Went back to the stage before.</summary>
    Previous = 2,

    /// <summary>Stayed on its stage with new figures.</summary>
    Updated = 3,

    /// <summary>Went over stages between, on or back.</summary>
    Jumped = 4,

    /// <summary>Closed as won.</summary>
    Won = 5,

    /// <summary>Closed as lost.</summary>
    Lost = 6,

    /// <summary>Opened again after it was closed.</summary>
    Reopened = 7,

    /// <summary>The act before was taken back; the state is the one before that act.</summary>
    Undone = 8,
}

/// <summary>
/// One step in the life of an opportunity: a stage entered, figures changed, an end. Exactly one is active per started
/// opportunity, and the database holds that; the others never change. Percentages are 0–100, amounts company currency.
/// </summary>
public sealed class OpportunityEntry : Entity
{
    /// <summary>
    /// A history without what was taken back, and without the taking back itself: what is told of "what happened" is told of this.
    /// </summary>
    /// <param name="history">All of one opportunity, the oldest first.</param>
    /// <param name="taken">The action of a line.</param>
    public static IReadOnlyList<T> Standing<T>(IEnumerable<T> history, Func<T, ActionTaken> taken)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(taken);
        List<T> standing = [];
        foreach (var line in history)
        {
            if (taken(line) != ActionTaken.Undone)
            {
                standing.Add(line);
            }
            else if (standing.Count > 0)
            {
                standing.RemoveAt(standing.Count - 1);
            }
        }

        return standing;
    }

    internal OpportunityEntry()
    {
    }

    public long OpportunityId { get; internal set; }

    public Opportunity? Opportunity { get; internal set; }

    /// <summary>The present state of the opportunity.</summary>
    public bool Active { get; internal set; }

    public ActionTaken ActionTaken { get; internal set; }

    /// <summary>Null once won or lost.</summary>
    public long? StageId { get; internal set; }

    public SalesCycleStage? Stage { get; internal set; }

    /// <summary>Number of the stage when the entry was made; null once won or lost.</summary>
    public int? StageNumber { get; internal set; }

    /// <summary>Number of the stage today, which a reordering may have changed; needs the cycle's stages to be loaded.</summary>
    public int? StageNumberNow => Stage?.Number ?? StageNumber;

    /// <summary>Description of the stage when the entry was made.</summary>
    public string StageDescription { get; internal set; } = "";

    /// <summary>Number of the stage of the entry before.</summary>
    public int? PreviousStageNumber { get; internal set; }

    /// <summary>The day the change counts from, in the user's calendar.</summary>
    public DateOnly DateOfChange { get; internal set; }

    /// <summary>The day the present stage was entered: an update does not start the count anew.</summary>
    public DateOnly StageEnteredOn { get; internal set; }

    /// <summary>Counts the stays on stages: every stage entered, or entered again, is one more; an update is not.</summary>
    public int StageVisit { get; internal set; }

    /// <summary>The expected closing date before this entry moved it to a later day; null when it did not.</summary>
    public DateOnly? SlippedFrom { get; internal set; }

    /// <summary>Why the expected closing date was moved; asked for from the third time on.</summary>
    public string? SlipReason { get; internal set; }

    /// <summary>
    /// Days from this change to the next one; null while active, and for good in what an undo set aside: no figure counts that.
    /// </summary>
    public int? DaysOpen { get; internal set; }

    public decimal EstimatedValue { get; internal set; }

    public decimal ChancesOfSuccess { get; internal set; }

    public decimal CompletedPercent { get; internal set; }

    /// <summary>Unrounded; <see cref="SalesCycles.Probability"/> makes it.</summary>
    public decimal Probability { get; internal set; }

    /// <summary>Estimated value × probability, unrounded; of a won opportunity the amount of the sale.</summary>
    public decimal CurrentValue { get; internal set; }

    public DateOnly EstimatedCloseDate { get; internal set; }

    public long SalespersonId { get; internal set; }

    public Salesperson? Salesperson { get; internal set; }

    public long ContactId { get; internal set; }

    public long SalesCycleId { get; internal set; }

    public long? CloseReasonId { get; internal set; }

    public CloseReason? CloseReason { get; internal set; }

    /// <summary>What the closer added, at most 500 characters.</summary>
    public string? Note { get; internal set; }

    /// <summary>Who made it; null when the product did.</summary>
    public long? ById { get; internal set; }

    /// <summary>Name of who made it, at that time.</summary>
    public string ByName { get; internal set; } = "";

    /// <summary>UTC instant at which it was made.</summary>
    public DateTimeOffset MadeAt { get; internal set; }

    /// <summary>The door through which it was made.</summary>
    public ActSource Source { get; internal set; }
}

internal sealed class OpportunityEntryConfiguration : IEntityTypeConfiguration<OpportunityEntry>
{
    private const string Standing = "\"Active\" AND \"StageId\" IS NOT NULL";

    public void Configure(EntityTypeBuilder<OpportunityEntry> builder)
    {
        builder.Property(e => e.Version).IsConcurrencyToken();
        builder.Ignore(e => e.StageNumberNow);
        builder.Property(e => e.StageDescription).HasMaxLength(SalesCycle.MaxDescriptionLength);
        builder.Property(e => e.ByName).HasMaxLength(Salesperson.MaxNameLength);
        builder.Property(e => e.SlipReason).HasMaxLength(Opportunity.MaxSlipReasonLength);
        builder.Property(e => e.Note).HasMaxLength(Opportunity.MaxNoteLength);
        builder.Property(e => e.Probability).HasPrecision(13, 8);
        builder.Property(e => e.CurrentValue).HasPrecision(28, 10);

        // A stage is not deleted from under whoever stands on it, however the two acts meet; history lets go of it before.
        builder.HasOne(e => e.Stage).WithMany().HasForeignKey(e => e.StageId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(e => e.Salesperson).WithMany().HasForeignKey(e => e.SalespersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Contact>().WithMany().HasForeignKey(e => e.ContactId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<SalesCycle>().WithMany().HasForeignKey(e => e.SalesCycleId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(e => e.CloseReason).WithMany().HasForeignKey(e => e.CloseReasonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(e => e.OpportunityId).IsUnique().HasFilter("\"Active\"").HasDatabaseName("IX_Entries_OneActive");
        builder.HasIndex(e => new { e.OpportunityId, e.Active });
        builder.HasIndex(e => new { e.StageId, e.Active });
        builder.HasIndex(e => new { e.SalespersonId, e.Active, e.EstimatedCloseDate });
        builder.HasIndex(e => e.SalesCycleId);
        builder.HasIndex(e => e.MadeAt);

        // What is under way is counted out of the first three alone, without history, closed ones or rows; the second also sorts lists
        // by close date, the fourth by value; the last is for what was closed. (Columns: see Figures.)
        builder.HasIndex(e => new { e.SalesCycleId, e.StageId, e.SalespersonId, e.Probability, e.EstimatedValue }).HasFilter(Standing)
            .HasDatabaseName("IX_Entries_StandingByStage");
        builder.HasIndex(
            e => new { e.EstimatedCloseDate, e.SalesCycleId, e.Probability, e.ChancesOfSuccess, e.EstimatedValue, e.SalespersonId })
            .HasFilter(Standing)
            .HasDatabaseName("IX_Entries_StandingByCloseDate");
        builder.HasIndex(e => new { e.StageEnteredOn, e.SalesCycleId, e.Probability, e.EstimatedValue, e.SalespersonId })
            .HasFilter(Standing)
            .HasDatabaseName("IX_Entries_StandingByDayEntered");
        // The columns of a board, the next to close first; the last two so that those of others are passed over without reading them.
        builder.HasIndex(e => new { e.StageId, e.EstimatedCloseDate, e.OpportunityId, e.SalespersonId, e.SalesCycleId })
            .HasFilter(Standing)
            .HasDatabaseName("IX_Entries_StandingOnStage");
        // How long lines of the history lasted, with what filters them; to whom they belong says the opportunity.
        builder.HasIndex(e => new { e.SalesCycleId, e.StageId, e.EstimatedCloseDate, e.DaysOpen, e.OpportunityId })
            .HasFilter("\"DaysOpen\" IS NOT NULL AND \"StageId\" IS NOT NULL").HasDatabaseName("IX_Entries_EndedByStage");
        builder.HasIndex(e => new { e.EstimatedValue, e.OpportunityId }).HasFilter("\"Active\"")
            .HasDatabaseName("IX_Entries_ActiveByValue");
        builder.HasIndex(
            e => new { e.ActionTaken, e.CloseReasonId, e.SalesCycleId, e.DateOfChange, e.EstimatedValue, e.CurrentValue, e.SalespersonId })
            .HasFilter("\"Active\" AND \"CloseReasonId\" IS NOT NULL").HasDatabaseName("IX_Entries_ClosedByReason");
        // What was won in a month, of all or of one person.
        builder.HasIndex(e => new { e.DateOfChange, e.SalespersonId, e.SalesCycleId, e.CurrentValue })
            .HasFilter("\"Active\" AND \"ActionTaken\" = 5").HasDatabaseName("IX_Entries_WonByDay");
    }
}
