using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using ChatOpportunities.Bot.Teams;
using Microsoft.Bot.Schema;
using static ChatOpportunities.Tests.Bot.Teams.TeamsOnLoopback;

namespace ChatOpportunities.Tests.Bot.Teams;

public sealed partial class TeamsConnectorTests
{
    [Fact]
    public async Task AConversationGetsNoMoreThanItMayTake()
    {
        await using var teams = await StartAsync();
        var at = new List<DateTimeOffset>();

        for (var i = 0; i < 80; i++)
        {
            await teams.SendAsync();
            at.Add(teams.Clock.GetUtcNow());
        }

        Assert.All(new[] { (1.0, 7), (2.0, 8), (30.0, 60) }, limit => Assert.True(Most(at, limit.Item1) < limit.Item2));
        Assert.Equal(5, at.Count(t => t == at[0]));
    }

    [Fact]
    public async Task ATenantGetsNoMoreThanItMayTake_AndOthersDoNotWaitForIt()
    {
        await using var teams = await StartAsync();
        var at = new List<DateTimeOffset>();

        for (var i = 0; i < 100; i++)
        {
            var conversation = new ConversationAccount { Id = "a:" + i, TenantId = "tenant" };
            await teams.Connector.SendAsync(ReferenceTo(conversation), Activity.Message("hi"), CancellationToken.None);
            at.Add(teams.Clock.GetUtcNow());
        }

        var pauses = teams.Clock.Pauses.Count;
        var other = new ConversationAccount { Id = "a:other", TenantId = "other" };
        await teams.Connector.SendAsync(ReferenceTo(other), Activity.Message("hi"), CancellationToken.None);

        Assert.True(Most(at, 1) < 30);
        Assert.Equal(pauses, teams.Clock.Pauses.Count);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task WhatATenantMayTakeIsDividedAmongTheHostsThatSend(int hosts)
    {
        List<DateTimeOffset> at = [];
        for (var host = 0; host < hosts; host++)
        {
            await using var teams = await StartAsync(
                ("Bot:TenantId", "tenant"), ("Bot:Credential:Secret", "a secret"),
                ("Bot:SendingHosts", hosts.ToString(CultureInfo.InvariantCulture)));
            var began = teams.Clock.GetUtcNow();
            for (var i = 0; i < 40; i++)
            {
                var conversation = new ConversationAccount { Id = "a:" + i, TenantId = "tenant" };
                await teams.Connector.SendAsync(ReferenceTo(conversation), Activity.Message("hi"), CancellationToken.None);
                at.Add(DateTimeOffset.UnixEpoch + (teams.Clock.GetUtcNow() - began)); // as if all began at the same moment
            }
        }

        Assert.InRange(Most(at, 1), 10, 29);
    }

    private static int Most(List<DateTimeOffset> at, double seconds) =>
        at.Max(start => at.Count(t => t >= start && t < start.AddSeconds(seconds)));
}
