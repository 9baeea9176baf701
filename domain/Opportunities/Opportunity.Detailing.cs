using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Domain.Opportunities;

/// <content>What can be changed about it beside its stage.</content>
public sealed partial class Opportunity
{
    /// <summary>Gives or replaces the quote, while in progress.</summary>
    public Result<Opportunity> SetQuote(string? number, decimal? amount, string? link, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (Status != OpportunityStatus.InProgress)
        {
            return IsClosed ? Refusals.AlreadyClosed : Refusals.NotStarted;
        }

        var refusals = Checks.All(
            Checks.Tidy(number) is null ? Refusals.QuoteNumberRequired : Checks.Length(Checks.Tidy(number), MaxQuoteNumberLength, "number"),
            amount is null or <= 0 ? Refusals.QuoteAmountRequired : Checks.Amount(amount.Value, "amount"),
            Checks.Tidy(link) is { } address && !IsWebLink(address) ? Refusals.QuoteLinkBad : null,
            Checks.Length(Checks.Tidy(link), MaxQuoteLinkLength, "link"));
        if (refusals.Count > 0)
        {
            return refusals;
        }

        (QuoteNumber, QuoteAmount, QuoteLink, ChangedAt) = (Checks.Tidy(number), amount, Checks.Tidy(link), caller.Now);
        WorkedAt = caller.Now;
        return this;
    }

    /// <summary>
    /// Sets what comes next and on which day, or takes it away when both are blank. A day may stand alone, words may not; a day
    /// that is new lies not in the past.
    /// </summary>
    public Result<Opportunity> SetNextStep(string? step, DateOnly? date, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (IsClosed)
        {
            return Refusals.AlreadyClosed;
        }

        var text = Checks.Tidy(step);
        var refusals = Checks.All(
            Checks.Length(text, MaxNextStepLength, "nextStep"),
            text is not null && date is null ? Refusals.NextStepDateRequired : null,
            date is { } day ? Checks.Date(day, "nextStepDate") : null,
            date is { } then && then < caller.Today && then != NextStepDate ? Refusals.NextStepInPast : null);
        if (refusals.Count > 0)
        {
            return refusals;
        }

        (NextStep, NextStepDate, ChangedAt, WorkedAt) = (text, date, caller.Now, caller.Now);
        NextSteps += date is null ? 0 : 1;
        return this;
    }

    /// <summary>Gives this one a limit of its own in working days on a stage, 1 to 999, or the stage's again with null.</summary>
    public Result<Opportunity> SetLimit(int? workingDays, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (IsClosed)
        {
            return Refusals.AlreadyClosed;
        }

        if (workingDays is < 1 or > SalesCycleStage.MaxLimit)
        {
            return Refusals.LimitOutOfRange;
        }

        (LimitWorkingDays, ChangedAt) = (workingDays, caller.Now);
        return this;
    }

    /// <summary>Says where it came from, or with a blank that nobody knows; while it is open.</summary>
    public Result<Opportunity> SetSource(string? source, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (IsClosed)
        {
            return Refusals.AlreadyClosed;
        }

        var text = Checks.Tidy(source);
        if (Checks.Length(text, MaxSourceLength, "source") is { } tooLong)
        {
            return tooLong;
        }

        (Source, ChangedAt) = (text, caller.Now);
        return this;
    }

    /// <summary>
    /// Changes what is not part of the history; all of it, or nothing when one value is refused. Once closed only the description
    /// stays open; once started the cycle is fixed and the contact stays within its company (sections 5.4 and 6.4).
    /// </summary>
    public Result<Opportunity> Change(ChangedOpportunity change, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(caller);
        var started = Status != OpportunityStatus.NotStarted;
        var (contact, cycle) = (change.Contact ?? Contact!, change.Cycle ?? SalesCycle!);
        var refusals = Checks.All(
            Checks.Tidy(change.Description) is null
                ? Refusals.DescriptionRequired
                : Checks.Length(Checks.Tidy(change.Description), MaxDescriptionLength, "description"),
            IsClosed && (contact.Id != ContactId || change.Priority != Priority) ? Refusals.AlreadyClosed : null,
            contact.Id != ContactId && contact.Blocked ? Refusals.ContactBlocked.With(contact.Name) : null,
            contact.Id != ContactId && started && !IsSameCompany(contact)
                ? Refusals.ContactOfOtherCompany.With((Contact!.Company ?? Contact).Name)
                : null,
            cycle.Id != SalesCycleId && started ? Refusals.CycleFixed : null,
            cycle.Id != SalesCycleId && cycle.Blocked ? Refusals.CycleBlocked.With(cycle.Description) : null,
            Enum.IsDefined(change.Priority) ? null : Refusals.UnknownValue.For("priority"));
        if (refusals.Count > 0)
        {
            return refusals;
        }

        Description = Checks.Tidy(change.Description)!;
        Search = SearchOf(No, Description);
        Priority = change.Priority;
        (Contact, ContactId) = (contact, contact.Id);
        (SalesCycle, SalesCycleId) = (cycle, cycle.Id);
        if (Current is { } entry)
        {
            entry.ContactId = contact.Id;
        }

        ChangedAt = caller.Now;
        return this;
    }

    /// <summary>New figures for one that was not started yet: what its start will propose. Null leaves one as it is.</summary>
    /// <remarks>As at its making (section 3.2): amounts from 0, percentages 0–100, days between 1900 and 2999.</remarks>
    internal Result<Opportunity> SetInitial(decimal? value, decimal? chances, DateOnly? closeDate, Caller caller)
    {
        if (Status != OpportunityStatus.NotStarted)
        {
            return Refusals.ActionNotOffered;
        }

        var refusals = Checks.All(
            value is { } amount ? Checks.Amount(amount, "estimatedValue") : null,
            chances is { } percent ? Checks.Percent(percent, "chancesOfSuccess") : null,
            closeDate is { } date ? Checks.Date(date, "estimatedCloseDate") : null);
        if (refusals.Count > 0)
        {
            return refusals;
        }

        (InitialValue, InitialChances) = (value ?? InitialValue, chances ?? InitialChances);
        InitialCloseDate = closeDate ?? InitialCloseDate;
        ChangedAt = caller.Now;
        return this;
    }

    /// <summary>Something was done about it that changes none of its values.</summary>
    internal Opportunity Worked(Caller caller)
    {
        (WorkedAt, ChangedAt) = (caller.Now, caller.Now);
        return this;
    }

    private static bool IsWebLink(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps;

    private bool IsSameCompany(Contact other) => (other.CompanyId ?? other.Id) == (Contact!.CompanyId ?? ContactId);
}
