using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Chat;
using ChatOpportunities.Domain.Reminders;

namespace ChatOpportunities.Bot.Reminders;

/// <summary>All that waits for a person, one row per opportunity; rows that were dealt with fold into a line.</summary>
internal static class BriefCard
{
    private const int MostRows = 6;

    /// <param name="t">Language of the reader.</param>
    /// <param name="rows">One per opportunity.</param>
    /// <param name="message">The message whose card it is; empty for what was asked for by word.</param>
    /// <param name="done">What was just done, if anything.</param>
    /// <param name="reader">The reader's id in the channel, whose client then says when the card is shown.</param>
    public static AdaptiveCard Show(BotTexts t, IReadOnlyList<BriefRow> rows, Guid message, string? done = null, string? reader = null)
    {
        var open = rows.Where(r => r.IsOpen).ToList();
        var title = open.Count switch
        {
            0 => rows.Count == 0 ? t["Nothing waits for you."] : t["Your brief: everything is done"],
            1 => t["Your brief: one opportunity waits for you"],
            var count => t["Your brief: {0} {0:opportunity waits|opportunities wait} for you", count],
        };
        List<CardElement> body = [];
        if (done is not null)
        {
            body.Add(CardParts.Done(t, done));
        }

        body.Add(CardParts.Heading(title));
        foreach (var row in open.Take(MostRows))
        {
            var opportunity = row.Reminders[0].Opportunity!;
            body.Add(new Container
            {
                Spacing = Spacing.Medium,
                Separator = true,
                Items =
                [
                    CardParts.RowTitle($"{opportunity.Description} · {opportunity.Contact!.DisplayName}"),
                    .. row.Whys.Take(3).Select(CardParts.Line),
                    CardParts.Buttons(Button.Of(
                        t["Deal with {0}", opportunity.No], "reminder.row", new ButtonData(opportunity.No, Reminder: row.Reminders[0].Id, Message: message))),
                ],
            });
        }

        if (open.Count > MostRows)
        {
            body.Add(CardParts.Line(t["And {0} more, which come up as you go.", open.Count - MostRows]));
        }

        foreach (var row in rows.Where(r => !r.IsOpen).TakeLast(MostRows))
        {
            var first = row.Reminders[0];
            body.Add(CardParts.Line(first.State == ReminderState.Snoozed && first.DueOn is { } until
                ? t["{0}: put off until {1}", first.Opportunity!.Description, t.Date(until)]
                : t["{0}: dealt with", first.Opportunity!.Description]));
        }

        if (open.Count == 0)
        {
            body.Add(CardParts.Buttons(Button.Of(t["My opportunities"], "list.mine", new ButtonData())));
        }

        var card = CardParts.Card(t, title, body);
        return reader is null
            ? card
            : card with { Refresh = Refresh.For("reminder.brief", new ButtonData(Message: message), ChatJson.Default.ButtonData, [reader]) };
    }
}

/// <summary>What is asked about one opportunity.</summary>
/// <param name="Reminders">With the opportunity's state loaded.</param>
/// <param name="Whys">Why each came.</param>
internal sealed record BriefRow(IReadOnlyList<Reminder> Reminders, IReadOnlyList<string> Whys)
{
    /// <summary>On its way to its person for the first time, or again.</summary>
    public bool IsBeingSent { get; init; }

    /// <summary>One of them is still without an answer.</summary>
    public bool IsOpen => IsBeingSent || Reminders.Any(r => (r.IsOpen || (r.IsWaiting && r.SentAt is null)) && !r.Opportunity!.IsClosed);
}
