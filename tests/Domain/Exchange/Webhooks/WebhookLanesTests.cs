using System.Text;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Exchange.Webhooks;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Tests.Domain.Exchange.Webhooks;

/// <summary>What receivers are told, in which order, and what becomes of it when they fail, stall or flood, or the host dies.</summary>
[Trait("Suite", "Database")]
public sealed partial class WebhookLanesTests
{
    [Fact]
    public async Task EachActIsToldOnce_WithWhatItChanged_Signed_AndWithTheVersionThatTheRecordHas()
    {
        await using var host = await HostAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        var emma = await host.CallerAsync("EMMA");
        var hook = await MakeAsync(host, receiver, emma);

        var no = (await host.StartedAsync(emma, "ANNA")).No;
        (await host.MoveAsync(no, new MoveRequest(MoveAction.Next), emma)).Done();
        (await host.MoveAsync(no, new MoveRequest(MoveAction.Update, EstimatedValue: 50_000), emma)).Done();
        (await host.AssignAsync(no, "BEN", emma)).Done();
        await OnAsync(host, acts => acts.AddNoteAsync(no, "Wants “blue” ones", emma, default));
        await host.DoAsync<OpportunityActs, Result<SalesTask>>(acts => acts.AddTaskAsync(
            no, new TaskDetails(TaskType.PhoneCall, "Call back", Priority.Normal, emma.Today), null, emma, default)).Done();
        (await host.CloseAsync(no, new CloseOpportunity(Outcome.Lost, "PRICE_L"), emma)).Done();
        await OnAsync(host, acts => acts.ReopenAsync(no, "Came back", null, emma, default));
        (await host.CloseAsync(no, new CloseOpportunity(Outcome.Lost, "PRICE_L"), emma)).Done();
        var version = (await host.FindAsync(no, emma))!.Opportunity.Version;
        await host.DoAsync<OpportunityActs, Result<string>>(acts => acts.DeleteAsync(no, null, emma, default)).Done();
        await SendAsync(host);

        var told = receiver.All.ToList();
        Assert.Equal(
            [
                "opportunity.created", "opportunity.moved", "opportunity.changed", "opportunity.assigned", "note.added", "task.added",
                "opportunity.closed", "opportunity.reopened", "opportunity.closed", "opportunity.deleted",
            ],
            told.Select(t => t.Type));
        Assert.All(told, t => Assert.True(t.IsSignedBy(hook.Secret) && t.No == no && t["byCode"] == "EMMA" && t["source"] == "chat"));
        Assert.Equal(told.Count, told.Select(t => t.Id).Distinct().Count());
        Assert.Equal(("1", "2"), (told[1]["fromStage.number"], told[1]["toStage.number"]));
        Assert.Equal("50000", told[2]["opportunity.estimatedValue"]);
        Assert.Equal(("ANNA", "BEN"), (told[3]["fromSalespersonCode"], told[3]["toSalespersonCode"]));
        Assert.Equal(("Wants “blue” ones", "Call back"), (told[4]["note"], told[5]["task"]));
        Assert.Equal(("2", null, "lost", "PRICE_L"), (
            told[6]["fromStage.number"], told[6]["toStage.number"], told[6]["opportunity.status"], told[6]["opportunity.reasonCode"]));
        Assert.Equal((null, "2"), (told[7]["fromStage.number"], told[7]["toStage.number"]));
        Assert.Equal($"{version}", told[8]["opportunity.version"]);

        await SendAsync(host);
        Assert.Equal(told.Count, receiver.All.Count);
    }

    [Fact]
    public async Task OnlyWhatWasChosenIsTold_AndNothingThatWasRefusedOrTakenBack()
    {
        await using var host = await HostAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        var emma = await host.CallerAsync("EMMA");
        await MakeAsync(host, receiver, emma, WebhookEvents.OpportunityMoved);

        var no = (await host.StartedAsync(emma, "ANNA")).No;
        Assert.NotEmpty((await host.MoveAsync(no, new MoveRequest(MoveAction.Previous), emma)).Refused());
        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => db.InTransactionAsync<bool>(
                async token =>
                {
                    var opportunity = await db.Opportunities.SingleAsync(o => o.No == no, token);
                    db.Entry(opportunity).Property(o => o.ChangedAt).IsModified = true;
                    db.AuditEntries.Add(AuditEntry.Of(emma, AuditSubjects.Opportunity, no, AuditSentences.Moved, "x"));
                    await db.SaveChangesAsync(token);
                    throw new InvalidOperationException();
                },
                default));
        });
        await SendAsync(host);

        Assert.Empty(receiver.All);
    }

    [Fact]
    public async Task AReceiverThatFailsAndComesBackGetsAllOfIt_InOrderPerOpportunity()
    {
        await using var host = await HostAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        var emma = await host.CallerAsync("EMMA");
        await MakeAsync(host, receiver, emma, WebhookEvents.NoteAdded);
        receiver.Answer(500);
        string[] nos = ["OPP-00001", "OPP-00002", "OPP-00003"];
        for (var i = 0; i < 4; i++)
        {
            foreach (var no in nos)
            {
                await NoteAsync(host, no, $"{i}", emma);
            }

            await SendAsync(host);
            host.Clock.Advance(TimeSpan.FromMinutes(3));
        }

        Assert.Empty(receiver.Taken);
        Assert.True(receiver.All.Count < 20, $"{receiver.All.Count} attempts at a receiver that is down");
        receiver.Answer(200);
        await SendAsync(host, TimeSpan.FromHours(3));

        Assert.All(nos, no => Assert.Equal(["0", "1", "2", "3"], receiver.Taken.Where(t => t.No == no).Select(t => t["note"])));
        Assert.Equal(12, receiver.Taken.Count);
    }

    [Fact]
    public async Task WhatFailsHoldsUpItsOwnOpportunityOnly()
    {
        await using var host = await HostAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        var emma = await host.CallerAsync("EMMA");
        await MakeAsync(host, receiver, emma, WebhookEvents.NoteAdded);
        receiver.Answers = (received, context) =>
        {
            context.Response.StatusCode = received["note"] == "bad" ? 422 : 200;
            return Task.CompletedTask;
        };
        await NoteAsync(host, "OPP-00001", "bad", emma);
        await NoteAsync(host, "OPP-00001", "behind", emma);
        await NoteAsync(host, "OPP-00002", "beside", emma);

        await SendAsync(host);
        Assert.Equal("beside", Assert.Single(receiver.Taken)["note"]);
        await SendAsync(host, TimeSpan.FromHours(30));

        // After a day it is given up, and the log says so; what waited behind it goes on.
        Assert.Equal(["beside", "behind"], receiver.Taken.Select(t => t["note"]));
        var bad = await host.DoAsync<OpportunitiesContext, WebhookDelivery>(
            db => db.WebhookDeliveries.SingleAsync(d => d.Outcome == WebhookOutcome.Refused));
        Assert.True(bad is { IsGivenUp: true, Status: 422, Attempts: > 5 });
    }

    [Fact]
    public async Task WhatAHostSentAndDidNotRecordIsSentAgainByAnother_OnceItsLeaseHasEnded()
    {
        var database = await TestDatabase.CreateAsync(demo: true);
        await using var dead = DomainHost.StartOn(database, Webhooks, keep: true);
        await using var host = DomainHost.StartOn(database, Webhooks);
        await using var receiver = await WebhookReceiver.StartAsync();
        var emma = await host.CallerAsync("EMMA");
        await MakeAsync(host, receiver, emma, WebhookEvents.NoteAdded);
        var (came, never) = (new TaskCompletionSource(), new TaskCompletionSource());
        receiver.Answers = async (_, _) =>
        {
            if (came.TrySetResult())
            {
                await never.Task; // the first one hears nothing any more
            }
        };
        await NoteAsync(host, "OPP-00001", "a", emma);
        await NoteAsync(host, "OPP-00001", "b", emma);

        var lost = await dead.DoAsync<WebhookLanes, IReadOnlyList<Task>>(l => l.BeginDueAsync(default));
        await came.Task;
        await SendAsync(host);
        Assert.Single(receiver.All);
        host.Clock.Advance(WebhookLanes.Lease);
        await SendAsync(host);

        Assert.Equal(["a", "a", "b"], receiver.All.Select(t => t["note"]));
        Assert.Equal(2, receiver.All.Select(t => t.Id).Distinct().Count());
        never.SetResult();
        await Task.WhenAll(lost);
        await SendAsync(host, TimeSpan.FromHours(1));
        Assert.Equal(3, receiver.All.Count);
    }

    [Fact]
    public async Task AfterDaysOfFailureItIsSwitchedOff_AndAnAdminSwitchesItOnAgain()
    {
        await using var host = await HostAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        var emma = await host.CallerAsync("EMMA");
        var hook = await MakeAsync(host, receiver, emma, WebhookEvents.NoteAdded);
        receiver.Answer(500);
        for (var day = 0; day < 4; day++)
        {
            await NoteAsync(host, "OPP-00001", $"{day}", emma);
            await SendAsync(host, TimeSpan.FromDays(1));
        }

        Assert.Equal(WebhookState.SwitchedOff, (await FindAsync(host, hook, emma)).State);
        Assert.Contains(await LinesAsync(host), l => l.Sentence == AuditSentences.WebhookSwitchedOff);
        var tries = receiver.All.Count;
        receiver.Answer(200);
        await NoteAsync(host, "OPP-00001", "nobody is told", emma);
        await SendAsync(host, TimeSpan.FromHours(4));
        Assert.Equal(tries, receiver.All.Count);
        (await ActsAsync(host, acts => acts.ResumeAsync(hook.Webhook.Id, null, emma, default))).Done();
        await NoteAsync(host, "OPP-00001", "told", emma);
        await SendAsync(host, TimeSpan.FromHours(3));

        Assert.Equal("told", receiver.Taken.Last()["note"]);
        Assert.DoesNotContain(receiver.Taken, t => t["note"] == "nobody is told");
        Assert.True(await FindAsync(host, hook, emma) is { State: WebhookState.On, FailingSince: null });
    }

    [Fact]
    public async Task OneThatSaysItIsGoneIsSwitchedOffAtOnce()
    {
        await using var host = await HostAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        var emma = await host.CallerAsync("EMMA");
        var hook = await MakeAsync(host, receiver, emma, WebhookEvents.NoteAdded);
        receiver.Answer(410);
        await NoteAsync(host, "OPP-00001", "a", emma);

        await SendAsync(host);

        Assert.Equal(WebhookState.SwitchedOff, (await FindAsync(host, hook, emma)).State);
        Assert.Contains(await LinesAsync(host), l => l.Sentence == AuditSentences.WebhookGone);
    }

    [Fact]
    public async Task WithANewSecretTheFormerOneSignsAlongForADay()
    {
        await using var host = await HostAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        var emma = await host.CallerAsync("EMMA");
        var hook = await MakeAsync(host, receiver, emma, WebhookEvents.NoteAdded);
        var renewed = (await ActsAsync(host, acts => acts.RenewSecretAsync(hook.Webhook.Id, null, emma, default))).Done();
        await NoteAsync(host, "OPP-00001", "a", emma);
        await SendAsync(host);
        host.Clock.Advance(TimeSpan.FromHours(25));
        await NoteAsync(host, "OPP-00001", "b", await host.CallerAsync("EMMA"));
        await SendAsync(host);

        var told = receiver.All.ToList();
        Assert.True(told[0].IsSignedBy(hook.Secret) && told[0].IsSignedBy(renewed.Secret));
        Assert.True(!told[1].IsSignedBy(hook.Secret) && told[1].IsSignedBy(renewed.Secret));
    }

    [Fact]
    public async Task SendingAgainKeepsTheId()
    {
        await using var host = await HostAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        var emma = await host.CallerAsync("EMMA");
        var id = (await MakeAsync(host, receiver, emma, WebhookEvents.NoteAdded)).Webhook.Id;
        await NoteAsync(host, "OPP-00001", "a", emma);
        await SendAsync(host);
        var delivery = Assert.Single((await ActsAsync(host, acts => acts.DeliveriesAsync(id, null, 10, emma, default))).Done());

        (await ActsAsync(host, acts => acts.SendAgainAsync(id, delivery.Id, emma, default))).Done();
        await SendAsync(host);

        Assert.Equal(2, receiver.Taken.Count);
        Assert.Single(receiver.Taken.Select(t => t.Id).Distinct());
    }

    [Fact]
    public async Task AnEscalationIsTold()
    {
        await using var host = await HostAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        await MakeAsync(host, receiver, await host.CallerAsync("EMMA"), WebhookEvents.ReminderEscalated);

        for (var day = 0; day < 30 && receiver.All.IsEmpty; day++)
        {
            host.Clock.Advance(TimeSpan.FromDays(1));
            await host.DoAsync<ReminderDispatcher>(async dispatcher =>
            {
                while (await dispatcher.SendDueAsync(default) > 0)
                {
                }
            });
            await SendAsync(host);
        }

        var escalated = host.Sender.Taken.Where(t => t.Kind == ReminderKind.Escalation).Select(t => (t.No, t.To)).Order();
        Assert.NotEmpty(escalated);
        Assert.Equal(escalated, receiver.All.Select(t => (t.No, t["managerCode"]!)).Order());
        Assert.All(receiver.All, t => Assert.Equal("reminder.escalated", t.Type));
    }

    [Theory]
    [InlineData("ANNA")]
    [InlineData("DAVID")]
    public async Task OnlyAdminsHaveToDoWithThem(string code)
    {
        await using var host = await HostAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        var emma = await host.CallerAsync("EMMA");
        var id = (await MakeAsync(host, receiver, emma)).Webhook.Id;
        var other = await host.CallerAsync(code);
        var form = new WebhookForm("x", "https://example.com/", WebhookEvents.NoteAdded);

        Assert.Equal(["forbidden"], await ActsAsync(host, a => a.ListAsync(other, default)).Refused());
        Assert.Equal(["forbidden"], await ActsAsync(host, a => a.FindAsync(id, other, default)).Refused());
        Assert.Equal(["forbidden"], await ActsAsync(host, a => a.CreateAsync(form, other, default)).Refused());
        Assert.Equal(["forbidden"], await ActsAsync(host, a => a.ChangeAsync(id, form, null, other, default)).Refused());
        Assert.Equal(["forbidden"], await ActsAsync(host, a => a.RenewSecretAsync(id, null, other, default)).Refused());
        Assert.Equal(["forbidden"], await ActsAsync(host, a => a.PauseAsync(id, null, other, default)).Refused());
        Assert.Equal(["forbidden"], await ActsAsync(host, a => a.ResumeAsync(id, null, other, default)).Refused());
        Assert.Equal(["forbidden"], await ActsAsync(host, a => a.DeleteAsync(id, null, other, default)).Refused());
        Assert.Equal(["forbidden"], await ActsAsync(host, a => a.TestAsync(id, other, default)).Refused());
        Assert.Equal(["forbidden"], await ActsAsync(host, a => a.PlanTestAsync(id, other, default)).Refused());
        Assert.Equal(["forbidden"], await ActsAsync(host, a => a.DeliveriesAsync(id, null, 10, other, default)).Refused());
        Assert.Equal(["forbidden"], await ActsAsync(host, a => a.SendAgainAsync(id, 1, other, default)).Refused());
        Assert.Empty(receiver.All);
    }

    private static void Webhooks(IServiceCollection services)
    {
        services.AddSingleton<IWebhookSecrets, PlainSecrets>();
        services.Configure<WebhookOptions>(o => o.AllowPrivateAddresses = true);
        services.AddWebhooks();
    }

    private static Task<DomainHost> HostAsync(bool allowed = true) => DomainHost.StartWithDemoAsync(services =>
    {
        Webhooks(services);
        services.Configure<WebhookOptions>(o => o.AllowPrivateAddresses = allowed);
    });

    private static string Told(string address, int port) => address.Replace("{0}", $"{port}", StringComparison.Ordinal);

    private static Task<T> ActsAsync<T>(DomainHost host, Func<WebhookActs, Task<T>> act) => host.DoAsync(act);

    private static async Task OnAsync(DomainHost host, Func<OpportunityActs, Task<Result<Acted>>> act) => (await host.DoAsync(act)).Done();

    private static Task NoteAsync(DomainHost host, string no, string text, Caller caller) =>
        OnAsync(host, acts => acts.AddNoteAsync(no, text, caller with { Now = host.Clock.GetUtcNow() }, default));

    private static async Task<NewWebhook> MakeAsync(
        DomainHost host, WebhookReceiver receiver, Caller caller, WebhookEvents? events = null) => (await ActsAsync(
            host,
            acts => acts.CreateAsync(
                new WebhookForm("Warehouse", receiver.Address, events ?? WebhookEventNames.Every), caller, default))).Done();

    private static async Task<Webhook> FindAsync(DomainHost host, NewWebhook hook, Caller caller) =>
        (await ActsAsync(host, acts => acts.FindAsync(hook.Webhook.Id, caller, default))).Done();

    private static Task<WebhookOutcome> OutcomeAsync(DomainHost host) => host.DoAsync<OpportunitiesContext, WebhookOutcome>(
        async db => (await db.WebhookDeliveries.OrderBy(d => d.Id).ThenBy(d => d.WebhookId).FirstAsync()).Outcome);

    private static Task<List<AuditEntry>> LinesAsync(DomainHost host) => host.DoAsync<OpportunitiesContext, List<AuditEntry>>(
        db => db.AuditEntries.Where(a => a.Subject == AuditSubjects.Webhook).ToListAsync());

    /// <summary>A tick now, and where a time is given, more of them as it passes.</summary>
    private static async Task SendAsync(DomainHost host, TimeSpan during = default)
    {
        var end = host.Clock.GetUtcNow() + during;
        while (true)
        {
            await host.DoAsync<WebhookLanes>(lanes => lanes.SendDueAsync(CancellationToken.None));
            if (host.Clock.GetUtcNow() >= end)
            {
                return;
            }

            host.Clock.Advance(TimeSpan.FromMinutes(10));
        }
    }

    /// <summary>Hides nothing; what is hidden is the portal's to show.</summary>
    private sealed class PlainSecrets : IWebhookSecrets
    {
        public string Protect(string secret) => secret;

        public string? Open(string stored) => stored;
    }
}
