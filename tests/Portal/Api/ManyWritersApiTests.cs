using System.Globalization;
using System.Net;
using System.Text.Json;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Portal.Api;

/// <summary>Many programs at once on one opportunity.</summary>
[Trait("Suite", "Database")]
public sealed class ManyWritersApiTests
{
    private const int Writers = 200;

    [Fact]
    public async Task GivenTwoHundredWritersOfOneOpportunity_ThenTheHistoryHoldsExactlyWhatWasAccepted_AndEveryOtherIsToldWhy()
    {
        var portal = new PortalApplication();
        await portal.InitializeAsync();
        var api = portal.Api();
        const string Opportunity = "opportunities/OPP-00002";
        const string Moves = Opportunity + "/moves";
        var first = (await api.GetAsync(Opportunity)).Done();
        var before = (await HistoryAsync(api, Opportunity)).Count;

        // One in two says which version it saw, and half of these have seen an old one.
        var replies = await Task.WhenAll(Enumerable.Range(0, Writers).Select(async i =>
        {
            var json = string.Create(CultureInfo.InvariantCulture, $$"""{"action":"update","estimatedValue":{{1_000 + i}}}""");
            var tag = (i % 4) switch
            {
                1 => first.ETag!,
                3 => (await api.GetAsync(Opportunity)).Done().ETag!,
                _ => null,
            };
            return (Value: 1_000m + i, Reply: await api.PostAsync(Moves, json, tag is null ? [] : [("If-Match", tag)]));
        }));

        Assert.All(replies.Where(r => r.Reply.Status != HttpStatusCode.OK), r =>
        {
            Assert.True(r.Reply.Status is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict, r.Reply.Text);
            Assert.Equal("stale", r.Reply.Code);
        });
        var accepted = replies.Where(r => r.Reply.Status == HttpStatusCode.OK).Select(r => r.Value).ToList();
        Assert.NotEmpty(accepted);
        var history = await HistoryAsync(api, Opportunity);
        Assert.Equal(
            accepted.Order(), history.Take(history.Count - before).Select(e => e.GetProperty("estimatedValue").GetDecimal()).Order());
        Assert.True(history[0].GetProperty("active").GetBoolean());
        Assert.Single(history, e => e.GetProperty("active").GetBoolean());
        await portal.DisposeAsync();
    }

    private static async Task<List<JsonElement>> HistoryAsync(ApiClient api, string opportunity)
    {
        List<JsonElement> entries = [];
        for (string? cursor = ""; cursor is not null;)
        {
            var page =
                (await api.GetAsync($"{opportunity}/entries?limit=100" + (cursor.Length > 0 ? "&cursor=" + cursor : ""))).Done().Json;
            entries.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.GetProperty("nextCursor").GetString();
        }

        return entries;
    }
}
