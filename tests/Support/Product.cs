using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace ChatOpportunities.Tests.Support;

/// <summary>The built program as a process of its own, without the Playground; killed when disposed.</summary>
internal sealed partial class Product : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _said = [];
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Product(Process process)
    {
        _process = process;
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException("The product ended while starting."));
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Talks to it.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };

    /// <summary>The lines it wrote so far.</summary>
    public IReadOnlyCollection<string> Said => _said;

    /// <summary>Runs it in a folder until it ends by itself.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string folder, string environment, params string[] arguments)
    {
        using var process = Begin(folder, environment, arguments);
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var error = await process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output, error);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    /// <summary>Starts it in Development, on a free port of this machine.</summary>
    public static Product Start(string folder, params string[] arguments) => new(Begin(folder, "Development", arguments));

    /// <summary>Starts it behind a proxy that speaks TLS for it, as the documentation says.</summary>
    public static Product StartBehindProxy(string folder, params string[] arguments) =>
        new(Begin(folder, "Development", arguments, ("ASPNETCORE_FORWARDEDHEADERS_ENABLED", "true")));

    /// <summary>Waits until its database and scheduler answer.</summary>
    public async Task<Product> ReadyAsync()
    {
        try
        {
            Http.BaseAddress ??= await _address.Task.WaitAsync(Patience);
            using var answer = await Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return this;
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException("The product did not start. It said:\n" + string.Join('\n', _said), failure);
        }
    }

    /// <summary>Waits until something is true of what it wrote, or of what it did.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isTrue)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await isTrue())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }
    }

    /// <summary>Ends it with SIGKILL, no warning given.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
        Http.Dispose();
    }

    private static Process Begin(string folder, string environment, string[] arguments, params (string Name, string Value)[] variables)
    {
        List<string> all = [typeof(Program).Assembly.Location, .. arguments];
        if (arguments is not ["database" or "health" or "--version" or "--help", ..])
        {
            all.AddRange(["--Playground:Launch=false", "--urls=http://127.0.0.1:0"]);
        }

        var start =
            new ProcessStartInfo("dotnet", all) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private void Read(string? line)
    {
        _said.Enqueue(line ?? "");
        if (PortalAddress().Match(line ?? "") is { Success: true } match)
        {
            _address.TrySetResult(new Uri(match.Groups[1].Value));
        }
    }

    [GeneratedRegex(@"Portal: (http://\S+)$")]
    private static partial Regex PortalAddress();
}
