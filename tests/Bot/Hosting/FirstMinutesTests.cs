using ChatOpportunities.Bot.Hosting;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Demo;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpportunities.Tests.Bot.Hosting;

/// <summary>What somebody sees who starts it for the first time, whatever day it is.</summary>
public sealed class FirstMinutesTests
{
    [Fact]
    public async Task TheFirstStartSaysWhatItDoes_AndLastOfAllWhatToOpen_WithoutAWarning()
    {
        var folder = Directory.CreateTempSubdirectory("first-");
        await using (var product = await Product.Start(folder.FullName).ReadyAsync())
        {
            await Product.UntilAsync(() => Task.FromResult(product.Said.Any(line => line.Contains('└', StringComparison.Ordinal))));

            var said = product.Said.Select(line => line.Trim()).Where(line => line.Length > 0).ToList();
            int At(string words) => said.FindIndex(line => line.Contains(words, StringComparison.Ordinal));
            Assert.True(At("Preparing the database (") >= 0, string.Join('\n', said));
            Assert.True(At("Preparing the database (") < At("Filling the empty database"));
            Assert.True(At("Filling the empty database") < At("was filled with the demo company"));
            Assert.True(At("was filled with the demo company") < At("Ready. Open in a browser:"));
            Assert.Contains(
                $"the portal   {product.Http.BaseAddress!.ToString().TrimEnd('/')}", said[At("the portal   ")], StringComparison.Ordinal);
            Assert.DoesNotContain(said, line => line[..Math.Min(5, line.Length)] is "warn:" or "fail:" or "crit:");
        }

        await using (var again = await Product.Start(folder.FullName).ReadyAsync())
        {
            await Product.UntilAsync(() => Task.FromResult(again.Said.Any(line => line.Contains('└', StringComparison.Ordinal))));
            Assert.DoesNotContain(again.Said, line => line.Contains("demo company", StringComparison.Ordinal));
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public void TheFrameComesOnce_WhenThePortalAndThePlaygroundAnswer()
    {
        var log = new Heard();
        using var services = new ServiceCollection()
            .AddSingleton(new ChatOpportunities.Bot.Playground.PlaygroundAnnouncement((_, _) => { })).BuildServiceProvider();
        var welcome = new Welcome(services, log);

        welcome.Portal("http://localhost:3978");
        Assert.Empty(log.Lines);
        welcome.Playground("http://localhost:56150", "Anna Keller");
        welcome.Playground(null, null);

        var frame = Assert.Single(log.Lines).Split('\n');
        Assert.Contains(
            frame, line => line.StartsWith("│ the chat     http://localhost:56150   you are Anna Keller", StringComparison.Ordinal));
        Assert.Contains(frame, line => line.StartsWith("│ the portal   http://localhost:3978", StringComparison.Ordinal));
        Assert.Single(frame.Skip(1).Select(line => line.TrimEnd('\r').Length).Distinct());
    }

    [Fact]
    public void WhereNoPlaygroundIsLaunchedTheFrameWaitsForNone()
    {
        var log = new Heard();
        using var services = new ServiceCollection().BuildServiceProvider();

        new Welcome(services, log).Portal("http://localhost:3978");

        Assert.DoesNotContain("the chat", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void TheFrameIsAsWideAsItsWidestLine()
    {
        var framed = Welcome.Framed("one", "longer");

        Assert.Equal(["", "┌────────┐", "│ one    │", "│ longer │", "└────────┘"], framed.Split(Environment.NewLine));
    }

    /// <summary>The days after Monday 9 March 2026, each by night, by day and in the evening.</summary>
    public static TheoryData<int, int> Whenever
    {
        get
        {
            var whenever = new TheoryData<int, int>();
            for (var day = 0; day < 7; day++)
            {
                whenever.Add(day, 3);
                whenever.Add(day, 10);
                whenever.Add(day, 22);
            }

            return whenever;
        }
    }

    [Theory]
    [MemberData(nameof(Whenever))]
    public async Task TheDemoRemindsItsFirstVisitor_WhateverDayAndHourItIs(int day, int hour)
    {
        await using var host = await DomainHost.StartAsync();
        host.Clock.SetUtcNow(new DateTimeOffset(2026, 3, 9 + day, hour, 0, 0, TimeSpan.Zero));

        Assert.True(await host.DoAsync<DemoData, bool>(demo => demo.SeedAsync(CancellationToken.None)));

        await host.DoAsync<IServiceProvider>(async services =>
        {
            var db = services.GetRequiredService<OpportunitiesContext>();
            var anna = await db.Salespeople.SingleAsync(p => p.Code == "ANNA");
            var hours = await services.GetRequiredService<ReminderPlanner>().HoursAsync(anna, CancellationToken.None);
            var now = host.Clock.GetUtcNow();
            Assert.True(hours.Allows(now));
            Assert.True(await db.Reminders.AnyAsync(r => r.SalespersonId == anna.Id && r.DueAt <= now));
            // An ordinary day leaves the company as its settings have it.
            Assert.Equal(day < 5, (await CompanyCalendar.Saved.FindVersionAsync(db, default, CancellationToken.None)) is null);
            Assert.Equal(hour == 10, !await db.ReminderRules.AnyAsync());
        });
    }

    private sealed class Heard : ILogger<Welcome>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
