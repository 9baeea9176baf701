using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ChatOpportunities.Portal.Access;

/// <summary>
/// The authority's documents (endpoints, issuer, keys), kept for half a day. When a token names a key that is not among them they are read
/// anew before it is judged; the library's own reader does that behind the caller's back, so that whoever comes first after a change of
/// keys would be refused.
/// </summary>
internal sealed class EntraDocuments : BaseConfigurationManager, IConfigurationManager<OpenIdConnectConfiguration>, IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(12);

    /// <summary>Strangers must not make us ask without end.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly IDocumentRetriever _reader;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _one = new(1);
    private OpenIdConnectConfiguration? _known;
    private DateTimeOffset _readAt;
    private DateTimeOffset _renewedAt = DateTimeOffset.MinValue;
    private bool _isDoubted;

    public EntraDocuments(string address, IDocumentRetriever reader, TimeProvider clock)
    {
        (MetadataAddress, _reader, _clock) = (address, reader, clock);
        // A key that was withdrawn is good for nothing, not for another hour.
        UseLastKnownGoodConfiguration = false;
    }

    /// <exception cref="InvalidOperationException">They could not be read, and none are known that still hold.</exception>
    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            var now = _clock.GetUtcNow();
            var isOld = _known is null || now - _readAt >= Kept;
            if (!isOld && !(_isDoubted && now - _renewedAt >= Pause))
            {
                return _known!;
            }

            if (_isDoubted)
            {
                (_isDoubted, _renewedAt) = (false, now);
            }

            // Not ended by the one request that asked: a stranger who hangs up would keep the others from newer keys.
            (_known, _readAt) = (await OpenIdConnectConfigurationRetriever.GetAsync(MetadataAddress, _reader, CancellationToken.None), now);
            return _known;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            return _known is not null && _clock.GetUtcNow() - _readAt < Kept
                ? _known
                : throw new InvalidOperationException("The documents of the authority could not be read.", failure);
        }
        finally
        {
            _one.Release();
        }
    }

    public override async Task<BaseConfiguration> GetBaseConfigurationAsync(CancellationToken cancel) =>
        await GetConfigurationAsync(cancel);

    public override void RequestRefresh() => _isDoubted = true;

    public void Dispose() => _one.Dispose();
}
