using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Portal.Access;
using ChatOpportunities.Portal.Forms;
using ChatOpportunities.Portal.Language;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Portal.Pages.Setup.Settings;

/// <summary>The way from an empty database to a working one, and what is true of the whole company.</summary>
public sealed class IndexModel(
    SetupProgress progress, SalesCycleActs cycles, CompanyCalendarActs calendar, AssistantActs assistants,
    IOptions<CompanyOptions> company, IOptions<RemindersOptions> reminders, IOptions<EntraOptions> entra)
    : PortalPage
{
    public SetupSteps Steps { get; private set; } = null!;

    /// <summary>Code of a cycle that a stage can be added to.</summary>
    public string? FirstCycle { get; private set; }

    /// <summary>Working days and holidays.</summary>
    public CompanyCalendarForm Calendar { get; private set; } = new([], []);

    /// <summary>The holidays that are still to come, the next first.</summary>
    public IReadOnlyList<DateOnly> ComingHolidays => [.. Calendar.Holidays.Where(d => d >= Caller.Today).Order()];

    /// <summary>What assistants may do.</summary>
    public AssistantAccess Assistants { get; private set; }

    public bool MayWrite => AccessPolicy.MaySetUp(Caller);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Steps = await progress.ReadAsync(cancellationToken);
        Calendar = await calendar.FindAsync(Caller, cancellationToken) is Result<CurrentCompanyCalendar>.Done(var current)
            ? current.Calendar : Calendar;
        Assistants = await assistants.FindAsync(cancellationToken);
        FirstCycle = await cycles.FirstWithoutStagesAsync(cancellationToken);
    }

    /// <summary>Makes a common cycle and common reasons to begin with.</summary>
    public async Task<IActionResult> OnPostStartAsync(CancellationToken cancellationToken) =>
        await progress.StartAsync(T, Caller, cancellationToken) switch
        {
            Result<SalesCycle>.Done(var cycle) => Done(
                T[
                    "The sales cycle {0} and common close reasons are there. Look at the stages and change what is different with you.",
                    cycle.Description],
                "/Setup/SalesCycles/Details", new { code = cycle.Code }),
            Result<SalesCycle>.Refused refused => RefusedTo(refused.Refusals, "Index"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>Opens or shuts the door of assistants.</summary>
    public async Task<IActionResult> OnPostAssistantsAsync(AssistantAccess access, CancellationToken cancellationToken) =>
        await assistants.ChangeAsync(ModelState.IsValid ? access : (AssistantAccess)(-1), Caller, cancellationToken) switch
        {
            Result<AssistantAccess>.Done(var now) => Done(T["Assistants: {0}", T.Of(now)], "Index"),
            Result<AssistantAccess>.Refused refused => RefusedTo(refused.Refusals, "Index"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>The steps in the order in which they are best taken.</summary>
    public IEnumerable<Step> Checklist()
    {
        string? Link(string page, object? route = null) => MayWrite ? Url.Page(page, route) : null;
        var makeNew = new { code = NewRecord };
        yield return new(
            T["Connect the company's accounts"], T["People sign in to this portal with the account they have in Teams."],
            entra.Value.IsSet, Optional: true, null, T["Settings Portal:Entra:*"]);
        yield return new(
            T["A sales cycle with its stages"], T["The road every opportunity walks. Nothing can start without one."],
            Steps.Stages, Optional: false,
            FirstCycle is not null ? Link("/Setup/SalesCycles/Stage", new { cycle = FirstCycle, stage = NewRecord })
                : Steps.Stages ? Link("/Setup/SalesCycles/Index") : Link("/Setup/SalesCycles/New", makeNew),
            FirstCycle is not null ? T["Add the first stage"] : Steps.Stages ? T["Sales cycles"] : T["New sales cycle"],
            Starter: !Steps.Cycle);
        yield return new(
            T["Reasons for winning and losing"], T["Asked for when an opportunity is closed; at least one of each."],
            Steps.Reasons, Optional: false, Steps.Reasons ? Link("/Setup/CloseReasons/Index") : Link("/Setup/CloseReasons/Edit", makeNew),
            Steps.Reasons ? T["Close reasons"] : T["New close reason"]);
        yield return new(
            T["People"], T["Everybody who sells or manages, with the mail they have in Teams: by it the bot knows them."],
            Steps.People > 1, Optional: false, Steps.People > 1 ? Link("/Setup/People/Index") : Link("/Setup/People/Edit", makeNew),
            Steps.People > 1 ? T["People"] : T["New person"]);
        yield return new(
            T["A team with a manager"], T["A manager sees and steers what the team's people sell."],
            Steps.Team, Optional: true, Steps.Team ? Link("/Setup/People/Index") : Link("/Setup/People/Team", makeNew),
            Steps.Team ? T["People"] : T["New team"]);
        yield return new(
            T["A stage with a limit"], T["After so many working days on it the salesperson is reminded in Teams."],
            Steps.Limit, Optional: true, Link("/Setup/SalesCycles/Index"), T["Sales cycles"]);
        yield return new(
            T["Contacts"], T["Import those you have, or let them come with the first opportunities."],
            Steps.Contact, Optional: true, Link(Steps.Contact ? "/Contacts/Index" : "/Setup/Import/Index"),
            Steps.Contact ? T["Contacts"] : T["Import"]);
        yield return new(
            T["The first opportunity"], T["Here, or by writing “new” to the bot in Teams."],
            Steps.Opportunity, Optional: false, Url.Page(Steps.Opportunity ? "/Opportunities/Index" : "/Opportunities/New"),
            Steps.Opportunity ? T["Opportunities"] : T["New opportunity"]);
    }

    /// <summary>What the settings say, with the name of each.</summary>
    public IEnumerable<(string Label, string Value, string Name)> Company()
    {
        var settings = company.Value;
        yield return (T["Currency"], settings.Currency, "Company:Currency");
        yield return (T["Language of new people"], EnumTexts.LanguageName(settings.DefaultLanguage), "Company:DefaultLanguage");
        yield return (
            T["Numbers and dates as in"], settings.Region is { } region ? Regions.NameOf(region, T.Culture) : T["Not said"],
            "Company:Region");
        yield return (T["Time zone of new people"], settings.DefaultTimeZone, "Company:DefaultTimeZone");
        yield return (
            T["First opportunity number"], settings.OpportunityNumberPrefix + "1".PadLeft(settings.OpportunityNumberWidth, '0'),
            "Company:OpportunityNumberPrefix, …Width");
        yield return (T["Default sales cycle"], settings.DefaultSalesCycle ?? T["None"], "Company:DefaultSalesCycle");
        yield return (
            T["A salesperson sees"],
            T[settings.OpportunityVisibility switch
            {
                OpportunityVisibility.Own => "their own opportunities",
                OpportunityVisibility.Team => "the opportunities of their team",
                _ => "all opportunities",
            }],
            "Company:OpportunityVisibility");
        yield return (T["Reminders are sent at"], reminders.Value.SendAt.ToString("t", T.Culture), "Reminders:SendAt");
        yield return (T["Sign-in"], entra.Value.IsSet ? entra.Value.Address : T["not set up"], "Portal:Entra:Authority, …ClientId");
    }

    /// <summary>One step.</summary>
    /// <param name="Title">What is to be there.</param>
    /// <param name="Why">What it is for.</param>
    /// <param name="Done">Whether it is there.</param>
    /// <param name="Optional">Work can begin without it.</param>
    /// <param name="Link">Address where it is made; null when the reader cannot.</param>
    /// <param name="Act">What the link says.</param>
    /// <param name="Starter">The ready-made start does it.</param>
    public sealed record Step(string Title, string Why, bool Done, bool Optional, string? Link, string Act, bool Starter = false);
}
