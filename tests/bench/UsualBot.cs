using ChatOpportunities.Domain.Data;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Bot.Schema;
using Microsoft.EntityFrameworkCore;
using Newtonsoft.Json.Linq;

namespace ChatOpportunities.Bench;

/// <summary>
/// A bot as it is usually put together: the SDK's adapter as its documentation has it, EF Core as its tutorials have it, a context in the
/// handler. A typed move is the opportunity, its entries and an audit line; no ledger, no outbox, no undo, no tasks.
/// </summary>
internal static class UsualBot
{
    public static async Task<int> ServeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        DocumentedBot.AddAdapter(builder.Services);
        var database = TargetDatabase.OfProcess();
        if (database.Provider == DatabaseProvider.Sqlite)
        {
            builder.Services.AddDbContext<SalesContext>(o => o.UseSqlite(database.ConnectionString));
        }
        else
        {
            builder.Services.AddDbContext<SalesContext>(o => o.UseNpgsql(database.ConnectionString));
        }

        builder.Services.AddTransient<IBot, Moving>();
        var app = builder.Build();
        DocumentedBot.MapMessages(app);
        return await Targets.RunAsync(app);
    }

    private sealed class Moving(SalesContext db) : ActivityHandler
    {
        protected override async Task OnMessageActivityAsync(
            ITurnContext<IMessageActivity> turnContext, CancellationToken cancellationToken)
        {
            var objectId = Guid.Parse(turnContext.Activity.From.AadObjectId);
            var no = turnContext.Activity.Text["move ".Length..];
            var person = await db.Salespeople.SingleAsync(p => p.EntraObjectId == objectId, cancellationToken);
            var opportunity = await db.Opportunities.Include(o => o.Contact).Include(o => o.SalesCycle).ThenInclude(c => c!.Stages)
                .Include(o => o.Entries).SingleAsync(o => o.No == no && o.SalespersonId == person.Id, cancellationToken);
            var before = opportunity.Entries.Single(e => e.Active);
            var stage = opportunity.SalesCycle!.Stages.OrderBy(s => s.Number).First(s => s.Number > before.StageNumber);
            var now = TimeProvider.System.GetUtcNow();
            before.Active = false;
            // Only one entry of an opportunity may be the active one.
            await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
            {
                await db.SaveChangesAsync(cancellationToken);
                opportunity.Entries.Add(before.Next(stage, person, now));
                opportunity.ChangedAt = now;
                opportunity.Version++;
                db.AuditEntries.Add(new Audit
                {
                    At = now,
                    ById = person.Id,
                    ByName = person.Name,
                    Sentence = "Moved to {0}.",
                    Subject = "opportunity",
                    SubjectKey = no,
                    Arguments = [stage.Description],
                });
                await db.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
            }

            var card = new Attachment
            {
                ContentType = "application/vnd.microsoft.card.adaptive",
                Content = JObject.Parse(Targets.Card),
            };
            await turnContext.SendActivityAsync(
                MessageFactory.Attachment(card, $"Moved to {stage.Description}. {no}: {opportunity.Description}"), cancellationToken);
        }
    }

    /// <summary>The tables of a move, as one would write them for such a bot; on the product's own data.</summary>
    private sealed class SalesContext(DbContextOptions<SalesContext> options) : DbContext(options)
    {
        public DbSet<Opportunity> Opportunities => Set<Opportunity>();

        public DbSet<Person> Salespeople => Set<Person>();

        public DbSet<Audit> AuditEntries => Set<Audit>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Opportunity>().Property(o => o.Version).IsConcurrencyToken();
            modelBuilder.Entity<Cycle>().ToTable("SalesCycles").HasMany(c => c.Stages).WithOne().HasForeignKey(s => s.SalesCycleId);
            modelBuilder.Entity<CycleStage>().ToTable("SalesCycleStage");
            modelBuilder.Entity<Customer>().ToTable("Contacts");
            modelBuilder.Entity<HistoryEntry>().ToTable("Entries");
            if (!Database.IsSqlite())
            {
                return;
            }

            foreach (var amount in new[]
            {
                nameof(HistoryEntry.EstimatedValue), nameof(HistoryEntry.ChancesOfSuccess), nameof(HistoryEntry.CompletedPercent),
            })
            {
                modelBuilder.Entity<HistoryEntry>().Property<decimal>(amount).HasConversion(a => (long)(a * 100), s => s / 100m);
            }

            foreach (var amount in new[] { nameof(CycleStage.CompletedPercent), nameof(CycleStage.ChancesOfSuccessPercent) })
            {
                modelBuilder.Entity<CycleStage>().Property<decimal>(amount).HasConversion(a => (long)(a * 100), s => s / 100m);
            }
        }
    }

    private sealed class Opportunity
    {
        public long Id { get; set; }

        public required string No { get; set; }

        public required string Description { get; set; }

        public long SalespersonId { get; set; }

        public long ContactId { get; set; }

        public Customer? Contact { get; set; }

        public long SalesCycleId { get; set; }

        public Cycle? SalesCycle { get; set; }

        public List<HistoryEntry> Entries { get; set; } = [];

        public DateTimeOffset ChangedAt { get; set; }

        public long Version { get; set; }
    }

    private sealed class Customer
    {
        public long Id { get; set; }

        public required string Name { get; set; }
    }

    private sealed class Person
    {
        public long Id { get; set; }

        public required string Name { get; set; }

        public Guid? EntraObjectId { get; set; }
    }

    private sealed class Cycle
    {
        public long Id { get; set; }

        public List<CycleStage> Stages { get; set; } = [];
    }

    private sealed class CycleStage
    {
        public long Id { get; set; }

        public long SalesCycleId { get; set; }

        public int Number { get; set; }

        public required string Description { get; set; }

        public decimal CompletedPercent { get; set; }

        public decimal ChancesOfSuccessPercent { get; set; }
    }

    private sealed class Audit
    {
        public long Id { get; set; }

        public DateTimeOffset At { get; set; }

        public long? ById { get; set; }

        public required string ByName { get; set; }

        public int Source { get; set; }

        public required string Subject { get; set; }

        public required string SubjectKey { get; set; }

        public required string Sentence { get; set; }

        public List<string> Arguments { get; set; } = [];
    }

    private sealed class HistoryEntry
    {
        public long Id { get; set; }

        public int ActionTaken { get; set; }

        public bool Active { get; set; }

        public long? ById { get; set; }

        public required string ByName { get; set; }

        public decimal ChancesOfSuccess { get; set; }

        public decimal CompletedPercent { get; set; }

        public long ContactId { get; set; }

        public decimal CurrentValue { get; set; }

        public DateOnly DateOfChange { get; set; }

        public DateOnly EstimatedCloseDate { get; set; }

        public decimal EstimatedValue { get; set; }

        public DateTimeOffset MadeAt { get; set; }

        public long OpportunityId { get; set; }

        public int? PreviousStageNumber { get; set; }

        public decimal Probability { get; set; }

        public long SalesCycleId { get; set; }

        public long SalespersonId { get; set; }

        public int Source { get; set; }

        public required string StageDescription { get; set; }

        public DateOnly StageEnteredOn { get; set; }

        public long? StageId { get; set; }

        public int? StageNumber { get; set; }

        public int StageVisit { get; set; }

        public long Version { get; set; }

        public HistoryEntry Next(CycleStage stage, Person by, DateTimeOffset now) => new()
        {
            ActionTaken = 1,
            Active = true,
            ById = by.Id,
            ByName = by.Name,
            ChancesOfSuccess = stage.ChancesOfSuccessPercent,
            CompletedPercent = stage.CompletedPercent,
            ContactId = ContactId,
            CurrentValue = EstimatedValue * stage.ChancesOfSuccessPercent / 100,
            DateOfChange = DateOnly.FromDateTime(now.DateTime),
            EstimatedCloseDate = EstimatedCloseDate,
            EstimatedValue = EstimatedValue,
            MadeAt = now,
            PreviousStageNumber = StageNumber,
            Probability = stage.ChancesOfSuccessPercent,
            SalesCycleId = SalesCycleId,
            SalespersonId = SalespersonId,
            StageDescription = stage.Description,
            StageEnteredOn = DateOnly.FromDateTime(now.DateTime),
            StageId = stage.Id,
            StageNumber = stage.Number,
            StageVisit = StageVisit + 1,
            Version = 1,
        };
    }
}
