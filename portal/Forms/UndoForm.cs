namespace ChatOpportunities.Portal.Forms;

/// <summary>A button that takes one act back.</summary>
/// <param name="No">Number of the opportunity it was done to; null where it was done to a task.</param>
/// <param name="TaskId">The task.</param>
/// <param name="Version">The version that the act left.</param>
/// <param name="Back">The address to which it leads back.</param>
/// <param name="Of">What it was done to, where several stand beside one another; null below the message of the act itself.</param>
public sealed record UndoForm(string? No, string? TaskId, string? Version, string Back, string? Of = null)
{
    /// <summary>How the button looks.</summary>
    public string Css => Of is null ? "btn-outline-success" : "btn-outline-secondary";
}
