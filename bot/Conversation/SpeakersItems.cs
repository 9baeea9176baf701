using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Domain;
using Microsoft.Bot.Schema;

namespace ChatOpportunities.Bot.Conversation;

/// <summary>What nearly every turn asks for: whether what was set up has changed, where its speaker is, and what they were shown.</summary>
internal sealed class SpeakersItems(KnownSetup setup) : ITurnItems
{
    public IEnumerable<string> KeysOf(Activity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        yield return KnownSetup.StampKey;
        if (Callers.ObjectId(activity) is { } objectId && setup.LastKnownId(objectId) is { } person)
        {
            yield return Callers.AddressRow(person);
            yield return ShownThings.Row(person, activity.Conversation?.Id ?? "");
        }
    }
}
