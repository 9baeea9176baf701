using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;

namespace ChatOpportunities.Bot.Reminders;

/// <summary>
/// What is done to an opportunity from a row of a brief leads back to the row, and to the brief once the row is answered; until then
/// every form on the way remembers the row.
/// </summary>
internal sealed class BriefDecorator(ReminderRows rows) : IPressDecorator
{
    /// <summary>Comes from a row, and its verb is one of those that act on an opportunity.</summary>
    public bool Wraps(Press press) => press.Button is { Message: not null, Reminder: not null } && LeadsBack(press.Verb);

    public async Task<Answer> HandleAsync(Press press, ChatTurn turn, Func<Task<Answer>> inner, CancellationToken cancellationToken)
    {
        var place = RowPlace.Of(press);
        if (press.Verb == "opportunity.show")
        {
            return await rows.FindAsync(place, turn, cancellationToken) is ({ IsOpen: true }, _) or (_, HasBrief: true)
                ? await rows.ShowAsync(place, turn, cancellationToken)
                : await inner();
        }

        var answer = await inner();
        var isEnd = answer is { IsConflict: false } and ({ No: not null } or { Done: not null } or { Refused: not null });
        return isEnd ? await rows.AfterAsync(place, answer.Done, answer.Refused, turn, cancellationToken) : Remembering(answer, press);
    }

    /// <summary>A card on the way whose buttons remember the row.</summary>
    public static Answer Remembering(Answer answer, Press? press) => press?.Button is { Message: { } message, Reminder: { } reminder }
        ? new Answer(answer.Card with { Body = [.. answer.Card.Body.Select(e => Remembering(e, reminder, message))], Refresh = null })
        : answer;

    private static bool LeadsBack(string verb) =>
        verb.StartsWith("opportunity.", StringComparison.Ordinal)
        || verb is "handover.accept" or "handover.declining" or "handover.decline" or "task.adding" or "task.add" or "task.done";

    private static CardElement Remembering(CardElement element, long reminder, Guid message) => element switch
    {
        Container container => container with { Items = [.. container.Items.Select(e => Remembering(e, reminder, message))] },
        ActionSet set => set with
        {
            Actions =
            [
                .. set.Actions.Select(a => a is ActionExecute execute && LeadsBack(execute.Verb)
                    ? execute.With("reminder", reminder).With("message", message) : a),
            ],
        },
        _ => element,
    };
}
