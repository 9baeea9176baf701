using Microsoft.Extensions.Options;

namespace ChatOpportunities.Domain;

/// <summary>
/// The app as people have it in Teams: settings <c>TeamsApp:*</c>. With them cards lead to the tab, and the portal leads back to the chat.
/// </summary>
public sealed class TeamsAppOptions
{
    /// <summary>Section of the settings.</summary>
    public const string Section = "TeamsApp";

    /// <summary>Name of the tab that records are opened in, as the package has it.</summary>
    public const string RecordsTab = "today";

    private const string Entity = "https://teams.microsoft.com/l/entity/";

    /// <summary>Id of the app in its package (<c>--app-id</c>), a GUID; null: nothing leads to or from Teams.</summary>
    public string? Id { get; set; }

    /// <summary>The chat with the bot.</summary>
    public Uri? Chat => string.IsNullOrWhiteSpace(Id) ? null : new Uri($"{Entity}{Id}/conversations");

    /// <summary>A page of the portal, opened in the app's tab; who has no Teams there is led to <paramref name="page"/> itself.</summary>
    /// <param name="page">Its address in a browser.</param>
    /// <param name="label">What it is called meanwhile.</param>
    public Uri? Tab(Uri page, string label)
    {
        ArgumentNullException.ThrowIfNull(page);
        // A path is letters, digits, hyphens and slashes: nothing in it has to be escaped for JSON.
        return string.IsNullOrWhiteSpace(Id) ? null : new Uri(
            $"{Entity}{Id}/{RecordsTab}?webUrl={Uri.EscapeDataString(page.ToString())}&label={Uri.EscapeDataString(label)}"
            + $"&context={Uri.EscapeDataString($$"""{"subEntityId":"{{page.AbsolutePath}}"}""")}");
    }
}

/// <summary>Stops the start with a sentence naming the wrong setting.</summary>
public sealed class TeamsAppOptionsValidator : IValidateOptions<TeamsAppOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, TeamsAppOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return string.IsNullOrWhiteSpace(options.Id) || Guid.TryParseExact(options.Id, "D", out _)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                "TeamsApp:Id must be the id that the app's package was made with (--app-id), "
                + "such as 00000000-0000-0000-0000-000000000000.");
    }
}
