namespace ChatOpportunities.Domain.Pipeline;

/// <summary>Opportunities in progress by how long they have stood on their stage.</summary>
/// <param name="FromDays">Least calendar days since the stage was entered.</param>
/// <param name="ToDays">Most calendar days, that day included; null for the last group, which has no end.</param>
/// <param name="Totals">What is in the group.</param>
public sealed record AgeGroup(int FromDays, int? ToDays, Totals Totals);
