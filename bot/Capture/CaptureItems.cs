using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Domain;
using Microsoft.Bot.Schema;

namespace ChatOpportunities.Bot.Capture;

/// <summary>Whether a form is open is asked of every line that is typed.</summary>
internal sealed class CaptureItems(KnownSetup setup) : ITurnItems
{
    public IEnumerable<string> KeysOf(Activity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return activity.IsMessage && Callers.ObjectId(activity) is { } objectId && setup.LastKnownId(objectId) is { } person
            ? [CaptureDrafts.Row(person, activity.Conversation?.Id ?? "")]
            : [];
    }
}
