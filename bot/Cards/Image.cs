namespace ChatOpportunities.Bot.Cards;

/// <summary>A picture; whoever does not see it is told <see cref="AltText"/>.</summary>
internal sealed record Image : CardElement
{
    public required string Url { get; init; }

    public required string AltText { get; init; }

    /// <summary>Pixels, as <c>24px</c>.</summary>
    public string? Width { get; init; }
}

/// <summary>
/// The app's own sign, on what stands in other people's conversations. It travels in the card: no host has to be reached for it.
/// </summary>
internal static class AppIcon
{
    /// <summary>The picture as an address that holds it.</summary>
    public static string Url { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(AppIcon).Assembly.GetManifestResourceStream("icon.png")!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return "data:image/png;base64," + Convert.ToBase64String(memory.GetBuffer(), 0, (int)memory.Length);
    }
}
