using Microsoft.Bot.Schema;

namespace ChatOpportunities.Bot.Teams;

/// <summary>
/// Says which small documents a turn is about to ask for: they are read with the command that every turn begins with. A wrong guess costs
/// nothing but its row.
/// </summary>
internal interface ITurnItems
{
    /// <summary>Their keys in the table of <c>StoredItem</c>.</summary>
    IEnumerable<string> KeysOf(Activity activity);
}
