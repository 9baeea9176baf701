using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Talk;

/// <summary>
/// Settings under <c>Understanding</c>: the language model that is asked about lines the rules make nothing of. Off without an address.
/// </summary>
internal sealed class UnderstandingOptions
{
    public const string Section = "Understanding";

    /// <summary>Where a service answers as OpenAI's does, up to the version: <c>https://models.example.com/v1</c>. Empty is off.</summary>
    public string? Endpoint { get; set; }

    /// <summary>The model's name there.</summary>
    public string? Model { get; set; }

    /// <summary>The key; a service on one's own machine may want none.</summary>
    public string? Key { get; set; }

    /// <summary>After so many seconds the usual guess is answered instead: from 1 to 6, since a turn ends after ten.</summary>
    public int TimeoutSeconds { get; set; } = 4;

    internal Uri? Address => Uri.TryCreate(Endpoint?.TrimEnd('/'), UriKind.Absolute, out var address) ? address : null;
}

/// <summary>Stops the start with a sentence that names the setting.</summary>
internal sealed class UnderstandingOptionsValidator : IValidateOptions<UnderstandingOptions>
{
    public ValidateOptionsResult Validate(string? name, UnderstandingOptions options) =>
        options.TimeoutSeconds is < 1 or > 6 ? ValidateOptionsResult.Fail("Understanding:TimeoutSeconds must be from 1 to 6.")
        : string.IsNullOrWhiteSpace(options.Endpoint) ? ValidateOptionsResult.Success
        : options.Address is not { Scheme: "https" or "http" } ? ValidateOptionsResult.Fail(
            $"Understanding:Endpoint is '{options.Endpoint}'; it takes an http or https address.")
        : string.IsNullOrWhiteSpace(options.Model) ? ValidateOptionsResult.Fail(
            "Understanding:Endpoint is set; set Understanding:Model to the model's name there.")
        : ValidateOptionsResult.Success;
}
