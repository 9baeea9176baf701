using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace ChatOpportunities.Tests.Bot.Teams;

public sealed partial class InboundTokenTests
{
    private static JsonObject Jwk(RSA key)
    {
        var parameters = key.ExportParameters(false);
        return new JsonObject
        {
            ["kty"] = "RSA",
            ["n"] = Base64UrlEncoder.Encode(parameters.Modulus),
            ["e"] = Base64UrlEncoder.Encode(parameters.Exponent),
        };
    }

    /// <summary>One bot for the whole table, and the keys of those who would get in.</summary>
    public sealed class Door : IAsyncLifetime
    {
        internal ChannelHost Host { get; private set; } = null!;

        internal RSA Attacker { get; } = RSA.Create(2048);

        internal RSA Second { get; } = RSA.Create(2048);

        internal RSA ChatOnly { get; } = RSA.Create(2048);

        internal RSA Unendorsed { get; } = RSA.Create(2048);

        public async Task InitializeAsync()
        {
            Host = await StartAsync(null);
            Host.MoreKeys["second"] = (Second, ["webchat", "msteams"]);
            Host.MoreKeys["chat-only"] = (ChatOnly, ["webchat", "directline"]);
            Host.MoreKeys["unendorsed"] = (Unendorsed, null);
        }

        public async Task DisposeAsync() => await Host.DisposeAsync();

        internal static Task<ChannelHost> StartAsync(TimeProvider? clock, params (string Name, string? Value)[] settings) =>
            ChannelHost.StartAsync(withAppId: true, clock, null, [("Bot:TenantId", Tenant), .. settings]);
    }

    /// <summary>A message from Teams with a token of its own making.</summary>
    private sealed class Call
    {
        private readonly ChannelHost _host;
        private readonly TimeProvider _clock;
        private string? _authorization;
        private bool _isGiven;

        public Call(Door door, ChannelHost host, TimeProvider? clock = null)
        {
            (Door, _host, _clock, SignedBy) = (door, host, clock ?? TimeProvider.System, host.Key);
            Sign = data => SignedBy.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            Payload = new JsonObject
            {
                ["iss"] = "https://api.botframework.com",
                ["aud"] = ChannelHost.AppId,
                ["serviceurl"] = ChannelHost.TeamsUrl,
                ["nbf"] = In(-1),
                ["exp"] = In(60),
            };
            Activity = host.Message("hi");
            (Activity["serviceUrl"], Activity["conversation"]!["tenantId"]) = (ChannelHost.TeamsUrl, Tenant);
        }

        public Door Door { get; }

        public JsonObject Header { get; init; } = new() { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = "key-1" };

        public JsonObject Payload { get; init; }

        public JsonObject Activity { get; }

        public RSA SignedBy { get; set; }

        /// <summary>What the header says in place of what was signed.</summary>
        public Action<JsonObject>? HeaderAfterSigning { get; set; }

        /// <summary>A token as a directory gives it to our own app, signed by the keys of Entra ID.</summary>
        public void OfEntra(string directory, string version, string authority = "https://login.microsoftonline.com/")
        {
            (SignedBy, Header["kid"]) = (_host.EntraKey, "entra-1");
            Payload["iss"] = version == "1.0" ? $"https://sts.windows.net/{directory}/" : $"{authority}{directory}/v2.0";
            (Payload["tid"], Payload["ver"], Payload[version == "1.0" ? "appid" : "azp"]) = (directory, version, ChannelHost.AppId);
            Payload.Remove("serviceurl");
        }

        /// <summary>Token and activity name the same service address.</summary>
        public void Both(string serviceUrl) => (Payload["serviceurl"], Activity["serviceUrl"]) = (serviceUrl, serviceUrl);

        public Func<byte[], byte[]> Sign { get; set; }

        public Action<JsonObject>? Tampered { get; set; }

        public string? RawPayload { get; set; }

        public string? Authorization
        {
            get => _isGiven ? _authorization : "Bearer " + Token;
            set => (_authorization, _isGiven) = (value, true);
        }

        public string Token
        {
            get
            {
                var start = Part(Header.ToJsonString()) + ".";
                var signed = start + Part(RawPayload ?? Payload.ToJsonString());
                var signature = Base64UrlEncoder.Encode(Sign(Encoding.ASCII.GetBytes(signed)));
                if (Tampered is not null)
                {
                    Tampered(Payload);
                    signed = start + Part(Payload.ToJsonString());
                }

                if (HeaderAfterSigning is not null)
                {
                    HeaderAfterSigning(Header);
                    signed = Part(Header.ToJsonString()) + signed[signed.IndexOf('.', StringComparison.Ordinal)..];
                }

                return $"{signed}.{signature}";
            }
        }

        public long In(int minutes) => _clock.GetUtcNow().AddMinutes(minutes).ToUnixTimeSeconds();

        public Task<HttpResponseMessage> SendAsync() => _host.SendAsync(Activity.ToJsonString(), Authorization);

        public async Task<int> StatusAsync()
        {
            Activity["id"] = Guid.NewGuid().ToString();
            using var response = await SendAsync();
            return (int)response.StatusCode;
        }

        private static string Part(string json) => Base64UrlEncoder.Encode(json);
    }
}
