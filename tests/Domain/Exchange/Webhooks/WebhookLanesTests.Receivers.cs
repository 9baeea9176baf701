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

/// <content>Receivers that mean harm or are none: those that stall, lead elsewhere, never end, or stand inside the network.</content>
public sealed partial class WebhookLanesTests
{
    [Fact]
    public async Task AReceiverThatStallsIsLeftAfterAWhile_AndHoldsUpNoOther()
    {
        await using var host = await HostAsync();
        await using var slow = await WebhookReceiver.StartAsync();
        await using var quick = await WebhookReceiver.StartAsync();
        var emma = await host.CallerAsync("EMMA");
        await MakeAsync(host, slow, emma, WebhookEvents.NoteAdded);
        await MakeAsync(host, quick, emma, WebhookEvents.NoteAdded);
        var (came, forever) = (new TaskCompletionSource(), new TaskCompletionSource());
        slow.Answers = async (_, context) =>
        {
            came.TrySetResult();
            await forever.Task.WaitAsync(context.RequestAborted);
        };
        await NoteAsync(host, "OPP-00001", "a", emma);
        var lanes = await host.DoAsync<WebhookLanes, IReadOnlyList<Task>>(l => l.BeginDueAsync(default));
        Assert.Equal(2, lanes.Count);
        await came.Task;
        await Task.WhenAny(lanes);
        Assert.Single(quick.Taken);

        // What comes meanwhile reaches the other one, too, while the first still waits.
        await NoteAsync(host, "OPP-00001", "b", emma);
        await SendAsync(host);
        Assert.Equal(["a", "b"], quick.Taken.Select(t => t["note"]));
        Assert.Contains(lanes, l => !l.IsCompleted);
        host.Clock.Advance(WebhookSender.Patience);
        await Task.WhenAll(lanes);

        Assert.Equal(WebhookOutcome.TimedOut, await OutcomeAsync(host));
        Assert.Empty(slow.Taken);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("https://example.com/elsewhere")]
    public async Task ARedirectIsNotFollowedAndSaysSo(string location)
    {
        await using var host = await HostAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        var emma = await host.CallerAsync("EMMA");
        await MakeAsync(host, receiver, emma, WebhookEvents.NoteAdded);
        receiver.Answer(307, location);
        await NoteAsync(host, "OPP-00001", "a", emma);

        await SendAsync(host);

        Assert.Single(receiver.All);
        Assert.Equal(WebhookOutcome.Redirected, await OutcomeAsync(host));
    }

    [Theory]
    [InlineData(200, WebhookOutcome.Delivered)]
    [InlineData(503, WebhookOutcome.Refused)]
    public async Task OfAnAnswerWithoutEndOnlyTheBeginningIsRead(int status, WebhookOutcome expected)
    {
        await using var host = await HostAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        var emma = await host.CallerAsync("EMMA");
        await MakeAsync(host, receiver, emma, WebhookEvents.NoteAdded);
        var cut = new TaskCompletionSource();
        receiver.Answers = async (_, context) =>
        {
            context.Response.StatusCode = status;
            var block = Encoding.ASCII.GetBytes(new string('x', 64 * 1024));
            try
            {
                while (true)
                {
                    await context.Response.Body.WriteAsync(block, context.RequestAborted); // until it is hung up
                }
            }
            catch (Exception error) when (error is OperationCanceledException or IOException)
            {
                // Hung up, as it should be.
            }

            cut.SetResult();
        };
        await NoteAsync(host, "OPP-00001", "a", emma);

        await SendAsync(host);
        await cut.Task;

        Assert.Equal(expected, await OutcomeAsync(host));
        Assert.True(await host.DoAsync<OpportunitiesContext, bool>(
            db => db.WebhookDeliveries.AllAsync(d => d.Answer == null || d.Answer.Length <= WebhookDelivery.MaxAnswerLength)));
    }

    [Theory]
    [InlineData("https://127.0.0.1:{0}/")]
    [InlineData("https://localhost:{0}/")]
    [InlineData("https://[::1]:{0}/")]
    [InlineData("https://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("https://10.1.2.3/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://2130706433/")]
    [InlineData("http://example.com/")]
    public async Task APrivateAddressIsRefusedUnlessItIsAllowed(string address)
    {
        await using var host = await HostAsync(allowed: false);
        var emma = await host.CallerAsync("EMMA");

        Assert.Single(await ActsAsync(
            host, acts => acts.CreateAsync(new WebhookForm("x", Told(address, 80), WebhookEvents.NoteAdded), emma, default)).Refused());
    }

    [Fact]
    public async Task ANameThatLeadsToAPrivateAddressIsRefusedWhenItIsConnectedTo()
    {
        await using var host = await HostAsync(allowed: false);
        await using var receiver = await WebhookReceiver.StartAsync();
        var emma = await host.CallerAsync("EMMA");
        var hook = (await ActsAsync(host, acts => acts.CreateAsync(
            new WebhookForm("x", "https://example.com/", WebhookEvents.NoteAdded), emma, default))).Done();
        // As if the name had come to lead here only after it was saved.
        await host.DoAsync<OpportunitiesContext>(db => db.Webhooks.ExecuteUpdateAsync(
            set => set.SetProperty(w => w.Address, $"http://localhost:{receiver.Port}/hook")));
        await NoteAsync(host, "OPP-00001", "a", emma);

        await SendAsync(host);

        Assert.Empty(receiver.All);
        Assert.Equal(WebhookOutcome.PrivateAddress, await OutcomeAsync(host));
        Assert.Equal(
            WebhookOutcome.PrivateAddress,
            (await ActsAsync(host, acts => acts.TestAsync(hook.Webhook.Id, emma, default))).Done().Outcome);
    }
}
