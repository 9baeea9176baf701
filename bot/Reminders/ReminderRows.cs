using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;

namespace ChatOpportunities.Bot.Reminders;

/// <summary>Which row of which brief a press belongs to.</summary>
/// <param name="Reminder">Id of one of its reminders.</param>
/// <param name="Message">The message it was asked in; an empty one is the brief asked for by word, null a reminder that came alone.</param>
/// <param name="No">Number of its opportunity, as it came from outside.</param>
internal sealed record RowPlace(long Reminder, Guid? Message, string No)
{
    public static RowPlace Of(Press press) => new(press.Button.Reminder ?? 0, press.Button.Message, press.Button.No ?? "");
}

/// <summary>Reads what waits for a person as rows, one per opportunity, and answers with one of them or with the brief around it.</summary>
internal sealed class ReminderRows(ReminderActs acts, BriefQueries brief, OpportunityQueries queries)
{
    /// <summary>What a new owner is told of the past.</summary>
    private const int LastSteps = 4;

    /// <summary>The rows of a brief: one per opportunity, in the order of the reminders.</summary>
    /// <param name="t">Language of the reader.</param>
    /// <param name="reminders">With the state of their opportunities loaded.</param>
    /// <param name="reader">Whose they are.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="theirs">Those the reader may still act on; left out: all.</param>
    /// <param name="isBeingSent">They are on their way for the first time, or again: all of them are open.</param>
    public async Task<IReadOnlyList<BriefRow>> OfAsync(
        BotTexts t, IReadOnlyList<Reminder> reminders, Caller reader, CancellationToken cancellationToken,
        IReadOnlySet<long>? theirs = null, bool isBeingSent = false)
    {
        return Said(t, await brief.OfAsync(reminders, reader, cancellationToken, theirs, isBeingSent));
    }

    /// <summary>The card of one row that is open.</summary>
    public async Task<AdaptiveCard> CardAsync(
        BotTexts t, BriefRow row, Guid? message, Caller reader, CancellationToken cancellationToken, bool hasBrief = false,
        (string?, DateOnly?) next = default, IReadOnlyDictionary<string, string>? wrong = null, string? done = null)
    {
        if (row.Open[0].Kind != ReminderKind.HandOver)
        {
            return ReminderCard.Show(t, row, message, hasBrief, next, wrong, done);
        }

        var lastSteps = (await queries.ActsAsync(row.Opportunity.No, reader, cancellationToken)).Take(LastSteps).ToList();
        return ReminderCard.Given(t, row, message, hasBrief, lastSteps, done, wrong?.Values.FirstOrDefault());
    }

    /// <summary>The brief of a message as it stands now; without one, all that waits for the person.</summary>
    public async Task<Answer> BriefAsync(
        Guid? message, ChatTurn turn, CancellationToken cancellationToken, string? done = null, string? refused = null)
    {
        var rows = await OfMessageAsync(message ?? Guid.Empty, turn, cancellationToken);
        var earlier = message is { } of && of != Guid.Empty ? await acts.EarlierAsync(of, turn.Caller, cancellationToken) : 0;
        return rows.Count == 0 && done is null && refused is null
            ? new Answer(GreetingCards.NoticeWithStarts(turn.Texts, turn.Texts["Nothing waits for you."]))
            : new Answer(BriefCard.Show(turn.Texts, rows, message ?? Guid.Empty, done, refused: refused, earlier: earlier));
    }

    /// <summary>One row with all that can be done about it.</summary>
    public async Task<Answer> ShowAsync(
        RowPlace place, ChatTurn turn, CancellationToken cancellationToken, (string?, DateOnly?) next = default,
        IReadOnlyDictionary<string, string>? wrong = null)
    {
        var (row, hasBrief) = await FindAsync(place, turn, cancellationToken);
        return row is { IsOpen: true }
            ? new Answer(await CardAsync(turn.Texts, row, place.Message, turn.Caller, cancellationToken, hasBrief, next, wrong))
            : hasBrief ? await BriefAsync(place.Message, turn, cancellationToken, refused: Refusals.ReminderDone.With().Say(turn.Texts))
            : Gone(turn.Texts);
    }

    /// <summary>
    /// After an act: its row again while something of it is open, with what was done or why not; else the brief, or a line where
    /// nothing else was asked.
    /// </summary>
    public async Task<Answer> AfterAsync(RowPlace place, string? done, string? refused, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var (row, hasBrief) = await FindAsync(place, turn, cancellationToken);
        if (row is { IsOpen: true })
        {
            var wrong = refused is null ? null : new Dictionary<string, string> { [""] = refused };
            return new Answer(await CardAsync(t, row, place.Message, turn.Caller, cancellationToken, hasBrief, wrong: wrong, done: done));
        }

        if (hasBrief)
        {
            var about = await queries.FindAsync(place.No, turn.Caller, cancellationToken) is { Opportunity: var o }
                ? $" {o.No}: {o.Description}" : "";
            return await BriefAsync(
                place.Message, turn, cancellationToken, done is null ? null : done + about, refused is null ? null : refused + about);
        }

        return refused is not null ? new Answer(GreetingCards.NoticeWithStarts(t, refused))
            : done is not null && row is not null ? new Answer(ReminderCard.Folded(t, row.Opportunity, done, row.MaySee))
            : Gone(t);
    }

    /// <summary>The row of a place, and whether there is a brief around it.</summary>
    public async Task<(BriefRow? Row, bool HasBrief)> FindAsync(RowPlace place, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (place.Message is not { } message)
        {
            return await acts.FindAsync(place.Reminder, turn.Caller, cancellationToken) is { } reminder
                ? ((await OfAsync(turn.Texts, [reminder], turn.Caller, cancellationToken))[0], false)
                : (null, false);
        }

        var rows = await OfMessageAsync(message, turn, cancellationToken);
        var row = rows.FirstOrDefault(r => r.Reminders.Any(k => k.Id == place.Reminder));
        if (row is null && await acts.FindAsync(place.Reminder, turn.Caller, cancellationToken) is { } answered)
        {
            row = rows.FirstOrDefault(r => r.Opportunity.Id == answered.OpportunityId);
        }

        return (row, message == Guid.Empty || rows.Count > 1);
    }

    /// <summary>What was asked is answered, or not this person's any more.</summary>
    public static Answer Gone(BotTexts t) => new(GreetingCards.NoticeWithStarts(t, Refusals.ReminderDone.With().Say(t)));

    /// <summary>The rows of a message, or with an empty id of all that waits.</summary>
    private async Task<IReadOnlyList<BriefRow>> OfMessageAsync(Guid message, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (message == Guid.Empty)
        {
            return Said(turn.Texts, await brief.OpenAsync(turn.Caller, cancellationToken));
        }

        var reminders = await acts.OfMessageAsync(message, turn.Caller, cancellationToken);
        var theirs = await acts.TheirsAsync([.. reminders.Select(r => r.Id)], turn.Caller, cancellationToken);
        return await OfAsync(turn.Texts, reminders, turn.Caller, cancellationToken, theirs);
    }

    private static IReadOnlyList<BriefRow> Said(BotTexts t, IReadOnlyList<WaitingOpportunity> waiting) =>
    [
        .. waiting.Select(w => new BriefRow(w.Reminders, w.Open, [.. w.Whys.Select(why => why.Say(t))])
        {
            IsLost = w.IsLost,
            MaySee = w.MaySee,
            MayChange = w.MayChange,
        }),
    ];
}
