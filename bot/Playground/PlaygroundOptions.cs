using System.ComponentModel.DataAnnotations;

namespace ChatOpportunities.Bot.Playground;

/// <summary>Settings under <c>Playground</c>; only read in Development.</summary>
internal sealed class PlaygroundOptions
{
    public const string Section = "Playground";

    public bool Launch { get; set; } = true;

    [Range(1, 65535)]
    public int Port { get; set; } = 56150;

    /// <summary>Mail of the person one speaks as; the first one when not set.</summary>
    public string? User { get; set; }

    /// <summary>Where its configuration and log are written.</summary>
    public string Folder { get; set; } = Path.Combine("data", "playground");
}
