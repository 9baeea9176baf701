using ChatOpportunities.Bot.Language;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Conversation;

/// <summary>Whom a name means that was said in a turn, and what is said where that is nobody, or more than one.</summary>
internal static class PeopleMeant
{
    private const int MostNamed = 5;

    extension(ChatTurn turn)
    {
        /// <summary>All who are called so; nobody where somebody was mentioned who is not among the salespeople.</summary>
        public IReadOnlyList<NamedRecord> Called(IReadOnlyList<NamedRecord> among, string? name) =>
            turn.IsStranger(name) ? [] : among.Called(name, turn.Caller.SalespersonId);

        public bool IsStranger(string? name) => turn.Strangers.Count > 0 && SearchText.Fold(name ?? "").Trim('.', ',', '!', '?', ' ', '@')
            is var folded && turn.Strangers.Any(stranger => SearchText.Fold(stranger) == folded);

        /// <summary>Why a name means not one; null where it does, or where none was said.</summary>
        public string? WhyNotOne(IReadOnlyList<NamedRecord> called, string? name) =>
            called.Count == 1 || string.IsNullOrWhiteSpace(name) ? null
            : called.Count > 1 ? turn.Texts.Several(called)
            : turn.IsStranger(name) ? turn.Texts.NoSalesperson(name)
            : turn.Texts["I know nobody called “{0}”.", name];
    }

    extension(BotTexts t)
    {
        public string Several(IReadOnlyList<NamedRecord> people) => t[
            "That may mean several people: {0}. Say which one, by the whole name.",
            string.Join(", ", people.Take(MostNamed).Select(p => p.Name))];

        public string NoSalesperson(string name) => t["{0} is no salesperson here. Admins add people in the portal.", name];
    }
}
