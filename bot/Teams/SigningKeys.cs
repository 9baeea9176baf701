using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace ChatOpportunities.Bot.Teams;

/// <summary>The keys that sign an issuer's tokens, with the channels each may speak for.</summary>
internal sealed record KeySet(IReadOnlyList<SecurityKey> Keys, FrozenDictionary<string, FrozenSet<string>> Endorsements)
{
    /// <summary>Reads the published set itself: the usual parser drops the endorsements.</summary>
    public static KeySet Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var endorsements = document.RootElement.GetProperty("keys").EnumerateArray()
            .Where(key => key.TryGetProperty("kid", out _))
            .GroupBy(key => key.GetProperty("kid").GetString() ?? "", StringComparer.Ordinal)
            .ToFrozenDictionary(
                keys => keys.Key,
                keys => keys.SelectMany(key => key.TryGetProperty("endorsements", out var list) ? list.EnumerateArray() : [])
                    .Select(channel => channel.GetString() ?? "").ToFrozenSet(StringComparer.Ordinal),
                StringComparer.Ordinal);
        return new KeySet([.. new JsonWebKeySet(json).GetSigningKeys()], endorsements);
    }
}

/// <summary>
/// Fetches each issuer's keys and keeps them: refreshed twice a day, at once when a token names an unknown key (but not more
/// than every five minutes, or strangers could make us ask without end), and the last good ones stay for five days when a
/// refresh fails. The library's own manager refreshes behind the caller's back, so that the first message after a key change
/// would be refused.
/// </summary>
internal sealed partial class SigningKeys(IHttpClientFactory http, TimeProvider clock, ILogger<SigningKeys> logger) : IDisposable
{
    public const string HttpClientName = "channel-keys";

    /// <summary>How often an address that does not answer is asked again before it counts as down.</summary>
    public const int MaxRetries = 2;

    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(12);
    private static readonly TimeSpan MaxStaleness = TimeSpan.FromDays(5);
    private static readonly TimeSpan MinPause = TimeSpan.FromMinutes(5);

    /// <summary>Before there are any keys every message depends on them, so a failure is not waited out for long.</summary>
    private static readonly TimeSpan MinPauseWithoutKeys = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Uri, Source> _sources = [];

    /// <summary>The keys an issuer publishes; null when none could be had, or none for too long.</summary>
    public async ValueTask<KeySet?> GetAsync(Uri metadata, CancellationToken cancellationToken)
    {
        var source = _sources.GetOrAdd(metadata, _ => new Source());
        var last = source.Last;
        return last is not null && clock.GetUtcNow() - last.At < MaxAge
            ? last.Keys
            : await FetchAsync(metadata, source, last?.Keys, cancellationToken);
    }

    /// <summary>Newer keys than those seen; the same ones when it is too early to ask again.</summary>
    public Task<KeySet?> GetNewerAsync(Uri metadata, KeySet? seen, CancellationToken cancellationToken) =>
        FetchAsync(metadata, _sources.GetOrAdd(metadata, _ => new Source()), seen, cancellationToken);

    public void Dispose()
    {
        foreach (var source in _sources.Values)
        {
            source.OneFetch.Dispose();
        }
    }

    private async Task<KeySet?> FetchAsync(Uri metadata, Source source, KeySet? seen, CancellationToken cancellationToken)
    {
        await source.OneFetch.WaitAsync(cancellationToken);
        try
        {
            var now = clock.GetUtcNow();
            var someoneElseDid = !ReferenceEquals(source.Last?.Keys, seen);
            if (someoneElseDid || now - source.TriedAt < (source.Last is null ? MinPauseWithoutKeys : MinPause))
            {
                return Usable(source);
            }

            source.TriedAt = now;
            // Not ended by the one request that asked: a stranger who hangs up would keep the others from newer keys.
            using var client = http.CreateClient(HttpClientName);
            using var document = JsonDocument.Parse(await client.GetStringAsync(metadata, CancellationToken.None));
            var address = new Uri(document.RootElement.GetProperty("jwks_uri").GetString() ?? "");
            if (address.Scheme != Uri.UriSchemeHttps && address.Scheme != metadata.Scheme)
            {
                throw new InvalidOperationException("The keys are offered over an unprotected connection.");
            }

            var keys = KeySet.Parse(await client.GetStringAsync(address, CancellationToken.None));
            if (keys.Keys.Count == 0)
            {
                throw new InvalidOperationException("The published set holds no keys.");
            }

            source.Last = new Fetched(keys, now);
        }
        catch (Exception failure)
        {
            LogNotFetched(failure, metadata, source.Last is null ? "none are known" : "the last good ones stay in use");
        }
        finally
        {
            source.OneFetch.Release();
        }

        return Usable(source);
    }

    private KeySet? Usable(Source source) =>
        source.Last is { } last && clock.GetUtcNow() - last.At < MaxStaleness ? last.Keys : null;

    [LoggerMessage(LogLevel.Error, "The signing keys of {Metadata} could not be fetched; {Consequence}.")]
    private partial void LogNotFetched(Exception failure, Uri metadata, string consequence);

    private sealed record Fetched(KeySet Keys, DateTimeOffset At);

    private sealed class Source
    {
        public SemaphoreSlim OneFetch { get; } = new(1);

        /// <summary>Keys and their age in one reference: most read it without the lock.</summary>
        public Fetched? Last { get; set; }

        /// <summary>Only for whoever holds the lock.</summary>
        public DateTimeOffset TriedAt { get; set; } = DateTimeOffset.MinValue;
    }
}
