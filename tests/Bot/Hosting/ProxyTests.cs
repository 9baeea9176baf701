using System.Net;
using ChatOpportunities.Tests.Support;
using Microsoft.AspNetCore.WebUtilities;

namespace ChatOpportunities.Tests.Bot.Hosting;

/// <summary>The product behind a proxy that speaks TLS for it.</summary>
public sealed class ProxyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("proxy-").FullName;

    [Fact]
    public async Task PeopleComeBackFromTheAuthorityToTheAddressTheyKnow()
    {
        await using var provider = await OpenIdProvider.StartAsync();
        await using var product = Product.StartBehindProxy(
            _folder, $"--Portal:Entra:Authority={provider.Address}", $"--Portal:Entra:TenantId={OpenIdProvider.TenantId}",
            $"--Portal:Entra:ClientId={OpenIdProvider.ClientId}", $"--Portal:Entra:ClientSecret={OpenIdProvider.ClientSecret}");
        await product.ReadyAsync();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            BaseAddress = product.Http.BaseAddress,
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/signin/company", UriKind.Relative));
        request.Headers.Host = "sales.example.com";
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "elsewhere.example");

        using var answer = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("https://sales.example.com/signin/callback", QueryHelpers.ParseQuery(answer.Headers.Location!.Query)["redirect_uri"]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
