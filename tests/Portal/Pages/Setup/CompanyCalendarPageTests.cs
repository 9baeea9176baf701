using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Portal.Pages.Setup;

/// <summary>Working days and holidays, changed in the portal.</summary>
public sealed class CompanyCalendarPageTests : IAsyncLifetime
{
    private const string Form = "main form.form";
    private const string Address = "/setup/settings/working-days";

    private readonly PortalApplication _portal = new();

    public Task InitializeAsync() => _portal.InitializeAsync();

    public Task DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task TheSettingsHoldUntilOthersAreSaved_AndThenTheNewOnesDoAtOnce()
    {
        var emma = await _portal.SignInAsync("EMMA");
        var page = await emma.SeeAsync(Address);
        Assert.Equal(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"], Days(page));

        var answer = await emma.PostAsync(
            Address,
            [
                Token(page), ("Input.Version", page.ValueOf("Version")!), ("Input.WorkingDays", "Sunday"), ("Input.WorkingDays", "Monday"),
                ("Input.Holidays", "2026-12-25\r\n\r\n 2026-03-09 \r\n2026-12-25"),
            ]);

        Assert.True(answer.Status == System.Net.HttpStatusCode.Redirect, answer.Text);
        var settings = await emma.SeeAsync("/setup/settings");
        Assert.Contains("Work is done on Monday, Sunday.", settings.Text, StringComparison.Ordinal);
        Assert.Contains("Holidays to come: 9 Mar 2026, 25 Dec 2026.", settings.Text, StringComparison.Ordinal);
        var saved = await emma.SeeAsync(Address);
        Assert.Equal(["Monday", "Sunday"], Days(saved));
        Assert.Equal("2026-03-09\n2026-12-25", saved.Document.GetElementById("Input_Holidays")!.TextContent.Trim());
        Assert.Contains("Working days and holidays changed.", saved.Text, StringComparison.Ordinal);

        // From Monday the 2nd the next working day is Sunday the 8th; the Monday after it is a holiday.
        await _portal.DoAsync<WorkingCalendar>(calendar =>
        {
            Assert.Equal(new DateOnly(2026, 3, 8), calendar.NextWorkingDay(An.Today));
            Assert.Equal(new DateOnly(2026, 3, 15), calendar.NextWorkingDay(new DateOnly(2026, 3, 8)));
            return Task.CompletedTask;
        });
        await _portal.DoAsync<OpportunitiesContext>(async db =>
        {
            var another = new CompanyCalendar(Microsoft.Extensions.Options.Options.Create(new ChatOpportunities.Domain.CompanyOptions()));
            Assert.Equal(new DateOnly(2026, 3, 3), another.Now.NextWorkingDay(An.Today));
            await another.RefreshAsync(db, default);
            Assert.Equal(new DateOnly(2026, 3, 8), another.Now.NextWorkingDay(An.Today));
        });

        var stale = await emma.PostAsync(Address, [Token(page), ("Input.Version", "0"), ("Input.WorkingDays", "Monday")]);
        Assert.Contains("changed this on", stale.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWeekWithoutWorkAndALineThatIsNoDateAreRefusedBesideTheirFields()
    {
        var emma = await _portal.SignInAsync("EMMA");
        var page = await emma.SeeAsync(Address);

        var idle = await emma.PostAsync(Address, [Token(page), ("Input.Version", "0"), ("Input.Holidays", "2026-12-25")]);
        var wrong = await emma.SubmitAsync(page, Form, ("Input.Holidays", "2026-12-25\n<script>"));

        Assert.Equal("A week has at least one working day.", idle.ErrorOf("WorkingDays"));
        Assert.Equal("Line 2 is not a date: <script>", wrong.ErrorOf("Holidays"));
        Assert.Contains("2026-12-25", wrong.Document.GetElementById("Input_Holidays")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("0", (await emma.SeeAsync(Address)).ValueOf("Version"));
    }

    private static IEnumerable<string?> Days(PortalAnswer page) =>
        page.Document.QuerySelectorAll("input[name='Input.WorkingDays'][checked]").Select(d => d.GetAttribute("value"));

    private static (string, string) Token(PortalAnswer page) =>
        ("__RequestVerificationToken", page.Document.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!);
}
