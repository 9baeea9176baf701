using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace ChatOpportunities.Tests.Bot.Teams;

public sealed partial class InboundTokenTests
{
    private const string Tenant = "7a2b0000-0000-4000-8000-000000000001";
    private const string Elsewhere = "99990000-0000-4000-8000-000000000009";

    /// <summary>What is sent in place of a good token or with it, by what is wrong with it.</summary>
    private static readonly Dictionary<string, (int Status, Action<Call> Change)> Wrong = new()
    {
        ["no token"] = (401, c => c.Authorization = null),
        ["an empty header"] = (401, c => c.Authorization = ""),
        ["the scheme alone"] = (401, c => c.Authorization = "Bearer "),
        ["another scheme"] = (401, c => c.Authorization = "Basic " + c.Token),
        ["a scheme in small letters"] = (401, c => c.Authorization = "bearer " + c.Token),
        ["two tokens"] = (401, c => c.Authorization = $"Bearer {c.Token} {c.Token}"),
        ["no JWT"] = (401, c => c.Authorization = "Bearer nonsense"),
        ["two parts"] = (401, c => c.Authorization = "Bearer " + c.Token[..c.Token.LastIndexOf('.')]),
        ["five parts"] = (401, c => c.Authorization = $"Bearer {c.Token}.a.b"),
        ["no signature"] = (401, c => c.Authorization = "Bearer " + c.Token[..(c.Token.LastIndexOf('.') + 1)]),
        ["another signature's end"] = (401, c => c.Authorization = "Bearer " + c.Token[..^8] + "AAAAAAAA"),
        ["a payload that is no JSON"] = (401, c => c.RawPayload = "not json"),
        ["a payload that is a list"] = (401, c => c.RawPayload = "[]"),
        ["a payload changed after signing"] = (401, c => c.Tampered = p => p["serviceurl"] = "https://smba.trafficmanager.net/amer/"),
        ["another issuer"] = (401, c => c.Payload["iss"] = "https://attacker.example"),
        ["the government's issuer"] = (401, c => c.Payload["iss"] = "https://api.botframework.us"),
        ["an issuer with a slash"] = (401, c => c.Payload["iss"] = "https://api.botframework.com/"),
        ["no issuer"] = (401, c => c.Payload.Remove("iss")),
        ["an issuer that is a number"] = (401, c => c.Payload["iss"] = 5),
        ["Entra's issuer while it is off"] = (401, c => c.Payload["iss"] = $"https://sts.windows.net/{Tenant}/"),
        ["another audience"] = (401, c => c.Payload["aud"] = "22222222-2222-2222-2222-222222222222"),
        ["the audience as an address"] = (401, c => c.Payload["aud"] = "api://" + ChannelHost.AppId),
        ["the channel's own audience"] = (401, c => c.Payload["aud"] = "https://api.botframework.com"),
        ["no audience"] = (401, c => c.Payload.Remove("aud")),
        ["another key under a known id"] = (401, c => c.SignedBy = c.Door.Attacker),
        ["a key nobody published"] = (401, c => (c.SignedBy, c.Header["kid"]) = (c.Door.Attacker, "key-of-nobody")),
        ["no key id"] = (401, c => c.Header.Remove("kid")),
        ["a key id of another key"] = (401, c => c.Header["kid"] = "chat-only"),
        ["its own key in the header"] = (401, c => (c.SignedBy, c.Header["jwk"]) = (c.Door.Attacker, Jwk(c.Door.Attacker))),
        ["its own key server in the header"] = (401, c => (c.SignedBy, c.Header["jku"], c.Header["x5u"]) =
            (c.Door.Attacker, "https://attacker.example/keys", "https://attacker.example/x5u")),
        ["algorithm none"] = (401, c => (c.Header["alg"], c.Sign) = ("none", _ => [])),
        ["algorithm None with a signature"] = (401, c => c.Header["alg"] = "None"),
        ["HS256 with the public key as its secret"] = (401, c => (c.Header["alg"], c.Sign) =
            ("HS256", data => HMACSHA256.HashData(Encoding.UTF8.GetBytes(c.Door.Host.Key.ExportSubjectPublicKeyInfoPem()), data))),
        ["HS256 with the modulus as its secret"] = (401, c => (c.Header["alg"], c.Sign) =
            ("HS256", data => HMACSHA256.HashData(c.Door.Host.Key.ExportParameters(false).Modulus!, data))),
        ["RS384"] = (401, c => (c.Header["alg"], c.Sign) =
            ("RS384", data => c.Door.Host.Key.SignData(data, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1))),
        ["PS256"] = (401, c => (c.Header["alg"], c.Sign) =
            ("PS256", data => c.Door.Host.Key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss))),
        ["no algorithm"] = (401, c => c.Header.Remove("alg")),
        ["expired six minutes ago"] = (401, c => c.Payload["exp"] = c.In(-6)),
        ["no end"] = (401, c => c.Payload.Remove("exp")),
        ["an end that is a text"] = (401, c => c.Payload["exp"] = "never"),
        ["an end beyond all calendars"] = (401, c => (c.Payload["exp"], c.SignedBy) = (long.MaxValue, c.Door.Attacker)),
        ["valid from six minutes ahead"] = (401, c => c.Payload["nbf"] = c.In(6)),
        ["a token of sixteen thousand characters"] = (401, c => c.Payload["more"] = new string('x', 14_000)),
        ["a token no server takes"] = (431, c => c.Payload["more"] = new string('x', 60_000)),
        ["a key endorsed for another channel"] = (403, c => (c.SignedBy, c.Header["kid"]) = (c.Door.ChatOnly, "chat-only")),
        ["a key endorsed for nothing"] = (403, c => (c.SignedBy, c.Header["kid"]) = (c.Door.Unendorsed, "unendorsed")),
        ["no service address"] = (403, c => c.Payload.Remove("serviceurl")),
        ["another region's service address"] = (403, c => c.Payload["serviceurl"] = "https://smba.trafficmanager.net/amer/"),
        ["a service address that only begins alike"] = (403, c => c.Payload["serviceurl"] = "https://smba.trafficmanager.net/emea/../"),
        ["a good token replayed for another host"] = (403, c => c.Activity["serviceUrl"] = "https://smba.infra.gcc.teams.microsoft.com/"),
        ["a token and activity of a host that is not allowed"] =
            (403, c => c.Activity["serviceUrl"] = (string)(c.Payload["serviceurl"] = "https://attacker.trafficmanager.net/emea/")!),
        ["another channel"] = (403, c => c.Activity["channelId"] = "webchat"),
        ["no channel"] = (403, c => c.Activity.Remove("channelId")),
        ["another tenant"] = (403, c => c.Activity["conversation"]!["tenantId"] = "another"),
        ["another tenant beside the right one"] =
            (403, c => c.Activity["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = "another" } }),
        ["no tenant"] = (403, c => c.Activity["conversation"]!.AsObject().Remove("tenantId")),
        ["an empty tenant"] = (403, c => c.Activity["conversation"]!["tenantId"] = ""),
        ["another tenant in the channel's data alone"] = (403, c =>
        {
            c.Activity["conversation"]!.AsObject().Remove("tenantId");
            c.Activity["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = "another" } };
        }
        ),

        // What the SDK's own checks would let in: a token of any directory for our own app id, once it looks like the emulator's; and App
        // Service's channel, for which no audience is asked.
        ["another directory's token for our own app id"] = (401, c => c.OfEntra(Elsewhere, "1.0")),
        ["another directory's newer token for our own app id"] = (401, c => c.OfEntra(Elsewhere, "2.0")),
        ["another directory's token, and the channel named is the emulator"] = (401, c =>
        {
            c.OfEntra(Elsewhere, "1.0");
            c.Activity["channelId"] = "emulator";
        }
        ),
        ["the emulator's own directory"] = (401, c => c.OfEntra("d6d49420-f39b-4df7-a1dc-d59a935871db", "1.0")),
        ["the directory of the service itself"] = (401, c => c.OfEntra("f8cdef31-a31e-4b4a-93e4-5f571e91255a", "2.0")),
        ["the government's directory of the emulator"] = (401, c =>
            c.OfEntra("cab8a31a-1906-4287-a0d8-4eef66b95f6e", "2.0", "https://login.microsoftonline.us/")),
        ["our own directory while Entra is off"] = (401, c => c.OfEntra(Tenant, "2.0")),
        ["another app's token, as a skill would bring it"] = (401, c =>
        {
            c.OfEntra(Elsewhere, "1.0");
            c.Payload["appid"] = "22222222-2222-2222-2222-222222222222";
        }
        ),
        ["App Service's channel with a good token"] = (403, c => c.Activity["channelId"] = "AseChannel"),
        ["App Service's channel and no audience"] = (401, c =>
        {
            c.Activity["channelId"] = "AseChannel";
            c.Payload.Remove("aud");
        }
        ),
        ["App Service's channel and its own issuer"] = (401, c =>
        {
            c.Activity["channelId"] = "AseChannel";
            c.Payload["iss"] = "https://site.azurewebsites.net/";
            c.SignedBy = c.Door.Attacker;
        }
        ),
        ["App Service's channel and no token"] = (401, c =>
        {
            c.Activity["channelId"] = "AseChannel";
            c.Authorization = null;
        }
        ),
        ["the emulator's channel with a good token"] = (403, c => c.Activity["channelId"] = "emulator"),
        ["Direct Line's channel"] = (403, c => c.Activity["channelId"] = "directline"),
        ["the channel in capitals"] = (403, c => c.Activity["channelId"] = "MSTEAMS"),
        ["a key endorsed for the emulator"] = (403, c => (c.SignedBy, c.Header["kid"]) = (c.Door.ChatOnly, "chat-only")),

        ["an end that is past since ever"] = (401, c => c.Payload["exp"] = 0),
        ["an end before all time"] = (401, c => c.Payload["exp"] = -1),
        ["a key id of another place"] = (401, c => c.Header["kid"] = "../key-1"),
        ["an empty key id"] = (401, c => c.Header["kid"] = ""),
        ["a header changed after signing"] = (401, c => c.HeaderAfterSigning = h => h["typ"] = "at+jwt"),
        ["ES256 over an RSA key"] = (401, c => c.Header["alg"] = "ES256"),
        ["a tab behind the scheme"] = (401, c => c.Authorization = "Bearer\t" + c.Token),
        ["the service address under another name"] = (403, c =>
        {
            c.Payload.Remove("serviceurl");
            c.Payload["serviceUrl"] = ChannelHost.TeamsUrl;
        }
        ),
        ["a service address that is a number"] = (403, c => c.Payload["serviceurl"] = 5),
        ["a token and activity without TLS"] = (403, c => c.Both("http://smba.trafficmanager.net/emea/")),
        ["a token and activity of another port"] = (403, c => c.Both("https://smba.trafficmanager.net:8443/emea/")),
        ["a token and activity with a user before the host"] = (403, c => c.Both("https://smba.trafficmanager.net@attacker.example/")),
        ["a token and activity of an address without a name"] = (403, c => c.Both("https://169.254.169.254/")),
        ["a service address that is no address"] = (403, c => c.Both("nonsense")),
    };

    private static readonly Dictionary<string, Action<Call>> Good = new()
    {
        ["as the channel makes it"] = _ => { },
        ["without a beginning"] = c => c.Payload.Remove("nbf"),
        ["ended four minutes ago by another clock"] = c => c.Payload["exp"] = c.In(-4),
        ["beginning in four minutes by another clock"] = c => c.Payload["nbf"] = c.In(4),
        ["the service address without its slash"] = c => c.Payload["serviceurl"] = ChannelHost.TeamsUrl.TrimEnd('/'),
        ["the service address in capitals"] = c => c.Payload["serviceurl"] = ChannelHost.TeamsUrl.ToUpperInvariant(),
        ["with claims we do not know"] = c => c.Payload["more"] = new JsonObject { ["claims"] = 1 },
        ["signed by another endorsed key"] = c => (c.SignedBy, c.Header["kid"]) = (c.Door.Second, "second"),
        ["the tenant told twice"] =
            c => c.Activity["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = Tenant.ToUpperInvariant() } },
    };

    public static TheoryData<string> WrongTokens => [.. Wrong.Keys];

    public static TheoryData<string> GoodTokens => [.. Good.Keys];
}
