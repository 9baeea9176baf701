namespace ChatOpportunities.Portal.Pages.Pipeline;

/// <summary>Which part of the pipeline is shown, and what goes along to the others.</summary>
/// <param name="Here">The end of its address; blank for the first.</param>
/// <param name="Cycle">The chosen cycle; null where the part does not ask for one.</param>
/// <param name="Salesperson">The chosen person.</param>
/// <param name="Team">The chosen team.</param>
public sealed record PipelineParts(string Here, string? Cycle = null, string? Salesperson = null, string? Team = null);
