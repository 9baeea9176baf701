using ChatOpportunities.Domain.Language;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Portal.Access;

/// <summary>Who runs this product, and what the pages on privacy and terms say: settings <c>Portal:Legal:*</c>.</summary>
public sealed class LegalOptions
{
    /// <summary>Section of the settings.</summary>
    public const string Section = "Portal:Legal";

    /// <summary>The company that runs it, as the pages name it; left out, they say "your company".</summary>
    public string? Operator { get; set; }

    /// <summary>Where questions go: a mail address, or a page that begins with <c>https://</c>.</summary>
    public string? Contact { get; set; }

    /// <summary>
    /// The page on privacy by language (<c>en</c>, <c>fr</c>), in place of the product's own; a blank line begins a paragraph.
    /// </summary>
    public IDictionary<string, string> Privacy { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The page on terms, likewise.</summary>
    public IDictionary<string, string> Terms { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The paragraphs for a reader of a language, or of another one where only that is given; empty: the product's own.</summary>
    internal static IReadOnlyList<string> Paragraphs(IDictionary<string, string> texts, string language)
    {
        var text = texts.TryGetValue(language, out var own) ? own
            : texts.OrderBy(t => t.Key, StringComparer.Ordinal).FirstOrDefault().Value;
        return [.. (text ?? "").ReplaceLineEndings("\n")
            .Split("\n\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
    }
}

/// <summary>Stops the start with sentences naming the wrong settings.</summary>
public sealed class LegalOptionsValidator : IValidateOptions<LegalOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, LegalOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> wrong = [];
        if (!string.IsNullOrWhiteSpace(options.Contact) && !IsMail(options.Contact)
            && !(Uri.TryCreate(options.Contact, UriKind.Absolute, out var page) && page.Scheme == Uri.UriSchemeHttps))
        {
            wrong.Add("Portal:Legal:Contact must be a mail address or a page that begins with https://.");
        }

        foreach (var (setting, texts) in new[] { (nameof(options.Privacy), options.Privacy), (nameof(options.Terms), options.Terms) })
        {
            if (texts.Keys.FirstOrDefault(l => !Texts.Languages.Contains(l, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            {
                wrong.Add($"Portal:Legal:{setting} names the language '{unknown}'; it takes {string.Join(" and ", Texts.Languages)}.");
            }
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    internal static bool IsMail(string contact) =>
        contact.IndexOf('@', StringComparison.Ordinal) > 0 && !contact.Any(char.IsWhiteSpace)
        && !contact.Contains(':', StringComparison.Ordinal);
}
