using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Tasks;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Capture;

/// <summary>Shows, saves and drops what is captured, whether a button or a word asks for it.</summary>
internal sealed class CaptureForms(
    OpportunityActs acts, OpportunityQueries queries, OpportunityAnswers answers, CaptureDrafts drafts, Choices choices,
    Proposals proposals, SimilarOpportunities similar, MessageNotes messages, IOptions<CompanyOptions> company)
{
    /// <summary>No code or number is longer.</summary>
    private const int LongestCode = 40;

    private IReadOnlyList<NamedRecord>? _cycles;

    /// <summary>Shows the form and keeps it as the one that is open here; what nobody said is proposed anew.</summary>
    /// <param name="form">As it was said so far.</param>
    /// <param name="turn">Who reads it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="wrong">By input id: what stops it from being saved.</param>
    /// <param name="change">What a typed line changed.</param>
    public async Task<Answer> ShowAsync(
        CaptureForm form, ChatTurn turn, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? wrong = null,
        CaptureChange? change = null)
    {
        // What came from outside may be of any length; what is shown again is not.
        var shown = await ProposedAsync(
            form with
            {
                Title = form.Title.CutTo(Opportunity.MaxDescriptionLength),
                NewContact = form.NewContact.CutTo(Contact.MaxNameLength),
                ContactNo = form.ContactNo.CutTo(LongestCode),
                Salesperson = form.Salesperson.CutTo(LongestCode),
                Cycle = form.Cycle.CutTo(LongestCode),
                Priority = form.Priority.CutTo(LongestCode),
            },
            turn,
            cancellationToken);
        var isContactChosen = CaptureCard.IsShown("contact", shown, wrong);
        var offered = await OfferedAsync(
            shown, change?.Before, isContactChosen ? CaptureCard.MostChoices : 1, turn, cancellationToken);
        await drafts.KeepAsync(
            shown.AsSaid() with { SeenSimilar = offered.Similar?.No, ShownAt = turn.Caller.Now }, turn, cancellationToken);
        return new Answer(CaptureCard.Form(turn.Texts, shown, offered, wrong, change));
    }

    /// <summary>The form with what is proposed where nobody said anything.</summary>
    public async Task<CaptureForm> ProposedAsync(CaptureForm form, ChatTurn turn, CancellationToken cancellationToken)
    {
        var said = form.AsSaid();
        List<string> proposed = [];
        if (said.Cycle is null)
        {
            var cycles = _cycles ??= await choices.CyclesAsync(cancellationToken);
            said = said with { Cycle = (await proposals.CycleAsync(cycles, turn.Caller, cancellationToken))?.Code };
            if (said.Cycle is not null && cycles.Count > 1) // the only one there is needs no proposal
            {
                proposed.Add("cycle");
            }
        }

        if ((said.CloseDate is null || said.Chances is null)
            && await proposals.FiguresAsync(said.Cycle, turn.Caller.Today, cancellationToken) is { } figures)
        {
            proposed.AddRange(said.CloseDate is null ? ["closeDate"] : []);
            proposed.AddRange(said.Chances is null && figures.Chances is not null ? ["chances"] : []);
            said = said with { CloseDate = said.CloseDate ?? figures.CloseDate, Chances = said.Chances ?? figures.Chances };
        }

        return said with { Proposed = proposed };
    }

    /// <summary>Makes the opportunity, or shows what stops that; of two presses at once the later one shows what is made.</summary>
    /// <param name="form">As it is to be saved, proposals included.</param>
    /// <param name="seenSimilar">Number of the opportunity that the person was told it may be a second time.</param>
    /// <param name="wrong">By input id: what could not be read.</param>
    /// <param name="turn">Who saves.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Answer> SaveAsync(
        CaptureForm form, string? seenSimilar, Dictionary<string, string> wrong, ChatTurn turn, CancellationToken cancellationToken)
    {
        var priority = Priority.Normal;
        if (form.Priority is { } said && !Enum.TryParse(said, ignoreCase: true, out priority))
        {
            wrong["priority"] = Refusals.UnknownValue.With().Say(turn.Texts);
        }

        // Seen once, it is saved all the same.
        var isAgain = wrong.Count == 0 && await similar.FindAsync(form.ContactNo, form.Title, turn.Caller, cancellationToken) is { } same
            && same.No != seenSimilar;
        if (isAgain && await drafts.OutcomeAsync(form.Id, turn, cancellationToken) is { No.Length: > 0 } already)
        {
            return await DoneBeforeAsync(already, turn, cancellationToken); // the other press of two at once made it meanwhile
        }

        return wrong.Count == 0 && !isAgain && await MakeAsync(form, priority, wrong, turn, cancellationToken) is { } made
            ? made
            : await ShowAsync(form, turn, cancellationToken, wrong);
    }

    public async Task<Answer> DropAsync(string form, ChatTurn turn, CancellationToken cancellationToken)
    {
        await drafts.FinishAsync(form, CaptureOutcome.OfDropped, turn, cancellationToken);
        return Dropped(turn.Texts);
    }

    /// <summary>What became of a form whose button is pressed once more.</summary>
    public async Task<Answer> DoneBeforeAsync(CaptureOutcome outcome, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        return outcome.No.Length == 0 ? Dropped(t)
            : outcome.GivenTo is { } name && await queries.FindAsync(outcome.No, turn.Caller, cancellationToken) is null
                ? new Answer(GreetingCards.NoticeWithStarts(t, t["{0} has {1} now.", name, outcome.No]))
                : await answers.ShowAsync(outcome.No, turn, cancellationToken);
    }

    public static Answer Dropped(BotTexts t) => new(GreetingCards.NoticeWithStarts(t, t["Dropped. Nothing was saved."]));

    public static Answer WithMessage(Answer answer, MessageNote? message, ChatTurn turn) => message is null
        ? answer
        : answer with
        {
            Card = answer.Card with
            {
                Body =
                [
                    .. answer.Card.Body,
                    OpportunityCard.Message(
                        turn.Texts, message.Sender, message.Text, turn.Caller.Name, message.Link is { } link ? new Uri(link) : null),
                ],
            },
        };

    /// <summary>Makes the opportunity; null when that was refused, and then what is wrong stands by input.</summary>
    private async Task<Answer?> MakeAsync(
        CaptureForm form, Priority priority, Dictionary<string, string> wrong, ChatTurn turn, CancellationToken cancellationToken)
    {
        // A field of the whole form that was left empty.
        var close = form.CloseDate
            ?? (await proposals.FiguresAsync(form.Cycle, turn.Caller.Today, cancellationToken))?.CloseDate;
        var result = await acts.CreateForAsync(
            new CreateOpportunity(
                form.Title, form.ContactNo, form.NewContact, form.Salesperson, form.Cycle ?? "", Priority: priority,
                EstimatedValue: form.Value, ChancesOfSuccess: form.Chances, EstimatedCloseDate: close),
            turn.Caller,
            cancellationToken);
        if (result is Result<Opportunity>.Done(var made))
        {
            var answer = await MadeAsync(form, made, turn, cancellationToken);
            if (form.Message is not null)
            {
                await messages.KeepAsync(made.No, form.Message, turn.Caller, cancellationToken);
            }

            return WithMessage(answer, form.Message, turn);
        }

        foreach (var refusal in ((Result<Opportunity>.Refused)result).Refusals)
        {
            wrong.TryAdd(InputOf(refusal.Field), refusal.Say(turn.Texts));
        }

        return null;
    }

    private async Task<Answer> MadeAsync(CaptureForm form, Opportunity made, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var to = made.Salesperson!;
        var isHandedOver = to.Id != turn.Caller.SalespersonId
            && await choices.MayChangeOfAsync(to.Code, turn.Caller, cancellationToken) is null;
        await drafts.FinishAsync(form.Id, new CaptureOutcome(made.No, isHandedOver ? to.Name : null), turn, cancellationToken);
        var saved = t["Saved as {0}.", made.No];
        return !isHandedOver ? await answers.ShowAsync(made.No, turn, cancellationToken, saved)
            : await queries.FindAsync(made.No, turn.Caller, cancellationToken) is null ? OpportunityAnswers.OutOfSight(made, t)
            : await answers.ShowAsync(made.No, turn, cancellationToken, saved + " " + t["{0} has it now and will be told.", to.Name]);
    }

    /// <summary>What the card offers and names: also what stood there before a change. Where no contact is chosen, one is enough.</summary>
    private async Task<CaptureChoices> OfferedAsync(
        CaptureForm form, CaptureForm? before, int mostContacts, ChatTurn turn, CancellationToken cancellationToken)
    {
        var mine = await choices.MayActForAsync(turn.Caller, cancellationToken);
        List<NamedRecord> salespeople = [.. mine.Take(CaptureCard.MostChoices)];
        foreach (var code in new[] { form.Salesperson, before?.Salesperson }.OfType<string>().Distinct())
        {
            // Named in the line, though the caller makes opportunities only for themselves: it is handed over on saving.
            if (salespeople.All(p => p.Code != code) && await choices.PersonAsync(code, cancellationToken) is { } other)
            {
                salespeople.Add(other);
            }
        }

        string[] named = before is { ContactNo: { } former } ? [.. form.Meant ?? [], former] : [.. form.Meant ?? []];
        var cycles = _cycles ??= await choices.CyclesAsync(cancellationToken);
        var offered = new CaptureChoices(
            await choices.ContactsAsync(named, form.ContactNo, mostContacts, turn.Caller, cancellationToken),
            salespeople,
            [.. cycles.Where((c, i) => i < CaptureCard.MostChoices || c.Code == form.Cycle)],
            await similar.FindAsync(form.ContactNo, form.Title, turn.Caller, cancellationToken))
        {
            Myself = salespeople.FirstOrDefault(p => p.Id == turn.Caller.SalespersonId)?.Code,
            IsHandedOver = form.Salesperson is { } to && mine.All(p => p.Code != to) && salespeople.Any(p => p.Code == to),
        };
        return form.Message is not { } message ? offered : offered with
        {
            Likely = await messages.LikelyAsync(
                Numbers(message.Text), offered.Similar?.No, form.ContactNo, turn.Caller, cancellationToken),
        };
    }

    /// <summary>Numbers of opportunities named in a text; digits alone are none.</summary>
    public List<string> Numbers(string text) =>
    [
        .. text.Split([' ', ',', ';', '.', ':', '(', ')'], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.StartsWith(company.Value.OpportunityNumberPrefix, StringComparison.OrdinalIgnoreCase)
                && word.Length <= Opportunity.MaxNoLength)
            .Take(5),
    ];

    /// <summary>Where a refusal is shown: rules speak of API fields, the form has its own inputs.</summary>
    private static string InputOf(string? field) => field switch
    {
        "contactNo" => "contact",
        "estimatedValue" => "value",
        "estimatedCloseDate" => "closeDate",
        "salespersonCode" => "salesperson",
        "chancesOfSuccess" => "chances",
        "priority" => "priority",
        "salesCycleCode" => "cycle",
        _ => "title",
    };
}
