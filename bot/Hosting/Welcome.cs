using ChatOpportunities.Bot.Playground;

namespace ChatOpportunities.Bot.Hosting;

/// <summary>
/// What can be opened, in one frame, once all of it answers: the last that the start says to somebody who develops. It waits for the portal
/// and, where it is launched, the Playground; who comes last brings it about.
/// </summary>
internal sealed partial class Welcome(IServiceProvider services, ILogger<Welcome> logger)
{
    private readonly Lock _gate = new();
    private string? _portal;
    private Announced? _playground;
    private bool _isSaid;

    /// <summary>The portal listens.</summary>
    public void Portal(string address)
    {
        lock (_gate)
        {
            _portal = address;
            if (services.GetService<PlaygroundAnnouncement>() is null)
            {
                _playground ??= new Announced(null, null);
            }

            SayWhenAllIsThere();
        }
    }

    /// <summary>The Playground answers; without an address it will not be there.</summary>
    public void Playground(string? address, string? person)
    {
        lock (_gate)
        {
            _playground ??= new Announced(address, person);
            SayWhenAllIsThere();
        }
    }

    /// <summary>The lines, with a frame as wide as the widest.</summary>
    internal static string Framed(params IReadOnlyList<string> lines)
    {
        var width = lines.Max(line => line.Length);
        var edge = new string('─', width + 2);
        return string.Join(
            Environment.NewLine, ["", $"┌{edge}┐", .. lines.Select(line => $"│ {line.PadRight(width)} │"), $"└{edge}┘"]);
    }

    private void SayWhenAllIsThere()
    {
        if (_isSaid || _portal is null || _playground is not { } playground)
        {
            return;
        }

        _isSaid = true;
        List<string> lines = ["Ready. Open in a browser:", ""];
        if (playground.Address is not null)
        {
            lines.Add($"the chat     {playground.Address}" + (playground.Person is { } person ? $"   you are {person}" : ""));
        }

        lines.Add($"the portal   {_portal}   choose who you are");
        lines.AddRange(["", "Ctrl+C ends it. \"Five minutes\" in README.md goes on from here."]);
        LogReady(Framed(lines));
    }

    [LoggerMessage(LogLevel.Information, "{Frame}")]
    private partial void LogReady(string frame);

    private sealed record Announced(string? Address, string? Person);
}
