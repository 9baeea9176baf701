using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;

namespace ChatOpportunities.Tests.Support;

/// <summary>Makes bare records with sensible defaults; a test names only what matters to it.</summary>
internal static class An
{
    /// <summary>Monday, 2 March 2026.</summary>
    public static readonly DateOnly Today = new(2026, 3, 2);

    public static Caller Caller(DateOnly? today = null) => new(
        1, "Anna Keller", Role.Salesperson, null, TimeZoneInfo.Utc, "en", ActSource.Chat,
        new DateTimeOffset((today ?? Today).ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero), today ?? Today);

    /// <summary>A stage's details: 10 % completed and no chances proposed unless said.</summary>
    public static StageDetails Details(
        string name, decimal completed = 10, decimal chances = 0, bool skip = false, bool quote = false, string? formula = null,
        int? limit = null) =>
        new(name, completed, chances, null, quote, skip, formula, limit);

    public static SalesCycle Cycle(params (int Number, StageDetails Details)[] stages) => Cycle(ProbabilityMethod.Multiply, stages);

    public static SalesCycle Cycle(ProbabilityMethod method, params (int Number, StageDetails Details)[] stages)
    {
        var cycle = SalesCycle.Create("NEW", "New business", method).Done();
        foreach (var (number, details) in stages)
        {
            cycle.AddStage(number, details).Done();
        }

        return cycle;
    }

    public static Salesperson Salesperson(string code = "ANNA", bool blocked = false) => ChatOpportunities.Domain.People.Salesperson.Create(
        code, new PersonDetails("Anna Keller", null, null, Role.Salesperson, null, "en", "Europe/Paris", blocked)).Done();

    public static Contact Contact() =>
        ChatOpportunities.Domain.People.Contact.Create("CT-1", ContactType.Company, "Contoso", null, null, null, null).Done();

    /// <summary>The record with a key, as if a database had given it one.</summary>
    public static T Stored<T>(long id, T entity)
        where T : Entity
    {
        typeof(Entity).GetProperty(nameof(Entity.Id))!.SetValue(entity, id);
        return entity;
    }

    /// <summary>Not started, worth 10,000, with the given chances and closing date kept for the start.</summary>
    public static Opportunity Opportunity(
        SalesCycle cycle, decimal? chances = 60, DateOnly? close = null, decimal? value = 10_000, DateOnly? created = null) =>
        ChatOpportunities.Domain.Opportunities.Opportunity.Create(
            "OPP-1", new NewOpportunity(
                "Pool lights", Contact(), Salesperson(), cycle, created, EstimatedValue: value, ChancesOfSuccess: chances,
                EstimatedCloseDate: close), Caller()).Done();

    /// <summary>One that has come to a stage by jumping over nothing: First, then Next as often as it takes.</summary>
    public static Opportunity OpportunityAt(SalesCycle cycle, int stage, decimal? chances = 60, DateOnly? close = null)
    {
        var opportunity = Opportunity(cycle, chances, close ?? Today.AddDays(60));
        opportunity.Move(new MoveRequest(MoveAction.First), Caller()).Done();
        opportunity.SetQuote("Q-1", 1, null, Caller()).Done();
        while (opportunity.Current!.StageNumber != stage)
        {
            opportunity.Move(new MoveRequest(MoveAction.Next, ChancesOfSuccess: chances), Caller()).Done();
        }

        return opportunity;
    }
}
