using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatOpportunities.Domain.SalesCycles;

/// <summary>The road opportunities walk: stages in the order of their numbers, and a way of making probabilities.</summary>
public sealed class SalesCycle : Entity
{
    public const int MaxCodeLength = 10;
    public const int MaxDescriptionLength = 100;
    private List<SalesCycleStage> _stages = [];

    private SalesCycle()
    {
    }

    public string Code { get; private set; } = "";

    public string Description { get; private set; } = "";

    public ProbabilityMethod ProbabilityMethod { get; private set; }

    /// <summary>A blocked cycle takes no new opportunities; those inside keep moving.</summary>
    public bool Blocked { get; private set; }

    /// <summary>In order of their numbers, when loaded.</summary>
    public IReadOnlyList<SalesCycleStage> Stages => [.. _stages.OrderBy(s => s.Number)];

    /// <summary>A copy without its stages.</summary>
    internal SalesCycle Alone()
    {
        var copy = (SalesCycle)Clone();
        copy._stages = [];
        return copy;
    }

    /// <summary>Puts stages into a copy.</summary>
    internal SalesCycle With(IEnumerable<SalesCycleStage> stages)
    {
        _stages.AddRange(stages);
        return this;
    }

    /// <summary>Makes a cycle without stages; refuses a bad code and what <see cref="Describe"/> refuses.</summary>
    public static Result<SalesCycle> Create(string? code, string? description, ProbabilityMethod method)
    {
        var cycle = new SalesCycle { Code = Checks.NormalCode(code) };
        return Checks.Code(cycle.Code, MaxCodeLength) is { } bad ? bad : cycle.Describe(description, method);
    }

    /// <summary>Entries made before keep their figures; the method counts from the next change on (section 2.8).</summary>
    public Result<SalesCycle> Describe(string? description, ProbabilityMethod method)
    {
        var refusals = Checks.All(
            Checks.RequiredText(description, MaxDescriptionLength, "description"),
            Enum.IsDefined(method) ? null : Refusals.UnknownValue.For("probabilityMethod"));
        if (refusals.Count > 0)
        {
            return refusals;
        }

        (Description, ProbabilityMethod) = (Checks.Tidy(description)!, method);
        return this;
    }

    /// <summary>Blocks it for new opportunities, or lets it be chosen again; those in it go on.</summary>
    public void Block(bool blocked) => Blocked = blocked;

    /// <summary>Adds a stage; without a number it goes to the end, ten above the last one so that others fit between.</summary>
    public Result<SalesCycleStage> AddStage(int? number, StageDetails details)
    {
        var wanted = number ?? (_stages.Count == 0 ? 10 : ((_stages.Max(s => s.Number) / 10) + 1) * 10);
        if (wanted is < 1 or > SalesCycleStage.MaxNumber)
        {
            return Refusals.StageNumberOutOfRange;
        }

        if (_stages.Any(s => s.Number == wanted))
        {
            return Refusals.StageNumberExists.With(wanted);
        }

        var result = new SalesCycleStage(wanted).Change(details);
        if (result is Result<SalesCycleStage>.Done(var stage))
        {
            _stages.Add(stage);
        }

        return result;
    }

    /// <summary>Adds a stage before another one, making room by renumbering when there is none between the two.</summary>
    public Result<SalesCycleStage> InsertStageBefore(SalesCycleStage next, StageDetails details)
    {
        ArgumentNullException.ThrowIfNull(next);
        if (new SalesCycleStage(1).Change(details) is Result<SalesCycleStage>.Refused refused)
        {
            return refused;
        }

        var below = Stages.LastOrDefault(s => s.Number < next.Number)?.Number ?? 0;
        if (next.Number - below < 2)
        {
            var ordered = Stages;
            for (var i = 0; i < ordered.Count; i++)
            {
                ordered[i].Renumber((i + 1) * 10);
            }

            below = Stages.LastOrDefault(s => s.Number < next.Number)?.Number ?? 0;
        }

        return AddStage(below + ((next.Number - below) / 2), details);
    }

    /// <summary>
    /// Swaps a stage with its neighbour above or below; the numbers stay, the stages change places. False at the end of the road.
    /// </summary>
    public bool MoveStage(SalesCycleStage stage, bool up)
    {
        ArgumentNullException.ThrowIfNull(stage);
        var ordered = Stages.ToList();
        var here = ordered.IndexOf(stage);
        var there = up ? here - 1 : here + 1;
        if (here < 0 || there < 0 || there >= ordered.Count)
        {
            return false;
        }

        var (mine, other) = (stage.Number, ordered[there].Number);
        stage.Renumber(other);
        ordered[there].Renumber(mine);
        return true;
    }

    /// <summary>
    /// Puts a stage at a place of the road, counting from 1; the numbers stay, the stages between move up by one. False where it
    /// stands already.
    /// </summary>
    public bool PlaceStage(SalesCycleStage stage, int place)
    {
        ArgumentNullException.ThrowIfNull(stage);
        var ordered = Stages.ToList();
        var (here, there) = (ordered.IndexOf(stage), place - 1);
        if (here < 0 || there < 0 || there >= ordered.Count || here == there)
        {
            return false;
        }

        var numbers = ordered.ConvertAll(s => s.Number);
        ordered.RemoveAt(here);
        ordered.Insert(there, stage);
        for (var i = 0; i < ordered.Count; i++)
        {
            ordered[i].Renumber(numbers[i]);
        }

        return true;
    }

    internal void Remove(SalesCycleStage stage) => _stages.Remove(stage);
}

/// <summary>One stage of a sales cycle. What it gives an opportunity is a snapshot: changing it changes no history.</summary>
public sealed class SalesCycleStage : Entity
{
    public const int MaxNumber = 1_000_000;

    /// <summary>Longest limit, in working days.</summary>
    public const int MaxLimit = 999;

    private SalesCycleStage()
    {
    }

    internal SalesCycleStage(int number) => Number = number;

    /// <summary>A copy without its activity.</summary>
    internal SalesCycleStage Alone() => ((SalesCycleStage)Clone()).With(null);

    /// <summary>Puts its activity into a copy.</summary>
    internal SalesCycleStage With(Activity? activity)
    {
        Activity = activity;
        return this;
    }

    public long SalesCycleId { get; private set; }

    /// <summary>1 or more; gives the order, gaps are fine.</summary>
    public int Number { get; private set; }

    public string Description { get; private set; } = "";

    /// <summary>Share of the cycle completed once the stage is reached, 0–100.</summary>
    public decimal CompletedPercent { get; private set; }

    /// <summary>Chances proposed to an opportunity that reaches the stage, 0–100; 0 proposes none.</summary>
    public decimal ChancesOfSuccessPercent { get; private set; }

    public long? ActivityId { get; private set; }

    /// <summary>Its steps become tasks when the stage is entered.</summary>
    public Activity? Activity { get; private set; }

    /// <summary>A forward move onto or over this stage needs a quote.</summary>
    public bool QuoteRequired { get; private set; }

    /// <summary>The stage may be passed over.</summary>
    public bool AllowSkip { get; private set; }

    /// <summary>Canonical date formula for the expected closing date; blank is the same day.</summary>
    public string DateFormula { get; private set; } = "";

    /// <summary>Working days after which the salesperson is reminded; null never.</summary>
    public int? LimitWorkingDays { get; private set; }

    /// <summary>Takes on all the details, or none when one of them is refused.</summary>
    public Result<SalesCycleStage> Change(StageDetails details)
    {
        ArgumentNullException.ThrowIfNull(details);
        var refusals = Checks.All(
            Checks.RequiredText(details.Description, SalesCycle.MaxDescriptionLength, "description"),
            Checks.Percent(details.CompletedPercent, "completedPercent"),
            Checks.Percent(details.ChancesOfSuccessPercent, "chancesOfSuccessPercent"),
            Tasks.DateFormula.TryParse(details.DateFormula, out var formula, out var error)
                ? null
                : Refusals.BadDateFormula.With(new Translated(error!.Sentence, error.Arguments)),
            details.LimitWorkingDays is null or (>= 1 and <= SalesCycleStage.MaxLimit) ? null : Refusals.LimitOutOfRange);
        if (refusals.Count > 0)
        {
            return refusals;
        }

        Description = Checks.Tidy(details.Description)!;
        CompletedPercent = details.CompletedPercent;
        ChancesOfSuccessPercent = details.ChancesOfSuccessPercent;
        (Activity, ActivityId) = (details.Activity, details.Activity?.Id);
        QuoteRequired = details.QuoteRequired;
        AllowSkip = details.AllowSkip;
        DateFormula = formula.ToString();
        LimitWorkingDays = details.LimitWorkingDays;
        return this;
    }

    internal void Renumber(int number) => Number = number;
}

/// <summary>What can be said of a stage; see <see cref="SalesCycleStage"/> for meanings and limits.</summary>
public sealed record StageDetails(
    string? Description,
    decimal CompletedPercent,
    decimal ChancesOfSuccessPercent,
    Activity? Activity = null,
    bool QuoteRequired = false,
    bool AllowSkip = false,
    string? DateFormula = null,
    int? LimitWorkingDays = null);

internal sealed class SalesCycleConfiguration : IEntityTypeConfiguration<SalesCycle>, IEntityTypeConfiguration<SalesCycleStage>
{
    public void Configure(EntityTypeBuilder<SalesCycle> builder)
    {
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.Property(c => c.Code).HasMaxLength(SalesCycle.MaxCodeLength);
        builder.Property(c => c.Description).HasMaxLength(SalesCycle.MaxDescriptionLength);
        builder.HasIndex(c => c.Code).IsUnique();
        builder.HasMany(c => c.Stages).WithOne().HasForeignKey(s => s.SalesCycleId).OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(c => c.Stages).HasField("_stages").UsePropertyAccessMode(PropertyAccessMode.Field);
    }

    public void Configure(EntityTypeBuilder<SalesCycleStage> builder)
    {
        builder.Property(s => s.Version).IsConcurrencyToken();
        builder.Property(s => s.Description).HasMaxLength(SalesCycle.MaxDescriptionLength);
        builder.Property(s => s.DateFormula).HasMaxLength(20);
        builder.HasOne(s => s.Activity).WithMany().HasForeignKey(s => s.ActivityId).OnDelete(DeleteBehavior.Restrict);

        // Not unique: two stages that change places pass through the same number within one save.
        builder.HasIndex(s => new { s.SalesCycleId, s.Number });
    }
}
