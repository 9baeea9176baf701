using System.Globalization;
using ChatOpportunities.Bench;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
try
{
    switch (args.FirstOrDefault())
    {
        // Targets that run as processes of their own, so that each has its own memory and its own collector.
        case "serve-bare":
            return await Targets.ServeBareAsync();
        case "serve-channel":
            return await Targets.ServeChannelAsync();
        case "serve-cloudadapter":
            return await DocumentedBot.ServeAsync();
        case "serve-limit":
            return await Limit.ServeAsync();
        case "serve-usual":
            return await UsualBot.ServeAsync();
        case "post-cards":
            return await Postman.PostAsync(args[1], args[2], int.Parse(args[3], CultureInfo.InvariantCulture));
        case "all":
            return await All.MeasureAsync(Options.Read(args), stop.Token);
        case "full":
            return await All.FullAsync(Options.Read(args), stop.Token);
        case "turn":
            return await TellAsync(report => Turns.CompareAsync(report, Options.Read(args), stop.Token));
        case "start":
            return await TellAsync(report => Starts.MeasureAsync(report, Options.Read(args), stop.Token));
        case "growth":
            return await TellAsync(report => All.GrowAsync(report, Options.Read(args), stop.Token));
        case "planning":
            return await TellAsync(report => Planning.CompareAsync(report, Options.Read(args), stop.Token));
        case "reminders":
            await using (var server = await PostgreSql.StartAsync(stop.Token))
            {
                return await TellAsync(report => Reminders.MeasureAsync(report, Options.Read(args), server, stop.Token));
            }

        case "chat":
            await Commands.MeasureAsync(Options.Read(args), stop.Token);
            return 0;
        case "pages":
            await Pages.MeasureAsync(Options.Read(args), stop.Token);
            return 0;
        default:
            Console.Error.WriteLine(
                """
                dotnet run -c Release --project tests/bench -- <what> [--quick] [--seconds 5] [--rounds 3] [--opportunities 10000,1000000]
                    [--reminders 100000] [--against <checkout, or folder of a build>]
                  all    every budget, one table, also in artifacts/bench.md; ends with 1 when one is missed
                  turn   a turn without database work: this channel, a bare endpoint, the SDK's CloudAdapter, the JavaScript SDK
                  full   a full turn: this product, hand-written SQL, a usual bot; on SQLite and on PostgreSQL, one host and two
                  growth a turn, lists, figures, search and planning by size, as a table and as docs/images/growth.svg
                  start  the published program: from its start to its first answered turn, and what is resident then
                  chat   queries and milliseconds of every command
                  pages  portal pages and API lists, against the bare SQL [--open 10|demo] [--page /pipeline]
                  reminders  planning, and sending of all that is due at once, against only posting and a commit a row
                  planning   all reminders planned anew, against another build
                PostgreSQL is the server that TEST_POSTGRESQL names, or one that the run starts and ends if its programs are here.
                """);
            return 64;
    }
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}
catch (Exception failed)
{
    Console.Error.WriteLine(failed);
    return 70;
}

static async Task<int> TellAsync(Func<Report, Task> measure)
{
    var report = new Report();
    await measure(report);
    return All.Told(report);
}
