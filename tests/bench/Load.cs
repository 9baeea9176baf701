using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace ChatOpportunities.Bench;

/// <summary>What a load met.</summary>
internal sealed record Measured(double PerSecond, double P50, double P99, long Failed)
{
    public static Measured Of(List<double> milliseconds, TimeSpan time, long failed)
    {
        milliseconds.Sort();
        double At(double share) =>
            milliseconds.Count == 0 ? double.NaN : milliseconds[Math.Min(milliseconds.Count - 1, (int)(share * milliseconds.Count))];
        return new Measured(milliseconds.Count / time.TotalSeconds, At(0.5), At(0.99), failed);
    }

    /// <summary>The middle one of several rounds, figure by figure.</summary>
    public static Measured Median(IReadOnlyList<Measured> rounds)
    {
        double Middle(Func<Measured, double> figure) => rounds.Select(figure).Order().ElementAt(rounds.Count / 2);
        return new Measured(Middle(r => r.PerSecond), Middle(r => r.P50), Middle(r => r.P99), rounds.Sum(r => r.Failed));
    }
}

/// <summary>Posts activities.</summary>
/// <param name="connector">
/// Where each turn says something too: it counts as answered once that has arrived, whether before or after the response. Null where
/// the response is all.
/// </param>
/// <param name="servers">To whom; several take turns.</param>
internal sealed class Load(Connector? connector, params IReadOnlyList<Uri> servers) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 256 });

    private readonly Uri[] _messages = [.. servers.Select(server => new Uri(server, "/api/messages"))];
    private int _next;

    public void Dispose() => _http.Dispose();

    /// <summary>A fixed number of callers, each sending the next one when it has its answer; as long as there is one.</summary>
    public async Task<Measured> ClosedAsync(int callers, TimeSpan time, Func<long, byte[]?> activity, CancellationToken cancellationToken)
    {
        var (number, failed) = (0L, 0L);
        var watch = Stopwatch.StartNew();
        var times = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(
            async () =>
            {
                List<double> mine = [];
                while (watch.Elapsed < time && !cancellationToken.IsCancellationRequested)
                {
                    if (activity(Interlocked.Increment(ref number)) is not { } body)
                    {
                        break;
                    }

                    var start = Stopwatch.GetTimestamp();
                    if (!await PostAsync(body, cancellationToken))
                    {
                        Interlocked.Increment(ref failed);
                    }

                    mine.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }

                return mine;
            },
            cancellationToken)));
        return Measured.Of([.. times.SelectMany(t => t)], watch.Elapsed, failed);
    }

    /// <summary>So many a second, whether the answers come or not; the time of each counts from when it was due.</summary>
    public async Task<Measured> OpenAsync(
        double perSecond, TimeSpan time, Func<long, byte[]?> activity, CancellationToken cancellationToken)
    {
        var failed = 0L;
        var watch = Stopwatch.StartNew();
        List<Task<double>> running = [];
        for (var i = 1; watch.Elapsed < time; i++)
        {
            var due = TimeSpan.FromSeconds(i / perSecond);
            if (due > watch.Elapsed)
            {
                await Task.Delay(due - watch.Elapsed, cancellationToken);
            }

            if (activity(i) is not { } body)
            {
                break;
            }

            running.Add(Task.Run(
                async () =>
                {
                    if (!await PostAsync(body, cancellationToken))
                    {
                        Interlocked.Increment(ref failed);
                    }

                    return (watch.Elapsed - due).TotalMilliseconds;
                },
                cancellationToken));
        }

        var times = await Task.WhenAll(running);
        return Measured.Of([.. times], watch.Elapsed, failed);
    }

    public async Task<bool> PostAsync(byte[] body, CancellationToken cancellationToken)
    {
        var said = connector?.NextAsync(ConversationOf(body)) ?? Task.CompletedTask;
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var server = _messages[Interlocked.Increment(ref _next) % _messages.Length];
        using var response = await _http.PostAsync(server, content, cancellationToken);
        await response.Content.ReadAsByteArrayAsync(cancellationToken);
        try
        {
            await said.WaitAsync(Patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            return false;
        }

        return response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.Accepted;
    }

    private static string ConversationOf(byte[] activity)
    {
        using var read = JsonDocument.Parse(activity);
        return read.RootElement.GetProperty("conversation").GetProperty("id").GetString()!;
    }
}
