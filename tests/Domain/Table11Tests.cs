using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Domain;

/// <summary>
/// Table 11 of the trade's reference, row by row: the condition, what comes of it (code, field, nothing changed) and the sentence in
/// both languages. Rows that a stand-alone product has no place for are listed in docs/rules.md.
/// </summary>
[Trait("Suite", "Database")]
public class Table11Tests
{
    private static readonly Texts English = new(CultureInfo.GetCultureInfo("en"), "EUR");
    private static readonly Texts French = new(CultureInfo.GetCultureInfo("fr"), "EUR");

    private static readonly CreateOpportunity Good = new(
        "Pool lights", ContactNo: "CT-00001", SalesCycleCode: "NEW", EstimatedValue: 45_000);

    private static readonly
        (string Row, Func<Scene, Task<IReadOnlyList<Refusal>>> Condition, string Code, string? Field, string English, string French)[]
        Rows =
    [
        ("3 cycle missing", s => s.CreateAsync(Good with { SalesCycleCode = "NONE" }), "cycleUnknown", "salesCycleCode",
            "There is no such sales cycle.", "Ce cycle de vente n’existe pas."),
        ("3 cycle blocked", s => s.CreateAsync(Good with { SalesCycleCode = "SHUT" }), "cycleBlocked", "salesCycleCode",
            "The sales cycle Shut down is blocked; choose another.",
            "Le cycle de vente Shut down est bloqué ; choisissez-en un autre."),
        ("4 salesperson emptied", s => s.AssignAsync(""), "salespersonRequired", "salespersonCode",
            "Choose the salesperson.", "Choisissez le vendeur."),
        ("5 contact emptied", s => s.ChangeAsync(new ChangeOpportunity(ContactNo: "")), "contactRequired", "contactNo",
            "Choose the contact.", "Choisissez le contact."),
        (
            "6 contact of another company, started", s => s.ChangeAsync(new ChangeOpportunity(ContactNo: "CT-00002")),
            "contactOfOtherCompany", "contactNo",
            "Once started, an opportunity stays with the company Contoso Hotels: choose one of its contacts.",
            "Une fois démarrée, une opportunité reste dans la société Contoso Hotels : choisissez l’un de ses contacts."),
        ("13 delete while in progress", s => s.DeleteAsync(), "deleteInProgress", null,
            "An opportunity in progress cannot be deleted; close it first.",
            "Une opportunité en cours ne peut pas être supprimée ; clôturez-la d’abord."),
        ("14 description blank", s => s.CreateAsync(Good with { Description = " " }), "descriptionRequired", "description",
            "Say in a few words what it is about.", "Dites en quelques mots de quoi il s’agit."),
        ("14 contact blank", s => s.CreateAsync(Good with { ContactNo = null }), "contactRequired", "contactNo",
            "Choose the contact.", "Choisissez le contact."),
        ("14 salesperson blank", s => s.CreateAsync(Good with { SalespersonCode = " " }), "salespersonRequired", "salespersonCode",
            "Choose the salesperson.", "Choisissez le vendeur."),
        ("14 cycle blank", s => s.CreateAsync(Good with { SalesCycleCode = "" }), "cycleRequired", "salesCycleCode",
            "Choose the sales cycle.", "Choisissez le cycle de vente."),
        ("15 value not above 0", s => s.CreateAsync(Good with { EstimatedValue = 0 }), "valueRequired", "estimatedValue",
            "Give an estimated value above 0.", "Indiquez une valeur estimée supérieure à 0."),
        ("15 chances not above 0", s => s.CreateAsync(Good with { ChancesOfSuccess = 0 }), "chancesRequired", "chancesOfSuccess",
            "Give chances of success above 0 and at most 100 %.", "Indiquez des chances de succès supérieures à 0 et d’au plus 100 %."),
        ("20 activate, already started", s => s.MoveAsync(new MoveRequest(MoveAction.First)), "alreadyStarted", null,
            "This opportunity has been started already.", "Cette opportunité est déjà commencée."),
        (
            "21 activate, cycle has no stage", s => s.CreateAsync(Good with { SalesCycleCode = "EMPTY" }), "cycleWithoutStages",
            "salesCycleCode",
            "The sales cycle No stages has no stages yet, so nothing can start in it.",
            "Le cycle de vente No stages n’a pas encore d’étapes : rien ne peut y commencer."),
        ("22 update when closed", s => s.MoveAsync(new MoveRequest(MoveAction.Update), s.Closed), "alreadyClosed", null,
            "This opportunity is closed.", "Cette opportunité est clôturée."),
        ("22 close when closed", s => s.CloseAsync(new CloseOpportunity(Outcome.Lost, "PRICE_L"), s.Closed), "alreadyClosed", null,
            "This opportunity is closed.", "Cette opportunité est clôturée."),
        (
            "23 move, cycle has no stages", s => s.MoveAsync(new MoveRequest(MoveAction.First), s.InEmptyCycle), "cycleWithoutStages",
            "salesCycleCode",
            "The sales cycle No stages has no stages yet, so nothing can start in it.",
            "Le cycle de vente No stages n’a pas encore d’étapes : rien ne peut y commencer."),
        ("24 action not offered", s => s.MoveAsync(new MoveRequest(MoveAction.Previous)), "actionNotOffered", "action",
            "This step is not possible from the present stage.", "Ce déplacement n’est pas possible depuis l’étape actuelle."),
        (
            "25 date before last change", s => s.MoveAsync(new MoveRequest(MoveAction.Next, DateOfChange: new DateOnly(2026, 3, 1))),
            "dateBeforeLastChange", "dateOfChange",
            "The date may not lie before the last change on 2 Mar 2026.",
            "La date ne peut pas précéder la dernière modification, du 2 mars 2026."),
        ("27 stage not a candidate", s => s.MoveAsync(new MoveRequest(MoveAction.Next, Stage: 3)), "stageNotCandidate", "stage",
            "Stage 3 cannot be reached by this step.", "L’étape 3 ne peut pas être atteinte par ce déplacement."),
        ("28 quote required, none", s => s.MoveAsync(new MoveRequest(MoveAction.Next), s.BeforeQuote), "quoteRequired", "quote",
            "The stage Presentation needs a quote: give its number and amount first.",
            "L’étape Presentation demande un devis : indiquez d’abord son numéro et son montant."),
        (
            "29 value not above 0", s => s.MoveAsync(new MoveRequest(MoveAction.Update, EstimatedValue: 0)), "valueRequired",
            "estimatedValue",
            "Give an estimated value above 0.", "Indiquez une valeur estimée supérieure à 0."),
        (
            "30 chances not above 0", s => s.MoveAsync(new MoveRequest(MoveAction.Update, ChancesOfSuccess: 0)), "chancesRequired",
            "chancesOfSuccess",
            "Give chances of success above 0 and at most 100 %.", "Indiquez des chances de succès supérieures à 0 et d’au plus 100 %."),
        (
            "30 chances above 100", s => s.MoveAsync(new MoveRequest(MoveAction.Update, ChancesOfSuccess: 101)), "chancesRequired",
            "chancesOfSuccess",
            "Give chances of success above 0 and at most 100 %.", "Indiquez des chances de succès supérieures à 0 et d’au plus 100 %."),
        (
            "32 closing date before the change",
            s => s.MoveAsync(new MoveRequest(MoveAction.Update, EstimatedCloseDate: new DateOnly(2026, 3, 1))), "closeDateBeforeChange",
            "estimatedCloseDate",
            "The expected closing date may not lie before 2 Mar 2026.",
            "La date de clôture prévue ne peut pas précéder le 2 mars 2026."),
        ("33 neither won nor lost", s => s.CloseAsync(new CloseOpportunity(null, "PRICE_W")), "outcomeRequired", "outcome",
            "Say whether it was won or lost.", "Dites si elle est gagnée ou perdue."),
        ("34 reason blank", s => s.CloseAsync(new CloseOpportunity(Outcome.Lost, null)), "reasonRequired", "reasonCode",
            "Choose the reason.", "Choisissez le motif."),
        ("34 reason of the other kind", s => s.CloseAsync(new CloseOpportunity(Outcome.Lost, "PRICE_W")), "reasonUnknown", "reasonCode",
            "There is no such reason for this outcome.", "Ce motif n’existe pas pour cette issue."),
        (
            "36 won and amount not above 0", s => s.CloseAsync(new CloseOpportunity(Outcome.Won, "PRICE_W", Amount: 0)),
            "amountRequired", "amount",
            "Give the amount of the sale, above 0.", "Indiquez le montant de la vente, supérieur à 0."),
        ("40 delete a cycle with active opportunities", s => s.DeleteCycleAsync(), "cycleInUse", null,
            "Open opportunities use this sales cycle: 12. Close them first, or block the cycle.",
            "Ce cycle de vente sert à des opportunités ouvertes (nombre : 12). Clôturez-les d’abord, ou bloquez le cycle."),
        ("41 delete a stage with active entries", s => s.DeleteStageAsync(), "stageInUse", null,
            "Open opportunities stand on this stage: 1. Move them first.",
            "Des opportunités ouvertes se trouvent à cette étape (nombre : 1). Déplacez-les d’abord."),
        (
            "50 task date out of range",
            s => s.TaskAsync(new TaskDetails(TaskType.None, "Call", Priority.Normal, new DateOnly(1899, 12, 31))), "badDate", "date",
            "A date lies between 1900 and 2999.", "Une date est comprise entre 1900 et 2999."),
        (
            "56 organizer without mail",
            s => s.TaskAsync(new TaskDetails(TaskType.Meeting, "Sign", Priority.Normal, new DateOnly(2026, 3, 3)), "NOMAIL"),
            "organizerNeedsEmail", "salespersonCode",
            "NOMAIL has no mail address, and a meeting needs one.", "NOMAIL n’a pas d’adresse e-mail, et une réunion en demande une."),
        ("57 recurring without interval", s => s.TaskAsync(new TaskDetails(TaskType.None, "Call", Priority.Normal, new DateOnly(
            2026, 3, 3), null, RecurringFrom.DueDate)), "recurringIncomplete", "recurring",
            "A recurring task needs an interval such as 1W, and from which day it counts.",
            "Une tâche récurrente demande un intervalle, par exemple 1W, et le jour à partir duquel il compte."),
        (
            "57 recurring without base",
            s => s.TaskAsync(new TaskDetails(TaskType.None, "Call", Priority.Normal, new DateOnly(2026, 3, 3), "1W")),
            "recurringIncomplete", "recurring",
            "A recurring task needs an interval such as 1W, and from which day it counts.",
            "Une tâche récurrente demande un intervalle, par exemple 1W, et le jour à partir duquel il compte."),
    ];

    public static TheoryData<string> RowNames => [.. Rows.Select(r => r.Row)];

    [Theory]
    [MemberData(nameof(RowNames))]
    public async Task TheConditionIsRefusedWithItsCodeInBothLanguagesAndNothingChanges(string row)
    {
        var (_, condition, code, field, english, french) = Rows.Single(r => r.Row == row);
        await using var scene = await Scene.StartAsync();
        var before = await scene.VersionsAsync();

        var refusal = (await condition(scene))[0];

        Assert.Equal(
            (code, field, english, french),
            (refusal.Code, refusal.Field, refusal.Say(English), refusal.Say(French).WithPlainBlanks()));
        Assert.Equal(before, await scene.VersionsAsync());
    }

    /// <summary>
    /// The demo company with a started opportunity of the admin's, one before a stage that wants a quote, one closed, one in a cycle
    /// without stages.
    /// </summary>
    private sealed class Scene(DomainHost host, Caller emma) : IAsyncDisposable
    {
        public string Started { get; private set; } = "";

        public string BeforeQuote { get; private set; } = "";

        public string Closed { get; private set; } = "";

        public string InEmptyCycle { get; private set; } = "";

        public static async Task<Scene> StartAsync()
        {
            var host = await DomainHost.StartWithDemoAsync();
            var scene = new Scene(host, await host.CallerAsync("EMMA"));
            await host.HireAsync("NOMAIL", Role.Salesperson, "LIGHT");
            (await host.CyclesAsync(c =>
                c.CreateAsync("EMPTY", "No stages", ProbabilityMethod.Multiply, scene.Admin, CancellationToken.None))).Done();
            (await host.CyclesAsync(c =>
                c.CreateAsync("SHUT", "Shut down", ProbabilityMethod.Multiply, scene.Admin, CancellationToken.None))).Done();
            (await host.CyclesAsync(c =>
                c.ChangeAsync("SHUT", "Shut down", ProbabilityMethod.Multiply, true, null, scene.Admin, CancellationToken.None))).Done();
            scene.Started = (await host.CreateAsync(Good, scene.Admin)).Done().No;
            scene.BeforeQuote = (await host.CreateAsync(Good, scene.Admin)).Done().No;
            (await host.MoveAsync(scene.BeforeQuote, new MoveRequest(MoveAction.Next), scene.Admin)).Done();
            scene.Closed = (await host.CreateAsync(Good, scene.Admin)).Done().No;
            (await host.CloseAsync(scene.Closed, new CloseOpportunity(Outcome.Lost, "PRICE_L"), scene.Admin)).Done();
            scene.InEmptyCycle = (await host.CreateAsync(Good with { SalesCycleCode = "EMPTY", StartNow = false }, scene.Admin)).Done().No;
            return scene;
        }

        private Caller Admin => emma;

        public Task<IReadOnlyList<Refusal>> CreateAsync(CreateOpportunity request) => Of(host.CreateAsync(request, emma));

        public Task<IReadOnlyList<Refusal>> MoveAsync(MoveRequest request, string? no = null) =>
            Of(host.MoveAsync(no ?? Started, request, emma));

        public Task<IReadOnlyList<Refusal>> CloseAsync(CloseOpportunity request, string? no = null) =>
            Of(host.CloseAsync(no ?? Started, request, emma));

        public Task<IReadOnlyList<Refusal>> AssignAsync(string to) => Of(host.AssignAsync(Started, to, emma));

        public Task<IReadOnlyList<Refusal>> ChangeAsync(ChangeOpportunity change) => Of(host.DoAsync<OpportunityActs, Result<Acted>>(
            acts => acts.ChangeDetailsAsync(Started, change, null, emma, CancellationToken.None)));

        public Task<IReadOnlyList<Refusal>> DeleteAsync() => Of(host.DoAsync<OpportunityActs, Result<string>>(
            acts => acts.DeleteAsync(Started, null, emma, CancellationToken.None)));

        public Task<IReadOnlyList<Refusal>> DeleteCycleAsync() =>
            Of(host.CyclesAsync(c => c.DeleteAsync("EXISTING", null, emma, CancellationToken.None)));

        public Task<IReadOnlyList<Refusal>> DeleteStageAsync() =>
            Of(host.CyclesAsync(c => c.DeleteStageAsync("EXISTING", 4, null, emma, CancellationToken.None)));

        public Task<IReadOnlyList<Refusal>> TaskAsync(TaskDetails details, string? to = null) =>
            Of(host.DoAsync<OpportunityActs, Result<SalesTask>>(
                acts => acts.AddTaskAsync(Started, details, to, emma, CancellationToken.None)));

        public async Task<IReadOnlyList<(string, long)>> VersionsAsync()
        {
            List<(string, long)> versions = [];
            foreach (var no in new[] { Started, BeforeQuote, Closed, InEmptyCycle })
            {
                versions.Add((no, (await host.FindAsync(no, emma))!.Opportunity.Version));
            }

            return versions;
        }

        public ValueTask DisposeAsync() => host.DisposeAsync();

        private static async Task<IReadOnlyList<Refusal>> Of<T>(Task<Result<T>> result) =>
            Assert.IsType<Result<T>.Refused>(await result).Refusals;
    }
}
