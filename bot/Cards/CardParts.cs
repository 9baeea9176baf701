using System.Globalization;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Cards;

/// <summary>
/// What our cards have in common. Every part takes plain text, people's included, and escapes it where the client reads Markdown:
/// never escape before.
/// </summary>
internal static class CardParts
{
    private const int MostSegments = 6;
    private const int BlocksOfBar = 20;

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

    /// <summary>
    /// Steps as segments, those reached filled, with the place in words below: a bar each where the client knows bars, else a small
    /// numbered field. More than <see cref="MostSegments"/> would be cramped on a phone: they are one bar.
    /// </summary>
    /// <param name="reached">Place of the step that is stood on, from 1.</param>
    /// <param name="count">How many steps there are.</param>
    /// <param name="inWords">The same as a sentence.</param>
    public static Container Segments(int reached, int count, string inWords) => new()
    {
        Items =
        [
            count <= MostSegments
                ? new ColumnSet { Columns = [.. Enumerable.Range(1, count).Select(place => Segment(place, reached))] }
                : new ProgressBar { Value = reached, Max = count, Color = ProgressColor.Accent, Fallback = Blocks(reached, count) },
            Line(inWords),
        ],
    };

    /// <summary>A bar as long as its share of the longest one; blocks of text where the client knows no bars.</summary>
    public static ProgressBar Bar(decimal value, decimal longest) => new()
    {
        Value = value,
        Max = longest,
        Color = ProgressColor.Accent,
        Spacing = Spacing.Small,
        Fallback = Blocks(value, longest),
    };

    /// <summary>Something on the left, and on the right, in line with what is above and below, what it comes to.</summary>
    public static ColumnSet LeftAndRight(IReadOnlyList<CardElement> left, params IReadOnlyList<CardElement> right) => new()
    {
        Columns =
        [
            new Column { Width = "stretch", Items = left },
            new Column { Width = "auto", Items = [.. right.Select(e => e with { HorizontalAlignment = HorizontalAlignment.Right })] },
        ],
    };

    /// <summary>What is shown only after a press on its title; the bot is not asked. One in a card.</summary>
    /// <param name="title">Says what is hidden.</param>
    /// <param name="items">What is.</param>
    public static IEnumerable<CardElement> Folded(string title, params IReadOnlyList<CardElement> items)
    {
        const string Id = "folded";
        yield return new Container
        {
            Items = [new TextBlock { Text = CardText.Escape(title) + " ▾", Color = TextColor.Accent, Weight = TextWeight.Bolder }],
            SelectAction = new ActionToggleVisibility { Title = title, TargetElements = [Id] },
            Spacing = Spacing.Medium,
        };
        yield return new Container { Id = Id, IsVisible = false, Items = items, Spacing = Spacing.Small };
    }

    /// <summary>Buttons in the body, where old clients honour their fallbacks.</summary>
    public static ActionSet Buttons(params IReadOnlyList<CardAction> actions) => new() { Actions = actions };

    private static Column Segment(int place, int reached) => new()
    {
        Width = "stretch",
        Spacing = Spacing.Small,
        Items =
        [
            new ProgressBar
            {
                Value = place <= reached ? 1 : 0,
                Max = 1,
                Color = ProgressColor.Accent,
                Fallback = new Container
                {
                    Style = place <= reached ? ContainerStyle.Accent : ContainerStyle.Emphasis,
                    MinHeight = "8px",
                    Items =
                    [
                        new TextBlock
                        {
                            Text = place.ToString(CultureInfo.InvariantCulture),
                            Size = TextSize.Small,
                            Weight = place == reached ? TextWeight.Bolder : TextWeight.Default,
                            HorizontalAlignment = HorizontalAlignment.Center,
                        },
                    ],
                },
            },
        ],
    };

    /// <summary>Zero is a thin line, so that no bar is missing.</summary>
    private static TextBlock Blocks(decimal value, decimal longest) => new()
    {
        Text = value > 0 && longest > 0 ? new string('█', Math.Max(1, (int)(BlocksOfBar * value / longest))) : "▏",
        Color = TextColor.Accent,
        Wrap = false,
        Spacing = Spacing.None,
    };

    private static TextBlock Beside(string sentence, TextColor color, string? inputId) => new()
    {
        Id = inputId is null ? null : inputId + "Note",
        Text = CardText.Escape(sentence),
        Color = color,
        Weight = TextWeight.Bolder,
        Spacing = Spacing.None,
    };
}
