using System.Globalization;
using System.Reflection;
using ChatOpportunities.Bot.Capture;
using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.HandOver;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Lists;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Bot.Pipeline;
using ChatOpportunities.Bot.Reminders;
using ChatOpportunities.Bot.Review;
using ChatOpportunities.Bot.Settings;
using ChatOpportunities.Bot.Share;
using ChatOpportunities.Bot.Talk;
using ChatOpportunities.Bot.Tasks;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Bot.Understanding.Talk;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Tests.Bot.Cards;

/// <summary>
/// One card, or a few, of every builder of the product, filled from the demo company. Whoever adds a builder adds its card here;
/// <see cref="CardGalleryTests"/> finds the builders by themselves.
/// </summary>
internal static class CardGallery
{
    private const string Hostile =
        "**Bold** [link](http://x.example) <b>& {{DATE(2026-01-05T08:00:00Z)}} `code` \u202Egnihton\u202C 🚀 مشروع # 1. x_y_z a very long title that goes on and";

    /// <summary>Every method that makes a whole card.</summary>
    public static IReadOnlyList<string> Builders { get; } =
    [
        .. typeof(AdaptiveCard).Assembly.GetTypes()
            .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(m => m.ReturnType == typeof(AdaptiveCard) && !m.IsPrivate && m.DeclaringType != typeof(CardParts)
                && !m.Name.Contains('<', StringComparison.Ordinal))
            .Select(m => $"{m.DeclaringType!.Name}.{m.Name}").Distinct().Order(StringComparer.Ordinal),
    ];

    public static async Task<IReadOnlyList<CardSample>> AllAsync(BotApplication bot, string language)
    {
        await using var scope = bot.Services.CreateAsyncScope();
        var (services, none) = (scope.ServiceProvider, CancellationToken.None);
        var db = services.GetRequiredService<OpportunitiesContext>();
        var queries = services.GetRequiredService<OpportunityQueries>();
        var calendar = services.GetRequiredService<WorkingCalendar>();
        var t = new BotTexts(CultureInfo.GetCultureInfo(language == "fr" ? "fr-FR" : "en-GB"), "EUR");
        var anna = await db.Salespeople.AsNoTracking().SingleAsync(p => p.Code == "ANNA", none);
        var caller = Caller.For(anna, ActSource.Chat, bot.Clock.GetUtcNow());
        async Task<OpportunityView> Of(string no) => (await queries.FindAsync(no, caller, none))!;
        var (stale, fresh, waiting, won) = (await Of("OPP-00001"), await Of("OPP-00003"), await Of("OPP-00006"), await Of("OPP-00009"));
        var nobody = new Dictionary<string, string>();
        var people = await db.Salespeople.AsNoTracking().OrderBy(p => p.Name).Select(p => new NamedRecord(p.Id, p.Code, p.Name, null))
            .ToListAsync(none);
        var contacts = await db.Contacts.AsNoTracking().OrderBy(c => c.Search)
            .Select(c => new NamedRecord(c.Id, c.No, c.Name, c.Company!.Name)).ToListAsync(none);
        var cycles = await db.SalesCycles.AsNoTracking().Select(c => new NamedRecord(c.Id, c.Code, c.Description, null)).ToListAsync(none);
        async Task<List<NamedRecord>> Reasons(Outcome outcome) =>
            await db.CloseReasons.AsNoTracking().Where(r => r.Outcome == outcome).OrderBy(r => r.Description)
                .Select(r => new NamedRecord(r.Id, r.Code, r.Description, null)).ToListAsync(none);
        var choices = new CaptureChoices(contacts, people, cycles);
        var form = new CaptureForm(
            "0123456789abcdef0123456789abcdef", "Atrium pendants", "CT-00001", null, 45, caller.Today.AddDays(30), "ANNA", 40, "high",
            "NEW", new Dictionary<string, string> { ["value"] = t["“{0}” is a small amount: thousands may be meant.", "45"] });
        var lists = services.GetRequiredService<RiskLists>();
        var mine = await lists.ListAsync(new OpportunityFilter(Open: true, SalespersonCode: "ANNA"), staleOnly: false, caller, none);
        var tasks = await services.GetRequiredService<TaskActs>().MineAsync(200, caller, none);
        var days = ComingDays.Of(t, calendar, caller.Today);
        var reminder = await db.Reminders.AsNoTrackingWithIdentityResolution().Include(r => r.Opportunity!.Contact!.Company)
            .Include(r => r.Opportunity!.Salesperson)
            .Include(r => r.Opportunity!.SalesCycle!.Stages).Include(r => r.Opportunity!.Tasks).Include(r => r.Opportunity!.Entries)
            .ThenInclude(e => e.Stage)
            .FirstAsync(r => r.Opportunity!.No == "OPP-00001" && r.Kind == ReminderKind.StageLimit, none);
        var next = fresh.Opportunity.PreviewMoves(caller).First(m => m.Action == MoveAction.Next);
        var values = fresh.Opportunity.Propose(new MoveRequest(next.Action), next.Proposed.Stage, caller);

        var manager = Caller.For(
            await db.Salespeople.AsNoTracking().SingleAsync(p => p.Code == "DAVID", none), ActSource.Chat, bot.Clock.GetUtcNow());
        var moves = fresh.Opportunity.PreviewMoves(caller);
        var ownTasks = (await services.GetRequiredService<TaskActs>()
            .OfOpportunityAsync("OPP-00001", TaskActs.MaxPage, null, caller, none))!.Value.Items;
        var steps = (await queries.ActsAsync("OPP-00001", caller, none)).Take(5).ToList();
        var changes = await db.AuditEntries.AsNoTracking().Where(a => a.Subject == AuditSubjects.Opportunity).OrderBy(a => a.Id).Take(60)
            .ToListAsync(none);
        var review = new TeamReview(await queries.ByWorryAsync(null, calendar, manager, none), 1, manager.Now);
        var figures = services.GetRequiredService<Figures>();
        async Task<PipelineFigures> Divided(PipelineGrouping by) => (await figures.PipelineAsync(new FigureFilter(), by, manager, none))!;
        var brief = (await db.Reminders.AsNoTrackingWithIdentityResolution().Include(r => r.Opportunity!.Contact!.Company)
            .OrderBy(r => r.Id).ToListAsync(none))
            .GroupBy(r => r.OpportunityId).Select(g => new BriefRow([.. g], [.. g], [t["{0} gave you this opportunity.", "Ben"], Hostile]))
            .ToList();
        var due = await db.Reminders.AsNoTracking().Where(r => r.Kind == ReminderKind.TaskDue && r.Salesperson!.Code == "ANNA")
            .OrderBy(r => r.Id).Take(2).ToListAsync(none);
        await services.GetRequiredService<OpportunityActs>().AssignAsync("OPP-00018", "ANNA", true, null, manager, none);
        var handOver = await db.Reminders.AsNoTracking().FirstAsync(r => r.Kind == ReminderKind.HandOver, none);
        var row = new BriefRow([reminder], [reminder], [t["{0} gave you this opportunity.", "Ben"]]);
        var handedOver = new List<(string No, Result<Acted> Result)>
        {
            ("OPP-00001", new Acted(stale.Opportunity, null)), ("OPP-00003", new Acted(fresh.Opportunity, null)),
            ("OPP-00006", Refusals.Forbidden),
        };
        var open = mine.Rows.Select(r => new NamedRecord(r.Opportunity.Id, r.Opportunity.No, r.Opportunity.Description)).ToList();

        var link = "https://teams.microsoft.com/l/message/19:x@thread.tacv2/1?context=%7B%7D";
        AuditEntry Wrote(string text) =>
            AuditEntry.Of(caller, AuditSubjects.Opportunity, "OPP-00001", AuditSentences.MessageKept, "Megan Bowen", text, link);

        return
        [
            new("GreetingCards.Welcome", GreetingCards.Welcome(t, anna.Name, leads: false)),
            new("GreetingCards.Welcome", "manager", GreetingCards.Welcome(t, "David Lindqvist", leads: true)),
            new("GreetingCards.Hello", GreetingCards.Hello(t, anna.Name)),
            new("GreetingCards.Help", GreetingCards.Help(t)),
            new("GreetingCards.Examples", GreetingCards.Examples(t, Role.Salesperson)),
            new("GreetingCards.Examples, manager", GreetingCards.Examples(t, Role.Manager)),
            new("GreetingCards.Stranger", GreetingCards.Stranger(t)),
            new("GreetingCards.Blocked", GreetingCards.Blocked(t)),
            new("GreetingCards.InPrivate", GreetingCards.InPrivate(t)),
            new("GreetingCards.GroupWelcome", GreetingCards.GroupWelcome(t)),
            new("GreetingCards.Edited", GreetingCards.Edited(t)),
            new("GreetingCards.NotUnderstood", GreetingCards.NotUnderstood(t)),
            new("GreetingCards.Notice", GreetingCards.Notice(t, t["Dropped. Nothing was saved."])),
            new("GreetingCards.NoticeWithStarts", GreetingCards.NoticeWithStarts(
                t, t["Nothing found for “{0}”.", Hostile], t["Try part of the title, the number or the contact."])),
            new("CaptureCard.Form", "empty", CaptureCard.Form(
                t, new CaptureForm("0123456789abcdef0123456789abcdef", Salesperson: "ANNA", Cycle: "NEW", IsWhole: true), choices)),
            new("CaptureCard.Form", "compact", CaptureCard.Form(
                t,
                form with { Notes = null, Value = 45_000, Proposed = ["closeDate", "chances", "cycle"], Salesperson = "BEN" },
                choices with { Myself = "ANNA", IsHandedOver = true },
                change: new CaptureChange(form with { Title = Hostile, Salesperson = "ANNA" }, Hostile))),
            new("CaptureCard.Form", "compact with a doubt", CaptureCard.Form(t, form with { ContactNo = null }, choices)),
            new("CaptureCard.Form", "doubts and a similar one", CaptureCard.Form(
                t, form with { IsWhole = true },
                choices with { Similar = new SimilarOpportunity("OPP-00001", "Lobby lighting, Contoso", "Anna Keller") })),
            new("CaptureCard.Form", "from a message", CaptureCard.Form(
                t, form with { Message = MessageNote.Of("Megan Bowen", Hostile, link) },
                choices with
                {
                    Similar = new SimilarOpportunity("OPP-00001", "Lobby lighting, Contoso", "Anna Keller"),
                    Likely = new SimilarOpportunity("OPP-00002", "Suite dimmers", "Anna Keller"),
                })),
            new("CaptureCard.Form", "not saved", CaptureCard.Form(
                t, form with { Title = Hostile, ContactNo = null, Value = null, IsWhole = true }, choices,
                new Dictionary<string, string> { ["contact"] = Refusals.ContactRequired.With().Say(t), ["value"] = Refusals.ValueRequired
                    .With().Say(t) })),
            new("OpportunityCard.Show", "stale", OpportunityCard.Show(t, stale)),
            new("OpportunityCard.Show", "done", OpportunityCard.Show(t, fresh, t["Moved to {0}.", "Presentation"])),
            new("OpportunityCard.Show", "refused", OpportunityCard.Show(t, waiting, refused: Refusals.Forbidden.With().Say(t))),
            new("OpportunityCard.Show", "won", OpportunityCard.Show(t, won)),
            new("SharedCard.Show", SharedCard.Show(t, "OPP-00001", "Lobby lighting, Contoso", "Contoso Hotels", "Presentation")),
            new("OpportunityCard.More", OpportunityCard.More(t, stale, [Wrote(Hostile), Wrote(new string('w', 500))])),
            new("OpportunityCard.Shared", OpportunityCard.Shared(
                t, stale.Opportunity,
                Refresh.For("opportunity.view", new ButtonData("OPP-00001"), ButtonJson.Default.ButtonData, ["29:anna", "29:david"]))),
            new("MoveCard.Stages", MoveCard.Stages(t, fresh.Opportunity, moves, t["Choose a stage"])),
            new("NextStepCard.Form", NextStepCard.Form(
                t, stale.Opportunity, Hostile, caller.Today.AddDays(3),
                new Dictionary<string, string> { ["nextStepDate"] = t["This is not a date."] })),
            new("QuoteCard.Form", QuoteCard.Form(
                t, fresh.Opportunity, new QuoteRequest(null, 12500.5m, "https://quotes.example/4711"),
                new Dictionary<string, string> { ["quoteNumber"] = Refusals.QuoteRequired.With(next.Proposed.Stage.Description).Say(t) })),
            new("OpportunityTasksCard.List", OpportunityTasksCard.List(t, stale.Opportunity, ownTasks, caller.Today, "Call")),
            new("OpportunityTasksCard.List", "many", OpportunityTasksCard.List(
                t, stale.Opportunity, tasks, caller.Today, refused: Refusals.Forbidden.With().Say(t))),
            new("OpportunityTasksCard.List", "none", OpportunityTasksCard.List(t, stale.Opportunity, [], caller.Today)),
            new("OpportunityTasksCard.Form", OpportunityTasksCard.Form(
                t, stale.Opportunity, new TaskDetails(TaskType.PhoneCall, Hostile, Priority.Normal, null),
                new Dictionary<string, string> { ["date"] = t["This is not a date."] })),
            new("CloseCard.HowItEnds", CloseCard.HowItEnds(t, stale.Opportunity)),
            new("ReopenCard.Form", ReopenCard.Form(
                t, won.Opportunity, null, new Dictionary<string, string> { [""] = Refusals.Forbidden.With().Say(t) })),
            new("DeclineCard.Form", DeclineCard.Form(t, stale.Opportunity, Hostile, nobody)),
            new("MoveCard.Form", "gate", MoveCard.Form(
                t, fresh.Opportunity, next, next.Proposed.Stage, values,
                new MoveRequest(MoveAction.Next, CancelOpenTasks: true, SlipReason: Hostile), null,
                new Dictionary<string, string> { ["quote"] = Refusals.QuoteRequired.With(next.Proposed.Stage.Description).Say(t) },
                onlyMissing: true)),
            new("MoveCard.Form", "all", MoveCard.Form(
                t, fresh.Opportunity, next, next.Proposed.Stage, values, null, null, nobody, onlyMissing: false)),
            new("AssignCard.Form", AssignCard.Form(t, stale.Opportunity, people, "BEN", null)),
            new("AssignCard.OutOfSight", AssignCard.OutOfSight(t, stale.Opportunity)),
            new("HandOverCard.Given", "one", HandOverCard.Given(t, stale.Opportunity, [t["{0} gave you this opportunity.", "Ben"]], steps)),
            new("HandOverCard.Given", "many", HandOverCard.Given(t, HandOverOutcome.Of(t, people[0].Name, handedOver), "0")),
            new("HandOverCard.Given", "none", HandOverCard.Given(t, HandOverOutcome.Of(t, people[0].Name, [.. handedOver.Skip(2)]), "0")),
            new("HandOverCard.NotYours", "one", HandOverCard.NotYours(t, [(stale.Opportunity, "Ben")])),
            new("HandOverCard.NotYours", "many", HandOverCard.NotYours(t, [.. Enumerable.Repeat((stale.Opportunity, "Ben"), 30)])),
            new("UndoCard.WithOthers", UndoCard.WithOthers(
                t, OpportunityCard.Show(t, stale, t["Undone. Everything is as it was before."]),
                [new LastAct("OPP-00002", 3), new LastAct("OPP-00003", 4)], Guid.Empty)),
            new("HandOverCard.TakenBack", HandOverCard.TakenBack(t, HandOverOutcome.Of(t, "", handedOver))),
            new("HandOverCard.Who", HandOverCard.Who(t, people, people, "ANNA", "ANNA", t["Choose two different people."])),
            new("HandOverCard.Which", HandOverCard.Which(t, people[0], people[1], open, Guid.Empty)),
            new("HandOverCard.Which", "more than go at once", HandOverCard.Which(
                t, people[0], people[1],
                [.. Enumerable.Range(1, ActMarks.AtOnce).Select(i => new NamedRecord(i, $"OPP-{i:00000}", open[0].Name))], Guid.Empty)),
            new("CloseCard.Form", "won", CloseCard.Form(
                t, stale.Opportunity, await Reasons(Outcome.Won), new CloseOpportunity(Outcome.Won, null, caller.Today), nobody)),
            new("CloseCard.Form", "lost", CloseCard.Form(
                t, stale.Opportunity, await Reasons(Outcome.Lost), new CloseOpportunity(Outcome.Lost, null, caller.Today), nobody)),
            new("OpportunityListCard.Show", OpportunityListCard.Show(
                t, t["My open opportunities"], mine, new OpportunityListPlace("list.mine", ListFilter.Open, null, 0), showsOwner: false)),
            new("TalkCards.Courtesy", TalkCards.Courtesy(t, CourtesyKind.Thanks, anna.Name)),
            new("TalkCards.Which", TalkCards.Which(
                t, new Meant(null) { Candidates = open, Why = t["Several fit “{0}”. Which one do you mean?", "Contoso"] },
                "who owns Contoso")),
            new("TalkCards.OfOne", TalkCards.OfOne(
                t, stale.Opportunity, t["{0} is with {1}.", stale.Opportunity.No, anna.Name], [])),
            new("TalkCards.List", TalkCards.List(
                t, t["{0} {0:opportunity|opportunities}, {1}.", mine.Rows.Count, t.Money(386_850)], [t["Understood: {0}.", t["yours"]]],
                mine, 0, "my deals", showsOwner: true, [(t["Only mine"], "my deals")])),
            new("TalkCards.Figures", TalkCards.Figures(
                t, t["Mostly lost by: {0}.", "Price too high"], [t["Understood: {0}.", t["yours"]]], [("Price too high", "2 · 53,000 EUR")],
                [(t["Show them"], "my deals")])),
            new("TalkCards.Guess", TalkCards.Guess(
                t, "lobbby lightnig", null, [Button.Of(t["Open {0}", "Lobby lighting"], "opportunity.show", new ButtonData("OPP-00001"))])),
            new("TaskListCard.Show", TaskListCard.Show(t, tasks, 0, caller.Today, t["“{0}” is done.", "Call"], null)),
            new("TaskListCard.Show", "more than are listed", TaskListCard.Show(
                t, [.. Enumerable.Repeat(tasks[0], TaskListCard.Most)], 4, caller.Today, null, null)),
            new("TaskListCard.Later", TaskListCard.Later(t, tasks[0], 0, days, t["This is not a date."])),
            new("ReminderCard.Show", ReminderCard.Show(t, row, null)),
            new("ReminderCard.Show", "of two tasks one is done", ReminderCard.Show(
                t,
                row with { Open = due, Whys = [.. due.Select(
                    r => t["Task due {0}: {1}", t.Date(caller.Today), tasks.First(task => task.Id == r.TaskId).Description])] },
                Guid.Empty, hasBrief: true, done: t["The task is done."])),
            new("ReminderCard.Show", "a task of what is not seen", ReminderCard.Show(
                t, row with { Open = [due[0]], MaySee = false, MayChange = false }, Guid.Empty, hasBrief: true,
                wrong: new Dictionary<string, string> { [""] = Hostile })),
            new("ReminderCard.Given", ReminderCard.Given(
                t, row with { Open = [handOver, due[0]], Whys = [t["{0} gave you this opportunity.", "Ben"], Hostile] }, Guid.Empty, true,
                steps, t["The task is done."], Hostile)),
            new("ReminderCard.Later", ReminderCard.Later(t, reminder, null, days, null)),
            new("ReminderCard.Folded", ReminderCard.Folded(t, reminder.Opportunity!, t["I will remind you on {0}.", t.Date(caller.Today)])),
            new("BriefCard.Show", BriefCard.Show(t, brief, Guid.Empty, t["Dropped. Nothing was saved."], "29:anna")),
            new("BriefCard.Show", "one", BriefCard.Show(t, [.. brief.Take(1)], Guid.Empty)),
            new("BriefCard.Show", "some dealt with", BriefCard.Show(
                t,
                [.. brief.Take(9).Select((r, i) => r with
                {
                    Open = i < 3 ? [] : r.Open,
                    Whys = [t["{0} gave you this opportunity.", "Ben"]],
                    IsLost = i == 0,
                    MaySee = i > 3,
                })],
                Guid.NewGuid(), refused: Hostile)),
            new("BriefCard.Show", "nothing", BriefCard.Show(t, [], Guid.Empty)),
            new("TeamBriefCard.Show", TeamBriefCard.Show(t, Week(stale.Opportunity, caller.Today))),
            new("PipelineCard.Show", "bars", PipelineCard.Show(
                t, await Divided(PipelineGrouping.Stage), PipelineGrouping.Stage, asTable: false, null)),
            new("PipelineCard.Show", "table", PipelineCard.Show(
                t, await Divided(PipelineGrouping.Month), PipelineGrouping.Month, asTable: true, null)),
            new("PipelineCard.Show", "one person", PipelineCard.Show(
                t, await Divided(PipelineGrouping.Salesperson), PipelineGrouping.Salesperson, asTable: false, people[0])),
            new("ReviewCard.Show", ReviewCard.Show(t, review, stale, Staleness.Of(stale.Opportunity, calendar, caller.Today))),
            new("ReviewCard.Show", "without worries", ReviewCard.Show(t, review with { Place = 0 }, fresh, [])),
            new("ReviewCard.Gone", ReviewCard.Gone(t, review)),
            new("ReviewCard.End", ReviewCard.End(t, review, changes)),
            new("SettingsCard.Form", SettingsCard.Form(
                t, anna, new OwnSettingsForm("en", new(8, 15), new(19, 0), null, ReminderKinds.StageLimit),
                new Dictionary<string, string> { ["quietTo"] = Refusals.QuietHoursHalf.With().Say(t) }, null)),
        ];
    }

    /// <summary>A week with more of everything than a brief shows.</summary>
    private static TeamChanges Week(Opportunity opportunity, DateOnly today)
    {
        IReadOnlyList<TeamChange> Seven(decimal amount, string? from = null, string? to = null) =>
            [.. Enumerable.Range(1, 7).Select(i => new TeamChange(
                $"OPP-{i:00000}", i == 1 ? Hostile : opportunity.Description, opportunity.Salesperson!.Name, amount * i, from, to, today,
                today.AddDays(i)))];
        return new TeamChanges(
            today.AddDays(-7), today.AddDays(-1), Seven(12000, "Price"), Seven(8000, "Price"), Seven(0, "Qualification", "Presentation"),
            Seven(0), Seven(0), 84000, 61500.4m, Seven(-3214.29m));
    }
}

/// <summary>A card of a builder.</summary>
/// <param name="Builder">Type and method that made it.</param>
/// <param name="Variant">Which of its cards, where it has several.</param>
/// <param name="Card">The card.</param>
internal sealed record CardSample(string Builder, string Variant, AdaptiveCard Card)
{
    public CardSample(string builder, AdaptiveCard card)
        : this(builder, "", card)
    {
    }

    public string Name => Variant.Length == 0 ? Builder : $"{Builder}, {Variant}";
}
