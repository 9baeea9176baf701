using System.Linq.Expressions;
using ChatOpportunities.Domain.Opportunities;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Domain.People;

/// <summary>Who may see and change which opportunities; asked inside the query, so that nothing leaks through counts or searches.</summary>
public sealed class AccessPolicy(IOptions<CompanyOptions> company)
{
    /// <summary>Whose opportunities salespeople see.</summary>
    internal OpportunityVisibility Visibility => company.Value.OpportunityVisibility;

    /// <summary>
    /// What the caller may change, and beside it: everything where <c>Company:OpportunityVisibility</c> says so, or what their own team
    /// has. A team is led by a manager: whoever is none any more does not see it as its leader, though their name still stands there.
    /// </summary>
    public Expression<Func<Opportunity, bool>> MaySee(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (company.Value.OpportunityVisibility == OpportunityVisibility.All)
        {
            return _ => true;
        }

        if (company.Value.OpportunityVisibility != OpportunityVisibility.Team || caller.TeamId is not { } team)
        {
            return MayChange(caller);
        }

        var me = caller.SalespersonId;
        return caller.Role switch
        {
            Role.Admin => _ => true,
            Role.Manager => o => o.SalespersonId == me || o.Salesperson!.Team!.ManagerId == me || o.Salesperson!.TeamId == team,
            _ => o => o.SalespersonId == me || o.Salesperson!.TeamId == team,
        };
    }

    /// <summary>Salespeople change their own, managers what their teams have, admins all.</summary>
    public static Expression<Func<Opportunity, bool>> MayChange(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var me = caller.SalespersonId;
        return caller.Role switch
        {
            Role.Admin => _ => true,
            Role.Manager => o => o.SalespersonId == me || o.Salesperson!.Team!.ManagerId == me,
            _ => o => o.SalespersonId == me,
        };
    }

    /// <summary>The same of one that is loaded with its salesperson and their team.</summary>
    public static bool MayChangeThis(Opportunity opportunity, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(opportunity);
        ArgumentNullException.ThrowIfNull(caller);
        return opportunity.SalespersonId == caller.SalespersonId || caller.Role switch
        {
            Role.Admin => true,
            Role.Manager => opportunity.Salesperson!.Team?.ManagerId == caller.SalespersonId,
            _ => false,
        };
    }

    /// <summary>For whom the caller may make opportunities: the same people whose opportunities they may change.</summary>
    public static Expression<Func<Salesperson, bool>> MayActFor(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var me = caller.SalespersonId;
        return caller.Role switch
        {
            Role.Admin => _ => true,
            Role.Manager => p => p.Id == me || p.Team!.ManagerId == me,
            _ => p => p.Id == me,
        };
    }

    /// <summary>The teams that the caller leads; all for admins.</summary>
    public static Expression<Func<SalesTeam, bool>> MayLead(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var me = caller.SalespersonId;
        return caller.Role switch
        {
            Role.Admin => _ => true,
            Role.Manager => t => t.ManagerId == me,
            _ => _ => false,
        };
    }

    /// <summary>Whose targets the caller sets: those of the people in their teams; all for admins. Nobody else sets their own.</summary>
    public static Expression<Func<Salesperson, bool>> MaySetTargetsOf(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var me = caller.SalespersonId;
        return caller.Role switch
        {
            Role.Admin => _ => true,
            Role.Manager => p => p.Team!.ManagerId == me,
            _ => _ => false,
        };
    }

    /// <summary>Managers and admins open closed opportunities again (those they may change).</summary>
    public static bool MayReopen(Caller caller) => caller is { Role: Role.Manager or Role.Admin };

    /// <summary>Contacts belong to the company: everybody sees, makes and changes all of them; only admins delete.</summary>
    public static bool MayKeepContacts(Caller caller) => caller is { Role: Role.Salesperson or Role.Manager or Role.Admin };

    /// <summary>Cycles, stages, people, rules: admins only.</summary>
    public static bool MaySetUp(Caller caller) => caller is { Role: Role.Admin };

    /// <summary>Managers may read what admins set up.</summary>
    public static bool MayReadSetup(Caller caller) => caller is { Role: Role.Admin or Role.Manager };
}
