using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>notStarted: made, not on a stage yet. inProgress: on a stage. won and lost: closed.</summary>
/// <remarks>Set by its history, never typed.</remarks>
public enum OpportunityStatus
{
    /// <summary>Made, on no stage yet; has no history.</summary>
    NotStarted = 0,

    /// <summary>On a stage of its cycle.</summary>
    InProgress = 1,

    /// <summary>Closed with a sale.</summary>
    Won = 2,

    /// <summary>Closed without a sale.</summary>
    Lost = 3,
}

/// <summary>
/// A possible sale, walking through the stages of its sales cycle. Its present figures stand on the one active entry; methods
/// that change it need the cycle with its stages, the active entry, the stays and the open tasks to be loaded.
/// </summary>
public sealed partial class Opportunity : Entity
{
    public const int MaxNoLength = 20;
    public const int MaxDescriptionLength = 100;
    public const int MaxNoteLength = 500;
    public const int MaxQuoteNumberLength = 35;
    public const int MaxQuoteLinkLength = 500;
    public const int MaxNextStepLength = 200;
    public const int MaxSlipReasonLength = 200;
    public const int MaxSourceLength = 50;
    public const int MaxExternalIdLength = 100;

    /// <summary>From the how many-th move of the closing date to a later day a reason is asked for.</summary>
    public const int SlipsBeforeReason = 3;
    private readonly List<OpportunityEntry> _entries = [];
    private readonly List<SalesTask> _tasks = [];

    private Opportunity()
    {
    }

    /// <summary>From the number series, at most 20 characters.</summary>
    public string No { get; private set; } = "";

    /// <summary>At most 100 characters.</summary>
    public string Description { get; private set; } = "";

    /// <summary>Number and description as <see cref="SearchText"/> folds them.</summary>
    public string Search { get; private set; } = "";

    public long ContactId { get; private set; }

    public Contact? Contact { get; private set; }

    public long SalespersonId { get; private set; }

    public Salesperson? Salesperson { get; private set; }

    public long SalesCycleId { get; private set; }

    public SalesCycle? SalesCycle { get; private set; }

    /// <summary>Puts entries and tasks into one that is only shown.</summary>
    internal void StandWith(IEnumerable<OpportunityEntry> entries, IEnumerable<SalesTask> tasks)
    {
        foreach (var entry in entries)
        {
            entry.Opportunity = this;
            _entries.Add(entry);
        }

        foreach (var task in tasks)
        {
            task.Opportunity = this;
            _tasks.Add(task);
        }
    }

    /// <summary>Puts salesperson and cycle beside one that is only shown.</summary>
    internal void StandWith(Salesperson salesperson, SalesCycle cycle)
    {
        (Salesperson, SalesCycle) = (salesperson, cycle);
        foreach (var entry in _entries)
        {
            entry.Stage = cycle.Stages.FirstOrDefault(s => s.Id == entry.StageId);
        }
    }

    public DateOnly CreationDate { get; private set; }

    public Priority Priority { get; private set; }

    /// <summary>Where it came from, at most 50 characters; null when nobody said.</summary>
    public string? Source { get; private set; }

    /// <summary>
    /// By what the program knows it from which it was imported, at most 100 characters; null for one that was made here.
    /// </summary>
    public string? ExternalId { get; private set; }

    public OpportunityStatus Status { get; private set; }

    /// <summary>The day it was won or lost.</summary>
    public DateOnly? ClosedOn { get; private set; }

    /// <summary>Estimate given at creation, for the start; company currency.</summary>
    public decimal? InitialValue { get; private set; }

    /// <summary>Chances given at creation, for the start; 0–100.</summary>
    public decimal? InitialChances { get; private set; }

    /// <summary>Expected closing date given at creation, for the start.</summary>
    public DateOnly? InitialCloseDate { get; private set; }

    /// <summary>Number of the quote; null when there is none.</summary>
    public string? QuoteNumber { get; private set; }

    /// <summary>Amount of the quote, company currency.</summary>
    public decimal? QuoteAmount { get; private set; }

    /// <summary>Where the quote can be seen.</summary>
    public string? QuoteLink { get; private set; }

    /// <summary>What is to be done next, in a few words; null when only its day, or nothing, is set.</summary>
    public string? NextStep { get; private set; }

    /// <summary>The day of the next step; the clock of the stage and of inactivity stands still until then.</summary>
    public DateOnly? NextStepDate { get; private set; }

    /// <summary>How many next steps were set so far: tells one from the other.</summary>
    public int NextSteps { get; private set; }

    /// <summary>Working days this one may stay on a stage, in place of the stage's limit; null follows the stage.</summary>
    public int? LimitWorkingDays { get; private set; }

    /// <summary>How often the expected closing date was moved to a later day.</summary>
    public int CloseDateMoves { get; private set; }

    /// <summary>UTC instant of the last work on it or its tasks; null before any was noted.</summary>
    public DateTimeOffset? WorkedAt { get; private set; }

    /// <summary>UTC instant of the last act of any kind; every act sets it, so every act bumps the version.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>
    /// The day, in UTC, on which the next of its reminders is to be planned; null when nothing lies ahead. The planner sets it, and the
    /// version stays.
    /// </summary>
    public DateOnly? NextLookOn { get; private set; }

    public bool IsClosed => Status is OpportunityStatus.Won or OpportunityStatus.Lost;

    /// <summary>The history as far as it is loaded, oldest first.</summary>
    public IReadOnlyList<OpportunityEntry> Entries => [.. _entries.OrderBy(e => e.Id == 0 ? long.MaxValue : e.Id)];

    /// <summary>The tasks as far as they are loaded.</summary>
    public IReadOnlyList<SalesTask> Tasks => _tasks;

    /// <summary>The present state; null before the start.</summary>
    public OpportunityEntry? Current => _entries.SingleOrDefault(e => e.Active);

    private static DateOnly NotBefore(DateOnly floor, DateOnly day) => day < floor ? floor : day;

    /// <summary>The checks of section 4.5 that concern the figures, in their order.</summary>
    private static List<Refusal> WrongFigures(decimal value, decimal chances, DateOnly? close, DateOnly change) => Checks.All(
        value <= 0 ? Refusals.ValueRequired : Checks.Amount(value, "estimatedValue"),
        chances is <= 0 or > 100 ? Refusals.ChancesRequired : Checks.Percent(chances, "chancesOfSuccess"),
        close is null ? Refusals.CloseDateRequired : Checks.Date(close.Value, "estimatedCloseDate"),
        close < change ? Refusals.CloseDateBeforeChange.With(change) : null);

    private OpportunityEntry Append(ActionTaken taken, DateOnly date, Caller caller)
    {
        var before = Current;
        if (before is not null)
        {
            (before.Active, before.DaysOpen) = (false, date.DayNumber - before.DateOfChange.DayNumber);
        }

        var entry = new OpportunityEntry
        {
            Opportunity = this,
            Active = true,
            ActionTaken = taken,
            PreviousStageNumber = before?.StageNumberNow,
            DateOfChange = date,
            SalespersonId = SalespersonId,
            ContactId = ContactId,
            SalesCycleId = SalesCycleId,
            ById = caller.Source == ActSource.System ? null : caller.PersonId,
            ByName = caller.Name,
            MadeAt = caller.Now,
            Source = caller.Source,
        };
        _entries.Add(entry);
        (ChangedAt, WorkedAt) = (caller.Now, caller.Now);
        return entry;
    }

    /// <summary>What <see cref="Search"/> is of a number and a tidied description.</summary>
    internal static string SearchOf(string no, string description) => SearchText.Fold(no) + " " + SearchText.Fold(description);
}

/// <summary>What a new opportunity is made of; records were looked up with the caller's rights.</summary>
public sealed record NewOpportunity(
    string? Description,
    Contact? Contact,
    Salesperson? Salesperson,
    SalesCycle? Cycle,
    DateOnly? CreationDate = null,
    Priority Priority = Priority.Normal,
    decimal? EstimatedValue = null,
    decimal? ChancesOfSuccess = null,
    DateOnly? EstimatedCloseDate = null,
    bool StartNow = false,
    string? Source = null);

/// <summary>What is to stand in an opportunity; records were looked up by the caller, null keeps the present one.</summary>
public sealed record ChangedOpportunity(string? Description, Priority Priority, Contact? Contact = null, SalesCycle? Cycle = null);

/// <summary>The figures of a move, given or proposed.</summary>
public sealed record MoveValues(DateOnly DateOfChange, decimal EstimatedValue, decimal ChancesOfSuccess, DateOnly? EstimatedCloseDate);

/// <summary>How an opportunity ends.</summary>
/// <param name="Outcome">Won or lost.</param>
/// <param name="Reason">A reason of that outcome.</param>
/// <param name="ClosingDate">Not before the last change; left out: today.</param>
/// <param name="Amount">Amount of the sale when won, above 0; left out: the quote's.</param>
/// <param name="Note">At most 500 characters.</param>
/// <param name="CancelOpenTasks">Whether open tasks are cancelled.</param>
public sealed record CloseRequest(
    Outcome? Outcome, CloseReason? Reason, DateOnly? ClosingDate = null, decimal? Amount = null, string? Note = null,
    bool CancelOpenTasks = true);

internal sealed class OpportunityConfiguration : IEntityTypeConfiguration<Opportunity>
{
    public void Configure(EntityTypeBuilder<Opportunity> builder)
    {
        builder.Property(o => o.Version).IsConcurrencyToken();
        builder.Property(o => o.No).HasMaxLength(Opportunity.MaxNoLength);
        builder.Property(o => o.Description).HasMaxLength(Opportunity.MaxDescriptionLength);
        builder.Property(o => o.Search).HasMaxLength(Opportunity.MaxNoLength + 1 + (2 * Opportunity.MaxDescriptionLength));
        builder.Property(o => o.Source).HasMaxLength(Opportunity.MaxSourceLength);
        builder.Property(o => o.ExternalId).HasMaxLength(Opportunity.MaxExternalIdLength);
        builder.Property(o => o.QuoteNumber).HasMaxLength(Opportunity.MaxQuoteNumberLength);
        builder.Property(o => o.QuoteLink).HasMaxLength(Opportunity.MaxQuoteLinkLength);
        builder.Property(o => o.NextStep).HasMaxLength(Opportunity.MaxNextStepLength);
        builder.Ignore(o => o.Current);
        builder.Ignore(o => o.IsClosed);
        builder.HasOne(o => o.Contact).WithMany().HasForeignKey(o => o.ContactId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(o => o.Salesperson).WithMany().HasForeignKey(o => o.SalespersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(o => o.SalesCycle).WithMany().HasForeignKey(o => o.SalesCycleId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(o => o.Entries).WithOne(e => e.Opportunity).HasForeignKey(e => e.OpportunityId).OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(o => o.Entries).HasField("_entries").UsePropertyAccessMode(PropertyAccessMode.Field);
        builder.Navigation(o => o.Stays).HasField("_stays").UsePropertyAccessMode(PropertyAccessMode.Field);
        builder.HasMany(o => o.Tasks).WithOne(t => t.Opportunity).HasForeignKey(t => t.OpportunityId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(o => o.No).IsUnique();
        builder.HasIndex(o => new { o.SalespersonId, o.Status });
        builder.HasIndex(o => new { o.SalesCycleId, o.Status });
        builder.HasIndex(o => new { o.ContactId, o.Status });
        builder.HasIndex(o => o.ExternalId).HasFilter("\"ExternalId\" IS NOT NULL");
        // For lists by their last change; the status so that a list of open ones passes closed ones over without reading them.
        builder.HasIndex(o => new { o.ChangedAt, o.Id, o.Status });
        builder.HasIndex(o => new { o.NextLookOn, o.Id }).HasFilter("\"NextLookOn\" IS NOT NULL")
            .HasDatabaseName("IX_Opportunities_NextLookOn");
        // For the few that wait for their start.
        builder.HasIndex(o => o.InitialCloseDate).HasFilter("\"Status\" = 0").HasDatabaseName("IX_Opportunities_NotStarted");
    }
}
