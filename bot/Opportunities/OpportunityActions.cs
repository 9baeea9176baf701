using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.HandOver;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Review;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>Answers what is said about opportunities and the buttons of their cards. Each act changes the card it came from.</summary>
internal sealed class OpportunityActions(
    OpportunitiesContext db, OpportunityActs acts, UndoActs undo, OpportunityQueries queries, WinsChannels wins, MessageNotes messages, WorkingCalendar calendar,
    IOptions<CompanyOptions> company)
{
    private const int MostColleagues = 100;
    private static readonly TimeSpan RememberPresses = TimeSpan.FromDays(2);

    /// <summary>The card of one opportunity.</summary>
    /// <param name="no">Its number.</param>
    /// <param name="turn">Who looks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="done">What was just done.</param>
    /// <param name="refused">Why something was not done.</param>
    /// <param name="conflict">Does what the person wanted on top of what somebody else did.</param>
    public async Task<Answer> ShowAsync(
        string? no, ChatTurn turn, CancellationToken cancellationToken, string? done = null, string? refused = null, CardAction? conflict = null)
    {
        return await queries.FindAsync(no ?? "", turn.Caller, cancellationToken) is { } view
            ? await ShowAsync(view, await undo.IsOfferedAsync(view.Opportunity, turn.Caller, cancellationToken), turn, cancellationToken, done, refused, conflict)
            : NotFound(turn.Texts);
    }

    /// <summary>The card of what was just changed by somebody who may, as it was saved. Not for an act that gives it to another person.</summary>
    private Task<Answer> ShowAsync(Acted acted, bool mayUndo, ChatTurn turn, string done, CancellationToken cancellationToken) =>
        ShowAsync(new OpportunityView(acted.Opportunity, MayChange: true), mayUndo, turn, cancellationToken, done);

    private async Task<Answer> ShowAsync(
        OpportunityView view, bool mayUndo, ChatTurn turn, CancellationToken cancellationToken, string? done = null, string? refused = null, CardAction? conflict = null)
    {
        var opportunity = view.Opportunity;
        var extras = new CardExtras(
            Staleness.Of(opportunity, calendar, turn.Caller.Today),
            mayUndo,
            view.MayChange && opportunity.IsClosed && AccessPolicy.MayReopen(turn.Caller),
            await TeamReview.FindAsync(db, turn, cancellationToken) is { } review && review.Numbers.Contains(opportunity.No) ? review.Back(turn.Texts) : null,
            conflict,
            turn.UserId is { } user ? Refresh.For("opportunity.view", new ButtonData(opportunity.No), ChatJson.Default.ButtonData, [user]) : null);
        return new Answer(OpportunityCard.Show(turn.Texts, view, done, refused, with: extras))
        {
            No = opportunity.No,
            Done = done,
            Refused = refused,
            IsConflict = conflict is not null,
        };
    }

    /// <summary>Takes back what the person just did.</summary>
    public Task<Answer> UndoAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken) =>
        OnceAsync(submit, turn, async () =>
            await undo.UndoAsync(submit.Button.No ?? "", submit.Button.Version ?? 0, turn.Caller, cancellationToken) switch
            {
                Result<Acted>.Done => (await ShowAsync(submit.Button.No, turn, cancellationToken, turn.Texts["Undone. Everything is as it was before."]), true),
                Result<Acted>.Refused { First.Rule.Kind: RefusalKind.NotFound } => (NotFound(turn.Texts), false),
                Result<Acted>.Refused refused => (await ShowAsync(submit.Button.No, turn, cancellationToken, refused: refused.First.Say(turn.Texts)), false),
                _ => throw new System.Diagnostics.UnreachableException(),
            }, cancellationToken);

    /// <summary>Takes back, by word, the person's last act that can still be taken back; with a number, the last on that one.</summary>
    public async Task<Answer> UndoLastAsync(string? named, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (await undo.LastAsync(named, turn.Caller, cancellationToken) is not { } last)
        {
            return new Answer(GreetingCards.NoticeWithStarts(
                t, t["There is nothing to take back."],
                t["Moves, assignments and endings can be taken back for ten minutes, by whoever made them. An open form is dropped by “cancel”."]));
        }

        var answer = await UndoAsync(
            new CardSubmit("opportunity.undo", JsonSerializer.SerializeToElement(new ButtonData(last.No, last.Version), ChatJson.Default.ButtonData), t.Culture),
            turn, cancellationToken);
        return last.Together.Count == 0 ? answer : answer with { Card = HandOverCard.WithOthers(t, answer.Card, last.Together, Guid.NewGuid()) };
    }

    /// <summary>Somebody was faster: who did what, the present state, and whether the person still wants theirs.</summary>
    public async Task<Answer> ConflictAsync(CardSubmit submit, Refusal stale, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var view = await queries.FindAsync(submit.Button.No ?? "", turn.Caller, cancellationToken);
        if (view is not { MayChange: true, Opportunity: { IsClosed: false } opportunity })
        {
            return await ShowAsync(submit.Button.No, turn, cancellationToken, refused: stale.Say(t));
        }

        // A move is still wanted only where it still leads to the stage that was meant.
        var meant = submit.Number("stage");
        var isMove = submit.Verb == "opportunity.move" && submit.Button.Action != "update";
        var option = opportunity.Moves().FirstOrDefault(m => OpportunityCard.ApiName(m.Action) == submit.Button.Action);
        var target = option?.Candidates.FirstOrDefault(s => s.Number == meant);
        if (isMove && target is null)
        {
            return await ShowAsync(submit.Button.No, turn, cancellationToken, refused: stale.Say(t));
        }

        var data = submit.Again();
        data["version"] = opportunity.Version;
        var mine = ActionExecute.For(isMove ? t["Move to {0} anyway", target!.Description] : t["Keep mine"], submit.Verb, data, CardJson.Default.JsonObject);
        return await ShowAsync(submit.Button.No, turn, cancellationToken, refused: stale.Say(t) + " " + Wanted(submit, t), conflict: mine);
    }

    /// <summary>What the person had typed or chosen, in words.</summary>
    private static string Wanted(CardSubmit submit, BotTexts t)
    {
        string?[] parts =
        [
            submit.Number("value") is { } value ? $"{t["Estimated value"]} {t.Money(value)}" : null,
            submit.Number("chances") is { } chances ? $"{t["Chances"]} {t.Percent(chances)}" : null,
            submit.Date("closeDate") is { } close ? $"{t["Expected closing"]} {t.Date(close)}" : null,
            submit.Number("amount") is { } amount ? $"{t["Amount of the sale"]} {t.Money(amount)}" : null,
            submit.Text("nextStep"),
        ];
        var told = string.Join(", ", parts.OfType<string>());
        return told.Length == 0 ? t["Do you still want yours?"] : t["Yours was: {0}. Do you still want it?", told];
    }

    public async Task<Answer> MoreAsync(string? no, ChatTurn turn, CancellationToken cancellationToken) =>
        await queries.FindAsync(no ?? "", turn.Caller, cancellationToken) is { } view
            ? new Answer(OpportunityCard.More(turn.Texts, view, await messages.OfAsync(view.Opportunity.No, OpportunityCard.ShownMessages, cancellationToken)))
            : NotFound(turn.Texts);

    /// <summary>Opens the form of a move: the values it would take stand in it.</summary>
    public async Task<Answer> MovingAsync(string? no, string? action, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (await queries.FindAsync(no ?? "", turn.Caller, cancellationToken) is not { } view)
        {
            return NotFound(t);
        }

        var move = view.Opportunity.PreviewMoves(turn.Caller).FirstOrDefault(m => OpportunityCard.ApiName(m.Action) == action);
        if (!view.MayChange || move is null)
        {
            return await ShowAsync(no, turn, cancellationToken, refused: WhyNot(view, t));
        }

        return new Answer(MoveCard.Form(
            t, view.Opportunity, move, move.Proposed.Stage, move.Proposed.Values, null, null, new Dictionary<string, string>(), onlyMissing: false));
    }

    /// <summary>Moves. What is missing is asked for in the same card, and one press then saves and moves.</summary>
    public Task<Answer> MoveAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken) =>
        OnceAsync(submit, turn, async () =>
        {
            var t = turn.Texts;
            var (no, version) = (submit.Button.No ?? "", submit.Button.Version);
            if (!Enum.TryParse<MoveAction>(submit.Button.Action, ignoreCase: true, out var action) || !Enum.IsDefined(action))
            {
                return (new Answer(GreetingCards.NotUnderstood(t)), false);
            }

            // A stage that cannot be one is not taken for "none named": 0 is no stage's number, and is refused like any other wrong one.
            int? stage = submit.Number("stage") is not { } number ? null
                : number == decimal.Truncate(number) && number is > 0 and <= SalesCycleStage.MaxNumber ? (int)number : 0;
            var request = new MoveRequest(
                action, stage, null, submit.Number("value"), submit.Number("chances"), submit.Date("closeDate"), submit.Flag("cancelTasks", absent: false),
                submit.Text("slipReason"));
            var quote = submit.Text("quoteNumber") is null && submit.Text("quoteAmount") is null
                ? null : new QuoteRequest(submit.Text("quoteNumber"), submit.Number("quoteAmount"));
            var wrong = Unreadable(submit, t);
            if (wrong.Count == 0)
            {
                var result = quote is null
                    ? await acts.MoveAsync(no, request, version, turn.Caller, cancellationToken)
                    : await acts.MoveWithQuoteAsync(no, quote, request, version, turn.Caller, cancellationToken);
                if (result is Result<Acted>.Done(var acted))
                {
                    return (await ShowAsync(acted, mayUndo: true, turn, WhatMoved(acted, t), cancellationToken), true);
                }

                var refusals = ((Result<Acted>.Refused)result).Refusals;
                if (refusals.Any(r => InputOf(r.Field) is null))
                {
                    return (await RefusedAsync(submit, refusals[0], turn, cancellationToken), false);
                }

                wrong = refusals.GroupBy(r => InputOf(r.Field)!).ToDictionary(g => g.Key, g => g.First().Say(t));
            }

            var hadForm = submit.Text("value") is not null || submit.Text("closeDate") is not null || submit.Unreadable.Count > 0;
            return (await GateAsync(no, request, quote, wrong, onlyMissing: !hadForm, turn, cancellationToken), false);
        }, cancellationToken);

    /// <summary>Moves to the next stage by word, as the button of its card would; before the start it starts.</summary>
    public async Task<Answer> MoveNextAsync(string no, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (await acts.MoveOnAsync(no, turn.Caller, cancellationToken) is Result<Acted>.Done(var acted))
        {
            return await ShowAsync(acted, mayUndo: true, turn, WhatMoved(acted, turn.Texts), cancellationToken);
        }

        // Refused: what its button would answer says why, and asks for what is missing.
        if (await queries.FindAsync(no, turn.Caller, cancellationToken) is not { } view)
        {
            return NotFound(turn.Texts);
        }

        var forward = view.Opportunity.Moves().FirstOrDefault(m => m.Action is MoveAction.First or MoveAction.Next);
        if (!view.MayChange || forward is null)
        {
            return await ShowAsync(no, turn, cancellationToken, refused: WhyNot(view, turn.Texts));
        }

        return await PressMoveAsync(view.Opportunity, forward.Action, forward.Proposed, turn, cancellationToken);
    }

    /// <summary>Moves by word to the stage that was named, as the button of its card would; null when no stage was named.</summary>
    public async Task<Answer?> MoveToAsync(string no, string said, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (await queries.FindAsync(no, turn.Caller, cancellationToken) is not { } view || SpokenStage.Read(said, view.Opportunity) is not { } spoken)
        {
            return null;
        }

        if (view.MayChange && spoken.Action is { } action)
        {
            return await PressMoveAsync(view.Opportunity, action, spoken.Stage, turn, cancellationToken);
        }

        var isThere = spoken.Stage.Number == view.Opportunity.Current?.StageNumberNow;
        return await ShowAsync(
            no, turn, cancellationToken,
            refused: !view.MayChange || view.Opportunity.IsClosed ? WhyNot(view, t)
                : isThere ? t["It stands on {0} already.", spoken.Stage.Description]
                : t["There is no way to {0} from here. Choose here what you want.", spoken.Stage.Description]);
    }

    private Task<Answer> PressMoveAsync(Opportunity opportunity, MoveAction action, SalesCycleStage stage, ChatTurn turn, CancellationToken cancellationToken)
    {
        var button = OpportunityCard.Data(opportunity) with { Action = OpportunityCard.ApiName(action), Stage = stage.Number };
        return MoveAsync(
            new CardSubmit("opportunity.move", JsonSerializer.SerializeToElement(button, ChatJson.Default.ButtonData), turn.Texts.Culture), turn, cancellationToken);
    }

    private static string WhatMoved(Acted acted, BotTexts t) => acted.Entry!.ActionTaken switch
    {
        ActionTaken.First => t["Started at {0}.", acted.Entry.StageDescription],
        ActionTaken.Updated => t["Updated."],
        _ => t["Moved to {0}.", acted.Entry.StageDescription],
    };

    /// <summary>Opens the choice of who takes it over.</summary>
    public async Task<Answer> AssigningAsync(string? no, string? name, ChatTurn turn, CancellationToken cancellationToken, string? wrong = null)
    {
        var t = turn.Texts;
        if (await queries.FindAsync(no ?? "", turn.Caller, cancellationToken) is not { } view)
        {
            return NotFound(t);
        }

        if (!view.MayChange || view.Opportunity.IsClosed)
        {
            return await ShowAsync(no, turn, cancellationToken, refused: WhyNot(view, t));
        }

        var colleagues = await ColleaguesAsync(view.Opportunity.SalespersonId, cancellationToken);
        var folded = SearchText.Fold(name ?? "");
        var meant = folded.Length == 0 ? [] : colleagues.Where(c => SearchText.Fold(c.Name).Contains(folded, StringComparison.Ordinal) || SearchText.Fold(c.Code) == folded).ToList();
        if (folded.Length > 0 && meant.Count != 1)
        {
            wrong ??= meant.Count == 0 ? t["I know nobody called “{0}”.", name!] : t["Several people are called “{0}”.", name!];
        }

        var chosen = meant.Count == 1 ? meant[0] : null;
        return new Answer(AssignCard.Form(
            t, view.Opportunity, [.. colleagues.OrderByDescending(c => c == chosen).Take(MostColleagues).OrderBy(c => c.Name, StringComparer.Create(t.Culture, ignoreCase: true))],
            chosen?.Code, wrong, colleagues.Count <= MostColleagues));
    }

    /// <summary>Colleagues whose name or code holds what was typed so far; who may be chosen is the same as in the plain list.</summary>
    public async Task<IReadOnlyList<Choice>> SearchColleaguesAsync(string? typed, int most, CancellationToken cancellationToken)
    {
        var folded = SearchText.Fold(typed ?? "");
        return [.. (await ColleaguesAsync(0, cancellationToken))
            .Where(c => SearchText.Fold(c.Name).Contains(folded, StringComparison.Ordinal) || SearchText.Fold(c.Code).StartsWith(folded, StringComparison.Ordinal))
            .OrderByDescending(c => SearchText.Fold(c.Name).StartsWith(folded, StringComparison.Ordinal))
            .Take(most).Select(c => new Choice(c.Name, c.Code))];
    }

    private Task<List<Known>> ColleaguesAsync(long except, CancellationToken cancellationToken) => db.Salespeople.AsNoTracking()
        .Where(p => !p.Blocked && p.Id != except).OrderBy(p => p.Name).Select(p => new Known(p.Id, p.Code, p.Name, null)).Take(5000).ToListAsync(cancellationToken);

    public Task<Answer> AssignAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken) =>
        OnceAsync(submit, turn, async () =>
        {
            var t = turn.Texts;
            var no = submit.Button.No ?? "";
            var result = await acts.AssignAsync(
                no, submit.Text("salesperson"), submit.Flag("moveTasks", absent: true), submit.Button.Version, turn.Caller, cancellationToken);
            if (result is Result<Acted>.Done(var acted))
            {
                var name = acted.Opportunity.Salesperson!.Name;
                var answer = await queries.FindAsync(no, turn.Caller, cancellationToken) is null
                    ? OutOfSight(acted.Opportunity, t)
                    : await ShowAsync(no, turn, cancellationToken, t["{0} has it now and will be told.", name]);
                return (answer, true);
            }

            var refusal = ((Result<Acted>.Refused)result).First;
            return (refusal.Field == "salespersonCode"
                ? await AssigningAsync(no, null, turn, cancellationToken, refusal.Say(t))
                : await RefusedAsync(submit, refusal, turn, cancellationToken), false);
        }, cancellationToken);

    /// <summary>Opens the form that ends it.</summary>
    public async Task<Answer> ClosingAsync(string? no, string? outcome, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (await queries.FindAsync(no ?? "", turn.Caller, cancellationToken) is not { } view)
        {
            return NotFound(t);
        }

        if (!view.MayChange || view.Opportunity.IsClosed)
        {
            return await ShowAsync(no, turn, cancellationToken, refused: WhyNot(view, t));
        }

        return Enum.TryParse<Outcome>(outcome, ignoreCase: true, out var known) && Enum.IsDefined(known)
            ? await ClosingFormAsync(view.Opportunity, new CloseOpportunity(known, null, view.Opportunity.ProposeClosing(turn.Caller)), new Dictionary<string, string>(), turn, cancellationToken)
            : new Answer(OpportunityForms.HowItEnds(t, view.Opportunity));
    }

    public Task<Answer> CloseAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken) =>
        OnceAsync(submit, turn, async () =>
        {
            var t = turn.Texts;
            var no = submit.Button.No ?? "";
            Outcome? outcome = Enum.TryParse<Outcome>(submit.Button.Action, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : null;
            var request = new CloseOpportunity(
                outcome, submit.Text("reason"), submit.Date("closingDate"), submit.Number("amount"), submit.Text("note"), submit.Flag("cancelTasks", absent: true),
                submit.Flag("tellChannel", absent: false));
            var wrong = Unreadable(submit, t);
            if (wrong.Count == 0)
            {
                var result = await acts.CloseAsync(no, request, submit.Button.Version, turn.Caller, cancellationToken);
                if (result is Result<Acted>.Done(var acted))
                {
                    return (await ShowAsync(acted, mayUndo: true, turn, outcome == Outcome.Won ? t["Closed as won. Congratulations!"] : t["Closed as lost."], cancellationToken), true);
                }

                var refusals = ((Result<Acted>.Refused)result).Refusals;
                if (refusals.Any(r => InputOf(r.Field) is null))
                {
                    return (await RefusedAsync(submit, refusals[0], turn, cancellationToken), false);
                }

                wrong = refusals.GroupBy(r => InputOf(r.Field)!).ToDictionary(g => g.Key, g => g.First().Say(t));
            }

            return (await queries.FindAsync(no, turn.Caller, cancellationToken) is { MayChange: true, Opportunity: var opportunity } && outcome is not null
                ? await ClosingFormAsync(opportunity, request, wrong, turn, cancellationToken)
                : await ShowAsync(no, turn, cancellationToken), false);
        }, cancellationToken);

    /// <summary>
    /// The number a person means: written in full anywhere, or only its digits where it comes first, and what else was said. Without
    /// any word, the only open opportunity they have. Null when that is not clear: a sentence that happens to begin like a command,
    /// or to hold a figure, names none.
    /// </summary>
    public async Task<(string? No, string Others)> MeantAsync(string text, ChatTurn turn, CancellationToken cancellationToken)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var prefix = company.Value.OpportunityNumberPrefix;
        var bare = prefix.TrimEnd('-');
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i].Trim('#', ',', '.', ':', '!', '?');
            var isPrefixed = bare.Length > 0 && word.StartsWith(bare, StringComparison.OrdinalIgnoreCase);
            var digits = isPrefixed ? word[(word.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? prefix : bare).Length..] : word;
            var follows = isPrefixed && digits.Length == 0 && i + 1 < words.Length; // "OPP 12": the digits are the next word
            digits = follows ? words[i + 1].Trim('#', ',', '.', ':', '!', '?') : digits;
            if ((isPrefixed || i == 0) && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                var no = prefix + number.ToString("D" + company.Value.OpportunityNumberWidth, CultureInfo.InvariantCulture);
                return (no, string.Join(' ', words.Where((_, j) => j != i && !(follows && j == i + 1))));
            }
        }

        return (words.Length == 0 ? await OnlyOpenAsync(turn, cancellationToken) : null, text);
    }

    /// <summary>Whether there is one with this number that the person may see.</summary>
    public async Task<bool> IsThereAsync(string no, ChatTurn turn, CancellationToken cancellationToken) =>
        await queries.FindAsync(no, turn.Caller, cancellationToken) is not null;

    /// <summary>The only open opportunity a person has; null when there are none or several.</summary>
    public async Task<string?> OnlyOpenAsync(ChatTurn turn, CancellationToken cancellationToken)
    {
        var mine = await db.Opportunities.Where(o => o.SalespersonId == turn.Caller.SalespersonId
                && (o.Status == OpportunityStatus.NotStarted || o.Status == OpportunityStatus.InProgress))
            .OrderBy(o => o.Id).Select(o => o.No).Take(2).ToListAsync(cancellationToken);
        return mine.Count == 1 ? mine[0] : null;
    }

    /// <summary>Refused as a whole: the present state, and when somebody was faster, the choice between theirs and one's own.</summary>
    public Task<Answer> RefusedAsync(CardSubmit submit, Refusal refusal, ChatTurn turn, CancellationToken cancellationToken) =>
        refusal.Rule.Kind == RefusalKind.Stale
            ? ConflictAsync(submit, refusal, turn, cancellationToken)
            : ShowAsync(submit.Button.No, turn, cancellationToken, refused: refusal.Say(turn.Texts));

    internal static Answer NotFound(BotTexts t) => new(GreetingCards.NoticeWithStarts(
        t, t["I cannot find that opportunity."], t["It may have been deleted, or you may not see it. Say “my opportunities” or “find …”."]))
    {
        Refused = t["I cannot find that opportunity."],
    };

    internal static Answer OutOfSight(Opportunity given, BotTexts t) =>
        new(AssignCard.OutOfSight(t, given)) { Done = t["{0} has {1} now.", given.Salesperson!.Name, given.No] };

    internal static string? WhyNot(OpportunityView view, BotTexts t) =>
        view.Opportunity.IsClosed ? Refusals.AlreadyClosed.With().Say(t)
        : !view.MayChange ? Refusals.Forbidden.With().Say(t)
        : Refusals.ActionNotOffered.With().Say(t);

    internal static Dictionary<string, string> Unreadable(CardSubmit submit, BotTexts t) => submit.Unreadable.ToDictionary(
        input => input,
        input => input.EndsWith("Date", StringComparison.Ordinal) ? t["This is not a date."]
            : input == "date" ? t["This is not a date."]
            : input is "value" or "chances" or "amount" or "quoteAmount" or "stage" ? t["This is not a number."]
            : t["This cannot be read."]);

    /// <summary>Where a refusal is shown in a form; null when it concerns the whole act.</summary>
    private static string? InputOf(string? field) => field switch
    {
        "estimatedValue" => "value",
        "chancesOfSuccess" => "chances",
        "estimatedCloseDate" => "closeDate",
        "slipReason" => "slipReason",
        "quote" or "quoteLink" => "quote",
        "quoteNumber" => "quoteNumber",
        "quoteAmount" => "quoteAmount",
        "reasonCode" => "reason",
        "closingDate" => "closingDate",
        "amount" => "amount",
        "note" => "note",
        _ => null,
    };

    private async Task<Answer> GateAsync(
        string no, MoveRequest request, QuoteRequest? quote, Dictionary<string, string> wrong, bool onlyMissing, ChatTurn turn,
        CancellationToken cancellationToken)
    {
        var view = await queries.FindAsync(no, turn.Caller, cancellationToken);
        var move = view?.Opportunity.PreviewMoves(turn.Caller).FirstOrDefault(m => m.Action == request.Action);
        if (view is null || move is null)
        {
            return await ShowAsync(no, turn, cancellationToken);
        }

        // What was typed stands in the form, over what is proposed.
        var target = (move.Stages.FirstOrDefault(s => s.Stage.Number == request.Stage) ?? move.Proposed).Stage;
        var values = view.Opportunity.Propose(request, target, turn.Caller);
        return new Answer(MoveCard.Form(turn.Texts, view.Opportunity, move, target, values, request, quote, wrong, onlyMissing));
    }

    private async Task<Answer> ClosingFormAsync(
        Opportunity opportunity, CloseOpportunity request, Dictionary<string, string> wrong, ChatTurn turn, CancellationToken cancellationToken)
    {
        var reasons = await db.CloseReasons.AsNoTracking().Where(r => r.Outcome == request.Outcome && !r.Blocked).OrderBy(r => r.Description)
            .Select(r => new Known(r.Id, r.Code, r.Description, null)).Take(100).ToListAsync(cancellationToken);
        var channel = request.Outcome == Outcome.Won ? await wins.FindAsync(opportunity.Salesperson!.TeamId, cancellationToken) : null;
        return new Answer(CloseCard.Form(turn.Texts, opportunity, reasons, request, wrong, channel?.Name));
    }

    /// <summary>One act of a kind on one version of an opportunity is done once: a second press, or one repeated after a lost answer, shows the present state.</summary>
    internal async Task<Answer> OnceAsync(
        CardSubmit submit, ChatTurn turn, Func<Task<(Answer Answer, bool Done)>> act, CancellationToken cancellationToken)
    {
        var key = string.Create(
            CultureInfo.InvariantCulture,
            $"done/{submit.Verb}/{Checks.NormalCode(submit.Button.No)}/{submit.Button.Version}/{submit.Button.Action}/{submit.Button.Task}/{turn.Caller.SalespersonId}");
        if (key.Length > StoredItem.MaxKeyLength || submit.Button.Version is null)
        {
            return new Answer(GreetingCards.NotUnderstood(turn.Texts));
        }

        if (await db.StoredItems.AnyAsync(i => i.Key == key, cancellationToken))
        {
            return await ShowAsync(submit.Button.No, turn, cancellationToken);
        }

        var (answer, done) = await act();
        if (done)
        {
            db.StoredItems.Add(new StoredItem { Key = key, Value = "", ExpiresAt = turn.Caller.Now + RememberPresses });
        }

        return answer;
    }
}
