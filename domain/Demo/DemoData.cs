using System.Globalization;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Demo;

/// <summary>
/// A small company to look around in: five people, two sales cycles, twelve contacts and forty opportunities whose dates are told
/// from today. The cycles, activities and reasons are those of the trade's reference, section 2.9. Everything goes through the
/// same rules as real data.
/// </summary>
public sealed class DemoData(
    OpportunitiesContext db, ReminderPlanner reminders, ReminderRulesActs rules, CompanyCalendarActs days, TimeProvider clock)
{
    private const string Domain = "@lumen-supply.example";

    /// <summary>Code, name, role and object id of the five people; the first one is who the Agents Playground lets you be.</summary>
    public static IReadOnlyList<DemoPerson> People { get; } =
    [
        new("ANNA", "Anna Keller", Role.Salesperson, "en"),
        new("BEN", "Ben Okafor", Role.Salesperson, "en"),
        new("CHLOE", "Chloé Martin", Role.Salesperson, "fr"),
        new("DAVID", "David Lindqvist", Role.Manager, "en"),
        new("EMMA", "Emma Rossi", Role.Admin, "en"),
    ];

    private static readonly string[] Companies =
    [
        "Contoso Hotels", "Fabrikam Clinics", "Northwind Harbour", "Tailspin Rail", "Wingtip Bakery", "Litware Labs", "Adatum Museum",
        "Proseware Schools",
    ];

    private static readonly (string Name, int Company)[] Persons =
        [("Ana Lima", 0), ("Marc Dubois", 1), ("Ingrid Solberg", 2), ("Tomás Vega", 3)];

    /// <summary>
    /// Title, contact (0–11), owner (0–3), cycle (N or E), stage reached (0 is not started), value, calendar days on that stage, end.
    /// Anna has one that stands too long; the others have a few more.
    /// </summary>
    private static readonly (string Title, int Contact, int Owner, char Cycle, int Stage, decimal Value, int Days, char End)[] Deals =
    [
        ("Lobby lighting", 0, 0, 'N', 3, 42_000, 21, ' '), ("Suite dimmers", 8, 0, 'N', 2, 18_500, 3, ' '),
        ("Ward refit", 1, 0, 'E', 2, 96_000, 5, ' '), ("Night signage", 2, 0, 'N', 1, 7_400, 1, ' '),
        ("Depot floodlights", 3, 0, 'E', 3, 61_250, 6, ' '), ("Oven hall lamps", 4, 0, 'N', 0, 9_800, 4, ' '),
        ("Clean room panels", 5, 0, 'N', 4, 128_000, 8, ' '), ("Gallery spots", 6, 0, 'E', 1, 23_900, 2, ' '),
        ("Gym renovation", 7, 0, 'N', 3, 54_600, 14, 'W'), ("Car park poles", 9, 0, 'N', 2, 31_000, 20, 'L'),
        ("Conference wing", 0, 1, 'N', 2, 66_000, 26, ' '), ("Operating theatre", 9, 1, 'E', 3, 210_000, 4, ' '),
        ("Quay cranes", 10, 1, 'N', 4, 147_500, 30, ' '), ("Signal boxes", 11, 1, 'E', 2, 88_000, 9, ' '),
        ("Shop window", 4, 1, 'N', 1, 5_600, 3, ' '), ("Microscope desks", 5, 1, 'N', 0, 12_000, 2, ' '),
        ("Entrance hall", 6, 1, 'N', 3, 39_900, 7, ' '), ("Canteen", 7, 1, 'E', 1, 14_300, 12, ' '),
        ("Roof terrace", 8, 1, 'E', 4, 72_000, 10, 'W'), ("Bedside lamps", 1, 1, 'N', 3, 27_700, 18, 'L'),
        ("Spa area", 0, 2, 'N', 3, 83_000, 6, ' '), ("Radiology", 1, 2, 'N', 5, 156_000, 3, ' '),
        ("Ferry pier", 10, 2, 'E', 2, 49_500, 24, ' '), ("Platform 4", 3, 2, 'N', 2, 35_200, 5, ' '),
        ("Cold store", 4, 2, 'E', 1, 8_900, 1, ' '), ("Server room", 5, 2, 'N', 1, 19_400, 9, ' '),
        ("Depository", 6, 2, 'N', 0, 44_000, 6, ' '), ("Sports field", 7, 2, 'E', 3, 118_000, 8, ' '),
        ("Reading room", 6, 2, 'N', 4, 58_000, 11, 'W'), ("Workshop", 11, 2, 'N', 2, 22_000, 15, 'L'),
        ("Grand ballroom", 8, 3, 'E', 4, 265_000, 5, ' '), ("Helipad", 9, 3, 'N', 4, 174_000, 12, ' '),
        ("Dry dock", 2, 3, 'E', 3, 198_000, 27, ' '), ("Control centre", 11, 3, 'N', 3, 134_000, 2, ' '),
        ("Packing line", 4, 3, 'N', 2, 28_600, 4, ' '), ("Greenhouse", 5, 3, 'E', 1, 16_800, 3, ' '),
        ("Sculpture park", 6, 3, 'N', 1, 37_000, 6, ' '), ("Auditorium", 7, 3, 'N', 0, 91_000, 1, ' '),
        ("Cruise terminal", 10, 3, 'N', 5, 312_000, 13, 'W'), ("Toll station", 3, 3, 'E', 2, 47_000, 22, 'L'),
    ];

    /// <summary>Fills an empty database; one that holds a person is left alone.</summary>
    /// <returns>Whether anything was made.</returns>
    public Task<bool> SeedAsync(CancellationToken cancellationToken) => db.InTransactionAsync(
        async token =>
        {
            if (await db.Salespeople.AnyAsync(token))
            {
                return false;
            }

            var people = await MakePeopleAsync(token);
            await BeAtWorkAsync(people, token);
            var (newBusiness, existing) = await MakeCyclesAsync(token);
            var reasons = await MakeReasonsAsync(token);
            var contacts = await MakeContactsAsync(people, token);
            foreach (var deal in Deals)
            {
                await MakeDealAsync(
                    deal, people[deal.Owner], contacts[deal.Contact], deal.Cycle == 'N' ? newBusiness : existing, reasons, token);
            }

            return true;
        },
        cancellationToken);

    private static T Must<T>(Result<T> result) => result switch
    {
        Result<T>.Done(var value) => value,
        Result<T>.Refused refused => throw new InvalidOperationException($"The demo data breaks the rule {refused.First.Code}."),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private async Task<List<Salesperson>> MakePeopleAsync(CancellationToken cancellationToken)
    {
        var team = Must(SalesTeam.Create("LIGHT", "Lighting sales"));
        db.Teams.Add(team);
        await db.SaveChangesAsync(cancellationToken);
        var people = People.Select(p => Must(Salesperson.Create(p.Code, new PersonDetails(
            p.Name, p.Email, p.ObjectId, p.Role, team.Id, p.Language, "Europe/Paris", false)))).ToList();
        db.Salespeople.AddRange(people);
        await db.SaveChangesAsync(cancellationToken);
        team.LedBy(people.Single(p => p.Role == Role.Manager));
        await db.SaveChangesAsync(cancellationToken);
        return people;
    }

    /// <summary>
    /// A first visitor is to be reminded of something whenever they come: made on a day off, the company works every day; made in the quiet
    /// hours, it has none. Both can be changed under Settings, as any company's.
    /// </summary>
    private async Task BeAtWorkAsync(List<Salesperson> people, CancellationToken cancellationToken)
    {
        var (now, anna, admin) = (clock.GetUtcNow(), people[0], people.Single(p => p.Role == Role.Admin));
        var hours = await reminders.HoursAsync(anna, cancellationToken);
        var today = hours.DayOf(now);
        var caller = Caller.For(admin, ActSource.System, now, today);
        if (!hours.Calendar.IsWorkingDay(today))
        {
            Must(await days.SaveAsync(new CompanyCalendarForm(Enum.GetValues<DayOfWeek>(), []), null, caller, cancellationToken));
        }

        if (!(await reminders.HoursAsync(anna, cancellationToken)).Allows(now))
        {
            Must(await rules.SaveAsync(hours.Rules with { QuietFrom = null, QuietTo = null }, null, caller, cancellationToken));
        }
    }

    private async Task<(SalesCycle NewBusiness, SalesCycle Existing)> MakeCyclesAsync(CancellationToken cancellationToken)
    {
        Activity Plan(string code, string description, params (TaskType Type, string Text, Priority Priority, string When)[] steps)
        {
            var activity = Must(Activity.Create(code, description));
            foreach (var (type, text, priority, when) in steps)
            {
                Must(activity.AddStep(type, text, priority, when));
            }

            db.Activities.Add(activity);
            return activity;
        }

        var init = Plan("INIT", "First look",
            (TaskType.None, "Check how good the prospect is", Priority.High, ""),
            (TaskType.None, "Find the people who decide", Priority.Normal, "1W"));
        var qualify = Plan("QUAL", "Qualification",
            (TaskType.None, "Estimate what they need", Priority.Normal, ""),
            (TaskType.None, "Send a letter of introduction", Priority.Normal, "1W"),
            (TaskType.PhoneCall, "Follow the letter up", Priority.High, "2W"),
            (TaskType.None, "Verify what they need", Priority.High, "2W+1D"));
        var workshop = Plan("P-WORK", "Presentation and workshop",
            (TaskType.PhoneCall, "Make an appointment", Priority.Normal, ""), (TaskType.None, "Confirm it in writing", Priority.Low, "3D"),
            (TaskType.None, "Book the equipment", Priority.Low, "3D"), (TaskType.None, "Reserve colleagues", Priority.Normal, "3D"));
        var proposal = Plan("PROPOSAL", "Proposal",
            (TaskType.None, "Draft the proposal", Priority.High, ""), (TaskType.None, "Get it approved", Priority.High, "3D"),
            (TaskType.PhoneCall, "Agree a date to present it", Priority.High, "1W"),
            (TaskType.Meeting, "Present the proposal", Priority.High, "2W"));
        var sign = Plan("SIGN", "Signing",
            (TaskType.None, "Check that we can deliver", Priority.Low, ""), (TaskType.Meeting, "Sign the contract", Priority.High, "1W"),
            (TaskType.None, "Hand over to administration", Priority.Normal, "2W"),
            (TaskType.None, "Ask how satisfied they are", Priority.Normal, "6M"));

        var newBusiness = Must(SalesCycle.Create("NEW", "New business", ProbabilityMethod.ChancesOfSuccess));
        Must(newBusiness.AddStage(1, new StageDetails("Initial", 2, 10, null, false, true, "3M", 5)));
        Must(newBusiness.AddStage(2, new StageDetails("Qualification", 5, 20, qualify, false, false, "2M", 10)));
        Must(newBusiness.AddStage(3, new StageDetails("Presentation", 40, 50, workshop, true, true, "6W", 10)));
        Must(newBusiness.AddStage(4, new StageDetails("Proposal", 60, 75, proposal, true, false, "1M", 15)));
        Must(newBusiness.AddStage(5, new StageDetails("Sign", 95, 100, sign, true, false, "2W", 10)));
        var existing = Must(SalesCycle.Create("EXISTING", "Existing customer", ProbabilityMethod.Completed));
        Must(existing.AddStage(1, new StageDetails("Initial", 2, 10, init, false, true, "2M", 10)));
        Must(existing.AddStage(2, new StageDetails("Presentation", 50, 40, workshop, false, true, "6W", 10)));
        Must(existing.AddStage(3, new StageDetails("Proposal", 80, 80, proposal, true, false, "1M", 12)));
        Must(existing.AddStage(4, new StageDetails("Sign contract", 95, 100, sign, true, false, "2W", 8)));
        db.SalesCycles.AddRange(newBusiness, existing);
        await db.SaveChangesAsync(cancellationToken);
        return (newBusiness, existing);
    }

    private async Task<Dictionary<string, CloseReason>> MakeReasonsAsync(CancellationToken cancellationToken)
    {
        (string Code, string Won, string Lost)[] pairs =
        [
            ("BUSINESS", "Understood their business", "Did not understand their business"), ("CONSULT", "Good advice", "Poor advice"),
            ("RELATION", "Good relations", "No relations"), ("PRICE", "Better price", "Price too high"),
            ("PRODUCT", "Better product", "Product did not fit"), ("PRES", "Convincing presentation", "Weak presentation"),
            ("SALESREP", "Strong salesperson", "Wrong salesperson"),
        ];
        var reasons = pairs.SelectMany(p => new[]
        {
            Must(CloseReason.Create(p.Code + "_W", p.Won, Outcome.Won)), Must(CloseReason.Create(p.Code + "_L", p.Lost, Outcome.Lost)),
        }).ToList();
        reasons.Add(Must(CloseReason.Create("TIMEWST_L", "Was never serious", Outcome.Lost)));
        reasons.Add(Must(CloseReason.Create("POSTPND_L", "Put off by the customer", Outcome.Lost)));
        reasons.Add(Must(CloseReason.Create("WALKED_L", "We walked away", Outcome.Lost)));
        db.CloseReasons.AddRange(reasons);
        await db.SaveChangesAsync(cancellationToken);
        return reasons.ToDictionary(r => r.Code);
    }

    private async Task<List<Contact>> MakeContactsAsync(List<Salesperson> people, CancellationToken cancellationToken)
    {
        List<Contact> contacts = [];
        for (var i = 0; i < Companies.Length; i++)
        {
            contacts.Add(await MakeContactAsync(ContactType.Company, Companies[i], null, people[i % 4], cancellationToken));
        }

        await db.SaveChangesAsync(cancellationToken);
        foreach (var (name, company) in Persons)
        {
            contacts.Add(await MakeContactAsync(ContactType.Person, name, contacts[company], people[company % 4], cancellationToken));
        }

        await db.SaveChangesAsync(cancellationToken);
        return contacts;
    }

    private async Task<Contact> MakeContactAsync(
        ContactType type, string name, Contact? company, Salesperson owner, CancellationToken cancellationToken)
    {
        var no = await NumberSeries.NextContactAsync(db, cancellationToken);
        var contact = Must(Contact.Create(no, type, name, company, null, null, owner.Id));
        db.Contacts.Add(contact);
        return contact;
    }

    private async Task MakeDealAsync(
        (string Title, int Contact, int Owner, char Cycle, int Stage, decimal Value, int Days, char End) deal,
        Salesperson owner,
        Contact contact,
        SalesCycle cycle,
        Dictionary<string, CloseReason> reasons,
        CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var reached = deal.End == ' ' ? today.AddDays(-deal.Days) : today.AddDays(-deal.Days - 12);
        var started = reached.AddDays(-8 * Math.Max(0, deal.Stage - 1));
        Caller On(DateOnly day) => Caller.For(owner, ActSource.System, now.AddDays(day.DayNumber - today.DayNumber), day);

        var no = await NumberSeries.NextAsync(db, NumberSeries.Opportunities, "OPP-", 5, cancellationToken);
        var opportunity = Must(Opportunity.Create(
            no,
            new NewOpportunity(
                deal.Title + ", " + (contact.Company ?? contact).Name.Split(' ')[0], contact, owner, cycle, started,
                deal.Value > 150_000 ? Priority.High : Priority.Normal, deal.Value),
            On(started)));
        for (var stage = 1; stage <= deal.Stage; stage++)
        {
            var day = started.AddDays(8 * (stage - 1));
            if (cycle.Stages[stage - 1].QuoteRequired && opportunity.QuoteNumber is null)
            {
                var number = "Q-" + (1000 + int.Parse(no[4..], CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture);
                Must(opportunity.SetQuote(number, deal.Value, null, On(day)));
            }

            Must(opportunity.Move(new MoveRequest(
                stage == 1 ? MoveAction.First : MoveAction.Next,
                DateOfChange: day,
                CancelOpenTasks: true,
                EstimatedCloseDate: stage == deal.Stage && deal.End == ' ' ? today.AddDays(10 + (int)(deal.Value / 100 % 60)) : null),
                On(day)));
        }

        if (deal.End != ' ')
        {
            var reason = deal.End == 'W' ? "PRICE_W" : deal.Owner % 2 == 0 ? "PRICE_L" : "POSTPND_L";
            Must(opportunity.Close(
                new CloseRequest(
                    deal.End == 'W' ? Outcome.Won : Outcome.Lost, reasons[reason], today.AddDays(-deal.Days),
                    deal.End == 'W' ? deal.Value : null),
                On(today.AddDays(-deal.Days))));
        }

        db.Opportunities.Add(opportunity);
        db.AuditEntries.Add(AuditEntry.Of(On(started), OpportunityActs.Subject, no, AuditSentences.Created, opportunity.Description));
        await db.SaveChangesAsync(cancellationToken);
        // A limit that has passed since is due now, so that a first visitor is reminded of something; all else comes from now on.
        await reminders.PlanAsync(opportunity, On(reached).Now, [ReminderKind.StageLimit], cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await reminders.ReplanAsync(opportunity, On(today), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>One of the demo people.</summary>
    public sealed record DemoPerson(string Code, string Name, Role Role, string Language)
    {
        public string Email => Code.ToLowerInvariant() + Domain;

        /// <summary>Made from the code, so that it is the same on every machine.</summary>
        public Guid ObjectId => new(System.Text.Encoding.ASCII.GetBytes(("demo-person-" + Code + "----------------")[..16]));
    }
}
