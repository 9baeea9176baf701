using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Domain.Reminders;

namespace ChatOpportunities.Bot.Reminders;

/// <summary>On Mondays, for managers: what changed in a week, and what that did to the forecast.</summary>
internal static class TeamBriefCard
{
    private const int MostLines = 5;

    public static AdaptiveCard Show(BotTexts t, TeamChanges changes)
    {
        var title = t["What changed in your team, {0} to {1}", t.Date(changes.From), t.Date(changes.To)];
        List<CardElement> body = [CardParts.Heading(title)];
        var change = changes.ForecastAfter - changes.ForecastBefore;
        body.Add(CardParts.Subheading(t["Forecast"]));
        body.Add(CardParts.Paragraph(t[
            "{0} → {1}, a change of {2}", Money(t, changes.ForecastBefore), Money(t, changes.ForecastAfter), Signed(t, change)]));
        Lines(changes.Causes, c => $"{Signed(t, c.Amount)}: {Name(c)}");
        Section(t["Won ({0})", changes.Won.Count], changes.Won, c => $"{Name(c)}: {Money(t, c.Amount)} · {c.From}");
        Section(t["Lost ({0})", changes.Lost.Count], changes.Lost, c => $"{Name(c)}: {Money(t, c.Amount)} · {c.From}");
        Section(t["Moved ({0})", changes.Moved.Count], changes.Moved, c => $"{Name(c)}: {(c.From is null ? "" : c.From + " → ")}{c.To}");
        Section(
            t["Closing date slipped ({0})", changes.Slipped.Count],
            changes.Slipped,
            c => $"{Name(c)}: {t.Date(c.FromDate!.Value)} → {t.Date(c.ToDate!.Value)} · {c.From ?? t["no reason given"]}");
        Section(t["Newly stale ({0})", changes.Stale.Count], changes.Stale, Name);
        body.Add(CardParts.Buttons(
            Button.Of(t["Pipeline"], "pipeline.show", new ButtonData()),
            Button.Of(t["Review"], "review.new", new ButtonData())));
        return CardParts.Card(t, title, body);

        void Section(string heading, IReadOnlyList<TeamChange> items, Func<TeamChange, string> say)
        {
            if (items.Count > 0)
            {
                body.Add(CardParts.Subheading(heading));
                Lines(items, say);
            }
        }

        void Lines(IReadOnlyList<TeamChange> items, Func<TeamChange, string> say)
        {
            body.AddRange(items.Take(MostLines).Select(item => CardParts.Line(say(item))));
            if (items.Count > MostLines)
            {
                body.Add(CardParts.Line(t["And {0} more.", items.Count - MostLines]));
            }
        }
    }

    private static string Name(TeamChange change) => $"{change.No} {change.Description} ({change.Salesperson})";

    private static string Money(BotTexts t, decimal amount) => t.Money(decimal.Round(amount, 0));

    private static string Signed(BotTexts t, decimal amount) => (amount < 0 ? "−" : "+") + Money(t, Math.Abs(amount));
}
