using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace ChatOpportunities.Bot.Channel;

/// <summary>The keys that sign the channel's tokens, with the channels each may speak for.</summary>
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
/// Fetches the keys and keeps them: refreshed twice a day, at once when a token names an unknown key (but not more than every
/// five minutes), and the last good ones stay when a refresh fails. The library's own manager refreshes behind the caller's
/// back, so that the first message after a key change would be refused.
/// </summary>
internal sealed partial class SigningKeys(
    IHttpClientFactory http, IOptions<BotOptions> options, TimeProvider clock, ILogger<SigningKeys> logger) : IDisposable
{
    public const string HttpClientName = "channel-keys";

    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(12);
    private static readonly TimeSpan MinPause = TimeSpan.FromMinutes(5);
    private readonly SemaphoreSlim _oneFetch = new(1);
    private KeySet? _keys;
    private DateTimeOffset _fetchedAt;
    private DateTimeOffset _triedAt = DateTimeOffset.MinValue;

    /// <summary>The keys; null when none could ever be had.</summary>
    public ValueTask<KeySet?> GetAsync(CancellationToken cancellationToken) =>
        _keys is { } keys && clock.GetUtcNow() - _fetchedAt < MaxAge
            ? ValueTask.FromResult<KeySet?>(keys)
            : new(FetchAsync(_keys, cancellationToken));

    /// <summary>Newer keys than those seen; the same ones when it is too early to ask again.</summary>
    public Task<KeySet?> GetNewerAsync(KeySet? seen, CancellationToken cancellationToken) => FetchAsync(seen, cancellationToken);

    public void Dispose() => _oneFetch.Dispose();

    private async Task<KeySet?> FetchAsync(KeySet? seen, CancellationToken cancellationToken)
    {
        await _oneFetch.WaitAsync(cancellationToken);
        try
        {
            var now = clock.GetUtcNow();
            var someoneElseDid = !ReferenceEquals(_keys, seen);
            // Before there are any keys every message depends on them: then a failure is not waited out.
            if (someoneElseDid || (_keys is not null && now - _triedAt < MinPause))
            {
                return _keys;
            }

            _triedAt = now;
            using var client = http.CreateClient(HttpClientName);
            using var metadata = JsonDocument.Parse(await client.GetStringAsync(options.Value.OpenIdMetadata, cancellationToken));
            var address = new Uri(metadata.RootElement.GetProperty("jwks_uri").GetString() ?? "");
            if (address.Scheme != Uri.UriSchemeHttps && address.Scheme != options.Value.OpenIdMetadata.Scheme)
            {
                throw new InvalidOperationException("The channel's keys are offered over an unprotected connection.");
            }

            _keys = KeySet.Parse(await client.GetStringAsync(address, cancellationToken));
            _fetchedAt = now;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogNotFetched(failure, _keys is null ? "none are known" : "the last good ones stay in use");
        }
        finally
        {
            _oneFetch.Release();
        }

        return _keys;
    }

    [LoggerMessage(LogLevel.Error, "The channel's signing keys could not be fetched; {Consequence}.")]
    private partial void LogNotFetched(Exception failure, string consequence);
}
