using ChatOpportunities.Bot.Language;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;

namespace ChatOpportunities.Bot.Understanding;

/// <summary>Which part of a list is wanted: said in a word behind the command, or chosen in the card.</summary>
internal static class ListFilter
{
    public const string Open = "open";
    public const string Stale = "stale";
    public const string Month = "month";
    public const string NotStarted = "notStarted";
    public const string Won = "won";
    public const string Lost = "lost";
    public const string All = "all";

    private static readonly (string Words, string Filter)[] Words =
    [
        ("open", Open), ("ouvertes", Open), ("ouverte", Open), ("en cours", Open),
        ("stale", Stale), ("late", Stale), ("overdue", Stale), ("at risk", Stale), ("en retard", Stale), ("retard", Stale),
        ("a risque", Stale), ("a traiter", Stale),
        ("this month", Month), ("closing", Month), ("ce mois", Month), ("ce mois-ci", Month),
        ("not started", NotStarted), ("non demarrees", NotStarted), ("pas demarrees", NotStarted),
        ("won", Won), ("gagnees", Won), ("gagnee", Won), ("lost", Lost), ("perdues", Lost), ("perdue", Lost),
        ("all", All), ("toutes", All),
    ];

    /// <summary>The filter a person says; null when the words are something else.</summary>
    public static string? Read(string text)
    {
        var folded = SearchText.Fold(text).Trim('.', '!', '?');
        return Words.FirstOrDefault(w => w.Words == folded).Filter;
    }

    /// <summary>A filter that came with a press: only one that there is.</summary>
    public static string? Known(string? filter) => Words.Any(w => w.Filter == filter) ? filter : null;

    /// <summary>What the list asks of the data.</summary>
    public static OpportunityFilter Apply(string filter, OpportunityFilter list, DateOnly today) => filter switch
    {
        Month => list with { Open = true, CloseTo = new DateOnly(today.Year, today.Month, DateTime.DaysInMonth(today.Year, today.Month)) },
        NotStarted => list with { Status = OpportunityStatus.NotStarted },
        Won => list with { Status = OpportunityStatus.Won },
        Lost => list with { Status = OpportunityStatus.Lost },
        All => list,
        _ => list with { Open = true },
    };

    public static string Name(BotTexts t, string filter) => filter switch
    {
        Stale => t["Needs attention"],
        Month => t["Closing this month or before"],
        NotStarted => t["Not started"],
        Won => t["Won"],
        Lost => t["Lost"],
        All => t["All"],
        _ => t["Open ones"],
    };
}
