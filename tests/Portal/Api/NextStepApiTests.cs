using System.Net;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Portal.Api;

/// <summary>Next steps, limits and slipping closing dates as programs read and write them.</summary>
public sealed class NextStepApiTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    private readonly ApiClient _api = portal.Api();

    [Fact]
    public async Task ANextStepAndALimitAreReadAndWritten()
    {
        var no = await StartedAsync();
        Assert.Equal("", (await _api.GetAsync($"opportunities/{no}")).Done()["nextStep"]);

        var set = (await PatchAsync(no, """{"nextStep":"Call Marie","nextStepDate":"2026-03-06","limitWorkingDays":20}""")).Done();
        Assert.Equal(["Call Marie", "2026-03-06", "20"], [set["nextStep"], set["nextStepDate"], set["limitWorkingDays"]]);
        Assert.Equal("2026-03-09", (await PatchAsync(no, """{"nextStepDate":"2026-03-09"}""")).Done()["nextStepDate"]);
        Assert.Equal("Call Marie", (await PatchAsync(no, """{"limitWorkingDays":null}""")).Done()["nextStep"]);

        (await PatchAsync(no, """{"nextStepDate":null}""")).Refused(422, "nextStepDateRequired", "nextStepDate");
        (await PatchAsync(no, """{"nextStepDate":"2026-02-01"}""")).Refused(422, "nextStepInPast", "nextStepDate");
        (await PatchAsync(no, """{"limitWorkingDays":0}""")).Refused(422, "limitOutOfRange", "limitWorkingDays");
        var cleared = (await PatchAsync(no, """{"nextStep":null,"nextStepDate":null}""")).Done();
        Assert.Equal(["", "", ""], [cleared["nextStep"], cleared["nextStepDate"], cleared["limitWorkingDays"]]);
    }

    [Fact]
    public async Task FromTheThirdSlipOnAReasonIsAskedFor()
    {
        var no = await StartedAsync();
        Task<ApiReply> CloseOnAsync(string date, string reason = "") =>
            _api.PostAsync($"opportunities/{no}/moves", $$"""{"action":"update","estimatedCloseDate":"{{date}}"{{reason}}}""");

        (await CloseOnAsync("2028-01-01")).Done();
        (await CloseOnAsync("2028-02-01")).Done();
        (await CloseOnAsync("2028-03-01")).Refused(422, "slipReasonRequired", "slipReason");
        var moved = (await CloseOnAsync("2028-03-01", ""","slipReason":"Budget" """)).Done();
        Assert.Equal(
            ["3", "2028-02-01", "Budget"], [moved["opportunity.closeDateMoves"], moved["entry.slippedFrom"], moved["entry.slipReason"]]);
    }

    private Task<ApiReply> PatchAsync(string no, string json) => _api.SendAsync("PATCH", $"opportunities/{no}", json);

    private async Task<string> StartedAsync() => (await _api.PostAsync("opportunities", """
        {"description":"Arena lights","contactNo":"CT-00001","salespersonCode":"ANNA","salesCycleCode":"NEW","estimatedValue":50000,"startNow":true}
        """)).Done(HttpStatusCode.Created)["no"];
}
