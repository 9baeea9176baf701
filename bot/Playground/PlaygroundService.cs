using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Playground;

/// <summary>Starts the Agents Playground, a local stand-in for Teams, when the bot listens, and ends it with the bot.</summary>
internal sealed partial class PlaygroundService(
    IServiceScopeFactory scopes,
    PlaygroundPeople people,
    PlaygroundAnnouncement announcement,
    IServer server,
    IHostApplicationLifetime lifetime,
    IOptions<PlaygroundOptions> options,
    TimeProvider clock,
    ILogger<PlaygroundService> logger) : BackgroundService
{
    private static readonly TimeSpan TimeToAnswer = TimeSpan.FromSeconds(30);
    private readonly PlaygroundOptions _options = options.Value;
    private string? _speaker;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Started(stoppingToken);
            if (Cli() is not { } cli)
            {
                LogNotRestored();
            }
            else if (BotAddress() is not { } bot)
            {
                LogNoAddress();
            }
            else
            {
                await RunAsync(cli, bot, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The bot ends, and the Playground with it.
        }
        catch (Exception failure)
        {
            // A comfort of development: the bot runs without it.
            LogFailed(failure);
        }
        finally
        {
            // Whoever waits for it waits no longer; where it was announced, this says nothing new.
            announcement.Say(null, null);
        }
    }

    /// <summary>The tool as the build restored it; null in a Release build and in what is published.</summary>
    private static string? Cli()
    {
        var folder = typeof(PlaygroundService).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(data => data.Key == "PlaygroundFolder")?.Value;
        var cli = Path.Combine(folder ?? "", "node_modules", "@microsoft", "m365agentsplayground", "cli.js");
        return folder is not null && File.Exists(cli) ? cli : null;
    }

    private static string Script(string cli) => Path.GetFullPath(Path.Combine(cli, "..", "..", "..", "..", "start.mjs"));

    private async Task Started(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Where the bot listens, as this machine reaches it; null when only over https.</summary>
    private Uri? BotAddress() => server.Features.Get<IServerAddressesFeature>()?.Addresses
        .Where(address => address.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        .Select(address => new Uri(AnyHost().Replace(address, "http://127.0.0.1$2")))
        .FirstOrDefault(address => address.IsLoopback);

    private async Task RunAsync(string cli, Uri bot, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(_options.Folder).FullName;
        var configuration = Path.Combine(folder, "playground.yml");
        var known = await PeopleAsync(cancellationToken);
        _speaker = known.Where(p => p.Mail.Equals(_options.User, StringComparison.OrdinalIgnoreCase)).Concat(known)
            .Select(p => p.Name).FirstOrDefault();
        await File.WriteAllTextAsync(configuration, PlaygroundConfiguration.Write(known, _options.User), cancellationToken);

        using var process = new Process();
        process.StartInfo = StartInfo(cli, bot, folder, configuration);
        // Read on, or it would block on a full pipe.
        process.ErrorDataReceived += (_, line) => LogSays(line.Data);

        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            LogNoNode();
            return;
        }

        try
        {
            process.BeginErrorReadLine();
            await FollowAsync(process, cancellationToken);
            LogEnded(process.ExitCode, LogFile(folder));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private ProcessStartInfo StartInfo(string cli, Uri bot, string folder, string configuration) => new("node")
    {
        WorkingDirectory = folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        ArgumentList =
        {
            Script(cli), cli, "start", "--app-endpoint", new Uri(bot, Teams.MessagesEndpoint.Path).ToString(), "--channel-id",
            "msteams",
            "--port", _options.Port.ToString(CultureInfo.InvariantCulture), "--disable-telemetry",
        },
        Environment =
        {
            ["TEAMSAPPTESTER_BROWSER"] = "none",
            ["M365_AGENTS_PLAYGROUND_CONFIG_PATH"] = configuration,
            ["M365_AGENTS_PLAYGROUND_LOGFILE"] = LogFile(folder),
        },
    };

    private static string LogFile(string folder) => Path.Combine(folder, "playground.log");

    /// <summary>Passes on what the tool says until it ends; the line that names its port is announced instead.</summary>
    private async Task FollowAsync(Process process, CancellationToken cancellationToken)
    {
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                await AnnounceAsync(int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), cancellationToken);
            }
            else
            {
                LogSays(line);
            }
        }

        await process.WaitForExitAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<PlaygroundPerson>> PeopleAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return await people.Find(scope.ServiceProvider, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogNoPeople(failure);
            return [];
        }
    }

    /// <summary>Says where it is once it really answers.</summary>
    private async Task AnnounceAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(TimeToAnswer);
        var address = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}");
        while (!await AnswersAsync(client, new Uri(address + "/_debug/ping"), time.Token))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), clock, time.Token);
        }

        if (port != _options.Port)
        {
            LogPortBusy(_options.Port, port);
        }

        LogReady(address);
        announcement.Say(address, _speaker);
    }

    private static async Task<bool> AnswersAsync(HttpClient client, Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(address, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^http://(localhost|0\.0\.0\.0|\[::\]|\+|\*)(:\d+)", RegexOptions.IgnoreCase)]
    private static partial Regex AnyHost();

    [GeneratedRegex(@"^Listening on (\d{1,5})$")]
    private static partial Regex Listening();

    [LoggerMessage(LogLevel.Information, "Agents Playground: {Address}")]
    private partial void LogReady(string address);

    [LoggerMessage(LogLevel.Warning, "Port {Busy} is busy, so the Agents Playground listens on {Port}; Playground:Port chooses another.")]
    private partial void LogPortBusy(int busy, int port);

    [LoggerMessage(
        LogLevel.Warning, "The Agents Playground is not there: build in Debug with Node.js 20 or later, or run npm ci in bot/Playground.")]
    private partial void LogNotRestored();

    [LoggerMessage(LogLevel.Warning, "The Agents Playground was not started: the bot listens on no http address of this machine.")]
    private partial void LogNoAddress();

    [LoggerMessage(LogLevel.Warning, "The Agents Playground was not started: Node.js was not found; install version 20 or later.")]
    private partial void LogNoNode();

    [LoggerMessage(LogLevel.Warning, "The Agents Playground starts with strangers only: the people could not be read.")]
    private partial void LogNoPeople(Exception failure);

    [LoggerMessage(LogLevel.Warning, "The Agents Playground ended with code {Code}; {LogFile} may say why.")]
    private partial void LogEnded(int code, string logFile);

    [LoggerMessage(LogLevel.Warning, "The Agents Playground could not be run; the bot goes on without it.")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(LogLevel.Debug, "Agents Playground: {Line}")]
    private partial void LogSays(string? line);
}

/// <summary>Where the Playground's people come from.</summary>
internal sealed record PlaygroundPeople(Func<IServiceProvider, CancellationToken, Task<IReadOnlyList<PlaygroundPerson>>> Find);

/// <summary>Who is told where the Playground is and who one is there; told nulls when it will not be there.</summary>
internal sealed record PlaygroundAnnouncement(Action<string?, string?> Say);
