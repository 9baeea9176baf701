using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ChatOpportunities.Tests.Support;

/// <summary>A program that calls the API; each answer must be as the API's description says.</summary>
public sealed class ApiClient(HttpClient client)
{
    public Task<ApiReply> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync("GET", path, null, headers);

    public Task<ApiReply> PostAsync(string path, string? json = null, params (string Name, string Value)[] headers) =>
        SendAsync("POST", path, json, headers);

    public async Task<ApiReply> SendAsync(string method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri("/api/v1/" + path, UriKind.Relative));
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.Remove(name);
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        // A server that refuses a body by its length answers without reading it: ask before sending.
        request.Headers.ExpectContinue = json?.Length > 100_000;

        using var response = await client.SendAsync(request);
        if (!path.StartsWith("..", StringComparison.Ordinal))
        {
            var contract = await ApiContract.LoadAsync(client);
            var wrong = contract.Check(
                method, "/api/v1/" + path, (int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers,
                response.Content.Headers.ContentType?.MediaType);
            Assert.True(
                wrong.Count == 0, $"{method} {path} answered {(int)response.StatusCode}, not as described:\n{string.Join('\n', wrong)}");
        }

        return new ApiReply(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers, response.Content.Headers);
    }
}

/// <summary>What came back.</summary>
public sealed record ApiReply(HttpStatusCode Status, string Text, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Text);

    public string? ETag => Headers.ETag?.Tag;

    public string Code => Json.GetProperty("code").GetString()!;

    /// <summary>The value at a path such as <c>opportunity.stage</c>, as JSON text without quotation marks.</summary>
    public string this[string path] => path.Split('.').Aggregate(Json, (element, name) => element.GetProperty(name)).ToString();

    /// <summary>What must have been done.</summary>
    public ApiReply Done(HttpStatusCode status = HttpStatusCode.OK)
    {
        Assert.True(Status == status, $"{Status}: {Text}");
        return this;
    }

    /// <summary>What must have been refused: status, code and the fields that are named.</summary>
    public ApiReply Refused(int status, string code, params string[] fields)
    {
        Assert.True((int)Status == status, $"{Status}: {Text}");
        Assert.Equal("application/problem+json", ContentHeaders.ContentType?.MediaType);
        Assert.Equal(code, Code);
        Assert.Equal(status, Json.GetProperty("status").GetInt32());
        Assert.NotEmpty(Json.GetProperty("detail").GetString()!);
        Assert.NotEmpty(Json.GetProperty("title").GetString()!);
        Assert.NotEmpty(Json.GetProperty("type").GetString()!);
        Assert.Equal(fields.Order(), Json.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order());
        return this;
    }
}
