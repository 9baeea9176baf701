using ChatOpportunities.Domain.Language;
using ChatOpportunities.Portal.Access;
using ChatOpportunities.Portal.Language;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Portal.Pages.Legal;

/// <summary>What the pages that strangers may read have in common: who runs the product, whom to ask, the operator's own texts.</summary>
public abstract class LegalModel(IOptions<LegalOptions> options, PortalTexts texts) : PageModel
{
    /// <summary>The operator, or words in place of a name.</summary>
    public string Operator => string.IsNullOrWhiteSpace(Options.Operator) ? Texts["your company"] : Options.Operator;

    /// <summary>Mail address or page for questions, as it is shown; null where none is set.</summary>
    public string? Contact => string.IsNullOrWhiteSpace(Options.Contact) ? null : Options.Contact;

    /// <summary>The same as an address to follow.</summary>
    public string? ContactAddress => Contact is null ? null : LegalOptionsValidator.IsMail(Contact) ? "mailto:" + Contact : Contact;

    /// <summary>The operator's own paragraphs; empty: the product's own are shown.</summary>
    public IReadOnlyList<string> Own => LegalOptions.Paragraphs(OwnTexts(Options), Texts.Culture.TwoLetterISOLanguageName);

    /// <summary>The settings.</summary>
    protected LegalOptions Options { get; } = options.Value;

    /// <summary>The reader's sentences.</summary>
    protected Texts Texts { get; } = texts;

    /// <summary>Which of the settings is this page's.</summary>
    protected abstract IDictionary<string, string> OwnTexts(LegalOptions given);
}

/// <summary>What is stored of people, why, for how long, and what they can ask for.</summary>
public sealed class PrivacyModel(IOptions<LegalOptions> options, PortalTexts texts) : LegalModel(options, texts)
{
    /// <inheritdoc />
    protected override IDictionary<string, string> OwnTexts(LegalOptions given) => given.Privacy;
}

/// <summary>On what terms it is used.</summary>
public sealed class TermsModel(IOptions<LegalOptions> options, PortalTexts texts) : LegalModel(options, texts)
{
    /// <inheritdoc />
    protected override IDictionary<string, string> OwnTexts(LegalOptions given) => given.Terms;
}

/// <summary>What the product is and whom to ask about it.</summary>
public sealed class AboutModel(IOptions<LegalOptions> options, PortalTexts texts) : LegalModel(options, texts)
{
    /// <inheritdoc />
    protected override IDictionary<string, string> OwnTexts(LegalOptions given) => new Dictionary<string, string>();
}
