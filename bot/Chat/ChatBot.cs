using System.Text.Json;
using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.People;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;

namespace ChatOpportunities.Bot.Chat;

/// <summary>Sorts what comes through the door: greetings, typed lines and pressed buttons.</summary>
internal sealed class ChatBot(
    OpportunitiesContext db, Callers callers, PersonalChats chats, TextCommands texts, CardActions cards, GroupTurns groups, Invokes invokes,
    TimeProvider clock) : IBot
{
    public async Task BeforeTurnAsync(Activity activity, CancellationToken cancellationToken)
    {
        await callers.RecognizeAsync(activity, cancellationToken);
        if (!IsPersonal(activity) && (activity.IsMessage || activity.IsInvoke) && await callers.FindAsync(activity, cancellationToken) is { Blocked: false })
        {
            // One person's work is taken to their own chat, which is opened when there is none yet.
            await chats.OpenAsync(activity, cancellationToken);
        }
    }

    public async Task OnTurnAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        var activity = turn.Activity;
        switch (activity.Type)
        {
            case "message" when ReadSubmit(activity) is { } pressed:
                await OnPressAsync(turn, pressed, cancellationToken);
                break;
            case "message":
                await OnTextAsync(turn, cancellationToken);
                break;
            case "invoke" when activity.Name == InvokeNames.CardAction:
                await OnExecuteAsync(turn, cancellationToken);
                break;
            case "invoke" when string.IsNullOrEmpty(activity.Name) && activity.ReadValue() is { } data: // a button of the oldest kind
                await OnPressAsync(turn, (VerbOf(data), data), cancellationToken);
                turn.Answer = InvokeResponse.Empty();
                break;
            case "invoke":
                turn.Answer = await invokes.AnswerAsync(activity, () => WhoAsync(activity, cancellationToken), cancellationToken);
                break;
            case "messageUpdate" when IsPersonal(activity) && activity.IsEdit():
                // Acting twice on one message would be wrong, and saying nothing would leave the person waiting.
                turn.Send(new Answer(GreetingCards.Edited(callers.TextsFor(activity.Locale))).ToActivity());
                break;
            case "installationUpdate" when activity.Action is "add" or "add-upgrade":
            case "conversationUpdate" when activity.MembersAdded?.Any(m => m?.Id is not null && m.Id == activity.Recipient?.Id) == true:
                await OnInstalledAsync(turn, cancellationToken);
                break;
            case "installationUpdate" or "conversationUpdate" when IsPersonal(activity) && References.IsGoodbye(activity)
                && await callers.FindAsync(activity, cancellationToken) is { } leaving:
                // Met anew when they are back: what waits for them meanwhile is then sent soon.
                await Callers.ForgetAddressAsync(db, leaving, cancellationToken);
                break;
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private static bool IsPersonal(Activity activity) => activity.Conversation is null or { ConversationType: "personal" or null, IsGroup: not true };

    /// <summary>A press that came as a message: the verb stands among the data.</summary>
    private static (string Verb, JsonElement Data)? ReadSubmit(Activity activity) =>
        string.IsNullOrWhiteSpace(activity.Text) && activity.ReadValue() is { } data
            ? (VerbOf(data), data)
            : null;

    private static string VerbOf(JsonElement data) =>
        data.TryGetProperty("verb", out var verb) && verb.ValueKind == JsonValueKind.String ? verb.GetString()! : "";

    private async Task OnTextAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        var activity = turn.Activity;
        var text = activity.TextWithoutMention();
        var (chat, answer) = await WhoAsync(activity, cancellationToken);
        if (answer is null && !IsPersonal(activity))
        {
            await groups.OnTextAsync(turn, chat!, text, cancellationToken);
            return;
        }

        if (answer is null)
        {
            answer = (await texts.HandleAsync(text, chat!, cancellationToken)).Card;
        }
        else if (Command.Read(text).Name == CommandName.Help)
        {
            answer = GreetingCards.Help(callers.TextsFor(activity.Locale)); // help is for everybody, known or not
        }

        turn.Send(new Answer(answer).ToActivity());
    }

    private async Task OnPressAsync(TurnContext turn, (string Verb, JsonElement Data) pressed, CancellationToken cancellationToken)
    {
        var queued = turn.Queued.Count;
        var message = new Answer(await AnswerPressAsync(turn, pressed.Verb, pressed.Data, cancellationToken)).ToActivity();
        if (!IsPersonal(turn.Activity))
        {
            // Everybody reads what is sent here: the card was brought up to date without values, or the answer went to the person's own chat.
            if (turn.Queued.Count == queued)
            {
                turn.Send(new Answer(GreetingCards.InPrivate(callers.TextsFor(turn.Activity.Locale))).ToActivity());
            }

            return;
        }

        if (turn.Activity.ReplyToId is { Length: > 0 } card)
        {
            turn.Update(card, message);
        }
        else
        {
            turn.Send(message);
        }
    }

    private async Task OnExecuteAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        var activity = turn.Activity;
        if (activity.ReadValue() is not { } value || !value.TryGetProperty("action", out var action) || action.ValueKind != JsonValueKind.Object
            || !action.TryGetProperty("verb", out var verb) || verb.ValueKind != JsonValueKind.String)
        {
            turn.Answer = InvokeResponse.Error(400, "BadRequest", callers.TextsFor(activity.Locale)["I did not understand that."]);
            return;
        }

        if (action.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && !type.ValueEquals("Action.Execute"))
        {
            turn.Answer = InvokeResponse.Error(400, "NotSupported", callers.TextsFor(activity.Locale)["I did not understand that."]);
            return;
        }

        var card = await AnswerPressAsync(turn, verb.GetString()!, action.TryGetProperty("data", out var data) ? data : default, cancellationToken);
        var message = new Answer(card).ToActivity();
        turn.Answer = InvokeResponse.Card(message.Attachments![0].Content!.Value);
        if (IsPersonal(activity) && activity.ReplyToId is { Length: > 0 } shown && !activity.IsAutomaticRefresh())
        {
            // The invoke's answer changes the card only where it was pressed; this changes it on the person's other devices.
            turn.Update(shown, message);
        }
    }

    private async Task<AdaptiveCard> AnswerPressAsync(TurnContext turn, string verb, JsonElement data, CancellationToken cancellationToken)
    {
        var (chat, answer) = await WhoAsync(turn.Activity, cancellationToken);
        if (answer is not null && verb == "help")
        {
            return GreetingCards.Help(callers.TextsFor(turn.Activity.Locale)); // help is for everybody, known or not
        }

        return answer ?? (IsPersonal(turn.Activity)
            ? (await cards.HandleAsync(new CardSubmit(verb, data, chat!.Texts.Culture), chat, cancellationToken)).Card
            : (await groups.OnPressAsync(turn, verb, data, chat!, cancellationToken)).Card);
    }

    /// <summary>Once per person, or once per group: never to every member of a team.</summary>
    private async Task OnInstalledAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        var activity = turn.Activity;
        if (!IsPersonal(activity))
        {
            if (activity.Type == "installationUpdate")
            {
                turn.Send(new Answer(GreetingCards.GroupWelcome(callers.TextsFor(activity.Locale))).ToActivity());
            }

            return;
        }

        var person = await callers.FindAsync(activity, cancellationToken);
        if (person is null)
        {
            if (activity.Type == "installationUpdate")
            {
                await callers.RememberStrangerAsync(activity, cancellationToken);
                turn.Send(new Answer(GreetingCards.Stranger(callers.TextsFor(activity.Locale))).ToActivity());
            }

            return;
        }

        if (person.Blocked)
        {
            return;
        }

        await callers.KeepAddressAsync(person, activity, cancellationToken);
        if (person.WelcomedAt is null)
        {
            person.Welcomed(clock.GetUtcNow());
            turn.Send(new Answer(GreetingCards.Welcome(callers.TextsFor(person, activity.Locale), person.Name)).ToActivity());
        }
    }

    /// <summary>Who speaks; for strangers and blocked people the answer they get instead.</summary>
    private async Task<(ChatTurn? Turn, AdaptiveCard? Instead)> WhoAsync(Activity activity, CancellationToken cancellationToken)
    {
        var person = await callers.FindAsync(activity, cancellationToken);
        if (person is null)
        {
            await callers.RememberStrangerAsync(activity, cancellationToken);
            return (null, GreetingCards.Stranger(callers.TextsFor(activity.Locale)));
        }

        if (person.Blocked)
        {
            return (null, GreetingCards.Blocked(callers.TextsFor(person, activity.Locale)));
        }

        await callers.KeepAddressAsync(person, activity, cancellationToken);
        return (callers.TurnOf(person, activity), null);
    }
}
