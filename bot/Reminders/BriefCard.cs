using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Domain.Opportunities;
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
    /// <param name="refused">Why something was not done, if so.</param>
    /// <param name="earlier">How many other opportunities were asked about before and wait still.</param>
    public static AdaptiveCard Show(
        BotTexts t, IReadOnlyList<BriefRow> rows, Guid message, string? done = null, string? reader = null, string? refused = null,
        int earlier = 0)
    {
        var open = rows.Where(r => r.IsOpen).ToList();
        // Many given at once come in one message, which says so.
        var isGiven = message != Guid.Empty && rows.All(r => r.Reminders.All(k => k.Kind == ReminderKind.HandOver));
        var title = Title(t, rows.Count, open.Count, isGiven);
        List<CardElement> body = [];
        if (done is not null)
        {
            body.Add(CardParts.Done(t, done));
        }

        if (refused is not null)
        {
            body.Add(CardParts.Warning(t, refused));
        }

        body.Add(CardParts.Heading(title));
        if (isGiven && open.Count > 0 && open.Count < rows.Count)
        {
            body.Add(CardParts.Line(t["{0} of them {0:waits|wait} for you.", open.Count]));
        }

        body.AddRange(open.Take(MostRows).Select(row => Waiting(t, row, message)));
        if (open.Count > MostRows)
        {
            body.Add(CardParts.Line(t["And {0} more, which come up as you go.", open.Count - MostRows]));
        }

        body.AddRange(rows.Where(r => !r.IsOpen).TakeLast(MostRows).Select(row => CardParts.Line(Folded(t, row))));
        body.AddRange(Earlier(t, earlier));
        if (earlier > 0 && open.Count < MostRows)
        {
            body.Add(CardParts.Buttons(Button.Of(t["Show all that waits"], "reminder.brief", new ButtonData(Message: Guid.Empty))));
        }
        else if (open.Count == 0)
        {
            body.Add(CardParts.Buttons(Button.Of(t["My opportunities"], "list.mine", new ButtonData())));
        }

        var card = CardParts.Card(t, title, body);
        if (reader is null)
        {
            return card;
        }

        var data = new ButtonData(Message: message);
        return card with { Refresh = Refresh.For(RefreshVerbs.Brief, data, ButtonJson.Default.ButtonData, [reader]) };
    }

    private static string Title(BotTexts t, int rows, int open, bool isGiven) => open switch
    {
        0 => rows == 0 ? t["Nothing waits for you."] : t["Your brief: everything is done"],
        _ when isGiven => t["{0} {0:opportunity was|opportunities were} given to you", rows],
        1 => t["Your brief: one opportunity waits for you"],
        _ => t["Your brief: {0} {0:opportunity waits|opportunities wait} for you", open],
    };

    /// <summary>What waits, why, and the button that opens it.</summary>
    private static Container Waiting(BotTexts t, BriefRow row, Guid message)
    {
        var opportunity = row.Opportunity;
        return new Container
        {
            Spacing = Spacing.Medium,
            Separator = true,
            Items =
            [
                CardParts.RowTitle(row.MaySee ? $"{opportunity.Description} · {opportunity.Contact!.DisplayName}" : opportunity.No),
                .. row.Whys.Take(3).Select(CardParts.Line),
                CardParts.Buttons(Button.Of(
                    t["Deal with {0}", opportunity.No], "reminder.row",
                    new ButtonData(opportunity.No, Reminder: row.Open[0].Id, Message: message))),
            ],
        };
    }

    /// <summary>What became of a row that does not wait any more.</summary>
    private static string Folded(BotTexts t, BriefRow row)
    {
        var name = row.MaySee ? row.Opportunity.Description : row.Opportunity.No;
        return row.IsLost ? t["{0}: not yours any more", name]
            : row.Reminders[0] is { State: ReminderState.Snoozed, DueOn: { } until } ? t["{0}: put off until {1}", name, t.Date(until)]
            : t["{0}: dealt with", name];
    }

    /// <summary>What was asked before is not asked again, and not forgotten either.</summary>
    public static IEnumerable<CardElement> Earlier(BotTexts t, int count) => count == 0
        ? []
        : [CardParts.Line(t["{0} {0:opportunity you were reminded of before still waits|opportunities you were reminded of before still wait}: say “brief”.", count])];
}

/// <summary>What is asked about one opportunity.</summary>
/// <param name="Reminders">At least one, with the opportunity's state loaded; what is open stands first.</param>
/// <param name="Open">Those without an answer that are still the reader's; a hand-over stands first, as it is answered first.</param>
/// <param name="Whys">Why each of the open ones came.</param>
internal sealed record BriefRow(IReadOnlyList<Reminder> Reminders, IReadOnlyList<Reminder> Open, IReadOnlyList<string> Whys)
{
    public Opportunity Opportunity => Reminders[0].Opportunity!;

    public bool IsOpen => Open.Count > 0;

    /// <summary>Asked and never answered, but not the reader's to answer any more.</summary>
    public bool IsLost { get; init; }

    /// <summary>Whether the reader may see the opportunity; whoever only has a task at it may not.</summary>
    public bool MaySee { get; init; } = true;

    /// <summary>Whether the reader may change the opportunity.</summary>
    public bool MayChange { get; init; } = true;
}
