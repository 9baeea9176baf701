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
        case "full":
            return await All.FullAsync(Options.Read(args), stop.Token);
        case "turn":
            await Turns.CompareAsync(Options.Read(args), stop.Token);
            return 0;
        case "start":
            await Starts.MeasureAsync(Options.Read(args), stop.Token);
            return 0;
        case "acts":
            await Turns.ActsAsync(Options.Read(args), stop.Token);
            return 0;
        case "chat":
            await Commands.MeasureAsync(Options.Read(args), stop.Token);
            return 0;
        case "pages":
            await Pages.MeasureAsync(Options.Read(args), stop.Token);
            return 0;
        case "reminders":
            await Reminders.MeasureAsync(Options.Read(args), stop.Token);
            return 0;
        default:
            Console.Error.WriteLine(
                """
                dotnet run -c Release --project tests/bench -- <what> [--seconds 5] [--rounds 3] [--opportunities 10000,1000000] [--reminders 100000]
                  turn   a turn without database work: this channel, a bare endpoint, the SDK's CloudAdapter, the JavaScript SDK
                  start  the published program: from its start to its first answered turn, and what is resident then
                  acts   a full turn on SQLite, at several sizes of the database
                  chat   queries and milliseconds of every command
                  pages  portal pages and API lists, against the bare SQL [--open 10|demo] [--page /pipeline]
                  reminders  planning, and sending of all that is due at once; on PostgreSQL too when TEST_POSTGRESQL names a server
                """);
            return 1;
    }
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}
