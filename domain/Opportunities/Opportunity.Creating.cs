using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Domain.Opportunities;

/// <content>Making an opportunity, by the rules of the wizard.</content>
public sealed partial class Opportunity
{
    /// <summary>
    /// Makes an opportunity, in the order of the wizard's checks (section 3.2). The contact, salesperson and cycle were looked up
    /// by the caller; null means not given. Starting is a move of its own.
    /// </summary>
    public static Result<Opportunity> Create(string no, NewOpportunity request, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(caller);
        var creation = request.CreationDate ?? caller.Today;
        var refusals = Checks.All(
            Checks.Date(creation, "creationDate"),
            Checks.Tidy(request.Description) is null
                ? Refusals.DescriptionRequired
                : Checks.Length(Checks.Tidy(request.Description), MaxDescriptionLength, "description"),
            request.Contact is null ? Refusals.ContactRequired : null,
            request.Contact is { Blocked: true } ? Refusals.ContactBlocked.With(request.Contact.Name) : null,
            request.Salesperson is null ? Refusals.SalespersonRequired : null,
            request.Salesperson is { Blocked: true } ? Refusals.SalespersonBlocked.With(request.Salesperson.Name) : null,
            request.Cycle is null ? Refusals.CycleRequired : null,
            request.Cycle is { Blocked: true } ? Refusals.CycleBlocked.With(request.Cycle.Description) : null,
            Enum.IsDefined(request.Priority) ? null : Refusals.UnknownValue.For("priority"),
            request.EstimatedValue is { } value ? Checks.Amount(value, "estimatedValue") : null,
            request.ChancesOfSuccess is { } chances ? Checks.Percent(chances, "chancesOfSuccess") : null,
            request.EstimatedCloseDate is { } date ? Checks.Date(date, "estimatedCloseDate") : null,
            Checks.Length(Checks.Tidy(request.Source), MaxSourceLength, "source"));
        if (request.StartNow && refusals.Count > 0)
        {
            // The start would refuse these too: all that is missing is told at once.
            refusals.AddRange(WrongFigures(
                request.EstimatedValue ?? 0, request.ChancesOfSuccess ?? 100, request.EstimatedCloseDate ?? creation, creation));
        }

        return refusals.Count > 0
            ? refusals
            : new Opportunity
            {
                No = no,
                Description = Checks.Tidy(request.Description)!,
                Search = SearchOf(no, Checks.Tidy(request.Description)!),
                Contact = request.Contact,
                ContactId = request.Contact!.Id,
                Salesperson = request.Salesperson,
                SalespersonId = request.Salesperson!.Id,
                SalesCycle = request.Cycle,
                SalesCycleId = request.Cycle!.Id,
                CreationDate = creation,
                Priority = request.Priority,
                Source = Checks.Tidy(request.Source),
                InitialValue = request.EstimatedValue,
                InitialChances = request.ChancesOfSuccess,
                InitialCloseDate = request.EstimatedCloseDate,
                ChangedAt = caller.Now,
                WorkedAt = caller.Now,
            };
    }
}
