using System.Net;
using System.Text.RegularExpressions;

namespace ChatOpportunities.Tests.Support;

/// <summary>A browser that keeps every cookie, whatever the test's clock says of its end, and follows from site to site.</summary>
internal sealed partial class SignInBrowser(Uri portal, Dictionary<string, string>? cookies = null) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });

    public Dictionary<string, string> Cookies { get; } = cookies ?? [];

    /// <summary>Cookies as they were set, with their flags.</summary>
    public List<string> Set { get; } = [];

    public bool InFrame { get; init; }

    public string Language { get; init; } = "en";

    public string? Authorization { get; init; }

    public async Task<SeenPage> FollowAsync(string path, string? until = null)
    {
        var at = new Uri(portal, path);
        for (var step = 0; step < 10; step++)
        {
            if (until is not null && at.AbsolutePath.StartsWith(until, StringComparison.Ordinal))
            {
                return new SeenPage(at.PathAndQuery, HttpStatusCode.Redirect, "", new HttpResponseMessage());
            }

            using var request = new HttpRequestMessage(HttpMethod.Get, at);
            var answer = await SendAsync(request);
            if (answer.Headers.Location is not { } next)
            {
                return new SeenPage(at.PathAndQuery, answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer);
            }

            at = new Uri(at, next);
        }

        throw new InvalidOperationException("The way never ends: " + at);
    }

    /// <summary>Sends a form with the page's token; where it leads to.</summary>
    public async Task<string> PostAsync(string path, string html, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(html).Groups[1].Value;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(portal, path))
        {
            Content = new FormUrlEncodedContent(
                fields.Append(("__RequestVerificationToken", token)).Select(f => KeyValuePair.Create(f.Item1, f.Item2))),
        };
        var answer = await SendAsync(request);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        if (request.RequestUri!.Authority == portal.Authority)
        {
            if (Cookies.Count > 0)
            {
                request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(c => $"{c.Key}={c.Value}")));
            }

            request.Headers.Add("Accept-Language", Language);
            if (Authorization is not null)
            {
                request.Headers.Add("Authorization", Authorization);
            }

            if (InFrame)
            {
                request.Headers.Add("Sec-Fetch-Dest", "iframe");
            }
        }

        var answer = await _http.SendAsync(request);
        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            Set.Add(cookie);
            var pair = cookie.Split(';')[0].Split('=', 2);
            if (pair[1].Length == 0)
            {
                Cookies.Remove(pair[0]);
            }
            else
            {
                Cookies[pair[0]] = pair[1];
            }
        }

        return answer;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}

/// <summary>One page as a browser got it.</summary>
internal sealed record SeenPage(string Path, HttpStatusCode Status, string Html, HttpResponseMessage Answer)
{
    public string Header(string name) => Answer.Headers.GetValues(name).Single();
}
