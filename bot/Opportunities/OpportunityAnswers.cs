using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Tasks;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>Answers with the card of one opportunity: as it is, after an act, and when an act was refused.</summary>
internal sealed class OpportunityAnswers(
    OpportunitiesContext db, OpportunityQueries queries, UndoActs undo, WorkingCalendar calendar, IOptions<BotOptions> bot,
    IOptions<TeamsAppOptions> app)
{
    /// <summary>The card of one opportunity as it is now.</summary>
    /// <param name="no">Its number, as it came from outside.</param>
    /// <param name="turn">Who looks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="done">What was just done.</param>
    /// <param name="refused">Why something was not done.</param>
    /// <param name="conflict">Does what the person wanted on top of what somebody else did.</param>
    public async Task<Answer> ShowAsync(
        string? no, ChatTurn turn, CancellationToken cancellationToken, string? done = null, string? refused = null,
        CardAction? conflict = null) =>
        await queries.FindAsync(no ?? "", turn.Caller, cancellationToken) is { } view
            ? await CardAsync(
                view, await undo.IsOfferedAsync(view.Opportunity, turn.Caller, cancellationToken), turn, cancellationToken, done, refused,
                conflict)
            : NotFound(turn.Texts);

    /// <summary>
    /// The card of what was just changed by somebody who may, as it was saved; the act can be undone. Not for an act that gives it to
    /// another person.
    /// </summary>
    public Task<Answer> ActedAsync(Acted acted, string done, ChatTurn turn, CancellationToken cancellationToken) =>
        CardAsync(new OpportunityView(acted.Opportunity, MayChange: true), mayUndo: true, turn, cancellationToken, done);

    /// <summary>Refused as a whole: the present state, and when somebody was faster, the choice between theirs and one's own.</summary>
    public Task<Answer> RefusedAsync(OpportunityCommand command, Refusal refusal, ChatTurn turn, CancellationToken cancellationToken) =>
        refusal.Rule.Kind == RefusalKind.Stale
            ? ConflictAsync(command, refusal, turn, cancellationToken)
            : ShowAsync(command.No, turn, cancellationToken, refused: refusal.Say(turn.Texts));

    /// <summary>Somebody was faster: who did what, the present state, and whether the person still wants theirs.</summary>
    public async Task<Answer> ConflictAsync(OpportunityCommand command, Refusal stale, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var view = await queries.FindAsync(command.No, turn.Caller, cancellationToken);
        if (view is not { MayChange: true, Opportunity: { IsClosed: false } opportunity }
            || (command is MoveCommand move && !move.StillLeadsSomewhere(opportunity)))
        {
            return await ShowAsync(command.No, turn, cancellationToken, refused: stale.Say(t));
        }

        var title = (command as MoveCommand)?.TargetIn(opportunity) is { } target ? t["Move to {0} anyway", target.Description]
            : t["Keep mine"];
        var mine = ActionExecute.For(title, command.Verb, command.Again(opportunity.Version), CardJson.Default.JsonObject);
        return await ShowAsync(command.No, turn, cancellationToken, refused: stale.Say(t) + " " + Wanted(command.Press, t), conflict: mine);
    }

    /// <summary>It is not there, or not for this person to see: both sound alike.</summary>
    public static Answer NotFound(BotTexts t) => new(GreetingCards.NoticeWithStarts(
        t, t["I cannot find that opportunity."], t["It may have been deleted, or you may not see it. Say “my opportunities” or “find …”."]))
    {
        Refused = t["I cannot find that opportunity."],
    };

    /// <summary>Whoever gave it away may not see it any more, but may take that back.</summary>
    public static Answer OutOfSight(Opportunity given, BotTexts t) =>
        new(AssignCard.OutOfSight(t, given)) { Done = t["{0} has {1} now.", given.Salesperson!.Name, given.No] };

    /// <summary>Why nothing can be changed here.</summary>
    public static string WhyNot(OpportunityView view, BotTexts t) =>
        view.Opportunity.IsClosed ? Refusals.AlreadyClosed.With().Say(t)
        : !view.MayChange ? Refusals.Forbidden.With().Say(t)
        : Refusals.ActionNotOffered.With().Say(t);

    /// <summary>By input id: what of a form cannot be read as what it should be.</summary>
    public static Dictionary<string, string> Unreadable(Press? press, BotTexts t) => press is null ? [] : press.Unreadable.ToDictionary(
        input => input,
        input => press.Doubtful.Contains(input)
            ? t["This can mean two values: write a date as {0}, a number as {1}.", "2027-06-25", "45000.50"]
            : input == "date" || input.EndsWith("Date", StringComparison.Ordinal) ? t["This is not a date."]
            : input is "value" or "chances" or "amount" or "quoteAmount" or "stage" ? t["This is not a number."]
            : t["This cannot be read."]);

    /// <summary>The card, with what else the reader is told and offered.</summary>
    private async Task<Answer> CardAsync(
        OpportunityView view, bool mayUndo, ChatTurn turn, CancellationToken cancellationToken, string? done = null, string? refused = null,
        CardAction? conflict = null)
    {
        var opportunity = view.Opportunity;
        var extras = new CardExtras(
            Staleness.Of(opportunity, calendar, turn.Caller.Today),
            mayUndo,
            view.MayChange && opportunity.IsClosed && AccessPolicy.MayReopen(turn.Caller),
            await TeamReview.FindAsync(db, turn, cancellationToken) is { } review && review.Numbers.Contains(opportunity.No)
                ? review.Back(turn.Texts) : null,
            conflict,
            turn.UserId is { } user ? Refresh.For(RefreshVerbs.View, new ButtonData(opportunity.No), ButtonJson.Default.ButtonData, [user])
                : null,
            bot.Value.PortalAddresses.FirstOrDefault(address => !string.IsNullOrEmpty(address)) is { } portal
                ? app.Value.Tab(new Uri(new Uri(portal), "/opportunities/" + opportunity.No), opportunity.No) : null);
        return new Answer(OpportunityCard.Show(turn.Texts, view, done, refused, with: extras))
        {
            No = opportunity.No,
            Done = done,
            Refused = refused,
            IsConflict = conflict is not null,
        };
    }

    /// <summary>What the person had typed or chosen, in words.</summary>
    private static string Wanted(Press? press, BotTexts t)
    {
        string?[] parts = press is null ? [] :
        [
            press.Number("value") is { } value ? $"{t["Estimated value"]} {t.Money(value)}" : null,
            press.Number("chances") is { } chances ? $"{t["Chances"]} {t.Percent(chances)}" : null,
            press.Date("closeDate") is { } close ? $"{t["Expected closing"]} {t.Date(close)}" : null,
            press.Number("amount") is { } amount ? $"{t["Amount of the sale"]} {t.Money(amount)}" : null,
            press.Text("nextStep"),
        ];
        var told = string.Join(", ", parts.OfType<string>());
        return told.Length == 0 ? t["Do you still want yours?"] : t["Yours was: {0}. Do you still want it?", told];
    }
}
