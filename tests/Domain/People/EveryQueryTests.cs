using System.Globalization;
using System.Reflection;
using System.Text;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Delivery;
using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Tests.Domain.People;

/// <summary>
/// Every query of every service of the domain is asked by people who see their own only, with and without what somebody else has: both
/// times the answer is the same, so that no count, no sum and no name comes from there. A query that is new is asked, too; one whose
/// arguments nobody knows here fails by its name.
/// </summary>
[Trait("Suite", "Database")]
public sealed partial class EveryQueryTests
{
    /// <summary>Whose name, code, numbers and figures nobody of the askers sees.</summary>
    private const string Foreigner = "FAR";

    private const string ForeignTeam = "FARTEAM";
    private static readonly Guid ForeignMessage = new("f0000000-0000-4000-8000-000000000001");
    private static readonly string[] Questions = ["Find", "List", "Read", "Preview", "Count", "Log"];

    /// <summary>Those without whom the product would not run; people do not ask them.</summary>
    private static readonly HashSet<Type> Machinery =
    [
        typeof(Recognition), typeof(FirstAdmins), typeof(ReminderPlanner), typeof(ReminderDispatcher), typeof(OnceOnly),
        typeof(CompanyCalendar), typeof(KnownSetup), typeof(SetupCache), typeof(SqliteConnections),
    ];

    /// <summary>What changes something and is no use case with a refusal, or has a reason to answer everybody.</summary>
    private static readonly Dictionary<string, string> NotAsked = new()
    {
        ["BulkWork.GoOnAsync"] = "a job, in the name of whoever began it",
        ["BulkWork.RunningAsync"] = "keys alone, for the job",
        ["ListColumns.KeepAsync"] = "changes what is one's own",
        ["BulkOutcomes.TakeAsync"] = "changes what is one's own",
        ["BulkOutcomes.KeepAsync"] = "changes what is one's own",
        ["BulkOutcomes.GiveBackAsync"] = "changes what is one's own",
        ["ReminderActs.SeenAsync"] = "changes what is one's own",
        ["WinsChannels.ForgetAsync"] = "changes, when the bot was removed from a channel",
        ["ImportActs.GoOnAsync"] = "a job, in the name of whoever brought the file",
        ["ImportActs.RunningAsync"] = "a job: ids of files",
        ["CompanyExport.WriteAsync"] = "all there is, for admins: NoteAsync asks that first, and at a console nobody is somebody",
        ["ApiTokenActs.RecognizeAsync"] = "who asks is what it finds out",
        ["CalendarFeed.ReadAsync"] = "who asks is what it finds out; CalendarTests ask what a person may not see",
        ["DemoData.SeedAsync"] = "fills an empty database",
        ["OpportunityQueries.FindForGroupAsync"] = "for a group it was shown to by somebody who may see it; its values are not shown",
        ["TaskActs.IsOfAsync"] = "says of two numbers that are known whether they belong together",
        ["BriefQueries.OfAsync"] = "of reminders that were read for their person",
        ["BoardChoices.KeepAsync"] = "changes what is one's own",
        ["BoardQueries.StampAsync"] = "says that somebody did something, and neither who nor what",
        ["SalesCycleActs.EntriesOfAsync"] = "keys alone, for an admin's act that takes them back",
    };

    /// <summary>What admins see no more of either: it is everybody's, or one's own.</summary>
    private static readonly Dictionary<string, string> SameForAll = new()
    {
        ["ActivityActs.FindAsync"] = "the company's activities",
        ["ActivityActs.ListAsync"] = "the company's activities",
        ["ActivityActs.StagesAsync"] = "the company's activities",
        ["ActivityActs.WithStepsAsync"] = "the company's activities",
        ["AssistantActs.FindAsync"] = "whether the door is open, which the door itself says",
        ["BoardChoices.LastAsync"] = "one's own",
        ["BriefQueries.DayAsync"] = "one's own",
        ["BriefQueries.OpenAsync"] = "one's own",
        ["UndoActs.ListAsync"] = "one's own",
        ["BulkOutcomes.FindAsync"] = "one's own",
        ["BulkWork.FindAsync"] = "one's own",
        ["ListColumns.FindAsync"] = "one's own",
        ["Choices.ActivitiesAsync"] = "who works here, teams, cycles, reasons, contacts: everybody's",
        ["Choices.AllCloseReasonsAsync"] = "who works here, teams, cycles, reasons, contacts: everybody's",
        ["Choices.AllCyclesAsync"] = "who works here, teams, cycles, reasons, contacts: everybody's",
        ["Choices.CloseReasonsAsync"] = "who works here, teams, cycles, reasons, contacts: everybody's",
        ["Choices.ColleagueAsync"] = "who works here, teams, cycles, reasons, contacts: everybody's",
        ["Choices.ColleaguesAsync"] = "who works here, teams, cycles, reasons, contacts: everybody's",
        ["Choices.ColleaguesInTeamsAsync"] = "who works here, teams, cycles, reasons, contacts: everybody's",
        ["Choices.ContactsAsync"] = "who works here, teams, cycles, reasons, contacts: everybody's",
        ["Choices.CyclesAsync"] = "who works here, teams, cycles, reasons, contacts: everybody's",
        ["Choices.EverybodyAsync"] = "who works here, teams, cycles, reasons, contacts: everybody's",
        ["Choices.MayActForAsync"] = "who works here, teams, cycles, reasons, contacts: everybody's",
        ["Choices.MayChangeOfAsync"] = "who works here, teams, cycles, reasons, contacts: everybody's",
        ["Choices.MyselfAsync"] = "who works here, teams, cycles, reasons, contacts: everybody's",
        ["Choices.PersonAsync"] = "who works here, teams, cycles, reasons, contacts: everybody's",
        ["Choices.SpokenNamesAsync"] = "who works here, teams, cycles, reasons, contacts: everybody's",
        ["Choices.StagesAsync"] = "who works here, teams, cycles, reasons, contacts: everybody's",
        ["Choices.TeamsAsync"] = "who works here, teams, cycles, reasons, contacts: everybody's",
        ["CloseReasonActs.FindAsync"] = "the company's reasons",
        ["ImportActs.ListAsync"] = "files that are there in either; for those who may read the setup",
        ["ImportActs.RowsAsync"] = "lines of a file that is there in either; for those who may read the setup",
        ["ImportActs.MappingsAsync"] = "the company's mappings; for those who may read the setup",
        ["ImportActs.FindAsync"] = "a file that is there in either; for those who may read the setup",
        ["CompanyCalendarActs.FindAsync"] = "the company's days",
        ["ContactActs.FindAsync"] = "contacts are everybody's",
        ["ContactActs.FindSimilarAsync"] = "contacts are everybody's",
        ["ContactActs.ListAsync"] = "contacts are everybody's",
        ["ContactActs.MergedIntoAsync"] = "contacts are everybody's",
        ["ContactActs.MeantAsync"] = "contacts are everybody's",
        ["ContactsInText.BeginningAsync"] = "contacts are everybody's",
        ["ContactsInText.NearAsync"] = "contacts are everybody's",
        ["Figures.SlippedAsync"] = "nothing is late there",
        ["Figures.MyMonthAsync"] = "one's own",
        ["OpportunityQueries.OnlyOpenAsync"] = "one's own",
        ["OpportunityQueries.OpenNamedAsync"] = "one's own",
        ["Proposals.CycleAsync"] = "one of the cycles given, by the caller's own last one",
        ["Proposals.FiguresAsync"] = "what a cycle's first stage proposes",
        ["CalendarFeed.SinceAsync"] = "one's own",
        ["OwnSettings.FindAsync"] = "one's own",
        ["PeopleActs.FindAsync"] = "who works here is everybody's to know; who waits is not",
        ["PeopleActs.FindTeamAsync"] = "who works here is everybody's to know; who waits is not",
        ["PeopleActs.ListAsync"] = "who works here is everybody's to know; who waits is not",
        ["PeopleActs.TeamsAsync"] = "who works here is everybody's to know; who waits is not",
        ["PeopleActs.WaitingAsync"] = "who works here is everybody's to know; who waits is not",
        ["ReminderActs.EarlierAsync"] = "one's own",
        ["ReminderActs.FindAsync"] = "one's own",
        ["ReminderActs.OfMessageAsync"] = "one's own",
        ["ReminderActs.TheirsAsync"] = "one's own",
        ["ReminderQueries.PreviewAsync"] = "nothing was due there yet",
        ["ReminderQueries.PreviewLimitAsync"] = "nothing was due there yet",
        ["ReminderQueries.UndeliveredAsync"] = "admins only",
        ["ReminderRulesActs.FindAsync"] = "the company's rules",
        ["SalesCycleActs.FindAsync"] = "the company's cycles",
        ["SalesCycleActs.FirstWithoutStagesAsync"] = "the company's cycles",
        ["SalesCycleActs.WithStagesAsync"] = "the company's cycles",
        ["SavedViews.ListAsync"] = "one's own",
        ["TeamViews.ListAsync"] = "one's own team's",
        ["SetupProgress.ReadAsync"] = "whether there is any at all",
        ["TaskActs.MineAsync"] = "one's own",
        ["TeamChangesQuery.BeforeAsync"] = "this admin leads no team",
        ["UndoActs.IsOfferedAsync"] = "one's own",
        ["UndoActs.LastAsync"] = "one's own",
        ["WinsChannels.FindAsync"] = "the channel of a team",
        ["WinsChannels.TeamsOfAsync"] = "the channel of a team",
    };

    /// <summary>Of what salespeople are told nothing at all: it is for managers and admins, or for admins alone.</summary>
    private static readonly string[] NotForSalespeople =
    [
        "ApiTokenActs.ListAsync", "AuditQueries.ListAsync", "CompanyCalendarActs.FindAsync", "ImportActs.FindAsync",
        "ImportActs.ListAsync", "ImportActs.RowsAsync",
        "PeopleActs.WaitingAsync", "PrivacyActs.FindContactAsync", "PrivacyActs.FindPersonAsync", "ReminderQueries.CountsAsync",
        "ReminderQueries.LogAsync", "ReminderQueries.PreviewAsync", "ReminderQueries.PreviewLimitAsync",
        "ReminderQueries.UndeliveredAsync", "ReminderRulesActs.FindAsync",
    ];

    [Fact]
    public async Task NobodyIsToldAnythingOfWhatTheyMayNotSee()
    {
        await using var with = await StartAsync();
        var foreign = await AddForeignAsync(with);
        await using var without = await StartAsync();
        List<string> told = [];
        foreach (var asker in new[] { "ANNA", "DAVID", "HEAD" })
        {
            foreach (var query in Queries().Where(q => !NotAsked.ContainsKey(NameOf(q))))
            {
                var (there, gone) = (await AskAsync(with, query, asker, foreign), await AskAsync(without, query, asker, foreign));
                told.AddRange(there.Zip(gone).Where(a => a.First != a.Second).Take(1)
                    .Select(a => $"{NameOf(query)} tells {asker}: {Difference(a.First, a.Second)}"));
            }
        }

        Assert.True(told.Count == 0, string.Join('\n', told));
    }

    /// <summary>What shows no difference to an admin either may have been asked about something else.</summary>
    [Fact]
    public async Task EachIsAskedAboutSomethingThatAnAdminIsTold_OrIsEverybodys()
    {
        await using var with = await StartAsync();
        var foreign = await AddForeignAsync(with);
        await using var without = await StartAsync();
        List<string> blind = [];
        foreach (var query in Queries().Where(q => !NotAsked.ContainsKey(NameOf(q))))
        {
            if ((await AskAsync(with, query, "EMMA", foreign)).SequenceEqual(await AskAsync(without, query, "EMMA", foreign)))
            {
                blind.Add(NameOf(query));
            }
        }

        var (unlisted, listed) = (blind.Except(SameForAll.Keys).ToList(), SameForAll.Keys.Except(blind).ToList());
        Assert.True(unlisted.Count == 0, "To be asked about something else, or listed with a reason: " + string.Join(", ", unlisted));
        Assert.True(listed.Count == 0, "Listed, though an admin is told more: " + string.Join(", ", listed));
    }

    [Fact]
    public async Task SalespeopleAreToldNothingOfWhatIsForManagersAndAdmins()
    {
        await using var host = await StartAsync();
        var foreign = await AddForeignAsync(host);
        var queries = Queries().Where(q => NotForSalespeople.Contains(NameOf(q))).ToList();
        foreach (var query in queries)
        {
            Assert.All(
                await AskAsync(host, query, "ANNA", foreign), told => Assert.True(IsNothing(told), $"{NameOf(query)} tells: {told}"));
            Assert.Contains(await AskAsync(host, query, "EMMA", foreign), told => !IsNothing(told));
        }

        Assert.Equal(NotForSalespeople, queries.Select(NameOf).Order(StringComparer.Ordinal));
    }

    private static bool IsNothing(string told) =>
        told.Trim() is "-" or "[ ]" || told.Contains("forbidden", StringComparison.OrdinalIgnoreCase);

    private static string NameOf(MethodInfo query) => $"{query.DeclaringType!.Name}.{query.Name}";

    /// <summary>All that a host of the domain can be asked, but for acts: those end in a refusal where there is no right.</summary>
    private static List<MethodInfo> Queries()
    {
        var services = new ServiceCollection();
        services.AddDomain(new DatabaseOptions { Provider = DatabaseProvider.Sqlite, ConnectionString = "Data Source=:memory:" });
        return [.. services.Select(s => s.ServiceType).Where(t => t.Assembly == typeof(Choices).Assembly && !Machinery.Contains(t)
                && !typeof(DbContext).IsAssignableFrom(t) && !t.IsGenericType)
            .Distinct().SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(m => !m.IsSpecialName && (typeof(Task).IsAssignableFrom(m.ReturnType) || IsSequence(m.ReturnType)) && !IsAct(m))];
    }

    private static bool IsSequence(Type type) => type.IsGenericType
        && (type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>) || type.GetGenericTypeDefinition() == typeof(IQueryable<>));

    private static bool IsAct(MethodInfo method) =>
        method.ReturnType.ToString().Contains("ChatOpportunities.Domain.Result`1", StringComparison.Ordinal)
        && !method.DeclaringType!.Name.EndsWith("Queries", StringComparison.Ordinal)
        && !Array.Exists(Questions, q => method.Name.StartsWith(q, StringComparison.Ordinal));

    /// <summary>The demo company, beside it another team whose leader is none any more; nobody sees more than their own.</summary>
    private static async Task<DomainHost> StartAsync()
    {
        var host = await DomainHost.StartWithDemoAsync(
            services => services.Configure<CompanyOptions>(o => o.OpportunityVisibility = OpportunityVisibility.Own));
        var emma = await host.CallerAsync("EMMA");
        await host.HireAsync("HEAD", Role.Manager, null);
        (await host.PeopleAsync(p => p.SaveTeamAsync(ForeignTeam, "Far away", "HEAD", isNew: true, null, emma, default))).Done();
        await host.HireAsync(Foreigner, Role.Salesperson, ForeignTeam);
        var head = new PersonForm("HEAD", null, null, Role.Salesperson, null, "en", "Europe/Paris", false);
        (await host.PeopleAsync(p => p.SaveAsync("HEAD", head, isNew: false, null, emma, default))).Done();
        (await host.DoAsync<ApiTokenActs, Result<NewApiToken>>(
            acts => acts.CreateAsync("For a program", Role.Admin, null, emma, default))).Done();
        (await host.DoAsync<ImportActs, Result<ImportFile>>(acts => acts.TryAsync(
            ImportKind.Contacts, "list.csv", Encoding.UTF8.GetBytes("name\nFrom a file\n"), new Texts(CultureInfo.InvariantCulture, "EUR"),
            emma, default))).Done();
        await host.DoAsync<OpportunitiesContext>(db =>
        {
            db.WaitingPeople.Add(WaitingPerson.Of(new Guid("f0000000-0000-4000-8000-000000000002"), "Sam Unknown", null, emma.Now));
            db.OutboxMessages.Add(new OutboxMessage { Id = 1, TurnId = 1, Payload = "", FailedAt = emma.Now, LastError = "refused" });
            return db.SaveChangesAsync();
        });
        return host;
    }

    /// <summary>One of each state; one has a quote, a note, tasks, an act to undo, and reminders sent, failed and waiting.</summary>
    private static async Task<Foreign> AddForeignAsync(DomainHost host)
    {
        host.IsBroken = true; // written past the rules, so that each query has something to tell
        var far = await host.CallerAsync(Foreigner);
        async Task<string> MakeAsync(string title, decimal? value = 987_654.32m) => (await host.CreateAsync(
            new CreateOpportunity(title, "CT-00001", SalesCycleCode: "NEW", StartNow: value is not null, EstimatedValue: value),
            far)).Done().No;
        var open = await MakeAsync("Ziggurat works");
        (await host.QuoteAsync(open, new QuoteRequest("Q-1", 987_654.32m, null), far)).Done();
        (await host.DoAsync<OpportunityActs, Result<Acted>>(
            acts => acts.SetNextStepAsync(open, "Call the ziggurat", far.Today.AddDays(3), null, far, default))).Done();
        (await host.DoAsync<MessageNotes, Result<string>>(
            notes => notes.KeepAsync(open, new MessageNote("Zoe", "About the ziggurat", null), far, default))).Done();
        var (won, lost) = (await MakeAsync("Ziggurat won"), await MakeAsync("Ziggurat lost"));
        var (good, bad) = (await ReasonAsync(host, Outcome.Won), await ReasonAsync(host, Outcome.Lost));
        (await host.CloseAsync(won, new CloseOpportunity(Outcome.Won, good, Amount: 987_654.32m), far)).Done();
        (await host.CloseAsync(lost, new CloseOpportunity(Outcome.Lost, bad), far)).Done();
        await MakeAsync("Ziggurat later", value: null);
        var (emma, months) = (await host.CallerAsync("EMMA"), Enumerable.Repeat<decimal?>(987_654.32m, FiscalYear.Months).ToList());
        foreach (var (isTeam, code) in new[] { (false, Foreigner), (true, ForeignTeam) })
        {
            (await host.DoAsync<TargetActs, Result<TargetHolder>>(
                targets => targets.SaveAsync(isTeam, code, far.Today.Year, months, null, emma, default))).Done();
        }

        (await host.MoveAsync(open, new MoveRequest(MoveAction.Next), far)).Done();
        return await host.DoAsync<OpportunitiesContext, Foreign>(async db =>
        {
            var opportunity = await db.Opportunities.AsNoTracking().Include(o => o.Entries).SingleAsync(o => o.No == open);
            var ids = await db.Reminders.Where(r => r.Opportunity!.Salesperson!.Code == Foreigner).OrderBy(r => r.Id).Select(r => r.Id)
                .ToListAsync();
            for (var i = 0; i < ids.Count; i++)
            {
                var id = ids[i];
                var state = (i % 3) switch { 0 => ReminderState.Sent, 1 => ReminderState.Failed, _ => ReminderState.Pending };
                DateTimeOffset? sentAt = state == ReminderState.Sent ? far.Now : null;
                await db.Reminders.Where(r => r.Id == id).ExecuteUpdateAsync(set => set.SetProperty(r => r.State, state)
                    .SetProperty(r => r.MessageId, ForeignMessage).SetProperty(r => r.SentAt, sentAt).SetProperty(r => r.SeenAt, sentAt)
                    .SetProperty(r => r.DueAt, far.Now.AddHours(-1)).SetProperty(r => r.LastError, "refused"));
            }

            return new Foreign(
                opportunity, opportunity.SalespersonId, opportunity.SalesCycleId, opportunity.Entries.Single(e => e.Active).StageId!.Value,
                ids);
        });
    }

    private static Task<string> ReasonAsync(DomainHost host, Outcome outcome) => host.DoAsync<OpportunitiesContext, string>(
        db => db.CloseReasons.Where(r => r.Outcome == outcome && !r.Blocked).OrderBy(r => r.Code).Select(r => r.Code).FirstAsync());

    private sealed record Foreign(Opportunity Opportunity, long SalespersonId, long CycleId, long StageId, IReadOnlyList<long> Reminders);
}
