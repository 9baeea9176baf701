using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Reminders;

namespace ChatOpportunities.Portal.Pages.Today;

/// <summary>One thing to be done, as the page shows it.</summary>
/// <param name="Item">What is to be done.</param>
/// <param name="Group">The part of the day it stands in.</param>
/// <param name="Shown">The part that the page shows alone; null where it shows all.</param>
/// <param name="Later">The day that is proposed for putting it off.</param>
public sealed record DayItemView(DayItem Item, DayGroup Group, DayGroup? Shown, DateOnly Later)
{
    public Opportunity Opportunity => Item.Opportunity;

    /// <summary>The move that leads on, if there is one.</summary>
    public MoveOption? Forward => Opportunity.Moves().FirstOrDefault(m => m.Action is MoveAction.First or MoveAction.Next);

    /// <summary>The id of a field of this item, which no other item has.</summary>
    public string Id(string field) => $"{field}-{Item.Reminder.Id}";
}
