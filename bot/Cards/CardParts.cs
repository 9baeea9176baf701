using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Cards;

/// <summary>
/// What our cards have in common. Every part takes plain text, people's included, and escapes it where the client reads Markdown:
/// never escape before.
/// </summary>
internal static class CardParts
{
    /// <param name="summary">The card in one sentence: notification, and what clients without cards say.</param>
    public static AdaptiveCard Card(Texts t, string summary, params IReadOnlyList<CardElement> body) => new()
    {
        Lang = t.Culture.TwoLetterISOLanguageName,
        FallbackText = CardText.Plain(summary),
        Speak = CardText.Plain(summary),
        Body = body,
    };

    /// <summary>The title of a card, announced as a heading.</summary>
    public static TextBlock Heading(string text) => new()
    {
        Text = CardText.Escape(text),
        Style = TextBlockStyle.Heading,
        Size = TextSize.Large,
        Weight = TextWeight.Bolder,
    };

    /// <summary>A title inside a card, announced as a heading.</summary>
    public static TextBlock Subheading(string text) => new()
    {
        Text = CardText.Escape(text),
        Style = TextBlockStyle.Heading,
        Size = TextSize.Medium, // headings are large unless told otherwise
        Weight = TextWeight.Bolder,
        Spacing = Spacing.Medium,
    };

    /// <summary>Name of one row among several, below a title.</summary>
    public static TextBlock RowTitle(string text) =>
        new() { Text = CardText.Escape(text), Weight = TextWeight.Bolder, Spacing = Spacing.Medium };

    /// <summary>One of several things in a list, which opens when it is tapped: a button each would be more than a card may have.</summary>
    public static Container Row(CardAction opens, params IReadOnlyList<CardElement> items) =>
        new() { Items = items, SelectAction = opens, Separator = true, Spacing = Spacing.Medium };

    public static TextBlock Paragraph(string text) => new() { Text = CardText.Escape(text) };

    /// <summary>A quiet line below what it explains.</summary>
    public static TextBlock Line(string text) => new() { Text = CardText.Escape(text), IsSubtle = true, Spacing = Spacing.Small };

    /// <summary>Names and values; those without a value are left out.</summary>
    public static FactSet Facts(params IEnumerable<(string Title, string? Value)> facts) => new()
    {
        Facts = [.. facts.Where(f => !string.IsNullOrWhiteSpace(f.Value))
            .Select(f => new Fact(CardText.Escape(f.Title), CardText.Escape(f.Value!)))],
    };

    /// <summary>Something to look out for. The word says it, the colour repeats it.</summary>
    public static TextBlock Warning(Texts t, string message) => new()
    {
        Text = CardText.Escape(t["Warning: {0}", message]),
        Color = TextColor.Attention, // the themes' own warning colour is too pale to read on white
        Weight = TextWeight.Bolder,
    };

    /// <summary>What was done, said first in a card that an act has changed.</summary>
    public static TextBlock Done(Texts t, string message) => new()
    {
        Text = CardText.Escape(t["Done: {0}", message]),
        Color = TextColor.Accent, // the themes' own green is too pale to read on white
        Weight = TextWeight.Bolder,
    };

    /// <summary>A label that says by a word that the field must be filled in.</summary>
    public static string Required(Texts t, string label) => t["{0} (required)", label];

    /// <summary>Below an input: what is still to be filled in.</summary>
    public static TextBlock Missing(Texts t, string message, string? inputId = null) =>
        Beside(t["Missing: {0}", message], TextColor.Attention, inputId);

    /// <summary>Below an input: why its value was refused.</summary>
    public static TextBlock Wrong(Texts t, string message, string? inputId = null) =>
        Beside(t["Not accepted: {0}", message], TextColor.Attention, inputId);

    /// <summary>Below an input: a value we are not sure of.</summary>
    public static TextBlock Unsure(Texts t, string message, string? inputId = null) =>
        Beside(t["Please check: {0}", message], TextColor.Default, inputId);

    /// <summary>A word in a pill, or plain bold text where the client knows no badges.</summary>
    public static Badge Badge(string text, BadgeStyle style, string? icon = null) => new()
    {
        Text = CardText.Plain(text),
        Style = style,
        Appearance = BadgeAppearance.Tint,
        Icon = icon,
        Fallback = new TextBlock { Text = CardText.Escape(text), Weight = TextWeight.Bolder },
    };

    /// <summary>A bar with the figure in words below it, and the words alone where the client knows no bars.</summary>
    public static Container Progress(decimal value, decimal max, string inWords, ProgressColor color = ProgressColor.Accent) => new()
    {
        Items =
        [
            new ProgressBar
            {
                Value = value,
                Max = max,
                Color = color,
                Fallback = new Container { Items = [], IsVisible = false },
            },
            Line(inWords),
        ],
    };

    /// <summary>Buttons in the body, where old clients honour their fallbacks.</summary>
    public static ActionSet Buttons(params IReadOnlyList<CardAction> actions) => new() { Actions = actions };

    private static TextBlock Beside(string sentence, TextColor color, string? inputId) => new()
    {
        Id = inputId is null ? null : inputId + "Note",
        Text = CardText.Escape(sentence),
        Color = color,
        Weight = TextWeight.Bolder,
        Spacing = Spacing.None,
    };
}
