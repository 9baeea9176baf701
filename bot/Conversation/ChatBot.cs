using System.Text.Json;
using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Teams;
using Microsoft.Bot.Schema;

namespace ChatOpportunities.Bot.Conversation;

/// <summary>
/// Sorts what comes through the door: greetings, typed lines and pressed buttons. What it changes is saved with the turn, by the ledger.
/// </summary>
internal sealed class ChatBot(
    OpportunitiesContext db, Callers callers, TextRouter texts, PressRouter presses, IGroupConversation groups, Invokes invokes,
    TimeProvider clock)
    : TeamsActivityHandler
{
    /// <inheritdoc/>
    protected override async Task OnMessageActivityAsync(
        ITurnContext<IMessageActivity> turnContext, CancellationToken cancellationToken)
    {
        var activity = ((ITurnContext)turnContext).Activity;
        if (ReadSubmit(activity) is { } pressed)
        {
            await OnPressAsync(turnContext, pressed, cancellationToken);
            return;
        }

        var (chat, answer) = await WhoAsync(activity, cancellationToken);
        if (answer is null)
        {
            var (text, strangers) = await callers.ReadAsync(activity, cancellationToken);
            chat = chat! with { Strangers = strangers };
            if (!activity.IsPersonal)
            {
                await groups.OnTextAsync(turnContext, chat, text, cancellationToken);
                return;
            }

            answer = (await texts.HandleAsync(TextCommand.Read(text), chat, cancellationToken, isTyped: true)).Card;
        }
        else if (TextCommand.Read(activity.TextWithoutMention()).Name == CommandName.Help)
        {
            answer = GreetingCards.Help(await UnknownsTextsAsync(activity, cancellationToken)); // help is for everybody, known or not
        }

        await SayAsync(turnContext, answer, cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task<InvokeResponse?> OnInvokeActivityAsync(
        ITurnContext<IInvokeActivity> turnContext, CancellationToken cancellationToken)
    {
        ITurnContext turn = turnContext;
        var activity = turn.Activity;
        if (activity.Name == InvokeNames.CardAction)
        {
            if (WhyNotAPress(activity, out var verb, out var pressed) is { } code)
            {
                return InvokeResponses.Error(400, code, callers.TextsFor(activity.Locale)["I did not understand that."]);
            }

            var card = await AnswerPressAsync(turn, verb, pressed, cancellationToken);
            turn.Answer = InvokeResponses.Card(card.ToJson());
            if (activity.IsPersonal && activity.ReplyToId is { Length: > 0 } shown && !activity.IsAutomaticRefresh())
            {
                // The invoke's answer changes the card only where it was pressed; this changes it on the person's other devices.
                var message = new Answer(card).ToActivity();
                message.Id = shown;
                await turn.UpdateActivityAsync(message, cancellationToken);
            }

            return null; // it is given already
        }

        if (string.IsNullOrEmpty(activity.Name) && activity.ReadValue() is { } data)
        {
            // A button of the oldest kind.
            await OnPressAsync(turn, (VerbOf(data), data), cancellationToken);
            return InvokeResponses.Empty();
        }

        return await invokes.AnswerAsync(activity, () => WhoAsync(activity, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task OnMessageUpdateActivityAsync(
        ITurnContext<IMessageUpdateActivity> turnContext, CancellationToken cancellationToken)
    {
        var activity = ((ITurnContext)turnContext).Activity;
        if (activity.IsPersonal && activity.IsEdit())
        {
            // Acting twice on one message would be wrong, and saying nothing would leave the person waiting.
            await SayAsync(turnContext, GreetingCards.Edited(callers.TextsFor(activity.Locale)), cancellationToken);
        }
    }

    /// <summary>Nothing is said; the SDK's own would read the channel's data for it, and fail where that is odd.</summary>
    protected override Task OnMessageDeleteActivityAsync(
        ITurnContext<IMessageDeleteActivity> turnContext, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>As above: meetings and read receipts are none of ours.</summary>
    protected override Task OnEventActivityAsync(ITurnContext<IEventActivity> turnContext, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <inheritdoc/>
    protected override Task OnInstallationUpdateAddAsync(
        ITurnContext<IInstallationUpdateActivity> turnContext, CancellationToken cancellationToken) =>
        OnInstalledAsync(turnContext, cancellationToken);

    /// <inheritdoc/>
    protected override Task OnInstallationUpdateRemoveAsync(
        ITurnContext<IInstallationUpdateActivity> turnContext, CancellationToken cancellationToken) =>
        OnGoodbyeAsync(((ITurnContext)turnContext).Activity, cancellationToken);

    /// <summary>The SDK's own would ask the channel for each new member of a team; here only the bot's coming and going counts.</summary>
    protected override Task OnConversationUpdateActivityAsync(
        ITurnContext<IConversationUpdateActivity> turnContext, CancellationToken cancellationToken)
    {
        var activity = ((ITurnContext)turnContext).Activity;
        return activity.MembersAdded?.Any(m => m.Id is not null && m.Id == activity.Recipient?.Id) == true
            ? OnInstalledAsync(turnContext, cancellationToken)
            : OnGoodbyeAsync(activity, cancellationToken);
    }

    private async Task OnGoodbyeAsync(Activity activity, CancellationToken cancellationToken)
    {
        if (!ConversationReferences.IsGoodbye(activity))
        {
            return;
        }

        if (!activity.IsPersonal)
        {
            await groups.OnGoodbyeAsync(activity, cancellationToken);
        }
        else if (await callers.FindAsync(activity, cancellationToken) is { } leaving)
        {
            // Met anew when they are back: what waits for them meanwhile is then sent soon.
            await Callers.ForgetAddressAsync(db, leaving, cancellationToken);
        }
    }

    /// <summary>A press that came as a message: the verb stands among the data.</summary>
    private static (string Verb, JsonElement Data)? ReadSubmit(Activity activity) =>
        string.IsNullOrWhiteSpace(activity.Text) && activity.ReadValue() is { } data
            ? (VerbOf(data), data)
            : null;

    private static string VerbOf(JsonElement data) =>
        data.TryGetProperty("verb", out var verb) && verb.ValueKind == JsonValueKind.String ? verb.GetString()! : "";

    private async Task OnPressAsync(ITurnContext turn, (string Verb, JsonElement Data) pressed, CancellationToken cancellationToken)
    {
        var queued = turn.Outbox?.Messages.Count;
        var message = new Answer(await AnswerPressAsync(turn, pressed.Verb, pressed.Data, cancellationToken)).ToActivity();
        if (!turn.Activity.IsPersonal)
        {
            // Everybody reads what is sent here: the card was brought up to date without values, or the answer went to the person's own
            // chat.
            if (turn.Outbox?.Messages.Count == queued)
            {
                await SayAsync(turn, GreetingCards.InPrivate(await GroupsTextsAsync(turn.Activity, cancellationToken)), cancellationToken);
            }

            return;
        }

        if (turn.Activity.ReplyToId is { Length: > 0 } card)
        {
            message.Id = card;
            await turn.UpdateActivityAsync(message, cancellationToken);
        }
        else
        {
            await turn.SendActivityAsync(message, cancellationToken);
        }
    }

    /// <summary>
    /// Reads a press as today's clients send it; else the code of what is wrong with it. What nobody pressed, says the client
    /// ("automatic"), may only look: no card of ours asks for more by itself.
    /// </summary>
    private static string? WhyNotAPress(Activity activity, out string verb, out JsonElement data)
    {
        (verb, data) = ("", default);
        if (activity.ReadValue() is not { } value || !value.TryGetProperty("action", out var action)
            || action.ValueKind != JsonValueKind.Object || !action.TryGetProperty("verb", out var named)
            || named.ValueKind != JsonValueKind.String)
        {
            return "BadRequest";
        }

        if (action.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && !type.ValueEquals("Action.Execute"))
        {
            return "NotSupported";
        }

        (verb, data) = (named.GetString()!, action.TryGetProperty("data", out var given) ? given : default);
        return activity.IsAutomaticRefresh() && !RefreshVerbs.All.Contains(verb) ? "BadRequest" : null;
    }

    private async Task<AdaptiveCard> AnswerPressAsync(ITurnContext turn, string verb, JsonElement data, CancellationToken cancellationToken)
    {
        var (chat, answer) = await WhoAsync(turn.Activity, cancellationToken);
        if (answer is not null && verb == "help")
        {
            return GreetingCards.Help(callers.TextsFor(turn.Activity.Locale)); // help is for everybody, known or not
        }

        return answer ?? (turn.Activity.IsPersonal
            ? (await presses.HandleAsync(new Press(verb, data, chat!.Texts.Culture), chat, cancellationToken)).Card
            : (await groups.OnPressAsync(turn, verb, data, chat!, cancellationToken)).Card);
    }

    /// <summary>Once per person, or once per group: never to every member of a team.</summary>
    private async Task OnInstalledAsync(ITurnContext turn, CancellationToken cancellationToken)
    {
        var activity = turn.Activity;
        if (!activity.IsPersonal)
        {
            if (activity.Type == "installationUpdate")
            {
                await SayAsync(turn, GreetingCards.GroupWelcome(await GroupsTextsAsync(activity, cancellationToken)), cancellationToken);
            }

            return;
        }

        var person = await callers.FindAsync(activity, cancellationToken);
        if (person is null)
        {
            if (activity.Type == "installationUpdate")
            {
                await callers.RememberStrangerAsync(activity, cancellationToken);
                await SayAsync(turn, GreetingCards.Stranger(callers.TextsFor(activity.Locale)), cancellationToken);
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
            await SayAsync(turn, GreetingCards.Welcome(
                callers.TextsFor(person, activity.Locale), person.Name, person.Role is Role.Manager or Role.Admin), cancellationToken);
        }
    }

    private static Task<ResourceResponse> SayAsync(ITurnContext turn, AdaptiveCard card, CancellationToken cancellationToken) =>
        turn.SendActivityAsync(new Answer(card).ToActivity(), cancellationToken);

    /// <summary>Who speaks; for strangers and blocked people the answer they get instead.</summary>
    private async Task<(ChatTurn? Turn, AdaptiveCard? Instead)> WhoAsync(Activity activity, CancellationToken cancellationToken)
    {
        var person = await callers.FindAsync(activity, cancellationToken);
        if (person is null)
        {
            await callers.RememberStrangerAsync(activity, cancellationToken);
            return (null, GreetingCards.Stranger(await UnknownsTextsAsync(activity, cancellationToken)));
        }

        if (person.Blocked)
        {
            return (null, GreetingCards.Blocked(
                OthersRead(activity) ? await GroupsTextsAsync(activity, cancellationToken) : callers.TextsFor(person, activity.Locale)));
        }

        await callers.KeepAddressAsync(person, activity, cancellationToken);
        var chat = callers.TurnOf(person, activity);
        return (activity.IsPersonal || activity.IsAutomaticRefresh() ? chat : chat with
        {
            // A chat that a card is only shared into need not be one that the bot is in.
            SharedTexts = activity.IsFromExtension
                ? await callers.TextsForGroupAsync(activity.Conversation, activity.TenantId, cancellationToken) ?? chat.Texts
                : await GroupsTextsAsync(activity, cancellationToken),
        }, null);
    }

    /// <summary>Whether the answer is a message in a group; what an invoke is answered, only its sender sees.</summary>
    private static bool OthersRead(Activity activity) => !activity.IsPersonal && !activity.IsInvoke;

    private Task<BotTexts> GroupsTextsAsync(Activity activity, CancellationToken cancellationToken) =>
        callers.TextsForAllAsync(activity.Conversation, activity.TenantId, cancellationToken);

    /// <summary>For somebody whose language only their client tells.</summary>
    private async Task<BotTexts> UnknownsTextsAsync(Activity activity, CancellationToken cancellationToken) =>
        OthersRead(activity) ? await GroupsTextsAsync(activity, cancellationToken) : callers.TextsFor(activity.Locale);
}
