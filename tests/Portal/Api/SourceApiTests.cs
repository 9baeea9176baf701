using System.Net;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Portal.Api;

/// <summary>Where an opportunity came from, as programs read and write it.</summary>
public sealed class SourceApiTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    private readonly ApiClient _api = portal.Api();

    [Fact]
    public async Task WhereItCameFromIsSaidReadChangedAndTakenAway()
    {
        var made = await MakeAsync("\" Hotel fair \"");
        var no = made.Done(HttpStatusCode.Created)["no"];
        Assert.Equal("Hotel fair", (await _api.GetAsync($"opportunities/{no}")).Done()["source"]);

        Assert.Equal("Marie", (await PatchAsync(no, """{"source":"Marie"}""")).Done()["source"]);
        Assert.Equal("Marie", (await PatchAsync(no, """{"priority":"high"}""")).Done()["source"]);
        Assert.Equal("Paul", (await PatchAsync(no, """{"source":"Paul","description":"Arena"}""")).Done()["source"]);
        Assert.Equal("", (await PatchAsync(no, """{"source":null}""")).Done()["source"]);

        Assert.Equal(
            [
                "Created: Arena lights.", "Source changed from Hotel fair to Marie.", "Changed: Arena lights.",
                "Source changed from Marie to Paul.", "Changed: Arena.", "No source any more; it was Paul.",
            ],
            await LogAsync(no));
    }

    [Fact]
    public async Task WhatIsTooLongIsRefusedAndChangesNothing()
    {
        var tooLong = $"\"{new string('x', 51)}\"";
        (await MakeAsync(tooLong)).Refused(422, "tooLong", "source");
        var no = (await MakeAsync("null")).Done(HttpStatusCode.Created)["no"];

        (await PatchAsync(no, $$"""{"source":{{tooLong}},"description":"Other"}""")).Refused(422, "tooLong", "source");

        var kept = (await _api.GetAsync($"opportunities/{no}")).Done();
        Assert.Equal(["Arena lights", "", "1"], [kept["description"], kept["source"], kept["version"]]);
    }

    /// <summary>What happened to it, oldest first.</summary>
    private async Task<IEnumerable<string?>> LogAsync(string no) =>
        [.. (await _api.GetAsync($"audit?subject=opportunity&key={no}")).Done().Json.GetProperty("items").EnumerateArray()
            .Select(line => line.GetProperty("description").GetString()).Reverse()];

    private Task<ApiReply> MakeAsync(string source) => _api.PostAsync("opportunities", $$"""
        {"description":"Arena lights","contactNo":"CT-00001","salespersonCode":"ANNA","salesCycleCode":"NEW","source":{{source}}}
        """);

    private Task<ApiReply> PatchAsync(string no, string json) => _api.SendAsync("PATCH", $"opportunities/{no}", json);
}
