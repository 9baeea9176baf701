using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Deployment;

/// <summary>
/// The published program as the container runs it: with the Dockerfile's own variables, as a user without rights, on a file system of which
/// only the data folder can be written. Where the tests do not run as root, it runs as their user and nothing is mounted.
/// </summary>
public sealed class ReadOnlyRootTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly string _data = Directory.CreateTempSubdirectory("container-data-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task ThePublishedProgramStartsIsHealthyAndServes_WithNothingToWriteButItsData()
    {
        // The drill brings what was published from the Dockerfile's own files.
        var published = Environment.GetEnvironmentVariable("DRILL_PUBLISHED") ?? (await PublishedOutput.GetAsync()).Folder;
        var port = FreePort();
        using var product = Start(published, port, []);
        product.BeginOutputReadLine();
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            while (await HealthAsync(published, port) != 0)
            {
                if (product.HasExited)
                {
                    Assert.Fail("The program ended: " + await product.StandardError.ReadToEndAsync());
                }

                await Task.Delay(TimeSpan.FromMilliseconds(100), patience.Token);
            }

            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
            using var page = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/signin/unavailable"));

            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            Assert.Contains(Directory.GetFiles(_data), f => Path.GetFileName(f) == "opportunities.db");
            Assert.False(Directory.Exists(Path.Combine(published, "data")));
        }
        finally
        {
            product.Kill(entireProcessTree: true);
            await product.WaitForExitAsync();
        }

        Assert.Equal(1, await HealthAsync(published, port));
    }

    private async Task<int> HealthAsync(string published, int port)
    {
        using var asked = Start(published, port, ["health"]);
        await asked.WaitForExitAsync();
        return asked.ExitCode;
    }

    private Process Start(string published, int port, string[] command)
    {
        var program = Path.Combine(published, "ChatOpportunities.Bot.dll");
        var start = new ProcessStartInfo { WorkingDirectory = published, RedirectStandardOutput = true, RedirectStandardError = true };
        if (Environment.IsPrivilegedProcess)
        {
            OpenTo(published);
            var user = DockerfileText.Of("USER");
            start.FileName = "unshare";
            // In a view of its own, so that nothing of this reaches the machine: the data stays as it is, all else turns read-only.
            start.ArgumentList.Add("-m");
            start.ArgumentList.Add("sh");
            start.ArgumentList.Add("-ec");
            start.ArgumentList.Add($"chown {user} \"$0\"; mount --bind \"$0\" \"$0\"; mount -o remount,bind,ro /; "
                + $"exec setpriv --reuid={user} --regid={user} --clear-groups --no-new-privs --inh-caps=-all -- \"$@\"");
            start.ArgumentList.Add(_data);
            start.ArgumentList.Add("dotnet");
        }
        else
        {
            start.FileName = "dotnet";
        }

        start.ArgumentList.Add(program);
        foreach (var argument in command)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in DockerfileText.Environment)
        {
            start.Environment[name] = value.Replace(DockerfileText.Of("VOLUME") + "/", _data + "/", StringComparison.Ordinal);
        }

        start.Environment["ASPNETCORE_HTTP_PORTS"] = port.ToString(CultureInfo.InvariantCulture);
        start.Environment["Host__Roles"] = "portal"; // the role that needs no registration
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        return Process.Start(start)!;
    }

    /// <summary>A folder that is made for a while is its maker's alone.</summary>
    private static void OpenTo(string folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead
                    | UnixFileMode.OtherExecute);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
