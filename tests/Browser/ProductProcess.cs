using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using ChatOpportunities.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ChatOpportunities.Tests.Browser;

/// <summary>The built product as a process of its own, in a folder of its own; ended hard, started again on the same folder.</summary>
internal sealed partial class ProductProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("product-").FullName;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly ConcurrentQueue<string> _said = [];
    private Process? _process;

    /// <summary>Of the portal and the bot.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Of the Agents Playground that the product starts.</summary>
    public Uri Playground { get; private set; } = null!;

    /// <param name="speaker">Whose chat the Playground shows; the first salesperson of the demo company when not given.</param>
    public async Task StartAsync(string? speaker = null)
    {
        var (port, playgroundPort) = (FreePort(), FreePort());
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        var ready = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        _said.Clear();
        _process = new Process
        {
            EnableRaisingEvents = true,
            StartInfo = new ProcessStartInfo("dotnet", [Program(), "--urls", Address.ToString()])
            {
                WorkingDirectory = _folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment =
                {
                    ["ASPNETCORE_ENVIRONMENT"] = "Development",
                    ["DOTNET_ENVIRONMENT"] = "Development",
                    ["Playground__Port"] = playgroundPort.ToString(CultureInfo.InvariantCulture),
                    ["Playground__Folder"] = Path.Combine(_folder, "playground"),
                    ["Playground__User"] = speaker ?? "",
                    ["Reminders__TickSeconds"] = "1",
                    // What a killed process had in hand is taken over soon.
                    ["Reminders__LeaseSeconds"] = "5",
                    // What lies weeks ahead is there to be made due.
                    ["Reminders__PlanAheadDays"] = "400",
                    // The tests run on any day and at any hour.
                    ["Reminders__QuietFrom"] = "00:00",
                    ["Reminders__QuietTo"] = "00:00",
                    ["Company__WorkingDays__0"] = "Monday",
                    ["Company__WorkingDays__1"] = "Tuesday",
                    ["Company__WorkingDays__2"] = "Wednesday",
                    ["Company__WorkingDays__3"] = "Thursday",
                    ["Company__WorkingDays__4"] = "Friday",
                    ["Company__WorkingDays__5"] = "Saturday",
                    ["Company__WorkingDays__6"] = "Sunday",
                },
            },
        };
        void Read(string? line)
        {
            _said.Enqueue(line ?? "");
            if (PlaygroundAddress().Match(line ?? "") is { Success: true } match)
            {
                ready.TrySetResult(new Uri(match.Groups[1].Value));
            }
        }

        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException("The product ended while starting."));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            Playground = await ready.Task.WaitAsync(Patience);
            using var answer = await _http.GetAsync(new Uri(Address, "health/ready"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException("The product did not start. It said:\n" + string.Join('\n', _said), failure);
        }
    }

    /// <summary>Ends it with SIGKILL, no warning given; the Playground is to end by itself then.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
        {
            return;
        }

        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
        using var patience = new CancellationTokenSource(Patience);
        while (Playground is not null && await ListensAsync(Playground, patience.Token))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }
    }

    /// <summary>Reads one value from its database, past the product.</summary>
    public async Task<long> CountAsync(string sql) => (long)(await RunAsync(sql, SqliteOpenMode.ReadOnly))!;

    /// <summary>See <see cref="TestDatabase.CheckAsync()"/>.</summary>
    public Task<string> CheckAsync() => TestDatabase.CheckFileAsync(Path.Combine(_folder, "data", "opportunities.db"));

    /// <summary>Changes its database, past the product: what would else take days.</summary>
    public Task ChangeAsync(string sql) => RunAsync(sql, SqliteOpenMode.ReadWrite);

    private async Task<object?> RunAsync(string sql, SqliteOpenMode mode)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(_folder, "data", "opportunities.db"),
            Mode = mode,
            Pooling = false,
        }.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Written in the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Waits until its database says so.</summary>
    public async Task WaitForAsync(string sql, long count)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await CountAsync(sql) != count)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The bot beside these tests, built in the same configuration.</summary>
    private static string Program()
    {
        var configuration = Directory.GetParent(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar))!.Name;
        var program = Path.Combine(Repository.Root, "bot", "bin", configuration, "net10.0", "ChatOpportunities.Bot.dll");
        Assert.True(File.Exists(program), $"The product is not built: {program} is missing; run dotnet build.");
        return program;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<bool> ListensAsync(Uri address, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, address.Port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"Agents Playground: (http://\S+)$")]
    private static partial Regex PlaygroundAddress();
}
