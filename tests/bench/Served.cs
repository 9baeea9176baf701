using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ChatOpportunities.Bench;

/// <summary>A server as a process of its own; ends with this one.</summary>
internal sealed partial class Served : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Stopwatch _sinceStart;
    private int _queries;

    private Served(Process process, Uri address, Stopwatch sinceStart)
    {
        (_process, Address, _sinceStart, StartTime) = (process, address, sinceStart, sinceStart.Elapsed);
    }

    public Uri Address { get; }

    /// <summary>Time from the start of the process to its word that it listens.</summary>
    public TimeSpan StartTime { get; }

    /// <summary>Time from the start of the process to now.</summary>
    public TimeSpan SinceStart => _sinceStart.Elapsed;

    /// <summary>Database commands it told of in its log.</summary>
    public int Queries => Volatile.Read(ref _queries);

    /// <summary>Time of the processor it has used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Resident memory now, in MB.</summary>
    public double Megabytes => Status("VmRSS:");

    /// <summary>Resident memory now without what is mapped from files, such as the runtime's own code, in MB.</summary>
    public double OwnMegabytes => Status("RssAnon:");

    /// <summary>Largest resident memory so far, in MB.</summary>
    public double PeakMegabytes => Status("VmHWM:");

    /// <summary>This program again, serving one of its targets.</summary>
    public static Task<Served> StartSelfAsync(string target, params (string Name, string Value)[] environment)
    {
        var (self, arguments) = Self(target);
        return StartAsync(self, arguments, null, environment);
    }

    /// <summary>How this program is started again.</summary>
    public static (string Program, string[] Arguments) Self(params string[] arguments)
    {
        var self = Environment.ProcessPath!;
        return (self, Path.GetFileNameWithoutExtension(self) == "dotnet" ? [typeof(Served).Assembly.Location, .. arguments] : arguments);
    }

    public static async Task<Served> StartAsync(
        string program, IEnumerable<string> arguments, string? folder, IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Environment.CurrentDirectory,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        Served? served = null;
        var early = 0;
        var said = new List<string>();
        void Read(string? line)
        {
            if (line is null)
            {
                return;
            }

            if (line.Contains("Executed DbCommand", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref served is null ? ref early : ref served._queries);
            }
            else if (!listening.Task.IsCompleted)
            {
                lock (said)
                {
                    said.Add(line);
                }

                if (Listening().Match(line) is { Success: true } match)
                {
                    listening.TrySetResult(new Uri(match.Groups[1].Value));
                }
            }
        }

        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.Exited += (_, _) => listening.TrySetException(
            new InvalidOperationException($"{program} ended while starting:\n{string.Join('\n', said)}"));
        var watch = Stopwatch.StartNew();
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var address = await listening.Task.WaitAsync(TimeSpan.FromMinutes(5));
        return served = new Served(process, address, watch);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private double Status(string name)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
    }

    [GeneratedRegex(@"istening on:? (http://\S+)")]
    private static partial Regex Listening();
}
