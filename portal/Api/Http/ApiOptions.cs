using Microsoft.Extensions.Options;

namespace ChatOpportunities.Portal.Api.Http;

/// <summary>How programs may call: settings <c>Api:*</c>.</summary>
internal sealed class ApiOptions
{
    /// <summary>Section of the settings.</summary>
    public const string Section = "Api";

    /// <summary>A bearer token with which a first set-up runs as admin before anybody has made one; left out, there is none.</summary>
    public string? BootstrapToken { get; set; }

    /// <summary>How many requests one token may make in a minute; the bootstrap token is not counted.</summary>
    public int RequestsPerMinute { get; set; } = 600;
}

/// <summary>Stops the start with sentences naming the wrong settings; the token itself is never repeated.</summary>
internal sealed class ApiOptionsValidator : IValidateOptions<ApiOptions>
{
    private const int ShortestToken = 32;

    public ValidateOptionsResult Validate(string? name, ApiOptions options)
    {
        List<string> wrong = [];
        if (!string.IsNullOrEmpty(options.BootstrapToken)
            && (options.BootstrapToken.Length < ShortestToken || options.BootstrapToken.Any(c => c is <= ' ' or > '~')))
        {
            wrong.Add($"Api:BootstrapToken must have at least {ShortestToken} characters, letters, digits and signs without blanks, "
                + "or be left out.");
        }

        if (options.RequestsPerMinute < 1)
        {
            wrong.Add("Api:RequestsPerMinute must be at least 1.");
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
