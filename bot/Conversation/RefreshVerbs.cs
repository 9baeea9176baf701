using System.Collections.Frozen;

namespace ChatOpportunities.Bot.Conversation;

/// <summary>
/// The verbs that a card asks for by itself when it is shown. They only look: a client's word that nobody pressed ("automatic") is believed
/// for them alone, since such a turn is not kept in the ledger.
/// </summary>
internal static class RefreshVerbs
{
    public const string View = "opportunity.view";
    public const string Brief = "reminder.brief";

    public static FrozenSet<string> All { get; } = FrozenSet.Create(StringComparer.Ordinal, View, Brief);
}
