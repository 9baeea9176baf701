using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;

namespace ChatOpportunities.Tests.Support;

/// <summary>The acts on opportunities and people, each in a scope of its own.</summary>
internal static class Acting
{
    public static Task<Result<Opportunity>> CreateAsync(this DomainHost host, CreateOpportunity request, Caller caller) =>
        host.DoAsync<OpportunityActs, Result<Opportunity>>(acts => acts.CreateAsync(request, caller, CancellationToken.None));

    public static Task<Result<Acted>> MoveAsync(
        this DomainHost host, string no, MoveRequest request, Caller caller, long? version = null) =>
        host.DoAsync<OpportunityActs, Result<Acted>>(acts => acts.MoveAsync(no, request, version, caller, CancellationToken.None));

    public static Task<Result<Acted>> CloseAsync(this DomainHost host, string no, CloseOpportunity request, Caller caller) =>
        host.DoAsync<OpportunityActs, Result<Acted>>(acts => acts.CloseAsync(no, request, null, caller, CancellationToken.None));

    public static Task<Result<Acted>> AssignAsync(this DomainHost host, string no, string? to, Caller caller, bool moveOpenTasks = true) =>
        host.DoAsync<OpportunityActs, Result<Acted>>(acts => acts.AssignAsync(no, to, moveOpenTasks, null, caller, CancellationToken.None));

    public static Task<Result<Acted>> QuoteAsync(this DomainHost host, string no, QuoteRequest quote, Caller caller) =>
        host.DoAsync<OpportunityActs, Result<Acted>>(acts => acts.SetQuoteAsync(no, quote, null, caller, CancellationToken.None));

    public static Task<OpportunityView?> FindAsync(this DomainHost host, string no, Caller caller) =>
        host.DoAsync<OpportunityQueries, OpportunityView?>(queries => queries.FindAsync(no, caller, CancellationToken.None));

    public static Task<T> CyclesAsync<T>(this DomainHost host, Func<SalesCycleActs, Task<T>> work) => host.DoAsync(work);

    public static Task<T> PeopleAsync<T>(this DomainHost host, Func<PeopleActs, Task<T>> work) => host.DoAsync(work);

    /// <summary>A started opportunity of the caller's in the cycle NEW of the demo company, without chance of a missing value.</summary>
    public static async Task<Opportunity> StartedAsync(
        this DomainHost host, Caller caller, string? salesperson = null, string cycle = "NEW") =>
        (await host.CreateAsync(
            new CreateOpportunity(
                "Pool lights", ContactNo: "CT-00001", SalespersonCode: salesperson, SalesCycleCode: cycle, EstimatedValue: 45_000),
            caller))
                .Done();

    /// <summary>A person in the given team.</summary>
    public static async Task<Caller> HireAsync(this DomainHost host, string code, Role role, string? team)
    {
        var admin = await host.CallerAsync("EMMA");
        (await host.PeopleAsync(people => people.SaveAsync(
            code, new PersonForm(code, null, null, role, team, "en", "Europe/Paris", false), isNew: true, null, admin,
            CancellationToken.None)))
                .Done();
        return await host.CallerAsync(code);
    }
}
