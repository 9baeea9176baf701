using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;

namespace ChatOpportunities.Bot.Conversation;

/// <summary>What the bot says of itself, and short notices.</summary>
internal static class GreetingCards
{
    /// <param name="t">Language of the reader.</param>
    /// <param name="name">Theirs.</param>
    /// <param name="leads">Whether they answer for others' opportunities, too.</param>
    public static AdaptiveCard Welcome(BotTexts t, string name, bool leads) => CardParts.Card(
        t,
        t["Welcome, {0}. I keep your sales opportunities: capture, move, assign and close them here in the chat.", name],
        [
            CardParts.Heading(t["Welcome, {0}", name]),
            CardParts.Paragraph(
                t["I am {0}. I keep your sales opportunities here in the chat: capture one in seconds, move it through its stages, hand it over, close it. When one stands still for too long, I remind you.",
                Texts.ProductName]),
            CardParts.Paragraph(t["You need nothing else: your admin has set up the sales cycles and your team."]),
            CardParts.Paragraph(
                t["I read only what you write to me, and show figures only to those who may see them. Your language and the time of your reminders: “settings”."]),
            CardParts.Line(t["Try: “new Contoso rollout 45k close end of June”, “my opportunities”, “help”."]),
            .. leads
                ? [CardParts.Line(
                    t["For your team: “review” takes you through its opportunities one by one, “pipeline” adds them up."])]
                : Array.Empty<CardElement>(),
            Starts(t),
        ]);

    public static AdaptiveCard Hello(BotTexts t, string name) => CardParts.Card(
        t, t["Hello {0}. What shall we do?", name], CardParts.Paragraph(t["Hello {0}. What shall we do?", name]), Starts(t));

    /// <summary>Asks for <see cref="Help"/> where <see cref="Examples"/> stands.</summary>
    public const string Everything = "all";

    /// <summary>Six things to say that fit the person, and where the others are.</summary>
    public static AdaptiveCard Examples(BotTexts t, Role role) => CardParts.Card(
        t,
        t["What you can say to me"],
        CardParts.Heading(t["What you can say to me"]),
        CardParts.Facts(role == Role.Salesperson
            ?
            [
                (t["new Contoso rollout 45k close end of June"], t["One look, one press, and it is saved."]),
                (t["what is overdue?"], t["Or: what closes this month, my deals over 50k, how is Contoso?"]),
                (t["show me the second one"], t["Of the list shown last. Then: who owns it? What happened last?"]),
                (t["push it by a week"], t["Or: change the value to 60k, note: they asked for a discount. “undo” takes it back."]),
                (t["move 12 to Proposal"], t["Which one: its number, its title, its contact, or “it”."]),
                (t["won 12 for 60k"], t["Its form comes filled in, and is saved with one press. Or: lost it, price too high."]),
            ]
            :
            [
                (t["what is overdue in the team?"], t["Or: what closes this month over 50k, what is stuck at Proposal?"]),
                (t["how is Ben doing?"], t["What is open, won and lost; then: open deals of Ben."]),
                (
                    t["how much is the team’s pipeline worth this quarter?"],
                    t["In all and by probability. Or: pipeline, forecast for May."]),
                (t["why are we losing?"], t["The reasons, by number and value. Or: how much did we win last month?"]),
                (t["give 12 to Ben"], t["At once, and “undo” takes it back. “hand over” gives several."]),
                (t["review team"], t["The team’s opportunities one by one, what needs you first."]),
            ]),
        CardParts.Line(t["English and French, in your own words. Nothing you have begun is lost by asking for help."]),
        CardParts.Buttons(
            Button.Of(t["All I understand"], "help", new ButtonData(Action: Everything)),
            Button.Of(t["New opportunity"], "capture.open", new ButtonData()),
            Button.Of(t["My opportunities"], "list.mine", new ButtonData())));

    /// <summary>Everything that can be said, a line each.</summary>
    public static AdaptiveCard Help(BotTexts t) => CardParts.Card(
        t,
        t["What you can say to me"],
        CardParts.Heading(t["What you can say to me"]),
        CardParts.Facts(
            (t["new"], t["Opens a form. Or say it in one line: “new Contoso rollout 45k close end of June, Anna”."]),
            (
                t["my opportunities, list"],
                t["Lists what is open and yours, what needs attention first. Also “my opportunities stale”; other filters: this month, won, lost, all."]),
            (
                t["who owns 12? what closes this month?"],
                t["Questions about one or many, with owner, contact, stage, amount and time; then: and next month? the second one."]),
            (
                t["push 12 by a week, note on 12: …"],
                t["Changes value, closing date, chances, priority, title, contact, owner, next step; adds a note or a task."]),
            (t["find Contoso"], t["Searches titles, numbers and contacts."]),
            (t["tasks, my tasks"], t["Lists your open tasks: done or put off with one press."]),
            (t["pipeline, brief"], t["What is open by stage, with its weighted value; everything that waits for you now."]),
            (t["remind me OPP-00012 next Tuesday call Marie"], t["Notes the next step and reminds you on its day."]),
            (t["review, hand over"], t["For managers: the team’s opportunities one by one; giving several to a colleague at once."]),
            (t["show OPP-00012"], t["Shows one with its buttons."]),
            (t["move OPP-00012"], t["Moves it to the next stage, or asks for what is missing."]),
            (t["assign OPP-00012"], t["Gives it to a colleague."]),
            (t["won OPP-00012, lost OPP-00012"], t["Closes it with a reason."]),
            (t["undo, take back"], t["Takes back your last move, assignment or ending, for ten minutes."]),
            (t["settings"], t["Your language and how you are reminded."]),
            (t["cancel"], t["Drops the form you are filling in."])),
        CardParts.Line(t["English and French, in any case. Nothing you have begun is lost by asking for help."]),
        Starts(t));

    /// <summary>Somebody the people table does not know; an admin sees them in the portal.</summary>
    public static AdaptiveCard Stranger(BotTexts t) => Notice(
        t, t["I do not know you yet."], t["Your name has been shown to the admins. Once one of them has added you, write “hi” again."]);

    public static AdaptiveCard Blocked(BotTexts t) => Notice(
        t, t["Your access is blocked."], t["Please ask your admin."]);

    /// <summary>Said in a channel or group chat: one person's work is not for everybody to read.</summary>
    public static AdaptiveCard InPrivate(BotTexts t) => Notice(
        t, t["Let us do this in our personal chat."], t["There I show values only to you. Open the chat with me and say the same again."]);

    public static AdaptiveCard GroupWelcome(BotTexts t) => Notice(
        t, t["Hello everybody."],
        t["I keep sales opportunities. Write to me in a personal chat; here I only answer when I am mentioned, and never show figures."]);

    /// <summary>Said when somebody changes a message that was answered already.</summary>
    public static AdaptiveCard Edited(BotTexts t) => Notice(
        t, t["I have acted on what you wrote first."], t["Changing a message changes nothing here: please send it again as a new one."]);

    /// <summary>Anything we could not make sense of: said back, with ways on.</summary>
    public static AdaptiveCard NotUnderstood(BotTexts t) => CardParts.Card(
        t,
        t["I did not understand that."],
        CardParts.Paragraph(t["I did not understand that."]),
        CardParts.Line(t["Say “new” to capture an opportunity, “my opportunities” to see yours, or “help” for everything."]),
        Starts(t));

    public static AdaptiveCard Notice(BotTexts t, string first, string? second = null) => CardParts.Card(
        t, first, second is null ? [CardParts.Paragraph(first), HelpAlone(t)]
            : [CardParts.Paragraph(first), CardParts.Line(second), HelpAlone(t)]);

    private static ActionSet HelpAlone(BotTexts t) => CardParts.Buttons(Button.Of(t["Help"], "help", new ButtonData()));

    /// <summary>A notice with the ways to begin.</summary>
    public static AdaptiveCard NoticeWithStarts(BotTexts t, string first, string? second = null) => CardParts.Card(
        t, first,
        second is null ? [CardParts.Paragraph(first), Starts(t)] : [CardParts.Paragraph(first), CardParts.Line(second), Starts(t)]);

    private static ActionSet Starts(BotTexts t) => CardParts.Buttons(
        Button.Of(t["New opportunity"], "capture.open", new ButtonData()),
        Button.Of(t["My opportunities"], "list.mine", new ButtonData()),
        Button.Of(t["Help"], "help", new ButtonData()));
}
